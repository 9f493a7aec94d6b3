//! Spaces inside a document's code: "1596/KH - UBND", "219 /KH-UBND".

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH032",
    "kh032_space_in_code",
    Info,
    "Khoảng trống trong số, ký hiệu văn bản",
    "Spaces inside a document's code",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let spaced = case.codes().iter().filter(|code| !code.number.is_empty() && is_spaced(case, code.span));
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

/// Whether the writer, and not a broken line, put a space inside.
fn is_spaced(case: &Case<'_>, span: Span) -> bool {
    let written = case.source.slice(span).trim();
    written.contains([' ', '\u{a0}']) && !written.contains(['\n', '\t'])
}
