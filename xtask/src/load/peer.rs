//! The same bytes into a bare SQLite on the same disk: what the machine gives at most.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::figures::Table;
use super::report;

/// How long each way is tried.
const LONG: Duration = Duration::from_secs(3);
/// Rows that one commit carries, where commits are shared.
const SHARED: usize = 64;

/// One row a commit, then many.
pub(crate) async fn insert(folder: &Path, table: &mut Table) -> Result<()> {
    let file = folder.join("peer.db");
    let mut conn = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await?;
    sqlx::query("CREATE TABLE kept (id INTEGER PRIMARY KEY, content TEXT NOT NULL)")
        .execute(&mut conn)
        .await?;
    for (rows, named) in [
        (
            1,
            "bare SQLite, the same bytes, one row a commit".to_owned(),
        ),
        (
            SHARED,
            format!("bare SQLite, the same bytes, {SHARED} rows a commit"),
        ),
    ] {
        let rate = rate(&mut conn, rows).await?;
        table.say(named, format!("{rate:.0}/s"));
    }
    conn.close().await?;
    Ok(())
}

async fn rate(conn: &mut SqliteConnection, rows: usize) -> Result<f64> {
    let bodies: Vec<String> = (0..report::DIFFERENT)
        .map(|number| String::from_utf8_lossy(&report::body(number)).into_owned())
        .collect();
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < LONG {
        let mut act = conn.begin().await?;
        for row in 0..rows {
            sqlx::query("INSERT INTO kept (content) VALUES ($1)")
                .bind(&bodies[row % bodies.len()])
                .execute(&mut *act)
                .await?;
            count += 1;
        }
        act.commit().await?;
    }
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}
