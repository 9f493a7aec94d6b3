//! The front door: everybody is led to where their day starts.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tongket_core::permit::Role;
use tongket_store::account;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::shell::Shell;

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
