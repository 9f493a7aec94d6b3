//! One unit: what it is on a day, what it was, whom it came after, what it owes.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::account::{self, Wanted};
use tongket_store::contact;
use tongket_store::succession::{self, Succession};
use tongket_store::unit::{self, UnitVersion};
use utoipa::{IntoParams, ToSchema};

use super::{day_of, may};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::contacts;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::{Units, word_of};
use crate::web::visitor::Visitor;

/// Duties that the page of a unit shows.
const DUTIES: i64 = 100;
/// Accounts that the page of a unit shows.
const ACCOUNTS: i64 = 50;

/// A unit under one name.
#[derive(Serialize, ToSchema)]
struct Named {
    /// Name.
    name: String,
    /// Short names.
    short_names: Vec<String>,
    /// Id of its level; empty where nobody knows.
    level: String,
    /// Id of its kind.
    kind: String,
    /// Id of the unit above it.
    parent: Option<String>,
    /// Name of the unit above it.
    parent_name: String,
    /// Codes of other systems.
    codes: Vec<String>,
    /// Tags.
    tags: Vec<String>,
    /// First day.
    #[schema(value_type = Option<String>)]
    valid_from: Option<Date>,
    /// Last day.
    #[schema(value_type = Option<String>)]
    valid_to: Option<Date>,
    /// The act that made it so.
    legal_act: String,
}

/// A unit before or after this one.
#[derive(Serialize, ToSchema)]
struct Kin {
    /// Id; none where nobody took over.
    unit: Option<String>,
    /// Name on that day.
    name: String,
    /// "merge", "split", "rename", "move" or "dissolve".
    kind: String,
    /// Which part; empty for all.
    share: String,
    /// The first day of the new state of things.
    #[schema(value_type = String)]
    effective: Date,
    /// The document.
    legal_act: String,
}

/// What it owes.
#[derive(Serialize, ToSchema)]
struct Owed {
    /// Id of the duty.
    id: String,
    /// "report" or "deed".
    kind: String,
    /// What is to be done.
    title: String,
    /// The last day.
    #[schema(value_type = Option<String>)]
    due: Option<Date>,
    /// Id of the campaign.
    campaign: String,
    /// Title of the campaign.
    campaign_title: String,
    /// Whether the campaign is open.
    open: bool,
    /// Name of the unit that it was passed on from; empty where it was not.
    inherited_from: String,
}

/// Somebody with a role at the unit.
#[derive(Serialize, ToSchema)]
struct Colleague {
    /// Id of the account.
    id: String,
    /// What people read.
    full_name: String,
    /// Roles at this unit.
    roles: Vec<String>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/show.html")]
pub(super) struct Show {
    #[serde(skip)]
    shell: Shell,
    /// Id.
    id: String,
    /// As of which day.
    #[schema(value_type = String)]
    day: Date,
    /// What it is on that day, or was last.
    now: Named,
    /// Whether it stands on that day.
    stands: bool,
    /// Units directly below it on that day.
    below: usize,
    /// Every name it had, oldest first.
    versions: Vec<Named>,
    /// Those it came after.
    predecessors: Vec<Kin>,
    /// Those that came after it.
    successors: Vec<Kin>,
    /// What it owes, as far as one may see it.
    duties: Vec<Owed>,
    /// Those who work there, as far as one may see them.
    colleagues: Vec<Colleague>,
    #[serde(skip)]
    sees_colleagues: bool,
    #[serde(skip)]
    may_succeed: bool,
    /// The mail address of its office, for those who may set it; empty where there is none.
    address: String,
    /// What was said by the mail server that refused it; empty while none did.
    address_refused: String,
    #[serde(skip)]
    may_contact: bool,
}
views!(Show);

/// As of which day.
#[derive(Deserialize, IntoParams)]
pub(super) struct AsOf {
    /// As of which day, as 2026-03-10; today where none is given.
    #[serde(default)]
    day: String,
}

/// One unit with its history.
#[utoipa::path(get, path = "/units/{id}", tag = "units", responses((status = 200, body = Show)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(as_of): Query<AsOf>,
) -> Result<Page<Show>, Problem> {
    let day = day_of(&as_of.day, house.today())?;
    let units = house.units().await?;
    let Some(version) = units.on(&id, day) else {
        return Err(Refusal::not_found(Said::new("đơn vị", "unit")).into());
    };
    let place = units.place(&id, day);
    Table::permit(&visitor.memberships, Act::UnitRead, &place)?;
    let sees_colleagues = Table::permit(&visitor.memberships, Act::AccountRead, &place).is_ok();
    let mut conn = house.store.read().await?;
    let kin = succession::of_unit(&mut conn, &id).await?;
    let owed = unit::owed(&mut conn, &id, DUTIES).await?;
    let wanted = Wanted {
        state: "active".to_owned(),
        units: vec![id.clone()],
        ..Wanted::default()
    };
    let colleagues = match sees_colleagues {
        true => account::list(&mut conn, &wanted, house.now(), ACCOUNTS, 0).await?,
        false => Vec::new(),
    };
    let may_contact = contacts::may_set(&visitor, &place, &owed).is_ok();
    let contact = match may_contact {
        true => contact::of_unit(&mut conn, &id).await?,
        false => None,
    };
    drop(conn);
    let refused = contact.iter().filter(|known| known.refused_at.is_some());
    let address_refused = refused.map(|known| known.refused_why.clone()).collect();
    let owed = owed.into_iter().filter(|duty| {
        let place = place.clone().standing(duty.standing.iter().cloned());
        Table::permit(&visitor.memberships, Act::DutyRead, &place).is_ok()
    });
    let tree = units.tree(day);
    let here = tree.iter().find(|standing| standing.version.unit == id);
    Ok(Page(Show {
        now: named(&units, version, day),
        stands: version.stands_on(day),
        below: here.map_or(0, |here| here.below),
        versions: units
            .history(&id)
            .map(|version| named(&units, version, day))
            .collect(),
        predecessors: before(&units, &id, &kin),
        successors: after(&units, &id, &kin),
        duties: owed.map(|duty| line(&units, duty, day)).collect(),
        colleagues: colleagues
            .into_iter()
            .map(|(account, roles)| Colleague {
                roles: roles
                    .into_iter()
                    .filter(|(_, unit)| *unit == id)
                    .map(|(role, _)| role)
                    .collect(),
                id: account.id,
                full_name: account.full_name,
            })
            .collect(),
        sees_colleagues,
        address: contact.map(|known| known.address).unwrap_or_default(),
        address_refused,
        may_contact,
        may_succeed: may(&visitor, Act::UnitSuccession),
        id,
        day,
        shell,
    }))
}

fn named(units: &Units, version: &UnitVersion, day: Date) -> Named {
    let unit = units.in_book(version);
    let then = version.valid_to.unwrap_or(day);
    let parent = version.parent.as_deref();
    Named {
        name: version.name.clone(),
        short_names: version.short_names.clone(),
        level: unit
            .and_then(|unit| unit.level)
            .map(word_of)
            .unwrap_or_default(),
        kind: unit.map_or_else(|| "mixed".to_owned(), |unit| word_of(unit.kind)),
        parent_name: parent
            .map_or("", |parent| units.name(parent, then))
            .to_owned(),
        parent: version.parent.clone(),
        codes: version.codes.clone(),
        tags: version.tags.clone(),
        valid_from: version.valid_from,
        valid_to: version.valid_to,
        legal_act: version.legal_act.clone(),
    }
}

fn kin(units: &Units, row: &Succession, unit: Option<&String>, day: Date) -> Kin {
    Kin {
        name: unit.map_or("", |unit| units.name(unit, day)).to_owned(),
        unit: unit.cloned(),
        kind: row.kind.clone(),
        share: row.share.clone(),
        effective: row.effective,
        legal_act: row.legal_act.clone(),
    }
}

/// Those that a unit came after; itself under another name is in its history.
fn before(units: &Units, id: &str, rows: &[Succession]) -> Vec<Kin> {
    let rows = rows
        .iter()
        .filter(|row| row.to.as_deref() == Some(id) && row.from != id);
    rows.map(|row| {
        let day = row.effective.yesterday().unwrap_or(row.effective);
        kin(units, row, Some(&row.from), day)
    })
    .collect()
}

fn after(units: &Units, id: &str, rows: &[Succession]) -> Vec<Kin> {
    let rows = rows
        .iter()
        .filter(|row| row.from == id && row.to.as_deref() != Some(id));
    rows.map(|row| kin(units, row, row.to.as_ref(), row.effective))
        .collect()
}

fn line(units: &Units, duty: unit::OwedHere, day: Date) -> Owed {
    let inherited_from = duty.inherited_from.as_deref();
    Owed {
        inherited_from: inherited_from
            .map_or("", |unit| units.name(unit, day))
            .to_owned(),
        id: duty.id,
        kind: duty.kind,
        title: duty.title,
        due: duty.due,
        campaign: duty.campaign,
        campaign_title: duty.campaign_title,
        open: duty.open,
    }
}
