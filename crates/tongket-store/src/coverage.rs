//! Who owes a report in a campaign and where the last version stands, all units at once.
//!
//! A map of ten thousand units is not read anew for every reader: [`marks`]
//! says in one look whether anything happened, and [`owed`] reads only those
//! reports to which something happened since. Ids are made one after the
//! other by the one writer, so the last of them marks a moment.

use tongket_core::exchange::Status;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;

/// How far a campaign's reports have come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// How often the campaign was amended.
    pub amendments: i64,
    /// Id of the last reorganisation of units.
    pub reorganised: String,
    /// Place in the audit of the last duty that went over to another unit.
    pub transferred: i64,
    /// Id of the last thing that happened to any report.
    pub last: String,
    /// Id of the last thing after which another version may count: accepted, opened again, passed on.
    pub counting: String,
}

/// Duties to whose reports something happened after the mark in `$mark`. They are named by their own
/// ids, so that no other duty is looked at.
macro_rules! touched_since {
    ($mark:literal) => {
        concat!(
            "duty.id IN (SELECT touched.duty FROM report touched WHERE touched.id IN (
              SELECT report FROM submission WHERE id > ",
            $mark,
            " UNION SELECT report FROM correction WHERE id > ",
            $mark,
            " UNION SELECT v.report FROM reception x JOIN submission v ON v.id = x.submission
              WHERE x.id > ",
            $mark,
            " UNION SELECT v.report FROM return_slip x JOIN submission v ON v.id = x.submission
              WHERE x.id > ",
            $mark,
            " UNION SELECT v.report FROM acceptance x JOIN submission v ON v.id = x.submission
              WHERE x.id > ",
            $mark,
            " UNION SELECT v.report FROM forwarding x JOIN submission v ON v.id = x.submission
              WHERE x.id > ",
            $mark,
            "))"
        )
    };
}
pub(crate) use touched_since;

/// How far the reports have come.
///
/// # Errors
/// Where the database cannot be read.
pub async fn marks(conn: &mut Conn, campaign: &str) -> Result<Marks, StoreError> {
    let row = conn
        .row(
            "SELECT (SELECT COUNT(*) FROM amendment WHERE campaign = $1),
               (SELECT MAX(id) FROM succession),
               (SELECT MAX(seq) FROM event WHERE act = 'duty.transfer'),
               (SELECT MAX(last.id) FROM (
                 SELECT MAX(id) AS id FROM submission UNION ALL
                 SELECT MAX(id) FROM reception UNION ALL
                 SELECT MAX(id) FROM return_slip UNION ALL
                 SELECT MAX(id) FROM acceptance UNION ALL
                 SELECT MAX(id) FROM correction UNION ALL
                 SELECT MAX(id) FROM forwarding) last),
               (SELECT MAX(counting.id) FROM (
                 SELECT MAX(id) AS id FROM acceptance UNION ALL
                 SELECT MAX(id) FROM correction UNION ALL
                 SELECT MAX(id) FROM forwarding) counting)",
            values![campaign],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Marks::default());
    };
    Ok(Marks {
        amendments: row.get(0)?,
        reorganised: row.get::<Option<String>>(1)?.unwrap_or_default(),
        transferred: row.get::<Option<i64>>(2)?.unwrap_or_default(),
        last: row.get::<Option<String>>(3)?.unwrap_or_default(),
        counting: row.get::<Option<String>>(4)?.unwrap_or_default(),
    })
}

impl Marks {
    /// Whether the same units owe the same as at another time, whatever they have sent since.
    pub fn same_asking(&self, other: &Marks) -> bool {
        let asking = |marks: &Marks| (marks.amendments, marks.transferred);
        asking(self) == asking(other) && self.reorganised == other.reorganised
    }
}

/// A report that is owed, and its last version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
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
    /// Id of the version that was sent last.
    pub version: Option<String>,
    /// Where that version stands; nothing where none was sent.
    pub status: Option<Status>,
}

macro_rules! owed {
    ($($those:expr),*) => {
        concat!(
            "SELECT duty.id, duty.unit, duty.via_unit, duty.recipient_unit, s.id,
               acceptance.id, return_slip.id, reception.id, duty.inherited_from
             FROM duty LEFT JOIN report ON report.duty = duty.id
             LEFT JOIN submission s ON s.report = report.id AND s.ordinal =
               (SELECT MAX(v.ordinal) FROM submission v WHERE v.report = report.id)
             LEFT JOIN acceptance ON acceptance.submission = s.id
             LEFT JOIN return_slip ON return_slip.submission = s.id
             LEFT JOIN reception ON reception.submission = s.id
             WHERE duty.campaign = $1 AND duty.kind = 'report' AND duty.withdrawn_at IS NULL ",
            $($those,)*
            " ORDER BY duty.unit, duty.id"
        )
    };
}

/// Reports that are owed in a campaign in the order in which they are read
/// across; with `since`, those alone to which something happened after that mark.
///
/// # Errors
/// Where the database cannot be read.
pub async fn owed(
    conn: &mut Conn,
    campaign: &str,
    since: Option<&str>,
) -> Result<Vec<Owed>, StoreError> {
    match since {
        None => conn.each(owed!(""), values![campaign], one).await,
        Some(since) => {
            const SINCE: &str = owed!("AND ", touched_since!("$2"));
            conn.each(SINCE, values![campaign, since], one).await
        }
    }
}

fn one(row: &Row) -> Result<Owed, StoreError> {
    let there = |at: usize| Ok::<bool, StoreError>(row.get::<Option<String>>(at)?.is_some());
    let status = match (there(4)?, there(5)?, there(6)?, there(7)?) {
        (false, ..) => None,
        (_, true, ..) => Some(Status::Accepted),
        (_, _, true, _) => Some(Status::Returned),
        (.., true) => Some(Status::Received),
        _ => Some(Status::Submitted),
    };
    Ok(Owed {
        duty: row.get(0)?,
        unit: row.get(1)?,
        via_unit: row.get(2)?,
        recipient_unit: row.get(3)?,
        version: row.get(4)?,
        status,
        inherited_from: row.get(8)?,
    })
}
