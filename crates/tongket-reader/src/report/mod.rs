//! A report as it was read: whose it is, which version, and its text by heading.
//!
//! A report answers an outline but rarely keeps its labels. Reading only says
//! what stands under which heading; which outline item a heading answers is
//! decided downstream, with the outline at hand.

pub mod read;
mod revision;
mod table;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::Serialize;

use crate::plan::{Document, Period};
use crate::span::Span;

/// One report of one unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Letterhead, subject, citations and signature.
    pub document: Document,
    /// Words that tell its version: "bổ sung", "thay thế Báo cáo số …", "lần 2".
    pub revision: Option<Revision>,
    /// The years it says it covers.
    pub period: Option<Period>,
    /// Its body as a tree of headings.
    pub parts: Vec<Heading>,
    /// The text before the first heading, after the letterhead: citations, the opening sentence.
    pub preamble: Vec<Passage>,
}

/// What a report says about replacing an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// The phrase as written.
    pub text: String,
    /// Code of the report it replaces, where it says so.
    pub replaces: Option<String>,
    /// Date of the report it replaces, where it says so.
    pub replaces_date: Option<Date>,
    /// "lần 2" → 2.
    pub ordinal: Option<u32>,
    /// The phrase.
    pub span: Span,
}

/// A heading of a report with the text below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heading {
    /// Label as written: "a)"; empty where there is none.
    pub label: String,
    /// The heading's text without its label.
    pub title: String,
    /// Depth, from 1.
    pub level: u8,
    /// The heading line.
    pub span: Span,
    /// Text directly below it, before any deeper heading.
    pub passages: Vec<Passage>,
    /// Deeper headings.
    pub children: Vec<Heading>,
}

/// A paragraph or a table of a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Bullet or label at its start: "-", "+", "(1)"; empty for plain text.
    pub label: String,
    /// The passage without its label.
    pub span: Span,
    /// Its sentences, or nothing for a table.
    pub sentences: Vec<Span>,
    /// The table it is, where it is one.
    pub table: Option<Table>,
}

/// A table with its header row found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// The line above the table that names it, where there is one.
    pub caption: Option<Span>,
    /// The unit of measure of all its figures, where the caption or the column of names says one: "triệu đồng".
    pub unit: Option<String>,
    /// Header texts by column, joined over the header rows.
    pub header: Vec<String>,
    /// The rows below the header; each cell by column, empty where the cell is.
    pub rows: Vec<Vec<TableCell>>,
}

/// One cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TableCell {
    /// Its text, its paragraphs joined by a space.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Heading {
    /// This heading and all below it, parents first.
    pub fn walk(&self) -> Vec<&Heading> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.walk());
        }
        all
    }
}
