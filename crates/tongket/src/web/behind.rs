//! What is done behind the requests: what was sent becomes findable, what was
//! accepted is read before somebody puts it together.
//!
//! Nobody waits for it: one thing after the other is done, with a rest between
//! them, and acts that people wait for go first, so that five hundred units
//! can send in the same minute. What a crash left undone is caught up with
//! when the server starts.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use tongket_store::{StoreError, search, understood};

use super::house::House;

/// How many times the time that it was kept busy the machine is then left alone.
const REST: u32 = 2;
/// Acts under way at which the writer is not busy.
const FEW: usize = 2;
/// How long a busy writer is left alone before somebody looks again.
const LATER: Duration = Duration::from_millis(200);
/// How long something is put off at most, however busy the writer is.
const LATEST: Duration = Duration::from_secs(60);
/// Versions of a sort that are caught up with when the server starts.
const MOST_BEHIND: i64 = 100_000;

/// Something to be done with a version, by its id.
#[derive(Debug)]
enum Errand {
    /// It becomes findable.
    Find(String),
    /// It is read.
    Read(String),
}

/// What waits to be done.
#[derive(Debug, Default)]
pub(super) struct Behind(OnceLock<UnboundedSender<Errand>>);

impl House {
    /// Makes a version that was sent findable.
    pub(super) fn make_findable(&self, submission: &str) {
        self.later(Errand::Find(submission.to_owned()));
    }

    /// Reads a version that was accepted.
    pub(super) fn read_ahead(&self, submission: &str) {
        self.later(Errand::Read(submission.to_owned()));
    }

    fn later(&self, errand: Errand) {
        let queue = self.behind.0.get_or_init(|| {
            let (queue, waiting) = unbounded_channel();
            tokio::spawn(run(self.clone(), waiting));
            queue
        });
        // It only fails where the server is being stopped; the next start catches up.
        let _ = queue.send(errand);
    }

    /// Takes up what was sent and cannot be found, and what was accepted and is not read; says how
    /// much that is.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn catch_up(&self) -> Result<usize, StoreError> {
        let mut conn = self.store.read().await?;
        let unseen = search::sent_unseen(&mut conn, MOST_BEHIND).await?;
        let unread = understood::accepted_unread(&mut conn, MOST_BEHIND).await?;
        unseen.iter().for_each(|id| self.make_findable(id));
        unread.iter().for_each(|id| self.read_ahead(id));
        Ok(unseen.len() + unread.len())
    }

    async fn do_errand(&self, errand: &Errand) -> Result<(), StoreError> {
        match errand {
            Errand::Find(submission) => self.index(submission).await,
            Errand::Read(submission) => self.understand(submission).await,
        }
    }
}

/// One thing after the other, whenever nobody waits for the writer.
async fn run(house: House, mut waiting: UnboundedReceiver<Errand>) {
    while let Some(errand) = waiting.recv().await {
        let asked = Instant::now();
        while house.store.under_way() > FEW && asked.elapsed() < LATEST {
            tokio::time::sleep(LATER).await;
        }
        let begun = Instant::now();
        if let Err(error) = house.do_errand(&errand).await {
            if house.store.is_closed() {
                return;
            }
            tracing::error!(
                %error,
                ?errand,
                "something behind the requests was not done"
            );
        }
        tokio::time::sleep(begun.elapsed() * REST).await;
    }
}
