//! A version that was sent, whole, as a file: to be printed, laid before somebody, put in the archive.
//!
//! It says what was sent to the last letter; which version it is and by which
//! receipt it can be verified stands at its end.

use axum::extract::{Path, State};
use axum::response::Response;
use tongket_core::issue::{Block, IssuedDocument, Signer, Text};
use tongket_core::refusal::Code;
use tongket_paper::export;

use super::report::{Version, open};
use crate::web::house::{House, in_viet_nam};
use crate::web::pages::reports::evidence::{as_file, file_name};
use crate::web::pages::reports::paper;
use crate::web::problem::Problem;
use crate::web::sheet::{Grid, Part, Said};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A version as a file: "docx" or "pdf".
#[utoipa::path(get, path = "/submissions/{id}/document/{format}", tag = "submission",
    params(("id" = String, Path), ("format" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404)))]
pub(super) async fn download(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, Problem> {
    if !matches!(format.as_str(), "docx" | "pdf") {
        return Err(Code::NotFound.into());
    }
    let mut conn = house.store.read().await?;
    let version = open(&house, &mut conn, &visitor, &id).await?;
    drop(conn);
    let document = document(&shell, &version);
    let now = in_viet_nam(house.now());
    let unit = version
        .opened
        .units
        .name(&version.opened.dossier.unit, house.today());
    let ordinal = format!("lần {}", version.submission.ordinal);
    let name = file_name(&["báo cáo", unit, &ordinal], &format);
    let written = house
        .at_the_back(move || match format.as_str() {
            "pdf" => export::pdf::write(&document, now).map_err(|error| error.to_string()),
            _ => export::docx::write(&document).map_err(|error| error.to_string()),
        })
        .await;
    match written {
        Ok(bytes) => Ok(as_file(&name, bytes)),
        Err(error) => {
            tracing::error!(%error, "a version could not be written as a file");
            Err(Code::InternalTrouble.into())
        }
    }
}

fn document(shell: &Shell, version: &Version) -> IssuedDocument {
    let (opened, submission) = (&version.opened, &version.submission);
    let dossier = &opened.dossier;
    let parts = opened.question.sheet(&version.content);
    let mut body: Vec<Block> = parts.iter().flat_map(of_part).collect();
    let files = &version.content.evidence;
    if !files.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let line = format!("{}: {}.", shell.t("road-files"), names.join("; "));
        body.push(Block::paragraph(line));
    }
    let sent = shell.t2("submission-version", submission.ordinal, submission.receipt);
    let at = shell.moment(&submission.at);
    let line = format!("({sent} · {at} · SHA-256 {})", submission.sha256);
    body.push(Block::Paragraph {
        text: Text::italic(line),
    });
    // Under the name of the unit that sent it, as it was called then.
    let day = in_viet_nam(submission.at).date();
    let whose = (submission.from_unit.as_str(), &*opened.units, day);
    let mut document = paper::report(whose, &dossier.campaign_title, Some(day), body);
    document.signature.signers = vec![Signer {
        lines: Vec::new(),
        name: submission.by_name.clone(),
    }];
    document
}

/// A section with its heading, its words and its tables.
fn of_part(part: &Part) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        level: part.level.clamp(1, 4),
        label: String::new(),
        text: part.title.clone(),
    }];
    match part.said {
        Said::Written => blocks.extend(paper::blocks(&part.html)),
        Said::Nil => blocks.push(Block::paragraph("Không có.")),
        Said::Missing | Said::Blank => {}
    }
    let tables = part.tables.iter();
    blocks.extend(tables.map(|table| Block::Table(of_grid(table))));
    blocks
}

fn of_grid(grid: &Grid) -> tongket_core::issue::Table {
    let rows = grid.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| cell.shown.clone());
        let named = [row.name.clone(), row.unit.clone()].into_iter();
        named.chain(cells).collect()
    });
    let columns = grid.columns.iter().map(String::as_str).collect();
    paper::figures(&grid.title, columns, rows)
}
