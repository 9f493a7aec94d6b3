//! Three people open every page they may: they follow the links they see, then open each again.
//!
//! Which pages there are comes from the server's own description of its API.
//! A page is HTML; files that are taken down are not timed as pages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hyper::StatusCode;
use serde_json::Value;

use super::client::{Asker, Client};
use super::figures::{Table, Times};
use super::seed::Stage;

/// How long the slowest of a hundred openings but five may take.
const GOAL: Duration = Duration::from_millis(50);
/// Who looks.
const PEOPLE: [&str; 3] = ["officer", "administrator", "clerk"];
/// Addresses of one page that one person opens.
const VARIANTS: usize = 5;
/// How often each address is opened.
const TIMES: usize = 12;
/// How long one address may take, all its openings together.
const LONG: Duration = Duration::from_secs(3);
/// Files of any length, no pages.
const FILES: [&str; 2] = ["/audit/events.jsonl", "/units/list.csv"];
/// Addresses that people type or choose in forms, which no link shows.
const ASKED: [&str; 12] = [
    "/search?q=t%E1%BB%95+t%E1%BB%B1+qu%E1%BA%A3n",
    "/search?q=van+khe+4321",
    "/search?q=khong+co+chu+nao",
    "/audit?act=section.write",
    "/audit?act=submission.create",
    "/units?q=van+khe+99",
    "/accounts?q=lanhdao77",
    "/accounts?role=leader",
    "/submissions?state=submitted",
    "/submissions?state=accepted",
    "/submissions?desk=campaigns",
    "/receipts?number=1&sha256=0",
];

/// The pages that the server describes, each as the parts of its address.
struct Described(Vec<String>);

/// How one page did, over all people and addresses.
#[derive(Default)]
struct Page {
    first: Duration,
    times: Times,
    bytes: usize,
    slowest: (Duration, String),
}

/// Walks, and writes what came of it into the table.
pub(crate) async fn walk(
    stage: &Stage,
    address: SocketAddr,
    explain: bool,
    table: &mut Table,
) -> Result<()> {
    let described = Described::ask(address).await?;
    let mut pages: BTreeMap<String, Page> = BTreeMap::new();
    for (number, secret) in stage.people.iter().enumerate() {
        let mut client = Client::connect(address, 70_000 + number).await?;
        let asker = Asker::Session(secret.clone());
        let found = crawl(&described, &mut client, &asker, stage, &mut pages).await?;
        for (at, (page, path)) in found.into_iter().enumerate() {
            // Each address as somebody else, so that nobody asks too often.
            client.tell(80_000 + number * 1_000 + at);
            let entry = pages.entry(page).or_default();
            time(entry, &mut client, &asker, path, PEOPLE[number]).await?;
        }
    }
    tell(&described, &pages, explain, table);
    Ok(())
}

impl Described {
    async fn ask(address: SocketAddr) -> Result<Described> {
        let mut client = Client::connect(address, 70_000).await?;
        let nobody = Asker::Session(String::new());
        let answer = client.look("/api/openapi.json", &nobody).await?;
        let description: Value = serde_json::from_slice(&answer.body)?;
        let paths = description["paths"].as_object().context("its paths")?;
        let shown = paths.iter().filter(|(_, acts)| acts.get("get").is_some());
        Ok(Described(shown.map(|(path, _)| path.clone()).collect()))
    }

    /// The page that an address belongs to; the one with the fewest open places where two would do.
    fn page_of(&self, path: &str) -> Option<&str> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let fits = |page: &&String| {
            let (mut of, mut is) = (page.split('/'), path.split('/'));
            loop {
                match (of.next(), is.next()) {
                    (None, None) => return true,
                    (Some(of), Some(is)) if of == is || (of.starts_with('{') && !is.is_empty()) => {
                    }
                    _ => return false,
                }
            }
        };
        let fitting = self.0.iter().filter(fits);
        let best = fitting.min_by_key(|page| page.matches('{').count());
        best.map(String::as_str)
    }
}

/// Follows links from the first page on; gives the addresses that answered with a page.
async fn crawl(
    described: &Described,
    client: &mut Client,
    asker: &Asker,
    stage: &Stage,
    pages: &mut BTreeMap<String, Page>,
) -> Result<Vec<(String, String)>> {
    let mut waiting: VecDeque<String> = VecDeque::from(["/".to_owned()]);
    waiting.extend(ASKED.map(str::to_owned));
    waiting.extend(stage.campaigns.iter().map(|id| format!("/campaigns/{id}")));
    let (mut seen, mut opened, mut found) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
    while let Some(path) = waiting.pop_front() {
        let Some(page) = described.page_of(&path) else {
            continue;
        };
        let count: &mut usize = opened.entry(page.to_owned()).or_default();
        if FILES.contains(&page) || *count >= VARIANTS || !seen.insert(path.clone()) {
            continue;
        }
        *count += 1;
        client.tell(71_000 + seen.len());
        let begun = Instant::now();
        let answer = client.look(&path, asker).await?;
        let took = begun.elapsed();
        if answer.status != StatusCode::OK || !answer.kind.starts_with("text/html") {
            *count -= 1;
            continue;
        }
        let entry = pages.entry(page.to_owned()).or_default();
        entry.first = entry.first.max(took);
        waiting.extend(links(&String::from_utf8_lossy(&answer.body)));
        found.push((page.to_owned(), path));
    }
    Ok(found)
}

/// Addresses of this server that a page links to.
fn links(html: &str) -> Vec<String> {
    let rest = html.split("href=\"").skip(1);
    let links = rest.filter_map(|rest| rest.split_once('"'));
    let own = links.filter(|(link, _)| link.starts_with('/') && !link.starts_with("//"));
    own.map(|(link, _)| {
        let link = link.split('#').next().unwrap_or_default();
        link.replace("&amp;", "&").replace("&#38;", "&")
    })
    .collect()
}

/// Opens an address again and again.
async fn time(
    page: &mut Page,
    client: &mut Client,
    asker: &Asker,
    path: String,
    who: &str,
) -> Result<()> {
    let (begun, mut own) = (Instant::now(), Times::default());
    while own.len() < TIMES && begun.elapsed() < LONG {
        let asked = Instant::now();
        let answer = client.open(&path, asker).await?;
        anyhow::ensure!(answer.status == StatusCode::OK, "{path}: {}", answer.status);
        own.push(asked.elapsed());
        page.bytes = page.bytes.max(answer.body.len());
    }
    let slow = own.percentile(95);
    if slow > page.slowest.0 {
        page.slowest = (slow, format!("{path} ({who})"));
    }
    page.times.extend(own);
    Ok(())
}

fn tell(described: &Described, pages: &BTreeMap<String, Page>, explain: bool, table: &mut Table) {
    let mut all = Times::default();
    for page in pages.values() {
        all.extend(page.times.clone());
    }
    let slow = pages
        .iter()
        .filter(|(_, page)| page.times.percentile(95) >= GOAL);
    let slow: Vec<_> = slow.collect();
    table.time(
        format!("all pages together ({}), 95 of 100 within", pages.len()),
        all.percentile(95),
        GOAL,
    );
    table.row(
        "pages of which 95 of 100 openings take longer",
        slow.len().to_string(),
        "0".to_owned(),
        Some(slow.is_empty()),
    );
    for (name, page) in pages {
        let took = page.times.percentile(95);
        if explain || took >= GOAL {
            let first = page.first.as_millis();
            table.time(
                format!(
                    "  {name}: first {first} ms, {} KB; slowest {}",
                    page.bytes >> 10,
                    page.slowest.1
                ),
                took,
                GOAL,
            );
        }
    }
    let unseen = described.0.iter().filter(|page| !pages.contains_key(*page));
    let unseen: Vec<&str> = unseen.map(String::as_str).collect();
    println!(
        "no page, or shown to none of the three here: {}\n",
        unseen.join(" ")
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_the_page_that_names_it_best() {
        let described = Described(
            [
                "/units",
                "/units/{id}",
                "/units/import",
                "/reports/{id}/sections/{item}",
            ]
            .map(str::to_owned)
            .to_vec(),
        );
        assert_eq!(described.page_of("/units?q=1"), Some("/units"));
        assert_eq!(described.page_of("/units/import"), Some("/units/import"));
        assert_eq!(described.page_of("/units/7#x"), Some("/units/{id}"));
        assert_eq!(described.page_of("/reports/1/sections"), None);
        assert_eq!(described.page_of("/units/"), None);
    }

    #[test]
    fn links_are_those_of_this_server() {
        let html =
            r#"<a href="/units?a=1&amp;b=2#x">1</a><a href="https://x/">2</a><a href="//x">3</a>"#;
        assert_eq!(links(html), ["/units?a=1&b=2"]);
    }
}
