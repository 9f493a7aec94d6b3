//! Every indicator of a campaign over the years, each with a small chart.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::series::{Ground, NoTotal, Subject};
use tongket_paper::export::chart::{Place, svg};
use utoipa::ToSchema;

use super::{Asked, Room, Tier, basis_text, change_text, chart, encoded, no_total_text};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// The indicators of a campaign by year.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/series/list.html")]
pub(super) struct SeriesList {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The figure tables with their indicators.
    tables: Vec<Table>,
    /// Levels to choose from.
    tiers: Vec<Tier>,
    /// The unit under which one looks; empty for all.
    under: String,
    /// Reports that were accepted.
    accepted: usize,
    /// Reports that are owed and were not accepted.
    open: usize,
    /// Indicators of tables without years.
    left_out: usize,
    /// Whether the reader sees every unit of the campaign.
    sees_all: bool,
    /// The end of addresses that keep the choice of units; begins with "?".
    #[serde(skip)]
    query: String,
}
views!(SeriesList);

/// A figure table.
#[derive(Debug, Serialize, ToSchema)]
struct Table {
    /// Its title.
    title: String,
    /// Its indicators.
    indicators: Vec<Indicator>,
}

/// An indicator over the years.
#[derive(Debug, Serialize, ToSchema)]
struct Indicator {
    /// Its page.
    href: String,
    /// What is counted.
    name: String,
    /// In what.
    measure: String,
    /// What its columns count; empty for plain years.
    basis: String,
    /// Total or middle of each year.
    values: Vec<Value>,
    /// What changed from the year before the last; empty where it cannot be said.
    change: String,
    /// How many units have a figure in the last year.
    units: usize,
    /// How many units there are.
    of: usize,
    /// Why nothing is added, where nothing is.
    no_total: String,
    /// The chart in words.
    words: String,
    #[serde(skip)]
    drawing: String,
}

/// A year.
#[derive(Debug, Serialize, ToSchema)]
struct Value {
    /// Heading of the column.
    column: String,
    /// The total, or the middle where nothing is added; empty for none.
    shown: String,
}

/// Every indicator by year.
#[utoipa::path(get, path = "/campaigns/{id}/series", tag = "series",
    params(("id" = String, Path), ("tier" = Option<String>, Query), ("under" = Option<String>, Query)),
    responses((status = 200, body = SeriesList)))]
pub(super) async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page<SeriesList>, Problem> {
    let room = Room::of(&house, &visitor, &id, &asked).await?;
    let head = room.desk.head(&visitor, "series");
    let view = house
        .at_the_back(move || drawn(shell, head, &room, &asked))
        .await;
    Ok(Page(view))
}

fn drawn(shell: Shell, head: Head, room: &Room, asked: &Asked) -> SeriesList {
    let ground = room.ground();
    let mut tables: Vec<Table> = Vec::new();
    for subject in &room.subjects {
        let indicator = indicator(&shell, &head.id, room, &ground, subject, asked);
        match tables
            .last_mut()
            .filter(|it| it.title == subject.form_title)
        {
            Some(table) => table.indicators.push(indicator),
            None => tables.push(Table {
                title: subject.form_title.clone(),
                indicators: vec![indicator],
            }),
        }
    }
    SeriesList {
        tiers: room.tiers(&shell, &ground),
        under: room.under_name.clone(),
        accepted: room.answers.len(),
        open: room.owing.len(),
        left_out: room.left_out,
        sees_all: room.sees_all,
        query: asked.query(tongket_core::series::Basis::Yearly),
        tables,
        shell,
        head,
    }
}

fn indicator(
    shell: &Shell,
    campaign: &str,
    room: &Room,
    ground: &Ground<'_>,
    subject: &Subject,
    asked: &Asked,
) -> Indicator {
    let series = room.series(ground, subject);
    let above = |unit| room.above(unit);
    let last = subject.points.len().saturating_sub(1);
    let chart = chart(shell, &series, &above);
    let (units, of) = series.coverage(last);
    let values = subject
        .points
        .iter()
        .zip(&chart.bars)
        .map(|(point, bar)| Value {
            column: point.title.clone(),
            shown: bar.shown.clone(),
        });
    let change = series.change_of_total(last, &above).map(|like| {
        let change = change_text(&like.change);
        shell.t2("series-change-over", change, like.units)
    });
    let no_total = match series.total(last, &above) {
        Err(why @ (NoTotal::Ratio | NoTotal::Overlap)) => shell.t(no_total_text(why)),
        _ => String::new(),
    };
    let spread = series.spread(last).filter(|_| !subject.additive);
    let change = change.or_else(|| {
        let spread = spread?;
        Some(shell.t2("series-from-to", number(spread.low), number(spread.high)))
    });
    Indicator {
        href: format!(
            "/campaigns/{campaign}/series/{}/{}{}",
            subject.form,
            encoded(&subject.code),
            asked.query(subject.basis)
        ),
        name: subject.name.clone(),
        measure: subject.unit_of_measure.clone(),
        basis: basis_text(shell, subject.basis),
        values: values.collect(),
        change: change.unwrap_or_default(),
        units,
        of,
        no_total,
        drawing: svg(&chart, Place::List).unwrap_or_default(),
        words: chart.alternative,
    }
}
