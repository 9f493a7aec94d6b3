//! Reports counted by tier and by kind of unit; every count leads to those it counts.

use std::collections::BTreeMap;

use serde::Serialize;
use tongket_core::chase::Count;
use tongket_core::exchange::Status;
use utoipa::ToSchema;

use super::Watch;
use crate::web::shell::Shell;

/// Reports of a tier or of a kind of unit, counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Tier {
    /// The word for the level or the kind.
    pub(super) name: String,
    /// Whether it is the sum of the kinds that follow.
    pub(super) sum: bool,
    /// How many reports are owed.
    pub(super) all: Cell,
    /// How many stand where, in the order of the statuses.
    pub(super) statuses: Vec<Cell>,
    /// How many are late.
    pub(super) late: Cell,
}

/// A count that leads to those it counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Cell {
    /// How many.
    pub(super) count: usize,
    /// The query that lists them.
    pub(super) query: String,
}

/// Counts by level and, below it, by kind.
pub(super) fn tiers(watch: &Watch) -> BTreeMap<String, BTreeMap<String, Count>> {
    let mut tiers: BTreeMap<String, BTreeMap<String, Count>> = BTreeMap::new();
    for post in watch.posts() {
        let progress = post.owed.progress(watch.now);
        if !tiers.contains_key(&post.who.level) {
            tiers.insert(post.who.level.clone(), BTreeMap::new());
        }
        if let Some(kinds) = tiers.get_mut(&post.who.level) {
            match kinds.get_mut(&post.who.kind) {
                Some(count) => count.add(&progress),
                None => kinds
                    .entry(post.who.kind.clone())
                    .or_default()
                    .add(&progress),
            }
        }
    }
    tiers
}

/// A row for each level, rows for its kinds where it has several, and one for everything.
pub(super) fn tier_rows(
    shell: &Shell,
    tiers: &BTreeMap<String, BTreeMap<String, Count>>,
    total: &Count,
) -> Vec<Tier> {
    let mut rows = Vec::new();
    let mut levels: Vec<_> = tiers.iter().collect();
    levels.sort_by_key(|(level, _)| rank(level));
    for (level, kinds) in levels {
        let mut sum = Count::default();
        sum.extend(kinds.values().copied());
        let name = match level.as_str() {
            "" => shell.t("board-no-level"),
            level => shell.t1("board-level", level_word(shell, level).to_lowercase()),
        };
        rows.push(tier(name, kinds.len() > 1, &sum, &[("level", level)]));
        if kinds.len() > 1 {
            let kind = |(kind, count): (&String, &Count)| {
                let narrow = [("level", level.as_str()), ("kind", kind.as_str())];
                tier(
                    format!("– {}", kind_word(shell, kind)),
                    false,
                    count,
                    &narrow,
                )
            };
            rows.extend(kinds.iter().map(kind));
        }
    }
    if rows.len() > 1 {
        rows.push(tier(shell.t("board-total"), true, total, &[]));
    }
    rows
}

/// The word for a level; as the list gave it where it is no level we know.
pub(in crate::web::pages::campaigns) fn level_word(shell: &Shell, level: &str) -> String {
    word_or(shell, "units-level", level)
}

/// The word for a kind of unit; as the list gave it where it is no kind we know.
pub(in crate::web::pages::campaigns) fn kind_word(shell: &Shell, kind: &str) -> String {
    word_or(shell, "units-kind", kind)
}

fn word_or(shell: &Shell, of: &str, word: &str) -> String {
    let said = shell.word(of, word);
    match said.starts_with(of) {
        true => word.to_owned(),
        false => said,
    }
}

/// Where a level stands, from above; others after those we know.
fn rank(level: &str) -> usize {
    let known = ["central", "province", "district", "commune"];
    known
        .iter()
        .position(|it| *it == level)
        .unwrap_or(known.len())
}

fn tier(name: String, sum: bool, count: &Count, narrow: &[(&str, &str)]) -> Tier {
    let with = |field: (&'static str, &'static str)| {
        let fields: Vec<(&str, &str)> = narrow.iter().copied().chain([field]).collect();
        fields
    };
    Tier {
        name,
        sum,
        all: cell(count.all(), narrow),
        statuses: Status::ALL
            .map(|status| cell(count.of(status), &with(("status", status.id()))))
            .to_vec(),
        late: cell(count.late, &with(("timing", "late"))),
    }
}

pub(super) fn cell(count: usize, narrow: &[(&str, &str)]) -> Cell {
    let given = narrow.iter().filter(|(_, value)| !value.is_empty());
    Cell {
        count,
        query: serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default(),
    }
}
