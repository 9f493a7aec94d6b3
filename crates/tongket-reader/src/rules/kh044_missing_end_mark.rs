//! The end of the text without "./.".

use super::case::{Case, Form};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH044",
    "kh044_missing_end_mark",
    Info,
    "Thiếu dấu “./.” kết thúc văn bản",
    "The mark “./.” at the end is missing",
);

/// Between the text and "Nơi nhận" a converter may put the signature's lines.
const LINES_BETWEEN: usize = 12;

pattern!(END, r"(?:[.,;:]\s*/\s*[.,]?|/\s*\.|[.,]{2})\s*$");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some((Form::State, _)), Some(recipients)) = (case.form(), case.recipients_heading()) else {
        return Vec::new();
    };
    if case.source.origin.ocr {
        return Vec::new();
    }
    let before: Vec<Span> =
        case.lines().iter().take_while(|line| line.start < recipients.start).copied().collect();
    let near = before.get(before.len().saturating_sub(LINES_BETWEEN)..).unwrap_or_default();
    if near.iter().any(|line| END.is_match(case.slice(*line))) {
        return Vec::new();
    }
    let Some(last) = near.iter().rev().find(|line| is_sentence(case.slice(**line))) else {
        return Vec::new();
    };
    let finding = Finding::new(
        *last,
        "Văn bản kết thúc mà không có dấu “./.”.",
        "The text ends without the mark “./.”.",
    );
    vec![finding.fix("Thêm “./.” sau chữ cuối cùng của nội dung.", "Put “./.” after the last word.")]
}

/// Whether a line belongs to the text and not to the signature.
fn is_sentence(line: &str) -> bool {
    line.split_whitespace().count() > 5 && line.contains(char::is_lowercase)
}
