//! A deadline on a day when nobody is at work.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::calendar::{DayOff, weekday_name, weekday_name_en};
use crate::diagnostic::Severity;
use crate::plan::{Deadline, DeadlineKind};
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH004",
    "kh004_deadline_on_day_off",
    Warning,
    "Thời hạn rơi vào ngày nghỉ",
    "The deadline falls on a day off",
);

/// One deadline phrase and the day off it runs into.
struct Clash<'a> {
    phrase: &'a str,
    /// The day named, or the last day in time where that is the one off.
    day: Date,
    /// Whether the text itself names the day off.
    named: bool,
    places: Vec<Span>,
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut clashes: BTreeMap<Span, Clash<'_>> = BTreeMap::new();
    for deadline in case.tasks().filter_map(|task| task.deadline.as_ref()) {
        let Some((day, named)) = clash(case, deadline) else { continue };
        let known = clashes.values_mut().find(|clash| clash.day == day && clash.named == named);
        match known {
            Some(clash) if !clash.places.contains(&deadline.span) => clash.places.push(deadline.span),
            Some(_) => {}
            None => {
                let places = vec![deadline.span];
                clashes.insert(deadline.span, Clash { phrase: &deadline.text, day, named, places });
            }
        }
    }
    clashes.into_values().filter_map(|clash| finding(case, &clash)).collect()
}

/// The day off that a deadline runs into, and whether the text names it.
fn clash(case: &Case<'_>, deadline: &Deadline) -> Option<(Date, bool)> {
    let off = |day: &Date| case.calendar.day_off(*day).is_some();
    let holiday = |day: &Date| matches!(case.calendar.day_off(*day), Some(DayOff::Holiday(_)));
    let due = deadline.due?;
    match deadline.kind {
        DeadlineKind::Before | DeadlineKind::By | DeadlineKind::On => {
            let named = deadline.date.filter(off).map(|day| (day, true));
            named.or(Some((due, false)).filter(|_| off(&due)))
        }
        // A month that ends on a Sunday is an ordinary month.
        DeadlineKind::WithinMonth => Some((due, false)).filter(|_| holiday(&due)),
        _ => None,
    }
}

fn finding(case: &Case<'_>, clash: &Clash<'_>) -> Option<Finding> {
    let (why, why_en) = reason(case.calendar.day_off(clash.day)?);
    let before = if clash.named { clash.day.yesterday().ok()? } else { clash.day };
    let last = case.calendar.last_working_day(before);
    let (day, last_day) = (show(clash.day), show(last));
    let (weekday, weekday_en) = (weekday_name(last.weekday()), weekday_name_en(last.weekday()));
    let (first, rest) = clash.places.split_first()?;
    let phrase = clash.phrase;
    let (vi, en) = if clash.named {
        (format!("Ngày {day} của thời hạn là {why}."), format!("The day of the deadline, {day}, is {why_en}."))
    } else {
        (
            format!("“{phrase}” hết vào {day} là {why}."),
            format!("“{phrase}” ends on {day}, which is {why_en}."),
        )
    };
    let severity = if clash.named { Severity::Warning } else { Severity::Info };
    Some(
        Finding::new(*first, vi, en)
            .graded(severity)
            .with_all(rest.iter().copied(), "cùng thời hạn", "the same deadline")
            .fix(
                format!("Ngày làm việc cuối cùng còn trong hạn là {weekday}, {last_day}; nên ghi ngày ấy."),
                format!("The last working day in time is {weekday_en}, {last_day}; better to name it."),
            ),
    )
}

fn reason(off: DayOff<'_>) -> (String, String) {
    match off {
        DayOff::Weekend(weekday) => (weekday_name(weekday).to_owned(), format!("a {}", weekday_name_en(weekday))),
        DayOff::Holiday(name) => (format!("ngày nghỉ ({name})"), format!("a holiday ({name})")),
    }
}

fn show(date: Date) -> String {
    format!("{:02}/{}/{}", date.day(), date.month(), date.year())
}
