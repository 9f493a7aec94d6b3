//! A report on its way, as every page tells it: where it stands, what happened, what is to be done.
//!
//! The status is the core's, computed from what happened; here it gets its
//! word, its badge and its day, the same on every page.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::exchange::{Anchor, Content, Fate, History, Reason, Status, Step, Timing};
use tongket_core::permit::{Act, Permit, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::amendment::{self, Amendment};
use tongket_store::comment::Comment;
use tongket_store::dossier::{self, Dossier};
use tongket_store::history::{self, Passage};
use tongket_store::report::Report;
use tongket_store::submission::{self, Submission};
use tongket_store::{Conn, StoreError, review};
use utoipa::ToSchema;

use super::house::{House, in_viet_nam};
use super::language::Language;
use super::pages::duties::{badge, status_text};
use super::problem::Problem;
use super::question::Question;
use super::shell::Shell;
use super::units::Units;
use super::visitor::Visitor;

/// Days that are few.
const SOON: i32 = 7;

/// A report that somebody opens, with everything that decides on it.
pub(super) struct Opened {
    /// Whose it is, for which duty.
    pub(super) dossier: Dossier,
    /// What happened to it.
    pub(super) passages: Vec<Passage>,
    /// The same, for the core.
    pub(super) history: History,
    /// What its campaign asks.
    pub(super) question: Arc<Question>,
    /// The tree of units.
    pub(super) units: Arc<Units>,
    /// Where it stands in the tree, for those who read it.
    pub(super) place: Place,
    /// The legs it was passed on.
    pub(super) legs: Vec<review::Leg>,
}

impl Opened {
    /// To whom the report is addressed: the unit's name, or the plan's words.
    pub(super) fn addressee(&self, day: Date) -> String {
        match &self.dossier.recipient_unit {
            Some(unit) => self.units.name(unit, day).to_owned(),
            None => self.dossier.recipient_text.clone(),
        }
    }

    /// The unit whose report it is, with the one from which it took it over.
    pub(super) fn whose(&self, day: Date) -> String {
        let Dossier {
            unit,
            inherited_from,
            ..
        } = &self.dossier;
        self.units.whose(unit, inherited_from.as_deref(), day)
    }

    /// The unit that sent a version, as it was called on that day: what was sent does not change,
    /// whoever takes the report over. A unit that took it over before says from whom.
    pub(super) fn sender(&self, sent: &Submission) -> String {
        let day = in_viet_nam(sent.at).date();
        match sent.from_unit == self.dossier.unit {
            true => self.whose(day),
            false => self.units.name(&sent.from_unit, day).to_owned(),
        }
    }

    /// Leave to read a version that was sent: where the report is now, and as one of the unit that
    /// sent it, though another has the report since.
    ///
    /// # Errors
    /// Not permitted.
    pub(super) fn permit_sent(
        &self,
        visitor: &Visitor,
        sent: &Submission,
    ) -> Result<Permit, Refusal> {
        let permit = Table::permit(&visitor.memberships, Act::ReportRead, &self.place);
        if permit.is_ok() || sent.from_unit == self.dossier.unit {
            return permit;
        }
        as_sender(visitor, sent)
    }
}

/// Leave to read a version as one of the unit that sent it.
fn as_sender(visitor: &Visitor, sent: &Submission) -> Result<Permit, Refusal> {
    let of_sender = Place::of_unit([sent.from_unit.as_str()]);
    Table::permit(&visitor.memberships, Act::ReportRead, &of_sender)
}

/// The last version of a report that a visitor's unit sent, where another unit has the report now.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn sent_once(
    conn: &mut Conn,
    visitor: &Visitor,
    report: &Report,
) -> Result<Option<Submission>, StoreError> {
    let mut all = submission::of_report(conn, &report.id).await?;
    all.retain(|sent| sent.from_unit != report.unit && as_sender(visitor, sent).is_ok());
    Ok(all.pop())
}

impl House {
    /// Opens a report.
    ///
    /// # Errors
    /// There is none with this id.
    pub(super) async fn open_report(
        &self,
        conn: &mut Conn,
        report: &str,
    ) -> Result<Opened, Problem> {
        let dossier = dossier::find(conn, report).await?;
        let dossier = dossier.ok_or_else(no_report)?;
        let passages = history::passages(conn, report).await?;
        let legs = review::legs(conn, report).await?;
        let taken_in: Vec<String> = legs.iter().map(|leg| leg.to_unit.clone()).collect();
        let units = self.units().await?;
        Ok(Opened {
            history: dossier.history(&passages),
            question: self.question(conn, &dossier).await?,
            place: of_report(&units, &dossier, &taken_in, self.today()),
            dossier,
            passages,
            units,
            legs,
        })
    }
}

/// The place of a report: its unit's, for those who take it in, for the awards
/// office of its campaign, and for those to whom it was passed on.
pub(super) fn of_report(
    units: &Units,
    dossier: &Dossier,
    passed_on: &[String],
    day: Date,
) -> Place {
    let over = [
        dossier.standing_unit.as_deref(),
        dossier.via_unit.as_deref(),
        dossier.awards_unit.as_deref(),
        dossier.received_by(),
    ];
    let over = over.into_iter().flatten().map(str::to_owned);
    units
        .place(&dossier.unit, day)
        .standing(over)
        .standing(passed_on.iter().cloned())
}

/// The place of a version at the receiver's desk: for the unit that took it in
/// and for the standing agency.
pub(super) fn of_desk(units: &Units, dossier: &Dossier, to_unit: &str, day: Date) -> Place {
    let standing = dossier.standing_unit.as_deref();
    units
        .place(&dossier.unit, day)
        .standing(standing.into_iter().chain([to_unit]))
}

/// There is no such report.
pub(super) fn no_report() -> Refusal {
    Refusal::not_found(Said::new("báo cáo", "report"))
}

/// Whether a visitor may do this there.
pub(super) fn may(visitor: &Visitor, act: Act, place: &Place) -> bool {
    Table::permit(&visitor.memberships, act, place).is_ok()
}

/// Where a report stands, in words.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(super) struct Standing {
    /// Name of the status in data.
    pub(super) status: &'static str,
    /// The class of its badge.
    pub(super) class: &'static str,
    /// Its word.
    pub(super) word: String,
    /// The day that is in force; empty where none is set.
    pub(super) due: String,
    /// How it keeps that day.
    pub(super) timing: String,
    /// Whether it is, or was, too late.
    pub(super) late: bool,
    /// Whether the day is near.
    pub(super) soon: bool,
}

/// Where a report stands now.
pub(super) fn standing(shell: &Shell, history: &History, now: Timestamp) -> Standing {
    let progress = history.progress(now, SOON);
    let (key, days) = match progress.timing {
        Timing::NoDate => ("timing-no-date", 0),
        Timing::Ahead(days) => ("timing-ahead", days),
        Timing::DueSoon(0) => ("timing-today", 0),
        Timing::DueSoon(days) => ("timing-soon", days),
        Timing::Late(days) => ("timing-late", days),
        Timing::Done => ("timing-done", 0),
        Timing::DoneEarly => ("timing-done-early", 0),
        Timing::DoneOnTime => ("timing-done-on-time", 0),
        Timing::DoneLate(days) => ("timing-done-late", days),
    };
    Standing {
        status: progress.status.id(),
        class: badge(progress.status),
        word: match (progress.status, history.submissions().next()) {
            (Status::Drafting, Some(_)) => shell.t("duty-status-correcting"),
            (status, _) => shell.t(&status_text(status)),
        },
        due: progress.due.map(|due| shell.day(&due)).unwrap_or_default(),
        timing: shell.t1(key, days),
        late: matches!(progress.timing, Timing::Late(_) | Timing::DoneLate(_)),
        soon: matches!(progress.timing, Timing::DueSoon(_)),
    }
}

/// What a notice says, in both languages; `it` fills the place of the text.
pub(super) fn words(key: &str, it: &str) -> serde_json::Value {
    let said = |language: Language| language.text_with(key, &[("it", it)]);
    serde_json::json!({ "vi": said(Language::Vietnamese), "en": said(Language::English) })
}

/// An amendment that came after a report was sent: the report answers what was asked before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Overtaken {
    /// When it was amended.
    pub(super) at: String,
    /// What was changed, as far as it concerns the report.
    pub(super) what: String,
    /// Why.
    pub(super) reason: String,
}

/// Amendments looked through for those that a report has not answered.
const AMENDMENTS: i64 = 100;

/// The amendments that a report has not answered in the version with this id, the latest first.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn overtaken(
    conn: &mut Conn,
    shell: &Shell,
    dossier: &Dossier,
    sent: Option<&str>,
) -> Result<Vec<Overtaken>, StoreError> {
    let Some(sent) = sent.filter(|_| dossier.amendments > 0) else {
        return Ok(Vec::new());
    };
    let amendments = amendment::of_campaign(conn, &dossier.campaign, AMENDMENTS, 0).await?;
    let marks = |it: &Amendment| {
        let answered = it.after["answered"].as_array();
        let own = |duty: &serde_json::Value| duty.as_str() == Some(&dossier.duty);
        it.id.as_str() > sent && answered.is_some_and(|duties| duties.iter().any(own))
    };
    let overtaken = amendments.into_iter().filter(marks).map(|it| Overtaken {
        at: shell.moment(&it.at),
        what: amended(shell, &it, &dossier.duty),
        reason: it.reason,
    });
    Ok(overtaken.collect())
}

/// What an amendment changed: "Đổi thời hạn: trước ngày 30/4/2026".
fn amended(shell: &Shell, amendment: &Amendment, duty: &str) -> String {
    let what = shell.t(&format!("campaign-amendment-{}", amendment.kind));
    let lines = amendment.after["lines"].as_array();
    let lines = lines.map(Vec::as_slice).unwrap_or_default();
    let own = lines.iter().find(|line| line["subject"] == duty);
    let said = own
        .or(lines.first())
        .map(|line| &line[shell.language.tag()]);
    match said.and_then(serde_json::Value::as_str).unwrap_or_default() {
        "" => what,
        said => format!("{what}: {said}"),
    }
}

/// One thing that happened, as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Line {
    /// When.
    pub(super) at: String,
    /// What.
    pub(super) what: String,
    /// The person who did it.
    pub(super) by: String,
    /// What was said.
    pub(super) note: String,
    /// Reasons of a return.
    pub(super) reasons: Vec<String>,
}

/// What happened to a report, the latest first. What a unit says to itself, between drafter and
/// leader, is told to its own people alone.
pub(super) fn lines(shell: &Shell, visitor: &Visitor, opened: &Opened, day: Date) -> Vec<Line> {
    let own = visitor.units().contains(&opened.dossier.unit.as_str());
    let told = |passage: &&Passage| {
        let step = &passage.turn.step;
        own || !matches!(step, Step::Presentation { .. } | Step::Withdrawal)
    };
    let passages = opened.passages.iter().filter(told).map(|passage| {
        let line = Line {
            at: shell.moment(&passage.turn.at),
            what: happened(shell, passage),
            by: passage.by_name.clone(),
            note: passage.note.clone(),
            reasons: reason_words(shell, &passage.reasons),
        };
        (passage.id.as_str(), line)
    });
    let legs = opened.legs.iter().map(|leg| {
        let to = opened.units.name(&leg.to_unit, day);
        let line = Line {
            at: shell.moment(&leg.at),
            what: shell.t2("road-forwarding", leg.ordinal, to),
            by: leg.by_name.clone(),
            note: leg.note.clone(),
            reasons: Vec::new(),
        };
        (leg.id.as_str(), line)
    });
    let mut told: Vec<(&str, Line)> = passages.collect();
    for (id, line) in legs {
        let before = told.iter().rposition(|(known, _)| *known < id);
        told.insert(before.map_or(0, |at| at + 1), (id, line));
    }
    told.into_iter().rev().map(|(_, line)| line).collect()
}

/// One thing that happened, in words.
fn happened(shell: &Shell, passage: &Passage) -> String {
    match &passage.turn.step {
        Step::Presentation { .. } => shell.t("road-presentation"),
        Step::Withdrawal if passage.given_back => shell.t("road-given-back"),
        Step::Withdrawal => shell.t("road-withdrawal"),
        Step::Submission(sent) => shell.t2("road-submission", sent.ordinal, sent.receipt),
        Step::Reception { ordinal } => shell.t1("road-reception", ordinal),
        Step::Return { ordinal, due: None } => shell.t1("road-return", ordinal),
        Step::Return {
            ordinal,
            due: Some(due),
        } => shell.t2("road-return-due", ordinal, shell.day(due)),
        Step::Acceptance { ordinal } => shell.t1("road-acceptance", ordinal),
        Step::Correction { .. } => shell.t("road-correction"),
    }
}

/// A report that the leader gave back to its drafters, unsigned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct GivenBack {
    /// Who gave it back.
    pub(super) by: String,
    /// When.
    pub(super) at: String,
    /// What was said with it.
    pub(super) words: String,
}

/// How a report came back from the leader, as long as it was not presented again.
pub(super) fn given_back(shell: &Shell, passages: &[Passage]) -> Option<GivenBack> {
    let last = passages.last().filter(|last| last.given_back)?;
    Some(GivenBack {
        by: last.by_name.clone(),
        at: shell.moment(&last.turn.at),
        words: last.note.clone(),
    })
}

fn reason_words(shell: &Shell, ids: &[String]) -> Vec<String> {
    let reasons = ids.iter().filter_map(|id| Reason::by_id(id));
    reasons
        .map(|reason| label(shell, reason).to_owned())
        .collect()
}

/// What a reason is called.
pub(super) fn label<'r>(shell: &Shell, reason: &'r Reason) -> &'r str {
    match shell.language {
        Language::Vietnamese => &reason.vi,
        Language::English => &reason.en,
    }
}

fn remedy<'r>(shell: &Shell, reason: &'r Reason) -> &'r str {
    match shell.language {
        Language::Vietnamese => &reason.remedy,
        Language::English => &reason.remedy_en,
    }
}

/// A report that came back, as its author reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Slip {
    /// Which version came back.
    pub(super) ordinal: u32,
    /// When.
    pub(super) at: String,
    /// Who sent it back.
    pub(super) by: String,
    /// Why, each with what is to be done.
    pub(super) reasons: Vec<Why>,
    /// What was said besides.
    pub(super) text: String,
    /// By when it is to come again; empty where the day was left.
    pub(super) due: String,
}

/// A reason with what is to be done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Why {
    /// The reason.
    pub(super) reason: String,
    /// What is to be done about it.
    pub(super) remedy: String,
}

/// The last return of a report, where its author still has to answer it.
pub(super) fn slip(shell: &Shell, opened: &Opened) -> Option<Slip> {
    let with_author = matches!(
        opened.history.status(),
        Status::Returned | Status::WaitingForSignature
    );
    let passage = opened.passages.iter().rev().find(|passage| {
        let step = &passage.turn.step;
        matches!(step, Step::Return { .. } | Step::Submission(_))
    })?;
    let Step::Return { ordinal, due } = &passage.turn.step else {
        return None;
    };
    let reasons = passage.reasons.iter().filter_map(|id| Reason::by_id(id));
    let why = |reason: &Reason| Why {
        reason: label(shell, reason).to_owned(),
        remedy: remedy(shell, reason).to_owned(),
    };
    with_author.then(|| Slip {
        ordinal: *ordinal,
        at: shell.moment(&passage.turn.at),
        by: passage.by_name.clone(),
        reasons: reasons.map(why).collect(),
        text: passage.note.clone(),
        due: due.map(|due| shell.day(&due)).unwrap_or_default(),
    })
}

/// A remark, held against a version that may be a later one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Remark {
    /// Id.
    pub(super) id: String,
    /// Id of the outline item it is about.
    pub(super) item: String,
    /// Title of that item, or of the row of the table.
    pub(super) title: String,
    /// The words it was made on.
    pub(super) quote: String,
    /// The words that stand there now; empty where they are gone, or for a cell.
    pub(super) now: String,
    /// Where they begin now, in characters.
    pub(super) offset: usize,
    /// What became of the place: the word for it.
    pub(super) fate: String,
    /// Whether the words are still the same.
    pub(super) untouched: bool,
    /// What it says.
    pub(super) text: String,
    /// The person who made it.
    pub(super) by: String,
    /// When.
    pub(super) at: String,
    /// On which version it was made.
    pub(super) ordinal: u32,
    /// Whether the author said that it is done.
    pub(super) settled: bool,
    /// What the author said to it.
    pub(super) answer: String,
}

/// The remarks on a report, held against a version.
pub(super) fn remarks(
    shell: &Shell,
    question: &Question,
    comments: &[Comment],
    content: &Content,
) -> Vec<Remark> {
    let remark = |comment: &Comment| {
        let found = comment.anchor.find(content);
        let (title, quote) = match &comment.anchor {
            Anchor::Words { item, quote, .. } => (question.title(item).to_owned(), quote.clone()),
            Anchor::Cell {
                indicator, period, ..
            } => cell(question, indicator, period, &comment.anchor),
        };
        let spot = found.spot;
        Remark {
            id: comment.id.clone(),
            item: spot
                .as_ref()
                .map_or(&comment.item, |spot| &spot.item)
                .clone(),
            title,
            now: match quote.is_empty() {
                true => String::new(),
                false => spot
                    .as_ref()
                    .map(|spot| spot.words.clone())
                    .unwrap_or_default(),
            },
            quote,
            offset: spot.map(|spot| spot.start).unwrap_or_default(),
            fate: shell.t(match found.fate {
                Fate::Exact => "fate-exact",
                Fate::Moved => "fate-moved",
                Fate::Changed => "fate-changed",
                Fate::Gone => "fate-gone",
            }),
            untouched: found.fate == Fate::Exact,
            text: comment.text.clone(),
            by: comment.by_name.clone(),
            at: shell.moment(&comment.at),
            ordinal: comment.ordinal,
            settled: comment.settled_at.is_some(),
            answer: comment.answer.clone(),
        }
    };
    comments.iter().map(remark).collect()
}

/// The name of a cell's row, and the cell with the figure that stood there.
fn cell(question: &Question, indicator: &str, period: &str, anchor: &Anchor) -> (String, String) {
    let value = match anchor {
        Anchor::Cell {
            value: Some(value), ..
        } => tongket_core::amount::number(*value),
        _ => "–".to_owned(),
    };
    let Some((table, at)) = question.row(indicator) else {
        return (indicator.to_owned(), format!("{period}: {value}"));
    };
    let row = &table.form.indicators[at];
    (
        question.title(&table.item).to_owned(),
        format!(
            "{}: {value} {}",
            question.cell_name(indicator, period),
            row.unit_of_measure
        ),
    )
}
