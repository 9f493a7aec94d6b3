//! Closing a campaign: nothing is sent any more, and every unit is told.

use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};
use tongket_core::permit::Act;
use tongket_store::amendment::{self, Amendment as Kept};
use tongket_store::notice::{self, Notice};
use tongket_store::{Done, campaign, duty, new_id};
use utoipa::ToSchema;

use super::in_force;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::pages::campaigns::{reason, refuse_secret};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Why a campaign is closed.
#[derive(Deserialize, ToSchema)]
pub(super) struct Closing {
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Closes a campaign: nothing is sent any more.
#[utoipa::path(post, path = "/campaigns/{id}/closing", tag = "campaigns", params(("id" = String, Path)),
    request_body = Closing, responses((status = 200)))]
pub(super) async fn close(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(closing): Input<Closing>,
) -> Result<Next<()>, Problem> {
    let desk = in_force(&house, &id).await?;
    let permit = desk.permit(&visitor, Act::CampaignClose)?;
    let reason = reason(&closing.reason)?;
    refuse_secret([reason.as_str()])?;
    let told = desk.told(&house, &visitor, &permit, Value::Null);
    let now = house.now();
    let kept = Kept {
        id: new_id(),
        kind: "close".to_owned(),
        before: json!({}),
        after: json!({}),
        reason,
        at: now,
        by: visitor.account.clone(),
    };
    let (campaign, title) = (id.clone(), desk.campaign.title.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !campaign::close(tx, &campaign, now).await? {
                    return Ok(Done::already(()));
                }
                amendment::add(tx, &campaign, &kept).await?;
                for unit in duty::units(tx, &campaign).await? {
                    let notice = Notice {
                        id: new_id(),
                        unit,
                        campaign: Some(campaign.clone()),
                        subject_kind: "campaign".to_owned(),
                        subject: campaign.clone(),
                        kind: "closed".to_owned(),
                        data: json!({ "title": title }),
                        at: now,
                    };
                    notice::add(tx, &notice).await?;
                }
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}"), ()).saying("campaign-closed"))
}
