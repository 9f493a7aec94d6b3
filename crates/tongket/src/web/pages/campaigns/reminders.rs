//! When the units of a campaign are reminded, and who was.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::chase::{Ladder, reminders};
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_reader::calendar::Calendar;
use tongket_store::campaign::State as Phase;
use tongket_store::reminder::{self, Manner};
use tongket_store::{Done, contact, mail};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Head;
use super::board::Watch;
use super::mails::{Heap, heaps};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::letterbox::Server;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(amend))
}

/// Names that the page shows.
const SHOWN: usize = 100;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/reminders.html")]
struct RemindersView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The moment, by the server's clock, as of which everything is told.
    as_of: String,
    /// The steps, as they are filled in: "-5, -1, 1, 5".
    steps: String,
    /// The steps in words, each with its day for the day on which most reports are due.
    ladder: Vec<Step>,
    /// That day; empty where no report has one.
    due: String,
    /// Whether units are reminded by mail too.
    by_mail: bool,
    /// Whether the administrator has set a mail server.
    mail_is_set: bool,
    /// How many units the next round would remind, if it came now.
    to_remind: usize,
    /// The names of the first of them.
    next: Vec<String>,
    /// Units that owe a report and have no address.
    without_address: usize,
    /// Rounds that were made, the latest first.
    rounds: Vec<Round>,
    /// How many mails stand where.
    tally: Vec<Heap>,
    /// How many units have an address to which mail comes back.
    unreachable: usize,
    /// Whether the reader may change the steps.
    may_amend: bool,
}
views!(RemindersView);

/// A step of the ladder.
#[derive(Serialize, ToSchema)]
struct Step {
    /// In words.
    text: String,
    /// Its day; empty where no report has one.
    day: String,
}

/// A round of reminders.
#[derive(Serialize, ToSchema)]
struct Round {
    /// When.
    at: String,
    /// At which step, in words.
    step: String,
    /// Of how many reports.
    reports: i64,
    /// Of how many of them by mail.
    mails: i64,
}

/// A step in words.
fn in_words(shell: &Shell, step: i64) -> String {
    match step {
        0 => shell.t("reminder-step-on"),
        ..0 => shell.t1("reminder-step-before", -step),
        1.. => shell.t1("reminder-step-after", step),
    }
}

/// How and when the units of a campaign are reminded.
#[utoipa::path(get, path = "/campaigns/{id}/reminders", tag = "board", params(("id" = String, Path)),
    responses((status = 200, body = RemindersView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<RemindersView>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    if !watch.scope.whole {
        return Err(Refusal::not_permitted(Act::ReminderAmend).into());
    }
    let mut conn = house.store.read().await?;
    let manner = reminder::manner(&mut conn, &id).await?;
    let told = reminder::told(&mut conn, &id).await?;
    let rounds = reminder::rounds(&mut conn, &id).await?;
    let contacts = contact::all(&mut conn).await?;
    let tally = mail::tally(&mut conn, &id).await?;
    let mail_is_set = Server::of(&mut conn).await?.is_some();
    drop(conn);
    let owed = watch.board.posts.iter().map(|post| &post.owed);
    let next = reminders(owed, &manner.ladder, &told, watch.now, Calendar::bundled());
    let next: BTreeSet<&str> = next.iter().map(|it| it.owed.unit.as_str()).collect();
    let owing: BTreeSet<&str> = watch.posts().map(|post| post.owed.unit.as_str()).collect();
    let reached: BTreeSet<&str> = contacts.iter().map(|known| known.unit.as_str()).collect();
    let name = |unit: &str| watch.board.units.name(unit, watch.desk.today).to_owned();
    let due = watch.usual_day();
    Ok(Page(RemindersView {
        head: watch.head(&visitor, "reminders"),
        as_of: shell.moment(&watch.now),
        steps: (manner.ladder.steps().iter().map(ToString::to_string))
            .collect::<Vec<_>>()
            .join(", "),
        ladder: (manner.ladder.steps().iter())
            .map(|step| Step {
                text: in_words(&shell, i64::from(*step)),
                day: due.map_or(String::new(), |due| {
                    shell.day(&Ladder::day(*step, due, Calendar::bundled()))
                }),
            })
            .collect(),
        due: due.map(|due| shell.day(&due)).unwrap_or_default(),
        by_mail: manner.by_mail,
        mail_is_set,
        without_address: owing.difference(&reached).count(),
        to_remind: next.len(),
        next: next.into_iter().take(SHOWN).map(name).collect(),
        rounds: (rounds.iter())
            .map(|round| Round {
                at: shell.moment(&round.at),
                step: in_words(&shell, round.step),
                reports: round.reports,
                mails: round.mails,
            })
            .collect(),
        tally: heaps(&shell, tally),
        unreachable: (contacts.iter())
            .filter(|known| known.refused_at.is_some() && owing.contains(known.unit.as_str()))
            .count(),
        may_amend: watch.desk.campaign.state == Phase::Open
            && watch.desk.may(&visitor, Act::ReminderAmend),
        shell,
    }))
}

/// How units are to be reminded.
#[derive(Deserialize, ToSchema)]
struct Wish {
    /// Working days from the day due, parted by commas: "-5, -1, 1, 5"; empty reminds nobody.
    #[serde(default)]
    steps: String,
    /// "1" where mail goes out too.
    #[serde(default)]
    by_mail: String,
}

impl Wish {
    fn ladder(&self) -> Result<Ladder, Refusal> {
        let parts = self.steps.split([',', ';', ' ']);
        let given = parts.map(str::trim).filter(|part| !part.is_empty());
        let steps: Result<Vec<i32>, _> = given
            .map(|part| part.replace('−', "-").parse::<i32>())
            .collect();
        let steps = steps.map_err(|_| {
            Refusal::field_invalid(
                Said::new("Các bước nhắc", "Steps"),
                Said::new(
                    "ghi số ngày làm việc, cách nhau bằng dấu phẩy, như -5, -1, 1, 5",
                    "write working days parted by commas, like -5, -1, 1, 5",
                ),
            )
        })?;
        Ladder::new(steps)
    }
}

/// Says when the units of a campaign are reminded.
#[utoipa::path(post, path = "/campaigns/{id}/reminders", tag = "board", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200)))]
async fn amend(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Next<Vec<i32>>, Problem> {
    let watch = Watch::of(&house, &visitor, &id).await?;
    let permit = watch.desk.permit(&visitor, Act::ReminderAmend)?;
    if watch.desk.campaign.state == Phase::Closed {
        return Err(Code::CampaignClosed.into());
    }
    let manner = Manner {
        ladder: wish.ladder()?,
        by_mail: matches!(wish.by_mail.as_str(), "1" | "true" | "on"),
    };
    let steps = manner.ladder.steps().to_vec();
    let data = json!({ "steps": steps, "by_mail": manner.by_mail });
    let told = watch.desk.told(&house, &visitor, &permit, data);
    let campaign = id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                reminder::set_manner(tx, &campaign, &manner).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    let to = format!("/campaigns/{id}/reminders");
    Ok(Next::new(&shell, to, steps).saying("reminder-amended"))
}
