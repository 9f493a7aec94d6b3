//! Everybody sends at once: how many receipts a second, how long each takes, at what cost.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Deserialize;

use super::client::{Answer, Asker, Client};
use super::figures::{Table, Times};
use super::seed::Stage;
use super::server::{Server, work_of};
use super::{Load, report};

/// How long a process that was killed may take to end.
const ENDING: Duration = Duration::from_millis(500);
/// Submissions a second that are wanted.
const GOAL: f64 = 1_500.0;
/// How long the slowest of a hundred but five may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// A receipt that was given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Receipt {
    /// Id of the version.
    pub(crate) submission: String,
    /// Number of the receipt.
    pub(crate) receipt: String,
    /// SHA-256 of the content.
    pub(crate) sha256: String,
}

/// What came of the sending.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Every receipt that was given.
    pub(crate) receipts: Vec<Receipt>,
    /// Reports that were taken from the order, sent or not.
    pub(crate) taken: usize,
    /// How long each answer took.
    pub(crate) times: Times,
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// Time on the processors that the clients took.
    pub(crate) driving: Duration,
}

/// What the clients have in common.
struct Crowd {
    stage: Stage,
    next: AtomicUsize,
    until: Instant,
    bodies: Vec<Bytes>,
    address: SocketAddr,
}

/// Sends reports from a place of the order on, as long as `load` says, or until the server is gone.
pub(crate) async fn send(
    stage: &Stage,
    address: SocketAddr,
    load: &Load,
    from: usize,
) -> Result<Sent> {
    let (crowd, clients) = gather(stage, address, load, from).await?;
    let (begun, driven) = (Instant::now(), work_of("self")?);
    let working: Vec<_> = clients
        .into_iter()
        .map(|client| tokio::spawn(work(Arc::clone(&crowd), client)))
        .collect();
    let mut sent = Sent {
        receipts: Vec::new(),
        taken: 0,
        times: Times::default(),
        took: Duration::ZERO,
        driving: Duration::ZERO,
    };
    for client in working {
        let (receipts, times) = client.await??;
        sent.receipts.extend(receipts);
        sent.times.extend(times);
    }
    sent.took = begun.elapsed();
    sent.driving = work_of("self")?.saturating_sub(driven);
    sent.taken = crowd.next.load(Ordering::SeqCst);
    Ok(sent)
}

/// Clients that are connected and wait for the word.
async fn gather(
    stage: &Stage,
    address: SocketAddr,
    load: &Load,
    from: usize,
) -> Result<(Arc<Crowd>, Vec<Client>)> {
    let mut clients = Vec::with_capacity(load.clients);
    for number in 0..load.clients {
        clients.push(Client::connect(address, number).await?);
    }
    let crowd = Crowd {
        stage: stage.clone(),
        next: AtomicUsize::new(from),
        bodies: (0..report::DIFFERENT).map(report::body).collect(),
        until: Instant::now() + Duration::from_secs(load.seconds),
        address,
    };
    Ok((Arc::new(crowd), clients))
}

/// Sends one report: with the key of its leader, under its id.
pub(crate) async fn send_one(
    client: &mut Client,
    (key, report): &(String, String),
    body: Bytes,
) -> Result<Answer> {
    let path = format!("/api/v1/reports/{report}/submission");
    client.send(&path, &Asker::Key(key.clone()), body).await
}

/// One client: the next report, until time is up, none is left or the server is gone.
async fn work(crowd: Arc<Crowd>, mut client: Client) -> Result<(Vec<Receipt>, Times)> {
    let (mut receipts, mut times) = (Vec::new(), Times::default());
    while Instant::now() < crowd.until {
        let place = crowd.next.fetch_add(1, Ordering::SeqCst);
        let Some(owed) = crowd.stage.at(place) else {
            break;
        };
        let body = crowd.bodies[place % crowd.bodies.len()].clone();
        let begun = Instant::now();
        let Ok(answer) = send_one(&mut client, owed, body).await else {
            // Only a server that is gone leaves a request without an answer; one that was killed just
            // now may still take a connection while its process ends.
            tokio::time::sleep(ENDING).await;
            match Client::connect(crowd.address, 0).await {
                Ok(_) => bail!("{}: no answer from a server that stands", owed.1),
                Err(_) => break,
            }
        };
        if answer.status != StatusCode::OK {
            let words = String::from_utf8_lossy(&answer.body);
            bail!("{}: {}: {words}", owed.1, answer.status);
        }
        times.push(begun.elapsed());
        receipts.push(serde_json::from_slice(&answer.body)?);
    }
    Ok((receipts, times))
}

/// Writes what came of it into the table.
pub(crate) fn tell(sent: &Sent, server: &Server, table: &mut Table) -> Result<()> {
    let count = sent.times.len();
    let each = |work: Duration| work.as_secs_f64() * 1000.0 / count.max(1) as f64;
    let rate = count as f64 / sent.took.as_secs_f64();
    table.row(
        "submissions, on disk before the receipt",
        format!("{rate:.0}/s"),
        format!("> {GOAL:.0}/s"),
        Some(rate >= GOAL),
    );
    table.time("  95 of 100 within", sent.times.percentile(95), PATIENCE);
    let middle = sent.times.percentile(50).as_millis();
    table.say("  half of them within", format!("{middle} ms"));
    table.say(
        "  how many, in all",
        format!("{count} in {:.1} s", sent.took.as_secs_f64()),
    );
    table.say(
        "  processor time of the server for one",
        format!("{:.2} ms", each(server.work()?)),
    );
    table.say(
        "  processor time of the clients for one",
        format!("{:.2} ms", each(sent.driving)),
    );
    Ok(())
}
