//! The time a figure speaks of.

use serde::{Deserialize, Serialize};

use super::heads::{self, List};
use crate::words::number::token::{Token, tokens};

/// The time a figure speaks of, as far as its sentence says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FigurePeriod {
    /// Nothing is said: the period under review.
    #[default]
    Unsaid,
    /// "năm 2024".
    Year(i16),
    /// "giai đoạn 2016 - 2025", "từ năm 2016 đến năm 2025".
    Years(i16, i16),
    /// "từ năm 2016 đến nay".
    Since(i16),
    /// "lũy kế", "cộng dồn".
    Cumulative,
    /// A part of a year: "quý I", "6 tháng đầu năm", "tháng 5".
    Within(String),
}

/// The period that a heading of a table names: "Năm 2016", "2025", "Lũy kế".
pub fn period_of(heading: &str) -> FigurePeriod {
    let tokens = tokens(heading);
    let bare = || (tokens.len() == 1).then(|| year(&tokens, 0)).flatten();
    let said = (0..tokens.len()).find_map(|at| said_at(&tokens, at));
    said.or_else(|| bare().map(FigurePeriod::Year))
        .unwrap_or_default()
}

/// How far back in a sentence a period is looked for.
const REACH: usize = 60;

/// The period said nearest before `first` in its sentence, or right after `end`.
pub(crate) fn of(tokens: &[Token<'_>], first: usize, end: usize) -> FigurePeriod {
    if let Some(said) = after(tokens, end) {
        return said;
    }
    for at in (first.saturating_sub(REACH)..first).rev() {
        if ends_sentence(tokens, at) {
            break;
        }
        if let Some(said) = said_at(tokens, at) {
            return said;
        }
    }
    FigurePeriod::Unsaid
}

/// "12 buổi **trong năm 2024**"
fn after(tokens: &[Token<'_>], end: usize) -> Option<FigurePeriod> {
    (end..end + 3)
        .take_while(|&at| {
            tokens
                .get(at)
                .is_some_and(|token| token.is_word() || token.is("("))
        })
        .find_map(|at| said_at(tokens, at))
}

/// Whether a full stop stands at `at` with a new sentence after it.
pub(crate) fn ends_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| matches!(token.text, "." | "!" | "?"))
        && tokens.get(at + 1).is_none_or(|next| !next.glued)
}

/// The period whose phrase begins at `at`.
fn said_at(tokens: &[Token<'_>], at: usize) -> Option<FigurePeriod> {
    let is = |back: usize, key: &str| tokens.get(at + back).is_some_and(|token| token.is(key));
    let compared = at >= 2 && tokens[at - 2].is("so") || at >= 1 && tokens[at - 1].is("với");
    if compared {
        return None;
    }
    if is(0, "lũy") && is(1, "kế") || is(0, "cộng") && is(1, "dồn") {
        return Some(FigurePeriod::Cumulative);
    }
    let earlier = is(0, "trước") && (is(1, "đây") || is(1, "khi")) || is(0, "ban") && is(1, "đầu");
    if earlier || is(0, "đầu") && is(1, "kỳ") {
        return Some(FigurePeriod::Within("trước đây".to_owned()));
    }
    if is(0, "giai") && is(1, "đoạn") {
        return years(tokens, at + 2);
    }
    if is(0, "từ") && is(1, "năm") {
        return since(tokens, at + 2);
    }
    if is(0, "quý") || is(0, "tháng") || is(1, "tháng") && is(2, "đầu") {
        return within(tokens, at);
    }
    let dated = at >= 2 && tokens[at - 2].is("tháng");
    let in_range = at >= 1
        && (tokens[at - 1].is("từ")
            || tokens[at - 1].is("đến") && at >= 2 && year(tokens, at - 2).is_some());
    (is(0, "năm") && !dated && !in_range)
        .then(|| year(tokens, at + 1).map(FigurePeriod::Year))
        .flatten()
}

fn year(tokens: &[Token<'_>], at: usize) -> Option<i16> {
    let token = tokens.get(at)?;
    let year: i16 = token.text.parse().ok()?;
    (token.text.len() == 4 && (1900..2100).contains(&year)).then_some(year)
}

fn years(tokens: &[Token<'_>], at: usize) -> Option<FigurePeriod> {
    let from = year(tokens, at)?;
    Some(FigurePeriod::Years(from, year(tokens, at + 2)?))
}

fn since(tokens: &[Token<'_>], at: usize) -> Option<FigurePeriod> {
    let from = year(tokens, at)?;
    let to = (at + 1..at + 4).find_map(|at| year(tokens, at));
    Some(to.map_or(FigurePeriod::Since(from), |to| {
        FigurePeriod::Years(from, to)
    }))
}

/// "quý II năm 2025", "tháng 5/2025", "6 tháng đầu năm 2025"; months as a mere duration are none.
fn within(tokens: &[Token<'_>], at: usize) -> Option<FigurePeriod> {
    let each = at > 0 && matches!(&*tokens[at - 1].key, "mỗi" | "hằng" | "hàng");
    if each {
        return None;
    }
    let starts = tokens.get(at).is_some_and(Token::is_digits);
    let numbered = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_digits() || next.text.chars().all(|c| matches!(c, 'I' | 'V')));
    (starts || numbered).then(|| {
        let words: Vec<&str> = tokens
            .iter()
            .skip(at)
            .take(6)
            .take_while(|token| {
                token.is_digits()
                    || token.is("/")
                    || matches!(
                        &*token.key,
                        "quý" | "tháng" | "đầu" | "cuối" | "năm" | "i" | "ii" | "iii" | "iv"
                    )
            })
            .map(|token| &*token.key)
            .collect();
        FigurePeriod::Within(words.join(" "))
    })
}

/// Whether a word of `list` stands between the two tokens.
pub(crate) fn has(list: List, tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    (from..to).any(|at| heads::matches(list, tokens, at).is_some())
}
