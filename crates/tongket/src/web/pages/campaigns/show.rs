//! The page of a campaign, and its calendar.
//!
//! While it is prepared the page says what is still missing; once it is open,
//! who owes what and how far everybody is. Readers see what their place in the
//! tree lets them see.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::campaign::{CalendarEntry, DutyKind};
use tongket_core::permit::{Act, Membership, Place, Role, Table};
use tongket_reader::plan::Order;
use tongket_reader::words::fold;
use tongket_store::campaign::{self, State as Phase};
use tongket_store::duty::{self, Standing, Wanted};
use tongket_store::{amendment, occasion, plan};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::draft::Draft;
use super::opening::Lacking;
use super::{Day, Desk, Head};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(calendar))
}

/// Duties on a page.
const A_PAGE: i64 = 50;
/// Days before its day on which a duty is said to fall due soon.
const SOON: i32 = 7;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/show.html")]
struct CampaignView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Name of the plan's file; empty where there is none.
    file: String,
    /// Who issued the plan.
    issuer: String,
    /// The years under review: "2016 – 2026"; may be empty.
    period: String,
    /// The day as of which groups were resolved.
    as_of: Day,
    /// Name of the awards office; may be empty.
    awards: String,
    /// What a draft lacks before it can open.
    lacking: Vec<String>,
    /// Of a draft, tasks whose day has passed.
    past: usize,
    /// Its groups that nobody confirmed.
    unconfirmed: Vec<String>,
    /// Duties the reader may see.
    all: i64,
    /// Of them, those whose answer is in.
    answered: i64,
    /// Reports that were accepted.
    accepted: i64,
    /// Those whose day has passed.
    late: i64,
    /// How often it was amended.
    amendments: usize,
    /// A page of the duties that are wanted.
    duties: Vec<DutyRow>,
    /// The kind that is wanted: "report", "deed", or empty.
    kind: String,
    /// The state that is wanted: `open late sent accepted`, or empty.
    state: String,
    /// Words of a unit's name.
    q: String,
    /// The number of the page, from 1.
    page: i64,
    /// Whether there are more.
    more: bool,
}
views!(CampaignView);

/// A duty with how far its answer has come.
#[derive(Serialize, ToSchema)]
struct DutyRow {
    /// Id.
    id: String,
    /// Name of the unit.
    unit: String,
    /// The plan's task.
    task: String,
    /// What is to be done.
    title: String,
    /// Whether it is answered with a report.
    is_report: bool,
    /// Whether it is asked for, not ordered.
    is_request: bool,
    /// The last day in time.
    due: Option<Day>,
    /// Through whom it goes, or to whom.
    to: String,
    /// Where it stands: `missing draft overdue due-today due-soon sent returned accepted`.
    standing: &'static str,
    /// Days until it is due, or since it was.
    days: i32,
}

/// Which duties are wanted.
#[derive(Deserialize, Default)]
struct Filter {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: i64,
}

/// A campaign.
#[utoipa::path(get, path = "/campaigns/{id}", tag = "campaigns", params(("id" = String, Path),
    ("kind" = Option<String>, Query), ("state" = Option<String>, Query), ("q" = Option<String>, Query),
    ("page" = Option<i64>, Query)), responses((status = 200, body = CampaignView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Page<CampaignView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let file = plan::file(&mut conn, &id).await?;
    let campaign = &desk.campaign;
    let awards = campaign.awards_unit.as_deref();
    let period = campaign.period.map(|(from, to)| format!("{from} – {to}"));
    let mut view = CampaignView {
        head: desk.head(&visitor, "duties"),
        file: file.map(|file| file.name).unwrap_or_default(),
        issuer: campaign.issuer.clone(),
        period: period.unwrap_or_default(),
        as_of: Day::of(&shell, campaign.as_of),
        awards: awards.map(|unit| desk.name(unit)).unwrap_or_default(),
        lacking: Vec::new(),
        past: 0,
        unconfirmed: Vec::new(),
        all: 0,
        answered: 0,
        accepted: 0,
        late: 0,
        amendments: 0,
        duties: Vec::new(),
        kind: filter.kind,
        state: filter.state,
        q: filter.q,
        page: filter.page.max(1),
        more: false,
        shell,
    };
    if campaign.state == Phase::Draft {
        let draft = Draft::of(&house, &desk).await?;
        let forms = campaign::forms(&mut conn, &id).await?;
        let lacking = Lacking::of(&desk, &draft, &forms);
        let say = |said: &tongket_core::refusal::Said| view.shell.say(said).to_owned();
        view.lacking = lacking.things.iter().map(say).collect();
        view.unconfirmed = lacking.groups.iter().map(say).collect();
        view.past = lacking.past;
        return Ok(Page(view));
    }
    let Some((region, below)) = region(&desk, &visitor) else {
        return Ok(Page(view));
    };
    let seen = Wanted {
        region,
        below,
        today: desk.today,
        ..Wanted::default()
    };
    let tally = duty::tally(&mut conn, &id, &seen).await?;
    (view.all, view.answered) = (tally.all, tally.answered);
    (view.accepted, view.late) = (tally.accepted, tally.late);
    let wanted = Wanted {
        kind: view.kind.clone(),
        state: view.state.clone(),
        name: fold::bare(view.q.trim()),
        ..seen
    };
    let from = (view.page - 1).saturating_mul(A_PAGE);
    let duties = duty::page(&mut conn, &id, &wanted, A_PAGE + 1, from).await?;
    view.more = duties.len() > 50;
    view.duties = duties
        .iter()
        .take(50)
        .map(|known| row(&view.shell, &desk, known))
        .collect();
    view.amendments = amendment::of_campaign(&mut conn, &id, 1000, 0).await?.len();
    Ok(Page(view))
}

/// Which duties a reader may see: all (an empty region), those of a unit, or of a unit and those below.
fn region(desk: &Desk, visitor: &Visitor) -> Option<(String, bool)> {
    let awards = desk.campaign.awards_unit.clone();
    let whole = desk.place.clone().standing(awards);
    let writes = |held: &&Membership| held.role == Role::Drafter;
    let reading = visitor.memberships.iter().filter(|held| !writes(held));
    let one = |held: &Membership, place: &Place| {
        Table::permit(std::slice::from_ref(held), Act::DutyRead, place).is_ok()
    };
    if reading.clone().any(|held| one(held, &whole)) {
        return Some((String::new(), true));
    }
    let own = |held: &&Membership| {
        !held.unit.is_empty() && one(held, &desk.units.place(&held.unit, desk.today))
    };
    let reader = reading
        .clone()
        .find(own)
        .map(|held| (held.unit.clone(), true));
    reader.or_else(|| {
        let writer = visitor.memberships.iter().filter(writes).find(own);
        writer.map(|held| (held.unit.clone(), false))
    })
}

fn row(shell: &Shell, desk: &Desk, known: &Standing) -> DutyRow {
    let duty = &known.duty;
    let due = known.returned_due.or(duty.due);
    let days = due.map_or(0, |due| (due - desk.today).get_days());
    let owed = known.answered_at.is_none() || known.returned;
    let standing = match known {
        Standing { accepted: true, .. } => "accepted",
        _ if !owed => "sent",
        _ if due.is_some_and(|due| due < desk.today) => "overdue",
        Standing { returned: true, .. } => "returned",
        _ if due == Some(desk.today) => "due-today",
        _ if due.is_some() && days <= SOON => "due-soon",
        Standing {
            report: Some(_), ..
        } => "draft",
        _ => "missing",
    };
    DutyRow {
        id: duty.id.clone(),
        unit: shell.whose(&(desk.units).whose(
            &duty.unit,
            duty.inherited_from.as_deref(),
            desk.today,
        )),
        task: duty.task.clone(),
        title: duty.title.clone(),
        is_report: duty.kind == "report",
        is_request: duty.bidding == "request",
        due: due.map(|due| Day::of(shell, due)),
        to: duty
            .received_by()
            .map(|unit| desk.name(unit))
            .unwrap_or_default(),
        standing,
        days: days.abs(),
    }
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/calendar.html")]
struct CalendarView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Days in their order.
    days: Vec<CalendarDay>,
    /// What has no day.
    undated: Vec<CalendarLine>,
}
views!(CalendarView);

/// A day on which something falls due or happens.
#[derive(Serialize, ToSchema)]
struct CalendarDay {
    /// The day.
    day: Day,
    /// The day of the week.
    weekday: String,
    /// "past", "today" or "ahead".
    when: &'static str,
    /// What falls due.
    deadlines: Vec<CalendarLine>,
    /// What happens and binds nobody to hand in anything.
    occasions: Vec<String>,
}

/// Something that falls due.
#[derive(Clone, Serialize, ToSchema)]
struct CalendarLine {
    /// What is to be done.
    title: String,
    /// Whether it is answered with a report.
    is_report: bool,
    /// Whether it is asked for, not ordered.
    is_request: bool,
    /// How many units owe it; 0 where nobody counted.
    units: i64,
}

/// The calendar of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/calendar", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = CalendarView)))]
async fn calendar(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<CalendarView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let mut leaves = Leaves::default();
    if desk.campaign.state == Phase::Draft {
        let draft = Draft::of(&house, &desk).await?;
        leaves.take_draft(&draft);
    } else {
        let mut conn = house.store.read().await?;
        for task in duty::days(&mut conn, &id).await? {
            let line = CalendarLine {
                title: task.title,
                is_report: task.kind == "report",
                is_request: task.bidding == "request",
                units: task.units,
            };
            leaves.deadline(task.due, line);
        }
        for occasion in occasion::of_campaign(&mut conn, &id).await? {
            leaves.occasion(occasion.day, occasion.title);
        }
    }
    let (days, undated) = leaves.bound(&shell, desk.today);
    Ok(Page(CalendarView {
        head: desk.head(&visitor, "calendar"),
        days,
        undated,
        shell,
    }))
}

/// The leaves of a calendar before they are bound.
#[derive(Default)]
struct Leaves {
    days: std::collections::BTreeMap<Date, (Vec<CalendarLine>, Vec<String>)>,
    undated: Vec<CalendarLine>,
}

impl Leaves {
    fn deadline(&mut self, day: Option<Date>, line: CalendarLine) {
        match day {
            Some(day) => self.days.entry(day).or_default().0.push(line),
            None => self.undated.push(line),
        }
    }

    fn occasion(&mut self, day: Option<Date>, title: String) {
        if let Some(day) = day {
            self.days.entry(day).or_default().1.push(title);
        }
    }

    fn take_draft(&mut self, draft: &Draft) {
        let proposal = draft.proposal();
        for task in &proposal.tasks {
            let groups = task.groups.iter().filter_map(|at| proposal.groups.get(*at));
            let units: usize = groups.map(|group| group.members.len()).sum();
            let line = CalendarLine {
                title: task.title.clone(),
                is_report: task.kind == DutyKind::Report,
                is_request: task.order == Order::Request,
                units: i64::try_from(units).unwrap_or(i64::MAX),
            };
            self.deadline(task.due.day, line);
        }
        for entry in proposal.calendar() {
            if let CalendarEntry::Occasion(occasion) = entry {
                self.occasion(occasion.day, occasion.title.clone());
            }
        }
    }

    /// The days in their order, and what has none; today is a day of its own.
    fn bound(mut self, shell: &Shell, today: Date) -> (Vec<CalendarDay>, Vec<CalendarLine>) {
        self.days.entry(today).or_default();
        let leaf =
            |(day, (deadlines, occasions)): (Date, (Vec<CalendarLine>, Vec<String>))| CalendarDay {
                weekday: shell.t(&format!(
                    "campaign-weekday-{}",
                    day.weekday().to_monday_one_offset()
                )),
                when: match day.cmp(&today) {
                    std::cmp::Ordering::Less => "past",
                    std::cmp::Ordering::Equal => "today",
                    std::cmp::Ordering::Greater => "ahead",
                },
                day: Day::of(shell, day),
                deadlines,
                occasions,
            };
        (self.days.into_iter().map(leaf).collect(), self.undated)
    }
}
