//! The document that a campaign was read from, and the text that was taken from it.

use tongket_reader::Source;

use crate::db::Conn;
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// The document of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    /// Its name as it was uploaded.
    pub name: String,
    /// Word for its format: "docx".
    pub format: String,
    /// SHA-256 of its bytes, under which they are kept.
    pub sha256: String,
}

/// Keeps the document of a campaign with its text.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(
    tx: &mut Tx,
    campaign: &str,
    file: &PlanFile,
    source: &Source,
) -> Result<(), StoreError> {
    let source =
        serde_json::to_string(source).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.change(
        "INSERT INTO plan_file (campaign, name, format, sha256, source) VALUES ($1, $2, $3, $4, $5)",
        values![campaign, &file.name, &file.format, &file.sha256, source],
    )
    .await?;
    Ok(())
}

/// The document of a campaign, where it has one.
///
/// # Errors
/// Where the database cannot be read.
pub async fn file(conn: &mut Conn, campaign: &str) -> Result<Option<PlanFile>, StoreError> {
    let row = conn
        .row(
            "SELECT name, format, sha256 FROM plan_file WHERE campaign = $1",
            values![campaign],
        )
        .await?;
    let file = |row: crate::Row| {
        Ok(PlanFile {
            name: row.get(0)?,
            format: row.get(1)?,
            sha256: row.get(2)?,
        })
    };
    row.map(file).transpose()
}

/// The text of a campaign's document, with the place and the look of every line.
///
/// # Errors
/// Where the database cannot be read or holds something else.
pub async fn source(conn: &mut Conn, campaign: &str) -> Result<Option<Source>, StoreError> {
    let row = conn
        .row(
            "SELECT source FROM plan_file WHERE campaign = $1",
            values![campaign],
        )
        .await?;
    row.map(|row| row.json(0)).transpose()
}

/// The draft of a unit that was made from these very bytes.
///
/// # Errors
/// Where the database cannot be read.
pub async fn draft_of(
    conn: &mut Conn,
    sha256: &str,
    owner: &str,
) -> Result<Option<String>, StoreError> {
    let row = conn
        .row(
            "SELECT campaign.id FROM plan_file JOIN campaign ON campaign.id = plan_file.campaign
             WHERE plan_file.sha256 = $1 AND campaign.owner_unit = $2 AND campaign.state = 'draft'
             ORDER BY campaign.created_at DESC LIMIT 1",
            values![sha256, owner],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}
