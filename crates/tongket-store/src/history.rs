//! What happened to a report, in order: the rows of six tables told as one story.
//!
//! Where the report stands is computed from this by the core and written
//! nowhere. Ids are made one behind the other ([`crate::sequence`]), so they tell
//! what came first, whatever the clock showed.

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::exchange::{History, Step, Submission, Turn};
use tongket_core::fingerprint::Fingerprint;

use crate::db::{Conn, Row};
use crate::dossier::{Counted, Dossier};
use crate::error::StoreError;
use crate::values;

/// One thing that happened to a report, with who did it and what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Id of its row.
    pub id: String,
    /// When and what.
    pub turn: Turn,
    /// The person who did it.
    pub by_name: String,
    /// What was said: a note, a reason, the words of a return.
    pub note: String,
    /// Reasons of a return: ids in the catalogue.
    pub reasons: Vec<String>,
    /// Whether somebody gave back what another had presented, rather than taking back one's own.
    pub given_back: bool,
}

/// Everything that happened to a report, the earliest first.
///
/// # Errors
/// Where the database cannot be read, or a row holds what nobody wrote.
pub async fn passages(conn: &mut Conn, report: &str) -> Result<Vec<Passage>, StoreError> {
    let rows = conn
        .rows(
            "SELECT turn.id, turn.at, turn.kind, turn.ordinal, turn.word, turn.extra, turn.note,
               turn.day, account.full_name
             FROM (
               SELECT id, at, '1 presentation' AS kind, CAST(0 AS BIGINT) AS ordinal,
                 content_sha256 AS word, '' AS extra, note, CAST(NULL AS TEXT) AS day, by_account
               FROM presentation WHERE report = $1
               UNION ALL
               SELECT id, handed_back_at, '2 withdrawal', 0, '',
                 CASE WHEN handed_back_by <> by_account THEN 'given back' ELSE '' END,
                 handed_back_reason, NULL, handed_back_by
               FROM presentation WHERE report = $1 AND handed_back_at IS NOT NULL
               UNION ALL
               SELECT id, at, '3 submission', ordinal, content_sha256, receipt, reason, NULL,
                 by_account
               FROM submission WHERE report = $1
               UNION ALL
               SELECT reception.id, reception.at, '4 reception', s.ordinal, '', '', '', NULL,
                 reception.by_account
               FROM submission s JOIN reception ON reception.submission = s.id WHERE s.report = $1
               UNION ALL
               SELECT return_slip.id, return_slip.at, '5 return', s.ordinal, '',
                 return_slip.reasons, return_slip.text, return_slip.due, return_slip.by_account
               FROM submission s JOIN return_slip ON return_slip.submission = s.id
               WHERE s.report = $1
               UNION ALL
               SELECT acceptance.id, acceptance.at, '6 acceptance', s.ordinal, '', '',
                 acceptance.note, NULL, acceptance.by_account
               FROM submission s JOIN acceptance ON acceptance.submission = s.id
               WHERE s.report = $1
               UNION ALL
               SELECT id, at, '7 correction', 0, '', '', reason, NULL, by_account
               FROM correction WHERE report = $1
             ) turn LEFT JOIN account ON account.id = turn.by_account
             ORDER BY turn.id, turn.kind",
            values![report],
        )
        .await?;
    let passages: Result<Vec<Passage>, StoreError> = rows.iter().map(passage).collect();
    passages.map(in_order)
}

/// What was taken or given back bears the id of its presentation; it goes behind what happened
/// meanwhile. A new presentation comes after it in any case.
fn in_order(mut passages: Vec<Passage>) -> Vec<Passage> {
    for at in (0..passages.len()).rev() {
        if passages[at].turn.step != Step::Withdrawal {
            continue;
        }
        let day = passages[at].turn.at;
        let meanwhile = passages[at + 1..].iter().take_while(|later| {
            later.turn.at <= day && !matches!(later.turn.step, Step::Presentation { .. })
        });
        let end = at + 1 + meanwhile.count();
        passages[at..end].rotate_left(1);
    }
    passages
}

pub(crate) fn passage(row: &Row) -> Result<Passage, StoreError> {
    let kind: String = row.get(2)?;
    let note: String = row.get(6)?;
    let extra: String = row.get(5)?;
    let given_back = extra == "given back";
    let ordinal = u32::try_from(row.get::<i64>(3)?).unwrap_or(u32::MAX);
    let due: Option<Date> = row.day(7)?;
    let mut reasons = Vec::new();
    let step = match kind.as_str() {
        "1 presentation" => Step::Presentation {
            fingerprint: fingerprint(row, 4)?,
        },
        "2 withdrawal" => Step::Withdrawal,
        "3 submission" => Step::Submission(Submission {
            ordinal,
            fingerprint: fingerprint(row, 4)?,
            receipt: extra.parse().map_err(|_| StoreError::Damaged(extra))?,
            reason: (!note.is_empty()).then(|| note.clone()),
        }),
        "4 reception" => Step::Reception { ordinal },
        "5 return" => {
            reasons = row.json(5)?;
            Step::Return { ordinal, due }
        }
        "6 acceptance" => Step::Acceptance { ordinal },
        "7 correction" => Step::Correction {
            reason: note.clone(),
        },
        _ => return Err(StoreError::Damaged(kind)),
    };
    let at: Timestamp = row
        .time(1)?
        .ok_or_else(|| StoreError::Damaged(kind.clone()))?;
    Ok(Passage {
        id: row.get(0)?,
        turn: Turn { at, step },
        by_name: row.get::<Option<String>>(8)?.unwrap_or_default(),
        note,
        reasons,
        given_back,
    })
}

fn fingerprint(row: &Row, at: usize) -> Result<Fingerprint, StoreError> {
    let text: String = row.get(at)?;
    text.parse().map_err(|_| StoreError::Damaged(text))
}

impl Dossier {
    /// The history that the core decides with.
    pub fn history(&self, passages: &[Passage]) -> History {
        let turns = passages.iter().map(|passage| passage.turn.clone());
        self.history_of(turns.collect())
    }

    fn history_of(&self, turns: Vec<Turn>) -> History {
        History {
            season: self.season(),
            due: self.due,
            moved: Vec::new(),
            opened: true,
            turns,
        }
    }
}

/// What happened to a report, for the core to decide with.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, dossier: &Dossier) -> Result<History, StoreError> {
    let passages = passages(conn, &dossier.report).await?;
    Ok(dossier.history(&passages))
}

/// The same, read only where more has happened than is known already.
///
/// # Errors
/// Where the database cannot be read.
pub async fn after(
    conn: &mut Conn,
    counted: &Counted,
    known: &[Turn],
) -> Result<History, StoreError> {
    match usize::try_from(counted.turns) == Ok(known.len()) {
        true => Ok(counted.dossier.history_of(known.to_vec())),
        false => of_report(conn, &counted.dossier).await,
    }
}
