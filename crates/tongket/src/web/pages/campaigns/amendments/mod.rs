//! Changing an open campaign, and closing it: acts with a reason, a history and notices.
//!
//! The core says what an amendment comes to, who must be told, and which
//! answers were handed in before; here it is written down. Nothing of what
//! stood before is lost. [`wish`] is what somebody wants changed, [`room`] the
//! campaign as it stands, [`entry`] what is written; [`show`] tells what was
//! changed, [`preview`] what would be, [`amend`] changes, [`close`] ends it.

mod amend;
mod close;
mod entry;
mod preview;
mod room;
mod show;
mod wish;

use tongket_core::campaign::{Amended, Amendment, AmendmentChange};
use tongket_core::permit::{Act, Permit};
use tongket_core::refusal::Code;
use tongket_store::campaign::State as Phase;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::amend::make;
use self::room::Room;
use self::wish::Wish;
use super::{Desk, refuse_secret};
use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show::show))
        .routes(routes!(preview::preview))
        .routes(routes!(amend::amend))
        .routes(routes!(close::close))
}

/// A new day for some units of a task.
#[derive(Debug, Clone, Default)]
pub(super) struct Extension {
    task: String,
    due: String,
    duties: Vec<String>,
    reason: String,
}

impl Extension {
    /// This day, as it was typed, for this reason; nobody has it yet.
    pub(super) fn new(due: &str, reason: &str) -> Extension {
        Extension {
            due: due.to_owned(),
            reason: reason.to_owned(),
            ..Extension::default()
        }
    }

    /// The same for these duties of a task.
    pub(super) fn only(&self, task: &str, duties: impl IntoIterator<Item = String>) -> Extension {
        Extension {
            task: task.to_owned(),
            duties: duties.into_iter().collect(),
            ..self.clone()
        }
    }

    fn wish(&self) -> Wish {
        Wish {
            change: "deadline".to_owned(),
            task: self.task.clone(),
            due: self.due.clone(),
            duties: self.duties.clone(),
            reason: self.reason.clone(),
            ..Wish::default()
        }
    }
}

/// Gives these units the new day; each is told.
pub(super) async fn extend(
    house: &House,
    visitor: &Visitor,
    id: &str,
    extension: &Extension,
) -> Result<(), Problem> {
    make(house, visitor, id, &extension.wish()).await.map(drop)
}

/// A campaign as it stands, with leave to amend it: amendments are tried on it, read once.
pub(super) struct Ground {
    desk: Desk,
    permit: Permit,
    room: Room,
}

impl Ground {
    pub(super) async fn of(house: &House, visitor: &Visitor, id: &str) -> Result<Ground, Problem> {
        let desk = in_force(house, id).await?;
        let permit = desk.permit(visitor, Act::CampaignAmend)?;
        let mut conn = house.store.read().await?;
        let room = Room::of(&mut conn, &desk).await?;
        Ok(Ground { desk, permit, room })
    }

    /// Whether these units could have the new day; nothing is changed.
    pub(super) fn would(&self, extension: &Extension) -> Result<(), Problem> {
        let wish = extension.wish();
        refuse_secret([wish.reason.as_str()])?;
        let change = wish.deadline(&self.desk, &self.room)?;
        self.amended(&wish, change).map(drop)
    }

    /// The amendment as it would come out.
    async fn plan(&self, house: &House, wish: &Wish) -> Result<(Amendment, Amended), Problem> {
        refuse_secret([
            wish.units.as_str(),
            &wish.label,
            &wish.title,
            &wish.unit_of_measure,
            &wish.reason,
        ])?;
        let mut conn = house.store.read().await?;
        let change = wish.change(&mut conn, &self.desk, &self.room).await?;
        drop(conn);
        self.amended(wish, change)
    }

    fn amended(
        &self,
        wish: &Wish,
        change: AmendmentChange,
    ) -> Result<(Amendment, Amended), Problem> {
        let amendment = Amendment {
            change,
            reason: wish.reason.trim().to_owned(),
        };
        let directory = &self.desk.units.book.directory;
        let campaign = &self.room.campaign;
        let amended = campaign.amended(&amendment, directory, self.desk.today)?;
        Ok((amendment, amended))
    }
}

/// A campaign that is open.
async fn in_force(house: &House, id: &str) -> Result<Desk, Problem> {
    let desk = Desk::of(house, id).await?;
    match desk.campaign.state {
        Phase::Open => Ok(desk),
        Phase::Draft => Err(Code::CampaignNotOpen.into()),
        Phase::Closed => Err(Code::CampaignClosed.into()),
    }
}
