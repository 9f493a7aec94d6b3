//! Spaces inside a document's code: "1596/KH - UBND", "219 /KH-UBND".

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH032",
    "kh032_space_in_code",
    Info,
    "Khoảng trống trong số, ký hiệu văn bản",
    "Spaces inside a document's code",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let spaced = case.codes().iter().filter(|code| !code.number.is_empty() && is_spaced(case, code.span) && !is_stamped(case, code.span));
    spaced
        .map(|code| {
            let written = case.slice(code.span);
            let right = &code.value;
            Finding::new(
                code.span,
                format!("Số, ký hiệu “{written}” có khoảng trống bên trong."),
                format!("The code “{written}” has spaces inside."),
            )
            .fix(format!("Viết liền: “{right}”."), format!("Write it together: “{right}”."))
        })
        .collect()
}

/// Whether it is the document's own number, which is stamped into a blank of any width.
fn is_stamped(case: &Case<'_>, span: Span) -> bool {
    let line = case.top().iter().find(|line| line.contains(span));
    line.is_some_and(|line| fold::key(case.slice(*line)).starts_with("số"))
}

/// Whether the writer, and not a broken line, put a space inside.
fn is_spaced(case: &Case<'_>, span: Span) -> bool {
    let written = case.source.slice(span).trim();
    written.contains([' ', '\u{a0}']) && !written.contains(['\n', '\t'])
}
