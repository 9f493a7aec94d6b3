//! The duties of a unit that ends go over to those who come after it.
//!
//! Nothing goes over in silence: the act, the choice that was made where there
//! was one, and every duty with its old and its new owner are handed back, to
//! be recorded and told. Afterwards every open duty has exactly one owner who
//! stands.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Lineage, Succession};
use crate::campaign::{DutyKind, Party, Route};
use crate::refusal::{Refusal, Said};
use crate::unit::{Directory, UnitId};

/// A duty of a running campaign, as far as passing it on needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldDuty {
    /// The caller's id for it.
    pub id: String,
    /// The task of the plan that it comes from.
    pub task: String,
    /// Report or deed.
    pub kind: DutyKind,
    /// Who owes it.
    pub unit: UnitId,
}

/// What was decided where an act leaves something open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whether an heir of several answers once for all, or once for each.
    pub inheritance: Inheritance,
    /// Who takes the duties of a unit that has several heirs or none: by unit that ends.
    pub takers: BTreeMap<UnitId, UnitId>,
}

/// What an heir owes that comes after several units with the same task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inheritance {
    /// One answer for each unit it comes after, beside its own.
    OneEach,
    /// One answer: the drafts of all are put together in the duty that is kept.
    OneMerged,
}

/// A duty that goes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    /// The duty, with the drafts, delegations and comments that hang on it.
    pub duty: String,
    /// Who owed it.
    pub from: UnitId,
    /// Who answers for it now.
    pub to: UnitId,
    /// What becomes of it.
    pub becomes: Handover,
}

/// What becomes of a duty that goes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handover {
    /// The heir owes it as it stands.
    Kept,
    /// It is closed, and its drafts go into this duty of the heir.
    MergedInto(String),
}

/// Passes on what the units that an act ends still owe.
///
/// `duties` are the open duties of everybody; those of units that go on are
/// looked at to merge into, and are not moved.
///
/// # Errors
/// Where nobody was chosen to take the duties of a unit with several heirs or none.
pub fn pass_on(
    duties: &[HeldDuty],
    act: &Succession,
    choice: &Choice,
    directory: &Directory,
) -> Result<Vec<Passing>, Refusal> {
    let mut passings: Vec<Passing> = Vec::new();
    let mut kept: Vec<(&HeldDuty, UnitId)> = duties
        .iter()
        .filter(|duty| !act.from.contains(&duty.unit))
        .map(|duty| (duty, duty.unit))
        .collect();
    for duty in duties.iter().filter(|duty| act.from.contains(&duty.unit)) {
        let to = taker(duty.unit, act, choice, directory)?;
        let same = |(known, owner): &&(&HeldDuty, UnitId)| {
            *owner == to && known.task == duty.task && known.kind == duty.kind
        };
        let into = match choice.inheritance {
            Inheritance::OneMerged => kept.iter().find(same).map(|(known, _)| known.id.clone()),
            Inheritance::OneEach => None,
        };
        let becomes = match into {
            Some(into) => Handover::MergedInto(into),
            None => {
                kept.push((duty, to));
                Handover::Kept
            }
        };
        passings.push(Passing {
            duty: duty.id.clone(),
            from: duty.unit,
            to,
            becomes,
        });
    }
    Ok(passings)
}

/// Who takes the duties of a unit that ends: who was chosen, else the only heir.
fn taker(
    unit: UnitId,
    act: &Succession,
    choice: &Choice,
    directory: &Directory,
) -> Result<UnitId, Refusal> {
    let name = directory.name(unit);
    if let Some(chosen) = choice.takers.get(&unit) {
        let stands = directory
            .get(*chosen)
            .is_some_and(|unit| unit.stands_on(act.effective));
        return match stands && !act.from.contains(chosen) {
            true => Ok(*chosen),
            false => Err(Refusal::succession_invalid(Said::new(
                format!("đơn vị được chọn nhận nhiệm vụ của “{name}” không còn hoạt động"),
                format!("the unit chosen to take the duties of “{name}” does not stand"),
            ))),
        };
    }
    match act.to.as_slice() {
        [heir] => Ok(heir.unit),
        [] => Err(Refusal::succession_invalid(Said::new(
            format!("“{name}” giải thể mà còn nhiệm vụ; phải chọn đơn vị nhận"),
            format!("“{name}” is dissolved and still owes duties; choose who takes them"),
        ))),
        _ => Err(Refusal::succession_invalid(Said::new(
            format!("“{name}” chia tách mà còn nhiệm vụ; phải chọn đơn vị nhận nhiệm vụ"),
            format!("“{name}” is split and still owes duties; choose who takes them"),
        ))),
    }
}

/// A route after acts: addressee and channel are those who came after them; the words of the plan stay.
///
/// An end with several heirs or none stays as it is and is handed back, for a person to decide.
pub fn reroute(route: &Route, lineage: &Lineage, as_of: Date) -> (Route, Vec<Party>) {
    let mut open = Vec::new();
    let mut moved = |party: &Option<Party>| {
        let party = party.clone()?;
        let Some(unit) = party.unit else {
            return Some(party);
        };
        match lineage.heir(unit, as_of) {
            Some(heir) => Some(Party {
                unit: Some(heir),
                ..party
            }),
            None => {
                open.push(party.clone());
                Some(party)
            }
        }
    };
    let recipient = moved(&route.recipient);
    let via = moved(&route.via);
    (Route { recipient, via }, open)
}
