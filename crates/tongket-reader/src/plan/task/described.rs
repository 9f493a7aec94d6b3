//! Addressees known by what they have done: "Đề nghị các cơ quan đã gửi báo cáo rà soát …".

use super::clause::{Clause, head, predicate};
use super::lexicon::{Class, LEXICON};
use super::units;
use super::word::{Gap, Word};

/// "đã" stands at most this many words behind the head of the name.
const REACH: usize = 8;

/// Reads the name at `from` with what its bearers have done, where an order
/// follows. Only behind a word of giving or asking: elsewhere "đã" recounts.
pub(super) fn read(words: &[Word], from: usize) -> Option<Clause> {
    let (_, after) = head(words, from)?;
    let near = after..words.len().min(after + REACH);
    let done = near
        .take_while(|at| words[*at].gap == Gap::Space)
        .find(|at| words[*at].key == "đã")?;
    let (_, verb) = LEXICON
        .classes
        .at(words, done + 1)
        .filter(|(class, _)| *class == Class::Verb)?;
    let object = done + 1 + verb;
    let paper = LEXICON.deliverables.at(words, object);
    let end = object + paper.map_or(0, |((), length)| length);
    let orders = LEXICON.classes.at(words, end)?.0.opens_predicate();
    let clause = Clause {
        units: units::split(words.get(from..end)?),
        ..Clause::default()
    };
    (orders && words.get(end)?.gap == Gap::Space).then(|| predicate(words, end, clause))?
}
