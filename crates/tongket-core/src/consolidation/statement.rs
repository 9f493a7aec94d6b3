//! Near-equal statements together, with who makes them.
//!
//! Every sentence of a placed passage stands in exactly one statement, except
//! those that say nothing beyond figures that were put together from several units. Sentences go
//! together when nearly all of their word triples agree after the unit's own
//! name is taken out, and all of their numbers and negations do: "9/11 xã đã
//! thành lập Ban Chỉ đạo" must not hide the two that have not.
//!
//! Where many units say one sentence, each with its own numbers, and all of
//! those were put together, the sentence stands once, open where the numbers
//! stood: "Huy động … đồng xây dựng đường". Each unit's number is at its
//! source and in the total.

use rustc_hash::{FxHashMap, FxHashSet};
use tongket_reader::Span;

use super::measure::At;
use super::{Apart, Place, Sourced, Statement};
use crate::review::evidence::{Evidence, Mention, Sentence};
use crate::review::likeness::{Form, likeness};
use crate::threads::side_by_side;

/// How much of their word triples sentences must share.
const NEAR: f64 = 0.75;

/// From so many units on a sentence with a number of each stands once.
const OPEN_FROM: usize = 3;

/// Where a sentence stands: report and sentence.
pub(super) type SentenceAt = (usize, usize);

/// Sentences of which every figure was put together with others.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    /// Those that say nothing beyond them.
    figures: FxHashSet<SentenceAt>,
    /// Those that say more, each with where its numbers stand.
    more: FxHashMap<SentenceAt, Vec<Span>>,
}

/// The statements of every section.
pub(super) fn group(evidence: &Evidence<'_>, told: &FxHashSet<At>) -> Vec<Vec<Statement>> {
    let spoken = spoken_by_figures(evidence, told, |_| true);
    let by_section = by_section(evidence, &spoken, |_| true);
    side_by_side(&by_section, |places| section(evidence, &spoken, places))
}

/// The sentences that say something, by the sections that are wanted.
pub(super) fn by_section(
    evidence: &Evidence<'_>,
    spoken: &Spoken,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Vec<SentenceAt>> {
    let mut by_section: Vec<Vec<SentenceAt>> = vec![Vec::new(); evidence.sections.len()];
    for (report, reading) in evidence.readings.iter().enumerate() {
        for (index, sentence) in reading.sentences.iter().enumerate() {
            let says = wanted(sentence.section) && !sentence.nil;
            if says && !spoken.figures.contains(&(report, index)) {
                by_section[sentence.section].push((report, index));
            }
        }
    }
    by_section
}

/// What stands in no statement, by the sections that are wanted.
pub(super) fn apart_by_section(
    evidence: &Evidence<'_>,
    spoken: &Spoken,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Apart> {
    let mut by_section = vec![Apart::default(); evidence.sections.len()];
    for (report, reading) in evidence.readings.iter().enumerate() {
        for (index, sentence) in reading.sentences.iter().enumerate() {
            let apart = &mut by_section[sentence.section];
            if !wanted(sentence.section) {
                continue;
            }
            match (sentence.nil, spoken.figures.contains(&(report, index))) {
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

/// Sentences whose figures all stand in a group.
pub(super) fn spoken_by_figures(
    evidence: &Evidence<'_>,
    told: &FxHashSet<At>,
    wanted: impl Fn(usize) -> bool,
) -> Spoken {
    let mut spoken = Spoken::default();
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
                spoken.figures.insert((report, index));
            } else {
                let numbers = mentions.iter().map(|mention| mention.figure.number.span);
                spoken.more.insert((report, index), numbers.collect());
            }
        }
    }
    spoken
}

/// The most words a sentence may have before, between and after its figures.
const BEFORE: usize = 10;
const AFTER: usize = 4;

/// Whether the words around the figures only introduce them.
fn says_little_more(text: &str, sentence: Sentence, spans: impl Iterator<Item = Span>) -> bool {
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

/// Sentences that make one statement, by their places among those of the section.
struct Alike {
    members: Vec<usize>,
    /// The words, where each member has its own numbers.
    open: Option<String>,
}

/// One section's sentences, those of several units first.
pub(super) fn section(
    evidence: &Evidence<'_>,
    spoken: &Spoken,
    places: &[SentenceAt],
) -> Vec<Statement> {
    let forms = places
        .iter()
        .map(|&at| form(evidence, at))
        .collect::<Vec<_>>();
    let reports = |group: &[usize]| {
        let reports: FxHashSet<usize> = group.iter().map(|&member| places[member].0).collect();
        reports.len()
    };
    let opened = |member: usize| opened(evidence, spoken, places[member]);
    let mut groups = opened_up(likeness(&forms, NEAR), &opened, &reports);
    groups.sort_by_cached_key(|group| {
        let shared = reports(&group.members);
        let first = places[group.members[0]];
        let order = evidence.readings[first.0].sentences[first.1].order;
        (shared < 2, order, std::cmp::Reverse(shared), first)
    });
    let statements = groups
        .iter()
        .filter_map(|group| statement(evidence, &forms, places, group));
    statements.collect()
}

/// Puts groups together that say the same but for their numbers, where enough reports do.
fn opened_up(
    groups: Vec<Vec<usize>>,
    opened: &dyn Fn(usize) -> Option<String>,
    reports: &dyn Fn(&[usize]) -> usize,
) -> Vec<Alike> {
    let closed = |members| Alike {
        members,
        open: None,
    };
    let mut alike: Vec<Alike> = Vec::new();
    let mut by_words: FxHashMap<String, Vec<Vec<usize>>> = FxHashMap::default();
    for group in groups {
        let words = opened(group[0]).filter(|words| {
            let same = |&member: &usize| opened(member).as_ref() == Some(words);
            group.iter().skip(1).all(same)
        });
        match words {
            Some(words) => by_words.entry(words).or_default().push(group),
            None => alike.push(closed(group)),
        }
    }
    for (words, groups) in by_words {
        let mut members: Vec<usize> = groups.iter().flatten().copied().collect();
        match groups.len() > 1 && reports(&members) >= OPEN_FROM {
            true => {
                members.sort_unstable();
                alike.push(Alike {
                    members,
                    open: Some(words),
                });
            }
            false => alike.extend(groups.into_iter().map(closed)),
        }
    }
    alike
}

/// The words of a sentence without its numbers, where all of them were put together with others.
fn opened(evidence: &Evidence<'_>, spoken: &Spoken, at: SentenceAt) -> Option<String> {
    let numbers = spoken.more.get(&at)?;
    let reading = &evidence.readings[at.0];
    let sentence = reading.sentences[at.1].span;
    let (mut words, mut from) = (String::new(), sentence.start);
    for number in numbers {
        // What stands in two figures stands once in the text.
        if number.start < from || number.end > sentence.end {
            continue;
        }
        words.push_str(reading.slice(Span::new(from, number.start)));
        words.push('…');
        from = number.end;
    }
    words.push_str(reading.slice(Span::new(from, sentence.end)));
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn form<'e>(evidence: &'e Evidence<'_>, (report, sentence): SentenceAt) -> &'e Form {
    &evidence.readings[report].forms[sentence]
}

fn statement(
    evidence: &Evidence<'_>,
    forms: &[&Form],
    places: &[SentenceAt],
    Alike { members, open }: &Alike,
) -> Option<Statement> {
    let medoid = medoid(forms, members)?;
    let span = |&member: &usize| -> Place {
        let (report, sentence) = places[member];
        let reading = &evidence.readings[report];
        reading.place(reading.sentences[sentence].span)
    };
    let (report, sentence) = places[medoid];
    let reading = &evidence.readings[report];
    let text = reading.slice(reading.sentences[sentence].span);
    let said = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = open.clone().unwrap_or_else(said);
    let others = members.iter().filter(|&&member| member != medoid);
    let sources = std::iter::once(&medoid).chain(others).map(span).collect();
    Some(Statement {
        text: Sourced::new(text, sources)?,
    })
}

/// The member whose wording most others share; of equals the first.
fn medoid(forms: &[&Form], group: &[usize]) -> Option<usize> {
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
