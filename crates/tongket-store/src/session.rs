//! Who is signed in. The cookie itself is never kept, only its hash.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A session that has not run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The account behind it.
    pub account: String,
    /// When its owner last gave a sign of life, to the minute.
    pub seen_at: Timestamp,
}

/// The session behind a cookie, where it has not run out.
///
/// # Errors
/// Where the database cannot be read.
pub async fn held(
    conn: &mut Conn,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Held>, StoreError> {
    let row = conn
        .row(
            "SELECT session.account, session.seen_at FROM session
             JOIN account ON account.id = session.account
             WHERE token_hash = $1 AND expires_at > $2 AND account.disabled_at IS NULL",
            values![token_hash, now],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let seen_at = row.time(1)?.unwrap_or(now);
    Ok(Some(Held {
        account: row.get(0)?,
        seen_at,
    }))
}

/// The account behind an API key that was not revoked.
///
/// # Errors
/// Where the database cannot be read.
pub async fn account_of_key(
    conn: &mut Conn,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let row = conn
        .row(
            "SELECT api_key.account FROM api_key JOIN account ON account.id = api_key.account
             WHERE token_hash = $1 AND expires_at > $2 AND revoked_at IS NULL
               AND account.disabled_at IS NULL",
            values![token_hash, now],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Opens a session.
///
/// # Errors
/// Where the database refuses.
pub async fn open(
    tx: &mut Tx,
    token_hash: &str,
    account: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO session (token_hash, account, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $3, $4)",
        values![token_hash, account, now, until],
    )
    .await?;
    tx.change("DELETE FROM session WHERE expires_at < $1", values![now])
        .await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// Where the database refuses.
pub async fn end(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM session WHERE token_hash = $1",
        values![token_hash],
    )
    .await?;
    Ok(())
}

/// Ends every session of an account.
///
/// # Errors
/// Where the database refuses.
pub async fn end_all(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    tx.change("DELETE FROM session WHERE account = $1", values![account])
        .await?;
    Ok(())
}

/// Moves the end of a session, because its owner is still there.
///
/// # Errors
/// Where the database refuses.
pub async fn prolong(
    tx: &mut Tx,
    token_hash: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1",
        values![token_hash, now, until],
    )
    .await?;
    Ok(())
}
