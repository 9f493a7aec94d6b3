//! An official letter that is addressed to nobody.

use super::case::Case;
use super::finding::Finding;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH053",
    "kh053_letter_without_addressee",
    Warning,
    "Công văn không có “Kính gửi”",
    "An official letter without an addressee",
);

pattern!(ADDRESSED, r"(?i)k[íi]nh\s+gửi");
pattern!(ABSTRACT, r"(?im)^\s*v/v\b");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((_, letterhead)) = case.form() else { return Vec::new() };
    let Some(kind) = case.plan.document.kind.as_ref().filter(|kind| kind.value == "CV") else {
        return Vec::new();
    };
    let addressed = !case.plan.document.addressees.is_empty() || ADDRESSED.is_match(case.text());
    if addressed || !ABSTRACT.is_match(case.text()) {
        return Vec::new();
    }
    let place = if kind.span.is_empty() { letterhead } else { kind.span };
    let finding = Finding::new(
        place,
        "Công văn không ghi “Kính gửi”.",
        "The official letter has no addressee.",
    );
    vec![finding.fix("Thêm “Kính gửi: …” trước nội dung.", "Add “Kính gửi: …” before the text.")]
}
