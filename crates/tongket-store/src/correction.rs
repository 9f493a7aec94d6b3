//! What people put right over the reading of a plan, and the groups they confirmed.

use jiff::Timestamp;
use tongket_core::campaign::PlanCorrection;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Id.
    pub id: String,
    /// What was changed, and why.
    pub correction: PlanCorrection,
    /// When.
    pub at: Timestamp,
    /// Id of the account.
    pub by: String,
}

/// Keeps a correction.
///
/// # Errors
/// Where the database refuses.
pub async fn add(tx: &mut Tx, campaign: &str, kept: &Kept) -> Result<(), StoreError> {
    let data = serde_json::to_string(&kept.correction.change)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.change(
        "INSERT INTO plan_correction (id, campaign, data, reason, at, by_account)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            &kept.id,
            campaign,
            data,
            &kept.correction.reason,
            kept.at,
            &kept.by
        ],
    )
    .await?;
    Ok(())
}

/// The corrections of a campaign that hold, in the order in which they are applied.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(conn: &mut Conn, campaign: &str) -> Result<Vec<Kept>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, data, reason, at, by_account FROM plan_correction
             WHERE campaign = $1 AND withdrawn_at IS NULL ORDER BY at, id",
            values![campaign],
        )
        .await?;
    let kept = |row: &Row| {
        Ok(Kept {
            id: row.get(0)?,
            correction: PlanCorrection {
                change: row.json(1)?,
                reason: row.get(2)?,
            },
            at: row
                .time(3)?
                .ok_or_else(|| StoreError::Damaged("plan_correction".to_owned()))?,
            by: row.get(4)?,
        })
    };
    rows.iter().map(kept).collect()
}

/// Takes a correction back; whether it held until now.
///
/// # Errors
/// Where the database refuses.
pub async fn withdraw(
    tx: &mut Tx,
    campaign: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let withdrawn = tx
        .change(
            "UPDATE plan_correction SET withdrawn_at = $3
             WHERE campaign = $1 AND id = $2 AND withdrawn_at IS NULL",
            values![campaign, id, now],
        )
        .await?;
    Ok(withdrawn > 0)
}

/// That somebody confirmed the members of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// By what the group is known: its words and those of the heading that narrows it.
    pub group: String,
    /// Ids of the units that were confirmed, sorted.
    pub members: Vec<String>,
    /// When.
    pub at: Timestamp,
    /// Id of the account.
    pub by: String,
}

/// Confirms the members of a group; a later confirmation takes the place of an earlier one.
///
/// # Errors
/// Where the database refuses.
pub async fn confirm(
    tx: &mut Tx,
    campaign: &str,
    confirmation: &Confirmation,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO group_confirmation (campaign, group_key, members, at, by_account)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (campaign, group_key) DO UPDATE SET members = excluded.members,
           at = excluded.at, by_account = excluded.by_account",
        values![
            campaign,
            &confirmation.group,
            serde_json::Value::from(confirmation.members.as_slice()).to_string(),
            confirmation.at,
            &confirmation.by
        ],
    )
    .await?;
    Ok(())
}

/// Every confirmation of a campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn confirmations(
    conn: &mut Conn,
    campaign: &str,
) -> Result<Vec<Confirmation>, StoreError> {
    let rows = conn
        .rows(
            "SELECT group_key, members, at, by_account FROM group_confirmation WHERE campaign = $1",
            values![campaign],
        )
        .await?;
    let confirmation = |row: &Row| {
        Ok(Confirmation {
            group: row.get(0)?,
            members: row.json(1)?,
            at: row
                .time(2)?
                .ok_or_else(|| StoreError::Damaged("group_confirmation".to_owned()))?,
            by: row.get(3)?,
        })
    };
    rows.iter().map(confirmation).collect()
}
