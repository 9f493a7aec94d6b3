//! Who answered which section: no total is shown without its denominator.

use rustc_hash::FxHashMap;

use super::Coverage;
use crate::report::AnswerState;
use crate::review::evidence::{Evidence, fuller};
use crate::unit::UnitId;

/// Coverage of one section; what is said below a heading counts for the heading.
pub(super) fn of(evidence: &Evidence<'_>, section: usize) -> Coverage {
    let below = below(evidence, section);
    let readings = evidence.readings.iter();
    let said: FxHashMap<UnitId, AnswerState> = readings
        .map(|reading| {
            let states = below.iter().filter_map(|&at| reading.states.get(at));
            (
                reading.reported.unit,
                states.copied().reduce(fuller).unwrap_or_default(),
            )
        })
        .collect();
    let mut coverage = Coverage {
        of: evidence.inputs.units.len(),
        ..Coverage::default()
    };
    for owing in evidence.inputs.units {
        match said.get(&owing.unit).copied().unwrap_or_default() {
            AnswerState::Answered => coverage.answered.push(owing.unit),
            AnswerState::Nil => coverage.nil.push(owing.unit),
            AnswerState::Missing => coverage.missing.push(owing.unit),
        }
    }
    coverage
}

/// A section and every section below it.
pub(crate) fn below(evidence: &Evidence<'_>, section: usize) -> Vec<usize> {
    let mut all = vec![section];
    for (index, one) in evidence.sections.iter().enumerate().skip(section + 1) {
        match one.parent {
            Some(parent) if all.contains(&parent) => all.push(index),
            _ => break,
        }
    }
    all
}
