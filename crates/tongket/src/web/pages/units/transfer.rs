//! Duties, drafts and channels of running campaigns go over to the units that took over.
//!
//! The standing agency of a campaign sees which units in it are gone, who came
//! after them, and confirms. What was accepted or answered stays with the unit
//! that did it. Who takes over from a unit with several heirs or none is
//! chosen, or left for later while the others go over; nothing goes over in silence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use tongket_core::campaign::DutyKind;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::UnitId;
use tongket_core::unit::succession::{
    Choice, Handover, HeldDuty, Inheritance, Passing, Succession as CoreSuccession, SuccessionKind,
    pass_on,
};
use tongket_store::campaign::{self, Campaign, State as CampaignState};
use tongket_store::notice::{self, Notice};
use tongket_store::succession::{self, Succession};
use tongket_store::{Conn, Done, StoreError, Tx, duty, new_id, unit};
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::{Visitor, event};

/// Campaigns that are looked at; the latest.
pub(super) const CAMPAIGNS: i64 = 500;

/// A unit of a campaign that is gone.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Gone {
    /// Id.
    unit: String,
    /// Its last name.
    name: String,
    /// Duties that it still owes.
    duties: Vec<String>,
    /// Whether something was written for one of them and waits to be sent.
    begun: bool,
    /// Whether one of them was sent and waits for the one who takes it in.
    sent: bool,
    /// Whether reports go through it or to it, or it is the standing agency.
    routed: bool,
    /// Those that came after it: id and name.
    heirs: Vec<(String, String)>,
    /// Names of those of them for which nobody has a role yet.
    empty: Vec<String>,
}

/// A campaign in which something is to go over.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Waiting {
    /// Id.
    campaign: String,
    /// Title.
    title: String,
    /// Its units that are gone.
    gone: Vec<Gone>,
}

/// What went over already.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct GoneOver {
    /// Title of the campaign.
    campaign: String,
    /// Name of the unit that owed it.
    from: String,
    /// Name of the unit that owes it now.
    to: String,
    /// How many duties.
    duties: i64,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/transfer.html")]
pub(super) struct Transfers {
    #[serde(skip)]
    shell: Shell,
    /// Campaigns of one's own in which something is to go over.
    campaigns: Vec<Waiting>,
    /// What went over in them already.
    gone_over: Vec<GoneOver>,
}
views!(Transfers);

/// Who came after units, followed to those that stand.
struct Kin<'k> {
    units: &'k Units,
    rows: &'k [Succession],
    today: Date,
}

impl Kin<'_> {
    fn heirs(&self, unit: &str) -> Vec<String> {
        let (mut open, mut seen) = (vec![unit.to_owned()], Vec::new());
        let mut heirs: Vec<String> = Vec::new();
        while let Some(unit) = open.pop() {
            if seen.contains(&unit) {
                continue;
            }
            if self.units.standing_on(&unit, self.today).is_some() {
                if !heirs.contains(&unit) {
                    heirs.push(unit);
                }
                continue;
            }
            let next = self.rows.iter().filter(|row| row.from == unit);
            open.extend(next.filter_map(|row| row.to.clone()));
            seen.push(unit);
        }
        heirs.sort();
        heirs
    }

    fn place(&self, campaign: &Campaign) -> Place {
        let heirs = self.heirs(place::over(campaign));
        place::of_campaign(self.units, campaign, self.today).standing(heirs)
    }
}

/// What waits to go over, in the campaigns of which one is the standing agency.
#[utoipa::path(get, path = "/units/transfer", tag = "units", responses((status = 200, body = Transfers)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Transfers>, Problem> {
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let rows = succession::all(&mut conn).await?;
    let kin = Kin {
        units: &units,
        rows: &rows,
        today: house.today(),
    };
    let (mut mine, mut waiting, mut gone_over) = (false, Vec::new(), Vec::new());
    // Many units go into one: its people are counted once.
    let mut manned: HashMap<String, i64> = HashMap::new();
    for campaign in campaign::list(&mut conn, CAMPAIGNS, 0).await? {
        let place = kin.place(&campaign);
        let may = Table::permit(&visitor.memberships, Act::DutyTransfer, &place).is_ok();
        mine |= may;
        if !may || campaign.state != CampaignState::Open {
            continue;
        }
        for (from, to, duties) in succession::passed_in(&mut conn, &campaign.id).await? {
            gone_over.push(GoneOver {
                campaign: campaign.title.clone(),
                from: units.name(&from, kin.today).to_owned(),
                to: units.name(&to, kin.today).to_owned(),
                duties,
            });
        }
        let held = held_by_gone(&mut conn, &kin, &campaign.id).await?;
        let routed = succession::routed(&mut conn, &campaign.id).await?;
        let mut gone = gone(&kin, &held, &routed);
        for it in &mut gone {
            for (heir, name) in &it.heirs {
                let people = match manned.get(heir) {
                    Some(people) => *people,
                    None => unit::people(&mut conn, heir).await?,
                };
                manned.insert(heir.clone(), people);
                if people == 0 {
                    it.empty.push(name.clone());
                }
            }
        }
        if !gone.is_empty() {
            waiting.push(Waiting {
                campaign: campaign.id,
                title: campaign.title,
                gone,
            });
        }
    }
    if !mine {
        return Err(Refusal::not_permitted(Act::DutyTransfer).into());
    }
    Ok(Page(Transfers {
        shell,
        campaigns: waiting,
        gone_over,
    }))
}

/// Units beyond which a campaign is asked for all of its units instead of for each of them.
const FEW: usize = 200;

/// What units of a campaign that no longer stand still owe.
async fn held_by_gone(
    conn: &mut Conn,
    kin: &Kin<'_>,
    campaign: &str,
) -> Result<Vec<succession::HeldDuty>, StoreError> {
    let ended = kin.units.not_standing_on(kin.today);
    let mut ended: Vec<String> = ended.map(str::to_owned).collect();
    if ended.len() > FEW {
        ended = duty::units(conn, campaign).await?;
        ended.retain(|unit| kin.units.standing_on(unit, kin.today).is_none());
    }
    let mut held = Vec::new();
    for unit in ended {
        held.extend(succession::held_by(conn, campaign, &unit).await?);
    }
    Ok(held)
}

/// Units of a campaign that no longer stand.
fn gone(kin: &Kin<'_>, held: &[succession::HeldDuty], routed: &[String]) -> Vec<Gone> {
    let mut gone: BTreeMap<&str, Gone> = BTreeMap::new();
    let owing = held.iter().map(|duty| (duty.unit.as_str(), Some(duty)));
    for (unit, duty) in owing.chain(routed.iter().map(|unit| (unit.as_str(), None))) {
        if kin.units.standing_on(unit, kin.today).is_some() {
            continue;
        }
        let entry = gone.entry(unit).or_insert_with(|| Gone {
            unit: unit.to_owned(),
            name: kin.units.name(unit, kin.today).to_owned(),
            duties: Vec::new(),
            begun: false,
            sent: false,
            routed: false,
            empty: Vec::new(),
            heirs: kin
                .heirs(unit)
                .into_iter()
                .map(|heir| {
                    let name = kin.units.name(&heir, kin.today).to_owned();
                    (heir, name)
                })
                .collect(),
        });
        match duty {
            Some(duty) => {
                entry.duties.push(duty.title.clone());
                entry.begun |= duty.begun && !duty.sent;
                entry.sent |= duty.sent;
            }
            None => entry.routed = true,
        }
    }
    gone.into_values().collect()
}

/// What is confirmed: the campaign, "inheritance" ("one_each" or "one_merged"), and for each unit
/// that is gone, under its id, who takes over (a name, a code or an id; empty: its only heir;
/// "later": nobody yet, which is so too where it has no heir and none is given). "later." before the
/// id, whatever it says, leaves a unit for later too.
type Confirmed = HashMap<String, String>;

/// Passes on what waits in a campaign; a second time does nothing.
#[utoipa::path(post, path = "/units/transfer", tag = "units",
    request_body(content = HashMap<String, String>, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200)))]
pub(super) async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(confirmed): Input<Confirmed>,
) -> Result<Next<usize>, Problem> {
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let id = confirmed.get("campaign").cloned().unwrap_or_default();
    let Some(campaign) = campaign::find(&mut conn, &id).await? else {
        return Err(Refusal::not_found(Said::new("đợt tổng kết", "campaign")).into());
    };
    let rows = succession::all(&mut conn).await?;
    let kin = Kin {
        units: &units,
        rows: &rows,
        today: house.today(),
    };
    Table::permit(
        &visitor.memberships,
        Act::DutyTransfer,
        &kin.place(&campaign),
    )?;
    let held = succession::held(&mut conn, &id).await?;
    let routed = succession::routed(&mut conn, &id).await?;
    drop(conn);
    let gone = gone(&kin, &held, &routed);
    let takers = takers(&kin, &gone, &confirmed)?;
    let passings = passings(&kin, &held, &takers, &confirmed)?;
    let notices = notices(&kin, &campaign, &passings, house.now());
    let count = passings.len();
    // Who has made the standing agency itself over sees no more of what waits there.
    let heir = takers.get(place::over(&campaign));
    let stays = heir.is_none_or(|heir| {
        let place = Place::of_campaign([heir.as_str()]);
        Table::permit(&visitor.memberships, Act::DutyTransfer, &place).is_ok()
    });
    let to = match stays {
        true => "/units/transfer".to_owned(),
        false => format!("/campaigns/{id}"),
    };
    let (now, actor) = (house.now(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                notice::add_all(tx, &notices).await?;
                pass(tx, &id, &passings, &takers, &actor, now).await
            })
        })
        .await?;
    Ok(Next::new(&shell, to, count).saying("units-transferred"))
}

/// What is given for a unit that is left for later.
const LATER: &str = "later";

/// Who takes over from each unit that is gone: who was chosen, else its only heir.
fn takers(
    kin: &Kin<'_>,
    gone: &[Gone],
    confirmed: &Confirmed,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut takers = BTreeMap::new();
    for gone in gone {
        if confirmed.contains_key(&format!("{LATER}.{}", gone.unit)) {
            continue;
        }
        let typed = confirmed.get(&gone.unit).map_or("", |typed| typed.trim());
        let taker = match (typed, gone.heirs.as_slice()) {
            ("", [(heir, _)]) => heir.clone(),
            ("", []) | (LATER, _) => continue,
            ("", heirs) => return Err(which_heir(&gone.name, heirs)),
            (typed, _) => kin.units.meant(typed, kin.today)?,
        };
        takers.insert(gone.unit.clone(), taker);
    }
    Ok(takers)
}

fn which_heir(gone: &str, heirs: &[(String, String)]) -> Refusal {
    let names: Vec<&str> = heirs.iter().map(|(_, name)| name.as_str()).collect();
    let names = names.join("; ");
    Refusal::succession_invalid(Said::new(
        format!("“{gone}” có nhiều nơi kế thừa ({names}); hãy chọn nơi nhận"),
        format!("“{gone}” has several heirs ({names}); choose the one that takes over"),
    ))
}

/// A duty that goes over, by ids.
struct Passed {
    duty: String,
    from: String,
    to: String,
    into: Option<String>,
}

/// What goes over to whom, by the core's rules. A duty for which something was written stays a
/// duty of its own: no draft is folded into another.
fn passings(
    kin: &Kin<'_>,
    held: &[succession::HeldDuty],
    takers: &BTreeMap<String, String>,
    confirmed: &Confirmed,
) -> Result<Vec<Passed>, Refusal> {
    let number = |unit: &str| {
        let version = kin.units.on(unit, kin.today)?;
        Some(kin.units.in_book(version)?.id)
    };
    let duties = |begun: bool| -> Vec<HeldDuty> {
        let held = held.iter().filter(|duty| !begun || duty.begun);
        held.filter_map(|duty| {
            Some(HeldDuty {
                id: duty.id.clone(),
                task: duty.task.clone(),
                kind: match duty.kind.as_str() {
                    "report" => DutyKind::Report,
                    _ => DutyKind::Deed,
                },
                unit: number(&duty.unit)?,
            })
        })
        .collect()
    };
    let pairs = takers
        .iter()
        .filter_map(|(from, to)| Some((number(from)?, number(to)?)));
    let choice = |inheritance| Choice {
        inheritance,
        takers: pairs.clone().collect(),
    };
    let act = CoreSuccession {
        kind: SuccessionKind::Merge,
        from: takers.keys().filter_map(|unit| number(unit)).collect(),
        to: Vec::new(),
        effective: kin.today,
        legal_act: String::new(),
    };
    let merged = confirmed
        .get("inheritance")
        .is_some_and(|word| word == "one_merged");
    let inheritance = match merged {
        true => Inheritance::OneMerged,
        false => Inheritance::OneEach,
    };
    let directory = &kin.units.book.directory;
    let passed = pass_on(&duties(false), &act, &choice(inheritance), directory)?;
    let begun = duties(true);
    let id = |unit: UnitId| kin.units.book.id(unit).unwrap_or_default().to_owned();
    Ok(passed
        .into_iter()
        .map(|passing: Passing| Passed {
            from: id(passing.from),
            to: id(passing.to),
            into: match passing.becomes {
                Handover::MergedInto(into) if !begun.iter().any(|duty| duty.id == passing.duty) => {
                    Some(into)
                }
                Handover::MergedInto(_) | Handover::Kept => None,
            },
            duty: passing.duty,
        })
        .collect())
}

/// What those who take over are told: what came to them, from whom.
fn notices(kin: &Kin<'_>, campaign: &Campaign, passings: &[Passed], now: Timestamp) -> Vec<Notice> {
    let mut heirs: BTreeMap<&str, Vec<&Passed>> = BTreeMap::new();
    for passed in passings {
        heirs.entry(&passed.to).or_default().push(passed);
    }
    let notice = |(heir, passed): (&str, Vec<&Passed>)| {
        let from: BTreeSet<&str> = passed.iter().map(|it| &*it.from).collect();
        let from = from.into_iter().map(|unit| kin.units.name(unit, kin.today));
        let (from, count) = (from.collect::<Vec<_>>().join(", "), passed.len());
        let title = &campaign.title;
        Notice {
            id: new_id(),
            unit: heir.to_owned(),
            campaign: Some(campaign.id.clone()),
            subject_kind: "duties".to_owned(),
            subject: campaign.id.clone(),
            kind: "taken_over".to_owned(),
            data: json!({
                "vi": format!("Tiếp nhận {count} nhiệm vụ của {from} trong đợt “{title}”, kèm bản thảo đã có."),
                "en": format!("{count} duties of {from} in “{title}” came over, with the drafts that were there."),
            }),
            at: now,
        }
    };
    heirs.into_iter().map(notice).collect()
}

async fn pass(
    tx: &mut Tx,
    campaign: &str,
    passings: &[Passed],
    takers: &BTreeMap<String, String>,
    actor: &str,
    now: Timestamp,
) -> Result<Done<()>, Problem> {
    let mut done: Done<()> = Done::already(());
    for passed in passings {
        match &passed.into {
            Some(_) => succession::close_duty(tx, &passed.duty, now).await?,
            None => succession::pass_duty(tx, &passed.duty, &passed.from, &passed.to).await?,
        }
        done = done.and(Event {
            unit: Some(passed.to.clone()),
            data: json!({ "campaign": campaign, "from": passed.from, "to": passed.to, "merged_into": passed.into }),
            ..event(now, actor, Act::DutyTransfer.id(), "duty", &passed.duty)
        });
    }
    for (from, to) in takers {
        let changed = succession::reroute(tx, campaign, from, to).await?;
        if changed > 0 {
            done = done.and(Event {
                unit: Some(to.clone()),
                data: json!({ "route": true, "from": from, "to": to, "changed": changed }),
                ..event(now, actor, Act::DutyTransfer.id(), "campaign", campaign)
            });
        }
    }
    Ok(done)
}
