//! What the words around a figure say of it.

use super::heads::{self, List};
use super::period::{ends_sentence, has};
use crate::words::number::token::Token;

/// The act nearest before the number in its clause, where it is one that tells measures apart.
/// Of a `quantity` it is all that was done: "vệ sinh, trồng hoa 12 km đường thôn".
pub(crate) fn act(
    tokens: &[Token<'_>],
    from: usize,
    first: usize,
    quantity: bool,
) -> Option<String> {
    let from = from.max(first.saturating_sub(7));
    let from = (from..first)
        .rev()
        .find(|&at| ends_sentence(tokens, at) || tokens[at].is(";"))
        .map_or(from, |at| at + 1);
    let (start, end) = nearest_act(tokens, from, first)?;
    let (start, end) = match quantity {
        true => whole_act(tokens, from, (start, end), first),
        false => (start, end),
    };
    Some(running(tokens.get(start..end)?))
}

/// The act that the counted things underwent: "45 hộ **được hỗ trợ**", "15 cá nhân đã được khen thưởng".
pub(crate) fn undergone(tokens: &[Token<'_>], end: usize) -> Option<String> {
    let at = end + usize::from(tokens.get(end).is_some_and(|token| token.is("đã")));
    if !tokens.get(at)?.is("được") {
        return None;
    }
    let len = heads::matches(List::Act, tokens, at + 1)?;
    Some(running(tokens.get(at + 1..at + 1 + len)?))
}

fn nearest_act(tokens: &[Token<'_>], from: usize, first: usize) -> Option<(usize, usize)> {
    let at = (from..first).rev().find(|&at| {
        heads::matches(List::Act, tokens, at).is_some_and(|len| at + len <= first)
            && !is_inside_neutral(tokens, at)
    })?;
    let start = (from..at)
        .find(|&start| {
            heads::matches(List::Act, tokens, start)
                .is_some_and(|len| start + len > at && start + len <= first)
        })
        .unwrap_or(at);
    Some((start, start + heads::matches(List::Act, tokens, start)?))
}

/// The act with what it was done to, and the acts that stand before it with commas.
fn whole_act(
    tokens: &[Token<'_>],
    from: usize,
    (mut start, mut end): (usize, usize),
    first: usize,
) -> (usize, usize) {
    while end < first
        && tokens[end].is_word()
        && heads::matches(List::Link, tokens, end).is_none()
        && heads::matches(List::Stop, tokens, end).is_none()
    {
        end += 1;
    }
    while start > from && (tokens[start - 1].is(",") || tokens[start - 1].is("và")) {
        let before = heads::ends_before(List::Act, tokens, start - 1);
        match before.filter(|&before| before >= from) {
            Some(before) => start = before,
            None => break,
        }
    }
    (start, end)
}

/// Words in running text, a comma close to the word before it.
fn running(words: &[Token<'_>]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() && word.is_word() {
            text.push(' ');
        }
        text.push_str(&word.key);
    }
    text
}

/// "bản xa nhất cách trung tâm xã 22 km": how far, not how much.
pub(crate) fn is_distance(tokens: &[Token<'_>], left: usize, first: usize) -> bool {
    let near = left.max(first.saturating_sub(10))..first;
    near.rev()
        .take_while(|&at| tokens[at].is_word())
        .any(|at| tokens[at].is("cách") || tokens[at].is("xa") && !tokens[at].is_capital())
}

/// "cung **cấp**", "**thu** hút": the word is part of another.
fn is_inside_neutral(tokens: &[Token<'_>], at: usize) -> bool {
    (at.saturating_sub(1)..=at).any(|start| {
        heads::matches(List::Neutral, tokens, start).is_some_and(|len| start + len > at)
    })
}

/// "tăng 12 tổ", "giảm 3 vụ", and the first number of "tăng từ 12 lên 15".
pub(crate) fn is_change(tokens: &[Token<'_>], first: usize) -> bool {
    let before = |back: usize| first.checked_sub(back).map_or("", |at| &*tokens[at].key);
    let moves = |word: &str| matches!(word, "tăng" | "giảm");
    moves(before(1))
        || matches!(before(1), "thêm" | "từ" | "hơn" | "gần" | "khoảng" | "trên")
            && moves(before(2))
}

/// "mỗi năm 2 buổi", "bình quân 15 hộ", "2 buổi/tháng".
pub(crate) fn is_rate(tokens: &[Token<'_>], left: usize, first: usize, end: usize) -> bool {
    let each = (left.max(first.saturating_sub(8))..first).any(|at| {
        let next = tokens.get(at + 1).map_or("", |token| &*token.key);
        let average = matches!(next, "quân" | "bình");
        match &*tokens[at].key {
            "mỗi" => true,
            "bình" => next == "quân",
            "trung" => average,
            "hằng" | "hàng" => matches!(next, "năm" | "tháng" | "tuần" | "ngày" | "quý"),
            _ => false,
        }
    });
    each || is_per(tokens, end) || is_each(tokens, end)
}

/// "2 lần **mỗi tuần**", "3 buổi **một tháng**", "12 lượt **hằng năm**".
fn is_each(tokens: &[Token<'_>], end: usize) -> bool {
    let each = tokens
        .get(end)
        .is_some_and(|token| matches!(&*token.key, "mỗi" | "một" | "hằng" | "hàng"));
    let time = heads::find(tokens, end + 1);
    each && time.is_some_and(|(kind, _)| kind == heads::HeadKind::Duration)
}

/// "/tháng", "/người": what follows is one of many, not a number.
fn is_per(tokens: &[Token<'_>], end: usize) -> bool {
    tokens.get(end).is_some_and(|bar| bar.is("/"))
        && tokens.get(end + 1).is_some_and(|next| {
            next.is_word() && !next.is_capital() && heads::find(tokens, end + 1).is_some()
        })
}

/// "tổng số", "toàn xã" before the number.
pub(crate) fn is_whole(tokens: &[Token<'_>], from: usize, first: usize) -> bool {
    has(
        List::Whole,
        tokens,
        from.max(first.saturating_sub(12)),
        first,
    )
}

/// The clause around a figure, as two runs of tokens before and after it.
pub(crate) struct Clause {
    start: usize,
    first: usize,
    end: usize,
    stop: usize,
}

/// The clause from the last full stop or semicolon to the next mark or number.
pub(crate) fn clause(tokens: &[Token<'_>], first: usize, end: usize) -> Clause {
    let reach = first.saturating_sub(60);
    let last = (end + 25).min(tokens.len());
    let start = (reach..first)
        .rev()
        .find(|&at| ends_sentence(tokens, at) || tokens[at].is(";"))
        .map_or(reach, |at| at + 1);
    let closes = |at: usize| {
        ends_sentence(tokens, at) || matches!(tokens[at].text, ";" | ",") || tokens[at].is_digits()
    };
    let stop = (end..last).find(|&at| closes(at)).unwrap_or(last);
    Clause {
        start,
        first,
        end,
        stop,
    }
}

impl Clause {
    /// Whether it speaks of one place, one body or one example only.
    pub(crate) fn is_narrowed(&self, tokens: &[Token<'_>]) -> bool {
        self.has(List::Narrow, tokens)
            || names_a_place(tokens, self.start, self.first)
            || names_a_place(tokens, self.end, self.stop)
            || is_own_share(tokens, self.start)
    }

    /// Whether it speaks of what was done together with others.
    pub(crate) fn is_joint(&self, tokens: &[Token<'_>]) -> bool {
        self.has(List::Joint, tokens)
    }

    fn has(&self, list: List, tokens: &[Token<'_>]) -> bool {
        has(list, tokens, self.start, self.first) || has(list, tokens, self.end, self.stop)
    }
}

/// "tại thôn Bến", "ở Bản Mới"; "trên địa bàn xã" is everywhere.
fn names_a_place(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        matches!(&*tokens[at].key, "tại" | "ở")
            && (heads::matches(List::Place, tokens, at + 1).is_some()
                || tokens.get(at + 1).is_some_and(Token::is_capital))
    })
}

/// The clause begins with a body below or beside the reporting one: "Hội Phụ nữ tổ chức …".
fn is_own_share(tokens: &[Token<'_>], start: usize) -> bool {
    let at = start
        + usize::from(
            tokens
                .get(start)
                .is_some_and(|token| token.is_dash() || token.is("+")),
        );
    let Some(len) = heads::matches(List::Subject, tokens, at) else {
        return false;
    };
    let named = len > 1
        || tokens
            .get(at + 1)
            .is_some_and(|next| next.is_capital() || next.is(":") || next.is_digits());
    tokens[at].is_capital() && named
}

/// Whether the words right before the number say that so many exist: "có 12 tổ", "số tổ: 12".
pub(crate) fn says_existence(tokens: &[Token<'_>], from: usize, first: usize) -> bool {
    let mut at = first;
    while at > from
        && matches!(
            &*tokens[at - 1].key,
            "hơn" | "trên" | "gần" | "khoảng" | "được" | "tổng" | "số" | "cả"
        )
    {
        at -= 1;
    }
    let before = |back: usize| at.checked_sub(back).map_or("", |at| &*tokens[at].key);
    let kept = matches!(
        (before(2), before(1)),
        ("duy", "trì") | ("thành", "lập") | ("xây", "dựng")
    );
    matches!(before(1), "có" | "là" | "gồm" | "với" | ":") || kept
}
