//! The audit: who did what, to what, when; and whether the chain of it holds.
//!
//! Administrators and auditors see all of it, a standing agency what was done
//! in its campaigns, a leader what was done in his unit.

mod export;
mod scope;
mod tables;
mod told;
mod verification;

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::event::{Head, Link};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::Conn;
use tongket_store::account::{self, Account};
use tongket_store::audit::{self, Wanted};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::scope::Scope;
use self::tables::Tables;
use self::told::{ACCOUNT, Fact, People, Reading};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// People of one name who are told apart.
const NAMESAKES: i64 = 12;
/// Events on one page.
const ON_A_PAGE: i64 = 50;

/// What is told beside the acts of the permission table.
const OTHERS: [&str; 20] = [
    "session.start",
    "session.end",
    "session.refuse",
    "password.change",
    "key.create",
    "key.revoke",
    "account.grant",
    "account.revoke",
    "account.close",
    "account.open",
    "account.reset",
    "account.unlock",
    "audit.verify",
    "audit.export",
    "reminder.send",
    "unit.describe",
    "mail.turn",
    "mail.back",
    "mail.stranger",
    "mail.trial",
];

/// Nouns that acts are done to, as far as they have a name for people.
const KINDS: [&str; 11] = [
    "account",
    "key",
    "unit",
    "unit_list",
    "campaign",
    "duty",
    "report",
    "submission",
    "setting",
    "audit",
    "mail",
];

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(export::events))
        .routes(routes!(verification::verify))
}

/// Which events are wanted.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
struct Asked {
    /// Who acted: a user name, a full name or an id.
    actor: String,
    /// Id of the act.
    act: String,
    /// The unit concerned: a name, a code or an id.
    unit: String,
    /// Id of what it was done to.
    subject: String,
    /// Id of a campaign.
    campaign: String,
    /// The first day, as 2026-03-10.
    from: String,
    /// The last day.
    to: String,
    /// Only events before this number.
    before: Option<u64>,
}

impl Asked {
    /// The same question for earlier events, as the end of an address.
    fn earlier(&self, before: &u64) -> String {
        let asked = Asked {
            before: Some(*before),
            ..self.clone()
        };
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }

    /// The same question, as the end of an address.
    fn all(&self) -> String {
        let asked = Asked {
            before: None,
            ..self.clone()
        };
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }
}

/// An event as a list shows it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Its number.
    seq: u64,
    /// When, in milliseconds since 1970 (UTC).
    at_ms: i64,
    #[serde(skip)]
    at: Timestamp,
    /// Id of the account that acted; empty for the program itself.
    actor: String,
    /// What people read of it.
    actor_name: String,
    /// Id of the act.
    act: String,
    /// What people call it.
    act_label: String,
    /// The noun it was done to.
    subject_kind: String,
    /// What people call that noun.
    subject_label: String,
    /// Id of what it was done to.
    subject: String,
    /// Its page, where it has one.
    #[serde(skip)]
    page: Option<String>,
    /// Id of the unit concerned.
    unit: Option<String>,
    /// Its name on that day.
    unit_name: String,
    /// What else belongs to it.
    #[schema(value_type = Object)]
    data: serde_json::Value,
    /// The same in words.
    #[serde(skip)]
    facts: Vec<Fact>,
    /// Fingerprint of this event and of all before it.
    hash: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/audit/list.html")]
struct List {
    #[serde(skip)]
    shell: Shell,
    /// The events, the latest first.
    events: Vec<Line>,
    /// What was asked for.
    asked: Asked,
    /// Where to look on for earlier ones.
    before: Option<u64>,
    /// How many events the whole chain has.
    count: u64,
    /// Its end, to be noted elsewhere.
    end: String,
    /// Campaigns that may be asked for: id and title.
    #[serde(skip)]
    campaigns: Vec<(String, String)>,
    /// Units that may be asked for, where not all are: id and name.
    #[serde(skip)]
    units: Vec<(String, String)>,
    #[serde(skip)]
    sees_all: bool,
    #[serde(skip)]
    acts: Vec<(String, String)>,
}
views!(List);

/// What was done, the latest first.
#[utoipa::path(get, path = "/audit", tag = "audit", responses((status = 200, body = List)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Page<List>, Problem> {
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let scope = Scope::of(&mut conn, &visitor, &units, house.today()).await?;
    scope.narrow(&mut asked)?;
    let wanted = wanted(&mut conn, &house, &units, &asked).await?;
    let found = audit::list(&mut conn, &wanted, ON_A_PAGE).await?;
    let head = audit::head(&mut conn).await?;
    let told = || found.events.iter().map(|(link, _)| &link.event);
    let people = told::people(&mut conn, told()).await?;
    let tables = Tables::of(&mut conn, told()).await?;
    drop(conn);
    let events = found.events.into_iter();
    Ok(Page(List {
        events: events
            .map(|(link, name)| line(&shell, (&units, &people, &tables), link, name))
            .collect(),
        before: found.before,
        count: head.count,
        end: end(head),
        sees_all: scope.all,
        campaigns: scope.campaigns,
        units: scope.units,
        acts: acts(&shell),
        asked,
        shell,
    }))
}

/// "1204:9f86…": what is noted elsewhere, so that nothing can be cut off unseen.
fn end(head: Head) -> String {
    format!("{}:{}", head.count, head.hash)
}

/// What was asked, in the store's words.
async fn wanted(
    conn: &mut Conn,
    house: &House,
    units: &Units,
    asked: &Asked,
) -> Result<Wanted, Problem> {
    let actor = asked.actor.trim();
    let unit = match asked.unit.trim() {
        "" => String::new(),
        unit => match (units.meant(unit, house.today()), units.ever_named(unit)) {
            (Ok(unit), _) => unit,
            // Much of the audit is about units that stand no more.
            (Err(_), Some(ended)) => ended.to_owned(),
            (Err(refused), None) => return Err(refused.into()),
        },
    };
    let actor = meant_actor(conn, house, actor).await?;
    let from = match day(&asked.from)? {
        Some(day) => audit::first_at(conn, first_moment(day)).await?,
        None => 0,
    };
    let after = match day(&asked.to)?.and_then(|day| day.tomorrow().ok()) {
        Some(next) => audit::first_at(conn, first_moment(next)).await?,
        None => u64::MAX,
    };
    Ok(Wanted {
        actor,
        act: asked.act.trim().to_owned(),
        subject: asked.subject.trim().to_owned(),
        unit,
        campaign: asked.campaign.trim().to_owned(),
        from,
        before: asked.before.unwrap_or(u64::MAX).min(after),
    })
}

/// The account that somebody means who types a user name, an id or a full name.
async fn meant_actor(conn: &mut Conn, house: &House, typed: &str) -> Result<String, Problem> {
    if typed.is_empty() {
        return Ok(String::new());
    }
    if let Some(account) = account::named(conn, typed).await? {
        return Ok(account.id);
    }
    let wanted = account::Wanted {
        words: typed.to_owned(),
        ..account::Wanted::default()
    };
    let found = account::list(conn, &wanted, house.now(), NAMESAKES, 0).await?;
    let key = fold::bare(typed);
    let same = found
        .iter()
        .filter(|(it, _)| fold::bare(&it.full_name) == key);
    let same: Vec<&Account> = same.map(|(account, _)| account).collect();
    match (same.as_slice(), found.as_slice()) {
        ([account], _) => Ok(account.id.clone()),
        ([], [(account, _)]) => Ok(account.id.clone()),
        ([], []) => Ok(typed.to_owned()),
        _ => {
            let said = found
                .iter()
                .map(|(it, _)| Said::from(format!("{} ({})", it.name, it.full_name)));
            let why = Said::new(
                "có nhiều người như vậy; hãy ghi tên đăng nhập",
                "several people are called so; give the user name",
            );
            let refused = Refusal::field_invalid(Said::new("người làm", "who"), why);
            Err(refused.with_details(said).into())
        }
    }
}

fn day(typed: &str) -> Result<Option<Date>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let why = || Said::new("hãy ghi dạng 2026-03-10", "write it as in 2026-03-10");
    let day = typed.parse();
    day.map(Some)
        .map_err(|_| Refusal::field_invalid(Said::new("ngày", "day"), why()))
}

/// When a day begins in Viet Nam, in milliseconds since 1970 (UTC).
fn first_moment(day: Date) -> i64 {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    let at = jiff::tz::Offset::constant(7).to_timestamp(midnight);
    at.map_or(i64::MAX, Timestamp::as_millisecond)
}

fn line(
    shell: &Shell,
    (units, people, tables): (&Units, &People, &Tables),
    link: Link,
    name: String,
) -> Line {
    let event = link.event;
    let at = Timestamp::from_millisecond(event.at_ms).unwrap_or_default();
    let unit = event.unit.as_deref();
    let then = crate::web::in_viet_nam(at).date();
    let reading = Reading {
        shell,
        units,
        people,
        day: then,
    };
    Line {
        actor_name: match (event.actor.is_empty(), name.is_empty()) {
            (true, _) => shell.t("audit-program"),
            (false, true) => event.actor.clone(),
            (false, false) => name,
        },
        act_label: label(shell, &event.act).into_owned(),
        subject_label: {
            let kind = match KINDS.contains(&event.subject_kind.as_str()) {
                true => shell.word("audit-kind", &event.subject_kind),
                false => event.subject_kind.clone(),
            };
            match people
                .get(&event.subject)
                .filter(|_| event.subject_kind == ACCOUNT)
            {
                Some(whose) => format!("{kind}: {whose}"),
                None => kind,
            }
        },
        page: page(&event.subject_kind, &event.subject),
        unit_name: unit.map_or("", |unit| units.name(unit, then)).to_owned(),
        seq: event.seq,
        at_ms: event.at_ms,
        actor: event.actor,
        act: event.act,
        subject_kind: event.subject_kind,
        subject: event.subject,
        unit: event.unit,
        facts: reading.facts(&tables.named(&event.data)),
        data: event.data,
        hash: link.hash.to_string(),
        at,
    }
}

/// The page of what something was done to.
fn page(kind: &str, subject: &str) -> Option<String> {
    let below = match kind {
        "account" => "accounts",
        "unit" => "units",
        "campaign" => "campaigns",
        "report" => "reports",
        "submission" => "submissions",
        "duty" => "duties",
        _ => return None,
    };
    Some(format!("/{below}/{subject}"))
}

/// What people call an act; its id where nobody has given it a name.
fn label<'a>(shell: &Shell, act: &'a str) -> Cow<'a, str> {
    if let Some(known) = Act::from_id(act) {
        return match shell.language.tag() {
            "en" => known.label_en().into(),
            _ => known.label().into(),
        };
    }
    match OTHERS.contains(&act) {
        true => shell.word("audit-act", act).into(),
        false => act.into(),
    }
}

/// Every act that may be asked for: id and name.
fn acts(shell: &Shell) -> Vec<(String, String)> {
    let known = Act::all().filter(|act| act.writes()).map(Act::id);
    known
        .chain(OTHERS)
        .map(|act| (act.to_owned(), label(shell, act).into_owned()))
        .collect()
}
