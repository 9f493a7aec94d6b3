//! Who is signed in. The cookie itself is never kept, only its hash.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Somebody who asks, as every request needs to know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Id of the account.
    pub account: String,
    /// What is typed to sign in.
    pub name: String,
    /// What people read.
    pub full_name: String,
    /// When the password was set.
    pub password_at: Timestamp,
    /// Whether it must be changed before anything else.
    pub must_change: bool,
    /// Roles, each with its unit; an empty unit is the whole house.
    pub memberships: Vec<(String, String)>,
    /// When the owner of the session last gave a sign of life, to the minute; `None` for a key.
    pub seen_at: Option<Timestamp>,
}

/// Who holds this session, where it has not run out and the account is not closed.
///
/// # Errors
/// Where the database cannot be read.
pub async fn holder(
    conn: &mut Conn,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Bearer>, StoreError> {
    let rows = conn
        .rows(
            "SELECT account.id, account.name, account.full_name, account.password_at,
               account.must_change, session.seen_at, membership.role, membership.unit
             FROM session JOIN account ON account.id = session.account
             LEFT JOIN membership ON membership.account = account.id
             WHERE session.token_hash = $1 AND session.expires_at > $2
               AND account.disabled_at IS NULL
             ORDER BY membership.role, membership.unit",
            values![token_hash, now],
        )
        .await?;
    bearer(&rows)
}

/// Whose API key this is, where it has not run out, was not revoked and the account is not closed.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_key(
    conn: &mut Conn,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Bearer>, StoreError> {
    let rows = conn
        .rows(
            "SELECT account.id, account.name, account.full_name, account.password_at,
               account.must_change, CAST(NULL AS BIGINT), membership.role, membership.unit
             FROM api_key JOIN account ON account.id = api_key.account
             LEFT JOIN membership ON membership.account = account.id
             WHERE api_key.token_hash = $1 AND api_key.expires_at > $2
               AND api_key.revoked_at IS NULL AND account.disabled_at IS NULL
             ORDER BY membership.role, membership.unit",
            values![token_hash, now],
        )
        .await?;
    bearer(&rows)
}

/// One account, a row for each of its roles.
fn bearer(rows: &[Row]) -> Result<Option<Bearer>, StoreError> {
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut memberships = Vec::with_capacity(rows.len());
    for row in rows {
        let role: Option<String> = row.get(6)?;
        let unit: Option<String> = row.get(7)?;
        memberships.extend(role.zip(unit));
    }
    Ok(Some(Bearer {
        account: first.get(0)?,
        name: first.get(1)?,
        full_name: first.get(2)?,
        password_at: first
            .time(3)?
            .ok_or_else(|| StoreError::Damaged("account".to_owned()))?,
        must_change: first.get::<i64>(4)? != 0,
        seen_at: first.time(5)?,
        memberships,
    }))
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
