//! `cargo xtask load`: the campaign server under the load of a whole country, and what it held.
//!
//! The release program is started as a process of its own on a throw-away
//! folder: ten thousand units, a million events in the audit, three campaigns
//! that everybody answers. Then five hundred programs send reports at once,
//! three people open every page they may, somebody looks right after a report
//! came in, the process is killed in the middle of the work and started again. What is printed was measured from outside.

mod client;
mod crash;
mod figures;
mod fresh;
mod gathered;
mod pages;
mod peer;
mod report;
mod seed;
mod server;
mod submissions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::root;
use figures::Table;
use server::Server;

/// How much, how long.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Load {
    /// Clients that send at the same time.
    #[arg(long, default_value_t = 500)]
    clients: usize,
    /// Seconds for which they send.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Units that owe reports.
    #[arg(long, default_value_t = 10_000)]
    units: usize,
    /// Events in the audit before anybody sends.
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// Keep the prepared store in this folder and use it again.
    #[arg(long)]
    prepared: Option<PathBuf>,
    /// Only prepare the store.
    #[arg(long, requires = "prepared")]
    prepare_only: bool,
    /// Seconds that the walk over the pages may take.
    #[arg(long, default_value_t = 240)]
    page_seconds: u64,
    /// Leave out the walk over the pages.
    #[arg(long)]
    no_pages: bool,
    /// Have a thousand reports accepted too, and open what they come to.
    #[arg(long)]
    gathered: bool,
    /// Leave out the killing.
    #[arg(long)]
    no_crash: bool,
    /// Say every page.
    #[arg(long)]
    explain: bool,
    /// Measure this program instead of building the one here.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Runs the load and prints the table.
pub(crate) fn run(load: &Load) -> Result<()> {
    let program = match &load.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measured(load, &program))
}

/// Builds the release program, and says where it is.
fn build() -> Result<PathBuf> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--workspace"])
        .current_dir(root())
        .status()?;
    ensure!(built.success(), "the release program does not build");
    Ok(root().join("target/release/tongket"))
}

async fn measured(load: &Load, program: &Path) -> Result<()> {
    let folder = tempfile::TempDir::with_prefix("tongket-load")?;
    let data = folder.path().join("data");
    fs::create_dir(&data)?;
    let stage = staged(load, &data).await?;
    if load.prepare_only {
        return Ok(());
    }
    let mut table = Table::default();
    let (mut server, started) = Server::start(program, &data).await?;
    table.time("start, the store filled", started, Duration::from_secs(1));
    tokio::time::sleep(Duration::from_secs(2)).await;
    table.megabytes("memory at rest, just started", server.resident()?, 150);

    let mut sent = submissions::send(&stage, server.address, load, 0).await?;
    submissions::tell(&sent, &server, &mut table)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    table.megabytes("memory at rest, after the load", server.resident()?, 150);

    if !load.no_pages {
        pages::walk(&stage, server.address, load, &mut table).await?;
        sent.taken = fresh::look(&stage, server.address, sent.taken, &mut table).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        table.megabytes("memory at rest, after the pages", server.resident()?, 150);
    }
    if load.gathered {
        (server, sent.taken) = gathered::open(&stage, server, sent.taken, &mut table).await?;
    }
    if !load.no_crash {
        let from = sent.taken;
        let known = sent.receipts;
        server = crash::kill(&stage, server, load, (from, known), &mut table).await?;
    }
    server.stop()?;
    peer::insert(folder.path(), &mut table).await?;
    println!("{table}");
    Ok(())
}

/// The store that everything runs on: prepared now, or copied from the last time.
async fn staged(load: &Load, data: &Path) -> Result<seed::Stage> {
    let Some(kept) = &load.prepared else {
        return seed::prepare(data, load.units, load.events).await;
    };
    fs::create_dir_all(kept)?;
    let stage = kept.join("stage.json");
    if !stage.exists() {
        let begun = Instant::now();
        let made = seed::prepare(kept, load.units, load.events).await?;
        fs::write(&stage, serde_json::to_vec(&made)?)?;
        println!("prepared in {:.1?}", begun.elapsed());
    }
    fs::copy(kept.join("tongket.db"), data.join("tongket.db"))?;
    let made = fs::read(&stage).context("the stage of the prepared store")?;
    Ok(serde_json::from_slice(&made)?)
}
