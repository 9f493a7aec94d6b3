//! Days, months, quarters and years as they are written.
//!
//! "ngày 05 tháng 3 năm 2025", "05/3/2025", "5.3.2025", "ngày 15/3", "tháng
//! 4/2025", "quý II năm 2025", "năm 2025". A mention keeps only what it says;
//! in "ngày 28/12 và 29/12/2011" and "từ ngày 15 đến ngày 20/3/2025" the first
//! day takes the month and year it shares with the last.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::cursor::{Cursor, before_word};
use crate::plan::Period;
use crate::span::{Span, Spanned};

/// A day, month, quarter or year in a text. What it does not say is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateMention {
    /// Day of the month, 1–31.
    pub day: Option<i8>,
    /// Month, 1–12.
    pub month: Option<i8>,
    /// Quarter, 1–4, where a quarter is named.
    pub quarter: Option<i8>,
    /// Year of four figures.
    pub year: Option<i16>,
    /// The phrase, with the "ngày", "tháng", "quý" or "năm" that opens it.
    pub span: Span,
}

impl DateMention {
    /// The day itself, where day, month and year are known and such a day exists.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// The last day it covers: of the day, month, quarter or year that is named.
    pub fn last_day(&self) -> Option<Date> {
        let year = self.year?;
        if self.day.is_some() {
            return self.date();
        }
        let month = self
            .month
            .or(self.quarter.map(|quarter| quarter * 3))
            .unwrap_or(12);
        Date::new(year, month, 1).ok().map(Date::last_of_month)
    }

    /// The first day it covers.
    pub fn first_day(&self) -> Option<Date> {
        let year = self.year?;
        if self.day.is_some() {
            return self.date();
        }
        let month = self
            .month
            .or(self.quarter.map(|quarter| quarter * 3 - 2))
            .unwrap_or(1);
        Date::new(year, month, 1).ok()
    }
}

/// Every date, month, quarter and year in a text, in order.
pub fn dates(text: &str) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = 0;
    while let Some(start) = candidate(text, at) {
        at = match mention(text, start, found.last()) {
            Some(mention) => {
                let end = mention.span.end;
                found.push(mention);
                end
            }
            None => past(text, start),
        };
    }
    share(text, &mut found);
    found
}

/// The next figure, or the next "quý", from `from` on.
fn candidate(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let here = bytes
        .iter()
        .position(|byte| matches!(byte, b'0'..=b'9' | b'q' | b'Q'))?;
    Some(from + here)
}

/// Just behind the run of figures, or the letter, at `start`.
fn past(text: &str, start: usize) -> usize {
    let figures = text
        .bytes()
        .skip(start)
        .take_while(u8::is_ascii_digit)
        .count();
    start + figures.max(1)
}

/// The word in front of a number that says how to read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    Day,
    Month,
    Year,
    None,
}

/// Reads the mention whose first number, or whose "quý", stands at `start`.
fn mention(text: &str, start: usize, last: Option<&DateMention>) -> Option<DateMention> {
    let mut cursor = Cursor::new(text, start);
    if !text.as_bytes().get(start)?.is_ascii_digit() {
        return quarter(text, &mut cursor);
    }
    let before = text.get(..start)?;
    let (lead, opening) = lead(before);
    if lead == Lead::None && is_glued(before) {
        return None;
    }
    let free = || follows(text, last, start) || is_called_for(before);
    let read = match lead {
        Lead::Day => day(&mut cursor, true),
        Lead::Month => month(&mut cursor),
        Lead::Year => year(&mut cursor),
        Lead::None => unlabelled(&mut cursor, free()),
    }?;
    let counted = lead != Lead::None && is_count(before.get(..opening)?, &read);
    (ends_well(&cursor) && !counted).then(|| DateMention {
        span: Span::new(opening, cursor.at()),
        ..read
    })
}

/// Whether the word before the number is a unit of another number: "02 ngày 03 đêm".
fn is_count(before: &str, read: &DateMention) -> bool {
    let bare = read.year.is_none() && (read.day.is_none() || read.month.is_none());
    bare && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// The word before a number, and where the phrase then begins.
fn lead(before: &str) -> (Lead, usize) {
    let trimmed = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let words = [
        ("ngày", Lead::Day),
        ("tháng", Lead::Month),
        ("năm", Lead::Year),
    ];
    words
        .into_iter()
        .find_map(|(word, lead)| Some((lead, before_word(trimmed, word)?.len())))
        .unwrap_or((Lead::None, before.len()))
}

/// Whether a number is part of a word, a code or a larger number.
fn is_glued(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '/' | '_') => true,
        Some('.' | ',' | '-' | '–') => back.next().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether the number at `start` goes on from the last mention: "28/12 và 29/12/2011".
fn follows(text: &str, last: Option<&DateMention>, start: usize) -> bool {
    last.and_then(|last| text.get(last.span.end..start))
        .is_some_and(is_link)
}

/// Whether the words before a bare "15/3" show that it is a day: "trước 15/3", "đến hết 30/6".
fn is_called_for(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(':').trim_end();
    [
        "trước",
        "hết",
        "hạn",
        "chậm nhất",
        "muộn nhất",
        "hạn cuối",
        "sáng",
        "chiều",
    ]
    .iter()
    .any(|word| before_word(before, word).is_some())
}

/// "05 tháng 3 năm 2025", "05/3/2025", "15/3", "15": what stands behind "ngày".
fn day(cursor: &mut Cursor, alone: bool) -> Option<DateMention> {
    let read = DateMention {
        day: cursor.two().filter(|day| (1..=31).contains(day)),
        ..DateMention::default()
    };
    read.day?;
    let mut ahead = *cursor;
    let worded = ahead.word("tháng").then(|| month(&mut ahead)).flatten();
    if let Some(month) = worded {
        *cursor = ahead;
        return Some(DateMention {
            day: read.day,
            ..month
        });
    }
    if let Some((month, year)) = month_and_year(cursor) {
        return Some(DateMention {
            month: Some(month),
            year,
            ..read
        });
    }
    let counted = cursor
        .peek()
        .is_some_and(|c| matches!(c, '.' | ',' | '%' | '/'))
        && cursor
            .rest()
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_digit());
    (alone && !counted).then_some(read)
}

/// "/3/2025", ".3.2025", "/3" behind a day.
fn month_and_year(cursor: &mut Cursor) -> Option<(i8, Option<i16>)> {
    let mut ahead = *cursor;
    let sign = ahead.sign(&['/', '.', '-', '–'])?;
    let month = ahead.two().filter(|month| (1..=12).contains(month))?;
    let mut further = ahead;
    let signed = further.sign(&[sign]).and_then(|_| further.year());
    if signed.is_some() {
        *cursor = further;
        return Some((month, signed));
    }
    let mut worded = ahead;
    worded.sign(&[',']);
    let named = (sign == '/' && worded.word("năm"))
        .then(|| worded.year())
        .flatten();
    if named.is_some() {
        *cursor = worded;
        return Some((month, named));
    }
    (sign == '/').then(|| {
        *cursor = ahead;
        (month, None)
    })
}

/// "4/2025", "4 năm 2025", "4": what stands behind "tháng".
fn month(cursor: &mut Cursor) -> Option<DateMention> {
    let month = cursor.two().filter(|month| (1..=12).contains(month))?;
    Some(DateMention {
        month: Some(month),
        year: year_behind(cursor),
        ..DateMention::default()
    })
}

/// "/2025", "-2025", "năm 2025", ", năm 2025".
fn year_behind(cursor: &mut Cursor) -> Option<i16> {
    let mut ahead = *cursor;
    let signed = ahead
        .sign(&['/', '.', '-', ','])
        .is_some_and(|sign| sign != ',');
    if !signed && !ahead.word("năm") {
        return None;
    }
    let year = ahead.year()?;
    *cursor = ahead;
    Some(year)
}

fn year(cursor: &mut Cursor) -> Option<DateMention> {
    Some(DateMention {
        year: Some(cursor.year()?),
        ..DateMention::default()
    })
}

/// "quý II/2025", "quý 2 năm 2025", "quý IV".
fn quarter(text: &str, cursor: &mut Cursor) -> Option<DateMention> {
    let start = cursor.at();
    let glued = text
        .get(..start)?
        .chars()
        .next_back()
        .is_some_and(char::is_alphabetic);
    if glued || !(cursor.any(&["quý", "qúy", "quí"])) {
        return None;
    }
    let mut quarter = ordinal(cursor)?;
    while let Some(later) = further_quarter(cursor) {
        quarter = later;
    }
    let year = year_behind(cursor);
    Some(DateMention {
        quarter: Some(quarter),
        year,
        span: Span::new(start, cursor.at()),
        ..DateMention::default()
    })
}

fn ordinal(cursor: &mut Cursor) -> Option<i8> {
    let number = cursor.roman().or_else(|| cursor.two());
    number.filter(|quarter| (1..=4).contains(quarter))
}

/// The III of "quý II, III": the last quarter is the one that counts.
fn further_quarter(cursor: &mut Cursor) -> Option<i8> {
    let mut ahead = *cursor;
    if ahead.sign(&[',', '-', '–']).is_none() && !ahead.word("và") {
        return None;
    }
    let quarter = ahead.roman().filter(|quarter| (1..=4).contains(quarter))?;
    *cursor = ahead;
    Some(quarter)
}

/// "05/3/2025", "05 tháng 3 năm 2025", "4/2025" with no word before it; "15/3" only where `free`.
fn unlabelled(cursor: &mut Cursor, free: bool) -> Option<DateMention> {
    let mut ahead = *cursor;
    if let Some(read) = day(&mut ahead, false).filter(|read| read.year.is_some() || free) {
        *cursor = ahead;
        return Some(read);
    }
    let month = cursor.two().filter(|month| (1..=12).contains(month))?;
    if !cursor.rest().trim_start().starts_with('/') {
        return None;
    }
    cursor.sign(&['/']);
    let year = cursor.year()?;
    Some(DateMention {
        month: Some(month),
        year: Some(year),
        ..DateMention::default()
    })
}

/// Whether the number stops where the date stops, and is not the head of a code ("10/2007/QĐ-…").
fn ends_well(cursor: &Cursor) -> bool {
    let mut ahead = cursor.rest().chars();
    match ahead.next() {
        Some(c) if c.is_ascii_digit() || c == '%' => false,
        Some('/' | '-') => !ahead.next().is_some_and(char::is_alphanumeric),
        _ => true,
    }
}

/// Gives a mention the month and year of the one it is joined to.
fn share(text: &str, found: &mut [DateMention]) {
    for index in (1..found.len()).rev() {
        let (left, right) = found.split_at_mut(index);
        let (Some(left), Some(right)) = (left.last_mut(), right.first()) else {
            continue;
        };
        let gap = text
            .get(left.span.end..right.span.start)
            .unwrap_or_default();
        if left.year.is_some() || !is_link(gap) {
            continue;
        }
        if left.day.is_some() && left.month.is_none() {
            left.month = right.month;
        }
        let whole = left.day.is_some() == right.day.is_some();
        let order = left.month <= right.month;
        if (whole && order) || left.quarter.is_some() && right.quarter.is_some() {
            left.year = right.year;
        }
    }
}

/// Whether a gap only joins two dates.
fn is_link(gap: &str) -> bool {
    let gap = gap.trim();
    if gap.len() > 48 {
        return false;
    }
    let words = gap.to_lowercase();
    words.len() <= 24
        && (matches!(words.as_str(), "," | "-" | "–" | ";")
            || !words.is_empty()
                && words
                    .split_whitespace()
                    .all(|word| matches!(word, "và" | "đến" | "tới" | "hoặc" | "hết" | "sang")))
}

static PERIOD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)((?:19|20)[0-9]{2})\s*(?:-|–|—|đến(?:\s+hết)?(?:\s+năm)?|÷)\s*((?:19|20)[0-9]{2})",
    )
    .ok()
});

/// Spans of years: "2015 - 2025", "từ năm 2015 đến năm 2025", "(2015-2025)".
pub fn periods(text: &str) -> Vec<Spanned<Period>> {
    let Some(pattern) = PERIOD.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for captures in pattern.captures_iter(text) {
        let (whole, [from, to]) = (captures.get_match(), captures.extract::<2>().1);
        let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else {
            continue;
        };
        let inside = |c: char| c.is_alphanumeric() || c == '/';
        let before = text
            .get(..whole.start())
            .and_then(|text| text.chars().next_back());
        let after = text.get(whole.end()..).and_then(|text| text.chars().next());
        let glued = before.is_some_and(|c| c.is_ascii_digit()) || after.is_some_and(inside);
        if from <= to && !glued {
            found.push(Spanned::new(Period { from, to }, whole.range().into()));
        }
    }
    found
}

#[cfg(test)]
mod tests;
