//! The draft is begun, brought up to date, and news in it is answered.

use std::collections::BTreeSet;

use axum::extract::{Path, State as Shared};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::issue::draft::{self, Answer, Elsewhere, Fresh, Piece, Refreshed, moved};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::consolidation::{self, Consolidation};
use tongket_store::review::Hand;
use tongket_store::section::{self, Origin};
use tongket_store::{Done, Tx, amendment, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use super::moved::{Whole, homes};
use super::show::is_news;
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
/// is kept when all sections were brought up. With one section those are brought up from which
/// sentences were moved to it.
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
    let items: Vec<String> = match item {
        Some(item) => {
            let current = section::current(&mut conn, draft.owner(), item).await?;
            let html = current.map(|current| current.html).unwrap_or_default();
            let homes = homes(&html, item, &kept).into_iter();
            let asked = homes.filter(|home| desk.tier.items.contains(home));
            std::iter::once(item.to_owned()).chain(asked).collect()
        }
        None => desk.tier.items.clone(),
    };
    drop(conn);
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
                let mut whole = Whole::of(tx, &draft).await?;
                let elsewhere = whole.elsewhere();
                let mut changed = BTreeSet::new();
                for composed in composed {
                    let laid = Laid {
                        desk: &desk,
                        draft: &draft,
                        generation: &generation,
                        elsewhere: &elsewhere,
                        hand,
                    };
                    changed.extend(laid.lay(tx, &mut whole, composed).await?);
                }
                let sections = changed.len();
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

/// What sections are laid with.
struct Laid<'a> {
    desk: &'a Desk,
    draft: &'a Consolidation,
    generation: &'a str,
    elsewhere: &'a Elsewhere,
    hand: Hand<'a>,
}

impl Laid<'_> {
    /// Lays one section, and what of it stands in others; gives the sections in which anything
    /// changed. What was saved or looked at since it was composed is taken as it is now.
    async fn lay(
        &self,
        tx: &mut Tx,
        whole: &mut Whole,
        composed: Composed,
    ) -> Result<Vec<String>, Problem> {
        let (item, draft) = (composed.item, self.draft);
        let base: Option<Vec<Piece>> = whole.pieces(&item).map(<[Piece]>::to_vec);
        let fresh = match base == composed.base {
            true => composed.fresh,
            false => (self.desk.tier).fresh(&item, base.as_deref().unwrap_or_default()),
        };
        let html = whole.html(&item);
        let made: Refreshed = match &base {
            None if html.is_empty() => draft::first(&fresh),
            _ => {
                let base = base.as_deref().unwrap_or_default();
                draft::refresh(base, html, &fresh, self.elsewhere)
            }
        };
        let origin = match base {
            None => Origin::Composed,
            Some(_) => Origin::Refreshed,
        };
        let mut changed = Vec::new();
        let follow: Vec<&str> = made.follow.iter().map(|(key, _)| key.as_str()).collect();
        for other in whole.others(&item, &follow) {
            let text = moved::followed(whole.html(&other), &made.follow);
            let other_text = (other.as_str(), text);
            whole
                .keep(tx, draft, other_text, Origin::Refreshed, self.hand)
                .await?;
            changed.push(other);
        }
        let text_changed = made.html != whole.html(&item);
        if text_changed {
            let text = (item.as_str(), made.html);
            whole.keep(tx, draft, text, origin, self.hand).await?;
        }
        let pieces_changed = base.as_deref() != Some(&made.pieces);
        if pieces_changed {
            let (id, generation) = (&draft.id, self.generation);
            consolidation::keep_pieces(tx, id, &item, generation, &made.pieces, self.hand).await?;
        }
        if text_changed || pieces_changed {
            changed.push(item);
        }
        Ok(changed)
    }
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
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
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
    drop(conn);
    let to = format!("{}#news", desk.section_path(&item));
    let (now, clock) = (house.now(), house.clone());
    let sections = house
        .store
        .act::<usize, Problem>(move |tx| {
            Box::pin(async move {
                let by = desk.visitor.account.clone();
                let hand = Hand { by: &by, at: now };
                let mut whole = Whole::of(tx, &draft).await?;
                let mut answered = 0;
                for (home, key) in meant(&whole, &item, &decided.key) {
                    let desk = (&draft, hand);
                    answered +=
                        usize::from(decide(tx, &mut whole, desk, (&home, &key), answer).await?);
                }
                if answered == 0 {
                    return Ok(Done::already(0));
                }
                let id = &draft.id;
                let data = json!({ "item": item, "piece": decided.key, "answer": decided.answer });
                let event = desk.event(&clock, Act::ConsolidationWrite, id, data);
                Ok(Done::new(1, event))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, Brought { sections }).saying("consolidation-answered-news"))
}

/// What an answer on the page of a section is about: sections with a key each, empty for all that is
/// news there. A piece that was moved to the section is answered on its page too.
fn meant(whole: &Whole, item: &str, key: &str) -> Vec<(String, String)> {
    let is_own = |key: &str| {
        let mut own = whole.pieces(item).unwrap_or_default().iter();
        own.any(|piece| piece.key == key)
    };
    let homed = |key: String| Some((whole.home(&key)?.to_owned(), key));
    match key {
        "" => {
            let guests = whole.guests(item).into_iter().map(|guest| guest.key);
            let guests: BTreeSet<(String, String)> = guests.filter_map(homed).collect();
            let own = (item.to_owned(), String::new());
            std::iter::once(own).chain(guests).collect()
        }
        key if is_own(key) => vec![(item.to_owned(), key.to_owned())],
        key => homed(key.to_owned()).into_iter().collect(),
    }
}

/// Answers about the news of a section, wherever its pieces stand; whether there was anything.
async fn decide(
    tx: &mut Tx,
    whole: &mut Whole,
    (draft, hand): (&Consolidation, Hand<'_>),
    (home, key): (&str, &str),
    answer: Answer,
) -> Result<bool, Problem> {
    let Some((generation, base)) = consolidation::pieces(tx, &draft.id, home).await? else {
        return Ok(false);
    };
    let meant = |piece: &&Piece| is_news(piece) && (key.is_empty() || piece.key == key);
    let meant: Vec<&Piece> = base.iter().filter(meant).collect();
    let made = draft::answer(&base, whole.html(home), key, answer);
    if made.pieces == base {
        return Ok(false);
    }
    let keys: Vec<&str> = meant.iter().map(|piece| piece.key.as_str()).collect();
    for other in whole.others(home, &keys) {
        let html = moved::answered(whole.html(&other), &meant, answer);
        if html != whole.html(&other) {
            let text = (other.as_str(), html);
            whole.keep(tx, draft, text, Origin::Refreshed, hand).await?;
        }
    }
    if made.html != whole.html(home) {
        let text = (home, made.html);
        whole.keep(tx, draft, text, Origin::Refreshed, hand).await?;
    }
    consolidation::keep_pieces(tx, &draft.id, home, &generation, &made.pieces, hand).await?;
    Ok(true)
}
