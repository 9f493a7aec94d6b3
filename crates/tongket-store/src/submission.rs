//! Reports as they were signed and sent: content, fingerprint and receipt in one row.
//!
//! The content is kept as it was signed, packed, and never touched again.
//! Receipts are numbered by the year in Viet Nam, one after the other, inside the one writer.

use std::collections::HashMap;

use jiff::Timestamp;
use tongket_core::exchange::{Content, Glance, Receipt, Signed};
use tongket_core::moment;

use crate::coverage::touched_since;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::pack::pack;
use crate::values;
use crate::write::Tx;

/// A version that was sent, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Id.
    pub id: String,
    /// Id of the report.
    pub report: String,
    /// Which version of the report it is, from 1.
    pub ordinal: u32,
    /// Number of the receipt.
    pub receipt: Receipt,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Why it was sent again; may be empty.
    pub reason: String,
    /// Id of the unit that sent it; its report may have gone over to another since.
    pub from_unit: String,
    /// Id of the unit that takes it in.
    pub to_unit: String,
    /// When it was sent.
    pub at: Timestamp,
    /// The person who signed it.
    pub by_name: String,
}

fn submission(row: &Row) -> Result<Submission, StoreError> {
    let receipt: String = row.get(3)?;
    Ok(Submission {
        id: row.get(0)?,
        report: row.get(1)?,
        ordinal: u32::try_from(row.get::<i64>(2)?).unwrap_or(u32::MAX),
        receipt: receipt.parse().map_err(|_| StoreError::Damaged(receipt))?,
        sha256: row.get(4)?,
        reason: row.get(5)?,
        to_unit: row.get(6)?,
        at: row
            .time(7)?
            .ok_or_else(|| StoreError::Damaged("submission".to_owned()))?,
        by_name: row.get::<Option<String>>(8)?.unwrap_or_default(),
        from_unit: row.get(9)?,
    })
}

/// A content as it is kept, made before the one writer is asked.
#[derive(Debug, Clone)]
pub struct Packed(Vec<u8>);

impl Packed {
    /// Of a content.
    pub fn of(content: &Content) -> Packed {
        Packed(pack(serde_json::to_string(content).unwrap_or_default()))
    }
}

/// The content of a row whose columns at `at` and `at + 1` are `content` and `packed`.
pub(crate) fn unpacked(row: &Row, at: usize) -> Result<Content, StoreError> {
    let json = row.packed(at)?;
    serde_json::from_str(&json).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A version on its way into the store.
#[derive(Debug, Clone)]
pub struct Sending<'a> {
    /// Id of the report.
    pub report: &'a str,
    /// What the core let pass.
    pub signed: &'a Signed,
    /// What it says.
    pub content: &'a Packed,
    /// Id of the unit that takes it in.
    pub to_unit: &'a str,
    /// Id of the account that signed.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Keeps a version and gives its id and its receipt.
///
/// # Errors
/// Where the database refuses.
pub async fn send(tx: &mut Tx, sending: Sending<'_>) -> Result<(String, Receipt), StoreError> {
    let year = moment::day_of(sending.at).year();
    let number = next_receipt(tx, year).await?;
    let receipt = Receipt::new(number, year, sending.signed.fingerprint);
    let id = crate::new_id();
    tx.change(
        "INSERT INTO submission (id, report, ordinal, receipt_year, receipt_ordinal, receipt,
           content_sha256, reason, to_unit, at, by_account, content, packed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12)",
        values![
            &id,
            sending.report,
            i64::from(sending.signed.ordinal),
            i64::from(year),
            i64::from(number),
            receipt.to_string(),
            sending.signed.fingerprint.to_string(),
            sending.signed.reason.clone().unwrap_or_default(),
            sending.to_unit,
            sending.at,
            sending.by,
            sending.content.0.clone()
        ],
    )
    .await?;
    Ok((id, receipt))
}

/// The number of the next receipt of a year: read once a batch of acts, then counted on.
async fn next_receipt(tx: &mut Tx, year: i16) -> Result<u32, StoreError> {
    let last = match tx.last_receipt.filter(|(of, _)| *of == year) {
        Some((_, last)) => last,
        None => {
            let sql = "SELECT MAX(receipt_ordinal) FROM submission WHERE receipt_year = $1";
            tx.number(sql, values![i64::from(year)]).await?
        }
    };
    tx.last_receipt = Some((year, last + 1));
    Ok(u32::try_from(last + 1).unwrap_or(u32::MAX))
}

/// A version without what it says, with who sent it.
macro_rules! version {
    ($those:literal) => {
        concat!(
            "SELECT s.id, s.report, s.ordinal, s.receipt, s.content_sha256, s.reason, s.to_unit,
               s.at, account.full_name, COALESCE(sender.unit, report.unit)
             FROM submission s JOIN report ON report.id = s.report
             LEFT JOIN sender ON sender.submission = s.id
             LEFT JOIN account ON account.id = s.by_account ",
            $those
        )
    };
}

/// The version with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Submission>, StoreError> {
    let row = conn.row(version!("WHERE s.id = $1"), values![id]).await?;
    row.as_ref().map(submission).transpose()
}

/// Every version of a report, the earliest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<Submission>, StoreError> {
    let rows = conn
        .rows(
            version!("WHERE s.report = $1 ORDER BY s.ordinal"),
            values![report],
        )
        .await?;
    rows.iter().map(submission).collect()
}

/// The versions that units sent and whose reports have gone over to others since, the latest first:
/// each with what was to be done.
///
/// # Errors
/// Where the database cannot be read.
pub async fn gone_over(
    conn: &mut Conn,
    unit: &str,
) -> Result<Vec<(Submission, String)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT s.id, s.report, s.ordinal, s.receipt, s.content_sha256, s.reason, s.to_unit,
               s.at, account.full_name, sender.unit, duty.title
             FROM sender JOIN submission s ON s.id = sender.submission
             JOIN report ON report.id = s.report JOIN duty ON duty.id = report.duty
             LEFT JOIN account ON account.id = s.by_account
             WHERE sender.unit = $1 AND report.unit <> $1 ORDER BY s.at DESC, s.id DESC",
            values![unit],
        )
        .await?;
    let titled = |row: &Row| Ok((submission(row)?, row.get(10)?));
    rows.iter().map(titled).collect()
}

/// What answered a duty when something happened: the report and its last version with an earlier id
/// than that.
///
/// # Errors
/// Where the database cannot be read.
pub async fn before(
    conn: &mut Conn,
    duty: &str,
    happened: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let row = conn
        .row(
            "SELECT s.report, s.id FROM submission s JOIN report r ON r.id = s.report
             WHERE r.duty = $1 AND s.id < $2 ORDER BY s.ordinal DESC LIMIT 1",
            values![duty, happened],
        )
        .await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// The version with this receipt.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_receipt(
    conn: &mut Conn,
    receipt: &Receipt,
) -> Result<Option<Submission>, StoreError> {
    let row = conn
        .row(
            version!("WHERE s.receipt = $1"),
            values![receipt.to_string()],
        )
        .await?;
    row.as_ref().map(submission).transpose()
}

/// Id of the account that signed a version; empty where there is no such version.
///
/// # Errors
/// Where the database cannot be read.
pub async fn signer(conn: &mut Conn, id: &str) -> Result<String, StoreError> {
    let row = conn
        .row(
            "SELECT by_account FROM submission WHERE id = $1",
            values![id],
        )
        .await?;
    row.map_or(Ok(String::new()), |row| row.get(0))
}

/// What a version says.
///
/// # Errors
/// Where the database cannot be read, or the content is not what was kept.
pub async fn content(conn: &mut Conn, id: &str) -> Result<Option<Content>, StoreError> {
    let row = conn
        .row(
            "SELECT content, packed FROM submission WHERE id = $1",
            values![id],
        )
        .await?;
    row.map(|row| unpacked(&row, 0)).transpose()
}

/// What a version says at a glance.
///
/// # Errors
/// Where the database cannot be read, or the content is not what was kept.
pub async fn glance(conn: &mut Conn, id: &str) -> Result<Option<Glance>, StoreError> {
    let sql = "SELECT content, packed FROM submission WHERE id = $1";
    let Some(row) = conn.row(sql, values![id]).await? else {
        return Ok(None);
    };
    let glance = Glance::at(&row.packed(0)?);
    glance
        .map(Some)
        .map_err(|error| StoreError::Damaged(error.to_string()))
}

/// What came in, seen from one desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Desk {
    /// What was sent to the unit.
    #[default]
    Sent,
    /// What was passed on to the unit.
    Forwarded,
    /// What was sent in the campaigns whose standing agency the unit is.
    Campaigns,
}

/// What is looked for among what came in.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Id of the unit at whose desk it is.
    pub at_unit: &'a str,
    /// Which heap.
    pub desk: Desk,
    /// Id of a campaign; empty for all.
    pub campaign: &'a str,
    /// Id of the unit that sent it; empty for all.
    pub from_unit: &'a str,
    /// "submitted", "received", "returned", "accepted"; empty for all.
    pub state: &'a str,
    /// Only what was sent before this moment and id: where the page before ended.
    pub before: Option<(i64, &'a str)>,
    /// How many at most.
    pub limit: i64,
}

/// A report at the receiver's desk: the version that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Id of the version that was sent last.
    pub id: String,
    /// Id of the report.
    pub report: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// Says the last version alone, in one of the four states.
macro_rules! heap {
    ($from:literal) => {
        concat!(
            "SELECT s.id, s.report, s.at FROM ",
            $from,
            " AND NOT EXISTS (SELECT 1 FROM submission later
                   WHERE later.report = s.report AND later.ordinal > s.ordinal)
               AND ($2 = '' OR r.campaign = $2)
               AND ($3 = '' OR r.unit = $3)
               AND (s.at < $4 OR (s.at = $4 AND s.id < $5))
               AND ($6 = '' OR $6 = CASE
                 WHEN EXISTS (SELECT 1 FROM acceptance x WHERE x.submission = s.id) THEN 'accepted'
                 WHEN EXISTS (SELECT 1 FROM return_slip x WHERE x.submission = s.id) THEN 'returned'
                 WHEN EXISTS (SELECT 1 FROM reception x WHERE x.submission = s.id) THEN 'received'
                 ELSE 'submitted' END)
             ORDER BY s.at DESC, s.id DESC LIMIT $7"
        )
    };
}

/// What came in, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn incoming(conn: &mut Conn, wanted: Wanted<'_>) -> Result<Vec<Incoming>, StoreError> {
    let sql = match wanted.desk {
        Desk::Sent => heap!("submission s JOIN report r ON r.id = s.report WHERE s.to_unit = $1"),
        Desk::Forwarded => heap!(
            "forwarding f JOIN submission s ON s.id = f.submission
             JOIN report r ON r.id = s.report WHERE f.to_unit = $1"
        ),
        Desk::Campaigns => heap!(
            "campaign c JOIN report r ON r.campaign = c.id
             JOIN submission s ON s.report = r.id WHERE COALESCE(c.standing_unit, c.owner_unit) = $1"
        ),
    };
    let (at, id) = wanted.before.unwrap_or((i64::MAX, ""));
    let rows = conn
        .rows(
            sql,
            values![
                wanted.at_unit,
                wanted.campaign,
                wanted.from_unit,
                at,
                id,
                wanted.state,
                wanted.limit
            ],
        )
        .await?;
    let incoming = |row: &Row| {
        Ok(Incoming {
            id: row.get(0)?,
            report: row.get(1)?,
            at: row
                .time(2)?
                .ok_or_else(|| StoreError::Damaged("submission".to_owned()))?,
        })
    };
    rows.iter().map(incoming).collect()
}

/// How often a campaign was amended: no amendment is ever taken away, so the same count is the same
/// campaign, whatever the clock showed.
///
/// # Errors
/// Where the database cannot be read.
pub async fn amendments(conn: &mut Conn, campaign: &str) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(*) FROM amendment WHERE campaign = $1",
        values![campaign],
    )
    .await
}

/// A unit that owes a report in a campaign, and the version that was accepted last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Id of the duty.
    pub duty: String,
    /// Id of the unit.
    pub unit: String,
    /// Id of the unit from which the duty came over.
    pub inherited_from: Option<String>,
    /// Id of the unit through which it goes.
    pub via_unit: Option<String>,
    /// Id of the unit to which it is addressed.
    pub recipient_unit: Option<String>,
    /// The version: its id, its receipt, when it was sent.
    pub version: Option<(String, String, Timestamp)>,
}

macro_rules! accepted {
    ($($those:expr),*) => {
        concat!(
            "SELECT duty.id, duty.unit, duty.inherited_from, duty.via_unit, duty.recipient_unit,
               s.id, s.receipt, s.at
             FROM duty LEFT JOIN report ON report.duty = duty.id
             LEFT JOIN submission s ON s.report = report.id AND s.ordinal =
               (SELECT MAX(x.ordinal) FROM submission x
                JOIN acceptance ON acceptance.submission = x.id WHERE x.report = report.id)
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND duty.withdrawn_at IS NULL ",
            $($those,)*
            " ORDER BY duty.unit, duty.id"
        )
    };
}

/// Units that owe a report in a campaign, each with the version that was accepted last; with
/// `since`, those alone to whose report something happened after that mark.
///
/// # Errors
/// Where the database cannot be read.
pub async fn accepted(
    conn: &mut Conn,
    campaign: &str,
    since: Option<&str>,
) -> Result<Vec<Accepted>, StoreError> {
    const SINCE: &str = accepted!("AND ", touched_since!("$2"));
    let accepted = |row: &Row| {
        let version: Option<String> = row.get(5)?;
        let receipt: Option<String> = row.get(6)?;
        let at = row.time(7)?;
        Ok(Accepted {
            duty: row.get(0)?,
            unit: row.get(1)?,
            inherited_from: row.get(2)?,
            via_unit: row.get(3)?,
            recipient_unit: row.get(4)?,
            version: version.and_then(|id| Some((id, receipt?, at?))),
        })
    };
    match since {
        None => conn.each(accepted!(), values![campaign], accepted).await,
        Some(since) => conn.each(SINCE, values![campaign, since], accepted).await,
    }
}

/// Versions of a campaign that were passed on, each with the ids of the units that got it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn passed_on(
    conn: &mut Conn,
    campaign: &str,
) -> Result<HashMap<String, Vec<String>>, StoreError> {
    let rows = conn
        .rows(
            "SELECT forwarding.submission, forwarding.to_unit FROM forwarding
             JOIN submission ON submission.id = forwarding.submission
             JOIN report ON report.id = submission.report WHERE report.campaign = $1
             ORDER BY forwarding.submission, forwarding.to_unit",
            values![campaign],
        )
        .await?;
    let mut passed_on: HashMap<String, Vec<String>> = HashMap::new();
    for row in &rows {
        passed_on.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(passed_on)
}
