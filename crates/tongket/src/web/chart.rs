//! A small chart: how many reports had come in by each day, against the day they were due.
//!
//! Drawn as plain SVG by a template: lines differ by their dashes as well as
//! by their colour, so that they can be told apart on paper, and the same
//! figures stand beside it as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::shell::Shell;

/// The drawing's width and height, and the room at its left and below for words.
const WIDE: usize = 720;
const HIGH: usize = 240;
const LEFT: usize = 44;
const BELOW: usize = 30;
const ABOVE: usize = 26;
const RIGHT: usize = 16;
/// Days that a chart shows at most, the latest.
const DAYS: i32 = 400;

/// What happened on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Reports that were sent for the first time.
    pub(super) sent: usize,
    /// Reports that were accepted.
    pub(super) accepted: usize,
}

/// A chart, ready to be drawn.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(super) struct Chart {
    /// Points of the line of reports sent.
    pub(super) sent: String,
    /// Points of the line of reports accepted.
    pub(super) accepted: String,
    /// Where the days due stand, each with its name.
    pub(super) dues: Vec<Mark>,
    /// Days below the drawing.
    pub(super) days: Vec<Mark>,
    /// Numbers at its side.
    pub(super) numbers: Vec<Mark>,
    /// The figures: each day on which something changed.
    pub(super) figures: Vec<Line>,
}

/// A word at a place of the drawing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Mark {
    /// From the left, or from above.
    pub(super) at: usize,
    /// The word.
    pub(super) text: String,
}

/// The figures up to a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Line {
    /// The day.
    pub(super) day: String,
    /// Reports that had been sent.
    pub(super) sent: usize,
    /// Reports that had been accepted.
    pub(super) accepted: usize,
}

impl Chart {
    /// Of what happened by day, out of so many reports, with the days they are due, up to today.
    pub(super) fn of(
        shell: &Shell,
        happened: &BTreeMap<Date, Tally>,
        all: usize,
        dues: &[Date],
        today: Date,
    ) -> Option<Chart> {
        let first = *happened.keys().next()?;
        let last = dues.iter().copied().chain([today]).max()?;
        let last = last.max(*happened.keys().next_back()?);
        let first = first.yesterday().unwrap_or(first);
        let first = first.max(last.checked_sub(DAYS.days()).unwrap_or(first));
        let (first, last) = widened(first, last);
        let scale = Scale { first, last, all };
        let mut chart = Chart::default();
        let (mut sent, mut accepted) = (0, 0);
        scale.begin(&mut chart.sent);
        scale.begin(&mut chart.accepted);
        for (day, tally) in happened {
            scale.step(&mut chart.sent, *day, sent, sent + tally.sent);
            scale.step(
                &mut chart.accepted,
                *day,
                accepted,
                accepted + tally.accepted,
            );
            (sent, accepted) = (sent + tally.sent, accepted + tally.accepted);
            chart.figures.push(Line {
                day: shell.day(day),
                sent,
                accepted,
            });
        }
        let end = today.max(*happened.keys().next_back()?);
        scale.step(&mut chart.sent, end, sent, sent);
        scale.step(&mut chart.accepted, end, accepted, accepted);
        let within = |due: &&Date| **due >= first;
        chart.dues = dues
            .iter()
            .filter(within)
            .map(|due| scale.mark(*due, shell.day(due)))
            .collect();
        chart.days = scale.days();
        chart.numbers = [0, all / 2, all]
            .into_iter()
            .map(|number| Mark {
                at: scale.down(number),
                text: number.to_string(),
            })
            .collect();
        chart.numbers.dedup_by_key(|mark| mark.at);
        Some(chart)
    }
}

/// A stretch of days that is wide enough to be drawn.
fn widened(first: Date, last: Date) -> (Date, Date) {
    match (last - first).get_days() {
        ..3 => (first, first.checked_add(3.days()).unwrap_or(last)),
        _ => (first, last),
    }
}

/// How days and numbers become places of the drawing.
struct Scale {
    first: Date,
    last: Date,
    all: usize,
}

impl Scale {
    fn span(&self) -> usize {
        usize::try_from((self.last - self.first).get_days())
            .unwrap_or(1)
            .max(1)
    }

    fn across(&self, day: Date) -> usize {
        let days = usize::try_from((day - self.first).get_days()).unwrap_or(0);
        LEFT + days.min(self.span()) * (WIDE - LEFT - RIGHT) / self.span()
    }

    fn down(&self, number: usize) -> usize {
        let high = HIGH - ABOVE - BELOW;
        ABOVE + high - number.min(self.all) * high / self.all.max(1)
    }

    fn begin(&self, points: &mut String) {
        let _ = write!(points, "{LEFT},{}", self.down(0));
    }

    /// A step on a day, from a number to a number.
    fn step(&self, points: &mut String, day: Date, from: usize, to: usize) {
        let across = self.across(day);
        let _ = write!(
            points,
            " {across},{} {across},{}",
            self.down(from),
            self.down(to)
        );
    }

    fn mark(&self, day: Date, text: String) -> Mark {
        Mark {
            at: self.across(day),
            text,
        }
    }

    /// The first day, the last, and one in the middle.
    fn days(&self) -> Vec<Mark> {
        let middle = i32::try_from(self.span() / 2).unwrap_or(0);
        let middle = self.first.checked_add(middle.days()).unwrap_or(self.first);
        [self.first, middle, self.last]
            .into_iter()
            .map(|day| self.mark(day, format!("{}/{}", day.day(), day.month())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn lines_rise_on_their_days_and_end_today() {
        let day = |day| date(2026, 4, day);
        let one = |sent, accepted| Tally { sent, accepted };
        let happened = BTreeMap::from([(day(20), one(2, 0)), (day(22), one(1, 2))]);
        let chart = Chart::of(&Shell::default(), &happened, 4, &[day(24)], day(23));
        let chart = chart.expect("something happened");
        let last = |points: &str| points.rsplit(' ').next().map(str::to_owned);
        // Three of four were sent by the 23rd, two of them accepted.
        assert_eq!(last(&chart.sent).as_deref(), Some("572,72"));
        assert_eq!(last(&chart.accepted).as_deref(), Some("572,118"));
        let figures: Vec<_> = chart
            .figures
            .iter()
            .map(|line| (line.sent, line.accepted))
            .collect();
        assert_eq!(figures, [(2, 0), (3, 2)]);
        assert_eq!(chart.dues[0].at, WIDE - RIGHT);
        assert!(Chart::of(&Shell::default(), &BTreeMap::new(), 4, &[], day(23)).is_none());
    }
}
