//! Points lettered as in English: the Vietnamese order has đ after d, and no f, j, w, z.

use super::case::Case;
use super::finding::Finding;
use crate::blocks::{Block, Label, LabelStyle};
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH040",
    "kh040_letter_order",
    Info,
    "Điểm đánh chữ không theo thứ tự tiếng Việt",
    "Points not lettered in the Vietnamese order",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut before: Option<(&Block, char)> = None;
    for block in &case.flow.blocks {
        let Some(label) = &block.label else { continue };
        if is_bullet(label) {
            continue;
        }
        let letter = letter(case, label);
        if let (Some((left, 'd')), Some('e')) = (before, letter) {
            found.push(skipped(left, label.span));
        }
        if letter.is_some_and(|letter| "fjwz".contains(letter)) && before.is_some() {
            found.push(foreign(case, label.span));
        }
        before = letter.map(|letter| (block, letter));
    }
    found
}

fn is_bullet(label: &Label) -> bool {
    matches!(label.style, LabelStyle::Dash | LabelStyle::Plus | LabelStyle::Star)
}

/// The letter of a point "a)"; `None` for every other label.
fn letter(case: &Case<'_>, label: &Label) -> Option<char> {
    let first = case.slice(label.span).trim().chars().next()?;
    (label.style == LabelStyle::Letter).then_some(first)
}

fn skipped(left: &Block, right: Span) -> Finding {
    let finding = Finding::new(
        right,
        "Sau điểm d) là điểm e): thiếu điểm đ).",
        "Point e) follows point d): đ) is missing.",
    );
    let left = left.label.as_ref().map_or(left.span, |label| label.span);
    finding.with(left, "điểm đứng trước", "the point before it").fix(
        "Đánh lại là đ), theo thứ tự a, b, c, d, đ, e, g, h, i, k, l, m…",
        "Letter it đ): the order is a, b, c, d, đ, e, g, h, i, k, l, m…",
    )
}

fn foreign(case: &Case<'_>, span: Span) -> Finding {
    let label = case.slice(span).trim();
    Finding::new(
        span,
        format!("Chữ của điểm “{label}” không có trong bảng chữ cái tiếng Việt."),
        format!("The letter of point “{label}” is not in the Vietnamese alphabet."),
    )
    .fix(
        "Đánh lại theo thứ tự a, b, c, d, đ, e, g, h, i, k, l, m…",
        "Letter the points a, b, c, d, đ, e, g, h, i, k, l, m…",
    )
}
