//! The table of figures by year as a file: a document (Word, PDF), Excel with live sums, or a list (CSV).

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::DateTime;
use tongket_core::issue::{Letterhead, wording};
use tongket_core::refusal::Code;
use tongket_core::series::{
    Annual, AnnualCell, AnnualIndicator, AnnualRow, AnnualSource, AnnualTotal, Cell, Row, RowKind,
    Series, Subject,
};
use tongket_paper::export::{ExportError, csv, docx, pdf, xlsx};

use super::show::note;
use super::{Asked, Room, basis_text, change_text, chart, tier_text};
use crate::web::house::{House, in_viet_nam};
use crate::web::language::Language;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// The kinds of files: ending and type.
const KINDS: [(&str, &str); 4] = [
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("pdf", "application/pdf"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("csv", "text/csv; charset=utf-8"),
];

/// Every indicator by unit and year, or one of them, as a file.
#[utoipa::path(get, path = "/campaigns/{id}/series/export/{kind}", tag = "series",
    params(("id" = String, Path), ("kind" = String, Path), ("form" = Option<String>, Query),
        ("code" = Option<String>, Query), ("basis" = Option<String>, Query),
        ("tier" = Option<String>, Query), ("under" = Option<String>, Query)),
    responses((status = 200, body = Vec<u8>)))]
pub(super) async fn export(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let known = KINDS.into_iter().find(|(ending, _)| *ending == kind);
    let (ending, media) = known.ok_or(Code::AddressUnknown)?;
    let room = Room::of(&house, &visitor, &id, &asked).await?;
    let only = match asked.form.is_empty() {
        true => None,
        false => Some(
            room.subject(&asked.form, &asked.code, &asked.basis)?
                .clone(),
        ),
    };
    let made = in_viet_nam(house.now());
    let bytes = house
        .at_the_back(move || written(&room, only.as_ref(), ending, made))
        .await
        .map_err(|error| {
            tracing::error!(%error, "figures by year could not be written");
            Problem::from(Code::InternalTrouble)
        })?;
    let name = format!(
        "attachment; filename=\"so-lieu-theo-nam-{}.{ending}\"",
        house.today()
    );
    let head = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, bytes).into_response())
}

/// The table as the bytes of a file of that kind.
fn written(
    room: &Room,
    only: Option<&Subject>,
    ending: &str,
    made: DateTime,
) -> Result<Vec<u8>, ExportError> {
    let annual = annual(room, only);
    // All indicators together give the totals alone: units by year are an Excel file of their own.
    let document = || annual.document(letterhead(room), only.is_some());
    match ending {
        "docx" => docx::write(&document()),
        "pdf" => pdf::write(&document(), made),
        "xlsx" => xlsx::write_annual(&annual),
        _ => csv::annual(&annual),
    }
}

/// The standing agency and the day; what is drawn from a campaign has no number of its own.
fn letterhead(room: &Room) -> Letterhead {
    let desk = &room.desk;
    let standing = desk.campaign.standing_unit.as_deref();
    let standing = standing.unwrap_or(&desk.campaign.owner_unit);
    Letterhead {
        issuers: vec![desk.units.name(standing, desk.today).to_uppercase()],
        dateline: wording::capitalised(&wording::long_date(Some(desk.today))),
        ..Letterhead::default()
    }
}

/// The table of everything that is wanted, in the words of a document.
fn annual(room: &Room, only: Option<&Subject>) -> Annual {
    let shell = Shell {
        language: Language::Vietnamese,
        ..Shell::default()
    };
    let wanted: Vec<&Subject> = match only {
        Some(subject) => vec![subject],
        None => room.subjects.iter().collect(),
    };
    let indicators = wanted.into_iter().map(|it| indicator(&shell, room, it));
    Annual {
        title: room.desk.campaign.title.clone(),
        basis: shell.t2(
            "series-drawn-from",
            room.accepted,
            shell.day(&room.desk.today),
        ),
        indicators: indicators.collect(),
    }
}

fn indicator(shell: &Shell, room: &Room, subject: &Subject) -> AnnualIndicator {
    let series = room.series(subject);
    let above = |unit| room.above(unit);
    let totals = (0..subject.points.len()).map(|at| {
        let like = series.change_of_total(at, &above);
        let change = like
            .map(|like| change_text(&like.change))
            .unwrap_or_default();
        match series.total(at, &above) {
            Ok(total) => AnnualTotal {
                value: Some(total.value),
                apportioned: total.apportioned,
                word: format!("{}/{}", total.units, total.of),
                change,
            },
            Err(why) => AnnualTotal {
                value: None,
                apportioned: false,
                word: why.word().to_owned(),
                change,
            },
        }
    });
    AnnualIndicator {
        form: subject.form_title.clone(),
        name: subject.name.clone(),
        measure: subject.unit_of_measure.clone(),
        kind: basis_text(shell, subject.basis),
        columns: subject.points.iter().map(|it| it.title.clone()).collect(),
        totals: totals.collect(),
        chart: chart(shell, &series, &above),
        rows: rows(shell, room, &series),
    }
}

fn rows(shell: &Shell, room: &Room, series: &Series) -> Vec<AnnualRow> {
    let row = |row: &Row| AnnualRow {
        unit: room.name(row.unit).to_owned(),
        tier: tier_text(shell, room.level(row.unit)),
        note: note(shell, room, row),
        adds: series.subject.additive
            && row.measure.is_none()
            && !matches!(row.kind, RowKind::Beside(_)),
        cells: row.cells.iter().map(|it| cell(room, it)).collect(),
    };
    series.rows.iter().map(row).collect()
}

fn cell(room: &Room, cell: &Cell) -> AnnualCell {
    let sources = cell.contributions.iter().map(|it| AnnualSource {
        unit: room.name(it.unit).to_owned(),
        receipt: room
            .receipts
            .get(&it.submission)
            .cloned()
            .unwrap_or_default(),
        value: it.value,
        part: it.part,
    });
    AnnualCell {
        value: cell.value,
        apportioned: cell.value.is_some() && cell.is_apportioned(),
        word: cell.sign.word().to_owned(),
        sources: sources.collect(),
    }
}
