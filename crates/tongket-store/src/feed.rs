//! Addresses of calendars: a secret each, kept as its hash, that can be taken back.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// The address of somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Hash of its secret.
    pub token_hash: String,
    /// Id of the account whose it is.
    pub account: String,
    /// What it is used for, in its owner's words.
    pub label: String,
    /// When it was made.
    pub at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Makes an address.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, feed: &Feed) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO feed (token_hash, account, label, at, revoked_at) VALUES ($1, $2, $3, $4, NULL)",
        values![&feed.token_hash, &feed.account, &feed.label, feed.at],
    )
    .await?;
    Ok(())
}

/// Takes back an address of an account; whether it was in use.
///
/// # Errors
/// Where the database refuses.
pub async fn revoke(
    tx: &mut Tx,
    account: &str,
    token_hash: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let revoked = tx
        .change(
            "UPDATE feed SET revoked_at = $3
             WHERE account = $1 AND token_hash = $2 AND revoked_at IS NULL",
            values![account, token_hash, now],
        )
        .await?;
    Ok(revoked > 0)
}

/// Id of the account whose calendar lies at an address that is in use.
///
/// # Errors
/// Where the database cannot be read.
pub async fn account(conn: &mut Conn, token_hash: &str) -> Result<Option<String>, StoreError> {
    let row = conn
        .row(
            "SELECT feed.account FROM feed JOIN account ON account.id = feed.account
             WHERE token_hash = $1 AND revoked_at IS NULL AND account.disabled_at IS NULL",
            values![token_hash],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// The addresses of an account that are in use, the latest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_account(conn: &mut Conn, account: &str) -> Result<Vec<Feed>, StoreError> {
    let rows = conn
        .rows(
            "SELECT token_hash, account, label, at, revoked_at FROM feed
             WHERE account = $1 AND revoked_at IS NULL ORDER BY at DESC, token_hash",
            values![account],
        )
        .await?;
    let feed = |row: &Row| {
        Ok(Feed {
            token_hash: row.get(0)?,
            account: row.get(1)?,
            label: row.get(2)?,
            at: row
                .time(3)?
                .ok_or_else(|| StoreError::Damaged("feed".to_owned()))?,
            revoked_at: row.time(4)?,
        })
    };
    rows.iter().map(feed).collect()
}
