//! At the receiver's desk: received, sent back, accepted, opened again, passed on.
//!
//! A version is received, returned and accepted once: the tables hold that,
//! so that of two who act at the same time one is told that it is done.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Who acts, and when.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Id of the account.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Keeps that a version was received.
///
/// # Errors
/// Where the database refuses.
pub async fn receive(tx: &mut Tx, submission: &str, hand: Hand<'_>) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO reception (id, submission, at, by_account) VALUES ($1, $2, $3, $4)",
        values![crate::new_id(), submission, hand.at, hand.by],
    )
    .await?;
    Ok(())
}

/// Keeps that a version was sent back.
///
/// # Errors
/// Where the database refuses.
pub async fn send_back(
    tx: &mut Tx,
    submission: &str,
    reasons: &[&str],
    text: &str,
    due: Option<Date>,
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    let reasons = serde_json::Value::from(reasons.to_vec()).to_string();
    tx.change(
        "INSERT INTO return_slip (id, submission, reasons, text, due, at, by_account)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            crate::new_id(),
            submission,
            reasons,
            text,
            due,
            hand.at,
            hand.by
        ],
    )
    .await?;
    Ok(())
}

/// Keeps that a version was accepted.
///
/// # Errors
/// Where the database refuses.
pub async fn accept(
    tx: &mut Tx,
    submission: &str,
    note: &str,
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO acceptance (id, submission, note, at, by_account) VALUES ($1, $2, $3, $4, $5)",
        values![crate::new_id(), submission, note, hand.at, hand.by],
    )
    .await?;
    Ok(())
}

/// Keeps that an accepted report was opened again.
///
/// # Errors
/// Where the database refuses.
pub async fn correct(
    tx: &mut Tx,
    report: &str,
    reason: &str,
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO correction (id, report, reason, at, by_account) VALUES ($1, $2, $3, $4, $5)",
        values![crate::new_id(), report, reason, hand.at, hand.by],
    )
    .await?;
    Ok(())
}

/// A leg on the way up: an accepted version passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Id.
    pub id: String,
    /// Id of the version.
    pub submission: String,
    /// Which version of the report it is.
    pub ordinal: u32,
    /// Id of the unit that passed it on.
    pub from_unit: String,
    /// Id of the unit it went to.
    pub to_unit: String,
    /// What was said with it; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// The person who did it.
    pub by_name: String,
}

/// Passes a version on; whether it had not been before.
///
/// # Errors
/// Where the database refuses.
pub async fn forward(
    tx: &mut Tx,
    submission: &str,
    (from_unit, to_unit): (&str, &str),
    note: &str,
    hand: Hand<'_>,
) -> Result<bool, StoreError> {
    let forwarded = tx
        .change(
            "INSERT INTO forwarding (id, submission, from_unit, to_unit, note, at, by_account)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            values![
                crate::new_id(),
                submission,
                from_unit,
                to_unit,
                note,
                hand.at,
                hand.by
            ],
        )
        .await?;
    Ok(forwarded > 0)
}

/// The legs that a report has gone, the earliest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn legs(conn: &mut Conn, report: &str) -> Result<Vec<Leg>, StoreError> {
    let rows = conn
        .rows(
            "SELECT f.submission, s.ordinal, f.from_unit, f.to_unit, f.note, f.at, account.full_name, f.id
             FROM submission s JOIN forwarding f ON f.submission = s.id
             LEFT JOIN account ON account.id = f.by_account
             WHERE s.report = $1 ORDER BY f.id",
            values![report],
        )
        .await?;
    rows.iter().map(leg).collect()
}

fn leg(row: &Row) -> Result<Leg, StoreError> {
    Ok(Leg {
        id: row.get(7)?,
        submission: row.get(0)?,
        ordinal: u32::try_from(row.get::<i64>(1)?).unwrap_or(u32::MAX),
        from_unit: row.get(2)?,
        to_unit: row.get(3)?,
        note: row.get(4)?,
        at: row
            .time(5)?
            .ok_or_else(|| StoreError::Damaged("forwarding".to_owned()))?,
        by_name: row.get::<Option<String>>(6)?.unwrap_or_default(),
    })
}
