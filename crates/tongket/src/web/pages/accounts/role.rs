//! Roles at places, given and taken back.

use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Place, Role, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::{Done, account};
use utoipa::ToSchema;

use super::act::somebody_keeps_the_house;
use super::known;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::{Visitor, event};

/// A role at a place.
#[derive(Deserialize, ToSchema)]
pub(super) struct RoleAt {
    /// Id of the role.
    role: String,
    /// The unit: a name, a code or an id; empty for the whole house.
    #[serde(default)]
    unit: String,
}

/// A role and the id of the unit for which it can be held.
pub(super) async fn place_of_role(
    house: &House,
    role: &str,
    unit: &str,
) -> Result<(Role, String), Problem> {
    let units = house.units().await?;
    Ok(role_at(&units, house.today(), role, unit)?)
}

/// The same among the units of a day. Only those who keep or look after the whole house need no unit.
pub(super) fn role_at(
    units: &Units,
    day: Date,
    role: &str,
    unit: &str,
) -> Result<(Role, String), Refusal> {
    let Some(role) = Role::from_id(role) else {
        return Err(Refusal::field_invalid(
            Said::new("vai trò", "role"),
            Said::new("không có vai trò này", "there is no such role"),
        ));
    };
    let anywhere = matches!(role, Role::Administrator | Role::Auditor);
    match unit.trim().is_empty() && anywhere {
        true => Ok((role, String::new())),
        false => Ok((role, units.meant(unit, day)?)),
    }
}

/// The event of a role that is given or taken back.
pub(super) fn of_role(told: Event, role: &str, unit: String) -> Event {
    Event {
        data: json!({ "role": role, "unit": unit }),
        unit: (!unit.is_empty()).then_some(unit),
        ..told
    }
}

/// Gives a role at a place.
#[utoipa::path(post, path = "/accounts/{id}/role", tag = "accounts", request_body = RoleAt, responses((status = 200)))]
pub(super) async fn grant(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<RoleAt>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(&house, &id).await?;
    let (role, unit) = place_of_role(&house, wanted.role.trim(), &wanted.unit).await?;
    let (now, actor, to) = (house.now(), visitor.account, format!("/accounts/{id}"));
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !account::grant(tx, &known.id, role.id(), &unit).await? {
                    return Ok(Done::already(()));
                }
                let told = event(now, &actor, "account.grant", "account", &known.id);
                Ok(Done::new((), of_role(told, role.id(), unit)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, id).saying("accounts-granted"))
}

/// Takes a role back; it counts from the next request on.
#[utoipa::path(post, path = "/accounts/{id}/role/end", tag = "accounts", request_body = RoleAt, responses((status = 200)))]
pub(super) async fn revoke(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<RoleAt>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(&house, &id).await?;
    let (now, actor, to) = (house.now(), visitor.account, format!("/accounts/{id}"));
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !account::revoke(tx, &known.id, &wanted.role, &wanted.unit).await? {
                    return Ok(Done::already(()));
                }
                somebody_keeps_the_house(tx).await?;
                let told = event(now, &actor, "account.revoke", "account", &known.id);
                Ok(Done::new((), of_role(told, &wanted.role, wanted.unit)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, id).saying("accounts-revoked"))
}
