//! Sentences that people moved to another section of the draft.
//!
//! A piece belongs to the section in which it is composed, its home, and keeps
//! its sources there wherever people put its words. Where it stands in another
//! section it is a guest: the words of its home follow the sources at that
//! place, if nobody touched them, and what people decide about it is done there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::markup::{self, Sheet};
use super::refresh::{Answer, Edits};
use super::{NewsKind, Piece};

/// A stretch of a section that bears the key of no piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// The key.
    pub key: String,
    /// Its words; `None` where people marked some of them bold or the like.
    pub words: Option<String>,
}

/// The guests of a section whose own pieces are these.
pub fn guests(html: &str, own: &[Piece]) -> Vec<Guest> {
    let own: FxHashSet<&str> = own.iter().map(|piece| piece.key.as_str()).collect();
    let marks = Sheet::read(html).marks.into_iter();
    let foreign = marks.filter(|mark| !own.contains(mark.key.as_str()));
    foreign
        .map(|mark| {
            let inner = &html[mark.inner];
            Guest {
                words: (!inner.contains('<')).then(|| markup::words(inner)),
                key: mark.key,
            }
        })
        .collect()
}

/// How pieces stand in other sections than their own, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere(FxHashMap<String, Vec<Option<String>>>);

impl Elsewhere {
    /// From the guests of all sections of a draft.
    pub fn of(guests: impl IntoIterator<Item = Guest>) -> Elsewhere {
        let mut elsewhere = Elsewhere::default();
        for guest in guests {
            elsewhere.0.entry(guest.key).or_default().push(guest.words);
        }
        elsewhere
    }

    /// Whether a piece stands elsewhere.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Whether a piece stands elsewhere, once, as it was composed.
    pub(super) fn is_untouched(&self, piece: &Piece) -> bool {
        let stands = self.0.get(&piece.key).map(Vec::as_slice);
        matches!(stands, Some([Some(words)]) if *words == markup::folded(&piece.text))
    }
}

/// A section in which guests say what they say now; `texts` by key.
pub fn followed(html: &str, texts: &[(String, String)]) -> String {
    let mut edits = Edits::default();
    let sheet = Sheet::read(html);
    for (key, text) in texts {
        for (_, mark) in sheet.of(key) {
            edits.replace(mark.inner.clone(), markup::escaped(text));
        }
    }
    edits.apply(html)
}

/// A section after somebody decided about pieces of another that stand in it.
pub fn answered(html: &str, pieces: &[&Piece], answer: Answer) -> String {
    let mut edits = Edits::default();
    let sheet = Sheet::read(html);
    for piece in pieces {
        decide(&sheet, piece, answer, &mut edits);
    }
    edits.apply(html)
}

/// What an answer about a piece that has news changes where it stands.
pub(super) fn decide(sheet: &Sheet<'_>, piece: &Piece, answer: Answer, edits: &mut Edits) {
    let gone = piece
        .news
        .as_ref()
        .is_some_and(|news| news.kind == NewsKind::Gone);
    for (at, (_, mark)) in sheet.of(&piece.key).enumerate() {
        match answer {
            Answer::Drop => edits.replace(mark.outer.clone(), String::new()),
            Answer::Follow if !gone => {
                let text = if at == 0 { piece.text.as_str() } else { "" };
                edits.replace(mark.inner.clone(), markup::escaped(text));
            }
            Answer::Seen | Answer::Follow if gone => {
                edits.replace(mark.outer.start..mark.inner.start, String::new());
                edits.replace(mark.inner.end..mark.outer.end, String::new());
            }
            Answer::Seen | Answer::Follow => {}
        }
    }
}
