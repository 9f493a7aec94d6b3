//! The text: headings, paragraphs, items and tables.

use tongket_core::issue::Block;

use super::labels::{Labels, Numbering};
use super::paragraph::{self, Paragraph};
use super::picture;
use super::section;
use super::table;
use super::xml::Xml;

/// The list of the headings, as `numbering.xml` defines it.
pub(super) const HEADINGS: u32 = 1;
/// The list of the dashes.
pub(super) const DASHES: u32 = 2;

/// A run of blocks about to be written.
pub(super) struct Body<'a> {
    blocks: &'a [Block],
    table: &'a str,
    first: u32,
    width: i64,
    annexed: bool,
    closing: bool,
}

impl<'a> Body<'a> {
    /// Blocks with tables of this style, as wide as an upright page, first lines set in so far.
    pub(super) fn new(blocks: &'a [Block], table: &'a str, first: u32) -> Self {
        Body {
            blocks,
            table,
            first,
            width: section::text_width(false),
            annexed: false,
            closing: false,
        }
    }

    /// In an annex of this width, whose headings carry their labels as text: Word would go on
    /// counting from the body.
    pub(super) fn annexed(mut self, width: i64) -> Self {
        self.width = width;
        self.annexed = true;
        self
    }

    /// The last paragraph stays with the signature.
    pub(super) fn closing(mut self) -> Self {
        self.closing = true;
        self
    }

    /// Writes the blocks.
    pub(super) fn write(self, xml: &mut Xml) {
        let counted = if self.annexed { &[] } else { self.blocks };
        let mut numberings = Labels::of(counted).numberings.into_iter();
        for (index, block) in self.blocks.iter().enumerate() {
            let keep = self.closing && index + 1 == self.blocks.len();
            match block {
                Block::Heading { level, label, text } => {
                    let numbering = numberings.next().unwrap_or(Numbering::Written);
                    let first = i64::from(self.first);
                    heading(*level, label, text, (numbering, first), xml);
                }
                Block::Paragraph { text } => {
                    let paragraph = Paragraph::styled("BodyText").keep_next(keep);
                    paragraph.write(xml, |xml| paragraph::text(xml, text));
                }
                Block::Item { level, text } => {
                    let level = level.saturating_sub(1).min(1);
                    let style = if level == 0 {
                        "ListBullet"
                    } else {
                        "ListBullet2"
                    };
                    let paragraph = Paragraph::styled(style).keep_next(keep);
                    paragraph.write(xml, |xml| paragraph::text(xml, text));
                }
                Block::Table(table) => table::lined(table, self.table, self.width, xml),
                Block::Chart(chart) => picture::write(chart, xml),
            }
        }
    }
}

/// A heading numbered by Word, or with its label as text; taken out of its list,
/// it says its first line's indent again, which some programs drop with the list.
fn heading(level: u8, label: &str, text: &str, numbered: (Numbering, i64), xml: &mut Xml) {
    let style = format!("Heading{}", level.clamp(1, 4));
    let paragraph = Paragraph::styled(&style);
    match numbered {
        (Numbering::Automatic, _) => paragraph.write(xml, |xml| paragraph::run(xml, text)),
        (Numbering::Written, first) => {
            let paragraph = paragraph.numbered(0, 0).indented(0, 0, -first);
            paragraph.write(xml, |xml| {
                let label = label.trim();
                let gap = if label.is_empty() { "" } else { " " };
                paragraph::run(xml, &format!("{label}{gap}{text}"));
            });
        }
    }
}
