//! Units over time: what each was called, under whom it stood, who took over.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::unit::{Directory, Problem};

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A unit under one name, from one day to another (both included).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitVersion {
    /// Id of this version.
    pub id: String,
    /// Id of the unit.
    pub unit: String,
    /// Name as issued.
    pub name: String,
    /// Other names.
    pub short_names: Vec<String>,
    /// Word for its kind, as lists give it: "sở", "xã".
    pub kind: String,
    /// Word for its level: "tỉnh", "xã"; may be empty.
    pub level: String,
    /// Id of the unit above it.
    pub parent: Option<String>,
    /// Codes of other systems.
    pub codes: Vec<String>,
    /// "biên giới", "ven biển".
    pub tags: Vec<String>,
    /// First day; `None` where nobody knows.
    pub valid_from: Option<Date>,
    /// Last day; `None` while it stands.
    pub valid_to: Option<Date>,
    /// The act that made it so.
    pub legal_act: String,
}

impl UnitVersion {
    /// Whether it stood under this name on that day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

fn version(row: &Row) -> Result<UnitVersion, StoreError> {
    Ok(UnitVersion {
        id: row.get(0)?,
        unit: row.get(1)?,
        name: row.get(2)?,
        short_names: row.json(3)?,
        kind: row.get(4)?,
        level: row.get(5)?,
        parent: row.get(6)?,
        codes: row.json(7)?,
        tags: row.json(8)?,
        valid_from: row.day(9)?,
        valid_to: row.day(10)?,
        legal_act: row.get(11)?,
    })
}

/// Every version of every unit, in the order in which units were made.
///
/// # Errors
/// Where the database cannot be read.
pub async fn versions(conn: &mut Conn) -> Result<Vec<UnitVersion>, StoreError> {
    conn.each(
        "SELECT id, unit, name, short_names, kind, level, parent, codes, tags, valid_from,
           valid_to, legal_act FROM unit_version ORDER BY unit, valid_from, id",
        &[],
        version,
    )
    .await
}

/// The versions of one unit, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn history(conn: &mut Conn, unit: &str) -> Result<Vec<UnitVersion>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, unit, name, short_names, kind, level, parent, codes, tags, valid_from,
               valid_to, legal_act FROM unit_version WHERE unit = $1 ORDER BY valid_from, id",
            values![unit],
        )
        .await?;
    rows.iter().map(version).collect()
}

/// A unit as it stood on a day.
///
/// # Errors
/// Where the database cannot be read.
pub async fn on(conn: &mut Conn, unit: &str, day: Date) -> Result<Option<UnitVersion>, StoreError> {
    let row = conn
        .row(
            "SELECT id, unit, name, short_names, kind, level, parent, codes, tags, valid_from,
               valid_to, legal_act FROM unit_version
             WHERE unit = $1 AND (valid_from IS NULL OR valid_from <= $2)
               AND (valid_to IS NULL OR valid_to >= $2)
             ORDER BY valid_from DESC LIMIT 1",
            values![unit, day],
        )
        .await?;
    row.as_ref().map(version).transpose()
}

/// The units above one on a day, nearest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn above(conn: &mut Conn, unit: &str, day: Date) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "WITH RECURSIVE climb (unit, steps) AS (
               SELECT CAST($1 AS TEXT), 0
               UNION ALL
               SELECT version.parent, climb.steps + 1 FROM climb
               JOIN unit_version version ON version.unit = climb.unit
               WHERE version.parent IS NOT NULL AND climb.steps < 8
                 AND (version.valid_from IS NULL OR version.valid_from <= $2)
                 AND (version.valid_to IS NULL OR version.valid_to >= $2)
             )
             SELECT unit FROM climb WHERE steps > 0 ORDER BY steps",
            values![unit, day],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Makes a unit and gives its id.
///
/// # Errors
/// Where the database refuses.
pub async fn create(tx: &mut Tx, now: Timestamp) -> Result<String, StoreError> {
    let id = crate::new_id();
    tx.change(
        "INSERT INTO unit (id, created_at) VALUES ($1, $2)",
        values![&id, now],
    )
    .await?;
    Ok(id)
}

/// Makes a unit whose id was chosen before, when what it is for was laid before somebody.
///
/// # Errors
/// Where the database refuses.
pub async fn create_as(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO unit (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        values![id, now],
    )
    .await?;
    Ok(())
}

/// Gives everybody with a role at one unit the same role at another, and says how many roles that were.
///
/// # Errors
/// Where the database refuses.
pub async fn pass_roles(tx: &mut Tx, from: &str, to: &str) -> Result<u64, StoreError> {
    tx.change(
        "INSERT INTO membership (account, role, unit)
         SELECT account, role, $2 FROM membership WHERE unit = $1 ON CONFLICT DO NOTHING",
        values![from, to],
    )
    .await
}

/// A campaign that is open and reaches a unit otherwise than by a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Id of the campaign.
    pub campaign: String,
    /// Its title.
    pub title: String,
    /// Whether the unit is its standing agency.
    pub standing: bool,
    /// Duties that go through the unit or to it.
    pub duties: i64,
}

/// Open campaigns in which a unit is the standing agency, a channel or an addressee.
///
/// # Errors
/// Where the database cannot be read.
pub async fn channels(conn: &mut Conn, unit: &str) -> Result<Vec<Channel>, StoreError> {
    let rows = conn
        .rows(
            "SELECT campaign.id, campaign.title,
               CASE WHEN campaign.standing_unit = $1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END,
               (SELECT COUNT(*) FROM duty WHERE duty.campaign = campaign.id
                 AND duty.withdrawn_at IS NULL AND (duty.via_unit = $1 OR duty.recipient_unit = $1))
             FROM campaign WHERE campaign.state = 'open' ORDER BY campaign.id",
            values![unit],
        )
        .await?;
    let channel = |row: &Row| {
        Ok(Channel {
            campaign: row.get(0)?,
            title: row.get(1)?,
            standing: row.get::<i64>(2)? != 0,
            duties: row.get(3)?,
        })
    };
    let channels: Vec<Channel> = rows
        .iter()
        .map(channel)
        .collect::<Result<_, StoreError>>()?;
    let reaches = |channel: &Channel| channel.standing || channel.duties > 0;
    Ok(channels.into_iter().filter(reaches).collect())
}

/// How many people have a role at a unit.
///
/// # Errors
/// Where the database cannot be read.
pub async fn people(conn: &mut Conn, unit: &str) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(DISTINCT account) FROM membership WHERE unit = $1",
        values![unit],
    )
    .await
}

/// Adds a version to a unit.
///
/// # Errors
/// Where the database refuses.
pub async fn add_version(tx: &mut Tx, version: &UnitVersion) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO unit_version (id, unit, name, short_names, kind, level, parent, codes, tags,
           valid_from, valid_to, legal_act, folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        values![
            &version.id,
            &version.unit,
            &version.name,
            list(&version.short_names),
            &version.kind,
            &version.level,
            version.parent.clone(),
            list(&version.codes),
            list(&version.tags),
            version.valid_from,
            version.valid_to,
            &version.legal_act,
            tongket_reader::words::fold::bare(&version.name)
        ],
    )
    .await?;
    Ok(())
}

/// Ends a version on a day.
///
/// # Errors
/// Where the database refuses.
pub async fn end_version(tx: &mut Tx, version: &str, last: Date) -> Result<(), StoreError> {
    tx.change(
        "UPDATE unit_version SET valid_to = $2 WHERE id = $1",
        values![version, last],
    )
    .await?;
    Ok(())
}

/// Puts a version right: all of it but its id and its unit.
///
/// # Errors
/// Where the database refuses.
pub async fn correct_version(tx: &mut Tx, version: &UnitVersion) -> Result<(), StoreError> {
    tx.change(
        "UPDATE unit_version SET name = $2, short_names = $3, kind = $4, level = $5, parent = $6,
           codes = $7, tags = $8, valid_from = $9, valid_to = $10, legal_act = $11, folded = $12
         WHERE id = $1",
        values![
            &version.id,
            &version.name,
            list(&version.short_names),
            &version.kind,
            &version.level,
            version.parent.clone(),
            list(&version.codes),
            list(&version.tags),
            version.valid_from,
            version.valid_to,
            &version.legal_act,
            tongket_reader::words::fold::bare(&version.name)
        ],
    )
    .await?;
    Ok(())
}

/// A list of units that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitList {
    /// Id.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// Its cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// What was said about it when it was uploaded, as JSON.
    pub settings: String,
    /// When it was uploaded.
    pub at: Timestamp,
    /// Id of the account that uploaded it.
    pub by_account: String,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

/// Keeps an uploaded list, and forgets those that nobody confirmed within a day.
///
/// # Errors
/// Where the database refuses.
pub async fn keep_list(tx: &mut Tx, kept: &UnitList) -> Result<(), StoreError> {
    let day_ago = kept.at - jiff::SignedDuration::from_hours(24);
    tx.change(
        "DELETE FROM unit_list WHERE at < $1 AND confirmed_at IS NULL",
        values![day_ago],
    )
    .await?;
    let rows = serde_json::Value::from(
        kept.rows
            .iter()
            .map(|row| serde_json::Value::from(row.clone()))
            .collect::<Vec<_>>(),
    );
    tx.change(
        "INSERT INTO unit_list (id, name, rows, settings, at, by_account) VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            &kept.id,
            &kept.name,
            rows.to_string(),
            &kept.settings,
            kept.at,
            &kept.by_account
        ],
    )
    .await?;
    Ok(())
}

/// An uploaded list.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find_list(conn: &mut Conn, id: &str) -> Result<Option<UnitList>, StoreError> {
    let row = conn
        .row(
            "SELECT id, name, rows, settings, at, by_account, confirmed_at FROM unit_list WHERE id = $1",
            values![id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(UnitList {
        id: row.get(0)?,
        name: row.get(1)?,
        rows: row.json(2)?,
        settings: row.get(3)?,
        at: row
            .time(4)?
            .ok_or_else(|| StoreError::Damaged("unit_list".to_owned()))?,
        by_account: row.get(5)?,
        confirmed_at: row.time(6)?,
    }))
}

/// Changes what was said of a list when it was uploaded, as long as nobody confirmed it; says whether
/// it did.
///
/// # Errors
/// Where the database refuses.
pub async fn describe_list(tx: &mut Tx, id: &str, settings: &str) -> Result<bool, StoreError> {
    let changed = tx
        .change(
            "UPDATE unit_list SET settings = $2
             WHERE id = $1 AND settings <> $2 AND confirmed_at IS NULL",
            values![id, settings],
        )
        .await?;
    Ok(changed > 0)
}

/// Notes that a list was confirmed, and says whether it was not yet.
///
/// # Errors
/// Where the database refuses.
pub async fn confirm_list(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let new = tx
        .change(
            "UPDATE unit_list SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL",
            values![id, now],
        )
        .await?;
    Ok(new > 0)
}

/// A duty of a unit in a campaign that was opened, as far as its page tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedHere {
    /// Id of the duty.
    pub id: String,
    /// "report" or "deed".
    pub kind: String,
    /// What is to be done.
    pub title: String,
    /// The last day.
    pub due: Option<Date>,
    /// Id of the campaign.
    pub campaign: String,
    /// Title of the campaign.
    pub campaign_title: String,
    /// Whether the campaign is open.
    pub open: bool,
    /// Units that stand over the campaign or are a channel of the duty.
    pub standing: Vec<String>,
    /// Id of the unit it was passed on from.
    pub inherited_from: Option<String>,
}

/// What a unit owes or owed, in campaigns that were opened, the latest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn owed(conn: &mut Conn, unit: &str, limit: i64) -> Result<Vec<OwedHere>, StoreError> {
    let rows = conn
        .rows(
            "SELECT duty.id, duty.kind, duty.title, duty.due, campaign.id, campaign.title,
               campaign.state, campaign.standing_unit, duty.via_unit, duty.inherited_from
             FROM duty JOIN campaign ON campaign.id = duty.campaign
             WHERE duty.unit = $1 AND duty.withdrawn_at IS NULL AND campaign.state <> 'draft'
             ORDER BY campaign.state DESC, duty.due DESC, duty.id LIMIT $2",
            values![unit, limit],
        )
        .await?;
    let owed = |row: &Row| {
        let over = [row.get::<Option<String>>(7)?, row.get::<Option<String>>(8)?];
        Ok(OwedHere {
            id: row.get(0)?,
            kind: row.get(1)?,
            title: row.get(2)?,
            due: row.day(3)?,
            campaign: row.get(4)?,
            campaign_title: row.get(5)?,
            open: row.get::<String>(6)? == "open",
            standing: over.into_iter().flatten().collect(),
            inherited_from: row.get(9)?,
        })
    };
    rows.iter().map(owed).collect()
}

/// Units that owe something in a campaign that is open.
///
/// # Errors
/// Where the database cannot be read.
pub async fn at_work(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT DISTINCT duty.unit FROM duty JOIN campaign ON campaign.id = duty.campaign
             WHERE campaign.state = 'open' AND duty.withdrawn_at IS NULL",
            &[],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

fn list(words: &[String]) -> String {
    serde_json::Value::from(words).to_string()
}

/// The directory that the core decides with, and which unit each of its numbers is.
#[derive(Debug, Clone, Default)]
pub struct UnitBook {
    /// Names over time.
    pub directory: Directory,
    /// The unit's id by the number of the directory.
    pub ids: Vec<String>,
    /// What the directory could not make sense of.
    pub problems: Vec<Problem>,
}

impl UnitBook {
    /// Makes the directory of these versions.
    pub fn of(versions: &[UnitVersion]) -> UnitBook {
        let names: HashMap<&str, &str> = versions
            .iter()
            .map(|version| (version.unit.as_str(), version.name.as_str()))
            .collect();
        let name_of = |unit: &String| names.get(unit.as_str()).map(|name| (*name).to_owned());
        let header = [
            "tên",
            "tên ngắn",
            "loại",
            "cấp",
            "trực thuộc",
            "mã",
            "nhãn",
            "từ ngày",
            "đến ngày",
        ];
        let header = header.map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(header)
            .chain(versions.iter().map(|version| {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                vec![
                    version.name.clone(),
                    version.short_names.join(";"),
                    version.kind.clone(),
                    version.level.clone(),
                    version
                        .parent
                        .as_ref()
                        .and_then(name_of)
                        .unwrap_or_default(),
                    version.codes.join(";"),
                    version.tags.join(";"),
                    day(version.valid_from),
                    day(version.valid_to),
                ]
            }))
            .collect();
        let (directory, problems) = Directory::from_rows(&rows);
        let ids = directory
            .units()
            .iter()
            .map(|unit| versions[unit.row - 2].unit.clone())
            .collect();
        UnitBook {
            directory,
            ids,
            problems,
        }
    }

    /// The id of a unit of the directory.
    pub fn id(&self, unit: tongket_core::unit::UnitId) -> Option<&str> {
        self.ids.get(unit.0 as usize).map(String::as_str)
    }
}
