//! Two items of the outline that ask for almost the same.

use super::case::Case;
use super::finding::Finding;
use crate::plan::OutlineItem;
use crate::words::cursor::in_word;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH020",
    "kh020_near_equal_items",
    Warning,
    "Hai nội dung của đề cương gần như trùng nhau",
    "Two items of the outline are nearly the same",
);

/// Items below one heading beyond which only the first are compared.
const MOST_SIBLINGS: usize = 60;
/// Words that two items share from the start before they count as one.
const SHARED_START: usize = 10;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(outline) = &case.plan.outline else { return Vec::new() };
    let mut found = Vec::new();
    compare(case, &outline.items, &mut found);
    for item in outline.walk() {
        compare(case, &item.children, &mut found);
    }
    found
}

/// Compares the items below one heading with each other.
fn compare(case: &Case<'_>, items: &[OutlineItem], found: &mut Vec<Finding>) {
    let keys: Vec<Vec<&str>> = items.iter().take(MOST_SIBLINGS).map(|item| words(case.title_key(item))).collect();
    for (later, words) in keys.iter().enumerate() {
        let earlier = keys.iter().take(later).position(|earlier| is_nearly(earlier, words));
        if let Some(earlier) = earlier {
            found.push(finding(&items[earlier], &items[later]));
        }
    }
}

fn words(key: &str) -> Vec<&str> {
    key.split(|c: char| !in_word(c)).filter(|word| !word.is_empty()).collect()
}

/// Whether two items begin alike for long enough and part only in a tail.
///
/// A short tail tells items apart on purpose ("… của cấp tỉnh", "… của cấp
/// xã"), and so does a figure in it ("… năm 2024", "… năm 2025").
fn is_nearly(left: &[&str], right: &[&str]) -> bool {
    let shared = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let (tail, other) = (&left[shared..], &right[shared..]);
    if tail.is_empty() && other.is_empty() {
        return shared >= 4;
    }
    let figures = [tail, other].iter().any(|tail| tail.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())));
    let shorter = left.len().min(right.len());
    let told_apart = tail.len() <= 3 && other.len() <= 3;
    shared >= SHARED_START && shared * 10 >= shorter * 6 && !figures && !told_apart
}

fn finding(earlier: &OutlineItem, later: &OutlineItem) -> Finding {
    Finding::new(
        later.span,
        "Nội dung này gần như trùng với một nội dung ở trên trong cùng mục.",
        "This item is nearly the same as one above it under the same heading.",
    )
    .with(earlier.span, "nội dung ở trên", "the item above")
    .fix(
        "Gộp hai nội dung làm một, hoặc viết rõ chỗ khác nhau.",
        "Make one item of the two, or say what sets them apart.",
    )
}
