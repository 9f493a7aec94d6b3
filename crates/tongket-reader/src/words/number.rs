//! Numbers in Vietnamese notation.
//!
//! "3.200", "1,2 tỷ", "97,5%", "hai mươi", "08/09", "từ 20 đến 30". A text is
//! full of digits that are no amounts: dates, years, document codes, "Chỉ thị
//! 01", "Điều 5", "tổ 3", telephone numbers, list labels. Those are left out
//! before anything is read; see [`label`](self::label).

mod label;
mod notation;
mod spoken;
pub(crate) mod token;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::words::figure::heads;
use token::{Token, tokens};

/// An amount as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The value, with "nghìn", "triệu", "tỷ" multiplied in; 97.5 for "97,5%".
    #[serde(with = "rust_decimal::serde::str")]
    pub value: Decimal,
    /// The upper end of "từ 20 đến 30".
    #[serde(with = "rust_decimal::serde::str_option")]
    pub upper: Option<Decimal>,
    /// The 9 of "08/09".
    #[serde(with = "rust_decimal::serde::str_option")]
    pub denominator: Option<Decimal>,
    /// Whether it is a percentage.
    pub percent: bool,
    /// Whether the text hedges: "hơn", "gần", "khoảng", "trên".
    pub approximate: bool,
    /// What was probably meant where the separators are not Vietnamese: "1,200" → 1200. The
    /// value keeps to the letter.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub likely: Option<Decimal>,
    /// The number with its scale and sign, without the hedge.
    pub span: Span,
}

/// The amounts in a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let tokens = tokens(text);
    scan(&tokens)
        .into_iter()
        .map(|found| found.number)
        .collect()
}

/// The number that a text consists of, as in a table's cell: "12", "3.200", "08/09", "45%".
pub fn lone(text: &str) -> Option<Number> {
    let tokens = tokens(text);
    let found = read(&tokens, 0)?;
    (found.next == tokens.len()).then_some(found.number)
}

/// A number and the tokens `first..next` it was read from.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) number: Number,
    pub(crate) first: usize,
    pub(crate) next: usize,
}

/// Every number among the tokens.
pub(crate) fn scan(tokens: &[Token<'_>]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(next) = label::skip(tokens, at) {
            at = next.max(at + 1);
        } else if let Some(one) = read(tokens, at) {
            at = one.next;
            found.push(one);
        } else {
            at += 1;
        }
    }
    found
}

/// The number that begins at `at`.
fn read(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let low = amount(tokens, at)?;
    let mut number = Number {
        value: low.value,
        upper: None,
        denominator: None,
        percent: low.percent,
        approximate: hedge(tokens, at),
        likely: low.likely,
        span: Span::default(),
    };
    let mut next = low.next;
    if let Some(of) = denominator(tokens, low.next, low.value) {
        number.denominator = Some(of.value);
        next = of.next;
    } else if let Some(high) = upper(tokens, at, &low) {
        number.value = low.value * high.factor.max(low.factor) / low.factor;
        number.upper = Some(high.value);
        number.percent |= high.percent;
        number.likely = number.likely.or(high.likely);
        next = high.next;
    }
    number.span = tokens[at].span.cover(tokens[next - 1].span);
    Some(Found {
        number,
        first: at,
        next,
    })
}

/// One value with its scale, and the token after it.
struct Amount {
    value: Decimal,
    likely: Option<Decimal>,
    percent: bool,
    /// 1, or what "nghìn", "triệu", "tỷ" multiplied it by.
    factor: Decimal,
    next: usize,
}

fn amount(tokens: &[Token<'_>], at: usize) -> Option<Amount> {
    let token = tokens.get(at)?;
    if token.is_digits() {
        return digits(tokens, at);
    }
    if token.is("nửa") {
        return half(tokens, at);
    }
    let (value, next) = spoken::read(tokens, at)?;
    Some(closed(tokens, value, None, Decimal::ONE, next))
}

fn digits(tokens: &[Token<'_>], at: usize) -> Option<Amount> {
    let reading = notation::read(tokens[at].text)?;
    let (factor, mut next) = scale(tokens, at + 1);
    let mut value = reading.value.checked_mul(factor)?;
    let mut smallest = factor;
    while let Some((more, finer, after)) = continued(tokens, next, smallest) {
        value = value.checked_add(more)?;
        (smallest, next) = (finer, after);
    }
    let likely = match reading.likely {
        Some(likely) => Some(likely.checked_mul(factor)?),
        None => None,
    };
    Some(closed(tokens, value, likely, factor, next))
}

/// "nửa tỷ đồng", "nửa triệu"; a bare "nửa" says nothing exact.
fn half(tokens: &[Token<'_>], at: usize) -> Option<Amount> {
    let (factor, next) = scale(tokens, at + 1);
    let value = Decimal::new(5, 1) * factor;
    (factor > Decimal::ONE).then(|| closed(tokens, value, None, factor, next))
}

/// "1 tỷ **200 triệu**": a smaller scale that follows.
fn continued(tokens: &[Token<'_>], at: usize, above: Decimal) -> Option<(Decimal, Decimal, usize)> {
    if above <= Decimal::ONE || !tokens.get(at)?.is_digits() {
        return None;
    }
    let reading = notation::read(tokens[at].text)?;
    let (factor, next) = scale(tokens, at + 1);
    (factor > Decimal::ONE && factor < above)
        .then(|| Some((reading.value.checked_mul(factor)?, factor, next)))?
}

/// Takes what may stand after a value: "rưỡi", "%", "phần trăm".
fn closed(
    tokens: &[Token<'_>],
    mut value: Decimal,
    likely: Option<Decimal>,
    factor: Decimal,
    mut next: usize,
) -> Amount {
    let is = |at: usize, key: &str| tokens.get(at).is_some_and(|token| token.is(key));
    if is(next, "rưỡi") {
        value += factor / Decimal::TWO;
        next += 1;
    }
    let sign = match () {
        () if is(next, "%") => 1,
        () if is(next, "phần") && is(next + 1, "trăm") => 2,
        () => 0,
    };
    Amount {
        value: if factor > Decimal::ONE {
            value.normalize()
        } else {
            value
        },
        likely,
        percent: sign > 0,
        factor,
        next: next + sign,
    }
}

/// The factor of the scale words at `at` and the token after them: "nghìn tỷ" is both.
fn scale(tokens: &[Token<'_>], at: usize) -> (Decimal, usize) {
    let mut factor = Decimal::ONE;
    let mut next = at;
    while let Some(by) = tokens.get(next).and_then(|token| scale_word(&token.key)) {
        if factor >= by {
            break;
        }
        factor *= by;
        next += 1;
    }
    (factor, next)
}

fn scale_word(word: &str) -> Option<Decimal> {
    Some(match word {
        "nghìn" | "ngàn" => 1_000.into(),
        "triệu" | "trđ" => 1_000_000.into(),
        "tỷ" | "tỉ" => 1_000_000_000.into(),
        _ => return None,
    })
}

/// The "/09" of "08/09 thôn". A day and a month look the same and were left out before.
fn denominator(tokens: &[Token<'_>], slash: usize, value: Decimal) -> Option<Amount> {
    let bar = tokens.get(slash)?;
    let below = tokens.get(slash + 1)?;
    let tight = bar.glued == below.glued;
    if !bar.is("/") || !tight || !below.is_digits() || heads_between(tokens, slash) {
        return None;
    }
    let reading = notation::read(below.text)?;
    let whole = |value: Decimal| value.fract().is_zero() && !value.is_zero();
    (whole(reading.value) && value.fract().is_zero()).then(|| {
        closed(
            tokens,
            reading.value,
            reading.likely,
            Decimal::ONE,
            slash + 2,
        )
    })
}

/// Whether a word stands before the slash: "45 buổi/3.200 lượt" is no fraction.
fn heads_between(tokens: &[Token<'_>], slash: usize) -> bool {
    slash
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_none_or(Token::is_word)
}

/// The "đến 30" of "từ 20 đến 30", the "- 30" of "20 - 30 %".
fn upper(tokens: &[Token<'_>], at: usize, low: &Amount) -> Option<Amount> {
    let link = tokens.get(low.next)?;
    let from = at > 0 && tokens[at - 1].is("từ");
    let changed = at > 1 && (tokens[at - 2].is("tăng") || tokens[at - 2].is("giảm"));
    if !(link.is_dash() || (from && !changed && link.is("đến"))) || label::is_year(&tokens[at]) {
        return None;
    }
    let high = amount(tokens, low.next + 1)?;
    let same = low.factor == high.factor || low.factor == Decimal::ONE;
    (same && low.value < high.value && label::skip(tokens, low.next + 1).is_none()).then_some(high)
}

/// Whether the words before `at` hedge: "hơn", "gần", "khoảng", "ước đạt".
fn hedge(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| tokens.get(at))
            .map_or("", |token| &token.key)
    };
    match before(1) {
        "hơn" | "trên" | "gần" | "khoảng" | "chừng" | "ngót" | "ước" | "~" => true,
        "đạt" | "khoảng chừng" => before(2) == "ước",
        "xỉ" => before(2) == "xấp",
        "tính" => before(2) == "ước",
        _ => false,
    }
}

/// Whether a known head word stands at `at`.
pub(crate) fn is_counted(tokens: &[Token<'_>], at: usize) -> bool {
    heads::find(tokens, at).is_some()
}

#[cfg(test)]
mod tests;
