//! Signing in and out.
//!
//! A wrong name and a wrong password are answered alike and take as long.
//! Failures are counted by account and by address; after too many the account
//! is locked for a time.

use std::net::IpAddr;

use askama::Template;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::{Deserialize, Serialize};
use tongket_core::password::{Attempts, composed};
use tongket_core::permit::Role;
use tongket_core::refusal::{Code, Refusal};
use tongket_store::account::{self, Account};
use tongket_store::{Done, session};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::guard::{self, LANGUAGE, SESSION};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::language::Language;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::event;
use crate::web::{password, token};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show, start))
        .routes(routes!(end))
        .routes(routes!(choose_language))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/session/show.html")]
struct SignIn {
    #[serde(skip)]
    shell: Shell,
    /// Where the visitor wanted to go.
    back: String,
    /// The user name that was typed, where it is asked again.
    name: String,
    /// Why it is asked again; empty the first time.
    refused: String,
}
views!(SignIn);

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    back: String,
}

/// The page to sign in on.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = SignIn)))]
async fn show(
    shell: Shell,
    axum::extract::Query(wanted): axum::extract::Query<Wanted>,
) -> Page<SignIn> {
    Page(SignIn {
        shell,
        back: own_path(&wanted.back),
        name: String::new(),
        refused: String::new(),
    })
}

/// What is typed to sign in.
#[derive(Deserialize, ToSchema)]
struct Credentials {
    /// User name.
    name: String,
    /// Password.
    password: String,
    /// Where to go afterwards.
    #[serde(default)]
    back: String,
}

/// Who has signed in.
#[derive(Serialize, ToSchema)]
struct SignedIn {
    /// Id of the account.
    account: String,
    /// Whether the password must be changed before anything else.
    must_change: bool,
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "session", request_body = Credentials,
    responses((status = 200, body = SignedIn), (status = 401, description = "TK: wrong name or password")))]
async fn start(
    State(house): State<House>,
    shell: Shell,
    jar: CookieJar,
    address: Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>,
    Input(credentials): Input<Credentials>,
) -> Result<Response, Problem> {
    let address = address.map_or([127, 0, 0, 1].into(), |info| info.0.0.ip());
    let account = match known(&house, address, &credentials).await {
        Ok(account) => account,
        Err(problem) => return refused(shell, credentials, problem),
    };
    let secret = open_session(&house, &account.id).await?;
    let cookie = Cookie::build((SESSION, secret))
        .path("/")
        .http_only(true)
        .secure(house.settings.https)
        .same_site(SameSite::Lax);
    let to = match (account.must_change, own_path(&credentials.back)) {
        (true, _) => "/password".to_owned(),
        (false, back) if back.is_empty() => "/".to_owned(),
        (false, back) => back,
    };
    let signed_in = SignedIn {
        account: account.id,
        must_change: account.must_change,
    };
    Ok((jar.add(cookie), Next::new(&shell, to, signed_in)).into_response())
}

/// The account of whoever knows its name and password, and may sign in now.
async fn known(
    house: &House,
    address: IpAddr,
    credentials: &Credentials,
) -> Result<Account, Problem> {
    if !house.limits.allows_attempt(address, &credentials.name) {
        return Err(Refusal::too_many_requests(60).into());
    }
    let mut conn = house.store.read().await?;
    let found = account::named(&mut conn, &credentials.name).await?;
    drop(conn);
    if let Some(account) = &found {
        attempts(account).admit(house.now())?;
    }
    let hash = found.as_ref().map(|account| account.password_hash.clone());
    let typed = composed(&credentials.password);
    let fits = house
        .hashing(move || password::fits(&typed, hash.as_deref()))
        .await;
    match found {
        Some(account) if fits => {
            close_unused(house, &account).await?;
            Ok(account)
        }
        unfit => {
            house.limits.note_failure(address);
            if let Some(account) = unfit {
                note_failure(house, &account).await?;
            }
            Err(Code::WrongSignIn.into())
        }
    }
}

/// A "no" to people is the same page again, with the name they typed; programs get it as data.
fn refused(shell: Shell, typed: Credentials, problem: Problem) -> Result<Response, Problem> {
    if shell.wants_json || shell.partial {
        return Err(problem);
    }
    let refusal = problem.refusal();
    let said = [refusal.sentence(), refusal.way_out()].map(|said| shell.say(said).to_owned());
    let page = Page(SignIn {
        refused: format!("{} ({})", said.join(" "), refusal.code().name()),
        back: own_path(&typed.back),
        name: typed.name,
        shell,
    });
    Ok((problem.status(), page).into_response())
}

/// Opens a session and gives the secret of its cookie.
async fn open_session(house: &House, id: &str) -> Result<String, Problem> {
    let mut conn = house.store.read().await?;
    let roles = account::memberships(&mut conn, id).await?;
    drop(conn);
    let administrator = roles
        .iter()
        .any(|(role, _)| role == Role::Administrator.id());
    let (now, until) = (house.now(), house.session_end(administrator));
    let secret = token::new();
    let (hash, id) = (token::hash(&secret), id.to_owned());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                session::open(tx, &hash, &id, now, until).await?;
                account::note_success(tx, &id, now).await?;
                Ok(Done::new(
                    (),
                    event(now, &id, "session.start", "account", &id),
                ))
            })
        })
        .await?;
    Ok(secret)
}

/// Holds that an account is not closed, and closes it where it was left unused for too long.
async fn close_unused(house: &House, account: &Account) -> Result<(), Problem> {
    if account.disabled_at.is_some() {
        return Err(Code::AccountClosed.into());
    }
    let now = house.now();
    let last = account
        .seen_at
        .unwrap_or(account.created_at)
        .max(account.password_at);
    if !house.settings.policy.unused(now.duration_since(last)) {
        return Ok(());
    }
    let id = account.id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                account::close(tx, &id, Some(now)).await?;
                let closed = event(now, "", "account.close", "account", &id);
                Ok(Done::new((), closed))
            })
        })
        .await?;
    Err(Code::AccountClosed.into())
}

/// How often it was tried in vain.
fn attempts(account: &Account) -> Attempts {
    Attempts {
        failures: u32::try_from(account.failures).unwrap_or(u32::MAX),
        locked_until: account.locked_until,
    }
}

async fn note_failure(house: &House, account: &Account) -> Result<(), Problem> {
    let now = house.now();
    let after = attempts(account).failed(&house.settings.policy, now);
    let id = account.id.clone();
    house
        .store
        .act(move |tx| {
            Box::pin(async move {
                account::note_failure(tx, &id, i64::from(after.failures), after.locked_until)
                    .await?;
                Ok(Done::new(
                    (),
                    event(now, &id, "session.refuse", "account", &id),
                ))
            })
        })
        .await
}

/// Signs out.
#[utoipa::path(post, path = "/session/end", tag = "session", responses((status = 200)))]
async fn end(
    State(house): State<House>,
    shell: Shell,
    jar: CookieJar,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let (Some(visitor), Some(secret)) = (&shell.visitor, guard::cookie(&headers, SESSION)) {
        let (now, id, hash) = (house.now(), visitor.account.clone(), token::hash(&secret));
        house
            .store
            .act::<(), Problem>(move |tx| {
                Box::pin(async move {
                    session::end(tx, &hash).await?;
                    Ok(Done::new(
                        (),
                        event(now, &id, "session.end", "account", &id),
                    ))
                })
            })
            .await?;
    }
    let jar = jar.remove(Cookie::build(SESSION).path("/"));
    Ok((
        jar,
        Next::new(&shell, "/session", ()).saying("session-ended"),
    )
        .into_response())
}

/// A language to speak from now on.
#[derive(Deserialize, ToSchema)]
struct Choice {
    /// "vi" or "en".
    tag: String,
    /// The page to go back to.
    #[serde(default)]
    back: String,
}

/// Chooses the language of the pages.
#[utoipa::path(post, path = "/language", tag = "session", request_body = Choice, responses((status = 200)))]
async fn choose_language(shell: Shell, jar: CookieJar, Input(choice): Input<Choice>) -> Response {
    let tag = Language::of_tag(&choice.tag).tag();
    let cookie = Cookie::build((LANGUAGE, tag))
        .path("/")
        .same_site(SameSite::Lax)
        .permanent();
    let back = own_path(&choice.back);
    let to = if back.is_empty() {
        "/".to_owned()
    } else {
        back
    };
    (jar.add(cookie), Next::new(&shell, to, tag)).into_response()
}

/// A path of this server, or nothing: nobody is sent elsewhere.
fn own_path(path: &str) -> String {
    let own =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r']);
    if own { path.to_owned() } else { String::new() }
}
