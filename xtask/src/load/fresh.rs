//! A report comes in or is accepted, then somebody looks: what the pages that show every unit take right after a change.
//!
//! What is held in memory was made before the report came, so these are the
//! openings that have something to catch up with.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use hyper::body::Bytes;

use super::client::{Asker, Client};
use super::figures::{Table, Times};
use super::report;
use super::seed::Stage;
use super::submissions::{Receipt, send_one};

/// How long the slowest of a hundred openings but five may take.
const GOAL: Duration = Duration::from_millis(50);
/// Reports that come in before each page.
const ROUNDS: usize = 20;

/// Sends one report after the other from a place of the order on, and looks after each; gives the
/// place from which it goes on.
pub(crate) async fn look(
    stage: &Stage,
    address: SocketAddr,
    from: usize,
    table: &mut Table,
) -> Result<usize> {
    let officer = Asker::Session(stage.people[0].clone());
    let mut program = Client::connect(address, 60_000).await?;
    let mut reader = Client::connect(address, 60_001).await?;
    let (campaign, mut next) = (stage.campaign_at(from).context("a campaign")?, from);
    for page in pages(campaign) {
        for accepts in [false, true] {
            let mut times = Times::default();
            // The first opening makes what the later ones catch up.
            for round in 0..=ROUNDS {
                let receipt = send_next(&mut program, stage, next).await?;
                if accepts {
                    accept(&mut reader, &officer, &receipt.submission).await?;
                }
                next += 1;
                reader.tell(61_000 + next);
                let begun = Instant::now();
                let opened = reader.open(&page, &officer).await?;
                ensure!(opened.status == StatusCode::OK, "{page}: {}", opened.status);
                if round > 0 {
                    times.push(begun.elapsed());
                }
            }
            let name = page.trim_start_matches(&format!("/campaigns/{campaign}/"));
            let done = if accepts { "was accepted" } else { "came in" };
            table.time(
                format!("a report {done}, then /{name}, 95 of 100 within"),
                times.percentile(95),
                GOAL,
            );
        }
    }
    Ok(next)
}

/// Sends the report at a place of the order.
pub(crate) async fn send_next(client: &mut Client, stage: &Stage, next: usize) -> Result<Receipt> {
    send(client, stage, next, report::body(next)).await
}

/// Sends a body as the report at a place of the order.
pub(crate) async fn send(
    client: &mut Client,
    stage: &Stage,
    place: usize,
    body: Bytes,
) -> Result<Receipt> {
    let owed = stage.at(place).context("a report of the order")?;
    client.tell(61_000 + place);
    let sent = send_one(client, owed, body).await?;
    ensure!(sent.status == StatusCode::OK, "{}", sent.status);
    Ok(serde_json::from_slice(&sent.body)?)
}

/// The officer takes a report in and accepts it.
pub(crate) async fn accept(client: &mut Client, officer: &Asker, submission: &str) -> Result<()> {
    for act in ["reception", "acceptance"] {
        let path = format!("/submissions/{submission}/{act}");
        let done = client.send(&path, officer, Bytes::from("{}")).await?;
        let words = String::from_utf8_lossy(&done.body);
        ensure!(
            done.status == StatusCode::OK,
            "{path}: {}: {words}",
            done.status
        );
    }
    Ok(())
}

/// The pages that show every unit of a campaign.
fn pages(campaign: &str) -> [String; 7] {
    let across = format!("across/{}", report::item(0));
    [
        "today",
        "board",
        "coverage",
        "series",
        "work",
        "consolidation",
        &across,
    ]
    .map(|page| format!("/campaigns/{campaign}/{page}"))
}
