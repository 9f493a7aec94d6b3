//! A browser window that a person sits before, and the line between it and the server.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::people::TestHouse;

/// How long a page may take to show something.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where chromedriver listens, where it is installed.
static DRIVER: LazyLock<Option<String>> = LazyLock::new(start_driver);

#[allow(clippy::print_stderr, reason = "tests say what they leave out")]
fn start_driver() -> Option<String> {
    let installed = ["/usr/bin/chromium", "/usr/bin/chromedriver"];
    if !installed.iter().all(|program| Path::new(program).exists()) {
        eprintln!("Chromium is not installed: nothing is tested in a browser");
        return None;
    }
    // The shell ends the driver, and with it every window, as soon as this process is gone.
    let watch = format!(
        "chromedriver --port=0 & driver=$!; while kill -0 {} 2>/dev/null; do sleep 0.5; done; kill $driver",
        std::process::id()
    );
    let mut shell = Command::new("sh")
        .args(["-c", &watch])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    let mut lines = BufReader::new(shell.stdout.take().expect("it writes")).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        let (_, port) = line.split_once("successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    });
    std::thread::spawn(move || {
        lines.for_each(drop);
        shell.wait()
    });
    Some(format!(
        "http://127.0.0.1:{}",
        port.expect("chromedriver says its port")
    ))
}

/// A server with a line to it that can be cut.
pub(crate) struct Line {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
}

impl Line {
    /// Serves a house; `None` where there is no browser to open it in.
    pub(crate) async fn to(house: &TestHouse) -> Option<Line> {
        DRIVER.as_ref()?;
        let server = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let behind = server.local_addr().expect("an address");
        let service = house
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(server, service).await });
        let front = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = front.local_addr().expect("an address");
        let cut = Arc::new(AtomicBool::new(false));
        tokio::spawn(carry(front, behind, Arc::clone(&cut)));
        Some(Line { address, cut })
    }

    /// Cuts the line: what is under way breaks off, nothing new gets through.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// Mends it.
    pub(crate) fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }

    /// A new window, as wide as a desktop or a phone.
    pub(crate) async fn window(&self, width: u32) -> Screen {
        let driver = DRIVER
            .as_ref()
            .expect("a line is only made where there is a browser");
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                format!("--window-size={width},900"),
            ] }),
        );
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver)
            .await
            .expect("a window opens");
        Screen {
            client,
            base: format!("http://{}", self.address),
        }
    }
}

/// Carries bytes both ways while the line is whole.
async fn carry(front: TcpListener, behind: SocketAddr, cut: Arc<AtomicBool>) {
    while let Ok((mut near, _)) = front.accept().await {
        if cut.load(Ordering::SeqCst) {
            continue;
        }
        let cut = Arc::clone(&cut);
        tokio::spawn(async move {
            let Ok(mut far) = TcpStream::connect(behind).await else {
                return;
            };
            let broken = async {
                while !cut.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {},
                () = broken => {},
            }
        });
    }
}

/// A window with a person before it.
pub(crate) struct Screen {
    pub(crate) client: Client,
    base: String,
}

impl Screen {
    /// Opens a page.
    pub(crate) async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        self.client.goto(&address).await.expect("the page opens");
    }

    /// Signs in.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) {
        self.open("/session").await;
        self.fill("#name", name).await;
        self.fill("#password", password).await;
        self.press("main button.primary").await;
        self.sees_at(".topbar form[action='/session/end']").await;
    }

    /// Waits until something is there and gives it.
    pub(crate) async fn sees_at(&self, place: &str) -> fantoccini::elements::Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(place))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{place}: {error}\n{}", self.text().await),
        }
    }

    /// Waits until the page says this.
    pub(crate) async fn sees(&self, words: &str) {
        for _ in 0..PATIENCE.as_millis() / 100 {
            if self.text().await.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("“{words}” does not appear:\n{}", self.text().await);
    }

    /// What the page says now.
    pub(crate) async fn text(&self) -> String {
        let text = self
            .client
            .execute("return document.body.innerText", Vec::new())
            .await;
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Types into a field, in place of what is there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        let element = self.sees_at(field).await;
        element.clear().await.expect("the field can be emptied");
        element.send_keys(text).await.expect("the field takes keys");
    }

    /// Types on, where the cursor is put by a click.
    pub(crate) async fn write(&self, field: &str, text: &str) {
        let element = self.sees_at(field).await;
        element.click().await.expect("it can be clicked");
        element.send_keys(text).await.expect("it takes keys");
    }

    /// Presses a button or a link.
    pub(crate) async fn press(&self, button: &str) {
        let element = self.sees_at(button).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{button}: {error}"));
    }

    /// Presses the button or link with these words.
    pub(crate) async fn press_words(&self, words: &str) {
        let path =
            format!("//*[self::button or self::a][contains(normalize-space(.), \"{words}\")]");
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&path))
            .await;
        match found {
            Ok(element) => element
                .click()
                .await
                .unwrap_or_else(|error| panic!("{words}: {error}")),
            Err(error) => panic!("{words}: {error}\n{}", self.text().await),
        }
    }

    /// Everybody can use this page: axe-core finds nothing against WCAG 2.2 AA, and
    /// nothing has to be pushed sideways to be read.
    pub(crate) async fn is_usable_by_everybody(&self) {
        const AXE: &str = include_str!("vendor/axe.min.js");
        self.client
            .execute(AXE, Vec::new())
            .await
            .expect("axe-core loads");
        let found = self
            .client
            .execute_async(
                "const done = arguments[0];
                 axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
                   .then((result) => done(result.violations.map((violation) =>
                     violation.id + ': ' + violation.nodes.map((node) => node.html).slice(0, 3).join(' | '))));",
                Vec::new(),
            )
            .await
            .expect("axe-core answers");
        assert_eq!(found, json!([]), "{}", self.address().await);
        let sideways = self
            .client
            .execute(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
                Vec::new(),
            )
            .await
            .expect("a number");
        assert!(
            sideways.as_i64() <= Some(1),
            "{}: {sideways} px too wide",
            self.address().await
        );
    }

    /// The path of the page.
    pub(crate) async fn address(&self) -> String {
        let address = self.client.current_url().await.expect("an address");
        address.path().to_owned()
    }

    /// Keeps a picture of the whole page in the folder that `TONGKET_PICTURES` names, if any.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TONGKET_PICTURES").map(PathBuf::from) else {
            return;
        };
        let height = self
            .client
            .execute("return document.documentElement.scrollHeight", Vec::new())
            .await
            .ok()
            .and_then(|height| height.as_u64())
            .unwrap_or(900);
        let (width, _) = self.client.get_window_size().await.expect("a size");
        let tall = u32::try_from(height.clamp(600, 6000)).unwrap_or(6000) + 150;
        self.client
            .set_window_size(u32::try_from(width).unwrap_or(1280), tall)
            .await
            .expect("it grows");
        let picture = self.client.screenshot().await.expect("a picture");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("it can be written");
        self.client
            .set_window_size(u32::try_from(width).unwrap_or(1280), 900)
            .await
            .expect("it shrinks");
    }

    /// Closes the window.
    pub(crate) async fn close(self) {
        let _ = self.client.close().await;
    }
}
