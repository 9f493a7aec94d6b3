//! Passages that two reports share.
//!
//! Reports are compared by their word triples. Triples of the plan, of set
//! phrases, and of wording that many units use are taken away first: what
//! everybody has to write is no copy. The rest is indexed once; only reports
//! that share enough of it are laid side by side.

use std::hash::{Hash, Hasher};

use std::thread;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::evidence::{Evidence, Reading};
use super::likeness::{Forms, words};
use crate::threads::side_by_side;

/// Wording of the genre that is nobody's own.
const SET_PHRASES: &str = include_str!("../../data/set-phrases.txt");

/// A passage of one report that stands in another one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Side {
    /// Index of the report.
    pub report: usize,
    /// First and last sentence.
    pub sentences: (usize, usize),
}

/// A shared passage: where it stands in both reports, and how many word triples agree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared {
    /// In the report that comes first.
    pub one: Side,
    /// In the other.
    pub other: Side,
    /// How many word triples of it agree.
    pub triples: usize,
}

/// Fewest agreeing triples, fewest words, and the least share of agreeing triples in a passage.
const FEWEST: usize = 18;
const SHORTEST: u32 = 22;
const DENSITY: f64 = 0.3;
/// How far apart agreeing triples of one passage may be, in words.
const GAP: u32 = 12;
/// In up to so many reports a triple makes each pair a candidate; in more, neighbours only.
const PAIRED: usize = 8;
/// Of the triples in more reports only every eighth is looked at, and counts for eight.
const SAMPLE: u64 = 7;

/// A report as a run of word triples.
struct Run {
    /// Triple and position, sorted by triple; only triples that are its own wording.
    own: Vec<(u64, u32)>,
    /// Sentence of each word.
    sentences: Vec<u32>,
}

/// Every passage that two reports share.
pub(super) fn shared(evidence: &Evidence<'_>) -> Vec<Shared> {
    let given = given(evidence);
    let mut runs = side_by_side(&evidence.readings, |reading| run(reading, &given));
    let most = (evidence.readings.len() * 3 / 10).max(4);
    let pairs = candidates(&mut runs, most);
    let mut found = Vec::new();
    for (one, other) in pairs {
        found.extend(passages(&runs, one as usize, other as usize));
    }
    found
}

/// Triples of the plan and of set phrases.
fn given(evidence: &Evidence<'_>) -> FxHashSet<u64> {
    let forms = Forms::new(evidence.inputs);
    let plan = evidence.inputs.plan_text.lines();
    let mut given = FxHashSet::default();
    for line in plan.chain(SET_PHRASES.lines()) {
        let key = forms.key(line);
        let words: Vec<u64> = words(&key.text).map(word_hash).collect();
        given.extend(words.windows(3).map(triple));
    }
    given
}

/// Numbers are all one word, so that a copy with other numbers is still a copy.
fn word_hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let digits = word.starts_with(|c: char| c.is_ascii_digit());
    if digits { "#" } else { word }.hash(&mut hasher);
    hasher.finish()
}

fn triple(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd)
    })
}

fn run(reading: &Reading<'_>, given: &FxHashSet<u64>) -> Run {
    let mut hashes = Vec::new();
    let mut sentences = Vec::new();
    for (index, key) in reading.keys.iter().enumerate() {
        hashes.extend(words(&key.text).map(word_hash));
        sentences.resize(hashes.len(), u32::try_from(index).unwrap_or(u32::MAX));
    }
    let triples = hashes.windows(3).map(triple).zip(0..);
    let mut own: Vec<(u64, u32)> = triples
        .filter(|(triple, _)| !given.contains(triple))
        .collect();
    own.sort_unstable();
    own.dedup_by_key(|(triple, _)| *triple);
    Run { own, sentences }
}

/// Pairs of reports that share enough to be compared; common triples are taken out of the runs.
fn candidates(runs: &mut [Run], most: usize) -> Vec<(u32, u32)> {
    let whole = &*runs;
    let (low, high) = thread::scope(|scope| {
        let low = scope.spawn(move || Counted::of(whole, 0, most));
        let high = Counted::of(whole, 1, most);
        (low.join().unwrap_or_default(), high)
    });
    let mut counts = low.pairs;
    for (pair, count) in high.pairs {
        *counts.entry(pair).or_default() += count;
    }
    for run in runs {
        let is_own = |triple: &u64| !low.common.contains(triple) && !high.common.contains(triple);
        run.own.retain(|(triple, _)| is_own(triple));
    }
    let enough = counts.into_iter().filter(|(_, count)| *count >= FEWEST);
    let mut pairs: Vec<(u32, u32)> = enough.map(|(pair, _)| pair).collect();
    pairs.sort_unstable();
    pairs
}

/// What half of all triples say: which are common, and which reports share how many.
#[derive(Default)]
struct Counted {
    common: FxHashSet<u64>,
    pairs: FxHashMap<(u32, u32), usize>,
}

impl Counted {
    /// Counts the triples whose highest bit is `half`.
    fn of(runs: &[Run], half: u64, most: usize) -> Counted {
        let entries = runs.iter().zip(0_u32..).flat_map(|(run, report)| {
            let own = run
                .own
                .iter()
                .filter(move |(triple, _)| triple >> 63 == half);
            own.map(move |(triple, _)| (*triple, report))
        });
        let mut index: Vec<(u64, u32)> = entries.collect();
        index.sort_unstable();
        let mut counted = Counted::default();
        for same in index.chunk_by(|left, right| left.0 == right.0) {
            let triple = same[0].0;
            match same.len() {
                1 => {}
                many if many > most => {
                    counted.common.insert(triple);
                }
                many if many > PAIRED => {
                    if triple & SAMPLE == 0 {
                        counted.neighbours(same);
                    }
                }
                _ => counted.each_pair(same),
            }
        }
        counted
    }

    fn neighbours(&mut self, same: &[(u64, u32)]) {
        for pair in same.windows(2) {
            *self.pairs.entry((pair[0].1, pair[1].1)).or_default() +=
                1 + usize::try_from(SAMPLE).unwrap_or_default();
        }
    }

    fn each_pair(&mut self, same: &[(u64, u32)]) {
        for (at, (_, one)) in same.iter().enumerate() {
            for (_, other) in &same[at + 1..] {
                *self.pairs.entry((*one, *other)).or_default() += 1;
            }
        }
    }
}

/// The passages that two reports share.
fn passages(runs: &[Run], one: usize, other: usize) -> Vec<Shared> {
    let mut matches = matching(&runs[one].own, &runs[other].own);
    matches.sort_unstable();
    let mut found = Vec::new();
    let mut chain: Vec<(u32, u32)> = Vec::new();
    for pair in matches {
        match chain.last() {
            Some(last) if pair.0 - last.0 > GAP => {
                found.extend(passage(runs, (one, other), &chain));
                chain = vec![pair];
            }
            Some(last) if !is_onward(*last, pair) => {}
            _ => chain.push(pair),
        }
    }
    found.extend(passage(runs, (one, other), &chain));
    found
}

/// Positions of the triples that both have.
fn matching(one: &[(u64, u32)], other: &[(u64, u32)]) -> Vec<(u32, u32)> {
    let (mut left, mut right) = (0, 0);
    let mut matches = Vec::new();
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.0.cmp(&b.0) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                matches.push((a.1, b.1));
                (left, right) = (left + 1, right + 1);
            }
        }
    }
    matches
}

/// Whether a match continues the last one in both reports.
fn is_onward(last: (u32, u32), next: (u32, u32)) -> bool {
    next.1 > last.1 && next.1 - last.1 <= GAP + (next.0 - last.0)
}

fn passage(runs: &[Run], (one, other): (usize, usize), chain: &[(u32, u32)]) -> Option<Shared> {
    let (first, last) = (chain.first()?, chain.last()?);
    let length = last.0 - first.0 + 3;
    let dense = chain.len() as f64 >= DENSITY * f64::from(length);
    let side = |report: usize, from: u32, to: u32| {
        let sentence = |at: u32| {
            runs[report]
                .sentences
                .get(at as usize)
                .map_or(0, |&sentence| sentence as usize)
        };
        Side {
            report,
            sentences: (sentence(from), sentence(to + 2)),
        }
    };
    (chain.len() >= FEWEST && length >= SHORTEST && dense).then(|| Shared {
        one: side(one, first.0, last.0),
        other: side(other, first.1, last.1),
        triples: chain.len(),
    })
}
