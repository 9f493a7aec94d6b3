//! What my units owe: reports and other tasks, the most pressing first.
//!
//! A report duty leads to its report, which its first writer begins by
//! visiting it. Any other task is answered here with a note and proof.

mod answer;
mod list;
mod pressing;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(in crate::web) use pressing::{Pressing, badge, status_text};

use crate::web::house::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(answer::show))
        .routes(routes!(answer::give))
        .routes(routes!(answer::download))
        .routes(routes!(answer::remove))
}
