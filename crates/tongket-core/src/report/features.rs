//! The words of a heading in a form that can be compared quickly.
//!
//! A text becomes numbers: one for each word that carries meaning and one for
//! each pair of neighbours, because a Vietnamese word is often two syllables.
//! Different words for one section ("tồn tại", "hạn chế") become the same.

use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::Deserialize;

use tongket_reader::words::fold;

/// One word or pair of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Feature {
    /// Its number.
    pub(super) id: u64,
    /// How much it may count: little for words that stand in every heading.
    pub(super) strength: Strength,
}

/// How much a feature may count before its rarity is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Strength {
    /// Stands in headings of every kind.
    Generic,
    /// One syllable.
    Syllable,
    /// Two neighbours, or a known word of several syllables.
    Word,
}

impl Strength {
    /// The factor on its rarity.
    pub(super) fn factor(self) -> f32 {
        match self {
            Strength::Generic => 0.2,
            Strength::Syllable => 0.5,
            Strength::Word => 1.0,
        }
    }
}

#[derive(Deserialize)]
struct Data {
    stop: Vec<String>,
    generic: Vec<String>,
    same: Vec<Vec<String>>,
    nil: NilWords,
}

/// Words by which a section says that there is nothing to report.
#[derive(Debug, Deserialize)]
pub(super) struct NilWords {
    /// Whole answers.
    pub(super) whole: Vec<String>,
    /// Openings of short sentences.
    pub(super) opening: Vec<String>,
    /// Words after which a sentence says more.
    pub(super) more: Vec<String>,
    /// Words in the longest such sentence.
    pub(super) longest: usize,
}

struct Words {
    stop: FxHashSet<u64>,
    generic: FxHashSet<u64>,
    same: FxHashMap<u64, u64>,
    longest: usize,
    nil: NilWords,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../data/alignment.toml"))
        .expect("data/alignment.toml is part of the program and tested");
    let mut same = FxHashMap::default();
    let mut longest = 1;
    for row in &data.same {
        let first = row.first().map_or(0, |word| phrase(&syllables(word)));
        for word in row {
            let words = syllables(word);
            longest = longest.max(words.len());
            same.insert(phrase(&words), first);
        }
    }
    Words {
        stop: data.stop.iter().map(|word| number(word)).collect(),
        generic: data.generic.iter().map(|word| number(word)).collect(),
        same,
        longest,
        nil: data.nil,
    }
});

/// The words by which a section says that there is nothing to report.
pub(super) fn nil_words() -> &'static NilWords {
    &WORDS.nil
}

/// The features of a text, each once, in ascending order.
pub(super) fn features(text: &str) -> Vec<Feature> {
    let units = meaningful(&syllables(text));
    let mut features: Vec<Feature> = units.iter().map(Unit::feature).collect();
    let pairs = units.windows(2).filter(|pair| pair[0].joins(&pair[1]));
    features.extend(pairs.map(|pair| Feature {
        id: combine(pair[0].id, pair[1].id),
        strength: pair_strength(&pair[0], &pair[1]),
    }));
    features.sort_unstable();
    features.dedup_by_key(|feature| feature.id);
    features
}

/// A syllable or a known word of several.
struct Unit {
    id: u64,
    generic: bool,
    known_word: bool,
    /// Its ordinal among the syllables, to see what stood next to it.
    at: usize,
    length: usize,
}

impl Unit {
    fn feature(&self) -> Feature {
        let strength = match (self.known_word, self.generic) {
            (true, _) => Strength::Word,
            (_, true) => Strength::Generic,
            _ => Strength::Syllable,
        };
        Feature {
            id: self.id,
            strength,
        }
    }

    fn joins(&self, next: &Unit) -> bool {
        self.at + self.length == next.at
    }
}

fn pair_strength(first: &Unit, second: &Unit) -> Strength {
    match (first.generic, second.generic) {
        (true, true) => Strength::Generic,
        (false, false) => Strength::Word,
        _ => Strength::Syllable,
    }
}

/// Syllables without those that carry nothing, known words put together.
fn meaningful(syllables: &[u64]) -> Vec<Unit> {
    let (mut units, mut at) = (Vec::with_capacity(syllables.len()), 0);
    while at < syllables.len() {
        let longest = WORDS.longest.min(syllables.len() - at);
        let known = (1..=longest).rev().find_map(|length| {
            let same = WORDS.same.get(&phrase(&syllables[at..at + length]))?;
            Some((length, *same))
        });
        let (length, id) = known.unwrap_or((1, syllables[at]));
        if known.is_some() || !WORDS.stop.contains(&id) {
            units.push(Unit {
                id,
                generic: WORDS.generic.contains(&id),
                known_word: known.is_some(),
                at,
                length,
            });
        }
        at += length;
    }
    units
}

/// The numbers of the syllables of a text in folded spelling.
fn syllables(text: &str) -> Vec<u64> {
    let key = fold::key(text);
    let words = key.split(|letter: char| !fold::is_letter_or_digit(letter));
    words.filter(|word| !word.is_empty()).map(number).collect()
}

fn number(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

fn phrase(words: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write_u64(*word);
    }
    hasher.finish()
}

fn combine(first: u64, second: u64) -> u64 {
    phrase(&[first, second, 2])
}
