//! The list of units as a file that can be imported again: every unit with its whole history.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::Code;
use tongket_store::succession;

use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::units::{Units, word_of};
use crate::web::visitor::Visitor;

/// The columns, as the import understands them.
const COLUMNS: [&str; 10] = [
    "tên",
    "tên ngắn",
    "loại",
    "cấp",
    "trực thuộc",
    "mã",
    "nhãn",
    "từ ngày",
    "đến ngày",
    "kế thừa bởi",
];

/// Every unit with its history, as CSV.
#[utoipa::path(get, path = "/units/list.csv", tag = "units", responses((status = 200, content_type = "text/csv", body = String)))]
pub(super) async fn csv(State(house): State<House>, visitor: Visitor) -> Result<Response, Problem> {
    Table::permit(&visitor.memberships, Act::UnitRead, &Place::default())?;
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let successions = succession::all(&mut conn).await?;
    drop(conn);
    let text = house
        .at_the_back(move || written(&units, &successions))
        .await;
    let name = format!("attachment; filename=\"don-vi-{}.csv\"", house.today());
    let kind = "text/csv; charset=utf-8".to_owned();
    let text = text.map_err(|_| Code::InternalTrouble)?;
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response())
}

fn written(units: &Units, successions: &[succession::Succession]) -> Result<Vec<u8>, csv::Error> {
    // Excel takes a file for UTF-8 only when it begins so.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for version in units.versions() {
        let unit = units.in_book(version);
        let day = version.valid_to.or(version.valid_from).unwrap_or_default();
        let parent = version.parent.as_deref();
        let heirs = successions.iter().filter(|row| {
            let ends = version.valid_to.and_then(|last| last.tomorrow().ok());
            row.from == version.unit && ends == Some(row.effective)
        });
        let heirs: Vec<&str> = heirs
            .filter_map(|row| Some(units.name(row.to.as_deref()?, row.effective)))
            .collect();
        let written = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        writer.write_record([
            version.name.clone(),
            version.short_names.join("; "),
            unit.map(|unit| word_of(unit.kind)).unwrap_or_default(),
            unit.and_then(|unit| unit.level)
                .map(word_of)
                .unwrap_or_default(),
            parent
                .map_or("", |parent| units.name(parent, day))
                .to_owned(),
            version.codes.join("; "),
            version.tags.join("; "),
            written(version.valid_from).unwrap_or_default(),
            written(version.valid_to).unwrap_or_default(),
            heirs.join("; "),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}
