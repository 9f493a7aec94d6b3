//! Documents cited only in the plan, or only in the outline of the report.

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH034",
    "kh034_references_differ",
    Info,
    "Căn cứ ở kế hoạch và ở đề cương không giống nhau",
    "Plan and outline do not cite the same documents",
);

type Codes = BTreeMap<String, Span>;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(annex), Some(outline)) = (case.annex(), &case.plan.outline) else { return Vec::new() };
    let first_item = outline.items.first().map_or(outline.span.end, |item| item.span.start);
    let opening = Span::new(annex, first_item.max(annex));
    let preamble = Span::new(0, case.plan.sections.first().map_or(annex, |first| first.span.start));
    let plan_cites = cited(case, Span::new(0, annex));
    let outline_cites = cited(case, opening);
    if outline_cites.is_empty() {
        return Vec::new();
    }
    let only_outline = without(&outline_cites, &plan_cites);
    let only_plan = without(&cited(case, preamble), &cited(case, Span::new(annex, case.text().len())));
    finding(&only_outline, &only_plan).into_iter().collect()
}

/// The codes cited within a place, each with its first mention there, without the document's own.
fn cited(case: &Case<'_>, within: Span) -> Codes {
    let own = case.plan.document.code.as_ref().map(|code| code.value.as_str());
    let mut cited = Codes::new();
    let codes = case.codes().iter().filter(|code| within.contains(code.span) && !code.number.is_empty());
    for code in codes {
        let name = code.value.to_string();
        if own != Some(name.as_str()) {
            cited.entry(name).or_insert(code.span);
        }
    }
    cited
}

/// What is in `all` and not in `others`, in the order of the text.
fn without(all: &Codes, others: &Codes) -> Vec<(String, Span)> {
    let mut rest: Vec<_> = all.clone().into_iter().filter(|(code, _)| !others.contains_key(code)).collect();
    rest.sort_by_key(|(_, span)| *span);
    rest
}

fn finding(only_outline: &[(String, Span)], only_plan: &[(String, Span)]) -> Option<Finding> {
    let ((_, first), _) = only_outline.split_first().or(only_plan.split_first())?;
    let list = |codes: &[(String, Span)]| {
        codes.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (vi, en) = match (list(only_outline), list(only_plan)) {
        (outline, plan) if plan.is_empty() => (
            format!("Chỉ đề cương viện dẫn {outline}; phần kế hoạch không nhắc đến."),
            format!("Only the outline cites {outline}; the plan does not."),
        ),
        (outline, plan) if outline.is_empty() => (
            format!("Chỉ phần kế hoạch viện dẫn {plan}; đề cương không nhắc đến."),
            format!("Only the plan cites {plan}; the outline does not."),
        ),
        (outline, plan) => (
            format!("Chỉ đề cương viện dẫn {outline}; chỉ phần kế hoạch viện dẫn {plan}."),
            format!("Only the outline cites {outline}; only the plan cites {plan}."),
        ),
    };
    let rest = |codes: &[(String, Span)]| codes.iter().map(|(_, span)| *span).filter(|span| span != first).collect::<Vec<_>>();
    let finding = Finding::new(*first, vi, en)
        .with_all(rest(only_outline), "chỉ có ở đề cương", "in the outline only")
        .with_all(rest(only_plan), "chỉ có ở kế hoạch", "in the plan only");
    Some(finding.fix(
        "Rà lại căn cứ ở hai nơi để đơn vị viện dẫn giống nhau.",
        "Bring the two lists together so that all units cite alike.",
    ))
}
