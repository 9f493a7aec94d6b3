//! Reports: what answers a duty, from its first opening on.
//!
//! A report is a row for the duty that it answers; what it says stands in its
//! sections, figures and evidence. Where it stands is told from what happened
//! to it, never from a column.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::duty::Duty;
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// The report that answers a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Id.
    pub id: String,
    /// Id of the duty.
    pub duty: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit whose it is.
    pub unit: String,
    /// When it was begun.
    pub opened_at: Timestamp,
}

fn report(row: &Row) -> Result<Report, StoreError> {
    Ok(Report {
        id: row.get(0)?,
        duty: row.get(1)?,
        campaign: row.get(2)?,
        unit: row.get(3)?,
        opened_at: row
            .time(4)?
            .ok_or_else(|| StoreError::Damaged("report".to_owned()))?,
    })
}

/// The report with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Report>, StoreError> {
    let row = conn
        .row(
            "SELECT id, duty, campaign, unit, opened_at FROM report WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(report).transpose()
}

/// The report that answers a duty, once somebody has begun it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_duty(conn: &mut Conn, duty: &str) -> Result<Option<Report>, StoreError> {
    let row = conn
        .row(
            "SELECT id, duty, campaign, unit, opened_at FROM report WHERE duty = $1",
            values![duty],
        )
        .await?;
    row.as_ref().map(report).transpose()
}

/// Begins the report of a duty. Whoever comes second gets the one that is there: `false`.
///
/// # Errors
/// Where the database refuses.
pub async fn open(tx: &mut Tx, duty: &Duty, now: Timestamp) -> Result<(Report, bool), StoreError> {
    if let Some(known) = of_duty(tx, &duty.id).await? {
        return Ok((known, false));
    }
    let new = Report {
        id: crate::new_id(),
        duty: duty.id.clone(),
        campaign: duty.campaign.clone(),
        unit: duty.unit.clone(),
        opened_at: now,
    };
    tx.change(
        "INSERT INTO report (id, duty, campaign, unit, opened_at) VALUES ($1, $2, $3, $4, $5)",
        values![&new.id, &new.duty, &new.campaign, &new.unit, now],
    )
    .await?;
    Ok((new, true))
}

/// What happened last to a report, as far as its rows tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// When it was begun.
    pub opened: Option<Timestamp>,
    /// When it was laid before the leader and still lies there.
    pub presented: Option<Timestamp>,
    /// When it was last sent.
    pub submitted: Option<Timestamp>,
    /// When what was last sent was received.
    pub received: Option<Timestamp>,
    /// When what was last sent came back.
    pub returned: Option<Timestamp>,
    /// By when what came back is owed again.
    pub due_again: Option<Date>,
    /// When what was last sent was accepted, and not opened again since.
    pub accepted: Option<Timestamp>,
    /// Whether what was accepted is open again, to be corrected.
    pub correcting: bool,
}

/// The reports of a unit that were begun: by duty, the report's id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_unit(conn: &mut Conn, unit: &str) -> Result<Vec<(String, String)>, StoreError> {
    let rows = conn
        .rows("SELECT duty, id FROM report WHERE unit = $1", values![unit])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// What happened to one report.
///
/// # Errors
/// Where the database cannot be read.
pub async fn marks_of(conn: &mut Conn, id: &str) -> Result<Marks, StoreError> {
    let row = conn
        .row(
            "SELECT report.duty, report.id, report.opened_at,
               (SELECT MAX(p.at) FROM presentation p WHERE p.report = report.id
                 AND p.handed_back_at IS NULL AND (last.id IS NULL OR p.id > last.id)),
               last.at, reception.at, return_slip.at, return_slip.due, acceptance.at,
               CAST(CASE WHEN (SELECT MAX(correction.id) FROM correction
                 WHERE correction.report = report.id) > acceptance.id THEN 1 ELSE 0 END AS BIGINT)
             FROM report
             LEFT JOIN submission last ON last.report = report.id AND last.ordinal =
               (SELECT MAX(ordinal) FROM submission WHERE report = report.id)
             LEFT JOIN reception ON reception.submission = last.id
             LEFT JOIN return_slip ON return_slip.submission = last.id
             LEFT JOIN acceptance ON acceptance.submission = last.id
             WHERE report.id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map_or(Ok(Marks::default()), marks)
}

fn marks(row: &Row) -> Result<Marks, StoreError> {
    let correcting = row.get::<i64>(9)? == 1;
    Ok(Marks {
        opened: row.time(2)?,
        // What was sent after it was presented is no longer waiting.
        presented: row.time(3)?,
        submitted: row.time(4)?,
        received: row.time(5)?,
        returned: row.time(6)?,
        due_again: row.day(7)?,
        accepted: row.time(8)?.filter(|_| !correcting),
        correcting,
    })
}

/// The content, as JSON, that this unit last had accepted in an earlier campaign, and which campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn accepted_before(
    conn: &mut Conn,
    unit: &str,
    campaign: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let row = conn
        .row(
            "SELECT report.campaign, submission.content, submission.packed FROM report
             JOIN submission ON submission.report = report.id
             JOIN acceptance ON acceptance.submission = submission.id
             WHERE report.unit = $1 AND report.campaign <> $2
             ORDER BY submission.id DESC LIMIT 1",
            values![unit, campaign],
        )
        .await?;
    row.map(|row| Ok((row.get(0)?, row.packed(1)?))).transpose()
}

/// What other units have sent last in a campaign, the latest first: id and SHA-256 of each
/// version. A draft is held against what these say.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sent_by_others(
    conn: &mut Conn,
    campaign: &str,
    report: &str,
    limit: i64,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT submission.id, submission.content_sha256 FROM (
               SELECT last, sent_at FROM (
                 SELECT (SELECT id FROM submission WHERE submission.report = report.id
                     ORDER BY ordinal DESC LIMIT 1) AS last,
                   (SELECT at FROM submission WHERE submission.report = report.id
                     ORDER BY ordinal DESC LIMIT 1) AS sent_at
                 FROM report WHERE report.campaign = $1 AND report.id <> $2) AS told
               WHERE last IS NOT NULL ORDER BY sent_at DESC, last DESC LIMIT $3) AS other
             JOIN submission ON submission.id = other.last
             ORDER BY other.sent_at DESC, other.last DESC",
            values![campaign, report, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Comments on a report that nobody has settled, counted by outline item.
///
/// # Errors
/// Where the database cannot be read.
pub async fn comments_waiting(
    conn: &mut Conn,
    report: &str,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT comment.item, COUNT(*) FROM comment
             JOIN submission ON submission.id = comment.submission
             WHERE submission.report = $1 AND comment.settled_at IS NULL GROUP BY comment.item",
            values![report],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}
