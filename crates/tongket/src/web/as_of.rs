//! As of what something was made that is held in memory: the same reports, units and day give the same.

use std::sync::Arc;

use jiff::civil::Date;
use tongket_store::campaign::{Campaign, State};
use tongket_store::coverage::{self, Marks};
use tongket_store::{Conn, StoreError};

use super::house::House;
use super::units::Units;

/// A state of a campaign, its units and the day.
#[derive(Debug, Clone)]
pub(super) struct AsOf {
    /// The campaign.
    pub(super) campaign: Campaign,
    /// How far its reports had come.
    pub(super) marks: Marks,
    /// The tree of units.
    pub(super) units: Arc<Units>,
    /// The day in Viet Nam.
    pub(super) day: Date,
}

impl AsOf {
    /// The state of a campaign now.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn now(
        house: &House,
        conn: &mut Conn,
        campaign: Campaign,
        units: Arc<Units>,
    ) -> Result<AsOf, StoreError> {
        Ok(AsOf {
            marks: coverage::marks(conn, &campaign.id).await?,
            day: house.today(),
            campaign,
            units,
        })
    }

    /// Whether what was made of this state may stand for what would be made now.
    pub(super) fn still_holds(&self, now: &AsOf) -> bool {
        self.asks_the_same(now) && self.marks.last == now.marks.last
    }

    /// Whether the same versions count as now, whatever else was sent or sent back since.
    pub(super) fn counts_the_same(&self, now: &AsOf) -> bool {
        self.asks_the_same(now) && self.marks.counting == now.marks.counting
    }

    /// Whether the same is asked of the same units as now. Who is to report in a draft is still being
    /// chosen, and nothing marks it.
    pub(super) fn asks_the_same(&self, now: &AsOf) -> bool {
        let same_units = self.day == now.day && Arc::ptr_eq(&self.units, &now.units);
        let is_settled = now.campaign.state != State::Draft;
        let same_asking = self.marks.same_asking(&now.marks) && self.campaign == now.campaign;
        is_settled && same_units && same_asking
    }
}
