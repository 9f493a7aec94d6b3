//! The plan and what was read from it, side by side.
//!
//! On the left the document with everything that was recognised; on the right
//! the structure: each object shows its sentence, each sentence its objects.
//! What nobody understood and what is wrong with the plan is listed too.

mod eye;
mod marks;
mod rows;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::plan::Role;
use tongket_store::account;
use tongket_store::{blob, plan};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::eye::Shown;
use self::rows::{
    CorrectionRow, Finding, PlanDeadline, PlanFact, PlanGroup, PlanItem, PlanOccasion, PlanTask,
    Quoted,
};
use super::corrections::said_of;
use super::document::Block;
use super::draft::Draft;
use super::{Day, Desk, Head};
use crate::web::house::House;
use crate::web::language::Language;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(file))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/plan.html")]
struct PlanView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Who issued the plan.
    issuer: String,
    /// The years under review.
    period: String,
    /// The day as of which groups of units are resolved.
    as_of: Day,
    /// Name of the uploaded file; empty where there is none.
    file: String,
    /// What the importer says of the file.
    notes: Vec<String>,
    /// The document.
    document: Vec<Block>,
    /// What the document says of itself.
    facts: Vec<PlanFact>,
    /// Tasks.
    tasks: Vec<PlanTask>,
    /// Deadlines as written.
    deadlines: Vec<PlanDeadline>,
    /// Groups of units.
    groups: Vec<PlanGroup>,
    /// The outline.
    items: Vec<PlanItem>,
    /// Days on which something happens.
    occasions: Vec<PlanOccasion>,
    /// Sentences from which nothing was read.
    unclaimed: Vec<Quoted>,
    /// What is wrong with the plan.
    findings: Vec<Finding>,
    /// What people put right.
    corrections: Vec<CorrectionRow>,
    /// What is being edited on this page: an object, or "new-task", "new-item", "new-occasion".
    #[serde(skip)]
    edit: String,
    /// Words to begin a new task with.
    #[serde(skip)]
    begin: String,
}
views!(PlanView);

/// What to edit.
#[derive(Deserialize, Default)]
struct Editing {
    #[serde(default)]
    edit: String,
    /// An unclaimed sentence from which a task is made.
    #[serde(default)]
    from: String,
}

/// The plan with what was read from it.
#[utoipa::path(get, path = "/campaigns/{id}/plan", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = PlanView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(editing): Query<Editing>,
) -> Result<Page<PlanView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let draft = Draft::of(&house, &desk).await?;
    let head = desk.head(&visitor, "plan");
    let edit = match head.may_prepare {
        true => editing.edit,
        false => String::new(),
    };
    let mut conn = house.store.read().await?;
    let file = plan::file(&mut conn, &id).await?;
    let mut corrections = Vec::new();
    for (at, kept) in draft.kept.iter().enumerate() {
        let by = account::find(&mut conn, &kept.by).await?;
        let unplaced = draft
            .corrected
            .unplaced
            .iter()
            .find(|missing| missing.correction == at);
        let missing = unplaced.map(|missing| match shell.language {
            Language::Vietnamese => missing.reason.clone(),
            Language::English => missing.reason_en.clone(),
        });
        corrections.push(CorrectionRow {
            id: kept.id.clone(),
            what: said_of(&shell, &desk, &kept.correction.change),
            reason: kept.correction.reason.clone(),
            by: by.map(|account| account.full_name).unwrap_or_default(),
            at: shell.moment(&kept.at),
            unplaced: missing.unwrap_or_default(),
        });
    }
    let reading = Shown::of(&shell, &desk, &draft, &edit);
    let period = desk
        .campaign
        .period
        .map(|(from, to)| format!("{from} – {to}"));
    let unclaimed = &reading.unclaimed;
    let begin = unclaimed
        .iter()
        .find(|quoted| quoted.object == editing.from);
    Ok(Page(PlanView {
        begin: begin.map(|quoted| quoted.quote.clone()).unwrap_or_default(),
        head,
        issuer: desk.campaign.issuer.clone(),
        period: period.unwrap_or_default(),
        as_of: Day::of(&shell, desk.campaign.as_of),
        file: file.map(|file| file.name).unwrap_or_default(),
        notes: draft
            .read
            .as_ref()
            .map(|read| read.source.origin.notes.clone())
            .unwrap_or_default(),
        document: reading.document,
        facts: reading.facts,
        tasks: reading.tasks,
        deadlines: reading.deadlines,
        groups: reading.groups,
        items: reading.items,
        occasions: reading.occasions,
        unclaimed: reading.unclaimed,
        findings: reading.findings,
        corrections,
        edit,
        shell,
    }))
}

/// The document as it was uploaded.
#[utoipa::path(get, path = "/campaigns/{id}/plan/file", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, description = "The bytes of the file")))]
async fn file(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Desk::readable(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let missing = || Refusal::not_found(Said::new("văn bản kế hoạch", "the plan's document"));
    let file = plan::file(&mut conn, &id).await?.ok_or_else(missing)?;
    let bytes = blob::find(&mut conn, &file.sha256)
        .await?
        .ok_or_else(missing)?;
    let name: String = file
        .name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}

/// The word of a part in a task, as it is kept.
pub(super) fn part_of(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Coordinate => "coordinate",
        Role::Advise => "advise",
    }
}
