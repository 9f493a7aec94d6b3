//! Files that prove what a section, a table or a deed says.
//!
//! What is taken away is no longer shown and no longer sent; its row and its
//! bytes stay, for what was sent before.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Id.
    pub id: String,
    /// Id of the report, where it belongs to one.
    pub report: Option<String>,
    /// Id of the deed, where it belongs to one.
    pub duty: Option<String>,
    /// Id of the outline item that it proves; empty for the whole.
    pub item: String,
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// When it was attached.
    pub at: Timestamp,
    /// Id of the account that attached it.
    pub by_account: String,
    /// When it was taken away.
    pub removed_at: Option<Timestamp>,
}

fn evidence(row: &Row) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        id: row.get(0)?,
        report: row.get(1)?,
        duty: row.get(2)?,
        item: row.get(3)?,
        name: row.get(4)?,
        sha256: row.get(5)?,
        size: row.get(6)?,
        at: row
            .time(7)?
            .ok_or_else(|| StoreError::Damaged("evidence".to_owned()))?,
        by_account: row.get(8)?,
        removed_at: row.time(9)?,
    })
}

/// The file with this id, taken away or not.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Evidence>, StoreError> {
    let row = conn
        .row(
            "SELECT id, report, duty, item, name, sha256, size, at, by_account, removed_at
             FROM evidence WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(evidence).transpose()
}

/// The files of a report that are attached now, in the order in which they came.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<Evidence>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, report, duty, item, name, sha256, size, at, by_account, removed_at
             FROM evidence WHERE report = $1 AND removed_at IS NULL ORDER BY id",
            values![report],
        )
        .await?;
    rows.iter().map(evidence).collect()
}

/// Every file that was ever attached to a report, in the order in which they came: what was sent
/// stays with the receiver.
///
/// # Errors
/// Where the database cannot be read.
pub async fn ever_of_report(conn: &mut Conn, report: &str) -> Result<Vec<Evidence>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, report, duty, item, name, sha256, size, at, by_account, removed_at
             FROM evidence WHERE report = $1 ORDER BY id",
            values![report],
        )
        .await?;
    rows.iter().map(evidence).collect()
}

/// The files of a deed that are attached now, in the order in which they came.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_duty(conn: &mut Conn, duty: &str) -> Result<Vec<Evidence>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, report, duty, item, name, sha256, size, at, by_account, removed_at
             FROM evidence WHERE duty = $1 AND removed_at IS NULL ORDER BY id",
            values![duty],
        )
        .await?;
    rows.iter().map(evidence).collect()
}

/// Attaches a file whose bytes are kept.
///
/// # Errors
/// Where the database refuses.
pub async fn attach(tx: &mut Tx, evidence: &Evidence) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO evidence (id, report, duty, item, name, sha256, size, at, by_account, removed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
        values![
            &evidence.id,
            evidence.report.clone(),
            evidence.duty.clone(),
            &evidence.item,
            &evidence.name,
            &evidence.sha256,
            evidence.size,
            evidence.at,
            &evidence.by_account
        ],
    )
    .await?;
    Ok(())
}

/// Takes a file away; whether it was there.
///
/// # Errors
/// Where the database refuses.
pub async fn remove(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let removed = tx
        .change(
            "UPDATE evidence SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL",
            values![id, now],
        )
        .await?;
    Ok(removed > 0)
}
