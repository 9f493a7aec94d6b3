//! Lines of a timetable by level: "Cấp xã: hoàn thành trước …".

use super::clause::{Clause, head, named};
use super::lexicon::{Class, LEXICON};
use super::units;
use super::word::{Gap, Word};

/// "Cấp huyện và tương đương:" has at most so many words behind the level.
const LONGEST_LABEL: usize = 8;

/// "Cấp xã: UBND các xã tổng kết …" speaks to the body behind the colon;
/// "Cấp tỉnh: trong quý I" to the level itself.
pub(super) fn read(words: &[Word]) -> Option<Clause> {
    let from = usize::from(words.first()?.key == "ở" || words[0].key == "tại");
    let (_, end) = head(words, from).filter(|_| words[from].key == "cấp")?;
    let after =
        (end..words.len().min(end + LONGEST_LABEL)).find(|at| words[*at].gap != Gap::Space)?;
    let rest = words.get(after).filter(|word| word.gap == Gap::Colon)?;
    if let Some(clause) = named(words, after).filter(|clause| clause.action.is_some()) {
        return Some(clause);
    }
    let says_when = LEXICON
        .classes
        .at(words, after)
        .is_some_and(|(class, _)| class == Class::Basis);
    let mut clause = match says_when {
        true => Clause {
            units: units::split(words.get(from..end)?),
            action: Some(rest.span.start),
            ..Clause::default()
        },
        false => named(words, from)?,
    };
    clause.level = true;
    Some(clause)
}
