//! Accounts: one for one person, with roles at places of the tree.
//!
//! Administrators make, correct, close and open accounts and give first
//! passwords, which are shown once and must be changed; auditors look on, a
//! leader sees those of his own unit. The last administrator stays.

mod act;
mod import;
mod password;
mod people;
mod role;
mod slips;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Place, Role, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::account::{self, Account, Wanted};
use tongket_store::api_key;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Accounts on one page of the list.
const ON_A_PAGE: i64 = 50;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, act::create))
        .routes(routes!(new))
        .routes(routes!(import::form, import::preview))
        .routes(routes!(import::confirm))
        .routes(routes!(import::list_to_fill_in))
        .routes(routes!(slips::lost, slips::again))
        .routes(routes!(show, act::amend))
        .routes(routes!(role::grant))
        .routes(routes!(role::revoke))
        .routes(routes!(act::close))
        .routes(routes!(password::reopen))
        .routes(routes!(password::reset))
        .routes(routes!(act::unlock))
}

/// An account as a list shows it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Id.
    id: String,
    /// What is typed to sign in.
    name: String,
    /// What people read.
    full_name: String,
    /// Where mail goes.
    email: String,
    /// "active", "locked" or "closed".
    state: &'static str,
    /// Roles and their places.
    roles: Vec<Held>,
    /// When it was last used, in milliseconds since 1970 (UTC).
    #[schema(value_type = Option<i64>)]
    #[serde(serialize_with = "crate::web::pages::accounts::millis")]
    seen_at: Option<Timestamp>,
}

/// A role at a place.
#[derive(Serialize, ToSchema)]
struct Held {
    /// Id of the role.
    role: String,
    /// What people call it.
    label: String,
    /// Id of the unit; empty for the whole house.
    unit: String,
    /// Name of the unit today.
    unit_name: String,
}

/// A moment as the API gives it.
pub(super) fn millis<S: serde::Serializer>(
    at: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    at.map(Timestamp::as_millisecond).serialize(serializer)
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/list.html")]
struct List {
    #[serde(skip)]
    shell: Shell,
    /// The accounts, by name.
    accounts: Vec<Line>,
    /// What was searched for.
    q: String,
    /// The state that was asked for.
    state: String,
    /// The role that was asked for.
    role: String,
    /// The page, from 1.
    page: i64,
    /// Whether there are more.
    more: bool,
    #[serde(skip)]
    may_create: bool,
    #[serde(skip)]
    roles: Vec<(String, String)>,
}
views!(List, New, Show);

/// Which accounts are listed.
#[derive(Deserialize, IntoParams)]
struct Asked {
    /// Words of the name; diacritics do not matter.
    #[serde(default)]
    q: String,
    /// "active", "new" (never signed in), "locked" or "closed".
    #[serde(default)]
    state: String,
    /// Id of a role.
    #[serde(default)]
    role: String,
    /// The page, from 1.
    #[serde(default)]
    page: i64,
}

/// Accounts by name.
#[utoipa::path(get, path = "/accounts", tag = "accounts", responses((status = 200, body = List)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page<List>, Problem> {
    let wanted = Wanted {
        words: asked.q.clone(),
        role: asked.role.clone(),
        state: asked.state.clone(),
        units: seen_units(&visitor)?,
    };
    let page = asked.page.max(1);
    let mut conn = house.store.read().await?;
    let from = (page - 1).saturating_mul(ON_A_PAGE);
    let found = account::list(&mut conn, &wanted, house.now(), ON_A_PAGE + 1, from).await?;
    drop(conn);
    let units = house.units().await?;
    let more = found.len() > usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX);
    let lines = found
        .into_iter()
        .take(usize::try_from(ON_A_PAGE).unwrap_or(50));
    let accounts = lines
        .map(|(account, roles)| line(&house, &shell, &units, account, roles))
        .collect();
    Ok(Page(List {
        may_create: may(&visitor, Act::AccountCreate),
        roles: roles(&shell),
        accounts,
        q: asked.q,
        state: asked.state,
        role: asked.role,
        page,
        more,
        shell,
    }))
}

/// Units whose accounts a visitor sees; none named means every account.
fn seen_units(visitor: &Visitor) -> Result<Vec<String>, Refusal> {
    if may(visitor, Act::AccountRead) {
        return Ok(Vec::new());
    }
    let own = visitor.units().into_iter().filter(|unit| {
        let place = Place::of_unit([*unit]);
        Table::permit(&visitor.memberships, Act::AccountRead, &place).is_ok()
    });
    let own: Vec<String> = own.map(str::to_owned).collect();
    match own.is_empty() {
        true => Err(Refusal::not_permitted(Act::AccountRead)),
        false => Ok(own),
    }
}

/// Whether a visitor may do something to accounts anywhere.
fn may(visitor: &Visitor, act: Act) -> bool {
    Table::permit(&visitor.memberships, act, &Place::default()).is_ok()
}

fn line(
    house: &House,
    shell: &Shell,
    units: &Units,
    account: Account,
    roles: Vec<(String, String)>,
) -> Line {
    Line {
        state: state(&account, house.now()),
        roles: roles
            .into_iter()
            .map(|(role, unit)| held(house, shell, units, role, unit))
            .collect(),
        id: account.id,
        name: account.name,
        full_name: account.full_name,
        email: account.email,
        seen_at: account.seen_at,
    }
}

fn held(house: &House, shell: &Shell, units: &Units, role: String, unit: String) -> Held {
    let label = Role::from_id(&role).map_or_else(|| role.clone(), |role| shell.role(role));
    let unit_name = match unit.is_empty() {
        true => shell.t("accounts-everywhere"),
        false => units.name(&unit, house.today()).to_owned(),
    };
    Held {
        role,
        label,
        unit,
        unit_name,
    }
}

/// Roles and their units as people call them: "Người soạn thảo: xã Vân Khê".
fn places(house: &House, shell: &Shell, units: &Units, roles: &[(String, String)]) -> Vec<String> {
    let held = roles
        .iter()
        .map(|(role, unit)| held(house, shell, units, role.clone(), unit.clone()));
    held.map(|held| format!("{}: {}", held.label, held.unit_name))
        .collect()
}

/// Every role with what people call it.
fn roles(shell: &Shell) -> Vec<(String, String)> {
    let roles = Role::ALL.into_iter();
    roles
        .map(|role| (role.id().to_owned(), shell.role(role)))
        .collect()
}

fn state(account: &Account, now: Timestamp) -> &'static str {
    match (account.disabled_at, account.locked_until) {
        (Some(_), _) => "closed",
        (None, Some(until)) if until > now => "locked",
        _ => "active",
    }
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/new.html")]
struct New {
    #[serde(skip)]
    shell: Shell,
    /// Roles that can be given: id and name.
    roles: Vec<(String, String)>,
}

/// The form of a new account.
#[utoipa::path(get, path = "/accounts/new", tag = "accounts", responses((status = 200, body = New)))]
async fn new(shell: Shell, visitor: Visitor) -> Result<Page<New>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    Ok(Page(New {
        roles: roles(&shell),
        shell,
    }))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/show.html")]
struct Show {
    #[serde(skip)]
    shell: Shell,
    /// The account.
    account: Line,
    /// Keys of programs that are good.
    keys: usize,
    /// Until when it is locked, in milliseconds since 1970 (UTC).
    #[schema(value_type = Option<i64>)]
    #[serde(serialize_with = "crate::web::pages::accounts::millis")]
    locked_until: Option<Timestamp>,
    /// Whether its password was given by somebody else and not changed yet.
    must_change: bool,
    #[serde(skip)]
    may_amend: bool,
    #[serde(skip)]
    roles: Vec<(String, String)>,
}

/// One account with its roles.
#[utoipa::path(get, path = "/accounts/{id}", tag = "accounts", responses((status = 200, body = Show)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Show>, Problem> {
    let (account, memberships) = known(&house, &id).await?;
    let units = house.units().await?;
    let mut places: Vec<Place> = memberships
        .iter()
        .map(|(_, unit)| units.place(unit, house.today()))
        .collect();
    places.push(Place::default());
    Table::permit_at_any(&visitor.memberships, Act::AccountRead, &places)?;
    let mut conn = house.store.read().await?;
    let now = house.now();
    let keys = api_key::of_account(&mut conn, &id).await?;
    let good = |key: &&api_key::ApiKey| key.revoked_at.is_none() && key.expires_at > now;
    Ok(Page(Show {
        keys: keys.iter().filter(good).count(),
        locked_until: account.locked_until.filter(|until| *until > now),
        must_change: account.must_change,
        account: line(&house, &shell, &units, account, memberships),
        may_amend: may(&visitor, Act::AccountAmend),
        roles: roles(&shell),
        shell,
    }))
}

/// An account with its roles, each with its unit.
async fn known(house: &House, id: &str) -> Result<(Account, Vec<(String, String)>), Problem> {
    let mut conn = house.store.read().await?;
    let Some(account) = account::find(&mut conn, id).await? else {
        return Err(Refusal::not_found(Said::new("tài khoản", "account")).into());
    };
    let memberships = account::memberships(&mut conn, id).await?;
    Ok((account, memberships))
}
