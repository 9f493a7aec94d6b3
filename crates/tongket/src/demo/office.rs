//! Somebody of the example who works through the same acts as everybody else.
//!
//! What the example's server shows was not put into its tables: it was done,
//! request by request, by the people of the example.

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::web::guard::SESSION;

/// Most bytes of an answer; the example's answers are far smaller.
const LARGEST: usize = 8 << 20;
/// What stands between the parts of an upload.
const BORDER: &str = "----tongket-demo";

/// Somebody who is signed in.
#[derive(Clone)]
pub(super) struct Clerk {
    router: Router,
    cookie: String,
}

impl Clerk {
    /// Works in a session with this secret.
    pub(super) fn new(router: &Router, secret: String) -> Clerk {
        Clerk {
            router: router.clone(),
            cookie: format!("{SESSION}={secret}"),
        }
    }

    /// Looks something up.
    pub(super) async fn look(&self, path: &str) -> Result<Value> {
        let request = Request::get(format!("/api/v1{path}"));
        self.ask(path, request, Body::empty()).await
    }

    /// Does something.
    pub(super) async fn act(&self, path: &str, fields: &Value) -> Result<Value> {
        let request = Request::post(format!("/api/v1{path}"))
            .header(header::CONTENT_TYPE, "application/json");
        self.ask(path, request, Body::from(fields.to_string()))
            .await
    }

    /// Uploads a file, with fields beside it.
    pub(super) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Result<Value> {
        let mut body = Vec::with_capacity(bytes.len() + 512);
        for (field, value) in fields {
            body.extend(part(&format!("name=\"{field}\"")));
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        body.extend(part(&format!("name=\"file\"; filename=\"{name}\"")));
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{BORDER}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BORDER}");
        let request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, kind);
        self.ask(path, request, Body::from(body)).await
    }

    async fn ask(&self, path: &str, request: Builder, body: Body) -> Result<Value> {
        let request = request
            .header(header::HOST, "localhost")
            .header(header::COOKIE, &self.cookie)
            .body(body)?;
        let response = self.router.clone().oneshot(request).await?;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), LARGEST).await?;
        let data: Value =
            serde_json::from_slice(&bytes).with_context(|| format!("{path}: {status}: no JSON"))?;
        if status != StatusCode::OK {
            bail!("{path}: {status}: {data}");
        }
        Ok(data)
    }
}

fn part(head: &str) -> Vec<u8> {
    format!("--{BORDER}\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes()
}
