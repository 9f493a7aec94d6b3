//! Indicators over the years: what the accepted reports say, unit by unit, across reorganisations.
//!
//! A series is one indicator of a figure table in the years that the table
//! asks for. Every value keeps the cells it comes from. A unit that ended goes
//! on in those who took over from it; sums are made only where adding is
//! right; what is missing is a gap, and a gap is no nought.

mod annual;
mod document;
mod ground;
mod reckoning;
mod subject;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use crate::unit::UnitId;

pub use annual::{
    APPORTIONED, Annual, AnnualCell, AnnualIndicator, AnnualRow, AnnualSource, AnnualTotal,
    HOW_APPORTIONED,
};
pub use ground::{Answer, Cells, Ground};
pub use reckoning::{Change, LikeForLike, NoTotal, Spread, Total};
pub use subject::{Basis, Point, Subject, subjects};

/// One indicator over the years, a row a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What is counted, and when.
    pub subject: Subject,
    /// The units, each with a cell a point.
    pub rows: Vec<Row>,
    /// Units that never said anything, where they have no rows.
    pub silent: Vec<UnitId>,
}

/// A unit in a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The unit as it stands, or one that ended and whose figures nobody could take over.
    pub unit: UnitId,
    /// In what it is counted, where that is not what the table asks for now.
    pub measure: Option<String>,
    /// Why it stands here.
    pub kind: RowKind,
    /// The units of which it came and that reported or owe a report, itself left out.
    pub forebears: Vec<UnitId>,
    /// A cell a point, in the order of the points.
    pub cells: Vec<Cell>,
}

/// Why a row stands in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// The unit stands.
    Standing,
    /// The unit was dissolved and nobody took over.
    Dissolved,
    /// A ratio of a unit that went into others: it cannot be added to theirs.
    Beside(Vec<UnitId>),
}

/// What a unit has in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The value; `None` where there is none.
    pub value: Option<Decimal>,
    /// What there is instead of a value, or how whole it is.
    pub sign: Sign,
    /// The reported cells that make the value.
    pub contributions: Vec<Contribution>,
    /// Reported cells that do not count, because a later report speaks for their unit too.
    pub aside: Vec<Contribution>,
    /// Units that went into this one and whose figure is not there.
    pub missing: Vec<UnitId>,
}

impl Cell {
    /// Whether it counts a share of what a unit reported that was split since.
    pub fn is_apportioned(&self) -> bool {
        self.contributions.iter().any(|it| it.part != it.value)
    }
}

/// How it is with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The value is whole.
    Given,
    /// The value lacks the figure of a unit that went into this one.
    Part,
    /// The unit said that there is nothing to report.
    Nil,
    /// The unit reported and left the cell empty.
    Gap,
    /// No report of the unit was accepted.
    Unreported,
    /// The figure stands in a row beside: in another unit of measure, or under the old unit's name.
    Beside,
    /// The parts make a number too large to be kept exactly.
    TooLarge,
}

/// One reported cell, and what part of it counts here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The unit that reported it.
    pub unit: UnitId,
    /// Id of the accepted version.
    pub submission: String,
    /// Key of the column.
    pub column: String,
    /// The figure as it was reported.
    pub value: Decimal,
    /// What of it counts here: all of it, or a share where its unit was split.
    pub part: Decimal,
}
