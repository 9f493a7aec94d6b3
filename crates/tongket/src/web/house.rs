//! What every handler may use: the store, the clock, the settings.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, Semaphore};
use tongket_core::password::Policy;
use tongket_core::series::Cells;
use tongket_store::Store;
use utoipa::openapi::OpenApi;

use super::behind::Behind;
use super::board::Boards;
use super::covers::Covers;
use super::limit::Limits;
use super::pages::campaigns::reading::Readings;
use super::pages::campaigns::series::Rooms;
use super::pages::campaigns::work::AllAsks;
use super::pages::reports::Checked;
use super::plans::Plans;
use super::question::Questions;
use super::tier::Tiers;
use super::units::Units;

/// Passwords that are hashed at the same time: each takes 19 MiB and a core for a while.
const HASHING_AT_ONCE: usize = 2;

/// The time in Viet Nam, which keeps UTC+7 all year.
pub fn in_viet_nam(at: Timestamp) -> DateTime {
    jiff::tz::Offset::constant(7).to_datetime(at)
}

/// What an administrator sets when the server is started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether pages are reached over HTTPS, so that cookies never go without it.
    pub https: bool,
    /// What is asked of passwords and sessions.
    pub policy: Policy,
    /// Bytes that one upload may have.
    pub largest_upload: usize,
    /// Failed attempts to sign in, by address and minute.
    pub attempts_per_minute: u32,
    /// Requests by account or address and second.
    pub requests_per_second: u32,
    /// The folder (a maildir) to which the mail server delivers what comes back.
    pub returned_mail: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            https: false,
            policy: Policy::default(),
            largest_upload: 20 << 20,
            attempts_per_minute: 20,
            requests_per_second: 50,
            returned_mail: None,
        }
    }
}

/// Tells the time; tests set it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every handler may use.
#[derive(Clone)]
pub struct House {
    /// What is kept.
    pub store: Store,
    /// What the administrator set.
    pub settings: Arc<Settings>,
    /// Who asks too often.
    pub limits: Arc<Limits>,
    /// What programs may ask, once the router is put together.
    pub(super) description: Arc<OnceLock<OpenApi>>,
    clock: Clock,
    hashing: Arc<Semaphore>,
    pub(super) units: Arc<Mutex<Option<Arc<Units>>>>,
    pub(super) checked: Arc<Mutex<Checked>>,
    pub(super) plans: Arc<Plans>,
    pub(super) questions: Arc<Questions>,
    pub(super) readings: Arc<Readings>,
    /// What waits to be done behind the requests.
    pub(super) behind: Arc<Behind>,
    pub(super) boards: Arc<Boards>,
    pub(super) tiers: Arc<Tiers>,
    pub(super) covers: Arc<Covers>,
    /// What campaigns ask, for the reports on the work itself.
    pub(super) asks: Arc<AllAsks>,
    /// Figures over the years that were looked at last.
    pub(super) rooms: Arc<Rooms>,
    /// What accepted versions say in figures, by their ids.
    pub(super) said: Arc<Mutex<HashMap<String, Arc<Cells>>>>,
}

impl House {
    /// A house over a store.
    pub fn new(store: Store, settings: Settings, clock: Clock) -> House {
        House {
            store,
            limits: Arc::new(Limits::new(&settings)),
            settings: Arc::new(settings),
            description: Arc::default(),
            clock,
            hashing: Arc::new(Semaphore::new(HASHING_AT_ONCE)),
            units: Arc::default(),
            checked: Arc::default(),
            plans: Arc::default(),
            questions: Arc::default(),
            readings: Arc::default(),
            behind: Arc::default(),
            boards: Arc::default(),
            tiers: Arc::default(),
            covers: Arc::default(),
            asks: Arc::default(),
            rooms: Arc::default(),
            said: Arc::default(),
        }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Today in Viet Nam.
    pub fn today(&self) -> Date {
        in_viet_nam(self.now()).date()
    }

    /// When a session that gave a sign of life now ends without another one.
    pub fn session_end(&self, administrator: bool) -> Timestamp {
        let policy = &self.settings.policy;
        let minutes = match administrator {
            true => policy.administrator_idle_minutes,
            false => policy.idle_minutes,
        };
        self.now() + SignedDuration::from_mins(i64::from(minutes))
    }

    /// Runs work that keeps a core busy (a hash, a document) away from the requests.
    pub async fn at_the_back<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// Lets go of what was made for pages that nobody has opened in a while.
    pub async fn let_go(&self) {
        let now = self.now();
        self.boards.let_go(now).await;
        self.tiers.let_go(now).await;
        self.covers.let_go(now).await;
        self.asks.let_go(now).await;
        self.rooms.let_go(now).await;
        if self.rooms.is_empty().await {
            self.said.lock().await.clear();
        }
    }

    /// Runs the hashing of a password, a few at a time.
    pub async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.hashing.acquire().await;
        self.at_the_back(work).await
    }
}
