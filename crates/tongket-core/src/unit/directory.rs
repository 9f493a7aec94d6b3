//! The list of units with look-up by name as of a day.
//!
//! A look-up costs a few hash probes, however long the list. What decides
//! between two units of one name is the place they belong to, and the day.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use tongket_reader::words::agency::AgencyKind;
use tongket_reader::words::fold;

use super::name::{NameKey, level_of_place, level_word_of};
use super::rows::{self, Problem};
use super::{Level, Unit, UnitId};

/// Units by number, name and code.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    units: Vec<Unit>,
    names: FxHashMap<String, Vec<UnitId>>,
    codes: FxHashMap<String, Vec<UnitId>>,
    places: Vec<Vec<String>>,
    home: Option<String>,
    tags: FxHashSet<String>,
    known_places: FxHashSet<String>,
}

/// What a name turned out to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One unit.
    Found(UnitId),
    /// Several units of that name, and nothing that decides between them.
    Ambiguous(Vec<UnitId>),
    /// Units that bore the name on another day.
    OutOfDate(Vec<UnitId>),
    /// No unit.
    Unknown,
}

impl Match {
    /// The unit, where it is one and only one.
    pub fn found(&self) -> Option<UnitId> {
        match self {
            Match::Found(unit) => Some(*unit),
            _ => None,
        }
    }
}

impl Directory {
    /// Reads a list of units, its header row first. Problems say which row they are about.
    pub fn from_rows(rows: &[Vec<String>]) -> (Directory, Vec<Problem>) {
        let (rows, mut problems) = rows::read(rows);
        let mut directory = Directory::default();
        let mut successors = Vec::with_capacity(rows.len());
        for row in rows {
            if directory.repeats(&row.unit, &mut problems) {
                continue;
            }
            successors.push(row.successors);
            directory.add(row.unit);
        }
        directory.learn_places();
        directory.link(successors, &mut problems);
        directory.check_codes(&mut problems);
        problems.sort_by_key(|problem| problem.row);
        (directory, problems)
    }

    /// Every unit, in the order of the list.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit of that number.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(id.0 as usize)
    }

    /// The unit's name, empty where there is no such unit.
    pub fn name(&self, id: UnitId) -> &str {
        self.get(id).map_or("", |unit| &unit.name)
    }

    /// The units that stand on that day.
    pub fn standing(&self, as_of: Date) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| unit.stands_on(as_of))
    }

    /// The unit that bears this name on that day.
    pub fn find(&self, name: &str, as_of: Date) -> Match {
        self.find_under(name, None, as_of)
    }

    /// The unit that bears this name on that day and belongs to `parent`, where one is given.
    pub fn find_under(&self, name: &str, parent: Option<&str>, as_of: Date) -> Match {
        let key = NameKey::of(name);
        let parent = parent.and_then(|parent| NameKey::of(parent).place());
        let found = self.look_up(&key, parent.as_deref(), as_of);
        match key.without_office() {
            Some(rest) if found == Match::Unknown => self.look_up(&rest, parent.as_deref(), as_of),
            _ => found,
        }
    }

    /// The unit that has this code on that day.
    pub fn find_code(&self, code: &str, as_of: Date) -> Match {
        let units = self.codes.get(code.trim()).map(Vec::as_slice);
        self.decide(units.unwrap_or_default(), &[], as_of)
    }

    /// Units standing on that day whose names are spelt nearly like this one, the nearest first.
    ///
    /// These are questions to ask a person, never an answer.
    pub fn suggest(&self, name: &str, as_of: Date) -> Vec<UnitId> {
        let wanted = fold::bare(&NameKey::of(name).text());
        let near = self.standing(as_of).filter_map(|unit| {
            let bare = fold::bare(&NameKey::of(&unit.name).text());
            let close = bare.len().abs_diff(wanted.len()) <= FARTHEST_SPELLING;
            let distance = close.then(|| strsim::osa_distance(&bare, &wanted))?;
            (distance <= FARTHEST_SPELLING).then_some((distance, unit.id))
        });
        let mut near: Vec<_> = near.collect();
        near.sort_unstable();
        near.into_iter()
            .take(MOST_SUGGESTIONS)
            .map(|(_, unit)| unit)
            .collect()
    }

    /// The one standing unit whose name the name of a file speaks of, with or without diacritics.
    ///
    /// The weakest of evidence: names that differ only in diacritics are told apart where
    /// the file name has them, and where it has none and several units fit, none is taken.
    pub fn named_in(&self, file: &str, as_of: Date) -> Option<UnitId> {
        let spelt = file_words(file);
        let bare = fold::bare(&spelt);
        let has_marks = fold::key(&spelt) != bare;
        let wanted = if has_marks { fold::key(&spelt) } else { bare };
        let wanted = format!(" {wanted} ");
        let only = |name_of: &dyn Fn(&Unit) -> String| {
            let speaks = |unit: &&Unit| {
                let name = name_of(unit);
                let name = if has_marks { name } else { fold::bare(&name) };
                name.contains(' ') && wanted.contains(&format!(" {name} "))
            };
            let mut units = self.standing(as_of).filter(speaks);
            units.next().map(|unit| (unit.id, units.next().is_none()))
        };
        let whole = only(&|unit| NameKey::of(&unit.name).text());
        let found = whole.or_else(|| only(&|unit| NameKey::of(&unit.name).proper_name()));
        found.filter(|(_, alone)| *alone).map(|(unit, _)| unit)
    }

    /// The places a unit stands in by its own name and its parents': "huyện đông giang".
    pub(super) fn places_of(&self, id: UnitId) -> &[String] {
        self.places.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether any unit bears this tag, given as folded words.
    pub(super) fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }

    /// Whether any unit stands in this place: "huyện đông giang".
    pub(super) fn has_place(&self, place: &str) -> bool {
        self.known_places.contains(place)
    }

    fn look_up(&self, key: &NameKey, parent: Option<&str>, as_of: Date) -> Match {
        let mut old = Vec::new();
        let whole = (key.text(), Vec::new());
        for (name, places) in std::iter::once(whole).chain(key.splits()) {
            let Some(units) = self.names.get(&name) else {
                continue;
            };
            let wanted: Vec<&str> = places.iter().map(String::as_str).chain(parent).collect();
            match self.decide(units, &wanted, as_of) {
                Match::Unknown => {}
                Match::OutOfDate(units) => old.extend(units),
                found => return found,
            }
        }
        match old.is_empty() {
            true => Match::Unknown,
            false => Match::OutOfDate(old),
        }
    }

    /// Which of several units of one name is meant, given the places it is said to stand in.
    fn decide(&self, units: &[UnitId], places: &[&str], as_of: Date) -> Match {
        let possible: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| places.iter().all(|place| !self.conflicts(*unit, place)))
            .collect();
        let stands = |unit: &UnitId| self.get(*unit).is_some_and(|unit| unit.stands_on(as_of));
        let standing: Vec<UnitId> = possible.iter().copied().filter(stands).collect();
        let confirmed: Vec<UnitId> = standing
            .iter()
            .copied()
            .filter(|unit| places.iter().any(|place| self.stands_in(*unit, place)))
            .collect();
        match (confirmed.as_slice(), standing.as_slice()) {
            ([unit], _) | ([], [unit]) => Match::Found(*unit),
            ([], []) if possible.is_empty() || units.iter().any(stands) => Match::Unknown,
            ([], []) => Match::OutOfDate(possible),
            ([], several) | (several, _) => Match::Ambiguous(several.to_vec()),
        }
    }

    /// Whether the list says that the unit stands in that place.
    fn stands_in(&self, unit: UnitId, place: &str) -> bool {
        self.places_of(unit).iter().any(|known| known == place)
    }

    /// Whether the list says that the unit stands in another place of that level.
    fn conflicts(&self, unit: UnitId, place: &str) -> bool {
        if self.stands_in(unit, place) {
            return false;
        }
        let Some(level) = level_of_place(place) else {
            return false;
        };
        if level_word_of(place) == place {
            return self
                .get(unit)
                .and_then(|unit| unit.level)
                .is_some_and(|own| own != level && level != Level::Province);
        }
        let known = self.places_of(unit);
        let other = known
            .iter()
            .any(|known| level_of_place(known) == Some(level));
        let abroad =
            level == Level::Province && self.home.as_deref().is_some_and(|home| home != place);
        other || abroad
    }

    fn add(&mut self, mut unit: Unit) {
        let id = UnitId(self.units.len() as u32);
        unit.id = id;
        let names = std::iter::once(&unit.name).chain(&unit.short_names);
        for key in names.map(|name| NameKey::of(name).text()) {
            push_once(self.names.entry(key).or_default(), id);
        }
        for code in &unit.codes {
            push_once(self.codes.entry(code.clone()).or_default(), id);
        }
        self.units.push(unit);
    }

    /// Whether the list already has this very unit; says so where it has.
    fn repeats(&self, unit: &Unit, problems: &mut Vec<Problem>) -> bool {
        let same = self
            .names
            .get(&NameKey::of(&unit.name).text())
            .into_iter()
            .flatten();
        let Some(earlier) = same.filter_map(|id| self.get(*id)).find(|earlier| {
            earlier.parent == unit.parent
                && earlier.codes == unit.codes
                && (earlier.valid_from, earlier.valid_to) == (unit.valid_from, unit.valid_to)
        }) else {
            return false;
        };
        problems.push(Problem {
            row: unit.row,
            message: format!(
                "Hàng {}: “{}” đã có ở hàng {}; hàng này không được dùng.",
                unit.row, unit.name, earlier.row
            ),
            message_en: format!(
                "Row {}: “{}” is already in row {}; this row is not used.",
                unit.row, unit.name, earlier.row
            ),
        });
        true
    }

    /// Learns where every unit stands, then indexes provincial names without their province.
    fn learn_places(&mut self) {
        self.home = self.only_province();
        self.places = self.units.iter().map(|unit| self.chain(unit)).collect();
        self.known_places = self.places.iter().flatten().cloned().collect();
        self.tags = self
            .units
            .iter()
            .flat_map(|unit| &unit.tags)
            .map(|tag| fold::key(tag))
            .collect();
        for index in 0..self.units.len() {
            self.complete(index);
        }
    }

    /// Gives a unit the level its name or its kind says, and its name without the province.
    fn complete(&mut self, index: usize) {
        let key = NameKey::of(&self.units[index].name);
        let unit = &mut self.units[index];
        unit.level = unit
            .level
            .or_else(|| key.level())
            .or_else(|| level_of_kind(unit.kind));
        if unit.level != Some(Level::Province) {
            return;
        }
        let id = unit.id;
        for (name, places) in key.splits() {
            if places
                .iter()
                .all(|place| level_of_place(place) == Some(Level::Province))
            {
                push_once(self.names.entry(name).or_default(), id);
            }
        }
    }

    /// The one province that the list speaks of, where it is one.
    fn only_province(&self) -> Option<String> {
        let named = self
            .units
            .iter()
            .flat_map(|unit| std::iter::once(&unit.name).chain(&unit.parent));
        let mut provinces = named.filter_map(|name| province(&NameKey::of(name)));
        let first = provinces.next()?;
        provinces.all(|other| other == first).then_some(first)
    }

    /// The places of a unit: in its own name, then those of its parents upwards.
    fn chain(&self, unit: &Unit) -> Vec<String> {
        let mut places = own_places(&unit.name);
        let mut parent = unit.parent.as_deref();
        for _ in 0..DEEPEST {
            let Some(name) = parent else {
                break;
            };
            places.extend(own_places(name));
            let above = self
                .names
                .get(&NameKey::of(name).text())
                .and_then(|units| self.get(*units.first()?));
            parent = above.and_then(|above| above.parent.as_deref());
        }
        places
    }

    /// Links every unit to those that took over from it, on the day after its last.
    fn link(&mut self, successors: Vec<Vec<String>>, problems: &mut Vec<Problem>) {
        for (index, names) in successors.into_iter().enumerate() {
            for name in names {
                let found = self.successor(index, &name);
                let unit = &mut self.units[index];
                match found {
                    Some(successor) => unit.succeeded_by.push(successor),
                    None => problems.push(Problem {
                        row: unit.row,
                        message: format!(
                            "Hàng {}: không tìm thấy đơn vị kế thừa “{name}” trong danh sách.",
                            unit.row
                        ),
                        message_en: format!(
                            "Row {}: the successor “{name}” is not in the list.",
                            unit.row
                        ),
                    }),
                }
            }
        }
    }

    fn successor(&self, index: usize, name: &str) -> Option<UnitId> {
        let last = self.units[index].valid_to;
        let day = last
            .and_then(|last| last.tomorrow().ok())
            .or(self.units[index].valid_from)?;
        self.find(name, day)
            .found()
            .or_else(|| self.find_code(name, day).found())
    }

    /// Says where two units have one code at one time.
    fn check_codes(&self, problems: &mut Vec<Problem>) {
        for (code, units) in &self.codes {
            let units: Vec<&Unit> = units.iter().filter_map(|id| self.get(*id)).collect();
            for (index, unit) in units.iter().enumerate() {
                let Some(other) = units[..index].iter().find(|other| overlap(unit, other)) else {
                    continue;
                };
                problems.push(Problem {
                    row: unit.row,
                    message: format!("Hàng {}: mã {code} của “{}” cũng là mã của “{}” (hàng {}) trong cùng thời gian.", unit.row, unit.name, other.name, other.row),
                    message_en: format!("Row {}: code {code} of “{}” is also the code of “{}” (row {}) at the same time.", unit.row, unit.name, other.name, other.row),
                });
            }
        }
    }
}

/// Letters by which a suggestion may differ.
const FARTHEST_SPELLING: usize = 2;
/// Suggestions to one name.
const MOST_SUGGESTIONS: usize = 3;
/// Parents above one another; a list that goes round in a circle ends here.
const DEEPEST: usize = 6;

/// The words of a file's name: "DongGiang_BC-10nam.docx" → "Dong Giang BC 10nam".
fn file_words(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let mut words = String::with_capacity(stem.len() + 8);
    let mut before = ' ';
    for letter in stem.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            words.push(' ');
        }
        words.push(if letter.is_alphanumeric() {
            letter
        } else {
            ' '
        });
        before = letter;
    }
    words
}

fn push_once(units: &mut Vec<UnitId>, unit: UnitId) {
    if !units.contains(&unit) {
        units.push(unit);
    }
}

/// The places that a name itself speaks of, and the place it is.
fn own_places(name: &str) -> Vec<String> {
    let key = NameKey::of(name);
    let mut places = match key.splits().pop() {
        Some((_, places)) => places,
        None => Vec::new(),
    };
    if key.place_word().is_some() {
        places.push(
            key.splits()
                .pop()
                .map_or_else(|| key.text(), |(name, _)| name),
        );
    }
    places.retain(|place| level_word_of(place) != place.as_str());
    places
}

/// The province a name speaks of: "tỉnh sơn hải"; not the bare word "tỉnh".
fn province(key: &NameKey) -> Option<String> {
    let splits = key.splits().into_iter().flat_map(|(_, places)| places);
    let whole = key.place_word().map(|_| key.text());
    splits
        .chain(whole)
        .find(|place| place.starts_with("tỉnh ") && level_of_place(place) == Some(Level::Province))
}

/// Where bodies of a kind stand when nothing says otherwise.
fn level_of_kind(kind: AgencyKind) -> Option<Level> {
    match kind {
        AgencyKind::State | AgencyKind::Ministry => Some(Level::Central),
        AgencyKind::Division => Some(Level::District),
        AgencyKind::BorderPost | AgencyKind::Mixed | AgencyKind::PeopleCommittee => None,
        _ => Some(Level::Province),
    }
}

fn overlap(one: &Unit, other: &Unit) -> bool {
    let begins_in_time = |one: &Unit, other: &Unit| {
        one.valid_from
            .zip(other.valid_to)
            .is_none_or(|(from, to)| from <= to)
    };
    begins_in_time(one, other) && begins_in_time(other, one)
}
