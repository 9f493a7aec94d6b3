//! What was answered to a request that carried a key: a replay is answered alike and does nothing.
//!
//! Keys are made by browsers and programs; each is known for its account alone,
//! so that nobody can ask with the key of another.

use jiff::Timestamp;

use crate::db::Conn;
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// What this account was answered to this key.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, account: &str, key: &str) -> Result<Option<String>, StoreError> {
    let row = conn
        .row(
            "SELECT answer FROM answered WHERE key = $1 AND account = $2",
            values![of(account, key), account],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Remembers an answer, in the same act that it tells of.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(
    tx: &mut Tx,
    account: &str,
    key: &str,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO answered (key, account, answer, at) VALUES ($1, $2, $3, $4)",
        values![of(account, key), account, answer, now],
    )
    .await?;
    Ok(())
}

fn of(account: &str, key: &str) -> String {
    format!("{account}:{key}")
}
