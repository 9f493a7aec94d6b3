//! Changes to an open campaign: what was, what is, why, by whom.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use tongket_core::exchange::Moved;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A change to an open campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Id.
    pub id: String,
    /// What was changed: "deadline", "add_unit", "release_unit", "add_item", "retitle_item",
    /// "withdraw_item", "measure", "close".
    pub kind: String,
    /// What stood before, as JSON.
    pub before: serde_json::Value,
    /// What stands now, as JSON.
    pub after: serde_json::Value,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Id of the account.
    pub by: String,
}

/// Keeps an amendment.
///
/// # Errors
/// Where the database refuses.
pub async fn add(tx: &mut Tx, campaign: &str, amendment: &Amendment) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO amendment (id, campaign, kind, before_data, after_data, reason, at, by_account)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            &amendment.id,
            campaign,
            &amendment.kind,
            amendment.before.to_string(),
            amendment.after.to_string(),
            &amendment.reason,
            amendment.at,
            &amendment.by
        ],
    )
    .await?;
    Ok(())
}

/// Whether a campaign was amended after an id was made.
///
/// # Errors
/// Where the database cannot be read.
pub async fn is_behind(conn: &mut Conn, campaign: &str, id: &str) -> Result<bool, StoreError> {
    let later = conn
        .number(
            "SELECT COUNT(*) FROM amendment WHERE campaign = $1 AND id > $2",
            values![campaign, id],
        )
        .await?;
    Ok(later > 0)
}

/// The amendments of a campaign, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(
    conn: &mut Conn,
    campaign: &str,
    limit: i64,
    from: i64,
) -> Result<Vec<Amendment>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, kind, before_data, after_data, reason, at, by_account FROM amendment
             WHERE campaign = $1 ORDER BY id DESC LIMIT $2 OFFSET $3",
            values![campaign, limit, from],
        )
        .await?;
    rows.iter().map(amendment).collect()
}

/// Items that were put into the outline while the campaign ran, each with the id of the amendment; ids
/// of amendments and of versions follow time.
///
/// # Errors
/// Where the database cannot be read.
pub async fn items_added(
    conn: &mut Conn,
    campaign: &str,
) -> Result<HashMap<String, String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, kind, before_data, after_data, reason, at, by_account FROM amendment
             WHERE campaign = $1 AND kind = 'add_item' ORDER BY id",
            values![campaign],
        )
        .await?;
    let mut added = HashMap::new();
    for row in &rows {
        let amendment = amendment(row)?;
        let lines = amendment.after["lines"].as_array().into_iter().flatten();
        let items = lines.filter_map(|line| line["subject"].as_str());
        added.extend(items.map(|item| (item.to_owned(), amendment.id.clone())));
    }
    Ok(added)
}

/// Days that amendments moved in a campaign, by duty, the earliest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn days_moved(
    conn: &mut Conn,
    campaign: &str,
) -> Result<HashMap<String, Vec<Moved>>, StoreError> {
    let rows = conn
        .rows(
            "SELECT before_data, at FROM amendment
             WHERE campaign = $1 AND kind = 'deadline' ORDER BY id",
            values![campaign],
        )
        .await?;
    let mut moved: HashMap<String, Vec<Moved>> = HashMap::new();
    for row in &rows {
        let before: DaysBefore = row.json(0)?;
        let at = row
            .time(1)?
            .ok_or_else(|| StoreError::Damaged("amendment".to_owned()))?;
        for line in before.lines {
            // A line without the day itself tells it in words alone.
            if let Some(was) = line.due {
                let days = moved.entry(line.subject).or_default();
                days.push(Moved { at, was });
            }
        }
    }
    Ok(moved)
}

/// What stood before a deadline was moved, as far as its days go.
#[derive(Deserialize)]
struct DaysBefore {
    lines: Vec<DayBefore>,
}

#[derive(Deserialize)]
struct DayBefore {
    /// Id of the duty.
    subject: String,
    /// The last day in time; null where there was none.
    #[serde(default, deserialize_with = "given")]
    due: Option<Option<Date>>,
}

/// A day that is said, be it that there is none.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Date>>, D::Error> {
    Option::<Date>::deserialize(from).map(Some)
}

fn amendment(row: &Row) -> Result<Amendment, StoreError> {
    Ok(Amendment {
        id: row.get(0)?,
        kind: row.get(1)?,
        before: row.json(2)?,
        after: row.json(3)?,
        reason: row.get(4)?,
        at: row
            .time(5)?
            .ok_or_else(|| StoreError::Damaged("amendment".to_owned()))?,
        by: row.get(6)?,
    })
}
