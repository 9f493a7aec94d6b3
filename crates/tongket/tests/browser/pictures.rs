//! Pictures of every page of the example, at both widths, for whoever wants to look at them all.
//!
//! Nothing is done unless `TONGKET_PICTURES` names a folder. Then the example's
//! server is started, people of several roles follow every link, one page of
//! each kind is kept as a picture, and each must be usable by everybody.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::screen::Screen;

/// Who looks.
const PEOPLE: [&str; 5] = ["thuongtruc", "vankhe", "vankhe.ld", "quantri", "thamdinh"];
/// The password of everybody in the example.
const PASSWORD: &str = "Tong ket 2026 vui!";
/// Pages that no link leads to.
const UNLINKED: [&str; 3] = [
    "/khong-co-trang-nay",
    "/campaigns/new",
    "/search?q=to+tu+quan",
];

/// The example's server, which ends with the test.
struct Example {
    server: Child,
    address: String,
}

impl Example {
    fn start(folder: &std::path::Path) -> Example {
        let mut server = Command::new(env!("CARGO_BIN_EXE_tongket"))
            .args(["demo", "--listen", "127.0.0.1:0", "--out"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the example starts");
        let mut lines = BufReader::new(server.stdout.take().expect("it writes")).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, rest) = line.split_once("http://")?;
            Some(format!("http://{}", rest.split_whitespace().next()?))
        });
        std::thread::spawn(move || lines.for_each(drop));
        Example {
            server,
            address: address.expect("it says where it is"),
        }
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What kind of page an address is: ids, items and values left out.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts = Vec::new();
    let mut after = "";
    for part in path.split('/') {
        let is_id = part.len() == 36 && part.matches('-').count() == 4;
        let named = matches!(after, "sections" | "across" | "huong-dan" | "ma");
        parts.push(if is_id || named { "*" } else { part });
        after = part;
    }
    let keys = query.split('&').filter_map(|pair| pair.split('=').next());
    let keys: BTreeSet<&str> = keys
        .filter(|key| !key.is_empty() && *key != "said")
        .collect();
    let keys = keys.into_iter().collect::<Vec<_>>().join("-");
    format!(
        "{}{}{keys}",
        parts.join("_"),
        if keys.is_empty() { "" } else { "@" }
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_example_is_looked_at() {
    if std::env::var_os("TONGKET_PICTURES").is_none() || !Screen::is_possible() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let example = Example::start(folder.path());
    let mut wrong = Vec::new();
    for person in PEOPLE {
        let screen = Screen::before(example.address.clone()).await;
        screen.sign_in(person, PASSWORD).await;
        let mut waiting: VecDeque<String> = UNLINKED.map(str::to_owned).into();
        waiting.push_front("/".to_owned());
        let mut seen = BTreeSet::new();
        while let Some(address) = waiting.pop_front() {
            if !seen.insert(kind(&address)) || !is_page(&screen, &address).await {
                continue;
            }
            screen.open(&address).await;
            let name = format!("{person}{}", kind(&address));
            screen.picture(&name).await;
            wrong.extend(screen.hindrances().await);
            waiting.extend(links(&screen).await);
        }
        screen.close().await;
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whether an address leads to a page, not to a file.
async fn is_page(screen: &Screen, address: &str) -> bool {
    let question = "const [address, done] = arguments;
        fetch(address).then((answer) => done(answer.headers.get('content-type') ?? ''), () => done(''));";
    let kind = screen.client.execute_async(question, vec![json!(address)]);
    let kind = kind.await.expect("an answer");
    kind.as_str().unwrap_or_default().starts_with("text/html")
}

/// Where the links of a page lead, on this server.
async fn links(screen: &Screen) -> Vec<String> {
    let question = "return [...document.querySelectorAll('a[href]')]
        .filter((link) => link.origin === location.origin)
        .map((link) => link.pathname + link.search)";
    let links = screen.client.execute(question, Vec::new()).await;
    let links = links.expect("links");
    let links = links.as_array().into_iter().flatten();
    links
        .filter_map(|link| link.as_str().map(str::to_owned))
        .collect()
}
