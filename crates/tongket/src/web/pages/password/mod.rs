//! Everybody's own password.

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongket_core::password::{Holder, composed};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::account::Account;
use tongket_store::{Done, account, new_id, session};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::password;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show, change))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/password/show.html")]
struct OwnPassword {
    #[serde(skip)]
    shell: Shell,
    /// Whether it must be changed before anything else.
    must_change: bool,
}
views!(OwnPassword);

/// The page on which everybody changes the own password.
#[utoipa::path(get, path = "/password", tag = "password", responses((status = 200, body = OwnPassword)))]
async fn show(shell: Shell, visitor: Visitor) -> Page<OwnPassword> {
    Page(OwnPassword {
        shell,
        must_change: visitor.must_change,
    })
}

/// A change of password.
#[derive(Deserialize, ToSchema)]
struct Change {
    /// The one in use.
    current: String,
    /// The new one.
    password: String,
    /// The new one again.
    again: String,
}

/// Changes the own password; every session of the account ends.
#[utoipa::path(post, path = "/password", tag = "password", request_body = Change, responses((status = 200)))]
async fn change(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(change): Input<Change>,
) -> Result<Next<()>, Problem> {
    let mut conn = house.store.read().await?;
    let known = account::find(&mut conn, &visitor.account).await?;
    let kept = i64::try_from(house.settings.policy.remembered).unwrap_or(10);
    let mut former = account::former_passwords(&mut conn, &visitor.account, kept).await?;
    drop(conn);
    let Some(known) = known else {
        return Err(Refusal::from(Code::SessionExpired).into());
    };
    let (typed, hash) = (composed(&change.current), known.password_hash.clone());
    if !house
        .hashing(move || password::fits(&typed, Some(&hash)))
        .await
    {
        return Err(Refusal::from(Code::WrongSignIn).into());
    }
    former.push(known.password_hash);
    let hash = accepted(&house, &known.name, &change.password, &change.again, former).await?;
    let now = house.now();
    let id = visitor.account;
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                account::set_password(tx, &id, &hash, false, now).await?;
                session::end_all(tx, &id).await?;
                Ok(Done::new(
                    (),
                    event(now, &id, "password.change", "account", &id),
                ))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/session", ()).saying("password-changed"))
}

/// The hash of a new password, where the policy accepts it.
pub(super) async fn accepted(
    house: &House,
    name: &str,
    password: &str,
    again: &str,
    former: Vec<String>,
) -> Result<String, Problem> {
    if password != again {
        return Err(Refusal::field_invalid(
            Said::new("nhập lại mật khẩu", "password again"),
            Said::new("hai lần nhập không giống nhau", "the two differ"),
        )
        .into());
    }
    let (typed, name) = (composed(password), name.to_owned());
    let policy = house.settings.policy.clone();
    house
        .hashing(move || {
            let holder = Holder {
                name: &name,
                second_factor: false,
                used_before: former.iter().any(|hash| password::fits(&typed, Some(hash))),
            };
            policy.judge(&typed, holder)?;
            password::hash(&typed).ok_or_else(|| Refusal::from(Code::InternalTrouble))
        })
        .await
        .map_err(Problem::from)
}

/// An account as it is when it is new.
pub(super) fn new_account(
    name: &str,
    full_name: &str,
    password_hash: String,
    must_change: bool,
    now: Timestamp,
) -> Account {
    Account {
        id: new_id(),
        name: name.trim().to_lowercase(),
        full_name: full_name.trim().to_owned(),
        email: String::new(),
        language: "vi".to_owned(),
        password_hash,
        password_at: now,
        must_change,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: now,
        seen_at: None,
    }
}
