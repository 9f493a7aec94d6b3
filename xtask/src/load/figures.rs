//! Times in order, and the table that is printed.

use std::fmt;
use std::time::Duration;

/// Times of many requests.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Takes a time in.
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Takes the times of another in.
    pub(crate) fn extend(&mut self, other: Times) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of all stay below; zero where there is none.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).copied().unwrap_or_default()
    }
}

/// What was measured, what was wanted.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<[String; 4]>,
}

impl Table {
    /// A row without a goal.
    pub(crate) fn say(&mut self, what: impl Into<String>, measured: impl Into<String>) {
        self.row(what, measured, String::new(), None);
    }

    /// A row with a goal and whether it was reached.
    pub(crate) fn row(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        goal: String,
        held: Option<bool>,
    ) {
        let held = match held {
            Some(true) => "holds",
            Some(false) => "MISSED",
            None => "",
        };
        self.rows
            .push([what.into(), measured.into(), goal, held.to_owned()]);
    }

    /// A time that must stay below another.
    pub(crate) fn time(&mut self, what: impl Into<String>, took: Duration, goal: Duration) {
        let shown = format!("{:.1} ms", took.as_secs_f64() * 1000.0);
        let goal_shown = format!("< {} ms", goal.as_millis());
        self.row(what, shown, goal_shown, Some(took < goal));
    }

    /// Bytes that must stay below so many megabytes.
    pub(crate) fn megabytes(&mut self, what: impl Into<String>, bytes: u64, goal: u64) {
        let shown = format!("{} MB", bytes >> 20);
        self.row(
            what,
            shown,
            format!("< {goal} MB"),
            Some(bytes >> 20 < goal),
        );
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |at: usize| {
            let cells = self.rows.iter().map(|row| row[at].chars().count());
            cells.max().unwrap_or(0)
        };
        let (what, measured, goal) = (width(0), width(1), width(2));
        for row in &self.rows {
            writeln!(
                f,
                "{:what$}  {:>measured$}  {:>goal$}  {}",
                row[0], row[1], row[2], row[3]
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let mut times = Times::default();
        assert_eq!(times.percentile(95), Duration::ZERO);
        for ms in (1..=20).rev() {
            times.push(Duration::from_millis(ms));
        }
        assert_eq!(times.percentile(95), Duration::from_millis(19));
        assert_eq!(times.percentile(50), Duration::from_millis(10));
        assert_eq!(times.percentile(100), Duration::from_millis(20));
    }
}
