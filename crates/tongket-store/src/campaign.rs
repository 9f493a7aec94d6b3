//! Campaigns: a plan put into force, its outline, its forms, its days.

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::exchange::Season;

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

    /// The same as far as reports are concerned.
    pub fn season(self) -> Season {
        match self {
            State::Draft => Season::Draft,
            State::Open => Season::Open,
            State::Closed => Season::Closed,
        }
    }

    pub(crate) fn of_word(word: &str) -> Result<State, StoreError> {
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

/// A campaign with what a list says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The campaign.
    pub campaign: Campaign,
    /// Units that owe something in it.
    pub units: i64,
    /// The next day on which something falls due.
    pub next_due: Option<Date>,
}

/// Campaigns that are open or closed, the newest first; `today` decides which day falls due next.
///
/// # Errors
/// Where the database cannot be read.
pub async fn in_force(
    conn: &mut Conn,
    today: Date,
    limit: i64,
    from: i64,
) -> Result<Vec<Listed>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, title, code, issuer, state, period_from, period_to, as_of, owner_unit,
               standing_unit, awards_unit, created_at, created_by, opened_at, closed_at,
               (SELECT COUNT(DISTINCT unit) FROM duty
                WHERE campaign = campaign.id AND withdrawn_at IS NULL),
               (SELECT MIN(due) FROM duty
                WHERE campaign = campaign.id AND withdrawn_at IS NULL AND due >= $1)
             FROM campaign WHERE state <> 'draft'
             ORDER BY opened_at DESC, id DESC LIMIT $2 OFFSET $3",
            values![today, limit, from],
        )
        .await?;
    let listed = |row: &Row| {
        Ok(Listed {
            campaign: campaign(row)?,
            units: row.get(15)?,
            next_due: row.day(16)?,
        })
    };
    rows.iter().map(listed).collect()
}

/// Campaigns that are being prepared by a unit: it chose nobody else as standing agency, or is it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn drafts_of(conn: &mut Conn, unit: &str) -> Result<Vec<Campaign>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, title, code, issuer, state, period_from, period_to, as_of, owner_unit,
               standing_unit, awards_unit, created_at, created_by, opened_at, closed_at
             FROM campaign WHERE state = 'draft' AND COALESCE(standing_unit, owner_unit) = $1
             ORDER BY created_at DESC, id DESC LIMIT 100",
            values![unit],
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

/// Changes what a draft says of itself; whether it was one.
///
/// # Errors
/// Where the database refuses.
pub async fn describe(tx: &mut Tx, campaign: &Campaign) -> Result<bool, StoreError> {
    let changed = tx
        .change(
            "UPDATE campaign SET title = $2, code = $3, issuer = $4, period_from = $5,
               period_to = $6, as_of = $7 WHERE id = $1 AND state = 'draft'",
            values![
                &campaign.id,
                &campaign.title,
                &campaign.code,
                &campaign.issuer,
                campaign.period.map(|period| period.0),
                campaign.period.map(|period| period.1),
                campaign.as_of
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Chooses the standing agency and the awards office of a draft; whether it was one.
///
/// # Errors
/// Where the database refuses.
pub async fn choose_offices(
    tx: &mut Tx,
    id: &str,
    standing: &str,
    awards: Option<&str>,
) -> Result<bool, StoreError> {
    let chosen = tx
        .change(
            "UPDATE campaign SET standing_unit = $2, awards_unit = $3
             WHERE id = $1 AND state = 'draft'",
            values![id, standing, awards],
        )
        .await?;
    Ok(chosen > 0)
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

/// Discards a campaign that was not opened: its document, what was read and what was entered go,
/// and the document's bytes where nothing else has them. Whether there was such a draft.
///
/// # Errors
/// Where the database refuses.
pub async fn discard(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let draft = "SELECT COUNT(*) FROM campaign WHERE id = $1 AND state = 'draft'";
    if tx.number(draft, values![id]).await? == 0 {
        return Ok(false);
    }
    let document = tx
        .row(
            "SELECT sha256 FROM plan_file WHERE campaign = $1",
            values![id],
        )
        .await?;
    for gone in [
        "DELETE FROM plan_file WHERE campaign = $1",
        "DELETE FROM plan_correction WHERE campaign = $1",
        "DELETE FROM group_confirmation WHERE campaign = $1",
        "DELETE FROM form WHERE campaign = $1",
        "DELETE FROM campaign WHERE id = $1",
    ] {
        tx.change(gone, values![id]).await?;
    }
    if let Some(document) = document {
        tx.change(
            "DELETE FROM blob WHERE sha256 = $1
               AND NOT EXISTS (SELECT 1 FROM plan_file WHERE sha256 = $1)
               AND NOT EXISTS (SELECT 1 FROM evidence WHERE sha256 = $1)
               AND NOT EXISTS (SELECT 1 FROM report_file WHERE sha256 = $1)",
            values![document.get::<String>(0)?],
        )
        .await?;
    }
    Ok(true)
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

/// Makes room in an outline: items from `position` on move one further.
///
/// # Errors
/// Where the database refuses.
pub async fn make_room(tx: &mut Tx, campaign: &str, position: i64) -> Result<(), StoreError> {
    tx.change(
        "UPDATE outline_item SET position = position + 1 WHERE campaign = $1 AND position >= $2",
        values![campaign, position],
    )
    .await?;
    Ok(())
}

/// The place of an item in its outline, withdrawn or not.
///
/// # Errors
/// Where the database cannot be read.
pub async fn position(
    conn: &mut Conn,
    campaign: &str,
    item: &str,
) -> Result<Option<i64>, StoreError> {
    let row = conn
        .row(
            "SELECT position FROM outline_item WHERE campaign = $1 AND id = $2",
            values![campaign, item],
        )
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Gives an item of the outline other words.
///
/// # Errors
/// Where the database refuses.
pub async fn retitle_item(
    tx: &mut Tx,
    campaign: &str,
    item: &str,
    title: &str,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE outline_item SET title = $3 WHERE campaign = $1 AND id = $2",
        values![campaign, item, title],
    )
    .await?;
    Ok(())
}

/// Asks for an item of the outline no more.
///
/// # Errors
/// Where the database refuses.
pub async fn withdraw_item(
    tx: &mut Tx,
    campaign: &str,
    item: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE outline_item SET withdrawn_at = $3
         WHERE campaign = $1 AND id = $2 AND withdrawn_at IS NULL",
        values![campaign, item, now],
    )
    .await?;
    Ok(())
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
    rows.iter().map(form_of).collect()
}

/// A form by its id, be it that it was withdrawn.
///
/// # Errors
/// Where the database cannot be read.
pub async fn form(conn: &mut Conn, id: &str) -> Result<Option<Form>, StoreError> {
    let row = conn
        .row(
            "SELECT id, item, title, definition FROM form WHERE id = $1",
            values![id],
        )
        .await?;
    row.as_ref().map(form_of).transpose()
}

fn form_of(row: &Row) -> Result<Form, StoreError> {
    Ok(Form {
        id: row.get(0)?,
        item: row.get(1)?,
        title: row.get(2)?,
        definition: row.get(3)?,
    })
}

/// Changes a form.
///
/// # Errors
/// Where the database refuses.
pub async fn change_form(tx: &mut Tx, campaign: &str, form: &Form) -> Result<bool, StoreError> {
    let changed = tx
        .change(
            "UPDATE form SET item = $3, title = $4, definition = $5
             WHERE campaign = $1 AND id = $2 AND withdrawn_at IS NULL",
            values![
                campaign,
                &form.id,
                &form.item,
                &form.title,
                &form.definition
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Takes a form out of a campaign; what was filled in stays kept.
///
/// # Errors
/// Where the database refuses.
pub async fn withdraw_form(
    tx: &mut Tx,
    campaign: &str,
    form: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let withdrawn = tx
        .change(
            "UPDATE form SET withdrawn_at = $3
             WHERE campaign = $1 AND id = $2 AND withdrawn_at IS NULL",
            values![campaign, form, now],
        )
        .await?;
    Ok(withdrawn > 0)
}
