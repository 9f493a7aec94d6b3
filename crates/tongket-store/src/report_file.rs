//! Files that were taken in as a whole report, and where each passage went.

use jiff::Timestamp;

use crate::blob;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Id.
    pub id: String,
    /// Id of the report.
    pub report: String,
    /// Name of the file.
    pub name: String,
    /// Where its passages went, as JSON.
    pub placed: String,
    /// When it came.
    pub at: Timestamp,
    /// The name of who brought it.
    pub by_name: String,
}

fn file(row: &Row) -> Result<ReportFile, StoreError> {
    Ok(ReportFile {
        id: row.get(0)?,
        report: row.get(1)?,
        name: row.get(2)?,
        placed: row.get(3)?,
        at: row
            .time(4)?
            .ok_or_else(|| StoreError::Damaged("report_file".to_owned()))?,
        by_name: row.get(5)?,
    })
}

/// The file with this id, of that report.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    conn: &mut Conn,
    report: &str,
    id: &str,
) -> Result<Option<ReportFile>, StoreError> {
    let row = conn
        .row(
            "SELECT f.id, f.report, f.name, f.placed, f.at, account.full_name
             FROM report_file f JOIN account ON account.id = f.by_account
             WHERE f.id = $2 AND f.report = $1",
            values![report, id],
        )
        .await?;
    row.as_ref().map(file).transpose()
}

/// The files of a report, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<ReportFile>, StoreError> {
    let rows = conn
        .rows(
            "SELECT f.id, f.report, f.name, '', f.at, account.full_name
             FROM report_file f JOIN account ON account.id = f.by_account
             WHERE f.report = $1 ORDER BY f.id DESC LIMIT 20",
            values![report],
        )
        .await?;
    rows.iter().map(file).collect()
}

/// Keeps a file with its bytes.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(
    tx: &mut Tx,
    file: &ReportFile,
    bytes: Vec<u8>,
    by: &str,
) -> Result<(), StoreError> {
    let sha256 = blob::keep(tx, bytes).await?;
    tx.change(
        "INSERT INTO report_file (id, report, name, sha256, placed, at, by_account)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            &file.id,
            &file.report,
            &file.name,
            sha256,
            &file.placed,
            file.at,
            by
        ],
    )
    .await?;
    Ok(())
}
