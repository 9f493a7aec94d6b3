//! The reported cells behind a number: what was counted, and what was not and why.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::series::{Contribution, Row, Subject};
use utoipa::ToSchema;

use super::{Asked, Room, encoded, mark, sign_text};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What a number is made of.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/series/sources.html")]
pub(super) struct SeriesSources {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// What is counted.
    name: String,
    /// In what.
    measure: String,
    /// Heading of the column.
    column: String,
    /// The unit; empty for the total.
    unit: String,
    /// The number; empty where nothing is added.
    shown: String,
    /// Reported cells that count.
    counted: Vec<Source>,
    /// Reported cells that do not, because a later report speaks for their unit too.
    aside: Vec<Source>,
    /// Units without a figure.
    lacking: Vec<Lacking>,
    /// The page of the indicator.
    back: String,
}
views!(SeriesSources);

/// A reported cell.
#[derive(Debug, Serialize, ToSchema)]
struct Source {
    /// The unit that reported it.
    unit: String,
    /// The unit in whose row it counts, where that is another.
    counts_for: String,
    /// The figure as reported.
    value: String,
    /// What of it counts.
    part: String,
    /// Number of the receipt.
    receipt: String,
    /// Where it is read.
    href: String,
}

/// A unit without a figure.
#[derive(Debug, Serialize, ToSchema)]
struct Lacking {
    /// Its name.
    unit: String,
    /// The sign.
    mark: &'static str,
    /// Why there is none.
    why: String,
}

/// The reported cells behind a number.
#[utoipa::path(get, path = "/campaigns/{id}/series/{form}/{code}/sources", tag = "series",
    params(("id" = String, Path), ("form" = String, Path), ("code" = String, Path),
        ("point" = String, Query), ("unit" = Option<String>, Query), ("basis" = Option<String>, Query),
        ("tier" = Option<String>, Query), ("under" = Option<String>, Query)),
    responses((status = 200, body = SeriesSources)))]
pub(super) async fn sources(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form, code)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page<SeriesSources>, Problem> {
    let room = Room::of(&house, &visitor, &id, &asked).await?;
    let subject = room.subject(&form, &code, &asked.basis)?;
    let at = subject.points.iter().position(|it| it.key == asked.point);
    let at = at.ok_or_else(|| Refusal::not_found(Said::new("cột này", "this column")))?;
    let head = room.desk.head(&visitor, "series");
    let series = room.one_series(subject);
    let wanted = room.number(&asked.unit);
    let of_total = asked.unit.is_empty();
    let here = |row: &&Row| match of_total {
        true => row.measure.is_none(),
        false => Some(row.unit) == wanted,
    };
    let rows: Vec<&Row> = series.rows.iter().filter(here).collect();
    if rows.is_empty() {
        return Err(Refusal::not_found(Said::new("đơn vị này", "this unit")).into());
    }
    let above = |unit| room.above(unit);
    let total = series.total(at, &above).ok().map(|total| total.value);
    let shown = match of_total {
        true => total,
        false => rows.iter().find_map(|row| row.cells[at].value),
    };
    let mut view = SeriesSources {
        name: subject.name.clone(),
        measure: subject.unit_of_measure.clone(),
        column: subject.points[at].title.clone(),
        unit: wanted
            .map(|unit| room.name(unit).to_owned())
            .unwrap_or_default(),
        shown: shown.map(number).unwrap_or_default(),
        counted: Vec::new(),
        aside: Vec::new(),
        lacking: Vec::new(),
        back: format!(
            "/campaigns/{id}/series/{form}/{}{}",
            encoded(&code),
            asked.query(subject.basis)
        ),
        head,
        shell,
    };
    for row in rows {
        let cell = &row.cells[at];
        let source = |it: &Contribution| source(&room, subject, row, it);
        view.counted.extend(cell.contributions.iter().map(source));
        view.aside.extend(cell.aside.iter().map(source));
        let lacks = |unit: &tongket_core::unit::UnitId| Lacking {
            unit: room.name(*unit).to_owned(),
            mark: mark(cell.sign),
            why: view.shell.t(sign_text(cell.sign)),
        };
        let lacking: Vec<Lacking> = match cell.value {
            Some(_) => cell.missing.iter().map(lacks).collect(),
            None => vec![lacks(&row.unit)],
        };
        view.lacking.extend(lacking);
    }
    Ok(Page(view))
}

fn source(room: &Room, subject: &Subject, row: &Row, it: &Contribution) -> Source {
    Source {
        unit: room.name(it.unit).to_owned(),
        counts_for: match it.unit == row.unit {
            true => String::new(),
            false => room.name(row.unit).to_owned(),
        },
        value: number(it.value),
        part: number(it.part),
        receipt: room
            .receipts
            .get(&it.submission)
            .cloned()
            .unwrap_or_default(),
        href: room.cell_address(subject, &it.submission, &it.column),
    }
}
