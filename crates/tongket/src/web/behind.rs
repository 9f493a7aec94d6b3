//! What is done behind the requests: what was sent becomes findable, what was
//! accepted is read before somebody puts it together.
//!
//! Nobody waits for it: one thing after the other is done, with a rest between
//! them, and acts that people wait for go first, so that five hundred units
//! can send in the same minute. What a crash left undone is caught up with
//! when the server starts.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

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

/// What waits to be done. It may grow long while many send, and lies in one piece of memory: small
/// pieces between everything else that comes and goes would keep that memory from being given back.
#[derive(Debug, Default)]
pub(super) struct Behind {
    waiting: Mutex<VecDeque<Errand>>,
    bell: Notify,
    begun: OnceLock<()>,
}

impl Behind {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Errand>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, errand: Errand) {
        self.waiting().push_back(errand);
        self.bell.notify_one();
    }

    /// The next thing to be done, as soon as there is one.
    async fn next(&self) -> Errand {
        loop {
            let next = self.waiting().pop_front();
            match next {
                Some(errand) => return errand,
                None => self.bell.notified().await,
            }
        }
    }
}

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
        self.behind.add(errand);
        let begin = || drop(tokio::spawn(run(self.clone())));
        self.behind.begun.get_or_init(begin);
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
async fn run(house: House) {
    loop {
        let errand = house.behind.next().await;
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
