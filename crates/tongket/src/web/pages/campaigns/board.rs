//! The board of a campaign: who has not sent, who has, who is late, by tier and by unit.
//!
//! Three views of the same rows: a table that can be narrowed down, a grid of
//! small tiles to look at, and the course of days. Every figure leads to the
//! list of those it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::chase::Count;
use tongket_core::exchange::{Progress, Status, Timing};
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal};
use tongket_reader::words::fold;
use tongket_store::campaign::State as Phase;
use tongket_store::contact;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Desk, Head};
use crate::web::board::{Board, Post, Scope};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::duties::{badge, status_text};
use crate::web::problem::Problem;
use crate::web::road::standing;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(grid))
}

/// Rows of a page of the board.
const A_PAGE: usize = 50;
/// Tiles that one page of the grid shows; beyond that it shows the groups.
const TILES: usize = 400;

/// A campaign's board with its reader's part of it.
pub(super) struct Watch {
    /// The campaign.
    pub(super) desk: Desk,
    /// Where its reports stand.
    pub(super) board: Arc<Board>,
    /// What the reader may see of it.
    pub(super) scope: Scope,
    /// The moment of asking.
    pub(super) now: Timestamp,
}

impl Watch {
    /// For a reader who may see at least a part.
    pub(super) async fn of(house: &House, visitor: &Visitor, id: &str) -> Result<Watch, Problem> {
        let desk = Desk::of(house, id).await?;
        let scope = Scope::of(visitor, &desk.campaign, &desk.units, desk.today);
        let board = house.board(id).await?.ok_or(Code::NotFound)?;
        let watch = Watch {
            desk,
            board,
            scope,
            now: house.now(),
        };
        let sees_something = watch.scope.whole || watch.posts().next().is_some();
        if !sees_something {
            return Err(Refusal::not_permitted(Act::BoardRead).into());
        }
        match watch.desk.campaign.state {
            Phase::Draft => Err(Code::CampaignNotOpen.into()),
            Phase::Open | Phase::Closed => Ok(watch),
        }
    }

    /// The reports that the reader may see, by name of the unit.
    pub(super) fn posts(&self) -> impl Iterator<Item = &Post> {
        self.board.seen_by(&self.scope)
    }

    /// The day on which most reports are due; nothing where none has a day.
    pub(super) fn usual_day(&self) -> Option<Date> {
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for due in self.posts().filter_map(|post| post.owed.history.due) {
            *days.entry(due).or_default() += 1;
        }
        let most = days.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(day, _)| day)
    }

    /// The head of one of its pages.
    pub(super) fn head(&self, visitor: &Visitor, view: &'static str) -> Head {
        Head {
            view,
            ..self.desk.head(visitor, "board")
        }
    }
}

/// Which reports are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub(super) struct Wanted {
    /// Name of a status, or empty.
    #[serde(default)]
    pub(super) status: String,
    /// `late`, `soon`, `sent_late`, `nil`, or empty.
    #[serde(default)]
    pub(super) timing: String,
    /// The word for a level, or empty.
    #[serde(default)]
    pub(super) level: String,
    /// The word for a kind of unit, or empty.
    #[serde(default)]
    pub(super) kind: String,
    /// A tag of units, or empty.
    #[serde(default)]
    pub(super) tag: String,
    /// The plan's task, or empty.
    #[serde(default)]
    pub(super) task: String,
    /// Id of the unit above, or empty.
    #[serde(default)]
    pub(super) parent: String,
    /// Words of a unit's name.
    #[serde(default)]
    pub(super) q: String,
    /// The number of the page, from 1.
    #[serde(default)]
    pub(super) page: usize,
}

impl Wanted {
    /// Whether a report is among the wanted.
    fn takes(&self, words: &str, post: &Post, progress: &Progress) -> bool {
        let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        let timing = match self.timing.as_str() {
            "late" => matches!(progress.timing, Timing::Late(_)),
            "soon" => matches!(progress.timing, Timing::DueSoon(_)),
            "sent_late" => matches!(progress.timing, Timing::DoneLate(_)),
            "nil" => post.nil,
            _ => true,
        };
        timing
            && is(&self.status, progress.status.id())
            && is(&self.level, &post.who.level)
            && is(&self.kind, &post.who.kind)
            && is(&self.task, &post.asked.task)
            && is(
                &self.parent,
                post.who.above.first().map_or("", String::as_str),
            )
            && (self.tag.is_empty() || post.who.tags.contains(&self.tag))
            && post.who.folded.contains(words)
    }

    /// The reports that are wanted, with where they stand.
    pub(super) fn among<'w>(&self, watch: &'w Watch) -> Vec<(&'w Post, Progress)> {
        let words = fold::bare(self.q.trim());
        let posts = watch.posts();
        posts
            .map(|post| (post, post.owed.progress(watch.now)))
            .filter(|(post, progress)| self.takes(&words, post, progress))
            .collect()
    }

    /// The same as the query of an address, without the page.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("status", &self.status),
            ("timing", &self.timing),
            ("level", &self.level),
            ("kind", &self.kind),
            ("tag", &self.tag),
            ("task", &self.task),
            ("parent", &self.parent),
            ("q", &self.q),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.query().is_empty()
    }
}

/// A choice of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Choice {
    /// What is sent.
    pub(super) value: String,
    /// What is read.
    pub(super) text: String,
    /// Whether it is chosen.
    pub(super) chosen: bool,
}

/// Reports of a tier or of a kind of unit, counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Tier {
    /// The word for the level or the kind.
    pub(super) name: String,
    /// Whether it is the sum of the kinds that follow.
    pub(super) sum: bool,
    /// How many reports are owed.
    pub(super) all: Cell,
    /// How many stand where, in the order of the statuses.
    pub(super) statuses: Vec<Cell>,
    /// How many are late.
    pub(super) late: Cell,
}

/// A count that leads to those it counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Cell {
    /// How many.
    pub(super) count: usize,
    /// The query that lists them.
    pub(super) query: String,
}

/// A report on the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Row {
    /// Id of the duty.
    pub(super) duty: String,
    /// Id of the version that was sent last; empty where nothing was sent.
    pub(super) submission: String,
    /// Id of the unit.
    pub(super) unit_id: String,
    /// Name of the unit.
    pub(super) unit: String,
    /// Name of the unit above it; may be empty.
    pub(super) above: String,
    /// What is to be done.
    pub(super) title: String,
    /// Where it stands.
    pub(super) standing: crate::web::road::Standing,
    /// Whether it says that there is nothing to report.
    pub(super) nil: bool,
    /// How often it was sent back.
    pub(super) returns: usize,
    /// Whether mail to the unit comes back.
    pub(super) unreachable: bool,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/board.html")]
struct BoardView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which everything is told.
    as_of: String,
    /// Reports that are owed.
    all: usize,
    /// Of them, those that are with the receiver.
    in_hand: Cell,
    /// Those that were accepted.
    accepted: Cell,
    /// Those that were sent back and are not there again.
    returned: Cell,
    /// Those that are owed and whose day has passed.
    late: Cell,
    /// Those that were sent after their day.
    sent_late: Cell,
    /// Names of the statuses, in their order.
    statuses: Vec<String>,
    /// Counts by tier and by kind of unit.
    tiers: Vec<Tier>,
    /// What is wanted.
    wanted: Wanted,
    /// Statuses to choose from.
    status_choices: Vec<Choice>,
    /// Ways to stand to the day, to choose from.
    timing_choices: Vec<Choice>,
    /// Levels to choose from.
    level_choices: Vec<Choice>,
    /// Kinds to choose from.
    kind_choices: Vec<Choice>,
    /// Tags to choose from.
    tag_choices: Vec<Choice>,
    /// Tasks to choose from.
    task_choices: Vec<Choice>,
    /// How many are wanted.
    found: usize,
    /// A page of them, the most pressing first.
    rows: Vec<Row>,
    /// The number of the page, from 1.
    page: usize,
    /// The number of the last page.
    pages: usize,
    /// The query without the page.
    query: String,
    /// Units to whose address mail comes back.
    unreachable: usize,
    /// Whether the reader may urge.
    may_urge: bool,
}
views!(BoardView);

/// The board of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/board", tag = "board", params(("id" = String, Path),
    ("status" = Option<String>, Query), ("timing" = Option<String>, Query), ("level" = Option<String>, Query),
    ("kind" = Option<String>, Query), ("tag" = Option<String>, Query), ("task" = Option<String>, Query),
    ("parent" = Option<String>, Query), ("q" = Option<String>, Query), ("page" = Option<usize>, Query)),
    responses((status = 200, body = BoardView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<BoardView>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let refused = contact::refused(&mut conn).await?;
    drop(conn);
    let unreachable: BTreeSet<String> = refused.into_iter().map(|known| known.unit).collect();
    Ok(Page(board_view(
        shell,
        &visitor,
        &watch,
        wanted,
        &unreachable,
    )))
}

fn board_view(
    shell: Shell,
    visitor: &Visitor,
    watch: &Watch,
    wanted: Wanted,
    unreachable: &BTreeSet<String>,
) -> BoardView {
    let tiers = tiers(watch);
    let mut total = Count::default();
    total.extend(tiers.values().flat_map(BTreeMap::values).copied());
    let mut found = wanted.among(watch);
    let count = found.len();
    found.sort_by_key(|(_, progress)| pressing(progress));
    let pages = count.div_ceil(A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let rows = found.iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let rows = rows
        .map(|(post, _)| row(&shell, watch, post, unreachable))
        .collect();
    let of_status = |status: Status| cell(total.of(status), &[("status", status.id())]);
    let owing: BTreeSet<&str> = watch.posts().map(|post| post.owed.unit.as_str()).collect();
    BoardView {
        head: watch.head(visitor, "board"),
        as_of: shell.moment(&watch.now),
        all: total.all(),
        in_hand: cell(total.in_hand(), &[]),
        accepted: of_status(Status::Accepted),
        returned: of_status(Status::Returned),
        late: cell(total.late, &[("timing", "late")]),
        sent_late: cell(total.sent_late, &[("timing", "sent_late")]),
        statuses: Status::ALL
            .map(|status| shell.t(&status_text(status)))
            .to_vec(),
        tiers: tier_rows(&shell, &tiers, &total),
        status_choices: status_choices(&shell, &wanted.status),
        timing_choices: ["late", "soon", "sent_late", "nil"]
            .map(|timing| choice(timing, shell.word("board-timing", timing), &wanted.timing))
            .to_vec(),
        level_choices: words_of(
            watch,
            &wanted.level,
            |level| level_word(&shell, level),
            |post| vec![post.who.level.as_str()],
        ),
        kind_choices: words_of(
            watch,
            &wanted.kind,
            |kind| kind_word(&shell, kind),
            |post| vec![post.who.kind.as_str()],
        ),
        tag_choices: words_of(watch, &wanted.tag, str::to_owned, |post| {
            post.who.tags.iter().map(String::as_str).collect()
        }),
        task_choices: task_choices(watch, &wanted.task),
        found: count,
        rows,
        page,
        pages,
        query: wanted.query(),
        wanted,
        unreachable: unreachable
            .iter()
            .filter(|unit| owing.contains(unit.as_str()))
            .count(),
        may_urge: watch.desk.may(visitor, Act::UrgingCreate),
        shell,
    }
}

/// The most pressing first: late by most days, then due, then done; nearest to the receiver last.
fn pressing(progress: &Progress) -> (i32, u8) {
    let days = match progress.timing {
        Timing::Late(days) => -1000 - days,
        Timing::DueSoon(days) | Timing::Ahead(days) => days,
        Timing::NoDate => 10_000,
        Timing::Done | Timing::DoneEarly | Timing::DoneOnTime | Timing::DoneLate(_) => 20_000,
    };
    (days, progress.status as u8)
}

fn row(shell: &Shell, watch: &Watch, post: &Post, unreachable: &BTreeSet<String>) -> Row {
    let above = post.who.above.first().map_or("", String::as_str);
    Row {
        duty: post.owed.duty.clone(),
        submission: post.submission.clone().unwrap_or_default(),
        unit_id: post.owed.unit.clone(),
        unit: post.who.name.clone(),
        above: match above {
            "" => String::new(),
            above => watch.board.units.name(above, watch.desk.today).to_owned(),
        },
        title: post.asked.title.clone(),
        standing: standing(shell, &post.owed.history, watch.now),
        nil: post.nil,
        returns: post.reasons.len(),
        unreachable: unreachable.contains(&post.owed.unit),
    }
}

/// Counts by level and, below it, by kind.
fn tiers(watch: &Watch) -> BTreeMap<String, BTreeMap<String, Count>> {
    let mut tiers: BTreeMap<String, BTreeMap<String, Count>> = BTreeMap::new();
    for post in watch.posts() {
        let progress = post.owed.progress(watch.now);
        if !tiers.contains_key(&post.who.level) {
            tiers.insert(post.who.level.clone(), BTreeMap::new());
        }
        if let Some(kinds) = tiers.get_mut(&post.who.level) {
            match kinds.get_mut(&post.who.kind) {
                Some(count) => count.add(&progress),
                None => kinds
                    .entry(post.who.kind.clone())
                    .or_default()
                    .add(&progress),
            }
        }
    }
    tiers
}

/// A row for each level, rows for its kinds where it has several, and one for everything.
fn tier_rows(
    shell: &Shell,
    tiers: &BTreeMap<String, BTreeMap<String, Count>>,
    total: &Count,
) -> Vec<Tier> {
    let mut rows = Vec::new();
    let mut levels: Vec<_> = tiers.iter().collect();
    levels.sort_by_key(|(level, _)| rank(level));
    for (level, kinds) in levels {
        let mut sum = Count::default();
        sum.extend(kinds.values().copied());
        let name = match level.as_str() {
            "" => shell.t("board-no-level"),
            level => shell.t1("board-level", level_word(shell, level).to_lowercase()),
        };
        rows.push(tier(name, kinds.len() > 1, &sum, &[("level", level)]));
        if kinds.len() > 1 {
            let kind = |(kind, count): (&String, &Count)| {
                let narrow = [("level", level.as_str()), ("kind", kind.as_str())];
                tier(
                    format!("– {}", kind_word(shell, kind)),
                    false,
                    count,
                    &narrow,
                )
            };
            rows.extend(kinds.iter().map(kind));
        }
    }
    if rows.len() > 1 {
        rows.push(tier(shell.t("board-total"), true, total, &[]));
    }
    rows
}

/// The word for a level; as the list gave it where it is no level we know.
pub(super) fn level_word(shell: &Shell, level: &str) -> String {
    word_or(shell, "units-level", level)
}

/// The word for a kind of unit; as the list gave it where it is no kind we know.
pub(super) fn kind_word(shell: &Shell, kind: &str) -> String {
    word_or(shell, "units-kind", kind)
}

fn word_or(shell: &Shell, of: &str, word: &str) -> String {
    let said = shell.word(of, word);
    match said.starts_with(of) {
        true => word.to_owned(),
        false => said,
    }
}

/// Where a level stands, from above; others after those we know.
fn rank(level: &str) -> usize {
    let known = ["central", "province", "district", "commune"];
    known
        .iter()
        .position(|it| *it == level)
        .unwrap_or(known.len())
}

fn tier(name: String, sum: bool, count: &Count, narrow: &[(&str, &str)]) -> Tier {
    let with = |field: (&'static str, &'static str)| {
        let fields: Vec<(&str, &str)> = narrow.iter().copied().chain([field]).collect();
        fields
    };
    Tier {
        name,
        sum,
        all: cell(count.all(), narrow),
        statuses: Status::ALL
            .map(|status| cell(count.of(status), &with(("status", status.id()))))
            .to_vec(),
        late: cell(count.late, &with(("timing", "late"))),
    }
}

fn cell(count: usize, narrow: &[(&str, &str)]) -> Cell {
    let given = narrow.iter().filter(|(_, value)| !value.is_empty());
    Cell {
        count,
        query: serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default(),
    }
}

fn choice(value: &str, text: String, chosen: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    }
}

fn status_choices(shell: &Shell, chosen: &str) -> Vec<Choice> {
    Status::ALL
        .map(|status| choice(status.id(), shell.t(&status_text(status)), chosen))
        .to_vec()
}

fn words_of<'w>(
    watch: &'w Watch,
    chosen: &str,
    said: impl Fn(&str) -> String,
    words: impl Fn(&'w Post) -> Vec<&'w str>,
) -> Vec<Choice> {
    let words: BTreeSet<&str> = watch.posts().flat_map(words).collect();
    let given = words.into_iter().filter(|word| !word.is_empty());
    given.map(|word| choice(word, said(word), chosen)).collect()
}

fn task_choices(watch: &Watch, chosen: &str) -> Vec<Choice> {
    let tasks: BTreeMap<&str, &str> = watch
        .posts()
        .map(|post| (post.asked.task.as_str(), post.asked.title.as_str()))
        .collect();
    let named = tasks.into_iter().filter(|(task, _)| !task.is_empty());
    named
        .map(|(task, title)| choice(task, format!("{task}. {title}"), chosen))
        .collect()
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/grid.html")]
struct GridView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which everything is told.
    as_of: String,
    /// Units grouped by the unit above them.
    groups: Vec<Group>,
    /// Whether the groups show their tiles; otherwise they lead to them.
    tiled: bool,
    /// The group that is looked at alone; empty where all are.
    parent: String,
    /// What the signs of the tiles mean.
    legend: Vec<Sign>,
}
views!(GridView);

/// The units below one unit.
#[derive(Serialize, ToSchema)]
struct Group {
    /// Id of the unit above; empty where there is none.
    id: String,
    /// Its name.
    name: String,
    /// Reports that are owed.
    all: usize,
    /// Of them, those that are with the receiver.
    in_hand: usize,
    /// Those that are late.
    late: usize,
    /// Those that are begun or were sent back.
    under_way: usize,
    /// Parts of the bar, in hundredths: in hand, under way.
    bar: (usize, usize),
    /// A tile for each report.
    tiles: Vec<Tile>,
}

/// A report as a tile.
#[derive(Serialize, ToSchema)]
struct Tile {
    /// Id of the duty.
    duty: String,
    /// Name of the unit.
    unit: String,
    /// Class of its look.
    class: &'static str,
    /// Where it stands, in words.
    word: String,
    /// How it stands to its day, in words.
    timing: String,
    /// Whether it is late.
    late: bool,
}

/// A sign of the tiles and its meaning.
#[derive(Serialize, ToSchema)]
struct Sign {
    /// Class of its look.
    class: &'static str,
    /// What it means.
    word: String,
}

/// Which group is looked at.
#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    parent: String,
}

/// The units of a campaign as tiles, grouped by the unit above them.
#[utoipa::path(get, path = "/campaigns/{id}/board/grid", tag = "board", params(("id" = String, Path),
    ("parent" = Option<String>, Query)), responses((status = 200, body = GridView)))]
async fn grid(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(place): Query<Place>,
) -> Result<Page<GridView>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    let wanted = Wanted {
        parent: place.parent.clone(),
        ..Wanted::default()
    };
    let found = wanted.among(&watch);
    let tiled = found.len() <= TILES || !wanted.is_empty();
    let mut groups: BTreeMap<&str, Vec<(&Post, Progress)>> = BTreeMap::new();
    for (post, progress) in found {
        let above = post.who.above.first().map_or("", String::as_str);
        groups.entry(above).or_default().push((post, progress));
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(above, posts)| group(&shell, &watch, above, &posts, tiled))
        .collect();
    groups.sort_by_key(|group| fold::bare(&group.name));
    Ok(Page(GridView {
        head: watch.head(&visitor, "grid"),
        as_of: shell.moment(&watch.now),
        groups,
        tiled,
        parent: place.parent,
        legend: legend(&shell),
        shell,
    }))
}

fn group(
    shell: &Shell,
    watch: &Watch,
    above: &str,
    posts: &[(&Post, Progress)],
    tiled: bool,
) -> Group {
    let mut count = Count::default();
    for (_, progress) in posts {
        count.add(progress);
    }
    let under_way = [
        Status::Drafting,
        Status::WaitingForSignature,
        Status::Returned,
    ];
    let under_way = under_way.map(|status| count.of(status)).iter().sum();
    let hundredths = |part: usize| part * 100 / count.all().max(1);
    Group {
        id: above.to_owned(),
        name: match above {
            "" => shell.t("board-nobody-above"),
            above => watch.board.units.name(above, watch.desk.today).to_owned(),
        },
        all: count.all(),
        in_hand: count.in_hand(),
        late: count.late,
        under_way,
        bar: (hundredths(count.in_hand()), hundredths(under_way)),
        tiles: match tiled {
            true => posts
                .iter()
                .map(|(post, progress)| tile(shell, watch, post, progress))
                .collect(),
            false => Vec::new(),
        },
    }
}

fn tile(shell: &Shell, watch: &Watch, post: &Post, progress: &Progress) -> Tile {
    let told = standing(shell, &post.owed.history, watch.now);
    Tile {
        duty: post.owed.duty.clone(),
        unit: post.who.name.clone(),
        class: sign(progress.status),
        word: told.word,
        timing: told.timing,
        late: matches!(progress.timing, Timing::Late(_)),
    }
}

/// The look of a tile: received is told from sent, which badges do not do.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Received => "received",
        other => badge(other),
    }
}

fn legend(shell: &Shell) -> Vec<Sign> {
    let mut legend: Vec<Sign> = Status::ALL
        .map(|status| Sign {
            class: sign(status),
            word: shell.t(&status_text(status)),
        })
        .into();
    legend.push(Sign {
        class: "late",
        word: shell.t("board-timing-late"),
    });
    legend
}
