//! A standing agency that is named and then given nothing to do.

use super::case::Case;
use super::cover::{Unit, covers};
use super::finding::Finding;
use crate::span::Span;
use crate::words::agency::{Agency, agencies};

pub(super) const RULE: super::Rule = crate::rule!(
    "KH014",
    "kh014_standing_agency_without_task",
    Info,
    "Cơ quan thường trực không được giao việc",
    "The standing agency has no task",
);

pattern!(
    STANDING,
    r"(?:giao|phân công)\s+([^.;\n]{3,80}?)\s+(?:là|làm)\s+(?:cơ quan|đơn vị)\s+(?:thường trực|đầu mối)[^,.;\n]*([,.;\n])"
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let body = case.slice(case.body());
    let hits: Vec<(Span, bool)> = standing(case.lower_slice(case.body()));
    if hits.is_empty() {
        return Vec::new();
    }
    let tasked: Vec<(&Unit, Span)> =
        case.tasks().flat_map(|task| case.units(task).iter().map(move |unit| (unit, task.span))).collect();
    let named = hits.into_iter().filter_map(|(place, goes_on)| {
        let unit = Unit::from(agencies(place.slice(body)).into_iter().next()?.value);
        let others = tasked.iter().filter(|(_, span)| !span.contains(place)).map(|(unit, _)| *unit);
        (!goes_on && !covers(others, &unit)).then_some((unit.agency, place))
    });
    named.map(|(unit, place)| finding(&unit, place)).collect()
}

/// The places where a standing agency is named, and whether a task follows in the same sentence.
fn standing(body: &str) -> Vec<(Span, bool)> {
    if !["thường trực", "đầu mối"].iter().any(|word| body.contains(word)) {
        return Vec::new();
    }
    let hits = STANDING.captures_iter(body);
    hits.filter_map(|hit| Some((Span::from(hit.get(1)?.range()), &hit[2] == ","))).collect()
}

fn finding(unit: &Agency, place: Span) -> Finding {
    let name = &unit.name;
    Finding::new(
        place,
        format!("“{name}” là cơ quan thường trực nhưng không có mục nào giao việc."),
        format!("“{name}” is the standing agency, but no clause gives it a task."),
    )
    .fix(
        format!("Thêm mục giao {name} đôn đốc, tiếp nhận, tổng hợp báo cáo."),
        format!("Add a clause by which {name} urges, receives and puts together."),
    )
}
