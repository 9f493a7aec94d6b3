//! What the review finds in the reports of a section; it takes longer, so the page asks for it after it is shown.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde::Serialize;
use tongket_core::review::Finding;
use tongket_reader::Severity;
use utoipa::ToSchema;

use super::desk::Desk;
use super::source::{Place, in_place};
use crate::web::house::House;
use crate::web::language::Language;
use crate::web::page::views;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Findings that are shown; the rest are counted.
const SHOWN: usize = 40;
/// Places that are named with a finding.
const PLACES: usize = 4;

/// Something that does not add up.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Told {
    /// Code of the check.
    code: &'static str,
    /// Whether it must be put right.
    severe: bool,
    /// One sentence.
    message: String,
    /// Where.
    places: Vec<Place>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/findings.html")]
pub(super) struct Findings {
    #[serde(skip)]
    shell: Shell,
    /// What was found.
    findings: Vec<Told>,
    /// How many more there are.
    more: usize,
}
views!(Findings);

/// What the review finds in the reports of a section.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/findings",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = Findings)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.title(&item)?;
    let all = desk.tier.findings(&house).await;
    let here = |finding: &&Finding| {
        let mut places = finding.places.iter();
        places.any(|place| desk.tier.item_at(*place) == item)
    };
    let own: Vec<&Finding> = all.iter().filter(here).collect();
    let told = own.iter().take(SHOWN).map(|finding| Told {
        code: finding.code,
        severe: finding.severity == Severity::Error,
        message: match shell.language {
            Language::Vietnamese => finding.message.clone(),
            Language::English => finding.message_en.clone(),
        },
        places: places(&shell, &desk, finding),
    });
    let findings = Findings {
        more: own.len().saturating_sub(SHOWN),
        findings: told.collect(),
        shell,
    };
    Ok(in_place(findings, &desk, &item, "consolidation-findings"))
}

/// Where a finding stands, each section of a report once.
fn places(shell: &Shell, desk: &Desk, finding: &Finding) -> Vec<Place> {
    let places = finding.places.iter().filter_map(|place| {
        let item = desk.tier.item_at(*place);
        let source = desk.tier.source(*place, &item)?;
        (!item.is_empty()).then(|| Place::of(shell, desk, &source))
    });
    let mut shown: Vec<Place> = Vec::new();
    for place in places {
        let known = |shown: &Place| shown.unit == place.unit && shown.href == place.href;
        if shown.len() < PLACES && !shown.iter().any(known) {
            shown.push(place);
        }
    }
    shown
}
