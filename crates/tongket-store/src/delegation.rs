//! Sections given to colleagues to write.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A section in a colleague's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Id.
    pub id: String,
    /// Id of the report.
    pub report: String,
    /// Id of the outline item.
    pub item: String,
    /// Id of the account that writes it.
    pub account: String,
    /// The name of that account's person.
    pub full_name: String,
    /// Since when.
    pub at: Timestamp,
}

fn delegation(row: &Row) -> Result<Delegation, StoreError> {
    Ok(Delegation {
        id: row.get(0)?,
        report: row.get(1)?,
        item: row.get(2)?,
        account: row.get(3)?,
        full_name: row.get(4)?,
        at: row
            .time(5)?
            .ok_or_else(|| StoreError::Damaged("delegation".to_owned()))?,
    })
}

/// The sections of a report that are in colleagues' hands now.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<Delegation>, StoreError> {
    let rows = conn
        .rows(
            "SELECT d.id, d.report, d.item, d.account, account.full_name, d.at
             FROM delegation d JOIN account ON account.id = d.account
             WHERE d.report = $1 AND d.revoked_at IS NULL ORDER BY d.id",
            values![report],
        )
        .await?;
    rows.iter().map(delegation).collect()
}

/// The sections that an account has in hand, of any report in an open campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn to_account(conn: &mut Conn, account: &str) -> Result<Vec<Delegation>, StoreError> {
    let rows = conn
        .rows(
            "SELECT d.id, d.report, d.item, d.account, account.full_name, d.at
             FROM delegation d JOIN account ON account.id = d.account
             JOIN report ON report.id = d.report
             JOIN campaign ON campaign.id = report.campaign
             WHERE d.account = $1 AND d.revoked_at IS NULL AND campaign.state = 'open'
             ORDER BY d.id LIMIT 200",
            values![account],
        )
        .await?;
    rows.iter().map(delegation).collect()
}

/// Puts a section into an account's hands; whether it was not there already.
///
/// # Errors
/// Where the database refuses.
pub async fn give(
    tx: &mut Tx,
    report: &str,
    item: &str,
    account: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let given = tx
        .change(
            "INSERT INTO delegation (id, report, item, account, at, by_account)
             SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
               SELECT 1 FROM delegation
               WHERE report = $2 AND item = $3 AND account = $4 AND revoked_at IS NULL)",
            values![crate::new_id(), report, item, account, now, by],
        )
        .await?;
    Ok(given > 0)
}

/// Takes a section back; whether it was given.
///
/// # Errors
/// Where the database refuses.
pub async fn take_back(
    tx: &mut Tx,
    report: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let taken = tx
        .change(
            "UPDATE delegation SET revoked_at = $3
             WHERE id = $2 AND report = $1 AND revoked_at IS NULL",
            values![report, id, now],
        )
        .await?;
    Ok(taken > 0)
}

/// Somebody who may be given sections of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Id of the account.
    pub account: String,
    /// The person's name.
    pub full_name: String,
    /// A unit for which they write or sign.
    pub unit: String,
}

/// Accounts that may be given sections of a unit's report: those who write for it or sign for it,
/// there or in one of `units`; each once, by name.
///
/// # Errors
/// Where the database cannot be read.
pub async fn colleagues(conn: &mut Conn, units: &[String]) -> Result<Vec<Colleague>, StoreError> {
    let units = serde_json::Value::from(units).to_string();
    // A list in one value, understood by both databases: the id in quotes is in the list's text.
    let rows = conn
        .rows(
            "SELECT account.id, account.full_name, MIN(membership.unit) FROM membership
             JOIN account ON account.id = membership.account
             WHERE $1 LIKE '%\"' || membership.unit || '\"%' AND membership.unit <> ''
               AND membership.role IN ('drafter', 'leader') AND account.disabled_at IS NULL
             GROUP BY account.id, account.full_name
             ORDER BY account.full_name, account.id LIMIT 200",
            values![units],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Colleague {
                account: row.get(0)?,
                full_name: row.get(1)?,
                unit: row.get(2)?,
            })
        })
        .collect()
}
