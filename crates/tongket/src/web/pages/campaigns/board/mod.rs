//! The board of a campaign: who has not sent, who has, who is late, by tier and by unit.
//!
//! Three views of the same rows: a [`table`] that can be narrowed down
//! ([`wanted`]), a [`grid`] of small tiles to look at, and the course of days.
//! Every figure ([`tiers`]) leads to the list of those it counts.

mod grid;
mod table;
mod tiers;
mod wanted;

pub(super) use self::tiers::{kind_word, level_word};

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal};
use tongket_store::campaign::State as Phase;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Desk, Head};
use crate::web::board::{Board, Post, Scope};
use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(table::show))
        .routes(routes!(grid::grid))
}

/// A campaign's board with its reader's part of it.
pub(super) struct Watch {
    /// The campaign.
    pub(super) desk: Desk,
    /// Where its reports stand.
    pub(super) board: Arc<Board>,
    /// What the reader may see of it.
    pub(super) scope: Scope,
    /// The moment of asking.
    pub(super) now: Timestamp,
}

impl Watch {
    /// For a reader who may see at least a part.
    pub(super) async fn of(house: &House, visitor: &Visitor, id: &str) -> Result<Watch, Problem> {
        let desk = Desk::of(house, id).await?;
        let scope = Scope::of(visitor, &desk.campaign, &desk.units, desk.today);
        let board = house.board(id).await?.ok_or(Code::NotFound)?;
        let watch = Watch {
            desk,
            board,
            scope,
            now: house.now(),
        };
        let sees_something = watch.scope.whole || watch.posts().next().is_some();
        if !sees_something {
            return Err(Refusal::not_permitted(Act::BoardRead).into());
        }
        match watch.desk.campaign.state {
            Phase::Draft => Err(Code::CampaignNotOpen.into()),
            Phase::Open | Phase::Closed => Ok(watch),
        }
    }

    /// The reports that the reader may see, by name of the unit.
    pub(super) fn posts(&self) -> impl Iterator<Item = &Post> {
        self.board.seen_by(&self.scope)
    }

    /// The day on which most reports are due; nothing where none has a day.
    pub(super) fn usual_day(&self) -> Option<Date> {
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for due in self.posts().filter_map(|post| post.owed.history.due) {
            *days.entry(due).or_default() += 1;
        }
        let most = days.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(day, _)| day)
    }

    /// The head of one of its pages.
    pub(super) fn head(&self, visitor: &Visitor, view: &'static str) -> Head {
        Head {
            view,
            ..self.desk.head(visitor, "board")
        }
    }
}
