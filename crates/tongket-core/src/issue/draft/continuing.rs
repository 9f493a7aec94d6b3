//! Which statement and which figure is the same as before.
//!
//! A sentence that a report still says word for word is the same, whoever says
//! it with that report. In a corrected report the sentence most like the old
//! one is the same, changed. A figure is the same by what it counts, and
//! otherwise by the places it was read from.

use rustc_hash::{FxHashMap, FxHashSet};
use similar::TextDiff;
use tongket_reader::words::fold;

use super::{Kind, Piece, Source};

/// A piece without a key yet.
#[derive(Debug, Clone)]
pub(super) struct Stem {
    /// The key that it would have if it were new.
    pub(super) proposed: String,
    pub(super) text: String,
    pub(super) sources: Vec<Source>,
}

/// The keys of stems, and the pieces of the base that are told by a stem with another key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) keys: Vec<String>,
    pub(super) told: FxHashMap<String, String>,
}

/// Sentences that are less alike are other sentences.
const ALIKE: f32 = 0.5;

/// Gives every stem the key of the piece that it continues, or its own.
pub(super) fn keys(base: &[Piece], kind: Kind, stems: &[Stem]) -> Keys {
    let continued = |piece: &&Piece| piece.kind == kind && !is_note(piece);
    let old: Vec<&Piece> = base.iter().filter(continued).collect();
    let mut pairing = Pairing {
        old: &old,
        of_stem: vec![None; stems.len()],
        taken: vec![false; old.len()],
    };
    if kind != Kind::Sentence {
        pairing.by_key(stems);
    }
    let shared = pairing.by_words(stems);
    if kind == Kind::Sentence {
        pairing.by_likeness(stems);
    } else {
        pairing.by_key(stems);
    }
    pairing.settle(stems, base, &shared)
}

/// A word about figures whose sources add nothing up; no figure continues it.
fn is_note(piece: &Piece) -> bool {
    let adds = |source: &Source| source.value.is_some();
    piece.kind == Kind::Figure && !piece.sources.iter().any(adds)
}

struct Pairing<'a> {
    old: &'a [&'a Piece],
    of_stem: Vec<Option<usize>>,
    taken: Vec<bool>,
}

/// The same words of the same report.
type Said<'s> = (&'s str, &'s str);

fn said(source: &Source) -> Said<'_> {
    (&source.report, &source.words)
}

impl Pairing<'_> {
    fn pair(&mut self, stem: usize, old: usize) {
        if self.of_stem[stem].is_none() && !self.taken[old] {
            self.of_stem[stem] = Some(old);
            self.taken[old] = true;
        }
    }

    fn by_key(&mut self, stems: &[Stem]) {
        for (at, stem) in stems.iter().enumerate() {
            let mut known = self.old.iter();
            if let Some(old) = known.position(|piece| piece.key == stem.proposed) {
                self.pair(at, old);
            }
        }
    }

    /// Those with the most words of the same reports in common first. Gives what every old piece
    /// has in common with which stem.
    fn by_words(&mut self, stems: &[Stem]) -> FxHashMap<usize, usize> {
        let mut stem_of: FxHashMap<Said<'_>, usize> = FxHashMap::default();
        for (at, stem) in stems.iter().enumerate() {
            for source in &stem.sources {
                stem_of.entry(said(source)).or_insert(at);
            }
        }
        let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for (at, piece) in self.old.iter().enumerate() {
            for source in &piece.sources {
                if let Some(stem) = stem_of.get(&said(source)) {
                    *shared.entry((at, *stem)).or_default() += 1;
                }
            }
        }
        let mut pairs: Vec<((usize, usize), usize)> = shared.into_iter().collect();
        pairs.sort_unstable_by_key(|((old, stem), count)| (std::cmp::Reverse(*count), *old, *stem));
        let mut whole = FxHashMap::default();
        for ((old, stem), count) in pairs {
            self.pair(stem, old);
            if count == self.old[old].sources.len() {
                whole.insert(old, stem);
            }
        }
        whole
    }

    /// What is left of a report's sentences: the most alike first.
    fn by_likeness(&mut self, stems: &[Stem]) {
        let mut by_report: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, piece) in self
            .old
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.taken[*at])
        {
            let reports: FxHashSet<&str> = piece
                .sources
                .iter()
                .map(|source| source.report.as_str())
                .collect();
            for report in reports {
                by_report.entry(report).or_default().push(at);
            }
        }
        let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
        for (at, stem) in stems.iter().enumerate() {
            if self.of_stem[at].is_some() {
                continue;
            }
            let reports: FxHashSet<&str> = stem
                .sources
                .iter()
                .map(|source| source.report.as_str())
                .collect();
            let rivals = reports.iter().filter_map(|report| by_report.get(report));
            for old in rivals.flatten() {
                let ratio = likeness(&self.old[*old].text, &stem.text);
                if ratio >= ALIKE {
                    pairs.push((ratio, *old, at));
                }
            }
        }
        pairs.sort_by(|left, right| {
            right
                .0
                .total_cmp(&left.0)
                .then((left.1, left.2).cmp(&(right.1, right.2)))
        });
        for (_, old, stem) in pairs {
            self.pair(stem, old);
        }
    }

    fn settle(self, stems: &[Stem], base: &[Piece], shared: &FxHashMap<usize, usize>) -> Keys {
        let mut used: FxHashSet<String> = base.iter().map(|piece| piece.key.clone()).collect();
        let mut keys = Keys::default();
        for (stem, paired) in stems.iter().zip(&self.of_stem) {
            keys.keys.push(match paired {
                Some(old) => self.old[*old].key.clone(),
                None => fresh_key(&stem.proposed, &mut used),
            });
        }
        for (old, stem) in shared.iter().filter(|(old, _)| !self.taken[**old]) {
            let key = keys.keys[*stem].clone();
            keys.told.insert(self.old[*old].key.clone(), key);
        }
        keys
    }
}

/// A key that nothing else has.
fn fresh_key(proposed: &str, used: &mut FxHashSet<String>) -> String {
    let mut key = proposed.to_owned();
    let mut count = 1;
    while !used.insert(key.clone()) {
        count += 1;
        key = format!("{proposed}-{count}");
    }
    key
}

fn likeness(one: &str, other: &str) -> f32 {
    let (one, other) = (fold::key(one), fold::key(other));
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split(' ').collect(), other.split(' ').collect());
    let shorter = 2 * one.len().min(other.len());
    if (shorter as f32) < ALIKE * (one.len() + other.len()) as f32 {
        return 0.0;
    }
    TextDiff::from_slices(&one, &other).ratio()
}
