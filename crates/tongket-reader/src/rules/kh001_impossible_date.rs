//! A day that no calendar has: 30/02, 31/4, "ngày 32".

use jiff::civil::Date;

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH001",
    "kh001_impossible_date",
    Error,
    "Ngày không có trong lịch",
    "A day that does not exist",
);

pattern!(
    DAY,
    r"^([0-9]{1,2})\s*(?:/|\.|-|\s+tháng\s+)\s*([0-9]{1,2})(?:\s*(?:/|\.|-|\s+năm\s+)\s*([0-9]{4}))?"
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.lower();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = figures(text, at) {
        let rest = text.get(start..).unwrap_or_default();
        let Some(hit) = DAY.captures(rest) else {
            at = start + rest.bytes().take_while(u8::is_ascii_digit).count();
            continue;
        };
        at = start + hit.get_match().end();
        let named = named(text, start);
        let span = Span::new(named.unwrap_or(start), at);
        let number = |group: usize| hit.get(group).and_then(|part| part.as_str().parse::<i16>().ok());
        let (Some(day), Some(month), year) = (number(1), number(2), number(3)) else { continue };
        let is_day = named.is_some() || year.is_some();
        if !is_day
            || !is_whole_word(text, span.start..span.end)
            || is_code(text, span.start)
            || exists(day, month, year, named.is_some())
        {
            continue;
        }
        found.push(finding(span, day, month, year));
    }
    found
}

/// The next one or two figures behind which no further figure stands.
fn figures(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let start = rest.bytes().position(|byte| byte.is_ascii_digit())?;
    let count = rest.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    Some(from + start + count.saturating_sub(2))
}

/// Where "ngày" stands before the figures.
fn named(text: &str, start: usize) -> Option<usize> {
    let before = text.get(..start)?;
    let word = before.trim_end().strip_suffix("ngày")?;
    before.ends_with(char::is_whitespace).then_some(word.len())
}

/// Whether the figures are the number of a document: "số 30/2 …".
fn is_code(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|before| before.trim_end().ends_with("số"))
}

/// Whether there is such a day. What was not called a day must be plainly one to be judged.
fn exists(day: i16, month: i16, year: Option<i16>, named: bool) -> bool {
    let plain = (1..=12).contains(&month) && (1..=31).contains(&day);
    if !plain {
        return !(named && year.is_some());
    }
    let date = |year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    date(year.unwrap_or(2024)).is_some()
}

fn finding(span: Span, day: i16, month: i16, year: Option<i16>) -> Finding {
    let of = year.map_or(String::new(), |year| format!(" năm {year}"));
    let of_en = year.map_or(String::new(), |year| format!("/{year}"));
    Finding::new(
        span,
        format!("Không có ngày {day} tháng {month}{of} trong lịch."),
        format!("{day}/{month}{of_en} does not exist."),
    )
    .fix(last_day(month, year), "Write the day that was meant.")
}

fn last_day(month: i16, year: Option<i16>) -> String {
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year.unwrap_or(2024), month, 1).ok());
    match first {
        Some(first) => {
            let last = first.last_of_month().day();
            format!("Ghi lại ngày đúng; tháng {month} chỉ có đến ngày {last}.")
        }
        None => "Ghi lại ngày đúng; một năm chỉ có 12 tháng.".to_owned(),
    }
}
