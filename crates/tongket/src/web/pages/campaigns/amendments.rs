//! Changing an open campaign, and closing it: acts with a reason, a history and notices.
//!
//! The core says what an amendment comes to, who must be told, and which
//! answers were handed in before; here it is written down. Nothing of what
//! stood before is lost.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tongket_core::campaign::{
    Amended, Amendment, AmendmentChange, AnswerSoFar, Due, DutyKind, OpenCampaign, OpenDuty,
    OpenItem, OpenMeasure,
};
use tongket_core::permit::{Act, Permit};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_core::report::form::{Form, is_ratio};
use tongket_core::unit::UnitId;
use tongket_store::amendment::{self, Amendment as Kept};
use tongket_store::campaign::{self, Form as KeptForm, Item, State as Phase};
use tongket_store::duty::{self, Duty, Standing, TaskDue, Wanted};
use tongket_store::notice::{self, Notice};
use tongket_store::{Conn, Done, StoreError, Tx, account, figure, new_id, succession};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list::Paging;
use super::{Day, Desk, Head, day, reason, refuse_secret, unit_named};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(amend))
        .routes(routes!(close))
}

/// Amendments on a page.
const A_PAGE: i64 = 20;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/amendments.html")]
struct AmendmentsView {
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
async fn show(
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
        amendments.push(amendment_row(&shell, kept, by));
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
    Ok(Page(AmendmentsView {
        head: desk.head(&visitor, "amendments"),
        amendments,
        tasks,
        items,
        measures,
        page,
        more,
        shell,
    }))
}

/// What was changed, units with the same change together.
fn amendment_row(shell: &Shell, kept: Kept, by: String) -> AmendmentRow {
    let language = shell.language.tag();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let empty = Vec::new();
    let before = kept.before["lines"].as_array().unwrap_or(&empty);
    let after = kept.after["lines"].as_array().unwrap_or(&empty);
    let mut differences: Vec<DifferenceRow> = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let about = text(after, "name");
        let (was, is) = (text(before, language), text(after, language));
        match differences
            .last_mut()
            .filter(|last| last.before == was && last.after == is)
        {
            Some(last) => last.about.push(about),
            None => differences.push(DifferenceRow {
                about: vec![about],
                before: was,
                after: is,
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

/// What is to change in an open campaign.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct Wish {
    /// `deadline add_unit release_unit add_item retitle_item withdraw_item measure`.
    change: String,
    /// The task.
    #[serde(default)]
    task: String,
    /// The new last day in time.
    #[serde(default)]
    due: String,
    /// Names of units, one a line: those whose day changes (all where empty), or the one to
    /// add or to release.
    #[serde(default)]
    units: String,
    /// Ids of the duties whose day changes, instead of names of units.
    #[serde(default)]
    duties: Vec<String>,
    /// Id of an outline item.
    #[serde(default)]
    item: String,
    /// Id of the item that a new one stands below.
    #[serde(default)]
    under: String,
    /// Id of the item that a new one follows.
    #[serde(default)]
    after: String,
    /// Label of a new item.
    #[serde(default)]
    label: String,
    /// Words of an item.
    #[serde(default)]
    title: String,
    /// A row of a table of figures: the form's id and the row's code, "id/code".
    #[serde(default)]
    measure: String,
    /// In what it is counted from now on.
    #[serde(default)]
    unit_of_measure: String,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// What an amendment came to.
#[derive(Serialize, ToSchema)]
struct AmendmentMade {
    /// Its id.
    amendment: String,
    /// How many things changed.
    changes: usize,
    /// How many units were told.
    told: usize,
    /// How many answers were handed in before.
    marked: usize,
}

/// Amends an open campaign.
#[utoipa::path(post, path = "/campaigns/{id}/amendments", tag = "campaigns", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200, body = AmendmentMade),
    (status = 422, description = "TK044: no reason is given")))]
async fn amend(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Next<AmendmentMade>, Problem> {
    let made = make(&house, &visitor, &id, &wish).await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/amendments"), made).saying("campaign-amended"))
}

/// A new day for some units of a task.
#[derive(Debug, Clone, Default)]
pub(super) struct Extension {
    task: String,
    due: String,
    duties: Vec<String>,
    reason: String,
}

impl Extension {
    /// This day, as it was typed, for this reason; nobody has it yet.
    pub(super) fn new(due: &str, reason: &str) -> Extension {
        Extension {
            due: due.to_owned(),
            reason: reason.to_owned(),
            ..Extension::default()
        }
    }

    /// The same for these duties of a task.
    pub(super) fn only(&self, task: &str, duties: impl IntoIterator<Item = String>) -> Extension {
        Extension {
            task: task.to_owned(),
            duties: duties.into_iter().collect(),
            ..self.clone()
        }
    }

    fn wish(&self) -> Wish {
        Wish {
            change: "deadline".to_owned(),
            task: self.task.clone(),
            due: self.due.clone(),
            duties: self.duties.clone(),
            reason: self.reason.clone(),
            ..Wish::default()
        }
    }
}

/// Gives these units the new day; each is told.
pub(super) async fn extend(
    house: &House,
    visitor: &Visitor,
    id: &str,
    extension: &Extension,
) -> Result<(), Problem> {
    make(house, visitor, id, &extension.wish()).await.map(drop)
}

/// A campaign as it stands, with leave to amend it: amendments are tried on it, read once.
pub(super) struct Ground {
    desk: Desk,
    permit: Permit,
    room: Room,
}

impl Ground {
    pub(super) async fn of(house: &House, visitor: &Visitor, id: &str) -> Result<Ground, Problem> {
        let desk = in_force(house, id).await?;
        let permit = desk.permit(visitor, Act::CampaignAmend)?;
        let mut conn = house.store.read().await?;
        let room = Room::of(&mut conn, &desk).await?;
        Ok(Ground { desk, permit, room })
    }

    /// Whether these units could have the new day; nothing is changed.
    pub(super) fn would(&self, extension: &Extension) -> Result<(), Problem> {
        let wish = extension.wish();
        refuse_secret([wish.reason.as_str()])?;
        let change = wish.deadline(&self.desk, &self.room)?;
        self.amended(&wish, change).map(drop)
    }

    /// The amendment as it would come out.
    async fn plan(&self, house: &House, wish: &Wish) -> Result<(Amendment, Amended), Problem> {
        refuse_secret([
            wish.units.as_str(),
            &wish.label,
            &wish.title,
            &wish.unit_of_measure,
            &wish.reason,
        ])?;
        let mut conn = house.store.read().await?;
        let change = wish.change(&mut conn, &self.desk, &self.room).await?;
        drop(conn);
        self.amended(wish, change)
    }

    fn amended(
        &self,
        wish: &Wish,
        change: AmendmentChange,
    ) -> Result<(Amendment, Amended), Problem> {
        let amendment = Amendment {
            change,
            reason: wish.reason.trim().to_owned(),
        };
        let directory = &self.desk.units.book.directory;
        let campaign = &self.room.campaign;
        let amended = campaign.amended(&amendment, directory, self.desk.today)?;
        Ok((amendment, amended))
    }
}

/// Amends a campaign as it is wished.
async fn make(
    house: &House,
    visitor: &Visitor,
    id: &str,
    wish: &Wish,
) -> Result<AmendmentMade, Problem> {
    let ground = Ground::of(house, visitor, id).await?;
    let (amendment, amended) = ground.plan(house, wish).await?;
    let Ground { desk, permit, room } = ground;
    let entry = Entry::of(house, visitor, &desk, &room, &amendment, amended);
    let made = AmendmentMade {
        amendment: entry.kept.id.clone(),
        changes: entry.amended.differences.len(),
        told: entry.notices.len(),
        marked: entry.amended.marked.len(),
    };
    let told = desk.told(
        house,
        visitor,
        &permit,
        json!({ "amendment": made.amendment, "change": entry.kept.kind, "changes": made.changes }),
    );
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                entry.write(tx).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(made)
}

/// A campaign that is open.
async fn in_force(house: &House, id: &str) -> Result<Desk, Problem> {
    let desk = Desk::of(house, id).await?;
    match desk.campaign.state {
        Phase::Open => Ok(desk),
        Phase::Draft => Err(Code::CampaignNotOpen.into()),
        Phase::Closed => Err(Code::CampaignClosed.into()),
    }
}

/// A campaign as it stands, for the core and by its rows.
struct Room {
    campaign: OpenCampaign,
    duties: HashMap<String, Duty>,
    items: Vec<Item>,
}

impl Room {
    async fn of(conn: &mut Conn, desk: &Desk) -> Result<Room, Problem> {
        let id = &desk.campaign.id;
        let all = Wanted {
            below: true,
            today: desk.today,
            ..Wanted::default()
        };
        let standing = duty::page(conn, id, &all, i64::from(i32::MAX), 0).await?;
        let items = campaign::outline(conn, id).await?;
        let forms = campaign::forms(conn, id).await?;
        let numbers = numbers(desk);
        let unit = |id: &Option<String>| numbers.get(id.as_deref()?).copied();
        let campaign = OpenCampaign {
            duties: standing
                .iter()
                .filter_map(|known| open_duty(known, &numbers))
                .collect(),
            items: open_items(&items),
            measures: open_measures(&forms),
            standing: unit(&desk.campaign.standing_unit),
        };
        let by_id = |known: Standing| (known.duty.id.clone(), known.duty);
        Ok(Room {
            campaign,
            duties: standing.into_iter().map(by_id).collect(),
            items,
        })
    }
}

/// The number in the directory of every unit: of its version of today, or its last.
fn numbers(desk: &Desk) -> HashMap<&str, UnitId> {
    let book = &desk.units.book;
    let mut numbers = HashMap::new();
    for (unit, id) in book.directory.units().iter().zip(&book.ids) {
        if unit.stands_on(desk.today) || !numbers.contains_key(id.as_str()) {
            numbers.insert(id.as_str(), unit.id);
        }
    }
    numbers
}

fn open_duty(known: &Standing, numbers: &HashMap<&str, UnitId>) -> Option<OpenDuty> {
    let duty = &known.duty;
    let handlers = duty.via_unit.iter().chain(&duty.recipient_unit);
    Some(OpenDuty {
        id: duty.id.clone(),
        task: duty.task.clone(),
        unit: *numbers.get(duty.unit.as_str())?,
        kind: match duty.kind.as_str() {
            "report" => DutyKind::Report,
            _ => DutyKind::Deed,
        },
        due: Due {
            as_written: duty.deadline_text.clone(),
            day: duty.due,
        },
        handlers: handlers
            .filter_map(|unit| numbers.get(unit.as_str()).copied())
            .collect(),
        answer: match known {
            Standing { accepted: true, .. } => AnswerSoFar::Accepted,
            Standing {
                answered_at: Some(_),
                returned: false,
                ..
            } => AnswerSoFar::Submitted,
            _ => AnswerSoFar::Open,
        },
        before_amendment: false,
    })
}

fn open_measures(forms: &[KeptForm]) -> Vec<OpenMeasure> {
    let rows = |kept: &KeptForm| {
        let form: Form = serde_json::from_str(&kept.definition).unwrap_or_default();
        let id = kept.id.clone();
        let row = move |row: tongket_core::report::form::Indicator| OpenMeasure {
            form: id.clone(),
            code: row.code,
            name: row.name,
            unit_of_measure: row.unit_of_measure,
        };
        form.indicators.into_iter().map(row)
    };
    forms.iter().flat_map(rows).collect()
}

fn open_items(items: &[Item]) -> Vec<OpenItem> {
    let mut above: Vec<&Item> = Vec::new();
    let mut open = Vec::with_capacity(items.len());
    for item in items {
        above.retain(|known| known.level < item.level);
        open.push(OpenItem {
            id: item.id.clone(),
            under: above.last().map(|item| item.id.clone()),
            label: item.label.clone(),
            title: item.title.clone(),
            withdrawn: false,
        });
        above.push(item);
    }
    open
}

impl Wish {
    async fn change(
        &self,
        conn: &mut Conn,
        desk: &Desk,
        room: &Room,
    ) -> Result<AmendmentChange, Problem> {
        let item = || self.item.trim().to_owned();
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(match self.change.as_str() {
            "deadline" => self.deadline(desk, room)?,
            "add_unit" => {
                let unit = unit_named(&desk.units, self.units.trim(), desk.today)?;
                AmendmentChange::AddUnit {
                    task: self.task.clone(),
                    unit: numbers(desk).get(unit.as_str()).copied(),
                    duty: new_id(),
                }
            }
            "release_unit" => AmendmentChange::ReleaseUnit {
                task: self.task.clone(),
                unit: self.released(desk, room)?,
            },
            "measure" => {
                let (form, code) = self.measure.split_once('/').unwrap_or_default();
                AmendmentChange::Measure {
                    form: form.to_owned(),
                    code: code.to_owned(),
                    unit_of_measure: self.unit_of_measure.clone(),
                }
            }
            "add_item" => AmendmentChange::AddItem {
                item: self.new_item(conn, &desk.campaign.id).await?,
                under: some(&self.under),
                after: some(&self.after),
                label: self.label.trim().to_owned(),
                title: self.title.trim().to_owned(),
            },
            "retitle_item" => AmendmentChange::RetitleItem {
                item: item(),
                title: self.title.trim().to_owned(),
            },
            "withdraw_item" => AmendmentChange::WithdrawItem { item: item() },
            other => {
                let why = Said::new(
                    format!("không rõ “{other}”"),
                    format!("“{other}” is not known"),
                );
                return Err(Refusal::field_invalid("change".into(), why).into());
            }
        })
    }

    /// The unit that is to owe a task no more, which may not stand any more.
    fn released(&self, desk: &Desk, room: &Room) -> Result<Option<UnitId>, Problem> {
        let typed = self.units.trim();
        let mut owing = room.duties.values().filter(|duty| duty.task == self.task);
        let named = |duty: &&Duty| desk.units.name(&duty.unit, desk.today) == typed;
        let unit = match owing.find(named) {
            Some(duty) => duty.unit.clone(),
            None => unit_named(&desk.units, typed, desk.today)?,
        };
        Ok(numbers(desk).get(unit.as_str()).copied())
    }

    fn deadline(&self, desk: &Desk, room: &Room) -> Result<AmendmentChange, Problem> {
        let Some(due) = day(&self.due)? else {
            return Err(Refusal::field_invalid(
                Said::new("Thời hạn mới", "New day"),
                Said::new("chưa ghi", "it is empty"),
            )
            .into());
        };
        let mut only = self.duties.clone();
        for name in self
            .units
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let unit = unit_named(&desk.units, name, desk.today)?;
            let of_unit = room.duties.values();
            let mut own = of_unit.filter(|duty| duty.unit == unit && duty.task == self.task);
            let missing = || {
                let what = format!("nhiệm vụ {} của {name}", self.task);
                Refusal::not_found(Said::new(what, format!("task {} of {name}", self.task)))
            };
            only.push(own.next().ok_or_else(missing)?.id.clone());
        }
        let due = Due {
            as_written: String::new(),
            day: Some(due),
        };
        Ok(AmendmentChange::Deadline {
            task: self.task.clone(),
            due,
            only,
        })
    }

    /// An id for a new item that the outline never had.
    async fn new_item(&self, conn: &mut Conn, campaign: &str) -> Result<String, Problem> {
        let own = self.label.trim().trim_end_matches(['.', ')']);
        let above = match self.under.trim() {
            "" => String::new(),
            under => format!("{under}."),
        };
        let stems = std::iter::once(own.to_owned()).filter(|own| !own.is_empty());
        for stem in stems.chain((1..1000).map(|number| format!("B{number}"))) {
            let id = format!("{above}{stem}");
            if campaign::position(conn, campaign, &id).await?.is_none() {
                return Ok(id);
            }
        }
        Ok(new_id())
    }
}

/// An amendment with all that is written for it.
struct Entry {
    campaign: String,
    change: AmendmentChange,
    amended: Amended,
    kept: Kept,
    notices: Vec<Notice>,
    /// The duty that a unit more owes.
    new_duty: Option<Duty>,
    items: Vec<Item>,
}

impl Entry {
    fn of(
        house: &House,
        visitor: &Visitor,
        desk: &Desk,
        room: &Room,
        amendment: &Amendment,
        amended: Amended,
    ) -> Entry {
        let (id, at) = (new_id(), house.now());
        let campaign = desk.campaign.id.clone();
        let kind = kind_of(&amendment.change);
        let name = |subject: &str| match room.duties.get(subject) {
            Some(duty) => desk.units.name(&duty.unit, desk.today).to_owned(),
            None => String::new(),
        };
        let line = |subject: &str, said: &Said| json!({ "subject": subject, "name": name(subject), "vi": said.vi, "en": said.en });
        let lines = |side: fn(&tongket_core::campaign::Difference) -> &Said| -> Vec<Value> {
            let all = amended.differences.iter();
            all.map(|difference| line(&difference.subject, side(difference)))
                .collect()
        };
        let kept = Kept {
            id: id.clone(),
            kind: kind.to_owned(),
            before: json!({ "lines": lines(|difference| &difference.before) }),
            after: json!({
                "lines": lines(|difference| &difference.after),
                "marked": amended.marked.len(),
                "answered": amended.marked.iter().map(|it| &it.duty).collect::<Vec<_>>(),
            }),
            reason: amendment.reason.clone(),
            at,
            by: visitor.account.clone(),
        };
        let first = amended
            .differences
            .first()
            .map(|difference| difference.after.clone());
        let first = first.unwrap_or_default();
        let told = amended.told.iter().filter_map(|unit| desk.id_of(*unit));
        let notices = told.map(|unit| Notice {
            id: new_id(),
            unit,
            campaign: Some(campaign.clone()),
            subject_kind: "campaign".to_owned(),
            subject: campaign.clone(),
            kind: "amended".to_owned(),
            data: json!({ "title": desk.campaign.title, "change": kind, "vi": first.vi, "en": first.en }),
            at,
        });
        Entry {
            notices: notices.collect(),
            new_duty: new_duty(desk, room, &amendment.change, at),
            items: room.items.clone(),
            change: amendment.change.clone(),
            amended,
            kept,
            campaign,
        }
    }

    async fn write(&self, tx: &mut Tx) -> Result<(), Problem> {
        let subjects = || {
            self.amended
                .differences
                .iter()
                .map(|difference| &difference.subject)
        };
        match &self.change {
            AmendmentChange::Deadline { due, .. } => {
                for duty in subjects() {
                    duty::set_due(tx, duty, due.day, &due.as_written).await?;
                }
            }
            AmendmentChange::AddUnit { .. } => {
                if let Some(duty) = &self.new_duty {
                    duty::create(tx, duty).await?;
                }
            }
            AmendmentChange::AddItem { item, .. } => self.add_item(tx, item).await?,
            AmendmentChange::RetitleItem { item, title } => {
                campaign::retitle_item(tx, &self.campaign, item, title).await?;
            }
            AmendmentChange::WithdrawItem { .. } => {
                for item in subjects() {
                    campaign::withdraw_item(tx, &self.campaign, item, self.kept.at).await?;
                }
            }
            AmendmentChange::ReleaseUnit { .. } => {
                for duty in subjects() {
                    succession::close_duty(tx, duty, self.kept.at).await?;
                }
            }
            AmendmentChange::Measure {
                form,
                code,
                unit_of_measure,
            } => self.measure(tx, form, code, unit_of_measure.trim()).await?,
        }
        amendment::add(tx, &self.campaign, &self.kept).await?;
        for notice in &self.notices {
            notice::add(tx, notice).await?;
        }
        Ok(())
    }

    /// Counts a row of a form in another unit of measure; what was filled in but not sent is to be
    /// read again by whoever filled it in.
    async fn measure(
        &self,
        tx: &mut Tx,
        form: &str,
        code: &str,
        wanted: &str,
    ) -> Result<(), Problem> {
        let forms = campaign::forms(tx, &self.campaign).await?;
        let Some(kept) = forms.into_iter().find(|kept| kept.id == form) else {
            return Ok(());
        };
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let mut changed: Form = serde_json::from_str(&kept.definition).map_err(damaged)?;
        for row in changed.indicators.iter_mut().filter(|row| row.code == code) {
            wanted.clone_into(&mut row.unit_of_measure);
            row.additive = !is_ratio(&row.name, wanted);
        }
        let kept = KeptForm {
            definition: serde_json::to_string(&changed).map_err(damaged)?,
            ..kept
        };
        campaign::change_form(tx, &self.campaign, &kept).await?;
        figure::to_be_read_again(tx, form, code).await?;
        Ok(())
    }

    /// Puts a new item into the outline where the core put it.
    async fn add_item(&self, tx: &mut Tx, id: &str) -> Result<(), Problem> {
        let items = &self.amended.campaign.items;
        let Some(at) = items.iter().position(|item| item.id == id) else {
            return Ok(());
        };
        let before = match at.checked_sub(1) {
            Some(before) => campaign::position(tx, &self.campaign, &items[before].id).await?,
            None => None,
        };
        let position = before.unwrap_or(0) + 1;
        let under = items[at].under.as_ref();
        let above = self.items.iter().find(|item| Some(&item.id) == under);
        let dash = ["-", "+"].contains(&items[at].label.as_str());
        let item = Item {
            id: id.to_owned(),
            label: items[at].label.clone(),
            title: items[at].title.clone(),
            level: above.map_or(1, |item| item.level + 1),
            kind: if dash { "content" } else { "heading" }.to_owned(),
            ..Item::default()
        };
        campaign::make_room(tx, &self.campaign, position).await?;
        campaign::add_item(tx, &self.campaign, position, &item).await?;
        Ok(())
    }
}

fn kind_of(change: &AmendmentChange) -> &'static str {
    match change {
        AmendmentChange::Deadline { .. } => "deadline",
        AmendmentChange::AddUnit { .. } => "add_unit",
        AmendmentChange::AddItem { .. } => "add_item",
        AmendmentChange::RetitleItem { .. } => "retitle_item",
        AmendmentChange::WithdrawItem { .. } => "withdraw_item",
        AmendmentChange::ReleaseUnit { .. } => "release_unit",
        AmendmentChange::Measure { .. } => "measure",
    }
}

/// What a unit more owes: what the others of the task owe.
fn new_duty(
    desk: &Desk,
    room: &Room,
    change: &AmendmentChange,
    at: jiff::Timestamp,
) -> Option<Duty> {
    let AmendmentChange::AddUnit { task, unit, duty } = change else {
        return None;
    };
    let model = room
        .campaign
        .duties
        .iter()
        .rfind(|duty| duty.task == *task)?;
    Some(Duty {
        id: duty.clone(),
        unit: desk.id_of((*unit)?)?,
        inherited_from: None,
        created_at: at,
        ..room.duties.get(&model.id)?.clone()
    })
}

/// Why a campaign is closed.
#[derive(Deserialize, ToSchema)]
struct Closing {
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Closes a campaign: nothing is sent any more.
#[utoipa::path(post, path = "/campaigns/{id}/closing", tag = "campaigns", params(("id" = String, Path)),
    request_body = Closing, responses((status = 200)))]
async fn close(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(closing): Input<Closing>,
) -> Result<Next<()>, Problem> {
    let desk = in_force(&house, &id).await?;
    let permit = desk.permit(&visitor, Act::CampaignClose)?;
    let reason = reason(&closing.reason)?;
    refuse_secret([reason.as_str()])?;
    let told = desk.told(&house, &visitor, &permit, Value::Null);
    let now = house.now();
    let kept = Kept {
        id: new_id(),
        kind: "close".to_owned(),
        before: json!({}),
        after: json!({}),
        reason,
        at: now,
        by: visitor.account.clone(),
    };
    let (campaign, title) = (id.clone(), desk.campaign.title.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !campaign::close(tx, &campaign, now).await? {
                    return Ok(Done::already(()));
                }
                amendment::add(tx, &campaign, &kept).await?;
                for unit in duty::units(tx, &campaign).await? {
                    let notice = Notice {
                        id: new_id(),
                        unit,
                        campaign: Some(campaign.clone()),
                        subject_kind: "campaign".to_owned(),
                        subject: campaign.clone(),
                        kind: "closed".to_owned(),
                        data: json!({ "title": title }),
                        at: now,
                    };
                    notice::add(tx, &notice).await?;
                }
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}"), ()).saying("campaign-closed"))
}
