//! When a unit is reminded: steps in working days before and after the day a report is due.
//!
//! At any instant one step is in force for a report, the last one whose day has
//! come. It is taken once; steps that were missed while the program stood
//! still are not made up for. Nobody is reminded of what he has sent, on a day
//! off, or at night. The steps are data (`data/ladder.toml`); a campaign may
//! have its own.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_reader::calendar::Calendar;

use super::board::Owed;
use crate::exchange::{Season, Timing};
use crate::moment;
use crate::refusal::{Refusal, Said};

/// Steps that a campaign may have.
const MOST_STEPS: usize = 12;
/// Working days that a step may lie before or after.
const FARTHEST: i32 = 60;

/// The steps of a campaign: working days from the day a report is due, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ladder(Vec<i32>);

/// What is set for all campaigns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    steps: Vec<i32>,
    from_hour: i8,
    to_hour: i8,
    pub(super) retry_minutes: Vec<i64>,
    pub(super) lease_minutes: i64,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/ladder.toml"))
        .expect("data/ladder.toml is part of the program and tested")
});

pub(super) fn rules() -> &'static Rules {
    &RULES
}

impl Default for Ladder {
    fn default() -> Ladder {
        Ladder(rules().steps.clone())
    }
}

impl Ladder {
    /// A ladder of these steps, put in order, each once; without any, nobody is reminded.
    ///
    /// # Errors
    /// More steps than 12, or one farther than 60 working days.
    pub fn new(steps: impl IntoIterator<Item = i32>) -> Result<Ladder, Refusal> {
        let steps: BTreeSet<i32> = steps.into_iter().collect();
        let far = steps.iter().any(|step| step.abs() > FARTHEST);
        if far || steps.len() > MOST_STEPS {
            return Err(Refusal::field_invalid(
                Said::new("Các bước nhắc", "Steps"),
                Said::new(
                    format!(
                        "nhiều nhất {MOST_STEPS} bước, mỗi bước trong khoảng {FARTHEST} ngày làm việc"
                    ),
                    format!("at most {MOST_STEPS}, each within {FARTHEST} working days"),
                ),
            ));
        }
        Ok(Ladder(steps.into_iter().collect()))
    }

    /// Its steps, the earliest first.
    pub fn steps(&self) -> &[i32] {
        &self.0
    }

    /// The day of a step for a report that is due on a day: always a working day,
    /// as far as the calendar knows them.
    pub fn day(step: i32, due: Date, calendar: &Calendar) -> Date {
        let mut day = match step {
            1.. => due,
            _ => calendar.last_working_day(due),
        };
        for _ in 0..step.unsigned_abs() {
            let next = match step {
                1.. => next_working_day(day, calendar),
                _ => day
                    .yesterday()
                    .ok()
                    .map(|day| calendar.last_working_day(day)),
            };
            let Some(next) = next else { break };
            day = next;
        }
        day
    }

    /// The step in force on a day: the last one whose day has come.
    pub fn in_force(&self, due: Date, today: Date, calendar: &Calendar) -> Option<i32> {
        let come = |step: &i32| Ladder::day(*step, due, calendar) <= today;
        self.0.iter().copied().rev().find(come)
    }
}

fn next_working_day(after: Date, calendar: &Calendar) -> Option<Date> {
    let mut day = after.tomorrow().ok()?;
    while calendar.day_off(day).is_some() {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// A step that was taken: which report, due when, which step.
pub type Told = (String, Date, i32);

/// Somebody who is to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder<'o> {
    /// Of which report.
    pub owed: &'o Owed,
    /// The day in force.
    pub due: Date,
    /// The step that is taken.
    pub step: i32,
    /// How the report stands to its day.
    pub timing: Timing,
}

/// Who is to be reminded at an instant; `told` are the steps that were taken.
///
/// Another day (an amendment, a return with a new day) is another ladder: its
/// steps were not taken.
pub fn reminders<'o>(
    owed: impl IntoIterator<Item = &'o Owed>,
    ladder: &Ladder,
    told: &BTreeSet<Told>,
    now: Timestamp,
    calendar: &Calendar,
) -> Vec<Reminder<'o>> {
    if !at_work(now, calendar) {
        return Vec::new();
    }
    let today = moment::day_of(now);
    let due = |owed: &'o Owed| {
        let progress = owed.progress(now);
        let is_owed = match progress.timing {
            Timing::Ahead(_) | Timing::DueSoon(_) | Timing::Late(_) => true,
            Timing::NoDate
            | Timing::Done
            | Timing::DoneEarly
            | Timing::DoneOnTime
            | Timing::DoneLate(_) => false,
        };
        let due = progress
            .due
            .filter(|_| is_owed && owed.history.season == Season::Open)?;
        let step = ladder.in_force(due, today, calendar)?;
        let taken = told.contains(&(owed.duty.clone(), due, step));
        (!taken).then_some(Reminder {
            owed,
            due,
            step,
            timing: progress.timing,
        })
    };
    owed.into_iter().filter_map(due).collect()
}

/// Whether offices are at work: a working day, between the hours of the rules.
pub fn at_work(now: Timestamp, calendar: &Calendar) -> bool {
    let rules = rules();
    let hour = moment::hour_of(now);
    calendar.day_off(moment::day_of(now)).is_none()
        && (rules.from_hour..rules.to_hour).contains(&hour)
}
