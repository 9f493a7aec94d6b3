//! Points lettered as in English: the Vietnamese order has đ after d, and no f, j, w, z.

use super::case::Case;
use super::finding::Finding;
use crate::blocks::{Label, LabelStyle};
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH040",
    "kh040_letter_order",
    Info,
    "Điểm đánh chữ không theo thứ tự tiếng Việt",
    "Points not lettered in the Vietnamese order",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut skipped = Vec::new();
    let mut foreign = Vec::new();
    let mut before: Option<(Span, char)> = None;
    for block in &case.flow.blocks {
        let Some(label) = block.label.as_ref().filter(|label| !is_bullet(label)) else { continue };
        let letter = letter(case, label);
        if let (Some((left, 'd')), Some('e')) = (before, letter) {
            skipped.push((left, label.span));
        }
        if before.is_some() && letter.is_some_and(|letter| "fjwz".contains(letter)) {
            foreign.push(label.span);
        }
        before = letter.map(|letter| (label.span, letter));
    }
    missing(&skipped).into_iter().chain(unknown(case, &foreign)).collect()
}

fn is_bullet(label: &Label) -> bool {
    matches!(label.style, LabelStyle::Dash | LabelStyle::Plus | LabelStyle::Star)
}

/// The letter of a point "a)"; `None` for every other label.
fn letter(case: &Case<'_>, label: &Label) -> Option<char> {
    let first = case.slice(label.span).trim().chars().next()?;
    (label.style == LabelStyle::Letter).then_some(first)
}

/// One finding for every place at which e) follows d).
fn missing(places: &[(Span, Span)]) -> Option<Finding> {
    let ((before, first), rest) = places.split_first()?;
    let finding = Finding::new(
        *first,
        "Sau điểm d) là điểm e): thiếu điểm đ).",
        "Point e) follows point d): đ) is missing.",
    );
    let finding = finding.with(*before, "điểm đứng trước", "the point before it");
    let rest = rest.iter().map(|(_, place)| *place);
    Some(finding.with_all(rest, "cũng thiếu đ)", "đ) is missing here, too").fix(
        "Đánh lại là đ), theo thứ tự a, b, c, d, đ, e, g, h, i, k, l, m…",
        "Letter it đ): the order is a, b, c, d, đ, e, g, h, i, k, l, m…",
    ))
}

/// One finding for every letter that Vietnamese does not have.
fn unknown(case: &Case<'_>, places: &[Span]) -> Option<Finding> {
    let (first, rest) = places.split_first()?;
    let label = case.slice(*first).trim();
    let finding = Finding::new(
        *first,
        format!("Chữ của điểm “{label}” không có trong bảng chữ cái tiếng Việt."),
        format!("The letter of point “{label}” is not in the Vietnamese alphabet."),
    );
    Some(finding.with_all(rest.iter().copied(), "cũng vậy", "here, too").fix(
        "Đánh lại theo thứ tự a, b, c, d, đ, e, g, h, i, k, l, m…",
        "Letter the points a, b, c, d, đ, e, g, h, i, k, l, m…",
    ))
}
