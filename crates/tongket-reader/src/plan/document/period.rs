//! The years under review.

use super::piece::Piece;
use crate::plan::{Document, Period};
use crate::span::Spanned;
use crate::words::{citation, date, fold, sentence};

/// Words of a sentence that says what is reviewed.
const REVIEWS: &[&str] = &["tổng kết", "sơ kết", "đánh giá", "báo cáo kết quả"];

/// The period under review: the years in the subject, then those in a sentence that states the
/// purpose, then those that follow from "tổng kết 10 năm" and the day of the document it reviews.
/// The years of a cited programme, "Đề án … giai đoạn 2021 - 2030", are its own unless all of it is reviewed.
pub(super) fn read(document: &Document, body: &[Piece]) -> Option<Spanned<Period>> {
    let subject = document.subject.as_ref()?;
    let length = years(&subject.value);
    let here = |period: Period| Spanned::new(period, subject.span);
    let whole = length.is_none() && says(&subject.value, &["tổng kết"]);
    let titled = || date::periods(&subject.value).pop().filter(|_| whole);
    own(&subject.value, length)
        .map(|period| here(period.value))
        .or_else(|| in_body(&subject.value, length, body))
        .or_else(|| titled().map(|period| here(period.value)))
        .or_else(|| marked(&subject.value, length).map(here))
        .or_else(|| counted(document, &subject.value).map(here))
        .or_else(|| {
            one_year(&subject.value)
                .filter(|_| length.is_none())
                .map(here)
        })
}

/// How many years "tổng kết 10 năm" and "sơ kết 5 năm" review.
fn years(subject: &str) -> Option<i16> {
    let folded = fold::key(subject);
    let cut = folded
        .split_once("tổng kết ")
        .or_else(|| folded.split_once("sơ kết "));
    let mut words = cut?.1.split(' ');
    let length = words.next()?.parse().ok()?;
    (words.next()? == "năm" && (1..=60).contains(&length)).then_some(length)
}

/// The last period of a text that is not part of a quoted title and that lasts so many years:
/// "10 năm, giai đoạn 2015 - 2025", "05 năm, giai đoạn 2021 - 2025".
fn own(text: &str, length: Option<i16>) -> Option<Spanned<Period>> {
    let fits = |period: &Period| {
        let span = period.to - period.from;
        length.is_none_or(|length| span == length || span + 1 == length)
    };
    let found = date::periods(text).into_iter().rev();
    let fitting: Vec<Spanned<Period>> = found
        .filter(|period| fits(&period.value))
        .filter(|period| !is_quoted(text, period.span.start))
        .collect();
    let reviewed = fitting
        .iter()
        .find(|period| !is_ahead(text, period.span.start));
    reviewed.or(fitting.first()).cloned()
}

/// "… và triển khai nhiệm vụ giai đoạn 2026 - 2030": years that are planned, not reviewed.
fn is_ahead(text: &str, at: usize) -> bool {
    let before = fold::key(text.get(..at).unwrap_or_default());
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
    let plans = last(&[
        "triển khai",
        "phương hướng",
        "nhiệm vụ",
        "định hướng",
        "kế hoạch",
    ]);
    plans > last(&["tổng kết", "sơ kết", "kết quả", "đánh giá"])
}

/// Whether quotation marks are open at a byte of a text.
fn is_quoted(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let straight = before.matches('"').count() % 2 == 1;
    straight || before.matches('“').count() > before.matches('”').count()
}

/// The period in a sentence of the body that says what is reviewed, outside of citations.
fn in_body(subject: &str, length: Option<i16>, body: &[Piece]) -> Option<Spanned<Period>> {
    if length.is_none() && !says(subject, &["tổng kết", "sơ kết"]) {
        return None;
    }
    body.iter().take(40).find_map(|piece| {
        let found = purpose(piece.text, length)?;
        Some(Spanned::new(
            found.value,
            found.span.shift(piece.span.start),
        ))
    })
}

/// The period in the first sentence of a piece that says what is reviewed.
fn purpose(text: &str, length: Option<i16>) -> Option<Spanned<Period>> {
    if date::periods(text).is_empty() {
        return None;
    }
    let cited = citation::citations(text);
    sentence::sentences(text).into_iter().find_map(|span| {
        let words = span.slice(text);
        let found = own(words, length).filter(|_| says(words, REVIEWS))?;
        let place = found.span.shift(span.start);
        let foreign = cited.iter().any(|cited| cited.span.contains(place));
        (!foreign).then(|| Spanned::new(found.value, place))
    })
}

fn says(text: &str, words: &[&str]) -> bool {
    let folded = fold::key(text);
    words.iter().any(|word| folded.contains(word))
}

/// "Tổng kết 20 năm Ngày hội … (19/8/2005 – 19/8/2025)": the years between two days that lie so far apart.
fn marked(subject: &str, length: Option<i16>) -> Option<Period> {
    let days: Vec<i16> = date::dates(subject)
        .into_iter()
        .filter(|mention| mention.day.is_some())
        .filter_map(|mention| mention.year)
        .collect();
    let [from, to] = days.as_slice() else {
        return None;
    };
    (to - from == length?).then_some(Period {
        from: *from,
        to: *to,
    })
}

/// "Tổng kết 10 năm thực hiện Chỉ thị số …": ten years from the directive's, if they end about the year of issue.
fn counted(document: &Document, subject: &str) -> Option<Period> {
    let issued = document.date.as_ref()?.year();
    let length = years(subject)?;
    let reviewed = document
        .references
        .iter()
        .find_map(|reference| reference.date)?
        .year();
    let fits = (reviewed + length - issued).abs() <= 1;
    fits.then_some(Period {
        from: reviewed,
        to: reviewed + length,
    })
}

/// "Tổng kết công tác năm 2025": the one year.
fn one_year(subject: &str) -> Option<Period> {
    let folded = fold::key(subject);
    let reviews = ["tổng kết", "sơ kết", "kết quả", "báo cáo"]
        .iter()
        .any(|word| folded.contains(word));
    let years = date::dates(subject);
    let mut named = years.iter().filter(|mention| {
        mention.day.is_none() && mention.month.is_none() && mention.quarter.is_none()
    });
    let year = named.next().filter(|_| reviews)?.year?;
    named.next().is_none().then_some(Period {
        from: year,
        to: year,
    })
}
