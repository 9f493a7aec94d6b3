//! A partner that others are to work with, and to whom nothing is assigned.

use super::case::Case;
use super::cover::{Unit, covers, units};
use super::finding::Finding;
use crate::span::Span;
use crate::words::agency::{Agency, AgencyKind, agencies};

pub(super) const RULE: super::Rule = crate::rule!(
    "KH012",
    "kh012_partner_without_task",
    Info,
    "Đơn vị phối hợp không được giao việc gì",
    "A partner to whom nothing is assigned",
);

pattern!(TOGETHER, r"phối hợp (?:chặt chẽ )?(?:với|cùng)\s+");

/// Bytes after "phối hợp với" in which the partner is named.
const REACH: usize = 90;
/// Fewer clauses than this are no division of work.
const FEWEST_UNITS: usize = 3;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.review().is_none() {
        return Vec::new();
    }
    let partners: Vec<(Unit, Span)> = partners(case)
        .filter(|(partner, _)| is_one_of_a_kind(partner))
        .map(|(partner, span)| (partner.into(), span))
        .collect();
    if partners.is_empty() {
        return Vec::new();
    }
    let busy = busy_units(case);
    if busy.len() < FEWEST_UNITS {
        return Vec::new();
    }
    let mut idle: Vec<(Unit, Span)> = Vec::new();
    for (partner, span) in partners {
        let known = idle.iter().any(|(other, _)| covers([other], &partner));
        if !covers(&busy, &partner) && !known {
            idle.push((partner, span));
        }
    }
    idle.into_iter().map(|(partner, span)| finding(&partner.agency, span)).collect()
}

/// The units that have a task or a clause of their own.
fn busy_units(case: &Case<'_>) -> Vec<Unit> {
    let tasks = case.tasks().flat_map(|task| case.units(task)).cloned();
    let headings = case.plan.sections.iter().flat_map(|section| section.walk());
    let titles = headings.map(|section| section.title.as_str()).filter(|title| title.len() < 200);
    tasks.chain(titles.flat_map(units)).collect()
}

/// The bodies that stand right behind "phối hợp với" in the plan.
fn partners<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (Agency, Span)> + 'a {
    let text = case.text();
    let body = case.lower_slice(case.body());
    TOGETHER.find_iter(body).filter_map(move |hit| {
        let end = text.floor_char_boundary((hit.end() + REACH).min(text.len()));
        let near = text.get(hit.end()..end)?;
        let first = agencies(near).into_iter().find(|agency| agency.span.start == 0)?;
        Some((first.value, first.span.shift(hit.end())))
    })
}

/// A body that can be named; "các cơ quan liên quan" cannot.
fn is_one_of_a_kind(partner: &Agency) -> bool {
    !matches!(
        partner.kind,
        AgencyKind::Mixed | AgencyKind::Board | AgencyKind::Institute | AgencyKind::Company | AgencyKind::Territory
    ) && (!partner.group || partner.kind == AgencyKind::BorderPost)
        && partner.kind != AgencyKind::PeopleCommittee
}

fn finding(partner: &Agency, span: Span) -> Finding {
    let name = &partner.name;
    Finding::new(
        span,
        format!("“{name}” được nêu tên để phối hợp nhưng không được giao việc gì trong kế hoạch."),
        format!("“{name}” is named as a partner, but nothing in the plan is assigned to it."),
    )
    .fix(
        format!("Thêm một mục giao việc cho {name}, hoặc nói rõ phối hợp việc gì."),
        format!("Add a clause for {name}, or say what it is to help with."),
    )
}
