//! What was written in a paragraph: pieces of text with their looks, put together into lines.

use tongket_reader::Span;
use tongket_reader::source::Look;

use super::super::encoding::{tcvn3, vni};
use super::styles::Letters;

/// The encoding that the name of a font stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Legacy {
    #[default]
    Unicode,
    Tcvn3,
    /// A TCVN3 font that shows small letters as capitals.
    Tcvn3Capitals,
    Vni,
}

impl Legacy {
    pub(super) fn of(font: Option<&str>) -> Legacy {
        let font = font.unwrap_or_default();
        if font.starts_with(".Vn") {
            if font.ends_with('H') {
                Legacy::Tcvn3Capitals
            } else {
                Legacy::Tcvn3
            }
        } else if font.starts_with("VNI-") || font.starts_with("VNI ") {
            Legacy::Vni
        } else {
            Legacy::Unicode
        }
    }

    /// Turns text in this encoding into Unicode; text that is Unicode already stays as it is.
    fn decode(self, text: &str) -> String {
        let is_unicode = text
            .chars()
            .any(|letter| letter > '\u{ff}' && letter.is_alphabetic());
        match self {
            _ if is_unicode => text.to_owned(),
            Legacy::Unicode => text.to_owned(),
            Legacy::Tcvn3 => tcvn3::decode(text),
            Legacy::Tcvn3Capitals => tcvn3::decode(text).to_uppercase(),
            Legacy::Vni => vni::decode(text),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    bold: bool,
    italic: bool,
    legacy: Legacy,
}

/// The content of a paragraph as it is gathered.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pieces: Vec<Piece>,
}

/// One line of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) look: Look,
}

impl Written {
    /// Adds text that looks as `letters` say.
    pub(super) fn push(&mut self, text: &str, letters: &Letters) {
        let legacy = Legacy::of(letters.font.as_deref());
        let (bold, italic) = (letters.bold == Some(true), letters.italic == Some(true));
        let capitals = letters.capitals == Some(true) && legacy == Legacy::Unicode;
        let text = if capitals {
            text.to_uppercase()
        } else {
            text.to_owned()
        };
        match self.pieces.last_mut() {
            Some(last) if (last.bold, last.italic, last.legacy) == (bold, italic, legacy) => {
                last.text.push_str(&text);
            }
            _ => self.pieces.push(Piece {
                text,
                bold,
                italic,
                legacy,
            }),
        }
    }

    /// Which legacy encodings were met.
    pub(super) fn legacies(&self) -> impl Iterator<Item = Legacy> + '_ {
        self.pieces.iter().map(|piece| piece.legacy)
    }

    /// The lines that are not blank, without white space at their ends.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::default()];
        for piece in &self.pieces {
            for (at, text) in piece.legacy.decode(&piece.text).split('\n').enumerate() {
                if at > 0 {
                    lines.push(Line::default());
                }
                if let Some(line) = lines.last_mut() {
                    line.push(text, piece.bold, piece.italic);
                }
            }
        }
        lines.retain(|line| !line.text.trim().is_empty());
        lines.iter().map(Line::trimmed).collect()
    }
}

impl Line {
    fn push(&mut self, text: &str, bold: bool, italic: bool) {
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        if text.trim().is_empty() {
            return;
        }
        if bold {
            self.look.bolds.push(span);
        }
        if italic {
            self.look.italics.push(span);
        }
    }

    fn trimmed(&self) -> Line {
        self.part(Span::new(0, self.text.len()))
    }

    /// A part of the line with the looks that fall into it, trimmed.
    pub(super) fn part(&self, span: Span) -> Line {
        let span = span.trim(&self.text);
        let text = span.slice(&self.text).to_owned();
        let within = |marks: &[Span]| -> Vec<Span> {
            let cut = |mark: &Span| {
                let start = mark.start.max(span.start);
                let end = mark.end.min(span.end);
                (start < end).then(|| Span::new(start - span.start, end - span.start).trim(&text))
            };
            marks.iter().filter_map(cut).collect()
        };
        let (bolds, italics) = (within(&self.look.bolds), within(&self.look.italics));
        let look = Look {
            bold: covers(&text, &bolds),
            italic: covers(&text, &italics),
            bolds,
            italics,
            ..self.look.clone()
        };
        Line { text, look }
    }
}

/// Whether every letter and digit is inside one of the spans, which are in order.
fn covers(text: &str, spans: &[Span]) -> bool {
    let mut from = 0;
    let mut gaps = Vec::new();
    for span in spans {
        gaps.push(text.get(from..span.start));
        from = span.end;
    }
    gaps.push(text.get(from..));
    !spans.is_empty()
        && !gaps
            .into_iter()
            .flatten()
            .any(|gap| gap.contains(char::is_alphanumeric))
}
