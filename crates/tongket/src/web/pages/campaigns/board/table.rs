//! The board as a table: the sum, the tiers, and a page of the reports that are wanted.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tongket_core::chase::Count;
use tongket_core::exchange::{Progress, Status, Timing};
use tongket_core::permit::Act;
use tongket_store::contact;
use utoipa::ToSchema;

use super::Watch;
use super::tiers::{Cell, Tier, cell, kind_word, level_word, tier_rows, tiers};
use super::wanted::{Choice, Wanted, choice, status_choices, task_choices, words_of};
use crate::web::board::Post;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::pages::duties::status_text;
use crate::web::problem::Problem;
use crate::web::road::standing;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Rows of a page of the board.
const A_PAGE: usize = 50;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/board/table.html")]
pub(super) struct BoardView {
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

/// A report on the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Row {
    /// Id of the duty.
    duty: String,
    /// Id of the version that was sent last; empty where nothing was sent.
    submission: String,
    /// Id of the unit.
    unit_id: String,
    /// Name of the unit.
    unit: String,
    /// Name of the unit above it; may be empty.
    above: String,
    /// What is to be done.
    title: String,
    /// Where it stands.
    standing: crate::web::road::Standing,
    /// Whether it says that there is nothing to report.
    nil: bool,
    /// How often it was sent back.
    returns: usize,
    /// Whether mail to the unit comes back.
    unreachable: bool,
}

/// The board of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/board", tag = "board", params(("id" = String, Path),
    ("status" = Option<String>, Query), ("timing" = Option<String>, Query), ("level" = Option<String>, Query),
    ("kind" = Option<String>, Query), ("tag" = Option<String>, Query), ("task" = Option<String>, Query),
    ("parent" = Option<String>, Query), ("q" = Option<String>, Query), ("page" = Option<usize>, Query)),
    responses((status = 200, body = BoardView)))]
pub(super) async fn show(
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
        unit: shell.whose(&post.who.name),
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
