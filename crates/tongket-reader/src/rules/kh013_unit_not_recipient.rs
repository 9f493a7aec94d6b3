//! A unit with a task to which the plan is not sent.

use super::case::Case;
use super::cover::{Unit, covers, units};
use super::finding::Finding;
use crate::plan::Task;
use crate::words::agency::{Agency, AgencyKind};
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH013",
    "kh013_unit_not_recipient",
    Warning,
    "Đơn vị được giao việc không có ở nơi nhận",
    "A unit with a task is not among the recipients",
);

/// Fewer recipients than this are no list to rely on.
const FEWEST_RECIPIENTS: usize = 3;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let document = &case.plan.document;
    let by_article = document.recipients.iter().any(|name| fold::key(&name.value).starts_with("như điều"));
    if document.recipients.len() < FEWEST_RECIPIENTS || by_article {
        return Vec::new();
    }
    let issuers = document.issuer.iter().chain(&document.parent).chain(&document.co_issuers);
    let names = document.recipients.iter().chain(&document.addressees).chain(issuers);
    let mut known: Vec<Unit> = names.flat_map(|name| units(&name.value)).collect();
    let mut found = Vec::new();
    for task in case.tasks() {
        for unit in forgotten(case.units(task), &known) {
            found.extend(finding(task, &unit.agency, case));
            known.push(unit);
        }
    }
    found
}

/// The units of a task that no recipient stands for.
fn forgotten(named: &[Unit], known: &[Unit]) -> Vec<Unit> {
    let named = named.iter().filter(|unit| is_certain(&unit.agency));
    named.filter(|unit| !covers(known, unit)).cloned().collect()
}

/// Single bodies of the province only: groups are written in too many ways.
fn is_certain(unit: &Agency) -> bool {
    let kinds = [AgencyKind::Department, AgencyKind::Police, AgencyKind::BorderGuard, AgencyKind::Military];
    !unit.group && kinds.contains(&unit.kind)
}

fn finding(task: &Task, unit: &Agency, case: &Case<'_>) -> Option<Finding> {
    let place = task.units.iter().find(|written| written.value.contains(&unit.name))?;
    let name = &unit.name;
    let finding = Finding::new(
        place.span,
        format!("“{name}” được giao việc nhưng không có ở nơi nhận."),
        format!("“{name}” has a task but is not among the recipients."),
    );
    let finding = match case.recipients_heading() {
        Some(heading) => finding.with(heading, "danh sách nơi nhận", "the recipients"),
        None => finding,
    };
    Some(finding.fix(format!("Thêm {name} vào nơi nhận."), format!("Add {name} to the recipients.")))
}
