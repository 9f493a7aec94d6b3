//! Which part of the audit a reader sees.

use jiff::civil::Date;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::Refusal;
use tongket_store::{Conn, campaign};

use super::Asked;
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Campaigns that are looked at for what a reader may see; the latest.
const CAMPAIGNS: i64 = 500;

/// What may be asked for.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Whether everything may be.
    pub(super) all: bool,
    /// Campaigns: id and title.
    pub(super) campaigns: Vec<(String, String)>,
    /// Units: id and name.
    pub(super) units: Vec<(String, String)>,
}

impl Scope {
    /// What a reader sees.
    ///
    /// # Errors
    /// Not permitted, where that is nothing.
    pub(super) async fn of(
        conn: &mut Conn,
        visitor: &Visitor,
        units: &Units,
        today: Date,
    ) -> Result<Scope, Problem> {
        let may =
            |place: &Place| Table::permit(&visitor.memberships, Act::AuditRead, place).is_ok();
        let all = may(&Place::default());
        let campaigns = campaign::list(conn, CAMPAIGNS, 0).await?;
        let campaigns = campaigns
            .into_iter()
            .filter(|campaign| all || may(&place::of_campaign(units, campaign, today)));
        let own = visitor
            .units()
            .into_iter()
            .filter(|unit| may(&Place::of_unit([*unit])));
        let scope = Scope {
            all,
            campaigns: campaigns
                .map(|campaign| (campaign.id, campaign.title))
                .collect(),
            units: match all {
                true => Vec::new(),
                false => own
                    .map(|unit| (unit.to_owned(), units.name(unit, today).to_owned()))
                    .collect(),
            },
        };
        match scope.all || !scope.campaigns.is_empty() || !scope.units.is_empty() {
            true => Ok(scope),
            false => Err(Refusal::not_permitted(Act::AuditRead).into()),
        }
    }

    /// Holds a question to what may be asked for; where it says nothing, the first such thing is asked for.
    ///
    /// # Errors
    /// Not permitted, where it asks for something else.
    pub(super) fn narrow(&self, asked: &mut Asked) -> Result<(), Refusal> {
        if self.all {
            return Ok(());
        }
        let (unit, campaign) = (asked.unit.trim(), asked.campaign.trim());
        if unit.is_empty() && campaign.is_empty() {
            match (self.campaigns.first(), self.units.first()) {
                (Some((campaign, _)), _) => asked.campaign.clone_from(campaign),
                (None, Some((unit, _))) => asked.unit.clone_from(unit),
                (None, None) => {}
            }
            return Ok(());
        }
        let own_unit = self.units.iter().any(|(id, _)| id == unit);
        let own_campaign = self.campaigns.iter().any(|(id, _)| id == campaign);
        match own_unit || own_campaign {
            true => Ok(()),
            false => Err(Refusal::not_permitted(Act::AuditRead)),
        }
    }
}
