//! An annex that the text never refers to.

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH049",
    "kh049_annex_not_mentioned",
    Warning,
    "Có phụ lục nhưng nội dung không dẫn chiếu",
    "An annex that the text does not refer to",
);

const MENTIONS: [&str; 5] = ["phụ lục", "kèm theo", "đính kèm", "đề cương", "biểu mẫu"];

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(annex) = case.annex_heading() else { return Vec::new() };
    let body = Span::new(0, annex.start);
    if MENTIONS.iter().any(|word| case.lower_slice(body).contains(word)) {
        return Vec::new();
    }
    let body = fold::key(case.slice(body));
    if body.split_whitespace().count() < 40 || MENTIONS.iter().any(|word| body.contains(word)) {
        return Vec::new();
    }
    let finding = Finding::new(
        annex,
        "Văn bản có phụ lục nhưng nội dung không nhắc đến phụ lục này.",
        "The document has an annex to which its text does not refer.",
    );
    vec![finding.fix(
        "Dẫn chiếu trong nội dung, ví dụ “(Có Phụ lục kèm theo)”.",
        "Refer to it in the text, for instance “(Có Phụ lục kèm theo)”.",
    )]
}
