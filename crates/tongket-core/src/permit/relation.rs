//! How a person's unit stands to the thing that is acted on.

use serde::{Deserialize, Serialize};

/// One way of standing to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It is one's own unit's.
    Own,
    /// Its unit lies below one's own in the tree.
    Above,
    /// One's unit is the standing agency of its campaign, or a channel through which it goes.
    Standing,
    /// None of these.
    Elsewhere,
    /// It is a section that was delegated to this very person.
    Delegated,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 5] = [
        Relation::Own,
        Relation::Above,
        Relation::Standing,
        Relation::Elsewhere,
        Relation::Delegated,
    ];

    /// Its letter in the permission table.
    pub fn letter(self) -> char {
        match self {
            Relation::Own => 'o',
            Relation::Above => 'a',
            Relation::Standing => 's',
            Relation::Elsewhere => 'e',
            Relation::Delegated => 'd',
        }
    }
}

/// Where a thing stands: whose it is, and who stands over it.
///
/// A report's or a duty's place is its unit, with the standing agency and the
/// channels of that duty. A campaign's or a plan's place is the standing
/// agency, which is its own standing agency too. What belongs to no unit (a
/// setting) has an empty place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Id of the unit whose it is, then of the units above it, the nearest first.
    pub lineage: Vec<String>,
    /// Ids of the standing agency and the channels; also of the awards office
    /// where a campaign gives it a part.
    pub standing: Vec<String>,
    /// Whether it is a section delegated to the account that acts.
    pub delegated: bool,
}

impl Place {
    /// The place of something that belongs to a unit; `lineage` is the unit
    /// and the units above it, the nearest first.
    pub fn of_unit<S: Into<String>>(lineage: impl IntoIterator<Item = S>) -> Place {
        Place {
            lineage: lineage.into_iter().map(Into::into).collect(),
            ..Place::default()
        }
    }

    /// The place of a campaign: its standing agency and the units above it.
    pub fn of_campaign<S: Into<String>>(lineage: impl IntoIterator<Item = S>) -> Place {
        let place = Place::of_unit(lineage);
        let standing = place.lineage.first().cloned().into_iter().collect();
        Place { standing, ..place }
    }

    /// The same place in a campaign with these standing agencies and channels.
    #[must_use]
    pub fn standing<S: Into<String>>(mut self, units: impl IntoIterator<Item = S>) -> Place {
        self.standing.extend(units.into_iter().map(Into::into));
        self
    }

    /// The same place, for a section that was delegated to the account that acts, or not.
    #[must_use]
    pub fn delegated(self, delegated: bool) -> Place {
        Place { delegated, ..self }
    }

    /// Every way in which a unit stands to this place; never empty.
    pub fn relations(&self, unit: &str) -> Vec<Relation> {
        let holds = [
            (
                Relation::Own,
                self.lineage.first().is_some_and(|own| own == unit),
            ),
            (
                Relation::Above,
                self.lineage.iter().skip(1).any(|above| above == unit),
            ),
            (
                Relation::Standing,
                self.standing.iter().any(|over| over == unit),
            ),
        ];
        let mut relations: Vec<Relation> = holds
            .into_iter()
            .filter_map(|(relation, holds)| holds.then_some(relation))
            .collect();
        if relations.is_empty() {
            relations.push(Relation::Elsewhere);
        }
        if self.delegated {
            relations.push(Relation::Delegated);
        }
        relations
    }
}
