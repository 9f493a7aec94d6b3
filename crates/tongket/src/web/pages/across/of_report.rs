//! What the checks find in one report that was sent, section by section: for who is about to accept it.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use serde::Serialize;
use tongket_core::permit::{Act, Table};
use tongket_store::{campaign, submission};
use utoipa::ToSchema;

use super::notes::{Look, Note, compared};
use super::{no_campaign, seen_by};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::no_report;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A section in which something was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Found {
    /// Its label and title.
    title: String,
    /// Where it is read across.
    href: String,
    /// What was found in it.
    notes: Vec<Note>,
}

/// What is found in a report.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/across/of_report.html")]
pub(super) struct OfReport {
    #[serde(skip)]
    shell: Shell,
    /// Id of the version.
    id: String,
    /// Name of the unit.
    unit: String,
    /// Sections in which something was found.
    sections: Vec<Found>,
    /// Whether the reports are still being compared.
    comparing: bool,
    /// Whether more was sent than can be compared.
    too_many: bool,
    /// Whether a later version was sent, which is the one that is compared.
    overtaken: bool,
}
views!(OfReport);

/// What is found in a version that was sent, held against the reports of all units.
#[utoipa::path(get, path = "/submissions/{id}/notes", tag = "across",
    params(("id" = String, Path)), responses((status = 200, body = OfReport)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<OfReport>, Problem> {
    let mut conn = house.store.read().await?;
    let sent = submission::find(&mut conn, &id).await?;
    let sent = sent.ok_or_else(no_report)?;
    let opened = house.open_report(&mut conn, &sent.report).await?;
    Table::permit(&visitor.memberships, Act::ReportRead, &opened.place)?;
    let campaign = campaign::find(&mut conn, &opened.dossier.campaign).await?;
    let campaign = campaign.ok_or_else(no_campaign)?;
    let (chart, seen) = seen_by(&house, &mut conn, &visitor, &campaign).await?;
    drop(conn);
    let page = OfReport {
        unit: shell.whose(&opened.sender(&sent)),
        sections: Vec::new(),
        comparing: false,
        too_many: chart.is_too_large_to_compare(),
        overtaken: false,
        id,
        shell,
    };
    let of_this = |version: &Option<String>| version.as_deref() == Some(&*page.id);
    let mut lines = chart.lines.iter();
    let Some(at) = lines.position(|line| of_this(&line.owed.version)) else {
        return Ok(Page(OfReport {
            overtaken: true,
            ..page
        }));
    };
    if page.too_many {
        return Ok(Page(page));
    }
    let Some((tier, findings)) = compared(&house, &campaign.id).await? else {
        return Ok(Page(OfReport {
            comparing: true,
            ..page
        }));
    };
    let seen: BTreeSet<usize> = seen.into_iter().collect();
    let mut sections = Vec::new();
    for heading in &chart.question.headings {
        let look = Look {
            shell: &page.shell,
            tier: &tier,
            campaign: &campaign.id,
            item: &heading.item,
            at,
            seen: &seen,
        };
        let notes = look.notes(&findings);
        if !notes.is_empty() {
            sections.push(Found {
                title: heading.title.clone(),
                href: format!("/campaigns/{}/across/{}?at={at}", campaign.id, heading.item),
                notes,
            });
        }
    }
    Ok(Page(OfReport { sections, ..page }))
}
