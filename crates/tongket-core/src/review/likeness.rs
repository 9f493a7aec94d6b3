//! How alike two sentences are.
//!
//! A sentence is compared by its word triples, with the names of units taken
//! out. Candidates are found by banding minimum hashes, so that a hundred
//! thousand sentences are grouped without comparing each with each; candidates
//! are then compared exactly.

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

use tongket_reader::words::fold;

use crate::consolidation::{Inputs, Owing};

/// A sentence made comparable.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Form {
    /// Hash of the whole normalised sentence.
    pub exact: u64,
    /// Hashes of its word triples, sorted, each once.
    pub triples: Box<[u32]>,
    /// Hash of its numbers and negations in order.
    pub hard: u64,
    /// Whether it names a unit that reports.
    pub names_unit: bool,
    /// Hashes of its smallest triples in several orders: what shares one may be like it.
    bands: [u32; BANDS],
}

/// A text in lower case, in the end with the names of units taken out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Key {
    /// The text.
    pub text: String,
    /// Whether it had any such name.
    pub names_unit: bool,
}

/// Makes sentences comparable; knows the names of the units that report.
#[derive(Debug)]
pub struct Forms {
    names: Option<AhoCorasick>,
}

impl Forms {
    /// Knows the names of all units that owe a report.
    pub fn new(inputs: &Inputs<'_>) -> Self {
        Forms::of(inputs.units)
    }

    /// Knows the names of these units.
    pub fn of(units: &[Owing]) -> Self {
        let units = units.iter();
        let names = units.flat_map(|unit| std::iter::once(&unit.name).chain(&unit.other_names));
        let keys = names
            .map(|name| fold::key(name))
            .filter(|key| key.contains(' '));
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(keys);
        Forms { names: names.ok() }
    }

    /// A text in the form in which it is compared.
    pub fn key(&self, text: &str) -> Key {
        let key = Key::of(text);
        self.without_names(&key).unwrap_or(key)
    }

    /// The key with the names of units taken out; nothing where it has none.
    pub fn without_names(&self, key: &Key) -> Option<Key> {
        let names = self.names.as_ref()?;
        let mut named = names.find_iter(&key.text).peekable();
        named.peek()?;
        let (mut text, mut end) = (String::with_capacity(key.text.len()), 0);
        for name in named {
            text.push_str(&key.text[end..name.start()]);
            text.push('¤');
            end = name.end();
        }
        text.push_str(&key.text[end..]);
        Some(Key {
            text,
            names_unit: true,
        })
    }
}

impl Key {
    /// A text in lower case, whatever names it has.
    pub fn of(text: &str) -> Key {
        Key {
            text: fold::key(text),
            names_unit: false,
        }
    }
}

impl Form {
    /// A key made comparable.
    pub fn of(key: &Key) -> Form {
        let words: Vec<&str> = words(&key.text).collect();
        let hashes: Vec<u64> = words.iter().map(hash).collect();
        let mut triples: Vec<u32> = match hashes.len() {
            0..=3 => vec![short(hash(&hashes))],
            _ => hashes.windows(3).map(|three| short(hash(three))).collect(),
        };
        triples.sort_unstable();
        triples.dedup();
        let hard: Vec<&&str> = words.iter().filter(|word| is_hard(word)).collect();
        Form {
            exact: hash(&hashes),
            bands: bands(&triples),
            triples: triples.into(),
            hard: hash(hard),
            names_unit: key.names_unit,
        }
    }
}

/// The words of a normalised text: letters and digits, with signs inside numbers kept.
pub fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| !(fold::is_letter_or_digit(c) || matches!(c, '¤' | '.' | ',' | '/')))
        .map(|word| word.trim_matches(['.', ',', '/']))
        .filter(|word| !word.is_empty())
}

/// Words that must agree: numbers and negations.
fn is_hard(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "không" | "chưa" | "chẳng" | "thiếu")
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The upper half of a hash, which is the better mixed.
fn short(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// Groups of like forms, each in order, by the order of their first members.
pub fn likeness(forms: &[&Form], near: f64) -> Vec<Vec<usize>> {
    let mut leaders: Vec<Vec<usize>> = Vec::new();
    let mut by_exact: FxHashMap<(u64, u64), usize> = FxHashMap::default();
    let mut bands: FxHashMap<(usize, u32), Vec<usize>> = FxHashMap::default();
    for (index, form) in forms.iter().enumerate() {
        if let Some(&group) = by_exact.get(&(form.exact, form.hard)) {
            leaders[group].push(index);
            continue;
        }
        let keys = || form.bands.iter().copied().enumerate();
        let mut candidates = keys().filter_map(|key| bands.get(&key)).flatten();
        let found = candidates
            .find(|&&group| is_like(forms[leaders[group][0]], form, near))
            .copied();
        let group = found.unwrap_or(leaders.len());
        by_exact.insert((form.exact, form.hard), group);
        if found.is_some() {
            leaders[group].push(index);
            continue;
        }
        leaders.push(vec![index]);
        for key in keys() {
            let band = bands.entry(key).or_default();
            if band.len() < FULL {
                band.push(group);
            }
        }
    }
    leaders
}

/// A band with more groups than this is a set phrase; more would cost and find nothing.
const FULL: usize = 32;
const BANDS: usize = 10;
const ROWS: usize = 3;

fn bands(triples: &[u32]) -> [u32; BANDS] {
    let mixed: Vec<u64> = triples
        .iter()
        .map(|triple| mix(u64::from(*triple)))
        .collect();
    let minimum = |seed: u64| {
        let orders = mixed
            .iter()
            .map(|triple| (triple ^ seed).wrapping_mul(seed | 1));
        orders.min().unwrap_or_default()
    };
    std::array::from_fn(|band| {
        let rows: [u64; ROWS] =
            std::array::from_fn(|row| minimum(mix((band * ROWS + row + 1) as u64)));
        short(hash(rows))
    })
}

/// A full-avalanche mix of 64 bits (the finaliser of SplitMix64).
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn is_like(one: &Form, other: &Form, near: f64) -> bool {
    one.hard == other.hard && jaccard(&one.triples, &other.triples) >= near
}

/// Shared part of two sorted sets.
fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let (mut left, mut right, mut shared) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => (left, right, shared) = (left + 1, right + 1, shared + 1),
        }
    }
    shared as f64 / (one.len() + other.len() - shared).max(1) as f64
}
