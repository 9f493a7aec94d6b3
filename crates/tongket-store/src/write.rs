//! The only way to write: an act, its event, one commit.
//!
//! Acts stand in one queue before one writer. The writer takes all that wait,
//! runs each behind a savepoint in one transaction, chains their events at the
//! end of it, and commits to disk; only then does any of the callers get an
//! answer. So five hundred people who send at once share a few commits, and a
//! receipt that was given is on disk. An act that is refused or fails is
//! rolled back alone.
//!
//! An act hands back what it did as [`Done`], and a `Done` cannot be made
//! without its event: no write forgets its audit.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use tongket_core::event::{Event, Head};

use crate::audit;
use crate::db::{Conn, Db, Engine};
use crate::error::StoreError;

/// Acts that one commit may carry.
const BATCH: usize = 512;
/// Acts that may wait; beyond that, callers wait to be let in.
const QUEUE: usize = 4096;
/// How long nobody writes before the writer lets go of the memory that it worked with.
const QUIET: Duration = Duration::from_secs(2);
/// How often what was committed is put into its place.
const SETTLING: Duration = Duration::from_secs(1);
/// How a batch begins. Writers of several processes take one lock on PostgreSQL.
const BEGIN: [(Engine, &str); 2] = [
    (Engine::Sqlite, "BEGIN IMMEDIATE; SAVEPOINT act"),
    (
        Engine::Postgres,
        "BEGIN; SELECT pg_advisory_xact_lock(7461); SAVEPOINT act",
    ),
];
/// What an act did stays, and the next act is kept apart from it.
const NEXT: &str = "RELEASE SAVEPOINT act; SAVEPOINT act";

/// A connection inside a writing act. Only the writer makes one.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
    /// The last receipt of a year, once it was read in this batch: nobody else gives one before
    /// the commit.
    pub(crate) last_receipt: Option<(i16, i64)>,
}

impl Tx {
    fn over(conn: Conn) -> Tx {
        Tx {
            conn,
            last_receipt: None,
        }
    }
}

impl std::ops::Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// What an act did: its result and the events that tell of it.
#[derive(Debug)]
pub struct Done<T> {
    value: T,
    events: Vec<Event>,
}

impl<T> Done<T> {
    /// A result with the event that tells of it.
    pub fn new(value: T, event: Event) -> Done<T> {
        Done {
            value,
            events: vec![event],
        }
    }

    /// One more event of the same act.
    #[must_use]
    pub fn and(mut self, event: Event) -> Done<T> {
        self.events.push(event);
        self
    }

    /// An act that turned out to have been done before: nothing is written, nothing is told.
    pub fn already(value: T) -> Done<T> {
        Done {
            value,
            events: Vec::new(),
        }
    }
}

/// An act as the writer sees it.
trait Act: Send {
    /// Runs it; gives its events and the one who waits for it, or nothing where it answered itself.
    fn perform<'t>(self: Box<Self>, tx: &'t mut Tx)
    -> BoxFuture<'t, Option<(Vec<Event>, Waiting)>>;
    /// Tells the one who waits that it was not even tried.
    fn decline(self: Box<Self>, why: StoreError);
}

/// Who waits for the commit.
type Waiting = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

struct Queued<F, T, E> {
    act: F,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Act for Queued<F, T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Done<T>, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn perform<'t>(
        self: Box<Self>,
        tx: &'t mut Tx,
    ) -> BoxFuture<'t, Option<(Vec<Event>, Waiting)>> {
        Box::pin(async move {
            let Queued { act, answer } = *self;
            match AssertUnwindSafe(act(tx)).catch_unwind().await {
                Ok(Ok(Done { value, events })) => {
                    let waiting: Waiting = Box::new(move |committed| {
                        let _ = answer.send(committed.map(|()| value).map_err(E::from));
                    });
                    Some((events, waiting))
                }
                Ok(Err(refused)) => {
                    let _ = answer.send(Err(refused));
                    None
                }
                Err(panic) => {
                    let _ = answer.send(Err(StoreError::Panicked(words_of(panic.as_ref())).into()));
                    None
                }
            }
        })
    }

    fn decline(self: Box<Self>, why: StoreError) {
        let _ = self.answer.send(Err(why.into()));
    }
}

/// The queue before the writer.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Act>>,
    under_way: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl Writer {
    /// Starts the writer over a database.
    pub(crate) fn start(db: Db) -> Writer {
        let (queue, waiting) = mpsc::channel(QUEUE);
        if db.engine() == Engine::Sqlite {
            tokio::spawn(settle(db.clone()));
        }
        tokio::spawn(serve(db, waiting));
        Writer {
            queue,
            under_way: Arc::default(),
        }
    }

    /// Acts that wait for their turn or for the disk.
    pub(crate) fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Queues an act and waits until it is on disk.
    pub(crate) async fn act<T, E>(
        &self,
        act: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Done<T>, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let queued = Box::new(Queued { act, answer });
        let _counted = Counted::in_(&self.under_way);
        if self.queue.send(queued).await.is_err() {
            return Err(StoreError::Closed.into());
        }
        answered
            .await
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

/// Counts an act for as long as somebody waits for it, even where they give up.
struct Counted<'a>(&'a AtomicUsize);

impl Counted<'_> {
    fn in_(count: &AtomicUsize) -> Counted<'_> {
        count.fetch_add(1, Ordering::Relaxed);
        Counted(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The writer's whole life: batch after batch until nobody can queue any more.
async fn serve(db: Db, mut waiting: mpsc::Receiver<Box<dyn Act>>) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let arrives = tokio::time::timeout(QUIET, waiting.recv_many(&mut batch, BATCH));
        let arrived = match arrives.await {
            Ok(arrived) => arrived,
            Err(_) => {
                rest(&db).await;
                waiting.recv_many(&mut batch, BATCH).await
            }
        };
        if arrived == 0 {
            return;
        }
        match db.writer().await {
            Ok(conn) => run_batch(Tx::over(conn), &mut batch).await,
            Err(error) => {
                if !db.is_closed() {
                    tracing::error!(%error, "no connection to write with");
                }
                let why = error.to_string();
                for act in batch.drain(..) {
                    act.decline(StoreError::NotCommitted(why.clone()));
                }
            }
        }
    }
}

/// Puts what was committed into its place, behind the writer, until the store is closed.
async fn settle(db: Db) {
    while !db.is_closed() {
        tokio::time::sleep(SETTLING).await;
        let settled = match db.apart().await {
            Ok(mut conn) => conn.settle().await,
            Err(error) => Err(error),
        };
        if let Err(error) = settled
            && !db.is_closed()
        {
            tracing::warn!(%error, "the log of the database grows");
        }
    }
}

/// Lets go of what the last batches worked with.
async fn rest(db: &Db) {
    let rested = match db.writer().await {
        Ok(mut conn) => conn.rest().await,
        Err(error) => Err(error),
    };
    if let Err(error) = rested {
        tracing::warn!(%error, "the writer keeps its memory");
    }
}

/// One transaction for all acts of a batch; answers go out after the commit.
async fn run_batch(mut tx: Tx, batch: &mut Vec<Box<dyn Act>>) {
    let mut group = Group::default();
    let committed = match begin(&mut tx).await {
        Ok(chain) => group.run(&mut tx, batch, chain).await,
        Err(error) => Err(error),
    };
    if committed.is_err() {
        let _ = tx.change("ROLLBACK", &[]).await;
    }
    let failed = committed.err().map(|error| {
        tracing::error!(%error, "a batch was not committed");
        Arc::new(error.to_string())
    });
    for act in batch.drain(..) {
        act.decline(StoreError::NotCommitted("lô ghi bị hủy".to_owned()));
    }
    for waiting in group.ready {
        let result = match &failed {
            None => Ok(()),
            Some(why) => Err(StoreError::NotCommitted(why.as_str().to_owned())),
        };
        waiting(result);
    }
}

/// Acts that share a commit: what they tell, and who waits for it.
#[derive(Default)]
struct Group {
    told: Vec<Event>,
    ready: Vec<Waiting>,
}

impl Group {
    /// Runs the acts, chains what they tell, commits.
    async fn run(
        &mut self,
        tx: &mut Tx,
        batch: &mut Vec<Box<dyn Act>>,
        mut chain: Head,
    ) -> Result<(), StoreError> {
        // Acts that were not run when this fails stay in the batch and are declined.
        batch.reverse();
        while let Some(act) = batch.pop() {
            self.one(tx, act).await?;
        }
        let told = std::mem::take(&mut self.told);
        audit::append(tx, &mut chain, told).await?;
        tx.change("COMMIT", &[]).await.map(drop)
    }

    /// Runs one act behind the savepoint that is open; one that changed nothing leaves it to the
    /// next.
    async fn one(&mut self, tx: &mut Tx, act: Box<dyn Act>) -> Result<(), StoreError> {
        let before = tx.changes();
        let Some((events, waiting)) = act.perform(tx).await else {
            tx.last_receipt = None;
            tx.change("ROLLBACK TO SAVEPOINT act", &[]).await?;
            return Ok(());
        };
        self.ready.push(waiting);
        self.told.extend(events);
        // PostgreSQL says only now whether all is well.
        if tx.changes() != before || tx.engine() == Engine::Postgres {
            tx.script(NEXT.to_owned()).await?;
        }
        Ok(())
    }
}

async fn begin(tx: &mut Tx) -> Result<Head, StoreError> {
    let engine = tx.engine();
    for (_, begin) in BEGIN.iter().filter(|(of, _)| *of == engine) {
        tx.script((*begin).to_owned()).await?;
    }
    audit::head(tx).await
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "không rõ".to_owned())
}
