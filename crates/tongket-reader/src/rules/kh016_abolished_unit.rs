//! A unit that no longer existed on the day of issue.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH016",
    "kh016_abolished_unit",
    Warning,
    "Giao việc cho đơn vị không còn",
    "A task for a unit that no longer exists",
);

static ABOLISHED: LazyLock<Vec<Abolished>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../data/abolished_units.toml")).expect("the data is well-formed");
    table.unit
});

#[derive(Deserialize)]
struct Table {
    unit: Vec<Abolished>,
}

/// A kind of unit that ended on a day.
#[derive(Deserialize)]
struct Abolished {
    /// How its name is written, in small letters.
    pattern: String,
    #[serde(skip)]
    compiled: OnceLock<Regex>,
    since: Date,
    now: String,
}

impl Abolished {
    /// Whether a name, in small letters, holds such a unit.
    fn is_named(&self, name: &str) -> bool {
        let pattern = self.compiled.get_or_init(|| Regex::new(&self.pattern).expect("the data holds patterns"));
        pattern.find_iter(name).any(|hit| is_whole_word(name, hit.range()))
    }
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(issued) = case.issued() else { return Vec::new() };
    let mut found: BTreeMap<&str, (&Abolished, Vec<Span>)> = BTreeMap::new();
    for place in named(case) {
        let name = case.lower_slice(place);
        let gone = ABOLISHED.iter().find(|unit| unit.since <= issued && unit.is_named(name));
        if let Some(gone) = gone {
            found.entry(&gone.now).or_insert((gone, Vec::new())).1.push(place);
        }
    }
    found.into_values().filter_map(|(gone, places)| finding(case, gone, &places)).collect()
}

/// Where units are given something to do, or named as recipients: not where history is told.
fn named(case: &Case<'_>) -> Vec<Span> {
    let tasks = case.tasks().flat_map(|task| {
        let ends = [task.recipient.as_ref(), task.via.as_ref()];
        task.units.iter().chain(&task.with).chain(ends.into_iter().flatten()).map(|unit| unit.span)
    });
    let recipients = case.plan.document.recipients.iter().map(|recipient| recipient.span);
    let mut places: Vec<Span> = tasks.chain(recipients).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn finding(case: &Case<'_>, gone: &Abolished, places: &[Span]) -> Option<Finding> {
    let (first, rest) = places.split_first()?;
    let name = case.slice(*first);
    let (day, month, year) = (gone.since.day(), gone.since.month(), gone.since.year());
    let now = &gone.now;
    let finding = Finding::new(
        *first,
        format!("“{name}” không còn từ ngày {day:02}/{month}/{year}."),
        format!("“{name}” has not existed since {day:02}/{month}/{year}."),
    );
    let finding = finding.with_all(rest.iter().copied(), "cũng ở đây", "here too");
    Some(finding.fix(format!("Nay là: {now}."), format!("Its work is now with: {now}.")))
}
