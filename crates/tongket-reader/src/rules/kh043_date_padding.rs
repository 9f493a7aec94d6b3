//! Zeros in the date line: day below 10 and months 1 and 2 are padded, no other month.

use super::case::{Case, Form};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH043",
    "kh043_date_padding",
    Info,
    "Dòng ngày tháng thừa hoặc thiếu số 0",
    "A zero too many or too few in the date line",
);

pattern!(DATE_LINE, r",\s*ngày\s+([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+[0-9]{4}\s*$");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if !matches!(case.form(), Some((Form::State, _))) {
        return Vec::new();
    }
    let line = case.top().iter().find_map(|line| {
        let hit = DATE_LINE.captures(case.slice(*line))?;
        let day = hit.get(1)?;
        let month = hit.get(2)?;
        Some((line, Span::new(day.start(), month.end()), padded_day(day.as_str()), padded_month(month.as_str())))
    });
    let Some((line, place, day, month)) = line else { return Vec::new() };
    let span = place.shift(line.start);
    let right = format!("{day} tháng {month}");
    if case.slice(span).split_whitespace().eq(right.split_whitespace()) {
        return Vec::new();
    }
    let finding = Finding::new(
        span,
        "Ngày, tháng ở dòng địa danh thừa hoặc thiếu số 0.",
        "Day or month in the date line has a zero too many or too few.",
    );
    vec![finding.fix(format!("Viết: “ngày {right}”."), format!("Write “ngày {right}”."))]
}

fn padded_day(day: &str) -> String {
    day.parse::<u8>().map_or_else(|_| day.to_owned(), |day| format!("{day:02}"))
}

fn padded_month(month: &str) -> String {
    match month.parse::<u8>() {
        Ok(month @ 1..=2) => format!("{month:02}"),
        Ok(month) => month.to_string(),
        Err(_) => month.to_owned(),
    }
}
