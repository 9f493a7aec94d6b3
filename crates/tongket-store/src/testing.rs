//! Throw-away stores of either kind, so that every test of the store runs on both.
//!
//! PostgreSQL comes from Debian's package: a cluster is made once a process in
//! a temporary folder, listens on a socket in it alone, never waits for the
//! disk, and is stopped when the process ends. PostgreSQL refuses to run as
//! root; it is then started as its own user. Where it is not installed this is
//! said, and the tests run on SQLite alone.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use jiff::Timestamp;
use tempfile::TempDir;

use crate::{Engine, Store};

/// A store that is gone when this is dropped.
pub struct ThrowAway {
    /// The store.
    pub store: Store,
    /// Where it lies: a path or an address.
    pub address: String,
    _folder: Option<TempDir>,
}

impl ThrowAway {
    /// On SQLite.
    ///
    /// # Panics
    /// Where no temporary file can be made.
    pub async fn sqlite(now: Timestamp) -> ThrowAway {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("tongket.db");
        let store = Store::open(&file, now)
            .await
            .expect("SQLite opens a new file");
        ThrowAway {
            store,
            address: file.display().to_string(),
            _folder: Some(folder),
        }
    }

    /// On a new database of the throw-away cluster, where PostgreSQL is installed.
    ///
    /// # Panics
    /// Where PostgreSQL is installed and does not start.
    pub async fn postgres(now: Timestamp) -> Option<ThrowAway> {
        let address = empty_database()?;
        let store = Store::connect(&address, now)
            .await
            .expect("the cluster takes connections");
        Some(ThrowAway {
            store,
            address,
            _folder: None,
        })
    }

    /// One on each kind of database that is there.
    pub async fn both(now: Timestamp) -> Vec<ThrowAway> {
        let mut stores = vec![ThrowAway::sqlite(now).await];
        stores.extend(ThrowAway::postgres(now).await);
        stores
    }

    /// Which kind it is.
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }
}

/// The address of a new database without tables, where PostgreSQL is installed.
pub fn empty_database() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let socket = CLUSTER.as_ref()?.socket.clone();
    let name = format!("house{}", NEXT.fetch_add(1, Ordering::Relaxed));
    psql(&socket, &format!("CREATE DATABASE {name}"));
    Some(format!(
        "postgres://postgres@localhost/{name}?host={}",
        socket.display()
    ))
}

struct Cluster {
    socket: PathBuf,
}

static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(start);

/// The folder of the newest PostgreSQL that Debian installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    folders.sort();
    folders.pop()
}

#[allow(clippy::print_stderr, reason = "tests say what they leave out")]
fn start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        eprintln!("PostgreSQL is not installed: these tests run on SQLite alone");
        return None;
    };
    let folder = TempDir::with_prefix("tongket-pg")
        .expect("a temporary folder")
        .keep();
    let root = is_root();
    if root {
        run(Command::new("chown").arg("postgres").arg(&folder));
    }
    let data = folder.join("data");
    run(as_postgres(root, &programs.join("initdb"))
        .args([
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--no-sync",
            "-D",
        ])
        .arg(&data));
    let options = format!(
        "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c max_connections=300",
        folder.display()
    );
    run(as_postgres(root, &programs.join("pg_ctl"))
        .args(["-w", "-s", "-o", &options, "-l"])
        .arg(folder.join("log"))
        .arg("-D")
        .arg(&data)
        .arg("start"));
    stop_with_us(&programs, &folder, root);
    Some(Cluster { socket: folder })
}

/// Stops and removes the cluster as soon as this process is gone, however it ends.
fn stop_with_us(programs: &Path, folder: &Path, root: bool) {
    // Who runs as another user may not signal a process of root, and sees it in /proc all the same.
    let pid = std::process::id();
    let watch = format!(
        "while [ -d /proc/{pid} ] || kill -0 {pid} 2>/dev/null; do sleep 0.5; done; {} -m immediate -D {}/data stop >/dev/null 2>&1; rm -rf {}",
        programs.join("pg_ctl").display(),
        folder.display(),
        folder.display()
    );
    let mut guard = as_postgres(root, Path::new("sh"));
    guard.args(["-c", &watch]);
    let quiet = guard
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    drop(quiet.spawn().expect("a shell"));
}

/// A command under the user that PostgreSQL wants.
fn as_postgres(root: bool, program: &Path) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command.current_dir("/");
    command
}

fn psql(socket: &Path, statement: &str) {
    // One at a time: a new database is copied from a template that nobody else may be using.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock();
    run(Command::new("psql")
        .args(["-q", "-U", "postgres", "-h"])
        .arg(socket)
        .args(["-c", statement]));
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(
        output.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{command:?}: {output:?}"
    );
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct StoppedClock(Arc<Mutex<Timestamp>>);

impl StoppedClock {
    /// Standing at a moment.
    pub fn at(moment: Timestamp) -> StoppedClock {
        StoppedClock(Arc::new(Mutex::new(moment)))
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.0
            .lock()
            .map_or(Timestamp::UNIX_EPOCH, |moment| *moment)
    }

    /// Moves it.
    pub fn set(&self, moment: Timestamp) {
        if let Ok(mut now) = self.0.lock() {
            *now = moment;
        }
    }
}

impl crate::Tx {
    /// Runs any statement, as a hand would that gets at the database behind the program.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn tamper_for_test(&mut self, sql: &'static str) -> Result<(), crate::StoreError> {
        self.change(sql, &[]).await.map(drop)
    }

    /// The same with values: rows that a test needs and no act of its own makes.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn change_for_test(
        &mut self,
        sql: &'static str,
        values: &[crate::Value],
    ) -> Result<(), crate::StoreError> {
        self.change(sql, values).await.map(drop)
    }
}
