//! To whom a paper goes and through whom: "gửi về UBND tỉnh (qua Sở Nội vụ)".
//!
//! The receiver is the body named after a verb of sending, at once ("báo cáo
//! UBND tỉnh") or after "về", "cho", "đến". The channel is the body after
//! "qua"; where a letter names only a mailbox, the mailbox is the channel.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::head;
use super::lexicon::{Class, LEXICON};
use super::word::{Gap, Word, cover, written};
use crate::span::Spanned;

/// How many words may stand between the verb and the receiver.
const REACH: usize = 60;
/// How many words a field in small letters has at most.
const LONGEST_FIELD: usize = 5;

/// Where a paper goes.
#[derive(Debug, Default)]
pub(super) struct Route {
    /// Who receives it.
    pub(super) recipient: Option<Spanned<String>>,
    /// Through whom.
    pub(super) via: Option<Spanned<String>>,
}

impl Route {
    /// Reads the route in the words of a task.
    pub(super) fn read(words: &[Word]) -> Route {
        let Some((send, recipient)) = recipient(words) else {
            return Route::default();
        };
        Route {
            via: via(words, send).filter(|via| recipient.is_some() || !approves(words, via)),
            recipient,
        }
    }

    /// Whether nothing was said.
    pub(super) fn is_empty(&self) -> bool {
        self.recipient.is_none() && self.via.is_none()
    }
}

/// The first verb of sending with its receiver; a verb without one counts
/// only where something goes "qua" a body after it.
fn recipient(words: &[Word]) -> Option<(usize, Option<Spanned<String>>)> {
    let mut bare = None;
    for at in 0..words.len() {
        let Some(((), length)) = LEXICON.send.at(words, at) else {
            continue;
        };
        if is_noun(words, at) || (words[at].capital && at > 0 && words[at].gap == Gap::Space) {
            continue;
        }
        if let Some(found) = receiver(words, at + length) {
            return Some((at, Some(found)));
        }
        bare.get_or_insert(at);
    }
    commissioned(words)
        .map(|(at, found)| (at, Some(found)))
        .or_else(|| bare.map(|at| (at, None)))
}

/// "chương trình", "nghe báo cáo": not verbs of sending.
fn is_noun(words: &[Word], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|before| words.get(before))
        .map_or("", |before| before.key.as_str());
    let after_noun = LEXICON.noun_before.iter().any(|noun| noun == before);
    before == "nghe" || (after_noun && words[at].key == "trình")
}

/// The body named right after the verb, or after "về", "cho", "đến" further on.
fn receiver(words: &[Word], from: usize) -> Option<Spanned<String>> {
    if let Some(found) = body(words, from) {
        return Some(found);
    }
    for at in from..words.len().min(from + REACH) {
        let word = words.get(at)?;
        if word.gap == Gap::Stop || (at > from && LEXICON.send.at(words, at).is_some()) {
            return None;
        }
        if LEXICON.to.contains(&word.key)
            && let Some(found) = body(words, at + 1)
        {
            return Some(found);
        }
    }
    None
}

/// "tham mưu … báo cáo … của UBND tỉnh": a paper drafted for its owner.
fn commissioned(words: &[Word]) -> Option<(usize, Spanned<String>)> {
    let advise = (0..words.len()).find(|at| {
        words[*at].key == "tham" && words.get(at + 1).is_some_and(|next| next.key == "mưu")
    })?;
    let paper = (advise + 2..words.len().min(advise + 8))
        .find(|at| LEXICON.deliverables.at(words, *at).is_some())?;
    let owner = (paper..words.len().min(paper + 12)).find(|at| words[*at].key == "của")?;
    Some((advise, body(words, owner + 1)?))
}

/// The body after "qua".
fn via(words: &[Word], from: usize) -> Option<Spanned<String>> {
    for at in from..words.len() {
        let Some(((), length)) = LEXICON.through.at(words, at) else {
            continue;
        };
        let from = at + length;
        let found = match words[at].gap {
            Gap::Open => bracketed(words, from),
            _ => body(words, from),
        };
        if found.is_some() {
            return found;
        }
        if words
            .get(at + length)
            .is_some_and(|next| LEXICON.channel.contains(&next.key))
        {
            return mailbox(words.get(at + length..)?);
        }
    }
    None
}

/// "…, thông qua Thủ trưởng": who approves it, where nobody is to receive it.
fn approves(words: &[Word], via: &Spanned<String>) -> bool {
    let at = words.partition_point(|word| word.span.start < via.span.start);
    let through = at.checked_sub(2).and_then(|from| words.get(from));
    through.is_some_and(|word| word.key == "thông" && word.gap == Gap::Comma)
}

/// The body in "(qua …)": written in capitals or not, it reaches to the bracket.
fn bracketed(words: &[Word], from: usize) -> Option<Spanned<String>> {
    let (_, after) = head(words, from)?;
    let rest = words.get(after..)?;
    let closes = rest
        .iter()
        .position(|word| matches!(word.gap, Gap::Close | Gap::Stop | Gap::Semicolon));
    let close = after + closes.unwrap_or(rest.len());
    let stop = (after..close).find(|at| {
        let word = &words[*at];
        let address = word.gap == Gap::Comma && LEXICON.channel.contains(&word.key);
        let leaves = LEXICON.stop.contains(&word.key)
            && !continues_name(words, *at)
            && leaves_name(words, *at);
        (address || leaves) && !word.capital
    });
    let name = words.get(from..stop.unwrap_or(close))?;
    let span = cover(name)?;
    Some(Spanned::new(written(name, span), span))
}

/// The address in "qua địa chỉ email: vanthu@sonhai.gov.vn".
fn mailbox(words: &[Word]) -> Option<Spanned<String>> {
    static MAIL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}").expect("a fixed pattern")
    });
    let words = words.get(..words.len().min(40))?;
    let span = cover(words)?;
    let text = written(words, span);
    let found = MAIL.find(&text)?.as_str().to_owned();
    Some(Spanned::new(found, span))
}

/// The name of one body that begins at `at` and is written as a name.
fn body(words: &[Word], at: usize) -> Option<Spanned<String>> {
    let (group, after) = head(words, at)?;
    let first = words.get(at)?;
    let apart = matches!(first.gap, Gap::Space | Gap::Colon | Gap::Dash);
    let proper = first.capital || (group && words.get(at + 1)?.capital) || first.key == "ubnd";
    (apart && proper && after > at).then(|| named(words, at))?
}

/// "Ban Chính sách, chiến lược Tỉnh ủy": after the comma at `at` a field in
/// small letters, and then the body the whole belongs to.
fn belongs_later(words: &[Word], at: usize) -> bool {
    if words[at].gap != Gap::Comma {
        return false;
    }
    let plain = |index: &usize| {
        let word = &words[*index];
        let joined = *index == at || word.gap == Gap::Space;
        joined
            && !word.capital
            && class(words, *index).is_none()
            && !LEXICON.stop.contains(&word.key)
    };
    let field = (at..words.len().min(at + LONGEST_FIELD))
        .take_while(plain)
        .count();
    let owner = at + field;
    let owned = words
        .get(owner)
        .is_some_and(|word| word.capital && word.gap == Gap::Space);
    field > 0 && owned && head(words, owner).is_some()
}

/// The name at `at`, in small letters or capitals.
fn named(words: &[Word], at: usize) -> Option<Spanned<String>> {
    let (_, after) = head(words, at)?;
    let name = words.get(at..name_end(words, after))?;
    let span = cover(name)?;
    Some(Spanned::new(written(name, span), span))
}

/// Where the name of a receiver ends whose head ends before `at`.
fn name_end(words: &[Word], mut at: usize) -> usize {
    while at < words.len() && !ends_name(words, at) {
        let inner =
            class(words, at).filter(|(class, _)| matches!(class, Class::Head | Class::Name));
        at += inner.map_or(1, |(_, length)| length);
    }
    at
}

/// Whether the name of a receiver ends before `at`.
fn ends_name(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let goes_on = continues_name(words, at) || belongs_later(words, at);
    let parted = match word.gap {
        Gap::Space => false,
        Gap::Dash => !word.capital,
        Gap::Comma => !goes_on,
        _ => true,
    };
    let paper = LEXICON
        .deliverables
        .at(words, at)
        .is_some_and(|((), length)| length > 1);
    parted || paper || (!word.capital && !goes_on && leaves_name(words, at))
}

/// Whether the small word at `at` is no longer part of a name: "Sở Nội vụ trước …".
fn leaves_name(words: &[Word], at: usize) -> bool {
    if LEXICON.stop.contains(&words[at].key) {
        return !matches!(class(words, at), Some((Class::Head | Class::Name, _)));
    }
    let second_syllable = at
        .checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|before| before.capital);
    let verb =
        class(words, at).is_some_and(|(class, _)| class.opens_predicate() || class == Class::Bar);
    verb && !second_syllable
}

fn class(words: &[Word], at: usize) -> Option<(Class, usize)> {
    LEXICON.classes.at(words, at)
}

/// "Sở Văn hóa, Thể thao và Du lịch": a comma or "và" inside one name.
fn continues_name(words: &[Word], at: usize) -> bool {
    let next = if words[at].key == "và" { at + 1 } else { at };
    let proper = |index: usize| words.get(index).is_some_and(|word| word.capital);
    let several = head(words, next).is_some();
    proper(next) && !several && (words[at].key == "và" || listed_field(words, at))
}

/// After a comma a further field of a ministry or department follows only
/// where "và" closes the enumeration: "Văn hóa, Thể thao và Du lịch".
fn listed_field(words: &[Word], at: usize) -> bool {
    words[at].gap == Gap::Comma
        && (at + 1..words.len().min(at + 6))
            .take_while(|next| words[*next].gap == Gap::Space || words[*next].gap == Gap::Comma)
            .any(|next| {
                words[next].key == "và" && words.get(next + 1).is_some_and(|word| word.capital)
            })
}
