//! The versions of a section of the draft, what changed between two, and two that clash.

use axum::extract::{Path, Query, State as Shared};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::section::{self, Origin};

use super::desk::Desk;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page};
use crate::web::pages::reports::save::{Incoming, Saved};
use crate::web::pages::reports::version::{Chosen, ConflictPage, Restoration, Shelved, Versions};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

impl Desk {
    /// A section of the draft among its versions.
    fn shelved<'a>(&'a self, shell: &Shell, item: &'a str) -> Result<Shelved<'a>, Problem> {
        Ok(Shelved {
            owner: self.draft()?.owner(),
            item,
            home: self.path(),
            home_text: shell.t1("consolidation-of", self.unit_name()),
            title: self.title(item)?,
            path: self.section_path(item),
            writes: self.write().is_ok(),
        })
    }
}

/// The versions of a section of the draft; `?version=` holds one against the one that counts.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/versions",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("version" = Option<String>, Query)),
    responses((status = 200, body = Versions)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Page<Versions>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let shelved = desk.shelved(&shell, &item)?;
    Ok(Page(
        Versions::of(&mut conn, shell, shelved, &chosen.version).await?,
    ))
}

/// Brings an old version back: it becomes the newest.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/restoration",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    request_body = Restoration, responses((status = 200, body = Saved)))]
pub(super) async fn restore(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Input(restoration): Input<Restoration>,
) -> Result<Next<Saved>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    desk.write()?;
    desk.title(&item)?;
    let owner = desk.draft()?.owner();
    let old = section::find(&mut conn, owner, &item, &restoration.version).await?;
    drop(conn);
    let missing = || Refusal::not_found(Said::new("phiên bản này", "version"));
    let old = old.ok_or_else(missing)?;
    let to = desk.section_path(&item);
    let incoming = Incoming {
        item,
        base: Some(restoration.base).filter(|base| !base.is_empty()),
        html: old.html,
        origin: Origin::Restored,
        settles: None,
    };
    let saved = desk.keep(&house, incoming, None).await?;
    let (to, said) = match &saved {
        Saved::Conflict { .. } => (
            format!("{to}/conflicts/{}", saved.version()),
            "report-beside",
        ),
        _ => (to, "report-restored"),
    };
    Ok(Next::new(&shell, to, saved).saying(said))
}

/// Two texts of one section side by side, for somebody to choose from.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/conflicts/{version}",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("version" = String, Path)),
    responses((status = 200, body = ConflictPage)))]
pub(super) async fn conflict(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item, version)): Path<(String, String, String, String)>,
) -> Result<Page<ConflictPage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let shelved = desk.shelved(&shell, &item)?;
    Ok(Page(
        ConflictPage::of(&mut conn, shell, shelved, &version).await?,
    ))
}
