//! Reading across: the same section of every unit's report, one after the other.
//!
//! j and k go to the next unit and back, n and p to the next section and
//! back. Units that have not sent anything stand in the list too, with where
//! they are; a remark can be made on the spot.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::exchange::{History, Season};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::Conn;
use tongket_store::campaign::{self, Campaign};
use tongket_store::submission::{self, Reported};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::submissions::{Reading, read};
use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::{Standing, may, standing};
use crate::web::sheet;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Units in the list at a time.
const UNITS: i64 = 20;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Which unit is at hand.
#[derive(Deserialize)]
struct Wanted {
    /// Its place among the units that owe a report, from 0.
    #[serde(default)]
    at: i64,
}

/// A unit that owes a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Unit {
    /// Its place, from 0.
    at: i64,
    /// Its name.
    name: String,
    /// Where its report stands.
    standing: Standing,
    /// What became of the section; nothing where no version was sent.
    said: Option<sheet::Said>,
    /// Whether it is the one at hand.
    chosen: bool,
}

/// The same section over all units.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/across/show.html")]
struct Across {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// Id of the outline item.
    item: String,
    /// Its label and title.
    heading: String,
    /// Units around the one at hand.
    units: Vec<Unit>,
    /// Place of the unit at hand, from 0.
    at: i64,
    /// How many units owe a report.
    count: i64,
    /// Name of the unit at hand.
    unit: String,
    /// Where its report stands.
    standing: Standing,
    /// What it says in this section, where it sent anything that the reader may read.
    reading: Option<Reading>,
    /// The item before.
    previous: Option<String>,
    /// The item after.
    next: Option<String>,
}
views!(Across);

/// One section over all units of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/across/{item}", tag = "across",
    params(("id" = String, Path), ("item" = String, Path), ("at" = Option<i64>, Query)),
    responses((status = 200, body = Across)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Across>, Problem> {
    let mut conn = house.store.read().await?;
    let campaign = campaign::find(&mut conn, &id).await?;
    let campaign = campaign.ok_or_else(no_campaign)?;
    let amended = submission::amended_at(&mut conn, &id).await?;
    let question = house.question_of(&mut conn, &id, amended).await?;
    let headings = &question.headings;
    let here = headings.iter().position(|heading| heading.item == item);
    let here = here.ok_or_else(no_item)?;
    let count = submission::reports_owed(&mut conn, &id).await?;
    let at = wanted.at.clamp(0, (count - 1).max(0));
    let units = house.units().await?;
    let from = at - at % UNITS;
    let owed = submission::across(&mut conn, &id, UNITS, from).await?;
    let desk = Desk {
        house: &house,
        shell: &shell,
        visitor: &visitor,
        units: &units,
        campaign: &campaign,
        today: house.today(),
    };
    let (listed, chosen) = desk
        .window(&mut conn, (&question, &item), (from, at), &owed)
        .await?;
    if listed.is_empty() && count > 0 {
        return Err(Refusal::not_permitted(Act::ReportRead).into());
    }
    let version = chosen.as_ref().and_then(|(version, _)| version.clone());
    let reading = match version {
        Some(version) => {
            let back = format!("/campaigns/{id}/across/{item}?at={at}");
            let asked = (version.as_str(), item.as_str(), back);
            Some(read(&house, &mut conn, &shell, &visitor, asked).await?.0)
        }
        None => None,
    };
    let chosen = chosen.map(|(_, unit)| unit);
    let name = |at: Option<usize>| Some(headings.get(at?)?.item.clone());
    Ok(Page(Across {
        title: campaign.title.clone(),
        heading: headings[here].title.clone(),
        unit: chosen
            .as_ref()
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        standing: chosen.map(|unit| unit.standing).unwrap_or_default(),
        previous: name(here.checked_sub(1)),
        next: name(Some(here + 1)),
        units: listed,
        campaign: id,
        item,
        at,
        count,
        reading,
        shell,
    }))
}

fn no_campaign() -> Refusal {
    Refusal::not_found(Said::new("đợt tổng kết", "campaign"))
}

fn no_item() -> Refusal {
    Refusal::not_found(Said::new("mục của đề cương", "item of the outline"))
}

/// Who reads, and where.
struct Desk<'a> {
    house: &'a House,
    shell: &'a Shell,
    visitor: &'a Visitor,
    units: &'a Units,
    campaign: &'a Campaign,
    today: Date,
}

impl Desk<'_> {
    /// The units of a window with what became of the section, and the one at
    /// hand with its last version.
    async fn window(
        &self,
        conn: &mut Conn,
        (question, item): (&Question, &str),
        (from, at): (i64, i64),
        owed: &[Reported],
    ) -> Result<(Vec<Unit>, Option<(Option<String>, Unit)>), Problem> {
        let mut listed = Vec::new();
        let mut chosen = None;
        for (place, reported) in (from..).zip(owed) {
            let Some(mut unit) = self.unit(conn, reported, place).await? else {
                continue;
            };
            if let Some(version) = &reported.version {
                let content = submission::content(conn, version).await?;
                unit.said = content.and_then(|content| {
                    let mut parts = question.sheet(&content).into_iter();
                    Some(parts.find(|part| part.item == item)?.said)
                });
            }
            unit.chosen = place == at;
            if unit.chosen {
                chosen = Some((reported.version.clone(), unit.clone()));
            }
            listed.push(unit);
        }
        Ok((listed, chosen))
    }

    /// A unit in the list; nothing where the reader may not see it.
    async fn unit(
        &self,
        conn: &mut Conn,
        reported: &Reported,
        at: i64,
    ) -> Result<Option<Unit>, Problem> {
        let (history, place) = match &reported.report {
            Some(report) => {
                let opened = self.house.open_report(conn, report).await?;
                (opened.history, opened.place)
            }
            None => {
                let season = match self.campaign.state {
                    campaign::State::Draft => Season::Draft,
                    campaign::State::Open => Season::Open,
                    campaign::State::Closed => Season::Closed,
                };
                let over = [&self.campaign.standing_unit, &reported.via_unit];
                let over = over.into_iter().flatten().cloned();
                let place = self.units.place(&reported.unit, self.today);
                (History::new(season, reported.due), place.standing(over))
            }
        };
        if !may(self.visitor, Act::ReportRead, &place) {
            return Ok(None);
        }
        Ok(Some(Unit {
            at,
            name: self.units.name(&reported.unit, self.today).to_owned(),
            standing: standing(self.shell, &history, self.house.now()),
            said: None,
            chosen: false,
        }))
    }
}
