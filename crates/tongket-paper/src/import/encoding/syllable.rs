//! How Vietnamese a text looks: the share of its accented words that could be syllables.
//!
//! A wrong encoding makes words no one could pronounce; the right one makes
//! nearly all of them possible. Only words with letters beyond ASCII count,
//! because the others look the same in every encoding.

use unicode_normalization::UnicodeNormalization;

/// At most this many accented words are looked at.
const SAMPLE: usize = 3000;

const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const CODAS: [&str; 9] = ["", "ch", "nh", "ng", "c", "m", "n", "p", "t"];

const NUCLEI: [&str; 61] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây",
    "eo", "êu", "ia", "iê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi", "oo", "ua", "uâ", "uê", "ui",
    "uô", "uơ", "uy", "ưa", "ưi", "ươ", "ưu", "yê", "iêu", "yêu", "oai", "oay", "oao", "oeo",
    "uôi", "ươi", "ươu", "uya", "uyê", "uây", "uyu", "ie", "ue", "uă", "oă", "uai", "uay",
];

/// Accented words seen and how many of them could be Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) words: usize,
    pub(crate) possible: usize,
}

impl Tally {
    /// Share of possible words in per cent; 0 where nothing was seen.
    pub(crate) fn share(self) -> usize {
        (self.possible * 100)
            .checked_div(self.words)
            .unwrap_or_default()
    }
}

/// Counts the accented words of `text` that could be syllables.
pub(crate) fn tally(text: &str) -> Tally {
    let mut tally = Tally::default();
    let words = text
        .split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphabetic())
        .map(|word| word.trim_matches(['“', '”', '‘', '’', '–', '—', '…', '•', '«', '»', '\u{a0}']))
        .filter(|word| !word.is_ascii() && word.len() < 64);
    for word in words.take(SAMPLE) {
        tally.words += 1;
        tally.possible += usize::from(is_possible(word));
    }
    tally
}

fn is_possible(word: &str) -> bool {
    let Some(toneless) = without_tone(&word.to_lowercase()) else {
        return false;
    };
    ONSETS.iter().any(|onset| {
        toneless
            .strip_prefix(onset)
            .is_some_and(|rhyme| is_rhyme(rhyme) || rhyme.is_empty() && *onset == "gi")
    })
}

fn is_rhyme(rhyme: &str) -> bool {
    CODAS
        .iter()
        .filter_map(|coda| rhyme.strip_suffix(coda))
        .any(|nucleus| NUCLEI.contains(&nucleus))
}

/// The word without its tone mark; `None` where it has more than one.
fn without_tone(word: &str) -> Option<String> {
    let is_tone = |mark: &char| {
        matches!(
            mark,
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
        )
    };
    let tones = word.nfd().filter(is_tone).count();
    (tones <= 1).then(|| word.nfd().filter(|mark| !is_tone(mark)).nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_rubbish() {
        for word in [
            "người",
            "nghiêng",
            "Quảng",
            "thuỷ",
            "thủy",
            "gì",
            "giữ",
            "đường",
            "khuỷu",
            "UỶ",
        ] {
            assert!(is_possible(word), "{word}");
        }
        for word in [
            "hßa",
            "ng\u{ad}êi",
            "laøm",
            "thµnh",
            "Ã¡n",
            "tỉÏnh",
            "ñöôïc",
        ] {
            assert!(!is_possible(word), "{word}");
        }
    }
}
