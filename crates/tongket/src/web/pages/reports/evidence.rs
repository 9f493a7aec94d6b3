//! Files that prove what a section or the whole report says.

use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::evidence::{self, Evidence};
use tongket_store::{Done, blob, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::road::sent_once;
use crate::web::shell::Shell;
use crate::web::upload::{self, File, Upload};
use crate::web::visitor::Visitor;

/// A file as pages list it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web) struct Attached {
    /// Id.
    pub(in crate::web) id: String,
    /// Name.
    pub(in crate::web) name: String,
    /// Size in words: "1,2 MB".
    pub(in crate::web) size: String,
    /// When it came, in words.
    pub(in crate::web) at: String,
}

impl Attached {
    /// A file as a page lists it.
    pub(in crate::web) fn of(shell: &Shell, file: &Evidence) -> Attached {
        Attached {
            id: file.id.clone(),
            name: file.name.clone(),
            size: size(file.size),
            at: shell.moment(&file.at),
        }
    }
}

/// A size as people read it.
fn size(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!(
            "{},{} MB",
            bytes / 1_048_576,
            bytes % 1_048_576 * 10 / 1_048_576
        ),
    }
}

/// Files to be attached.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "describes a form with files, which is read part by part"
)]
pub(super) struct Files {
    /// Id of the outline item that they prove; empty for the whole report.
    item: String,
    /// The files.
    #[schema(format = Binary)]
    file: Vec<String>,
}

/// What may be kept of the files of a form.
///
/// # Errors
/// None was chosen; one is of a kind that is not taken, or bears a secrecy mark.
pub(in crate::web) async fn admitted(
    house: &House,
    files: Vec<File>,
) -> Result<Vec<File>, Problem> {
    let admit = move || {
        files.iter().try_for_each(upload::admit)?;
        Ok::<_, Refusal>(files)
    };
    Ok(house.at_the_back(admit).await?)
}

/// Attaches files to a section, or to the report as a whole.
#[utoipa::path(post, path = "/reports/{id}/evidence", tag = "report", params(("id" = String, Path)),
    request_body(content = Files, content_type = "multipart/form-data"), responses((status = 200)))]
pub(super) async fn attach(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Next<()>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id).await?;
    drop(conn);
    let item = upload.field("item").to_owned();
    let of_section = Some(item.as_str()).filter(|item| !item.is_empty());
    of_section.map_or(Ok(()), |item| desk.known(item))?;
    desk.change(Act::EvidenceAttach, of_section)?;
    if upload.files.is_empty() {
        return Err(Refusal::field_invalid(
            Said::new("tệp minh chứng", "evidence"),
            Said::new("chưa chọn tệp nào", "no file was chosen"),
        )
        .into());
    }
    let files = admitted(&house, upload.files).await?;
    let to = match of_section {
        Some(item) => format!("{}#evidence", desk.section_path(item)),
        None => format!("{}#evidence", desk.path()),
    };
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let known = evidence::of_report(tx, &desk.report.id).await?;
                let mut attached = Vec::new();
                for file in files {
                    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
                    let sha256 = blob::keep(tx, file.bytes).await?;
                    let same = |known: &Evidence| {
                        known.sha256 == sha256 && known.item == item && known.name == file.name
                    };
                    if known.iter().any(same) {
                        continue;
                    }
                    let evidence = Evidence {
                        id: new_id(),
                        report: Some(desk.report.id.clone()),
                        duty: None,
                        item: item.clone(),
                        name: file.name,
                        sha256: sha256.clone(),
                        size,
                        at: now,
                        by_account: desk.visitor.account.clone(),
                        removed_at: None,
                    };
                    evidence::attach(tx, &evidence).await?;
                    attached.push(json!({ "id": evidence.id, "sha256": sha256 }));
                }
                if attached.is_empty() {
                    return Ok(Done::already(()));
                }
                let data = json!({ "item": item, "attached": attached });
                Ok(Done::new((), desk.event(&clock, Act::EvidenceAttach, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-evidence-attached"))
}

/// Takes a file away: it is no longer shown and no longer sent, and stays in the history.
#[utoipa::path(post, path = "/reports/{id}/evidence/{file}/removal", tag = "report",
    params(("id" = String, Path), ("file" = String, Path)), responses((status = 200)))]
pub(super) async fn remove(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    let found = evidence::find(&mut conn, &file).await?;
    drop(conn);
    let Some(found) = found.filter(|found| found.report.as_ref() == Some(&id)) else {
        return Err(missing().into());
    };
    let of_section = Some(found.item.as_str()).filter(|item| !item.is_empty());
    desk.change(Act::EvidenceAttach, of_section)?;
    let to = of_section.map_or_else(|| desk.path(), |item| desk.section_path(item));
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                if !evidence::remove(tx, &file, now).await? {
                    return Ok(Done::already(()));
                }
                let data = json!({ "removed": file });
                Ok(Done::new((), desk.event(&clock, Act::EvidenceAttach, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("{to}#evidence"), ()).saying("report-evidence-removed"))
}

fn missing() -> Refusal {
    Refusal::not_found(Said::new("tệp này", "file"))
}

/// A file, for those who write the report and for those who received it.
#[utoipa::path(get, path = "/reports/{id}/evidence/{file}", tag = "report",
    params(("id" = String, Path), ("file" = String, Path)), responses((status = 200)))]
pub(super) async fn download(
    Shared(house): Shared<House>,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::unseen(&house, &visitor, &id).await?;
    let found = evidence::find(&mut conn, &file).await?;
    let Some(found) = found.filter(|found| found.report.as_ref() == Some(&id)) else {
        return Err(missing().into());
    };
    let of_section = Some(found.item.as_str()).filter(|item| !item.is_empty());
    let was_sent = desk.marks.submitted.is_some_and(|sent| found.at <= sent);
    let reads = desk.may(Act::DraftRead, of_section) || was_sent && desk.may(Act::ReportRead, None);
    let sent = match reads {
        true => None,
        false => sent_once(&mut conn, &visitor, &desk.report).await?,
    };
    if !reads && sent.is_none_or(|sent| found.at > sent.at) {
        desk.permit(Act::DraftRead, of_section)?;
    }
    let bytes = blob::find(&mut conn, &found.sha256)
        .await?
        .ok_or_else(missing)?;
    Ok(as_file(&found.name, bytes))
}

/// A name for a file that is made of words: "bao-cao-xa-van-khe-lan-2.docx".
pub(in crate::web) fn file_name(words: &[&str], extension: &str) -> String {
    let bare = fold::bare(&words.join(" "));
    let parts = bare.split(|sign: char| !sign.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}.{extension}", parts.join("-"))
}

/// An answer that browsers keep as a file and never open as a page.
pub(in crate::web) fn as_file(name: &str, bytes: Vec<u8>) -> Response {
    let kind = upload::kind(&bytes).unwrap_or("application/octet-stream");
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let named = format!("attachment; filename*=UTF-8''{name}");
    let named = HeaderValue::from_str(&named).unwrap_or(HeaderValue::from_static("attachment"));
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CONTENT_DISPOSITION, named),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-store"),
            ),
        ],
        Body::from(bytes),
    )
        .into_response()
}
