//! Days and hours as an office in Viet Nam counts them.
//!
//! Instants are kept in UTC; a deadline is a day in Viet Nam, which has one
//! hour zone (UTC+7) and no summer time. A report due on a day is in time
//! until that day ends there.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use crate::refusal::Said;

/// By how much Viet Nam is ahead of UTC.
const AHEAD: Offset = Offset::constant(7);

/// An instant as a clock in Viet Nam shows it.
fn local(at: Timestamp) -> DateTime {
    AHEAD.to_datetime(at)
}

/// The day that it is in Viet Nam.
pub fn day_of(at: Timestamp) -> Date {
    local(at).date()
}

/// The hour that a clock in Viet Nam shows, from 0 to 23.
pub fn hour_of(at: Timestamp) -> i8 {
    local(at).hour()
}

/// The first instant after a day in Viet Nam; the end of time for the last day there is.
pub fn end_of(day: Date) -> Timestamp {
    let next = day.checked_add(1.day());
    let midnight = next.and_then(|next| AHEAD.to_timestamp(next.at(0, 0, 0, 0)));
    midnight.unwrap_or(Timestamp::MAX)
}

/// A day in words: "05/3/2025", "5 March 2025". Vietnamese practice puts a
/// nought before days below ten and months 1 and 2 (Decree 30/2020/NĐ-CP).
pub fn day(day: Date) -> Said {
    let month = match day.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    Said::new(
        format!("{:02}/{month}/{}", day.day(), day.year()),
        day.strftime("%-d %B %Y").to_string(),
    )
}

/// An instant in words: "17 giờ 05 ngày 05/3/2025", "17:05 on 5 March 2025".
pub fn said(at: Timestamp) -> Said {
    let local = local(at);
    let Said { vi, en } = day(local.date());
    let (hour, minute) = (local.hour(), local.minute());
    Said::new(
        format!("{hour} giờ {minute:02} ngày {vi}"),
        format!("{hour}:{minute:02} on {en}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_day_ends_at_midnight_in_viet_nam() {
        let day = jiff::civil::date(2025, 3, 5);
        assert_eq!(end_of(day), at("2025-03-05T17:00:00Z"));
        assert_eq!(day_of(at("2025-03-05T16:59:59Z")), day);
        assert_eq!(
            day_of(at("2025-03-05T17:00:00Z")),
            jiff::civil::date(2025, 3, 6)
        );
        assert_eq!(end_of(Date::MAX), Timestamp::MAX);
    }

    #[test]
    fn months_one_and_two_get_a_nought() {
        let said = said(at("2025-02-28T17:05:00Z"));
        assert_eq!(
            said,
            Said::new("0 giờ 05 ngày 01/3/2025", "0:05 on 1 March 2025")
        );
        assert_eq!(day(jiff::civil::date(2026, 1, 9)).vi, "09/01/2026");
    }
}
