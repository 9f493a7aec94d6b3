//! An amendment is made: tried on the campaign as it stands, then written down as one act.

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::json;
use tongket_store::Done;
use utoipa::ToSchema;

use super::Ground;
use super::entry::Entry;
use super::wish::Wish;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What an amendment came to.
#[derive(Serialize, ToSchema)]
pub(super) struct AmendmentMade {
    /// Its id.
    amendment: String,
    /// How many things changed.
    changes: usize,
    /// How many units were told.
    told: usize,
    /// How many answers were handed in before.
    marked: usize,
}

/// Amends an open campaign.
#[utoipa::path(post, path = "/campaigns/{id}/amendments", tag = "campaigns", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200, body = AmendmentMade),
    (status = 422, description = "TK044: no reason is given")))]
pub(super) async fn amend(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Next<AmendmentMade>, Problem> {
    let made = make(&house, &visitor, &id, &wish).await?;
    Ok(Next::new(&shell, format!("/campaigns/{id}/amendments"), made).saying("campaign-amended"))
}

/// Amends a campaign as it is wished.
pub(super) async fn make(
    house: &House,
    visitor: &Visitor,
    id: &str,
    wish: &Wish,
) -> Result<AmendmentMade, Problem> {
    let ground = Ground::of(house, visitor, id).await?;
    let (amendment, amended) = ground.plan(house, wish).await?;
    let Ground { desk, permit, room } = ground;
    let entry = Entry::of(house, visitor, &desk, &room, &amendment, amended);
    let made = AmendmentMade {
        amendment: entry.kept.id.clone(),
        changes: entry.amended.differences.len(),
        told: entry.notices.len(),
        marked: entry.amended.marked.len(),
    };
    let told = desk.told(
        house,
        visitor,
        &permit,
        json!({ "amendment": made.amendment, "change": entry.kept.kind, "changes": made.changes }),
    );
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                entry.write(tx).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(made)
}
