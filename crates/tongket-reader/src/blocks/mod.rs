//! Paragraphs put together from lines, with their labels and tables.
//!
//! A converter or a PDF breaks lines where the page ended; a label may stand
//! alone on its line; a table comes as cells. A [`Flow`] is the source with
//! that put right: blocks in reading order over a text of the same length, in
//! which every line break inside a paragraph is a space. Spans therefore mean
//! the same in the flow and in the source.

use crate::source::{Look, Part};
use crate::span::Span;

/// A source as a run of blocks.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// The source's text, byte for byte, but for line breaks inside a paragraph, which are spaces.
    pub text: String,
    /// Its blocks in order; they do not overlap, and every letter of the source is in one.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub struct Block {
    /// All of it, its label included.
    pub span: Span,
    /// The label at its start, where there is one.
    pub label: Option<Label>,
    /// What stands after the label.
    pub content: Span,
    /// How its first line looked.
    pub look: Look,
    /// The part of the file it stands in (of a table: the running text).
    pub part: Part,
    /// The rows where it is a table.
    pub table: Option<TableBlock>,
}

/// A table as it stands: rows of cells, header not yet told from body.
#[derive(Debug, Clone, Default)]
pub struct TableBlock {
    /// Rows in order.
    pub rows: Vec<Vec<CellBlock>>,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct CellBlock {
    /// Grid column where it begins, from 0.
    pub column: usize,
    /// How many grid columns it covers.
    pub width: usize,
    /// Whether it continues the cell above.
    pub continues: bool,
    /// All of its text; may hold several paragraphs.
    pub span: Span,
}

/// A label at the start of a paragraph: "Phần I", "II.", "1.2.", "a)", "đ)", "-", "+", "Điều 3.".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As written.
    pub span: Span,
    /// What kind of numbering it belongs to.
    pub style: LabelStyle,
    /// Its ordinal from 1 (II → 2, đ → 5), 0 for bullets.
    pub ordinal: u32,
}

/// Kinds of numbering, from the outermost inwards where a document uses them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelStyle {
    /// "Phần I", "PHẦN THỨ NHẤT".
    Part,
    /// "Chương II".
    Chapter,
    /// "Mục 1".
    Division,
    /// "A.".
    Capital,
    /// "I.", "II-".
    Roman,
    /// "Điều 1.".
    Article,
    /// "1.", "1)".
    Arabic,
    /// "1.1.", "2.3.1"; holds how many numbers it has.
    Decimal(u8),
    /// "a)", "đ)", "a.".
    Letter,
    /// "(1)", "(i)", "(a)".
    Bracket,
    /// "-", "–".
    Dash,
    /// "+".
    Plus,
    /// "*", "•", "o".
    Star,
}
