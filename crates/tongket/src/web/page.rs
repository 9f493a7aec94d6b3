//! One handler, two faces: a page for people, the same data as JSON for programs.
//!
//! A view is a struct that is both a template and data. [`Page`] answers with
//! whichever was asked for. An act answers with [`Next`]: the page to go to,
//! or the data of what was done.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use super::shell::Shell;

/// A page's data with the shell around it.
pub trait View: Template + Serialize {
    /// What the page knows of its reader.
    fn shell(&self) -> &Shell;
}

/// Says that these structs, with a field `shell`, are views.
macro_rules! views {
    ($($view:ty),* $(,)?) => {$(
        impl $crate::web::page::View for $view {
            fn shell(&self) -> &$crate::web::shell::Shell { &self.shell }
        }
    )*};
}
pub(crate) use views;

/// Answers with a view.
pub struct Page<V>(pub V);

impl<V: View> IntoResponse for Page<V> {
    fn into_response(self) -> Response {
        if self.0.shell().wants_json {
            return axum::Json(self.0).into_response();
        }
        match self.0.render() {
            Ok(html) => (
                [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
                Html(html),
            )
                .into_response(),
            Err(error) => {
                tracing::error!(%error, "a template failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Answers an act with a page that is shown this once: a first password, a new key.
///
/// Where htmx asked, the page takes the place of the form that was sent.
pub struct Once<V>(pub V);

impl<V: View> IntoResponse for Once<V> {
    fn into_response(self) -> Response {
        let partial = self.0.shell().partial;
        let mut response = Page(self.0).into_response();
        if partial {
            let headers = response.headers_mut();
            headers.insert("hx-retarget", HeaderValue::from_static("#main"));
            headers.insert("hx-reselect", HeaderValue::from_static("#main"));
            headers.insert(
                "hx-reswap",
                HeaderValue::from_static("outerHTML show:window:top"),
            );
        }
        response
    }
}

/// Answers an act: people go to a page, programs get data.
pub struct Next<T> {
    shell: Shell,
    to: String,
    data: T,
}

impl<T: Serialize> Next<T> {
    /// After the act, `to` shows it; `data` tells it.
    pub fn new(shell: &Shell, to: impl Into<String>, data: T) -> Next<T> {
        Next {
            shell: shell.clone(),
            to: to.into(),
            data,
        }
    }

    /// What the next page says on top: the key of a text.
    #[must_use]
    pub fn saying(mut self, key: &str) -> Next<T> {
        let joint = if self.to.contains('?') { '&' } else { '?' };
        let (path, fragment) = match self.to.split_once('#') {
            Some((path, fragment)) => (path.to_owned(), format!("#{fragment}")),
            None => (self.to.clone(), String::new()),
        };
        self.to = format!("{path}{joint}said={key}{fragment}");
        self
    }
}

impl<T: Serialize> IntoResponse for Next<T> {
    fn into_response(self) -> Response {
        if self.shell.wants_json {
            return axum::Json(self.data).into_response();
        }
        let Ok(to) = HeaderValue::from_str(&self.to) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        if self.shell.partial {
            return ([("hx-redirect", to)], StatusCode::NO_CONTENT).into_response();
        }
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }
}
