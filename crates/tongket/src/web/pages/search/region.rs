//! Which texts a reader may see: asked of the permission table, text by text.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::permit::{Act, Place, Relation, Table};
use tongket_store::campaign::{self, Campaign};
use tongket_store::search::{self, Hit};
use tongket_store::{Conn, StoreError, duty};

use crate::web::place;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// What is known of a campaign while a page is made.
struct Known {
    campaign: Option<Campaign>,
    /// Whether its plan may be seen; `None` until somebody asks.
    plan: Option<bool>,
}

/// A reader's part of all texts.
pub(super) struct Region<'r> {
    visitor: &'r Visitor,
    units: &'r Units,
    today: Date,
    campaigns: HashMap<String, Known>,
    /// Whether anything is read because it goes through one of the reader's units.
    as_channel: bool,
    /// Through whom reports go, by what was found of them.
    channels: HashMap<String, Option<String>>,
}

impl<'r> Region<'r> {
    pub(super) fn new(visitor: &'r Visitor, units: &'r Units, today: Date) -> Region<'r> {
        Region {
            visitor,
            units,
            today,
            campaigns: HashMap::new(),
            as_channel: visitor.memberships.iter().any(|held| {
                let may = Table::allows(held.role, Act::ReportRead, Relation::Standing);
                may && !held.unit.is_empty()
            }),
            channels: HashMap::new(),
        }
    }

    fn may(&self, act: Act, place: &Place) -> bool {
        Table::permit(&self.visitor.memberships, act, place).is_ok()
    }

    /// Whether the reader may see a text.
    pub(super) async fn sees(&mut self, conn: &mut Conn, hit: &Hit) -> Result<bool, StoreError> {
        match hit.kind.as_str() {
            "submission" | "report" => self.sees_report(conn, hit).await,
            "plan" => self.sees_plan(conn, &hit.campaign).await,
            _ => Ok(false),
        }
    }

    async fn sees_report(&mut self, conn: &mut Conn, hit: &Hit) -> Result<bool, StoreError> {
        let known = self.known(conn, &hit.campaign).await?;
        let over = known.campaign.as_ref().map_or_else(Vec::new, |campaign| {
            let over = [&campaign.standing_unit, &campaign.awards_unit];
            over.into_iter().flatten().cloned().collect()
        });
        let place = self.units.place(&hit.unit, self.today).standing(over);
        if self.may(Act::ReportRead, &place) {
            return Ok(true);
        }
        // The channel is asked for last and once a report: it is another look into the database.
        if !self.as_channel {
            return Ok(false);
        }
        let channel = match self.channels.get(&hit.subject) {
            Some(channel) => channel.clone(),
            None => search::channel(conn, &hit.subject).await?,
        };
        self.channels.insert(hit.subject.clone(), channel.clone());
        Ok(self.may(Act::ReportRead, &place.standing(channel)))
    }

    async fn sees_plan(&mut self, conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
        let known = self.known(conn, id).await?;
        if let Some(seen) = known.plan {
            return Ok(seen);
        }
        let Some(campaign) = known.campaign.clone() else {
            return Ok(false);
        };
        let place = place::of_campaign(self.units, &campaign, self.today);
        let mut sees = self.may(Act::CampaignRead, &place);
        if !sees {
            let owing = duty::units(conn, id).await?;
            sees = owing.iter().any(|unit| {
                let place = self.units.place(unit, self.today);
                self.may(Act::CampaignRead, &place)
            });
        }
        if let Some(known) = self.campaigns.get_mut(id) {
            known.plan = Some(sees);
        }
        Ok(sees)
    }

    async fn known(&mut self, conn: &mut Conn, id: &str) -> Result<&Known, StoreError> {
        if !self.campaigns.contains_key(id) {
            let known = Known {
                campaign: campaign::find(conn, id).await?,
                plan: None,
            };
            self.campaigns.insert(id.to_owned(), known);
        }
        Ok(&self.campaigns[id])
    }

    /// The title of a campaign.
    pub(super) async fn title(&mut self, conn: &mut Conn, id: &str) -> Result<String, StoreError> {
        let known = self.known(conn, id).await?;
        Ok(known
            .campaign
            .as_ref()
            .map(|campaign| campaign.title.clone())
            .unwrap_or_default())
    }

    /// The name that a unit had at a time.
    pub(super) fn unit_name(&self, unit: &str, at: Timestamp) -> String {
        match unit.is_empty() {
            true => String::new(),
            false => self
                .units
                .name(unit, crate::web::in_viet_nam(at).date())
                .to_owned(),
        }
    }
}
