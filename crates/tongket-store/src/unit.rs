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
    let rows = conn
        .rows(
            "SELECT id, unit, name, short_names, kind, level, parent, codes, tags, valid_from,
               valid_to, legal_act FROM unit_version ORDER BY unit, valid_from, id",
            &[],
        )
        .await?;
    rows.iter().map(version).collect()
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
