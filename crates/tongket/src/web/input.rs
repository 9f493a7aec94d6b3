//! What an act is told: a form from a page, or the same fields as JSON from a program.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use tongket_core::refusal::{Code, Refusal, Said};

use super::problem::Problem;

/// The fields of an act.
#[derive(Debug, Clone)]
pub struct Input<T>(pub T);

impl<S, T> FromRequest<S> for Input<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let is_json = kind
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/json"));
        if is_json {
            let json = axum::Json::<T>::from_request(request, state).await;
            return json
                .map(|axum::Json(fields)| Input(fields))
                .map_err(|error| unread(error.status(), &error.body_text()));
        }
        let form = axum_extra::extract::Form::<T>::from_request(request, state).await;
        form.map(|axum_extra::extract::Form(fields)| Input(fields))
            .map_err(|error| unread(axum::http::StatusCode::BAD_REQUEST, &error.to_string()))
    }
}

fn unread(status: axum::http::StatusCode, why: &str) -> Problem {
    if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Code::UploadTooLarge.into();
    }
    Refusal::field_invalid(
        Said::new("dữ liệu gửi lên", "the data sent"),
        Said::from(why),
    )
    .into()
}
