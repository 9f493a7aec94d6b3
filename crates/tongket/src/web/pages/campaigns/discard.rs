//! Letting go of a campaign that was not opened: a wrong file, a plan that was withdrawn.
//!
//! Units have seen nothing of it. The document and what was read of it go for
//! good; who let it go and why stays in the audit.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::Act;
use tongket_store::{Done, campaign};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Desk, reason, refuse_secret};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(discard))
}

/// Why a draft is let go.
#[derive(Deserialize, ToSchema)]
struct Discarding {
    /// The reason; it stays in the audit.
    #[serde(default)]
    reason: String,
}

/// What was let go.
#[derive(Serialize, ToSchema)]
struct Discarded {
    /// Id of the campaign that is no more.
    campaign: String,
}

/// Discards a campaign that is being prepared.
#[utoipa::path(post, path = "/campaigns/{id}/discarding", tag = "campaigns",
    params(("id" = String, Path)), request_body = Discarding,
    responses((status = 200, body = Discarded), (status = 422, description = "TK014: no reason")))]
async fn discard(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(discarding): Input<Discarding>,
) -> Result<Next<Discarded>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::CampaignDiscard).await?;
    refuse_secret([discarding.reason.as_str()])?;
    let reason = reason(&discarding.reason)?;
    let data = json!({ "code": desk.campaign.code, "reason": reason });
    let told = desk.told(&house, &visitor, &permit, data);
    let campaign = id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                match campaign::discard(tx, &campaign).await? {
                    true => Ok(Done::new((), told)),
                    false => Ok(Done::already(())),
                }
            })
        })
        .await?;
    Ok(Next::new(&shell, "/campaigns", Discarded { campaign: id }).saying("campaign-discarded"))
}
