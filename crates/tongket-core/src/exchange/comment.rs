//! Where a comment hangs, and where it hangs in the next version.
//!
//! A comment is anchored to words of a section or to a cell of a figure table.
//! The anchor keeps the words themselves, what stood before them, and where
//! they began, so that the place is found again when the author has changed
//! the text around it, or the words: at the same place, moved, changed, gone.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use similar::TextDiff;

use tongket_reader::words::{fold, sentence::sentences};

use super::content::Content;
use crate::permit::{Act, Permit};
use crate::refusal::{Code, Refusal};

/// What a comment is about. Offsets count characters, not bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Anchor {
    /// Words of a section, or of a cell of a table within it.
    Words {
        /// Id of the outline item.
        item: String,
        /// The words; empty for the whole section.
        quote: String,
        /// Some of what stands right before them; may be empty.
        prefix: String,
        /// Where they begin in the section's text.
        offset: usize,
    },
    /// A cell of a figure table.
    Cell {
        /// Id of what is counted.
        indicator: String,
        /// Key of the year or category.
        period: String,
        /// What stood there; `None` where it was blank.
        value: Option<Decimal>,
    },
}

/// What became of the place of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The same words at the same place.
    Exact,
    /// The same words elsewhere.
    Moved,
    /// Other words, where these stood or much like them.
    Changed,
    /// It is not there any more.
    Gone,
}

/// Words of a section. Offsets count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// Id of the outline item.
    pub item: String,
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words as they are now.
    pub words: String,
}

/// The place of a comment in some version of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What became of it.
    pub fate: Fate,
    /// Where it is now; `None` for a cell and for what is gone.
    pub spot: Option<Spot>,
}

/// Words that are less alike than this are other words, not changed ones:
/// half of the words of a short sentence stay when a figure and its unit change.
const ALIKE: f32 = 0.5;

/// How much of the text before the words is enough to know the place by.
const KNOWN_BY: usize = 12;

/// Somebody comments on words or on a cell of a version.
///
/// # Errors
/// Not permitted; the comment says nothing; what it is about is not in this version.
pub fn comment(
    permit: &Permit,
    content: &Content,
    anchor: &Anchor,
    text: &str,
) -> Result<(), Refusal> {
    permit.require(Act::CommentWrite)?;
    if text.trim().is_empty() {
        return Err(Code::CommentEmpty.into());
    }
    let words = match anchor {
        Anchor::Words { quote, .. } => quote.clone(),
        Anchor::Cell { value, .. } => value.map_or_else(String::new, |value| value.to_string()),
    };
    match anchor.find(content).fate {
        Fate::Exact => Ok(()),
        Fate::Moved | Fate::Changed | Fate::Gone => Err(Refusal::quote_not_found(&words)),
    }
}

impl Anchor {
    /// An anchor to the characters `start..end` of a section; `None` where
    /// there are none, or only blanks.
    pub fn at(content: &Content, item: &str, start: usize, end: usize) -> Option<Anchor> {
        let text = &content.section(item)?.text;
        let (from, to) = (byte_at(text, start)?, byte_at(text, end)?);
        let quote = text
            .get(from..to)
            .filter(|quote| !quote.trim().is_empty())?;
        let before: Vec<char> = text[..from].chars().rev().take(2 * KNOWN_BY).collect();
        Some(Anchor::Words {
            item: item.to_owned(),
            quote: quote.to_owned(),
            prefix: before.into_iter().rev().collect(),
            offset: start,
        })
    }

    /// Where the place of this anchor is in a version.
    pub fn find(&self, content: &Content) -> Found {
        match self {
            Anchor::Words { item, quote, .. } if quote.is_empty() => whole(content, item),
            Anchor::Words {
                item,
                quote,
                prefix,
                offset,
            } => {
                let text = content.section(item).map_or("", |section| &section.text);
                let old = Old {
                    quote,
                    prefix,
                    offset: *offset,
                };
                match old.find(text) {
                    Some((fate, from, to)) => Found {
                        fate,
                        spot: Some(spot(item, text, from, to)),
                    },
                    None => elsewhere(content, item, quote),
                }
            }
            Anchor::Cell {
                indicator,
                period,
                value,
            } => {
                let now = content.figure(indicator, period).map(|figure| figure.value);
                let fate = match (now, value) {
                    (now, value) if now == *value => Fate::Exact,
                    (None, _) => Fate::Gone,
                    (Some(_), _) => Fate::Changed,
                };
                Found { fate, spot: None }
            }
        }
    }
}

/// The whole of a section, be it said that there is nothing.
fn whole(content: &Content, item: &str) -> Found {
    let section = content.section(item);
    Found {
        fate: if section.is_some() {
            Fate::Exact
        } else {
            Fate::Gone
        },
        spot: section.map(|section| spot(item, &section.text, 0, section.text.len())),
    }
}

/// The very words in another section: the author moved a paragraph.
fn elsewhere(content: &Content, item: &str, quote: &str) -> Found {
    let others = content
        .sections
        .iter()
        .filter(|section| section.item != item);
    let long = quote.chars().count() >= 2 * KNOWN_BY;
    let mut found = others.filter_map(|section| {
        let from = section.text.find(quote)?;
        Some(spot(&section.item, &section.text, from, from + quote.len()))
    });
    let spot = found.next().filter(|_| long);
    Found {
        fate: if spot.is_some() {
            Fate::Moved
        } else {
            Fate::Gone
        },
        spot,
    }
}

/// The bytes `from..to` of a section's text as a spot.
fn spot(item: &str, text: &str, from: usize, to: usize) -> Spot {
    let start = text[..from].chars().count();
    let words = text[from..to].to_owned();
    Spot {
        item: item.to_owned(),
        start,
        end: start + words.chars().count(),
        words,
    }
}

/// The byte at which the character with that number begins; the end counts as one.
fn byte_at(text: &str, character: usize) -> Option<usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.chain([text.len()]).nth(character)
}

/// The words of an anchor and what was around them.
struct Old<'a> {
    quote: &'a str,
    prefix: &'a str,
    offset: usize,
}

impl Old<'_> {
    /// What became of the words in a text, and the bytes at which they stand.
    fn find(&self, text: &str) -> Option<(Fate, usize, usize)> {
        if self.quote.is_empty() {
            return None;
        }
        let here = byte_at(text, self.offset).filter(|at| text[*at..].starts_with(self.quote));
        if let Some(from) = here {
            return Some((Fate::Exact, from, from + self.quote.len()));
        }
        if let Some(from) = self.best_occurrence(text) {
            return Some((Fate::Moved, from, from + self.quote.len()));
        }
        let (from, to) = self.most_alike(text).or_else(|| self.after_prefix(text))?;
        Some((Fate::Changed, from, to))
    }

    /// Of the places where the very words stand, the one with most of what
    /// stood before them, then the nearest.
    fn best_occurrence(&self, text: &str) -> Option<usize> {
        let old = self.old_place(text);
        let places = text.match_indices(self.quote).map(|(at, _)| at);
        places.max_by_key(|at| {
            let same = text[..*at].chars().rev().zip(self.prefix.chars().rev());
            let same = same.take_while(|(one, other)| one == other).count();
            (same, Reverse(at.abs_diff(old)))
        })
    }

    /// The sentence that is most like the words, then the nearest.
    fn most_alike(&self, text: &str) -> Option<(usize, usize)> {
        let old = self.old_place(text);
        let quote = fold::key(self.quote);
        let quote: Vec<&str> = quote.split(' ').collect();
        let rated = sentences(text).into_iter().filter_map(|span| {
            let rating = likeness(&quote, &fold::key(&text[span.start..span.end]))?;
            Some((rating, Reverse(span.start.abs_diff(old)), span))
        });
        let best = rated.max_by(|(one, near, _), (other, far, _)| {
            one.total_cmp(other).then_with(|| near.cmp(far))
        });
        best.map(|(.., span)| (span.start, span.end))
    }

    /// The sentence in whose middle the words stood: what was before them is still there, once.
    fn after_prefix(&self, text: &str) -> Option<(usize, usize)> {
        let prefix = self.prefix.trim_start();
        if prefix.chars().count() < KNOWN_BY {
            return None;
        }
        let mut places = text.match_indices(prefix).map(|(at, _)| at + prefix.len());
        let at = places.next().filter(|_| places.next().is_none())?;
        let around = sentences(text).into_iter().find(|span| at < span.end)?;
        (around.start < at).then_some((around.start, around.end))
    }

    /// The byte at which the words began, in a text that may be shorter by now.
    fn old_place(&self, text: &str) -> usize {
        byte_at(text, self.offset).unwrap_or(text.len())
    }
}

/// How much a sentence is like the words of a quote, if enough to be them, changed.
fn likeness(quote: &[&str], sentence: &str) -> Option<f32> {
    let sentence: Vec<&str> = sentence.split(' ').collect();
    // The most that texts of such lengths can have in common; spares comparing them.
    let shorter = 2 * quote.len().min(sentence.len());
    if (shorter as f32) < ALIKE * (quote.len() + sentence.len()) as f32 {
        return None;
    }
    let ratio = TextDiff::from_slices(quote, &sentence).ratio();
    (ratio >= ALIKE).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::tests::{figure, nil, report, written};

    const BEFORE: &str = "Xã có 3 thôn. Trong năm tuần tra 12 lượt. Kết quả tốt.";

    /// What becomes of a comment on `quote` of [`BEFORE`] when the text is `after`.
    fn check(quote: &str, after: &str, fate: Fate, words: &str) {
        let at = BEFORE.find(quote).expect("the words are there");
        let start = BEFORE[..at].chars().count();
        let before = report([written("I", BEFORE)]);
        let anchor = Anchor::at(&before, "I", start, start + quote.chars().count());
        let anchor = anchor.expect("an anchor");
        assert_eq!(anchor.find(&before).fate, Fate::Exact);
        let found = anchor.find(&report([
            written("I", after),
            written("II", "Kiến nghị khác."),
        ]));
        let now = found.spot.map(|spot| spot.words).unwrap_or_default();
        assert_eq!((found.fate, now.as_str()), (fate, words), "{after}");
    }

    #[test]
    fn a_comment_finds_its_place_again() {
        let patrol = "Trong năm tuần tra 12 lượt.";
        check(patrol, BEFORE, Fate::Exact, patrol);
        check(
            patrol,
            "Trong năm tuần tra 12 lượt. Xã có 3 thôn.",
            Fate::Moved,
            patrol,
        );
        check(
            patrol,
            "Xã có 3 thôn. Trong năm đã tuần tra 15 lượt. Kết quả tốt.",
            Fate::Changed,
            "Trong năm đã tuần tra 15 lượt.",
        );
        check(patrol, "Xã có 3 thôn. Kết quả tốt.", Fate::Gone, "");
        check(patrol, "", Fate::Gone, "");
        check(
            "12 lượt",
            "Xã có 3 thôn. Trong năm tuần tra 12 lượt. Hết.",
            Fate::Exact,
            "12 lượt",
        );
        check(
            "12 lượt",
            "Xã có 3 thôn. Trong năm tuần tra mười lần.",
            Fate::Changed,
            "Trong năm tuần tra mười lần.",
        );
    }

    #[test]
    fn of_two_like_places_the_one_with_the_same_words_before_counts() {
        let before = report([written("I", "Thôn A: có 2. Thôn B: có 2.")]);
        let anchor = Anchor::at(&before, "I", 22, 26).expect("an anchor");
        let after = report([written("I", "Thôn mới: có 2. Thôn A: có 2. Thôn B: có 2.")]);
        let found = anchor.find(&after);
        assert_eq!(found.fate, Fate::Moved);
        assert_eq!(found.spot.map(|spot| spot.start), Some(38));
    }

    #[test]
    fn a_paragraph_that_went_to_another_section_is_found_there() {
        let words = "Đề nghị tỉnh hỗ trợ kinh phí tuần tra.";
        let before = report([written("I", words), written("II", "Không.")]);
        let anchor = Anchor::at(&before, "I", 0, words.chars().count()).expect("an anchor");
        let after = report([
            written("I", "Tốt."),
            written("II", &format!("Thêm. {words}")),
        ]);
        let found = anchor.find(&after);
        assert_eq!(found.fate, Fate::Moved);
        assert_eq!(
            found.spot.map(|spot| (spot.item, spot.start)),
            Some(("II".to_owned(), 6))
        );
    }

    #[test]
    fn a_comment_without_words_is_on_the_whole_section_whatever_it_says() {
        let whole = |item: &str| Anchor::Words {
            item: item.to_owned(),
            quote: String::new(),
            prefix: String::new(),
            offset: 0,
        };
        let content = report([written("I", "Tốt."), nil("II")]);
        let found = whole("I").find(&content);
        let words = found.spot.map(|spot| spot.words);
        assert_eq!((found.fate, words.as_deref()), (Fate::Exact, Some("Tốt.")));
        assert_eq!(whole("II").find(&content).fate, Fate::Exact);
        assert_eq!(whole("III").find(&content).fate, Fate::Gone);
    }

    #[test]
    fn a_cell_is_the_same_changed_or_gone() {
        let mut content = report([]);
        content.figures = vec![figure("buoi", "2025", 12)];
        let cell = |period: &str, value: Option<i64>| {
            let anchor = Anchor::Cell {
                indicator: "buoi".to_owned(),
                period: period.to_owned(),
                value: value.map(Decimal::from),
            };
            anchor.find(&content).fate
        };
        assert_eq!(cell("2025", Some(12)), Fate::Exact);
        assert_eq!(cell("2025", Some(11)), Fate::Changed);
        assert_eq!(cell("2025", None), Fate::Changed);
        assert_eq!(cell("2024", Some(12)), Fate::Gone);
        assert_eq!(cell("2024", None), Fate::Exact);
    }

    proptest! {
        #[test]
        fn untouched_words_are_found_wherever_they_went(
            text in "[a-eđ .\n]{1,60}",
            (start, length) in (0..60_usize, 1..30_usize),
            ahead in "[x-z .]{0,30}",
            behind in "[x-z .]{0,30}",
        ) {
            let before = report([written("I", &text)]);
            if let Some(anchor) = Anchor::at(&before, "I", start, start + length) {
                let Anchor::Words { quote, .. } = &anchor else { unreachable!() };
                prop_assert_eq!(anchor.find(&before).fate, Fate::Exact);
                let after = report([written("I", &format!("{ahead}{text}{behind}"))]);
                let found = anchor.find(&after);
                prop_assert!(found.fate <= Fate::Moved);
                prop_assert_eq!(&found.spot.expect("a spot").words, quote);
            }
        }

        #[test]
        fn any_text_is_searched_and_a_spot_is_what_it_says(
            quote in ".{0,20}", prefix in ".{0,20}", offset in 0..50_usize, text in "(?s).{0,80}",
        ) {
            let anchor = Anchor::Words { item: "I".to_owned(), quote, prefix, offset };
            let found = anchor.find(&report([written("I", &text)]));
            prop_assert_eq!(found.spot.is_none(), found.fate == Fate::Gone);
            if let Some(spot) = found.spot {
                let length = spot.end - spot.start;
                let words: String = text.chars().skip(spot.start).take(length).collect();
                prop_assert_eq!(words, spot.words);
            }
        }
    }
}
