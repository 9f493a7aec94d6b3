//! The figures of units that ended, as figures of those who came after them.
//!
//! Counts are added up where units merge and divided by the shares where one
//! splits; the total over all units stays what it was, to the last digit.
//! Ratios and averages cannot be added: where an heir comes after several, they
//! stay beside it under the names they came with.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Lineage;
use crate::unit::UnitId;

/// A figure of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigure {
    /// Whose it is.
    pub unit: UnitId,
    /// The indicator.
    pub code: String,
    /// The column of the form: a year or a category.
    pub column: String,
    /// The figure.
    pub value: Decimal,
}

/// Figures by the units that stand on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inherited {
    /// Figures by unit, indicator and column.
    pub figures: BTreeMap<(UnitId, String, String), Decimal>,
    /// Figures that no unit could take over.
    pub apart: Vec<Apart>,
}

/// A figure that stays with the unit it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The figure as it came.
    pub figure: UnitFigure,
    /// Those who stand for its unit now; empty where nobody does.
    pub heirs: Vec<UnitId>,
    /// Whether it was dissolved, and not merely unfit to be added up.
    pub dissolved: bool,
}

/// Figures of any units as figures of those who stand for them on `as_of`.
///
/// `additive` tells whether an indicator may be added up and divided.
/// A sum too large for a decimal leaves the figure [`Apart`].
pub fn inherit(
    figures: &[UnitFigure],
    lineage: &Lineage,
    as_of: Date,
    additive: &dyn Fn(&str) -> bool,
) -> Inherited {
    let mut inherited = Inherited::default();
    for figure in figures.iter().filter(|figure| additive(&figure.code)) {
        inherited.add(figure, lineage, as_of);
    }
    for figure in figures.iter().filter(|figure| !additive(&figure.code)) {
        inherited.keep_whole(figure, figures, lineage, as_of);
    }
    inherited
}

impl Inherited {
    /// Adds a count to those who stand for its unit.
    fn add(&mut self, figure: &UnitFigure, lineage: &Lineage, as_of: Date) {
        let parts = divided(figure, lineage, as_of);
        if parts.is_empty() {
            return self.apart.push(Apart {
                figure: figure.clone(),
                heirs: Vec::new(),
                dissolved: true,
            });
        }
        let key = |unit: UnitId| (unit, figure.code.clone(), figure.column.clone());
        let fits = parts.iter().all(|(unit, part)| {
            let known = self.figures.get(&key(*unit)).copied().unwrap_or_default();
            known.checked_add(*part).is_some()
        });
        if !fits {
            let heirs = parts.into_keys().collect();
            return self.apart.push(Apart {
                figure: figure.clone(),
                heirs,
                dissolved: false,
            });
        }
        for (unit, part) in parts {
            *self.figures.entry(key(unit)).or_default() += part;
        }
    }

    /// Passes on a ratio where its unit goes on alone: renamed, moved, or the only one to have it.
    fn keep_whole(
        &mut self,
        figure: &UnitFigure,
        all: &[UnitFigure],
        lineage: &Lineage,
        as_of: Date,
    ) {
        let heirs: Vec<UnitId> = divided(figure, lineage, as_of).into_keys().collect();
        let alone = match heirs.as_slice() {
            [heir] => {
                let before = lineage.sources(*heir, as_of);
                let others = all.iter().filter(|other| {
                    (&other.code, &other.column) == (&figure.code, &figure.column)
                        && other.unit != figure.unit
                        && before.contains(&other.unit)
                });
                let only = before
                    .iter()
                    .all(|unit| lineage.goes_on_alone(*unit, as_of));
                (only && others.count() == 0).then_some(*heir)
            }
            _ => None,
        };
        match alone {
            Some(heir) => {
                let key = (heir, figure.code.clone(), figure.column.clone());
                self.figures.insert(key, figure.value);
            }
            None => self.apart.push(Apart {
                figure: figure.clone(),
                dissolved: heirs.is_empty(),
                heirs,
            }),
        }
    }

    /// The sum of an indicator over every unit, what is apart included.
    pub fn total(&self, code: &str) -> Decimal {
        let own = self
            .figures
            .iter()
            .filter(|((_, known, _), _)| known == code);
        let apart = self.apart.iter().filter(|apart| apart.figure.code == code);
        own.map(|(_, value)| *value)
            .chain(apart.map(|apart| apart.figure.value))
            .sum()
    }
}

/// A count by those who stand for its unit; the last of each act takes what rounding leaves.
fn divided(figure: &UnitFigure, lineage: &Lineage, as_of: Date) -> BTreeMap<UnitId, Decimal> {
    let mut parts = BTreeMap::from([(figure.unit, figure.value)]);
    for act in lineage.acts.iter().filter(|act| act.effective <= as_of) {
        for old in &act.from {
            let Some(part) = parts.remove(old) else {
                continue;
            };
            for (heir, part) in act.divided(part) {
                *parts.entry(heir).or_default() += part;
            }
        }
    }
    parts
}

impl Lineage {
    /// Every unit whose figures come to this one by a day, itself included.
    fn sources(&self, unit: UnitId, as_of: Date) -> Vec<UnitId> {
        let mut sources = vec![unit];
        for act in self.acts.iter().rev().filter(|act| act.effective <= as_of) {
            if act.to.iter().any(|heir| sources.contains(&heir.unit)) {
                sources.extend(&act.from);
            }
        }
        sources
    }

    /// Whether a unit came to its heir by acts of one to one only, or did not end.
    fn goes_on_alone(&self, unit: UnitId, as_of: Date) -> bool {
        self.end_of(unit, as_of)
            .is_none_or(|act| match (act.from.as_slice(), act.to.as_slice()) {
                // One that goes into another which already stood is added to it.
                ([_], [heir]) => self.began.get(&heir.unit) == Some(&act.effective),
                _ => false,
            })
    }
}
