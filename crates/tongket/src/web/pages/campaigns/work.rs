//! Reports on the work itself: in time or not, sent back for what, how much was asked, asked twice.
//!
//! Units and counts; no person stands here.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use tongket_core::chase::work::{Asking, CHARACTERS_A_PAGE, Timeliness, asked_twice};
use tongket_core::exchange::Reason;
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal};
use tongket_core::report::form::{ColumnKind, Form, Indicator};
use tongket_paper::export::xlsx::plain::{self, Sheet};
use tongket_store::campaign::{self, Campaign, State as Phase};
use tongket_store::{Conn, StoreError, duty};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Head;
use super::board::{Watch, kind_word, level_word};
use crate::web::covers::{Chart, Size};
use crate::web::house::House;
use crate::web::outline;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::label;
use crate::web::shelf::Shelf;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(xlsx))
}

/// Other campaigns that are looked through for what was asked twice, the latest.
const OTHERS: i64 = 20;
/// Things asked twice that are told.
const TOLD: usize = 100;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/work.html")]
struct WorkView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which everything is told.
    as_of: String,
    /// In time or not, by tier and kind of unit, then in all.
    tiers: Vec<Tier>,
    /// Why reports were sent back, the most frequent first.
    reasons: Vec<Why>,
    /// What each report is asked.
    asked: Asked,
    /// How much was sent, by tier and kind of unit, then in all.
    burden: Vec<Burden>,
    /// What is asked twice, the most alike first.
    twice: Vec<Pair>,
}
views!(WorkView);

/// How the reports of a tier came in.
#[derive(Serialize, ToSchema)]
struct Tier {
    /// The word for the level and the kind.
    name: String,
    /// Whether it is the sum.
    sum: bool,
    /// Reports owed.
    owed: usize,
    /// Sent in time.
    in_time: usize,
    /// Sent late.
    late: usize,
    /// Not sent, the day passed.
    overdue: usize,
    /// Not sent, the day not passed, or no day set.
    ahead: usize,
    /// Of those sent against a day, how many hundredths in time; nothing where none was.
    share: Option<usize>,
    /// Reports sent back at least once.
    sent_back: usize,
    /// How often reports were sent back.
    returns: usize,
    /// Accepted.
    accepted: usize,
    /// Accepted without having been sent back.
    at_once: usize,
}

/// A reason of returns.
#[derive(Serialize, ToSchema)]
struct Why {
    /// The reason.
    reason: String,
    /// How often it was given, by tier: name and count.
    tiers: Vec<(String, usize)>,
    /// How often it was given.
    count: usize,
}

/// What each report is asked.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
struct Asked {
    /// Sections that must be answered.
    sections: usize,
    /// Cells of tables that are to be filled in.
    cells: usize,
}

/// How much the reports of a tier hold.
#[derive(Serialize, ToSchema)]
struct Burden {
    /// The word for the level and the kind.
    name: String,
    /// Whether it is the sum.
    sum: bool,
    /// Reports that were sent.
    reports: usize,
    /// Pages, in all.
    pages: usize,
    /// Pages a report, in tenths: "4,5".
    pages_each: String,
    /// Figures, in all.
    figures: usize,
    /// Figures a report.
    figures_each: String,
    /// Files, in all.
    files: usize,
}

/// Two askings that want the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Pair {
    /// What this campaign asks.
    here: String,
    /// What is asked as well.
    there: String,
    /// The other campaign; empty where it is this one.
    campaign: String,
    /// Whether figures are asked.
    is_figure: bool,
    /// How alike the words are, in hundredths.
    likeness: u32,
    /// Units that are asked both.
    units: usize,
}

/// The reports on the work itself.
#[utoipa::path(get, path = "/campaigns/{id}/work", tag = "board", params(("id" = String, Path)),
    responses((status = 200, body = WorkView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<WorkView>, Problem> {
    Ok(Page(work(&house, shell, &visitor, &id).await?))
}

async fn work(
    house: &House,
    shell: Shell,
    visitor: &Visitor,
    id: &str,
) -> Result<WorkView, Problem> {
    let watch = Watch::of(house, visitor, id).await?;
    if !watch.scope.whole {
        return Err(Refusal::not_permitted(Act::BoardRead).into());
    }
    let mut conn = house.store.read().await?;
    let chart = house.covers(&mut conn, &watch.desk.campaign).await?;
    let asks = asks(house, &mut conn, &watch).await?;
    drop(conn);
    Ok(WorkView {
        head: watch.head(visitor, "work"),
        as_of: shell.moment(&watch.now),
        tiers: tiers(&shell, &watch),
        reasons: reasons(&shell, &watch),
        asked: asks.each,
        burden: burden(&shell, &watch, &chart),
        twice: asks.twice.clone(),
        shell,
    })
}

/// The word for a tier: level and kind, where they differ.
fn tier_name(shell: &Shell, level: &str, kind: &str) -> String {
    let (level, kind) = (level_word(shell, level), kind_word(shell, kind));
    match (level.as_str(), kind.as_str()) {
        (level, "") => level.to_owned(),
        (level, kind) if level == kind || level.is_empty() => kind.to_owned(),
        (level, kind) => format!("{kind} ({})", level.to_lowercase()),
    }
}

fn tiers(shell: &Shell, watch: &Watch) -> Vec<Tier> {
    let mut counted: BTreeMap<(&str, &str), Timeliness> = BTreeMap::new();
    let mut all = Timeliness::default();
    for post in watch.posts() {
        let tier = counted
            .entry((&post.who.level, &post.who.kind))
            .or_default();
        tier.add(&post.owed, watch.now);
        all.add(&post.owed, watch.now);
    }
    let named = counted
        .iter()
        .map(|((level, kind), counts)| tier(tier_name(shell, level, kind), false, counts));
    let sum = tier(shell.t("board-total"), true, &all);
    named.chain([sum]).collect()
}

fn tier(name: String, sum: bool, counts: &Timeliness) -> Tier {
    let dated = counts.in_time + counts.late + counts.overdue;
    Tier {
        name,
        sum,
        owed: counts.owed,
        in_time: counts.in_time + counts.undated,
        late: counts.late,
        overdue: counts.overdue,
        ahead: counts.ahead,
        share: (dated > 0).then(|| (counts.in_time * 200 + dated) / (dated * 2)),
        sent_back: counts.sent_back,
        returns: counts.returns,
        accepted: counts.accepted,
        at_once: counts.accepted_at_once,
    }
}

fn reasons(shell: &Shell, watch: &Watch) -> Vec<Why> {
    let mut counted: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for post in watch.posts() {
        for reason in post.reasons.iter().flat_map(|(_, reasons)| reasons) {
            let tiers = counted.entry(reason).or_default();
            *tiers
                .entry(tier_name(shell, &post.who.level, &post.who.kind))
                .or_default() += 1;
        }
    }
    let why = |(id, tiers): (&str, BTreeMap<String, usize>)| Why {
        reason: Reason::by_id(id)
            .map_or_else(|| id.to_owned(), |known| label(shell, known).to_owned()),
        count: tiers.values().sum(),
        tiers: tiers.into_iter().collect(),
    };
    let mut reasons: Vec<Why> = counted.into_iter().map(why).collect();
    reasons.sort_by_key(|why| std::cmp::Reverse(why.count));
    reasons
}

/// How much some reports hold, added up.
#[derive(Default)]
struct Sum {
    reports: usize,
    pages: usize,
    figures: usize,
    files: usize,
}

impl Sum {
    fn add(&mut self, size: Size) {
        self.reports += 1;
        self.pages += size.characters.div_ceil(CHARACTERS_A_PAGE);
        self.figures += size.figures;
        self.files += size.files;
    }

    fn told(&self, name: String, sum: bool) -> Burden {
        let each = |tenths: usize| {
            let tenths = tenths / self.reports.max(1);
            format!("{},{}", tenths / 10, tenths % 10)
        };
        Burden {
            name,
            sum,
            reports: self.reports,
            pages: self.pages,
            pages_each: each(self.pages * 10),
            figures: self.figures,
            figures_each: each(self.figures * 10),
            files: self.files,
        }
    }
}

fn burden(shell: &Shell, watch: &Watch, chart: &Chart) -> Vec<Burden> {
    let mut counted: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    let mut all = Sum::default();
    for post in watch.posts() {
        let line = chart.line_of(&post.owed.duty);
        if let Some(line) = line.filter(|line| line.owed.version.is_some()) {
            counted
                .entry((&post.who.level, &post.who.kind))
                .or_default()
                .add(line.size);
            all.add(line.size);
        }
    }
    let named = counted
        .iter()
        .map(|((level, kind), sum)| sum.told(tier_name(shell, level, kind), false));
    named
        .chain([all.told(shell.t("board-total"), true)])
        .collect()
}

/// What a campaign asks, held in memory with what it was made of: whoever sends a report changes
/// nothing of it.
#[derive(Debug)]
pub(in crate::web) struct Asks {
    /// What is asked of whom in any campaign, and the campaigns.
    as_of: (String, Vec<(String, Phase)>),
    each: Asked,
    twice: Vec<Pair>,
}

/// What campaigns ask that were looked at last.
pub(in crate::web) type AllAsks = Shelf<String, Arc<Asks>>;

/// Campaigns of which it is held.
const HELD: usize = 16;

async fn asks(house: &House, conn: &mut Conn, watch: &Watch) -> Result<Arc<Asks>, Problem> {
    let id = &watch.desk.campaign.id;
    let all = campaign::list(conn, OTHERS, 0).await?;
    let states = all.iter().map(|it| (it.id.clone(), it.state));
    let as_of = (duty::asking(conn).await?, states.collect());
    let place = house.asks.place(id, house.now()).await;
    let mut held = place.lock().await;
    if let Some(known) = held.as_ref().filter(|known| known.as_of == as_of) {
        return Ok(Arc::clone(known));
    }
    let (each, twice) = compared(conn, id, all).await?;
    let asks = Arc::new(Asks { as_of, each, twice });
    *held = Some(Arc::clone(&asks));
    drop(held);
    house.asks.make_room(id, HELD, |_| 1).await;
    Ok(asks)
}

/// What this campaign asks, and what of it is asked twice: in itself or in another one that
/// shares units with it.
async fn compared(
    conn: &mut Conn,
    id: &str,
    all: Vec<Campaign>,
) -> Result<(Asked, Vec<Pair>), Problem> {
    let (own, asked) = askings(conn, id, 0).await?;
    let shared = async |conn: &mut Conn, other: &str| {
        let units = duty::units_in_both(conn, id, other).await?;
        Ok::<usize, StoreError>(usize::try_from(units).unwrap_or(0))
    };
    let mut titles = vec![(String::new(), shared(conn, id).await?)];
    let mut others = Vec::new();
    for other in all {
        if other.id == id || other.state == Phase::Draft {
            continue;
        }
        let shared = shared(conn, &other.id).await?;
        if shared > 0 {
            others.extend(askings(conn, &other.id, titles.len()).await?.0);
            titles.push((other.title, shared));
        }
    }
    let twice = asked_twice(&own, &others);
    let pair = |twice: &tongket_core::chase::work::Twice<'_>| {
        let (title, units) = titles[twice.there.campaign].clone();
        Pair {
            here: twice.here.words.clone(),
            there: twice.there.words.clone(),
            campaign: title,
            is_figure: twice.here.is_figure,
            likeness: hundredths(twice.likeness),
            units,
        }
    };
    Ok((asked, twice.iter().take(TOLD).map(pair).collect()))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a likeness lies between 0 and 1"
)]
fn hundredths(likeness: f64) -> u32 {
    (likeness.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// What a campaign asks, and how much of it.
async fn askings(
    conn: &mut Conn,
    campaign: &str,
    number: usize,
) -> Result<(Vec<Asking>, Asked), Problem> {
    let items = campaign::outline(conn, campaign).await?;
    let forms = campaign::forms(conn, campaign).await?;
    let item = |item: &campaign::Item| Asking {
        campaign: number,
        words: item.title.clone(),
        unit_of_measure: String::new(),
        is_figure: false,
        level: item.level,
    };
    let indicator = |row: &Indicator| Asking {
        campaign: number,
        words: row.name.clone(),
        unit_of_measure: row.unit_of_measure.clone(),
        is_figure: true,
        level: 0,
    };
    let mut askings: Vec<Asking> = items.iter().map(item).collect();
    let mut cells = 0;
    for kept in &forms {
        let Ok(form) = serde_json::from_str::<Form>(&kept.definition) else {
            continue;
        };
        let filled = form
            .columns
            .iter()
            .filter(|column| column.kind != ColumnKind::Total);
        let rows = form.indicators.iter().filter(|row| row.formula.is_none());
        cells += filled.count() * rows.clone().count();
        askings.extend(rows.map(indicator));
    }
    let tree = outline::tree(items);
    let asked = Asked {
        sections: outline::asked(&tree).len(),
        cells,
    };
    Ok((askings, asked))
}

/// The same reports as a spreadsheet.
#[utoipa::path(get, path = "/campaigns/{id}/work.xlsx", tag = "board", params(("id" = String, Path)),
    responses((status = 200, description = "The bytes of the file")))]
async fn xlsx(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let view = work(&house, shell, &visitor, &id).await?;
    let sheets = sheets(&view);
    let title = format!("{}: {}", view.shell.t("work-title"), view.head.title);
    let bytes = house
        .at_the_back(move || plain::write(&title, &sheets))
        .await;
    let bytes = bytes.map_err(|error| {
        tracing::error!(%error, "the reports on the work were not written");
        Problem::from(Code::InternalTrouble)
    })?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"thong-ke-{}.xlsx\"", house.today());
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

#[allow(clippy::too_many_lines, reason = "four sheets, one after the other")]
fn sheets(view: &WorkView) -> Vec<Sheet> {
    let t = |key: &str| view.shell.t(key);
    let head = |keys: &[&str]| keys.iter().map(|key| t(key)).collect();
    let sheet = |name: &str, keys: &[&str], rows| Sheet {
        name: t(name),
        head: head(keys),
        rows,
    };
    let tiers = view.tiers.iter().map(|it| {
        let counts = [
            it.owed,
            it.in_time,
            it.late,
            it.overdue,
            it.ahead,
            it.sent_back,
            it.returns,
            it.accepted,
            it.at_once,
        ];
        std::iter::once(it.name.clone().into())
            .chain(counts.map(Into::into))
            .collect()
    });
    let reasons = view.reasons.iter().flat_map(|why| {
        let tier = |(name, count): &(String, usize)| {
            vec![
                why.reason.clone().into(),
                name.clone().into(),
                (*count).into(),
            ]
        };
        why.tiers.iter().map(tier)
    });
    let burden = view.burden.iter().map(|it| {
        let counts = [it.reports, it.pages, it.figures, it.files];
        std::iter::once(it.name.clone().into())
            .chain(counts.map(Into::into))
            .collect()
    });
    let twice = view.twice.iter().map(|it| {
        let campaign = match it.campaign.as_str() {
            "" => t("work-same-campaign"),
            title => title.to_owned(),
        };
        vec![
            it.here.clone().into(),
            it.there.clone().into(),
            campaign.into(),
            it.units.into(),
        ]
    });
    vec![
        sheet("work-sheet-timeliness", &TIER_COLUMNS, tiers.collect()),
        sheet(
            "work-sheet-reasons",
            &["work-reason", "board-tier", "work-times"],
            reasons.collect(),
        ),
        sheet(
            "work-sheet-burden",
            &[
                "board-tier",
                "work-reports",
                "work-pages",
                "work-figures",
                "work-files",
            ],
            burden.collect(),
        ),
        sheet(
            "work-sheet-twice",
            &["work-here", "work-there", "work-campaign", "work-units"],
            twice.collect(),
        ),
    ]
}

/// Headings of the sheet on timeliness.
const TIER_COLUMNS: [&str; 10] = [
    "board-tier",
    "board-owed",
    "work-in-time",
    "work-late",
    "work-overdue",
    "work-ahead",
    "work-sent-back",
    "work-returns",
    "work-accepted",
    "work-at-once",
];
