//! The years under review.

use super::piece::Piece;
use crate::plan::{Document, Period};
use crate::span::Spanned;
use crate::words::{date, fold};

/// The period that the subject states, or that follows from "tổng kết 10 năm" and the day of the document it reviews.
pub(super) fn read(document: &Document, body: &[Piece]) -> Option<Spanned<Period>> {
    let subject = document.subject.as_ref()?;
    let stated = date::periods(&subject.value).pop();
    let below = || in_body(&subject.value, body);
    if let Some(found) = stated.is_none().then(below).flatten() {
        return Some(found);
    }
    stated
        .map(|period| period.value)
        .or_else(|| counted(document, &subject.value))
        .or_else(|| one_year(&subject.value))
        .map(|period| Spanned::new(period, subject.span))
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

/// A period of as many years that the body states: "giai đoạn 2020 - 2025".
fn in_body(subject: &str, body: &[Piece]) -> Option<Spanned<Period>> {
    let length = years(subject)?;
    let stated = |piece: &Piece| {
        let fits = |period: &Spanned<Period>| period.value.to - period.value.from == length;
        let found = date::periods(piece.text).into_iter().find(fits)?;
        Some(Spanned::new(
            found.value,
            found.span.shift(piece.span.start),
        ))
    };
    body.iter().take(30).find_map(stated)
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
