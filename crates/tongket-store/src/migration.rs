//! The tables, step by step, on either kind of database.
//!
//! A migration is one text. `{blob}` stands for the type of bytes; what only
//! one kind of database understands stands between `--@sqlite`,
//! `--@postgres` and `--@both`. A step that was applied never changes: its
//! hash is kept and compared at every start.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::db::{Conn, Engine};
use crate::error::StoreError;
use crate::values;

/// A step: its name, its text, and rows as they were when it was new.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// File name without ending.
    pub name: &'static str,
    /// Statements.
    pub text: &'static str,
    /// Rows that later steps must carry over; for tests.
    pub sample: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            text: include_str!(concat!("../migrations/", $name, ".sql")),
            sample: include_str!(concat!("../migrations/", $name, ".sample.sql")),
        }),*]
    };
}

/// Every step, oldest first.
pub const MIGRATIONS: &[Migration] = migrations![
    "0001_audit",
    "0002_units",
    "0003_accounts",
    "0004_campaigns",
    "0005_reports",
    "0006_exchange",
    "0007_search",
    "0008_chase",
    "0009_consolidation",
    "0010_taken_over",
    "0011_speed",
    "0014_packed",
    "0015_found_by_time",
    "0016_senders",
    "0017_understood",
];

const APPLIED: &str = "CREATE TABLE IF NOT EXISTS migration (
  name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, at BIGINT NOT NULL)";

/// Applies the steps that are missing, each in a transaction of its own; hands each name to `done`.
pub(crate) async fn migrate(
    conn: &mut Conn,
    steps: &[Migration],
    now: Timestamp,
) -> Result<Vec<&'static str>, StoreError> {
    conn.script(APPLIED.to_owned()).await?;
    let mut applied = Vec::new();
    for step in steps {
        let hash = format!("{:x}", HexOf(&Sha256::digest(step.text)));
        let known = conn
            .row(
                "SELECT sha256 FROM migration WHERE name = $1",
                values![step.name],
            )
            .await?;
        match known.map(|row| row.get::<String>(0)).transpose()? {
            Some(known) if known == hash => continue,
            Some(_) => return Err(StoreError::ChangedMigration(step.name.to_owned())),
            None => {}
        }
        conn.script("BEGIN".to_owned()).await?;
        conn.script(text_for(step.text, conn.engine())).await?;
        conn.change(
            "INSERT INTO migration (name, sha256, at) VALUES ($1, $2, $3)",
            values![step.name, hash, now],
        )
        .await?;
        conn.script("COMMIT".to_owned()).await?;
        applied.push(step.name);
    }
    Ok(applied)
}

/// The part of a migration that an engine understands.
pub(crate) fn text_for(text: &str, engine: Engine) -> String {
    let (own, blob) = match engine {
        Engine::Sqlite => ("--@sqlite", "BLOB"),
        Engine::Postgres => ("--@postgres", "BYTEA"),
    };
    let mut speaking_to_us = true;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            "--@both" => speaking_to_us = true,
            mark if mark.starts_with("--@") => speaking_to_us = mark == own,
            _ if speaking_to_us => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    kept.replace("{blob}", blob)
}

/// Bytes in hexadecimal.
pub(crate) struct HexOf<'a>(pub(crate) &'a [u8]);

impl std::fmt::LowerHex for HexOf<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;
    use crate::testing::empty_database;

    /// Tables that hold no rows of a sample: what the program itself keeps, and what an index makes.
    const WITHOUT_SAMPLE: [&str; 1] = ["migration"];

    /// Every step is applied over the rows of the steps before it, and every row is still there.
    async fn check(db: Db, tables: &'static str) {
        let mut conn = db.writer().await.expect("a connection");
        for (at, step) in MIGRATIONS.iter().enumerate() {
            let applied = migrate(&mut conn, &MIGRATIONS[..=at], Timestamp::UNIX_EPOCH).await;
            assert_eq!(applied.expect("the step applies"), [step.name]);
            let sample = text_for(step.sample, conn.engine());
            conn.script(sample)
                .await
                .expect("the sample fits its tables");
        }
        let again = migrate(&mut conn, MIGRATIONS, Timestamp::UNIX_EPOCH).await;
        assert!(again.expect("nothing is left to do").is_empty());
        for table in conn.rows(tables, &[]).await.expect("the tables") {
            let table: String = table.get(0).expect("a name");
            let count: &'static str = format!("SELECT COUNT(*) FROM {table}").leak();
            let rows = conn.number(count, &[]).await.expect("a count");
            assert!(
                rows > 0 || WITHOUT_SAMPLE.contains(&table.as_str()),
                "{table} has no sample"
            );
        }
    }

    #[tokio::test]
    async fn every_step_carries_the_rows_of_those_before_on_sqlite() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::sqlite(&folder.path().join("db")).await.expect("opens");
        check(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%' AND name NOT LIKE 'sqlite_%'").await;
    }

    #[tokio::test]
    async fn every_step_carries_the_rows_of_those_before_on_postgres() {
        let Some(address) = empty_database() else {
            return;
        };
        let db = Db::postgres(&address).await.expect("connects");
        check(db, "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'").await;
    }

    #[tokio::test]
    async fn a_step_that_was_applied_may_not_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::sqlite(&folder.path().join("db")).await.expect("opens");
        let mut conn = db.writer().await.expect("a connection");
        let step = |text| Migration {
            name: "0001",
            text,
            sample: "",
        };
        let one = [step("CREATE TABLE a (x BIGINT);")];
        migrate(&mut conn, &one, Timestamp::UNIX_EPOCH)
            .await
            .expect("applies");
        let changed = [step("CREATE TABLE a (y BIGINT);")];
        let refused = migrate(&mut conn, &changed, Timestamp::UNIX_EPOCH).await;
        assert!(matches!(refused, Err(StoreError::ChangedMigration(name)) if name == "0001"));
    }
}
