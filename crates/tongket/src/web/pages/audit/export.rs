//! The audit as a file of JSON lines, sent as it is read: a million events take no memory.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
use tongket_core::event::Link;
use tongket_store::audit::{self, Wanted};
use tongket_store::{Done, StoreError};

use super::scope::Scope;
use super::{Asked, wanted};
use crate::web::house::House;
use crate::web::problem::Problem;
use crate::web::visitor::{Visitor, event};

/// Events that are read at a time.
const STRIDE: i64 = 1_000;

/// The wanted events as JSON lines, the latest first.
#[utoipa::path(get, path = "/audit/events.jsonl", tag = "audit",
    responses((status = 200, content_type = "application/jsonl", body = String)))]
pub(super) async fn events(
    State(house): State<House>,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Problem> {
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let scope = Scope::of(&mut conn, &visitor, &units, house.today()).await?;
    scope.narrow(&mut asked)?;
    let wanted = wanted(&mut conn, &house, &units, &asked).await?;
    drop(conn);
    let (now, actor) = (house.now(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |_| {
            Box::pin(async move {
                let done = event(now, &actor, "audit.export", "audit", "");
                Ok(Done::new((), done))
            })
        })
        .await?;
    let name = format!("attachment; filename=\"nhat-ky-{}.jsonl\"", house.today());
    let lines = stream::try_unfold(Some(wanted), move |rest| stretch(house.clone(), rest));
    let kind = "application/jsonl; charset=utf-8".to_owned();
    let head = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, Body::from_stream(lines)).into_response())
}

/// The next lines, and what is left to be asked.
async fn stretch(
    house: House,
    rest: Option<Wanted>,
) -> Result<Option<(String, Option<Wanted>)>, StoreError> {
    let Some(wanted) = rest else {
        return Ok(None);
    };
    let mut conn = house.store.read().await?;
    let found = audit::list(&mut conn, &wanted, STRIDE).await?;
    let lines = found
        .events
        .into_iter()
        .map(|(link, name)| line(&link, &name));
    let rest = found.before.map(|before| Wanted { before, ..wanted });
    Ok(Some((lines.collect(), rest)))
}

fn line(link: &Link, name: &str) -> String {
    let event = &link.event;
    let line = json!({
        "seq": event.seq,
        "at_ms": event.at_ms,
        "actor": event.actor,
        "actor_name": name,
        "act": event.act,
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "unit": event.unit,
        "data": event.data,
        "previous": link.previous,
        "hash": link.hash,
    });
    format!("{line}\n")
}
