//! Putting right what was read: one form an object, one act, with a reason.
//!
//! What is sent is compared with what stands, and each difference becomes a
//! correction of its own. The reading itself is never touched: corrections are
//! laid over it, and can be taken back one by one.

mod wish;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::campaign::{Change, DutyKind, PlanCorrection, Proposal};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::plan::Order;
use tongket_store::correction::{self, Kept};
use tongket_store::{Done, campaign, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::wish::Wish;
use super::draft::Draft;
use super::{Desk, day, reason, refuse_secret};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(correct))
        .routes(routes!(withdraw))
        .routes(routes!(describe))
}

/// What was corrected.
#[derive(Serialize, ToSchema)]
struct CorrectionsMade {
    /// Ids of the corrections.
    corrections: Vec<String>,
}

/// Puts something right.
#[utoipa::path(post, path = "/campaigns/{id}/corrections", tag = "campaigns", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200, body = CorrectionsMade)))]
async fn correct(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Next<CorrectionsMade>, Problem> {
    let (desk, _) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let reason = reason(&wish.reason)?;
    let written = [&wish.title, &wish.units, &wish.recipient, &wish.via];
    let written = written.into_iter().flatten().map(String::as_str);
    refuse_secret(written.chain([wish.reason.as_str(), &wish.label]))?;
    let draft = Draft::of(&house, &desk).await?;
    let changes = wish.changes(draft.proposal())?;
    if changes.is_empty() {
        return Err(Refusal::field_invalid(
            Said::new("Nội dung sửa", "Correction"),
            Said::new("không khác gì hiện tại", "it changes nothing"),
        )
        .into());
    }
    let to = format!("/campaigns/{id}/plan{}", place_of(&wish, draft.proposal()));
    let corrections = keep(&house, &visitor, &desk, changes, &reason).await?;
    Ok(Next::new(&shell, to, CorrectionsMade { corrections }).saying("campaign-corrected"))
}

/// Where on the page the corrected object stands.
fn place_of(wish: &Wish, proposal: &Proposal) -> String {
    match wish.about.as_str() {
        "task" => format!("#o-t-{}", wish.target),
        "item" => {
            let items = proposal.outline.walk();
            let at = items.iter().position(|item| item.id == wish.target);
            format!("#o-m-{}", at.unwrap_or_default())
        }
        "drop_task" | "new_task" => "#tasks".to_owned(),
        "new_item" | "drop_item" => "#outline".to_owned(),
        _ => "#occasions".to_owned(),
    }
}

/// Keeps corrections as one act; gives their ids.
pub(super) async fn keep(
    house: &House,
    visitor: &Visitor,
    desk: &Desk,
    changes: Vec<Change>,
    reason: &str,
) -> Result<Vec<String>, Problem> {
    let permit = desk.permit(visitor, Act::PlanCorrect)?;
    let now = house.now();
    let kept: Vec<Kept> = changes
        .into_iter()
        .map(|change| Kept {
            id: new_id(),
            correction: PlanCorrection {
                change,
                reason: reason.to_owned(),
            },
            at: now,
            by: visitor.account.clone(),
        })
        .collect();
    let ids: Vec<String> = kept.iter().map(|kept| kept.id.clone()).collect();
    let told = desk.told(house, visitor, &permit, json!({ "corrections": ids }));
    let campaign = desk.campaign.id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                for kept in &kept {
                    correction::add(tx, &campaign, kept).await?;
                }
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(ids)
}

/// Takes a correction back.
#[utoipa::path(post, path = "/campaigns/{id}/corrections/{correction}/withdrawal", tag = "campaigns",
    params(("id" = String, Path), ("correction" = String, Path)), responses((status = 200)))]
async fn withdraw(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, wanted)): Path<(String, String)>,
) -> Result<Next<()>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let told = desk.told(&house, &visitor, &permit, json!({ "withdrawn": wanted }));
    let (campaign, now) = (id.clone(), house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                match correction::withdraw(tx, &campaign, &wanted, now).await? {
                    true => Ok(Done::new((), told)),
                    false => Ok(Done::already(())),
                }
            })
        })
        .await?;
    Ok(
        Next::new(&shell, format!("/campaigns/{id}/plan#corrections"), ())
            .saying("campaign-correction-withdrawn"),
    )
}

/// What a campaign says of itself.
#[derive(Deserialize, ToSchema)]
struct Description {
    /// What it is about.
    title: String,
    /// Number and notation of the plan.
    #[serde(default)]
    code: String,
    /// Who issued the plan.
    #[serde(default)]
    issuer: String,
    /// First and last year under review: "2016 - 2026"; empty for none.
    #[serde(default)]
    period: String,
    /// The day as of which groups of units are resolved.
    #[serde(default)]
    as_of: String,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Puts right what a draft says of itself.
#[utoipa::path(post, path = "/campaigns/{id}/description", tag = "campaigns", params(("id" = String, Path)),
    request_body = Description, responses((status = 200)))]
async fn describe(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<Description>,
) -> Result<Next<()>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let reason = reason(&wanted.reason)?;
    refuse_secret([wanted.title.as_str(), &wanted.code, &wanted.issuer, &reason])?;
    if wanted.title.trim().is_empty() {
        let field = Said::new("Tên đợt tổng kết", "Title");
        return Err(Refusal::field_invalid(field, Said::new("chưa ghi", "it is empty")).into());
    }
    let years = wanted.period.split(|letter: char| !letter.is_ascii_digit());
    let years: Vec<i64> = years.filter_map(|year| year.parse().ok()).collect();
    let before = desk.campaign.clone();
    let campaign = campaign::Campaign {
        title: wanted.title.trim().to_owned(),
        code: wanted.code.trim().to_owned(),
        issuer: wanted.issuer.trim().to_owned(),
        period: years.first().copied().zip(years.last().copied()),
        as_of: day(&wanted.as_of)?.unwrap_or(before.as_of),
        ..before.clone()
    };
    let told = desk.told(
        &house,
        &visitor,
        &permit,
        json!({ "as_of": [before.as_of.to_string(), campaign.as_of.to_string()], "reason": reason }),
    );
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                campaign::describe(tx, &campaign).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/plan"), ()).saying("campaign-corrected"))
}

/// What a change says, in one line.
pub(super) fn said_of(shell: &Shell, desk: &Desk, change: &Change) -> String {
    let name = |unit: &str| desk.name(unit);
    let one = |key: &str, it: &str| shell.t1(&format!("campaign-change-{key}"), it);
    let two = |key: &str, it: &str, of: &str| shell.t2(&format!("campaign-change-{key}"), it, of);
    let day = |day: &Option<jiff::civil::Date>| {
        day.map_or_else(|| shell.t("campaign-no-day"), |day| shell.day(&day))
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| shell.t("campaign-nobody"));
    match change {
        Change::Standing { name } => one("standing", &text(name)),
        Change::Unit { task, units } => two("units", &units.join("; "), &task.id),
        Change::Deadline { task, due } => two("deadline", &day(&due.day), &task.id),
        Change::Recipient { task, name } => two("recipient", &text(name), &task.id),
        Change::Via { task, name } => two("via", &text(name), &task.id),
        Change::Kind { task, kind } => {
            let kind = match kind {
                DutyKind::Report => shell.t("campaign-kind-report"),
                DutyKind::Deed => shell.t("campaign-kind-deed"),
            };
            two("kind", &kind, &task.id)
        }
        Change::Order { task, order } => {
            let order = match order {
                Order::Assign => shell.t("campaign-order-assign"),
                Order::Request => shell.t("campaign-order-request"),
            };
            two("order", &order, &task.id)
        }
        Change::Title { task, title } => two("title", title, &task.id),
        Change::Drop { task } => two("drop", &task.as_read, &task.id),
        Change::AddTask { task } => two("add-task", &task.title, &task.id),
        Change::AddMember { group, unit } => two("add-member", &name(unit), group),
        Change::RemoveMember { group, unit } => two("remove-member", &name(unit), group),
        Change::AddItem { item } => one("add-item", &format!("{} {}", item.label, item.title)),
        Change::ItemTitle { item, title } => two("item-title", title, &item.as_read),
        Change::DropItem { item } => one("drop-item", &item.as_read),
        Change::AddOccasion { occasion } => {
            two("add-occasion", &occasion.title, &day(&occasion.day))
        }
        Change::DropOccasion { title } => one("drop-occasion", title),
    }
}
