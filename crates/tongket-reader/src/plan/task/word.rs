//! A sentence as a run of words with what stands between them.

use crate::span::Span;
use crate::words::cursor::in_word;
use crate::words::fold;

/// One word.
#[derive(Debug)]
pub(super) struct Word<'a> {
    /// Its place in the flow.
    pub(super) span: Span,
    /// The form in which it is compared.
    pub(super) key: String,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// What stands between the word before it and itself.
    pub(super) gap: Gap,
    /// The sentence it belongs to.
    sentence: &'a str,
    /// Where that sentence begins in the flow.
    base: usize,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space, a slash, a quotation mark.
    Space,
    /// A comma.
    Comma,
    /// A dash between spaces.
    Dash,
    /// A semicolon, or the end of a paragraph in a cell.
    Semicolon,
    /// A colon.
    Colon,
    /// The end of a sentence.
    Stop,
    /// An opening bracket.
    Open,
    /// A closing bracket, perhaps with a comma after it.
    Close,
}

/// The words of `text`, whose first byte stands at `base` in the flow.
pub(super) fn words(text: &str, base: usize) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut last = 0;
    let mut start: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (in_word(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(word(text, base, last, Span::new(from, at)));
                last = at;
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str, base: usize, last: usize, span: Span) -> Word<'_> {
    let written = span.slice(text);
    Word {
        span: span.shift(base),
        key: fold::key(written),
        capital: written.chars().next().is_some_and(char::is_uppercase),
        gap: gap(Span::new(last, span.start).slice(text)),
        sentence: text,
        base,
    }
}

/// The strongest sign among those between two words.
fn gap(between: &str) -> Gap {
    let has = |signs: &[char]| between.contains(signs);
    match between {
        " " | "" => Gap::Space,
        _ if has(&[';', '\n']) => Gap::Semicolon,
        _ if has(&['(', '[']) => Gap::Open,
        _ if has(&[':']) => Gap::Colon,
        _ if has(&['.', '!', '?']) => Gap::Stop,
        _ if has(&[')', ']']) => Gap::Close,
        _ if has(&[',']) => Gap::Comma,
        _ if has(&['-', '–', '—']) && has(&[' ']) => Gap::Dash,
        _ => Gap::Space,
    }
}

/// The place of a run of words; a bracket opened inside is closed.
pub(super) fn cover(words: &[Word]) -> Option<Span> {
    let (first, last) = (words.first()?, words.last()?);
    let span = first.span.cover(last.span);
    let written = slice(first, span);
    let rest = Span::new(span.end, first.base + first.sentence.len());
    let unclosed = written.matches('(').count() > written.matches(')').count();
    let closes = unclosed && slice(first, rest).starts_with(')');
    Some(Span::new(span.start, span.end + usize::from(closes)))
}

/// What a run of words says, in one line.
pub(super) fn written(words: &[Word], span: Span) -> String {
    let text = words.first().map_or("", |first| slice(first, span));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a place inside the word's own sentence.
fn slice<'a>(word: &Word<'a>, span: Span) -> &'a str {
    let at = |byte: usize| byte.saturating_sub(word.base);
    Span::new(at(span.start), at(span.end)).slice(word.sentence)
}
