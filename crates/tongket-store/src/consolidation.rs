//! What a unit puts together from the reports that it accepted: the reports
//! that count, its draft's generations and pieces, and what is said about it.
//!
//! The texts of the draft are sections like those of a report
//! ([`crate::section`], on a shelf of its own). Nothing here is ever changed or
//! removed but the mark that a remark was dealt with.

use jiff::Timestamp;
use tongket_core::consolidation::{Course, Taking};
use tongket_core::exchange::Anchor;
use tongket_core::issue::draft::Piece;

use crate::comment::{self, Remarks};
use crate::coverage::touched_since;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::review::Hand;
use crate::section::{Owner, Shelf};
use crate::values;
use crate::write::Tx;

/// The draft of a consolidation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consolidation {
    /// Id.
    pub id: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit that puts together.
    pub unit: String,
    /// When its draft was begun.
    pub created_at: Timestamp,
}

impl Consolidation {
    /// Whose its sections are.
    pub fn owner(&self) -> Owner<'_> {
        Owner {
            shelf: Shelf::Consolidation,
            id: &self.id,
        }
    }
}

fn consolidation(row: &Row) -> Result<Consolidation, StoreError> {
    Ok(Consolidation {
        id: row.get(0)?,
        campaign: row.get(1)?,
        unit: row.get(2)?,
        created_at: time(row, 3)?,
    })
}

fn time(row: &Row, at: usize) -> Result<Timestamp, StoreError> {
    let damaged = || StoreError::Damaged("consolidation".to_owned());
    row.time(at)?.ok_or_else(damaged)
}

/// The draft of a unit in a campaign, once it was begun.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    conn: &mut Conn,
    campaign: &str,
    unit: &str,
) -> Result<Option<Consolidation>, StoreError> {
    let row = conn
        .row(
            "SELECT id, campaign, unit, created_at FROM consolidation
             WHERE campaign = $1 AND unit = $2",
            values![campaign, unit],
        )
        .await?;
    row.as_ref().map(consolidation).transpose()
}

/// The drafts of a campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_campaign(
    conn: &mut Conn,
    campaign: &str,
) -> Result<Vec<Consolidation>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, campaign, unit, created_at FROM consolidation
             WHERE campaign = $1 ORDER BY created_at, id",
            values![campaign],
        )
        .await?;
    rows.iter().map(consolidation).collect()
}

/// Keeps that a draft was begun.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, made: &Consolidation, by: &str) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO consolidation (id, campaign, unit, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5)",
        values![&made.id, &made.campaign, &made.unit, made.created_at, by],
    )
    .await?;
    Ok(())
}

/// Units that take reports in: channels, addressees, the standing agency, and those to whom
/// accepted reports were passed on.
///
/// # Errors
/// Where the database cannot be read.
pub async fn tiers(
    conn: &mut Conn,
    campaign: &str,
    standing: &str,
) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT DISTINCT COALESCE(via_unit, recipient_unit, $2) FROM duty
             WHERE campaign = $1 AND kind = 'report' AND withdrawn_at IS NULL
             UNION SELECT f.to_unit FROM report r JOIN submission s ON s.report = r.id
               JOIN forwarding f ON f.submission = s.id WHERE r.campaign = $1",
            values![campaign, standing],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// A report that a unit takes in, and the version of it that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Id of the duty.
    pub duty: String,
    /// Id of the unit that owes it.
    pub unit: String,
    /// Id of the report, once it was begun.
    pub report: Option<String>,
    /// The version that was accepted last, or passed on last.
    pub counts: Option<Counting>,
    /// Whether a version was sent after it, or before anything was accepted, and nobody answered it.
    pub waits: bool,
    /// Whether the version that was sent last was sent back.
    pub returned: bool,
    /// Id of the unit that took it in first and passed it on; nothing where it came straight.
    pub passed_on_by: Option<String>,
    /// Id of the unit from which the duty came over.
    pub inherited_from: Option<String>,
}

/// A version that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// Id of the version.
    pub submission: String,
    /// Which version of the report it is.
    pub ordinal: u32,
    /// When it was sent.
    pub at: Timestamp,
    /// Whether the report was opened again since, to be corrected.
    pub correcting: bool,
}

macro_rules! owed {
    ($($those:expr),*) => {
        concat!(
            "SELECT duty.id, duty.unit, report.id, s.id, s.ordinal, s.at,
               CASE WHEN EXISTS (SELECT 1 FROM correction c JOIN acceptance a ON a.submission = s.id
                   WHERE c.report = report.id AND c.id > a.id)
                 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END,
               (SELECT MAX(ordinal) FROM submission latest WHERE latest.report = report.id),
               (SELECT MAX(latest.ordinal) FROM submission latest
                JOIN return_slip ON return_slip.submission = latest.id
                WHERE latest.report = report.id),
               NULLIF(COALESCE(duty.via_unit, duty.recipient_unit, $3), $2), duty.inherited_from
             FROM duty LEFT JOIN report ON report.duty = duty.id
             LEFT JOIN submission s ON s.report = report.id AND s.ordinal = CASE
               WHEN COALESCE(duty.via_unit, duty.recipient_unit, $3) = $2 THEN
                 (SELECT MAX(known.ordinal) FROM submission known
                  JOIN acceptance a ON a.submission = known.id WHERE known.report = report.id)
               ELSE
                 (SELECT MAX(known.ordinal) FROM submission known
                  JOIN forwarding f ON f.submission = known.id
                  WHERE known.report = report.id AND f.to_unit = $2) END
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND duty.withdrawn_at IS NULL
               AND (COALESCE(duty.via_unit, duty.recipient_unit, $3) = $2
                 OR EXISTS (SELECT 1 FROM submission known
                   JOIN forwarding f ON f.submission = known.id
                   WHERE known.report = report.id AND f.to_unit = $2)) ",
            $($those,)*
            " ORDER BY duty.created_at, duty.id"
        )
    };
}

/// The reports that a unit takes in in a campaign, by duty, each with the version that counts; with
/// `since`, those alone to which something happened after that mark.
///
/// # Errors
/// Where the database cannot be read.
pub async fn owed(
    conn: &mut Conn,
    campaign: &str,
    (unit, standing): (&str, &str),
    since: Option<&str>,
) -> Result<Vec<Owed>, StoreError> {
    const SINCE: &str = owed!("AND ", touched_since!("$4"));
    match since {
        None => {
            let values = values![campaign, unit, standing];
            conn.each(owed!(), values, one_owed).await
        }
        Some(since) => {
            let values = values![campaign, unit, standing, since];
            conn.each(SINCE, values, one_owed).await
        }
    }
}

macro_rules! sent {
    ($($those:expr),*) => {
        concat!(
            "SELECT duty.id, duty.unit, report.id, s.id, s.ordinal, s.at, CAST(0 AS BIGINT), s.ordinal,
               CAST(NULL AS BIGINT), CAST(NULL AS TEXT), duty.inherited_from
             FROM duty LEFT JOIN report ON report.duty = duty.id
             LEFT JOIN submission s ON s.report = report.id AND s.ordinal =
               (SELECT MAX(known.ordinal) FROM submission known WHERE known.report = report.id)
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND duty.withdrawn_at IS NULL ",
            $($those,)*
            " ORDER BY duty.unit, duty.id"
        )
    };
}

/// The reports that are owed in a campaign in the order in which they are read across, each with
/// the version that was sent last; with `since`, those alone to which something happened after
/// that mark.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sent(
    conn: &mut Conn,
    campaign: &str,
    since: Option<&str>,
) -> Result<Vec<Owed>, StoreError> {
    const SINCE: &str = sent!("AND ", touched_since!("$2"));
    match since {
        None => conn.each(sent!(), values![campaign], one_owed).await,
        Some(since) => conn.each(SINCE, values![campaign, since], one_owed).await,
    }
}

/// What happened to each report that a unit takes in in a campaign, as far as any version was taken
/// in: reports that were withdrawn since stand among them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn courses(
    conn: &mut Conn,
    campaign: &str,
    unit: &str,
    standing: &str,
) -> Result<Vec<Course>, StoreError> {
    let rows = conn
        .rows(
            "SELECT duty.unit, report.id, s.id, a.at, duty.withdrawn_at,
               (SELECT MAX(c.at) FROM correction c WHERE c.report = report.id AND c.id > a.id
                 AND NOT EXISTS (SELECT 1 FROM submission later
                   WHERE later.report = report.id AND later.id > c.id)), a.id
             FROM duty JOIN report ON report.duty = duty.id
             JOIN submission s ON s.report = report.id JOIN acceptance a ON a.submission = s.id
             WHERE duty.campaign = $1 AND duty.kind = 'report'
               AND COALESCE(duty.via_unit, duty.recipient_unit, $3) = $2
             UNION ALL
             SELECT duty.unit, report.id, s.id, f.at, duty.withdrawn_at,
               (SELECT MAX(c.at) FROM correction c WHERE c.report = report.id AND c.id > f.id
                 AND NOT EXISTS (SELECT 1 FROM submission later
                   WHERE later.report = report.id AND later.id > c.id)), f.id
             FROM duty JOIN report ON report.duty = duty.id
             JOIN submission s ON s.report = report.id JOIN forwarding f ON f.submission = s.id
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND f.to_unit = $2
               AND COALESCE(duty.via_unit, duty.recipient_unit, $3) <> $2
             ORDER BY 2, 7",
            values![campaign, unit, standing],
        )
        .await?;
    let mut courses: Vec<Course> = Vec::new();
    for row in &rows {
        let report: String = row.get(1)?;
        if courses.last().is_none_or(|last| last.report != report) {
            courses.push(Course {
                unit: row.get(0)?,
                report,
                takings: Vec::new(),
                withdrawn: row.time(4)?,
                reopened: None,
            });
        }
        let taking = Taking {
            at: time(row, 3)?,
            version: row.get(2)?,
        };
        if let Some(last) = courses.last_mut() {
            last.takings.push(taking);
            last.reopened = row.time(5)?;
        }
    }
    Ok(courses)
}

/// A report that a campaign asks for no more though it was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// Id of its duty.
    pub duty: String,
    /// Id of the unit that owed it.
    pub unit: String,
    /// Id of the report.
    pub report: String,
    /// When it was withdrawn.
    pub at: Timestamp,
}

/// The reports that a unit would take in in a campaign, that were begun and whose duty was withdrawn
/// since, by unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn parted(
    conn: &mut Conn,
    campaign: &str,
    unit: &str,
    standing: &str,
) -> Result<Vec<Parted>, StoreError> {
    let rows = conn
        .rows(
            "SELECT duty.id, duty.unit, report.id, duty.withdrawn_at
             FROM duty JOIN report ON report.duty = duty.id
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND duty.withdrawn_at IS NOT NULL
               AND (COALESCE(duty.via_unit, duty.recipient_unit, $3) = $2
                 OR EXISTS (SELECT 1 FROM submission known
                   JOIN forwarding f ON f.submission = known.id
                   WHERE known.report = report.id AND f.to_unit = $2))
             ORDER BY duty.unit, duty.id",
            values![campaign, unit, standing],
        )
        .await?;
    let parted = |row: &Row| {
        Ok(Parted {
            duty: row.get(0)?,
            unit: row.get(1)?,
            report: row.get(2)?,
            at: time(row, 3)?,
        })
    };
    rows.iter().map(parted).collect()
}

fn one_owed(row: &Row) -> Result<Owed, StoreError> {
    let ordinal = |at: usize| -> Result<Option<u32>, StoreError> {
        let found: Option<i64> = row.get(at)?;
        Ok(found.map(|found| u32::try_from(found).unwrap_or(u32::MAX)))
    };
    let submission: Option<String> = row.get(3)?;
    let counts = match submission {
        Some(submission) => Some(Counting {
            submission,
            ordinal: ordinal(4)?.unwrap_or_default(),
            at: time(row, 5)?,
            correcting: row.get::<i64>(6)? == 1,
        }),
        None => None,
    };
    let (last, last_returned) = (ordinal(7)?, ordinal(8)?);
    let returned = last.is_some() && last == last_returned;
    Ok(Owed {
        duty: row.get(0)?,
        unit: row.get(1)?,
        report: row.get(2)?,
        waits: !returned && last > counts.as_ref().map(|counts| counts.ordinal),
        returned,
        passed_on_by: row.get(9)?,
        inherited_from: row.get(10)?,
        counts,
    })
}

/// When a draft was brought up to date, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Id.
    pub id: String,
    /// Which it is, from 1.
    pub ordinal: u32,
    /// When.
    pub at: Timestamp,
    /// The person who did it.
    pub by_name: String,
    /// The reports that counted, each with the version: their ids.
    pub submissions: Vec<(String, String)>,
}

/// How a draft was brought up to date last.
///
/// # Errors
/// Where the database cannot be read, or a row is damaged.
pub async fn last_generation(conn: &mut Conn, id: &str) -> Result<Option<Generation>, StoreError> {
    let row = conn
        .row(
            "SELECT g.id, g.ordinal, g.at, account.full_name, g.submissions
             FROM consolidation_generation g LEFT JOIN account ON account.id = g.by_account
             WHERE g.consolidation = $1 ORDER BY g.ordinal DESC LIMIT 1",
            values![id],
        )
        .await?;
    let generation = |row: Row| {
        Ok(Generation {
            id: row.get(0)?,
            ordinal: u32::try_from(row.get::<i64>(1)?).unwrap_or(u32::MAX),
            at: time(&row, 2)?,
            by_name: row.get::<Option<String>>(3)?.unwrap_or_default(),
            submissions: row.json(4)?,
        })
    };
    row.map(generation).transpose()
}

/// Keeps a generation under an id that was made before its reports were looked up: what happened in
/// the campaign since has a later one.
///
/// # Errors
/// Where the database refuses.
pub async fn add_generation(
    tx: &mut Tx,
    id: &str,
    made: &str,
    submissions: &[(String, String)],
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    let last = tx
        .number(
            "SELECT MAX(ordinal) FROM consolidation_generation WHERE consolidation = $1",
            values![id],
        )
        .await?;
    let submissions = serde_json::to_string(submissions).unwrap_or_default();
    tx.change(
        "INSERT INTO consolidation_generation (id, consolidation, ordinal, at, by_account,
           submissions) VALUES ($1, $2, $3, $4, $5, $6)",
        values![made, id, last + 1, hand.at, hand.by, submissions],
    )
    .await?;
    Ok(())
}

/// The pieces of a section, and the generation of which they are.
///
/// # Errors
/// Where the database cannot be read.
pub async fn pieces(
    conn: &mut Conn,
    id: &str,
    item: &str,
) -> Result<Option<(String, Vec<Piece>)>, StoreError> {
    let row = conn
        .row(
            "SELECT generation, pieces FROM consolidation_pieces
             WHERE consolidation = $1 AND item = $2 ORDER BY id DESC LIMIT 1",
            values![id, item],
        )
        .await?;
    row.map(|row| Ok((row.get(0)?, row.json(1)?))).transpose()
}

/// The pieces of every section.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all_pieces(
    conn: &mut Conn,
    id: &str,
) -> Result<Vec<(String, Vec<Piece>)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT p.item, p.pieces FROM consolidation_pieces p
             WHERE p.consolidation = $1 AND NOT EXISTS (SELECT 1 FROM consolidation_pieces later
               WHERE later.consolidation = p.consolidation AND later.item = p.item
                 AND later.id > p.id)",
            values![id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.json(1)?)))
        .collect()
}

/// Keeps the pieces of a section, as of a generation.
///
/// # Errors
/// Where the database refuses.
pub async fn keep_pieces(
    tx: &mut Tx,
    id: &str,
    item: &str,
    generation: &str,
    pieces: &[Piece],
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    let pieces =
        serde_json::to_string(pieces).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.change(
        "INSERT INTO consolidation_pieces (id, consolidation, item, generation, at, by_account,
           pieces) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            crate::new_id(),
            id,
            item,
            generation,
            hand.at,
            hand.by,
            pieces
        ],
    )
    .await?;
    Ok(())
}

/// A remark on the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Id.
    pub id: String,
    /// Id of the outline item.
    pub item: String,
    /// Where it hangs.
    pub anchor: Anchor,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The person who made it.
    pub by_name: String,
    /// When somebody said that it is dealt with.
    pub settled_at: Option<Timestamp>,
}

/// The remarks on a draft, the earliest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn remarks(conn: &mut Conn, id: &str) -> Result<Vec<Remark>, StoreError> {
    let rows = conn
        .rows(
            "SELECT c.id, c.item, c.anchor, c.text, c.at, account.full_name, c.settled_at
             FROM consolidation_comment c LEFT JOIN account ON account.id = c.by_account
             WHERE c.consolidation = $1 ORDER BY c.id",
            values![id],
        )
        .await?;
    let remark = |row: &Row| {
        Ok(Remark {
            id: row.get(0)?,
            item: row.get(1)?,
            anchor: row.json(2)?,
            text: row.get(3)?,
            at: time(row, 4)?,
            by_name: row.get::<Option<String>>(5)?.unwrap_or_default(),
            settled_at: row.time(6)?,
        })
    };
    rows.iter().map(remark).collect()
}

/// Keeps a remark and gives its id; the same words at the same place by the same person once.
///
/// # Errors
/// Where the database refuses.
pub async fn remark(
    tx: &mut Tx,
    id: &str,
    item: &str,
    anchor: &Anchor,
    text: &str,
    hand: Hand<'_>,
) -> Result<(String, bool), StoreError> {
    comment::keep(tx, &REMARKS, id, item, anchor, text, hand).await
}

const REMARKS: Remarks = Remarks {
    known: "SELECT id FROM consolidation_comment
            WHERE consolidation = $1 AND anchor = $2 AND text = $3 AND by_account = $4",
    add: "INSERT INTO consolidation_comment (id, consolidation, item, anchor, text, at, by_account,
            settled_at, settled_by) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)",
};

/// Keeps that a remark was dealt with; whether it had not been before.
///
/// # Errors
/// Where the database refuses.
pub async fn settle(
    tx: &mut Tx,
    id: &str,
    remark: &str,
    hand: Hand<'_>,
) -> Result<bool, StoreError> {
    let settled = tx
        .change(
            "UPDATE consolidation_comment SET settled_at = $3, settled_by = $4
             WHERE consolidation = $1 AND id = $2 AND settled_at IS NULL",
            values![id, remark, hand.at, hand.by],
        )
        .await?;
    Ok(settled > 0)
}
