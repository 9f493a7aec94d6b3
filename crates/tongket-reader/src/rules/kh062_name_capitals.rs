//! Names of bodies with a wrong capital: "Thủ tướng chính phủ", "Ủy ban Nhân dân".

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use super::squeezed::Wordings;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH062",
    "kh062_name_capitals",
    Info,
    "Tên cơ quan viết hoa không đúng",
    "A body's name with wrong capitals",
);

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../data/names.toml")).expect("the data is well-formed");
    table.names
});
static SEARCH: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(NAMES.iter().map(|name| fold::lower(name))));

#[derive(Deserialize)]
struct Table {
    names: Vec<String>,
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.text();
    let mut found: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let hits = SEARCH.find(case.squeezed()).into_iter();
    for (name, hit) in hits.filter(|(_, hit)| is_whole_word(text, hit.start..hit.end)) {
        let words = hit.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(name) = NAMES.get(name) else { continue };
        if words != **name && is_misspelt(&words) {
            found.entry(name).or_default().push(hit);
        }
    }
    found.into_iter().filter_map(|(name, places)| finding(case, name, &places)).collect()
}

/// All capitals are a heading; all small letters are running text of another habit.
fn is_misspelt(words: &str) -> bool {
    let capitals = words.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    let all_capitals = !words.chars().any(char::is_lowercase);
    !all_capitals && capitals > 0
}

fn finding(case: &Case<'_>, name: &str, places: &[Span]) -> Option<Finding> {
    let (first, rest) = places.split_first()?;
    let written = case.slice(*first);
    let finding = Finding::new(
        *first,
        format!("“{written}” viết hoa không đúng."),
        format!("“{written}” has wrong capitals."),
    );
    let finding = finding.with_all(rest.iter().copied(), "cũng viết sai", "here too");
    Some(finding.fix(format!("Viết “{name}”."), format!("Write “{name}”.")))
}
