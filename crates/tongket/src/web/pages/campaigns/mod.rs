//! Campaigns: a plan is read, put right by people, opened, and amended where it must be.
//!
//! One file an act: [`create`] takes the plan in, [`plan`] shows what was read
//! beside the document, [`corrections`] puts it right, [`members`] says who is
//! meant, [`forms`] what is counted, [`opening`] puts it into force, [`show`]
//! is the page of a campaign, [`today`] where the officer's day starts, [`many`] one act
//! on many reports, [`board`] and [`days`] say who has sent and who
//! has not, [`reminders`] and [`letter`] make them send, [`work`] looks back,
//! [`amendments`] changes and closes it, [`discard`] lets go of one that was
//! not opened, [`series`] shows its figures over the years.

mod amendments;
mod board;
mod corrections;
mod create;
mod days;
mod discard;
mod document;
mod draft;
mod forms;
mod letter;
mod list;
mod mails;
mod many;
mod members;
mod moved;
mod opening;
mod plan;
pub(in crate::web) mod reading;
mod reminders;
pub(in crate::web) mod series;
mod show;
mod today;
pub(in crate::web) mod work;

pub(in crate::web) use mails::addressees;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Permit, Place, Role, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_core::unit::{Match, UnitId};
use tongket_reader::{Source, secrecy};
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::{Conn, duty};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

use crate::web::board::Scope;
use crate::web::house::House;
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .merge(list::routes())
        .merge(create::routes())
        .merge(reading::routes())
        .merge(show::routes())
        .merge(plan::routes())
        .merge(corrections::routes())
        .merge(members::routes())
        .merge(forms::routes())
        .merge(opening::routes())
        .merge(discard::routes())
        .merge(amendments::routes())
        .merge(today::routes())
        .merge(many::routes())
        .merge(board::routes())
        .merge(days::routes())
        .merge(reminders::routes())
        .merge(mails::routes())
        .merge(letter::routes())
        .merge(work::routes())
        .merge(series::routes())
}

/// A day, for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct Day {
    /// In ISO 8601.
    iso: String,
    /// As offices write it.
    text: String,
}

impl Day {
    fn of(shell: &Shell, day: Date) -> Day {
        Day {
            iso: day.to_string(),
            text: shell.day(&day),
        }
    }
}

/// What every page of a campaign says on top.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
struct Head {
    /// Id.
    id: String,
    /// What it is about.
    title: String,
    /// Number and notation of the plan; may be empty.
    code: String,
    /// "draft", "open" or "closed".
    state: &'static str,
    /// Name of the standing agency; empty before it is chosen.
    standing: String,
    /// Whether the reader may put the plan right and open the campaign.
    may_prepare: bool,
    /// Whether the reader may amend and close it.
    may_amend: bool,
    /// Whether the reader may see what is put together at some unit.
    consolidates: bool,
    /// Whether the reader reads reports at all; who only keeps the house does not.
    #[serde(skip)]
    reads: bool,
    /// Which page of the campaign it is.
    #[serde(skip)]
    tab: &'static str,
    /// Which view of the board it is, where it is one.
    #[serde(skip)]
    view: &'static str,
    /// Whether the reader may see the board.
    may_watch: bool,
    /// Whether the reader sees all of it, and so the reminders and letters too.
    may_chase: bool,
}

impl Head {
    /// The key of the word for its state.
    fn state_text(&self) -> String {
        format!("campaign-state-{}", self.state)
    }
}

/// A campaign with what a handler needs to know around it.
#[derive(Debug)]
struct Desk {
    campaign: Campaign,
    units: Arc<Units>,
    today: Date,
    place: Place,
}

impl Desk {
    /// The campaign with this id.
    async fn of(house: &House, id: &str) -> Result<Desk, Problem> {
        let units = house.units().await?;
        let mut conn = house.store.read().await?;
        let found = campaign::find(&mut conn, id).await?;
        let campaign = found
            .ok_or_else(|| Refusal::not_found(Said::new("đợt tổng kết này", "this campaign")))?;
        let today = house.today();
        Ok(Desk {
            place: place::of_campaign(&units, &campaign, today),
            campaign,
            units,
            today,
        })
    }

    /// The same, for a reader who may see it.
    async fn readable(house: &House, visitor: &Visitor, id: &str) -> Result<Desk, Problem> {
        let desk = Desk::of(house, id).await?;
        if desk.campaign.state == State::Draft {
            desk.permit(visitor, Act::PlanCorrect)?;
        } else {
            let mut conn = house.store.read().await?;
            may_read(&mut conn, &desk.campaign, &desk.units, visitor, desk.today).await?;
        }
        Ok(desk)
    }

    /// The same, for a draft that this act is done to.
    async fn draft(
        house: &House,
        visitor: &Visitor,
        id: &str,
        act: Act,
    ) -> Result<(Desk, Permit), Problem> {
        let desk = Desk::of(house, id).await?;
        let permit = desk.permit(visitor, act)?;
        match desk.campaign.state {
            State::Draft => Ok((desk, permit)),
            State::Open => Err(Refusal::field_invalid(
                Said::new("đợt tổng kết", "campaign"),
                Said::new(
                    "đã mở; thay đổi bằng trang Điều chỉnh",
                    "it is open; change it on the page of amendments",
                ),
            )
            .into()),
            State::Closed => Err(Code::CampaignClosed.into()),
        }
    }

    fn permit(&self, visitor: &Visitor, act: Act) -> Result<Permit, Problem> {
        Ok(Table::permit(&visitor.memberships, act, &self.place)?)
    }

    fn may(&self, visitor: &Visitor, act: Act) -> bool {
        self.permit(visitor, act).is_ok()
    }

    /// The name of a unit as of the plan's date.
    fn name(&self, unit: &str) -> String {
        self.units.name(unit, self.campaign.as_of).to_owned()
    }

    fn head(&self, visitor: &Visitor, tab: &'static str) -> Head {
        let campaign = &self.campaign;
        let standing = campaign.standing_unit.as_deref();
        let scope = Scope::of(visitor, campaign, &self.units, self.today);
        let known = campaign.state != State::Draft;
        Head {
            id: campaign.id.clone(),
            title: campaign.title.clone(),
            code: campaign.code.clone(),
            state: campaign.state.word(),
            standing: standing.map(|unit| self.name(unit)).unwrap_or_default(),
            may_prepare: campaign.state == State::Draft && self.may(visitor, Act::PlanCorrect),
            may_amend: campaign.state == State::Open && self.may(visitor, Act::CampaignAmend),
            consolidates: self.may(visitor, Act::ConsolidationRead)
                || visitor.is(Role::StandingAgency)
                || visitor.is(Role::Reviewer),
            reads: visitor
                .memberships
                .iter()
                .any(|it| it.role != Role::Administrator),
            tab,
            view: "",
            may_watch: known && scope.is_some(),
            may_chase: known && scope.whole,
        }
    }

    /// The id of a unit of the directory.
    fn id_of(&self, unit: UnitId) -> Option<String> {
        self.units.book.id(unit).map(str::to_owned)
    }

    /// The event of an act on this campaign.
    fn told(
        &self,
        house: &House,
        visitor: &Visitor,
        permit: &Permit,
        data: serde_json::Value,
    ) -> Event {
        let id = &self.campaign.id;
        Event {
            unit: permit.owner().map(str::to_owned),
            data,
            ..event(
                house.now(),
                &visitor.account,
                permit.act().id(),
                "campaign",
                id,
            )
        }
    }
}

/// Whether somebody may see a campaign that is in force: by its place, or because of an own duty in it.
async fn may_read(
    conn: &mut Conn,
    campaign: &Campaign,
    units: &Units,
    visitor: &Visitor,
    today: Date,
) -> Result<(), Problem> {
    let place = place::of_campaign(units, campaign, today);
    let refused = match Table::permit(&visitor.memberships, Act::CampaignRead, &place) {
        Ok(_) => return Ok(()),
        Err(refused) => refused,
    };
    for unit in visitor.units() {
        let own = units.place(unit, today);
        let permitted = Table::permit(&visitor.memberships, Act::CampaignRead, &own).is_ok();
        if permitted && duty::has_part(conn, &campaign.id, unit).await? {
            return Ok(());
        }
    }
    Err(refused.into())
}

/// Refuses words that bear a secrecy mark; nothing of them is kept.
fn refuse_secret<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<(), Problem> {
    for text in words {
        if let Some(mark) = secrecy::marking(&Source::from_plain(text)) {
            return Err(Refusal::upload_secret(mark.value).into());
        }
    }
    Ok(())
}

/// A reason that was given for an act.
fn reason(text: &str) -> Result<String, Problem> {
    match text.trim() {
        "" => Err(Refusal::field_invalid(
            Said::new("Lý do", "Reason"),
            Said::new("chưa ghi", "it is empty"),
        )
        .into()),
        reason => Ok(reason.to_owned()),
    }
}

/// A day that was typed, in ISO or as offices write it; nothing where nothing was.
fn day(text: &str) -> Result<Option<Date>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<i16> = text
        .split(['/', '-', '.'])
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    let read = match *parts.as_slice() {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => (0, 0, 0),
    };
    let (month, day) = (i8::try_from(read.1), i8::try_from(read.2));
    let date = month
        .ok()
        .zip(day.ok())
        .and_then(|(month, day)| Date::new(read.0, month, day).ok());
    match date.filter(|date| date.year() > 1900) {
        Some(date) => Ok(Some(date)),
        None => Err(Refusal::field_invalid(
            Said::new("Ngày", "Day"),
            Said::new(
                format!("“{text}” không phải là ngày; ghi như 25/4/2026"),
                format!("“{text}” is no day; write it like 25/4/2026"),
            ),
        )
        .into()),
    }
}

/// The unit that bears a name as of a day.
///
/// # Errors
/// With the units that may be meant, each a line.
fn unit_named(units: &Units, name: &str, as_of: Date) -> Result<String, Problem> {
    let directory = &units.book.directory;
    let found = directory.find(name, as_of);
    if let Some(id) = found.found().and_then(|unit| units.book.id(unit)) {
        return Ok(id.to_owned());
    }
    let (why, near) = match found {
        Match::Ambiguous(near) => (
            Said::new(
                "nhiều đơn vị cùng tên, hãy ghi rõ",
                "several units bear it; say which",
            ),
            near,
        ),
        Match::OutOfDate(near) => (
            Said::new(
                "đơn vị không còn mang tên này tại ngày kế hoạch",
                "no unit bears it on the day of the plan",
            ),
            near,
        ),
        Match::Found(_) | Match::Unknown => (
            Said::new(
                "không có trong danh mục đơn vị",
                "it is not in the list of units",
            ),
            directory.suggest(name, as_of),
        ),
    };
    let said = |unit: &UnitId| Said::from(directory.name(*unit));
    Err(Refusal::field_invalid(
        Said::new(format!("Tên đơn vị “{name}”"), format!("Unit “{name}”")),
        why,
    )
    .with_details(near.iter().map(said))
    .into())
}
