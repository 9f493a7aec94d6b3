//! A report that was written in Word: its passages go to the sections that they answer.
//!
//! The file is read as every file is; the core places its passages on the
//! outline. A section that is empty takes its text; one that says something
//! already keeps it, and the file's text stands beside it, unless the person
//! asked to put the file's text in its place. What fits nowhere is listed on
//! the page of the file, from where it can be put into a section by hand.
//! Figure tables that come filled in go into their forms ([`filled`]).

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::issue::wording::shortened;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::report::{Aligner, Alignment, Filling, asks, fillings, section_of};
use tongket_paper::import;
use tongket_reader::plan::Outline;
use tongket_reader::report::{self, Report};
use tongket_reader::source::Source;
use tongket_store::report_file::{self, ReportFile};
use tongket_store::section::{self, Origin};
use tongket_store::{Done, Tx, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use super::figure::Table;
use super::filled;
use super::paper::ASKED;
use super::save::{self, Incoming};
use super::section::Link;
use super::sheet;
use crate::web::house::House;
use crate::web::html;
use crate::web::input::Input;
use crate::web::outline::named;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::upload::{self, File, Upload};
use crate::web::visitor::Visitor;

/// Where a part of a file went.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
struct Placed {
    /// The section; nothing where no item took it.
    item: Option<String>,
    /// "saved", "merged", "conflict"; "stray" where no item took it; "figures" for a figure table.
    outcome: String,
    /// Id of the version that it became; of a figure table, that of its form.
    version: String,
    /// The text.
    html: String,
    /// What a figure table filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    figures: Option<filled::Told>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/file_choose.html")]
pub(super) struct Choose {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Largest file, in bytes.
    largest: usize,
    /// Where the figure tables are taken along as an Excel file; empty where there are none.
    sheet: String,
    /// Files that were taken in before.
    files: Vec<Link>,
}
views!(Choose);

/// Where a file is chosen that holds the whole report.
#[utoipa::path(get, path = "/reports/{id}/files", tag = "report", params(("id" = String, Path)),
    responses((status = 200, body = Choose)))]
pub(super) async fn choose(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Choose>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.change(Act::SectionWrite, None)?;
    let has_tables = !filled::titles(&mut conn, &desk).await?.is_empty();
    let files = report_file::of_report(&mut conn, &id).await?.into_iter();
    let files = files.map(|file| Link {
        href: format!("{}/files/{}", desk.path(), file.id),
        text: format!(
            "{} ({}, {})",
            file.name,
            file.by_name,
            shell.moment(&file.at)
        ),
    });
    Ok(Page(Choose {
        unit: shell.whose(&desk.unit_name()),
        largest: house.settings.largest_upload,
        sheet: match has_tables {
            true => sheet::path(&desk),
            false => String::new(),
        },
        files: files.collect(),
        report: id,
        shell,
    }))
}

/// A file that holds the whole report.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "describes a form with a file, which is read part by part"
)]
pub(super) struct TakingIn {
    /// The file.
    #[schema(format = Binary)]
    file: String,
    /// "replace" puts the file's text in place of what sections say; anything else keeps both.
    mode: String,
}

/// Takes a file in: its passages go to the sections that they answer.
#[utoipa::path(post, path = "/reports/{id}/files", tag = "report", params(("id" = String, Path)),
    request_body(content = TakingIn, content_type = "multipart/form-data"), responses((status = 200)))]
pub(super) async fn take_in(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    mut upload: Upload,
) -> Result<Next<String>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.change(Act::SectionWrite, None)?;
    let tables = filled::tables(&mut conn, &desk).await?;
    drop(conn);
    let replaces = upload.field("mode") == "replace";
    let Some(file) = upload.files.pop() else {
        return Err(Refusal::field_invalid(
            Said::new("tệp báo cáo", "report file"),
            Said::new("chưa chọn tệp nào", "no file was chosen"),
        )
        .into());
    };
    let outline = desk.outline.clone();
    let read = house
        .at_the_back(move || Read::of(file, &outline, tables))
        .await?;
    let to = format!("{}/files", desk.path());
    let file = lay(&house, desk, read, replaces).await?;
    Ok(Next::new(&shell, format!("{to}/{file}"), file).saying("report-file-taken"))
}

/// A file that was read.
struct Read {
    file: File,
    /// Its parts, by section; what no section takes comes last.
    parts: Vec<(Option<String>, String)>,
    /// What it fills in of the figure tables.
    fillings: Vec<(Table, Filling)>,
}

impl Read {
    fn of(file: File, outline: &Outline, tables: Vec<Table>) -> Result<Read, Refusal> {
        let source = upload::read(&file)?;
        let report = report::read::read(&source);
        let mut alignment = Aligner::new(outline).align(&report, source.text());
        let forms = tables.iter();
        let forms = forms.map(|table| (table.id.as_str(), table.prepared.form()));
        let found = fillings(&forms.collect::<Vec<_>>(), &report, source.text());
        let mut found: HashMap<usize, Filling> = found.into_iter().collect();
        let filled = (0..).zip(tables);
        let fillings: Vec<(Table, Filling)> = filled
            .filter_map(|(at, table)| Some((table, found.remove(&at)?)))
            .collect();
        for (_, filling) in &fillings {
            filling.lift(&mut alignment);
        }
        Ok(Read {
            parts: parts(&source, &report, &alignment, outline),
            fillings,
            file,
        })
    }
}

fn parts(
    source: &Source,
    report: &Report,
    alignment: &Alignment<'_>,
    outline: &Outline,
) -> Vec<(Option<String>, String)> {
    let asks = asks(outline);
    let mut parts: Vec<(Option<String>, String)> = Vec::new();
    for part in import::sections(source, report, alignment, outline) {
        let item = part
            .item
            .and_then(|item| section_of(&asks, &item).map(str::to_owned));
        let text = html::clean(&unasked(part.html));
        if text.is_empty() {
            continue;
        }
        match parts.iter_mut().find(|(known, _)| *known == item) {
            Some((_, known)) => known.push_str(&text),
            None => parts.push((item, text)),
        }
    }
    parts.sort_by_key(|(item, _)| item.is_none());
    parts
}

/// The same without the lines that only say what a section is asked for.
fn unasked(mut html: String) -> String {
    for opening in [format!("<p>{ASKED}"), format!("<p><em>{ASKED}")] {
        while let Some(start) = html.find(&opening) {
            let end = html[start..]
                .find("</p>")
                .map_or(html.len(), |end| start + end + 4);
            html.replace_range(start..end, "");
        }
    }
    html
}

/// Keeps the file and lays its parts into their sections and its figures into their tables, all in
/// one act.
async fn lay(house: &House, desk: Desk, read: Read, replaces: bool) -> Result<String, Problem> {
    let (now, clock) = (house.now(), house.clone());
    let Read {
        file,
        parts,
        fillings,
    } = read;
    house
        .store
        .act(move |tx| {
            Box::pin(async move {
                let mut placed = lay_parts(tx, &desk, parts, (replaces, now)).await?;
                let mut cells = Vec::new();
                for (table, filling) in fillings {
                    let (told, taken) =
                        filled::lay(tx, &desk, (&table, filling), (replaces, now)).await?;
                    cells.extend(taken);
                    placed.push(Placed {
                        item: Some(table.item),
                        outcome: "figures".to_owned(),
                        version: table.id,
                        html: String::new(),
                        figures: Some(told),
                    });
                }
                let row = ReportFile {
                    id: new_id(),
                    report: desk.report.id.clone(),
                    name: file.name,
                    placed: serde_json::to_string(&placed).unwrap_or_default(),
                    at: now,
                    by_name: String::new(),
                };
                report_file::keep(tx, &row, file.bytes, &desk.visitor.account).await?;
                let items: Vec<&Option<String>> = placed.iter().map(|part| &part.item).collect();
                let data = json!({ "file": row.id, "items": items, "replaces": replaces });
                let done = Done::new(row.id.clone(), desk.event(&clock, Act::SectionWrite, data));
                if cells.is_empty() {
                    return Ok(done);
                }
                let data = json!({ "file": row.id, "cells": cells, "outcome": "taken over" });
                Ok(done.and(desk.event(&clock, Act::FigureWrite, data)))
            })
        })
        .await
}

/// Lays the parts of a file into their sections; what no section takes is only kept.
async fn lay_parts(
    tx: &mut Tx,
    desk: &Desk,
    parts: Vec<(Option<String>, String)>,
    (replaces, now): (bool, Timestamp),
) -> Result<Vec<Placed>, Problem> {
    let mut placed = Vec::new();
    for (item, html) in parts {
        let (outcome, version) = match &item {
            None => ("stray", String::new()),
            Some(item) => {
                let current = section::current(tx, &desk.report.id, item).await?;
                let incoming = Incoming {
                    item: item.clone(),
                    base: current
                        .filter(|current| replaces || current.html.is_empty())
                        .map(|current| current.id),
                    html: html.clone(),
                    origin: Origin::Imported,
                    settles: None,
                };
                let saved = save::lay(tx, desk, incoming, now).await?;
                (saved.word(), saved.version().to_owned())
            }
        };
        placed.push(Placed {
            item,
            outcome: outcome.to_owned(),
            version,
            html,
            figures: None,
        });
    }
    Ok(placed)
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/file.html")]
pub(super) struct FilePage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Id of the file.
    file: String,
    /// Name of the file.
    name: String,
    /// Who brought it and when, in words.
    brought: String,
    /// What went to a section.
    placed: Vec<Part>,
    /// What went to a figure table.
    filled: Vec<filled::Shown>,
    /// What fits nowhere.
    strays: Vec<Stray>,
    /// Sections into which it can be put: id and title.
    sections: Vec<(String, String)>,
    /// Whether it can be put anywhere now.
    writes: bool,
}
views!(FilePage);

/// A part that went to a section.
#[derive(Serialize, ToSchema)]
struct Part {
    /// Label and title of the section.
    title: String,
    /// Address of the section, or of the page where two texts are to be chosen from.
    href: String,
    /// Key of the text that says what became of it.
    outcome: String,
    /// How it begins.
    opening: String,
}

/// A part that fits nowhere.
#[derive(Serialize, ToSchema)]
struct Stray {
    /// Its place in the list of parts.
    at: usize,
    /// The text.
    html: String,
}

/// What went where of a file, and what fits nowhere.
#[utoipa::path(get, path = "/reports/{id}/files/{file}", tag = "report",
    params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, body = FilePage)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Page<FilePage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.permit(Act::DraftRead, None)?;
    let row = report_file::find(&mut conn, &id, &file)
        .await?
        .ok_or_else(missing)?;
    let (mut placed, mut strays, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    let tables = filled::titles(&mut conn, &desk).await?;
    for (at, part) in known(&row).into_iter().enumerate() {
        if let Some(told) = part.figures {
            filled.push(told.shown(&shell, &tables, (&desk.path(), &part.version)));
            continue;
        }
        let Some(item) = part.item else {
            strays.push(Stray {
                at,
                html: part.html,
            });
            continue;
        };
        let section = desk.section_path(&item);
        placed.push(Part {
            title: desk.title(&item),
            href: match part.outcome.as_str() {
                "conflict" => format!("{section}/conflicts/{}", part.version),
                _ => section,
            },
            outcome: format!("report-file-{}", part.outcome),
            opening: shortened(&html::text(&part.html), 160),
        });
    }
    let sections = asks(&desk.outline).into_iter();
    Ok(Page(FilePage {
        unit: shell.whose(&desk.unit_name()),
        brought: shell.t2("report-file-brought", &row.by_name, shell.moment(&row.at)),
        name: row.name,
        sections: sections
            .map(|ask| (ask.item.id.clone(), named(ask.item)))
            .collect(),
        writes: desk.change(Act::SectionWrite, None).is_ok(),
        report: id,
        placed,
        filled,
        strays,
        file,
        shell,
    }))
}

fn missing() -> Refusal {
    Refusal::not_found(Said::new("tệp này", "file"))
}

fn known(row: &ReportFile) -> Vec<Placed> {
    serde_json::from_str(&row.placed).unwrap_or_default()
}

/// A part of a file that fits nowhere, and the section that somebody gives it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Placing {
    /// Its place in the list of parts.
    at: usize,
    /// Id of the section.
    item: String,
}

/// Puts a part that fits nowhere below what a section says.
#[utoipa::path(post, path = "/reports/{id}/files/{file}/placements", tag = "report",
    params(("id" = String, Path), ("file" = String, Path)), request_body = Placing,
    responses((status = 200)))]
pub(super) async fn place(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
    Input(placing): Input<Placing>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.known(&placing.item)?;
    desk.change(Act::SectionWrite, Some(&placing.item))?;
    let row = report_file::find(&mut conn, &id, &file)
        .await?
        .ok_or_else(missing)?;
    let part = known(&row)
        .into_iter()
        .nth(placing.at)
        .ok_or_else(missing)?;
    let current = section::current(&mut conn, &id, &placing.item).await?;
    drop(conn);
    let to = desk.section_path(&placing.item);
    let own = current
        .as_ref()
        .map(|current| current.html.clone())
        .unwrap_or_default();
    if !own.contains(&part.html) {
        let incoming = Incoming {
            item: placing.item,
            base: current.map(|current| current.id),
            html: own + &part.html,
            origin: Origin::Imported,
            settles: None,
        };
        save::keep(&house, &desk, incoming, None).await?;
    }
    Ok(Next::new(&shell, to, ()).saying("report-file-placed"))
}
