//! The example as a campaign on the server: units, people, the plan put into
//! force, and most of the reports written, signed and sent.
//!
//! Accounts are made first, one drafter and one leader a unit; everything
//! after that is done by these people through the acts of the pages, on the
//! days on which it would have been done.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use axum::Router;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use tongket_core::permit::Role;
use tongket_core::report::identify;
use tongket_reader::report::read::read;
use tongket_reader::words::fold;
use tongket_store::account::{self, Account};
use tongket_store::{Done, StoreError, new_id, session};

use super::crowd::{self, Fate};
use super::figures::{Counts, ROWS, YEARS};
use super::office::Clerk;
use crate::files;
use crate::web::{Clock, House, password, router, token};

/// The password of everybody in the example.
pub(super) const PASSWORD: &str = "Tong ket 2026 vui!";
/// How many of the reports that came in are accepted; the next one is sent back, the rest waits.
const ACCEPTED: usize = 5;

/// Sections that a report of the example may leave out and still be sent.
const GAPS: usize = 4;

/// The days of April on which reports come in: few early, most in the last days. A report that
/// comes again comes later, so the days only go on.
const DAYS: [i8; 10] = [14, 16, 17, 20, 21, 22, 22, 23, 23, 23];

/// A clock that stands where the example is, and goes on from there.
#[derive(Clone, Default)]
pub(super) struct ExampleClock(Arc<AtomicI64>);

impl ExampleClock {
    /// Puts it to eight in the morning of a day.
    pub(super) fn set(&self, day: Date) {
        let morning = jiff::tz::Offset::constant(7).to_timestamp(day.at(8, 0, 0, 0));
        if let Ok(morning) = morning {
            let ahead = morning.as_millisecond() - Timestamp::now().as_millisecond();
            self.0.store(ahead, Ordering::SeqCst);
        }
    }

    /// The clock as the server asks it.
    pub(super) fn clock(&self) -> Clock {
        let ahead = Arc::clone(&self.0);
        Arc::new(move || {
            let now = Timestamp::now().as_millisecond() + ahead.load(Ordering::SeqCst);
            Timestamp::from_millisecond(now).unwrap_or_default()
        })
    }
}

/// Somebody of the example who may sign in.
pub(super) struct Login {
    /// What is typed.
    pub(super) name: String,
    /// In which part, at which unit.
    pub(super) part: String,
}

/// What the staging works with.
pub(super) struct Stage<'a> {
    house: &'a House,
    router: Router,
    clock: &'a ExampleClock,
    input: &'a Path,
    hash: String,
    /// The morning on which the example is met: accounts were used the day before.
    met: Timestamp,
    /// Communes that are there besides those of the example.
    pub(super) crowd: usize,
    logins: Vec<Login>,
}

/// The two people of a unit.
struct People {
    unit: String,
    name: String,
    drafter: Clerk,
    leader: Clerk,
}

impl<'a> Stage<'a> {
    /// An empty stage over an empty house.
    pub(super) async fn new(
        house: &'a House,
        clock: &'a ExampleClock,
        input: &'a Path,
    ) -> Result<Stage<'a>> {
        let hash = house.hashing(|| password::hash(PASSWORD)).await;
        Ok(Stage {
            house,
            router: router(house.clone()),
            clock,
            input,
            hash: hash.context("the password of the example can be hashed")?,
            met: Timestamp::UNIX_EPOCH,
            crowd: 0,
            logins: Vec::new(),
        })
    }

    /// Plays the example up to its last day, and says who may sign in.
    pub(super) async fn play(mut self, last: Date) -> Result<Vec<Login>> {
        self.clock.set(last);
        self.met = self.house.now();
        self.clock.set(jiff::civil::date(2026, 3, 10));
        let administrator = self
            .settle("quantri", "Quản trị", Role::Administrator, "")
            .await?;
        self.import_units(&administrator).await?;
        let officer = self.standing_agency().await?;
        let people = self.people_of_units().await?;
        self.open_campaign(&officer).await?;
        self.write_reports(&people).await?;
        let sent = self.crowd_sends(&people).await?;
        self.clock.set(jiff::civil::date(2026, 4, 28));
        self.handle(&officer).await?;
        self.handle_crowd(&officer, &sent).await?;
        self.clock.set(last);
        Ok(self.logins)
    }

    /// Makes an account with a role at a unit, and lets its owner in for a day.
    async fn settle(&mut self, name: &str, part: &str, role: Role, unit: &str) -> Result<Clerk> {
        let now = self.house.now();
        let made = Account {
            id: new_id(),
            name: name.to_owned(),
            full_name: part.to_owned(),
            email: String::new(),
            language: "vi".to_owned(),
            password_hash: self.hash.clone(),
            password_at: self.met,
            must_change: false,
            failures: 0,
            locked_until: None,
            disabled_at: None,
            created_at: now,
            seen_at: Some(self.met),
        };
        let (unit, secret) = (unit.to_owned(), token::new());
        let token_hash = token::hash(&secret);
        self.house
            .store
            .act::<(), StoreError>(move |tx| {
                Box::pin(async move {
                    account::create(tx, &made).await?;
                    account::grant(tx, &made.id, role.id(), &unit).await?;
                    let until = now + jiff::SignedDuration::from_hours(24 * 100);
                    session::open(tx, &token_hash, &made.id, now, until).await?;
                    Ok(Done::already(()))
                })
            })
            .await?;
        self.logins.push(Login {
            name: name.to_owned(),
            part: part.to_owned(),
        });
        Ok(Clerk::new(&self.router, secret))
    }

    async fn import_units(&self, administrator: &Clerk) -> Result<()> {
        let mut bytes = fs::read(self.input.join("units.csv"))?;
        bytes.extend(crowd::listed(self.crowd).into_bytes());
        let fields = [("legal_act", "")];
        let list = administrator
            .upload("/units/import", &fields, "units.csv", &bytes)
            .await?;
        let confirmation = format!("/units/import/{}/confirmation", word(&list)?);
        administrator.act(&confirmation, &json!({})).await?;
        Ok(())
    }

    /// The officer of the police, who receive the reports, and a reviewer beside.
    async fn standing_agency(&mut self) -> Result<Clerk> {
        let unit = self.unit_named("Công an tỉnh").await?;
        self.settle("thamdinh", "Công an tỉnh: thẩm định", Role::Reviewer, &unit)
            .await?;
        let part = "Công an tỉnh: cơ quan thường trực";
        self.settle("thuongtruc", part, Role::StandingAgency, &unit)
            .await
    }

    /// The id of a unit by a name of it.
    async fn unit_named(&self, name: &str) -> Result<String> {
        let units = self.house.units().await?;
        let found = units.book.directory.find(name, self.house.today()).found();
        let id = found.and_then(|unit| units.book.id(unit));
        Ok(id
            .with_context(|| format!("{name} is in the list"))?
            .to_owned())
    }

    /// A drafter and a leader for every unit.
    async fn people_of_units(&mut self) -> Result<Vec<People>> {
        let (units, today) = (self.house.units().await?, self.house.today());
        let told = self.logins.len();
        let mut people = Vec::new();
        for version in units.versions().iter().filter(|unit| unit.stands_on(today)) {
            let name = sign_in_name(&version.name);
            let part = format!("{}: soạn báo cáo", version.name);
            let drafter = self
                .settle(&name, &part, Role::Drafter, &version.unit)
                .await?;
            let part = format!("{}: lãnh đạo ký", version.name);
            let leader = format!("{name}.ld");
            let leader = self
                .settle(&leader, &part, Role::Leader, &version.unit)
                .await?;
            people.push(People {
                unit: version.unit.clone(),
                name: version.name.clone(),
                drafter,
                leader,
            });
        }
        self.tell_of_crowd(told);
        Ok(people)
    }

    /// Of hundreds of communes the first is told and how the others sign in.
    fn tell_of_crowd(&mut self, before: usize) {
        let names: Vec<String> = (0..self.crowd)
            .map(|number| sign_in_name(&crowd::name(number)))
            .collect();
        let Some(first) = names.first() else { return };
        let own = |login: &Login| {
            let name = login.name.trim_end_matches(".ld");
            name == first || names.iter().all(|known| known != name)
        };
        let new = self.logins.split_off(before);
        self.logins.extend(new.into_iter().filter(own));
        self.logins.push(Login {
            name: "…".to_owned(),
            part: "các xã khác: tên xã viết liền không dấu; lãnh đạo thêm .ld".to_owned(),
        });
    }

    /// The officer uploads the plan, confirms what was read, and opens the campaign.
    async fn open_campaign(&self, officer: &Clerk) -> Result<()> {
        let bytes = fs::read(self.input.join("ke-hoach.docx"))?;
        let campaign = officer
            .upload("/campaigns/plan", &[], "ke-hoach.docx", &bytes)
            .await?;
        let campaign = format!("/campaigns/{}", word(&campaign)?);
        // The plan orders a conference "at provincial level" and says of nobody that they hold it.
        let host = json!({
            "about": "task",
            "target": "T02",
            "units": "Công an tỉnh",
            "reason": "Cơ quan thường trực tham mưu, tổ chức hội nghị.",
        });
        officer
            .act(&format!("{campaign}/corrections"), &host)
            .await?;
        let offices = json!({ "standing": "Công an tỉnh", "awards": "Sở Nội vụ" });
        officer
            .act(&format!("{campaign}/offices"), &offices)
            .await?;
        let yearly = json!({
            "title": "Biểu số liệu tổ tự quản từng năm",
            "columns": YEARS,
            "indicators": ROWS,
        });
        officer.act(&format!("{campaign}/forms"), &yearly).await?;
        let members = officer.look(&format!("{campaign}/members")).await?;
        for group in rows(&members, "groups") {
            let key = json!({ "group": group["key"] });
            officer
                .act(&format!("{campaign}/confirmations"), &key)
                .await?;
        }
        officer
            .act(&format!("{campaign}/opening"), &json!({}))
            .await?;
        Ok(())
    }

    /// Every unit takes its Word file in; what is whole goes up to the leader and is sent.
    async fn write_reports(&self, people: &[People]) -> Result<()> {
        let (units, today) = (self.house.units().await?, self.house.today());
        let mut paths: Vec<_> = fs::read_dir(self.input.join("reports"))?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        let files = paths.len();
        for (number, path) in paths.into_iter().enumerate() {
            let Ok(source) = files::read_file(&path) else {
                continue;
            };
            let day = jiff::civil::date(2026, 4, DAYS[number * DAYS.len() / files]);
            if day > self.house.today() {
                self.clock.set(day);
            }
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let directory = &units.book.directory;
            let sender = identify(&read(&source), source.text(), &name, directory, today).unit;
            let unit = sender.and_then(|unit| units.book.id(unit));
            let author = people
                .iter()
                .find(|people| Some(people.unit.as_str()) == unit);
            if let Some(author) = author {
                let counts = Counts::of(source.text());
                let file = (name.as_str(), fs::read(&path)?);
                self.write_report(author, file, counts).await?;
            }
        }
        Ok(())
    }

    async fn write_report(
        &self,
        author: &People,
        (name, bytes): (&str, Vec<u8>),
        counts: Option<Counts>,
    ) -> Result<()> {
        let Some(report) = report_of(author).await? else {
            return Ok(());
        };
        let fields = [("mode", "replace")];
        author
            .drafter
            .upload(&format!("{report}/files"), &fields, name, &bytes)
            .await?;
        if let Some(counts) = counts {
            fill_in(author, &report, counts).await?;
            say_that_tables_are_filled(author, &report).await?;
        }
        if !self.settle_gaps(author, &report).await? {
            return Ok(());
        }
        let presented = author
            .drafter
            .act(&format!("{report}/presentation"), &json!({ "note": "" }))
            .await;
        // A report that may not go up stays with its drafter, who finds there why.
        if presented.is_err() {
            return Ok(());
        }
        let desk = author
            .leader
            .look(&format!("{report}/presentation"))
            .await?;
        let reason = match desk["known"].as_u64() {
            Some(0) | None => "",
            Some(_) => "Gửi bản đã sửa, thay bản trước.",
        };
        let signature = json!({ "seen": desk["seen"], "known": desk["known"], "reason": reason });
        author
            .leader
            .act(&format!("{report}/submission"), &signature)
            .await?;
        Ok(())
    }

    /// Says "không có" where a report left out a few sections; whether it may go up then.
    async fn settle_gaps(&self, author: &People, report: &str) -> Result<bool> {
        let overview = author.drafter.look(report).await?;
        let empty: Vec<&str> = rows(&overview, "sections")
            .filter(|section| section["required"] == true && section["state"] == "empty")
            .filter_map(|section| section["href"].as_str())
            .collect();
        if empty.len() > GAPS {
            return Ok(false);
        }
        for section in empty {
            let nil = format!("{section}/nil");
            author.drafter.act(&nil, &json!({ "base": "" })).await?;
        }
        Ok(true)
    }

    /// Most of the other communes send their report, each in one act; the ids of what was sent.
    async fn crowd_sends(&self, people: &[People]) -> Result<Vec<(usize, String)>> {
        let (mut asked, mut sent) = (None, Vec::new());
        for number in (0..self.crowd).filter(|number| crowd::fate(*number) != Fate::Silent) {
            let day = jiff::civil::date(2026, 4, 23 + i8::from(number * 2 > self.crowd));
            if day > self.house.today() {
                self.clock.set(day);
            }
            let name = crowd::name(number);
            let Some(author) = people.iter().find(|people| people.name == name) else {
                continue;
            };
            let Some(report) = report_of(author).await? else {
                continue;
            };
            if asked.is_none() {
                asked = Some(asked_of(author, &report).await?);
            }
            let Some((items, forms)) = &asked else {
                continue;
            };
            let whole = crowd::report(number, items, forms);
            let path = format!("{report}/submission");
            let receipt = author.leader.act(&path, &whole).await?;
            sent.push((number, word(&receipt["submission"])?.to_owned()));
        }
        Ok(sent)
    }

    /// The officer accepts and sends back many at once.
    async fn handle_crowd(&self, officer: &Clerk, sent: &[(usize, String)]) -> Result<()> {
        let Some((_, first)) = sent.first() else {
            return Ok(());
        };
        let of = |wanted: Fate| -> Vec<&str> {
            let own = sent
                .iter()
                .filter(|(number, _)| crowd::fate(*number) == wanted);
            own.map(|(_, id)| id.as_str()).collect()
        };
        let version = officer.look(&format!("/submissions/{first}")).await?;
        let acts = format!("/campaigns/{}/today/acts", word(&version["campaign"])?);
        let accepted = json!({ "act": "accept", "versions": of(Fate::Accepted) });
        let returned = json!({
            "act": "return",
            "versions": of(Fate::Returned),
            "reasons": ["missing_section"],
            "text": "Đề nghị nêu rõ số thôn có tổ tự quản.",
        });
        for act in [accepted, returned] {
            // Few communes may leave one of the two without any.
            if act["versions"] != json!([]) {
                officer.act(&acts, &act).await?;
            }
        }
        Ok(())
    }

    /// The officer receives what came in, accepts some of it, and sends one back.
    async fn handle(&self, officer: &Clerk) -> Result<()> {
        let list = officer.look("/submissions").await?;
        for (at, row) in rows(&list, "rows").enumerate().take(ACCEPTED + 1) {
            let submission = format!("/submissions/{}", word(&row["id"])?);
            officer
                .act(&format!("{submission}/reception"), &json!({}))
                .await?;
            if at < ACCEPTED {
                officer
                    .act(&format!("{submission}/acceptance"), &json!({}))
                    .await?;
                continue;
            }
            let slip = json!({
                "reasons": ["missing_section"],
                "text": "Đề nghị nêu rõ số thôn có tổ tự quản và số thành viên.",
                "due": "2026-05-12",
            });
            officer.act(&format!("{submission}/return"), &slip).await?;
        }
        Ok(())
    }
}

/// The address of the report that a unit owes.
async fn report_of(author: &People) -> Result<Option<String>> {
    let duties = author.drafter.look("/duties").await?;
    let mut owed = rows(&duties, "owed").chain(rows(&duties, "done"));
    let Some(duty) = owed.find(|duty| duty["kind"] == "report") else {
        return Ok(None);
    };
    let duty = format!("/duties/{}", word(&duty["id"])?);
    let duty = author.drafter.look(&duty).await?;
    let report = duty["report"].as_str();
    Ok(report.map(|report| format!("/reports/{report}")))
}

/// What a report is asked: the items of its sections, its tables by their ids.
async fn asked_of(author: &People, report: &str) -> Result<(Vec<String>, Vec<(String, Value)>)> {
    let overview = author.drafter.look(report).await?;
    let last = |href: &Value| {
        let href = href.as_str().unwrap_or_default();
        href.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let required = rows(&overview, "sections").filter(|section| section["required"] == true);
    let items = required.map(|section| last(&section["href"])).collect();
    let mut forms = Vec::new();
    for form in rows(&overview, "forms") {
        let asked = author.drafter.look(word(&form["href"])?).await?;
        forms.push((last(&form["href"]), asked));
    }
    Ok((items, forms))
}

/// The drafter fills in the tables of a report.
async fn fill_in(author: &People, report: &str, counts: Counts) -> Result<()> {
    let overview = author.drafter.look(report).await?;
    for form in rows(&overview, "forms") {
        let table = word(&form["href"])?;
        let asked = author.drafter.look(table).await?;
        author.drafter.act(table, &counts.typed(&asked)).await?;
    }
    Ok(())
}

/// Whoever filled in the tables says so in their section, where the file says nothing there.
async fn say_that_tables_are_filled(author: &People, report: &str) -> Result<()> {
    let overview = author.drafter.look(report).await?;
    let of_tables = |section: &&Value| {
        let href = section["href"].as_str().unwrap_or_default();
        href.ends_with(crowd::TABLES) && section["state"] == "empty"
    };
    let Some(section) = rows(&overview, "sections").find(of_tables) else {
        return Ok(());
    };
    let said = json!({ "html": format!("<p>{}</p>", crowd::IN_TABLES) });
    let path = format!("{}/versions", word(&section["href"])?);
    author.drafter.act(&path, &said).await?;
    Ok(())
}

/// What the people of a unit type to sign in: "xã Vân Khê" → "vankhe".
fn sign_in_name(unit: &str) -> String {
    let bare = fold::bare(unit);
    let bare = bare.strip_suffix(" tinh son hai").unwrap_or(&bare);
    let place = ["xa ", "phuong ", "uy ban "]
        .iter()
        .find_map(|level| bare.strip_prefix(level));
    let letters = place.unwrap_or(bare).chars();
    letters.filter(char::is_ascii_alphanumeric).collect()
}

fn word(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is an id"))
}

pub(super) fn rows<'v>(data: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    data[name].as_array().into_iter().flatten()
}
