//! At the receiver's desk: confirm that a report came in, accept it.
//!
//! Whoever receives, returns or accepts does so with the version that he
//! read. If a newer one has come in since, nothing is done and he is told.

use super::history::{History, Last, Step};
use super::status::Status;
use crate::permit::{Act, Permit};
use crate::refusal::{Code, Refusal};

/// A version of a report that somebody has read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// What happened to the report so far.
    pub history: &'a History,
    /// Which version he read.
    pub ordinal: u32,
}

/// The receiver confirms that a report came in.
///
/// # Errors
/// Not permitted; the campaign is not open; the version is not there, or was received already.
pub fn receive(permit: &Permit, reading: Reading<'_>) -> Result<Step, Refusal> {
    permit.require(Act::SubmissionReceive)?;
    at_hand(reading)?;
    match reading.history.status() == Status::Received {
        true => Err(Code::AlreadyReceived.into()),
        false => Ok(Step::Reception {
            ordinal: reading.ordinal,
        }),
    }
}

/// The receiver accepts a report; it is locked from now on.
///
/// # Errors
/// Not permitted; the campaign is not open; the version is not, or no longer, there to be accepted.
pub fn accept(permit: &Permit, reading: Reading<'_>) -> Result<Step, Refusal> {
    permit.require(Act::SubmissionAccept)?;
    at_hand(reading)?;
    Ok(Step::Acceptance {
        ordinal: reading.ordinal,
    })
}

/// The unit through which an accepted report came passes it on to its addressee.
/// A closed campaign is no hindrance: what was accepted may still go up.
///
/// # Errors
/// Not permitted; a newer version has come in; this one is not accepted.
pub fn forward(permit: &Permit, reading: Reading<'_>) -> Result<(), Refusal> {
    permit.require(Act::SubmissionForward)?;
    let history = reading.history;
    let current = history.current().ok_or(Code::NothingSubmitted)?.ordinal;
    if current != reading.ordinal {
        return Err(Refusal::newer_submission(current));
    }
    match history.status() {
        Status::Accepted => Ok(()),
        _ => Err(Code::NotAcceptedYet.into()),
    }
}

/// Holds that the version that was read is with the receiver and undecided.
pub(super) fn at_hand(reading: Reading<'_>) -> Result<(), Refusal> {
    let history = reading.history;
    history.in_season()?;
    let current = history.current().ok_or(Code::NothingSubmitted)?.ordinal;
    if current != reading.ordinal {
        return Err(Refusal::newer_submission(current));
    }
    match history.at_receiver() {
        Some(Last::Submission | Last::Reception) => Ok(()),
        Some(Last::Return) => Err(Code::AlreadyReturned.into()),
        Some(Last::Acceptance | Last::Correction(_)) => Err(Code::AlreadyAccepted.into()),
        None => Err(Code::NothingSubmitted.into()),
    }
}
