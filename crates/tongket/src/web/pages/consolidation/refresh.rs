//! The draft is begun, brought up to date, and news in it is answered.

use axum::extract::{Path, State as Shared};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::issue::draft::{self, Answer, Fresh, Piece, Refreshed};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::consolidation::{self, Consolidation};
use tongket_store::review::Hand;
use tongket_store::section::{self, Origin, Shelf, Standing, State, Version};
use tongket_store::{Done, Tx, amendment, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What became of the draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Brought {
    /// Sections whose text or whose sources changed.
    sections: usize,
}

/// Begins the draft: every section composed from the reports that were accepted.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/draft", tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path)),
    responses((status = 200, body = Brought)))]
pub(super) async fn begin(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit)): Path<(String, String)>,
) -> Result<Next<Brought>, Problem> {
    let (mut desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.write()?;
    if desk.draft.is_none() {
        let made = Consolidation {
            id: new_id(),
            campaign: id,
            unit,
            created_at: house.now(),
        };
        let event = desk.event(
            &house,
            Act::ConsolidationWrite,
            &made.id,
            json!({ "begun": true }),
        );
        let (kept, by) = (made.clone(), visitor.account.clone());
        let act = house.store.act::<Consolidation, Problem>(move |tx| {
            Box::pin(async move {
                // Of two who begin at the same time one finds it begun.
                let known = consolidation::find(tx, &kept.campaign, &kept.unit).await?;
                if let Some(known) = known {
                    return Ok(Done::already(known));
                }
                consolidation::create(tx, &kept, &by).await?;
                Ok(Done::new(kept, event))
            })
        });
        desk.draft = Some(act.await?);
    }
    let sections = refreshed(&house, &desk, None).await?;
    let brought = Brought { sections };
    Ok(Next::new(&shell, desk.path(), brought).saying("consolidation-begun"))
}

/// What is brought up to date.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Wanted {
    /// Id of one outline item; all sections where it is empty.
    #[serde(default)]
    item: String,
}

/// Brings the draft up to date with its sources; no edit is lost.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/refresh", tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path)), request_body = Wanted,
    responses((status = 200, body = Brought)))]
pub(super) async fn bring_up(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit)): Path<(String, String)>,
    Input(wanted): Input<Wanted>,
) -> Result<Next<Brought>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.write()?;
    desk.draft()?;
    let item = Some(wanted.item.as_str()).filter(|item| !item.is_empty());
    if let Some(item) = item {
        desk.title(item)?;
    }
    let sections = refreshed(&house, &desk, item).await?;
    let to = item.map_or_else(|| desk.path(), |item| desk.section_path(item));
    Ok(Next::new(&shell, to, Brought { sections }).saying("consolidation-refreshed"))
}

/// A section composed anew, on what was kept of it then.
struct Composed {
    item: String,
    base: Option<Vec<Piece>>,
    fresh: Fresh,
}

/// Brings sections up to date; gives how many changed. A generation tells of the whole draft, so it
/// is kept when all sections were brought up.
///
/// # Errors
/// The draft was not begun, or the store cannot.
pub(super) async fn refreshed(
    house: &House,
    desk: &Desk,
    item: Option<&str>,
) -> Result<usize, Problem> {
    let draft = desk.draft()?.clone();
    let mut conn = house.store.read().await?;
    let kept = consolidation::all_pieces(&mut conn, &draft.id).await?;
    drop(conn);
    let items: Vec<String> = match item {
        Some(item) => vec![item.to_owned()],
        None => desk.tier.items.clone(),
    };
    let tier = std::sync::Arc::clone(&desk.tier);
    let composed = house.at_the_back(move || {
        let mut composed = Vec::with_capacity(items.len());
        for item in items {
            let base = kept.iter().find(|(known, _)| *known == item);
            let base = base.map(|(_, pieces)| pieces.clone());
            composed.push(Composed {
                fresh: tier.fresh(&item, base.as_deref().unwrap_or_default()),
                base,
                item,
            });
        }
        composed
    });
    let (composed, now) = (composed.await, house.now());
    let (desk, clock, whole) = (desk.clone(), house.clone(), item.is_none());
    house
        .store
        .act::<usize, Problem>(move |tx| {
            Box::pin(async move {
                let by = desk.visitor.account.clone();
                let hand = Hand { by: &by, at: now };
                let generation = generation(tx, &desk, &draft, whole, hand).await?;
                let mut sections = 0;
                for composed in composed {
                    sections +=
                        usize::from(lay(tx, &desk, &draft, &generation, composed, hand).await?);
                }
                let data = json!({ "generation": generation, "sections": sections });
                let event = desk.event(&clock, Act::ConsolidationWrite, &draft.id, data);
                Ok(Done::new(sections, event))
            })
        })
        .await
}

/// The generation of what is brought up: a new one for the whole, the last one for a section, unless
/// other versions count now or the campaign was amended since.
async fn generation(
    tx: &mut Tx,
    desk: &Desk,
    draft: &Consolidation,
    whole: bool,
    hand: Hand<'_>,
) -> Result<String, Problem> {
    let last = consolidation::last_generation(tx, &draft.id).await?;
    match last {
        Some(last) if !whole => Ok(last.id),
        Some(last)
            if last.submissions == desk.tier.submissions()
                && !amendment::is_behind(tx, &desk.campaign.id, &last.id).await? =>
        {
            Ok(last.id)
        }
        _ => {
            let (id, made) = (&draft.id, &desk.looked);
            let submissions = desk.tier.submissions();
            consolidation::add_generation(tx, id, made, &submissions, hand).await?;
            Ok(made.clone())
        }
    }
}

/// Lays one section; whether anything in it changed. What was saved or looked at since it was
/// composed is taken as it is now.
async fn lay(
    tx: &mut Tx,
    desk: &Desk,
    draft: &Consolidation,
    generation: &str,
    composed: Composed,
    hand: Hand<'_>,
) -> Result<bool, Problem> {
    let item = composed.item;
    let kept = consolidation::pieces(tx, &draft.id, &item).await?;
    let base = kept.map(|(_, pieces)| pieces);
    let fresh = match base == composed.base {
        true => composed.fresh,
        false => desk.tier.fresh(&item, base.as_deref().unwrap_or_default()),
    };
    let current = section::current(tx, draft.owner(), &item).await?;
    let html = current.as_ref().map_or("", |current| &current.html);
    let made: Refreshed = match &base {
        None if html.is_empty() => draft::first(&fresh),
        _ => draft::refresh(base.as_deref().unwrap_or_default(), html, &fresh),
    };
    let origin = match base {
        None => Origin::Composed,
        Some(_) => Origin::Refreshed,
    };
    let text_changed = made.html != html;
    if text_changed {
        let base = current.as_ref().map(|current| current.id.clone());
        keep(tx, draft, &item, base, &made.html, origin, hand).await?;
    }
    let pieces_changed = base.as_deref() != Some(&made.pieces);
    if pieces_changed {
        consolidation::keep_pieces(tx, &draft.id, &item, generation, &made.pieces, hand).await?;
    }
    Ok(text_changed || pieces_changed)
}

async fn keep(
    tx: &mut Tx,
    draft: &Consolidation,
    item: &str,
    base: Option<String>,
    html: &str,
    origin: Origin,
    hand: Hand<'_>,
) -> Result<(), Problem> {
    let at: Timestamp = hand.at;
    let version = Version {
        id: new_id(),
        report: draft.id.clone(),
        item: item.to_owned(),
        base,
        state: State::Written,
        html: html.to_owned(),
        author: hand.by.to_owned(),
        at,
        standing: Standing::Current,
        origin,
        settles: None,
    };
    section::keep_on(tx, Shelf::Consolidation, &version).await?;
    Ok(())
}

/// What somebody decides about news.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Decided {
    /// Key of the piece; all news of the section where it is empty.
    #[serde(default)]
    key: String,
    /// "seen", "follow" or "drop".
    answer: String,
}

/// Answers what is new in a section: it was looked at; the draft is to follow; it is to go.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/answer",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    request_body = Decided, responses((status = 200, body = Brought)))]
pub(super) async fn answer(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Input(decided): Input<Decided>,
) -> Result<Next<Brought>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    desk.title(&item)?;
    desk.write()?;
    let draft = desk.draft()?.clone();
    let answer = match decided.answer.as_str() {
        "seen" => Answer::Seen,
        "follow" => Answer::Follow,
        "drop" if !decided.key.is_empty() => Answer::Drop,
        _ => {
            let field = Said::new("lựa chọn", "choice");
            let why = Said::new("không có lựa chọn này", "there is no such choice");
            return Err(Refusal::field_invalid(field, why).into());
        }
    };
    let kept = consolidation::pieces(&mut conn, &draft.id, &item).await?;
    let generation = kept.map(|(generation, _)| generation).unwrap_or_default();
    drop(conn);
    let to = format!("{}#news", desk.section_path(&item));
    let (now, clock) = (house.now(), house.clone());
    let sections = house
        .store
        .act::<usize, Problem>(move |tx| {
            Box::pin(async move {
                let by = desk.visitor.account.clone();
                let hand = Hand { by: &by, at: now };
                let Some((_, base)) = consolidation::pieces(tx, &draft.id, &item).await? else {
                    return Ok(Done::already(0));
                };
                let current = section::current(tx, draft.owner(), &item).await?;
                let html = current.as_ref().map_or("", |current| &current.html);
                let made = draft::answer(&base, html, &decided.key, answer);
                if made.pieces == base {
                    return Ok(Done::already(0));
                }
                if made.html != html {
                    let before = current.as_ref().map(|current| current.id.clone());
                    let origin = Origin::Refreshed;
                    keep(tx, &draft, &item, before, &made.html, origin, hand).await?;
                }
                let id = &draft.id;
                consolidation::keep_pieces(tx, id, &item, &generation, &made.pieces, hand).await?;
                let data = json!({ "item": item, "piece": decided.key, "answer": decided.answer });
                let event = desk.event(&clock, Act::ConsolidationWrite, id, data);
                Ok(Done::new(1, event))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, Brought { sections }).saying("consolidation-answered-news"))
}
