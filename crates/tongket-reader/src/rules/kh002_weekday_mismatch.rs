//! A weekday that is not the weekday of its date: "thứ Sáu, ngày 15/3/2025".

use jiff::civil::{Date, Weekday};

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use crate::calendar::{weekday_name, weekday_name_en};
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH002",
    "kh002_weekday_mismatch",
    Error,
    "Thứ không khớp với ngày",
    "The weekday does not fit the date",
);

pattern!(
    WEEKDAY_FIRST,
    r"(?P<weekday>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*[,(]?\s*(?:ngày\s+)?(?P<day>[0-9]{1,2})\s*(?:/|\.|\s+tháng\s+)\s*(?P<month>[0-9]{1,2})(?:\s*(?:/|\.|\s+năm\s+)\s*(?P<year>[0-9]{4}))?"
);
pattern!(
    WEEKDAY_LAST,
    r"(?P<day>[0-9]{1,2})\s*(?:/|\.|\s+tháng\s+)\s*(?P<month>[0-9]{1,2})(?:\s*(?:/|\.|\s+năm\s+)\s*(?P<year>[0-9]{4}))?\s*\((?P<weekday>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*\)"
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.lower();
    if !["thứ", "chủ"].iter().any(|opening| text.contains(opening)) {
        return Vec::new();
    }
    let year = case.issued().map(Date::year);
    let bracketed = ["(thứ", "(chủ"].iter().any(|opening| text.contains(opening));
    let last = bracketed.then(|| WEEKDAY_LAST.captures_iter(text));
    let hits = WEEKDAY_FIRST.captures_iter(text).chain(last.into_iter().flatten());
    let mut found: Vec<Finding> = Vec::new();
    for hit in hits {
        let whole = hit.get_match();
        let (Some(said), Some(date)) = (weekday(&hit["weekday"]), date(&hit, year)) else { continue };
        if date.weekday() != said
            && is_whole_word(text, whole.range())
            && !is_ordinal(text, whole.start()) {
            found.push(finding(Span::from(whole.range()), date, said));
        }
    }
    found
}

/// "lần thứ ba", "kỳ họp thứ năm": not a weekday.
fn is_ordinal(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    ["lần", "họp", "khóa", "khoá", "năm", "người", "việc"].iter().any(|word| before.ends_with(word))
}

fn weekday(text: &str) -> Option<Weekday> {
    let last = text.split_whitespace().last()?;
    Some(match last {
        "hai" | "2" => Weekday::Monday,
        "ba" | "3" => Weekday::Tuesday,
        "tư" | "4" => Weekday::Wednesday,
        "năm" | "5" => Weekday::Thursday,
        "sáu" | "6" => Weekday::Friday,
        "bảy" | "7" => Weekday::Saturday,
        "nhật" => Weekday::Sunday,
        _ => return None,
    })
}

/// The date of a hit; one without a year is of the year of issue.
fn date(hit: &regex::Captures<'_>, issued: Option<i16>) -> Option<Date> {
    let number = |name: &str| hit.name(name).and_then(|part| part.as_str().parse().ok());
    let year = hit.name("year").and_then(|part| part.as_str().parse().ok()).or(issued)?;
    Date::new(year, number("month")?, number("day")?).ok()
}

fn finding(span: Span, date: Date, said: Weekday) -> Finding {
    let (day, month, year) = (date.day(), date.month(), date.year());
    let (right, wrong) = (weekday_name(date.weekday()), weekday_name(said));
    let (right_en, wrong_en) = (weekday_name_en(date.weekday()), weekday_name_en(said));
    Finding::new(
        span,
        format!("Ngày {day}/{month}/{year} là {right}, không phải {wrong}."),
        format!("{day}/{month}/{year} is a {right_en}, not a {wrong_en}."),
    )
    .fix(
        format!("Ghi “{right}”, hoặc sửa lại ngày nếu đúng là {wrong}."),
        format!("Write {right_en}, or mend the date if {wrong_en} was meant."),
    )
}
