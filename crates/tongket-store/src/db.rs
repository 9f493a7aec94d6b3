//! One database, of one of two kinds, and rows that read the same from both.
//!
//! Every statement of this crate is one text with `$1`, `$2` … that SQLite and
//! PostgreSQL both understand. A [`Conn`] runs it on whichever is there; a
//! [`Row`] gives its columns as whole numbers, texts and bytes. Truth values
//! are 0 and 1, times are milliseconds since 1970 (UTC), days are ISO texts.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Postgres, Row as _, Sqlite};

use crate::error::StoreError;
use crate::pack::unpack;

/// Connections that read at the same time.
const READERS: u32 = 6;
/// Connections of those who fill what others wait for: the tree of units, a board, a tier.
const APART: u32 = 3;
/// Pages that the log of SQLite holds at most before the writer itself puts them into their places:
/// 250 MB, and a start after a power cut reads no more than that. Mostly they are there already
/// ([`Conn::settle`]), so that nobody who writes waits for it.
const LOG: &str = "60000";
/// Kilobytes of pages that a connection of SQLite keeps: those who read find the rest in the
/// memory of the machine; the writer keeps what a commit of many acts touches.
const KEPT: [&str; 2] = ["-2000", "-16000"];
/// How long SQLite waits for a lock that another process holds.
const PATIENCE: Duration = Duration::from_secs(10);

/// A database of either kind.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// One file, embedded.
    Sqlite {
        /// Connections that only read.
        readers: SqlitePool,
        /// Connections of those who fill what others wait for.
        apart: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// A server.
    Postgres {
        /// Connections for everybody.
        pool: PgPool,
        /// Connections of those who fill what others wait for.
        apart: PgPool,
    },
}

/// Which kind of database a store is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Db {
    /// Opens or makes the database file.
    pub(crate) async fn sqlite(file: &Path) -> Result<Db, StoreError> {
        Db::sqlite_with(
            SqliteConnectOptions::new()
                .filename(file)
                .create_if_missing(true),
        )
        .await
    }

    /// Opens a database file that is there.
    pub(crate) async fn sqlite_as_is(file: &Path) -> Result<Db, StoreError> {
        Db::sqlite_with(SqliteConnectOptions::new().filename(file)).await
    }

    async fn sqlite_with(options: SqliteConnectOptions) -> Result<Db, StoreError> {
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("temp_store", "memory")
            .pragma("wal_autocheckpoint", LOG)
            .disable_statement_logging();
        let [reading, writing] = KEPT.map(|kept| options.clone().pragma("cache_size", kept));
        let reading = reading.pragma("query_only", "1");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(writing)
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not hang up: nobody needs to ask whether it is still there.
            .test_before_acquire(false)
            .connect_lazy_with(reading.clone());
        let apart = SqlitePoolOptions::new()
            .max_connections(APART)
            .test_before_acquire(false)
            .connect_lazy_with(reading);
        Ok(Db::Sqlite {
            readers,
            apart,
            writer,
        })
    }

    /// Connects to a server: `postgres://user@host/database`.
    pub(crate) async fn postgres(address: &str) -> Result<Db, StoreError> {
        let options = sqlx::postgres::PgConnectOptions::from_str(address)?;
        let pool = PgPoolOptions::new()
            .max_connections(READERS + 2)
            .connect_with(options.clone())
            .await?;
        let apart = PgPoolOptions::new()
            .max_connections(APART)
            .connect_lazy_with(options);
        Ok(Db::Postgres { pool, apart })
    }

    /// Which kind it is.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection to read with.
    pub(crate) async fn reader(&self) -> Result<Conn, StoreError> {
        Ok(Conn::over(match self {
            Db::Sqlite { readers, .. } => Link::Sqlite(readers.acquire().await?),
            Db::Postgres { pool, .. } => Link::Postgres(pool.acquire().await?),
        }))
    }

    /// A connection for whoever holds up others while reading.
    pub(crate) async fn apart(&self) -> Result<Conn, StoreError> {
        Ok(Conn::over(match self {
            Db::Sqlite { apart, .. } => Link::Sqlite(apart.acquire().await?),
            Db::Postgres { apart, .. } => Link::Postgres(apart.acquire().await?),
        }))
    }

    /// The connection that writes.
    pub(crate) async fn writer(&self) -> Result<Conn, StoreError> {
        Ok(Conn::over(match self {
            Db::Sqlite { writer, .. } => Link::Sqlite(writer.acquire().await?),
            Db::Postgres { pool, .. } => Link::Postgres(pool.acquire().await?),
        }))
    }

    /// Whether it was closed.
    pub(crate) fn is_closed(&self) -> bool {
        match self {
            Db::Sqlite { readers, .. } => readers.is_closed(),
            Db::Postgres { pool, .. } => pool.is_closed(),
        }
    }

    /// Closes every connection, after what is under way.
    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite {
                readers,
                apart,
                writer,
            } => {
                readers.close().await;
                apart.close().await;
                writer.close().await;
            }
            Db::Postgres { pool, apart } => {
                pool.close().await;
                apart.close().await;
            }
        }
    }
}

/// A connection to either kind of database.
#[derive(Debug)]
pub struct Conn {
    link: Link,
    /// Statements that could change something, so far.
    changes: u64,
}

#[derive(Debug)]
enum Link {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A value on its way into a statement. A missing value knows what it would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number, a time, or a truth value.
    Int(Option<i64>),
    /// A text, a day, or JSON.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => $kind:ident, $make:expr;)*) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Value { Value::$kind(Some($make(value))) }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Value { Value::$kind(value.map($make)) }
        }
    )*};
}

values! {
    i64 => Int, i64::from;
    i32 => Int, i64::from;
    bool => Int, i64::from;
    &str => Text, str::to_owned;
    String => Text, std::convert::identity;
    &String => Text, String::clone;
    jiff::civil::Date => Text, |day: jiff::civil::Date| day.to_string();
    jiff::Timestamp => Int, |at: jiff::Timestamp| at.as_millisecond();
    Vec<u8> => Bytes, std::convert::identity;
}

/// The values of a statement: `values![id, day, count]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// Binds every value to a statement of one kind of database.
macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Int(value) => query.bind(*value),
                Value::Text(value) => query.bind(value.clone()),
                Value::Bytes(value) => query.bind(value.clone()),
            };
        }
        query
    }};
}

impl Conn {
    fn over(link: Link) -> Conn {
        Conn { link, changes: 0 }
    }

    /// How many statements have run that could change something.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// Which kind of database it leads to.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Every row that a statement gives. It only reads: what changes rows goes through
    /// `Conn::change`, by which the writer knows that something was changed.
    ///
    /// # Errors
    /// Where the database refuses or cannot be reached.
    pub async fn rows(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        Ok(match &mut self.link {
            Link::Sqlite(link) => {
                let rows = bound!(sql, values).fetch_all(&mut **link).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Link::Postgres(link) => {
                let rows = bound!(sql, values).fetch_all(&mut **link).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// What is made of every row that a statement gives, row by row: of tens of thousands only a
    /// few are held at a time.
    ///
    /// # Errors
    /// As [`Conn::rows`], and what `make` refuses.
    pub async fn each<T: Send>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        mut make: impl FnMut(&Row) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let mut made = Vec::new();
        match &mut self.link {
            Link::Sqlite(link) => {
                let mut rows = bound!(sql, values).fetch(&mut **link);
                while let Some(row) = rows.try_next().await? {
                    made.push(make(&Row::Sqlite(row))?);
                }
            }
            Link::Postgres(link) => {
                let mut rows = bound!(sql, values).fetch(&mut **link);
                while let Some(row) = rows.try_next().await? {
                    made.push(make(&Row::Postgres(row))?);
                }
            }
        }
        Ok(made)
    }

    /// The first row, where there is one.
    ///
    /// # Errors
    /// As [`Conn::rows`].
    pub async fn row(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        Ok(match &mut self.link {
            Link::Sqlite(link) => bound!(sql, values)
                .fetch_optional(&mut **link)
                .await?
                .map(Row::Sqlite),
            Link::Postgres(link) => bound!(sql, values)
                .fetch_optional(&mut **link)
                .await?
                .map(Row::Postgres),
        })
    }

    /// The one number that a statement gives; 0 where it gives none.
    ///
    /// # Errors
    /// As [`Conn::rows`].
    pub async fn number(&mut self, sql: &'static str, values: &[Value]) -> Result<i64, StoreError> {
        let row = self.row(sql, values).await?;
        Ok(row
            .map(|row| row.get::<Option<i64>>(0))
            .transpose()?
            .flatten()
            .unwrap_or(0))
    }

    /// Runs a statement that changes rows, and gives how many. Only writing acts reach it.
    pub(crate) async fn change(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<u64, StoreError> {
        self.changes += 1;
        Ok(match &mut self.link {
            Link::Sqlite(link) => bound!(sql, values)
                .execute(&mut **link)
                .await?
                .rows_affected(),
            Link::Postgres(link) => bound!(sql, values)
                .execute(&mut **link)
                .await?
                .rows_affected(),
        })
    }

    /// Lets go of the memory that is only kept to be quick.
    pub(crate) async fn rest(&mut self) -> Result<(), StoreError> {
        match self.engine() {
            Engine::Sqlite => self.script("PRAGMA shrink_memory".to_owned()).await,
            Engine::Postgres => Ok(()),
        }
    }

    /// Puts pages of the log of SQLite into their places, beside the writer, who goes on.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        self.script("PRAGMA wal_checkpoint(PASSIVE)".to_owned())
            .await
    }

    /// Runs a text of several statements without values.
    pub(crate) async fn script(&mut self, sql: String) -> Result<(), StoreError> {
        self.changes += 1;
        let script = sqlx::raw_sql(AssertSqlSafe(sql));
        match &mut self.link {
            Link::Sqlite(link) => script.execute(&mut **link).await.map(|_| ())?,
            Link::Postgres(link) => script.execute(&mut **link).await.map(|_| ())?,
        }
        Ok(())
    }
}

/// A row from either kind of database.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// What a column can be read as.
pub trait Column: Sized {
    /// Reads it from a row of SQLite.
    ///
    /// # Errors
    /// Where the column is of another kind.
    fn of_sqlite(row: &SqliteRow, at: usize) -> Result<Self, sqlx::Error>;
    /// Reads it from a row of PostgreSQL.
    ///
    /// # Errors
    /// Where the column is of another kind.
    fn of_postgres(row: &PgRow, at: usize) -> Result<Self, sqlx::Error>;
}

macro_rules! columns {
    ($($kind:ty),*) => {$(
        impl Column for $kind {
            fn of_sqlite(row: &SqliteRow, at: usize) -> Result<Self, sqlx::Error> { row.try_get(at) }
            fn of_postgres(row: &PgRow, at: usize) -> Result<Self, sqlx::Error> { row.try_get(at) }
        }
    )*};
}

columns!(
    i64,
    Option<i64>,
    String,
    Option<String>,
    Vec<u8>,
    Option<Vec<u8>>
);

impl Row {
    /// The column at `at`, from 0.
    ///
    /// # Errors
    /// Where it is of another kind.
    pub fn get<T: Column>(&self, at: usize) -> Result<T, StoreError> {
        Ok(match self {
            Row::Sqlite(row) => T::of_sqlite(row, at)?,
            Row::Postgres(row) => T::of_postgres(row, at)?,
        })
    }

    /// A day at `at`.
    ///
    /// # Errors
    /// Where the column holds something that is no day.
    pub fn day(&self, at: usize) -> Result<Option<jiff::civil::Date>, StoreError> {
        let text: Option<String> = self.get(at)?;
        let read = |text: String| text.parse().map_err(|_| StoreError::Damaged(text));
        text.map(read).transpose()
    }

    /// A time at `at`.
    ///
    /// # Errors
    /// Where the column holds something that is no time.
    pub fn time(&self, at: usize) -> Result<Option<jiff::Timestamp>, StoreError> {
        let at: Option<i64> = self.get(at)?;
        let read = |at| {
            jiff::Timestamp::from_millisecond(at).map_err(|_| StoreError::Damaged(at.to_string()))
        };
        at.map(read).transpose()
    }

    /// A text that is kept packed at `at + 1`, or as it is at `at` where it was written before
    /// texts were packed.
    ///
    /// # Errors
    /// Where the bytes are not what was kept.
    pub(crate) fn packed(&self, at: usize) -> Result<String, StoreError> {
        match self.get::<Option<Vec<u8>>>(at + 1)? {
            Some(packed) => unpack(&packed),
            None => self.get(at),
        }
    }

    /// JSON at `at`.
    ///
    /// # Errors
    /// Where the text is not what it should be.
    pub fn json<T: serde::de::DeserializeOwned>(&self, at: usize) -> Result<T, StoreError> {
        let text: String = self.get(at)?;
        serde_json::from_str(&text).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}
