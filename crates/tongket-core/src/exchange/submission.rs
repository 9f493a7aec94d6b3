//! From the drafter's desk to the receiver: present, withdraw, sign and send, correct.
//!
//! The leader signs the very words that he saw. Nothing empty goes up, no
//! section is passed over in silence, a double click sends once. An accepted
//! report is locked; it is opened again with a reason and sent as a new version.

use super::content::{Asked, Content};
use super::history::{History, Last, Season, Step};
use super::status::Status;
use crate::fingerprint::Fingerprint;
use crate::permit::{Act, Permit};
use crate::refusal::{Code, Refusal, Said};

/// A report as it lies on the desk, ready to be presented or signed.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// What happened to it so far.
    pub history: &'a History,
    /// What it says now.
    pub content: &'a Content,
    /// The fingerprint of what it says; taking it goes through every letter, so it is taken once.
    pub fingerprint: Fingerprint,
    /// The outline items that are to be answered.
    pub asked: &'a [Asked],
    /// Sections and tables with something taken over from an earlier campaign that nobody has read.
    pub unread: &'a [Said],
    /// The rules of its forms that its figures break, as the forms word them.
    pub broken: &'a [Said],
}

/// What the leader's page knew when he pressed the button.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// Fingerprint of the content that the page showed.
    pub seen: Fingerprint,
    /// How many versions had been sent when the page was shown.
    pub known: u32,
    /// Why it is sent again, where he gave a reason.
    pub reason: Option<&'a str>,
}

/// A version that may be sent; the receipt is given when it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Which version of the report it is, from 1.
    pub ordinal: u32,
    /// What is sent.
    pub fingerprint: Fingerprint,
    /// Why it is sent again, where nobody asked for it.
    pub reason: Option<String>,
}

/// May a section, a figure or evidence of this report be written now?
///
/// # Errors
/// The report is accepted and locked, is owed no more, or its campaign is closed.
pub fn write(history: &History) -> Result<(), Refusal> {
    match history.season {
        Season::Draft => unlocked(history),
        Season::Open | Season::Closed | Season::Withdrawn => {
            history.in_season()?;
            unlocked(history)
        }
    }
}

/// The drafter asks the leader to sign.
///
/// # Errors
/// Not permitted; the campaign is not open; the report is locked, empty, has
/// sections on which nothing was said, something taken over that nobody has
/// read, or breaks rules of its forms; the same content waits already.
pub fn present(permit: &Permit, desk: Desk<'_>) -> Result<Step, Refusal> {
    permit.require(Act::ReportPresent)?;
    desk.history.in_season()?;
    unlocked(desk.history)?;
    desk.whole()?;
    let fingerprint = desk.fingerprint;
    match desk.history.presented() == Some(fingerprint) {
        true => Err(Code::AlreadyPresented.into()),
        false => Ok(Step::Presentation { fingerprint }),
    }
}

/// The drafter takes back what he presented, or the leader gives it back unsigned.
///
/// # Errors
/// Not permitted; nothing waits for a signature.
pub fn withdraw(permit: &Permit, history: &History) -> Result<Step, Refusal> {
    permit.require(Act::PresentationWithdraw)?;
    match history.presented() {
        Some(_) => Ok(Step::Withdrawal),
        None => Err(Code::NotPresented.into()),
    }
}

/// The leader signs and sends, be it presented to him or written by himself.
///
/// # Errors
/// Not permitted; the campaign is not open; this very content was sent
/// already; the report is locked or not what the leader saw; it is empty or
/// not whole; it is sent again and nobody says why.
pub fn sign(permit: &Permit, desk: Desk<'_>, signing: Signing<'_>) -> Result<Signed, Refusal> {
    permit.require(Act::SubmissionCreate)?;
    desk.history.in_season()?;
    let fingerprint = desk.fingerprint;
    not_sent_meanwhile(desk.history, fingerprint, signing.known)?;
    unlocked(desk.history)?;
    if signing.seen != fingerprint {
        return Err(Code::ChangedSincePresented.into());
    }
    desk.whole()?;
    let reason = reason(desk.history, fingerprint, signing.reason)?;
    Ok(Signed {
        ordinal: signing.known + 1,
        fingerprint,
        reason,
    })
}

/// An accepted report is opened again, to be corrected.
///
/// # Errors
/// Not permitted; the campaign is not open; the report is not locked; no reason.
pub fn correct(permit: &Permit, history: &History, reason: &str) -> Result<Step, Refusal> {
    permit.require(Act::CorrectionOpen)?;
    history.in_season()?;
    if history.status() != Status::Accepted {
        return Err(Code::CorrectionNotNeeded.into());
    }
    match given(Some(reason)) {
        Some(reason) => Ok(Step::Correction { reason }),
        None => Err(Code::CorrectionNeedsReason.into()),
    }
}

impl Desk<'_> {
    /// Holds that it says something, answers every item, was read by those who send it, and keeps
    /// the rules of its forms.
    fn whole(&self) -> Result<(), Refusal> {
        if self.content.is_empty() {
            return Err(Code::NothingToSign.into());
        }
        let missing = self.content.missing(self.asked);
        if !missing.is_empty() {
            let titles = missing.into_iter().map(|asked| asked.title.as_str().into());
            return Err(Refusal::sections_missing(titles.collect()));
        }
        if !self.unread.is_empty() {
            return Err(Refusal::suggestion_unread(self.unread.to_vec()));
        }
        match self.broken.is_empty() {
            true => Ok(()),
            false => Err(Refusal::form_rule_broken(self.broken.to_vec())),
        }
    }
}

/// Holds that the report is not locked.
fn unlocked(history: &History) -> Result<(), Refusal> {
    match history.status() == Status::Accepted {
        true => Err(Code::ReportLocked.into()),
        false => Ok(()),
    }
}

/// Holds that no version was sent since the page was shown. A second click
/// finds its own version there and is told the receipt.
fn not_sent_meanwhile(history: &History, content: Fingerprint, known: u32) -> Result<(), Refusal> {
    match history.current() {
        Some(sent) if sent.ordinal != known && sent.fingerprint == content => {
            Err(Refusal::already_submitted(&sent.receipt.to_string()))
        }
        current if current.map_or(0, |sent| sent.ordinal) != known => {
            Err(Code::ChangedSincePresented.into())
        }
        _ => Ok(()),
    }
}

/// Why the report is sent again, where a reason is owed.
fn reason(
    history: &History,
    content: Fingerprint,
    given_now: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let reason = given(given_now);
    let Some(sent) = history.current() else {
        return Ok(reason);
    };
    let unchanged = sent.fingerprint == content;
    if let Some(why) = history.correction() {
        return Ok(reason.or_else(|| given(Some(why))));
    }
    let returned = history.at_receiver() == Some(Last::Return);
    match (returned, unchanged, reason) {
        (false, true, _) => Err(Refusal::already_submitted(&sent.receipt.to_string())),
        (false, false, None) => Err(Code::CorrectionNeedsReason.into()),
        (true, true, None) => Err(Code::UnchangedSinceReturn.into()),
        (_, _, reason) => Ok(reason),
    }
}

/// A reason that says something.
fn given(reason: Option<&str>) -> Option<String> {
    let reason = reason?.trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}
