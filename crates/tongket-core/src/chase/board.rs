//! Every report of a campaign at an instant: where it stands, whether it is late.
//!
//! Nothing here is written down anywhere: it is counted from what happened,
//! whenever somebody asks. A report that says "nothing to report" was sent
//! like any other; it is not missing.

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_reader::calendar::Calendar;

use crate::exchange::{History, Progress, Status, Timing};

/// Days ahead of its day on which a report is said to fall due soon.
pub const SOON: i32 = 7;

/// A report that a unit owes, with everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Id of the duty.
    pub duty: String,
    /// Id of the unit.
    pub unit: String,
    /// What happened.
    pub history: History,
}

impl Owed {
    /// Where it stands at an instant.
    pub fn progress(&self, now: Timestamp) -> Progress {
        self.history.progress(now, SOON)
    }
}

/// Reports counted by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    by_status: [usize; Status::ALL.len()],
    /// Those that are owed and whose day has passed.
    pub late: usize,
    /// Those that are owed and fall due in a few days.
    pub soon: usize,
    /// Those whose first version was sent after their day.
    pub sent_late: usize,
}

impl Count {
    /// Counts one report more.
    pub fn add(&mut self, progress: &Progress) {
        self.by_status[progress.status as usize] += 1;
        self.sent_late += usize::from(progress.late_at_first);
        match progress.timing {
            Timing::Late(_) => self.late += 1,
            Timing::DueSoon(_) => self.soon += 1,
            Timing::DoneLate(_)
            | Timing::NoDate
            | Timing::Ahead(_)
            | Timing::Done
            | Timing::DoneEarly
            | Timing::DoneOnTime => {}
        }
    }

    /// How many stand there.
    pub fn of(&self, status: Status) -> usize {
        self.by_status[status as usize]
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.by_status.iter().sum()
    }

    /// How many are with the receiver: sent, received or accepted, and not sent back.
    pub fn in_hand(&self) -> usize {
        let with_receiver = Status::ALL.into_iter().filter(|at| at.is_with_receiver());
        with_receiver.map(|at| self.of(at)).sum()
    }
}

impl Extend<Count> for Count {
    fn extend<I: IntoIterator<Item = Count>>(&mut self, counts: I) {
        for count in counts {
            for (sum, one) in self.by_status.iter_mut().zip(count.by_status) {
                *sum += one;
            }
            self.late += count.late;
            self.soon += count.soon;
            self.sent_late += count.sent_late;
        }
    }
}

/// The last working day before today: what came since its morning is new to somebody who
/// comes to work today.
pub fn last_workday(today: Date, calendar: &Calendar) -> Date {
    let yesterday = today.yesterday().unwrap_or(today);
    calendar.last_working_day(yesterday)
}

/// A report that is late at an instant: owed, its day passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late<'o> {
    /// Which report.
    pub owed: &'o Owed,
    /// The day that has passed.
    pub due: Date,
    /// How many days ago.
    pub days: i32,
    /// Where it stands.
    pub status: Status,
}

/// The reports that are late at an instant, in the order in which they came.
///
/// What was sent after its day is not among them: nobody is urged to send what
/// he has sent.
pub fn late<'o>(
    owed: impl IntoIterator<Item = &'o Owed>,
    now: Timestamp,
) -> impl Iterator<Item = Late<'o>> {
    owed.into_iter().filter_map(move |owed| {
        let progress = owed.progress(now);
        match (progress.timing, progress.due) {
            (Timing::Late(days), Some(due)) => Some(Late {
                owed,
                due,
                days,
                status: progress.status,
            }),
            _ => None,
        }
    })
}
