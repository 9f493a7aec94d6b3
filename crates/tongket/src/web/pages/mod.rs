//! Pages by noun, in the order in which a campaign flows. The whole table of addresses is here and in
//! the `routes` of each noun: acts are nouns too, made by POST.

mod accounts;
mod across;
mod api;
mod audit;
pub(in crate::web) mod campaigns;
mod consolidation;
mod contacts;
mod coverage;
pub(in crate::web) mod duties;
mod feeds;
mod home;
mod keys;
mod mail;
mod manual;
mod notices;
mod password;
mod presentations;
mod receipts;
pub(in crate::web) mod reports;
mod search;
mod session;
mod setup;
mod submissions;
mod units;

use utoipa_axum::router::OpenApiRouter;

use super::house::House;

/// Everything that pages offer.
pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .merge(home::routes())
        .merge(campaigns::routes())
        .merge(duties::routes())
        .merge(notices::routes())
        .merge(reports::routes())
        .merge(setup::routes())
        .merge(session::routes())
        .merge(password::routes())
        .merge(presentations::routes())
        .merge(submissions::routes())
        .merge(receipts::routes())
        .merge(coverage::routes())
        .merge(across::routes())
        .merge(feeds::routes())
        .merge(consolidation::routes())
        .merge(mail::routes())
        .merge(contacts::routes())
        .merge(manual::routes())
        .merge(api::routes())
        .merge(keys::routes())
        .merge(accounts::routes())
        .merge(units::routes())
        .merge(search::routes())
        .merge(audit::routes())
}
