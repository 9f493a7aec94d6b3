//! The chain of events: appended by the writer alone, read by those who may.

use tongket_core::event::{Broken, Event, Head, Link};
use tongket_core::fingerprint::Fingerprint;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Events that are read at a time while the chain is verified.
const STRIDE: i64 = 10_000;

/// The end of the chain.
///
/// # Errors
/// Where the database cannot be read.
pub async fn head(conn: &mut Conn) -> Result<Head, StoreError> {
    let last = conn
        .row("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &[])
        .await?;
    let Some(row) = last else {
        return Ok(Head::EMPTY);
    };
    Ok(Head {
        count: row.get::<i64>(0)?.unsigned_abs(),
        hash: fingerprint(&row, 1)?,
    })
}

/// Puts an event at the end of the chain.
pub(crate) async fn append(tx: &mut Tx, head: &mut Head, event: Event) -> Result<(), StoreError> {
    let Link {
        event,
        previous,
        hash,
    } = head.append(event);
    let data = event.data_text();
    tx.change(
        "INSERT INTO event (seq, at, actor, act, subject_kind, subject, unit, data, previous, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            i64::try_from(event.seq).unwrap_or(i64::MAX),
            event.at_ms,
            event.actor,
            event.act,
            event.subject_kind,
            event.subject,
            event.unit.unwrap_or_default(),
            data,
            previous.to_string(),
            hash.to_string()
        ],
    )
    .await?;
    Ok(())
}

/// Reads the whole chain and says the first place at which it does not hold, or where it ends.
///
/// # Errors
/// Where the database cannot be read.
pub async fn check(conn: &mut Conn) -> Result<Result<Head, Broken>, StoreError> {
    let mut head = Head::EMPTY;
    loop {
        let links = links_after(conn, head.count, STRIDE).await?;
        if links.is_empty() {
            return Ok(Ok(head));
        }
        for link in &links {
            if let Err(broken) = head.follow(link) {
                return Ok(Err(broken));
            }
        }
    }
}

/// Events after `seq`, at most `limit`, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn links_after(conn: &mut Conn, seq: u64, limit: i64) -> Result<Vec<Link>, StoreError> {
    let rows = conn
        .rows(
            "SELECT seq, at, actor, act, subject_kind, subject, unit, data, previous, hash
             FROM event WHERE seq > $1 ORDER BY seq LIMIT $2",
            values![i64::try_from(seq).unwrap_or(i64::MAX), limit],
        )
        .await?;
    rows.iter().map(link).collect()
}

fn link(row: &Row) -> Result<Link, StoreError> {
    let unit: String = row.get(6)?;
    Ok(Link {
        event: Event {
            seq: row.get::<i64>(0)?.unsigned_abs(),
            at_ms: row.get(1)?,
            actor: row.get(2)?,
            act: row.get(3)?,
            subject_kind: row.get(4)?,
            subject: row.get(5)?,
            unit: (!unit.is_empty()).then_some(unit),
            data: row.json(7)?,
        },
        previous: fingerprint(row, 8)?,
        hash: fingerprint(row, 9)?,
    })
}

fn fingerprint(row: &Row, at: usize) -> Result<Fingerprint, StoreError> {
    let text: String = row.get(at)?;
    text.parse().map_err(|_| StoreError::Damaged(text))
}
