//! Which of several files of one unit counts.
//!
//! A report that says it replaces another takes its place; "lần 2" comes after
//! "lần 1"; otherwise the later date counts, then the higher number. The same
//! text twice is one report. Why a file counts or not is always said.

use std::cmp::Reverse;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use tongket_reader::report::Report;

use crate::unit::UnitId;

/// One file of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'r> {
    /// Index of the file among the files of the run.
    pub file: usize,
    /// Whose it is.
    pub unit: UnitId,
    /// What it says.
    pub report: &'r Report,
    /// Its text.
    pub text: &'r str,
}

/// The files of one unit, told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions {
    /// Whose they are.
    pub unit: UnitId,
    /// The file that counts.
    pub current: usize,
    /// Why it counts.
    pub rank: Rank,
    /// The files that do not, the latest first.
    pub superseded: Vec<usize>,
    /// Files with the very text of another, each with that other.
    pub duplicates: Vec<(usize, usize)>,
}

/// Why a file counts before others of its unit, the strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rank {
    /// It is the only one.
    Only,
    /// It says that it replaces another of them.
    Replaces,
    /// It bears the higher ordinal: "lần 2".
    Ordinal,
    /// It says that it is corrected or supplemented, and the others do not.
    Revised,
    /// It is dated later.
    Later,
    /// It has the higher number of the same year.
    Number,
    /// Nothing tells them apart; the file that comes last was taken.
    Unclear,
}

/// Tells the files of every unit apart; one entry a unit, in the order of their first files.
pub fn versions(submissions: &[Submission]) -> Vec<Versions> {
    let mut all: Vec<(usize, Versions)> = Vec::new();
    let mut sorted: Vec<&Submission> = submissions.iter().collect();
    sorted.sort_by_key(|submission| submission.unit);
    for own in sorted.chunk_by(|one, other| one.unit == other.unit) {
        if let Some(first) = own.iter().map(|submission| submission.file).min() {
            all.push((first, tell_apart(own)));
        }
    }
    all.sort_by_key(|(first, _)| *first);
    all.into_iter().map(|(_, versions)| versions).collect()
}

fn tell_apart(own: &[&Submission]) -> Versions {
    let duplicates = duplicates(own);
    let is_double = |submission: &&&Submission| {
        duplicates
            .iter()
            .any(|(double, _)| *double == submission.file)
    };
    let mut distinct: Vec<&Submission> = own
        .iter()
        .filter(|submission| !is_double(submission))
        .copied()
        .collect();
    distinct.sort_by_key(|submission| Reverse(order(submission, own)));
    let (current, rest) = match distinct.split_first() {
        Some((current, rest)) => (*current, rest),
        None => (own[0], &[] as &[&Submission]),
    };
    Versions {
        unit: current.unit,
        current: current.file,
        rank: rank(current, rest, own),
        superseded: rest.iter().map(|submission| submission.file).collect(),
        duplicates,
    }
}

/// What is compared, the strongest first.
type Order = (bool, u32, bool, Option<Date>, Option<u32>, usize);

fn order(submission: &Submission, own: &[&Submission]) -> Order {
    let document = &submission.report.document;
    let revision = submission.report.revision.as_ref();
    (
        !is_replaced(submission, own),
        revision.and_then(|revision| revision.ordinal).unwrap_or(0),
        revision.is_some(),
        document.date.as_ref().map(|date| date.value),
        document
            .number
            .as_deref()
            .and_then(|number| number.parse().ok()),
        submission.file,
    )
}

/// Whether another file of the unit says that it replaces this one, by code or by date.
fn is_replaced(submission: &Submission, own: &[&Submission]) -> bool {
    let document = &submission.report.document;
    let code = document.code.as_ref().map(|code| code.value.as_str());
    let date = document.date.as_ref().map(|date| date.value);
    own.iter()
        .filter(|other| other.file != submission.file)
        .filter_map(|other| other.report.revision.as_ref())
        .any(
            |revision| match (revision.replaces.as_deref(), revision.replaces_date) {
                (Some(replaced), _) => code.is_some_and(|code| same_code(code, replaced)),
                (None, Some(day)) => date == Some(day),
                (None, None) => false,
            },
        )
}

fn same_code(one: &str, other: &str) -> bool {
    let plain = |code: &str| code.split_whitespace().collect::<String>().to_lowercase();
    let number = |code: &str| code.trim_start_matches('0').to_owned();
    number(&plain(one)) == number(&plain(other))
}

/// The first thing in which the file that counts is ahead of the next.
fn rank(current: &Submission, rest: &[&Submission], own: &[&Submission]) -> Rank {
    let Some(next) = rest.first() else {
        return Rank::Only;
    };
    let (first, second) = (order(current, own), order(next, own));
    match () {
        () if first.0 != second.0 => Rank::Replaces,
        () if first.1 != second.1 => Rank::Ordinal,
        () if first.2 != second.2 => Rank::Revised,
        () if first.3 != second.3 => Rank::Later,
        () if first.4 != second.4 => Rank::Number,
        () => Rank::Unclear,
    }
}

/// Files with the very words of an earlier one.
fn duplicates(own: &[&Submission]) -> Vec<(usize, usize)> {
    let mut doubles = Vec::new();
    if own.len() < 2 {
        return doubles;
    }
    let mut seen = FxHashMap::default();
    for submission in own {
        let words = submission
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        match seen.get(&words) {
            Some(first) => doubles.push((submission.file, *first)),
            None => {
                seen.insert(words, submission.file);
            }
        }
    }
    doubles
}
