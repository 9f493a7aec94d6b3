//! A text cut into words, digits and marks.
//!
//! Numbers are read token by token, not letter by letter: "3.200" is one piece
//! of digits, "m2" one word, and every piece knows whether white space stands
//! before it, because "8h30" and "8 hộ" are different things.

use std::borrow::Cow;

use crate::span::Span;
use crate::words::fold;

/// One piece of a text.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    /// As written.
    pub(crate) text: &'a str,
    /// For comparison: lower case, tone marks in their canonical place.
    pub(crate) key: Cow<'a, str>,
    pub(crate) span: Span,
    /// Whether it follows the piece before it without white space.
    pub(crate) glued: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    /// Digits, with single points and commas between them.
    Digits,
    Mark,
}

impl Token<'_> {
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(crate) fn is_digits(&self) -> bool {
        self.kind == TokenKind::Digits
    }

    pub(crate) fn is(&self, key: &str) -> bool {
        self.key == key
    }

    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—")
    }

    pub(crate) fn is_capital(&self) -> bool {
        self.is_word() && self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The pieces of `text` in order; white space is left out.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut all: Vec<Token<'_>> = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, len) = piece(&text[at..], first);
        let span = Span::new(at, at + len);
        let piece = span.slice(text);
        all.push(Token {
            kind,
            text: piece,
            key: comparable(kind, piece),
            span,
            glued: all.last().is_some_and(|last| last.span.end == at),
        });
        at += len;
    }
    all
}

/// What kind of piece `rest` begins with, and how many bytes it has.
fn piece(rest: &str, first: char) -> (TokenKind, usize) {
    if first.is_ascii_digit() {
        (TokenKind::Digits, digits_len(rest.as_bytes()))
    } else if is_letter(first) {
        let end = rest.find(|c: char| !continues_word(c));
        (TokenKind::Word, end.unwrap_or(rest.len()))
    } else {
        (TokenKind::Mark, first.len_utf8())
    }
}

fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        'Ạ'..='ỹ' => true,
        _ => c.is_alphabetic(),
    }
}

fn continues_word(c: char) -> bool {
    fold::is_letter_or_digit(c) || ('\u{300}'..='\u{36f}').contains(&c)
}

fn digits_len(bytes: &[u8]) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut len = 0;
    while digit(len) || (matches!(bytes.get(len), Some(b'.' | b',')) && digit(len + 1)) {
        len += 1;
    }
    len
}

fn comparable(kind: TokenKind, piece: &str) -> Cow<'_, str> {
    if kind != TokenKind::Word || is_canonical(piece) {
        return Cow::Borrowed(piece);
    }
    Cow::Owned(fold::key(piece))
}

/// Lower case throughout and no tone mark on the last letter after o or u ("hoà", "uỷ").
fn is_canonical(word: &str) -> bool {
    let mut before = ' ';
    for c in word.chars() {
        let moved = matches!(before, 'o' | 'u') && fold::may_wander_onto(c);
        if !(fold::is_small(c) || c.is_ascii_digit()) || moved {
            return false;
        }
        before = c;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_words_digits_and_marks() {
        let pieces: Vec<&str> = tokens("45 buổi/3.200 lượt, 12m2 (8h30).")
            .iter()
            .map(|token| token.text)
            .collect();
        let expected = [
            "45", "buổi", "/", "3.200", "lượt", ",", "12", "m2", "(", "8", "h30", ")", ".",
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn tone_marks_do_not_tell_words_apart() {
        assert_eq!(tokens("Hoà GIẢI")[0].key, "hòa");
        assert_eq!(tokens("Hoà GIẢI")[1].key, "giải");
    }
}
