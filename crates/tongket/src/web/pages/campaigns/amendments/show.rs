//! How a campaign was amended, the newest first, with what may be amended beside it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use serde_json::Value;
use tongket_core::campaign::OpenMeasure;
use tongket_core::exchange::Status;
use tongket_core::permit::Act;
use tongket_store::amendment::{self, Amendment as Kept};
use tongket_store::campaign::{self, Item};
use tongket_store::duty::{self, TaskDue};
use tongket_store::{Conn, account, submission};
use utoipa::ToSchema;

use super::room::open_measures;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::list::Paging;
use crate::web::pages::campaigns::{Day, Desk, Head};
use crate::web::problem::Problem;
use crate::web::road::may;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Amendments on a page.
const A_PAGE: i64 = 20;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/amendments/show.html")]
pub(super) struct AmendmentsView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// What was changed, the newest first.
    amendments: Vec<AmendmentRow>,
    /// Tasks whose day may be changed.
    tasks: Vec<TaskChoice>,
    /// Items of the outline.
    items: Vec<OutlineChoice>,
    /// Rows of its tables of figures.
    measures: Vec<OutlineChoice>,
    /// Reports that nobody has accepted yet, for who may close the campaign.
    unaccepted: usize,
    /// Of those, reports that were never sent.
    unsent: usize,
    /// The number of the page, from 1.
    page: i64,
    /// Whether there are more.
    more: bool,
}
views!(AmendmentsView);

/// A change that was made.
#[derive(Serialize, ToSchema)]
struct AmendmentRow {
    /// Id.
    id: String,
    /// What sort: `deadline add_unit release_unit add_item retitle_item withdraw_item measure close`.
    kind: String,
    /// Why.
    reason: String,
    /// Who made it.
    by: String,
    /// When.
    at: String,
    /// What was and what is.
    differences: Vec<DifferenceRow>,
    /// Answers that were handed in before.
    marked: i64,
}

/// One thing that changed, for one or several units.
#[derive(Serialize, ToSchema)]
struct DifferenceRow {
    /// What it is about: names of units or items.
    about: Vec<String>,
    /// As it was; empty where it is new.
    before: String,
    /// As it is.
    after: String,
    /// Whether the unit that owes it no more had sent its report before.
    handed_in: bool,
    /// The address of what it had sent, for those who may read it; empty for others.
    sent: String,
}

/// A task of the campaign.
#[derive(Serialize, ToSchema)]
struct TaskChoice {
    /// Id.
    task: String,
    /// What is to be done.
    title: String,
    /// The last day in time.
    due: Option<Day>,
    /// How many units owe it.
    units: i64,
}

/// An item of the outline, or a row of a table of figures.
#[derive(Serialize, ToSchema)]
struct OutlineChoice {
    /// Id.
    id: String,
    /// Label and words.
    title: String,
}

/// How a campaign was amended.
#[utoipa::path(get, path = "/campaigns/{id}/amendments", tag = "campaigns", params(("id" = String, Path),
    ("page" = Option<i64>, Query)), responses((status = 200, body = AmendmentsView)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Page<AmendmentsView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let page = paging.page();
    let kept = amendment::of_campaign(&mut conn, &id, A_PAGE + 1, (page - 1) * A_PAGE).await?;
    let more = kept.len() > 20;
    let mut amendments = Vec::new();
    for kept in kept.into_iter().take(20) {
        let by = account::find(&mut conn, &kept.by).await?;
        let by = by.map(|account| account.full_name).unwrap_or_default();
        let sent = handed_in(&house, &mut conn, &visitor, &kept).await?;
        amendments.push(amendment_row(&shell, kept, by, &sent));
    }
    let choice = |task: TaskDue| TaskChoice {
        task: task.task,
        title: task.title,
        due: task.due.map(|due| Day::of(&shell, due)),
        units: task.units,
    };
    let tasks = duty::days(&mut conn, &id)
        .await?
        .into_iter()
        .map(choice)
        .collect();
    let item = |item: Item| OutlineChoice {
        title: format!("{} {}", item.label, item.title),
        id: item.id,
    };
    let items = campaign::outline(&mut conn, &id)
        .await?
        .into_iter()
        .map(item)
        .collect();
    let row = |row: OpenMeasure| OutlineChoice {
        title: match row.unit_of_measure.as_str() {
            "" => row.name,
            unit => format!("{} ({unit})", row.name),
        },
        id: format!("{}/{}", row.form, row.code),
    };
    let measures = open_measures(&campaign::forms(&mut conn, &id).await?)
        .into_iter()
        .map(row)
        .collect();
    drop(conn);
    let head = desk.head(&visitor, "amendments");
    // Only who may close it is told what is open.
    let (unaccepted, unsent) = match head.may_amend {
        true => unanswered(&house, &id).await?,
        false => (0, 0),
    };
    Ok(Page(AmendmentsView {
        unaccepted,
        unsent,
        head,
        amendments,
        tasks,
        items,
        measures,
        page,
        more,
        shell,
    }))
}

/// How many reports nobody has accepted yet, and how many of them were never sent.
async fn unanswered(house: &House, campaign: &str) -> Result<(usize, usize), Problem> {
    let board = house.board(campaign).await?;
    let posts = board.iter().flat_map(|board| &board.posts);
    let open = posts.filter(|post| post.owed.history.status() != Status::Accepted);
    let unsent = open.clone().filter(|post| post.submission.is_none());
    Ok((open.count(), unsent.count()))
}

/// Of units that were released, what each had sent before, by duty: its address, empty where the
/// visitor may not read it.
async fn handed_in(
    house: &House,
    conn: &mut Conn,
    visitor: &Visitor,
    kept: &Kept,
) -> Result<HashMap<String, String>, Problem> {
    let mut sent = HashMap::new();
    if kept.kind != "release_unit" {
        return Ok(sent);
    }
    for line in kept.after["lines"].as_array().into_iter().flatten() {
        let duty = line["subject"].as_str().unwrap_or_default();
        let Some((report, version)) = submission::before(conn, duty, &kept.id).await? else {
            continue;
        };
        let place = house.open_report(conn, &report).await?.place;
        let address = match may(visitor, Act::ReportRead, &place) {
            true => format!("/submissions/{version}"),
            false => String::new(),
        };
        sent.insert(duty.to_owned(), address);
    }
    Ok(sent)
}

/// What was changed, units with the same change together.
fn amendment_row(
    shell: &Shell,
    kept: Kept,
    by: String,
    sent: &HashMap<String, String>,
) -> AmendmentRow {
    let language = shell.language.tag();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let empty = Vec::new();
    let before = kept.before["lines"].as_array().unwrap_or(&empty);
    let after = kept.after["lines"].as_array().unwrap_or(&empty);
    let mut differences: Vec<DifferenceRow> = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let about = text(after, "name");
        let (was, is) = (text(before, language), text(after, language));
        let sent = sent.get(&text(after, "subject"));
        match differences
            .last_mut()
            .filter(|last| last.before == was && last.after == is && sent.is_none())
        {
            Some(last) => last.about.push(about),
            None => differences.push(DifferenceRow {
                about: vec![about],
                before: was,
                after: is,
                handed_in: sent.is_some(),
                sent: sent.cloned().unwrap_or_default(),
            }),
        }
    }
    AmendmentRow {
        differences,
        marked: kept.after["marked"].as_i64().unwrap_or_default(),
        at: shell.moment(&kept.at),
        id: kept.id,
        kind: kept.kind,
        reason: kept.reason,
        by,
    }
}
