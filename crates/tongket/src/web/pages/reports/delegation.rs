//! Giving sections to colleagues to write, and taking them back.
//!
//! Colleagues are those who write or sign for the unit or for one below it.
//! Who writes for the unit may write all of its report already; for a
//! colleague of another unit the section is the only part that opens.

use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::report::asks;
use tongket_store::delegation::{self, Colleague};
use tongket_store::notice::{self, Notice};
use tongket_store::{Conn, Done, StoreError, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::outline::named;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::road;
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
    /// Colleagues that may be given them, those of the unit first: id, name and unit.
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
    let mut colleagues = colleagues(&mut conn, &desk).await?;
    colleagues.sort_by_key(|it| it.unit != desk.report.unit);
    let colleagues = colleagues.into_iter().map(|it| Choice {
        text: format!(
            "{} – {}",
            it.full_name,
            desk.units.name(&it.unit, desk.today)
        ),
        id: it.account,
    });
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
        unit: shell.whose(&desk.unit_name()),
        sections: sections.collect(),
        given: given.collect(),
        colleagues: colleagues.collect(),
        changes: desk.open().is_ok(),
        report: id,
        shell,
    }))
}

/// Those who write or sign for the unit, or for one that stands below it today.
async fn colleagues(conn: &mut Conn, desk: &Desk) -> Result<Vec<Colleague>, StoreError> {
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
    let Some(colleague) = known.into_iter().find(|it| it.account == giving.account) else {
        let field = Said::new("đồng nghiệp", "colleague");
        return Err(invalid(
            field,
            "không phải người soạn thảo hay lãnh đạo của đơn vị",
            "neither writes nor signs for the unit",
        )
        .into());
    };
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
                for item in with_those_below(&desk, &giving.item) {
                    if delegation::give(tx, report, &item, &giving.account, by, now).await? {
                        given.push(item);
                    }
                }
                if given.is_empty() {
                    return Ok(Done::already(()));
                }
                let notice = given_to(&desk, &colleague, &given, now);
                notice::add(tx, &notice).await?;
                notice::mark_read(tx, &notice.id, by, now).await?;
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

/// Tells the colleague's unit, with the colleague's name, which sections were given.
fn given_to(desk: &Desk, colleague: &Colleague, items: &[String], now: Timestamp) -> Notice {
    let mut titles: Vec<String> = items.iter().map(|item| desk.title(item)).collect();
    if titles.len() > TOLD {
        titles.truncate(TOLD);
        titles.push("…".to_owned());
    }
    let what = format!("{} – {}", colleague.full_name, titles.join("; "));
    let subject = match items {
        [only] => desk.section_path(only),
        _ => desk.path(),
    };
    Notice {
        id: new_id(),
        unit: colleague.unit.clone(),
        campaign: Some(desk.campaign.id.clone()),
        subject_kind: "page".to_owned(),
        subject,
        kind: "delegated".to_owned(),
        data: road::words("notice-delegated", &what),
        at: now,
    }
}

/// Sections that a notice names.
const TOLD: usize = 4;

/// Sections with those that stand below them: whoever is given a heading is given what it heads.
fn with_those_below(desk: &Desk, wanted: &[String]) -> Vec<String> {
    let mut above: Option<u8> = None;
    let mut all = Vec::new();
    for ask in asks(&desk.outline) {
        let item = ask.item;
        if above.is_some_and(|level| item.level <= level) {
            above = None;
        }
        let is_wanted = wanted.contains(&item.id);
        if is_wanted && above.is_none() {
            above = Some(item.level);
        }
        if is_wanted || above.is_some() {
            all.push(item.id.clone());
        }
    }
    all
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
