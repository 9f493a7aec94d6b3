//! Urging letters as they were made: the instant, whom they name, the files.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::blob;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Somebody whom a letter names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Id of the unit.
    pub unit: String,
    /// Its name at that instant.
    pub name: String,
    /// Ids of the duties whose reports were late.
    pub duties: Vec<String>,
    /// The earliest day that had passed, in ISO 8601.
    pub due: String,
    /// The most days by which one of them was late.
    pub days: i32,
    /// Whether one of them was sent before and came back.
    pub returned: bool,
}

/// An urging letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Id.
    pub id: String,
    /// Id of the campaign.
    pub campaign: String,
    /// The instant whose late units it names.
    pub at: Timestamp,
    /// Id of the account that made it.
    pub by: String,
    /// Whom it names, in the order of the letter.
    pub units: Vec<Named>,
    /// What was filled in, as JSON.
    pub settings: serde_json::Value,
    /// SHA-256 of the Word file.
    pub docx: String,
    /// SHA-256 of the PDF.
    pub pdf: String,
}

/// Keeps a letter with its files; their SHA-256 are put into its row.
///
/// # Errors
/// Where the database refuses.
pub async fn create(
    tx: &mut Tx,
    letter: &Letter,
    docx: &[u8],
    pdf: &[u8],
) -> Result<(), StoreError> {
    let text = |value: &serde_json::Value| value.to_string();
    let units = serde_json::to_value(&letter.units)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    let docx = blob::keep(tx, docx.to_vec()).await?;
    let pdf = blob::keep(tx, pdf.to_vec()).await?;
    tx.change(
        "INSERT INTO urging_letter (id, campaign, at, by_account, units, settings, docx, pdf)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            &letter.id,
            &letter.campaign,
            letter.at,
            &letter.by,
            text(&units),
            text(&letter.settings),
            docx,
            pdf
        ],
    )
    .await?;
    Ok(())
}

/// The letter with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Letter>, StoreError> {
    let row = conn
        .row(
            "SELECT id, campaign, at, by_account, units, settings, docx, pdf
             FROM urging_letter WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(letter).transpose()
}

/// The letters of a campaign, the latest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(conn: &mut Conn, campaign: &str) -> Result<Vec<Letter>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, campaign, at, by_account, units, settings, docx, pdf
             FROM urging_letter WHERE campaign = $1 ORDER BY at DESC, id DESC LIMIT 100",
            values![campaign],
        )
        .await?;
    rows.iter().map(letter).collect()
}

fn letter(row: &Row) -> Result<Letter, StoreError> {
    Ok(Letter {
        id: row.get(0)?,
        campaign: row.get(1)?,
        at: row
            .time(2)?
            .ok_or_else(|| StoreError::Damaged("urging_letter".to_owned()))?,
        by: row.get(3)?,
        units: row.json(4)?,
        settings: row.json(5)?,
        docx: row.get(6)?,
        pdf: row.get(7)?,
    })
}
