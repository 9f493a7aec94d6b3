//! The figure tables of a report as an Excel file, to be filled in without a line.
//!
//! The file comes back through the page where files are taken in ([`super::file`]),
//! which knows each table again by the mark that stands in it.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_paper::export::xlsx::form::{self, ToFillIn};

use super::desk::Desk;
use super::evidence::as_file;
use super::figure::Table;
use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;

/// Where the file of a report's figure tables is.
pub(super) fn path(desk: &Desk) -> String {
    format!("{}/figures.xlsx", desk.path())
}

/// The figure tables of a report as an Excel file, with what is filled in so far.
#[utoipa::path(get, path = "/reports/{id}/figures.xlsx", tag = "report", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(super) async fn download(
    Shared(house): Shared<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let mut tables = Table::all(&mut conn, &desk).await?;
    drop(conn);
    tables.retain(|table| desk.may(Act::DraftRead, Some(&table.item)));
    if tables.is_empty() {
        desk.permit(Act::DraftRead, None)?;
        return Err(Refusal::not_found(Said::new("biểu số liệu nào", "figure table")).into());
    }
    let whose = format!("{} – {}", desk.unit_name(), desk.campaign.title);
    let written = house
        .at_the_back(move || {
            let sheets = tables.iter().map(|table| ToFillIn {
                id: &table.id,
                title: &table.title,
                form: table.prepared.form(),
                figures: &table.figures,
            });
            form::write(&whose, &sheets.collect::<Vec<_>>())
        })
        .await;
    match written {
        Ok(bytes) => Ok(as_file("bieu-so-lieu.xlsx", bytes)),
        Err(error) => {
            tracing::error!(%error, "figure tables could not be written as an Excel file");
            Err(Code::InternalTrouble.into())
        }
    }
}
