//! Working days of the Vietnamese administration.
//!
//! Public holidays, days off in lieu and working days that were swapped are
//! decided year by year, so they are data: `data/holidays.toml`. A year whose
//! decision is not in the data still has its weekends and its fixed holidays;
//! [`Calendar::knows`] tells such a year from one that is known to the day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

static BUNDLED: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::from_toml(include_str!("../data/holidays.toml")).unwrap_or_default()
});

/// Which days are worked and which are not.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    complete: BTreeSet<i16>,
    off: BTreeMap<Date, String>,
    working: BTreeSet<Date>,
}

/// Why nobody is at work on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff<'a> {
    /// A Saturday or a Sunday.
    Weekend(Weekday),
    /// A public holiday, a day in lieu or a swapped day, with its Vietnamese name.
    Holiday(&'a str),
}

#[derive(Deserialize)]
struct Years {
    year: Vec<Year>,
}

#[derive(Deserialize)]
struct Year {
    year: i16,
    complete: bool,
    off: Vec<Off>,
    working: Vec<Date>,
}

#[derive(Deserialize)]
struct Off {
    date: Date,
    to: Option<Date>,
    name: String,
}

impl Calendar {
    /// The calendar that comes with the program.
    pub fn bundled() -> &'static Calendar {
        &BUNDLED
    }

    /// A calendar from the text of a file like `data/holidays.toml`.
    ///
    /// # Errors
    /// Where the text is not TOML of that shape.
    pub fn from_toml(text: &str) -> Result<Calendar, toml::de::Error> {
        let years: Years = toml::from_str(text)?;
        let mut calendar = Calendar::default();
        for year in years.year {
            calendar.add(year);
        }
        Ok(calendar)
    }

    /// Whether every holiday, day in lieu and swapped day of `year` is known.
    pub fn knows(&self, year: i16) -> bool {
        self.complete.contains(&year)
    }

    /// Why `day` is not worked; `None` for a working day.
    pub fn day_off(&self, day: Date) -> Option<DayOff<'_>> {
        if let Some(name) = self.off.get(&day) {
            return Some(DayOff::Holiday(name));
        }
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        (weekend && !self.working.contains(&day)).then_some(DayOff::Weekend(day.weekday()))
    }

    /// The last working day up to and including `day`.
    pub fn last_working_day(&self, day: Date) -> Date {
        let mut last = day;
        while self.day_off(last).is_some() {
            let Ok(before) = last.yesterday() else { break };
            last = before;
        }
        last
    }

    /// How many working days lie after `from` up to and including `to`; counting stops at 400.
    pub fn working_days(&self, from: Date, to: Date) -> usize {
        from.series(jiff::ToSpan::days(1))
            .skip(1)
            .take(400)
            .take_while(|day| *day <= to)
            .filter(|day| self.day_off(*day).is_none())
            .count()
    }

    fn add(&mut self, year: Year) {
        if year.complete {
            self.complete.insert(year.year);
        }
        self.working.extend(year.working);
        for off in year.off {
            let last = off.to.unwrap_or(off.date);
            for day in off
                .date
                .series(jiff::ToSpan::days(1))
                .take_while(|day| *day <= last)
            {
                self.off.entry(day).or_insert_with(|| off.name.clone());
            }
        }
    }
}

/// The Vietnamese name of a weekday: "thứ Bảy".
pub fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// The English name of a weekday.
pub fn weekday_name_en(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(day: Date, off: Option<DayOff<'_>>, last_working: Date) {
        let calendar = Calendar::bundled();
        assert_eq!(calendar.day_off(day), off, "{day}");
        assert_eq!(calendar.last_working_day(day), last_working, "{day}");
    }

    #[test]
    fn the_bundled_data_is_well_formed() {
        let calendar = Calendar::from_toml(include_str!("../data/holidays.toml"));
        assert!(calendar.is_ok_and(|calendar| calendar.knows(2025)));
    }

    #[test]
    fn a_weekend_goes_back_to_friday() {
        let saturday = Some(DayOff::Weekend(Weekday::Saturday));
        check(date(2025, 3, 15), saturday, date(2025, 3, 14));
        check(
            date(2025, 3, 2),
            Some(DayOff::Weekend(Weekday::Sunday)),
            date(2025, 2, 28),
        );
    }

    #[test]
    fn a_holiday_goes_back_to_the_day_before() {
        let victory = Some(DayOff::Holiday("Ngày Chiến thắng 30/4"));
        check(date(2025, 4, 30), victory, date(2025, 4, 29));
    }

    #[test]
    fn a_swapped_saturday_is_worked() {
        check(date(2025, 4, 26), None, date(2025, 4, 26));
        check(
            date(2025, 5, 2),
            Some(DayOff::Holiday("Nghỉ hoán đổi")),
            date(2025, 4, 29),
        );
    }

    #[test]
    fn culture_day_is_off_only_since_2026() {
        check(date(2025, 11, 24), None, date(2025, 11, 24));
        let culture = Some(DayOff::Holiday("Ngày Văn hóa Việt Nam"));
        check(date(2026, 11, 24), culture, date(2026, 11, 23));
    }

    #[test]
    fn a_year_without_a_decision_is_not_known() {
        let calendar = Calendar::bundled();
        assert!(calendar.knows(2026) && !calendar.knows(2027) && !calendar.knows(2014));
        assert_eq!(
            calendar.day_off(date(2027, 9, 2)),
            Some(DayOff::Holiday("Quốc khánh"))
        );
    }

    #[test]
    fn every_swapped_working_day_is_a_weekend() {
        let calendar = Calendar::bundled();
        let weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        assert!(calendar.working.iter().all(weekend));
        assert!(
            calendar
                .working
                .iter()
                .all(|day| !calendar.off.contains_key(day))
        );
    }

    #[test]
    fn working_days_are_counted_from_the_day_after() {
        let calendar = Calendar::bundled();
        assert_eq!(
            calendar.working_days(date(2025, 2, 14), date(2025, 3, 2)),
            10
        );
        assert_eq!(
            calendar.working_days(date(2025, 1, 24), date(2025, 2, 3)),
            1
        );
        assert_eq!(calendar.working_days(date(2025, 3, 3), date(2025, 2, 3)), 0);
    }
}
