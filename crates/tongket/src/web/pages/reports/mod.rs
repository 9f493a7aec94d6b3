//! Reports: what a unit owes, written section by section, with figures and evidence.
//!
//! A report is laid on somebody's [`desk`]; every act on it has a file here,
//! in the order in which a report comes about.

pub(in crate::web) mod content;
pub(in crate::web) mod desk;
pub(in crate::web) mod evidence;
pub(in crate::web) mod figure;

mod check;
mod delegation;
mod earlier;
mod file;
mod filled;
mod nil;
mod overview;
pub(in crate::web::pages) mod paper;
pub(in crate::web::pages) mod save;
mod section;
mod sheet;
mod suggestion;
pub(in crate::web::pages) mod version;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(in crate::web) use check::Checked;

use crate::web::house::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(overview::show))
        .routes(routes!(section::show))
        .routes(routes!(version::list, save::save))
        .routes(routes!(version::restore))
        .routes(routes!(version::conflict))
        .routes(routes!(nil::show, nil::say))
        .routes(routes!(suggestion::take))
        .routes(routes!(suggestion::confirm))
        .routes(routes!(figure::show, figure::save))
        .routes(routes!(earlier::take))
        .routes(routes!(earlier::confirm))
        .routes(routes!(evidence::attach))
        .routes(routes!(evidence::download))
        .routes(routes!(evidence::remove))
        .routes(routes!(delegation::list, delegation::give))
        .routes(routes!(delegation::take_back))
        .routes(routes!(paper::download))
        .routes(routes!(sheet::download))
        .routes(routes!(file::choose, file::take_in))
        .routes(routes!(file::show))
        .routes(routes!(file::place))
        .routes(routes!(check::list))
}
