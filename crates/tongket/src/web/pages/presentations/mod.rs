//! Presenting, signing and sending: one page with the whole report.
//!
//! The drafter lays the report before the leader; the leader reads it on one
//! page and hands it back with a reason, or signs what he saw and sends it
//! along the plan's channel. An accepted report is opened again here too.

mod act;
mod sending;

pub(super) use act::{again, told};

use askama::Template;
use axum::extract::{Path, State};
use serde::Serialize;
use tongket_core::exchange::Status;
use tongket_core::permit::{Act, Table};
use tongket_store::{comment, submission};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::{
    GivenBack, Line, Opened, Overtaken, Remark, Slip, Standing, given_back, lines, may, overtaken,
    remarks, slip, standing,
};
use crate::web::sheet::Part;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show, act::present))
        .routes(routes!(act::withdraw))
        .routes(routes!(sending::submit))
        .routes(routes!(act::correct))
}

/// A report as it lies on the desk, to be presented or signed.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/presentations/show.html")]
struct OnDesk {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// What is to be done.
    title: String,
    /// Name of the unit whose it is.
    unit: String,
    /// What the campaign is about.
    campaign: String,
    /// To whom it is addressed.
    addressee: String,
    /// Name of the unit that takes it in.
    channel: String,
    /// Where it stands.
    standing: Standing,
    /// What it says, section by section.
    parts: Vec<Part>,
    /// Names of attached files.
    files: Vec<String>,
    /// Titles of sections on which nothing was said.
    missing: Vec<String>,
    /// Sections and tables taken over from an earlier campaign that nobody has read since.
    unread: Vec<String>,
    /// Titles of tables in which nothing is filled in.
    blank: Vec<String>,
    /// Rules of its tables that its figures break.
    broken: Vec<String>,
    /// Fingerprint of what is shown; to be sent along when it is signed.
    seen: String,
    /// How many versions were sent; to be sent along when it is signed.
    known: u32,
    /// Whether this very content waits for the leader.
    waiting: bool,
    /// Whether it was changed after it was presented.
    changed: bool,
    /// Amendments that came after it was sent.
    overtaken: Vec<Overtaken>,
    /// Why it came back.
    slip: Option<Slip>,
    /// How it came back from the leader, unsigned.
    given_back: Option<GivenBack>,
    /// How many remarks the author has still to answer.
    unanswered: usize,
    /// Remarks that the author has still to answer, and those answered.
    remarks: Vec<Remark>,
    /// Why it is being corrected.
    correction: String,
    /// Whether it is accepted and locked.
    locked: bool,
    /// Whether it is with the receiver already.
    sent: bool,
    /// Id of the version sent last.
    last: Option<String>,
    /// What happened to it.
    lines: Vec<Line>,
    /// Whether the reader may present it.
    may_present: bool,
    /// Whether the reader may take it back or hand it back.
    may_withdraw: bool,
    /// Whether the reader may sign it.
    may_sign: bool,
    /// Whether the reader may open it again.
    may_correct: bool,
}
views!(OnDesk);

/// The whole report on one page, to be presented or signed.
#[utoipa::path(get, path = "/reports/{id}/presentation", tag = "presentation",
    params(("id" = String, Path)), responses((status = 200, body = OnDesk)))]
#[allow(
    clippy::too_many_lines,
    reason = "it only fills in what the page shows"
)]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<OnDesk>, Problem> {
    let mut conn = house.store.read().await?;
    let opened = house.open_report(&mut conn, &id).await?;
    Table::permit(&visitor.memberships, Act::DraftRead, &opened.place)?;
    let content = opened.question.draft(&mut conn, &id).await?;
    let unread = opened.question.unread(&mut conn, &id).await?;
    let comments = comment::of_report(&mut conn, &id).await?;
    let last = submission::of_report(&mut conn, &id).await?.pop();
    let sent = last.as_ref().map(|last| last.id.as_str());
    let overtaken = overtaken(&mut conn, &shell, &opened.dossier, sent).await?;
    let Opened {
        dossier,
        history,
        question,
        units,
        place,
        ..
    } = &opened;
    let (now, today) = (house.now(), house.today());
    let channel = dossier.received_by();
    let presented = history.presented();
    let fingerprint = content.fingerprint();
    let status = history.status();
    let missing = content.missing(&question.asked).into_iter();
    let broken = question.broken(&content);
    let remarks = remarks(&shell, question, &comments, &content);
    Ok(Page(OnDesk {
        report: id,
        title: dossier.title.clone(),
        unit: shell.whose(&opened.whose(today)),
        campaign: dossier.campaign_title.clone(),
        addressee: opened.addressee(today),
        channel: channel.map_or(String::new(), |unit| units.name(unit, today).to_owned()),
        standing: standing(&shell, history, now),
        parts: question.sheet(&content),
        files: content
            .evidence
            .iter()
            .map(|file| file.name.clone())
            .collect(),
        missing: missing.map(|asked| asked.title.clone()).collect(),
        blank: question.blank_tables(&content),
        unread: unread
            .iter()
            .map(|place| shell.say(place).to_owned())
            .collect(),
        broken: broken
            .iter()
            .map(|rule| shell.say(rule).to_owned())
            .collect(),
        seen: fingerprint.to_string(),
        known: history.current().map_or(0, |sent| sent.ordinal),
        waiting: presented == Some(fingerprint),
        changed: presented.is_some_and(|presented| presented != fingerprint),
        overtaken,
        slip: slip(&shell, &opened),
        given_back: given_back(&shell, &opened.passages),
        unanswered: remarks.iter().filter(|remark| !remark.settled).count(),
        remarks,
        correction: history.correction().unwrap_or_default().to_owned(),
        locked: status == Status::Accepted,
        sent: matches!(status, Status::Submitted | Status::Received),
        last: last.map(|last| last.id),
        lines: lines(&shell, &visitor, &opened, today),
        may_present: may(&visitor, Act::ReportPresent, place),
        may_withdraw: presented.is_some() && may(&visitor, Act::PresentationWithdraw, place),
        may_sign: may(&visitor, Act::SubmissionCreate, place),
        may_correct: may(&visitor, Act::CorrectionOpen, place),
        shell,
    }))
}
