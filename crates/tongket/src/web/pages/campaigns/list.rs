//! The list of campaigns: those being prepared for those who prepare them, those in force for all who have a part.

use askama::Template;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Role, Table};
use tongket_store::campaign::{self, Campaign, Listed};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Day, may_read};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Campaigns on a page.
const A_PAGE: i64 = 20;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/list.html")]
struct Campaigns {
    #[serde(skip)]
    shell: Shell,
    /// Whether the reader may make one.
    may_create: bool,
    /// Being prepared by the reader's unit.
    drafts: Vec<CampaignRow>,
    /// Open and closed ones.
    campaigns: Vec<CampaignRow>,
    /// The number of the page, from 1.
    page: i64,
    /// Whether there are more.
    more: bool,
}
views!(Campaigns);

/// A campaign in the list.
#[derive(Serialize, ToSchema)]
struct CampaignRow {
    /// Id.
    id: String,
    /// What it is about.
    title: String,
    /// Number and notation of the plan; may be empty.
    code: String,
    /// "draft", "open" or "closed".
    state: &'static str,
    /// Name of the standing agency; empty before it is chosen.
    standing: String,
    /// Units that owe something in it.
    units: i64,
    /// The next day on which something falls due.
    next_due: Option<Day>,
}

/// Which page of a list.
#[derive(Deserialize)]
pub(super) struct Paging {
    /// From 1.
    #[serde(default)]
    page: i64,
}

impl Paging {
    /// The number of the page, from 1.
    pub(super) fn page(&self) -> i64 {
        self.page.clamp(1, 1_000_000)
    }
}

/// Campaigns.
#[utoipa::path(get, path = "/campaigns", tag = "campaigns", params(("page" = Option<i64>, Query)),
    responses((status = 200, body = Campaigns)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page<Campaigns>, Problem> {
    let (units, today) = (house.units().await?, house.today());
    let mut conn = house.store.read().await?;
    let page = paging.page();
    let from = (page - 1).saturating_mul(A_PAGE);
    let mut found = campaign::in_force(&mut conn, today, A_PAGE + 1, from).await?;
    let more = found.len() > 20;
    found.truncate(20);
    let mut campaigns = Vec::new();
    for listed in found {
        let campaign = &listed.campaign;
        if may_read(&mut conn, campaign, &units, &visitor, today)
            .await
            .is_ok()
        {
            campaigns.push(row(&shell, &units, &listed));
        }
    }
    let mut drafts = Vec::new();
    for unit in creating_units(&visitor, &units, today) {
        for campaign in campaign::drafts_of(&mut conn, &unit).await? {
            drafts.push(row(
                &shell,
                &units,
                &Listed {
                    campaign,
                    units: 0,
                    next_due: None,
                },
            ));
        }
    }
    Ok(Page(Campaigns {
        may_create: !creating_units(&visitor, &units, today).is_empty(),
        shell,
        drafts,
        campaigns,
        page,
        more,
    }))
}

fn row(shell: &Shell, units: &Units, listed: &Listed) -> CampaignRow {
    let campaign: &Campaign = &listed.campaign;
    let standing = campaign.standing_unit.as_deref();
    let name = |unit| units.name(unit, campaign.as_of).to_owned();
    CampaignRow {
        id: campaign.id.clone(),
        title: campaign.title.clone(),
        code: campaign.code.clone(),
        state: campaign.state.word(),
        standing: standing.map(name).unwrap_or_default(),
        units: listed.units,
        next_due: listed.next_due.map(|day| Day::of(shell, day)),
    }
}

/// The units in whose name somebody may make campaigns.
pub(super) fn creating_units(
    visitor: &Visitor,
    units: &Units,
    today: jiff::civil::Date,
) -> Vec<String> {
    let held = visitor.memberships.iter();
    let own = held.filter(|held| held.role == Role::StandingAgency && !held.unit.is_empty());
    let may = |unit: &String| {
        let place = units.place(unit, today);
        Table::permit(&visitor.memberships, Act::CampaignCreate, &place).is_ok()
    };
    let mut units: Vec<String> = own.map(|held| held.unit.clone()).filter(may).collect();
    units.sort_unstable();
    units.dedup();
    units
}
