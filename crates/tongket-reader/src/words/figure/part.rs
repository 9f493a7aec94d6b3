//! Which figures are parts of which: "112 tổ, gồm 60 tổ … và 52 tổ …".

use super::period::ends_sentence;
use super::{Figure, PartOf};
use crate::words::number::token::Token;

/// Marks the figures after "trong đó", "gồm", "chia ra" as parts of the one before it.
pub(crate) fn mark(tokens: &[Token<'_>], figures: &mut [Figure], ends: &[(usize, usize)]) {
    let mut open: Option<(usize, bool)> = None;
    for index in 1..figures.len() {
        let (gap_from, gap_to) = (ends[index - 1].1, ends[index].0);
        if (gap_from..gap_to).any(|at| ends_sentence(tokens, at)) {
            open = None;
        }
        if let Some((exhaustive, near)) = marker(tokens, gap_from, gap_to) {
            open = near.then_some((index - 1, exhaustive));
        }
        let Some((last, exhaustive)) = open else {
            continue;
        };
        let Some(whole) = whole_of(figures, last, index) else {
            continue;
        };
        if figures[index].of.is_none()
            || exhaustive && figures[index].measure.unit == figures[whole].measure.unit
        {
            figures[index].part = Some(PartOf { whole, exhaustive });
            figures[index].of = None;
        }
    }
}

/// The marker between two figures: whether it says "all parts", and whether it follows at once.
fn marker(tokens: &[Token<'_>], from: usize, to: usize) -> Option<(bool, bool)> {
    let is = |at: usize, key: &str| tokens.get(at).is_some_and(|token| token.is(key));
    (from..to).find_map(|at| {
        let inside = is(at, "trong") && is(at + 1, "đó");
        let all = is(at, "gồm")
            || is(at, "chia") && is(at + 1, "ra")
            || is(at, "cụ") && is(at + 1, "thể");
        (inside || all).then_some((!inside, at <= from + 3 || inside))
    })
}

/// The nearest figure before the marker that is counted in the same unit.
fn whole_of(figures: &[Figure], last: usize, part: usize) -> Option<usize> {
    let kind = figures[part].kind;
    (last.saturating_sub(2)..=last).rev().find(|&whole| {
        let one = &figures[whole];
        one.part.is_none()
            && one.kind == kind
            && (one.measure.unit == figures[part].measure.unit
                || is_named_part(one, &figures[part]))
    })
}

/// "156 thành viên, trong đó 30 nữ": people by another name.
fn is_named_part(whole: &Figure, part: &Figure) -> bool {
    let people = [
        "nữ",
        "nam",
        "đảng viên",
        "đoàn viên",
        "người",
        "hội viên",
        "phụ nữ",
    ];
    whole.measure.stock
        && people.contains(&&*part.measure.unit)
        && !matches!(&*whole.measure.unit, "tổ" | "thôn" | "xã")
}
