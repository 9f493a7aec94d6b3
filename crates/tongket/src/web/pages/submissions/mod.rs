//! The receiving desk: what came in, the newest first.
//!
//! One desk a unit, three heaps: what was sent to it, what was passed on to
//! it, and everything in the campaigns whose standing agency it is. The list
//! is read with the keyboard: j and k move, o opens, r receives.

mod act;
pub(super) mod laid_back;
mod paper;
mod remark;
mod report;
mod section;

pub(super) use act::{Verdict, answer, would};
pub(super) use report::reasons;
pub(super) use section::{Reading, read};

use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongket_core::exchange::{Season, Status};
use tongket_core::permit::{Act, Relation, Table};
use tongket_core::refusal::Refusal;
use tongket_reader::words::fold;
use tongket_store::submission::{self, Desk, Incoming, Wanted};
use tongket_store::{Conn, campaign};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::duties::status_text;
use crate::web::pages::notices;
use crate::web::problem::Problem;
use crate::web::road::{Standing, may, standing};
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Reports on one page of the list.
const ROWS: usize = 30;
/// How many heaps of rows are looked through for late ones before the reader is asked to go on.
const LOOKS: usize = 10;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(report::show))
        .routes(routes!(section::show))
        .routes(routes!(paper::download))
        .routes(routes!(act::receive))
        .routes(routes!(act::send_back))
        .routes(routes!(act::accept))
        .routes(routes!(act::forward))
        .routes(routes!(remark::add))
        .routes(routes!(remark::settle))
}

/// Something to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Choice {
    /// Its value.
    pub(super) value: String,
    /// What it is called.
    pub(super) text: String,
    /// Whether it is chosen.
    pub(super) chosen: bool,
}

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
struct Search {
    /// Id of the unit whose desk it is.
    #[serde(default)]
    desk: String,
    /// "sent", "forwarded", "campaigns".
    #[serde(default)]
    heap: String,
    /// Id of a campaign.
    #[serde(default)]
    campaign: String,
    /// A state.
    #[serde(default)]
    state: String,
    /// Name of the unit that sent it, or a part of it.
    #[serde(default)]
    from: String,
    /// Only what is late.
    #[serde(default)]
    late: String,
    /// Where the page before ended: "milliseconds.id".
    #[serde(default)]
    before: String,
    /// Which row is at hand, from 0.
    #[serde(default)]
    row: usize,
}

/// A report in the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Row {
    /// Id of the version that was sent last.
    id: String,
    /// Name of the unit that sent it.
    unit: String,
    /// What the campaign is about.
    campaign: String,
    /// Which version it is.
    ordinal: u32,
    /// Number of its receipt.
    receipt: String,
    /// When it was sent.
    at: String,
    /// Where it stands.
    standing: Standing,
    /// Whether the reader may receive it now.
    may_receive: bool,
}

/// The receiving desk.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/submissions/list.html")]
struct List {
    #[serde(skip)]
    shell: Shell,
    /// What the reader's units were told and the reader has not marked as read.
    unread: usize,
    /// Desks of the reader.
    desks: Vec<Choice>,
    /// Heaps of the desk.
    heaps: Vec<Choice>,
    /// Campaigns to choose from.
    campaigns: Vec<Choice>,
    /// States to choose from.
    states: Vec<Choice>,
    /// The unit that is looked for.
    from: String,
    /// Only what is late.
    late: bool,
    /// Whether anything is looked for at all.
    searching: bool,
    /// What came in.
    rows: Vec<Row>,
    /// Which row is at hand.
    row: usize,
    /// The search without its row, as it goes on in links.
    search: String,
    /// The search from which the next page goes on.
    older: Option<String>,
}
views!(List);

/// What came in at the reader's desk.
#[utoipa::path(get, path = "/submissions", tag = "submission",
    params(("desk" = Option<String>, Query), ("heap" = Option<String>, Query),
        ("campaign" = Option<String>, Query), ("state" = Option<String>, Query),
        ("from" = Option<String>, Query), ("late" = Option<String>, Query),
        ("before" = Option<String>, Query)),
    responses((status = 200, body = List)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(mut search): Query<Search>,
) -> Result<Page<List>, Problem> {
    let desks = desks(&visitor);
    if desks.is_empty() {
        return Err(Refusal::not_permitted(Act::SubmissionReceive).into());
    }
    if !desks.contains(&search.desk.as_str()) {
        search.desk = desks[0].to_owned();
    }
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let (rows, older) = rows(&house, &mut conn, &shell, &visitor, &units, &search).await?;
    let unread = notices::unread(&mut conn, &shell, &visitor).await?.len();
    let campaigns = campaign::list(&mut conn, 50, 0).await?;
    let campaigns = campaigns.into_iter().map(|known| Choice {
        chosen: known.id == search.campaign,
        value: known.id,
        text: known.title,
    });
    let today = house.today();
    let desk = |unit: &&str| Choice {
        value: (*unit).to_owned(),
        text: units.name(unit, today).to_owned(),
        chosen: **unit == search.desk,
    };
    Ok(Page(List {
        unread,
        desks: desks.iter().map(desk).collect(),
        heaps: heaps(&shell, &search),
        campaigns: campaigns.collect(),
        states: states(&shell, &search),
        late: !search.late.is_empty(),
        searching: [&search.campaign, &search.state, &search.from, &search.late]
            .iter()
            .any(|word| !word.is_empty()),
        row: search.row.min(rows.len().saturating_sub(1)),
        older: older.map(|before| search.link(&before)),
        search: search.link(&search.before),
        from: search.from,
        rows,
        shell,
    }))
}

/// The heaps of a desk.
fn heaps(shell: &Shell, search: &Search) -> Vec<Choice> {
    let heaps = [
        ("sent", "submission-heap-sent"),
        ("campaigns", "submission-heap-campaigns"),
        ("forwarded", "submission-heap-forwarded"),
    ];
    let heap = |(value, key): (&str, &str)| Choice {
        value: value.to_owned(),
        text: shell.t(key),
        chosen: heap_of(&search.heap) == heap_of(value),
    };
    heaps.map(heap).to_vec()
}

/// The states that a report at the desk can be in.
fn states(shell: &Shell, search: &Search) -> Vec<Choice> {
    let states = [
        Status::Submitted,
        Status::Received,
        Status::Returned,
        Status::Accepted,
    ];
    let state = |status: Status| Choice {
        value: status.id().to_owned(),
        text: shell.t(&status_text(status)),
        chosen: status.id() == search.state,
    };
    states.map(state).to_vec()
}

/// The units at whose desk somebody may read what others sent.
fn desks(visitor: &Visitor) -> Vec<&str> {
    let reads = |role| Table::allows(role, Act::ReportRead, Relation::Standing);
    let held = visitor.memberships.iter().filter(|held| reads(held.role));
    let mut desks: Vec<&str> = held.map(|held| held.unit.as_str()).collect();
    desks.retain(|unit| !unit.is_empty());
    desks.dedup();
    desks
}

fn heap_of(word: &str) -> Desk {
    match word {
        "forwarded" => Desk::Forwarded,
        "campaigns" => Desk::Campaigns,
        _ => Desk::Sent,
    }
}

impl Search {
    /// The search as a query that begins at that place.
    fn link(&self, before: &str) -> String {
        let fields = [
            ("desk", self.desk.as_str()),
            ("heap", &self.heap),
            ("campaign", &self.campaign),
            ("state", &self.state),
            ("from", &self.from),
            ("late", &self.late),
            ("before", before),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs = given.map(|(name, value)| format!("{name}={}", escaped(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// A value as it stands in a query.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

async fn rows(
    house: &House,
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
    units: &Units,
    search: &Search,
) -> Result<(Vec<Row>, Option<String>), Problem> {
    let from_unit = match search.from.trim() {
        "" => Some(String::new()),
        name => named(units, name),
    };
    let Some(from_unit) = from_unit else {
        return Ok((Vec::new(), None));
    };
    let mut before = search.before.split_once('.').and_then(|(at, id)| {
        let at: i64 = at.parse().ok()?;
        Some((at, id.to_owned()))
    });
    let mut rows = Vec::new();
    for _ in 0..LOOKS {
        let wanted = Wanted {
            at_unit: &search.desk,
            desk: heap_of(&search.heap),
            campaign: &search.campaign,
            from_unit: &from_unit,
            state: &search.state,
            before: before.as_ref().map(|(at, id)| (*at, id.as_str())),
            limit: i64::try_from(ROWS).unwrap_or(i64::MAX),
        };
        let heap = submission::incoming(conn, wanted).await?;
        let ended = heap.len() < ROWS;
        for incoming in &heap {
            let row = row(house, conn, shell, visitor, incoming).await?;
            before = Some((incoming.at.as_millisecond(), incoming.id.clone()));
            rows.extend(row.filter(|row| search.late.is_empty() || row.standing.late));
            if rows.len() == ROWS {
                break;
            }
        }
        if ended && rows.len() < ROWS {
            return Ok((rows, None));
        }
        if rows.len() == ROWS {
            break;
        }
    }
    let older = before.map(|(at, id)| format!("{at}.{id}"));
    Ok((rows, older))
}

/// The unit whose name is this, or the first that has it in its name.
fn named(units: &Units, name: &str) -> Option<String> {
    let key = fold::bare(name);
    let versions = units.versions();
    let exact = versions
        .iter()
        .find(|version| fold::bare(&version.name) == key);
    let part = || {
        versions
            .iter()
            .find(|version| fold::bare(&version.name).contains(&key))
    };
    exact.or_else(part).map(|version| version.unit.clone())
}

/// A report as a row; nothing where the reader may not read it.
async fn row(
    house: &House,
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
    incoming: &Incoming,
) -> Result<Option<Row>, Problem> {
    let opened = house.open_report(conn, &incoming.report).await?;
    if !may(visitor, Act::ReportRead, &opened.place) {
        return Ok(None);
    }
    let now: Timestamp = house.now();
    let standing = standing(shell, &opened.history, now);
    let last = opened.history.current();
    Ok(Some(Row {
        id: incoming.id.clone(),
        unit: shell.whose(&opened.whose(house.today())),
        campaign: opened.dossier.campaign_title.clone(),
        ordinal: last.map_or(1, |last| last.ordinal),
        receipt: last
            .map(|last| last.receipt.to_string())
            .unwrap_or_default(),
        at: shell.moment(&incoming.at),
        may_receive: standing.status == "submitted"
            && opened.history.season == Season::Open
            && may(visitor, Act::SubmissionReceive, &opened.place),
        standing,
    }))
}
