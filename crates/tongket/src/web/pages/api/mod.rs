//! What programs may ask: every address with its methods, and the machine-readable description.

use askama::Template;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::shell::Shell;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// One thing that can be asked.
#[derive(Serialize, ToSchema)]
struct Entry {
    /// GET or POST.
    method: &'static str,
    /// Address below /api/v1.
    path: String,
    /// What it does.
    summary: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/api/show.html")]
struct Api {
    #[serde(skip)]
    shell: Shell,
    /// Everything, by address.
    entries: Vec<Entry>,
}
views!(Api);

/// Everything that programs may ask.
#[utoipa::path(get, path = "/api", tag = "api", responses((status = 200, body = Api)))]
async fn show(State(house): State<House>, shell: Shell) -> Page<Api> {
    let paths = house
        .description
        .get()
        .map(|description| &description.paths.paths);
    let entries = paths
        .into_iter()
        .flatten()
        .flat_map(|(path, item)| entries(path, item))
        .collect();
    Page(Api { shell, entries })
}

fn entries(path: &str, item: &PathItem) -> Vec<Entry> {
    let entry = |method, operation: Option<&Operation>| {
        Some(Entry {
            method,
            path: path.to_owned(),
            summary: operation?.summary.clone().unwrap_or_default(),
        })
    };
    let methods = [
        entry("GET", item.get.as_ref()),
        entry("POST", item.post.as_ref()),
        entry("PUT", item.put.as_ref()),
        entry("DELETE", item.delete.as_ref()),
    ];
    methods.into_iter().flatten().collect()
}
