//! Sections and all their versions: no text that anybody saved is ever changed or removed.
//!
//! A section points to the version that counts. A text that clashed with
//! another is kept beside it (`beside`) until a later version settles the two.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A text as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Id.
    pub id: String,
    /// Id of the report.
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

/// The version with this id, of that section.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    conn: &mut Conn,
    report: &str,
    item: &str,
    id: &str,
) -> Result<Option<Version>, StoreError> {
    let row = conn
        .row(
            "SELECT id, report, item, base, state, html, author, at, standing, origin, settles
             FROM section_version WHERE id = $1 AND report = $2 AND item = $3",
            values![id, report, item],
        )
        .await?;
    row.as_ref().map(version).transpose()
}

/// The text of a section that counts.
///
/// # Errors
/// Where the database cannot be read.
pub async fn current(
    conn: &mut Conn,
    report: &str,
    item: &str,
) -> Result<Option<Version>, StoreError> {
    let row = conn
        .row(
            "SELECT v.id, v.report, v.item, v.base, v.state, v.html, v.author, v.at, v.standing,
               v.origin, v.settles
             FROM section JOIN section_version v ON v.id = section.version
             WHERE section.report = $1 AND section.item = $2",
            values![report, item],
        )
        .await?;
    row.as_ref().map(version).transpose()
}

/// The texts of all sections of a report that count.
///
/// # Errors
/// Where the database cannot be read.
pub async fn all_current(conn: &mut Conn, report: &str) -> Result<Vec<Version>, StoreError> {
    let rows = conn
        .rows(
            "SELECT v.id, v.report, v.item, v.base, v.state, v.html, v.author, v.at, v.standing,
               v.origin, v.settles
             FROM section JOIN section_version v ON v.id = section.version
             WHERE section.report = $1",
            values![report],
        )
        .await?;
    rows.iter().map(version).collect()
}

/// The versions of a section, the newest first; `html` is left empty.
///
/// # Errors
/// Where the database cannot be read.
pub async fn history(
    conn: &mut Conn,
    report: &str,
    item: &str,
    limit: i64,
) -> Result<Vec<Version>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, report, item, base, state, '', author, at, standing, origin, settles
             FROM section_version WHERE report = $1 AND item = $2
             ORDER BY at DESC, id DESC LIMIT $3",
            values![report, item, limit],
        )
        .await?;
    rows.iter().map(version).collect()
}

/// Texts that are kept beside sections of a report and wait for somebody to choose, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn beside(conn: &mut Conn, report: &str) -> Result<Vec<Version>, StoreError> {
    let rows = conn
        .rows(
            "SELECT id, report, item, base, state, html, author, at, standing, origin, settles
             FROM section_version v WHERE report = $1 AND standing = 'beside'
               AND NOT EXISTS (SELECT 1 FROM section_version later WHERE later.settles = v.id)
             ORDER BY at, id",
            values![report],
        )
        .await?;
    rows.iter().map(version).collect()
}

/// Keeps a version; one that is current or merged becomes the section's text.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(tx: &mut Tx, version: &Version) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO section_version (id, report, item, base, state, html, author, at, standing,
           origin, settles)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
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
            "INSERT INTO section (report, item, version) VALUES ($1, $2, $3)
             ON CONFLICT (report, item) DO UPDATE SET version = excluded.version",
            values![&version.report, &version.item, &version.id],
        )
        .await?;
    }
    Ok(())
}
