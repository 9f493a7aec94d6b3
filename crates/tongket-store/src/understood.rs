//! What was understood of versions that were sent, laid down so that nobody
//! reads them again.
//!
//! It is made of the version alone and can be thrown away at any time: no act
//! tells of it. The mark of a row says how it was read; a row whose mark is
//! another one than expected is as good as none.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::db::{Conn, Value};
use crate::error::StoreError;
use crate::pack::{pack, unpack_bytes};
use crate::values;
use crate::write::Tx;

/// Versions that are asked for in one statement.
pub const AT_ONCE: usize = 64;

/// What was understood of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// How it was read.
    pub mark: String,
    /// The figures of its tables, as JSON.
    pub figures: String,
    packed: Vec<u8>,
}

impl Laid {
    /// Of what was understood, as bytes.
    pub fn new(mark: String, figures: String, bytes: &[u8]) -> Laid {
        Laid {
            mark,
            figures,
            packed: pack(bytes),
        }
    }

    /// What was understood, as bytes.
    ///
    /// # Errors
    /// Where they are not what was laid down.
    pub fn bytes(&self) -> Result<Vec<u8>, StoreError> {
        unpack_bytes(&self.packed)
    }
}

/// What was understood of these versions, where it was laid down, by their ids.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of(
    conn: &mut Conn,
    submissions: &[&str],
) -> Result<HashMap<String, Laid>, StoreError> {
    static ASK: LazyLock<String> = LazyLock::new(|| {
        let places: Vec<String> = (1..=AT_ONCE).map(|at| format!("${at}")).collect();
        let places = places.join(", ");
        format!(
            "SELECT submission, mark, figures, packed FROM understood WHERE submission IN ({places})"
        )
    });
    let mut found = HashMap::with_capacity(submissions.len());
    for some in submissions.chunks(AT_ONCE) {
        let ids = some.iter().copied().chain(std::iter::repeat(""));
        let ids: Vec<Value> = ids.take(AT_ONCE).map(Value::from).collect();
        for row in conn.rows(&ASK, &ids).await? {
            let laid = Laid {
                mark: row.get(1)?,
                figures: row.get(2)?,
                packed: row.get(3)?,
            };
            found.insert(row.get(0)?, laid);
        }
    }
    Ok(found)
}

/// Accepted versions of open campaigns, the last two of a report, of which nothing is laid down: the
/// newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn accepted_unread(conn: &mut Conn, limit: i64) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT a.submission FROM acceptance a
             JOIN submission s ON s.id = a.submission JOIN report r ON r.id = s.report
             JOIN campaign c ON c.id = r.campaign
             WHERE c.state = 'open'
               AND s.ordinal >= (SELECT MAX(ordinal) FROM submission WHERE report = r.id) - 1
               AND NOT EXISTS (SELECT 1 FROM understood u WHERE u.submission = a.submission)
             ORDER BY a.at DESC, a.id DESC LIMIT $1",
            values![limit],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Lays down what was understood of a version, in place of what was laid down before; of its report
/// only the version before is kept besides.
///
/// # Errors
/// Where the database refuses.
pub async fn lay_down(tx: &mut Tx, submission: &str, laid: &Laid) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO understood (submission, mark, figures, packed) VALUES ($1, $2, $3, $4)
         ON CONFLICT (submission) DO UPDATE
         SET mark = excluded.mark, figures = excluded.figures, packed = excluded.packed",
        values![submission, &laid.mark, &laid.figures, laid.packed.clone()],
    )
    .await?;
    tx.change(
        "DELETE FROM understood WHERE submission IN (
           SELECT old.id FROM submission new JOIN submission old ON old.report = new.report
           WHERE new.id = $1 AND old.ordinal < new.ordinal - 1)",
        values![submission],
    )
    .await?;
    Ok(())
}
