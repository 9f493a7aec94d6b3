//! Sums, changes and spreads of a series, each only where it says something true.
//!
//! A total counts the units in the table's own unit of measure. Two years are
//! compared over the units that have a figure in both, so that a unit more is
//! not taken for growth. Ratios have no total: their spread is shown instead.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::{Cell, Row, RowKind, Series, Sign};
use crate::unit::UnitId;

/// The total of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The sum.
    pub value: Decimal,
    /// Units that have a figure or said that there is nothing.
    pub units: usize,
    /// Units of the series.
    pub of: usize,
    /// Whether every unit has its whole figure.
    pub whole: bool,
    /// Whether a share of what a unit reported is in it, and the other shares are not.
    pub apportioned: bool,
}

/// Why there is no total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTotal {
    /// Ratios and averages are not added.
    Ratio,
    /// A unit and one below it both have a figure: adding would count twice.
    Overlap,
    /// No unit has a figure.
    Nothing,
    /// The sum cannot be kept exactly.
    TooLarge,
}

/// What became more or less from one year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// By how much; for a percentage in its points.
    pub absolute: Decimal,
    /// In hundredths of the earlier figure, to one decimal; `None` for ratios and from nought.
    pub percent: Option<Decimal>,
}

/// A change over the units that have a whole figure in both years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikeForLike {
    /// The change.
    pub change: Change,
    /// How many units that are.
    pub units: usize,
}

/// Where the figures of a year lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The least.
    pub low: Decimal,
    /// The one in the middle.
    pub median: Decimal,
    /// The most.
    pub high: Decimal,
    /// How many units have one.
    pub units: usize,
}

impl Row {
    /// Whether it is in the table's own unit of measure.
    fn is_own(&self) -> bool {
        self.measure.is_none()
    }

    fn stands(&self) -> bool {
        !matches!(self.kind, RowKind::Beside(_))
    }
}

/// How many units rows are of. A unit has one row in the table's own unit of measure, and hardly ever
/// another one.
fn units<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> usize {
    let others = rows.clone().filter(|row| !row.is_own());
    let mut others: FxHashSet<UnitId> = others.map(|row| row.unit).collect();
    let own = rows.filter(|row| row.is_own());
    let own = own.map(|row| others.remove(&row.unit)).count();
    own + others.len()
}

impl Series {
    /// Keeps the rows of some units.
    pub fn narrow(&mut self, keep: impl Fn(UnitId) -> bool) {
        self.rows.retain(|row| keep(row.unit));
        self.silent.retain(|unit| keep(*unit));
    }

    /// Rows that may be added up, with their cell in a column.
    fn own(&self, point: usize) -> impl Iterator<Item = (&Row, &Cell)> {
        let own = self.rows.iter().filter(|row| row.is_own());
        own.filter_map(move |row| Some((row, row.cells.get(point)?)))
    }

    /// How many units have a figure or said that there is nothing, and how many there are.
    pub fn coverage(&self, point: usize) -> (usize, usize) {
        let standing = || self.rows.iter().filter(|row| row.stands());
        let said = standing().filter(|row| {
            let cell = row.cells.get(point);
            cell.is_some_and(|cell| cell.value.is_some() || cell.sign == Sign::Nil)
        });
        (units(said), units(standing()) + self.silent.len())
    }

    /// The sum of a year; `above` gives the units above one.
    ///
    /// # Errors
    /// Why there is none.
    pub fn total(
        &self,
        point: usize,
        above: &dyn Fn(UnitId) -> Vec<UnitId>,
    ) -> Result<Total, NoTotal> {
        if !self.subject.additive {
            return Err(NoTotal::Ratio);
        }
        if self.own(point).any(|(_, cell)| cell.sign == Sign::TooLarge) {
            return Err(NoTotal::TooLarge);
        }
        let valued: FxHashSet<UnitId> = self
            .own(point)
            .filter(|(_, cell)| cell.value.is_some())
            .map(|(row, _)| row.unit)
            .collect();
        if valued.is_empty() {
            return Err(NoTotal::Nothing);
        }
        let twice = |unit: &UnitId| {
            above(*unit)
                .iter()
                .any(|over| over != unit && valued.contains(over))
        };
        if valued.iter().any(twice) {
            return Err(NoTotal::Overlap);
        }
        let mut values = self.own(point).filter_map(|(_, cell)| cell.value);
        let value = values.try_fold(Decimal::ZERO, Decimal::checked_add);
        let (units, of) = self.coverage(point);
        let part = self.own(point).any(|(_, cell)| cell.sign == Sign::Part);
        Ok(Total {
            value: value.ok_or(NoTotal::TooLarge)?,
            units,
            of,
            whole: units == of && !part && self.rows.iter().all(Row::is_own),
            apportioned: self.lacks_shares(point),
        })
    }

    /// Whether of something that was reported a share is counted in a column, and not all of it.
    fn lacks_shares(&self, point: usize) -> bool {
        let contributions = self.own(point).flat_map(|(_, cell)| &cell.contributions);
        let mut open: BTreeMap<(&str, UnitId), Decimal> = BTreeMap::new();
        for it in contributions.filter(|it| it.part != it.value) {
            let place = (it.submission.as_str(), it.unit);
            *open.entry(place).or_insert(it.value) -= it.part;
        }
        open.values().any(|rest| !rest.is_zero())
    }

    /// What changed in a row since the year before.
    pub fn change(&self, row: &Row, point: usize) -> Option<Change> {
        let before = row.cells.get(point.checked_sub(1)?)?;
        let after = row.cells.get(point)?;
        let whole = |cell: &Cell| cell.value.filter(|_| cell.sign == Sign::Given);
        self.between(point, whole(before)?, whole(after)?)
    }

    /// What changed in the total, over the units that have a whole figure in both years.
    pub fn change_of_total(
        &self,
        point: usize,
        above: &dyn Fn(UnitId) -> Vec<UnitId>,
    ) -> Option<LikeForLike> {
        let earlier = point.checked_sub(1)?;
        self.total(earlier, above).ok()?;
        self.total(point, above).ok()?;
        let mut sums = (Decimal::ZERO, Decimal::ZERO);
        let mut units = 0;
        for (row, after) in self.own(point) {
            let before = &row.cells[earlier];
            if before.sign == Sign::Given
                && after.sign == Sign::Given
                && let (Some(one), Some(other)) = (before.value, after.value)
            {
                sums = (sums.0.checked_add(one)?, sums.1.checked_add(other)?);
                units += 1;
            }
        }
        if units == 0 {
            return None;
        }
        let change = self.between(point, sums.0, sums.1)?;
        Some(LikeForLike { change, units })
    }

    /// A change into a column; none where the column before is of the same year.
    fn between(&self, point: usize, before: Decimal, after: Decimal) -> Option<Change> {
        let points = &self.subject.points;
        let later = points[point].year > points[point.checked_sub(1)?].year;
        let absolute = after.checked_sub(before).filter(|_| later)?;
        let percent = match self.subject.additive && !before.is_zero() {
            true => absolute
                .checked_div(before.abs())
                .and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED))
                .map(|percent| percent.round_dp(1).normalize()),
            false => None,
        };
        Some(Change { absolute, percent })
    }

    /// Where the figures of a year lie.
    pub fn spread(&self, point: usize) -> Option<Spread> {
        let mut values: Vec<Decimal> = self.own(point).filter_map(|(_, cell)| cell.value).collect();
        values.sort_unstable();
        let (low, high) = (*values.first()?, *values.last()?);
        let upper = values[values.len() / 2];
        let lower = values[(values.len() - 1) / 2];
        let half = upper.checked_sub(lower)?.checked_div(Decimal::TWO)?;
        Some(Spread {
            low,
            median: lower.checked_add(half)?.normalize(),
            high,
            units: values.len(),
        })
    }

    /// The years of a row added up, where its table adds them, and whether none is missing.
    pub fn sum_of_years(&self, row: &Row) -> Option<(Decimal, bool)> {
        if !self.subject.adds_years {
            return None;
        }
        let mut values = row.cells.iter().filter_map(|cell| cell.value).peekable();
        values.peek()?;
        let sum = values.try_fold(Decimal::ZERO, Decimal::checked_add)?;
        let whole = |cell: &Cell| matches!(cell.sign, Sign::Given | Sign::Nil);
        Some((sum, row.cells.iter().all(whole)))
    }
}
