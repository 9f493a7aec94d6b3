//! Where mail to a unit goes: the address of its office, never of a person.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// The mail address of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Id of the unit.
    pub unit: String,
    /// Its address.
    pub address: String,
    /// When it was given.
    pub at: Timestamp,
    /// Since when mail to it comes back; nothing while it does not.
    pub refused_at: Option<Timestamp>,
    /// What the mail server said, or the person who marked it.
    pub refused_why: String,
}

/// Gives a unit an address; what was said of the one before is forgotten.
///
/// # Errors
/// Where the database refuses.
pub async fn put(
    tx: &mut Tx,
    unit: &str,
    address: &str,
    now: Timestamp,
    by: &str,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO contact (unit, address, at, by_account, refused_at, refused_why)
         VALUES ($1, $2, $3, $4, NULL, '')
         ON CONFLICT (unit) DO UPDATE SET address = excluded.address, at = excluded.at,
           by_account = excluded.by_account, refused_at = NULL, refused_why = ''",
        values![unit, address, now, by],
    )
    .await?;
    Ok(())
}

/// Takes a unit's address away.
///
/// # Errors
/// Where the database refuses.
pub async fn remove(tx: &mut Tx, unit: &str) -> Result<(), StoreError> {
    tx.change("DELETE FROM contact WHERE unit = $1", values![unit])
        .await?;
    Ok(())
}

/// Marks that mail to a unit's address comes back; only while it is still this address.
///
/// # Errors
/// Where the database refuses.
pub async fn refuse(
    tx: &mut Tx,
    unit: &str,
    address: &str,
    now: Timestamp,
    why: &str,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE contact SET refused_at = $3, refused_why = $4 WHERE unit = $1 AND address = $2",
        values![unit, address, now, why],
    )
    .await?;
    Ok(())
}

/// The address of a unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_unit(conn: &mut Conn, unit: &str) -> Result<Option<Contact>, StoreError> {
    let row = conn
        .row(
            "SELECT unit, address, at, refused_at, refused_why FROM contact WHERE unit = $1",
            values![unit],
        )
        .await?;
    row.as_ref().map(contact).transpose()
}

/// Every address.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all(conn: &mut Conn) -> Result<Vec<Contact>, StoreError> {
    let rows = conn
        .rows(
            "SELECT unit, address, at, refused_at, refused_why FROM contact ORDER BY unit",
            &[],
        )
        .await?;
    rows.iter().map(contact).collect()
}

/// The addresses to which mail comes back.
///
/// # Errors
/// Where the database cannot be read.
pub async fn refused(conn: &mut Conn) -> Result<Vec<Contact>, StoreError> {
    let rows = conn
        .rows(
            "SELECT unit, address, at, refused_at, refused_why FROM contact
             WHERE refused_at IS NOT NULL ORDER BY refused_at DESC, unit",
            &[],
        )
        .await?;
    rows.iter().map(contact).collect()
}

fn contact(row: &Row) -> Result<Contact, StoreError> {
    Ok(Contact {
        unit: row.get(0)?,
        address: row.get(1)?,
        at: row
            .time(2)?
            .ok_or_else(|| StoreError::Damaged("contact".to_owned()))?,
        refused_at: row.time(3)?,
        refused_why: row.get(4)?,
    })
}
