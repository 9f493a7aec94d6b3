//! Who took over from whom, by which act.
//!
//! One row says that one unit took over from another; an act of several units
//! is several rows. A renaming or a move keeps the unit: it comes after itself.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// One unit after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Id.
    pub id: String,
    /// Id of the unit that ended, or goes on under another name.
    pub from: String,
    /// Id of the unit that took over; `None` where nobody did.
    pub to: Option<String>,
    /// "merge", "split", "rename", "move" or "dissolve".
    pub kind: String,
    /// Which part went over, as a decimal; empty for all.
    pub share: String,
    /// The first day of the new state of things.
    pub effective: Date,
    /// The document that orders it.
    pub legal_act: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// Id of the account that recorded it.
    pub by_account: String,
}

fn succession(row: &Row) -> Result<Succession, StoreError> {
    let damaged = || StoreError::Damaged("succession".to_owned());
    Ok(Succession {
        id: row.get(0)?,
        from: row.get(1)?,
        to: row.get(2)?,
        kind: row.get(3)?,
        share: row.get(4)?,
        effective: row.day(5)?.ok_or_else(damaged)?,
        legal_act: row.get(6)?,
        at: row.time(7)?.ok_or_else(damaged)?,
        by_account: row.get(8)?,
    })
}

/// Records that one unit took over from another.
///
/// # Errors
/// Where the database refuses.
pub async fn record(tx: &mut Tx, succession: &Succession) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO succession (id, from_unit, to_unit, kind, share, effective, legal_act, at, by_account)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            &succession.id,
            &succession.from,
            succession.to.clone(),
            &succession.kind,
            &succession.share,
            succession.effective,
            &succession.legal_act,
            succession.at,
            &succession.by_account
        ],
    )
    .await?;
    Ok(())
}

/// Those that a unit came after or that came after it, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_unit(conn: &mut Conn, unit: &str) -> Result<Vec<Succession>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, from_unit, to_unit, kind, share, effective, legal_act, at, by_account
             FROM succession WHERE from_unit = $1 OR to_unit = $1 ORDER BY effective, id",
            values![unit],
        )
        .await?;
    rows.iter().map(succession).collect()
}

/// Every succession, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all(conn: &mut Conn) -> Result<Vec<Succession>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, from_unit, to_unit, kind, share, effective, legal_act, at, by_account
             FROM succession ORDER BY effective, id",
            &[],
        )
        .await?;
    rows.iter().map(succession).collect()
}

/// A duty of an open campaign that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldDuty {
    /// Id.
    pub id: String,
    /// The plan's task.
    pub task: String,
    /// "report" or "deed".
    pub kind: String,
    /// Id of the unit that owes it.
    pub unit: String,
    /// What is to be done.
    pub title: String,
    /// Whether something was written for it.
    pub begun: bool,
    /// Whether it was sent and did not come back: it waits for the one who takes it in.
    pub sent: bool,
}

/// The duties that are neither accepted nor answered, of those that `$of` names.
macro_rules! held {
    ($of:literal) => {
        concat!(
            "SELECT duty.id, duty.task, duty.kind, duty.unit, duty.title,
               CASE WHEN EXISTS (SELECT 1 FROM report JOIN section_version ON section_version.report = report.id
                   WHERE report.duty = duty.id)
                 OR EXISTS (SELECT 1 FROM report JOIN figure ON figure.report = report.id
                   WHERE report.duty = duty.id)
                 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END,
               CASE WHEN EXISTS (SELECT 1 FROM report JOIN submission s ON s.report = report.id
                   WHERE report.duty = duty.id
                     AND NOT EXISTS (SELECT 1 FROM submission later
                       WHERE later.report = s.report AND later.ordinal > s.ordinal)
                     AND NOT EXISTS (SELECT 1 FROM return_slip WHERE return_slip.submission = s.id))
                 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END
             FROM duty WHERE duty.campaign = $1 AND duty.withdrawn_at IS NULL ",
            $of,
            " AND NOT EXISTS (SELECT 1 FROM report
                 JOIN submission ON submission.report = report.id
                 JOIN acceptance ON acceptance.submission = submission.id
                 WHERE report.duty = duty.id)
               AND NOT EXISTS (SELECT 1 FROM deed_answer WHERE deed_answer.duty = duty.id)
             ORDER BY duty.unit, duty.id"
        )
    };
}

/// The duties of a campaign that are neither accepted nor answered.
///
/// # Errors
/// Where the database cannot be read.
pub async fn held(conn: &mut Conn, campaign: &str) -> Result<Vec<HeldDuty>, StoreError> {
    let rows = conn.rows(held!(""), values![campaign]).await?;
    rows.iter().map(held_duty).collect()
}

/// Those of them that a unit owes.
///
/// # Errors
/// Where the database cannot be read.
pub async fn held_by(
    conn: &mut Conn,
    campaign: &str,
    unit: &str,
) -> Result<Vec<HeldDuty>, StoreError> {
    let rows = conn
        .rows(held!("AND duty.unit = $2"), values![campaign, unit])
        .await?;
    rows.iter().map(held_duty).collect()
}

fn held_duty(row: &Row) -> Result<HeldDuty, StoreError> {
    Ok(HeldDuty {
        id: row.get(0)?,
        task: row.get(1)?,
        kind: row.get(2)?,
        unit: row.get(3)?,
        title: row.get(4)?,
        begun: row.get::<i64>(5)? != 0,
        sent: row.get::<i64>(6)? != 0,
    })
}

/// Passes a duty, with the report that answers it, to the unit that took over. What was sent until
/// now stays a version that the old unit sent.
///
/// # Errors
/// Where the database refuses.
pub async fn pass_duty(tx: &mut Tx, duty: &str, from: &str, to: &str) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO sender (submission, unit)
         SELECT submission.id, report.unit FROM submission
         JOIN report ON report.id = submission.report
         WHERE report.duty = $1 AND report.unit = $2
           AND NOT EXISTS (SELECT 1 FROM sender WHERE sender.submission = submission.id)",
        values![duty, from],
    )
    .await?;
    tx.change(
        "UPDATE duty SET unit = $3, inherited_from = $2 WHERE id = $1 AND unit = $2",
        values![duty, from, to],
    )
    .await?;
    tx.change(
        "UPDATE report SET unit = $3 WHERE duty = $1 AND unit = $2",
        values![duty, from, to],
    )
    .await?;
    Ok(())
}

/// What went over in a campaign: from whom, to whom, how many duties.
///
/// # Errors
/// Where the database cannot be read.
pub async fn passed_in(
    conn: &mut Conn,
    campaign: &str,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT inherited_from, unit, COUNT(*) FROM duty
             WHERE campaign = $1 AND withdrawn_at IS NULL
               AND inherited_from IS NOT NULL AND inherited_from <> unit
             GROUP BY inherited_from, unit ORDER BY unit, inherited_from",
            values![campaign],
        )
        .await?;
    let passed = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    rows.iter().map(passed).collect()
}

/// The units to which duties of a unit went over, each with how many: those duties that are still owed
/// or were answered since.
///
/// # Errors
/// Where the database cannot be read.
pub async fn passed_from(conn: &mut Conn, unit: &str) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT unit, COUNT(*) FROM duty
             WHERE inherited_from = $1 AND unit <> $1 AND withdrawn_at IS NULL
             GROUP BY unit ORDER BY unit",
            values![unit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Closes a duty whose unit ended and whose answer is part of another's.
///
/// # Errors
/// Where the database refuses.
pub async fn close_duty(tx: &mut Tx, duty: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.change(
        "UPDATE duty SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
        values![duty, now],
    )
    .await?;
    Ok(())
}

/// Puts the unit that took over in the place of the old one in the routes of a campaign: channel,
/// addressee, standing agency, awards office. Says how many duties and campaigns that changed.
///
/// # Errors
/// Where the database refuses.
pub async fn reroute(tx: &mut Tx, campaign: &str, from: &str, to: &str) -> Result<u64, StoreError> {
    let mut changed = 0;
    for statement in [
        "UPDATE duty SET via_unit = $3 WHERE campaign = $1 AND via_unit = $2 AND withdrawn_at IS NULL",
        "UPDATE duty SET recipient_unit = $3 WHERE campaign = $1 AND recipient_unit = $2 AND withdrawn_at IS NULL",
        "UPDATE campaign SET standing_unit = $3 WHERE id = $1 AND standing_unit = $2",
        "UPDATE campaign SET awards_unit = $3 WHERE id = $1 AND awards_unit = $2",
    ] {
        changed += tx.change(statement, values![campaign, from, to]).await?;
    }
    Ok(changed)
}

/// Units that a campaign reaches by its routes.
///
/// # Errors
/// Where the database cannot be read.
pub async fn routed(conn: &mut Conn, campaign: &str) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT via_unit FROM duty WHERE campaign = $1 AND via_unit IS NOT NULL AND withdrawn_at IS NULL
             UNION SELECT recipient_unit FROM duty
               WHERE campaign = $1 AND recipient_unit IS NOT NULL AND withdrawn_at IS NULL
             UNION SELECT standing_unit FROM campaign WHERE id = $1 AND standing_unit IS NOT NULL
             UNION SELECT awards_unit FROM campaign WHERE id = $1 AND awards_unit IS NOT NULL",
            values![campaign],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}
