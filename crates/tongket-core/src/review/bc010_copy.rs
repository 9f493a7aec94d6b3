//! Text that several reports share. See `bc010_copy.md`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tongket_reader::Severity;

use super::evidence::Evidence;
use super::overlap::{Shared, Side, shared};
use super::{Check, Finding, FindingKind, Groups};
use crate::consolidation::Place;

pub(super) const CHECK: Check = Check {
    code: "BC010",
    kind: FindingKind::Copy,
    severity: Severity::Warning,
    page: include_str!("bc010_copy.md"),
    run,
};

/// The most passages whose places one finding gives.
const SHOWN: usize = 5;

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let mut by_reports: BTreeMap<Vec<usize>, Vec<Passage>> = BTreeMap::new();
    for passage in gathered(&shared(evidence)) {
        by_reports
            .entry(passage.reports())
            .or_default()
            .push(passage);
    }
    by_reports
        .into_iter()
        .map(|(reports, passages)| finding(check, evidence, &reports, passages))
        .collect()
}

/// One passage in all the reports that have it.
struct Passage {
    sides: Vec<Side>,
    triples: usize,
}

impl Passage {
    fn reports(&self) -> Vec<usize> {
        let mut reports: Vec<usize> = self.sides.iter().map(|side| side.report).collect();
        reports.dedup();
        reports
    }
}

/// Pairs that have a sentence in common put together.
fn gathered(pairs: &[Shared]) -> Vec<Passage> {
    let mut parents: Vec<usize> = (0..pairs.len()).collect();
    let mut by_sentence: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (index, pair) in pairs.iter().enumerate() {
        for side in [pair.one, pair.other] {
            let start = (side.report, side.sentences.0);
            let earlier = *by_sentence.entry(start).or_insert(index);
            let (left, right) = (root(&mut parents, earlier), root(&mut parents, index));
            parents[right] = left;
        }
    }
    let mut groups: BTreeMap<usize, Passage> = BTreeMap::new();
    for (index, pair) in pairs.iter().enumerate() {
        let group = groups.entry(root(&mut parents, index)).or_insert(Passage {
            sides: Vec::new(),
            triples: 0,
        });
        group.sides.extend([pair.one, pair.other]);
        group.triples = group.triples.max(pair.triples);
    }
    let mut passages: Vec<Passage> = groups.into_values().collect();
    for passage in &mut passages {
        passage.sides.sort_unstable();
        passage.sides.dedup_by_key(|side| side.report);
    }
    passages
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

fn finding(
    check: &Check,
    evidence: &Evidence<'_>,
    reports: &[usize],
    mut passages: Vec<Passage>,
) -> Finding {
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.triples));
    let words: usize = passages.iter().map(|passage| passage.triples + 2).sum();
    let names: Vec<&str> = reports
        .iter()
        .map(|&report| evidence.unit_name(report))
        .collect();
    let (names, count) = (listed(&names), passages.len());
    let places = passages
        .iter()
        .take(SHOWN)
        .flat_map(|passage| &passage.sides);
    check.finding(
        format!("Báo cáo của {names} có {count} đoạn trùng nhau (khoảng {words} từ), ngoài phần lời mà kế hoạch và đề cương yêu cầu."),
        format!("The reports of {names} share {count} passages (about {words} words) beyond the wording of the plan."),
        places.map(|side| place(evidence, side)).collect(),
    )
}

fn listed(names: &[&str]) -> String {
    match names {
        [first, second] => format!("{first} và {second}"),
        [first, second, third] => format!("{first}, {second} và {third}"),
        [first, second, rest @ ..] => format!("{first}, {second} và {} đơn vị khác", rest.len()),
        _ => names.join(", "),
    }
}

fn place(evidence: &Evidence<'_>, side: &Side) -> Place {
    let reading = &evidence.readings[side.report];
    let span = |sentence: usize| reading.sentences[sentence].span;
    reading.place(span(side.sentences.0).cover(span(side.sentences.1)))
}
