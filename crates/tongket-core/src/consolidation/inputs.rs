//! What is put together: the outline, who owes a report, and the reports as they answer it.

use jiff::civil::Date;

use tongket_reader::Span;
use tongket_reader::plan::{Outline, Period};
use tongket_reader::report::{Passage, Report};

use super::Place;
use crate::report::{Alignment, AnswerState, Conflict};
use crate::unit::UnitId;

/// Everything that a consolidation is made from.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    /// The outline that the plan asks units to report on.
    pub outline: &'a Outline,
    /// The text of the plan; wording that it obliges units to repeat is no copy.
    pub plan_text: &'a str,
    /// The years under review, where the plan says.
    pub period: Option<Period>,
    /// The day as of which names and documents are judged: the day the plan was issued, or today.
    pub as_of: Date,
    /// Who owes a report, in the order in which units are to be listed.
    pub units: &'a [Owing],
    /// One report a unit, in the order of `units`; units without one are missing.
    pub reports: &'a [Reported<'a>],
    /// Files whose sender is unknown or in doubt.
    pub senders: &'a [Sender],
}

impl Inputs<'_> {
    /// The name of a unit that owes a report, empty for any other.
    pub fn name(&self, unit: UnitId) -> &str {
        let owing = self.units.iter().find(|owing| owing.unit == unit);
        owing.map_or("", |owing| &owing.name)
    }
}

/// A file whose sender is unknown or in doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Sender {
    /// Index of the file among the files of the run.
    pub file: usize,
    /// The name of the file.
    pub file_name: String,
    /// Where it names its sender; empty where it does not.
    pub span: Span,
    /// The unit that it was taken for.
    pub unit: Option<UnitId>,
    /// The name that it gives itself.
    pub name: Option<String>,
    /// Names of units that it may mean.
    pub candidates: Vec<String>,
    /// Whether its text can be read at all.
    pub readable: bool,
    /// What does not agree about the sender.
    pub conflicts: Vec<Conflict>,
}

impl Sender {
    /// Where it names its sender.
    pub fn place(&self) -> Place {
        let unit = self.unit.unwrap_or(UnitId::OUTSIDE);
        Place {
            unit,
            file: self.file,
            span: self.span,
        }
    }
}

/// A unit that owes a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    /// Its number in the directory.
    pub unit: UnitId,
    /// Its name as the directory writes it.
    pub name: String,
    /// Other names by which texts may call it.
    pub other_names: Vec<String>,
}

/// One report, aligned to the outline.
#[derive(Debug, Clone)]
pub struct Reported<'a> {
    /// Whose it is.
    pub unit: UnitId,
    /// Index of the file among the files of the run.
    pub file: usize,
    /// The text that every span points into.
    pub text: &'a str,
    /// The years that its title names, and where.
    pub period: Option<(Period, Span)>,
    /// Where it begins: its first heading.
    pub beginning: Span,
    /// What it says on each outline item, headings and content items alike.
    pub answers: Vec<Answer<'a>>,
    /// Text that no outline item took.
    pub unplaced: Vec<Span>,
}

/// What a report says on one outline item.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// Id of the outline item.
    pub item: &'a str,
    /// Whether it is answered, by text of its own or of items below it.
    pub state: AnswerState,
    /// The passages that answer it.
    pub passages: Vec<&'a Passage>,
}

impl<'a> Reported<'a> {
    /// A report as it was aligned.
    pub fn aligned(
        unit: UnitId,
        file: usize,
        text: &'a str,
        report: &Report,
        alignment: &'a Alignment<'a>,
    ) -> Self {
        let answers = alignment.answers.iter().map(|answer| Answer {
            item: &answer.outline,
            state: answer.state,
            passages: answer
                .passages
                .iter()
                .map(|placed| placed.passage.as_ref())
                .collect(),
        });
        let (period, first) = (report.document.period.as_ref(), report.parts.first());
        let unplaced = alignment.unplaced.iter().map(|placed| placed.passage.span);
        Reported {
            unit,
            file,
            text,
            period: period.map(|own| (own.value, own.span)),
            beginning: first.map_or(Span::default(), |heading| heading.span),
            answers: answers.collect(),
            unplaced: unplaced.collect(),
        }
    }
}
