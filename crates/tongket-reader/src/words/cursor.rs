//! A place in a text from which words, numbers and signs are taken one by one.
//!
//! Dates and deadlines are read by hand rather than by one large regular
//! expression: it is faster, and each step says what it expects.

/// A place in a text. Every method moves it only when it finds what it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// Stands at byte `at` of `text`.
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        Cursor { text, at }
    }

    /// The byte it stands at.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What is still to come.
    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes white space.
    pub(crate) fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes a sign out of `signs`, with white space on both sides of it.
    pub(crate) fn sign(&mut self, signs: &[char]) -> Option<char> {
        let mut ahead = *self;
        ahead.spaces();
        let sign = ahead.peek().filter(|c| signs.contains(c))?;
        ahead.at += sign.len_utf8();
        ahead.spaces();
        *self = ahead;
        Some(sign)
    }

    /// Takes a word, upper or lower case, with the white space before it.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        ahead.spaces();
        let Some(length) = prefix(ahead.rest(), word) else {
            return false;
        };
        ahead.at += length;
        if ahead.peek().is_some_and(char::is_alphabetic) {
            return false;
        }
        *self = ahead;
        true
    }

    /// Takes the first of several words that stands here.
    pub(crate) fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    /// Takes a number of one or two figures. "0 5" is read as 5: recognised text tears figures apart.
    pub(crate) fn two(&mut self) -> Option<i8> {
        let mut ahead = *self;
        ahead.spaces();
        let length = figures(ahead.rest());
        if length == 0 || length > 2 {
            return None;
        }
        let value: i8 = ahead.rest().get(..length)?.parse().ok()?;
        ahead.at += length;
        *self = ahead;
        if length == 1 && value == 0 {
            let torn = self
                .rest()
                .strip_prefix(' ')
                .filter(|rest| figures(rest) == 1)?;
            let value = torn.get(..1)?.parse().ok()?;
            self.at += 2;
            return Some(value);
        }
        Some(value)
    }

    /// Takes a year of four figures, perhaps torn apart: "2025", "20 25".
    pub(crate) fn year(&mut self) -> Option<i16> {
        let mut ahead = *self;
        ahead.spaces();
        let mut digits = String::new();
        let mut length = 0;
        for c in ahead.rest().chars().take(8) {
            match c {
                '0'..='9' if digits.len() < 4 => digits.push(c),
                ' ' if !digits.is_empty() && digits.len() < 4 => {}
                _ => break,
            }
            length += 1;
        }
        ahead.at += length;
        let year = digits
            .parse()
            .ok()
            .filter(|year| (1900..=2100).contains(year))?;
        let torn = ahead.peek().is_some_and(|c| c.is_ascii_digit());
        if digits.len() != 4 || torn {
            return None;
        }
        *self = ahead;
        Some(year)
    }

    /// Takes a Roman number from I to XII.
    pub(crate) fn roman(&mut self) -> Option<i8> {
        const ROMAN: [&str; 12] = [
            "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
        ];
        let mut ahead = *self;
        ahead.spaces();
        let rest = ahead.rest();
        let length = rest
            .find(|c| !matches!(c, 'I' | 'V' | 'X'))
            .unwrap_or(rest.len());
        let value = ROMAN
            .iter()
            .position(|roman| Some(*roman) == rest.get(..length))?;
        ahead.at += length;
        if ahead.peek().is_some_and(char::is_alphanumeric) {
            return None;
        }
        *self = ahead;
        i8::try_from(value + 1).ok()
    }
}

/// How many figures a text begins with.
fn figures(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The length of `word` at the start of `text`, upper or lower case. `word` is lower-case.
fn prefix(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for expected in word.chars() {
        let (_, c) = chars.next()?;
        if !same(c, expected) {
            return None;
        }
    }
    Some(chars.next().map_or(text.len(), |(at, _)| at))
}

/// The text before `word` where `text` ends in it as a whole word, upper or lower case.
pub(crate) fn before_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text;
    for expected in word.chars().rev() {
        let c = rest.chars().next_back()?;
        if !same(c, expected) {
            return None;
        }
        rest = &rest[..rest.len() - c.len_utf8()];
    }
    let whole = !rest.chars().next_back().is_some_and(char::is_alphabetic);
    whole.then_some(rest)
}

fn same(c: char, lower: char) -> bool {
    c == lower || c.to_lowercase().eq(std::iter::once(lower))
}

/// Whether neither a letter nor a figure touches `range`.
///
/// Patterns leave word boundaries to this
/// question: with Vietnamese letters around, a boundary in a pattern makes the
/// search ten times slower.
pub(crate) fn is_whole_word(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    ![before, after].into_iter().flatten().any(in_word)
}

/// Whether a letter or a figure: [`char::is_alphanumeric`], faster for the letters of Vietnamese.
pub(crate) fn in_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        'à'..='ö' | 'đ' | 'ơ' | 'ư' | 'Ạ'..='ỹ' => true,
        _ => c.is_alphanumeric(),
    }
}
