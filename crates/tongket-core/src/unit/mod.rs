//! The bodies that report: communes, departments, unions, posts, with their names over time.
//!
//! A [`Directory`] is read from a list of units that the office keeps. Names
//! are compared by a key that forgives spelling (Ủy/Uỷ, UBND, spaces, dashes)
//! and nothing else: two units of like name are never taken for one another.
//! Names and codes move from unit to unit when places are merged, so every
//! look-up says as of which day.

mod directory;
mod group;
mod name;
mod rows;
pub mod succession;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use tongket_reader::words::agency::AgencyKind;

pub use directory::{Directory, Match};
pub use group::Members;
pub use rows::Problem;

/// Number of a unit in the directory of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

impl UnitId {
    /// Stands for a sender that is not in the directory.
    pub const OUTSIDE: UnitId = UnitId(u32::MAX);
}

/// One body over the time in which it existed under one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Its number in this directory.
    pub id: UnitId,
    /// The name as the list gives it.
    pub name: String,
    /// Other names by which it may be called.
    pub short_names: Vec<String>,
    /// What kind of body it is. The body that runs a place is a [`AgencyKind::PeopleCommittee`],
    /// whether the list says "xã Vân Khê" or "UBND xã Vân Khê".
    pub kind: AgencyKind,
    /// At which level it works, where the list or its name says so.
    pub level: Option<Level>,
    /// The body it belongs to, as the list gives it.
    pub parent: Option<String>,
    /// Codes that other systems know it by. A code is not an identity: codes are given anew.
    pub codes: Vec<String>,
    /// What else it has in common with others: "biên giới", "ven biển".
    pub tags: Vec<String>,
    /// First day under this name; `None` where the list does not say.
    pub valid_from: Option<Date>,
    /// Last day under this name; `None` where it still stands.
    pub valid_to: Option<Date>,
    /// Those that took over from it.
    pub succeeded_by: Vec<UnitId>,
    /// The row of the list that names it, from 1.
    pub row: usize,
}

/// Levels of government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Trung ương.
    Central,
    /// Tỉnh, thành phố trực thuộc Trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh (abolished on 1 July 2025).
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

impl Unit {
    /// Whether it stood under this name on that day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}
