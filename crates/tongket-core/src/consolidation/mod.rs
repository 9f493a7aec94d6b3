//! Many reports put together on one outline, every value with its sources.
//!
//! A [`Consolidation`] follows the outline's order. Each section states its
//! coverage, its figures with their contributions, and its statements with the
//! units that make them. Nothing of a report is dropped: text that no outline
//! item took stands in [`Consolidation::unplaced`].

mod coverage;
mod figure;
mod inputs;
mod measure;
mod movement;
mod standing;
mod statement;
mod understood;

use rust_decimal::Decimal;
use serde::Serialize;

use tongket_reader::Span;

use crate::review::evidence::Evidence;
use crate::review::{self, Finding};
use crate::threads::both;
use crate::unit::UnitId;

pub(crate) use measure::{reviewed, worded};

pub use inputs::{Answer, Inputs, Owing, Reported, Sender};
pub use movement::{Course, Movement, Taking};
pub use standing::{Change, Frame, Kept, Standing, Together};
pub use understood::Understood;

/// Puts the reports together on the outline and says what does not add up.
pub fn consolidate(inputs: &Inputs<'_>) -> Consolidation {
    let evidence = Evidence::gather(inputs);
    let grouped = figure::group(&evidence);
    let (statements, findings) = both(
        || statement::group(&evidence, &grouped.told),
        || review::check(&evidence, &grouped.sections),
    );
    let sections = evidence.sections.iter().enumerate();
    let sections = sections
        .zip(grouped.sections.into_iter().zip(statements))
        .map(
            |((index, section), (figures, statements))| ConsolidatedSection {
                outline: section.item.id.clone(),
                label: section.item.label.clone(),
                title: section.item.title.clone(),
                level: section.item.level,
                coverage: coverage::of(&evidence, index),
                figures,
                statements,
            },
        )
        .collect();
    Consolidation {
        sections,
        findings,
        unplaced: unplaced(&evidence),
    }
}

fn unplaced(evidence: &Evidence<'_>) -> Vec<Place> {
    let readings = evidence.readings.iter();
    let places = readings.flat_map(|reading| {
        let spans = reading.reported.unplaced.iter();
        spans.map(|&span| reading.place(span))
    });
    places.collect()
}

/// A place in one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Whose report.
    pub unit: UnitId,
    /// Index of the file among the files of the run.
    pub file: usize,
    /// Where in that file's text.
    pub span: Span,
}

/// A value together with the report places it was made from; there is always at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced<T> {
    value: T,
    places: Vec<Place>,
}

impl<T> Sourced<T> {
    /// Ties a value to its sources; `None` where there are none.
    pub fn new(value: T, places: Vec<Place>) -> Option<Self> {
        (!places.is_empty()).then_some(Sourced { value, places })
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The report places it came from, at least one.
    pub fn places(&self) -> &[Place] {
        &self.places
    }
}

/// Everything that came out of putting the reports together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Consolidation {
    /// One entry per outline item that is a heading, in the outline's order.
    pub sections: Vec<ConsolidatedSection>,
    /// What does not add up.
    pub findings: Vec<Finding>,
    /// Report text that no outline item took.
    pub unplaced: Vec<Place>,
}

/// One outline item over all units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConsolidatedSection {
    /// Id of the outline item: "II.3.a".
    pub outline: String,
    /// Its label as written.
    pub label: String,
    /// Its title.
    pub title: String,
    /// Depth, from 1.
    pub level: u8,
    /// Who answered it.
    pub coverage: Coverage,
    /// Like measures put together.
    pub figures: Vec<FigureGroup>,
    /// What units say, near-equal statements together, in the outline's order.
    pub statements: Vec<Statement>,
}

/// Who answered an outline item. The three lists are disjoint; only units that reported are in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many units owe an answer, whether they reported or not.
    pub of: usize,
    /// Those who wrote something.
    pub answered: Vec<UnitId>,
    /// Those who said that there is nothing to report.
    pub nil: Vec<UnitId>,
    /// Those who said nothing, by leaving it out or by not reporting at all.
    pub missing: Vec<UnitId>,
}

/// One measure over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureGroup {
    /// What is counted: "tổ tự quản đường biên".
    pub measure: String,
    /// In what: "tổ"; empty for bare numbers.
    pub unit_of_measure: String,
    /// The time it speaks of where that is not the period under review: "năm 2016", "lũy kế".
    pub period: Option<String>,
    /// The total where adding is right.
    pub total: Option<Decimal>,
    /// How the contributions belong together.
    pub aggregation: Aggregation,
    /// Whether any contribution is approximate ("hơn", "khoảng").
    pub approximate: bool,
    /// Each unit's figure with its place.
    pub contributions: Vec<Contribution>,
}

impl FigureGroup {
    /// What is counted, with its time: "tổ tự quản (năm 2016)"; the unit of measure for bare numbers.
    pub fn name(&self) -> String {
        let measure = match self.measure.trim() {
            "" => self.unit_of_measure.as_str(),
            measure => measure,
        };
        let words: Vec<&str> = measure.split_whitespace().collect();
        match &self.period {
            Some(period) => format!("{} ({period})", words.join(" ")),
            None => words.join(" "),
        }
    }

    /// The units that contribute, each once.
    pub fn units(&self) -> Vec<UnitId> {
        let places = self.contributions.iter().flat_map(|it| it.value.places());
        let mut units: Vec<UnitId> = places.map(|place| place.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}

/// How the contributions to one measure belong together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// Added up.
    #[default]
    Sum,
    /// Listed side by side: ratios, percentages, cumulative beside yearly figures, mixed periods.
    List,
}

/// What one unit contributes to one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The value with its place.
    pub value: Sourced<Decimal>,
    /// The words it was read from.
    pub text: String,
    /// Whether the report says that it is approximate.
    pub approximate: bool,
    /// The denominator of a ratio ("08/09 thôn" → 9).
    pub denominator: Option<Decimal>,
}

/// What reports say in a section that stands in no statement of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apart {
    /// Sentences that say nothing beyond figures that were put together.
    pub figures: Vec<Place>,
    /// Sentences that say that there is nothing to report.
    pub nil: Vec<Place>,
    /// Tables whose figures were put together, each by the first of them.
    pub tables: Vec<Place>,
}

/// A statement that one or more units make.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The text of one of them, with all its sources.
    pub text: Sourced<String>,
}
