//! The server is killed in the middle of the work: what was promised must be there.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tongket_store::{Store, submission};

use super::Load;
use super::figures::Table;
use super::seed::Stage;
use super::server::Server;
use super::submissions::{self, Receipt};

/// How long they send before the blow.
const BEFORE: Duration = Duration::from_secs(3);

/// Kills the server under load, starts it again and looks for every receipt ever given.
pub(crate) async fn kill(
    stage: &Stage,
    mut server: Server,
    load: &Load,
    (from, mut known): (usize, Vec<Receipt>),
    table: &mut Table,
) -> Result<Server> {
    let address = server.address;
    let long = Load {
        seconds: 60,
        ..load.clone()
    };
    let blow = async {
        tokio::time::sleep(BEFORE).await;
        server.kill()
    };
    let (sent, killed) = tokio::join!(submissions::send(stage, address, &long, from), blow);
    killed?;
    let sent = sent?;
    ensure!(
        !sent.receipts.is_empty(),
        "nothing was sent before the blow"
    );
    let during = sent.receipts.len();
    known.extend(sent.receipts);
    let (again, took) = Server::start(server.program(), server.data()).await?;
    table.time("start after kill -9", took, Duration::from_secs(1));
    let lost = lost(again.data(), &known).await?;
    table.row(
        format!(
            "receipts lost, of {} ({during} just before kill -9)",
            known.len()
        ),
        lost.to_string(),
        "0".to_owned(),
        Some(lost == 0),
    );
    verify(&again, table)?;
    Ok(again)
}

/// How many receipts the store does not know, or knows otherwise.
async fn lost(data: &std::path::Path, known: &[Receipt]) -> Result<usize> {
    let store = Store::open_as_is(&data.join("tongket.db")).await?;
    let mut conn = store.read().await?;
    let mut lost = 0;
    for given in known {
        let number = given.receipt.parse();
        let number = number.map_err(|_| anyhow::anyhow!("{} is no receipt", given.receipt))?;
        let kept = submission::of_receipt(&mut conn, &number).await?;
        let content = submission::content(&mut conn, &given.submission).await?;
        let held =
            kept.is_some_and(|kept| kept.id == given.submission && kept.sha256 == given.sha256);
        let whole =
            content.is_some_and(|content| content.fingerprint().to_string() == given.sha256);
        lost += usize::from(!(held && whole));
    }
    drop(conn);
    store.close().await;
    Ok(lost)
}

/// `tongket audit verify` over the same folder.
fn verify(server: &Server, table: &mut Table) -> Result<()> {
    let begun = Instant::now();
    let verified = Command::new(server.program())
        .args(["audit", "verify", "--data"])
        .arg(server.data())
        .output()?;
    let words = String::from_utf8_lossy(&verified.stdout);
    table.row(
        format!(
            "tongket audit verify: {}",
            words.lines().next().unwrap_or_default()
        ),
        format!("{:.1} s", begun.elapsed().as_secs_f64()),
        "whole".to_owned(),
        Some(verified.status.success()),
    );
    Ok(())
}
