//! The grid of a figure table: typed as an office writes numbers, summed up by the server.
//!
//! Each cell is saved on its own, so two people can fill in one table. A cell
//! that somebody else changed since the page was shown is not overwritten:
//! both numbers are shown. What cannot be read as a number stays in its box
//! with a sentence beside it, and everything else is saved. The page says in
//! what it showed each row to be counted: a number that was typed under another
//! unit of measure is kept and waits for somebody to read it again.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::amount::{number, typed_in};
use tongket_core::fingerprint::Fingerprint;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::report::form::{Column, ColumnKind, Figures, Form, Indicator};
use tongket_core::report::rule::{PreparedForm, Violation};
use tongket_core::report::{Doubt, WhyDoubted, doubts};
use tongket_store::figure::{self, Figure};
use tongket_store::{Conn, Done, campaign};
use utoipa::ToSchema;

use super::desk::Desk;
use super::earlier::{self, Offered};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::language::Language;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/figures.html")]
pub(super) struct FigurePage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// Id of the form.
    form: String,
    /// The unit whose report it is.
    unit: String,
    /// Title of the table.
    title: String,
    /// Label and title of its section; empty where it stands at the end.
    section: String,
    /// Address of its section; empty where it stands at the end.
    section_path: String,
    /// Headings of the columns.
    columns: Vec<String>,
    /// The rows.
    rows: Vec<Row>,
    /// Rules that do not hold, one sentence each.
    broken: Vec<String>,
    /// Figures that can hardly be meant, one sentence each; they are saved all the same.
    doubts: Vec<String>,
    /// Whether nothing is filled in.
    blank: bool,
    /// Cells that were not saved, one sentence each.
    unsaved: Vec<String>,
    /// Rows that are counted in another unit of measure than the page showed on which they were
    /// typed, one sentence each.
    recounted: Vec<String>,
    /// What its rows are counted in, as a short print: whoever confirms that figures were read says
    /// by it in what they read them.
    measures: String,
    /// Figures of an earlier campaign for cells that are empty.
    offered: Option<Offered>,
    /// Cells that were taken over from an earlier campaign and that nobody has read since.
    unread: usize,
    /// Why it cannot be filled in now; empty where it can.
    closed: String,
    /// Whether the reader may bring files into the report now.
    takes_files: bool,
    /// Its own address.
    path: String,
}
views!(FigurePage);

/// The parts of the page that follow what was typed.
#[derive(Template)]
#[template(path = "pages/reports/figures_told.html")]
struct Told<'a> {
    shell: &'a Shell,
    rows: &'a [Row],
    unsaved: &'a [String],
    recounted: &'a [String],
    broken: &'a [String],
    doubts: &'a [String],
    blank: bool,
    path: &'a str,
    kept: bool,
}

/// A row of the table.
#[derive(Debug, Serialize, ToSchema)]
struct Row {
    /// By what forms name it.
    code: String,
    /// What is counted.
    name: String,
    /// In what.
    unit_of_measure: String,
    /// Its cells.
    cells: Vec<Cell>,
}

/// A cell of the table.
#[derive(Debug, Serialize, ToSchema)]
struct Cell {
    /// By what forms name it: "indicator:column".
    key: String,
    /// What it is, for who cannot see the grid: "Tổ tự quản, Năm 2016".
    label: String,
    /// The number as it is written in Vietnam, or what was typed where that is none.
    shown: String,
    /// The number that is saved, in plain writing; empty where the cell is.
    saved: String,
    /// Whether it is computed.
    computed: bool,
    /// Whether it was taken over from an earlier campaign and nobody has read it since.
    unread: bool,
    /// Whether something is wrong with it.
    wrong: bool,
    /// Whether what it says can hardly be meant.
    doubted: bool,
    /// Whether what was typed was read as a number, or nothing was.
    #[serde(skip)]
    read: bool,
}

/// A form of a report, made ready, with the figures of the unit.
pub(in crate::web) struct Table {
    /// Id of the form.
    pub(in crate::web) id: String,
    /// Id of its outline item.
    pub(in crate::web) item: String,
    /// Title.
    pub(in crate::web) title: String,
    /// The form.
    pub(in crate::web) prepared: PreparedForm,
    /// What the unit filled in.
    pub(in crate::web) figures: Figures,
    /// Cells taken over from an earlier campaign that nobody has read: code and column.
    pub(in crate::web) unread: Vec<(String, String)>,
}

impl Table {
    /// The forms of a report with their figures. A form that cannot be made ready is left out and logged.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(in crate::web) async fn all(conn: &mut Conn, desk: &Desk) -> Result<Vec<Table>, Problem> {
        let rows = figure::of_report(conn, &desk.report.id).await?;
        let unread = figure::unread(conn, &desk.report.id).await?;
        let forms = campaign::forms(conn, &desk.campaign.id).await?;
        let tables = forms.into_iter().filter_map(|form| {
            let definition = serde_json::from_str::<Form>(&form.definition).ok();
            let prepared = definition.and_then(|form| PreparedForm::new(form).ok());
            let Some(prepared) = prepared else {
                tracing::error!(form = form.id, "a form cannot be made ready");
                return None;
            };
            let mut figures = Figures::default();
            for row in rows.iter().filter(|row| row.form == form.id) {
                figures.set(&row.indicator, &row.period, row.value.parse().ok());
            }
            let own = unread.iter().filter(|(of, ..)| *of == form.id);
            Some(Table {
                unread: own
                    .map(|(_, code, column)| (code.clone(), column.clone()))
                    .collect(),
                id: form.id,
                item: form.item,
                title: form.title,
                prepared,
                figures,
            })
        });
        Ok(tables.collect())
    }

    /// What is filled in with what is computed from it; quotients to two places, as they are read.
    pub(in crate::web) fn filled(&self) -> Figures {
        let mut filled = self.figures.clone();
        self.prepared.fill(&mut filled);
        let form = self.prepared.form();
        for row in form.indicators.iter().filter(|row| row.formula.is_some()) {
            for column in &form.columns {
                let value = filled.get(&row.code, &column.key);
                filled.set(&row.code, &column.key, value.map(rounded));
            }
        }
        filled
    }

    /// What a cell is called: "Tổ tự quản, Năm 2016".
    pub(super) fn label(&self, code: &str, column: &str) -> String {
        let form = self.prepared.form();
        let columns = form.columns.iter().find(|known| known.key == column);
        let title = columns.map_or(column, |column| &column.title);
        format!("{}, {title}", form.name(code))
    }

    /// The rules of the form that its figures break.
    pub(in crate::web) fn broken(&self) -> Vec<Violation> {
        self.prepared.check(&self.figures)
    }

    /// Its figures that can hardly be meant.
    pub(in crate::web) fn doubts(&self) -> Vec<Doubt> {
        doubts(self.prepared.form(), &self.figures)
    }

    /// Whether nothing is filled in.
    pub(in crate::web) fn is_blank(&self) -> bool {
        let says = |(row, column): (&Indicator, &Column)| {
            self.figures.get(&row.code, &column.key).is_some()
        };
        !self.asked().any(says)
    }

    /// A short print of what its rows are counted in.
    pub(super) fn measures(&self) -> String {
        let rows = self.prepared.form().indicators.iter();
        let parts: Vec<&[u8]> = rows
            .flat_map(|row| [row.code.as_bytes(), row.unit_of_measure.as_bytes()])
            .collect();
        Fingerprint::of_parts(&parts).to_string()[..16].to_owned()
    }

    /// In what a row is counted now.
    fn measure(&self, code: &str) -> &str {
        let mut rows = self.prepared.form().indicators.iter();
        let row = rows.find(|row| row.code == code);
        row.map_or("", |row| &row.unit_of_measure)
    }

    /// The cells that a unit fills in.
    pub(in crate::web) fn asked(&self) -> impl Iterator<Item = (&Indicator, &Column)> {
        let form = self.prepared.form();
        let own = form.indicators.iter().filter(|row| row.formula.is_none());
        own.flat_map(|row| form.own_columns().map(move |column| (row, column)))
    }
}

/// To two places, halves away from zero.
fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The figure table of a report.
#[utoipa::path(get, path = "/reports/{id}/figures/{form}", tag = "report",
    params(("id" = String, Path), ("form" = String, Path)),
    responses((status = 200, body = FigurePage)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form)): Path<(String, String)>,
) -> Result<Page<FigurePage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let table = find(&mut conn, &desk, &form).await?;
    desk.permit(Act::DraftRead, Some(&table.item))?;
    let offered = earlier::offered(&mut conn, &desk, &table).await?;
    let page = page(shell, &desk, &table, &Refused::default());
    Ok(Page(FigurePage { offered, ..page }))
}

/// A figure table of a report.
pub(super) async fn find(conn: &mut Conn, desk: &Desk, form: &str) -> Result<Table, Problem> {
    let tables = Table::all(conn, desk).await?.into_iter();
    let found = tables.into_iter().find(|table| table.id == form);
    let missing = || Refusal::not_found(Said::new("biểu số liệu này", "figure table"));
    Ok(found.ok_or_else(missing)?)
}

/// What was typed, by cell: the cell's text under its key, under `was:` and its key the number that
/// the page showed as saved, and under `measure:` and the code of a row in what the page showed it to
/// be counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(transparent)]
pub(super) struct Typed(HashMap<String, String>);

/// Cells that were not saved: what was typed, and why.
#[derive(Debug, Default)]
struct Refused {
    typed: HashMap<String, String>,
    why: Vec<String>,
}

impl Refused {
    fn note(&mut self, key: String, typed: &str, why: String) {
        self.typed.insert(key, typed.to_owned());
        self.why.push(why);
    }
}

/// A number that is to be written into a cell.
struct Change {
    indicator: String,
    period: String,
    before: Option<Decimal>,
    after: Option<Decimal>,
    /// In what it was typed.
    measure: String,
}

/// Saves the cells that were changed.
#[utoipa::path(post, path = "/reports/{id}/figures/{form}", tag = "report",
    params(("id" = String, Path), ("form" = String, Path)), request_body = Typed,
    responses((status = 200, body = FigurePage)))]
pub(super) async fn save(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form)): Path<(String, String)>,
    Input(fields): Input<Typed>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let mut table = find(&mut conn, &desk, &form).await?;
    drop(conn);
    desk.change(Act::FigureWrite, Some(&table.item))?;
    let mut refused = Refused::default();
    let changes = changes(&shell, &table, &fields.0, &mut refused);
    let kept = !changes.is_empty();
    if kept {
        write(&house, &desk, &form, changes).await?;
        let mut conn = house.store.read().await?;
        table = find(&mut conn, &desk, &form).await?;
    }
    let page = FigurePage {
        recounted: recounted(&shell, &table, &fields.0),
        ..page(shell.clone(), &desk, &table, &refused)
    };
    if shell.partial {
        let told = Told {
            shell: &page.shell,
            rows: &page.rows,
            unsaved: &page.unsaved,
            recounted: &page.recounted,
            broken: &page.broken,
            doubts: &page.doubts,
            blank: page.blank,
            path: &page.path,
            kept,
        };
        return Ok(Html(told.render().unwrap_or_default()).into_response());
    }
    if shell.wants_json || !refused.why.is_empty() || !page.recounted.is_empty() {
        return Ok(Page(page).into_response());
    }
    let to = page.path.clone();
    Ok(Next::new(&shell, to, ())
        .saying("report-figures-saved")
        .into_response())
}

/// Rows that are counted in another unit of measure than the page showed, one sentence each.
fn recounted(shell: &Shell, table: &Table, fields: &HashMap<String, String>) -> Vec<String> {
    let rows = table.prepared.form().indicators.iter();
    let told = rows.filter_map(|row| {
        let shown = fields.get(&measure_of(&row.code))?;
        let now = match row.unit_of_measure.as_str() {
            "" => "–",
            now => now,
        };
        let named = match shown.as_str() {
            "" => row.name.clone(),
            shown => format!("{} ({shown})", row.name),
        };
        (*shown != row.unit_of_measure).then(|| shell.t2("report-figure-recounted", named, now))
    });
    told.collect()
}

/// The name of the field that says in what the page showed a row to be counted.
fn measure_of(code: &str) -> String {
    format!("measure:{code}")
}

/// What is to be written, of what was typed.
fn changes(
    shell: &Shell,
    table: &Table,
    fields: &HashMap<String, String>,
    refused: &mut Refused,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (row, column) in table.asked() {
        let key = format!("{}:{}", row.code, column.key);
        let Some(text) = fields.get(&key) else {
            continue;
        };
        let label = format!("{}, {}", row.name, column.title);
        let after = match typed_in(text, &row.unit_of_measure) {
            Ok(after) => after,
            Err(unreadable) => {
                let why = match shell.language {
                    Language::Vietnamese => unreadable.vietnamese(),
                    Language::English => unreadable.english(),
                };
                refused.note(key, text, format!("{label}: {why}"));
                continue;
            }
        };
        let before = table.figures.get(&row.code, &column.key);
        let was: Option<Decimal> = match fields.get(&format!("was:{key}")) {
            Some(was) => was.parse().ok(),
            None => before,
        };
        if after == was || after == before {
            continue;
        }
        if was != before {
            let now = before.map_or_else(|| "–".to_owned(), number);
            refused.note(key, text, shell.t2("report-figure-changed", label, now));
            continue;
        }
        changes.push(Change {
            indicator: row.code.clone(),
            period: column.key.clone(),
            before,
            after,
            measure: match fields.get(&measure_of(&row.code)) {
                Some(shown) => shown.clone(),
                None => row.unit_of_measure.clone(),
            },
        });
    }
    changes
}

/// Writes what was typed. What was typed in another unit of measure than the row is counted in now
/// waits for somebody to read it.
async fn write(
    house: &House,
    desk: &Desk,
    form: &str,
    changes: Vec<Change>,
) -> Result<(), Problem> {
    let (now, desk, clock, form) = (house.now(), desk.clone(), house.clone(), form.to_owned());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let now_asked = find(tx, &desk, &form).await?;
                let mut told = Vec::new();
                for change in changes {
                    let as_asked = now_asked.measure(&change.indicator) == change.measure;
                    let plain =
                        |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
                    told.push(json!({
                        "indicator": change.indicator,
                        "period": change.period,
                        "before": plain(change.before),
                        "after": plain(change.after),
                    }));
                    let Some(value) = plain(change.after) else {
                        figure::clear(
                            tx,
                            &desk.report.id,
                            &form,
                            &change.indicator,
                            &change.period,
                        )
                        .await?;
                        continue;
                    };
                    let figure = Figure {
                        form: form.clone(),
                        indicator: change.indicator,
                        period: change.period,
                        value,
                        author: desk.visitor.account.clone(),
                        at: now,
                    };
                    match as_asked {
                        true => figure::put(tx, &desk.report.id, &figure).await?,
                        false => figure::take_over(tx, &desk.report.id, &figure).await?,
                    }
                }
                let data = json!({ "form": form, "cells": told });
                Ok(Done::new((), desk.event(&clock, Act::FigureWrite, data)))
            })
        })
        .await
}

/// The page with what is saved, what is computed, and what was typed in vain.
fn page(shell: Shell, desk: &Desk, table: &Table, refused: &Refused) -> FigurePage {
    let form = table.prepared.form();
    let filled = table.filled();
    let broken = table.broken();
    let doubts = table.doubts();
    let rows = form.indicators.iter().map(|row| Row {
        code: row.code.clone(),
        name: row.name.clone(),
        unit_of_measure: row.unit_of_measure.clone(),
        cells: form
            .columns
            .iter()
            .map(|column| cell(table, (row, column), &filled, (&broken, &doubts), refused))
            .collect(),
    });
    let item = Some(table.item.clone()).filter(|item| desk.outline.find(item).is_some());
    FigurePage {
        report: desk.report.id.clone(),
        form: table.id.clone(),
        unit: shell.whose(&desk.unit_name()),
        title: table.title.clone(),
        section: item
            .as_ref()
            .map(|item| desk.title(item))
            .unwrap_or_default(),
        section_path: item
            .map(|item| desk.section_path(&item))
            .unwrap_or_default(),
        columns: form
            .columns
            .iter()
            .map(|column| column.title.clone())
            .collect(),
        rows: rows.collect(),
        broken: broken
            .iter()
            .map(|violation| said(&shell, violation))
            .collect(),
        doubts: doubts.iter().map(|doubt| doubted(&shell, doubt)).collect(),
        blank: table.is_blank(),
        unsaved: refused.why.clone(),
        recounted: Vec::new(),
        measures: table.measures(),
        offered: None,
        unread: table.unread.len(),
        closed: desk
            .change(Act::FigureWrite, Some(&table.item))
            .err()
            .map(|refusal| shell.say(refusal.sentence()).to_owned())
            .unwrap_or_default(),
        takes_files: desk.change(Act::SectionWrite, None).is_ok(),
        path: format!("{}/figures/{}", desk.path(), table.id),
        shell,
    }
}

/// What is wrong with figures, in the reader's language.
pub(super) fn said(shell: &Shell, violation: &Violation) -> String {
    match shell.language {
        Language::Vietnamese => violation.message.clone(),
        Language::English => violation.message_en.clone(),
    }
}

/// Why a figure is doubted, in the reader's language.
pub(super) fn doubted(shell: &Shell, doubt: &Doubt) -> String {
    let (name, column) = &doubt.label;
    let key = match doubt.why {
        WhyDoubted::OverWhole => "report-figure-over",
        WhyDoubted::Negative => "report-figure-negative",
        WhyDoubted::Part => "report-figure-part",
    };
    let value = format!("{} {}", number(doubt.value), doubt.unit_of_measure);
    shell.t2(key, format!("{name}, {column}"), value.trim())
}

fn cell(
    table: &Table,
    (row, column): (&Indicator, &Column),
    filled: &Figures,
    (broken, doubts): (&[Violation], &[Doubt]),
    refused: &Refused,
) -> Cell {
    let key = format!("{}:{}", row.code, column.key);
    let value = filled.get(&row.code, &column.key);
    let typed_in_vain = refused.typed.get(&key).cloned();
    let concerns = |violation: &&Violation| {
        let here = violation.column.as_ref().is_none_or(|at| *at == column.key);
        here && violation.codes.contains(&row.code)
    };
    Cell {
        label: format!("{}, {}", row.name, column.title),
        doubted: doubts
            .iter()
            .any(|doubt| doubt.indicator == row.code && doubt.column == column.key),
        read: typed_in_vain.is_none(),
        wrong: typed_in_vain.is_some() || broken.iter().any(|violation| concerns(&violation)),
        shown: typed_in_vain.unwrap_or_else(|| value.map(number).unwrap_or_default()),
        saved: value
            .map(|value| value.normalize().to_string())
            .unwrap_or_default(),
        computed: row.formula.is_some() || column.kind == ColumnKind::Total,
        unread: table
            .unread
            .iter()
            .any(|(code, period)| *code == row.code && *period == column.key),
        key,
    }
}
