//! Rows joined into the paragraphs they were broken from.
//!
//! A row goes on in the next one where it was full: the next word would not
//! have fitted before the right margin, the next row begins at the margin and
//! not at an indent, and the gap between them is no wider than between rows.

use std::sync::LazyLock;

use regex::Regex;
use tongket_reader::Span;

use super::super::line::Line;
use super::rows::Row;

/// Where text begins and ends across, and how far its rows are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) pitch: f32,
    /// Sizes and places are only roughly known, as a recogniser gives them.
    pub(super) rough: bool,
}

/// A paragraph and the page it begins on.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) line: Line,
    pub(super) page: u32,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-–+•*]\s|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ][.)]\s|[IVX]{1,5}[.\-)]|Điều \d|Chương |Phần |Mục |PHỤ LỤC|Phụ lục)")
        .unwrap_or_else(|_| unreachable!("a constant pattern"))
});

/// The measure of many rows: most of them begin at the left margin and the longest reach the right one.
pub(super) fn measure<'r>(rows: impl Iterator<Item = (u32, &'r Row)>) -> Option<Measure> {
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    let mut pitches = Vec::new();
    let mut last: Option<(u32, &Row)> = None;
    for (page, row) in rows {
        starts.push(row.start());
        ends.push(row.end());
        if let Some((_, before)) = last.filter(|(before, _)| *before == page) {
            pitches.push(row.base - before.base);
        }
        last = Some((page, row));
    }
    let size = last?.1.size;
    ends.sort_by(f32::total_cmp);
    let right = ends
        .get(ends.len() * 9 / 10)
        .copied()
        .or(ends.last().copied())?;
    Some(Measure {
        left: margin(&starts)?,
        right,
        pitch: most_common(&pitches, 0.5).unwrap_or(size * 1.3),
        rough: false,
    })
}

/// The leftmost place at which a fair share of the rows begin; indented first rows may be more.
fn margin(starts: &[f32]) -> Option<f32> {
    const BUCKET: f32 = 2.0;
    let mut buckets: Vec<i32> = starts
        .iter()
        .map(|start| (start / BUCKET).round() as i32)
        .collect();
    buckets.sort_unstable();
    let fair = buckets
        .chunk_by(|a, b| a == b)
        .find(|run| run.len() * 8 >= buckets.len().max(9));
    fair.map(|run| run[0] as f32 * BUCKET)
        .or_else(|| most_common(starts, BUCKET))
}

/// The centre of the fullest bucket; of equal ones, the lowest.
fn most_common(values: &[f32], bucket: f32) -> Option<f32> {
    let mut buckets: Vec<i32> = values
        .iter()
        .map(|value| (value / bucket).round() as i32)
        .collect();
    buckets.sort_unstable();
    let runs = buckets.chunk_by(|a, b| a == b);
    let fullest = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0])))?;
    Some(fullest[0] as f32 * bucket)
}

/// Joins rows, given with their pages, into paragraphs.
pub(super) fn paragraphs(rows: &[(u32, Row)], measure: Measure) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = Open::default();
    for (page, row) in rows {
        let mut line = row.line();
        match paragraphs
            .last_mut()
            .filter(|_| open.goes_on(*page, row, &line.text, measure))
        {
            Some(paragraph) => append(&mut paragraph.line, line),
            None => {
                open = Open {
                    indent: row.start(),
                    hang: hang(row),
                    rows: 0,
                    ..open
                };
                line.look.centered = is_centered(row, measure) && !LABEL.is_match(&line.text);
                paragraphs.push(Paragraph { line, page: *page });
            }
        }
        open.rows += 1;
        open.last = Some((*page, row.clone()));
    }
    paragraphs
}

/// The paragraph that is being put together.
#[derive(Debug, Clone, Default)]
struct Open {
    last: Option<(u32, Row)>,
    /// Where its first row begins.
    indent: f32,
    /// Where the text after its label begins.
    hang: Option<f32>,
    rows: usize,
}

impl Open {
    /// Whether a centred row may go on from the last one: a title whose first row fills the width is bold.
    fn is_title(&self, last: &Row, row: &Row, measure: Measure) -> bool {
        let both_bold = || last.line().look.bold && row.line().look.bold;
        is_centered(last, measure) || is_symmetric(last, measure) && both_bold()
    }

    fn goes_on(&self, page: u32, row: &Row, text: &str, measure: Measure) -> bool {
        let Some((last_page, last)) = &self.last else {
            return false;
        };
        let size = row.size.max(last.size);
        let slack = size * if measure.rough { 1.0 } else { 0.1 };
        let fits = last.end() + size * 0.25 + row.first_word() <= measure.right - slack;
        let same_page = *last_page == page;
        let widest = if measure.rough { 1.6 } else { 1.3 };
        let near = !same_page || row.base - last.base < measure.pitch * widest + 1.0;
        let tolerance = if measure.rough { 0.5 } else { 0.15 };
        let like = (row.size - last.size).abs() < size * tolerance;
        !fits && near && like && self.begins_where_rows_do(row, last, text, measure)
    }

    fn begins_where_rows_do(&self, row: &Row, last: &Row, text: &str, measure: Measure) -> bool {
        let at = |place: f32| (row.start() - place).abs() < row.size * 0.5;
        if is_centered(row, measure) && self.is_title(last, row, measure) {
            return !LABEL.is_match(text);
        }
        let is_label = LABEL.is_match(text);
        let indented = self.rows == 1 && self.indent > measure.left + row.size * 0.6;
        if indented || self.rows > 1 {
            // A label at the margin under an indented row is a broken dash: "kinh tế / - xã hội".
            let at_margin = at(measure.left) || self.hang.is_some_and(at);
            let as_before = self.rows > 1 && at(last.start()) && !is_label;
            return at_margin
                && (indented || !is_label || self.indent > measure.left + row.size * 0.6)
                || as_before;
        }
        !is_label && (at(measure.left) || at(self.indent) || self.hang.is_some_and(at))
    }
}

/// Where the text after a label begins, in a row that has one.
fn hang(row: &Row) -> Option<f32> {
    let text = row.text();
    let label = LABEL.find(&text)?;
    let letters = label
        .as_str()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .count();
    row.glyphs().nth(letters).map(|glyph| glyph.start)
}

fn is_centered(row: &Row, measure: Measure) -> bool {
    let (before, after) = (row.start() - measure.left, measure.right - row.end());
    let margin = row.size * 1.2;
    before > margin && after > margin && is_symmetric(row, measure)
}

fn is_symmetric(row: &Row, measure: Measure) -> bool {
    let (before, after) = (row.start() - measure.left, measure.right - row.end());
    (before - after).abs() < row.size * 1.5
}

/// Adds a row to a paragraph: with a space, unless a code was broken at its hyphen or stroke.
pub(super) fn append(line: &mut Line, next: Line) {
    let broken_code = line.text.ends_with(['-', '/'])
        && line
            .text
            .trim_end_matches(['-', '/'])
            .ends_with(char::is_alphanumeric);
    if !broken_code {
        line.text.push(' ');
    }
    let by = line.text.len();
    line.text.push_str(&next.text);
    let shift = |span: Span| span.shift(by);
    line.look
        .bolds
        .extend(next.look.bolds.into_iter().map(shift));
    line.look
        .italics
        .extend(next.look.italics.into_iter().map(shift));
    line.look.bold &= next.look.bold;
    line.look.italic &= next.look.italic;
}

/// The paragraphs of a ruled cell, where rows may be centred: only their width tells whether they were full.
pub(super) fn in_field(rows: &[(u32, Row)], measure: Measure) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last: Option<&Row> = None;
    let room = measure.right - measure.left;
    for (page, row) in rows {
        let line = row.line();
        let goes_on = last.is_some_and(|last| {
            let width = last.end() - last.start();
            let near = row.base - last.base < measure.pitch.max(row.size * 1.05) * 1.3 + 1.0;
            near && width + row.size * 0.25 + row.first_word() > room && !LABEL.is_match(&line.text)
        });
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some(paragraph) => append(&mut paragraph.line, line),
            None => paragraphs.push(Paragraph { line, page: *page }),
        }
        last = Some(row);
    }
    paragraphs
}

/// The rows of one column of a letterhead or signature: joined only where a row begins in mid-sentence.
pub(super) fn stack(rows: &[Row], page: u32) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for row in rows {
        let line = row.line();
        let in_mid_sentence = line.text.starts_with(char::is_lowercase);
        let ended = |last: &&mut Paragraph| last.line.text.ends_with([';', '.', ':']);
        match paragraphs
            .last_mut()
            .filter(|last| in_mid_sentence && !ended(last))
        {
            Some(last) => append(&mut last.line, line),
            None => paragraphs.push(Paragraph { line, page }),
        }
    }
    paragraphs
}
