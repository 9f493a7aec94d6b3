//! Text as it is compared, not as it is written.
//!
//! "UỶ BAN", "Ủy ban" and "uỷ  ban" are one name; so are "hoà" and "hòa", a
//! hyphen and a dash, a straight and a curly quotation mark. [`key`] brings
//! them together and keeps every diacritic that tells words apart; [`bare`]
//! drops the diacritics too, for text whose marks cannot be trusted.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The form in which two pieces of text are compared.
///
/// NFC, lower-case, each tone mark on its traditional vowel (hoà → hòa, uỷ →
/// ủy, qúy → quý), dashes and quotation marks unified, white space collapsed
/// and trimmed, invisible characters dropped.
pub fn key(text: &str) -> String {
    let folded = Folded::of(text, |letter| letter.small);
    match folded.glides {
        true => settle_tones(&folded.text),
        false => folded.text,
    }
}

/// [`key`] without diacritics: "Đề cương" → "de cuong".
pub fn bare(text: &str) -> String {
    let folded = Folded::of(text, |letter| letter.plain).text;
    if folded.is_ascii() {
        return folded;
    }
    let mut bare = String::with_capacity(folded.len());
    for c in folded.chars() {
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
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let small = small(c);
        if small != c {
            lower.push_str(&text[from..at]);
            lower.push(small);
            from = at + c.len_utf8();
        }
    }
    lower.push_str(&text[from..]);
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

/// Whether a sign is a small letter; quick for those of Vietnamese.
pub(crate) fn is_small(c: char) -> bool {
    match small_vietnamese(c) {
        Some(small) if c.is_ascii() => small == c && c.is_ascii_lowercase(),
        Some(small) if matches!(c, 'À'..='ỹ') => small == c && c != '×' && c != '÷',
        _ => c.is_lowercase(),
    }
}

/// Whether a sign is the second vowel of a pair with the tone that may stand on the first, too.
pub(crate) fn may_wander_onto(c: char) -> bool {
    matches!(tone(c), Some((0 | 1 | 4, 1..)))
}

/// Whether composition leaves the letter as it is: Latin letters and common punctuation.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | 'Ạ'..='ỹ' | '‐'..='›')
}

/// Whether a text is composed (NFC); quick for Vietnamese.
pub fn is_nfc(text: &str) -> bool {
    text.chars().all(is_composed) || unicode_normalization::is_nfc(text)
}

/// What becomes of the letters of Vietnamese: nearly every sign of a text is looked up here.
static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::new);

/// One letter and its folded forms.
#[derive(Clone, Copy)]
struct Letter {
    /// The small letter.
    small: char,
    /// The same without marks, where that is a plain letter; else the small letter.
    plain: char,
    /// Whether it may be the first, and the second, of a pair whose tone wanders.
    first: bool,
    second: bool,
}

/// The letters up to U+02FF and from U+1E00 to U+1EFF; those that need more thought are left out.
struct Letters(Vec<Option<Letter>>);

impl Letters {
    fn new() -> Letters {
        let codes = (0..LATIN).chain(VIETNAMESE..VIETNAMESE + 0x100);
        Letters(
            codes
                .map(|code| char::from_u32(code).and_then(Letter::of))
                .collect(),
        )
    }

    fn of(&self, c: char) -> Option<Letter> {
        let code = u32::from(c);
        let at = match code.checked_sub(VIETNAMESE) {
            None if code < LATIN => code,
            Some(at) if at < 0x100 => LATIN + at,
            _ => return None,
        };
        *self.0.get(at as usize)?
    }
}

/// One past the last letter of the first table.
const LATIN: u32 = 0x300;
/// The first letter of the second.
const VIETNAMESE: u32 = 0x1e00;

impl Letter {
    fn of(c: char) -> Option<Letter> {
        let plain_sign = !c.is_whitespace() && !is_invisible(c) && unify(c) == c;
        let small = small_vietnamese(c).filter(|_| plain_sign && is_composed(c))?;
        let mut base = small;
        decompose_canonical(small, |part| {
            if part.is_ascii() {
                base = part;
            }
        });
        let base = if base == 'đ' { 'd' } else { base };
        let vowel = tone(small).map(|(vowel, _)| vowel);
        Some(Letter {
            small,
            plain: if base.is_ascii() { base } else { small },
            first: matches!(vowel, Some(2 | 3)),
            second: matches!(vowel, Some(0 | 1 | 4)),
        })
    }
}

/// A text as it is folded letter by letter.
#[derive(Default)]
struct Folded {
    text: String,
    /// Whether white space is due before the next letter.
    gap: bool,
    /// Whether a pair was met whose tone may stand on the wrong vowel.
    glides: bool,
    /// The letter before, where it may be the first of such a pair.
    before: Option<char>,
}

impl Folded {
    fn of(text: &str, form: fn(Letter) -> char) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            ..Folded::default()
        };
        let letters = &*LETTERS;
        for c in text.chars() {
            match letters.of(c) {
                Some(letter) => folded.push(letter, form(letter)),
                None if is_composed(c) => folded.take(c),
                // What is not composed is put together first.
                None if is_nfc(text) => return Folded::whole(text.chars()),
                None => return Folded::whole(text.nfc()),
            }
        }
        folded
    }

    /// The same in full length, for text that may hold anything.
    fn whole(chars: impl Iterator<Item = char>) -> Folded {
        let mut folded = Folded::default();
        for c in chars {
            match LETTERS.of(c) {
                Some(letter) => folded.push(letter, letter.small),
                None => folded.take(c),
            }
        }
        folded
    }

    fn space(&mut self) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() {
            self.text.push(' ');
            self.before = None;
        }
    }

    fn push(&mut self, letter: Letter, form: char) {
        self.space();
        if let Some(before) = self.before.filter(|_| letter.second) {
            self.glides |= glide(before, letter.small).is_some();
        }
        self.text.push(form);
        self.before = letter.first.then_some(letter.small);
    }

    /// A sign that is not in the table.
    fn take(&mut self, c: char) {
        if is_invisible(c) {
            return;
        }
        if c.is_whitespace() {
            self.gap = true;
            return;
        }
        self.space();
        self.text.extend(unify(c).to_lowercase());
        self.before = None;
    }
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
            assert_eq!(is_small(c), c.is_lowercase(), "{c:?}");
            assert!(
                !is_composed(c) || unicode_normalization::is_nfc(&c.to_string()),
                "{c:?}"
            );
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
