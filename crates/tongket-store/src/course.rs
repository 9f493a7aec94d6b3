//! The course of every report of a campaign, read in a few questions.
//!
//! What [`crate::history`] tells of one report this tells of all of them at
//! once: the duties, the rows of the six tables in order, and which reports
//! said in every section that there is nothing to report.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::exchange::{History, Moved, Season, Turn};

use crate::amendment;
use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::history::{self, Passage};
use crate::values;

/// A report that is owed, with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Id of the duty.
    pub duty: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit that owes it.
    pub unit: String,
    /// Id of the unit from which it came over.
    pub inherited_from: Option<String>,
    /// The plan's task: "T07".
    pub task: String,
    /// What is to be done.
    pub title: String,
    /// The last day in time, as the duty says today.
    pub due: Option<Date>,
    /// Days that held before amendments moved them, the earliest first; read only for all reports of
    /// a campaign together.
    pub moved: Vec<Moved>,
    /// The deadline as written.
    pub deadline_text: String,
    /// "assign" or "request".
    pub bidding: String,
    /// Id of the unit through which it goes, or to which it is addressed.
    pub received_by: Option<String>,
    /// Id of the report, once it was begun.
    pub report: Option<String>,
    /// When it was begun.
    pub opened_at: Option<Timestamp>,
    /// What happened to it, the earliest first.
    pub turns: Vec<Turn>,
    /// Reasons of its returns, by the ordinal of the version sent back.
    pub reasons: Vec<(u32, Vec<String>)>,
    /// Id of the version that was sent last.
    pub submission: Option<String>,
    /// Whether every section of it says that there is nothing to report.
    pub nil: bool,
}

/// The three questions, of a campaign or of one duty: `$1` is its id.
macro_rules! questions {
    ($duty:literal, $report:literal) => {
        [
            concat!(
                "SELECT duty.id, duty.campaign, duty.unit, duty.task, duty.title, duty.due,
                   duty.deadline_text, COALESCE(duty.via_unit, duty.recipient_unit),
                   report.id, report.opened_at, duty.bidding, duty.inherited_from
                 FROM duty LEFT JOIN report ON report.duty = duty.id
                 WHERE ", $duty, " AND duty.kind = 'report' AND duty.withdrawn_at IS NULL
                 ORDER BY duty.unit, duty.id"
            ),
            concat!(
                "SELECT turn.id, turn.at, turn.kind, turn.ordinal, turn.word, turn.extra, turn.note,
                   turn.day, CAST(NULL AS TEXT), turn.duty
                 FROM (
                   SELECT p.id, p.at, '1 presentation' AS kind, CAST(0 AS BIGINT) AS ordinal,
                     p.content_sha256 AS word, '' AS extra, '' AS note, CAST(NULL AS TEXT) AS day,
                     report.duty
                   FROM report JOIN presentation p ON p.report = report.id WHERE ", $report, "
                   UNION ALL
                   SELECT p.id, p.handed_back_at, '2 withdrawal', 0, '', '', '', NULL, report.duty
                   FROM report JOIN presentation p ON p.report = report.id
                   WHERE p.handed_back_at IS NOT NULL AND ", $report, "
                   UNION ALL
                   SELECT s.id, s.at, '3 submission', s.ordinal, s.content_sha256, s.receipt, '',
                     NULL, report.duty
                   FROM report JOIN submission s ON s.report = report.id WHERE ", $report, "
                   UNION ALL
                   SELECT reception.id, reception.at, '4 reception', s.ordinal, '', '', '', NULL,
                     report.duty
                   FROM report JOIN submission s ON s.report = report.id
                   JOIN reception ON reception.submission = s.id WHERE ", $report, "
                   UNION ALL
                   SELECT back.id, back.at, '5 return', s.ordinal, '', back.reasons, '', back.due,
                     report.duty
                   FROM report JOIN submission s ON s.report = report.id
                   JOIN return_slip back ON back.submission = s.id WHERE ", $report, "
                   UNION ALL
                   SELECT acceptance.id, acceptance.at, '6 acceptance', s.ordinal, '', '', '', NULL,
                     report.duty
                   FROM report JOIN submission s ON s.report = report.id
                   JOIN acceptance ON acceptance.submission = s.id WHERE ", $report, "
                   UNION ALL
                   SELECT correction.id, correction.at, '7 correction', 0, '', '',
                     correction.reason, NULL, report.duty
                   FROM report JOIN correction ON correction.report = report.id WHERE ", $report, "
                 ) turn ORDER BY turn.id, turn.kind"
            ),
            concat!(
                "SELECT report.duty FROM report JOIN section ON section.report = report.id
                 JOIN section_version version ON version.id = section.version
                 WHERE ", $report, " AND EXISTS (SELECT 1 FROM submission WHERE submission.report = report.id)
                 GROUP BY report.duty
                 HAVING MIN(CASE WHEN version.state = 'nil' THEN 1 ELSE 0 END) = 1"
            ),
        ]
    };
}

const OF_CAMPAIGN: [&str; 3] = questions!("duty.campaign = $1", "report.campaign = $1");
const OF_DUTY: [&str; 3] = questions!("duty.id = $1", "report.duty = $1");

/// The course of every report that is owed in a campaign, by unit.
///
/// # Errors
/// Where the database cannot be read, or a row holds what nobody wrote.
pub async fn of_campaign(conn: &mut Conn, campaign: &str) -> Result<Vec<Course>, StoreError> {
    let mut courses = read(conn, OF_CAMPAIGN, campaign).await?;
    let mut moved = amendment::days_moved(conn, campaign).await?;
    for course in &mut courses {
        course.moved = moved.remove(&course.duty).unwrap_or_default();
    }
    Ok(courses)
}

/// The course of one report; nothing where its duty is no report or was withdrawn. The days that
/// amendments moved are not read.
///
/// # Errors
/// Where the database cannot be read, or a row holds what nobody wrote.
pub async fn of_duty(conn: &mut Conn, duty: &str) -> Result<Option<Course>, StoreError> {
    Ok(read(conn, OF_DUTY, duty).await?.pop())
}

async fn read(
    conn: &mut Conn,
    [duties, turns, nils]: [&'static str; 3],
    id: &str,
) -> Result<Vec<Course>, StoreError> {
    let mut courses = conn.each(duties, values![id], course).await?;
    let places: HashMap<String, usize> = courses
        .iter()
        .enumerate()
        .map(|(at, course)| (course.duty.clone(), at))
        .collect();
    let take = |row: &Row| {
        if let Some(at) = places.get(&row.get::<String>(9)?) {
            courses[*at].take(history::passage(row)?);
        }
        Ok(())
    };
    conn.each(turns, values![id], take).await?;
    let nil = |row: &Row| {
        if let Some(at) = places.get(&row.get::<String>(0)?) {
            courses[*at].nil = true;
        }
        Ok(())
    };
    conn.each(nils, values![id], nil).await?;
    Ok(courses)
}

fn course(row: &Row) -> Result<Course, StoreError> {
    Ok(Course {
        duty: row.get(0)?,
        campaign: row.get(1)?,
        unit: row.get(2)?,
        task: row.get(3)?,
        title: row.get(4)?,
        due: row.day(5)?,
        moved: Vec::new(),
        deadline_text: row.get(6)?,
        received_by: row.get(7)?,
        report: row.get(8)?,
        opened_at: row.time(9)?,
        bidding: row.get(10)?,
        inherited_from: row.get(11)?,
        turns: Vec::new(),
        reasons: Vec::new(),
        submission: None,
        nil: false,
    })
}

impl Course {
    /// What happened to it, in a campaign that stands so.
    pub fn history(&self, season: Season) -> History {
        History {
            season,
            due: self.due,
            moved: self.moved.clone(),
            opened: self.report.is_some(),
            turns: self.turns.clone(),
        }
    }

    fn take(&mut self, passage: Passage) {
        use tongket_core::exchange::Step;
        match &passage.turn.step {
            Step::Submission(_) => self.submission = Some(passage.id),
            Step::Return { ordinal, .. } => self.reasons.push((*ordinal, passage.reasons)),
            Step::Presentation { .. }
            | Step::Withdrawal
            | Step::Reception { .. }
            | Step::Acceptance { .. }
            | Step::Correction { .. } => {}
        }
        self.turns.push(passage.turn);
    }
}

/// Id of the duty that a report answers, with that of its campaign.
///
/// # Errors
/// Where the database cannot be read.
pub async fn duty_of_report(
    conn: &mut Conn,
    report: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let row = conn
        .row(
            "SELECT duty, campaign FROM report WHERE id = $1",
            values![report],
        )
        .await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}
