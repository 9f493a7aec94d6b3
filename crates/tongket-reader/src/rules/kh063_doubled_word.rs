//! A small word typed twice: "của của", "các các".

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH063",
    "kh063_doubled_word",
    Info,
    "Một chữ bị đánh hai lần",
    "A word typed twice",
);

/// Words that never follow themselves.
const WORDS: [&str; 18] = [
    "các", "của", "và", "về", "với", "trong", "theo", "được", "những", "tại", "cho", "từ", "việc", "là", "có",
    "để", "trên", "này",
];

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.text();
    let mut found = Vec::new();
    let mut before: Option<Span> = None;
    for word in words(text) {
        if let Some(left) = before.filter(|left| left.slice(text) == word.slice(text)) {
            let between = text.get(left.end..word.start).unwrap_or_default();
            if between.trim().is_empty() && WORDS.contains(&word.slice(text)) && same_line(case, left, word) {
                found.push(finding(left.cover(word), word.slice(text)));
            }
        }
        before = Some(word);
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = Span> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len())
    })
}

fn same_line(case: &Case<'_>, left: Span, right: Span) -> bool {
    !case.source.slice(left.cover(right)).contains(['\n', '\t'])
}

fn finding(span: Span, word: &str) -> Finding {
    let vi = format!("Chữ “{word}” bị đánh hai lần liền.");
    Finding::new(span, vi, format!("“{word}” is typed twice."))
        .fix("Bỏ một chữ.", "Leave one of them out.")
}
