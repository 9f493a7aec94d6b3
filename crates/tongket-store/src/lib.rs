//! What a campaign keeps: one store on SQLite or PostgreSQL.
//!
//! [`Store::read`] gives a connection to read with. [`Store::act`] is the only
//! way to write: see [`write`]. Every table family has a file of its own,
//! named by its noun, in the order in which a campaign flows.

mod db;
mod error;
mod insert;
mod migration;
mod pack;
mod sequence;
mod write;

pub mod audit;
#[cfg(feature = "testing")]
pub mod testing;

pub mod answered;
pub mod setting;

pub mod account;
pub mod api_key;
pub mod session;
pub mod succession;
pub mod unit;

pub mod amendment;
pub mod blob;
pub mod campaign;
pub mod correction;
pub mod coverage;
pub mod duty;
pub mod notice;
pub mod occasion;
pub mod plan;

pub mod deed;
pub mod delegation;
pub mod evidence;
pub mod figure;
pub mod report;
pub mod report_file;
pub mod section;

pub mod comment;
pub mod dossier;
pub mod history;
pub mod presentation;
pub mod review;
pub mod submission;

pub mod consolidation;
pub mod contact;
pub mod course;
pub mod feed;
pub mod mail;
pub mod reminder;
pub mod understood;
pub mod urging;

pub mod search;

use std::path::Path;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use db::Db;
use write::Writer;

pub use db::{Column, Conn, Engine, Row, Value};
pub use error::StoreError;
pub use migration::{MIGRATIONS, Migration};
pub use sequence::new_id;
pub use write::{Done, Tx};

/// The store of one house.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    writer: Writer,
}

impl Store {
    /// Opens or makes the embedded database in a file, and brings its tables up to date.
    ///
    /// # Errors
    /// Where the file cannot be opened or a migration fails.
    pub async fn open(file: &Path, now: Timestamp) -> Result<Store, StoreError> {
        Store::over(Db::sqlite(file).await?, now).await
    }

    /// Connects to PostgreSQL at an address, and brings its tables up to date.
    ///
    /// # Errors
    /// Where the server cannot be reached or a migration fails.
    pub async fn connect(address: &str, now: Timestamp) -> Result<Store, StoreError> {
        Store::over(Db::postgres(address).await?, now).await
    }

    /// Opens a database file as it is: nothing is made, no table is brought up to date.
    ///
    /// # Errors
    /// Where there is no such file, or it cannot be opened.
    pub async fn open_as_is(file: &Path) -> Result<Store, StoreError> {
        let db = Db::sqlite_as_is(file).await?;
        let writer = Writer::start(db.clone());
        Ok(Store { db, writer })
    }

    /// Connects to PostgreSQL and takes the tables as they are.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub async fn connect_as_is(address: &str) -> Result<Store, StoreError> {
        let db = Db::postgres(address).await?;
        let writer = Writer::start(db.clone());
        Ok(Store { db, writer })
    }

    async fn over(db: Db, now: Timestamp) -> Result<Store, StoreError> {
        let mut conn = db.writer().await?;
        migration::migrate(&mut conn, MIGRATIONS, now).await?;
        sequence::go_on(&mut conn).await?;
        drop(conn);
        let writer = Writer::start(db.clone());
        Ok(Store { db, writer })
    }

    /// Which kind of database it is on.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// Where none can be had.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        self.db.reader().await
    }

    /// A connection for whoever reads what others wait for, some of whom may hold all other
    /// connections: whoever has one waits for nobody.
    ///
    /// # Errors
    /// Where none can be had.
    pub async fn read_apart(&self) -> Result<Conn, StoreError> {
        self.db.apart().await
    }

    /// Runs an act and waits until it is on disk together with its event.
    ///
    /// # Errors
    /// What the act refuses with, or that it could not be committed. Nothing of it is then kept.
    pub async fn act<T, E>(
        &self,
        act: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Done<T>, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.act(act).await
    }

    /// How many acts wait for the disk just now: work that can wait lets them go first.
    pub fn under_way(&self) -> usize {
        self.writer.under_way()
    }

    /// Whether it was closed: what is left to do is then left to the next start.
    pub fn is_closed(&self) -> bool {
        self.db.is_closed()
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
