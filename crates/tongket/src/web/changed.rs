//! What changed from one text to another, as pages show it: the changed words with a few around them,
//! and the whole on request.

use serde::Serialize;
use tongket_core::exchange::{Piece, PieceFate, excerpts, pieces};
use utoipa::ToSchema;

/// Words in a row with one fate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Words {
    /// "kept", "removed", "added".
    pub(super) fate: &'static str,
    /// The words.
    pub(super) text: String,
}

/// What changed between two texts.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(super) struct Different {
    /// Each place that changed, with a few words around it.
    pub(super) places: Vec<Vec<Words>>,
    /// All words of both texts; none where the places say it all.
    pub(super) whole: Vec<Words>,
}

/// Words that are read at once, old beside new.
const SHORT: usize = 12;

/// The words of two texts, in order, each with its fate.
pub(super) fn words(before: &str, after: &str) -> Vec<Words> {
    pieces(before, after).into_iter().map(Words::of).collect()
}

impl Words {
    fn of(piece: Piece) -> Words {
        Words {
            fate: match piece.fate {
                PieceFate::Kept => "kept",
                PieceFate::Removed => "removed",
                PieceFate::Added => "added",
            },
            text: piece.text,
        }
    }
}

impl Different {
    /// What changed from `before` to `after`.
    pub(super) fn between(before: &str, after: &str) -> Different {
        let all = pieces(before, after);
        let excerpts = excerpts(&all);
        let says_all = excerpts.first() == Some(&all);
        let words = |pieces: Vec<Piece>| pieces.into_iter().map(Words::of).collect();
        Different {
            whole: match says_all || excerpts.is_empty() {
                true => Vec::new(),
                false => words(all),
            },
            places: excerpts.into_iter().map(words).collect(),
        }
    }

    /// The same of longer texts; nothing where one is empty or both are read at once, old beside new.
    pub(super) fn of_long(before: &str, after: &str) -> Different {
        let is_long = |text: &str| text.split_whitespace().count() > SHORT;
        let both = !before.is_empty() && !after.is_empty();
        match both && (is_long(before) || is_long(after)) {
            true => Different::between(before, after),
            false => Different::default(),
        }
    }

    /// Whether nothing changed.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_shown_where_it_changed_and_a_short_one_whole() {
        assert!(Different::of_long("20 tổ", "27 tổ").is_empty());
        let long =
            "Trong mười năm qua, dưới sự lãnh đạo của Đảng ủy, toàn xã đã xây dựng được 12 tổ.";
        let different = Different::of_long(long, &long.replace("12", "14"));
        let [place] = &different.places[..] else {
            panic!("it changed in one place: {different:?}");
        };
        let told: Vec<(&str, &str)> = place
            .iter()
            .map(|words| (words.fate, words.text.as_str()))
            .collect();
        let expected = [
            ("kept", "… toàn xã đã xây dựng được "),
            ("removed", "12"),
            ("added", "14"),
            ("kept", " tổ."),
        ];
        assert_eq!(told, expected);
        assert_eq!(different.whole.len(), 4);
        assert!(Different::of_long(long, "").is_empty(), "it is gone whole");
    }
}
