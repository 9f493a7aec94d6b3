//! The annex tells units another day than the plan does.

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::plan::{Deadline, DeadlineKind};
use crate::span::Span;
use crate::words::deadline::{DeadlineContext, dated_deadlines};
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH007",
    "kh007_deadlines_differ",
    Error,
    "Phụ lục ghi thời hạn khác với kế hoạch",
    "The annex gives another deadline than the plan",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(annex), Some(_)) = (case.annex(), &case.plan.outline) else { return Vec::new() };
    let said: Vec<&Deadline> = case.tasks().filter_map(|task| task.deadline.as_ref()).filter(|d| is_day(d)).collect();
    let days: Vec<Date> = said.iter().filter_map(|deadline| deadline.date).collect();
    let Some(first) = said.first() else { return Vec::new() };
    let context = DeadlineContext { issued: case.issued() };
    let text = case.text().get(annex..).unwrap_or_default();
    let strangers = dated_deadlines(text, &context).into_iter().filter(|deadline| {
        is_day(deadline) && is_sending(text, deadline.span) && deadline.date.is_some_and(|day| !days.contains(&day))
    });
    strangers.map(|deadline| finding(deadline.span.shift(annex), first)).collect()
}

fn is_day(deadline: &Deadline) -> bool {
    matches!(deadline.kind, DeadlineKind::Before | DeadlineKind::By | DeadlineKind::On) && deadline.date.is_some()
}

/// Whether the phrase says when the report is to be sent.
fn is_sending(text: &str, span: Span) -> bool {
    let start = text.floor_char_boundary(span.start.saturating_sub(160));
    let before = fold::key(text.get(start..span.start).unwrap_or_default());
    let sentence = before.rsplit(['.', ';']).next().unwrap_or_default();
    ["gửi", "nộp", "báo cáo về"].iter().any(|word| sentence.contains(word))
}

fn finding(span: Span, said: &Deadline) -> Finding {
    Finding::new(
        span,
        "Phụ lục ghi thời hạn gửi báo cáo không có trong phần kế hoạch.",
        "The annex gives a day for sending reports that the plan does not name.",
    )
    .with(said.span, "thời hạn ghi ở kế hoạch", "the deadline in the plan")
    .fix(
        "Thống nhất một thời hạn; tốt nhất chỉ ghi thời hạn ở phần kế hoạch.",
        "Agree on one deadline, and best name it in the plan only.",
    )
}
