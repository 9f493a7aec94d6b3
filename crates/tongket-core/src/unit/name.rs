//! The key by which names of units are compared.
//!
//! A key is the words of a name in folded spelling with customary short forms
//! written out: "UBND Xã Vân-Khê", "Uỷ ban nhân dân xã Vân Khê" and "xã Vân
//! Khê" have one key. Diacritics stay: Đông Lễ is not Đồng Lê.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use tongket_reader::words::fold;

use super::Level;

#[derive(Deserialize)]
struct Data {
    abbreviations: Vec<Abbreviation>,
    offices: Vec<Phrases>,
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Abbreviation {
    long: String,
    short: Vec<String>,
    #[serde(default)]
    first: bool,
}

#[derive(Deserialize)]
struct Phrases {
    phrases: Vec<String>,
}

#[derive(Deserialize)]
struct Place {
    word: String,
    level: Level,
}

/// A short form written out.
struct Expansion {
    long: Vec<String>,
    first: bool,
}

struct Names {
    expansions: FxHashMap<String, Expansion>,
    longest: usize,
    offices: Vec<Vec<String>>,
    places: Vec<(Vec<String>, Level)>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../data/names.toml"))
        .expect("data/names.toml is part of the program and tested");
    let mut expansions = FxHashMap::default();
    for entry in data.abbreviations {
        for short in &entry.short {
            let expansion = Expansion {
                long: split(&entry.long),
                first: entry.first,
            };
            expansions.insert(split(short).join(" "), expansion);
        }
    }
    let longest = expansions
        .keys()
        .map(|short| short.split(' ').count())
        .max();
    Names {
        longest: longest.unwrap_or(1),
        expansions,
        offices: data
            .offices
            .iter()
            .flat_map(|entry| entry.phrases.iter().map(|phrase| split(phrase)))
            .collect(),
        places: data
            .places
            .iter()
            .map(|place| (split(&place.word), place.level))
            .collect(),
    }
});

/// The words of a name as they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameKey {
    words: Vec<String>,
}

impl NameKey {
    /// The key of a name as written.
    pub(super) fn of(name: &str) -> NameKey {
        let mut words = expand(split(name));
        drop_leading(&mut words, &["ủy", "ban", "nhân", "dân"], |rest| {
            place_at(rest, 0).is_some()
        });
        NameKey { words }
    }

    /// The key in one piece.
    pub(super) fn text(&self) -> String {
        self.words.join(" ")
    }

    /// The key without a position in front: "Giám đốc Sở Nội vụ" as "sở nội vụ".
    pub(super) fn without_office(&self) -> Option<NameKey> {
        let office = NAMES
            .offices
            .iter()
            .filter(|office| self.words.starts_with(office));
        let longest = office.map(Vec::len).max()?;
        let rest = self.words.get(longest..).filter(|rest| !rest.is_empty())?;
        Some(NameKey::of(&rest.join(" ")))
    }

    /// The ways to split it into a name and the places it stands in, the longest name first:
    /// "xã vân khê huyện đông giang" into "xã vân khê" and ["huyện đông giang"].
    pub(super) fn splits(&self) -> Vec<(String, Vec<String>)> {
        let starts: Vec<usize> = (1..self.words.len())
            .filter(|at| place_at(&self.words, *at).is_some())
            .filter(|at| self.words[*at - 1] != "thị")
            .collect();
        let cut = |first: usize| {
            let ends = starts[first + 1..]
                .iter()
                .copied()
                .chain([self.words.len()]);
            let places = starts[first..].iter().zip(ends);
            let name = self.words[..starts[first]].join(" ");
            (
                name,
                places
                    .map(|(start, end)| self.words[*start..end].join(" "))
                    .collect(),
            )
        };
        (0..starts.len()).rev().map(cut).collect()
    }

    /// The last place it names, level and name: "công an huyện đông giang" → "huyện đông giang".
    pub(super) fn place(&self) -> Option<String> {
        if place_at(&self.words, 0).is_some() && self.splits().is_empty() {
            return Some(self.text());
        }
        self.splits()
            .first()
            .and_then(|(_, places)| places.first().cloned())
    }

    /// The level of the narrowest place it names.
    pub(super) fn level(&self) -> Option<Level> {
        if let Some((_, level)) = place_at(&self.words, 0) {
            return Some(level);
        }
        let (_, places) = self.splits().into_iter().last()?;
        level_of_place(places.first()?)
    }

    /// The name of a place without its level: "vân khê" of "xã vân khê"; otherwise all of it.
    pub(super) fn proper_name(&self) -> String {
        let level = place_at(&self.words, 0).map_or(0, |(length, _)| length);
        self.words[level..].join(" ")
    }

    /// The level word it begins with: "thị xã".
    pub(super) fn place_word(&self) -> Option<String> {
        let (length, _) = place_at(&self.words, 0)?;
        Some(self.words[..length].join(" "))
    }
}

/// The level that a place key such as "huyện đông giang" begins with.
pub(super) fn level_of_place(place: &str) -> Option<Level> {
    let words: Vec<String> = place.split(' ').map(str::to_owned).collect();
    place_at(&words, 0).map(|(_, level)| level)
}

/// The level word of a place key: "thị xã" of "thị xã hải lộc"; empty where it has none.
pub(super) fn level_word_of(place: &str) -> &str {
    let words: Vec<String> = place.split(' ').map(str::to_owned).collect();
    let length: usize = place_at(&words, 0).map_or(0, |(count, _)| {
        words[..count].iter().map(String::len).sum::<usize>() + count - 1
    });
    place.get(..length).unwrap_or_default()
}

/// The level word at word `at`: how many words it has, and its level. "xã hội" and "tỉnh ủy" are none.
fn place_at(words: &[String], at: usize) -> Option<(usize, Level)> {
    let rest = words.get(at..)?;
    let (word, level) = NAMES
        .places
        .iter()
        .find(|(word, _)| rest.starts_with(word))?;
    let is_half = rest
        .get(word.len())
        .is_some_and(|next| matches!(next.as_str(), "ủy" | "hội" | "đoàn"));
    (!is_half).then_some((word.len(), *level))
}

/// Folded words; "và" and every sign between words go, "&" among them.
pub(super) fn split(name: &str) -> Vec<String> {
    fold::key(name)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "và")
        .map(str::to_owned)
        .collect()
}

/// Short forms written out, the longest first.
fn expand(words: Vec<String>) -> Vec<String> {
    let (mut long, mut at) = (Vec::with_capacity(words.len() + 4), 0);
    while at < words.len() {
        let longest = NAMES.longest.min(words.len() - at);
        let found = (1..=longest).rev().find_map(|length| {
            let expansion = NAMES.expansions.get(&words[at..at + length].join(" "))?;
            (at == 0 || !expansion.first).then_some((length, expansion))
        });
        match found {
            Some((length, expansion)) => {
                long.extend(expansion.long.iter().cloned());
                at += length;
            }
            None => {
                long.push(words[at].clone());
                at += 1;
            }
        }
    }
    long
}

/// Drops `lead` from the front where what is left passes.
fn drop_leading(words: &mut Vec<String>, lead: &[&str], passes: impl Fn(&[String]) -> bool) {
    let leads = words.len() > lead.len() && words.iter().zip(lead).all(|(word, lead)| word == lead);
    if leads && passes(&words[lead.len()..]) {
        words.drain(..lead.len());
    }
}
