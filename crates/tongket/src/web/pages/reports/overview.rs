//! The overview of a report: what is asked, what is written, what comes next.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use tongket_core::exchange::{SectionState, Status};
use tongket_core::permit::Act;
use tongket_core::report::{Ask, asks};
use tongket_store::section::{self, Origin, Version};
use tongket_store::{Conn, evidence, history, report, report_file};
use utoipa::ToSchema;

use super::content::state;
use super::desk::Desk;
use super::evidence::Attached;
use super::figure::{Table, doubted, said};
use super::section::Link;
use crate::web::house::House;
use crate::web::outline::named;
use crate::web::page::{Page, views};
use crate::web::pages::duties::{Pressing, badge, status_text};
use crate::web::problem::Problem;
use crate::web::road::{GivenBack, given_back, sent_once};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/overview.html")]
pub(super) struct Overview {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// The campaign.
    campaign: String,
    /// What the duty says.
    title: String,
    /// The duty's day, and how pressing it is.
    pressing: Pressing,
    /// Where the report stands: "drafting", "submitted" …
    status: &'static str,
    #[serde(skip)]
    status_text: String,
    #[serde(skip)]
    badge: &'static str,
    /// To whom it is addressed, as written.
    recipient: String,
    /// Through whom it goes, as written.
    via: String,
    /// The sections that this reader may see, in the order of the outline.
    sections: Vec<Row>,
    /// How many of them must be answered.
    required: usize,
    /// How many of those are.
    answered: usize,
    /// Its figure tables.
    forms: Vec<FormRow>,
    /// Evidence of the report as a whole and of its sections.
    evidence: Vec<Attached>,
    /// Files that were taken in.
    files: Vec<Link>,
    /// How it came back from the leader, unsigned.
    given_back: Option<GivenBack>,
    /// Whether it lies with the receiver: what is written now changes nothing of what was sent.
    sent: bool,
    /// Whether the reader may open it again to correct it.
    corrects: bool,
    /// Why it cannot be written now; empty where it can.
    closed: String,
    /// Whether the whole of it is seen, or only what was delegated.
    whole: bool,
    /// Whether sections may be given to colleagues.
    delegates: bool,
    /// Whether evidence may be attached to the whole.
    attaches: bool,
    /// Largest file, in bytes.
    largest: usize,
    /// What keeps it from going up, one line each.
    lacking: Vec<Link>,
}
views!(Overview);

/// A section in the overview.
#[derive(Serialize, ToSchema)]
struct Row {
    /// Address of its page.
    href: String,
    /// Label and title.
    title: String,
    /// Depth, from 1.
    level: u8,
    /// Whether something must be said.
    required: bool,
    /// "written", "nil" or "empty".
    state: &'static str,
    /// In whose hands it is.
    in_hand: Vec<String>,
    /// Comments that wait.
    comments: i64,
    /// Whether a text is kept beside it.
    conflict: bool,
    /// Whether it was taken over from an earlier campaign and nobody has read it since.
    unread: bool,
}

/// A figure table in the overview.
#[derive(Serialize, ToSchema)]
struct FormRow {
    /// Address of its page.
    href: String,
    /// Title.
    title: String,
    /// Cells that a unit fills in.
    asked: usize,
    /// How many of them are filled in.
    filled: usize,
    /// Rules that do not hold, one sentence each.
    broken: Vec<String>,
    /// Figures that can hardly be meant, one sentence each.
    doubts: Vec<String>,
    /// Whether figures were taken over from an earlier campaign and nobody has read them since.
    unread: bool,
}

/// A report.
#[utoipa::path(get, path = "/reports/{id}", tag = "report", params(("id" = String, Path)),
    responses((status = 200, body = Overview)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    match Desk::of(&house, &visitor, &id).await {
        Ok((desk, conn)) => {
            let overview = overview(&house, shell, desk, conn).await?;
            Ok(Page(overview).into_response())
        }
        Err(refused) if shell.wants_json => Err(refused),
        Err(refused) => to_what_was_sent(&house, &visitor, &id, refused).await,
    }
}

#[allow(
    clippy::too_many_lines,
    reason = "it only fills in what the page shows"
)]
async fn overview(
    house: &House,
    shell: Shell,
    desk: Desk,
    mut conn: Conn,
) -> Result<Overview, Problem> {
    let id = desk.report.id.clone();
    let versions = section::all_current(&mut conn, &id).await?;
    let beside = section::beside(&mut conn, &id).await?;
    let comments = report::comments_waiting(&mut conn, &id).await?;
    let tables = Table::all(&mut conn, &desk).await?;
    let files = report_file::of_report(&mut conn, &id).await?;
    let attached = evidence::of_report(&mut conn, &id).await?;
    let asks = asks(&desk.outline);
    let seen = asks
        .iter()
        .filter(|ask| desk.may(Act::DraftRead, Some(&ask.item.id)));
    let mut sections: Vec<Row> = seen.map(|ask| row(&desk, ask, &versions)).collect();
    for section in &mut sections {
        let own = |item: &str| desk.section_path(item) == section.href;
        section.conflict = beside.iter().any(|kept| own(&kept.item));
        section.comments = comments
            .iter()
            .filter(|(item, _)| own(item))
            .map(|(_, count)| count)
            .sum();
    }
    let seen = tables
        .iter()
        .filter(|table| desk.may(Act::DraftRead, Some(&table.item)));
    let forms: Vec<FormRow> = seen.map(|table| form_row(&shell, &desk, table)).collect();
    let whole = desk.may(Act::DraftRead, None);
    let readable = attached
        .iter()
        .filter(|file| whole || desk.may(Act::DraftRead, Some(&file.item)));
    let required = sections.iter().filter(|section| section.required);
    let files = files.into_iter().filter(|_| whole).map(|file| Link {
        href: format!("{}/files/{}", desk.path(), file.id),
        text: format!("{} ({})", file.name, shell.moment(&file.at)),
    });
    let status = desk.status(&mut conn).await?;
    let passages = history::passages(&mut conn, &id).await?;
    Ok(Overview {
        unit: shell.whose(&desk.unit_name()),
        campaign: desk.campaign.title.clone(),
        title: desk.duty.title.clone(),
        pressing: Pressing::of(
            &shell,
            &desk.duty,
            desk.marks.due_again,
            status.is_with_receiver() || desk.marks.correcting,
            desk.today,
        ),
        status: status.id(),
        status_text: status_text(status),
        badge: badge(status),
        recipient: desk.duty.recipient_text.clone(),
        via: desk.duty.via_text.clone(),
        required: required.clone().count(),
        answered: required.filter(|section| section.state != "empty").count(),
        evidence: readable.map(|file| Attached::of(&shell, file)).collect(),
        files: files.collect(),
        given_back: given_back(&shell, &passages).filter(|_| whole),
        sent: status.is_with_receiver() && status != Status::Accepted,
        corrects: desk.corrects(status),
        closed: closed(&shell, &desk),
        delegates: desk.change(Act::SectionDelegate, None).is_ok(),
        attaches: desk.change(Act::EvidenceAttach, None).is_ok(),
        largest: house.settings.largest_upload,
        lacking: lacking(&shell, &sections, &forms),
        whole,
        sections,
        forms,
        report: id,
        shell,
    })
}

/// Who sent the report before another unit took it over reads what was sent.
async fn to_what_was_sent(
    house: &House,
    visitor: &Visitor,
    id: &str,
    refused: Problem,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::unseen(house, visitor, id).await?;
    let sent = sent_once(&mut conn, visitor, &desk.report).await?;
    let sent = sent.ok_or(refused)?;
    Ok(Redirect::to(&format!("/submissions/{}", sent.id)).into_response())
}

/// Why nothing can be written; empty where it can.
fn closed(shell: &Shell, desk: &Desk) -> String {
    let refused = desk.open().err();
    let sentence = refused.map(|refusal| shell.say(refusal.sentence()).to_owned());
    sentence.unwrap_or_default()
}

fn row(desk: &Desk, ask: &Ask<'_>, versions: &[Version]) -> Row {
    let item = &ask.item.id;
    let version = versions.iter().find(|version| version.item == *item);
    let held = desk.delegations.iter().filter(|held| held.item == *item);
    Row {
        href: desk.section_path(item),
        title: named(ask.item),
        level: ask.item.level.clamp(1, 4),
        required: ask.required,
        state: match state(version) {
            SectionState::Written => "written",
            SectionState::Nil => "nil",
            SectionState::Empty => "empty",
        },
        in_hand: held.map(|held| held.full_name.clone()).collect(),
        comments: 0,
        conflict: false,
        unread: version.is_some_and(|version| version.origin == Origin::Suggested),
    }
}

fn form_row(shell: &Shell, desk: &Desk, table: &Table) -> FormRow {
    let filled = table
        .asked()
        .filter(|(row, column)| table.figures.get(&row.code, &column.key).is_some());
    FormRow {
        href: format!("{}/figures/{}", desk.path(), table.id),
        title: table.title.clone(),
        asked: table.asked().count(),
        filled: filled.count(),
        unread: !table.unread.is_empty(),
        doubts: table
            .doubts()
            .iter()
            .map(|doubt| doubted(shell, doubt))
            .collect(),
        broken: table
            .broken()
            .iter()
            .map(|broken| said(shell, broken))
            .collect(),
    }
}

/// What keeps a report from going up, each with the page on which it is put right.
fn lacking(shell: &Shell, sections: &[Row], forms: &[FormRow]) -> Vec<Link> {
    let mut lacking = Vec::new();
    for section in sections {
        let why = match section {
            Row { conflict: true, .. } => "report-lacks-choice",
            Row { unread: true, .. } => "report-lacks-reading",
            Row {
                required: true,
                state: "empty",
                ..
            } => "report-lacks-text",
            _ => continue,
        };
        let text = shell.t1(why, &section.title);
        lacking.push(Link {
            href: section.href.clone(),
            text,
        });
    }
    for form in forms
        .iter()
        .filter(|form| form.filled == 0 && form.asked > 0)
    {
        let text = shell.t1("report-lacks-figures", &form.title);
        lacking.push(Link {
            href: form.href.clone(),
            text,
        });
    }
    for form in forms.iter().filter(|form| form.unread) {
        let text = shell.t1("report-lacks-reading", &form.title);
        lacking.push(Link {
            href: form.href.clone(),
            text,
        });
    }
    for form in forms.iter().filter(|form| !form.broken.is_empty()) {
        let text = shell.t1("report-lacks-rule", &form.title);
        lacking.push(Link {
            href: form.href.clone(),
            text,
        });
    }
    lacking
}
