//! People and the house they work in.

pub(crate) mod office;
pub(crate) mod tier;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tongket::web::{House, Settings, router};
use tongket_core::password::Policy;
use tongket_store::account::{self, Account};
use tongket_store::testing::{StoppedClock, ThrowAway};
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, StoreError, new_id, session};
use tower::ServiceExt as _;

/// A password that the policy accepts.
pub(crate) const PASSWORD: &str = "Sông Gianh 2026 xanh!";

/// The hash of [`PASSWORD`]; hashing takes its time, and every person of a test has it.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let hash =
        argon2::PasswordHasher::hash_password(&argon2::Argon2::default(), PASSWORD.as_bytes());
    hash.expect("it can be hashed").to_string()
});

/// Under it sessions last a day.
fn patient() -> Policy {
    Policy {
        idle_minutes: 24 * 60,
        administrator_idle_minutes: 24 * 60,
        ..Policy::default()
    }
}

/// A server on a store that is gone with the test.
pub(crate) struct TestHouse {
    pub(crate) house: House,
    pub(crate) router: Router,
    pub(crate) clock: StoppedClock,
    pub(crate) kept: ThrowAway,
}

impl TestHouse {
    /// Without any account, on SQLite.
    pub(crate) async fn empty() -> TestHouse {
        let now = "2026-03-10T08:00:00+07:00".parse().expect("a moment");
        TestHouse::over(ThrowAway::sqlite(now).await, now)
    }

    /// Over a store, at a moment.
    ///
    /// Sessions last a day there, so that tests may move the clock; see [`TestHouse::strict`].
    pub(crate) fn over(kept: ThrowAway, now: Timestamp) -> TestHouse {
        TestHouse::started(kept, StoppedClock::at(now), patient())
    }

    /// Without any account, under the policy of every real house.
    pub(crate) async fn strict() -> TestHouse {
        let now = "2026-03-10T08:00:00+07:00".parse().expect("a moment");
        let kept = ThrowAway::sqlite(now).await;
        TestHouse::started(kept, StoppedClock::at(now), Policy::default())
    }

    /// The server ended, and begins again on what it has kept.
    pub(crate) fn starts_again(self) -> TestHouse {
        TestHouse::started(self.kept, self.clock, patient())
    }

    fn started(kept: ThrowAway, clock: StoppedClock, policy: Policy) -> TestHouse {
        let ticking = clock.clone();
        let settings = Settings {
            requests_per_second: 100_000,
            attempts_per_minute: 1_000,
            policy,
            ..Settings::default()
        };
        let house = House::new(
            kept.store.clone(),
            settings,
            Arc::new(move || ticking.now()),
        );
        TestHouse {
            router: router(house.clone()),
            house,
            clock,
            kept,
        }
    }

    /// Somebody with a browser, not signed in.
    pub(crate) fn visitor(&self) -> Person {
        Person {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// Somebody who has an account, signed in without the wait that a password costs.
    pub(crate) async fn person(&self, name: &str) -> Person {
        let mut conn = self.kept.store.read().await.expect("a connection");
        let found = account::named(&mut conn, name)
            .await
            .expect("it can be read");
        let id = found.unwrap_or_else(|| panic!("{name} has no account")).id;
        drop(conn);
        let secret = format!("secret-of-{name}");
        let hash: String = Sha256::digest(secret.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let now = self.clock.now();
        self.kept
            .store
            .act::<(), StoreError>(move |tx| {
                Box::pin(async move {
                    session::end(tx, &hash).await?;
                    let until = now + jiff::SignedDuration::from_hours(24 * 365);
                    session::open(tx, &hash, &id, now, until).await?;
                    Ok(Done::already(()))
                })
            })
            .await
            .expect("the session opens");
        let mut person = self.visitor();
        person.cookies.insert("tongket_session".to_owned(), secret);
        person
    }

    /// The administrator, made on the first visit and signed in.
    pub(crate) async fn administrator(&self) -> Person {
        let mut person = self.visitor();
        let made = person
            .send(
                "/setup",
                &[
                    ("name", "quantri"),
                    ("full_name", "Lê Quản Trị"),
                    ("password", PASSWORD),
                    ("again", PASSWORD),
                ],
            )
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        person.sign_in("quantri", PASSWORD).await.leads_to("/");
        person
    }

    /// A unit that has always stood; gives its id.
    pub(crate) async fn unit(&self, name: &str, kind: &str, parent: Option<&str>) -> String {
        let now = self.clock.now();
        let mut version = UnitVersion {
            id: new_id(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            parent: parent.map(str::to_owned),
            ..UnitVersion::default()
        };
        let act = self.kept.store.act::<String, StoreError>(move |tx| {
            Box::pin(async move {
                version.unit = unit::create(tx, now).await?;
                unit::add_version(tx, &version).await?;
                Ok(Done::already(version.unit))
            })
        });
        let made = act.await.expect("the unit is kept");
        self.house.units_changed().await;
        made
    }

    /// Somebody with a role at a unit (empty: the whole house), with an own password, signed in.
    pub(crate) async fn hire(&self, name: &str, role: &str, unit: &str) -> Person {
        let now = self.clock.now();
        let made = Account {
            id: new_id(),
            name: name.to_owned(),
            full_name: format!("Người {name}"),
            email: String::new(),
            language: "vi".to_owned(),
            password_hash: HASH.clone(),
            password_at: now,
            must_change: false,
            failures: 0,
            locked_until: None,
            disabled_at: None,
            created_at: now,
            seen_at: None,
        };
        let (role, unit) = (role.to_owned(), unit.to_owned());
        let act = self.kept.store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                account::create(tx, &made).await?;
                account::grant(tx, &made.id, &role, &unit).await?;
                Ok(Done::already(()))
            })
        });
        act.await.expect("the account is kept");
        let mut person = self.visitor();
        person.sign_in(name, PASSWORD).await.leads_to("/");
        person
    }
}

/// Somebody with a browser.
#[derive(Clone)]
pub(crate) struct Person {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Person {
    /// The secret of the session that this person is in.
    #[track_caller]
    pub(crate) fn secret(&self) -> &str {
        let secret = self.cookies.get("tongket_session");
        secret.expect("somebody who is signed in")
    }

    /// Signs in.
    pub(crate) async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.send("/session", &[("name", name), ("password", password)])
            .await
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> Answer {
        self.ask(
            Request::get(path).header(header::ACCEPT, "text/html"),
            Body::empty(),
        )
        .await
    }

    /// Asks for the data behind a page.
    pub(crate) async fn data(&mut self, path: &str) -> serde_json::Value {
        let request = Request::get(path).header(header::ACCEPT, "application/json");
        let answer = self.ask(request, Body::empty()).await;
        serde_json::from_str(&answer.text)
            .unwrap_or_else(|error| panic!("{path}: {error}: {}", answer.text))
    }

    /// Downloads a file.
    pub(crate) async fn download(&mut self, path: &str) -> Vec<u8> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::get(path)
            .header(header::HOST, "tongket.test")
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::empty())
            .expect("a request");
        let response = self.router.clone().oneshot(request).await;
        let response = response.expect("the router answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let body = response.into_body().collect().await.expect("a body");
        body.to_bytes().to_vec()
    }

    /// Sends a form.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = serde_urlencoded::to_string(fields).expect("fields are text");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html");
        self.ask(request, Body::from(form)).await
    }

    /// Sends JSON, as scripts and other programs do.
    pub(crate) async fn send_json(&mut self, path: &str, data: &serde_json::Value) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        self.ask(request, Body::from(data.to_string())).await
    }

    /// Sends a form with files: name, file name, bytes.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const BORDER: &str = "----tongket";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{BORDER}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--{BORDER}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend(format!("--{BORDER}--\r\n").into_bytes());
        let request = Request::post(path)
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BORDER}"),
            )
            .header(header::ACCEPT, "text/html");
        self.ask(request, Body::from(body)).await
    }

    /// Sends an empty form from a page of another place.
    pub(crate) async fn send_from(&mut self, origin: &str, path: &str) -> Answer {
        let request = Request::post(path)
            .header(header::ORIGIN, origin)
            .header("sec-fetch-site", "cross-site");
        self.ask(request, Body::empty()).await
    }

    /// Asks as a program does, with a key.
    pub(crate) async fn open_with_key(&mut self, path: &str, key: &str) -> Answer {
        let request = Request::get(path)
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {key}"));
        self.ask(request, Body::empty()).await
    }

    /// Loses every cookie, as when a session has run out.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::HOST, "tongket.test")
            .header(header::COOKIE, cookies.join("; "))
            .body(body)
            .expect("a request");
        let method = request.method().clone();
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        self.keep_cookies(&response);
        Answer::of(&method, response).await
    }

    fn keep_cookies(&mut self, response: &Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie is text");
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            match rest.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Answer {
    async fn of(method: &Method, response: Response<Body>) -> Answer {
        let status = response.status();
        let location = response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().expect("a path").to_owned());
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.is_some(),
            "every answer is strict: {method} {status}"
        );
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        Answer {
            status,
            location,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The page is there and says this.
    #[track_caller]
    pub(crate) fn sees(&self, words: &str) -> &Answer {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        assert!(
            self.text.contains(words),
            "“{words}” is not in: {}",
            self.text
        );
        self
    }

    /// The page does not say this.
    #[track_caller]
    pub(crate) fn does_not_see(&self, words: &str) -> &Answer {
        assert!(!self.text.contains(words), "“{words}” is in: {}", self.text);
        self
    }

    /// The act was done and leads to a page whose address begins like this.
    #[track_caller]
    pub(crate) fn leads_to(&self, path: &str) -> &Answer {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        let location = self.location.as_deref().unwrap_or_default();
        assert!(location.starts_with(path), "{location} is not {path}");
        self
    }

    /// The last part of the address that it leads to, without query: an id.
    #[track_caller]
    pub(crate) fn id(&self) -> String {
        let location = self.location.as_deref().expect("it leads somewhere");
        let path = location.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// What stands between two pieces of text.
    #[track_caller]
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let found = self
            .text
            .split_once(before)
            .and_then(|(_, rest)| rest.split_once(after));
        let (found, _) = found.unwrap_or_else(|| panic!("no {before}…{after} in: {}", self.text));
        found.to_owned()
    }

    /// It was refused with this code.
    #[track_caller]
    pub(crate) fn is_refused(&self, code: &str) -> &Answer {
        assert!(
            !self.status.is_success(),
            "{code} was expected: {}",
            self.text
        );
        assert!(self.text.contains(code), "{code} is not in: {}", self.text);
        self
    }
}
