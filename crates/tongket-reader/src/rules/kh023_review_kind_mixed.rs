//! "Sơ kết" in a plan for a final review, or the reverse: left over from another plan.

use super::case::{Case, Review, is_whole_word};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH023",
    "kh023_review_kind_mixed",
    Warning,
    "Lẫn “sơ kết” với “tổng kết”",
    "Interim and final review mixed up",
);

pattern!(REVIEW, r"sơ\s+kết|tổng\s+kết");
// A review of its own time: "sơ kết 05 năm", "sơ kết giai đoạn 1", "sơ kết quý I".
pattern!(OWN_TIME, r"^\s*(?:[0-9]|năm|giữa|giai đoạn|hằng|hàng|định kỳ|\(?quý|học kỳ|một năm|6 tháng)");
// Both named together, or another review that is merely told of.
pattern!(TOGETHER, r"(?:sơ|tổng)(?:\s+kết)?\s*(?:,|và|hoặc|/|;|-)\s*$|(?:định kỳ|hằng năm|hàng năm|đã|hội nghị|hội thảo|báo cáo)\s+(?:tổ chức\s+)?$");
pattern!(TOGETHER_AFTER, r"^\s*(?:,|và|hoặc|/|-)\s*(?:sơ|tổng)\s+kết");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(review) = case.review() else { return Vec::new() };
    let strangers = strangers(case, review);
    let Some((first, rest)) = strangers.split_first() else { return Vec::new() };
    let (own, other) = match review {
        Review::Final => ("tổng kết", "sơ kết"),
        Review::Interim => ("sơ kết", "tổng kết"),
    };
    let finding = Finding::new(
        *first,
        format!("Kế hoạch này để {own} nhưng ở đây lại viết “{other}”."),
        format!("The plan is for “{own}”, yet “{other}” is written here."),
    )
    .with_all(rest.iter().copied(), "cũng ở đây", "here too")
    .fix(
        format!("Viết “{own}”, hoặc nói rõ là đợt {other} nào."),
        format!("Write “{own}”, or say which “{other}” is meant."),
    );
    let subject = case.plan.document.subject.as_ref();
    vec![match subject {
        Some(subject) => finding.with(subject.span, "tên kế hoạch", "the title of the plan"),
        None => finding,
    }]
}

/// Words of the other kind of review that stand for this one. An interim plan
/// may well speak of the final review to come, so only its outline is looked at.
fn strangers(case: &Case<'_>, review: Review) -> Vec<Span> {
    let within = match review {
        Review::Final => Span::new(0, case.text().len()),
        Review::Interim => case.plan.outline.as_ref().map_or_else(Span::default, |outline| outline.span),
    };
    let text = case.lower_slice(within);
    let hits = REVIEW.find_iter(text).filter(|hit| stands_alone(text, hit, review));
    let spans = hits.map(|hit| Span::from(hit.range()).shift(within.start));
    spans.filter(|span| !is_cited(case, *span)).collect()
}

fn stands_alone(text: &str, hit: &regex::Match<'_>, review: Review) -> bool {
    let interim = hit.as_str().starts_with('s');
    let before = text.get(before_from(text, hit.start())..hit.start()).unwrap_or_default();
    let after = text.get(hit.end()..).unwrap_or_default();
    is_whole_word(text, hit.range())
        && interim == (review == Review::Final)
        && !TOGETHER.is_match(before)
        && !TOGETHER_AFTER.is_match(after)
        && !OWN_TIME.is_match(after)
}

/// Where the forty bytes before a place begin.
fn before_from(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.saturating_sub(40))
}

/// Whether the words belong to the title of another document.
fn is_cited(case: &Case<'_>, span: Span) -> bool {
    case.citations().iter().any(|citation| citation.title.is_some() && citation.span.contains(span))
}
