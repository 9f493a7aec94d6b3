//! Three people open every page they may: they follow the links they see, then open each again.
//!
//! Which pages there are comes from the server's own description of its API.
//! A page is HTML; files that are taken down are not timed as pages. The whole
//! walk ends when its time is up, an opening that takes too long is given up,
//! and what was not opened any more is said.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hyper::StatusCode;
use serde_json::Value;

use super::Load;
use super::client::{Answer, Asker, Client};
use super::figures::{Table, Times};
use super::seed::Stage;

/// How long the slowest of a hundred openings but five may take.
const GOAL: Duration = Duration::from_millis(50);
/// How long one opening may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(20);
/// Who looks.
const PEOPLE: [&str; 3] = ["officer", "administrator", "clerk"];
/// Addresses of one page that one person opens.
const VARIANTS: usize = 3;
/// How often each address is opened.
const TIMES: usize = 12;
/// How long one address may take, all its openings together.
const LONG: Duration = Duration::from_secs(3);
/// Files of any length, no pages.
const FILES: [&str; 3] = [
    "/audit/events.jsonl",
    "/units/list.csv",
    "/campaigns/{id}/series/export/{kind}",
];
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
    /// Openings that were given up.
    lost: usize,
}

/// Somebody who looks, over a connection of their own.
struct Reader<'a> {
    who: &'static str,
    asker: Asker,
    client: Client,
    address: SocketAddr,
    /// When the walk is over.
    until: Instant,
    explain: bool,
    described: &'a Described,
}

/// Walks, and writes what came of it into the table.
pub(crate) async fn walk(
    stage: &Stage,
    address: SocketAddr,
    load: &Load,
    table: &mut Table,
) -> Result<()> {
    let described = Described::ask(address).await?;
    let mut pages: BTreeMap<String, Page> = BTreeMap::new();
    let each = Duration::from_secs(load.page_seconds) / 3;
    let mut unopened = 0;
    for (number, secret) in stage.people.iter().enumerate() {
        let mut reader = Reader {
            who: PEOPLE[number],
            asker: Asker::Session(secret.clone()),
            client: Client::connect(address, 70_000 + number).await?,
            address,
            until: Instant::now() + each,
            explain: load.explain,
            described: &described,
        };
        let found = reader.crawl(stage, &mut pages).await?;
        for (at, (page, path)) in found.into_iter().enumerate() {
            if Instant::now() >= reader.until {
                unopened += 1;
                continue;
            }
            // Each address as somebody else, so that nobody asks too often.
            reader.client.tell(80_000 + number * 1_000 + at);
            reader.time(pages.entry(page).or_default(), path).await?;
        }
    }
    if unopened > 0 {
        println!("{unopened} addresses were opened once only: time was up");
    }
    tell(&described, &pages, load.explain, table);
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

impl Reader<'_> {
    /// Follows links from the first page on; gives the addresses that answered with a page.
    async fn crawl(
        &mut self,
        stage: &Stage,
        pages: &mut BTreeMap<String, Page>,
    ) -> Result<Vec<(String, String)>> {
        let mut waiting: VecDeque<String> = VecDeque::from(["/".to_owned()]);
        waiting.extend(ASKED.map(str::to_owned));
        waiting.extend(stage.campaigns.iter().map(|id| format!("/campaigns/{id}")));
        let (mut seen, mut opened, mut found) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
        while let Some(path) = waiting.pop_front() {
            let Some(page) = self.described.page_of(&path) else {
                continue;
            };
            let count: &mut usize = opened.entry(page.to_owned()).or_default();
            if FILES.contains(&page) || *count >= VARIANTS || !seen.insert(path.clone()) {
                continue;
            }
            *count += 1;
            if Instant::now() >= self.until {
                println!("{}: time was up before {path}", self.who);
                break;
            }
            self.client.tell(71_000 + seen.len());
            let begun = Instant::now();
            let answer = self.ask(&path, false).await?;
            let took = begun.elapsed();
            let shown = answer.as_ref().is_none_or(|answer| {
                answer.status == StatusCode::OK && answer.kind.starts_with("text/html")
            });
            if self.explain {
                let status = answer.as_ref().map_or(0, |answer| answer.status.as_u16());
                eprintln!(
                    "{:>13} {status} {:>6} ms  {path}",
                    self.who,
                    took.as_millis()
                );
            }
            if !shown {
                *count -= 1;
                waiting.extend(answer.and_then(|answer| answer.onward));
                continue;
            }
            let entry = pages.entry(page.to_owned()).or_default();
            entry.first = entry.first.max(took);
            match answer {
                Some(answer) => {
                    waiting.extend(links(&String::from_utf8_lossy(&answer.body)));
                    found.push((page.to_owned(), path));
                }
                None => entry.give_up(path, self.who),
            }
        }
        Ok(found)
    }

    /// Opens an address again and again.
    async fn time(&mut self, page: &mut Page, path: String) -> Result<()> {
        let (begun, mut own) = (Instant::now(), Times::default());
        while own.len() < TIMES && begun.elapsed() < LONG {
            let asked = Instant::now();
            let Some(answer) = self.ask(&path, true).await? else {
                page.give_up(path, self.who);
                return Ok(());
            };
            anyhow::ensure!(answer.status == StatusCode::OK, "{path}: {}", answer.status);
            own.push(asked.elapsed());
            page.bytes = page.bytes.max(answer.body.len());
        }
        let slow = own.percentile(95);
        if slow > page.slowest.0 {
            page.slowest = (slow, format!("{path} ({})", self.who));
        }
        page.times.extend(own);
        Ok(())
    }

    /// One opening, compressed or to be read; nothing where it took too long.
    async fn ask(&mut self, path: &str, compressed: bool) -> Result<Option<Answer>> {
        let opening = async {
            match compressed {
                true => self.client.open(path, &self.asker).await,
                false => self.client.look(path, &self.asker).await,
            }
        };
        match tokio::time::timeout(PATIENCE, opening).await {
            Ok(answer) => answer.map(Some),
            Err(_) => {
                self.client = Client::connect(self.address, 79_000).await?;
                Ok(None)
            }
        }
    }
}

impl Page {
    fn give_up(&mut self, path: String, who: &str) {
        self.lost += 1;
        self.times.push(PATIENCE);
        self.slowest = (PATIENCE, format!("{path} ({who})"));
    }
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
    let mut slowest: Vec<_> = pages.iter().collect();
    slowest.sort_by_key(|(_, page)| std::cmp::Reverse(page.times.percentile(95)));
    for (name, page) in slowest {
        let took = page.times.percentile(95);
        if explain || took >= GOAL {
            table.time(format!("  {name}: {page}"), took, GOAL);
        }
    }
    let unseen = described.0.iter().filter(|page| !pages.contains_key(*page));
    let unseen: Vec<&str> = unseen.map(String::as_str).collect();
    println!(
        "no page, or shown to none of the three here: {}\n",
        unseen.join(" ")
    );
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, middle) = (self.first.as_millis(), self.times.percentile(50));
        let (middle, kilobytes) = (middle.as_millis(), self.bytes >> 10);
        write!(f, "first {first} ms, half {middle} ms, {kilobytes} KB")?;
        if self.lost > 0 {
            write!(f, ", given up {}", self.lost)?;
        }
        write!(f, "; slowest {}", self.slowest.1)
    }
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
