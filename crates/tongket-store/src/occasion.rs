//! Days of a campaign on which something happens and nothing falls due.

use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A day on which something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Id.
    pub id: String,
    /// What happens.
    pub title: String,
    /// On which day, where one is given.
    pub day: Option<Date>,
    /// The day as written.
    pub day_text: String,
    /// Where the plan says it: byte range of the plan's text.
    pub span: (i64, i64),
}

/// Puts an occasion into a campaign's calendar.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, campaign: &str, occasion: &Occasion) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO occasion (id, campaign, title, day, day_text, span_start, span_end)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            &occasion.id,
            campaign,
            &occasion.title,
            occasion.day,
            &occasion.day_text,
            occasion.span.0,
            occasion.span.1
        ],
    )
    .await?;
    Ok(())
}

/// The occasions of a campaign by day, those without a day last.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(conn: &mut Conn, campaign: &str) -> Result<Vec<Occasion>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, title, day, day_text, span_start, span_end FROM occasion
             WHERE campaign = $1 ORDER BY day IS NULL, day, id",
            values![campaign],
        )
        .await?;
    let occasion = |row: &Row| {
        Ok(Occasion {
            id: row.get(0)?,
            title: row.get(1)?,
            day: row.day(2)?,
            day_text: row.get(3)?,
            span: (row.get(4)?, row.get(5)?),
        })
    };
    rows.iter().map(occasion).collect()
}
