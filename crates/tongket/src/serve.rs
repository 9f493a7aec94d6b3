//! `tongket serve`: the campaign server on a data directory.
//!
//! One process, one folder, nothing else to install. The folder holds the
//! database and a lock, so that two servers never write to one folder.

use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tongket_store::{Store, audit};

use crate::cli;
use crate::out;
use crate::web::{Clock, House, Settings, router};

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
        requests_per_second: command.requests_per_second,
        returned_mail: command.returned_mail.clone(),
        ..Settings::default()
    };
    let last = audit::last_at(&mut store.read().await?).await?;
    let house = House::new(store, settings, steady(last));
    let listener = listen(command.listen).await?;
    out::remark(&format!("tongket: http://{}", listener.local_addr()?));
    until_told_to_stop(listener, house).await?;
    Ok(ExitCode::SUCCESS)
}

/// A clock that never goes back, not even behind what was written before the start: what happens
/// later is told as later although somebody sets the machine's clock back.
fn steady(last: Option<Timestamp>) -> Clock {
    let last = last.map_or(i64::MIN, Timestamp::as_millisecond);
    let behind = last.saturating_sub(Timestamp::now().as_millisecond());
    if behind > 60_000 {
        let minutes = behind / 60_000;
        tracing::warn!(
            minutes,
            "the machine's clock is behind the last act; times stand still until it has caught up"
        );
        out::remark(&format!(
            "tongket: đồng hồ máy chậm hơn lần ghi cuối {minutes} phút; hãy chỉnh lại giờ. Trong lúc ấy mọi việc mang giờ của lần ghi cuối."
        ));
    }
    let latest = AtomicI64::new(last);
    Arc::new(move || {
        let now = Timestamp::now();
        let before = latest.fetch_max(now.as_millisecond(), Ordering::Relaxed);
        match Timestamp::from_millisecond(before) {
            Ok(before) if before > now => before,
            _ => now,
        }
    })
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
    let behind = house.clone();
    tokio::spawn(async move {
        if let Err(error) = behind.catch_up().await {
            tracing::error!(%error, "what was left undone cannot be taken up yet");
        }
    });
    house.units().await?;
    let rounds = tokio::spawn(make_rounds(house.clone()));
    let service = router(house).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await?;
    rounds.abort();
    store.close().await;
    Ok(())
}

/// Reminds units and hands mails over, again and again, and lets go of what nobody needs any more.
/// What goes wrong is said and tried again.
async fn make_rounds(house: House) {
    let mut beat = tokio::time::interval(ROUND);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        house.let_go().await;
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
