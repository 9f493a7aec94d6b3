//! The tree of units as every request needs it, held in memory.
//!
//! Ten thousand units are a few megabytes; every permission asks who stands
//! above whom, and every page names units. The tree is read once and again
//! after each act that changes it ([`House::units_changed`]).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rust_decimal::Decimal;
use tongket_core::amount::number;
use tongket_core::permit::Place;
use tongket_core::refusal::{Refusal, Said};
use tongket_core::unit::{AgencyKind, Match, UnitId};
use tongket_reader::words::fold;
use tongket_store::StoreError;
use tongket_store::unit::{self, UnitBook, UnitVersion};

use super::house::House;
use super::language::TAKEN_OVER;

mod listing;

pub use listing::{Standing, Wanted, word_of};

/// Steps up a tree; a list that goes round in a circle ends here.
const DEEPEST: usize = 8;

/// Every unit over time.
#[derive(Debug, Default)]
pub struct Units {
    /// The directory that the core decides with.
    pub book: UnitBook,
    versions: Vec<UnitVersion>,
    of_unit: HashMap<String, Vec<usize>>,
    /// What each version is searched by, without diacritics.
    folded: Vec<String>,
    /// The number of each version in the directory.
    in_book: Vec<Option<UnitId>>,
    /// The days on which versions begin, each once, in order.
    begins: Vec<Date>,
    /// Units as they stand on the day that was asked for last.
    profiles: Mutex<(Date, HashMap<String, Arc<Profile>>)>,
}

/// A unit on a day, as lists of reports sort and filter it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The same without diacritics, for finding and for sorting.
    pub folded: String,
    /// Id of its level: "province", "commune"; as the list gave it where it is no level we know.
    pub level: String,
    /// Id of its kind: "department"; as the list gave it where it is no kind we know.
    pub kind: String,
    /// "biên giới", "ven biển".
    pub tags: Vec<String>,
    /// The units above it, the nearest first.
    pub above: Vec<String>,
}

impl Units {
    /// The one unit that ever bore this name, whether it stands or not.
    pub fn ever_named(&self, name: &str) -> Option<&str> {
        let key = fold::key(name.trim());
        let bore = self.versions.iter().filter(|it| fold::key(&it.name) == key);
        let mut units: Vec<&str> = bore.map(|it| it.unit.as_str()).collect();
        units.dedup();
        match units.as_slice() {
            [unit] => Some(unit),
            _ => None,
        }
    }

    /// Of these versions, ordered by unit and first day.
    pub fn of(versions: Vec<UnitVersion>) -> Units {
        let mut of_unit: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, version) in versions.iter().enumerate() {
            of_unit.entry(version.unit.clone()).or_default().push(at);
        }
        let book = UnitBook::of(&versions);
        let mut in_book = vec![None; versions.len()];
        for unit in book.directory.units() {
            in_book[unit.row - 2] = Some(unit.id);
        }
        let begins = versions.iter().filter_map(|it| it.valid_from);
        let begins: BTreeSet<Date> = begins.collect();
        Units {
            folded: versions.iter().map(listing::folded).collect(),
            begins: begins.into_iter().collect(),
            in_book,
            book,
            versions,
            of_unit,
            profiles: Mutex::default(),
        }
    }

    /// Every version of every unit.
    pub fn versions(&self) -> &[UnitVersion] {
        &self.versions
    }

    /// The versions of one unit, oldest first.
    pub fn history(&self, unit: &str) -> impl DoubleEndedIterator<Item = &UnitVersion> {
        let at = self.of_unit.get(unit).into_iter().flatten();
        at.map(|at| &self.versions[*at])
    }

    /// A unit as it stood on a day; its last version where it did not stand then.
    pub fn on(&self, unit: &str, day: Date) -> Option<&UnitVersion> {
        self.standing_on(unit, day)
            .or_else(|| self.history(unit).next_back())
    }

    /// A unit as it stood on a day, if it did.
    pub fn standing_on(&self, unit: &str, day: Date) -> Option<&UnitVersion> {
        self.history(unit).find(|version| version.stands_on(day))
    }

    /// The name of a unit on a day; its id where nobody knows it.
    pub fn name<'a>(&'a self, unit: &'a str, day: Date) -> &'a str {
        self.on(unit, day).map_or(unit, |version| &version.name)
    }

    /// The unit as whose report something is shown: with the one from which it took the duty over,
    /// so that two reports of one unit are told apart. In Vietnamese; a page says it in its own
    /// language (`Language::whose`).
    pub fn whose(&self, unit: &str, inherited_from: Option<&str>, day: Date) -> String {
        let name = self.name(unit, day);
        match inherited_from.filter(|old| *old != unit) {
            Some(old) => format!("{name} {TAKEN_OVER}{})", self.name(old, day)),
            None => name.to_owned(),
        }
    }

    /// Whether a unit is a place, for which its people's committee speaks.
    pub fn is_place(&self, unit: &str, day: Date) -> bool {
        let version = self.on(unit, day);
        let known = version.and_then(|version| self.in_book(version));
        known.is_some_and(|known| known.kind == AgencyKind::PeopleCommittee)
    }

    /// The name under which a unit issues papers: of "xã Vân Khê" its people's committee (Decree
    /// 30/2020/NĐ-CP, annex I).
    pub fn issuing_name(&self, unit: &str, day: Date) -> String {
        let name = self.name(unit, day);
        let place = name.strip_prefix("UBND ").unwrap_or(name);
        match self.is_place(unit, day) && !fold::key(place).starts_with("ủy ban") {
            true => format!("Ủy ban nhân dân {place}"),
            false => name.to_owned(),
        }
    }

    /// The unit, then those above it on a day, the nearest first.
    pub fn lineage(&self, unit: &str, day: Date) -> Vec<String> {
        let mut lineage = vec![unit.to_owned()];
        while lineage.len() <= DEEPEST
            && let Some(above) = lineage
                .last()
                .and_then(|last| self.on(last, day)?.parent.clone())
        {
            lineage.push(above);
        }
        lineage
    }

    /// The units after these versions have come in: each in the place of the one with its id, or new.
    pub fn with<'v>(&self, changed: impl IntoIterator<Item = &'v UnitVersion>) -> Units {
        let mut versions = self.versions.clone();
        let at: HashMap<String, usize> = versions
            .iter()
            .enumerate()
            .map(|(at, version)| (version.id.clone(), at))
            .collect();
        for version in changed {
            match at.get(&version.id) {
                Some(at) => versions[*at].clone_from(version),
                None => versions.push(version.clone()),
            }
        }
        versions.sort_by(|one, other| {
            (&one.unit, one.valid_from).cmp(&(&other.unit, other.valid_from))
        });
        Units::of(versions)
    }

    /// The superiors of a unit where they lead back to itself, on a day or on a later one.
    pub fn leads_back(&self, unit: &str, day: Date) -> Option<Said> {
        let later = self.begins.partition_point(|begins| *begins <= day);
        let days = std::iter::once(&day).chain(&self.begins[later..]);
        days.into_iter().find_map(|day| self.round(unit, *day))
    }

    /// The superiors of a unit where they lead back to itself on a day: "A thuộc B, B thuộc A".
    fn round(&self, unit: &str, day: Date) -> Option<Said> {
        let mut chain = vec![unit];
        loop {
            let above = self.on(chain.last()?, day)?.parent.as_deref()?;
            if above == unit {
                chain.push(above);
                break;
            }
            if chain.contains(&above) {
                return None;
            }
            chain.push(above);
        }
        let names: Vec<&str> = chain.iter().map(|unit| self.name(unit, day)).collect();
        let links = |word: &str| {
            let links = names.windows(2);
            let links = links.map(|link| format!("“{}” {word} “{}”", link[0], link[1]));
            links.collect::<Vec<_>>().join(", ")
        };
        Some(Said::new(
            format!("cấp trên vòng lại chính đơn vị: {}", links("thuộc")),
            format!("the superiors lead back to the unit: {}", links("is below")),
        ))
    }

    /// A unit on a day, made once for all who ask on that day.
    pub fn profile(&self, unit: &str, day: Date) -> Arc<Profile> {
        let mut profiles = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        if profiles.0 != day {
            *profiles = (day, HashMap::new());
        }
        if let Some(known) = profiles.1.get(unit) {
            return Arc::clone(known);
        }
        let profile = Arc::new(self.seen_on(unit, day));
        profiles.1.insert(unit.to_owned(), Arc::clone(&profile));
        profile
    }

    fn seen_on(&self, unit: &str, day: Date) -> Profile {
        let version = self.on(unit, day);
        let known = version.and_then(|version| self.in_book(version));
        let name = self.name(unit, day).to_owned();
        Profile {
            folded: fold::bare(&name),
            name,
            level: (known.and_then(|unit| unit.level).map(word_of))
                .or_else(|| version.map(|unit| unit.level.clone()))
                .unwrap_or_default(),
            kind: (known.map(|unit| word_of(unit.kind)))
                .or_else(|| version.map(|unit| unit.kind.clone()))
                .unwrap_or_default(),
            tags: version.map(|unit| unit.tags.clone()).unwrap_or_default(),
            above: self.lineage(unit, day).split_off(1),
        }
    }

    /// Units that do not stand on a day any more, or not yet.
    pub fn not_standing_on(&self, day: Date) -> impl Iterator<Item = &str> {
        let all = self.of_unit.keys().map(String::as_str);
        all.filter(move |unit| self.standing_on(unit, day).is_none())
    }

    /// The place of something that belongs to a unit, for the permission table.
    pub fn place(&self, unit: &str, day: Date) -> Place {
        Place::of_unit(self.lineage(unit, day))
    }
}

impl Units {
    /// The unit that somebody means who types an id, a code or a name: the one that stands on a day.
    ///
    /// # Errors
    /// With the units that may be meant, where it is not exactly one.
    pub fn meant(&self, typed: &str, day: Date) -> Result<String, Refusal> {
        let typed = typed.trim();
        if self.of_unit.contains_key(typed) {
            return Ok(typed.to_owned());
        }
        let directory = &self.book.directory;
        let found = match directory.find_code(typed, day) {
            Match::Unknown | Match::OutOfDate(_) => directory.find(typed, day),
            by_code => by_code,
        };
        let (why, near) = match found {
            Match::Found(unit) => {
                let id = self.book.id(unit).map(str::to_owned);
                return id.ok_or_else(|| unit_invalid(typed, NOT_THERE, Vec::new()));
            }
            Match::Ambiguous(units) => (SEVERAL, units),
            Match::OutOfDate(units) => (PAST, units),
            Match::Unknown => (NOT_THERE, directory.suggest(typed, day)),
        };
        let near = near.into_iter().filter_map(|unit| directory.get(unit));
        let said = near.map(|unit| match &unit.parent {
            Some(parent) => Said::from(format!("{}, {parent}", unit.name)),
            None => Said::from(unit.name.as_str()),
        });
        Err(unit_invalid(typed, why, said.collect()))
    }
}

const SEVERAL: (&str, &str) = (
    "có nhiều đơn vị cùng tên; hãy ghi thêm cấp trên, như “xã Vân Khê, huyện Đông Giang”",
    "several units bear this name; add the superior, as in “xã Vân Khê, huyện Đông Giang”",
);
const PAST: (&str, &str) = (
    "đơn vị không còn hoặc chưa có vào ngày này",
    "the unit does not stand on that day",
);
const NOT_THERE: (&str, &str) = (
    "không có đơn vị này trong danh mục",
    "there is no such unit in the list",
);

fn unit_invalid(typed: &str, why: (&str, &str), near: Vec<Said>) -> Refusal {
    let (vi, en) = match typed.is_empty() {
        true => ("chưa ghi đơn vị", "no unit is given"),
        false => why,
    };
    Refusal::field_invalid(Said::new("đơn vị", "unit"), Said::new(vi, en)).with_details(near)
}

impl House {
    /// The tree of units.
    ///
    /// # Errors
    /// Where it must be read and the database cannot.
    pub async fn units(&self) -> Result<Arc<Units>, StoreError> {
        let mut held = self.units.lock().await;
        if let Some(units) = &*held {
            return Ok(Arc::clone(units));
        }
        let mut conn = self.store.read_apart().await?;
        let versions = unit::versions(&mut conn).await?;
        let units = Arc::new(self.at_the_back(move || Units::of(versions)).await);
        *held = Some(Arc::clone(&units));
        Ok(units)
    }

    /// Says that the tree has changed: who asks next reads it anew.
    pub async fn units_changed(&self) {
        *self.units.lock().await = None;
    }
}

/// A share as people say it: "0.60" is "60%"; nothing where there is none.
pub(in crate::web) fn share_text(share: &str) -> String {
    let share: Option<Decimal> = share.parse().ok();
    let percent = share.map(|share| (share * Decimal::ONE_HUNDRED).normalize());
    percent.map_or_else(String::new, |percent| format!("{}%", number(percent)))
}
