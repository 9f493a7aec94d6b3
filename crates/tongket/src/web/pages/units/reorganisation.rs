//! A published table of old and new units comes in: both times, and the acts between them.
//!
//! The core reads the table; here its units are found among those that are
//! kept. Units of the old time that nobody kept are made with their last day,
//! so that the list of that day is whole. A unit that merely got another name
//! or superior goes on as the same unit. All of it is laid out first.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::succession::{Lineage, Succession as CoreAct, SuccessionKind, read_list};
use tongket_core::unit::{Match, Unit, UnitId};
use tongket_store::notice::{self, Notice};
use tongket_store::succession::{self, Succession};
use tongket_store::unit::{self, UnitList, UnitVersion};
use tongket_store::{Done, Tx, new_id};
use utoipa::ToSchema;

use super::ended::{Ending, Fate, tell_standing_agencies, to_people};
use super::import::Settings;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::{Units, share_text, word_of};
use crate::web::visitor::{Visitor, event};

/// Acts that the page shows; all of them count.
const SHOWN: usize = 300;

/// What a table would do.
#[derive(Debug, Clone)]
pub(super) struct Reorganisation {
    /// The first day of the new units.
    effective: Date,
    /// Id of the store of every unit of the table, by its number.
    ids: Vec<String>,
    /// Units to be made: id and version.
    made: Vec<UnitVersion>,
    /// Versions of units that are kept, as they end.
    ended: Vec<UnitVersion>,
    /// Ids of units that do not exist yet.
    new: Vec<String>,
    /// The acts.
    acts: Vec<CoreAct>,
    /// Units of the table by number: name, superior as written, codes.
    written: Vec<Written>,
    /// Old units that nobody keeps: their names.
    unknown: Vec<String>,
    doubts: Vec<Said>,
    remarks: Vec<Said>,
}

/// A unit as the table names it.
#[derive(Debug, Clone)]
struct Written {
    name: String,
    parent: Option<String>,
    codes: Vec<String>,
}

/// Whether rows are such a table: old and new names in its header.
pub(super) fn is_one(rows: &[Vec<String>]) -> bool {
    let day = Date::constant(2000, 1, 1);
    !read_list(rows, day, "", "").directory.units().is_empty()
}

/// Works out what a table would do; nothing is done.
pub(super) fn work_out(
    kept: &Units,
    rows: &[Vec<String>],
    settings: &Settings,
) -> Result<Reorganisation, Refusal> {
    let missing = || {
        let why = Said::new(
            "đây là bảng đơn vị cũ và mới: phải ghi ngày hiệu lực",
            "this is a table of old and new units: its day is needed",
        );
        Refusal::succession_invalid(why)
    };
    let effective: Date = settings.effective.trim().parse().map_err(|_| missing())?;
    let eve = effective.yesterday().map_err(|_| missing())?;
    let list = read_list(
        rows,
        effective,
        &settings.legal_act,
        settings.new_parent.trim(),
    );
    let mut plan = Reorganisation {
        remarks: list
            .problems
            .iter()
            .map(|problem| Said::new(&problem.message, &problem.message_en))
            .collect(),
        written: list
            .directory
            .units()
            .iter()
            .map(|unit| Written {
                name: unit.name.clone(),
                parent: unit.parent.clone(),
                codes: unit.codes.clone(),
            })
            .collect(),
        effective,
        ids: Vec::new(),
        made: Vec::new(),
        ended: Vec::new(),
        new: Vec::new(),
        acts: Vec::new(),
        unknown: Vec::new(),
        doubts: Vec::new(),
    };
    if let Err(problems) = Lineage::new(list.acts.clone(), &list.directory) {
        plan.doubts
            .extend(problems.into_iter().map(|problem| problem.said));
    }
    for old in list.directory.units() {
        let is_new = old.valid_from.is_some();
        let day = if is_new { effective } else { eve };
        plan.place(kept, &list.acts, old, is_new, day, eve, settings);
    }
    plan.acts = list.acts;
    plan.judge_unknown(kept, eve);
    let afterwards = kept.with(plan.ended.iter().chain(&plan.made));
    plan.judge_codes(kept, &afterwards, eve);
    for made in plan.made.iter().filter(|made| made.valid_to.is_none()) {
        plan.doubts
            .extend(afterwards.leads_back(&made.unit, effective));
    }
    Ok(plan)
}

impl Reorganisation {
    /// Finds one unit of the table among those that are kept, or makes it.
    #[allow(clippy::too_many_arguments, reason = "the facts of one row")]
    fn place(
        &mut self,
        kept: &Units,
        acts: &[CoreAct],
        unit: &Unit,
        is_new: bool,
        day: Date,
        eve: Date,
        settings: &Settings,
    ) {
        let found = kept
            .book
            .directory
            .find_under(&unit.name, unit.parent.as_deref(), day);
        let known = found.found().and_then(|found| kept.version(found));
        match (known, &found) {
            (Some(version), _) => {
                self.ids.push(version.unit.clone());
                if !is_new && version.valid_to != Some(eve) {
                    self.ended.push(UnitVersion {
                        valid_to: Some(eve),
                        ..version.clone()
                    });
                }
                return;
            }
            (None, Match::Ambiguous(several)) => {
                let name = &unit.name;
                self.doubts.push(Said::new(
                    format!("“{name}”: danh mục có {} đơn vị cùng tên", several.len()),
                    format!("“{name}”: {} units of this name are kept", several.len()),
                ));
            }
            _ => {}
        }
        if !is_new {
            self.unknown.push(unit.name.clone());
        }
        let same = acts.iter().find(|act| {
            let goes_on = matches!(act.kind, SuccessionKind::Rename | SuccessionKind::Move);
            goes_on && act.to.iter().any(|heir| heir.unit == unit.id)
        });
        // The old ones stand first in the table, so the id of the one that goes on is there.
        let goes_on = same.and_then(|act| self.ids.get(act.from.first()?.0 as usize).cloned());
        let id = goes_on.unwrap_or_else(|| {
            let id = new_id();
            self.new.push(id.clone());
            id
        });
        let parent = unit
            .parent
            .as_deref()
            .and_then(|parent| self.parent(kept, parent, is_new, day));
        self.made.push(UnitVersion {
            id: new_id(),
            unit: id.clone(),
            name: unit.name.clone(),
            level: unit.level.map(word_of).unwrap_or_default(),
            kind: word_of(unit.kind),
            parent,
            codes: unit.codes.clone(),
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
            legal_act: if is_new {
                settings.legal_act.clone()
            } else {
                String::new()
            },
            ..UnitVersion::default()
        });
        self.ids.push(id);
    }

    /// The superior: one that is kept, one that was made for a row before, or, for the old time, a new one.
    fn parent(&mut self, kept: &Units, name: &str, is_new: bool, day: Date) -> Option<String> {
        if let Some(found) = kept.book.directory.find(name, day).found() {
            return kept.book.id(found).map(str::to_owned);
        }
        let made = self
            .made
            .iter()
            .find(|made| made.name == name && made.valid_from.is_some() == is_new);
        if let Some(made) = made {
            return Some(made.unit.clone());
        }
        if is_new {
            let doubt = Said::new(
                format!("cấp trên “{name}” không có trong danh mục vào ngày hiệu lực"),
                format!("the superior “{name}” does not stand on that day"),
            );
            if !self.doubts.contains(&doubt) {
                self.doubts.push(doubt);
            }
            return None;
        }
        let id = new_id();
        self.new.push(id.clone());
        self.made.push(UnitVersion {
            id: new_id(),
            unit: id.clone(),
            name: name.to_owned(),
            valid_to: Some(day),
            ..UnitVersion::default()
        });
        Some(id)
    }

    fn id(&self, unit: UnitId) -> &str {
        self.ids.get(unit.0 as usize).map_or("", String::as_str)
    }

    fn name(&self, unit: UnitId) -> &str {
        let written = self.written.get(unit.0 as usize);
        written.map_or("", |written| &written.name)
    }

    /// An old unit that nobody keeps is a slip where others of the table are kept. Where none is,
    /// the list of the old time is made from the table, and that is said.
    fn judge_unknown(&mut self, kept: &Units, eve: Date) {
        let none_kept = self.ended.is_empty();
        for name in std::mem::take(&mut self.unknown) {
            let directory = &kept.book.directory;
            let near = directory.suggest(&name, eve).into_iter();
            let near: Vec<&str> = near.map(|unit| directory.name(unit)).collect();
            let (meant, meant_en) = match near.is_empty() {
                true => (String::new(), String::new()),
                false => {
                    let near = near.join(", ");
                    (
                        format!(" (gần giống: {near})"),
                        format!(" (nearly: {near})"),
                    )
                }
            };
            match none_kept && near.is_empty() {
                true => self.remarks.push(Said::new(
                    format!(
                        "“{name}” chưa có trong danh mục; sẽ được ghi là đơn vị đã thôi hoạt động."
                    ),
                    format!("“{name}” is not kept; it is entered as a unit that ended."),
                )),
                false => self.doubts.push(Said::new(
                    format!(
                        "đơn vị cũ “{name}” không có trong danh mục ngay trước ngày hiệu lực{meant}"
                    ),
                    format!("the old unit “{name}” does not stand on the day before{meant_en}"),
                )),
            }
        }
    }

    /// A code shows one unit on a day: that of another name is a slip.
    fn judge_codes(&mut self, kept: &Units, afterwards: &Units, eve: Date) {
        let mut doubts = Vec::new();
        let old: Vec<UnitId> = self.acts.iter().flat_map(|act| act.from.clone()).collect();
        for (at, written) in self.written.iter().enumerate() {
            let is_old = old.iter().any(|unit| unit.0 as usize == at);
            let (units, day) = match is_old {
                true => (kept, eve),
                false => (afterwards, self.effective),
            };
            for code in &written.codes {
                let holder = units.book.directory.find_code(code, day).found();
                let holder = holder.and_then(|holder| units.version(holder));
                let other = holder.filter(|holder| Some(&holder.unit) != self.ids.get(at));
                let Some(other) = other else { continue };
                let (name, other) = (&written.name, &other.name);
                let doubt = Said::new(
                    format!("mã {code} của “{name}” đang thuộc “{other}”"),
                    format!("code {code} of “{name}” belongs to “{other}”"),
                );
                if !doubts.contains(&doubt) {
                    doubts.push(doubt);
                }
            }
        }
        self.doubts.extend(doubts);
    }

    /// A unit as the page shows it: its name, its code, the part that goes to it.
    fn shown(&self, unit: UnitId, share: Option<Decimal>) -> String {
        let codes = self
            .written
            .get(unit.0 as usize)
            .map(|it| it.codes.join(", "));
        let codes = codes.filter(|codes| !codes.is_empty());
        let share = share.map(|share| share_text(&share.to_string()));
        let more: Vec<String> = codes.into_iter().chain(share).collect();
        match more.is_empty() {
            true => self.name(unit).to_owned(),
            false => format!("{} ({})", self.name(unit), more.join(", ")),
        }
    }
}

/// An act as the page shows it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// "merge", "split", "rename" or "move".
    kind: String,
    /// The old units, each with its code.
    from: Vec<String>,
    /// The new ones, each with its code and its share.
    to: Vec<String>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/reorganisation.html")]
pub(super) struct Preview {
    #[serde(skip)]
    shell: Shell,
    /// Id of the list.
    id: String,
    /// Name of the file.
    name: String,
    /// What was said of it: its day, its legal act, the superior of new units.
    settings: Settings,
    /// From which day on, in words; empty where no day was given, which is asked for.
    from_day: String,
    /// Whether that day is still to come.
    later: bool,
    /// Units that are made.
    made: usize,
    /// Units that are kept and end.
    ended: usize,
    /// How many acts.
    count: usize,
    /// The first of them.
    acts: Vec<Line>,
    /// What keeps the table out.
    doubts: Vec<String>,
    /// What was not understood, and what was done about it.
    remarks: Vec<String>,
    /// Whether it was confirmed before.
    confirmed: bool,
}
views!(Preview);

async fn uploaded(house: &House, id: &str) -> Result<UnitList, Problem> {
    let mut conn = house.store.read().await?;
    let list = unit::find_list(&mut conn, id).await?;
    let missing = || Refusal::not_found(Said::new("danh sách tải lên", "uploaded list"));
    Ok(list.ok_or_else(missing)?)
}

fn settings_of(list: &UnitList) -> Settings {
    serde_json::from_str(&list.settings).unwrap_or_default()
}

async fn worked_out(house: &House, id: &str) -> Result<(UnitList, Reorganisation), Problem> {
    let list = uploaded(house, id).await?;
    let settings = settings_of(&list);
    let (units, rows) = (house.units().await?, list.rows.clone());
    let plan = house
        .at_the_back(move || work_out(&units, &rows, &settings))
        .await?;
    Ok((list, plan))
}

/// What an uploaded table of old and new units would do.
#[utoipa::path(get, path = "/units/reorganisation/{id}", tag = "units", responses((status = 200, body = Preview)))]
pub(super) async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Preview>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let list = uploaded(&house, &id).await?;
    let settings = settings_of(&list);
    if settings.effective.trim().parse::<Date>().is_err() {
        return Ok(Page(Preview::without_a_day(shell, list, settings)));
    }
    let (list, plan) = worked_out(&house, &id).await?;
    let say = |said: &Said| shell.say(said).to_owned();
    let acts = plan.acts.iter().take(SHOWN).map(|act| Line {
        kind: word_of(act.kind),
        from: act
            .from
            .iter()
            .map(|unit| plan.shown(*unit, None))
            .collect(),
        to: act
            .to
            .iter()
            .map(|heir| plan.shown(heir.unit, heir.share))
            .collect(),
    });
    Ok(Page(Preview {
        acts: acts.collect(),
        made: plan.new.len(),
        ended: plan.ended.len(),
        count: plan.acts.len(),
        doubts: plan.doubts.iter().map(say).collect(),
        remarks: plan.remarks.iter().map(say).collect(),
        confirmed: list.confirmed_at.is_some(),
        from_day: shell.day(&plan.effective),
        later: plan.effective > house.today(),
        settings,
        name: list.name,
        id,
        shell,
    }))
}

impl Preview {
    /// Of a table whose day was not given: it is asked for, and the upload is kept.
    fn without_a_day(shell: Shell, list: UnitList, settings: Settings) -> Preview {
        Preview {
            shell,
            id: list.id,
            name: list.name,
            settings,
            from_day: String::new(),
            later: false,
            made: 0,
            ended: 0,
            count: 0,
            acts: Vec::new(),
            doubts: Vec::new(),
            remarks: Vec::new(),
            confirmed: list.confirmed_at.is_some(),
        }
    }
}

/// What the audit calls it when somebody says of an uploaded table from when and by what it holds.
const DESCRIBE: &str = "unit.describe";

/// Says the day, the legal act and the superior of an uploaded table anew.
#[utoipa::path(post, path = "/units/reorganisation/{id}", tag = "units", request_body = Settings, responses((status = 200)))]
pub(super) async fn describe(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(settings): Input<Settings>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let list = uploaded(&house, &id).await?;
    let told = Event {
        data: json!({ "name": list.name, "before": settings_of(&list), "after": settings }),
        ..event(house.now(), &visitor.account, DESCRIBE, "unit_list", &id)
    };
    let list = id.clone();
    let settings = serde_json::to_string(&settings).unwrap_or_default();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                match unit::describe_list(tx, &list, &settings).await? {
                    true => Ok(Done::new((), told)),
                    false => Ok(Done::already(())),
                }
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/units/reorganisation/{id}"), id))
}

/// Takes a table in as its preview says; a second time does nothing.
#[utoipa::path(post, path = "/units/reorganisation/{id}/confirmation", tag = "units", responses((status = 200)))]
pub(super) async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let (list, plan) = worked_out(&house, &id).await?;
    if list.confirmed_at.is_some() {
        return Ok(Next::new(&shell, "/units", id).saying("units-imported"));
    }
    if !plan.doubts.is_empty() {
        return Err(Refusal::unit_list_invalid(plan.doubts).into());
    }
    let (now, actor) = (house.now(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !unit::confirm_list(tx, &list.id, now).await? {
                    return Ok(Done::already(()));
                }
                take_in(tx, &list, &plan, &actor, now).await
            })
        })
        .await?;
    house.units_changed().await;
    Ok(Next::new(&shell, "/units", id).saying("units-imported"))
}

async fn take_in(
    tx: &mut Tx,
    list: &UnitList,
    plan: &Reorganisation,
    actor: &str,
    now: Timestamp,
) -> Result<Done<()>, Problem> {
    for id in &plan.new {
        unit::create_as(tx, id, now).await?;
    }
    for version in &plan.ended {
        unit::correct_version(tx, version).await?;
    }
    for version in &plan.made {
        unit::add_version(tx, version).await?;
    }
    let counts = json!({
        "file": list.name,
        "made": plan.new.len(),
        "ended": plan.ended.len(),
        "acts": plan.acts.len(),
    });
    let told = event(now, actor, Act::UnitSuccession.id(), "unit_list", &list.id);
    let mut done = Done::new(
        (),
        Event {
            data: counts,
            ..told
        },
    );
    let goes_on = |unit: &str| {
        plan.made
            .iter()
            .any(|it| it.unit == unit && it.valid_to.is_none())
    };
    let ended = plan.ended.iter().filter(|it| !goes_on(&it.unit));
    let ended = ended.map(|it| Ending {
        unit: &it.unit,
        name: &it.name,
        effective: plan.effective,
    });
    tell_standing_agencies(tx, &ended.collect::<Vec<_>>(), now).await?;
    notice::add_all(tx, &notices(plan, now)).await?;
    for act in &plan.acts {
        for from in &act.from {
            for heir in &act.to {
                let row = row(plan, act, *from, heir.unit, actor, now);
                let known = succession::of_unit(tx, &row.from).await?;
                let same =
                    |known: &Succession| (&known.to, known.effective) == (&row.to, row.effective);
                if !known.iter().any(same) {
                    succession::record(tx, &row).await?;
                }
            }
        }
        let from: Vec<&str> = act.from.iter().map(|unit| plan.id(*unit)).collect();
        let to: Vec<&str> = act.to.iter().map(|heir| plan.id(heir.unit)).collect();
        let first = from.first().copied().unwrap_or_default();
        done = done.and(Event {
            unit: to.first().map(|unit| (*unit).to_owned()),
            data: json!({ "kind": act.kind, "from": from, "to": to, "legal_act": act.legal_act }),
            ..event(now, actor, Act::UnitSuccession.id(), "unit", first)
        });
    }
    Ok(done)
}

/// What the people of every kept unit of the table are told.
fn notices(plan: &Reorganisation, now: Timestamp) -> Vec<Notice> {
    let kept = |unit: UnitId| plan.ended.iter().find(|it| it.unit == plan.id(unit));
    let above = |act: &CoreAct| {
        let heir = act.to.first()?;
        plan.written.get(heir.unit.0 as usize)?.parent.as_deref()
    };
    let acts = plan.acts.iter();
    let told = acts.flat_map(|act| {
        let heirs: Vec<&str> = act.to.iter().map(|heir| plan.name(heir.unit)).collect();
        let old = act.from.iter().filter_map(move |old| kept(*old));
        old.map(move |old| {
            let after = plan.made.iter().find(|it| it.unit == old.unit);
            let fate = match after.map(|after| &*after.name) {
                Some(name) if name != old.name => Fate::Renamed(name),
                Some(_) => Fate::Moved(above(act)),
                None => Fate::Ends(heirs.clone()),
            };
            to_people(&old.unit, &old.name, &fate, plan.effective, now)
        })
    });
    told.collect()
}

fn row(
    plan: &Reorganisation,
    act: &CoreAct,
    from: UnitId,
    to: UnitId,
    actor: &str,
    now: Timestamp,
) -> Succession {
    let share = act
        .to
        .iter()
        .find(|heir| heir.unit == to)
        .and_then(|heir| heir.share);
    Succession {
        id: new_id(),
        from: plan.id(from).to_owned(),
        to: Some(plan.id(to).to_owned()),
        kind: word_of(act.kind),
        share: share.map(|share| share.to_string()).unwrap_or_default(),
        effective: act.effective,
        legal_act: act.legal_act.clone(),
        at: now,
        by_account: actor.to_owned(),
    }
}
