//! One account for one person, with roles at places of the tree.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// An account without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: String,
    /// What is typed to sign in.
    pub name: String,
    /// What people read.
    pub full_name: String,
    /// Where mail goes; may be empty.
    pub email: String,
    /// Tag of the language: "vi".
    pub language: String,
    /// Argon2 hash of the password, in PHC form.
    pub password_hash: String,
    /// When the password was set.
    pub password_at: Timestamp,
    /// Whether it must be changed before anything else.
    pub must_change: bool,
    /// Failed attempts since the last that worked.
    pub failures: i64,
    /// Until when nobody may sign in with it.
    pub locked_until: Option<Timestamp>,
    /// Since when it is closed.
    pub disabled_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Option<Timestamp>,
}

const BY_ID: &str =
    "SELECT id, name, full_name, email, language, password_hash, password_at, must_change,
  failures, locked_until, disabled_at, created_at, seen_at FROM account WHERE id = $1";
const BY_NAME: &str =
    "SELECT id, name, full_name, email, language, password_hash, password_at, must_change,
  failures, locked_until, disabled_at, created_at, seen_at FROM account WHERE name = $1";
const ALL: &str = "SELECT id, name, full_name, email, language, password_hash, password_at, must_change,
  failures, locked_until, disabled_at, created_at, seen_at FROM account ORDER BY name LIMIT $1 OFFSET $2";

fn account(row: &Row) -> Result<Account, StoreError> {
    let some = |at| {
        row.time(at)?
            .ok_or_else(|| StoreError::Damaged("account".to_owned()))
    };
    Ok(Account {
        id: row.get(0)?,
        name: row.get(1)?,
        full_name: row.get(2)?,
        email: row.get(3)?,
        language: row.get(4)?,
        password_hash: row.get(5)?,
        password_at: some(6)?,
        must_change: row.get::<i64>(7)? != 0,
        failures: row.get(8)?,
        locked_until: row.time(9)?,
        disabled_at: row.time(10)?,
        created_at: some(11)?,
        seen_at: row.time(12)?,
    })
}

/// How many accounts there are.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    conn.number("SELECT COUNT(*) FROM account", &[]).await
}

/// The account with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Account>, StoreError> {
    let row = conn.row(BY_ID, values![id]).await?;
    row.as_ref().map(account).transpose()
}

/// The account that signs in with this name; names are kept in small letters.
///
/// # Errors
/// Where the database cannot be read.
pub async fn named(conn: &mut Conn, name: &str) -> Result<Option<Account>, StoreError> {
    let row = conn.row(BY_NAME, values![name.to_lowercase()]).await?;
    row.as_ref().map(account).transpose()
}

/// Accounts by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(conn: &mut Conn, limit: i64, from: i64) -> Result<Vec<Account>, StoreError> {
    let rows = conn.rows(ALL, values![limit, from]).await?;
    rows.iter().map(account).collect()
}

/// Roles of an account, each with its unit; an empty unit is the whole house.
///
/// # Errors
/// Where the database cannot be read.
pub async fn memberships(
    conn: &mut Conn,
    account: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT role, unit FROM membership WHERE account = $1 ORDER BY role, unit",
            values![account],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Makes an account.
///
/// # Errors
/// Where the database refuses, for one because the name is taken.
pub async fn create(tx: &mut Tx, account: &Account) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO account (id, name, full_name, email, language, password_hash, password_at,
           must_change, failures, locked_until, disabled_at, created_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        values![
            &account.id,
            account.name.to_lowercase(),
            &account.full_name,
            &account.email,
            &account.language,
            &account.password_hash,
            account.password_at,
            account.must_change,
            account.failures,
            account.locked_until,
            account.disabled_at,
            account.created_at,
            account.seen_at
        ],
    )
    .await?;
    Ok(())
}

/// Gives a role at a unit; an empty unit is the whole house.
///
/// # Errors
/// Where the database refuses.
pub async fn grant(tx: &mut Tx, account: &str, role: &str, unit: &str) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO membership (account, role, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        values![account, role, unit],
    )
    .await?;
    Ok(())
}

/// Takes a role back.
///
/// # Errors
/// Where the database refuses.
pub async fn revoke(tx: &mut Tx, account: &str, role: &str, unit: &str) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM membership WHERE account = $1 AND role = $2 AND unit = $3",
        values![account, role, unit],
    )
    .await?;
    Ok(())
}

/// Sets a new password.
///
/// # Errors
/// Where the database refuses.
pub async fn set_password(
    tx: &mut Tx,
    account: &str,
    hash: &str,
    must_change: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO former_password (account, password_hash, until)
         SELECT id, password_hash, $2 FROM account WHERE id = $1",
        values![account, now],
    )
    .await?;
    tx.change(
        "UPDATE account SET password_hash = $2, password_at = $3, must_change = $4, failures = 0,
           locked_until = NULL WHERE id = $1",
        values![account, hash, now, must_change],
    )
    .await?;
    Ok(())
}

/// Hashes of earlier passwords, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn former_passwords(
    conn: &mut Conn,
    account: &str,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT password_hash FROM former_password WHERE account = $1 ORDER BY until DESC LIMIT $2",
            values![account, limit],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Keeps how many attempts to sign in failed in a row, and until when the account is locked for it.
///
/// # Errors
/// Where the database refuses.
pub async fn note_failure(
    tx: &mut Tx,
    account: &str,
    failures: i64,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE account SET failures = $2, locked_until = $3 WHERE id = $1",
        values![account, failures, locked_until],
    )
    .await?;
    Ok(())
}

/// Keeps that somebody signed in.
///
/// # Errors
/// Where the database refuses.
pub async fn note_success(tx: &mut Tx, account: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.change(
        "UPDATE account SET failures = 0, locked_until = NULL, seen_at = $2 WHERE id = $1",
        values![account, now],
    )
    .await?;
    Ok(())
}
