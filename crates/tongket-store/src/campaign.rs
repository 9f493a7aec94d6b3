//! Campaigns: a plan put into force, its outline, its forms, its days.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Number and notation of the plan; may be empty.
    pub code: String,
    /// Who issued the plan, as written.
    pub issuer: String,
    /// "draft", "open" or "closed".
    pub state: State,
    /// First and last year under review.
    pub period: Option<(i64, i64)>,
    /// The day as of which groups of units are resolved.
    pub as_of: Date,
    /// Id of the unit whose campaign it is.
    pub owner_unit: String,
    /// Id of the standing agency.
    pub standing_unit: Option<String>,
    /// Id of the unit that has a part in its awards.
    pub awards_unit: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Id of the account that made it.
    pub created_by: String,
    /// Since when units see it.
    pub opened_at: Option<Timestamp>,
    /// Since when nothing is sent any more.
    pub closed_at: Option<Timestamp>,
}

/// How far a campaign has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being read and put right; units do not see it.
    Draft,
    /// Units report.
    Open,
    /// Nothing is sent any more.
    Closed,
}

impl State {
    /// The word that is kept.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Open => "open",
            State::Closed => "closed",
        }
    }

    fn of_word(word: &str) -> Result<State, StoreError> {
        match word {
            "draft" => Ok(State::Draft),
            "open" => Ok(State::Open),
            "closed" => Ok(State::Closed),
            other => Err(StoreError::Damaged(other.to_owned())),
        }
    }
}

fn campaign(row: &Row) -> Result<Campaign, StoreError> {
    let from: Option<i64> = row.get(5)?;
    let to: Option<i64> = row.get(6)?;
    let missing = || StoreError::Damaged("campaign".to_owned());
    Ok(Campaign {
        id: row.get(0)?,
        title: row.get(1)?,
        code: row.get(2)?,
        issuer: row.get(3)?,
        state: State::of_word(&row.get::<String>(4)?)?,
        period: from.zip(to),
        as_of: row.day(7)?.ok_or_else(missing)?,
        owner_unit: row.get(8)?,
        standing_unit: row.get(9)?,
        awards_unit: row.get(10)?,
        created_at: row.time(11)?.ok_or_else(missing)?,
        created_by: row.get(12)?,
        opened_at: row.time(13)?,
        closed_at: row.time(14)?,
    })
}

/// The campaign with this id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Campaign>, StoreError> {
    let row = conn
        .row(
            "SELECT id, title, code, issuer, state, period_from, period_to, as_of, owner_unit,
               standing_unit, awards_unit, created_at, created_by, opened_at, closed_at
             FROM campaign WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(campaign).transpose()
}

/// Every campaign, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(conn: &mut Conn, limit: i64, from: i64) -> Result<Vec<Campaign>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, title, code, issuer, state, period_from, period_to, as_of, owner_unit,
               standing_unit, awards_unit, created_at, created_by, opened_at, closed_at
             FROM campaign ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2",
            values![limit, from],
        )
        .await?;
    rows.iter().map(campaign).collect()
}

/// Makes a campaign.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, campaign: &Campaign) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO campaign (id, title, code, issuer, state, period_from, period_to, as_of,
           owner_unit, standing_unit, awards_unit, created_at, created_by, opened_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        values![
            &campaign.id,
            &campaign.title,
            &campaign.code,
            &campaign.issuer,
            campaign.state.word(),
            campaign.period.map(|period| period.0),
            campaign.period.map(|period| period.1),
            campaign.as_of,
            &campaign.owner_unit,
            campaign.standing_unit.clone(),
            campaign.awards_unit.clone(),
            campaign.created_at,
            &campaign.created_by,
            campaign.opened_at,
            campaign.closed_at
        ],
    )
    .await?;
    Ok(())
}

/// Opens a campaign that is a draft; whether it was one.
///
/// # Errors
/// Where the database refuses.
pub async fn open(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let opened = tx
        .change(
            "UPDATE campaign SET state = 'open', opened_at = $2 WHERE id = $1 AND state = 'draft'",
            values![id, now],
        )
        .await?;
    Ok(opened > 0)
}

/// Closes a campaign that is open; whether it was.
///
/// # Errors
/// Where the database refuses.
pub async fn close(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let closed = tx
        .change(
            "UPDATE campaign SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'open'",
            values![id, now],
        )
        .await?;
    Ok(closed > 0)
}

/// An item of the outline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Labels on the way down: "II.3.a".
    pub id: String,
    /// Label as written.
    pub label: String,
    /// What it asks for.
    pub title: String,
    /// Depth, from 1.
    pub level: i64,
    /// "heading" or "content".
    pub kind: String,
    /// Advice to the writer.
    pub guidance: String,
    /// Where the plan says it: byte range of the plan's text.
    pub span: (i64, i64),
}

/// Adds an item to the outline at a position.
///
/// # Errors
/// Where the database refuses.
pub async fn add_item(
    tx: &mut Tx,
    campaign: &str,
    position: i64,
    item: &Item,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO outline_item (campaign, id, position, label, title, level, kind, guidance,
           span_start, span_end) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            campaign,
            &item.id,
            position,
            &item.label,
            &item.title,
            item.level,
            &item.kind,
            &item.guidance,
            item.span.0,
            item.span.1
        ],
    )
    .await?;
    Ok(())
}

/// The outline as it stands, in its order.
///
/// # Errors
/// Where the database cannot be read.
pub async fn outline(conn: &mut Conn, campaign: &str) -> Result<Vec<Item>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, label, title, level, kind, guidance, span_start, span_end FROM outline_item
             WHERE campaign = $1 AND withdrawn_at IS NULL ORDER BY position",
            values![campaign],
        )
        .await?;
    let item = |row: &Row| {
        Ok(Item {
            id: row.get(0)?,
            label: row.get(1)?,
            title: row.get(2)?,
            level: row.get(3)?,
            kind: row.get(4)?,
            guidance: row.get(5)?,
            span: (row.get(6)?, row.get(7)?),
        })
    };
    rows.iter().map(item).collect()
}

/// A table of figures that units fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Id.
    pub id: String,
    /// The outline item it belongs to.
    pub item: String,
    /// Title.
    pub title: String,
    /// The core's form, as JSON.
    pub definition: String,
}

/// Adds a form at a position.
///
/// # Errors
/// Where the database refuses.
pub async fn add_form(
    tx: &mut Tx,
    campaign: &str,
    position: i64,
    form: &Form,
) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO form (id, campaign, item, position, title, definition)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            &form.id,
            campaign,
            &form.item,
            position,
            &form.title,
            &form.definition
        ],
    )
    .await?;
    Ok(())
}

/// The forms of a campaign, in their order.
///
/// # Errors
/// Where the database cannot be read.
pub async fn forms(conn: &mut Conn, campaign: &str) -> Result<Vec<Form>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, item, title, definition FROM form
             WHERE campaign = $1 AND withdrawn_at IS NULL ORDER BY position",
            values![campaign],
        )
        .await?;
    let form = |row: &Row| {
        Ok(Form {
            id: row.get(0)?,
            item: row.get(1)?,
            title: row.get(2)?,
            definition: row.get(3)?,
        })
    };
    rows.iter().map(form).collect()
}
