//! The front door: everybody is led to where their day starts.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tongket_core::permit::Role;
use tongket_store::account;
use tongket_store::campaign::{self, State as Phase};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Campaigns among which the one that somebody runs is looked for.
const LOOKED_AT: i64 = 50;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Leads to the first set-up, to the sign-in, or to where one's day starts.
#[utoipa::path(get, path = "/", tag = "home", responses((status = 303)))]
async fn show(State(house): State<House>, shell: Shell) -> Result<Response, Problem> {
    let Some(visitor) = &shell.visitor else {
        let mut conn = house.store.read().await?;
        let to = match account::count(&mut conn).await? {
            0 => "/setup",
            _ => "/session",
        };
        return Ok(Redirect::to(to).into_response());
    };
    if let Some(campaign) = run_by(&house, visitor).await? {
        return Ok(Redirect::to(&format!("/campaigns/{campaign}/today")).into_response());
    }
    let to = if visitor.is(Role::StandingAgency) || visitor.is(Role::Reviewer) {
        "/submissions"
    } else if visitor.is(Role::Drafter) || visitor.is(Role::Leader) {
        "/duties"
    } else if visitor.is(Role::Administrator) {
        "/units"
    } else {
        "/campaigns"
    };
    Ok(Redirect::to(to).into_response())
}

/// The one open campaign whose standing agency the visitor works for; nothing where there are
/// none or several.
async fn run_by(house: &House, visitor: &Visitor) -> Result<Option<String>, Problem> {
    let held = visitor.memberships.iter();
    let agencies = held.filter(|held| held.role == Role::StandingAgency);
    let agencies: Vec<&str> = agencies.map(|held| held.unit.as_str()).collect();
    if agencies.is_empty() {
        return Ok(None);
    }
    let mut conn = house.store.read().await?;
    let campaigns = campaign::in_force(&mut conn, house.today(), LOOKED_AT, 0).await?;
    let mut theirs = campaigns.into_iter().map(|it| it.campaign).filter(|it| {
        let standing = it.standing_unit.as_deref();
        it.state == Phase::Open && standing.is_some_and(|unit| agencies.contains(&unit))
    });
    let first = theirs.next();
    Ok(first.filter(|_| theirs.next().is_none()).map(|it| it.id))
}
