//! A list of bodies taken apart, each as it is written.
//!
//! "Sở Tài chính, Sở Nội vụ và các cơ quan liên quan" are three; "các sở, ban,
//! ngành" and "UBND các huyện, thị xã, thành phố" are one each; "các Bộ: Công
//! an, Tư pháp" are Bộ Công an and Bộ Tư pháp.

use super::clause::head;
use super::lexicon::{Class, LEXICON};
use super::word::{Gap, Word, cover, written};
use crate::plan::document::name::capital_first;
use crate::span::Spanned;

/// The bodies named by `words`, in order; what does not begin like a name is left out.
pub(super) fn split(words: &[Word]) -> Vec<Spanned<String>> {
    parted(words, |name| head(name, 0).is_some())
}

/// Everything a cell for units lists, known as a body or not.
pub(super) fn listed(words: &[Word]) -> Vec<Spanned<String>> {
    parted(words, |_| true)
}

fn parted(words: &[Word], is_name: impl Fn(&[Word]) -> bool) -> Vec<Spanned<String>> {
    let words = without_description(words);
    if let Some(colon) = enumeration(words) {
        return enumerated(words, colon);
    }
    let mut units = Vec::new();
    let mut start = 0;
    for at in 1..=words.len() {
        if at == words.len() || begins_unit(words, start, at) {
            let name = words.get(start..at).unwrap_or_default();
            match enumeration(name) {
                Some(colon) => units.extend(enumerated(name, colon)),
                None => units.extend(unit(name, &is_name)),
            }
            start = at;
        }
    }
    units
}

/// Cuts "… - Cơ quan thường trực Ban Chỉ đạo" and "(sau đây gọi là …)".
fn without_description<'w, 'a>(words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let described = |at: &usize| {
        let word = &words[*at];
        let key = word.key.as_str();
        match word.gap {
            Gap::Dash => key == "thường" || key == "trưởng" || (key == "cơ" && *at > 1),
            Gap::Open => {
                ["sau", "gọi", "viết", "để", "theo", "bộ", "đơn", "cơ", "nếu"].contains(&key)
            }
            _ => false,
        }
    };
    let end = (1..words.len()).find(described).unwrap_or(words.len());
    &words[..end]
}

/// Whether a new name begins at `at`: after a comma, a semicolon or "và", with
/// a head of its own that is written like the beginning of a name.
fn begins_unit(words: &[Word], start: usize, at: usize) -> bool {
    let (Some(word), Some(before)) = (words.get(at), words.get(at - 1)) else {
        return false;
    };
    let parted = matches!(
        word.gap,
        Gap::Comma | Gap::Semicolon | Gap::Close | Gap::Colon
    );
    let joined = before.key == "và" && at > start + 1;
    let inside_head = head(words, start).is_some_and(|(_, after)| at < after);
    if inside_head
        || is_bare(words, start, at)
        || goes_on_with_party(words, start, at)
        || (is_group(words, start) && is_bare_until_comma(words, at))
    {
        return false;
    }
    let run_on = word.capital
        && before_is_proper(words, at)
        && ["sở", "bộ", "ubnd"].contains(&word.key.as_str());
    (parted || joined || run_on)
        && head(words, at).is_some()
        && (stands_out(words, at) || word.gap == Gap::Semicolon)
}

/// "Các huyện ủy, thành ủy, đảng ủy trực thuộc": a party committee in small letters
/// goes on with the group of such before it.
fn goes_on_with_party(words: &[Word], start: usize, at: usize) -> bool {
    let committee = |at: usize| {
        let first = words.get(at).is_some_and(|word| !word.capital);
        first && words.get(at + 1).is_some_and(|word| word.key == "ủy")
    };
    let group = words.get(start..at).unwrap_or_default();
    let several = group.iter().any(|word| word.key == "các");
    several && committee(at) && (start..at).any(committee)
}

/// "Thủ trưởng, Lãnh đạo các đơn vị": what stands before the comma is no name yet.
fn is_bare(words: &[Word], start: usize, at: usize) -> bool {
    let whole = [
        "chính", "quốc", "công", "văn", "tỉnh", "thành", "huyện", "đảng", "hđnd", "ubnd",
    ];
    let begins_anew = words
        .get(at)
        .is_some_and(|word| word.key == "các" || word.key == "những");
    let complete = words
        .get(start)
        .is_some_and(|word| whole.contains(&word.key.as_str()));
    !begins_anew && !complete && head(words, start).is_some_and(|(_, after)| after == at)
}

/// "Các Vụ, Cục": a head alone goes on with the group before it.
fn is_bare_until_comma(words: &[Word], at: usize) -> bool {
    let Some((group, after)) = head(words, at) else {
        return false;
    };
    let ends = words
        .get(after)
        .is_none_or(|next| next.gap != Gap::Space || next.key == "và");
    !group && ends
}

fn is_group(words: &[Word], at: usize) -> bool {
    head(words, at).is_some_and(|(group, _)| group)
        || LEXICON
            .classes
            .at(words, at)
            .is_some_and(|(class, _)| class == Class::Plural)
}

/// Two names with nothing between them: "Bộ Nội vụ Bộ Tài chính".
fn before_is_proper(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.gap == Gap::Space)
        && words
            .get(at - 1)
            .is_some_and(|word| word.key != "các" && word.key != "và" && word.key != "trưởng")
        && words
            .first()
            .is_some_and(|word| ["sở", "bộ"].contains(&word.key.as_str()))
}

/// A name has a capital letter or begins a group of its own ("các …").
fn stands_out(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    let group = ["các", "những", "từng"].contains(&word.key.as_str());
    (word.capital && !is_field(words, at))
        || group
        || word.key.starts_with("ub")
        || compound_head(words, at)
}

/// "thủ trưởng các …", "chủ tịch ubnd": office holders in small letters.
fn compound_head(words: &[Word], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| ["thủ", "chủ", "giám", "đảng"].contains(&word.key.as_str()))
        && LEXICON
            .classes
            .at(words, at)
            .is_some_and(|(_, length)| length == 2)
}

/// "Giáo dục và Đào tạo": a capital inside a name that only looks like a head.
fn is_field(words: &[Word], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| ["thanh", "bản", "hội"].contains(&word.key.as_str()))
        && words.get(at + 1).is_none_or(|next| next.gap != Gap::Space)
}

fn unit(words: &[Word], is_name: impl Fn(&[Word]) -> bool) -> Option<Spanned<String>> {
    let end = (0..words.len())
        .rev()
        .find(|at| !["và", "cùng", "với"].contains(&words[*at].key.as_str()))?;
    let begin = (0..=end).find(|at| !["và", "với", "cùng"].contains(&words[*at].key.as_str()))?;
    let words = words.get(begin..=end)?;
    if !is_name(words) {
        return None;
    }
    let span = cover(words)?;
    Some(Spanned::new(written(words, span), span))
}

/// "Ủy ban nhân dân các huyện: A, B" shares at most so many words.
const LONGEST_SHARED: usize = 6;

/// Where the names of "các Bộ: A, B" begin.
fn enumeration(words: &[Word]) -> Option<usize> {
    let colon = (1..words.len()).find(|at| words[*at].gap == Gap::Colon)?;
    let joined = |word: &Word| word.key == "và" || word.gap == Gap::Comma;
    let one = !words[1..colon].iter().any(joined);
    (one && colon <= LONGEST_SHARED).then_some(colon)
}

/// Each name of "các Bộ: A, B và C" with the head it shares.
fn enumerated(words: &[Word], colon: usize) -> Vec<Spanned<String>> {
    let plural = |at: &usize| ["các", "những"].contains(&words[*at].key.as_str());
    let plural = (0..colon).find(plural).unwrap_or_default();
    let part = |from: usize, to: usize| {
        let words = words.get(from..to).unwrap_or_default();
        cover(words).map(|span| written(words, span))
    };
    let shared: Vec<String> = [part(0, plural), part(plural + 1, colon)]
        .into_iter()
        .flatten()
        .collect();
    let shared = capital_first(&shared.join(" "));
    let mut units = Vec::new();
    let mut start = colon;
    for at in colon + 1..=words.len() {
        let parted = words
            .get(at)
            .is_none_or(|word| matches!(word.gap, Gap::Comma | Gap::Semicolon));
        if parted
            && let Some(name) = words.get(start..at)
            && let Some(span) = cover(name)
        {
            match head(name, 0) {
                Some((_, after)) if after < name.len() => units.extend(split(name)),
                _ => units.push(Spanned::new(
                    format!("{shared} {}", written(name, span)),
                    span,
                )),
            }
            start = at;
        }
    }
    units
}
