//! Consolidation: what a unit puts together from the reports that it accepted, and the draft of it.
//!
//! [`list`] shows the tiers of a campaign, [`show`] one of them section by
//! section, [`section`] the draft of a section beside its sources. [`refresh`]
//! brings the draft up to date; [`save`] and [`version`] keep its texts as
//! those of reports are kept; [`remark`] lets leaders comment; [`export`] gives
//! the document; [`fate`] tells a unit where its text went, [`lost`] why the
//! draft and its sources part.

mod cell;
mod desk;
mod export;
mod fate;
mod finding;
mod list;
mod lost;
mod moved;
mod refresh;
mod remark;
mod save;
mod section;
mod show;
mod source;
mod version;

use show::listed;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list::show))
        .routes(routes!(show::show))
        .routes(routes!(refresh::begin))
        .routes(routes!(refresh::bring_up))
        .routes(routes!(refresh::answer))
        .routes(routes!(section::show))
        .routes(routes!(section::changes))
        .routes(routes!(source::piece))
        .routes(routes!(source::list))
        .routes(routes!(finding::list))
        .routes(routes!(version::list, save::save))
        .routes(routes!(version::restore))
        .routes(routes!(version::conflict))
        .routes(routes!(remark::add))
        .routes(routes!(remark::settle))
        .routes(routes!(export::download))
        .routes(routes!(fate::show))
}
