//! Sections and all their versions: no text that anybody saved is ever changed or removed.
//!
//! A section points to the version that counts. A text that clashed with
//! another is kept beside it (`beside`) until a later version settles the two.
//! Reports and the drafts of consolidations keep their sections alike, each on
//! a shelf of its own.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Which sections are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// Those of a unit's report.
    #[default]
    Report,
    /// Those of the draft of a consolidation.
    Consolidation,
}

/// Whose sections are meant.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'o> {
    /// Of which kind it is.
    pub shelf: Shelf,
    /// Its id.
    pub id: &'o str,
}

impl<'o> From<&'o str> for Owner<'o> {
    fn from(id: &'o str) -> Self {
        let shelf = Shelf::Report;
        Owner { shelf, id }
    }
}

impl<'o> From<&'o String> for Owner<'o> {
    fn from(id: &'o String) -> Self {
        Owner::from(id.as_str())
    }
}

/// The text of a statement for either shelf: its parts with the names of the tables between them.
macro_rules! on {
    ($shelf:expr, $statement:ident) => {
        match $shelf {
            Shelf::Report => $statement!("report", "section", "section_version"),
            Shelf::Consolidation => $statement!(
                "consolidation",
                "consolidation_section",
                "consolidation_version"
            ),
        }
    };
}

/// A text as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Id.
    pub id: String,
    /// Id of the report, or of the consolidation whose draft it is.
    pub report: String,
    /// Id of the outline item.
    pub item: String,
    /// Id of the version it was written on.
    pub base: Option<String>,
    /// Whether it says something, or deliberately nothing.
    pub state: State,
    /// The text, cleaned.
    pub html: String,
    /// Id of the account that saved it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// Whether it became the section's text.
    pub standing: Standing,
    /// How the text came.
    pub origin: Origin,
    /// Id of the version kept beside that this one settles.
    pub settles: Option<String>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of])* $variant),*
        }

        impl $name {
            /// The word that is kept.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word),*
                }
            }

            fn of_word(word: &str) -> Result<$name, StoreError> {
                match word {
                    $($word => Ok($name::$variant),)*
                    other => Err(StoreError::Damaged(other.to_owned())),
                }
            }
        }
    };
}

words! {
    /// What a version says.
    State {
        /// Text; where it is empty, nothing was said yet.
        Written = "written",
        /// "Không có", said deliberately.
        Nil = "nil",
    }
}

words! {
    /// Whether a version became the section's text.
    Standing {
        /// It did, as it came.
        Current = "current",
        /// It did, put together with what somebody else had saved.
        Merged = "merged",
        /// It went into the merged version that follows it.
        Part = "part",
        /// It clashes, and is kept beside the section.
        Beside = "beside",
    }
}

words! {
    /// How a text came.
    Origin {
        /// Somebody wrote it.
        Typed = "typed",
        /// From a file that was taken in.
        Imported = "imported",
        /// Taken over from an earlier campaign, and not yet read again.
        Suggested = "suggested",
        /// What was taken over has been read and stands.
        Confirmed = "confirmed",
        /// An old version was brought back.
        Restored = "restored",
        /// A program had sent it, and it came back.
        Sent = "sent",
        /// Composed from the reports that were put together.
        Composed = "composed",
        /// Brought up to date with those reports.
        Refreshed = "refreshed",
    }
}

fn version(row: &Row) -> Result<Version, StoreError> {
    Ok(Version {
        id: row.get(0)?,
        report: row.get(1)?,
        item: row.get(2)?,
        base: row.get(3)?,
        state: State::of_word(&row.get::<String>(4)?)?,
        html: row.get(5)?,
        author: row.get(6)?,
        at: row
            .time(7)?
            .ok_or_else(|| StoreError::Damaged("section_version".to_owned()))?,
        standing: Standing::of_word(&row.get::<String>(8)?)?,
        origin: Origin::of_word(&row.get::<String>(9)?)?,
        settles: row.get(10)?,
    })
}

macro_rules! find_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT id, ",
            $owner,
            ", item, base, state, html, author, at, standing, origin, settles
             FROM ",
            $version,
            " WHERE id = $1 AND ",
            $owner,
            " = $2 AND item = $3"
        )
    };
}

macro_rules! current_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT v.id, v.",
            $owner,
            ", v.item, v.base, v.state, v.html, v.author, v.at,
               v.standing, v.origin, v.settles
             FROM ",
            $section,
            " s JOIN ",
            $version,
            " v ON v.id = s.version
             WHERE s.",
            $owner,
            " = $1 AND s.item = $2"
        )
    };
}

macro_rules! all_current_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT v.id, v.",
            $owner,
            ", v.item, v.base, v.state, v.html, v.author, v.at,
               v.standing, v.origin, v.settles
             FROM ",
            $section,
            " s JOIN ",
            $version,
            " v ON v.id = s.version
             WHERE s.",
            $owner,
            " = $1"
        )
    };
}

macro_rules! count_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT COUNT(*) FROM ",
            $version,
            " WHERE ",
            $owner,
            " = $1 AND item = $2"
        )
    };
}

macro_rules! history_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT id, ",
            $owner,
            ", item, base, state, '', author, at, standing, origin, settles
             FROM ",
            $version,
            " WHERE ",
            $owner,
            " = $1 AND item = $2
             ORDER BY id DESC LIMIT $3"
        )
    };
}

macro_rules! beside_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "SELECT id, ",
            $owner,
            ", item, base, state, html, author, at, standing, origin, settles
             FROM ",
            $version,
            " v WHERE ",
            $owner,
            " = $1 AND standing = 'beside'
               AND NOT EXISTS (SELECT 1 FROM ",
            $version,
            " later WHERE later.settles = v.id)
             ORDER BY id"
        )
    };
}

macro_rules! keep_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "INSERT INTO ",
            $version,
            " (id, ",
            $owner,
            ", item, base, state, html, author, at,
               standing, origin, settles)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        )
    };
}

macro_rules! point_sql {
    ($owner:literal, $section:literal, $version:literal) => {
        concat!(
            "INSERT INTO ",
            $section,
            " (",
            $owner,
            ", item, version) VALUES ($1, $2, $3)
             ON CONFLICT (",
            $owner,
            ", item) DO UPDATE SET version = excluded.version"
        )
    };
}

/// The version with this id, of that section.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
    item: &str,
    id: &str,
) -> Result<Option<Version>, StoreError> {
    let owner = owner.into();
    let row = conn
        .row(on!(owner.shelf, find_sql), values![id, owner.id, item])
        .await?;
    row.as_ref().map(version).transpose()
}

/// The text of a section that counts.
///
/// # Errors
/// Where the database cannot be read.
pub async fn current(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
    item: &str,
) -> Result<Option<Version>, StoreError> {
    let owner = owner.into();
    let row = conn
        .row(on!(owner.shelf, current_sql), values![owner.id, item])
        .await?;
    row.as_ref().map(version).transpose()
}

/// The texts of all sections that count.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all_current(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
) -> Result<Vec<Version>, StoreError> {
    let owner = owner.into();
    let rows = conn
        .rows(on!(owner.shelf, all_current_sql), values![owner.id])
        .await?;
    rows.iter().map(version).collect()
}

/// The versions of a section, the newest first; `html` is left empty.
///
/// # Errors
/// Where the database cannot be read.
pub async fn history(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
    item: &str,
    limit: i64,
) -> Result<Vec<Version>, StoreError> {
    let owner = owner.into();
    let rows = conn
        .rows(
            on!(owner.shelf, history_sql),
            values![owner.id, item, limit],
        )
        .await?;
    rows.iter().map(version).collect()
}

/// How many versions of a section there are.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
    item: &str,
) -> Result<usize, StoreError> {
    let owner = owner.into();
    let count = conn
        .number(on!(owner.shelf, count_sql), values![owner.id, item])
        .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Texts that are kept beside sections and wait for somebody to choose, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn beside(
    conn: &mut Conn,
    owner: impl Into<Owner<'_>>,
) -> Result<Vec<Version>, StoreError> {
    let owner = owner.into();
    let rows = conn
        .rows(on!(owner.shelf, beside_sql), values![owner.id])
        .await?;
    rows.iter().map(version).collect()
}

/// Keeps a version of a report's section; one that is current or merged becomes the section's text.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(tx: &mut Tx, version: &Version) -> Result<(), StoreError> {
    keep_on(tx, Shelf::Report, version).await
}

/// The same on either shelf.
///
/// # Errors
/// Where the database refuses.
pub async fn keep_on(tx: &mut Tx, shelf: Shelf, version: &Version) -> Result<(), StoreError> {
    tx.change(
        on!(shelf, keep_sql),
        values![
            &version.id,
            &version.report,
            &version.item,
            version.base.clone(),
            version.state.word(),
            &version.html,
            &version.author,
            version.at,
            version.standing.word(),
            version.origin.word(),
            version.settles.clone()
        ],
    )
    .await?;
    if matches!(version.standing, Standing::Current | Standing::Merged) {
        tx.change(
            on!(shelf, point_sql),
            values![&version.report, &version.item, &version.id],
        )
        .await?;
    }
    Ok(())
}
