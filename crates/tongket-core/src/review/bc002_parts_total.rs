//! Parts that do not fit their whole. See `bc002_parts_total.md`.

use rust_decimal::Decimal;
use tongket_reader::Severity;
use tongket_reader::words::figure::FigureKind;
use tongket_reader::words::fold;

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};
use crate::issue::wording::number;

pub(super) const CHECK: Check = Check {
    code: "BC002",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc002_parts_total.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    check.by_report(evidence, of_report)
}

fn of_report(check: &Check, _: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut rest = &reading.mentions[..];
    while let Some((first, after)) = rest.split_first() {
        let whole = first.figure.part.map(|part| part.whole);
        let same = after
            .iter()
            .take_while(|next| next.figure.part.map(|part| part.whole) == whole);
        let (parts, next) = rest.split_at(1 + same.count());
        if let Some(whole) = whole.and_then(|whole| reading.mentions.get(whole)) {
            findings.extend(misfit(check, reading, whole, parts));
        }
        rest = next;
    }
    findings
}

fn is_exact(mention: &Mention) -> bool {
    let number = &mention.figure.number;
    !number.approximate
        && number.likely.is_none()
        && number.upper.is_none()
        && number.denominator.is_none()
}

fn misfit(
    check: &Check,
    reading: &Reading<'_>,
    whole: &Mention,
    parts: &[Mention],
) -> Option<Finding> {
    if !is_exact(whole) || !parts.iter().all(is_exact) {
        return None;
    }
    let all = whole.figure.number.value;
    let sum: Decimal = parts.iter().try_fold(Decimal::ZERO, |sum, part| {
        sum.checked_add(part.figure.number.value)
    })?;
    let exhaustive = parts
        .iter()
        .all(|part| part.figure.part.is_some_and(|part| part.exhaustive));
    let larger = parts.iter().any(|part| part.figure.number.value > all);
    let disjoint = whole.figure.kind == FigureKind::Money;
    let complete = exhaustive && parts.len() > 1 && !is_open_ended(reading, whole);
    let by_sex = parts.len() == 2 && is_by_sex(reading, whole);
    let wrong = larger || (complete || by_sex) && sum != all || disjoint && sum > all;
    wrong.then(|| finding(check, reading, whole, parts, sum))
}

/// "nam 120 người, nữ 82 người": together they are all, however the parts are introduced.
fn is_by_sex(reading: &Reading<'_>, whole: &Mention) -> bool {
    let sentence = whole
        .sentence
        .and_then(|index| reading.sentences.get(index));
    let text = sentence.map_or(String::new(), |sentence| {
        fold::key(reading.slice(sentence.span))
    });
    [" nam ", " nữ "].iter().all(|word| text.contains(word))
}

/// "… và các mô hình khác", "…": not all parts are given.
fn is_open_ended(reading: &Reading<'_>, whole: &Mention) -> bool {
    let sentence = whole
        .sentence
        .and_then(|index| reading.sentences.get(index));
    let text = sentence.map_or(String::new(), |sentence| {
        fold::key(reading.slice(sentence.span))
    });
    text.contains("khác") || text.contains("...") || text.contains('…') || text.contains("v.v")
}

fn finding(
    check: &Check,
    reading: &Reading<'_>,
    whole: &Mention,
    parts: &[Mention],
    sum: Decimal,
) -> Finding {
    let (all, sum) = (shown(reading, whole), number(sum));
    let mut places = vec![reading.place(whole.figure.span)];
    places.extend(parts.iter().map(|part| reading.place(part.figure.span)));
    check.finding(
        format!("Số thành phần không khớp tổng số: “{all}” nhưng các phần cộng lại là {sum}."),
        format!("The parts do not fit their whole: “{all}”, but the parts add up to {sum}."),
        places,
    )
}
