//! The board as a grid: a tile for each report, grouped by the unit above.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::chase::Count;
use tongket_core::exchange::{Progress, Status, Timing};
use tongket_reader::words::fold;
use utoipa::ToSchema;

use super::Watch;
use super::wanted::Wanted;
use crate::web::board::Post;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::pages::duties::{badge, status_text};
use crate::web::problem::Problem;
use crate::web::road::standing;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Tiles that one page of the grid shows; beyond that it shows the groups.
const TILES: usize = 400;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/board/grid.html")]
pub(super) struct GridView {
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
pub(super) struct Place {
    #[serde(default)]
    parent: String,
}

/// The units of a campaign as tiles, grouped by the unit above them.
#[utoipa::path(get, path = "/campaigns/{id}/board/grid", tag = "board", params(("id" = String, Path),
    ("parent" = Option<String>, Query)), responses((status = 200, body = GridView)))]
pub(super) async fn grid(
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
        unit: shell.whose(&post.who.name),
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
