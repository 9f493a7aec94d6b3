//! Saving a section of the draft: kept as sections of reports are kept.

use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use tongket_core::permit::Act;
use tongket_store::section::Shelf;

use super::desk::Desk;
use super::refresh;
use crate::web::house::House;
use crate::web::html;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::pages::reports::save::{Hold, Incoming, Save, Saved, accepted_as, keep_in};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

impl Desk {
    /// Where texts of the draft are laid.
    ///
    /// # Errors
    /// The draft was not begun.
    pub(super) fn hold(&self) -> Result<Hold, Problem> {
        Ok(Hold {
            shelf: Shelf::Consolidation,
            owner: self.draft()?.id.clone(),
            author: self.visitor.account.clone(),
            report: None,
        })
    }

    /// Keeps a text and says what became of it.
    ///
    /// # Errors
    /// The draft was not begun, or the store cannot.
    pub(super) async fn keep(
        &self,
        house: &House,
        incoming: Incoming,
        key: Option<String>,
    ) -> Result<Saved, Problem> {
        let (told, clock) = (self.clone(), house.clone());
        let id = self.draft()?.id.clone();
        let event = move |data| told.event(&clock, Act::ConsolidationWrite, &id, data);
        keep_in(house, self.hold()?, incoming, key, event).await
    }
}

/// Saves a section of the draft.
#[utoipa::path(post, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/versions",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    request_body = Save, responses((status = 200, body = Saved)))]
pub(super) async fn save(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    headers: HeaderMap,
    Input(save): Input<Save>,
) -> Result<Response, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.title(&item)?;
    desk.write()?;
    let cleaned = accepted_as(&house, save.html.clone(), html::clean_draft).await?;
    let typed = save.typed(&headers, &item, cleaned);
    let saved = desk.keep(&house, typed.incoming, typed.key).await?;
    if shell.wants_json {
        return Ok(axum::Json(saved.with_cleaned(typed.changed)).into_response());
    }
    let path = desk.section_path(&item);
    let (to, said) = match (&saved, save.next.as_str()) {
        (Saved::Conflict { .. }, _) => {
            let to = format!("{path}/conflicts/{}", saved.version());
            return Ok(Next::new(&shell, to, ()).into_response());
        }
        (_, "refresh") => {
            refresh::refreshed(&house, &desk, Some(&item)).await?;
            (path, "consolidation-refreshed")
        }
        (_, "back") => (desk.path(), "report-saved"),
        (Saved::Merged { .. }, _) => (path, "report-merged"),
        (Saved::Saved { .. }, _) => (path, "report-saved"),
    };
    Ok(Next::new(&shell, to, ()).saying(said).into_response())
}
