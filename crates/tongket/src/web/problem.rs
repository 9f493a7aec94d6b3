//! A "no" on its way to its reader: a page, a part of a page, or JSON.
//!
//! Handlers give a [`Problem`]; [`Problem::dress`] turns it into what the
//! reader asked for, once the language is known. A trouble of ours is written
//! to the log in full and told to the reader in one sentence.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use tongket_core::refusal::{Code, Kind, Refusal, Said};
use tongket_store::StoreError;

use super::language::Language;
use super::shell::Shell;

/// Why a request was not done.
#[derive(Debug, Clone)]
pub struct Problem(Box<Refusal>);

impl Problem {
    /// The refusal.
    pub fn refusal(&self) -> &Refusal {
        &self.0
    }

    /// How the web calls it.
    pub(super) fn status(&self) -> StatusCode {
        status_of(self.0.kind())
    }

    /// A trouble of ours: written to the log under a number, which the reader is told.
    pub(super) fn trouble(error: &impl std::fmt::Display) -> Problem {
        let number = tongket_store::new_id();
        let number: String = number.chars().rev().take(8).collect();
        tracing::error!(%error, number, "trouble inside");
        Refusal::internal_trouble(&number).into()
    }

    /// Gives a problem among the answers its form; leaves every other answer as it is.
    pub(super) fn dress(mut response: Response, shell: &Shell, largest: usize) -> Response {
        let Some(problem) = response.extensions_mut().remove::<Problem>() else {
            return dress_plain(response, shell, largest);
        };
        let refusal = whole(*problem.0, largest);
        let status = status_of(refusal.kind());
        if shell.wants_json {
            return (status, axum::Json(refusal)).into_response();
        }
        let signed_out = matches!(refusal.kind(), Kind::Expired);
        let is_page = shell.method == "GET" && !shell.partial;
        let back = match shell.method.as_str() {
            "GET" => &shell.address,
            _ => &shell.back,
        };
        let body = match shell.partial {
            true => Part {
                shell,
                refusal: &refusal,
                signed_out,
                back,
            }
            .render(),
            false => Whole {
                shell: shell.clone(),
                refusal: &refusal,
                signed_out,
                signs_in: signed_out && is_page,
                back,
                name: "",
            }
            .render(),
        };
        let mut answer = (status, Html(body.unwrap_or_default())).into_response();
        if shell.partial {
            let headers = answer.headers_mut();
            headers.insert("hx-retarget", HeaderValue::from_static("#refusal"));
            headers.insert("hx-reswap", HeaderValue::from_static("innerHTML show:top"));
        }
        let no_store = HeaderValue::from_static("no-store");
        answer.headers_mut().insert(header::CACHE_CONTROL, no_store);
        answer
    }
}

/// Refusals that a layer made without us: wrong method, foreign origin, too large, too slow.
fn dress_plain(response: Response, shell: &Shell, largest: usize) -> Response {
    let bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !bare {
        return response;
    }
    let problem = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Refusal::method_unknown(&shell.method).into(),
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::upload_too_large(largest as u64).into(),
        StatusCode::NOT_FOUND => Code::NotFound.into(),
        StatusCode::FORBIDDEN => Code::ForeignRequest.into(),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => unread(),
        status if status.is_server_error() => Problem::trouble(&status),
        _ => return response,
    };
    Problem::dress(problem.into_response(), shell, largest)
}

/// A refusal of which only the code was known, with what its sentences leave open.
fn whole(refusal: Refusal, largest: usize) -> Refusal {
    let texts = [refusal.sentence(), refusal.way_out()];
    match refusal.code() {
        _ if !texts.iter().any(|said| said.vi.contains('{')) => refusal,
        Code::UploadTooLarge => Refusal::upload_too_large(largest as u64),
        Code::InternalTrouble => *Problem::trouble(&"the server could not finish").0,
        _ => refusal,
    }
}

/// A request that is not put together as it should be.
fn unread() -> Problem {
    let what = Said::new("yêu cầu", "request");
    let why = Said::new("không đọc được", "it cannot be read");
    Refusal::field_invalid(what, why).into()
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Whole<'a> {
    shell: Shell,
    refusal: &'a Refusal,
    signed_out: bool,
    /// Whether the page itself is the one to sign in on: somebody opened it by a link.
    signs_in: bool,
    /// Where to go after signing in.
    back: &'a str,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "problem_part.html")]
struct Part<'a> {
    shell: &'a Shell,
    refusal: &'a Refusal,
    signed_out: bool,
    back: &'a str,
}

fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
        Kind::NotSignedIn | Kind::Expired => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Invalid | Kind::Secret => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::Locked => StatusCode::LOCKED,
        Kind::Wait => StatusCode::TOO_MANY_REQUESTS,
        Kind::Trouble => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = status_of(self.0.kind()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem(Box::new(refusal))
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Problem {
        match code {
            Code::NotFound => Refusal::not_found(Said::new("trang này", "page")).into(),
            code => Refusal::from(code).into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::trouble(&error)
    }
}

/// A sentence in the reader's language.
impl Shell {
    /// The Vietnamese or the English of something said in both.
    pub fn say<'a>(&self, said: &'a Said) -> &'a str {
        match self.language {
            Language::Vietnamese => &said.vi,
            Language::English => &said.en,
        }
    }
}
