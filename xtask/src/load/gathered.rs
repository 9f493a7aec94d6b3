//! A thousand accepted reports are put together in front of somebody: for the first time, from nothing after a
//! start, with one more, then with one corrected.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use hyper::body::Bytes;

use super::client::{Asker, Client};
use super::figures::{Table, Times};
use super::fresh::{accept, send, send_next};
use super::report;
use super::seed::Stage;
use super::server::Server;
use super::submissions::Receipt;

/// Reports that are accepted before anybody looks.
const REPORTS: usize = 1_000;
/// How long the first opening may take, and one after a report more.
const GOALS: [Duration; 2] = [Duration::from_secs(1), Duration::from_millis(100)];
/// Openings of each sort.
const ROUNDS: usize = 5;
/// How long the server is left alone before it is started again.
const REST: Duration = Duration::from_secs(30);

/// Has reports accepted from a place of the order on, starts the server again before each opening
/// from nothing, and looks once more after a report that is accepted then, and after its correction.
/// Gives the place from which it goes on.
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
    let begun = Instant::now();
    let page = consolidation(&mut client, &list, &officer).await?;
    look(&mut client, &page, &officer).await?;
    let first = begun.elapsed();
    // What was sent becomes findable and what was read is laid down, behind the requests.
    tokio::time::sleep(REST).await;
    let [mut whole, mut more, mut again]: [Times; 3] = Default::default();
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
        more.push(look(&mut client, &page, &officer).await?);
        let receipt = correct(&mut client, stage, next).await?;
        accept(&mut client, &officer, &receipt.submission).await?;
        again.push(look(&mut client, &page, &officer).await?);
        next += 1;
    }
    let [goal, later] = GOALS;
    let what = format!(
        "{REPORTS} reports put together for the first time, right after the last was accepted"
    );
    table.time(what, first, goal);
    let what = format!(
        "{} accepted reports put together after a start",
        next - from
    );
    table.time(what, whole.percentile(95), goal);
    let middle = whole.percentile(50).as_millis();
    table.say("  half of them within", format!("{middle} ms"));
    let what = "the same page after one more was accepted";
    table.time(what, more.percentile(95), later);
    let what = "the same page after one was corrected in a section and sent again";
    table.time(what, again.percentile(95), later);
    Ok((server, next))
}

/// Opens a page, and says how long that took.
async fn look(client: &mut Client, page: &str, asker: &Asker) -> Result<Duration> {
    let begun = Instant::now();
    let opened = client.open(page, asker).await?;
    ensure!(opened.status == StatusCode::OK, "{page}: {}", opened.status);
    Ok(begun.elapsed())
}

/// An accepted report is opened again, corrected in a section and sent once more.
async fn correct(client: &mut Client, stage: &Stage, place: usize) -> Result<Receipt> {
    let (key, report) = stage.at(place).context("a report that was sent")?;
    let path = format!("/api/v1/reports/{report}/correction");
    let asker = Asker::Key(key.clone());
    let why = r#"{"reason":"Một mục ghi nhầm."}"#;
    let opened = client.send(&path, &asker, Bytes::from(why)).await?;
    ensure!(opened.status == StatusCode::OK, "{}", opened.status);
    send(client, stage, place, report::corrected(place)).await
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
