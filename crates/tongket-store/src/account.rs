//! One account for one person, with roles at places of the tree.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use tongket_reader::words::fold;

use crate::db::{Conn, Row, Value};
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

/// The condition under which an account is wanted; see [`Wanted`].
macro_rules! wanted {
    () => {
        " FROM account WHERE ($1 = '' OR folded LIKE $1)
  AND ($2 = '' OR EXISTS (SELECT 1 FROM membership held WHERE held.account = account.id
    AND held.unit <> '' AND $2 LIKE '%' || held.unit || '%'))
  AND ($3 = '' OR EXISTS (SELECT 1 FROM membership held WHERE held.account = account.id AND held.role = $3))
  AND ($4 = '' OR ($4 = 'active' AND disabled_at IS NULL) OR ($4 = 'closed' AND disabled_at IS NOT NULL)
    OR ($4 = 'new' AND disabled_at IS NULL AND seen_at IS NULL) OR ($4 = 'locked' AND locked_until > $5))
  ORDER BY name LIMIT $6 OFFSET $7"
    };
}

const LIST: &str = concat!(
    "SELECT id, name, full_name, email, language, password_hash, password_at, must_change,
  failures, locked_until, disabled_at, created_at, seen_at",
    wanted!()
);
const ROLES_OF_LIST: &str = concat!(
    "SELECT membership.account, role, unit FROM membership JOIN (SELECT id",
    wanted!(),
    ") page ON page.id = membership.account ORDER BY membership.account, role, unit"
);

/// Which accounts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words of the name, the full name or the e-mail, in their order; diacritics do not matter.
    pub words: String,
    /// Id of a role that is held somewhere; empty for any.
    pub role: String,
    /// "active", "new" (never signed in), "closed", "locked", or empty for any.
    pub state: String,
    /// Ids of units at which a role is held; empty for anywhere.
    pub units: Vec<String>,
}

impl Wanted {
    fn values(&self, now: Timestamp, limit: i64, from: i64) -> [Value; 7] {
        let folded = fold::bare(&self.words).replace(['%', '_'], " ");
        let words: Vec<&str> = folded.split_whitespace().collect();
        let pattern = match words.is_empty() {
            true => String::new(),
            false => format!("%{}%", words.join("%")),
        };
        [
            pattern.into(),
            self.units.join(" ").into(),
            self.role.as_str().into(),
            self.state.as_str().into(),
            now.into(),
            limit.into(),
            from.into(),
        ]
    }
}

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

/// The wanted accounts by name, a page of them, each with its roles and their units.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    conn: &mut Conn,
    wanted: &Wanted,
    now: Timestamp,
    limit: i64,
    from: i64,
) -> Result<Vec<(Account, Vec<(String, String)>)>, StoreError> {
    let values = wanted.values(now, limit, from);
    let rows = conn.rows(LIST, &values).await?;
    let mut list: Vec<(Account, Vec<(String, String)>)> = rows
        .iter()
        .map(|row| Ok((account(row)?, Vec::new())))
        .collect::<Result<_, StoreError>>()?;
    let places = list.iter().enumerate();
    let places = places.map(|(at, (account, _))| (account.id.clone(), at));
    let places: HashMap<String, usize> = places.collect();
    for row in conn.rows(ROLES_OF_LIST, &values).await? {
        let id: String = row.get(0)?;
        if let Some(&at) = places.get(&id) {
            list[at].1.push((row.get(1)?, row.get(2)?));
        }
    }
    Ok(list)
}

/// Whether somebody has this address already; case does not matter.
///
/// # Errors
/// Where the database cannot be read.
pub async fn has_email(conn: &mut Conn, email: &str, but: &str) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM account WHERE LOWER(email) = $1 AND id <> $2",
            values![email.to_lowercase(), but],
        )
        .await?;
    Ok(!email.is_empty() && found > 0)
}

/// How many accounts that are not closed hold a role.
///
/// # Errors
/// Where the database cannot be read.
pub async fn holders(conn: &mut Conn, role: &str) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(DISTINCT account.id) FROM account JOIN membership ON membership.account = account.id
         WHERE membership.role = $1 AND account.disabled_at IS NULL",
        values![role],
    )
    .await
}

/// Where each of these roles is held by an account that is not closed: role and unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn held(
    conn: &mut Conn,
    roles: &[&str],
) -> Result<HashSet<(String, String)>, StoreError> {
    let mut held = HashSet::new();
    for role in roles {
        let rows = conn
            .rows(
                "SELECT DISTINCT membership.unit FROM membership JOIN account ON account.id = membership.account
                 WHERE membership.role = $1 AND account.disabled_at IS NULL",
                values![*role],
            )
            .await?;
        for row in &rows {
            held.insert(((*role).to_owned(), row.get(0)?));
        }
    }
    Ok(held)
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
           must_change, failures, locked_until, disabled_at, created_at, seen_at,
           folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
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
            account.seen_at,
            folded(&account.name, &account.full_name, &account.email)
        ],
    )
    .await?;
    Ok(())
}

/// What an account is found by.
fn folded(name: &str, full_name: &str, email: &str) -> String {
    fold::bare(&format!("{name} {full_name} {email}"))
}

/// Corrects what people read of an account, and where its mail goes.
///
/// # Errors
/// Where the database refuses.
pub async fn amend(
    tx: &mut Tx,
    account: &Account,
    full_name: &str,
    email: &str,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE account SET full_name = $2, email = $3, folded = $4 WHERE id = $1",
        values![
            &account.id,
            full_name,
            email,
            folded(&account.name, full_name, email)
        ],
    )
    .await?;
    Ok(())
}

/// Closes an account from a moment on, or opens it again.
///
/// # Errors
/// Where the database refuses.
pub async fn close(tx: &mut Tx, account: &str, since: Option<Timestamp>) -> Result<(), StoreError> {
    tx.change(
        "UPDATE account SET disabled_at = $2 WHERE id = $1",
        values![account, since],
    )
    .await?;
    Ok(())
}

/// Gives a role at a unit, and says whether that was new; an empty unit is the whole house.
///
/// # Errors
/// Where the database refuses.
pub async fn grant(tx: &mut Tx, account: &str, role: &str, unit: &str) -> Result<bool, StoreError> {
    let new = tx
        .change(
            "INSERT INTO membership (account, role, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![account, role, unit],
        )
        .await?;
    Ok(new > 0)
}

/// Takes a role back, and says whether it was held.
///
/// # Errors
/// Where the database refuses.
pub async fn revoke(
    tx: &mut Tx,
    account: &str,
    role: &str,
    unit: &str,
) -> Result<bool, StoreError> {
    let gone = tx
        .change(
            "DELETE FROM membership WHERE account = $1 AND role = $2 AND unit = $3",
            values![account, role, unit],
        )
        .await?;
    Ok(gone > 0)
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
