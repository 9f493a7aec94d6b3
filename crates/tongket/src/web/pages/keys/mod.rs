//! Keys with which a person's programs call the API: shown once, taken back at any time.
//!
//! A key may do what its owner may. Only a person makes or takes back keys, so
//! that a key that was stolen cannot make another one.

use askama::Template;
use axum::extract::{Path, State};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::Done;
use tongket_store::api_key::{self, ApiKey};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Once, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::token;
use crate::web::visitor::{Visitor, event};

/// Keys that one account may have at a time.
const MOST: usize = 20;
/// Days that a key lasts at most.
const LONGEST: i64 = 366;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(revoke))
}

/// A key as its owner sees it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// What names it.
    id: String,
    /// What it is for.
    label: String,
    /// "good", "expired" or "revoked".
    state: &'static str,
    #[serde(skip)]
    created_at: Timestamp,
    #[serde(skip)]
    expires_at: Timestamp,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/keys/list.html")]
struct Keys {
    #[serde(skip)]
    shell: Shell,
    /// The keys, newest first.
    keys: Vec<Line>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/keys/made.html")]
struct Made {
    #[serde(skip)]
    shell: Shell,
    /// What names it.
    id: String,
    /// What it is for.
    label: String,
    /// The key itself; it is not kept and never shown again.
    key: String,
}
views!(Keys, Made);

/// A person, not a program.
fn in_person(visitor: &Visitor) -> Result<(), Refusal> {
    match visitor.by_key {
        true => Err(Code::TokenInvalid.into()),
        false => Ok(()),
    }
}

/// One's own keys.
#[utoipa::path(get, path = "/keys", tag = "keys", responses((status = 200, body = Keys)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Keys>, Problem> {
    in_person(&visitor)?;
    let mut conn = house.store.read().await?;
    let keys = api_key::of_account(&mut conn, &visitor.account).await?;
    let now = house.now();
    let keys = keys.into_iter().map(|key| Line {
        state: match (key.revoked_at, key.expires_at > now) {
            (Some(_), _) => "revoked",
            (None, true) => "good",
            (None, false) => "expired",
        },
        id: key.token_hash,
        label: key.label,
        created_at: key.created_at,
        expires_at: key.expires_at,
    });
    Ok(Page(Keys {
        keys: keys.collect(),
        shell,
    }))
}

/// A key to be made.
#[derive(Deserialize, ToSchema)]
struct NewKey {
    /// What it is for.
    label: String,
    /// For how many days it is good.
    days: i64,
}

fn invalid(field: (&str, &str), why: (&str, &str)) -> Problem {
    Refusal::field_invalid(Said::new(field.0, field.1), Said::new(why.0, why.1)).into()
}

/// Makes a key and shows it once.
#[utoipa::path(post, path = "/keys", tag = "keys", request_body = NewKey, responses((status = 200, body = Made)))]
async fn create(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(wanted): Input<NewKey>,
) -> Result<Once<Made>, Problem> {
    in_person(&visitor)?;
    let label = wanted.label.trim().to_owned();
    if label.is_empty() || label.chars().count() > 100 {
        let why = ("cần 1 đến 100 ký tự", "it needs 1 to 100 signs");
        return Err(invalid(("dùng để làm gì", "purpose"), why));
    }
    if !(1..=LONGEST).contains(&wanted.days) {
        let why = ("từ 1 đến 366 ngày", "between 1 and 366 days");
        return Err(invalid(("thời hạn", "days"), why));
    }
    let (secret, now, actor) = (token::new(), house.now(), visitor.account);
    let key = ApiKey {
        token_hash: token::hash(&secret),
        account: actor.clone(),
        label: label.clone(),
        created_at: now,
        expires_at: now + SignedDuration::from_hours(24 * wanted.days),
        revoked_at: None,
    };
    let id = key.token_hash.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let held = api_key::of_account(tx, &actor).await?;
                let good = |key: &&ApiKey| key.revoked_at.is_none() && key.expires_at > now;
                if held.iter().filter(good).count() >= MOST {
                    let why = (
                        "đã có 20 khóa; hãy thu hồi khóa không dùng",
                        "there are 20 keys; take back those not in use",
                    );
                    return Err(invalid(("khóa", "key"), why));
                }
                api_key::create(tx, &key).await?;
                let done = event(now, &actor, "key.create", "key", &key.token_hash);
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Once(Made {
        shell,
        id,
        label,
        key: secret,
    }))
}

/// Takes a key back.
#[utoipa::path(post, path = "/keys/{id}/end", tag = "keys", responses((status = 200)))]
async fn revoke(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    in_person(&visitor)?;
    let (now, actor, key) = (house.now(), visitor.account, id.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !api_key::revoke(tx, &actor, &key, now).await? {
                    return Ok(Done::already(()));
                }
                Ok(Done::new((), event(now, &actor, "key.revoke", "key", &key)))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/keys", id).saying("keys-revoked"))
}
