//! Every indicator of a campaign over the years, each with a small chart.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::extract::{Path, Query, State};
use rayon::prelude::*;
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::series::{NoTotal, Subject};
use tongket_paper::export::chart::{Place, svg};
use utoipa::ToSchema;

use super::{Asked, Room, Tier, basis_text, change_text, chart, encoded, no_total_text};
use crate::web::house::House;
use crate::web::language::Language;
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
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Table {
    /// Its title.
    title: String,
    /// Its indicators.
    indicators: Vec<Indicator>,
}

/// An indicator over the years.
#[derive(Debug, Clone, Serialize, ToSchema)]
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
#[derive(Debug, Clone, Serialize, ToSchema)]
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

/// The tables of a room as they are listed, by language, once somebody asked.
#[derive(Debug, Default)]
pub(super) struct Listed(Mutex<Vec<(Language, Vec<Table>)>>);

impl Listed {
    fn tables(&self, language: Language, make: impl FnOnce() -> Vec<Table>) -> Vec<Table> {
        let mut listed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = listed.iter().find(|(known, _)| *known == language);
        if let Some((_, tables)) = known {
            return tables.clone();
        }
        let tables = make();
        listed.push((language, tables.clone()));
        tables
    }
}

fn tables(shell: &Shell, campaign: &str, room: &Room, asked: &Asked) -> Vec<Table> {
    // Every indicator looks at all units: they are laid out side by side.
    let subjects = room.subjects.par_iter();
    let indicators: Vec<Indicator> = subjects
        .map(|subject| indicator(shell, campaign, room, subject, asked))
        .collect();
    let mut tables: Vec<Table> = Vec::new();
    for (subject, indicator) in room.subjects.iter().zip(indicators) {
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
    tables
}

fn drawn(shell: Shell, head: Head, room: &Room, asked: &Asked) -> SeriesList {
    let make = || tables(&shell, &head.id, room, asked);
    let tables = room.listed.tables(shell.language, make);
    SeriesList {
        tiers: room.tiers(&shell),
        under: room.under_name.clone(),
        accepted: room.accepted,
        open: room.open,
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
    subject: &Subject,
    asked: &Asked,
) -> Indicator {
    let series = room.counted(subject);
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
