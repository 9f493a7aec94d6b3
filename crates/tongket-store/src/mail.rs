//! Mails on their way: the queue before the mail server, which outlives every crash.

use jiff::Timestamp;
use tongket_core::chase::post::{State, Turn};

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Id; the message bears it, so that a repeat is known for what it is.
    pub id: String,
    /// Id of the campaign it is about; nothing for a trial.
    pub campaign: Option<String>,
    /// Id of the unit it goes to; empty for a trial.
    pub unit: String,
    /// The address.
    pub address: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Its place in the queue.
    pub turn: Turn,
    /// What the mail server said last.
    pub answer: String,
    /// When it was written.
    pub made_at: Timestamp,
    /// When its state changed last.
    pub changed_at: Timestamp,
}

/// Puts a mail into the queue.
///
/// # Errors
/// Where the database refuses.
pub async fn put(tx: &mut Tx, mail: &Mail) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO mail (id, campaign, unit, address, subject, body, state, attempts, lost,
           next_at, answer, made_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        values![
            &mail.id,
            mail.campaign.clone(),
            &mail.unit,
            &mail.address,
            &mail.subject,
            &mail.body,
            mail.turn.state.id(),
            count(mail.turn.attempts),
            count(mail.turn.lost),
            mail.turn.next,
            &mail.answer,
            mail.made_at,
            mail.changed_at
        ],
    )
    .await?;
    Ok(())
}

/// Keeps where a mail stands now, if it still stood as `before`; whether it did.
///
/// # Errors
/// Where the database refuses.
pub async fn turn(
    tx: &mut Tx,
    id: &str,
    before: &Turn,
    after: &Turn,
    answer: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .change(
            "UPDATE mail SET state = $4, attempts = $5, lost = $6, next_at = $7, answer = $8,
               changed_at = $9 WHERE id = $1 AND state = $2 AND attempts = $3",
            values![
                id,
                before.state.id(),
                count(before.attempts),
                after.state.id(),
                count(after.attempts),
                count(after.lost),
                after.next,
                answer,
                now
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// One mail.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Mail>, StoreError> {
    let row = conn
        .row(
            "SELECT id, campaign, unit, address, subject, body, state, attempts, lost, next_at,
               answer, made_at, changed_at FROM mail WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(mail).transpose()
}

/// Has a mail go to another address.
///
/// # Errors
/// Where the database refuses.
pub async fn readdress(tx: &mut Tx, id: &str, address: &str) -> Result<(), StoreError> {
    tx.change(
        "UPDATE mail SET address = $2 WHERE id = $1",
        values![id, address],
    )
    .await?;
    Ok(())
}

/// The mails whose turn has come, the earliest first, at most `limit`.
///
/// # Errors
/// Where the database cannot be read.
pub async fn whose_turn(
    conn: &mut Conn,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Mail>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, campaign, unit, address, subject, body, state, attempts, lost, next_at,
               answer, made_at, changed_at FROM mail
             WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at, id LIMIT $2",
            values![now, limit],
        )
        .await?;
    rows.iter().map(mail).collect()
}

/// The mails of a campaign (empty: of all, and trials), the latest first, a page of them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    conn: &mut Conn,
    campaign: &str,
    state: &str,
    limit: i64,
    from: i64,
) -> Result<Vec<Mail>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, campaign, unit, address, subject, body, state, attempts, lost, next_at,
               answer, made_at, changed_at FROM mail
             WHERE ($1 = '' OR campaign = $1) AND ($2 = '' OR state = $2)
             ORDER BY made_at DESC, id DESC LIMIT $3 OFFSET $4",
            values![campaign, state, limit, from],
        )
        .await?;
    rows.iter().map(mail).collect()
}

/// How many mails of a campaign (empty: of all) stand where.
///
/// # Errors
/// Where the database cannot be read.
pub async fn tally(conn: &mut Conn, campaign: &str) -> Result<Vec<(State, i64)>, StoreError> {
    let rows = conn
        .rows(
            "SELECT state, COUNT(*) FROM mail WHERE ($1 = '' OR campaign = $1) GROUP BY state",
            values![campaign],
        )
        .await?;
    let mut tally = Vec::new();
    for row in rows {
        let id: String = row.get(0)?;
        let state = State::from_id(&id).ok_or_else(|| StoreError::Damaged(id))?;
        tally.push((state, row.get(1)?));
    }
    tally.sort_by_key(|(state, _)| *state as u8);
    Ok(tally)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn mail(row: &Row) -> Result<Mail, StoreError> {
    let state: String = row.get(6)?;
    let number = |at| Ok::<_, StoreError>(usize::try_from(row.get::<i64>(at)?).unwrap_or_default());
    let time = |at| {
        let time = row.time(at)?;
        time.ok_or_else(|| StoreError::Damaged("mail".to_owned()))
    };
    Ok(Mail {
        id: row.get(0)?,
        campaign: row.get(1)?,
        unit: row.get(2)?,
        address: row.get(3)?,
        subject: row.get(4)?,
        body: row.get(5)?,
        turn: Turn {
            state: State::from_id(&state).ok_or_else(|| StoreError::Damaged(state))?,
            attempts: number(7)?,
            lost: number(8)?,
            next: row.time(9)?,
        },
        answer: row.get(10)?,
        made_at: time(11)?,
        changed_at: time(12)?,
    })
}
