//! Sending a report back: with reasons, and by when it is to come again.
//!
//! A return is about the version that the reviewer read, not about one that
//! came in since. It names at least one reason of the catalogue
//! ([`super::reason`]); "other" is explained in words.

use jiff::civil::Date;

use super::acceptance::{Reading, at_hand};
use super::history::Step;
use super::reason::Reason;
use crate::permit::{Act, Permit};
use crate::refusal::{Code, Refusal};

/// What the reviewer filled in.
#[derive(Debug, Clone, Copy)]
pub struct Slip<'a> {
    /// Ids of reasons in the catalogue.
    pub reasons: &'a [&'a str],
    /// What he says besides.
    pub text: &'a str,
    /// By when it is to come again; the duty's day stays in force where none is given.
    pub due: Option<Date>,
    /// The day it is in Viet Nam.
    pub today: Date,
}

/// A return that may be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// What happens to the report.
    pub step: Step,
    /// Why, in the order of the catalogue, each once.
    pub reasons: Vec<&'static Reason>,
    /// What is said besides, trimmed; may be empty.
    pub text: String,
}

/// The receiver sends a report back.
///
/// # Errors
/// Not permitted; the campaign is not open; the version is not, or no longer,
/// there to be returned; no reason, or one that is not in the catalogue; the
/// new date has passed.
pub fn send_back(permit: &Permit, reading: Reading<'_>, slip: Slip<'_>) -> Result<Return, Refusal> {
    permit.require(Act::SubmissionReturn)?;
    at_hand(reading)?;
    let text = slip.text.trim();
    let reasons = reasons(slip.reasons, text)?;
    if let Some(due) = slip.due.filter(|due| *due < slip.today) {
        return Err(Refusal::due_in_past(due));
    }
    Ok(Return {
        step: Step::Return {
            ordinal: reading.ordinal,
            due: slip.due,
        },
        reasons,
        text: text.to_owned(),
    })
}

/// The reasons that were chosen, if they say enough.
fn reasons(ids: &[&str], text: &str) -> Result<Vec<&'static Reason>, Refusal> {
    if let Some(unknown) = ids.iter().find(|id| Reason::by_id(id).is_none()) {
        return Err(Refusal::reason_unknown(unknown));
    }
    let chosen = Reason::all()
        .iter()
        .filter(|reason| ids.contains(&reason.id.as_str()));
    let chosen: Vec<&'static Reason> = chosen.collect();
    let unexplained = text.is_empty() && chosen.iter().all(|reason| reason.needs_text);
    match unexplained || chosen.is_empty() {
        true => Err(Code::ReturnNeedsReason.into()),
        false => Ok(chosen),
    }
}
