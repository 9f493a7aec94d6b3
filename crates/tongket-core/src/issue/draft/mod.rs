//! The draft of a consolidated document, while people write on it.
//!
//! A section of the draft is the HTML of the writing box. What came from
//! reports stands in it as *pieces*, each in a `<span data-piece="key">`: a
//! sentence, a figure, a cell, or the words that frame them. Beside the HTML
//! the pieces are kept with their sources: which unit, which version of its
//! report, where, in which words. Text outside every piece is the drafter's
//! own. People move sentences from one section to another: such a piece still
//! belongs to the section in which it is composed ([`moved`]).
//!
//! [`compose`] makes a section from what was put together; [`refresh`] brings
//! a section that people have edited up to date with its sources and never
//! loses an edit; [`document`] makes an issued document from the sections as
//! they were edited, every mark with its source.

pub mod compose;
pub mod document;
pub mod moved;
pub mod refresh;

mod continuing;
mod differing;
mod markup;
mod table;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use compose::{Fresh, Line, Material, RowSum, Shape, TableSum, compose};
pub use markup::{Run, escaped, only_pieces, runs, without_pieces};
pub use moved::{Elsewhere, Guest, guests};
pub use refresh::{Answer, Refreshed, answer, first, refresh};

/// A piece of the draft that came from reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// By what the draft's text names it; stays the same as long as the draft lives.
    pub key: String,
    /// The line in which it is composed; a piece whose line changes moves.
    pub line: String,
    /// What sort of piece it is.
    pub kind: Kind,
    /// What it says by its sources.
    pub text: String,
    /// Where it came from; a frame may have none.
    pub sources: Vec<Source>,
    /// What happened at its sources that nobody has looked at yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
}

/// The sorts of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words that the program puts around others: "- Xã Vân Khê:", the names of rows.
    Frame,
    /// What one or several units say.
    Sentence,
    /// A figure read from texts: a total, or values side by side.
    Figure,
    /// A cell of a figure table.
    Cell,
}

/// A place in a report that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Id of the unit.
    pub unit: String,
    /// Id of the report.
    pub report: String,
    /// Id of the version.
    pub submission: String,
    /// Which version of the report that is.
    pub ordinal: u32,
    /// Id of the outline item.
    pub item: String,
    /// The words as they stand there; of a cell, its value.
    pub words: String,
    /// The cell of a figure table, where it is one: indicator and period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<(String, String)>,
    /// What it adds to a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// In what that is counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
}

/// What happened at the sources of a piece.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// What the draft did about it.
    pub kind: NewsKind,
    /// What the sources said before, where they said anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
}

/// What a piece was by its sources when somebody last looked at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Its text.
    pub text: String,
    /// Its sources.
    pub sources: Vec<Source>,
}

/// What the draft did when the sources of a piece changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// It is new, and stands at its place.
    Entered,
    /// It followed: nobody had edited it.
    Followed,
    /// It was edited, and stays with the edit.
    Kept,
    /// Its sources are there no more; it stays until somebody decides.
    Gone,
}

/// What became of one report's part in a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange<'p> {
    /// What it was; `None` where the report had no part before.
    pub before: Option<&'p Source>,
    /// What it is; `None` where it has no part any more.
    pub after: Option<&'p Source>,
}

impl Source {
    /// Whether two sources say the same at the same place of the same report, in whichever version.
    pub fn says_the_same(&self, other: &Source) -> bool {
        self.report == other.report
            && self.item == other.item
            && self.words == other.words
            && self.cell == other.cell
            && self.value == other.value
            && self.measure == other.measure
    }
}

impl Piece {
    /// The sum of what its sources add.
    pub fn sum(&self) -> Option<Decimal> {
        let add = |sum: Decimal, source: &Source| sum.checked_add(source.value?);
        self.sources.iter().try_fold(Decimal::ZERO, add)
    }

    /// Whose part in it changed since somebody last looked at it, in the order of the sources.
    pub fn changes(&self) -> Vec<SourceChange<'_>> {
        let Some(news) = &self.news else {
            return Vec::new();
        };
        let before: &[Source] = news.before.as_ref().map_or(&[], |before| &before.sources);
        let now: &[Source] = match news.kind {
            NewsKind::Gone => &[],
            _ => &self.sources,
        };
        let partner = |source: &Source, others: &'_ [Source]| {
            others
                .iter()
                .position(|other| other.report == source.report)
        };
        let same = |source: &Source, others: &[Source]| {
            others.iter().any(|other| other.says_the_same(source))
        };
        let mut changes: Vec<SourceChange<'_>> = now
            .iter()
            .filter(|source| !same(source, before))
            .map(|source| SourceChange {
                before: partner(source, before).map(|at| &before[at]),
                after: Some(source),
            })
            .collect();
        let lost = before.iter().filter(|source| !same(source, now));
        let lost = lost.filter(|source| partner(source, now).is_none());
        changes.extend(lost.map(|source| SourceChange {
            before: Some(source),
            after: None,
        }));
        changes
    }
}
