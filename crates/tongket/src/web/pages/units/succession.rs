//! Units merge, split, go on under another name or superior, or are dissolved: by a legal act, on a day.
//!
//! First everything that would change is laid before the administrator, with
//! what still hangs on the units that end; then it is confirmed. Duties of
//! running campaigns go over by an act of their standing agency.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::moment;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::succession::SuccessionKind;
use tongket_store::notice::{self, Notice};
use tongket_store::succession::{self, Succession};
use tongket_store::unit::UnitVersion;
use tongket_store::{Done, StoreError, Tx, new_id, unit};
use utoipa::{IntoParams, ToSchema};

use super::ended::{Ending, Fate, tell_standing_agencies, to_people};
use super::takeover::{Takeover, work_out};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Once, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::{Units, word_of};
use crate::web::visitor::{Visitor, event};

/// What is recorded.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
pub(super) struct Asked {
    /// "merge", "split", "rename", "move" or "dissolve".
    pub(super) kind: String,
    /// The old units, one a line: a name, a code or an id.
    pub(super) from: String,
    /// Those that take over, one a line, with a share where there are several: "xã Giang Hải = 60%".
    /// A name that no unit bears on that day makes a new unit. For a renaming, the new name.
    pub(super) to: String,
    /// The superior: of new units, or for a move the new one.
    pub(super) parent: String,
    /// The first day of the new state of things, as 2026-07-01.
    pub(super) effective: String,
    /// The document that orders it.
    pub(super) legal_act: String,
    /// "pass" where the people of the old units get their roles at the one that takes over too.
    pub(super) roles: String,
}

const KINDS: [&str; 5] = ["merge", "split", "rename", "move", "dissolve"];

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/succession.html")]
pub(super) struct Form {
    #[serde(skip)]
    shell: Shell,
    /// What is filled in already.
    asked: Asked,
    #[serde(skip)]
    kinds: [&'static str; 5],
}
views!(Form, Preview);

/// The form with which a succession is recorded.
#[utoipa::path(get, path = "/units/succession", tag = "units", responses((status = 200, body = Form)))]
pub(super) async fn form(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Page<Form>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let units = house.units().await?;
    if let Some(version) = units.standing_on(&asked.from, house.today()) {
        asked.from.clone_from(&version.name);
    }
    if asked.effective.is_empty() {
        asked.effective = house.today().to_string();
    }
    let kinds = KINDS;
    Ok(Page(Form {
        shell,
        asked,
        kinds,
    }))
}

/// A campaign in which something hangs on a unit that ends.
#[derive(Serialize, ToSchema)]
struct Hanging {
    /// Name of the unit that ends.
    unit_name: String,
    /// Id of the campaign.
    campaign: String,
    /// Title of the campaign.
    campaign_title: String,
    /// Duties that it owes there.
    duties: usize,
    /// Whether it is the standing agency.
    standing: bool,
    /// Duties that go through it or to it.
    channel: i64,
}

/// A unit before and after.
#[derive(Serialize, ToSchema)]
struct Changed {
    /// Id.
    unit: String,
    /// Name.
    name: String,
    /// Name of its superior.
    parent_name: String,
    /// Which part it takes; empty for all.
    share: String,
    /// Whether it is made by the act.
    is_new: bool,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/takeover.html")]
pub(super) struct Preview {
    #[serde(skip)]
    shell: Shell,
    /// What is to be recorded.
    asked: Asked,
    /// From which day on, in words.
    from_day: String,
    /// Whether that day is still to come.
    later: bool,
    /// Units that end, or go on under another name.
    from: Vec<Changed>,
    /// Those that take over.
    to: Vec<Changed>,
    /// Units below that get another superior.
    below: Vec<String>,
    /// Units below whose superior is to be settled afterwards.
    orphans: Vec<String>,
    /// What hangs on the units that end in running campaigns.
    hanging: Vec<Hanging>,
    /// People with a role at the units that end.
    people: i64,
    /// Whether their roles can be passed on.
    may_pass_roles: bool,
}

/// Lays before the administrator what would change; nothing is done yet.
#[utoipa::path(post, path = "/units/succession", tag = "units", request_body = Asked, responses((status = 200, body = Preview)))]
pub(super) async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(asked): Input<Asked>,
) -> Result<Once<Preview>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let takeover = worked_out(&house, &asked).await?;
    let units = house.units().await?;
    let day = takeover.effective;
    let parent_name = |unit: &str| {
        let begun = takeover.begun.iter().find(|begun| begun.unit == unit);
        let parent = begun
            .or_else(|| units.on(unit, day))
            .and_then(|version| version.parent.clone());
        parent
            .map(|parent| units.name(&parent, day).to_owned())
            .unwrap_or_default()
    };
    let from = takeover.ended.iter().map(|ended| Changed {
        unit: ended.unit.clone(),
        name: ended.name.clone(),
        parent_name: ended
            .parent
            .as_deref()
            .map_or("", |parent| units.name(parent, day))
            .to_owned(),
        share: String::new(),
        is_new: false,
    });
    let to = takeover.takers.iter().map(|taker| Changed {
        unit: taker.unit.clone(),
        name: taker.name.clone(),
        parent_name: parent_name(&taker.unit),
        share: taker
            .share
            .map(|share| share.to_string())
            .unwrap_or_default(),
        is_new: taker.is_new,
    });
    let (hanging, people) = hanging(&house, &takeover).await?;
    let below = takeover.below.iter().map(|(before, _)| before.name.clone());
    Ok(Once(Preview {
        from_day: shell.day(&day),
        later: day > house.today(),
        from: from.collect(),
        to: to.collect(),
        below: below.collect(),
        may_pass_roles: heir(&takeover).is_some() && people > 0,
        orphans: takeover.orphans,
        hanging,
        people,
        asked,
        shell,
    }))
}

async fn worked_out(house: &House, asked: &Asked) -> Result<Takeover, Problem> {
    let (units, asked) = (house.units().await?, asked.clone());
    let held = units.clone();
    let worked_out = house.at_the_back(move || work_out(&units, &asked)).await;
    let takeover = worked_out?;
    let mut conn = house.store.read().await?;
    for ended in &takeover.ended {
        let rows = succession::of_unit(&mut conn, &ended.unit).await?;
        if rows
            .iter()
            .any(|row| is_another(&held, &takeover, ended, row))
        {
            return Err(same_day(&ended.name, takeover.effective).into());
        }
    }
    Ok(takeover)
}

/// Whether a recorded succession ended a unit on the same day in another way than this one does.
fn is_another(units: &Units, takeover: &Takeover, ended: &UnitVersion, row: &Succession) -> bool {
    if row.from != ended.unit || row.effective != takeover.effective {
        return false;
    }
    let after = takeover.begun.iter().find(|it| it.unit == ended.unit);
    let stands = units.standing_on(&ended.unit, takeover.effective);
    let otherwise = after.zip(stands).is_some_and(|(after, stands)| {
        (&after.name, &after.parent) != (&stands.name, &stands.parent)
    });
    row.kind != word_of(takeover.kind) || otherwise
}

fn same_day(name: &str, day: Date) -> Refusal {
    let day = moment::day(day);
    Refusal::succession_invalid(Said::new(
        format!(
            "“{name}” đã có một việc khác ghi cùng ngày {}; hãy ghi việc này từ ngày hôm sau",
            day.vi
        ),
        format!(
            "another act of “{name}” is recorded for {}; record this one from the next day on",
            day.en
        ),
    ))
}

/// The one unit that takes over from others, where it is one.
fn heir(takeover: &Takeover) -> Option<&str> {
    match takeover.takers.as_slice() {
        [taker] if takeover.ended.iter().all(|ended| ended.unit != taker.unit) => Some(&taker.unit),
        _ => None,
    }
}

/// What hangs on the units that end, and how many people work there. A unit that goes on keeps it all.
async fn hanging(house: &House, takeover: &Takeover) -> Result<(Vec<Hanging>, i64), StoreError> {
    let (mut hanging, mut people) = (Vec::new(), 0);
    let mut conn = house.store.read().await?;
    for ended in takeover
        .ended
        .iter()
        .filter(|ended| !takeover.is_taker(&ended.unit))
    {
        people += unit::people(&mut conn, &ended.unit).await?;
        let mut here: Vec<Hanging> = Vec::new();
        for channel in unit::channels(&mut conn, &ended.unit).await? {
            here.push(Hanging {
                unit_name: ended.name.clone(),
                campaign: channel.campaign,
                campaign_title: channel.title,
                duties: 0,
                standing: channel.standing,
                channel: channel.duties,
            });
        }
        for duty in unit::owed(&mut conn, &ended.unit, 10_000).await? {
            if !duty.open {
                continue;
            }
            match here
                .iter_mut()
                .find(|known| known.campaign == duty.campaign)
            {
                Some(known) => known.duties += 1,
                None => here.push(Hanging {
                    unit_name: ended.name.clone(),
                    campaign: duty.campaign,
                    campaign_title: duty.campaign_title,
                    duties: 1,
                    standing: false,
                    channel: 0,
                }),
            }
        }
        hanging.extend(here);
    }
    Ok((hanging, people))
}

/// Records a succession as its preview says; a second time does nothing.
#[utoipa::path(post, path = "/units/succession/confirmation", tag = "units", request_body = Asked, responses((status = 200)))]
pub(super) async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(asked): Input<Asked>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::UnitSuccession, &Place::default())?;
    let takeover = worked_out(&house, &asked).await?;
    let (now, actor) = (house.now(), visitor.account);
    let shown = takeover.takers.first().map(|taker| taker.unit.clone());
    let shown = shown.unwrap_or_else(|| takeover.ended[0].unit.clone());
    let passes_roles = asked.roles == "pass";
    let units = house.units().await?;
    let parents = takeover.begun.iter().filter_map(|it| it.parent.clone());
    let parents = parents.map(|it| (it.clone(), units.name(&it, takeover.effective).to_owned()));
    let parents: HashMap<String, String> = parents.collect();
    let first = takeover.ended[0].unit.clone();
    let done = house
        .store
        .act::<bool, Problem>(move |tx| {
            Box::pin(async move {
                let known = succession::of_unit(tx, &takeover.ended[0].unit).await?;
                let same = |row: &Succession| {
                    row.from == takeover.ended[0].unit && row.effective == takeover.effective
                };
                if known.iter().any(same) {
                    return Ok(Done::already(false));
                }
                record(tx, &takeover, &parents, passes_roles, &actor, now).await
            })
        })
        .await?;
    house.units_changed().await;
    let to = match done {
        true => format!("/units/{shown}"),
        // It was recorded before, perhaps with a new unit of another id: the old one leads to it.
        false => format!("/units/{first}"),
    };
    Ok(Next::new(&shell, to, shown).saying("units-succeeded"))
}

async fn record(
    tx: &mut Tx,
    takeover: &Takeover,
    parents: &HashMap<String, String>,
    passes_roles: bool,
    actor: &str,
    now: Timestamp,
) -> Result<Done<bool>, Problem> {
    for ended in &takeover.ended {
        unit::correct_version(tx, ended).await?;
    }
    for taker in takeover.takers.iter().filter(|taker| taker.is_new) {
        unit::create_as(tx, &taker.unit, now).await?;
    }
    for begun in &takeover.begun {
        unit::add_version(tx, begun).await?;
    }
    for (before, after) in &takeover.below {
        unit::correct_version(tx, before).await?;
        unit::add_version(tx, after).await?;
    }
    for row in rows(takeover, actor, now) {
        succession::record(tx, &row).await?;
    }
    let ended = takeover
        .ended
        .iter()
        .filter(|it| !takeover.is_taker(&it.unit));
    let ended = ended.map(|it| Ending {
        unit: &it.unit,
        name: &it.name,
        effective: takeover.effective,
    });
    tell_standing_agencies(tx, &ended.collect::<Vec<_>>(), now).await?;
    notice::add_all(tx, &notices(takeover, parents, now)).await?;
    let mut done = Done::new(true, told(takeover, actor, now));
    for heir in heir(takeover).into_iter().filter(|_| passes_roles) {
        for ended in &takeover.ended {
            let count = unit::pass_roles(tx, &ended.unit, heir).await?;
            let granted = event(now, actor, "account.grant", "unit", &ended.unit);
            done = done.and(Event {
                unit: Some(heir.to_owned()),
                data: json!({ "roles": count }),
                ..granted
            });
        }
    }
    Ok(done)
}

/// What the people of every unit that changes are told; `parents` names superiors.
fn notices(takeover: &Takeover, parents: &HashMap<String, String>, now: Timestamp) -> Vec<Notice> {
    let above = |version: &UnitVersion| {
        let parent = version.parent.as_ref()?;
        parents.get(parent).map(String::as_str)
    };
    let heirs: Vec<&str> = takeover.takers.iter().map(|it| &*it.name).collect();
    let day = takeover.effective;
    let ended = takeover.ended.iter().map(|it| {
        let after = takeover.begun.iter().find(|begun| begun.unit == it.unit);
        let fate = match (takeover.kind, after) {
            (SuccessionKind::Rename, Some(after)) => Fate::Renamed(&after.name),
            (SuccessionKind::Move, Some(after)) => Fate::Moved(above(after)),
            _ => Fate::Ends(heirs.clone()),
        };
        to_people(&it.unit, &it.name, &fate, day, now)
    });
    let below = takeover.below.iter().map(|(before, _)| {
        let fate = Fate::Moved(heirs.first().copied());
        to_people(&before.unit, &before.name, &fate, day, now)
    });
    ended.chain(below).collect()
}

/// One row for each unit that ends and each that takes over.
fn rows(takeover: &Takeover, actor: &str, now: Timestamp) -> Vec<Succession> {
    let takers: Vec<(Option<String>, String)> = match takeover.takers.is_empty() {
        true => vec![(None, String::new())],
        false => takeover
            .takers
            .iter()
            .map(|taker| {
                let share = taker.share.map(|share| share.to_string());
                (Some(taker.unit.clone()), share.unwrap_or_default())
            })
            .collect(),
    };
    let pairs = takeover
        .ended
        .iter()
        .flat_map(|ended| takers.iter().map(move |taker| (ended, taker)));
    pairs
        .map(|(ended, (to, share))| Succession {
            id: new_id(),
            from: ended.unit.clone(),
            to: to.clone(),
            kind: word_of(takeover.kind),
            share: share.clone(),
            effective: takeover.effective,
            legal_act: takeover.legal_act.clone(),
            at: now,
            by_account: actor.to_owned(),
        })
        .collect()
}

fn told(takeover: &Takeover, actor: &str, now: Timestamp) -> Event {
    let from: Vec<&str> = takeover
        .ended
        .iter()
        .map(|ended| ended.unit.as_str())
        .collect();
    let to: Vec<_> = takeover
        .takers
        .iter()
        .map(|taker| json!({ "unit": taker.unit, "share": taker.share.map(|share| share.to_string()) }))
        .collect();
    let heir = takeover.takers.first().map(|taker| taker.unit.clone());
    Event {
        unit: heir.or_else(|| from.first().map(|unit| (*unit).to_owned())),
        data: json!({
            "kind": takeover.kind,
            "from": from,
            "to": to,
            "below": takeover.below.len(),
            "effective": takeover.effective.to_string(),
            "legal_act": takeover.legal_act,
        }),
        ..event(
            now,
            actor,
            Act::UnitSuccession.id(),
            "unit",
            from.first().copied().unwrap_or_default(),
        )
    }
}
