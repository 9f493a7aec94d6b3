//! The coverage map: every unit by every item, so that gaps are seen at a glance.
//!
//! A sign and a colour for each: answered, nothing to report, sent back, left
//! out, still awaited. A click leads into that section of that unit's report.
//! One item over all units, or one unit over all items, is the same map with
//! one column or one row: on a phone that is how it is read.

mod find;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::exchange::{Cover, Status, Tally};
use tongket_core::issue::wording::shortened;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::campaign;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::find::{Map, Wanted};
use crate::web::covers::Chart;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::duties::{badge, status_text};
use crate::web::problem::Problem;
use crate::web::question::Heading;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Cells on one page, so that it stays light over a weak line.
const CELLS: usize = 700;

/// Letters of an item's title that a column says.
const SHORT: usize = 48;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// How many of each state.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
struct Totals {
    /// Answered in words.
    answered: usize,
    /// Nothing to report.
    nil: usize,
    /// Sent back.
    returned: usize,
    /// Left out of a report that was sent.
    missing: usize,
    /// No report yet.
    awaited: usize,
    /// Asked only after the report was sent.
    later: usize,
    /// How many had to be answered, or were.
    asked: usize,
    /// How many are answered, be it that there is nothing.
    settled: usize,
}

impl Totals {
    fn of(tally: &Tally) -> Totals {
        Totals {
            answered: tally.of(Cover::Answered),
            nil: tally.of(Cover::Nil),
            returned: tally.of(Cover::Returned),
            missing: tally.of(Cover::Missing),
            awaited: tally.of(Cover::Awaited),
            later: tally.of(Cover::Later),
            asked: tally.asked(),
            settled: tally.settled(),
        }
    }

    /// What is left open.
    fn open(&self) -> usize {
        self.returned + self.missing + self.awaited
    }

    /// How much of what was asked is answered in words, in percent.
    fn answered_share(&self) -> usize {
        self.answered * 100 / self.asked.max(1)
    }

    /// How much of it is nothing to report, in percent.
    fn nil_share(&self) -> usize {
        self.nil * 100 / self.asked.max(1)
    }
}

/// An item of the outline.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Item {
    /// Its id.
    item: String,
    /// Its number in the map.
    number: usize,
    /// Its label and title.
    title: String,
    /// As much of it as a column can say.
    short: String,
    /// Depth, from 1.
    level: u8,
    /// Whether something must be said.
    required: bool,
    /// How many units of each state.
    totals: Totals,
    /// Whether it alone is looked at.
    chosen: bool,
}

/// A cell of the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Cell {
    /// Id of the outline item.
    item: String,
    /// "answered", "nil", "returned", "missing", "awaited" or "blank".
    state: &'static str,
    #[serde(skip)]
    word: String,
    #[serde(skip)]
    sign: &'static str,
    #[serde(skip)]
    class: &'static str,
}

/// A unit of the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Unit {
    /// Its place among the units that owe a report, from 0.
    at: usize,
    /// Its name.
    name: String,
    /// Id of the version that was sent last.
    version: Option<String>,
    /// Where that version stands.
    status: Option<&'static str>,
    #[serde(skip)]
    word: String,
    #[serde(skip)]
    class: &'static str,
    /// How many items of each state.
    totals: Totals,
    /// What became of each item that is looked at.
    cells: Vec<Cell>,
}

/// A sign with what it means.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Sign {
    /// Name of the state in data.
    state: &'static str,
    /// The sign.
    sign: &'static str,
    #[serde(skip)]
    class: &'static str,
    /// What it means.
    word: String,
    /// Whether it is looked for.
    chosen: bool,
}

/// The coverage map of a campaign.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/coverage/show.html")]
struct Coverage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// What the signs mean.
    signs: Vec<Sign>,
    /// Items of the outline with their totals over all units.
    items: Vec<Item>,
    /// The item that alone is looked at.
    item: Option<Item>,
    /// The unit that alone is looked at.
    unit: Option<Unit>,
    /// Units on this page.
    units: Vec<Unit>,
    /// How many units owe a report.
    count: usize,
    /// How many of them are looked at.
    found: usize,
    /// Place of the first one on this page among those, from 0.
    from: usize,
    /// Everything together.
    totals: Totals,
    /// What is looked for, as it was typed.
    q: String,
    /// The search without its page, as it goes on in links.
    #[serde(skip)]
    search: String,
    /// Where the page before begins.
    previous: Option<usize>,
    /// Where the next page begins.
    next: Option<usize>,
}
views!(Coverage);

/// Which units answered which items of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/coverage", tag = "across",
    params(("id" = String, Path), ("item" = Option<String>, Query), ("unit" = Option<usize>, Query),
        ("state" = Option<String>, Query), ("q" = Option<String>, Query),
        ("from" = Option<usize>, Query)),
    responses((status = 200, body = Coverage)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Coverage>, Problem> {
    let mut conn = house.store.read().await?;
    let campaign = campaign::find(&mut conn, &id).await?;
    let none = || Refusal::not_found(Said::new("đợt tổng kết", "campaign"));
    let campaign = campaign.ok_or_else(none)?;
    let chart = house.covers(&mut conn, &campaign).await?;
    drop(conn);
    let units = house.units().await?;
    let today = house.today();
    let map = Map::of(&chart, &campaign, (&units, &visitor), today);
    if map.seen.is_empty() && !chart.lines.is_empty() {
        return Err(Refusal::not_permitted(Act::ReportRead).into());
    }
    let item = wanted.item_at(&chart)?;
    let found = map.found(&wanted, item, (&units, today));
    let pen = Pen {
        signs: Signs::new(&shell, &wanted.state),
        shell: &shell,
        chart: &chart,
        units: &units,
        today,
    };
    let all: Vec<usize> = (0..chart.question.headings.len()).collect();
    let columns = item.map_or(all.clone(), |item| vec![item]);
    let rows = (CELLS / columns.len().max(1)).clamp(15, 50);
    let from = wanted.from.min(found.len().saturating_sub(1)) / rows * rows;
    let alone = wanted.unit.filter(|at| map.seen.binary_search(at).is_ok());
    let shown = found.iter().skip(from).take(rows);
    let shown = shown.filter(|_| alone.is_none());
    let (tallies, whole) = map.totals();
    let items = pen.items(&tallies, item);
    Ok(Page(Coverage {
        title: campaign.title.clone(),
        item: item.map(|at| items[at].clone()),
        unit: alone.map(|at| pen.unit(at, &all)),
        units: shown.map(|at| pen.unit(*at, &columns)).collect(),
        count: map.seen.len(),
        previous: from.checked_sub(rows),
        next: Some(from + rows).filter(|next| *next < found.len()),
        found: found.len(),
        totals: Totals::of(&whole),
        search: wanted.link(),
        signs: pen.signs.0,
        q: wanted.q,
        campaign: id,
        items,
        from,
        shell,
    }))
}

/// Draws the map for one reader.
struct Pen<'a> {
    shell: &'a Shell,
    chart: &'a Chart,
    units: &'a Units,
    today: Date,
    signs: Signs,
}

impl Pen<'_> {
    /// The items with their totals.
    fn items(&self, tallies: &[Tally], chosen: Option<usize>) -> Vec<Item> {
        let headings = self.chart.question.headings.iter();
        let item = |(at, (heading, tally)): (usize, (&Heading, &Tally))| Item {
            item: heading.item.clone(),
            number: at + 1,
            title: heading.title.clone(),
            short: shortened(&heading.title, SHORT),
            level: heading.level,
            required: heading.required,
            totals: Totals::of(tally),
            chosen: chosen == Some(at),
        };
        headings.zip(tallies).enumerate().map(item).collect()
    }

    /// A unit with these columns.
    fn unit(&self, at: usize, columns: &[usize]) -> Unit {
        let line = &self.chart.lines[at];
        let cell = |column: &usize| {
            let heading = &self.chart.question.headings[*column];
            let cover = line.cover(*column, heading);
            self.signs.cell(&heading.item, cover)
        };
        let mut tally = Tally::default();
        tally.extend(self.chart.covers(line));
        let status = line.owed.status;
        Unit {
            at,
            name: self.shell.whose(&(self.units).whose(
                &line.owed.unit,
                line.owed.inherited_from.as_deref(),
                self.today,
            )),
            version: line.owed.version.clone(),
            status: status.map(Status::id),
            class: status.map_or("missing", badge),
            word: match status {
                Some(status) => self.shell.t(&status_text(status)),
                None => self.shell.t("coverage-awaited"),
            },
            totals: Totals::of(&tally),
            cells: columns.iter().map(cell).collect(),
        }
    }
}

/// The signs of the map in the reader's language.
struct Signs(Vec<Sign>);

impl Signs {
    fn new(shell: &Shell, chosen: &str) -> Signs {
        let sign = |cover: Cover| {
            let (sign, class) = match cover {
                Cover::Answered => ("✓", "full"),
                Cover::Nil => ("K", "nil"),
                Cover::Returned => ("↩", "returned"),
                Cover::Missing => ("!", "missing"),
                Cover::Awaited => ("…", "awaited"),
                Cover::Blank => ("–", "blank"),
                Cover::Later => ("+", "later"),
            };
            Sign {
                state: cover.id(),
                sign,
                class,
                word: shell.word("coverage", cover.id()),
                chosen: cover.id() == chosen,
            }
        };
        Signs(Cover::ALL.map(sign).to_vec())
    }

    fn cell(&self, item: &str, cover: Cover) -> Cell {
        let sign = &self.0[cover as usize];
        Cell {
            item: item.to_owned(),
            state: sign.state,
            word: sign.word.clone(),
            sign: sign.sign,
            class: sign.class,
        }
    }
}
