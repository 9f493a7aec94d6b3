//! Near-equal statements together, with who makes them.
//!
//! Every sentence of a placed passage stands in exactly one statement, except
//! those that say nothing beyond figures that were put together from several units. Sentences go
//! together when nearly all of their word triples agree after the unit's own
//! name is taken out, and all of their numbers and negations do: "9/11 xã đã
//! thành lập Ban Chỉ đạo" must not hide the two that have not.

use rustc_hash::{FxHashMap, FxHashSet};

use super::measure::At;
use super::{Apart, Place, Sourced, Statement};
use crate::review::evidence::{Evidence, Mention, Sentence};
use crate::review::likeness::{Form, likeness};
use crate::threads::side_by_side;

/// How much of their word triples sentences must share.
const NEAR: f64 = 0.75;

/// Where a sentence stands: report and sentence.
pub(super) type SentenceAt = (usize, usize);

/// The statements of every section.
pub(super) fn group(evidence: &Evidence<'_>, told: &FxHashSet<At>) -> Vec<Vec<Statement>> {
    let spoken = spoken_by_figures(evidence, told, |_| true);
    let by_section = by_section(evidence, &spoken, |_| true);
    side_by_side(&by_section, |places| section(evidence, places))
}

/// The sentences that say something, by the sections that are wanted.
pub(super) fn by_section(
    evidence: &Evidence<'_>,
    spoken: &FxHashSet<SentenceAt>,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Vec<SentenceAt>> {
    let mut by_section: Vec<Vec<SentenceAt>> = vec![Vec::new(); evidence.sections.len()];
    for (report, reading) in evidence.readings.iter().enumerate() {
        for (index, sentence) in reading.sentences.iter().enumerate() {
            let says = wanted(sentence.section) && !sentence.nil;
            if says && !spoken.contains(&(report, index)) {
                by_section[sentence.section].push((report, index));
            }
        }
    }
    by_section
}

/// What stands in no statement, by the sections that are wanted.
pub(super) fn apart_by_section(
    evidence: &Evidence<'_>,
    spoken: &FxHashSet<SentenceAt>,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Apart> {
    let mut by_section = vec![Apart::default(); evidence.sections.len()];
    for (report, reading) in evidence.readings.iter().enumerate() {
        for (index, sentence) in reading.sentences.iter().enumerate() {
            let apart = &mut by_section[sentence.section];
            if !wanted(sentence.section) {
                continue;
            }
            match (sentence.nil, spoken.contains(&(report, index))) {
                (true, _) => apart.nil.push(reading.place(sentence.span)),
                (false, true) => apart.figures.push(reading.place(sentence.span)),
                (false, false) => {}
            }
        }
        let mut seen = FxHashSet::default();
        for mention in &reading.mentions {
            let table = mention.table.filter(|_| wanted(mention.section));
            if table.is_some_and(|table| seen.insert(table)) {
                let place = reading.place(mention.figure.span);
                by_section[mention.section].tables.push(place);
            }
        }
    }
    by_section
}

/// Sentences that say nothing beyond figures that stand in a group.
pub(super) fn spoken_by_figures(
    evidence: &Evidence<'_>,
    told: &FxHashSet<At>,
    wanted: impl Fn(usize) -> bool,
) -> FxHashSet<SentenceAt> {
    let mut spoken = FxHashSet::default();
    for (report, reading) in evidence.readings.iter().enumerate() {
        let by_sentence = reading
            .mentions
            .chunk_by(|left, right| left.sentence == right.sentence);
        let mut first = 0;
        for mentions in by_sentence {
            if !wanted(mentions[0].section) {
                first += mentions.len();
                continue;
            }
            let is_told = |(offset, mention): (usize, &Mention)| {
                let at = mention.figure.restates.unwrap_or(first + offset);
                told.contains(&(report, at))
            };
            let all_told = mentions.iter().enumerate().all(is_told);
            first += mentions.len();
            let Some(index) = mentions[0].sentence.filter(|_| all_told) else {
                continue;
            };
            let sentence = reading.sentences[index];
            let spans = mentions.iter().map(|mention| mention.figure.span);
            if says_little_more(reading.reported.text, sentence, spans) {
                spoken.insert((report, index));
            }
        }
    }
    spoken
}

/// The most words a sentence may have before, between and after its figures.
const BEFORE: usize = 10;
const AFTER: usize = 4;

/// Whether the words around the figures only introduce them.
fn says_little_more(
    text: &str,
    sentence: Sentence,
    spans: impl Iterator<Item = tongket_reader::Span>,
) -> bool {
    let words = |from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or_default();
        gap.split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count()
    };
    let mut at = sentence.span.start;
    for span in spans {
        if words(at, span.start) > BEFORE {
            return false;
        }
        at = at.max(span.end);
    }
    words(at, sentence.span.end) <= AFTER
}

/// One section's sentences, those of several units first.
pub(super) fn section(evidence: &Evidence<'_>, places: &[SentenceAt]) -> Vec<Statement> {
    let forms = places
        .iter()
        .map(|&at| form(evidence, at))
        .collect::<Vec<_>>();
    let mut groups = likeness(&forms, NEAR);
    let units = |group: &Vec<usize>| {
        let reports: FxHashSet<usize> = group.iter().map(|&member| places[member].0).collect();
        reports.len()
    };
    groups.sort_by_cached_key(|group| {
        let shared = units(group);
        let first = places[group[0]];
        let order = evidence.readings[first.0].sentences[first.1].order;
        (shared < 2, order, std::cmp::Reverse(shared), first)
    });
    let statements = groups
        .iter()
        .filter_map(|group| statement(evidence, &forms, places, group));
    statements.collect()
}

fn form(evidence: &Evidence<'_>, (report, sentence): SentenceAt) -> Form {
    Form::of(&evidence.readings[report].keys[sentence])
}

fn statement(
    evidence: &Evidence<'_>,
    forms: &[Form],
    places: &[SentenceAt],
    group: &[usize],
) -> Option<Statement> {
    let medoid = medoid(forms, group)?;
    let span = |&member: &usize| -> Place {
        let (report, sentence) = places[member];
        let reading = &evidence.readings[report];
        reading.place(reading.sentences[sentence].span)
    };
    let (report, sentence) = places[medoid];
    let reading = &evidence.readings[report];
    let text = reading.slice(reading.sentences[sentence].span);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let others = group.iter().filter(|&&member| member != medoid);
    let sources = std::iter::once(&medoid).chain(others).map(span).collect();
    Some(Statement {
        text: Sourced::new(text, sources)?,
    })
}

/// The member whose wording most others share; of equals the first.
fn medoid(forms: &[Form], group: &[usize]) -> Option<usize> {
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    for &member in group {
        *counts.entry(forms[member].exact).or_default() += 1;
    }
    let best = |&&member: &&usize| {
        let unnamed = !forms[member].names_unit;
        (
            unnamed,
            counts[&forms[member].exact],
            std::cmp::Reverse(member),
        )
    };
    group.iter().max_by_key(best).copied()
}
