//! One version at the receiver's desk: its sections, what changed, what can be done with it.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::exchange::{Content, Difference, Evidence, Reason, Season, Status, Step};
use tongket_core::permit::Act;
use tongket_store::history::Passage;
use tongket_store::review::Leg;
use tongket_store::submission::{self, Submission};
use tongket_store::{Conn, comment, evidence};
use utoipa::ToSchema;

use super::Choice;
use super::act::next_leg;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::{
    self, Line, Opened, Overtaken, Remark, Standing, label, lines, may, no_report, remarks,
    standing,
};
use crate::web::sheet::{Part, Said};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A version with its report.
pub(in crate::web::pages) struct Version {
    pub(super) opened: Opened,
    pub(super) submission: Submission,
    pub(super) content: Content,
    /// What was sent before, where it was sent before.
    pub(super) before: Option<Content>,
    /// Every version, the earliest first.
    pub(super) all: Vec<Submission>,
}

/// Opens a version for somebody who may read it.
pub(super) async fn open(
    house: &House,
    conn: &mut Conn,
    visitor: &Visitor,
    id: &str,
) -> Result<Version, Problem> {
    let submission = submission::find(conn, id).await?.ok_or_else(no_report)?;
    let mut opened = house.open_report(conn, &submission.report).await?;
    opened.permit_sent(visitor, &submission)?;
    let content = submission::content(conn, id).await?;
    let mut all = submission::of_report(conn, &submission.report).await?;
    if !may(visitor, Act::ReportRead, &opened.place) {
        // Of what the unit sent; what became of the report afterwards is another's.
        all.retain(|it| it.from_unit == submission.from_unit);
        let last = all.last().map_or(0, |last| last.ordinal);
        let later =
            |it: &Passage| matches!(&it.turn.step, Step::Submission(it) if it.ordinal > last);
        let end = opened.passages.iter().position(later);
        opened.passages.truncate(end.unwrap_or(usize::MAX));
    }
    let earlier = all.iter().rev().find(|it| it.ordinal < submission.ordinal);
    let before = match earlier {
        Some(earlier) => submission::content(conn, &earlier.id).await?,
        None => None,
    };
    Ok(Version {
        content: content.ok_or_else(no_report)?,
        opened,
        submission,
        before,
        all,
    })
}

/// A line of the table of contents.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Entry {
    /// Id of the outline item.
    item: String,
    /// Its label and title.
    title: String,
    /// Depth, from 1.
    level: u8,
    /// Whether it was answered.
    said: Said,
    /// Whether it changed since the version before.
    changed: bool,
    /// Remarks on it that the author has not answered.
    open: usize,
}

/// A cell that changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Changed {
    /// What is counted, and for when.
    name: String,
    /// What stood there.
    before: String,
    /// What stands there.
    after: String,
}

/// What changed since the version before, beside the words.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Changes {
    /// Cells that changed.
    figures: Vec<Changed>,
    /// Names of files that came.
    attached: Vec<String>,
    /// Names of files that went.
    detached: Vec<String>,
}

/// What the reader may do with a version now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Acts {
    /// Receive it.
    receive: bool,
    /// Send it back.
    pub(super) send_back: bool,
    /// Accept it.
    accept: bool,
    /// Pass it on to this unit.
    forward_to: Option<String>,
}

/// A version that was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Sent {
    /// Id.
    id: String,
    /// Which version it is.
    ordinal: u32,
    /// Number of its receipt.
    receipt: String,
    /// When it was sent.
    at: String,
}

/// A file that was sent along.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct File {
    /// Its name.
    name: String,
    /// Where it is given out; empty where it no longer is.
    href: String,
}

/// One version at the receiver's desk.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/submissions/report.html")]
pub(super) struct Shown {
    #[serde(skip)]
    shell: Shell,
    /// Id of the version.
    id: String,
    /// Id of the report.
    report: String,
    /// Name of the unit whose it is.
    unit: String,
    /// What was to be done.
    title: String,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    campaign_title: String,
    /// To whom it is addressed.
    addressee: String,
    /// Name of the unit that took it in.
    channel: String,
    /// Where the report stands.
    standing: Standing,
    /// This version.
    version: Sent,
    /// SHA-256 of its content.
    sha256: String,
    /// Who signed it.
    by: String,
    /// Why it was sent again.
    reason: String,
    /// Every version, the latest first.
    versions: Vec<Sent>,
    /// Id of a later version, where there is one.
    later: Option<String>,
    /// Amendments that came after it was sent.
    overtaken: Vec<Overtaken>,
    /// Whether it was sent before.
    again: bool,
    /// Its sections.
    entries: Vec<Entry>,
    /// What changed beside the words.
    changes: Changes,
    /// Its files.
    files: Vec<File>,
    /// What happened to the report.
    lines: Vec<Line>,
    /// Reasons for sending it back.
    reasons: Vec<Choice>,
    /// Today, the first day that a new date can have.
    today: String,
    /// What the reader may do with it now.
    acts: Acts,
}
views!(Shown);

/// One version: its sections, what changed since the last, what can be done with it.
#[utoipa::path(get, path = "/submissions/{id}", tag = "submission",
    params(("id" = String, Path)), responses((status = 200, body = Shown)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Shown>, Problem> {
    let mut conn = house.store.read().await?;
    let version = open(&house, &mut conn, &visitor, &id).await?;
    let comments = comment::of_report(&mut conn, &version.submission.report).await?;
    let sent = version.submission.id.clone();
    let dossier = &version.opened.dossier;
    let overtaken = road::overtaken(&mut conn, &shell, dossier, Some(&sent)).await?;
    let attached = evidence::ever_of_report(&mut conn, &dossier.report).await?;
    drop(conn);
    let Opened {
        dossier,
        history,
        question,
        units,
        ..
    } = &version.opened;
    let today = house.today();
    let submission = &version.submission;
    let before = version.before.as_ref();
    let difference = before.map(|before| Difference::between(before, &version.content));
    let difference = difference.unwrap_or_default();
    let remarks = remarks(&shell, question, &comments, &version.content);
    let sent = |it: &Submission| Sent {
        id: it.id.clone(),
        ordinal: it.ordinal,
        receipt: it.receipt.to_string(),
        at: shell.moment(&it.at),
    };
    let last = version.all.last();
    Ok(Page(Shown {
        report: dossier.report.clone(),
        unit: shell.whose(&version.opened.sender(submission)),
        title: dossier.title.clone(),
        campaign: dossier.campaign.clone(),
        campaign_title: dossier.campaign_title.clone(),
        addressee: version.opened.addressee(today),
        channel: units.name(&submission.to_unit, today).to_owned(),
        standing: standing(&shell, history, house.now()),
        version: sent(submission),
        sha256: submission.sha256.clone(),
        by: submission.by_name.clone(),
        reason: submission.reason.clone(),
        versions: version.all.iter().rev().map(sent).collect(),
        later: last
            .filter(|last| last.id != id)
            .map(|last| last.id.clone()),
        overtaken,
        again: before.is_some(),
        entries: entries(&version, &difference, &remarks),
        changes: changes(question, &difference, before.is_some()),
        files: files(&dossier.report, &version.content, &attached),
        lines: lines(&shell, &visitor, &version.opened, today),
        reasons: reasons(&shell),
        today: today.to_string(),
        acts: acts(&version, &visitor, today),
        id,
        shell,
    }))
}

/// The reasons for which a report may be sent back.
pub(in crate::web::pages) fn reasons(shell: &Shell) -> Vec<Choice> {
    let reason = |reason: &Reason| Choice {
        value: reason.id.clone(),
        text: label(shell, reason).to_owned(),
        chosen: false,
    };
    Reason::all().iter().map(reason).collect()
}

/// The table of contents of a version.
fn entries(version: &Version, difference: &Difference, remarks: &[Remark]) -> Vec<Entry> {
    let open_on = |item: &str| {
        let open = remarks.iter().filter(|it| !it.settled && it.item == item);
        open.count()
    };
    let sheet = version.opened.question.sheet(&version.content).into_iter();
    let entry = |part: Part| Entry {
        changed: difference
            .sections
            .iter()
            .any(|it| it.changed && it.item == part.item),
        open: open_on(&part.item),
        item: part.item,
        title: part.title,
        level: part.level,
        said: part.said,
    };
    sheet.map(entry).collect()
}

/// What a reader may do with a version now.
pub(super) fn acts(version: &Version, visitor: &Visitor, today: Date) -> Acts {
    let (opened, submission) = (&version.opened, &version.submission);
    let desk = road::of_desk(&opened.units, &opened.dossier, &submission.to_unit, today);
    let status = opened.history.status();
    let current = opened.history.current();
    let is_last = current.is_some_and(|last| last.ordinal == submission.ordinal);
    let at_hand = is_last && matches!(status, Status::Submitted | Status::Received);
    let open = opened.history.season == Season::Open;
    let may_here = |act| open && may(visitor, act, &desk);
    let next = next_leg(&opened.dossier, &submission.to_unit).filter(|to| {
        let gone = |leg: &Leg| leg.submission == submission.id && leg.to_unit == *to;
        let accepted = is_last && status == Status::Accepted;
        accepted && !opened.legs.iter().any(gone) && may_here(Act::SubmissionForward)
    });
    Acts {
        receive: is_last && status == Status::Submitted && may_here(Act::SubmissionReceive),
        send_back: at_hand && may_here(Act::SubmissionReturn),
        accept: at_hand && may_here(Act::SubmissionAccept),
        forward_to: next.map(|unit| opened.units.name(unit, today).to_owned()),
    }
}

/// The files of a version, each with where it is given out.
fn files(report: &str, content: &Content, attached: &[evidence::Evidence]) -> Vec<File> {
    let file = |sent: &Evidence| {
        let sha256 = sent.sha256.to_string();
        let kept = attached
            .iter()
            .find(|kept| kept.sha256 == sha256 && kept.name == sent.name);
        File {
            name: sent.name.clone(),
            href: kept.map_or_else(String::new, |kept| {
                format!("/reports/{report}/evidence/{}", kept.id)
            }),
        }
    };
    content.evidence.iter().map(file).collect()
}

fn names(files: &[Evidence]) -> Vec<String> {
    files.iter().map(|file| file.name.clone()).collect()
}

/// What changed beside the words, by the names of rows, columns and files.
fn changes(question: &Question, difference: &Difference, again: bool) -> Changes {
    let shown = |value: &Option<(rust_decimal::Decimal, String)>| match value {
        Some((value, unit)) => format!("{} {unit}", number(*value)),
        None => "–".to_owned(),
    };
    let figures = difference.figures.iter().map(|change| Changed {
        name: question.cell_name(&change.indicator, &change.period),
        before: shown(&change.before),
        after: shown(&change.after),
    });
    Changes {
        figures: figures.collect(),
        attached: match again {
            true => names(&difference.attached),
            false => Vec::new(),
        },
        detached: names(&difference.detached),
    }
}
