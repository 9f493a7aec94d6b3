//! What each unit owes: a report, or a deed answered with a note.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row, Value};
use crate::error::StoreError;
use crate::insert::Insert;
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
    create_all(tx, std::slice::from_ref(duty)).await
}

/// Columns of a duty that is laid down.
const COLUMNS: usize = 19;

static INSERT: LazyLock<Insert<COLUMNS>> = LazyLock::new(|| {
    Insert::new(
        "INSERT INTO duty (id, campaign, unit, kind, task, title, part, bidding, due, deadline_text,
           as_written, recipient_unit, recipient_text, via_unit, via_text, span_start, span_end,
           inherited_from, created_at)",
    )
});

/// Lays down many duties.
///
/// # Errors
/// Where the database refuses.
pub async fn create_all(tx: &mut Tx, duties: &[Duty]) -> Result<(), StoreError> {
    INSERT.rows(tx, duties.iter().map(columns)).await
}

/// A duty as its row has it.
fn columns(duty: &Duty) -> [Value; COLUMNS] {
    [
        (&duty.id).into(),
        (&duty.campaign).into(),
        (&duty.unit).into(),
        (&duty.kind).into(),
        (&duty.task).into(),
        (&duty.title).into(),
        (&duty.part).into(),
        (&duty.bidding).into(),
        duty.due.into(),
        (&duty.deadline_text).into(),
        (&duty.as_written).into(),
        duty.recipient_unit.clone().into(),
        (&duty.recipient_text).into(),
        duty.via_unit.clone().into(),
        (&duty.via_text).into(),
        duty.span.0.into(),
        duty.span.1.into(),
        duty.inherited_from.clone().into(),
        duty.created_at.into(),
    ]
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

/// Which duties of a campaign a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// "report", "deed", or empty for both.
    pub kind: String,
    /// "open" (nothing came in), "late", "sent", "accepted", or empty for all.
    pub state: String,
    /// Words of the unit's name without diacritics; empty for all.
    pub name: String,
    /// Id of a unit: only its duties, and those of the units below it where `below`; empty for all.
    pub region: String,
    /// Whether the units below count too.
    pub below: bool,
    /// The day it is.
    pub today: Date,
}

/// How far the answer to a duty has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The duty.
    pub duty: Duty,
    /// Id of its report, once it was begun.
    pub report: Option<String>,
    /// When the report was last sent, or the deed answered.
    pub answered_at: Option<Timestamp>,
    /// Whether what was sent last came back.
    pub returned: bool,
    /// The new day that it came back with.
    pub returned_due: Option<Date>,
    /// Whether what was sent last was accepted.
    pub accepted: bool,
}

/// Duties with how far their answers have come, in a region and a state.
/// `$2` kind, `$3` name, `$4` region, `$5` whether below, `$6` state, `$7` today.
///
/// `$of` cuts a page out of all duties before anything is looked up for them;
/// `$end` cuts it out of those in the wanted state.
macro_rules! standing {
    ($of:literal, $select:literal, $end:literal) => {
        concat!(
            "WITH RECURSIVE region (unit) AS (
               SELECT CAST($4 AS TEXT)
               UNION SELECT version.unit FROM unit_version version
               JOIN region ON version.parent = region.unit WHERE $5 = 1
             ), owed AS (
               SELECT duty.id AS id, duty.due AS day FROM duty
               WHERE duty.campaign = $1 AND duty.withdrawn_at IS NULL
                 AND ($2 = '' OR duty.kind = $2)
                 AND ($3 = '' OR EXISTS (SELECT 1 FROM unit_version version
                   WHERE version.unit = duty.unit AND version.folded LIKE '%' || $3 || '%'))
                 AND ($4 = '' OR duty.unit IN (SELECT unit FROM region)) ",
            $of,
            " ), answer AS (
               SELECT owed.id AS of_duty, day, report.id AS report,
                 (SELECT id FROM submission WHERE submission.report = report.id
                  ORDER BY ordinal DESC LIMIT 1) AS last,
                 (SELECT at FROM submission WHERE submission.report = report.id
                  ORDER BY ordinal DESC LIMIT 1) AS sent_at
               FROM owed LEFT JOIN report ON report.duty = owed.id
             ), standing AS (
               SELECT of_duty, day, report,
                 COALESCE(sent_at, (SELECT MAX(at) FROM deed_answer
                   WHERE deed_answer.duty = of_duty)) AS answered_at,
                 return_slip.id IS NOT NULL AS returned, return_slip.due AS returned_due,
                 acceptance.id IS NOT NULL AS accepted
               FROM answer LEFT JOIN return_slip ON return_slip.submission = last
               LEFT JOIN acceptance ON acceptance.submission = last
             ) SELECT ",
            $select,
            " WHERE CASE $6
               WHEN 'open' THEN answered_at IS NULL OR returned
               WHEN 'late' THEN (answered_at IS NULL OR returned)
                 AND COALESCE(returned_due, day) < $7
               WHEN 'sent' THEN answered_at IS NOT NULL AND NOT returned AND NOT accepted
               WHEN 'accepted' THEN accepted
               ELSE $6 = '' END ",
            $end
        )
    };
}

/// A page of duties as a list shows them.
macro_rules! standing_page {
    ($of:literal, $end:literal) => {
        standing!(
            $of,
            "duty.id, duty.campaign, duty.unit, duty.kind, duty.task, duty.title, duty.part,
             duty.bidding, duty.due, duty.deadline_text, duty.as_written, duty.recipient_unit,
             duty.recipient_text, duty.via_unit, duty.via_text, duty.span_start, duty.span_end,
             duty.inherited_from, duty.created_at, report, answered_at,
             CAST(CASE WHEN returned THEN 1 ELSE 0 END AS BIGINT), returned_due,
             CAST(CASE WHEN accepted THEN 1 ELSE 0 END AS BIGINT)
             FROM standing JOIN duty ON duty.id = of_duty",
            $end
        )
    };
}

/// A page of all duties.
const PAGE: &str = standing_page!(
    "ORDER BY duty.kind DESC, duty.due IS NULL, duty.due, duty.unit, duty.id LIMIT $8 OFFSET $9",
    "ORDER BY duty.kind DESC, duty.due IS NULL, duty.due, duty.unit, duty.id"
);
/// A page of the duties in a state.
const PAGE_IN_STATE: &str = standing_page!(
    "",
    "ORDER BY duty.kind DESC, duty.due IS NULL, duty.due, duty.unit, duty.id LIMIT $8 OFFSET $9"
);

fn wanted_values(campaign: &str, wanted: &Wanted) -> Vec<Value> {
    vec![
        campaign.into(),
        wanted.kind.as_str().into(),
        wanted.name.as_str().into(),
        wanted.region.as_str().into(),
        wanted.below.into(),
        wanted.state.as_str().into(),
        wanted.today.into(),
    ]
}

/// How far a campaign has come, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Duties.
    pub all: i64,
    /// Duties whose answer is in and was not sent back.
    pub answered: i64,
    /// Reports that were accepted.
    pub accepted: i64,
    /// Duties whose day has passed and whose answer is not in.
    pub late: i64,
}

/// Counts the duties that are wanted.
///
/// # Errors
/// Where the database cannot be read.
pub async fn tally(conn: &mut Conn, campaign: &str, wanted: &Wanted) -> Result<Tally, StoreError> {
    let row = conn
        .row(
            standing!(
                "",
                "COUNT(*),
                 CAST(COALESCE(SUM(CASE WHEN answered_at IS NOT NULL AND NOT returned
                   THEN 1 ELSE 0 END), 0) AS BIGINT),
                 CAST(COALESCE(SUM(CASE WHEN accepted THEN 1 ELSE 0 END), 0) AS BIGINT),
                 CAST(COALESCE(SUM(CASE WHEN (answered_at IS NULL OR returned)
                   AND COALESCE(returned_due, day) < $7 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM standing",
                ""
            ),
            &wanted_values(campaign, wanted),
        )
        .await?;
    let Some(row) = row else {
        return Ok(Tally::default());
    };
    Ok(Tally {
        all: row.get(0)?,
        answered: row.get(1)?,
        accepted: row.get(2)?,
        late: row.get(3)?,
    })
}

/// The duties that are wanted, reports first, by day and unit, a page of them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn page(
    conn: &mut Conn,
    campaign: &str,
    wanted: &Wanted,
    limit: i64,
    from: i64,
) -> Result<Vec<Standing>, StoreError> {
    let mut values = wanted_values(campaign, wanted);
    values.extend([limit.into(), from.into()]);
    let sql = match wanted.state.is_empty() {
        true => PAGE,
        false => PAGE_IN_STATE,
    };
    let rows = conn.rows(sql, &values).await?;
    let standing = |row: &Row| {
        Ok(Standing {
            duty: duty(row)?,
            report: row.get(19)?,
            answered_at: row.time(20)?,
            returned: row.get::<i64>(21)? != 0,
            returned_due: row.day(22)?,
            accepted: row.get::<i64>(23)? != 0,
        })
    };
    rows.iter().map(standing).collect()
}

/// A task of an open campaign, as its duties have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDue {
    /// The plan's task.
    pub task: String,
    /// What is to be done.
    pub title: String,
    /// "report" or "deed".
    pub kind: String,
    /// "assign" or "request".
    pub bidding: String,
    /// The last day in time.
    pub due: Option<Date>,
    /// Units that owe it by that day.
    pub units: i64,
}

/// What falls due in a campaign: by day and task, what has no day last.
///
/// # Errors
/// Where the database cannot be read.
pub async fn days(conn: &mut Conn, campaign: &str) -> Result<Vec<TaskDue>, StoreError> {
    let rows = conn
        .rows(
            "SELECT task, title, kind, bidding, due, COUNT(*) FROM duty
             WHERE campaign = $1 AND withdrawn_at IS NULL
             GROUP BY task, title, kind, bidding, due ORDER BY due IS NULL, due, task",
            values![campaign],
        )
        .await?;
    let task = |row: &Row| {
        Ok(TaskDue {
            task: row.get(0)?,
            title: row.get(1)?,
            kind: row.get(2)?,
            bidding: row.get(3)?,
            due: row.day(4)?,
            units: row.get(5)?,
        })
    };
    rows.iter().map(task).collect()
}

/// Whether a unit owes anything in a campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn has_part(conn: &mut Conn, campaign: &str, unit: &str) -> Result<bool, StoreError> {
    let count = conn
        .number(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM duty
             WHERE campaign = $1 AND unit = $2 AND withdrawn_at IS NULL LIMIT 1) AS part",
            values![campaign, unit],
        )
        .await?;
    Ok(count > 0)
}

/// Ids of the units that owe something in a campaign, each once.
///
/// # Errors
/// Where the database cannot be read.
pub async fn units(conn: &mut Conn, campaign: &str) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT DISTINCT unit FROM duty WHERE campaign = $1 AND withdrawn_at IS NULL ORDER BY unit",
            values![campaign],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// How many units owe a report in both of two campaigns.
///
/// # Errors
/// Where the database cannot be read.
pub async fn units_in_both(conn: &mut Conn, one: &str, other: &str) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(*) FROM (
           SELECT unit FROM duty
           WHERE campaign = $1 AND kind = 'report' AND withdrawn_at IS NULL
           INTERSECT
           SELECT unit FROM duty
           WHERE campaign = $2 AND kind = 'report' AND withdrawn_at IS NULL) shared",
        values![one, other],
    )
    .await
}

/// What is asked of whom, in any campaign that is in force: it changes with an amendment, a
/// reorganisation, or a duty that goes over to another unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn asking(conn: &mut Conn) -> Result<String, StoreError> {
    let row = conn
        .row(
            "SELECT (SELECT COUNT(*) FROM amendment), (SELECT MAX(id) FROM succession),
               (SELECT MAX(seq) FROM event WHERE act = 'duty.transfer')",
            values![],
        )
        .await?;
    let Some(row) = row else {
        return Ok(String::new());
    };
    let (amendments, reorganised) = (row.get::<i64>(0)?, row.get::<Option<String>>(1)?);
    let transferred = row.get::<Option<i64>>(2)?.unwrap_or_default();
    let reorganised = reorganised.unwrap_or_default();
    Ok(format!("{amendments} {reorganised} {transferred}"))
}

/// Sets another day for a duty.
///
/// # Errors
/// Where the database refuses.
pub async fn set_due(
    tx: &mut Tx,
    id: &str,
    due: Option<Date>,
    deadline_text: &str,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE duty SET due = $2, deadline_text = $3 WHERE id = $1",
        values![id, due, deadline_text],
    )
    .await?;
    Ok(())
}
