//! A report that is due and nobody is named to receive it.

use super::case::Case;
use super::cover::{Unit, covers};
use super::finding::Finding;
use crate::plan::Task;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH011",
    "kh011_report_without_addressee",
    Warning,
    "Báo cáo có thời hạn nhưng không nói gửi cho ai",
    "A report is due, but not to whom",
);

/// Words under which a general clause names everybody.
const EVERYBODY: [&str; 4] = ["các cơ quan", "các đơn vị", "cơ quan, đơn vị", "các ngành"];
/// Tiers at which the issuer reports to itself.
const TIERS: [&str; 3] = ["tỉnh", "huyện", "xã"];

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.review().is_none() || !names_recipients(case) {
        return Vec::new();
    }
    let lost = case.tasks().filter(|task| is_report(task) && goes_nowhere(task) && !is_own_tier(case, task));
    lost.filter(|task| !is_told_elsewhere(case, task)).filter_map(|task| finding(case, task)).collect()
}

/// Whether other tasks say where reports go, and none of them speaks for everybody.
fn names_recipients(case: &Case<'_>) -> bool {
    let mut sent = case.tasks().filter(|task| !goes_nowhere(task)).peekable();
    let everybody = |task: &Task| {
        task.units.iter().any(|unit| EVERYBODY.iter().any(|word| fold::key(&unit.value).contains(word)))
    };
    sent.peek().is_some() && !sent.any(everybody)
}

/// A report of the unit's own, by a day; what is drafted for a superior has its address in that.
fn is_report(task: &Task) -> bool {
    let due = task.deadline.as_ref().is_some_and(|deadline| deadline.due.is_some());
    due && task.deliverable.as_deref().is_some_and(|deliverable| fold::key(deliverable).contains("báo cáo"))
}

fn goes_nowhere(task: &Task) -> bool {
    task.recipient.is_none() && task.via.is_none()
}

/// "Cấp tỉnh" in a plan of the province: the issuer's own report.
fn is_own_tier(case: &Case<'_>, task: &Task) -> bool {
    let Some(issuer) = &case.plan.document.issuer else { return true };
    let issuer = fold::key(&issuer.value);
    let tier = TIERS.iter().find(|tier| issuer.contains(**tier));
    task.units.is_empty()
        || task.units.iter().any(|unit| {
            let unit = fold::key(&unit.value);
            tier.is_some_and(|tier| unit.ends_with(&format!("cấp {tier}"))) || issuer.contains(&unit)
        })
}

/// Whether another clause sends this unit's report somewhere.
fn is_told_elsewhere(case: &Case<'_>, task: &Task) -> bool {
    let own = case.units(task);
    case.tasks().filter(|other| !goes_nowhere(other)).any(|other| {
        own.iter().any(|unit| same_tier(unit, case.units(other)))
    })
}

/// "UBND các huyện" says nothing of "UBND cấp xã", though both are committees.
fn same_tier(unit: &Unit, others: &[Unit]) -> bool {
    let key = fold::key(&unit.agency.name);
    let alike = others.iter().filter(|other| {
        let other = fold::key(&other.agency.name);
        TIERS.iter().all(|tier| key.contains(tier) == other.contains(tier))
    });
    covers(alike, unit)
}

fn finding(case: &Case<'_>, task: &Task) -> Option<Finding> {
    let unit = task.units.first()?;
    let name = case.slice(unit.span);
    let place = task.deadline.as_ref().map_or(task.span, |deadline| deadline.span);
    let finding = Finding::new(
        place,
        format!("“{name}” phải có báo cáo theo thời hạn này nhưng kế hoạch không nói gửi cho ai."),
        format!("“{name}” owes a report by this day, but the plan does not say to whom."),
    );
    let finding = finding.with(task.span, "nhiệm vụ này", "the task");
    Some(finding.fix(
        "Thêm nơi nhận (“gửi về …, qua …”), hoặc một mục riêng cho đơn vị ở phần tổ chức thực hiện.",
        "Say where it goes, or give the unit a clause of its own.",
    ))
}
