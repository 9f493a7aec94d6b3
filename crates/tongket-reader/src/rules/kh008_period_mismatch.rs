//! The annex names another period than the plan: 2015–2025 above, 2015–2020 below.

use super::case::Case;
use super::finding::Finding;
use crate::plan::Period;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH008",
    "kh008_period_mismatch",
    Error,
    "Phụ lục ghi giai đoạn khác với kế hoạch",
    "The annex names another period than the plan",
);

pattern!(PERIOD, r"giai\s+đoạn\s*:?\s*\(?(([0-9]{4})\s*[-–—]\s*([0-9]{4}))");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(said) = &case.plan.document.period else { return Vec::new() };
    let title = title_of_annex(case);
    let mut found = Vec::new();
    for hit in PERIOD.captures_iter(case.lower_slice(title)) {
        let (Some(place), Some(period)) = (hit.get(1), period(&hit)) else { continue };
        if period != said.value {
            let span = Span::from(place.range()).shift(title.start);
            found.push(finding(case, span, period, said.value, said.span));
        }
    }
    found
}

/// The annex up to its first section: its title, and the title of the report it prescribes.
fn title_of_annex(case: &Case<'_>) -> Span {
    let Some(start) = case.annex() else { return Span::default() };
    let item = case.plan.outline.as_ref().and_then(|outline| outline.items.first());
    let end = item.map_or(start, |item| item.span.start);
    Span::new(start, end)
}

fn period(hit: &regex::Captures<'_>) -> Option<Period> {
    Some(Period { from: hit[2].parse().ok()?, to: hit[3].parse().ok()? })
}

fn finding(case: &Case<'_>, span: Span, period: Period, said: Period, place: Span) -> Finding {
    let (from, to) = (period.from, period.to);
    Finding::new(
        span,
        format!("Phụ lục ghi giai đoạn {from} - {to}, kế hoạch ghi {} - {}.", said.from, said.to),
        format!("The annex says {from}–{to}, the plan says {}–{}.", said.from, said.to),
    )
    .with(first_line(case, place), "giai đoạn của kế hoạch", "the period of the plan")
    .fix(
        format!("Thống nhất một giai đoạn; nếu kế hoạch đúng thì ghi “{} - {}”.", said.from, said.to),
        format!("Agree on one period; if the plan is right, write “{} - {}”.", said.from, said.to),
    )
}

/// The place of the period, without the title around it where the reader gave all of it.
fn first_line(case: &Case<'_>, place: Span) -> Span {
    let hit = PERIOD.captures(case.slice(place)).and_then(|hit| hit.get(1));
    hit.map_or(place, |hit| Span::from(hit.range()).shift(place.start))
}
