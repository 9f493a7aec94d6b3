//! The tiers of a campaign: who puts reports together, and how many have come in.

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::Serialize;
use tongket_core::permit::{Act, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::{campaign, consolidation};
use utoipa::ToSchema;

use super::desk;
use super::show::Coverage;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::tier;
use crate::web::visitor::Visitor;

/// A unit that puts reports together.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Tier {
    /// Id of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// Address of what it puts together.
    href: String,
    /// Who has an accepted report and who has not.
    coverage: Coverage,
    /// Whether its draft was begun.
    begun: bool,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/list.html")]
pub(super) struct Tiers {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// The units that the reader may look at.
    tiers: Vec<Tier>,
}
views!(Tiers);

/// The units of a campaign that put reports together.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation", tag = "consolidation",
    params(("id" = String, Path)), responses((status = 200, body = Tiers)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Tiers>, Problem> {
    let units = house.units().await?;
    let today = house.today();
    let mut conn = house.store.read().await?;
    let found = campaign::find(&mut conn, &id).await?;
    let campaign =
        found.ok_or_else(|| Refusal::not_found(Said::new("đợt tổng kết", "campaign")))?;
    let begun = consolidation::of_campaign(&mut conn, &id).await?;
    let all = tier::of_campaign(&mut conn, &campaign).await?;
    drop(conn);
    let mut tiers = Vec::new();
    for unit in all {
        let place = desk::reading_place(&units, &campaign, &unit, today);
        if Table::permit(&visitor.memberships, Act::ConsolidationRead, &place).is_err() {
            continue;
        }
        let seats = house.seats(&id, &unit).await?;
        tiers.push(Tier {
            name: units.name(&unit, today).to_owned(),
            href: desk::path(&id, &unit),
            coverage: Coverage::of(&shell, &seats),
            begun: begun.iter().any(|known| known.unit == unit),
            unit,
        });
    }
    if tiers.is_empty() {
        return Err(Refusal::not_permitted(Act::ConsolidationRead).into());
    }
    Ok(Page(Tiers {
        title: campaign.title,
        campaign: id,
        tiers,
        shell,
    }))
}
