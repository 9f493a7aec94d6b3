//! Days on which something happens, apart from days on which something falls due.
//!
//! A ceremony at which the report is read, a conference at which awards are
//! handed over: they stand in the calendar beside the deadlines and bind
//! nobody to hand in anything.

use jiff::civil::Date;
use tongket_reader::Span;
use tongket_reader::plan::{Event, Task};

use super::duty::Proposal;

/// A day on which something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// "E01", "E02", … in the order of the text; the caller's where it was added by hand.
    pub id: String,
    /// What happens.
    pub title: String,
    /// On which day, where one is given.
    pub day: Option<Date>,
    /// The phrase that gives the day.
    pub as_written: String,
    /// The tasks whose text speaks of it: a report that is read at the ceremony.
    pub tasks: Vec<String>,
    /// The sentence it was read from; `None` where it was added by hand.
    pub span: Option<Span>,
}

/// One line of a campaign's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarEntry<'p> {
    /// Something falls due.
    Deadline {
        /// The last day in time.
        day: Date,
        /// The tasks that fall due, in the order of the plan.
        tasks: Vec<&'p str>,
    },
    /// Something happens.
    Occasion(&'p Occasion),
}

/// The occasions of a plan, with the tasks that speak of each.
pub(super) fn occasions(events: &[Event], tasks: &[Task]) -> Vec<Occasion> {
    let numbered = events.iter().enumerate();
    numbered
        .map(|(index, event)| Occasion {
            id: format!("E{:02}", index + 1),
            title: event.title.clone(),
            day: event.date,
            as_written: event.text.clone(),
            tasks: tasks
                .iter()
                .filter(|task| task.span.overlaps(event.span))
                .map(|task| task.id.clone())
                .collect(),
            span: Some(event.span),
        })
        .collect()
}

impl Proposal {
    /// Deadlines and occasions by day, a deadline before an occasion of the same day.
    ///
    /// What has no day is not in the calendar.
    pub fn calendar(&self) -> Vec<CalendarEntry<'_>> {
        let mut days: Vec<Date> = self.tasks.iter().filter_map(|task| task.due.day).collect();
        days.sort_unstable();
        days.dedup();
        let due_on = |day: Date| CalendarEntry::Deadline {
            day,
            tasks: self
                .tasks
                .iter()
                .filter(|task| task.due.day == Some(day))
                .map(|task| task.id.as_str())
                .collect(),
        };
        let mut entries: Vec<CalendarEntry<'_>> = days.into_iter().map(due_on).collect();
        let dated = self
            .occasions
            .iter()
            .filter(|occasion| occasion.day.is_some());
        entries.extend(dated.map(CalendarEntry::Occasion));
        entries.sort_by_key(CalendarEntry::day);
        entries
    }
}

impl CalendarEntry<'_> {
    /// Its day.
    pub fn day(&self) -> Option<Date> {
        match self {
            CalendarEntry::Deadline { day, .. } => Some(*day),
            CalendarEntry::Occasion(occasion) => occasion.day,
        }
    }
}
