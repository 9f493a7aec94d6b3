//! The draft as a document: Word and PDF as it was edited, figures as a sheet.

use std::collections::{HashMap, HashSet};

use axum::extract::{Path, Query, State as Shared};
use axum::response::Response;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use tongket_core::consolidation::Consolidation;
use tongket_core::issue::draft::document::{self, Cited, Section};
use tongket_core::issue::draft::{RowSum, Source, TableSum};
use tongket_core::issue::{
    Block, Dossier, IssueSettings, IssuedDocument, ReportFile, UnitStanding, UnitState,
};
use tongket_core::refusal::Code;
use tongket_paper::export;
use tongket_paper::export::xlsx::plain::{Cell, Sheet};
use tongket_reader::Spanned;
use tongket_reader::plan::{Order, Plan};
use tongket_reader::source;
use tongket_store::{consolidation, section};

use super::desk::Desk;
use super::moved::pieces_in;
use crate::web::house::{House, in_viet_nam};
use crate::web::pages::reports::evidence::{as_file, file_name};
use crate::web::pages::reports::paper::blocks;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// "yes" for the annex that leads every mark to its source.
    #[serde(default)]
    provenance: String,
}

/// The draft as a file: "docx", "pdf" or "xlsx".
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/document/{format}",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("format" = String, Path),
        ("provenance" = Option<String>, Query)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404)))]
pub(super) async fn download(
    Shared(house): Shared<House>,
    visitor: Visitor,
    Path((id, unit, format)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let draft = desk.draft()?;
    let versions = section::all_current(&mut conn, draft.owner()).await?;
    let pieces = consolidation::all_pieces(&mut conn, &draft.id).await?;
    drop(conn);
    let kind = match format.as_str() {
        "docx" => Kind::Word,
        "pdf" => Kind::Pdf,
        "xlsx" => Kind::Sheet,
        _ => return Err(Code::NotFound.into()),
    };
    // Figures come with what was found in them; a text is taken along without, unless it is asked for.
    let clean = wanted.provenance != "yes" && !matches!(kind, Kind::Sheet);
    let findings = match clean {
        true => Vec::new(),
        false => desk.tier.findings(&house).await.to_vec(),
    };
    let plan = house.plan(&id).await?;
    let now = in_viet_nam(house.now());
    let written = house
        .at_the_back(move || {
            let plan = plan.map_or_else(|| plan_of(&desk), |plan| plan.plan.clone());
            let consolidation = desk.tier.standing.consolidation(findings);
            let bench = Bench {
                settings: settings(&desk, clean),
                html: versions.into_iter().map(|it| (it.item, it.html)).collect(),
                pieces: pieces.into_iter().collect(),
                desk,
            };
            bench.write(kind, &plan, &consolidation, now)
        })
        .await;
    match written {
        Ok((name, bytes)) => Ok(as_file(&name, bytes)),
        Err(error) => {
            tracing::error!(%error, "a consolidation could not be written as a file");
            Err(Code::InternalTrouble.into())
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Word,
    Pdf,
    Sheet,
}

/// A campaign without a document is named by its title.
fn plan_of(desk: &Desk) -> Plan {
    let mut plan = Plan::default();
    let said = |value: &str| Spanned {
        value: value.to_owned(),
        span: tongket_reader::Span::default(),
    };
    plan.document.subject = Some(said(&desk.campaign.title));
    if !desk.campaign.issuer.is_empty() {
        plan.document.issuer = Some(said(&desk.campaign.issuer));
    }
    plan
}

fn settings(desk: &Desk, clean: bool) -> IssueSettings {
    let lineage = desk.units.lineage(&desk.unit, desk.today);
    let named = |unit: &String| desk.units.issuing_name(unit, desk.today);
    let above = lineage.get(1).map(named);
    // Over the name of a committee stands nobody's.
    let above = above.filter(|_| !desk.units.is_place(&desk.unit, desk.today));
    IssueSettings {
        issuer: Some(named(&desk.unit)),
        parent: above,
        as_of: Some(desk.today),
        clean,
        ..IssueSettings::default()
    }
}

struct Bench {
    desk: Desk,
    settings: IssueSettings,
    html: HashMap<String, String>,
    pieces: HashMap<String, Vec<tongket_core::issue::draft::Piece>>,
}

type Written = Result<(String, Vec<u8>), Box<dyn std::error::Error + Send + Sync>>;

impl Bench {
    fn write(
        &self,
        kind: Kind,
        plan: &Plan,
        consolidation: &Consolidation,
        now: jiff::civil::DateTime,
    ) -> Written {
        let units = self.standings();
        let tier = &self.desk.tier;
        let none = source::Source::default();
        let names: Vec<String> = tier.file_names();
        let sources = tier.standing.files.iter().map(|kept| &kept.source);
        let files: Vec<ReportFile<'_>> = names
            .iter()
            .zip(sources.chain(std::iter::repeat(&none)))
            .map(|(name, source)| ReportFile { name, source })
            .collect();
        let dossier = Dossier {
            plan,
            consolidation,
            units: &units,
            files: &files,
        };
        let what = match self.settings.clean {
            true => "bản tổng hợp",
            false => "bản tổng hợp kèm nguồn",
        };
        let named =
            |what: &str, extension: &str| file_name(&[what, self.desk.unit_name()], extension);
        Ok(match kind {
            Kind::Word => (
                named(what, "docx"),
                export::docx::write(&self.document(&dossier))?,
            ),
            Kind::Pdf => (
                named(what, "pdf"),
                export::pdf::write(&self.document(&dossier), now)?,
            ),
            Kind::Sheet => (
                named("số liệu tổng hợp", "xlsx"),
                export::xlsx::write_with(&dossier, &self.forms())?,
            ),
        })
    }

    /// The figure tables of the campaign, a row for each unit and indicator; totals where adding is
    /// right.
    fn forms(&self) -> Vec<Sheet> {
        let tier = &self.desk.tier;
        let sums = tier.items.iter().flat_map(|item| tier.tables(item));
        let sheet = |(at, sum): (usize, TableSum)| {
            let head = ["Đơn vị", "Chỉ tiêu", "Đơn vị tính"].map(str::to_owned);
            let columns = sum.columns.iter().map(|(_, title)| title.clone());
            let rows = sum.rows.iter().flat_map(|row| self.rows(row));
            Sheet {
                name: format!("Biểu {}", at + 1),
                head: head.into_iter().chain(columns).collect(),
                rows: rows.collect(),
            }
        };
        sums.enumerate().map(sheet).collect()
    }

    /// An indicator: its total where it has one, then every unit that gave a figure.
    fn rows(&self, row: &RowSum) -> Vec<Vec<Cell>> {
        // A unit that took over another's report has two, each with its own line.
        let mut told: Vec<&Source> = Vec::new();
        for source in row.cells.iter().flatten() {
            if !told.iter().any(|known| known.report == source.report) {
                told.push(source);
            }
        }
        let cell = |value: Option<Decimal>| match value.and_then(|value| value.to_f64()) {
            Some(value) => Cell::Number(value),
            None => Cell::Text(String::new()),
        };
        let line = |who: &str, values: Vec<Option<Decimal>>| {
            let names = [who, &row.name, &row.unit_of_measure].map(Cell::from);
            names
                .into_iter()
                .chain(values.into_iter().map(cell))
                .collect()
        };
        let plain = |source: &Source| source.measure == row.unit_of_measure;
        let add = |cells: &Vec<Source>| {
            let mut values = cells.iter().filter_map(|source| source.value);
            let first = values.next()?;
            values.try_fold(first, Decimal::checked_add)
        };
        let mut lines = Vec::new();
        if row.additive && row.cells.iter().flatten().all(plain) {
            lines.push(line("Tổng cộng", row.cells.iter().map(add).collect()));
        }
        for source in told {
            let own = |cells: &Vec<Source>| {
                let own = cells.iter().find(|it| it.report == source.report);
                own?.value
            };
            let name = match self.desk.tier.seat_of_report(&source.report) {
                Some(seat) => &seat.name,
                None => self.desk.units.name(&source.unit, self.desk.today),
            };
            lines.push(line(name, row.cells.iter().map(own).collect()));
        }
        lines
    }

    fn standings(&self) -> Vec<UnitStanding> {
        let seats = self
            .desk
            .tier
            .seats
            .iter()
            .zip(&self.desk.tier.standing.frame.units);
        let standings = seats.map(|(seat, owing)| UnitStanding {
            id: owing.unit,
            name: seat.name.clone(),
            state: match &seat.owed {
                owed if owed.counts.is_some() => UnitState::Received,
                owed if owed.waits => UnitState::Waiting,
                owed if owed.returned => UnitState::Returned,
                _ => UnitState::Missing,
            },
            file: None,
            deadline: None,
            note: None,
            order: Order::default(),
        });
        standings.collect()
    }

    fn document(&self, dossier: &Dossier<'_>) -> IssuedDocument {
        let mut next = 1;
        let sections: Vec<(Section, Vec<Cited>)> = self
            .desk
            .tier
            .items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| self.section(at, item, &mut next))
            .collect();
        let name = |unit: &str| self.desk.units.name(unit, self.desk.today).to_owned();
        let counting: HashSet<(String, String)> =
            self.desk.tier.submissions().into_iter().collect();
        let place = |source: &Source| {
            let title = self.desk.title(&source.item).unwrap_or_default();
            let counts = counting.contains(&(source.report.clone(), source.submission.clone()));
            let note = if counts {
                ""
            } else {
                " (báo cáo này không còn được tính)"
            };
            format!("Báo cáo gửi lần {}, mục {title}{note}", source.ordinal)
        };
        document::compose(dossier, &self.settings, sections, &name, &place)
    }

    /// A section as it was edited; without marks in a clean copy.
    fn section(&self, at: usize, item: &str, next: &mut u32) -> Option<(Section, Vec<Cited>)> {
        let section = self.desk.tier.standing.section(at)?;
        let html = self.html.get(item).map_or("", String::as_str);
        let mut cited = Vec::new();
        let flagged = match self.settings.clean {
            true => tongket_core::issue::draft::without_pieces(html),
            false => {
                let pieces = pieces_in(html, item, &self.pieces);
                document::flagged(html, &pieces, next, &mut cited)
            }
        };
        let title = section
            .title
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        Some((
            Section {
                name: format!("{} {title}", section.label).trim().to_owned(),
                heading: Block::Heading {
                    level: section.level.clamp(1, 4),
                    label: section.label,
                    text: match section.level {
                        0 | 1 => title.to_uppercase(),
                        _ => title,
                    },
                },
                blocks: blocks(&flagged)
                    .into_iter()
                    .map(lifted)
                    .flat_map(Block::upright)
                    .collect(),
            },
            cited,
        ))
    }
}

/// A block in which marks written as letters have become marks; "- …" is an item of a list.
fn lifted(block: Block) -> Block {
    match block {
        Block::Paragraph { text } => {
            let text = document::lifted(text);
            match document::without_dash(&text) {
                Some(text) => Block::item(text),
                None => Block::Paragraph { text },
            }
        }
        Block::Table(mut table) => {
            for row in &mut table.rows {
                for cell in &mut row.cells {
                    *cell = document::lifted(std::mem::take(cell));
                }
            }
            for column in &mut table.columns {
                column.title = document::without_marks(&column.title);
            }
            Block::Table(table)
        }
        other => other,
    }
}
