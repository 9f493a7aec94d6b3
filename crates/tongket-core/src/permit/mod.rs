//! Who may do what, and the permit without which nothing is done.
//!
//! People have roles for units ([`Membership`]); things have a [`Place`] in
//! the tree of units; what is done is an [`Act`]. The [`Table`] answers. A
//! [`Permit`] comes from the table alone, and every act of the office asks
//! for one, so that no path leads around the question.

mod act;
mod relation;
mod role;
mod table;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use act::Act;
pub use relation::{Place, Relation};
pub use role::Role;
pub use table::Table;

use crate::refusal::Refusal;

/// A role that an account has for a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// The part it plays.
    pub role: Role,
    /// Id of the unit for which it plays it.
    pub unit: String,
}

/// Leave to do one thing, on one ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    act: Act,
    membership: Membership,
    relation: Relation,
    owner: Option<String>,
}

impl Table {
    /// Leave to do this at that place, on the first membership that gives it.
    ///
    /// # Errors
    /// Not permitted, with the roles that may.
    pub fn permit(memberships: &[Membership], act: Act, place: &Place) -> Result<Permit, Refusal> {
        let grounds = memberships.iter().flat_map(|membership| {
            let relations = place.relations(&membership.unit).into_iter();
            relations.map(move |relation| (membership, relation))
        });
        let allowed = |(membership, relation): &(&Membership, Relation)| {
            Table::allows(membership.role, act, *relation)
        };
        match grounds.into_iter().find(allowed) {
            Some((membership, relation)) => Ok(Permit {
                act,
                membership: membership.clone(),
                relation,
                owner: place.lineage.first().cloned(),
            }),
            None => Err(Refusal::not_permitted(act)),
        }
    }

    /// Leave to do this at one of several places: a campaign, seen from the
    /// units that have duties in it.
    ///
    /// # Errors
    /// Not permitted at any of them.
    pub fn permit_at_any<'p>(
        memberships: &[Membership],
        act: Act,
        places: impl IntoIterator<Item = &'p Place>,
    ) -> Result<Permit, Refusal> {
        let mut permits = places
            .into_iter()
            .filter_map(|place| Table::permit(memberships, act, place).ok());
        permits.next().ok_or_else(|| Refusal::not_permitted(act))
    }
}

impl Permit {
    /// What it gives leave to do.
    pub fn act(&self) -> Act {
        self.act
    }

    /// The role on which it was given.
    pub fn role(&self) -> Role {
        self.membership.role
    }

    /// Id of the unit in whose name it is done.
    pub fn unit(&self) -> &str {
        &self.membership.unit
    }

    /// How that unit stands to what is acted on.
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// Id of the unit whose thing is acted on; `None` for what belongs to no unit.
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// Holds that this permit is for that act.
    ///
    /// # Errors
    /// Not permitted, when it was given for another act.
    pub fn require(&self, act: Act) -> Result<(), Refusal> {
        match self.act == act {
            true => Ok(()),
            false => Err(Refusal::not_permitted(act)),
        }
    }
}
