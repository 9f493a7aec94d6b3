//! Paragraphs put together from lines, with their labels and tables.
//!
//! A converter or a PDF breaks lines where the page ended; a label may stand
//! alone on its line; a table comes as cells. A [`Flow`] is the source with
//! that put right: blocks in reading order over a text of the same length, in
//! which every line break inside a paragraph is a space. Spans therefore mean
//! the same in the flow and in the source.
//!
//! A letterhead or a signature that was laid out in table cells comes as
//! paragraphs, cell by cell, each with the cell it stands in as its `part`.

pub mod anatomy;
pub mod annex;
pub mod heading;
mod join;
pub mod label;
pub mod level;
mod table;
pub mod tree;

use crate::source::{Look, Part, Source};
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
    /// How its first line looked, with the italics and bolds of all its lines.
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
    /// "a1)", "a.1)".
    SubLetter,
    /// "(1)", "(i)", "(a)".
    Bracket,
    /// "-", "–".
    Dash,
    /// "+".
    Plus,
    /// "*", "•", "o".
    Star,
}

impl LabelStyle {
    /// Whether it only sets an item off, without counting.
    pub fn is_bullet(self) -> bool {
        matches!(self, LabelStyle::Dash | LabelStyle::Plus | LabelStyle::Star)
    }
}

impl Flow {
    /// Puts the lines of a source together.
    pub fn of(source: &Source) -> Flow {
        let blocks = table::blocks(source);
        let text = with_spaces(source.text(), &blocks);
        Flow { text, blocks }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The text of a block without its label.
    pub fn content(&self, block: &Block) -> &str {
        self.slice(block.content)
    }

    /// The label of a block as written; empty where it has none.
    pub fn label(&self, block: &Block) -> &str {
        block
            .label
            .as_ref()
            .map_or("", |label| self.slice(label.span))
    }

    /// The blocks that lie inside `span`, in order.
    pub fn within(&self, span: Span) -> &[Block] {
        let from = self
            .blocks
            .partition_point(|block| block.span.start < span.start);
        let to = self
            .blocks
            .partition_point(|block| block.span.end <= span.end);
        self.blocks.get(from..to).unwrap_or_default()
    }
}

impl Block {
    /// A paragraph over `span`, with its label read.
    fn paragraph(text: &str, span: Span, look: Look, part: Part) -> Block {
        let label = label::read(span.slice(text)).map(|found| Label {
            span: found.span.shift(span.start),
            ..found
        });
        let from = label.as_ref().map_or(span.start, |label| label.span.end);
        let content = Span::new(from, span.end).trim(text);
        Block {
            span,
            label,
            content,
            look,
            part,
            table: None,
        }
    }

    /// The style of its label.
    pub fn style(&self) -> Option<LabelStyle> {
        self.label.as_ref().map(|label| label.style)
    }
}

/// The text with the line breaks inside paragraphs made spaces; its length does not change.
fn with_spaces(text: &str, blocks: &[Block]) -> String {
    let mut spaced = String::with_capacity(text.len());
    for block in blocks.iter().filter(|block| block.table.is_none()) {
        spaced.push_str(Span::new(spaced.len(), block.span.start).slice(text));
        spaced.push_str(&block.span.slice(text).replace('\n', " "));
    }
    spaced.push_str(text.get(spaced.len()..).unwrap_or_default());
    spaced
}

#[cfg(test)]
mod tests;
