//! Figures that the same unit had accepted in an earlier campaign, offered for cells that are empty.
//!
//! The same measure, counted in the same unit, in the same column: nothing
//! else is offered. Taking them over is an act; the cells then bear a mark,
//! and the report does not go up, until somebody changes them or says that
//! they were read and still hold.

use std::collections::HashMap;

use axum::extract::{Path, Query, State as Shared};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::amount::number;
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_core::report::form::{Column, ColumnKind, Form, Indicator};
use tongket_reader::words::fold;
use tongket_store::figure::{self, Figure};
use tongket_store::{Conn, Done, campaign};
use utoipa::ToSchema;

use super::desk::Desk;
use super::figure::{Table, find};
use super::suggestion;
use crate::web::house::House;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Figures of an earlier campaign for the cells of a table that are empty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Offered {
    /// The campaign.
    pub(super) campaign: String,
    /// The figures.
    pub(super) figures: Vec<Earlier>,
}

/// A figure of an earlier campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Earlier {
    /// What it is: "Tổ tự quản, Năm 2016".
    pub(super) label: String,
    /// The number as it is written in Vietnam, with what it counts.
    pub(super) shown: String,
    #[serde(skip)]
    indicator: String,
    #[serde(skip)]
    period: String,
    #[serde(skip)]
    value: Decimal,
}

/// By what a cell is known in two campaigns: measure, unit of measure, column.
fn name(row: &Indicator, column: &Column) -> (String, String, String) {
    let column = match column.kind {
        ColumnKind::Year(year) => year.to_string(),
        ColumnKind::Category | ColumnKind::Total => fold::key(&column.title),
    };
    (
        fold::key(&row.name),
        fold::key(&row.unit_of_measure),
        column,
    )
}

/// What is offered for a table.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn offered(
    conn: &mut Conn,
    desk: &Desk,
    table: &Table,
) -> Result<Option<Offered>, Problem> {
    let Some((earlier, content)) = suggestion::accepted(conn, desk).await? else {
        return Ok(None);
    };
    let mut known = HashMap::new();
    for kept in campaign::forms(conn, &earlier).await? {
        let Ok(form) = serde_json::from_str::<Form>(&kept.definition) else {
            continue;
        };
        for row in &form.indicators {
            for column in form.own_columns() {
                let key = format!("{}/{}", kept.id, row.code);
                let figure = content.figure(&key, &column.key);
                known.extend(figure.map(|figure| (name(row, column), figure.value)));
            }
        }
    }
    let empty = table
        .asked()
        .filter(|(row, column)| table.figures.get(&row.code, &column.key).is_none());
    let figures: Vec<Earlier> = empty
        .filter_map(|(row, column)| {
            let value = *known.get(&name(row, column))?;
            Some(Earlier {
                label: format!("{}, {}", row.name, column.title),
                shown: format!("{} {}", number(value), row.unit_of_measure),
                indicator: row.code.clone(),
                period: column.key.clone(),
                value,
            })
        })
        .collect();
    if figures.is_empty() {
        return Ok(None);
    }
    let title = campaign::find(conn, &earlier).await?;
    Ok(Some(Offered {
        campaign: title.map(|campaign| campaign.title).unwrap_or_default(),
        figures,
    }))
}

/// Takes over the figures of an earlier campaign into the cells that are empty.
#[utoipa::path(post, path = "/reports/{id}/figures/{form}/suggestion", tag = "report",
    params(("id" = String, Path), ("form" = String, Path)), responses((status = 200)))]
pub(super) async fn take(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form)): Path<(String, String)>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let table = find(&mut conn, &desk, &form).await?;
    desk.change(Act::FigureWrite, Some(&table.item))?;
    let to = format!("{}/figures/{form}", desk.path());
    let Some(offered) = offered(&mut conn, &desk, &table).await? else {
        let what = Said::new("số liệu gợi ý cho biểu này", "suggestion for this table");
        return Err(Refusal::not_found(what).into());
    };
    drop(conn);
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let filled = figure::of_report(tx, &desk.report.id).await?;
                let mut told = Vec::new();
                for earlier in offered.figures {
                    let same = |kept: &Figure| {
                        kept.form == form
                            && kept.indicator == earlier.indicator
                            && kept.period == earlier.period
                    };
                    if filled.iter().any(same) {
                        continue;
                    }
                    let figure = Figure {
                        form: form.clone(),
                        indicator: earlier.indicator,
                        period: earlier.period,
                        value: earlier.value.normalize().to_string(),
                        author: desk.visitor.account.clone(),
                        at: now,
                    };
                    figure::take_over(tx, &desk.report.id, &figure).await?;
                    told.push(json!({
                        "indicator": figure.indicator,
                        "period": figure.period,
                        "before": null,
                        "after": figure.value,
                    }));
                }
                if told.is_empty() {
                    return Ok(Done::already(()));
                }
                let data = json!({ "form": form, "cells": told, "outcome": "taken over" });
                Ok(Done::new((), desk.event(&clock, Act::FigureWrite, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-figures-taken-over"))
}

/// In what figures were read.
#[derive(Deserialize)]
pub(super) struct Read {
    /// The print of the table's units of measure as the page showed them; as they are now where none
    /// is given.
    #[serde(default)]
    measures: String,
}

/// Says that the figures that were taken over have been read and stand. Whoever read them in another
/// unit of measure than they are counted in now has not read them.
#[utoipa::path(post, path = "/reports/{id}/figures/{form}/reading", tag = "report",
    params(("id" = String, Path), ("form" = String, Path), ("measures" = Option<String>, Query)),
    responses((status = 200), (status = 409, description = "TK084: it is counted otherwise meanwhile")))]
pub(super) async fn confirm(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form)): Path<(String, String)>,
    Query(read): Query<Read>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let table = find(&mut conn, &desk, &form).await?;
    drop(conn);
    desk.change(Act::FigureWrite, Some(&table.item))?;
    let to = format!("{}/figures/{form}", desk.path());
    let clock = house.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let now = find(tx, &desk, &form).await?.measures();
                if !read.measures.is_empty() && read.measures != now {
                    return Err(Code::MeasureChanged.into());
                }
                if !figure::confirm(tx, &desk.report.id, &form).await? {
                    return Ok(Done::already(()));
                }
                let data = json!({ "form": form, "outcome": "read" });
                Ok(Done::new((), desk.event(&clock, Act::FigureWrite, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-confirmed"))
}
