//! Remarks of leaders and reviewers on the draft, each tied to words of a section.

use axum::extract::{Path, State as Shared};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::exchange::{Anchor, Fate};
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal};
use tongket_store::notice::{self, Notice};
use tongket_store::review::Hand;
use tongket_store::{Done, consolidation, new_id, section};
use utoipa::ToSchema;

use super::desk::Desk;
use super::section::as_content;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::road::words;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What is said, and about what.
#[derive(Deserialize, ToSchema)]
pub(super) struct Pointed {
    /// The words it is about; empty for the whole section.
    #[serde(default)]
    quote: String,
    /// What is said.
    #[serde(default)]
    text: String,
}

/// A remark that was made or dealt with.
#[derive(Serialize, ToSchema)]
pub(super) struct OfRemark {
    /// Id of the remark.
    remark: String,
}

/// Somebody comments on the draft.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/comment",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    request_body = Pointed, responses((status = 200, body = OfRemark)))]
pub(super) async fn add(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Input(pointed): Input<Pointed>,
) -> Result<Next<OfRemark>, Problem> {
    unmarked(&pointed.text)?;
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let title = desk.title(&item)?.clone();
    desk.permit(Act::ConsolidationComment)?;
    let draft = desk.draft()?.clone();
    if pointed.text.trim().is_empty() {
        return Err(Code::CommentEmpty.into());
    }
    let current = section::current(&mut conn, draft.owner(), &item).await?;
    drop(conn);
    let html = current.map(|current| current.html).unwrap_or_default();
    let anchor = anchored(&item, &html, pointed.quote.trim())?;
    let to = format!("{}#remarks", desk.section_path(&item));
    let (now, clock) = (house.now(), house.clone());
    let remark = house
        .store
        .act::<String, Problem>(move |tx| {
            Box::pin(async move {
                let by = desk.visitor.account.clone();
                let hand = Hand { by: &by, at: now };
                let text = pointed.text.trim();
                let made = consolidation::remark(tx, &draft.id, &item, &anchor, text, hand).await?;
                let (remark, new) = made;
                if !new {
                    return Ok(Done::already(remark));
                }
                let path = desk.section_path(&item);
                let notice = Notice {
                    id: new_id(),
                    unit: desk.unit.clone(),
                    campaign: Some(desk.campaign.id.clone()),
                    subject_kind: "page".to_owned(),
                    subject: format!("{path}#remarks"),
                    kind: "remark".to_owned(),
                    data: words("notice-remark", &format!("{title} – {text}")),
                    at: now,
                };
                notice::add(tx, &notice).await?;
                let data = json!({ "item": item, "remark": remark });
                let event = desk.event(&clock, Act::ConsolidationComment, &draft.id, data);
                Ok(Done::new(remark, event))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, OfRemark { remark }).saying("submission-commented"))
}

/// The place of these words in the section as it stands.
fn anchored(item: &str, html: &str, quote: &str) -> Result<Anchor, Refusal> {
    let content = as_content(item, html);
    let meant = Anchor::Words {
        item: item.to_owned(),
        quote: quote.to_owned(),
        prefix: String::new(),
        offset: 0,
    };
    if quote.is_empty() {
        return Ok(meant);
    }
    let found = meant.find(&content);
    match (found.fate, found.spot) {
        (Fate::Exact | Fate::Moved, Some(spot)) => {
            Ok(Anchor::at(&content, &spot.item, spot.start, spot.end).unwrap_or(meant))
        }
        _ => Err(Refusal::quote_not_found(quote)),
    }
}

/// A remark was dealt with.
#[utoipa::path(post,
    path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/comments/{remark}/settlement",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("remark" = String, Path)),
    responses((status = 200, body = OfRemark)))]
pub(super) async fn settle(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item, remark)): Path<(String, String, String, String)>,
) -> Result<Next<OfRemark>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.write()?;
    let draft = desk.draft()?.clone();
    let to = format!("{}#remarks", desk.section_path(&item));
    let (now, clock, settled) = (house.now(), house.clone(), remark.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let by = desk.visitor.account.clone();
                let hand = Hand { by: &by, at: now };
                if !consolidation::settle(tx, &draft.id, &settled, hand).await? {
                    return Ok(Done::already(()));
                }
                let data = json!({ "settled": settled });
                let event = desk.event(&clock, Act::ConsolidationWrite, &draft.id, data);
                Ok(Done::new((), event))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, OfRemark { remark }).saying("submission-settled"))
}
