//! How much was sent in a campaign: characters, figures and files, never what they say.

use tongket_core::exchange::Content;

use crate::db::Conn;
use crate::error::StoreError;
use crate::values;

/// How much one report holds, in the version that was sent last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effort {
    /// Id of the duty.
    pub duty: String,
    /// Characters of its sections.
    pub characters: usize,
    /// Figures that were filled in or computed.
    pub figures: usize,
    /// Files that were attached.
    pub files: usize,
}

/// Reports that are read at a time, so that contents of thousands do not lie in memory at once.
const STRIDE: i64 = 200;

/// How much every report of a campaign holds that was sent, by duty.
///
/// # Errors
/// Where the database cannot be read, or a content is not what was kept.
pub async fn of_campaign(conn: &mut Conn, campaign: &str) -> Result<Vec<Effort>, StoreError> {
    let mut efforts: Vec<Effort> = Vec::new();
    loop {
        let after = efforts.last().map_or("", |effort| effort.duty.as_str());
        let rows = conn
            .rows(
                "SELECT report.duty, s.content FROM report JOIN submission s ON s.report = report.id
                 WHERE report.campaign = $1 AND report.duty > $2 AND s.ordinal =
                   (SELECT MAX(ordinal) FROM submission WHERE submission.report = report.id)
                 ORDER BY report.duty LIMIT $3",
                values![campaign, after, STRIDE],
            )
            .await?;
        if rows.is_empty() {
            return Ok(efforts);
        }
        for row in rows {
            let content: Content = row.json(1)?;
            let lengths = content
                .sections
                .iter()
                .map(|section| section.text.chars().count());
            efforts.push(Effort {
                duty: row.get(0)?,
                characters: lengths.sum(),
                figures: content.figures.len(),
                files: content.evidence.len(),
            });
        }
    }
}
