//! The title of one cited document quoted in two wordings.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::finding::Finding;
use crate::plan::Reference;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH030",
    "kh030_title_quoted_two_ways",
    Warning,
    "Trích yếu của một văn bản được dẫn hai cách",
    "The title of one document is quoted in two ways",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Reference> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut found = Vec::new();
    for citation in case.citations().iter().filter(|citation| is_quoted(citation)) {
        let code = citation.code.as_deref().unwrap_or_default();
        let known = *first.entry(code).or_insert(citation);
        if seen.insert((code, title_key(citation))) && differ(known, citation) {
            found.push(finding(known, citation));
        }
    }
    found
}

/// Whether the citation has a code and a title in quotation marks.
fn is_quoted(citation: &Reference) -> bool {
    citation.code.is_some() && citation.title.is_some() && citation.text.contains(['“', '"', '”', '«'])
}

/// Whether two quotations are of one title and yet not the same.
fn differ(first: &Reference, later: &Reference) -> bool {
    let (first, later) = (title_key(first), title_key(later));
    first != later && shared_words(&first, &later)
}

fn title_key(citation: &Reference) -> String {
    let key = fold::key(citation.title.as_deref().unwrap_or_default());
    key.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether at least six in ten words of the shorter title stand in the other.
fn shared_words(left: &str, right: &str) -> bool {
    let left: Vec<&str> = left.split_whitespace().collect();
    let right: Vec<&str> = right.split_whitespace().collect();
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * 10 >= short.len() * 6
}

fn finding(first: &Reference, later: &Reference) -> Finding {
    let code = later.code.as_deref().unwrap_or_default();
    let title = |reference: &Reference| opening(reference.title.as_deref().unwrap_or_default());
    Finding::new(
        later.span,
        format!("Trích yếu của {code} ở đây là “{}”, ở trên là “{}”.", title(later), title(first)),
        format!("The title of {code} is “{}” here and “{}” above.", title(later), title(first)),
    )
    .with(first.span, "cách dẫn ở trên", "the wording above")
    .fix(
        format!("Chép đúng trích yếu của văn bản gốc {code} ở mọi chỗ."),
        format!("Copy the title from the original of {code} everywhere."),
    )
}

/// The first words of a title.
fn opening(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    match words.get(..6) {
        Some(first) if words.len() > 6 => format!("{}…", first.join(" ")),
        _ => words.join(" "),
    }
}
