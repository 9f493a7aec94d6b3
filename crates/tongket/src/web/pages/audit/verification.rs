//! Holds the chain to its fingerprints, from the first event to the last.

use askama::Template;
use axum::extract::State;
use serde::Serialize;
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Place, Table};
use tongket_store::{Done, audit};
use utoipa::ToSchema;

use super::end;
use crate::web::house::House;
use crate::web::page::{Once, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/audit/verification.html")]
pub(super) struct Verification {
    #[serde(skip)]
    shell: Shell,
    /// Whether the chain holds.
    whole: bool,
    /// How many events hold.
    count: u64,
    /// The end of the chain, to be noted elsewhere; empty where it is broken.
    end: String,
    /// What is wrong with the first event that does not hold.
    fault: String,
}
views!(Verification);

/// Verifies the whole chain.
#[utoipa::path(post, path = "/audit/verification", tag = "audit", responses((status = 200, body = Verification)))]
pub(super) async fn verify(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Once<Verification>, Problem> {
    Table::permit(&visitor.memberships, Act::AuditRead, &Place::default())?;
    let mut conn = house.store.read().await?;
    let held = audit::check(&mut conn).await?;
    drop(conn);
    let (now, actor) = (house.now(), visitor.account);
    let told = match &held {
        Ok(head) => json!({ "end": end(*head) }),
        Err(broken) => json!({ "broken": broken }),
    };
    house
        .store
        .act::<(), Problem>(move |_| {
            Box::pin(async move {
                let done = event(now, &actor, "audit.verify", "audit", "");
                Ok(Done::new((), Event { data: told, ..done }))
            })
        })
        .await?;
    Ok(Once(match held {
        Ok(head) => Verification {
            shell,
            whole: true,
            count: head.count,
            end: end(head),
            fault: String::new(),
        },
        Err(broken) => {
            let (vi, en) = broken.fault.label();
            let fault = match shell.language.tag() {
                "en" => en,
                _ => vi,
            };
            Verification {
                shell,
                whole: false,
                count: broken.seq,
                end: String::new(),
                fault: fault.to_owned(),
            }
        }
    }))
}
