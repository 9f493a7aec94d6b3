//! To whom something is addressed, and through whom it goes.
//!
//! "Gửi về UBND tỉnh (qua Công an tỉnh)": the committee is the addressee, the
//! police are the channel. A report is handed to the channel first; what is
//! signed and printed on it names the addressee. The two are never mixed up.

use jiff::civil::Date;
use tongket_reader::plan::Task;
use tongket_reader::words::fold;

use crate::unit::{AgencyKind, Directory, Level, Unit, UnitId};

/// A body that a plan names: as written, and the unit it is where the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name as written.
    pub as_written: String,
    /// The unit of that name on the plan's date; `None` where it is not known or not one.
    pub unit: Option<UnitId>,
}

/// The way of a paper: its addressee and its channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// To whom it is addressed.
    pub recipient: Option<Party>,
    /// Through whom it goes.
    pub via: Option<Party>,
}

impl Party {
    /// The body of this name as of a day.
    pub fn of(name: &str, directory: &Directory, as_of: Date) -> Party {
        Party {
            as_written: name.to_owned(),
            unit: directory
                .find(name, as_of)
                .found()
                .or_else(|| committee_of_the_province(name, directory, as_of)),
        }
    }

    /// Why the name led to no unit, one sentence in Vietnamese each.
    pub fn unresolved(&self, directory: &Directory, as_of: Date) -> Vec<String> {
        match self.unit {
            Some(_) => Vec::new(),
            None => directory.resolve(&self.as_written, as_of).unresolved,
        }
    }
}

impl Route {
    /// The way that a task gives to its product.
    pub fn of(task: &Task, directory: &Directory, as_of: Date) -> Route {
        let party = |name: &str| Party::of(name, directory, as_of);
        Route {
            recipient: task.recipient.as_ref().map(|name| party(&name.value)),
            via: task.via.as_ref().map(|name| party(&name.value)),
        }
    }

    /// Into whose hands the paper is put first: the channel where there is one, else the addressee.
    pub fn first_stop(&self) -> Option<&Party> {
        self.via.as_ref().or(self.recipient.as_ref())
    }

    /// Whether the plan says where the paper goes.
    pub fn is_given(&self) -> bool {
        self.first_stop().is_some()
    }

    /// Both ends, the addressee first.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        self.recipient.iter().chain(&self.via)
    }

    /// Whether two papers are meant for the same reader; the channels may differ.
    pub fn leads_to_the_same(&self, other: &Route) -> bool {
        let same = |one: &Option<Party>, other: &Option<Party>| match (one, other) {
            (Some(one), Some(other)) => match (one.unit, other.unit) {
                (Some(one), Some(other)) => one == other,
                _ => fold::key(&one.as_written) == fold::key(&other.as_written),
            },
            (None, None) => true,
            _ => false,
        };
        match (&self.recipient, &other.recipient) {
            (None, None) => same(&self.via, &other.via),
            _ => same(&self.recipient, &other.recipient),
        }
    }
}

/// The committee of the province, where a plan says "UBND tỉnh" and the list has one province.
///
/// What is addressed to its chairman goes to the committee's office.
fn committee_of_the_province(name: &str, directory: &Directory, as_of: Date) -> Option<UnitId> {
    let name = fold::key(name);
    let name = name.strip_prefix("chủ tịch ").unwrap_or(&name);
    let place = ["ubnd ", "ủy ban nhân dân "]
        .iter()
        .find_map(|office| name.strip_prefix(office))?;
    if !["tỉnh", "thành phố"].contains(&place) {
        return None;
    }
    let is_committee = |unit: &&Unit| {
        unit.kind == AgencyKind::PeopleCommittee && unit.level == Some(Level::Province)
    };
    let mut committees = directory.standing(as_of).filter(is_committee);
    let committee = committees.next().filter(|_| committees.next().is_none())?;
    fold::key(&committee.name)
        .contains(place)
        .then_some(committee.id)
}
