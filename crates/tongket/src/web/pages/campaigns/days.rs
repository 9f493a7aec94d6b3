//! The course of a campaign: what happened on each day, and how the reports came in.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::exchange::Step;
use tongket_core::moment;
use tongket_store::amendment;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::board::Watch;
use super::{Day, Head};
use crate::web::chart::{Chart, Tally};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(days))
}

/// Amendments that the course tells.
const AMENDMENTS: i64 = 500;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/days.html")]
struct DaysView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// How the reports came in; nothing before the first one did.
    chart: Option<Chart>,
    /// The days on which something happened, the latest first.
    days: Vec<Leaf>,
}
views!(DaysView);

/// What happened on a day, counted.
#[derive(Serialize, ToSchema)]
struct Leaf {
    /// The day.
    day: Day,
    /// Whether it is today.
    today: bool,
    /// Reports that fell due.
    due: usize,
    /// Reports that were begun.
    begun: usize,
    /// Reports that were sent for the first time.
    sent: usize,
    /// Reports that were sent again.
    again: usize,
    /// Reports that were sent back.
    returned: usize,
    /// Reports that were accepted.
    accepted: usize,
    /// Accepted reports that were opened to be corrected.
    corrected: usize,
    /// What was amended, and why.
    amendments: Vec<String>,
}

/// The same, while it is counted.
#[derive(Default)]
struct Counts {
    due: usize,
    begun: usize,
    sent: usize,
    again: usize,
    returned: usize,
    accepted: usize,
    /// Those of them that were accepted for the first time.
    accepted_first: usize,
    corrected: usize,
    amendments: Vec<String>,
}

/// What happened in a campaign, day by day.
#[utoipa::path(get, path = "/campaigns/{id}/board/days", tag = "board", params(("id" = String, Path)),
    responses((status = 200, body = DaysView)))]
async fn days(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<DaysView>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let amendments = amendment::of_campaign(&mut conn, &id, AMENDMENTS, 0).await?;
    drop(conn);
    let today = watch.desk.today;
    let mut days = counted(&watch);
    for made in amendments {
        let said = format!(
            "{}. {}",
            shell.t(&format!("campaign-amendment-{}", made.kind)),
            shell.t1("campaign-because", &made.reason)
        );
        let day = days.entry(moment::day_of(made.at)).or_default();
        day.amendments.push(said);
    }
    let chart = chart(&shell, &watch, &days);
    days.entry(today).or_default();
    let past = days.into_iter().rev().filter(|(day, _)| *day <= today);
    Ok(Page(DaysView {
        head: watch.head(&visitor, "days"),
        chart,
        days: past
            .map(|(day, counts)| leaf(&shell, day, today, counts))
            .collect(),
        shell,
    }))
}

/// What happened to the reports that the reader may see, by day.
fn counted(watch: &Watch) -> BTreeMap<Date, Counts> {
    let mut days: BTreeMap<Date, Counts> = BTreeMap::new();
    for post in watch.posts() {
        if let Some(due) = post.owed.history.due {
            days.entry(due).or_default().due += 1;
        }
        if let Some(opened) = post.opened_at {
            days.entry(moment::day_of(opened)).or_default().begun += 1;
        }
        let mut accepted = false;
        for turn in &post.owed.history.turns {
            let counts = days.entry(moment::day_of(turn.at)).or_default();
            match &turn.step {
                Step::Submission(sent) if sent.ordinal == 1 => counts.sent += 1,
                Step::Submission(_) => counts.again += 1,
                Step::Return { .. } => counts.returned += 1,
                Step::Acceptance { .. } => {
                    counts.accepted += 1;
                    counts.accepted_first += usize::from(!accepted);
                    accepted = true;
                }
                Step::Correction { .. } => counts.corrected += 1,
                Step::Presentation { .. } | Step::Withdrawal | Step::Reception { .. } => {}
            }
        }
    }
    days
}

fn chart(shell: &Shell, watch: &Watch, days: &BTreeMap<Date, Counts>) -> Option<Chart> {
    let happened: BTreeMap<Date, Tally> = days
        .iter()
        .filter(|(_, counts)| counts.sent + counts.accepted > 0)
        .map(|(day, counts)| {
            let tally = Tally {
                sent: counts.sent,
                accepted: counts.accepted_first,
            };
            (*day, tally)
        })
        .collect();
    let mut dues: Vec<(usize, Date)> = days
        .iter()
        .filter(|(_, counts)| counts.due > 0)
        .map(|(day, counts)| (counts.due, *day))
        .collect();
    // The days on which most reports fall due; more than three would hide the lines.
    dues.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let mut dues: Vec<Date> = dues.into_iter().take(3).map(|(_, day)| day).collect();
    dues.sort_unstable();
    let all = watch.posts().count();
    Chart::of(shell, &happened, all, &dues, watch.desk.today)
}

fn leaf(shell: &Shell, day: Date, today: Date, counts: Counts) -> Leaf {
    Leaf {
        day: Day::of(shell, day),
        today: day == today,
        due: counts.due,
        begun: counts.begun,
        sent: counts.sent,
        again: counts.again,
        returned: counts.returned,
        accepted: counts.accepted,
        corrected: counts.corrected,
        amendments: counts.amendments,
    }
}
