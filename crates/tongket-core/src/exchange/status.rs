//! Where a report stands, and whether it is in time.
//!
//! Both are computed from its history whenever somebody asks; no row says
//! "late". A day that falls due ends at midnight in Viet Nam. A report that is
//! with the receiver is done, whatever becomes of it; sent back, it is owed
//! again, by the new date if one was given.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::history::{History, Last, Step};
use crate::moment;

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has begun it.
    NotOpened,
    /// It is being written, for the first time or as a correction.
    Drafting,
    /// The leader is to sign it.
    WaitingForSignature,
    /// It was sent and nobody has confirmed it yet.
    Submitted,
    /// The receiver has it.
    Received,
    /// The receiver sent it back.
    Returned,
    /// The receiver accepted it; it is locked.
    Accepted,
}

impl Status {
    /// Every status, in the order of the flow.
    pub const ALL: [Status; 7] = [
        Status::NotOpened,
        Status::Drafting,
        Status::WaitingForSignature,
        Status::Submitted,
        Status::Received,
        Status::Returned,
        Status::Accepted,
    ];

    /// Its name in data and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Status::NotOpened => "not_opened",
            Status::Drafting => "drafting",
            Status::WaitingForSignature => "waiting_for_signature",
            Status::Submitted => "submitted",
            Status::Received => "received",
            Status::Returned => "returned",
            Status::Accepted => "accepted",
        }
    }

    /// Whether the next move is the receiver's, or nobody's.
    pub fn is_with_receiver(self) -> bool {
        matches!(
            self,
            Status::Submitted | Status::Received | Status::Accepted
        )
    }
}

impl History {
    /// Where the report stands.
    ///
    /// A new version that waits for its signature while the last one is with
    /// the receiver leaves the report where the receiver sees it.
    pub fn status(&self) -> Status {
        let waits = self.presented().is_some();
        match (self.at_receiver(), waits, self.opened) {
            (Some(Last::Acceptance), _, _) => Status::Accepted,
            (Some(Last::Reception), _, _) => Status::Received,
            (Some(Last::Submission), _, _) => Status::Submitted,
            (Some(Last::Return | Last::Correction(_)) | None, true, _) => {
                Status::WaitingForSignature
            }
            (Some(Last::Return), false, _) => Status::Returned,
            (Some(Last::Correction(_)), false, _) | (None, false, true) => Status::Drafting,
            (None, false, false) => Status::NotOpened,
        }
    }
}

/// Whether a report is in time, as of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "timing", content = "days")]
pub enum Timing {
    /// It is owed, and no day is set.
    NoDate,
    /// It is owed in so many days.
    Ahead(i32),
    /// It is owed in so many days, which are few; 0 is today.
    DueSoon(i32),
    /// It has been owed for so many days.
    Late(i32),
    /// It was sent, and no day was set.
    Done,
    /// It was sent before the day it was due.
    DoneEarly,
    /// It was sent on the day it was due.
    DoneOnTime,
    /// It was sent so many days too late.
    DoneLate(i32),
}

/// Where a report stands as of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Progress {
    /// Where it stands.
    pub status: Status,
    /// The last day on which it is, or was, in time.
    pub due: Option<Date>,
    /// Whether it is in time.
    #[serde(flatten)]
    pub timing: Timing,
    /// Whether its first version came after the day that held when it was sent, whatever day a return
    /// or an amendment gave later.
    #[serde(default)]
    pub late_at_first: bool,
}

impl History {
    /// Where the report stands at `now`; days ahead are few up to `soon`.
    pub fn progress(&self, now: Timestamp, soon: i32) -> Progress {
        let (due, sent) = self.due_and_sent();
        Progress {
            status: self.status(),
            due,
            timing: match sent {
                Some(at) => done(due, at),
                None => owed(due, now, soon),
            },
            late_at_first: matches!(self.first_sending(), Some(Timing::DoneLate(_))),
        }
    }

    /// How the first version kept the day that held when it was sent; nothing where none was sent. A
    /// day that is moved afterwards makes nobody punctual, and nobody late.
    pub fn first_sending(&self) -> Option<Timing> {
        let sent = |step: &Step| matches!(step, Step::Submission(_));
        let first = self.turns.iter().find(|turn| sent(&turn.step))?;
        Some(done(self.due_at(first.at), first.at))
    }

    /// The day that is in force, and when the report was first sent against it.
    ///
    /// A return makes the report owed again. A version sent unasked, or to
    /// correct an accepted one, does not make late what was in time.
    fn due_and_sent(&self) -> (Option<Date>, Option<Timestamp>) {
        let mut due = self.due;
        let mut sent = None;
        for turn in &self.turns {
            match &turn.step {
                Step::Submission(_) => sent = sent.or(Some(turn.at)),
                Step::Return { due: again, .. } => {
                    due = again.or(due);
                    sent = None;
                }
                Step::Presentation { .. }
                | Step::Withdrawal
                | Step::Reception { .. }
                | Step::Acceptance { .. }
                | Step::Correction { .. } => {}
            }
        }
        (due, sent)
    }
}

/// How a report that was sent at that instant keeps its day.
fn done(due: Option<Date>, at: Timestamp) -> Timing {
    let Some(due) = due else { return Timing::Done };
    match days_until(due, at) {
        days @ ..0 => Timing::DoneLate(-days),
        0 => Timing::DoneOnTime,
        1.. => Timing::DoneEarly,
    }
}

/// How a report that is not sent stands to its day.
fn owed(due: Option<Date>, now: Timestamp, soon: i32) -> Timing {
    let Some(due) = due else {
        return Timing::NoDate;
    };
    match days_until(due, now) {
        days @ ..0 => Timing::Late(-days),
        days if days <= soon => Timing::DueSoon(days),
        days => Timing::Ahead(days),
    }
}

/// Days from the day it is in Viet Nam to `due`; below 0 when that has passed.
fn days_until(due: Date, at: Timestamp) -> i32 {
    (due - moment::day_of(at)).get_days()
}
