//! Letters put together into rows of text.
//!
//! Letters that follow each other on one line become a chunk; chunks on one
//! height become a row. A wide gap keeps two chunks apart: they may belong to
//! two columns.

use tongket_reader::Span;

use super::super::line::Line;
use super::glyphs::Glyph;

/// A gap of this share of the size is a space.
const SPACE: f32 = 0.17;
/// A gap of this share of the size ends a chunk.
pub(super) const WIDE: f32 = 0.9;

/// Letters that stand together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chunk {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) start: f32,
    pub(super) end: f32,
    pub(super) base: f32,
    pub(super) size: f32,
}

/// Chunks on one height, from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub(super) chunks: Vec<Chunk>,
    pub(super) base: f32,
    pub(super) size: f32,
}

impl Chunk {
    fn of(glyph: Glyph) -> Chunk {
        Chunk {
            glyphs: vec![glyph],
            start: glyph.start,
            end: glyph.end,
            base: glyph.base,
            size: glyph.size,
        }
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let gap = glyph.start - self.end;
        (glyph.base - self.base).abs() < size * 0.45 && gap < size * WIDE && gap > -size * 0.35
    }

    fn push(&mut self, glyph: Glyph) {
        if glyph.size > self.size * 1.05 {
            self.base = glyph.base;
            self.size = glyph.size;
        }
        self.start = self.start.min(glyph.start);
        self.end = self.end.max(glyph.end);
        self.glyphs.push(glyph);
    }

    fn join(&mut self, other: Chunk) {
        for glyph in other.glyphs {
            self.push(glyph);
        }
    }

    /// The same letters in the same place, as a second stroke for boldness leaves them.
    fn doubles(&self, other: &Chunk) -> bool {
        self.glyphs.len() == other.glyphs.len()
            && (self.start - other.start).abs() < self.size * 0.1
            && (self.base - other.base).abs() < self.size * 0.1
            && self
                .glyphs
                .iter()
                .zip(&other.glyphs)
                .all(|(a, b)| a.letter == b.letter)
    }

    /// Width of its first word.
    fn first_word(&self) -> f32 {
        let pairs = self.glyphs.windows(2);
        let end = pairs
            .into_iter()
            .find(|pair| is_space(&pair[0], &pair[1]))
            .map_or(self.end, |pair| pair[0].end);
        end - self.start
    }
}

impl Row {
    pub(super) fn start(&self) -> f32 {
        self.chunks.first().map_or(0.0, |chunk| chunk.start)
    }

    pub(super) fn end(&self) -> f32 {
        self.chunks
            .iter()
            .fold(0.0, |end, chunk| chunk.end.max(end))
    }

    /// Width of its first word, in points.
    pub(super) fn first_word(&self) -> f32 {
        self.chunks.first().map_or(0.0, Chunk::first_word)
    }

    pub(super) fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.chunks.iter().flat_map(|chunk| &chunk.glyphs)
    }

    /// Its text alone.
    pub(super) fn text(&self) -> String {
        self.line().text
    }

    /// Its text with bold and italic parts.
    pub(super) fn line(&self) -> Line {
        let mut writer = Writer::default();
        for glyph in self.glyphs() {
            writer.push(glyph);
        }
        writer.finish()
    }
}

/// Whether a space lies between two letters: a wide gap, or a narrow one that the file calls a space.
fn is_space(before: &Glyph, after: &Glyph) -> bool {
    let gap = (after.start - before.end) / after.size.max(before.size);
    gap > SPACE || after.spaced && gap > SPACE / 4.0
}

/// All rows of some letters, from top to bottom.
pub(super) fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut after_space = false;
    for glyph in glyphs.iter().filter(|glyph| glyph.size > 0.5) {
        if glyph.letter.is_whitespace() {
            after_space = true;
            continue;
        }
        let glyph = &Glyph {
            spaced: std::mem::take(&mut after_space),
            ..*glyph
        };
        match chunks.last_mut().filter(|chunk| chunk.takes(glyph)) {
            Some(chunk) => chunk.push(*glyph),
            None => chunks.push(Chunk::of(*glyph)),
        }
    }
    chunks.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Row> = Vec::new();
    for chunk in chunks {
        let near = |row: &&mut Row| (chunk.base - row.base).abs() < row.size.min(chunk.size) * 0.35;
        match rows.last_mut().filter(near) {
            Some(row) => row.chunks.push(chunk),
            None => rows.push(Row {
                base: chunk.base,
                size: chunk.size,
                chunks: vec![chunk],
            }),
        }
    }
    rows.iter_mut().for_each(arrange);
    rows
}

/// Puts the chunks of a row in order and joins those that touch.
fn arrange(row: &mut Row) {
    let mut chunks = std::mem::take(&mut row.chunks);
    chunks.sort_by(|a, b| a.start.total_cmp(&b.start));
    for chunk in chunks {
        row.size = row.size.max(chunk.size);
        match row.chunks.last_mut() {
            Some(last) if last.doubles(&chunk) => {}
            Some(last) if chunk.start - last.end < chunk.size.max(last.size) * WIDE => {
                last.join(chunk);
            }
            _ => row.chunks.push(chunk),
        }
    }
}

/// Writes letters into a line, decoding legacy letters run by run.
#[derive(Default)]
struct Writer {
    line: Line,
    last: Option<Glyph>,
    pending: String,
    unknown: bool,
    plain: (bool, bool),
}

impl Writer {
    fn push(&mut self, glyph: &Glyph) {
        if let Some(last) = self.last {
            let spaced = is_space(&last, glyph);
            if spaced || (glyph.style, glyph.legacy) != (last.style, last.legacy) {
                self.flush();
            }
            if spaced {
                self.line.text.push(' ');
            }
        }
        self.pending.push(glyph.letter);
        if glyph.letter.is_alphanumeric() {
            self.unknown |= !glyph.style.known;
            self.plain.0 |= glyph.style.known && !glyph.style.bold;
            self.plain.1 |= glyph.style.known && !glyph.style.italic;
        }
        self.last = Some(*glyph);
    }

    fn flush(&mut self) {
        let Some(last) = self.last else { return };
        let start = self.line.text.len();
        let text = last.legacy.decode(&std::mem::take(&mut self.pending));
        self.line.text.push_str(&text);
        let span = Span::new(start, self.line.text.len());
        if last.style.bold {
            extend(&mut self.line.look.bolds, span);
        }
        if last.style.italic {
            extend(&mut self.line.look.italics, span);
        }
    }

    fn finish(mut self) -> Line {
        self.flush();
        // Where some fonts do not say how they look, those that do speak for the line.
        let look = &mut self.line.look;
        look.bold = !look.bolds.is_empty() && !self.plain.0;
        look.italic = !look.italics.is_empty() && !self.plain.1;
        let whole = Span::new(0, self.line.text.len());
        if self.unknown && look.bold {
            look.bolds = vec![whole];
        }
        if self.unknown && look.italic {
            look.italics = vec![whole];
        }
        self.line
    }
}

/// Adds a span, joined to the last one where only a space lies between.
fn extend(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut().filter(|last| span.start <= last.end + 1) {
        Some(last) => last.end = span.end,
        None => spans.push(span),
    }
}
