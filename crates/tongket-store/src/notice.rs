//! What a unit is told in the pages.

use std::sync::LazyLock;

use jiff::Timestamp;

use crate::db::{Conn, Row, Value};
use crate::error::StoreError;
use crate::insert::Insert;
use crate::values;
use crate::write::Tx;

/// Something a unit is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Id of the unit that is told.
    pub unit: String,
    /// Id of the campaign it is about.
    pub campaign: Option<String>,
    /// What it is about: "campaign", "duty", "report".
    pub subject_kind: String,
    /// Its id.
    pub subject: String,
    /// What happened: "opened", "amended", "closed".
    pub kind: String,
    /// What the page says of it, as JSON; texts in both languages.
    pub data: serde_json::Value,
    /// When.
    pub at: Timestamp,
}

/// Tells a unit something.
///
/// # Errors
/// Where the database refuses.
pub async fn add(tx: &mut Tx, notice: &Notice) -> Result<(), StoreError> {
    add_all(tx, std::slice::from_ref(notice)).await
}

/// Columns of a notice.
const COLUMNS: usize = 8;

static INSERT: LazyLock<Insert<COLUMNS>> = LazyLock::new(|| {
    Insert::new("INSERT INTO notice (id, unit, campaign, subject_kind, subject, kind, data, at)")
});

/// Tells many units.
///
/// # Errors
/// Where the database refuses.
pub async fn add_all(tx: &mut Tx, notices: &[Notice]) -> Result<(), StoreError> {
    INSERT.rows(tx, notices.iter().map(columns)).await
}

/// A notice as its row has it.
fn columns(notice: &Notice) -> [Value; COLUMNS] {
    [
        (&notice.id).into(),
        (&notice.unit).into(),
        notice.campaign.clone().into(),
        (&notice.subject_kind).into(),
        (&notice.subject).into(),
        (&notice.kind).into(),
        notice.data.to_string().into(),
        notice.at.into(),
    ]
}

/// What a unit was told, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_unit(
    conn: &mut Conn,
    unit: &str,
    limit: i64,
    from: i64,
) -> Result<Vec<Notice>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, unit, campaign, subject_kind, subject, kind, data, at FROM notice
             WHERE unit = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3",
            values![unit, limit, from],
        )
        .await?;
    rows.iter().map(notice).collect()
}

/// What a unit was told and this account has not marked as read, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn unread(
    conn: &mut Conn,
    unit: &str,
    account: &str,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, unit, campaign, subject_kind, subject, kind, data, at FROM notice
             WHERE unit = $1 AND NOT EXISTS (SELECT 1 FROM notice_read
               WHERE notice_read.notice = notice.id AND notice_read.account = $2)
             ORDER BY at DESC, id DESC LIMIT $3",
            values![unit, account, limit],
        )
        .await?;
    rows.iter().map(notice).collect()
}

/// Keeps that an account has read a notice.
///
/// # Errors
/// Where the database refuses.
pub async fn mark_read(
    tx: &mut Tx,
    notice: &str,
    account: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO notice_read (notice, account, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        values![notice, account, now],
    )
    .await?;
    Ok(())
}

fn notice(row: &Row) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.get(0)?,
        unit: row.get(1)?,
        campaign: row.get(2)?,
        subject_kind: row.get(3)?,
        subject: row.get(4)?,
        kind: row.get(5)?,
        data: row.json(6)?,
        at: row
            .time(7)?
            .ok_or_else(|| StoreError::Damaged("notice".to_owned()))?,
    })
}
