//! A browser window that a person sits before, and the line between it and the server.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::http::Method;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use url::{ParseError, Url};

use crate::people::{Person, TestHouse};

/// How long a page may take to show something.
const PATIENCE: Duration = Duration::from_secs(25);
/// How often it is looked at again meanwhile.
const GLANCE: Duration = Duration::from_millis(60);
/// The widths at which every page is looked at: a desktop and a phone.
const WIDTHS: [u32; 2] = [1280, 360];

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

    /// A new window, as wide as a desktop.
    pub(crate) async fn window(&self) -> Screen {
        Screen::before(format!("http://{}", self.address)).await
    }

    /// A new window in which somebody is signed in.
    pub(crate) async fn seat(&self, person: &Person) -> Screen {
        let screen = self.window().await;
        let cookie = json!({
            "name": "tongket_session", "value": person.secret(), "url": screen.base,
        });
        let kept = DevTools("Network.setCookie", cookie);
        let kept = screen.client.issue_cmd(kept).await;
        assert_eq!(kept.expect("an answer")["success"], true);
        screen
    }
}

/// A command of Chromium's own, beyond WebDriver.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (Method::POST, Some(body.to_string()))
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
    /// Whether there is a browser.
    pub(crate) fn is_possible() -> bool {
        DRIVER.is_some()
    }

    /// A window before the server at this address.
    pub(crate) async fn before(base: String) -> Screen {
        let driver = DRIVER
            .as_ref()
            .expect("a window is only opened where there is a browser");
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--lang=vi", "--window-size=1280,900",
            ] }),
        );
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver)
            .await
            .expect("a window opens");
        Screen { client, base }
    }

    /// Makes the window as wide and as tall as that.
    async fn measure(&self, width: u32, height: u64) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        let set = DevTools("Emulation.setDeviceMetricsOverride", size);
        let set = self.client.issue_cmd(set).await;
        set.expect("the window can be measured");
    }

    /// Opens a page.
    pub(crate) async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        self.client.goto(&address).await.expect("the page opens");
    }

    /// Tries to open a page over a line that is cut.
    pub(crate) async fn tries(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        // What the driver says of the browser's own page of troubles depends on its mood.
        let _ = self.client.goto(&address).await;
        let here = self.text_in("main").await;
        assert_eq!(here, "", "{path} came over a line that is cut");
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
    pub(crate) async fn sees_at(&self, place: &str) -> Element {
        self.found(Locator::Css(place), place).await
    }

    async fn found(&self, place: Locator<'_>, name: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(GLANCE);
        match wait.for_element(place).await {
            Ok(element) => element,
            Err(error) => panic!("{name}: {error}\n{}", self.text().await),
        }
    }

    /// Waits until the page says this.
    pub(crate) async fn sees(&self, words: &str) {
        self.sees_in("body", words).await;
    }

    /// Waits until a part of the page says this.
    pub(crate) async fn sees_in(&self, place: &str, words: &str) {
        let begun = tokio::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.text_in(place).await.contains(words) {
                return;
            }
            tokio::time::sleep(GLANCE).await;
        }
        panic!("{place}: “{words}” does not appear:\n{}", self.text().await);
    }

    /// Waits until there are no more of these than so many.
    pub(crate) async fn sees_at_most(&self, place: &str, most: usize) {
        let begun = tokio::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.count(place).await <= most {
                return;
            }
            tokio::time::sleep(GLANCE).await;
        }
        panic!("{place}: still more than {most}:\n{}", self.text().await);
    }

    /// How many of these the page has now.
    pub(crate) async fn count(&self, place: &str) -> usize {
        let found = self.client.find_all(Locator::Css(place)).await;
        found.map_or(0, |found| found.len())
    }

    /// What the page says now.
    pub(crate) async fn text(&self) -> String {
        self.text_in("body").await
    }

    /// What a part of the page says now; nothing where it is not there.
    pub(crate) async fn text_in(&self, place: &str) -> String {
        let text = self
            .ask(
                "return document.querySelector(arguments[0])?.innerText ?? ''",
                place,
            )
            .await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, field: &str) -> String {
        let value = self
            .ask(
                "return document.querySelector(arguments[0])?.value ?? ''",
                field,
            )
            .await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Asks the page something about a part of it; nothing while it is on its way to another page.
    async fn ask(&self, question: &str, part: &str) -> Value {
        let answer = self.client.execute(question, vec![json!(part)]).await;
        answer.unwrap_or_default()
    }

    /// Types into a field, in place of what is there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        let element = self.sees_at(field).await;
        element.clear().await.expect("the field can be emptied");
        element.send_keys(text).await.expect("the field takes keys");
    }

    /// Chooses a day in a calendar field.
    pub(crate) async fn choose_day(&self, field: &str, day: &str) {
        let element = self.sees_at(field).await;
        let set = "arguments[0].value = arguments[1]";
        let element = serde_json::to_value(element).expect("an element");
        let set = self.client.execute(set, vec![element, json!(day)]).await;
        set.expect("the day is set");
    }

    /// Chooses a file of this machine.
    pub(crate) async fn choose_file(&self, field: &str, path: &Path) {
        let element = self.sees_at(field).await;
        let path = path.to_str().expect("a path");
        element.send_keys(path).await.expect("the file is chosen");
    }

    /// Types on at the end of a text.
    pub(crate) async fn write(&self, field: &str, text: &str) {
        let element = self.sees_at(field).await;
        element.click().await.expect("it can be clicked");
        // Control is held until the null key lets it go.
        let keys = format!("{}{}{}{text}", Key::Control, Key::End, Key::Null);
        element.send_keys(&keys).await.expect("it takes keys");
    }

    /// Presses a button or a link.
    pub(crate) async fn press(&self, button: &str) {
        let element = self.sees_at(button).await;
        self.click(element, button).await;
    }

    /// Presses what an XPath leads to.
    pub(crate) async fn press_at(&self, path: &str) {
        let element = self.found(Locator::XPath(path), path).await;
        self.click(element, path).await;
    }

    /// Presses the button or link with these words.
    pub(crate) async fn press_words(&self, words: &str) {
        let path =
            format!("//*[self::button or self::a][contains(normalize-space(.), \"{words}\")]");
        self.press_at(&path).await;
    }

    async fn click(&self, element: Element, name: &str) {
        let to = serde_json::to_value(&element).expect("an element");
        let to_it = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let _ = self.client.execute(to_it, vec![to]).await;
        if let Err(error) = element.click().await {
            panic!("{name}: {error}\n{}", self.text().await);
        }
    }

    /// Everybody can use this page, on a desktop and on a phone.
    pub(crate) async fn is_usable_by_everybody(&self) {
        assert_eq!(self.hindrances().await, Vec::<String>::new());
    }

    /// What stands in the way of somebody, on a desktop or on a phone: what axe-core finds against
    /// WCAG 2.2 AA, and pages that have to be pushed sideways to be read.
    pub(crate) async fn hindrances(&self) -> Vec<String> {
        const AXE: &str = include_str!("vendor/axe.min.js");
        const RUN: &str = "const done = arguments[0];
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
              .then((result) => done(result.violations.map((violation) => violation.id + ': '
                + violation.nodes.map((node) => node.html).slice(0, 3).join(' | '))));";
        const SIDEWAYS: &str = "return document.documentElement.scrollWidth
            - document.documentElement.clientWidth";
        let loaded = self.client.execute(AXE, Vec::new()).await;
        loaded.expect("axe-core loads");
        let page = self.address().await;
        let mut hindrances = Vec::new();
        for width in WIDTHS {
            self.measure(width, 900).await;
            let found = self.client.execute_async(RUN, Vec::new()).await;
            let found = found.expect("axe-core answers");
            let found = found.as_array().into_iter().flatten();
            hindrances.extend(found.map(|found| format!("{page} at {width} px: {found}")));
            let sideways = self.client.execute(SIDEWAYS, Vec::new()).await;
            let sideways = sideways.expect("a number").as_i64();
            if sideways > Some(1) {
                hindrances.push(format!("{page} at {width} px: {sideways:?} px too wide"));
            }
        }
        self.measure(WIDTHS[0], 900).await;
        hindrances
    }

    /// The path of the page.
    pub(crate) async fn address(&self) -> String {
        let address = self.client.current_url().await.expect("an address");
        address.path().to_owned()
    }

    /// Keeps pictures of the whole page, at both widths, in the folder that `TONGKET_PICTURES`
    /// names, if any.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TONGKET_PICTURES").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).expect("a folder");
        for width in WIDTHS {
            self.measure(width, 900).await;
            let height = self
                .client
                .execute("return document.documentElement.scrollHeight", Vec::new())
                .await
                .expect("a height");
            let tall = height.as_u64().unwrap_or(900).clamp(600, 7000);
            self.measure(width, tall).await;
            let picture = self.client.screenshot().await.expect("a picture");
            std::fs::write(folder.join(format!("{name}-{width}.png")), picture)
                .expect("it can be written");
        }
        self.measure(WIDTHS[0], 900).await;
    }

    /// Goes to the tab that was opened beside this one.
    pub(crate) async fn goes_to_the_other_tab(&self, this: &WindowHandle) {
        let begun = tokio::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            let tabs = self.client.windows().await.expect("tabs");
            if let Some(other) = tabs.into_iter().find(|tab| tab != this) {
                let gone = self.client.switch_to_window(other).await;
                return gone.expect("it can be gone to");
            }
            tokio::time::sleep(GLANCE).await;
        }
        panic!("there is no other tab");
    }

    /// Closes the window.
    pub(crate) async fn close(self) {
        let _ = self.client.close().await;
    }
}
