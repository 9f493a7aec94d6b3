//! A thousand accepted reports are put together in front of somebody: first from nothing, then with one more.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;

use super::client::{Asker, Client};
use super::figures::{Table, Times};
use super::fresh::{accept, send_next};
use super::seed::Stage;
use super::server::Server;

/// Reports that are accepted before anybody looks.
const REPORTS: usize = 1_000;
/// How long the first opening may take, and one after a report more.
const GOALS: [Duration; 2] = [Duration::from_secs(1), Duration::from_millis(100)];
/// Openings of each sort.
const ROUNDS: usize = 5;

/// Has reports accepted from a place of the order on, starts the server again before each opening
/// from nothing, and looks once more after each report that is accepted then. Gives the place from
/// which it goes on.
pub(crate) async fn open(
    stage: &Stage,
    mut server: Server,
    from: usize,
    table: &mut Table,
) -> Result<(Server, usize)> {
    let officer = Asker::Session(stage.people[0].clone());
    let of_one = |at: &usize| stage.campaign_at(*at) == stage.campaign_at(at + REPORTS + ROUNDS);
    let from = (from..).find(of_one).context("reports of one campaign")?;
    let campaign = stage.campaign_at(from).context("a campaign")?;
    let list = format!("/campaigns/{campaign}/consolidation");
    let mut next = from;
    let mut client = Client::connect(server.address, 60_000).await?;
    while next < from + REPORTS {
        let receipt = send_next(&mut client, stage, next).await?;
        accept(&mut client, &officer, &receipt.submission).await?;
        next += 1;
    }
    let page = consolidation(&mut client, &list, &officer).await?;
    let (mut whole, mut more) = (Times::default(), Times::default());
    for _ in 0..ROUNDS {
        let (program, data) = (server.program().to_owned(), server.data().to_owned());
        server.stop()?;
        (server, _) = Server::start(&program, &data).await?;
        let mut client = Client::connect(server.address, 60_000).await?;
        // What any page needs (the tree of ten thousand units) is there when work begins.
        look(&mut client, "/duties", &officer).await?;
        whole.push(look(&mut client, &page, &officer).await?);
        let receipt = send_next(&mut client, stage, next).await?;
        accept(&mut client, &officer, &receipt.submission).await?;
        next += 1;
        more.push(look(&mut client, &page, &officer).await?);
    }
    let [first, again] = GOALS;
    let what = format!("{} accepted reports put together from nothing", next - from);
    table.time(what, whole.percentile(95), first);
    let what = "the same page after one more was accepted";
    table.time(what, more.percentile(95), again);
    Ok((server, next))
}

/// Opens a page, and says how long that took.
async fn look(client: &mut Client, page: &str, asker: &Asker) -> Result<Duration> {
    let begun = Instant::now();
    let opened = client.open(page, asker).await?;
    ensure!(opened.status == StatusCode::OK, "{page}: {}", opened.status);
    Ok(begun.elapsed())
}

/// The page of the unit that puts together, as the list of tiers leads to it.
async fn consolidation(client: &mut Client, list: &str, asker: &Asker) -> Result<String> {
    let shown = client.look(list, asker).await?;
    let words = String::from_utf8_lossy(&shown.body);
    let begins = format!("href=\"{list}/");
    let (_, rest) = words.split_once(&begins).context("a tier in the list")?;
    let (unit, _) = rest.split_once('"').context("an address")?;
    Ok(format!("{list}/{unit}"))
}
