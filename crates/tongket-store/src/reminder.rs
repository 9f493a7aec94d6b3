//! Which steps of the ladder were taken, and the ladders that campaigns have of their own.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::chase::{Ladder, Told};

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// How the units of a campaign are reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    /// At which steps.
    pub ladder: Ladder,
    /// Whether by mail too, not only in the pages.
    pub by_mail: bool,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner {
            ladder: Ladder::default(),
            by_mail: true,
        }
    }
}

/// How the units of a campaign are reminded; as in all campaigns where nobody said otherwise.
///
/// # Errors
/// Where the database cannot be read.
pub async fn manner(conn: &mut Conn, campaign: &str) -> Result<Manner, StoreError> {
    let row = conn
        .row(
            "SELECT steps, by_mail FROM ladder WHERE campaign = $1",
            values![campaign],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Manner::default());
    };
    Ok(Manner {
        ladder: row.json(0)?,
        by_mail: row.get::<i64>(1)? != 0,
    })
}

/// Says how the units of a campaign are reminded.
///
/// # Errors
/// Where the database refuses.
pub async fn set_manner(tx: &mut Tx, campaign: &str, manner: &Manner) -> Result<(), StoreError> {
    let steps = serde_json::to_string(&manner.ladder)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.change(
        "INSERT INTO ladder (campaign, steps, by_mail) VALUES ($1, $2, $3)
         ON CONFLICT (campaign) DO UPDATE SET steps = excluded.steps, by_mail = excluded.by_mail",
        values![campaign, steps, manner.by_mail],
    )
    .await?;
    Ok(())
}

/// Keeps that a step was taken; whether it was not taken before.
///
/// # Errors
/// Where the database refuses.
pub async fn take(
    tx: &mut Tx,
    campaign: &str,
    unit: &str,
    told: &Told,
    now: Timestamp,
    mail: Option<&str>,
) -> Result<bool, StoreError> {
    let (duty, due, step) = told;
    let taken = tx
        .change(
            "INSERT INTO reminder (duty, due, step, campaign, unit, at, mail)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            values![
                duty,
                *due,
                *step,
                campaign,
                unit,
                now,
                mail.map(str::to_owned)
            ],
        )
        .await?;
    Ok(taken > 0)
}

/// Every step that was taken in a campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn told(conn: &mut Conn, campaign: &str) -> Result<BTreeSet<Told>, StoreError> {
    let rows = conn
        .rows(
            "SELECT duty, due, step FROM reminder WHERE campaign = $1",
            values![campaign],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let due: Date = row
                .day(1)?
                .ok_or_else(|| StoreError::Damaged("reminder".to_owned()))?;
            let step = i32::try_from(row.get::<i64>(2)?).unwrap_or_default();
            Ok((row.get(0)?, due, step))
        })
        .collect()
}

/// Reminders of one day of a campaign and one step, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// When.
    pub at: Timestamp,
    /// Which step.
    pub step: i64,
    /// How many reports were reminded of.
    pub reports: i64,
    /// How many of them by mail.
    pub mails: i64,
}

/// The rounds of reminders of a campaign, the latest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn rounds(conn: &mut Conn, campaign: &str) -> Result<Vec<Round>, StoreError> {
    let rows = conn
        .rows(
            "SELECT at, step, COUNT(*), COUNT(mail) FROM reminder WHERE campaign = $1
             GROUP BY at, step ORDER BY at DESC, step LIMIT 100",
            values![campaign],
        )
        .await?;
    let round = |row: &Row| {
        Ok(Round {
            at: row
                .time(0)?
                .ok_or_else(|| StoreError::Damaged("reminder".to_owned()))?,
            step: row.get(1)?,
            reports: row.get(2)?,
            mails: row.get(3)?,
        })
    };
    rows.iter().map(round).collect()
}

/// Ids of the duties that a mail reminds of.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_mail(conn: &mut Conn, mail: &str) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows("SELECT duty FROM reminder WHERE mail = $1", values![mail])
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}
