//! Text as it is compared, not as it is written.
//!
//! "UỶ BAN", "Ủy ban" and "uỷ  ban" are one name; so are "hoà" and "hòa", a
//! hyphen and a dash, a straight and a curly quotation mark. [`key`] brings
//! them together and keeps every diacritic that tells words apart; [`bare`]
//! drops the diacritics too, for text whose marks cannot be trusted.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

/// The form in which two pieces of text are compared.
///
/// NFC, lower-case, each tone mark on its traditional vowel (hoà → hòa, uỷ →
/// ủy, qúy → quý), dashes and quotation marks unified, white space collapsed
/// and trimmed, invisible characters dropped.
pub fn key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.chars().all(is_plain) || is_nfc(text) {
        fold_into(text.chars(), &mut folded);
    } else {
        fold_into(text.nfc(), &mut folded);
    }
    settle_tones(&folded)
}

/// [`key`] without diacritics: "Đề cương" → "de cuong".
pub fn bare(text: &str) -> String {
    key(text)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Whether a sign is one of those that Vietnamese text consists of, each whole in itself:
/// text of these alone is NFC.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}')
}

/// Whether a sign is a letter or a digit; quick for those of Vietnamese.
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{1ea0}'..='\u{1ef9}' => true,
        other => other.is_alphanumeric(),
    }
}

fn fold_into(chars: impl Iterator<Item = char>, folded: &mut String) {
    let mut gap = false;
    for c in chars.filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        push_folded(c, folded);
    }
}

fn push_folded(c: char, folded: &mut String) {
    match unify(c) {
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        unified if unified.is_ascii() => folded.push(unified),
        unified @ '\u{1ea0}'..='\u{1ef9}' => folded.push(lower_of_pair(unified)),
        unified @ ('\u{df}'..='\u{ff}' | 'đ' | 'ă' | 'ĩ' | 'ũ' | 'ơ' | 'ư') => {
            folded.push(unified)
        }
        unified => folded.extend(unified.to_lowercase()),
    }
}

/// Letters that stand in pairs, the capital with the even number first.
fn lower_of_pair(c: char) -> char {
    char::from_u32(u32::from(c) | 1).unwrap_or(c)
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
    VOWELS.iter().enumerate().find_map(|(vowel, forms)| {
        let tone = forms.iter().position(|form| *form == c)?;
        Some((vowel, tone))
    })
}

/// Puts the tone of "oa", "oe" and "uy" on the first vowel where they end the
/// syllable and on the second where they do not, or where the u belongs to "qu".
fn settle_tones(text: &str) -> String {
    let mut settled = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(first) = chars.next() {
        let pair = match may_glide(first) {
            true => chars.peek().and_then(|second| glide(first, *second)),
            false => None,
        };
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

/// Whether a pair oa, oe or uy may begin with this letter.
fn may_glide(c: char) -> bool {
    matches!(
        c,
        'o' | 'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'u' | 'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ'
    )
}

/// The pair oa, oe or uy with the one tone it carries.
fn glide(first: char, second: char) -> Option<(&'static [char; 6], &'static [char; 6], usize)> {
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
    fn bare_drops_every_mark() {
        assert_eq!(
            bare("Đề cương BÁO CÁO – Uỷ ban"),
            "de cuong bao cao - uy ban"
        );
    }

    #[test]
    fn quick_ways_agree_with_unicode() {
        for c in ('\0'..='\u{2fff}').filter(|c| is_plain(*c)) {
            assert!(is_nfc(&c.to_string()), "{c:?}");
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
            let lower = unify(c).to_lowercase().to_string();
            let mut folded = String::new();
            push_folded(c, &mut folded);
            assert_eq!(folded, lower, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}
