//! Whom the urging letter names: exactly those who are late at its instant.
//!
//! The letter counts the units whose day has passed; one whose day is still to
//! come is neither praised nor urged, though it may have sent. Where all who
//! are late had one day, the letter speaks of that day, and counts those who
//! had it too.

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_reader::Span;
use tongket_reader::plan::{Deadline, DeadlineKind, Order};

use super::board::Owed;
use crate::exchange::{Status, Timing};
use crate::issue::{UnitStanding, UnitState};
use crate::moment;
use crate::unit::UnitId;

/// A report with what the letter says of it.
#[derive(Debug, Clone, Copy)]
pub struct Addressed<'o> {
    /// The report.
    pub owed: &'o Owed,
    /// Name of its unit, as it is to be written.
    pub name: &'o str,
    /// The deadline as the plan words it; may be empty.
    pub deadline: &'o str,
    /// Whether it is ordered, or only asked for.
    pub order: Order,
}

/// A unit as the letter sees it, with the reports for which it is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Urged {
    /// Id of the unit.
    pub unit: String,
    /// For the letter: missing where it is urged, received otherwise.
    pub standing: UnitStanding,
    /// Ids of the duties whose reports are late.
    pub duties: Vec<String>,
    /// The earliest day that has passed.
    pub due: Option<Date>,
    /// The most days by which one of them is late.
    pub days: i32,
    /// Whether one of them was sent and came back.
    pub returned: bool,
    /// The days of those that the receiver has.
    sent: Vec<Date>,
}

impl Urged {
    /// Whether the letter urges it.
    pub fn is_late(&self) -> bool {
        !self.duties.is_empty()
    }
}

/// The units of a campaign as a letter of this instant sees them, each once, in the order given.
pub fn urged<'o>(reports: impl IntoIterator<Item = Addressed<'o>>, now: Timestamp) -> Vec<Urged> {
    let mut units: Vec<Urged> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for report in reports {
        let progress = report.owed.progress(now);
        let has_passed = |due: Date| moment::day_of(now) > due;
        let late = match progress.timing {
            Timing::Late(days) => Some(days),
            _ if progress.status.is_with_receiver() && progress.due.is_some_and(has_passed) => None,
            _ => continue,
        };
        let at = *places.entry(report.owed.unit.as_str()).or_insert_with(|| {
            units.push(received(&report, units.len()));
            units.len() - 1
        });
        match (late, progress.due) {
            (Some(days), Some(due)) => units[at].take(&report, progress.status, due, days),
            (None, due) => units[at].sent.extend(due),
            (Some(_), None) => {}
        }
    }
    let mut late = units.iter().filter(|unit| unit.is_late());
    let day = late.next().and_then(|first| first.due);
    let is_shared = late.all(|other| other.due == day);
    if let Some(day) = day.filter(|_| is_shared) {
        units.retain(|unit| unit.is_late() || unit.sent.contains(&day));
    }
    units
}

fn received(report: &Addressed<'_>, number: usize) -> Urged {
    Urged {
        unit: report.owed.unit.clone(),
        standing: UnitStanding {
            id: UnitId(u32::try_from(number).unwrap_or(u32::MAX)),
            name: report.name.to_owned(),
            state: UnitState::Received,
            file: None,
            deadline: None,
            note: None,
            order: Order::Request,
        },
        duties: Vec::new(),
        due: None,
        days: 0,
        returned: false,
        sent: Vec::new(),
    }
}

impl Urged {
    /// One more late report of this unit.
    fn take(&mut self, report: &Addressed<'_>, status: Status, due: Date, days: i32) {
        self.standing.state = UnitState::Missing;
        if report.order == Order::Assign {
            self.standing.order = Order::Assign;
        }
        self.duties.push(report.owed.duty.clone());
        self.days = self.days.max(days);
        self.returned |= status == Status::Returned;
        if self.returned {
            self.standing.note = Some("đã bị trả lại, chưa gửi lại".to_owned());
        }
        if self.due.is_none_or(|known| due < known) {
            self.due = Some(due);
            self.standing.deadline = Some(deadline(report, due));
        }
    }
}

/// The plan's words where its day is still the one in force, the day in words otherwise.
fn deadline(report: &Addressed<'_>, due: Date) -> Deadline {
    let as_planned = report.owed.history.due == Some(due) && !report.deadline.trim().is_empty();
    Deadline {
        kind: DeadlineKind::Before,
        text: match as_planned {
            true => report.deadline.trim().to_owned(),
            false => format!("chậm nhất ngày {}", moment::day(due).vi),
        },
        date: Some(due),
        due: Some(due),
        span: Span::default(),
    }
}
