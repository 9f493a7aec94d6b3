//! A document cited as a basis and nowhere dated.

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH037",
    "kh037_undated_citation",
    Info,
    "Văn bản viện dẫn không ghi ngày ở chỗ nào",
    "A cited document is nowhere dated",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut undated: BTreeMap<&str, Span> = BTreeMap::new();
    let mut dated: Vec<&str> = Vec::new();
    for citation in case.citations() {
        let Some(code) = citation.code.as_deref() else { continue };
        match citation.date {
            Some(_) => dated.push(code),
            None => _ = undated.entry(code).or_insert(citation.span),
        }
    }
    let preamble = preamble(case);
    let own = case.plan.document.code.as_ref().map(|code| code.value.as_str());
    let missing = undated.into_iter().filter(|(code, span)| {
        code.contains('/') && !dated.contains(code) && preamble.contains(*span) && own != Some(code) && !bears_year(case, *span)
    });
    if dated.is_empty() {
        return Vec::new();
    }
    missing.map(|(code, span)| finding(code, span)).collect()
}

/// The text before the first section, where the bases stand.
fn preamble(case: &Case<'_>) -> Span {
    let end = case.plan.sections.first().map_or(0, |section| section.span.start);
    Span::new(0, end.min(case.body().end))
}

/// "152/2025/NĐ-CP": the code itself says of which year it is.
fn bears_year(case: &Case<'_>, span: Span) -> bool {
    case.codes().iter().any(|code| span.overlaps(code.span) && code.year.is_some())
}

fn finding(code: &str, span: Span) -> Finding {
    Finding::new(
        span,
        format!("{code} được viện dẫn làm căn cứ nhưng không ghi ngày ban hành."),
        format!("{code} is cited as a basis without its date of issue."),
    )
    .fix(
        "Lần đầu viện dẫn ghi đủ: tên loại, số, ký hiệu, ngày, cơ quan ban hành, trích yếu.",
        "Cite in full the first time: type, number and symbol, date, issuer, title.",
    )
}
