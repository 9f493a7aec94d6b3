//! The text of a document and the way back to where it was written.
//!
//! An importer turns a file into a [`Source`]: NFC text made of lines, and for
//! every line the place it came from (page, paragraph, table cell, footnote)
//! and how it looked (bold, centred, an automatic number). The reader knows
//! nothing of files; it reads sources.
//!
//! The text is what `tongket plan text FILE` prints:
//! * a paragraph is one line, ended by `\n`;
//! * a table row is its cells in order, separated by `\t` and ended by `\n`;
//!   the paragraphs inside a cell are separated by `\n`, so a cell is one
//!   contiguous piece of text and each [`Line`] belongs to at most one cell;
//! * an automatic number or bullet is written out at the start of its line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::span::Span;
use crate::words::fold::is_nfc;

/// One imported document: its text and the origin of every line.
///
/// It can be kept as data, so that a plan is read anew without its file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Source {
    text: String,
    lines: Vec<Line>,
    /// What the importer has to say of the file as a whole.
    pub origin: Origin,
}

/// What the importer knows of the file as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The format that was read.
    pub format: Format,
    /// Number of pages where the format has pages.
    pub pages: Option<u32>,
    /// Whether the text was recognised from pictures.
    pub ocr: bool,
    /// What a user should know: the encoding that was detected, what was left out and why.
    pub notes: Vec<String>,
}

/// A file format that can be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Office Open XML text (.docx).
    Docx,
    /// Word 97–2003 (.doc), converted.
    Doc,
    /// Portable Document Format.
    Pdf,
    /// Plain text.
    #[default]
    Txt,
    /// Markdown.
    Md,
    /// Office Open XML spreadsheet (.xlsx).
    Xlsx,
    /// A section written in the browser.
    Html,
}

/// One line of the text: a paragraph, or a paragraph inside a table cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its text without the ending `\n` or `\t`.
    pub span: Span,
    /// Where it stands in the file.
    pub place: Place,
    /// How it looked there.
    pub look: Look,
}

/// Where a line stands in its file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Ordinal of the paragraph in the file, from 1.
    pub paragraph: u32,
    /// The part of the file it belongs to.
    pub part: Part,
}

/// The part of a file a line belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The running text.
    #[default]
    Body,
    /// A cell of a table.
    Cell(Cell),
    /// A footnote or endnote with its number.
    Note(u32),
    /// A text box or shape.
    TextBox(u32),
}

/// A cell: tables count from 1 over the file, rows and columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Which table of the file, from 1.
    pub table: u32,
    /// Row, from 0.
    pub row: u32,
    /// Grid column where the cell begins, from 0.
    pub column: u32,
    /// How many grid columns it covers.
    pub width: u32,
    /// Whether it continues the cell above (its text is then empty).
    pub continues: bool,
}

/// How a line looked. What a format cannot say is left at its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// All of its letters are bold.
    pub bold: bool,
    /// All of its letters are italic.
    pub italic: bool,
    /// Set in the middle.
    pub centered: bool,
    /// Outline level of a heading style, from 1.
    pub heading: Option<u8>,
    /// Bytes at the start of the line that an automatic number or bullet contributed.
    pub label: usize,
    /// The parts in italics, as places in the source; guidance in an outline is set so.
    pub italics: Vec<Span>,
    /// The parts in bold, as places in the source.
    pub bolds: Vec<Span>,
}

impl Source {
    /// A source of plain lines, one paragraph each, for text that has no layout.
    pub fn from_plain(text: &str) -> Source {
        let mut builder = SourceBuilder::default();
        for line in text.lines() {
            builder.line(line, Place::default(), Look::default());
        }
        builder.finish(Origin::default())
    }

    /// The whole text, in NFC.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines in order. Together with the separators between them they are the whole text.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The line that holds byte `at`, or the last one before it.
    pub fn line_at(&self, at: usize) -> Option<&Line> {
        let after = self.lines.partition_point(|line| line.span.start <= at);
        after.checked_sub(1).map(|index| &self.lines[index])
    }
}

/// Builds a [`Source`] line by line.
///
/// Text is normalised to NFC on the way in; the builder alone decides where
/// separators go, so that every importer prints tables the same way.
#[derive(Debug, Default)]
pub struct SourceBuilder {
    text: String,
    lines: Vec<Line>,
    paragraphs: u32,
}

impl SourceBuilder {
    /// Adds one line and returns its span. Line feeds and tabs inside become spaces.
    ///
    /// `place.paragraph` is filled in when it is 0. The spans in `look` are
    /// relative to the start of `content` as given and are moved to the source.
    pub fn line(&mut self, content: &str, mut place: Place, mut look: Look) -> Span {
        self.paragraphs += 1;
        if place.paragraph == 0 {
            place.paragraph = self.paragraphs;
        }
        self.separate(place.part);
        let start = self.text.len();
        let breaks = |byte: u8| matches!(byte, b'\n' | b'\r' | b'\t' | 0xb | 0xc);
        let clean = match content.bytes().any(breaks) {
            true => Cow::Owned(content.replace(|c| u8::try_from(c).is_ok_and(breaks), " ")),
            false => Cow::Borrowed(content),
        };
        let composed = is_nfc(&clean);
        match composed {
            true => self.text.push_str(&clean),
            false => self.text.extend(clean.nfc()),
        }
        let text = &self.text;
        // A mark that ends between a letter and its accent takes the accent in.
        let place_of = |at: usize| {
            let before = match clean.get(..at).unwrap_or(&clean) {
                prefix if composed => prefix.len(),
                prefix => nfc_len(prefix),
            };
            let mut rest = start + before..text.len();
            rest.find(|at| text.is_char_boundary(*at))
                .unwrap_or(text.len())
        };
        let moved = |span: &Span| Span::new(place_of(span.start), place_of(span.end));
        look.italics = look.italics.iter().map(moved).collect();
        look.bolds = look.bolds.iter().map(moved).collect();
        look.label = match clean.get(..look.label) {
            Some(_) => place_of(look.label) - start,
            None => 0,
        };
        let span = Span::new(start, self.text.len());
        self.lines.push(Line { span, place, look });
        span
    }

    /// The finished source; the text ends with a line feed unless it is empty.
    pub fn finish(mut self, origin: Origin) -> Source {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        Source {
            text: self.text,
            lines: self.lines,
            origin,
        }
    }

    /// Writes what stands between the last line and a line of `next`.
    fn separate(&mut self, next: Part) {
        let Some(last) = self.lines.last() else {
            return;
        };
        match (last.place.part, next) {
            (Part::Cell(left), Part::Cell(right))
                if left.table == right.table
                    && left.row == right.row
                    && left.column != right.column =>
            {
                self.text.push('\t');
            }
            _ => self.text.push('\n'),
        }
    }
}

fn nfc_len(text: &str) -> usize {
    if is_nfc(text) {
        text.len()
    } else {
        text.nfc().map(char::len_utf8).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u32) -> Place {
        let cell = Cell {
            table: 1,
            row,
            column,
            width: 1,
            continues: false,
        };
        Place {
            part: Part::Cell(cell),
            ..Place::default()
        }
    }

    #[test]
    fn a_table_prints_cells_by_tab_and_rows_by_line() {
        let mut builder = SourceBuilder::default();
        for (content, place) in [
            ("UBND TỈNH", cell(0, 0)),
            ("SỞ NỘI VỤ", cell(0, 0)),
            ("CỘNG HÒA", cell(0, 1)),
            ("Số: 1", cell(1, 0)),
        ] {
            builder.line(content, place, Look::default());
        }
        let source = builder.finish(Origin::default());
        assert_eq!(source.text(), "UBND TỈNH\nSỞ NỘI VỤ\tCỘNG HÒA\nSố: 1\n");
        assert_eq!(source.slice(source.lines()[2].span), "CỘNG HÒA");
    }

    #[test]
    fn text_becomes_nfc_and_marks_follow() {
        let mut builder = SourceBuilder::default();
        let decomposed = "Hoa\u{300} bi\u{300}nh";
        let italics = vec![Span::new("Hoa\u{300} ".len(), decomposed.len())];
        builder.line(
            decomposed,
            Place::default(),
            Look {
                italics,
                ..Look::default()
            },
        );
        let source = builder.finish(Origin::default());
        assert_eq!(source.text(), "Hoà bình\n");
        assert_eq!(source.slice(source.lines()[0].look.italics[0]), "bình");
    }

    #[test]
    fn a_mark_between_a_letter_and_its_accent_takes_both() {
        let mut builder = SourceBuilder::default();
        let look = Look {
            bolds: vec![Span::new(0, "Ho".len())],
            ..Look::default()
        };
        builder.line("Ho\u{300}a", Place::default(), look);
        let source = builder.finish(Origin::default());
        assert_eq!(source.slice(source.lines()[0].look.bolds[0]), "Hò");
    }
}
