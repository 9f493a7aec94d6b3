//! The line that opens an annex: "Phụ lục II", "PHỤ LỤC: ĐỀ CƯƠNG …", "Biểu số 01".
//!
//! A sentence may begin with the same words ("Phụ lục I kèm theo Kế hoạch này
//! quy định …"); what follows on the line tells them apart.

use super::anatomy::is_caps;
use super::{Block, Flow, label};
use crate::span::Span;

/// What the opening line of an annex says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// "Phụ lục II" as written; empty at the start of a title without one: "BIỂU SỐ LIỆU".
    pub label: Span,
    /// Its number, 0 where it has none.
    pub ordinal: u32,
    /// What follows on the same line.
    pub title: Span,
}

/// The opening line of an annex: "Phụ lục II", "PHỤ LỤC: ĐỀ CƯƠNG …", "Biểu số 01", "Mẫu 2".
pub(super) fn read(flow: &Flow, block: &Block) -> Option<Annex> {
    if block.label.is_some() || block.table.is_some() {
        return None;
    }
    let text = flow.slice(block.span);
    let line = text.trim_start_matches(['*', '#', ' ']);
    let start = text.len() - line.len();
    let word = [
        "Phụ lục",
        "PHỤ LỤC",
        "Biểu số",
        "BIỂU SỐ",
        "Mẫu số",
        "MẪU SỐ",
        "Biểu mẫu",
        "BIỂU MẪU",
    ]
    .into_iter()
    .find(|word| line.starts_with(word))?;
    let rest = line.get(word.len()..)?;
    let number = rest
        .trim_start_matches([' ', '\u{a0}'])
        .trim_start_matches("số ")
        .trim_start_matches("SỐ ");
    let digits = number
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(number.len());
    let (ordinal, used) = match number.get(..digits).and_then(annex_ordinal) {
        Some(ordinal) => (ordinal, line.len() - number.len() + digits),
        None if is_named(word, number) && is_caps(line) => (0, 0),
        None => (0, word.len()),
    };
    let after = line.get(used..)?;
    let title = after
        .trim_start_matches([':', '.', '-', '–', ' ', '\u{a0}'])
        .trim_end_matches(['*', ' ']);
    opens_annex(after, title).then(|| {
        let at = block.span.start + start;
        let title_at = at
            + used
            + (after.len()
                - after
                    .trim_start_matches([':', '.', '-', '–', ' ', '\u{a0}'])
                    .len());
        Annex {
            label: Span::new(at, at + used),
            ordinal,
            title: Span::new(title_at, title_at + title.len()),
        }
    })
}

/// Whether "BIỂU SỐ" is no label but the beginning of a title: "BIỂU SỐ LIỆU".
fn is_named(word: &str, rest: &str) -> bool {
    word.ends_with(['Ố', 'ố']) && rest.starts_with(char::is_alphabetic)
}

/// Whether what follows "Phụ lục II" on its line lets it be a heading and not a sentence.
fn opens_annex(after: &str, title: &str) -> bool {
    let delimited = after.starts_with([':', '.', '-', '–'])
        || after.starts_with(" -")
        || after.starts_with(" –");
    let sentence = title.ends_with(['.', ';', ',']);
    title.is_empty()
        || title.starts_with('(')
        || is_caps(title)
        || (delimited && !sentence && title.chars().count() < 300)
}

fn annex_ordinal(written: &str) -> Option<u32> {
    let letter = || {
        let mut chars = written.chars();
        let only = chars.next().filter(|_| chars.next().is_none())?;
        "ABCDEGH"
            .find(only)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    written
        .trim_end_matches(|c: char| c.is_ascii_lowercase())
        .parse()
        .ok()
        .or_else(|| label::roman_value(written))
        .or_else(letter)
}
