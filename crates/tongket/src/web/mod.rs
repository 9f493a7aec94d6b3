//! The campaign server: pages for people and the same acts as an API.
//!
//! [`router`] puts together what [`pages`] offers, below `/` for people and
//! below `/api/v1` for programs, behind the guards of [`guard`]. Handlers
//! extract, check, make one call, show; decisions are the core's, rows are the
//! store's.

mod as_of;
mod assets;
mod behind;
mod board;
mod changed;
mod chart;
mod covers;
mod findable;
pub(crate) mod guard;
pub mod house;
mod html;
pub mod input;
pub mod language;
mod letterbox;
pub mod limit;
mod markup;
pub mod menu;
mod noted;
mod outline;
pub mod page;
mod pages;
pub(crate) mod password;
mod place;
mod plans;
pub mod problem;
mod question;
mod returned;
mod road;
mod round;
mod sheet;
mod shelf;
pub mod shell;
mod tier;
pub(crate) mod token;
mod understood;
pub mod units;
mod upload;
pub mod visitor;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tongket_core::refusal::Code;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa::openapi::Server;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa_axum::router::OpenApiRouter;

pub use house::{Clock, House, Settings, in_viet_nam};
use problem::Problem;

/// How long a request may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(OpenApi)]
#[openapi(info(
    title = "tongket",
    description = "Mọi việc các trang làm được đều có ở đây, dưới /api/v1: cùng đường dẫn, cùng trường dữ liệu, trả JSON. Everything the pages do, with the same paths and fields, answering JSON."
))]
struct Description;

/// Everything that the server answers.
pub fn router(house: House) -> Router {
    let (routes, mut description) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(pages::routes())
        .split_for_parts();
    say_how_to_enter(&mut description);
    let described = serde_json::to_string(&description).unwrap_or_default();
    let _ = house.description.set(description);
    let pages = Router::new()
        .route("/assets/{*name}", get(assets::show))
        .route(
            "/api/openapi.json",
            get(async move || described_as(described)),
        )
        .nest("/api/v1", routes.clone())
        .merge(routes)
        .fallback(async || Problem::from(Code::AddressUnknown))
        .layer(DefaultBodyLimit::max(house.settings.largest_upload))
        .layer(CsrfLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(from_fn_with_state(house.clone(), guard::greet))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http());
    pages.with_state(house)
}

/// Where programs ask, and with what they show who they are: a key, or a session of the pages.
fn say_how_to_enter(description: &mut utoipa::openapi::OpenApi) {
    let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let session = ApiKey::Cookie(ApiKeyValue::new(guard::SESSION));
    let components = description.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(key));
    components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    description.servers = Some(vec![Server::new("/api/v1")]);
    let either = ["key", "session"];
    let either = either.map(|it| SecurityRequirement::new(it, std::iter::empty::<String>()));
    description.security = Some(either.into());
}

fn described_as(json: String) -> impl axum::response::IntoResponse {
    (
        [(axum::http::header::CONTENT_TYPE, "application/json")],
        json,
    )
}
