//! A comma between a code and its date: "Kế hoạch số 219/KH-UBND, ngày 14/02/2025".

use super::case::{Case, Form};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH033",
    "kh033_comma_before_date",
    Info,
    "Dấu phẩy giữa số, ký hiệu và ngày",
    "A comma between code and date",
);

pattern!(COMMA, r"^\s*,\s*ngày\s+[0-9]");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if matches!(case.form(), Some((Form::Party, _))) {
        return Vec::new();
    }
    // A hyphen behind the number is the Party's form, which has the comma.
    let codes = case.codes().iter().filter(|code| !code.hyphen);
    let mut places = codes.filter_map(|code| comma(case, code.span));
    let Some(first) = places.next() else { return Vec::new() };
    let finding = Finding::new(
        first,
        "Có dấu phẩy giữa số, ký hiệu và ngày của văn bản viện dẫn.",
        "There is a comma between the code and the date of a cited document.",
    );
    let finding = finding.with_all(places, "cũng có dấu phẩy", "here too");
    vec![finding.fix(
        "Bỏ dấu phẩy: “số 12/KH-UBND ngày 05/3/2026”.",
        "Leave the comma out: “số 12/KH-UBND ngày 05/3/2026”.",
    )]
}

/// The code with its comma and date, where there is a comma.
fn comma(case: &Case<'_>, code: Span) -> Option<Span> {
    let rest = case.text().get(code.end..)?;
    let hit = COMMA.find(rest)?;
    Some(Span::new(code.start, code.end + hit.end() - 1).trim(case.text()))
}
