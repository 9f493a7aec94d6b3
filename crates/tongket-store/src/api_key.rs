//! Keys with which other programs call the API. Only a hash of each is kept.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Hash of the secret; it names the key.
    pub token_hash: String,
    /// Whose it is: id of the account.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it runs out.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

fn key(row: &Row) -> Result<ApiKey, StoreError> {
    let some = |at| {
        row.time(at)?
            .ok_or_else(|| StoreError::Damaged("api_key".to_owned()))
    };
    Ok(ApiKey {
        token_hash: row.get(0)?,
        account: row.get(1)?,
        label: row.get(2)?,
        created_at: some(3)?,
        expires_at: some(4)?,
        revoked_at: row.time(5)?,
    })
}

/// The keys of an account, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_account(conn: &mut Conn, account: &str) -> Result<Vec<ApiKey>, StoreError> {
    let rows = conn
        .rows(
            "SELECT token_hash, account, label, created_at, expires_at, revoked_at FROM api_key
             WHERE account = $1 ORDER BY created_at DESC, token_hash LIMIT 200",
            values![account],
        )
        .await?;
    rows.iter().map(key).collect()
}

/// Keeps a new key.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, key: &ApiKey) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO api_key (token_hash, account, label, created_at, expires_at, revoked_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            &key.token_hash,
            &key.account,
            &key.label,
            key.created_at,
            key.expires_at,
            key.revoked_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes a key of an account back, and says whether it was still good.
///
/// # Errors
/// Where the database refuses.
pub async fn revoke(
    tx: &mut Tx,
    account: &str,
    token_hash: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let gone = tx
        .change(
            "UPDATE api_key SET revoked_at = $3 WHERE account = $1 AND token_hash = $2 AND revoked_at IS NULL",
            values![account, token_hash, now],
        )
        .await?;
    Ok(gone > 0)
}

/// Takes every key of an account back.
///
/// # Errors
/// Where the database refuses.
pub async fn revoke_all(tx: &mut Tx, account: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.change(
        "UPDATE api_key SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL",
        values![account, now],
    )
    .await?;
    Ok(())
}
