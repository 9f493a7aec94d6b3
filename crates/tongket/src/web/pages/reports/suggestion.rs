//! What the same unit wrote in an earlier campaign: offered in grey, never taken over by itself.
//!
//! Only what was accepted is offered. Taking it over is an act for one
//! section; the section then bears a mark until somebody edits it or says
//! that it was read and still holds.

use axum::extract::{Path, State as Shared};
use serde::{Deserialize, Serialize};
use serde_json::json;
use similar::TextDiff;
use tongket_core::exchange::{Content, SectionState};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::{Conn, Done, StoreError, campaign, new_id, report};
use utoipa::ToSchema;

use super::desk::Desk;
use super::save::{self, Incoming};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Titles that are less alike than this ask for different things.
const ALIKE: f32 = 0.8;

/// What the unit wrote in an earlier campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Suggestion {
    /// The text.
    pub(super) html: String,
    /// The campaign.
    pub(super) campaign: String,
}

/// What the unit had accepted last, and in which campaign.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn accepted(
    conn: &mut Conn,
    desk: &Desk,
) -> Result<Option<(String, Content)>, StoreError> {
    let before = report::accepted_before(conn, &desk.report.unit, &desk.campaign.id).await?;
    let Some((earlier, content)) = before else {
        return Ok(None);
    };
    match serde_json::from_str(&content) {
        Ok(content) => Ok(Some((earlier, content))),
        Err(_) => Err(StoreError::Damaged("submission.content".to_owned())),
    }
}

/// What is offered for a section.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn offered(
    conn: &mut Conn,
    desk: &Desk,
    item: &str,
) -> Result<Option<Suggestion>, StoreError> {
    let Some((earlier, content)) = accepted(conn, desk).await? else {
        return Ok(None);
    };
    let wanted = desk.outline.find(item).map(|item| item.title.clone());
    let wanted = wanted.unwrap_or_default();
    let items = campaign::outline(conn, &earlier).await?;
    let rated = items
        .iter()
        .map(|item| (likeness(&wanted, &item.title), item));
    let best = rated
        .filter(|(rating, _)| *rating >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let text = best.and_then(|(_, item)| content.section(&item.id));
    let text = text.filter(|section| section.state == SectionState::Written);
    let Some(text) = text.filter(|section| !section.text.trim().is_empty()) else {
        return Ok(None);
    };
    let title = campaign::find(conn, &earlier)
        .await?
        .map(|campaign| campaign.title);
    Ok(Some(Suggestion {
        html: text.html.clone(),
        campaign: title.unwrap_or_default(),
    }))
}

fn likeness(one: &str, other: &str) -> f32 {
    let (one, other) = (fold::key(one), fold::key(other));
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split(' ').collect(), other.split(' ').collect());
    TextDiff::from_slices(&one, &other).ratio()
}

/// On which version something is done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct On {
    /// Id of the version that the page showed; empty where there was none.
    #[serde(default)]
    pub(super) base: String,
}

/// Takes over what was written in an earlier campaign: below what the section says already.
#[utoipa::path(post, path = "/reports/{id}/sections/{item}/suggestion", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)), request_body = On,
    responses((status = 200)))]
pub(super) async fn take(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Input(on): Input<On>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.known(&item)?;
    desk.change(Act::SectionWrite, Some(&item))?;
    let offered = offered(&mut conn, &desk, &item).await?;
    let Some(offered) = offered else {
        let what = Said::new("nội dung gợi ý cho mục này", "suggestion for this section");
        return Err(Refusal::not_found(what).into());
    };
    let current = section::current(&mut conn, &id, &item).await?;
    drop(conn);
    let own = current.map(|current| current.html).unwrap_or_default();
    let to = desk.section_path(&item);
    if own.contains(&offered.html) {
        return Ok(Next::new(&shell, to, ()).saying("report-taken-over"));
    }
    let incoming = Incoming {
        item,
        base: Some(on.base).filter(|base| !base.is_empty()),
        html: own + &offered.html,
        origin: Origin::Suggested,
        settles: None,
    };
    save::keep(&house, &desk, incoming, None).await?;
    Ok(Next::new(&shell, to, ()).saying("report-taken-over"))
}

/// Says that what was taken over has been read and stands.
#[utoipa::path(post, path = "/reports/{id}/sections/{item}/reading", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)), request_body = On,
    responses((status = 200)))]
pub(super) async fn confirm(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Input(on): Input<On>,
) -> Result<Next<()>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id).await?;
    drop(conn);
    desk.change(Act::SectionWrite, Some(&item))?;
    let to = desk.section_path(&item);
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let current = section::current(tx, &desk.report.id, &item).await?;
                let read = current
                    .filter(|current| current.id == on.base && current.origin == Origin::Suggested);
                let Some(read) = read else {
                    return Ok(Done::already(()));
                };
                let version = Version {
                    id: new_id(),
                    base: Some(read.id.clone()),
                    author: desk.visitor.account.clone(),
                    at: now,
                    state: State::Written,
                    standing: Standing::Current,
                    origin: Origin::Confirmed,
                    settles: None,
                    ..read
                };
                section::keep(tx, &version).await?;
                let data = json!({ "item": item, "version": version.id, "outcome": "read" });
                Ok(Done::new((), desk.event(&clock, Act::SectionWrite, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-confirmed"))
}
