//! The chain of events: appended by the writer alone, read by those who may.

use std::sync::LazyLock;

use jiff::Timestamp;
use tongket_core::event::{Broken, Event, Fault, Head, Link};
use tongket_core::fingerprint::Fingerprint;

use crate::db::{Conn, Row, Value};
use crate::error::StoreError;
use crate::insert::Insert;
use crate::values;
use crate::write::Tx;

/// Events that are read at a time while the chain is verified.
const STRIDE: i64 = 2_000;

/// When the last event happened; nothing where there is none.
///
/// # Errors
/// Where the database cannot be read.
pub async fn last_at(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let last = conn
        .row("SELECT at FROM event ORDER BY seq DESC LIMIT 1", &[])
        .await?;
    match last {
        Some(row) => row.time(0),
        None => Ok(None),
    }
}

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

/// An event as far as it says what was touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Its place in the chain.
    pub seq: u64,
    /// What was done.
    pub act: String,
    /// The noun it was done to.
    pub kind: String,
    /// Id of what it was done to.
    pub subject: String,
}

/// What was touched after a place in the chain, the earliest first, at most `limit`.
///
/// # Errors
/// Where the database cannot be read.
pub async fn touched_since(
    conn: &mut Conn,
    seq: u64,
    limit: i64,
) -> Result<Vec<Touched>, StoreError> {
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let rows = conn
        .rows(
            "SELECT seq, act, subject_kind, subject FROM event WHERE seq > $1 ORDER BY seq LIMIT $2",
            values![seq, limit],
        )
        .await?;
    let touched = |row: &Row| {
        Ok(Touched {
            seq: row.get::<i64>(0)?.unsigned_abs(),
            act: row.get(1)?,
            kind: row.get(2)?,
            subject: row.get(3)?,
        })
    };
    rows.iter().map(touched).collect()
}

/// Columns of an event.
const COLUMNS: usize = 10;

static INSERT: LazyLock<Insert<COLUMNS>> = LazyLock::new(|| {
    Insert::new(
        "INSERT INTO event (seq, at, actor, act, subject_kind, subject, unit, data, previous, hash)",
    )
});

/// Puts events at the end of the chain, in their order.
pub(crate) async fn append(
    tx: &mut Tx,
    head: &mut Head,
    events: Vec<Event>,
) -> Result<(), StoreError> {
    let links = events.into_iter().map(|event| columns(head.append(event)));
    INSERT.rows(tx, links).await
}

/// A link as its row has it.
fn columns(link: Link) -> [Value; COLUMNS] {
    let data = link.event.data_text();
    let event = link.event;
    [
        i64::try_from(event.seq).unwrap_or(i64::MAX).into(),
        event.at_ms.into(),
        event.actor.into(),
        event.act.into(),
        event.subject_kind.into(),
        event.subject.into(),
        event.unit.unwrap_or_default().into(),
        data.into(),
        link.previous.to_string().into(),
        link.hash.to_string().into(),
    ]
}

/// Reads the whole chain and says the first place at which it does not hold, or where it ends.
///
/// # Errors
/// Where the database cannot be read.
pub async fn check(conn: &mut Conn) -> Result<Result<Head, Broken>, StoreError> {
    check_through(conn, None).await
}

/// The same, for a chain that must have passed through an end that was noted elsewhere: so it is
/// seen, too, that events were cut off or that the whole chain was written anew.
///
/// # Errors
/// Where the database cannot be read.
pub async fn check_through(
    conn: &mut Conn,
    noted: Option<Head>,
) -> Result<Result<Head, Broken>, StoreError> {
    let mut head = Head::EMPTY;
    let mut passed = noted.is_none_or(|noted| noted == head);
    loop {
        let links = links_after(conn, head.count, STRIDE).await?;
        if links.is_empty() {
            break;
        }
        for link in &links {
            if let Err(broken) = head.follow(link) {
                return Ok(Err(broken));
            }
            passed |= noted == Some(head);
        }
    }
    let seq = head.count.min(noted.map_or(0, |noted| noted.count));
    Ok(match passed {
        true => Ok(head),
        false => Err(Broken {
            seq,
            fault: Fault::WrongEnd,
        }),
    })
}

/// Which events are wanted; what is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Id of the account that acted.
    pub actor: String,
    /// Id of the act.
    pub act: String,
    /// Id of what it was done to.
    pub subject: String,
    /// Id of the unit concerned.
    pub unit: String,
    /// Id of a campaign: what was done to it, to its duties, reports and submissions.
    pub campaign: String,
    /// No event before this one.
    pub from: u64,
    /// Only events before this one.
    pub before: u64,
}

/// Some of the wanted events, the latest first.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    /// The events, each with the full name of who acted; empty where that was no account.
    pub events: Vec<(Link, String)>,
    /// Where to look on for earlier ones; `None` where there are none.
    pub before: Option<u64>,
}

/// Events that are looked through at a time, however few of them are wanted.
const WINDOW: i64 = 20_000;
/// The same where a campaign is asked for: each event is then looked up among its reports.
const CAMPAIGN_WINDOW: i64 = 5_000;

/// Two statements for each index that may lead: how far a window reaches, and what is wanted in it.
macro_rules! leads {
    ($($name:ident: $condition:literal;)*) => {$(
        const $name: [&str; 2] = [
            concat!(
                "SELECT MIN(seq), COUNT(*) FROM (SELECT seq FROM event WHERE ", $condition,
                " AND seq < $1 AND seq >= $2 ORDER BY seq DESC LIMIT $4) AS looked_at"
            ),
            concat!(
                "SELECT seq, at, actor, act, subject_kind, subject, unit, data, previous, hash,
                   account.full_name
                 FROM event LEFT JOIN account ON account.id = event.actor WHERE ", $condition,
                " AND seq < $1 AND seq >= $2
                   AND ($4 = '' OR actor = $4) AND ($5 = '' OR act = $5)
                   AND ($6 = '' OR subject = $6) AND ($7 = '' OR unit = $7)
                   AND ($8 = '' OR subject = $8
                     OR EXISTS (SELECT 1 FROM duty WHERE duty.id = event.subject AND duty.campaign = $8)
                     OR EXISTS (SELECT 1 FROM report WHERE report.id = event.subject AND report.campaign = $8)
                     OR EXISTS (SELECT 1 FROM consolidation
                       WHERE consolidation.id = event.subject AND consolidation.campaign = $8)
                     OR EXISTS (SELECT 1 FROM submission JOIN report ON report.id = submission.report
                       WHERE submission.id = event.subject AND report.campaign = $8))
                 ORDER BY seq DESC LIMIT $9"
            ),
        ];
    )*};
}

leads! {
    BY_SUBJECT: "subject = $3";
    BY_ACTOR: "actor = $3";
    BY_UNIT: "event.unit = $3";
    BY_ACT: "act = $3";
    BY_TIME: "$3 = ''";
}

impl Wanted {
    /// The statements of the index that narrows most, and what it is asked.
    fn lead(&self) -> ([&'static str; 2], &str) {
        let leads = [
            (BY_SUBJECT, &self.subject),
            (BY_ACTOR, &self.actor),
            (BY_UNIT, &self.unit),
            (BY_ACT, &self.act),
        ];
        let given = leads.into_iter().find(|(_, asked)| !asked.is_empty());
        given.map_or((BY_TIME, ""), |(statements, asked)| (statements, asked))
    }
}

/// The latest of the wanted events, at most `limit`.
///
/// It looks through a bounded number of events: where few are wanted, a
/// stretch may hold fewer than `limit` and still say where to look on.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Stretch, StoreError> {
    let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let ([reach, select], asked) = wanted.lead();
    let (before, from) = (number(wanted.before), number(wanted.from));
    let reaches = match wanted.campaign.is_empty() {
        true => WINDOW,
        false => CAMPAIGN_WINDOW,
    };
    let window = conn
        .row(reach, values![before, from, asked, reaches])
        .await?;
    let Some((first, looked_at)) = window
        .map(|row| Ok::<_, StoreError>((row.get::<Option<i64>>(0)?, row.get::<i64>(1)?)))
        .transpose()?
    else {
        return Ok(Stretch::default());
    };
    let Some(first) = first else {
        return Ok(Stretch::default());
    };
    let values = values![
        before,
        first,
        asked,
        &wanted.actor,
        &wanted.act,
        &wanted.subject,
        &wanted.unit,
        &wanted.campaign,
        limit + 1
    ];
    let rows = conn.rows(select, values).await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in &rows {
        let name: Option<String> = row.get(10)?;
        events.push((link(row)?, name.unwrap_or_default()));
    }
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = events.len() > shown;
    events.truncate(shown);
    let before = match events.last() {
        Some((last, _)) if more => Some(last.event.seq),
        _ if looked_at == reaches => Some(first.unsigned_abs()),
        _ => None,
    };
    Ok(Stretch { events, before })
}

/// The number of the first event at or after a moment; one past the last where there is none.
///
/// Numbers grow with time, so that halving finds it without an index.
///
/// # Errors
/// Where the database cannot be read.
pub async fn first_at(conn: &mut Conn, at_ms: i64) -> Result<u64, StoreError> {
    let (mut low, mut high) = (1, head(conn).await?.count + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let seq = i64::try_from(middle).unwrap_or(i64::MAX);
        let at = conn
            .number("SELECT at FROM event WHERE seq = $1", values![seq])
            .await?;
        match at >= at_ms {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    Ok(low)
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
