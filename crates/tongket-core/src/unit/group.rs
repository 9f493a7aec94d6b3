//! Which units a group in a plan means on a given day.
//!
//! "Các sở, ban, ngành, đoàn thể cấp tỉnh; UBND các huyện" is read piece by
//! piece: units named outright are looked up, words for kinds, levels, places
//! and tags choose among the units of the directory, exceptions are taken
//! away. A word that chooses nothing is reported: a group is shown to a person
//! for confirmation, not trusted.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use tongket_reader::words::agency::{AgencyKind, agencies};
use tongket_reader::words::fold;

use super::name::{NameKey, split};
use super::{Directory, Level, Match, Unit, UnitId};

/// The units that a group means, and what of its name was not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// The members, in the order of the directory.
    pub units: Vec<UnitId>,
    /// Words and names that chose nothing, each as a sentence in Vietnamese.
    pub unresolved: Vec<String>,
}

/// What a phrase in the name of a group means.
#[derive(Debug, Clone, Default, Deserialize)]
struct Meaning {
    phrases: Vec<String>,
    #[serde(default)]
    kinds: Vec<AgencyKind>,
    #[serde(default)]
    places: Vec<String>,
    level: Option<Level>,
    level_if_none: Option<Level>,
    tag: Option<String>,
    #[serde(default)]
    vague: bool,
    /// Members bear the phrase in their name: "hội nông dân".
    #[serde(default)]
    by_name: bool,
    /// What they bear in their name where that is not the phrase: "thanh tra các sở" are "thanh tra sở …".
    name: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    words: Vec<Meaning>,
}

struct Vocabulary {
    meanings: FxHashMap<String, Meaning>,
    longest: usize,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../data/groups.toml"))
        .expect("data/groups.toml is part of the program and tested");
    let mut meanings = FxHashMap::default();
    for meaning in data.words {
        for phrase in &meaning.phrases {
            meanings.insert(split(phrase).join(" "), meaning.clone());
        }
    }
    let longest = meanings
        .keys()
        .map(|phrase: &String| phrase.split(' ').count())
        .max();
    Vocabulary {
        longest: longest.unwrap_or(1),
        meanings,
    }
});

/// What the members of a group have in common.
#[derive(Debug, Default)]
struct Criteria {
    kinds: BTreeSet<AgencyKind>,
    places: BTreeSet<String>,
    level: Option<Level>,
    fallback_level: Option<Level>,
    tags: BTreeSet<String>,
    within: Vec<String>,
    /// Units of these kinds whose names begin so.
    named: Vec<(Vec<AgencyKind>, String)>,
    vague: bool,
    unknown: Vec<String>,
}

impl Directory {
    /// The units that a group or a list of names means on that day.
    pub fn resolve(&self, text: &str, as_of: Date) -> Members {
        let (included, excluded) = match text.split_once("trừ ") {
            Some((before, after)) => (
                before.trim_end_matches([' ', '(', ',']),
                Some(after.trim_end_matches(')')),
            ),
            None => (text, None),
        };
        let mut members = self.members(included, as_of);
        if let Some(exception) = excluded {
            let exception = self.members(exception, as_of);
            members.units.retain(|unit| !exception.units.contains(unit));
            members.unresolved.extend(exception.unresolved);
        }
        members
    }

    /// The members of every piece of a list.
    fn members(&self, text: &str, as_of: Date) -> Members {
        let pieces = agencies(text);
        let mut group = Group {
            directory: self,
            as_of,
            units: BTreeSet::new(),
            unresolved: Vec::new(),
        };
        if pieces.is_empty() && !text.trim().is_empty() {
            group.piece(text.trim());
        }
        for piece in &pieces {
            match piece.group {
                true => group.piece(&piece.name),
                false => group.unit(&piece.name),
            }
        }
        Members {
            units: group.units.into_iter().collect(),
            unresolved: group.unresolved,
        }
    }

    /// Tags of a unit: its own, and those of the place it works for.
    fn bears(&self, unit: &Unit, tags: &BTreeSet<String>, as_of: Date) -> bool {
        let has = |unit: &Unit| unit.tags.iter().any(|tag| tags.contains(&fold::key(tag)));
        has(unit) || self.place_of(unit, as_of).is_some_and(has)
    }

    /// The unit that runs the place which a body bears in its name: "Đảng ủy xã Vân Khê" → xã Vân Khê.
    fn place_of(&self, unit: &Unit, as_of: Date) -> Option<&Unit> {
        let place = NameKey::of(&unit.name)
            .splits()
            .pop()?
            .1
            .into_iter()
            .next()?;
        self.get(
            self.find_under(&place, unit.parent.as_deref(), as_of)
                .found()?,
        )
    }
}

/// A group while it is being resolved.
struct Group<'d> {
    directory: &'d Directory,
    as_of: Date,
    units: BTreeSet<UnitId>,
    unresolved: Vec<String>,
}

impl Group<'_> {
    /// Adds a unit by its name.
    fn unit(&mut self, name: &str) {
        match self.directory.find(name, self.as_of) {
            Match::Found(unit) => {
                self.units.insert(unit);
            }
            Match::Ambiguous(_) => self
                .unresolved
                .push(format!("“{name}” có nhiều đơn vị cùng tên trong danh sách")),
            Match::OutOfDate(_) => self.unresolved.push(format!(
                "“{name}” không còn (hoặc chưa có) tại thời điểm này"
            )),
            Match::Unknown => self
                .unresolved
                .push(format!("“{name}” không có trong danh sách đơn vị")),
        }
    }

    /// Adds the members of one group: those it names outright, and those its words choose.
    fn piece(&mut self, text: &str) {
        let parts = parts(text);
        let rest = self.named(&parts);
        if rest.is_empty() {
            return;
        }
        let mut criteria = Criteria::of(&rest.join(" "), self.directory);
        if criteria.vague {
            self.unresolved.push(format!(
                "“{text}”: tên nhóm không cho biết gồm những đơn vị nào"
            ));
            return;
        }
        for unknown in std::mem::take(&mut criteria.unknown) {
            self.unresolved
                .push(format!("“{text}”: không hiểu “{unknown}”"));
        }
        self.choose(text, &criteria);
    }

    fn choose(&mut self, text: &str, criteria: &Criteria) {
        if criteria.is_empty() {
            return;
        }
        let (directory, as_of) = (self.directory, self.as_of);
        let chosen = directory
            .standing(as_of)
            .filter(|unit| criteria.fits(unit, directory, as_of));
        let before = self.units.len();
        self.units.extend(chosen.map(|unit| unit.id));
        if self.units.len() == before {
            self.unresolved.push(format!(
                "“{text}”: không có đơn vị nào trong danh sách thuộc nhóm này"
            ));
        }
    }

    /// Adds the units that the parts of a list name, and returns the parts that name none.
    ///
    /// A part may lack the first word it shares ("các Sở: Nội vụ, Y tế"), and a
    /// name may itself hold a comma, so the longest run of parts that is a name wins.
    fn named<'p>(&mut self, parts: &[&'p str]) -> Vec<&'p str> {
        let (mut rest, mut at) = (Vec::new(), 0);
        let shared = parts
            .first()
            .map(|first| shared_head(first))
            .unwrap_or_default();
        while at < parts.len() {
            let longest = parts.len().min(at + LONGEST_NAME);
            let found = (at + 1..=longest)
                .rev()
                .find_map(|end| Some((end, self.name(&shared, &parts[at..end])?)));
            match found {
                Some((end, unit)) => {
                    self.units.insert(unit);
                    at = end;
                }
                None => {
                    rest.push(parts[at]);
                    at += 1;
                }
            }
        }
        rest
    }

    fn name(&self, shared: &str, parts: &[&str]) -> Option<UnitId> {
        let joined = parts.join(", ");
        let own = without_quantifier(&joined);
        let whole = self.directory.find(own, self.as_of).found();
        whole.or_else(|| {
            self.directory
                .find(&format!("{shared} {own}"), self.as_of)
                .found()
        })
    }
}

impl Criteria {
    /// Reads the words of a group.
    fn of(text: &str, directory: &Directory) -> Criteria {
        let words = split(text);
        let (mut criteria, mut at) = (Criteria::default(), 0);
        while at < words.len() {
            let longest = VOCABULARY.longest.min(words.len() - at);
            let known = (1..=longest).rev().find_map(|length| {
                let phrase = words[at..at + length].join(" ");
                Some((length, VOCABULARY.meanings.get(&phrase)?))
            });
            at += match known {
                Some((length, meaning)) => {
                    criteria.take(meaning, &words[at..at + length].join(" "));
                    length
                }
                None => criteria.take_unknown(&words[at..], directory),
            };
        }
        criteria.settle();
        criteria
    }

    fn take(&mut self, meaning: &Meaning, phrase: &str) {
        match (meaning.by_name, &meaning.name) {
            (false, None) => self.kinds.extend(meaning.kinds.iter().copied()),
            (_, name) => {
                let name = name.as_deref().unwrap_or(phrase);
                self.named.push((meaning.kinds.clone(), name.to_owned()));
            }
        }
        self.places.extend(meaning.places.iter().cloned());
        self.level = self.level.or(meaning.level);
        self.fallback_level = self.fallback_level.or(meaning.level_if_none);
        self.tags.extend(meaning.tag.clone());
        self.vague |= meaning.vague;
    }

    /// Takes a tag of the directory or the name of a place; otherwise notes the word. Returns how many words it took.
    fn take_unknown(&mut self, words: &[String], directory: &Directory) -> usize {
        let longest = words.len().min(LONGEST_NAME);
        for length in (1..=longest).rev() {
            let phrase = words[..length].join(" ");
            if directory.has_tag(&phrase) {
                self.tags.insert(phrase);
                return length;
            }
            if let Some(place) = self.place_named(&phrase, directory) {
                self.within.push(place);
                return length;
            }
        }
        self.unknown.extend(words.first().cloned());
        1
    }

    /// A known place whose level word was just taken: "trên địa bàn huyện" + "đông giang".
    fn place_named(&mut self, name: &str, directory: &Directory) -> Option<String> {
        let level = ["huyện", "thị xã", "thành phố", "tỉnh", "quận"];
        let place = level
            .iter()
            .map(|level| format!("{level} {name}"))
            .find(|place| directory.has_place(place))?;
        let word = place.strip_suffix(name).map(str::trim).unwrap_or_default();
        self.places.remove(word);
        Some(place)
    }

    /// Puts what was said together: places of the level that is named need not be told apart.
    fn settle(&mut self) {
        if self.level == Some(Level::Commune) && !self.places.is_empty() {
            self.places.clear();
        }
        if self.level.is_some() || !self.places.is_empty() {
            self.fallback_level = None;
        }
        let of_places = !self.places.is_empty() || self.level == Some(Level::Commune);
        if of_places && self.kinds.is_empty() && self.named.is_empty() {
            self.kinds.insert(AgencyKind::PeopleCommittee);
        }
        if self.places.contains("tỉnh") && !self.places.contains("huyện") {
            let only_limit =
                self.places.len() == 1 && !self.kinds.contains(&AgencyKind::PeopleCommittee);
            if only_limit {
                self.places.clear();
            }
            self.level = self.level.or(Some(Level::Province));
        } else if self.places.contains("thành phố") {
            self.level = self.level.or(Some(Level::District));
        }
    }

    fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.named.is_empty() && self.tags.is_empty()
    }

    fn fits(&self, unit: &Unit, directory: &Directory, as_of: Date) -> bool {
        let level = self.level.or(self.fallback_level);
        self.kind_fits(unit)
            && level.is_none_or(|level| unit.level == Some(level))
            && (self.places.is_empty() || self.place_fits(unit))
            && self
                .within
                .iter()
                .all(|place| directory.places_of(unit.id).contains(place))
            && (self.tags.is_empty() || directory.bears(unit, &self.tags, as_of))
    }

    /// Whether the unit is of a kind that was said, or bears a name that was.
    fn kind_fits(&self, unit: &Unit) -> bool {
        let bears = |(kinds, name): &(Vec<AgencyKind>, String)| {
            kinds.contains(&unit.kind) && NameKey::of(&unit.name).text().starts_with(name)
        };
        let any = self.kinds.is_empty() && self.named.is_empty();
        any || self.kinds.contains(&unit.kind) || self.named.iter().any(bears)
    }

    fn place_fits(&self, unit: &Unit) -> bool {
        let key = NameKey::of(&unit.name);
        let word = key.place_word().or_else(|| {
            let (_, places) = key.splits().into_iter().last()?;
            NameKey::of(places.first()?).place_word()
        });
        word.is_some_and(|word| self.places.contains(&word))
    }
}

/// Parts of a list longer than this are not joined to one name.
const LONGEST_NAME: usize = 4;

/// The parts of a list, with the last "và" taken for a comma.
fn parts(text: &str) -> Vec<&str> {
    let by_sign = text.split([',', ':', ';']);
    by_sign
        .flat_map(|part| part.split(" và "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// "các Sở" → "Sở"; "UBND các xã Vân Khê" → "UBND xã".
fn shared_head(first: &str) -> String {
    let words: Vec<&str> = first
        .split_whitespace()
        .filter(|word| fold::key(word) != "các")
        .collect();
    let is_name = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let named = words.iter().skip(1).position(|word| is_name(&word));
    words[..named.map_or(words.len(), |at| at + 1)].join(" ")
}

fn without_quantifier(part: &str) -> &str {
    let lower = part
        .strip_prefix("các ")
        .or_else(|| part.strip_prefix("Các "));
    lower.unwrap_or(part).trim()
}
