//! A letterhead without the line for number and symbol.

use super::case::Case;
use super::finding::Finding;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH046",
    "kh046_no_number",
    Warning,
    "Thiếu dòng số, ký hiệu",
    "The line for number and symbol is missing",
);

pattern!(NUMBER, r"(?i)\bsố\s*:|^\s*số\b|\b(?:luật|pháp lệnh)\s+số");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((_, letterhead)) = case.form() else { return Vec::new() };
    let letters = case.plan.document.code.is_some();
    if letters || case.top().iter().any(|line| NUMBER.is_match(case.slice(*line))) {
        return Vec::new();
    }
    let finding = Finding::new(
        letterhead,
        "Phần mở đầu không có dòng số, ký hiệu văn bản.",
        "The letterhead has no line for number and symbol.",
    );
    vec![finding.fix(
        "Thêm “Số: …/KH-UBND” dưới tên cơ quan ban hành; số có thể để trống cho văn thư.",
        "Add “Số: …/KH-UBND” below the issuer; the number may stay blank for the clerk.",
    )]
}
