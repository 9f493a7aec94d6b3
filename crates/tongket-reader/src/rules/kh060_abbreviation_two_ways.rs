//! One abbreviation written with D here and with Đ there: "BDBP", "BĐBP".

use std::collections::BTreeMap;

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH060",
    "kh060_abbreviation_two_ways",
    Warning,
    "Một chữ viết tắt được viết hai cách",
    "One abbreviation is written in two ways",
);

pattern!(ABBREVIATION, r"[A-ZĐ]{3,}");

/// Bytes of the longest abbreviation.
const LONGEST: usize = 16;

/// How often, and where, each spelling occurs.
type Spellings<'a> = BTreeMap<&'a str, Vec<Span>>;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.text();
    let mut names: BTreeMap<String, Spellings<'_>> = BTreeMap::new();
    for hit in ABBREVIATION.find_iter(text).filter(|hit| stands_in_running_text(text, hit)) {
        let spellings = names.entry(hit.as_str().replace('Đ', "D")).or_default();
        spellings.entry(hit.as_str()).or_default().push(Span::from(hit.range()));
    }
    let doubtful = names.into_values().filter(|spellings| spellings.len() > 1 && !are_two_names(text, spellings));
    doubtful.filter_map(|spellings| finding(text, &spellings)).collect()
}

/// Whether letters of running text are near; in a heading of capitals every word looks like an abbreviation.
fn stands_in_running_text(text: &str, hit: &regex::Match<'_>) -> bool {
    if hit.len() > LONGEST || !is_whole_word(text, hit.range()) {
        return false;
    }
    let before = text.get(..hit.start()).unwrap_or_default();
    let after = text.get(hit.end()..).unwrap_or_default();
    let nearby = before.chars().rev().take_while(|c| *c != '\n').take(30);
    let mut nearby = nearby.chain(after.chars().take_while(|c| *c != '\n').take(30));
    nearby.any(char::is_lowercase)
}

/// Whether each spelling is explained by itself: "Ban Điều hành (BĐH)", "Ban Dân huy (BDH)".
fn are_two_names(text: &str, spellings: &Spellings<'_>) -> bool {
    spellings.keys().filter(|name| text.contains(&format!("({name})"))).count() > 1
}

/// The rarer spelling is the doubtful one, unless it is the one that is explained.
fn finding(text: &str, spellings: &Spellings<'_>) -> Option<Finding> {
    let explained = |name: &str| text.contains(&format!("({name})"));
    let (right, _) =
        spellings.iter().max_by_key(|(name, places)| (explained(name), name.contains('Đ'), places.len()))?;
    let (wrong, places) = spellings.iter().find(|(name, _)| *name != right)?;
    let (first, rest) = places.split_first()?;
    let finding = Finding::new(
        *first,
        format!("Chữ viết tắt được viết hai cách: “{wrong}” và “{right}”."),
        format!("The abbreviation is written both “{wrong}” and “{right}”."),
    );
    let known = spellings.get(right).and_then(|places| places.first()).copied()?;
    Some(
        finding
            .with(known, format!("ở đây viết “{right}”"), format!("“{right}” is written here"))
            .with_all(rest.iter().copied(), &format!("cũng viết “{wrong}”"), &format!("“{wrong}” again"))
            .fix(format!("Viết thống nhất “{right}”."), format!("Write “{right}” everywhere.")),
    )
}
