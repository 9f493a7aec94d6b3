//! What stands before every handler: who asks, how, and how often.
//!
//! [`greet`] makes the [`Shell`] of a request from its cookie, its key and its
//! headers, lets the handler answer, dresses a refusal for its reader, and
//! puts on the headers that keep browsers strict.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use tongket_core::permit::{Membership, Role};
use tongket_core::refusal::{Code, Refusal};
use tongket_store::session::{self, Bearer};
use tongket_store::{Done, StoreError};

use super::house::House;
use super::language::Language;
use super::problem::Problem;
use super::shell::Shell;
use super::token;
use super::visitor::Visitor;

/// The cookie that holds a session.
pub(crate) const SESSION: &str = "tongket_session";
/// The cookie that holds the chosen language.
pub(super) const LANGUAGE: &str = "tongket_lang";

/// Signs of life that follow each other closer than this are taken for one.
const PROLONG: SignedDuration = SignedDuration::from_mins(1);

/// Headers of every answer: nothing from elsewhere, nothing inline, nothing framed.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Stands before every handler.
pub(super) async fn greet(
    State(house): State<House>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = address_of(&request);
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let method = request.method().to_string();
    let shell = match shell_of(&house, &uri, &headers).await {
        Ok(shell) => Shell { method, ..shell },
        Err(error) => {
            let answer = Problem::from(error).into_response();
            return dressed(&house, answer, &Shell::default());
        }
    };
    if !house.limits.welcomes(address) {
        let answer = Problem::from(Refusal::too_many_requests(60)).into_response();
        return dressed(&house, answer, &shell);
    }
    let must_change = shell
        .visitor
        .as_ref()
        .is_some_and(|visitor| visitor.must_change);
    if must_change && !may_pass_unchanged(request.uri().path()) {
        let response = Problem::from(Refusal::from(Code::MustChangePassword)).into_response();
        return dressed(&house, response, &shell);
    }
    request.extensions_mut().insert(shell.clone());
    let response = next.run(request).await;
    dressed(&house, response, &shell)
}

/// Where somebody may go before having chosen an own password.
fn may_pass_unchanged(path: &str) -> bool {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    ["/password", "/session", "/assets", "/language"]
        .iter()
        .any(|open| path.starts_with(open))
}

/// Gives a refusal its page or its JSON, and every answer its headers.
fn dressed(house: &House, response: Response, shell: &Shell) -> Response {
    let mut response = Problem::dress(response, shell, house.settings.largest_upload);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_LANGUAGE)
        .or_insert(HeaderValue::from_static(shell.language.tag()));
    response
}

async fn shell_of(house: &House, uri: &Uri, headers: &HeaderMap) -> Result<Shell, StoreError> {
    let path = uri.path();
    let visitor = match path.starts_with("/assets/") {
        true => None,
        false => visitor_of(house, headers).await?,
    };
    let said = uri.query().and_then(|query| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("said="))
            .filter(|key| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
            .map(str::to_owned)
    });
    Ok(Shell {
        language: Language::of_tag(&cookie(headers, LANGUAGE).unwrap_or_default()),
        visitor,
        wants_json: wants_json(path, headers),
        partial: headers.contains_key("hx-request"),
        path: path.to_owned(),
        address: uri
            .path_and_query()
            .map_or(path, |it| it.as_str())
            .to_owned(),
        needs_key: headers.contains_key(header::AUTHORIZATION)
            || path.starts_with("/api/v1/") && cookie(headers, SESSION).is_none(),
        back: back(headers),
        origin: origin(headers, house.settings.https),
        method: String::new(),
        said,
    })
}

/// The page of ours from which a request came, without what its last act said.
fn back(headers: &HeaderMap) -> String {
    let from = headers
        .get(header::REFERER)
        .and_then(|from| from.to_str().ok())
        .and_then(|from| from.parse::<Uri>().ok());
    let Some(from) = from else {
        return String::new();
    };
    let said = from.query().is_some_and(|query| query.starts_with("said="));
    let page = match from.query() {
        Some(query) if !said => format!("{}?{query}", from.path()),
        _ => from.path().to_owned(),
    };
    match page.starts_with("//") {
        true => String::new(),
        false => page,
    }
}

/// The address under which the reader has opened these pages.
fn origin(headers: &HeaderMap, https: bool) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let scheme = if https { "https" } else { "http" };
    match host.is_empty() {
        true => String::new(),
        false => format!("{scheme}://{host}"),
    }
}

/// Programs ask below /api, or say that they take JSON and no pages.
fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    path.starts_with("/api/")
        || accepts.contains("application/json") && !accepts.contains("text/html")
}

async fn visitor_of(house: &House, headers: &HeaderMap) -> Result<Option<Visitor>, StoreError> {
    let key = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let cookie = cookie(headers, SESSION);
    if key.is_none() && cookie.is_none() {
        return Ok(None);
    }
    let now = house.now();
    let mut conn = house.store.read().await?;
    let (bearer, session) = match (key, cookie) {
        (Some(key), _) => {
            let bearer = session::of_key(&mut conn, &token::hash(key), now).await?;
            (bearer, None)
        }
        (None, Some(cookie)) => {
            let hash = token::hash(&cookie);
            (session::holder(&mut conn, &hash, now).await?, Some(hash))
        }
        (None, None) => (None, None),
    };
    drop(conn);
    let Some(bearer) = bearer else {
        return Ok(None);
    };
    let quiet = bearer.seen_at.map(|seen_at| now.duration_since(seen_at));
    let visitor = visitor(house, bearer);
    if let Some(hash) = session.filter(|_| quiet.is_none_or(|quiet| quiet >= PROLONG)) {
        prolong(house, hash, visitor.is(Role::Administrator)).await;
    }
    Ok(Some(visitor))
}

/// Who asks, with what the policy makes of the account.
fn visitor(house: &House, bearer: Bearer) -> Visitor {
    let memberships: Vec<Membership> = bearer
        .memberships
        .into_iter()
        .filter_map(|(role, unit)| {
            let role = Role::from_id(&role)?;
            Some(Membership { role, unit })
        })
        .collect();
    let administrator = memberships
        .iter()
        .any(|held| held.role == Role::Administrator);
    let age = house.now().duration_since(bearer.password_at);
    let policy = &house.settings.policy;
    Visitor {
        account: bearer.account,
        name: bearer.name,
        full_name: bearer.full_name,
        memberships,
        must_change: policy.must_change(bearer.must_change, administrator, age),
        by_key: bearer.seen_at.is_none(),
    }
}

/// Moves the end of a session on, since its owner is there. Not being able to is no reason to
/// turn the owner away.
async fn prolong(house: &House, hash: String, administrator: bool) {
    let (now, until) = (house.now(), house.session_end(administrator));
    let done = house.store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            session::prolong(tx, &hash, now, until).await?;
            Ok(Done::already(()))
        })
    });
    if let Err(error) = done.await {
        tracing::error!(%error, "a session was not prolonged");
    }
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    axum_extra::extract::CookieJar::from_headers(headers)
        .get(name)
        .map(|cookie| cookie.value().to_owned())
}

/// The address that a request came from. Behind a proxy on this machine, the one it tells.
pub(super) fn address_of(request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    if !peer.is_loopback() {
        return peer;
    }
    let told = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|told| told.to_str().ok())
        .and_then(|told| told.rsplit(',').next())
        .and_then(|told| told.trim().parse().ok());
    told.unwrap_or(peer)
}
