//! A letterhead without place and date.

use super::case::{Case, Form};
use super::finding::Finding;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH047",
    "kh047_no_date_line",
    Warning,
    "Thiếu dòng địa danh, ngày tháng",
    "The line with place and date is missing",
);

pattern!(DATE_LINE, r"(?i)ng[àa]y\b.{0,24}th[áa]ng\b|\d{1,2}/\d{1,2}/\d{4}");
pattern!(MINUTES, r"(?i)^\s*biên\s+bản\b");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((Form::State, letterhead)) = case.form() else { return Vec::new() };
    let dated = case.plan.document.date.is_some();
    let fits = |line| DATE_LINE.is_match(line) || MINUTES.is_match(line);
    if dated || case.top().iter().any(|line| fits(case.slice(*line))) {
        return Vec::new();
    }
    let finding = Finding::new(
        letterhead,
        "Phần mở đầu không có dòng địa danh và ngày, tháng, năm.",
        "The letterhead has no line with place and date.",
    );
    vec![finding.fix(
        "Thêm dòng “(địa danh), ngày … tháng … năm …” dưới tiêu ngữ.",
        "Add a line “(place), ngày … tháng … năm …” below the motto.",
    )]
}
