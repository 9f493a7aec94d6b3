//! Text as it is compared, not as it is written.
//!
//! "UỶ BAN", "Ủy ban" and "uỷ  ban" are one name; so are "hoà" and "hòa", a
//! hyphen and a dash, a straight and a curly quotation mark. [`key`] brings
//! them together and keeps every diacritic that tells words apart; [`bare`]
//! drops the diacritics too, for text whose marks cannot be trusted.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The form in which two pieces of text are compared.
///
/// NFC, lower-case, each tone mark on its traditional vowel (hoà → hòa, uỷ →
/// ủy, qúy → quý), dashes and quotation marks unified, white space collapsed
/// and trimmed, invisible characters dropped.
pub fn key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let glides = if text.chars().all(is_composed) || is_nfc(text) {
        fold_into(text.chars(), &mut folded)
    } else {
        fold_into(text.nfc(), &mut folded)
    };
    if glides {
        settle_tones(&folded)
    } else {
        folded
    }
}

/// [`key`] without diacritics: "Đề cương" → "de cuong".
pub fn bare(text: &str) -> String {
    let key = key(text);
    let mut bare = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            '\0'..='\u{7f}' => bare.push(c),
            'đ' => bare.push('d'),
            _ => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    bare.push(part);
                }
            }),
        }
    }
    bare
}

/// Text in small letters, each at the byte where it stood: a place in one is a place in the other.
///
/// Patterns run over this form; one that has to try both cases of every
/// Vietnamese letter takes ten times as long to make and to run.
pub fn lower(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        lower.push(small(c));
    }
    lower
}

/// The small letter, where it is as long as the capital.
fn small(c: char) -> char {
    if let Some(small) = small_vietnamese(c) {
        return small;
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// The small letter of the letters that make up nearly all of a text.
fn small_vietnamese(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        'ß'..='ÿ' | 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' | '‐'..='›' => Some(c),
        'Ạ'..='ỹ' | 'Ă' | 'Đ' | 'Ĩ' | 'Ũ' => char::from_u32(u32::from(c) | 1),
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 32),
        'Ơ' | 'Ư' => char::from_u32(u32::from(c) + 1),
        _ => None,
    }
}

/// Whether a sign is a letter or a digit; quick for those of Vietnamese.
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        'Ạ'..='ỹ' => true,
        other => other.is_alphanumeric(),
    }
}

/// Whether composition leaves the letter as it is: Latin letters and common punctuation.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | 'Ạ'..='ỹ' | '‐'..='›')
}

/// Folds letter by letter, and says whether there is a pair whose tone may stand on the wrong vowel.
fn fold_into(chars: impl Iterator<Item = char>, folded: &mut String) -> bool {
    let (mut gap, mut glides) = (false, false);
    let mut before = ' ';
    for c in chars.filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
            before = ' ';
        }
        gap = false;
        let unified = if c.is_ascii() { c } else { unify(c) };
        match small_vietnamese(unified) {
            Some(small) => {
                // Two plain letters carry no tone.
                let toned = !(before.is_ascii() && small.is_ascii());
                glides = glides || toned && glide(before, small).is_some();
                folded.push(small);
                before = small;
            }
            None => {
                folded.extend(unified.to_lowercase());
                before = ' ';
            }
        }
    }
    glides
}

/// One sign for the signs that writers and fonts exchange freely.
fn unify(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        'Ð' | 'ð' | 'Ɖ' => 'đ',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// The vowels that carry wandering tone marks, each with its five tones.
const VOWELS: [[char; 6]; 5] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The vowel without its tone, and the tone: 'ủ' → (u, 3).
fn tone(c: char) -> Option<(usize, usize)> {
    let vowel = match c {
        'a' | 'à' | 'á' | 'ả' | 'ã' | 'ạ' => 0,
        'e' | 'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' => 1,
        'o' | 'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' => 2,
        'u' | 'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' => 3,
        'y' | 'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 4,
        _ => return None,
    };
    let tone = VOWELS[vowel].iter().position(|form| *form == c)?;
    Some((vowel, tone))
}

/// Puts the tone of "oa", "oe" and "uy" on the first vowel where they end the
/// syllable and on the second where they do not, or where the u belongs to "qu".
fn settle_tones(text: &str) -> String {
    let mut settled = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(first) = chars.next() {
        let pair = chars.peek().and_then(|second| glide(first, *second));
        let Some((glide, vowel, mark)) = pair else {
            settled.push(first);
            before = first;
            continue;
        };
        chars.next();
        let closed = chars.peek().is_some_and(|next| next.is_alphabetic());
        let on_second = closed || (before == 'q' && glide[0] == 'u');
        settled.push(glide[if on_second { 0 } else { mark }]);
        settled.push(vowel[if on_second { mark } else { 0 }]);
        before = vowel[0];
    }
    settled
}

/// The pair oa, oe or uy with the one tone it carries.
fn glide(first: char, second: char) -> Option<(&'static [char; 6], &'static [char; 6], usize)> {
    if !matches!(first, 'o' | 'u' | 'ò'..='ó' | 'õ' | 'ù'..='ú' | 'ũ' | 'Ạ'..='ỹ') {
        return None;
    }
    let ((glide, left), (vowel, right)) = (tone(first)?, tone(second)?);
    let is_pair = matches!((glide, vowel), (2, 0 | 1) | (3, 4));
    let one_tone = (left == 0) != (right == 0);
    (is_pair && one_tone).then(|| (&VOWELS[glide], &VOWELS[vowel], left.max(right)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(written: &[&str]) {
        let keys: Vec<String> = written.iter().map(|text| key(text)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
    }

    #[test]
    fn one_name_written_in_many_ways() {
        same(&["Ủy ban", "Uỷ ban", "UỶ  BAN", "U\u{309}y\u{a0}ban "]);
        same(&["hòa", "hoà", "HOÀ", "Hoa\u{300}"]);
        same(&["thúy", "thuý"]);
        same(&["quý", "qúy", "QUÝ"]);
        same(&["hoàn toàn", "hòan tòan"]);
        same(&["khuỷu", "khủyu"]);
        same(&["kinh tế – xã hội", "kinh tế - xã hội", "kinh tế — xã hội"]);
        same(&["“Về việc”", "\"Về việc\""]);
        same(&["QĐ", "QÐ", "qđ"]);
    }

    #[test]
    fn different_words_stay_different() {
        for (one, other) in [("Đông Lễ", "Đồng Lê"), ("tính", "tỉnh"), ("ủy", "úy")] {
            assert_ne!(key(one), key(other));
        }
    }

    #[test]
    fn lower_leaves_every_letter_in_its_place() {
        let text = "ỦY BAN NHÂN DÂN – Độc lập, İstanbul \u{212a}";
        assert_eq!(lower(text), "ủy ban nhân dân – độc lập, İstanbul \u{212a}");
    }

    #[test]
    fn quick_ways_agree_with_unicode() {
        for c in '\0'..='\u{2fff}' {
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
            assert!(!is_composed(c) || is_nfc(&c.to_string()), "{c:?}");
            let small = small_vietnamese(c);
            assert!(
                small.is_none_or(|small| c.to_lowercase().eq([small])),
                "{c:?}"
            );
        }
    }

    #[test]
    fn bare_drops_every_mark() {
        assert_eq!(
            bare("Đề cương BÁO CÁO – Uỷ ban"),
            "de cuong bao cao - uy ban"
        );
    }

    proptest! {
        #[test]
        fn lower_keeps_every_place(text in "\\PC{0,40}") {
            let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            prop_assert_eq!(places(&lower(&text)), places(&text));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}
