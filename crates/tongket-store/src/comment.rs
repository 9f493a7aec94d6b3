//! Remarks of reviewers, each tied to words or to a cell of a version.

use jiff::Timestamp;
use tongket_core::exchange::Anchor;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::review::Hand;
use crate::values;
use crate::write::Tx;

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Id.
    pub id: String,
    /// Id of the version it was made on.
    pub submission: String,
    /// Which version of the report that is.
    pub ordinal: u32,
    /// Id of the outline item, or of what is counted.
    pub item: String,
    /// Where it hangs.
    pub anchor: Anchor,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The person who made it.
    pub by_name: String,
    /// When the author said that it is done.
    pub settled_at: Option<Timestamp>,
    /// What the author said to it; may be empty.
    pub answer: String,
}

fn comment(row: &Row) -> Result<Comment, StoreError> {
    Ok(Comment {
        id: row.get(0)?,
        submission: row.get(1)?,
        ordinal: u32::try_from(row.get::<i64>(2)?).unwrap_or(u32::MAX),
        item: row.get(3)?,
        anchor: row.json(4)?,
        text: row.get(5)?,
        at: row
            .time(6)?
            .ok_or_else(|| StoreError::Damaged("comment".to_owned()))?,
        by_name: row.get::<Option<String>>(7)?.unwrap_or_default(),
        settled_at: row.time(8)?,
        answer: row.get(9)?,
    })
}

/// The remarks on every version of a report, the earliest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<Comment>, StoreError> {
    let rows = conn
        .rows(
            "SELECT c.id, c.submission, s.ordinal, c.item, c.anchor, c.text, c.at,
               account.full_name, c.settled_at, c.answer
             FROM submission s JOIN comment c ON c.submission = s.id
             LEFT JOIN account ON account.id = c.by_account
             WHERE s.report = $1 ORDER BY c.id",
            values![report],
        )
        .await?;
    rows.iter().map(comment).collect()
}

/// The remark with this id, and the report it is about.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<(Comment, String)>, StoreError> {
    let row = conn
        .row(
            "SELECT c.id, c.submission, s.ordinal, c.item, c.anchor, c.text, c.at,
               account.full_name, c.settled_at, c.answer, s.report
             FROM comment c JOIN submission s ON s.id = c.submission
             LEFT JOIN account ON account.id = c.by_account WHERE c.id = $1",
            values![id],
        )
        .await?;
    row.map(|row| Ok((comment(&row)?, row.get(10)?)))
        .transpose()
}

/// Keeps a remark and gives its id. The same words at the same place by the
/// same person are kept once, so that a double click says nothing twice.
///
/// # Errors
/// Where the database refuses.
pub async fn add(
    tx: &mut Tx,
    submission: &str,
    item: &str,
    anchor: &Anchor,
    text: &str,
    hand: Hand<'_>,
) -> Result<(String, bool), StoreError> {
    keep(tx, &OF_SUBMISSIONS, submission, item, anchor, text, hand).await
}

/// A table of remarks, by the questions that look for one and keep one. Both are asked with the
/// same values: what it is said of, where, in which words, by whom.
pub(crate) struct Remarks {
    /// Looks for the same words at the same place by the same person.
    pub(crate) known: &'static str,
    /// Keeps a new one.
    pub(crate) add: &'static str,
}

const OF_SUBMISSIONS: Remarks = Remarks {
    known: "SELECT id FROM comment
            WHERE submission = $1 AND anchor = $2 AND text = $3 AND by_account = $4",
    add: "INSERT INTO comment (id, submission, item, anchor, text, at, by_account, settled_at,
            settled_by, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, '')",
};

/// Keeps a remark on `owner` and gives its id, with whether it is new.
pub(crate) async fn keep(
    tx: &mut Tx,
    remarks: &Remarks,
    owner: &str,
    item: &str,
    anchor: &Anchor,
    text: &str,
    hand: Hand<'_>,
) -> Result<(String, bool), StoreError> {
    let place = serde_json::to_string(anchor).unwrap_or_default();
    let known = tx
        .row(remarks.known, values![owner, &place, text, hand.by])
        .await?;
    if let Some(row) = known {
        return Ok((row.get(0)?, false));
    }
    let id = crate::new_id();
    tx.change(
        remarks.add,
        values![&id, owner, item, place, text, hand.at, hand.by],
    )
    .await?;
    Ok((id, true))
}

/// Keeps that the author has done what a remark asks; whether he had not before.
///
/// # Errors
/// Where the database refuses.
pub async fn settle(
    tx: &mut Tx,
    id: &str,
    answer: &str,
    hand: Hand<'_>,
) -> Result<bool, StoreError> {
    let settled = tx
        .change(
            "UPDATE comment SET settled_at = $2, settled_by = $3, answer = $4
             WHERE id = $1 AND settled_at IS NULL",
            values![id, hand.at, hand.by, answer],
        )
        .await?;
    Ok(settled > 0)
}
