//! What each unit owes: a report, or a deed answered with a note.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A duty of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Id.
    pub id: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit that owes it.
    pub unit: String,
    /// "report" or "deed".
    pub kind: String,
    /// The plan's task: "T07"; empty where a person added it.
    pub task: String,
    /// What is to be done.
    pub title: String,
    /// "lead", "coordinate" or "advise".
    pub part: String,
    /// "assign" or "request".
    pub bidding: String,
    /// The last day on which it is in time.
    pub due: Option<Date>,
    /// The deadline as written.
    pub deadline_text: String,
    /// The name or group by which the plan named the unit.
    pub as_written: String,
    /// To whom it is addressed: id of the unit where the directory knows it.
    pub recipient_unit: Option<String>,
    /// To whom, as written.
    pub recipient_text: String,
    /// Through whom it goes: id of the unit where the directory knows it.
    pub via_unit: Option<String>,
    /// Through whom, as written.
    pub via_text: String,
    /// Where the plan says it: byte range of the plan's text.
    pub span: (i64, i64),
    /// Id of the unit it was passed on from.
    pub inherited_from: Option<String>,
    /// When it was laid down.
    pub created_at: Timestamp,
}

impl Duty {
    /// Id of the unit that takes the answer in: the channel, or the addressee where there is none.
    pub fn received_by(&self) -> Option<&str> {
        self.via_unit.as_deref().or(self.recipient_unit.as_deref())
    }
}

/// Reads a duty whose columns begin at `at`, in the order in which the table has them.
pub(crate) fn duty(row: &Row) -> Result<Duty, StoreError> {
    Ok(Duty {
        id: row.get(0)?,
        campaign: row.get(1)?,
        unit: row.get(2)?,
        kind: row.get(3)?,
        task: row.get(4)?,
        title: row.get(5)?,
        part: row.get(6)?,
        bidding: row.get(7)?,
        due: row.day(8)?,
        deadline_text: row.get(9)?,
        as_written: row.get(10)?,
        recipient_unit: row.get(11)?,
        recipient_text: row.get(12)?,
        via_unit: row.get(13)?,
        via_text: row.get(14)?,
        span: (row.get(15)?, row.get(16)?),
        inherited_from: row.get(17)?,
        created_at: row
            .time(18)?
            .ok_or_else(|| StoreError::Damaged("duty".to_owned()))?,
    })
}

/// Lays down a duty.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, duty: &Duty) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO duty (id, campaign, unit, kind, task, title, part, bidding, due, deadline_text,
           as_written, recipient_unit, recipient_text, via_unit, via_text, span_start, span_end,
           inherited_from, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        values![
            &duty.id,
            &duty.campaign,
            &duty.unit,
            &duty.kind,
            &duty.task,
            &duty.title,
            &duty.part,
            &duty.bidding,
            duty.due,
            &duty.deadline_text,
            &duty.as_written,
            duty.recipient_unit.clone(),
            &duty.recipient_text,
            duty.via_unit.clone(),
            &duty.via_text,
            duty.span.0,
            duty.span.1,
            duty.inherited_from.clone(),
            duty.created_at
        ],
    )
    .await?;
    Ok(())
}

/// The duty with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Duty>, StoreError> {
    let row = conn
        .row(
            "SELECT id, campaign, unit, kind, task, title, part, bidding, due, deadline_text,
               as_written, recipient_unit, recipient_text, via_unit, via_text, span_start, span_end,
               inherited_from, created_at FROM duty WHERE id = $1 AND withdrawn_at IS NULL",
            values![id],
        )
        .await?;
    row.as_ref().map(duty).transpose()
}

/// What a unit owes in campaigns that are open or closed, the most pressing first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_unit(conn: &mut Conn, unit: &str) -> Result<Vec<Duty>, StoreError> {
    let rows = conn
        .rows(
            "SELECT duty.id, campaign, unit, kind, task, duty.title, part, bidding, due, deadline_text,
               as_written, recipient_unit, recipient_text, via_unit, via_text, span_start, span_end,
               inherited_from, duty.created_at FROM duty JOIN campaign ON campaign.id = duty.campaign
             WHERE unit = $1 AND withdrawn_at IS NULL AND campaign.state <> 'draft'
             ORDER BY due IS NULL, due, duty.id LIMIT 500",
            values![unit],
        )
        .await?;
    rows.iter().map(duty).collect()
}

/// The duties of a campaign by unit, a page of them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(
    conn: &mut Conn,
    campaign: &str,
    limit: i64,
    from: i64,
) -> Result<Vec<Duty>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, campaign, unit, kind, task, title, part, bidding, due, deadline_text,
               as_written, recipient_unit, recipient_text, via_unit, via_text, span_start, span_end,
               inherited_from, created_at FROM duty
             WHERE campaign = $1 AND withdrawn_at IS NULL ORDER BY kind DESC, unit, id LIMIT $2 OFFSET $3",
            values![campaign, limit, from],
        )
        .await?;
    rows.iter().map(duty).collect()
}
