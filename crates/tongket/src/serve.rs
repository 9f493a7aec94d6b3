//! `tongket serve`: the campaign server on a data directory.
//!
//! One process, one folder, nothing else to install. The folder holds the
//! database and a lock, so that two servers never write to one folder.

use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tongket_store::Store;

use crate::cli;
use crate::out;
use crate::web::{House, Settings, router};

/// How often it is looked whether somebody is to be reminded and a mail to be sent.
const ROUND: Duration = Duration::from_secs(30);

/// Runs the server until it is told to stop.
pub(crate) fn run(command: &cli::Serve) -> Result<ExitCode> {
    in_a_runtime(serve(command))
}

/// Runs a server's work with a log on standard error; `TONGKET_LOG` says how much of it.
pub(crate) fn in_a_runtime(work: impl Future<Output = Result<ExitCode>>) -> Result<ExitCode> {
    let wanted = tracing_subscriber::EnvFilter::try_from_env("TONGKET_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(wanted.unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

async fn serve(command: &cli::Serve) -> Result<ExitCode> {
    fs::create_dir_all(&command.data)
        .with_context(|| format!("không tạo được thư mục {}", command.data.display()))?;
    let _lock = lock(&command.data)?;
    let now = Timestamp::now();
    let store = match &command.database {
        Some(address) => Store::connect(address, now)
            .await
            .context("không nối được PostgreSQL; hãy kiểm tra địa chỉ trong --database")?,
        None => Store::open(&command.data.join("tongket.db"), now)
            .await
            .context("không mở được cơ sở dữ liệu trong thư mục dữ liệu")?,
    };
    let settings = Settings {
        https: command.https,
        ..Settings::default()
    };
    let house = House::new(store, settings, Arc::new(Timestamp::now));
    let listener = listen(command.listen).await?;
    out::remark(&format!("tongket: http://{}", listener.local_addr()?));
    until_told_to_stop(listener, house).await?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the port.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("không mở được cổng {address}; có chương trình khác đang dùng? Chọn cổng khác bằng --listen")
    })
}

/// Serves a house until the process is told to stop, then closes its store.
pub(crate) async fn until_told_to_stop(listener: TcpListener, house: House) -> Result<()> {
    let store = house.store.clone();
    if let Err(error) = house.catch_up().await {
        tracing::error!(%error, "what was sent earlier cannot be found yet");
    }
    let rounds = tokio::spawn(make_rounds(house.clone()));
    let service = router(house).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await?;
    rounds.abort();
    store.close().await;
    Ok(())
}

/// Reminds units and hands mails over, again and again. What goes wrong is said and tried again.
async fn make_rounds(house: House) {
    let mut beat = tokio::time::interval(ROUND);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        if let Err(error) = house.tick().await {
            tracing::error!(%error, "a round of reminders was not made");
        }
    }
}

/// Holds the data directory for this process.
fn lock(data: &Path) -> Result<File> {
    let file = File::create(data.join("tongket.lock"))
        .with_context(|| format!("không ghi được vào {}", data.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "{}: một tongket khác đang chạy trên thư mục này; hãy dừng nó trước, hoặc chọn thư mục khác bằng --data",
            data.display()
        ),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut ended) = ended {
            tokio::select! {
                _ = interrupted => {},
                _ = ended.recv() => {},
            }
            return;
        }
    }
    drop(interrupted.await);
}
