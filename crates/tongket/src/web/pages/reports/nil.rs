//! "Không có": saying deliberately that there is nothing to report in a section.
//!
//! It is an answer, unlike an empty section, so it is asked twice: the page
//! shows what would be set aside, and a second click says it. Writing anything
//! into the section later takes it back.

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::Serialize;
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::Refusal;
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::{Done, account, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use super::suggestion::On;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/nil.html")]
pub(super) struct NilPage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Label and title of the section.
    title: String,
    /// Id of the version that is set aside.
    version: String,
    /// The text that is set aside.
    html: String,
    /// Address of the section.
    path: String,
}
views!(NilPage);

/// Asks whether there is really nothing to report.
#[utoipa::path(get, path = "/reports/{id}/sections/{item}/nil", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = NilPage)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
) -> Result<Page<NilPage>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.known(&item)?;
    desk.change(Act::SectionWrite, Some(&item))?;
    let current = section::current(&mut conn, &id, &item).await?;
    Ok(Page(NilPage {
        unit: shell.whose(&desk.unit_name()),
        title: desk.title(&item),
        path: desk.section_path(&item),
        version: current
            .as_ref()
            .map(|current| current.id.clone())
            .unwrap_or_default(),
        html: current.map(|current| current.html).unwrap_or_default(),
        report: id,
        shell,
    }))
}

/// Says that there is nothing to report in a section.
#[utoipa::path(post, path = "/reports/{id}/sections/{item}/nil", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)), request_body = On,
    responses((status = 200), (status = 409, description = "TK050: somebody wrote meanwhile")))]
pub(super) async fn say(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Input(on): Input<On>,
) -> Result<Next<()>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id).await?;
    drop(conn);
    desk.known(&item)?;
    desk.change(Act::SectionWrite, Some(&item))?;
    let to = super::section::beside(&desk, &item, "next");
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                desk.still_open(tx).await?;
                let current = section::current(tx, &desk.report.id, &item).await?;
                if let Some(current) = &current {
                    if current.state == State::Nil {
                        return Ok(Done::already(()));
                    }
                    if current.id != on.base {
                        let author = account::find(tx, &current.author).await?;
                        let author = author.map(|author| author.full_name).unwrap_or_default();
                        let title = desk.title(&item);
                        return Err(Refusal::section_changed(&title, &author, current.at).into());
                    }
                }
                let version = Version {
                    id: new_id(),
                    report: desk.report.id.clone(),
                    item: item.clone(),
                    base: current.map(|current| current.id),
                    state: State::Nil,
                    html: String::new(),
                    author: desk.visitor.account.clone(),
                    at: now,
                    standing: Standing::Current,
                    origin: Origin::Typed,
                    settles: None,
                };
                section::keep(tx, &version).await?;
                let data = json!({ "item": item, "version": version.id, "outcome": "nil" });
                Ok(Done::new((), desk.event(&clock, Act::SectionWrite, data)))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-nil-said"))
}
