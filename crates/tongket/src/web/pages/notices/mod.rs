//! What my units were told: an amendment, a report that came back, one that was passed on.
//!
//! Reading is each account's own affair: a colleague still sees what I have
//! put away.

use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongket_store::notice::{self, Notice};
use tongket_store::{Conn, Done, StoreError};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
}

/// Notices of a unit that a page shows.
const NOTICES: i64 = 50;

/// Something a unit was told.
#[derive(Serialize, ToSchema)]
pub(super) struct Told {
    /// Id.
    pub(super) id: String,
    /// What, in one or a few sentences.
    pub(super) text: String,
    /// When, in words.
    pub(super) at: String,
    /// Where it leads.
    pub(super) href: String,
    #[serde(skip)]
    told_at: Timestamp,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/notices/list.html")]
struct Notices {
    #[serde(skip)]
    shell: Shell,
    /// What I have not marked as read, the newest first.
    unread: Vec<Told>,
    /// What I have, the newest first.
    read: Vec<Told>,
}
views!(Notices);

/// What my units were told.
#[utoipa::path(get, path = "/notices", tag = "notice", responses((status = 200, body = Notices)))]
async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Notices>, Problem> {
    let mut conn = house.store.read().await?;
    let unread = unread(&mut conn, &shell, &visitor).await?;
    let mut read = Vec::new();
    for unit in visitor.units() {
        let told = notice::of_unit(&mut conn, unit, NOTICES, 0).await?;
        let told = told.into_iter().map(|notice| said(&shell, notice));
        read.extend(told.filter(|told| unread.iter().all(|other| other.id != told.id)));
    }
    read.sort_by_key(|told| std::cmp::Reverse(told.told_at));
    Ok(Page(Notices {
        unread,
        read,
        shell,
    }))
}

/// What my units were told and I have not marked as read, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn unread(
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
) -> Result<Vec<Told>, StoreError> {
    let mut unread = Vec::new();
    for unit in visitor.units() {
        let told = notice::unread(conn, unit, &visitor.account, NOTICES).await?;
        unread.extend(told.into_iter().map(|notice| said(shell, notice)));
    }
    unread.sort_by_key(|told: &Told| std::cmp::Reverse(told.told_at));
    Ok(unread)
}

/// A notice in the reader's language; its kind alone where it brings no words.
fn said(shell: &Shell, notice: Notice) -> Told {
    let words = notice
        .data
        .get(shell.language.tag())
        .and_then(|words| words.as_str());
    let words = words.map(|words| match notice.kind.as_str() {
        "amended" => shell.t1("duty-notice-amended-is", words),
        _ => words.to_owned(),
    });
    let href = match (notice.subject_kind.as_str(), &notice.campaign) {
        ("duty", _) => format!("/duties/{}", notice.subject),
        ("report", _) => format!("/reports/{}", notice.subject),
        ("page", _) => notice.subject.clone(),
        ("duties", _) => "/duties".to_owned(),
        ("succession", _) => "/units/transfer".to_owned(),
        ("submission", _) => format!("/submissions/{}", notice.subject),
        (_, Some(campaign)) => format!("/campaigns/{campaign}"),
        (_, None) => "/campaigns".to_owned(),
    };
    Told {
        text: words.unwrap_or_else(|| shell.t(&format!("duty-notice-{}", notice.kind))),
        at: shell.moment(&notice.at),
        told_at: notice.at,
        id: notice.id,
        href,
    }
}

/// Where to go after reading.
#[derive(Deserialize, ToSchema)]
struct Back {
    /// "notices" to stay on the page of notices.
    #[serde(default)]
    back: String,
}

/// Marks a notice as read, for this account alone.
#[utoipa::path(post, path = "/notices/{id}/reading", tag = "notice", params(("id" = String, Path)),
    request_body = Back, responses((status = 200)))]
async fn read(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(back): Input<Back>,
) -> Result<Next<()>, Problem> {
    let now = house.now();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                notice::mark_read(tx, &id, &visitor.account, now).await?;
                let event = event(now, &visitor.account, "notice.read", "notice", &id);
                Ok(Done::new((), event))
            })
        })
        .await?;
    let to = match back.back.as_str() {
        "notices" => "/notices",
        _ => "/duties",
    };
    Ok(Next::new(&shell, to, ()))
}
