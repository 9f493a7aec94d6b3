//! The report as a Word file: its outline with what is written so far.
//!
//! Somebody with a weak line takes it along, writes in Word and brings it
//! back. What a section is asked for stands below its heading in square
//! brackets while nothing is written; such lines are left out when the file
//! comes back.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use jiff::civil::Date;
use tongket_core::amount::number;
use tongket_core::issue::{
    Align, Block, Column, Family, Inline, IssuedDocument, Letterhead, Opening, Row, RowKind,
    SignatureBlock, Table as Grid, Text,
};
use tongket_core::permit::Act;
use tongket_core::report::{Ask, asks, section_of};
use tongket_reader::source::{Line, Part, Source};
use tongket_store::section::{self, State, Version};

use super::desk::Desk;
use super::evidence::as_file;
use super::figure::Table;
use crate::web::house::House;
use crate::web::outline::named;
use crate::web::problem::Problem;
use crate::web::units::Units;
use crate::web::visitor::Visitor;
use tongket_core::refusal::Code;

/// How a line begins that says what a section is asked for.
pub(super) const ASKED: &str = "[Đề cương: ";

/// The report as a Word file.
#[utoipa::path(get, path = "/reports/{id}/paper", tag = "report", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))]
pub(super) async fn download(
    Shared(house): Shared<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.permit(Act::DraftRead, None)?;
    let versions = section::all_current(&mut conn, &id).await?;
    let tables = Table::all(&mut conn, &desk).await?;
    drop(conn);
    let written = house
        .at_the_back(move || {
            let document = document(&desk, &versions, &tables);
            tongket_paper::export::docx::write(&document)
        })
        .await;
    match written {
        Ok(bytes) => Ok(as_file("bao-cao.docx", bytes)),
        Err(error) => {
            tracing::error!(%error, "a report could not be written as a Word file");
            Err(Code::InternalTrouble.into())
        }
    }
}

fn document(desk: &Desk, versions: &[Version], tables: &[Table]) -> IssuedDocument {
    let mut body = Vec::new();
    let asks = asks(&desk.outline);
    for ask in &asks {
        let title = ask.item.title.clone();
        body.push(Block::Heading {
            level: ask.item.level.clamp(1, 4),
            label: ask.item.label.clone(),
            text: match ask.item.level {
                0 | 1 => title.to_uppercase(),
                _ => title,
            },
        });
        let version = versions.iter().find(|version| version.item == ask.item.id);
        match version {
            Some(version) if version.state == State::Nil => {
                body.push(Block::paragraph("Không có."));
            }
            Some(version) if !version.html.is_empty() => body.extend(blocks(&version.html)),
            _ => body.extend(wanted(ask)),
        }
        let of_section = |table: &&Table| section_of(&asks, &table.item) == Some(&ask.item.id);
        let own = tables.iter().filter(of_section);
        body.extend(own.map(|table| Block::Table(grid(table))));
    }
    // Tables that belong to no section stand at the end, as they do on the page that is signed.
    let of_none = |table: &&Table| section_of(&asks, &table.item).is_none();
    let others = tables.iter().filter(of_none);
    body.extend(others.map(|table| Block::Table(grid(table))));
    let whose = (desk.report.unit.as_str(), &*desk.units, desk.today);
    report(whose, &desk.campaign.title, None, body)
}

/// The report of a unit, as it is called today, with its letterhead and title; nobody has signed it.
pub(in crate::web::pages) fn report(
    (unit, units, today): (&str, &Units, Date),
    subject: &str,
    day: Option<Date>,
    body: Vec<Block>,
) -> IssuedDocument {
    let lineage = units.lineage(unit, today);
    // Over the name of a committee stands nobody's.
    let is_place = units.is_place(unit, today);
    let above = lineage.get(1).filter(|_| !is_place);
    let notation = match is_place {
        true => "BC-UBND",
        false => "BC-…",
    };
    IssuedDocument {
        letterhead: Letterhead {
            family: Family::State,
            parent: above.map(|above| units.issuing_name(above, today).to_uppercase()),
            issuers: vec![units.issuing_name(unit, today).to_uppercase()],
            number: Letterhead::number_line(Family::State, None, notation),
            dateline: Letterhead::date_line("…", day),
        },
        opening: Opening::Titled {
            type_name: "BÁO CÁO".to_owned(),
            subject: subject.to_owned(),
        },
        addressees: Vec::new(),
        bases: Vec::new(),
        body: body.into_iter().flat_map(Block::upright).collect(),
        signature: SignatureBlock::default(),
        annexes: Vec::new(),
    }
}

/// What a section is asked for, while nothing is written.
fn wanted(ask: &Ask<'_>) -> Vec<Block> {
    let guidance = ask.item.guidance.iter().cloned();
    let wants = ask.wants.iter().map(|want| named(want));
    let lines = guidance.chain(wants);
    let lines = lines.map(|line| Text::italic(format!("{ASKED}{line}]")));
    lines.map(|text| Block::Paragraph { text }).collect()
}

/// A figure table with what is filled in.
fn grid(table: &Table) -> Grid {
    let form = table.prepared.form();
    let filled = table.filled();
    let rows = form.indicators.iter().map(|row| {
        let cells = form.columns.iter().map(|column| {
            let value = filled.get(&row.code, &column.key);
            value.map(number).unwrap_or_default()
        });
        [row.name.clone(), row.unit_of_measure.clone()]
            .into_iter()
            .chain(cells)
            .collect()
    });
    let columns = form.columns.iter().map(|of| of.title.as_str()).collect();
    figures(&table.title, columns, rows)
}

/// Columns beyond which a table is too narrow for "Năm 2016": the year alone heads its column then.
const MANY: usize = 6;

/// Figures as a table of a document: every row its indicator, the unit of measure, then its cells.
pub(in crate::web::pages) fn figures(
    caption: &str,
    titles: Vec<&str>,
    rows: impl Iterator<Item = Vec<String>>,
) -> Grid {
    let many = titles.len() > MANY;
    // Shares of the width; what they add up to is the whole.
    let (name, measure, cells) = if many { (14, 10, 80) } else { (28, 12, 60) };
    let share = cells / u32::try_from(titles.len().max(1)).unwrap_or(cells);
    let column = |title: &str, width, align| Column {
        title: title.to_owned(),
        width,
        align,
    };
    let mut columns = vec![
        column("Chỉ tiêu", name, Align::Left),
        column("Đơn vị tính", measure, Align::Center),
    ];
    let titles = titles.into_iter().map(|title| match many {
        true => title.strip_prefix("Năm ").unwrap_or(title),
        false => title,
    });
    columns.extend(titles.map(|title| column(title, share, Align::Right)));
    let rows = rows.map(|cells| Row {
        kind: RowKind::Plain,
        cells: cells.into_iter().map(Text::plain).collect(),
    });
    Grid {
        caption: caption.to_owned(),
        columns,
        rows: rows.collect(),
    }
}

/// The text of a section as blocks of a document.
pub(in crate::web::pages) fn blocks(html: &str) -> Vec<Block> {
    let Ok(source) = tongket_paper::import::html(html) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    let mut lines = source.lines().iter().peekable();
    while let Some(line) = lines.next() {
        let Part::Cell(cell) = line.place.part else {
            let text = runs(&source, line);
            if !text.to_plain().trim().is_empty() {
                blocks.push(Block::Paragraph { text });
            }
            continue;
        };
        let mut own = vec![line];
        while let Some(next) = lines.next_if(
            |next| matches!(next.place.part, Part::Cell(other) if other.table == cell.table),
        ) {
            own.push(next);
        }
        blocks.extend(table(&source, &own).map(Block::Table));
    }
    blocks
}

/// A line with what is bold and what is italic in it.
fn runs(source: &Source, line: &Line) -> Text {
    let heading = line.look.heading.is_some();
    let mut ends: Vec<usize> = vec![line.span.start, line.span.end];
    let marked = line.look.bolds.iter().chain(&line.look.italics);
    ends.extend(marked.flat_map(|span| [span.start, span.end]));
    ends.retain(|end| (line.span.start..=line.span.end).contains(end));
    ends.sort_unstable();
    ends.dedup();
    let inside = |spans: &[tongket_reader::Span], at: usize| {
        spans.iter().any(|span| span.start <= at && at < span.end)
    };
    let runs = ends.windows(2).map(|ends| Inline::Run {
        text: source.text()[ends[0]..ends[1]].to_owned(),
        bold: heading || line.look.bold || inside(&line.look.bolds, ends[0]),
        italic: line.look.italic || inside(&line.look.italics, ends[0]),
    });
    Text(runs.collect())
}

/// A table from its cells; the first row is its header.
fn table(source: &Source, cells: &[&Line]) -> Option<Grid> {
    let mut rows: Vec<Vec<(u32, Text)>> = Vec::new();
    for line in cells {
        let Part::Cell(cell) = line.place.part else {
            continue;
        };
        let at = cell.row as usize;
        if rows.len() <= at {
            rows.resize_with(at + 1, Vec::new);
        }
        let text = runs(source, line);
        match rows[at]
            .iter_mut()
            .find(|(column, _)| *column == cell.column)
        {
            Some((_, known)) => *known = std::mem::take(known).then(" ").join(text),
            None => rows[at].push((cell.column, text)),
        }
    }
    let width = rows.iter().flatten().map(|(column, _)| column + 1).max()?;
    let full = |row: Vec<(u32, Text)>| {
        let mut cells = vec![Text::default(); width as usize];
        for (column, text) in row {
            cells[column as usize] = text;
        }
        cells
    };
    let mut rows = rows.into_iter().map(full);
    let header = rows.next()?;
    let titles = header.iter().map(Text::to_plain);
    Some(Grid::of_texts(titles.collect(), rows.collect()))
}
