//! Giving sections to colleagues to write, and taking them back.
//!
//! Colleagues are those who write or sign for the unit or for one below it.
//! Who writes for the unit may write all of its report already; for a
//! colleague of another unit the section is the only part that opens.

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::report::asks;
use tongket_store::{Conn, Done, StoreError, delegation};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::outline::named;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/reports/delegations.html")]
pub(super) struct Delegations {
    #[serde(skip)]
    shell: Shell,
    /// Id of the report.
    report: String,
    /// The unit whose report it is.
    unit: String,
    /// Sections that may be given: id and title.
    sections: Vec<Choice>,
    /// Colleagues that may be given them: id and name.
    colleagues: Vec<Choice>,
    /// Sections in hand now.
    given: Vec<Given>,
    /// Whether it can be changed now.
    changes: bool,
}
views!(Delegations);

/// Something to choose.
#[derive(Serialize, ToSchema)]
struct Choice {
    /// Id.
    id: String,
    /// What it is called.
    text: String,
}

/// A section in somebody's hands.
#[derive(Serialize, ToSchema)]
struct Given {
    /// Id of the delegation.
    id: String,
    /// The section.
    section: String,
    /// Whose hands.
    name: String,
    /// Since when, in words.
    at: String,
}

/// Who has which sections in hand.
#[utoipa::path(get, path = "/reports/{id}/delegations", tag = "report", params(("id" = String, Path)),
    responses((status = 200, body = Delegations)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Delegations>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.permit(Act::SectionDelegate, None)?;
    let colleagues = colleagues(&mut conn, &desk).await?.into_iter();
    let asks = asks(&desk.outline);
    let sections = asks.iter().map(|ask| Choice {
        id: ask.item.id.clone(),
        text: named(ask.item),
    });
    let given = desk.delegations.iter().map(|held| Given {
        id: held.id.clone(),
        section: desk.title(&held.item),
        name: held.full_name.clone(),
        at: shell.moment(&held.at),
    });
    Ok(Page(Delegations {
        unit: desk.unit_name().to_owned(),
        sections: sections.collect(),
        given: given.collect(),
        colleagues: colleagues.map(|(id, text)| Choice { id, text }).collect(),
        changes: desk.open().is_ok(),
        report: id,
        shell,
    }))
}

/// Those who write or sign for the unit, or for one that stands below it today.
async fn colleagues(conn: &mut Conn, desk: &Desk) -> Result<Vec<(String, String)>, StoreError> {
    let mut units = vec![desk.report.unit.clone()];
    let standing = desk.units.versions().iter();
    let standing = standing.filter(|version| version.stands_on(desk.today));
    for version in standing {
        if version.parent.as_ref() == Some(&desk.report.unit) {
            units.push(version.unit.clone());
        }
    }
    delegation::colleagues(conn, &units).await
}

/// Sections to be given to a colleague.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Giving {
    /// Ids of the outline items.
    #[serde(default)]
    item: Vec<String>,
    /// Id of the colleague's account.
    account: String,
}

/// Gives sections to a colleague.
#[utoipa::path(post, path = "/reports/{id}/delegations", tag = "report", params(("id" = String, Path)),
    request_body = Giving, responses((status = 200)))]
pub(super) async fn give(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(giving): Input<Giving>,
) -> Result<Next<()>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id).await?;
    desk.change(Act::SectionDelegate, None)?;
    giving.item.iter().try_for_each(|item| desk.known(item))?;
    let known = colleagues(&mut conn, &desk).await?;
    drop(conn);
    let invalid =
        |field: Said, vi: &str, en: &str| Refusal::field_invalid(field, Said::new(vi, en));
    if !known.iter().any(|(account, _)| *account == giving.account) {
        let field = Said::new("đồng nghiệp", "colleague");
        return Err(invalid(
            field,
            "không phải người soạn thảo hay lãnh đạo của đơn vị",
            "neither writes nor signs for the unit",
        )
        .into());
    }
    if giving.item.is_empty() {
        let field = Said::new("mục được giao", "sections");
        return Err(invalid(field, "chưa chọn mục nào", "none was chosen").into());
    }
    let to = format!("{}/delegations", desk.path());
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let (report, by) = (&desk.report.id, &desk.visitor.account);
                let mut given = Vec::new();
                for item in giving.item {
                    if delegation::give(tx, report, &item, &giving.account, by, now).await? {
                        given.push(item);
                    }
                }
                if given.is_empty() {
                    return Ok(Done::already(()));
                }
                let data = json!({ "items": given, "to": giving.account });
                Ok(Done::new(
                    (),
                    desk.event(&clock, Act::SectionDelegate, data),
                ))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-delegated"))
}

/// Takes a section back.
#[utoipa::path(post, path = "/reports/{id}/delegations/{delegation}/revocation", tag = "report",
    params(("id" = String, Path), ("delegation" = String, Path)), responses((status = 200)))]
pub(super) async fn take_back(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, delegation)): Path<(String, String)>,
) -> Result<Next<()>, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id).await?;
    drop(conn);
    desk.change(Act::SectionDelegate, None)?;
    let to = format!("{}/delegations", desk.path());
    let (now, clock) = (house.now(), house.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !delegation::take_back(tx, &desk.report.id, &delegation, now).await? {
                    return Ok(Done::already(()));
                }
                let data = json!({ "taken_back": delegation });
                Ok(Done::new(
                    (),
                    desk.event(&clock, Act::SectionDelegate, data),
                ))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ()).saying("report-taken-back"))
}
