//! An item that only repeats the heading above it.

use super::case::Case;
use super::finding::Finding;
use crate::plan::OutlineItem;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH021",
    "kh021_item_repeats_heading",
    Info,
    "Nội dung chỉ nhắc lại tên mục",
    "An item only repeats its heading",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(outline) = &case.plan.outline else { return Vec::new() };
    outline.walk().into_iter().flat_map(|heading| repeats(case, heading)).collect()
}

/// The items right below a heading that say the same as it does.
fn repeats(case: &Case<'_>, heading: &OutlineItem) -> Vec<Finding> {
    let name = key(case, heading);
    let same = heading.children.iter().filter(|item| !name.is_empty() && key(case, item) == name);
    same.map(|item| finding(heading, item)).collect()
}

fn key<'a>(case: &'a Case<'_>, item: &OutlineItem) -> &'a str {
    case.title_key(item).trim_matches(|c: char| !c.is_alphanumeric())
}

fn finding(heading: &OutlineItem, item: &OutlineItem) -> Finding {
    Finding::new(
        item.span,
        "Nội dung này chỉ nhắc lại tên mục, không nói thêm phải báo cáo gì.",
        "This item only repeats the heading and does not say what to report.",
    )
    .with(heading.span, "tên mục", "the heading")
    .fix(
        "Bỏ dòng này, hoặc ghi rõ cần nêu những gì, số liệu nào.",
        "Leave it out, or say what is to be told and which figures are needed.",
    )
}
