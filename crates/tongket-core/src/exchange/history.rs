//! What happened to one report, in order: presented, sent, received, returned, accepted.
//!
//! Each turn is a row that somebody made at some time and that nobody changes
//! afterwards. Where the report stands is computed from these rows
//! ([`super::status`]) and written down nowhere.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::receipt::Receipt;
use crate::fingerprint::Fingerprint;
use crate::refusal::{Code, Refusal};

/// Where a campaign stands, as far as reports are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// Still being prepared: units may draft, nothing is sent.
    Draft,
    /// Reports go up and come back.
    Open,
    /// Only read.
    Closed,
    /// The unit owes this report no more: only read.
    Withdrawn,
}

/// One report over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Where its campaign stands.
    pub season: Season,
    /// The last day on which it is in time, as the duty says today, amendments included.
    pub due: Option<Date>,
    /// Days that held before amendments moved them, the earliest first; none where that was not asked.
    pub moved: Vec<Moved>,
    /// Whether somebody has begun to write it.
    pub opened: bool,
    /// What happened, the earliest first.
    pub turns: Vec<Turn>,
}

/// A day by which a report was owed until an amendment moved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it was moved.
    pub at: Timestamp,
    /// The day that had held till then.
    pub was: Option<Date>,
}

/// One thing that happened to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Step,
}

/// The things that can happen to a report. Ordinals count the versions that were sent, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The drafter asked the leader to sign.
    Presentation {
        /// What was presented.
        fingerprint: Fingerprint,
    },
    /// What was presented was taken or given back unsigned.
    Withdrawal,
    /// The leader signed and sent.
    Submission(Submission),
    /// The receiver confirmed that it came in.
    Reception {
        /// Which version.
        ordinal: u32,
    },
    /// The receiver sent it back.
    Return {
        /// Which version.
        ordinal: u32,
        /// By when it is to come again; the duty's day where none is given.
        due: Option<Date>,
    },
    /// The receiver accepted it.
    Acceptance {
        /// Which version.
        ordinal: u32,
    },
    /// An accepted report was opened again, to be corrected.
    Correction {
        /// Why.
        reason: String,
    },
}

/// A version that was signed and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Which version of the report it is, from 1.
    pub ordinal: u32,
    /// What was sent.
    pub fingerprint: Fingerprint,
    /// The receipt that was given for it.
    pub receipt: Receipt,
    /// Why it was sent again, where nobody had asked for it.
    pub reason: Option<String>,
}

/// What the receiver's side last saw happen to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last<'h> {
    /// It was sent.
    Submission,
    /// It was received.
    Reception,
    /// It was sent back.
    Return,
    /// It was accepted.
    Acceptance,
    /// It was opened again, for this reason.
    Correction(&'h str),
}

impl History {
    /// The history of a report that nobody has begun.
    pub fn new(season: Season, due: Option<Date>) -> History {
        History {
            season,
            due,
            moved: Vec::new(),
            opened: false,
            turns: Vec::new(),
        }
    }

    /// The day by which it was owed at an instant.
    pub fn due_at(&self, at: Timestamp) -> Option<Date> {
        let later = self.moved.iter().find(|moved| at < moved.at);
        later.map_or(self.due, |moved| moved.was)
    }

    /// The versions that were sent, the earliest first.
    pub fn submissions(&self) -> impl DoubleEndedIterator<Item = &Submission> {
        self.turns.iter().filter_map(|turn| match &turn.step {
            Step::Submission(submission) => Some(submission),
            _ => None,
        })
    }

    /// The version that counts: the one sent last.
    pub fn current(&self) -> Option<&Submission> {
        self.submissions().next_back()
    }

    /// What the receiver's side last saw happen; presentations are the unit's own affair.
    pub(super) fn at_receiver(&self) -> Option<Last<'_>> {
        self.turns.iter().rev().find_map(|turn| match &turn.step {
            Step::Presentation { .. } | Step::Withdrawal => None,
            Step::Submission(_) => Some(Last::Submission),
            Step::Reception { .. } => Some(Last::Reception),
            Step::Return { .. } => Some(Last::Return),
            Step::Acceptance { .. } => Some(Last::Acceptance),
            Step::Correction { reason } => Some(Last::Correction(reason)),
        })
    }

    /// What waits for the leader's signature. Signing and withdrawing end it;
    /// so does acceptance, which locks the report.
    pub fn presented(&self) -> Option<Fingerprint> {
        let mut presented = None;
        for turn in &self.turns {
            match &turn.step {
                Step::Presentation { fingerprint } => presented = Some(*fingerprint),
                Step::Withdrawal | Step::Submission(_) | Step::Acceptance { .. } => {
                    presented = None;
                }
                Step::Reception { .. } | Step::Return { .. } | Step::Correction { .. } => {}
            }
        }
        presented
    }

    /// Why the accepted report was opened again; `None` unless a correction is under way.
    pub fn correction(&self) -> Option<&str> {
        match self.at_receiver()? {
            Last::Correction(reason) => Some(reason),
            Last::Submission | Last::Reception | Last::Return | Last::Acceptance => None,
        }
    }

    /// Holds that reports may go up and come back now.
    ///
    /// # Errors
    /// The campaign is not open yet, or closed.
    pub(super) fn in_season(&self) -> Result<(), Refusal> {
        match self.season {
            Season::Draft => Err(Code::CampaignNotOpen.into()),
            Season::Open => Ok(()),
            Season::Closed => Err(Code::CampaignClosed.into()),
            Season::Withdrawn => Err(Code::ReportWithdrawn.into()),
        }
    }
}
