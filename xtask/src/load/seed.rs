//! The store before anybody sends: a country of units, three campaigns, and a long audit.
//!
//! Everything is written through the store's one path, so the chain of events
//! holds and the rows are those that the server itself would have written.

use std::path::Path;

use anyhow::Result;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tongket_core::event::Event;
use tongket_store::account::{self, Account};
use tongket_store::api_key::{self, ApiKey};
use tongket_store::campaign::{self, Campaign, Form, Item, State};
use tongket_store::duty::{self, Duty};
use tongket_store::figure::{self, Figure};
use tongket_store::section::{self, Origin, Standing, Version};
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, Store, StoreError, Tx, new_id, report as reports, session};

use super::report;

/// Campaigns that every unit answers.
const CAMPAIGNS: usize = 3;
/// Provinces between the root and the communes.
const PROVINCES: usize = 34;
/// Rows that one act writes.
const AT_ONCE: usize = 1_000;
/// Events that one act tells of.
const TOLD_AT_ONCE: u64 = 5_000;
/// What the events tell of, in turn.
const ACTS: [(&str, &str); 5] = [
    ("section.write", "report"),
    ("figure.write", "report"),
    ("section.write", "report"),
    ("report.present", "report"),
    ("evidence.attach", "report"),
];

/// What there is to work with.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Stage {
    /// Secrets of sessions: officer of the standing agency, administrator, clerk of a commune.
    pub(crate) people: [String; 3],
    /// Ids of the campaigns.
    pub(crate) campaigns: Vec<String>,
    /// The reports that may be sent: the key of their leader, their id.
    pub(crate) reports: Vec<(String, String)>,
    /// Ids of the communes.
    communes: Vec<String>,
    /// Ids of their leaders' accounts.
    leaders: Vec<String>,
    /// Id of the standing agency.
    agency: String,
}

/// Makes a store in a folder.
pub(crate) async fn prepare(data: &Path, units: usize, events: u64) -> Result<Stage> {
    let now = Timestamp::now();
    let store = Store::open(&data.join("tongket.db"), now).await?;
    let mut stage = lay_down_units(&store, units, now).await?;
    settle_people(&store, &mut stage, now).await?;
    for number in 0..CAMPAIGNS {
        open_campaign(&store, &mut stage, number, now).await?;
    }
    write_draft(&store, &stage, now).await?;
    remember(&store, &stage, events, now).await?;
    store.close().await;
    Ok(stage)
}

/// Runs steps as one act of which nothing is told.
macro_rules! act {
    ($store:expr, |$tx:ident| $steps:block) => {
        $store
            .act::<_, StoreError>(move |$tx| {
                Box::pin(async move {
                    let made = $steps;
                    Ok(Done::already(made))
                })
            })
            .await
    };
}

/// The country, its provinces, a standing agency, and communes in turn below the provinces.
async fn lay_down_units(store: &Store, units: usize, now: Timestamp) -> Result<Stage> {
    let laid_down = act!(store, |tx| {
        let country = settle(tx, "Trung ương", "trung ương", None, now).await?;
        let agency = settle(tx, "Cục Phong trào", "cục", Some(&country), now).await?;
        let mut provinces = Vec::new();
        for number in 1..=PROVINCES {
            let name = format!("tỉnh Sơn Hải {number}");
            provinces.push(settle(tx, &name, "tỉnh", Some(&country), now).await?);
        }
        let mut communes = Vec::new();
        for number in 0..units {
            let province = &provinces[number % PROVINCES];
            let name = format!("xã Vân Khê {}", number + 1);
            communes.push(settle(tx, &name, "xã", Some(province), now).await?);
        }
        Stage {
            agency,
            communes,
            ..Stage::default()
        }
    });
    Ok(laid_down?)
}

async fn settle(
    tx: &mut Tx,
    name: &str,
    kind: &str,
    parent: Option<&str>,
    now: Timestamp,
) -> Result<String, StoreError> {
    let unit = unit::create(tx, now).await?;
    let version = UnitVersion {
        id: new_id(),
        unit: unit.clone(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        level: kind.to_owned(),
        parent: parent.map(str::to_owned),
        ..UnitVersion::default()
    };
    unit::add_version(tx, &version).await?;
    Ok(unit)
}

/// A leader with a key for every commune, and three people who look at pages.
async fn settle_people(store: &Store, stage: &mut Stage, now: Timestamp) -> Result<()> {
    for (number, communes) in stage.communes.chunks(AT_ONCE).enumerate() {
        let (communes, from) = (communes.to_vec(), number * AT_ONCE);
        let leaders: Result<Vec<String>, StoreError> = act!(store, |tx| {
            let mut leaders = Vec::new();
            for (at, commune) in (from..).zip(&communes) {
                let leader = hire(tx, &format!("lanhdao{at}"), "leader", commune, now).await?;
                give_key(tx, &leader, &key_of(at), now).await?;
                leaders.push(leader);
            }
            leaders
        });
        stage.leaders.extend(leaders?);
    }
    let people = [
        ("thuongtruc", "standing_agency", stage.agency.clone()),
        ("quantri", "administrator", String::new()),
        ("vanthu", "drafter", stage.communes[0].clone()),
    ];
    stage.people = act!(store, |tx| {
        let mut secrets = [const { String::new() }; 3];
        for (secret, (name, role, unit)) in secrets.iter_mut().zip(people) {
            let account = hire(tx, name, role, &unit, now).await?;
            *secret = format!("phien-{name}");
            let until = now + SignedDuration::from_hours(24 * 365);
            session::open(tx, &hash(secret), &account, now, until).await?;
        }
        secrets
    })?;
    Ok(())
}

async fn hire(
    tx: &mut Tx,
    name: &str,
    role: &str,
    unit: &str,
    now: Timestamp,
) -> Result<String, StoreError> {
    let account = Account {
        id: new_id(),
        name: name.to_owned(),
        full_name: format!("Người {name}"),
        email: String::new(),
        language: "vi".to_owned(),
        password_hash: "no password fits".to_owned(),
        password_at: now,
        must_change: false,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: now,
        seen_at: Some(now),
    };
    account::create(tx, &account).await?;
    account::grant(tx, &account.id, role, unit).await?;
    Ok(account.id)
}

async fn give_key(
    tx: &mut Tx,
    account: &str,
    secret: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = ApiKey {
        token_hash: hash(secret),
        account: account.to_owned(),
        label: "Phần mềm báo cáo".to_owned(),
        created_at: now,
        expires_at: now + SignedDuration::from_hours(24 * 365),
        revoked_at: None,
    };
    api_key::create(tx, &key).await
}

/// The secret of a commune's key.
fn key_of(commune: usize) -> String {
    format!("khoa-cua-xa-{commune}")
}

fn hash(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A campaign in force: every commune owes a report and has begun it.
async fn open_campaign(
    store: &Store,
    stage: &mut Stage,
    number: usize,
    now: Timestamp,
) -> Result<()> {
    let campaign = campaign(&stage.agency, number, now);
    let id = campaign.id.clone();
    act!(store, |tx| { put_into_force(tx, &campaign, number).await? })?;
    for (chunk, communes) in stage.communes.chunks(AT_ONCE).enumerate() {
        let (communes, agency, campaign) = (communes.to_vec(), stage.agency.clone(), id.clone());
        let opened: Result<Vec<String>, StoreError> = act!(store, |tx| {
            let mut opened = Vec::new();
            for commune in &communes {
                let duty = owed(&campaign, commune, &agency, now);
                duty::create(tx, &duty).await?;
                opened.push(reports::open(tx, &duty, now).await?.0.id);
            }
            opened
        });
        let opened = (chunk * AT_ONCE..).zip(opened?);
        let opened = opened.map(|(commune, report)| (key_of(commune), report));
        stage.reports.extend(opened);
    }
    stage.campaigns.push(id);
    Ok(())
}

fn campaign(agency: &str, number: usize, now: Timestamp) -> Campaign {
    Campaign {
        id: new_id(),
        title: format!("Tổng kết phong trào tự quản, đợt {}", number + 1),
        code: format!("{}/KH-UBND", number + 11),
        issuer: "Trung ương".to_owned(),
        state: State::Open,
        period: Some((2016, 2026)),
        as_of: date(2026, 3, 9),
        owner_unit: agency.to_owned(),
        standing_unit: Some(agency.to_owned()),
        awards_unit: None,
        created_at: now,
        created_by: String::new(),
        opened_at: Some(now),
        closed_at: None,
    }
}

async fn put_into_force(tx: &mut Tx, campaign: &Campaign, number: usize) -> Result<(), StoreError> {
    campaign::create(tx, campaign).await?;
    for (at, section) in (1..).zip(0..report::SECTIONS) {
        let item = Item {
            id: report::item(section),
            label: format!("{}.", section + 1),
            title: format!("Kết quả công tác thứ {}", section + 1),
            level: 1,
            kind: "heading".to_owned(),
            ..Item::default()
        };
        campaign::add_item(tx, &campaign.id, at, &item).await?;
    }
    let form = Form {
        id: form_id(number),
        item: report::item(0),
        title: "Biểu số liệu tổng kết".to_owned(),
        definition: report::form(),
    };
    campaign::add_form(tx, &campaign.id, 1, &form).await
}

fn form_id(campaign: usize) -> String {
    format!("bieu-{campaign}")
}

fn owed(campaign: &str, unit: &str, agency: &str, now: Timestamp) -> Duty {
    Duty {
        id: new_id(),
        campaign: campaign.to_owned(),
        unit: unit.to_owned(),
        kind: "report".to_owned(),
        task: "T01".to_owned(),
        title: "Xây dựng báo cáo tổng kết theo đề cương".to_owned(),
        part: "lead".to_owned(),
        bidding: "assign".to_owned(),
        due: Some(date(2027, 4, 24)),
        deadline_text: "trước ngày 25/4/2027".to_owned(),
        as_written: "Ủy ban nhân dân các xã".to_owned(),
        recipient_unit: Some(agency.to_owned()),
        recipient_text: "Cục Phong trào".to_owned(),
        via_unit: None,
        via_text: String::new(),
        span: (0, 0),
        inherited_from: None,
        created_at: now,
    }
}

/// The clerk's commune is writing its report in the last campaign: everything is filled in.
async fn write_draft(store: &Store, stage: &Stage, now: Timestamp) -> Result<()> {
    let at = (CAMPAIGNS - 1) * stage.communes.len();
    let (report, author) = (stage.reports[at].1.clone(), stage.leaders[0].clone());
    act!(store, |tx| {
        for number in 0..report::SECTIONS {
            section::keep(tx, &written(&report, &author, number, now)).await?;
        }
        for row in 0..report::INDICATORS {
            for (year, period) in report::YEARS.iter().enumerate() {
                let figure = Figure {
                    form: form_id(CAMPAIGNS - 1),
                    indicator: report::code(row),
                    period: (*period).to_owned(),
                    value: report::value(0, row, year).to_string(),
                    author: author.clone(),
                    at: now,
                };
                figure::put(tx, &report, &figure).await?;
            }
        }
    })?;
    Ok(())
}

fn written(report: &str, author: &str, number: usize, now: Timestamp) -> Version {
    Version {
        id: new_id(),
        report: report.to_owned(),
        item: report::item(number),
        base: None,
        state: section::State::Written,
        html: report::section(0, number),
        author: author.to_owned(),
        at: now,
        standing: Standing::Current,
        origin: Origin::Typed,
        settles: None,
    }
}

/// The audit of some years: what leaders and drafters did to their reports.
async fn remember(store: &Store, stage: &Stage, events: u64, now: Timestamp) -> Result<()> {
    let (first, since) = (now.as_millisecond() - 1_000 * 86_400_000, 86_400);
    let mut told = 0;
    while told < events {
        let upto = events.min(told + TOLD_AT_ONCE);
        let batch: Vec<Event> = (told..upto)
            .map(|number| happened(stage, number, first + number.cast_signed() * since))
            .collect();
        store
            .act::<(), StoreError>(move |_| {
                Box::pin(async move {
                    let done = batch.into_iter().fold(Done::already(()), Done::and);
                    Ok(done)
                })
            })
            .await?;
        told = upto;
    }
    Ok(())
}

fn happened(stage: &Stage, number: u64, at_ms: i64) -> Event {
    let place = usize::try_from(number).unwrap_or_default();
    // Another commune every time, all campaigns in turn.
    let commune = place * 7_919 % stage.communes.len();
    let campaign = place % CAMPAIGNS;
    let (act, subject_kind) = ACTS[place % ACTS.len()];
    Event {
        seq: 0,
        at_ms,
        actor: stage.leaders[commune].clone(),
        act: act.to_owned(),
        subject_kind: subject_kind.to_owned(),
        subject: stage.reports[campaign * stage.communes.len() + commune]
            .1
            .clone(),
        unit: Some(stage.communes[commune].clone()),
        data: json!({ "item": report::item(place % report::SECTIONS), "version": number }),
    }
}

impl Stage {
    /// Which report is sent at this place of the order; nothing when all are sent. The report that
    /// the clerk is writing is never sent.
    pub(crate) fn at(&self, place: usize) -> Option<&(String, String)> {
        let draft = self.reports.len() / CAMPAIGNS * (CAMPAIGNS - 1);
        self.reports.get(match place < draft {
            true => place,
            false => place + 1,
        })
    }

    /// The campaign whose reports are sent at this place of the order.
    pub(crate) fn campaign_at(&self, place: usize) -> Option<&str> {
        let campaign = place / self.communes.len().max(1);
        self.campaigns.get(campaign).map(String::as_str)
    }
}
