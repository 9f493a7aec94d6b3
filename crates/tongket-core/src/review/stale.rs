//! What has been abolished or replaced, with the day, from `data/superseded.toml`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;
use serde::Deserialize;

use tongket_reader::Span;
use tongket_reader::words::fold;

use super::evidence::{Evidence, Reading, Sentence};

/// The whole list.
#[derive(Debug, Default, Deserialize)]
struct Data {
    name: Vec<Superseded>,
    document: Vec<Superseded>,
}

/// One name or document that no longer stands.
#[derive(Debug, Deserialize)]
pub(super) struct Superseded {
    /// The words or the code, as compared: lower case.
    pub was: String,
    /// The first day on which it no longer stood.
    pub since: Date,
    /// What stands in its place, in Vietnamese.
    pub now: String,
}

/// A list with a search for any of its entries.
pub(super) struct List {
    entries: Vec<Superseded>,
    search: Option<AhoCorasick>,
}

static DATA: LazyLock<(List, List)> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../data/superseded.toml")).unwrap_or_default();
    (List::new(data.name), List::new(data.document))
});

/// Abolished bodies and levels of government.
pub(super) fn names() -> &'static List {
    &DATA.0
}

/// Replaced documents.
pub(super) fn documents() -> &'static List {
    &DATA.1
}

impl List {
    fn new(entries: Vec<Superseded>) -> Self {
        let keys = entries.iter().map(|entry| fold::key(&entry.was));
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(keys);
        List {
            entries,
            search: search.ok(),
        }
    }

    /// The entries that a text names and that no longer stood on `day`.
    pub(super) fn named_in(&self, key: &str, day: Date) -> Vec<&Superseded> {
        let Some(search) = &self.search else {
            return Vec::new();
        };
        let whole_word = |at: usize, end: usize| {
            let letter = |c: char| c.is_alphanumeric();
            !key[..at].ends_with(letter) && !key[end..].starts_with(letter)
        };
        search
            .find_iter(key)
            .filter(|found| whole_word(found.start(), found.end()))
            .filter_map(|found| self.entries.get(found.pattern().as_usize()))
            .filter(|entry| entry.since <= day)
            .collect()
    }
}

/// Whether a sentence itself says that it speaks of former times.
pub(super) fn speaks_of_the_past(key: &str) -> bool {
    let past = [
        "trước đây",
        "nay là",
        "trước khi",
        "sáp nhập",
        " cũ",
        "nguyên là",
        "thay thế",
        "hết hiệu lực",
        "bãi bỏ",
        "trước ngày",
    ];
    past.iter().any(|words| key.contains(words))
}

/// Sentences that look ahead, with their keys: sections on what is to be done, and proposals anywhere.
pub(super) fn looking_ahead<'e>(
    evidence: &'e Evidence<'_>,
    reading: &'e Reading<'_>,
) -> impl Iterator<Item = (Span, &'e str)> + 'e {
    let sections = 0..evidence.sections.len();
    let ahead: Vec<bool> = sections
        .map(|section| is_ahead(evidence, section))
        .collect();
    let sentences =
        keyed(reading).filter(move |(sentence, key)| ahead[sentence.section] || proposes(key));
    sentences.map(|(sentence, key)| (sentence.span, key))
}

/// The sentences of a report with their keys.
pub(super) fn keyed<'e>(
    reading: &'e Reading<'_>,
) -> impl Iterator<Item = (&'e Sentence, &'e str)> + 'e {
    reading
        .sentences
        .iter()
        .zip(reading.keys.iter().map(|key| &*key.text))
}

/// Whether a section, or one above it, is about the time to come.
pub(super) fn is_ahead(evidence: &Evidence<'_>, section: usize) -> bool {
    let title = fold::key(&evidence.sections[section].item.title);
    let own = [
        "phương hướng",
        "thời gian tới",
        "kiến nghị",
        "đề xuất",
        "giai đoạn tiếp theo",
        "những năm tiếp theo",
    ];
    let above = evidence.sections[section].parent;
    own.iter().any(|words| title.contains(words))
        || above.is_some_and(|parent| is_ahead(evidence, parent))
}

fn proposes(key: &str) -> bool {
    let key = key.trim_start_matches(['-', '+', ' ']);
    key.starts_with("đề nghị") || key.starts_with("kiến nghị")
}

/// The year that a sentence opens with: "Năm 2012, …", "Trong năm 2026 …".
pub(super) fn opening_year(key: &str) -> Option<i16> {
    let rest = key.trim_start_matches(['-', '+', ' ']);
    let rest = rest
        .strip_prefix("trong ")
        .unwrap_or(rest)
        .strip_prefix("năm ")?;
    year_at_start(rest)
}

/// The years that a sentence says something of: "trong năm 2026".
pub(super) fn years_within(key: &str) -> Vec<i16> {
    key.split("trong năm ")
        .skip(1)
        .filter_map(year_at_start)
        .collect()
}

fn year_at_start(text: &str) -> Option<i16> {
    let digits = text.get(..4)?;
    let ends = !text[4..].starts_with(|c: char| c.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|year| ends && (1900..2100).contains(year))
}
