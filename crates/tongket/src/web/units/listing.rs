//! Units as they stand on a day, in the order of the tree.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;
use tongket_core::unit::{AgencyKind, Level, Unit, UnitId};
use tongket_reader::words::fold;
use tongket_store::unit::UnitVersion;

use super::{DEEPEST, Units};

/// Which units are wanted; what is empty asks for nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'w> {
    /// Words of the name, the short names or the codes; diacritics do not matter.
    pub words: &'w str,
    /// Id of a level: "commune".
    pub level: &'w str,
    /// Id of a kind: "department".
    pub kind: &'w str,
    /// A tag: "biên giới".
    pub tag: &'w str,
    /// Id of a unit: it and all below it.
    pub under: &'w str,
}

impl Wanted<'_> {
    /// Whether every unit is wanted.
    pub fn is_all(&self) -> bool {
        let asked = [self.words, self.level, self.kind, self.tag, self.under];
        asked.iter().all(|asked| asked.trim().is_empty())
    }
}

/// A unit that stands on a day.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'u> {
    /// What it is called.
    pub version: &'u UnitVersion,
    /// What the directory makes of it.
    pub unit: Option<&'u Unit>,
    /// Steps below the top.
    pub depth: usize,
    /// Units directly below it.
    pub below: usize,
    at: usize,
}

/// What a version is searched by.
pub(super) fn folded(version: &UnitVersion) -> String {
    let words = [&version.name].into_iter().chain(&version.short_names);
    let words: Vec<&str> = words.chain(&version.codes).map(String::as_str).collect();
    fold::bare(&words.join(" "))
}

/// The name of a level or a kind in data: "commune", "people_committee".
pub fn word_of(value: impl Serialize) -> String {
    let word = serde_json::to_value(value).ok();
    word.and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

impl Standing<'_> {
    /// Id of its level; empty where nobody knows.
    pub fn level(&self) -> String {
        let level: Option<Level> = self.unit.and_then(|unit| unit.level);
        level.map(word_of).unwrap_or_default()
    }

    /// Id of its kind.
    pub fn kind(&self) -> String {
        word_of(self.unit.map_or(AgencyKind::Mixed, |unit| unit.kind))
    }
}

impl Units {
    /// The version that has this number in the directory.
    pub fn version(&self, unit: UnitId) -> Option<&UnitVersion> {
        let row = self.book.directory.get(unit)?.row;
        self.versions.get(row.checked_sub(2)?)
    }

    /// What the directory makes of a version.
    pub fn in_book(&self, version: &UnitVersion) -> Option<&Unit> {
        let at = self.of_unit.get(&version.unit)?;
        let at = at.iter().find(|at| self.versions[**at].id == version.id)?;
        self.book.directory.get(self.in_book[*at]?)
    }

    /// Every unit that stands on a day, each followed by those below it.
    pub fn tree(&self, day: Date) -> Vec<Standing<'_>> {
        let mut places: Vec<usize> = Vec::new();
        let mut place_of: HashMap<&str, usize> = HashMap::new();
        for (at, version) in self.versions.iter().enumerate() {
            if version.stands_on(day) && !place_of.contains_key(version.unit.as_str()) {
                place_of.insert(&version.unit, places.len());
                places.push(at);
            }
        }
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (place, at) in places.iter().enumerate() {
            let parent = self.versions[*at].parent.as_deref();
            match parent.and_then(|parent| place_of.get(parent)) {
                Some(parent) if *parent != place => below[*parent].push(place),
                _ => open.push((place, 0)),
            }
        }
        open.reverse();
        let mut seen = vec![false; places.len()];
        let mut tree = Vec::with_capacity(places.len());
        let mut rest = 0..places.len();
        loop {
            let next = open
                .pop()
                .or_else(|| rest.find(|place| !seen[*place]).map(|place| (place, 0)));
            let Some((place, depth)) = next else {
                return tree;
            };
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            let at = places[place];
            tree.push(Standing {
                version: &self.versions[at],
                unit: self.in_book[at].and_then(|unit| self.book.directory.get(unit)),
                depth,
                below: below[place].len(),
                at,
            });
            let deeper = (depth + 1).min(DEEPEST);
            open.extend(below[place].iter().rev().map(|place| (*place, deeper)));
        }
    }

    /// The wanted ones of a tree, in its order.
    pub fn wanted<'u>(
        &'u self,
        tree: &[Standing<'u>],
        wanted: &Wanted<'_>,
        day: Date,
    ) -> Vec<Standing<'u>> {
        let words = fold::bare(wanted.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let tag = fold::key(wanted.tag);
        let fits = |standing: &&Standing<'u>| {
            words
                .iter()
                .all(|word| self.folded[standing.at].contains(word))
                && (wanted.level.is_empty() || standing.level() == wanted.level)
                && (wanted.kind.is_empty() || standing.kind() == wanted.kind)
                && (tag.is_empty()
                    || standing
                        .version
                        .tags
                        .iter()
                        .any(|own| fold::key(own) == tag))
                && (wanted.under.is_empty()
                    || self.is_under(&standing.version.unit, wanted.under, day))
        };
        tree.iter().filter(fits).copied().collect()
    }

    fn is_under(&self, unit: &str, under: &str, day: Date) -> bool {
        self.lineage(unit, day).iter().any(|above| above == under)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn version(unit: &str, name: &str, parent: Option<&str>) -> UnitVersion {
        UnitVersion {
            id: format!("v{unit}"),
            unit: unit.to_owned(),
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            ..UnitVersion::default()
        }
    }

    /// The tree as names with their depth, under what is wanted.
    fn check(units: &Units, wanted: Wanted<'_>, expected: &[(&str, usize)]) {
        let day = date(2026, 3, 10);
        let found = units.wanted(&units.tree(day), &wanted, day);
        let found: Vec<_> = found
            .iter()
            .map(|standing| (standing.version.name.as_str(), standing.depth))
            .collect();
        assert_eq!(found, expected, "{wanted:?}");
    }

    #[test]
    fn everybody_stands_below_their_superior_and_circles_are_shown_too() {
        let mut gone = version("4", "xã Cũ", Some("1"));
        gone.valid_to = Some(date(2025, 6, 30));
        let units = Units::of(vec![
            version("1", "tỉnh Sơn Hải", None),
            version("2", "xã Đông Giang", Some("1")),
            version("3", "Sở Nội vụ", Some("1")),
            gone,
            version("5", "Tổ A", Some("6")),
            version("6", "Tổ B", Some("5")),
            version("7", "thôn Hạ", Some("2")),
        ]);
        let all = [
            ("tỉnh Sơn Hải", 0),
            ("xã Đông Giang", 1),
            ("thôn Hạ", 2),
            ("Sở Nội vụ", 1),
            ("Tổ A", 0),
            ("Tổ B", 1),
        ];
        check(&units, Wanted::default(), &all);
        let words = "giang dong";
        check(
            &units,
            Wanted {
                words,
                ..Wanted::default()
            },
            &[("xã Đông Giang", 1)],
        );
        let under = "2";
        check(
            &units,
            Wanted {
                under,
                ..Wanted::default()
            },
            &[("xã Đông Giang", 1), ("thôn Hạ", 2)],
        );
        let kind = "department";
        check(
            &units,
            Wanted {
                kind,
                ..Wanted::default()
            },
            &[("Sở Nội vụ", 1)],
        );
    }
}
