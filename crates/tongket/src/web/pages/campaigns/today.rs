//! Where the officer's day starts: what came in, what waits for an answer, what is late, what moved
//! under the drafts.
//!
//! Everything is counted from the board at the moment of asking. Rows can be
//! chosen, and one act done to all of them ([`super::many`]) after a look at
//! what it would come to.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde::Serialize;
use tongket_core::chase::{Count, last_workday, late};
use tongket_core::exchange::{Reason, Status, Step};
use tongket_core::moment;
use tongket_core::permit::Act;
use tongket_reader::calendar::Calendar;
use tongket_store::campaign::State as Phase;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Head;
use super::board::Watch;
use super::moved::{self, Moved};
use crate::web::board::Post;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::{Standing, label, standing};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Rows of one list; the board has the rest.
const ROWS: usize = 100;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// The day's work in one campaign.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/today.html")]
struct TodayView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which everything is told.
    as_of: String,
    /// The beginning of the last working day before today.
    since: String,
    /// Versions that came in since then.
    came: usize,
    /// Reports that wait for an answer.
    waiting: Vec<Waiting>,
    /// How many there are, shown or not.
    waiting_all: usize,
    /// Reports that are late, the longest first.
    late: Vec<Overdue>,
    /// How many there are, shown or not.
    late_all: usize,
    /// Reports that fall due within a week.
    soon: usize,
    /// Reports that were sent back and have not come again.
    returned: usize,
    /// Reports of units that no longer stand, which nobody has taken over yet.
    gone: usize,
    /// The reader's drafts, with what moved under them since the last working day.
    drafts: Vec<Moved>,
    /// Reasons for sending back.
    reasons: Vec<Why>,
    /// Whether the reader may accept and send back.
    may_answer: bool,
    /// Whether the reader may give a new day.
    may_extend: bool,
    /// Today, the first day that a new date can have.
    today: String,
}
views!(TodayView);

/// A version that waits for an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Waiting {
    /// Id of the version.
    version: String,
    /// Name of the unit.
    unit: String,
    /// Which version it is.
    ordinal: u32,
    /// When it was sent.
    at: String,
    /// Whether it came since the last working day.
    fresh: bool,
    /// Where it stands.
    standing: Standing,
}

/// A report that is late.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Overdue {
    /// Id of the duty.
    duty: String,
    /// Name of the unit.
    unit: String,
    /// What is to be done.
    title: String,
    /// Where it stands.
    standing: Standing,
}

/// A reason of the catalogue.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Why {
    /// Its id.
    id: String,
    /// What it says.
    text: String,
}

/// What came in, what waits for an answer, what is late, what moved under the drafts.
#[utoipa::path(get, path = "/campaigns/{id}/today", tag = "board", params(("id" = String, Path)),
    responses((status = 200, body = TodayView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<TodayView>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    let since = since(&watch);
    let sent = sent(&watch);
    let mut count = Count::default();
    for post in watch.posts() {
        count.add(&post.owed.progress(watch.now));
    }
    let mut conn = house.store.read().await?;
    let drafts = moved::drafts(&mut conn, &shell, &watch, &visitor, since).await?;
    drop(conn);
    let open = watch.desk.campaign.state == Phase::Open;
    let transfers = open && watch.desk.may(&visitor, Act::DutyTransfer);
    let waiting = sent
        .iter()
        .take(ROWS)
        .map(|it| it.shown(&shell, &watch, since));
    Ok(Page(TodayView {
        head: watch.head(&visitor, "today"),
        as_of: shell.moment(&watch.now),
        since: shell.day(&moment::day_of(since)),
        came: sent.iter().filter(|it| it.at >= since).count(),
        waiting: waiting.collect(),
        waiting_all: sent.len(),
        late: overdue(&shell, &watch),
        late_all: count.late,
        soon: if open { count.soon } else { 0 },
        returned: count.of(Status::Returned),
        gone: if transfers { gone(&watch) } else { 0 },
        drafts,
        reasons: reasons(&shell),
        may_answer: open && watch.desk.may(&visitor, Act::SubmissionAccept),
        may_extend: open && watch.desk.may(&visitor, Act::CampaignAmend),
        today: watch.desk.today.to_string(),
        shell,
    }))
}

/// How many reports lie with units that no longer stand: their successors see nothing of them before
/// they are made over.
fn gone(watch: &Watch) -> usize {
    let ended = watch.desk.units.not_standing_on(watch.desk.today);
    let ended: HashSet<&str> = ended.collect();
    let posts = watch.posts().filter(|_| !ended.is_empty());
    let gone = posts.filter(|post| ended.contains(post.owed.unit.as_str()));
    gone.filter(|post| post.owed.history.status() != Status::Accepted)
        .count()
}

/// The first instant of the last working day before today.
fn since(watch: &Watch) -> Timestamp {
    let day = last_workday(watch.desk.today, Calendar::bundled());
    day.yesterday().map_or(Timestamp::MIN, moment::end_of)
}

/// A version at the receiver's that nobody has decided on.
struct Sent<'p> {
    post: &'p Post,
    version: &'p str,
    ordinal: u32,
    at: Timestamp,
}

impl Sent<'_> {
    fn shown(&self, shell: &Shell, watch: &Watch, since: Timestamp) -> Waiting {
        Waiting {
            version: self.version.to_owned(),
            unit: shell.whose(&self.post.who.name),
            ordinal: self.ordinal,
            at: shell.moment(&self.at),
            fresh: self.at >= since,
            standing: standing(shell, &self.post.owed.history, watch.now),
        }
    }
}

/// The versions that wait for an answer, the longest first.
fn sent(watch: &Watch) -> Vec<Sent<'_>> {
    let undecided = |post: &&Post| {
        let status = post.owed.history.status();
        matches!(status, Status::Submitted | Status::Received)
    };
    let posts = watch.posts().filter(undecided);
    let mut sent: Vec<Sent<'_>> = posts
        .filter_map(|post| {
            let version = post.submission.as_deref()?;
            let mut turns = post.owed.history.turns.iter().rev();
            let (ordinal, at) = turns.find_map(|turn| match &turn.step {
                Step::Submission(it) => Some((it.ordinal, turn.at)),
                _ => None,
            })?;
            Some(Sent {
                post,
                version,
                ordinal,
                at,
            })
        })
        .collect();
    sent.sort_by_key(|it| it.at);
    sent
}

/// The reports that are late, the longest first.
fn overdue(shell: &Shell, watch: &Watch) -> Vec<Overdue> {
    let mut all: Vec<(i32, &Post)> = watch
        .posts()
        .filter_map(|post| Some((late([&post.owed], watch.now).next()?.days, post)))
        .collect();
    all.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
    let shown = all.iter().take(ROWS).map(|(_, post)| Overdue {
        duty: post.owed.duty.clone(),
        unit: shell.whose(&post.who.name),
        title: post.asked.title.clone(),
        standing: standing(shell, &post.owed.history, watch.now),
    });
    shown.collect()
}

fn reasons(shell: &Shell) -> Vec<Why> {
    let all = Reason::all().iter().map(|reason| Why {
        id: reason.id.clone(),
        text: label(shell, reason).to_owned(),
    });
    all.collect()
}
