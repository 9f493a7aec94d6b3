//! A consolidation on the desk of somebody: the tier, the draft, what may be done.

use std::sync::Arc;

use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Permit, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::campaign::{self, Campaign};
use tongket_store::consolidation::{self, Consolidation};
use tongket_store::{Conn, new_id};

use crate::web::house::House;
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::tier::Tier;
use crate::web::units::Units;
use crate::web::visitor::{Visitor, event};

/// A consolidation as somebody has it before them.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) campaign: Campaign,
    /// Id of the unit that puts together.
    pub(super) unit: String,
    pub(super) tier: Arc<Tier>,
    /// An id that was made before the tier was looked up: what happened since has a later one.
    pub(super) looked: String,
    pub(super) units: Arc<Units>,
    pub(super) today: Date,
    pub(super) visitor: Visitor,
    /// The draft, once it was begun.
    pub(super) draft: Option<Consolidation>,
    place: Place,
}

/// Where what a unit puts together stands: the unit may write it, the standing agency may read it.
pub(super) fn place_of(units: &Units, unit: &str, day: Date) -> Place {
    Place::of_campaign(units.lineage(unit, day))
}

/// The same for reading.
pub(super) fn reading_place(units: &Units, campaign: &Campaign, unit: &str, day: Date) -> Place {
    place_of(units, unit, day).standing([place::over(campaign)])
}

impl Desk {
    /// Lays what a unit puts together before somebody who may read it.
    ///
    /// # Errors
    /// There is no such campaign; not permitted; the database cannot be read.
    pub(super) async fn of(
        house: &House,
        visitor: &Visitor,
        campaign: &str,
        unit: &str,
    ) -> Result<(Desk, Conn), Problem> {
        let units = house.units().await?;
        let today = house.today();
        let mut conn = house.store.read().await?;
        let found = campaign::find(&mut conn, campaign).await?;
        let campaign =
            found.ok_or_else(|| Refusal::not_found(Said::new("đợt tổng kết", "campaign")))?;
        let reading = reading_place(&units, &campaign, unit, today);
        Table::permit(&visitor.memberships, Act::ConsolidationRead, &reading)?;
        // Of two connections none is held while the other is waited for.
        drop(conn);
        let looked = new_id();
        let tier = house.consolidation(&campaign.id, unit).await?;
        let mut conn = house.store.read().await?;
        let draft = consolidation::find(&mut conn, &campaign.id, unit).await?;
        let desk = Desk {
            place: place_of(&units, unit, today),
            unit: unit.to_owned(),
            visitor: visitor.clone(),
            campaign,
            looked,
            tier,
            units,
            today,
            draft,
        };
        Ok((desk, conn))
    }

    /// Leave to do something to it.
    ///
    /// # Errors
    /// Not permitted.
    pub(super) fn permit(&self, act: Act) -> Result<Permit, Refusal> {
        Table::permit(&self.visitor.memberships, act, &self.place)
    }

    /// Whether something may be done to it.
    pub(super) fn may(&self, act: Act) -> bool {
        self.permit(act).is_ok()
    }

    /// Leave to write the draft; also once the campaign is closed and nothing comes in any more: that
    /// is when it is finished.
    ///
    /// # Errors
    /// Not permitted.
    pub(super) fn write(&self) -> Result<Permit, Refusal> {
        self.permit(Act::ConsolidationWrite)
    }

    /// The draft.
    ///
    /// # Errors
    /// It was not begun.
    pub(super) fn draft(&self) -> Result<&Consolidation, Refusal> {
        let missing = || Refusal::not_found(Said::new("bản tổng hợp", "draft"));
        self.draft.as_ref().ok_or_else(missing)
    }

    /// The name of the unit that puts together.
    pub(super) fn unit_name(&self) -> &str {
        self.units.name(&self.unit, self.today)
    }

    /// Label and title of a section.
    ///
    /// # Errors
    /// The outline has no such section.
    pub(super) fn title(&self, item: &str) -> Result<String, Refusal> {
        let headings = self.tier.question.headings.iter();
        let mut titles = headings.filter(|heading| heading.item == item);
        let missing = || {
            Refusal::not_found(Said::new(
                "mục này trong đề cương",
                "section in the outline",
            ))
        };
        let found = titles.next().map(|heading| heading.title.clone());
        found.ok_or_else(missing)
    }

    /// What the audit is told of an act on it. `data` never holds its text.
    pub(super) fn event(&self, house: &House, act: Act, id: &str, data: Value) -> Event {
        Event {
            unit: Some(self.unit.clone()),
            data,
            ..event(
                house.now(),
                &self.visitor.account,
                act.id(),
                "consolidation",
                id,
            )
        }
    }

    /// Its address.
    pub(super) fn path(&self) -> String {
        path(&self.campaign.id, &self.unit)
    }

    /// The address of a section.
    pub(super) fn section_path(&self, item: &str) -> String {
        section_path(&self.campaign.id, &self.unit, item)
    }
}

/// The address of what a unit puts together.
pub(super) fn path(campaign: &str, unit: &str) -> String {
    format!("/campaigns/{campaign}/consolidation/{unit}")
}

/// The address of a section of it.
pub(super) fn section_path(campaign: &str, unit: &str, item: &str) -> String {
    let item = utf8_percent_encode(item, NON_ALPHANUMERIC);
    format!("{}/sections/{item}", path(campaign, unit))
}
