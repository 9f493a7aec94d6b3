//! The first visit makes the administrator. Afterwards this page is gone.

use askama::Template;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongket_core::permit::Role;
use tongket_core::refusal::{Code, Refusal};
use tongket_store::{Done, account};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::pages::password::{accepted, new_account};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::event;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show, create))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/setup/show.html")]
struct Setup {
    #[serde(skip)]
    shell: Shell,
}
views!(Setup);

/// The page of the first visit.
#[utoipa::path(get, path = "/setup", tag = "setup", responses((status = 200, body = Setup)))]
async fn show(State(house): State<House>, shell: Shell) -> Result<Page<Setup>, Problem> {
    still_empty(&house).await?;
    Ok(Page(Setup { shell }))
}

/// The administrator to be made.
#[derive(Deserialize, ToSchema)]
struct Administrator {
    /// User name.
    name: String,
    /// Full name.
    full_name: String,
    /// Password.
    password: String,
    /// The same again.
    again: String,
}

/// Makes the administrator.
#[utoipa::path(post, path = "/setup", tag = "setup", request_body = Administrator, responses((status = 200)))]
async fn create(
    State(house): State<House>,
    shell: Shell,
    Input(wanted): Input<Administrator>,
) -> Result<Next<String>, Problem> {
    still_empty(&house).await?;
    let hash = accepted(
        &house,
        &wanted.name,
        &wanted.password,
        &wanted.again,
        Vec::new(),
    )
    .await?;
    let now = house.now();
    let made = new_account(&wanted.name, &wanted.full_name, hash, false, now);
    let id = made.id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if account::count(tx).await? > 0 {
                    return Err(Refusal::from(Code::AlreadySetUp).into());
                }
                account::create(tx, &made).await?;
                account::grant(tx, &made.id, Role::Administrator.id(), "").await?;
                let done = event(now, &made.id, "account.create", "account", &made.id);
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/session", id).saying("setup-done"))
}

async fn still_empty(house: &House) -> Result<(), Problem> {
    let mut conn = house.store.read().await?;
    match account::count(&mut conn).await? {
        0 => Ok(()),
        _ => Err(Refusal::from(Code::AlreadySetUp).into()),
    }
}
