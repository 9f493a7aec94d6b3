//! How duties that are no report were answered: a note each time, the last one counts.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// An answer to a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Id.
    pub id: String,
    /// Id of the duty.
    pub duty: String,
    /// What was done, in words.
    pub note: String,
    /// When it was answered.
    pub at: Timestamp,
    /// The name of who answered.
    pub by_name: String,
}

fn answer(row: &Row) -> Result<Answer, StoreError> {
    Ok(Answer {
        id: row.get(0)?,
        duty: row.get(1)?,
        note: row.get(2)?,
        at: row
            .time(3)?
            .ok_or_else(|| StoreError::Damaged("deed_answer".to_owned()))?,
        by_name: row.get(4)?,
    })
}

/// The answers to a deed, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_duty(conn: &mut Conn, duty: &str) -> Result<Vec<Answer>, StoreError> {
    let rows = conn
        .rows(
            "SELECT a.id, a.duty, a.note, a.at, account.full_name
             FROM deed_answer a JOIN account ON account.id = a.by_account
             WHERE a.duty = $1 ORDER BY a.id DESC LIMIT 100",
            values![duty],
        )
        .await?;
    rows.iter().map(answer).collect()
}

/// When each deed of a unit was last answered, by duty.
///
/// # Errors
/// Where the database cannot be read.
pub async fn answered_by_unit(
    conn: &mut Conn,
    unit: &str,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT a.duty, MAX(a.at) FROM deed_answer a JOIN duty ON duty.id = a.duty
             WHERE duty.unit = $1 GROUP BY a.duty",
            values![unit],
        )
        .await?;
    let answered = |row: &Row| {
        let at = row.time(1)?;
        let at = at.ok_or_else(|| StoreError::Damaged("deed_answer".to_owned()))?;
        Ok((row.get(0)?, at))
    };
    rows.iter().map(answered).collect()
}

/// Answers a deed.
///
/// # Errors
/// Where the database refuses.
pub async fn give(
    tx: &mut Tx,
    id: &str,
    duty: &str,
    note: &str,
    by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO deed_answer (id, duty, note, at, by_account) VALUES ($1, $2, $3, $4, $5)",
        values![id, duty, note, now, by],
    )
    .await?;
    Ok(())
}
