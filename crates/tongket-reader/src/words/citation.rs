//! Citations of other documents.
//!
//! A citation gives a type, a number with its notation, a day, an issuer and a
//! title, each of which may be missing: "Chỉ thị số 01/CT-TTg ngày 09/01/2015
//! của Thủ tướng Chính phủ “Về việc …”", "Chỉ thị số 01", "các văn bản số
//! 14/UBND-NC ngày …". Laws are cited by name alone.

mod issuer;
mod kind;
mod law;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use jiff::civil::Date;

pub use kind::{KINDS, kind_abbreviation};

use super::code::{self, DocumentCode};
use super::cursor::Cursor;
use super::date;
use super::fold::is_letter_or_digit;
use crate::plan::Reference;
use crate::span::{Span, Spanned};

use issuer::issuer;
use kind::LETTERS;
use law::law;

/// Type names as they open a citation, longest first.
static NAMES: LazyLock<Option<(AhoCorasick, Vec<&'static str>)>> = LazyLock::new(|| {
    let kinds = KINDS.iter().map(|(name, _)| *name);
    let names: Vec<&'static str> = kinds.chain(LETTERS.iter().skip(1).copied()).collect();
    let mut patterns: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    patterns.extend(names.iter().map(|name| lower_first(name)));
    let search = AhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&patterns)
        .ok()?;
    Some((search, names))
});

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

/// The documents a text cites, mention by mention, in order; `mentions` is left empty.
pub fn citations(text: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    if !may_cite(text) {
        return found;
    }
    let names = type_names(text);
    let mut codes = code::codes(text).into_iter().peekable();
    let mut names = names.into_iter().peekable();
    let mut taken = 0;
    loop {
        let (name_at, code_at) = (
            names.peek().map(|name| name.span.start),
            codes.peek().map(|code| code.span.start),
        );
        let read = match (name_at, code_at) {
            (None, None) => break,
            (Some(name_at), at) if at.is_none_or(|at| name_at < at) => {
                let Some(name) = names.next() else { break };
                if name.span.start < taken {
                    continue;
                }
                named(text, &name, codes.peek())
            }
            _ => {
                let Some(code) = codes.next() else { break };
                if code.span.start < taken {
                    continue;
                }
                Some(coded(text, code.span.start, None, &code))
            }
        };
        if let Some(cited) = read {
            taken = cited.head;
            while codes.next_if(|code| code.span.start < taken).is_some() {}
            found.push(cited.reference);
        }
    }
    found
}

/// Whether there is a figure or a stroke, or one of the laws, which are cited by name alone.
fn may_cite(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'/'..=b'9'))
        || text.contains("uật")
        || text.contains("háp")
}

/// A citation, and where its title begins: titles may hold citations of their own.
struct Cited {
    reference: Reference,
    head: usize,
}

/// Every type name in the text that stands as a word of its own.
fn type_names(text: &str) -> Vec<Spanned<&'static str>> {
    let Some((search, names)) = NAMES.as_ref() else {
        return Vec::new();
    };
    let whole = |start: usize, end: usize| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        !before.is_some_and(is_letter_or_digit) && !after.is_some_and(is_letter_or_digit)
    };
    search
        .find_iter(text)
        .filter(|found| whole(found.start(), found.end()))
        .filter_map(|found| {
            let name = names.get(found.pattern().as_usize() % names.len())?;
            Some(Spanned::new(*name, found.range().into()))
        })
        .collect()
}

/// A citation that opens with a type name: with a code, with a number alone, or a law by its name.
fn named(
    text: &str,
    name: &Spanned<&'static str>,
    next: Option<&Spanned<DocumentCode>>,
) -> Option<Cited> {
    let behind = behind_number_word(text, name.span.end);
    if let Some(code) = next.filter(|code| code.span.start == behind.at) {
        return Some(coded(text, name.span.start, Some(name.value), code));
    }
    if matches!(name.value, "Luật" | "Bộ luật" | "Pháp lệnh" | "Hiến pháp") {
        return law(text, name);
    }
    behind
        .announced
        .then(|| numbered(text, name, behind.at))
        .flatten()
}

/// Where the number begins behind a type name, and whether "số" announced it.
struct Behind {
    at: usize,
    announced: bool,
}

fn behind_number_word(text: &str, at: usize) -> Behind {
    let mut cursor = Cursor::new(text, at);
    let announced = cursor.word("số");
    cursor.sign(&[':']);
    cursor.spaces();
    Behind {
        at: cursor.at(),
        announced,
    }
}

/// A citation with a full code.
fn coded(
    text: &str,
    start: usize,
    name: Option<&'static str>,
    code: &Spanned<DocumentCode>,
) -> Cited {
    let tail = Tail::read(text, code.span.end);
    let by_name = name
        .and_then(kind_abbreviation)
        .filter(|kind| *kind != "CV");
    let kind = by_name.map(str::to_owned).or_else(|| code.kind.clone());
    let blank = code.number.is_empty();
    reference(
        text,
        start,
        code.span.end,
        kind,
        (!blank).then(|| code.to_string()),
        tail,
    )
}

/// A citation with a number and no notation: "Chỉ thị số 01 ngày 09/01/2015".
fn numbered(text: &str, name: &Spanned<&'static str>, at: usize) -> Option<Cited> {
    let rest = text.get(at..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(length..)?.chars().next();
    if !(1..=6).contains(&length)
        || after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '%'))
    {
        return None;
    }
    let number = rest.get(..length)?.to_owned();
    let kind = kind_abbreviation(name.value).map(str::to_owned);
    let tail = Tail::read(text, at + length);
    Some(reference(
        text,
        name.span.start,
        at + length,
        kind,
        Some(number),
        tail,
    ))
}

fn reference(
    text: &str,
    start: usize,
    head: usize,
    kind: Option<String>,
    code: Option<String>,
    tail: Tail,
) -> Cited {
    let span = Span::new(start, tail.end.max(head));
    let reference = Reference {
        text: span.slice(text).to_owned(),
        kind,
        code,
        date: tail.date,
        issuer: tail.issuer,
        title: tail.title,
        span,
        mentions: Vec::new(),
    };
    Cited {
        reference,
        head: tail.head.max(head),
    }
}

/// What may follow the number: day, issuer, title.
#[derive(Default)]
struct Tail {
    date: Option<Date>,
    issuer: Option<String>,
    title: Option<String>,
    head: usize,
    end: usize,
}

impl Tail {
    fn read(text: &str, at: usize) -> Tail {
        let mut tail = Tail {
            end: at,
            ..Tail::default()
        };
        tail.take_date(text);
        tail.take_issuer(text);
        if tail.date.is_none() {
            tail.take_date(text);
        }
        tail.head = tail.end;
        tail.take_title(text);
        tail
    }

    /// "ngày 09/01/2015", ", ngày …", "(ngày …)".
    fn take_date(&mut self, text: &str) {
        let window = window(text, self.end, 60);
        let skipped = window.len()
            - window
                .trim_start_matches([' ', ',', '(', '\u{a0}', '\n'])
                .len();
        let first = date::dates(window).into_iter().next();
        if let Some(found) =
            first.filter(|found| found.span.start == skipped && found.date().is_some())
        {
            self.date = found.date();
            self.end += found.span.end;
        }
    }

    /// "của Thủ tướng Chính phủ".
    fn take_issuer(&mut self, text: &str) {
        let mut cursor = Cursor::new(text, self.end);
        cursor.sign(&[',']);
        if !cursor.word("của") {
            return;
        }
        cursor.spaces();
        let issuer = issuer(window(text, cursor.at(), 160));
        if !issuer.is_empty() {
            self.end = cursor.at() + issuer.len();
            self.issuer = Some(issuer.split_whitespace().collect::<Vec<_>>().join(" "));
            self.skip_short_name(text);
        }
    }

    /// "(BĐBP)" behind an issuer: its short name, where more of the citation follows.
    fn skip_short_name(&mut self, text: &str) {
        let behind = window(text, self.end, 40);
        let Some((inside, after)) = behind
            .trim_start()
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
        else {
            return;
        };
        let short = !inside.is_empty()
            && inside
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, ' ' | '&' | '-' | 'T' | 'g'));
        if short
            && (after.starts_with(" về ")
                || after.starts_with(" ban hành ")
                || after.starts_with(" “"))
        {
            self.end += behind.len() - after.len();
        }
    }

    /// A title in quotation marks, or "về …", "ban hành …" up to the end of the clause.
    fn take_title(&mut self, text: &str) {
        let window = window(text, self.end, 700);
        let trimmed = window.trim_start_matches([' ', ',', '\u{a0}', '\n']);
        let start = self.end + window.len() - trimmed.len();
        if let Some(quoted) = quoted(trimmed) {
            self.title = Some(quoted.trim().to_owned());
            self.end =
                start + trimmed.find(quoted).unwrap_or(0) + quoted.len() + closing(trimmed, quoted);
            return;
        }
        if trimmed.len() == window.len() {
            return;
        }
        let opens = [
            "về việc ",
            "Về việc ",
            "về ",
            "Về ",
            "V/v ",
            "ban hành ",
            "quy định ",
            "hướng dẫn ",
            "phê duyệt ",
        ];
        if !opens.iter().any(|word| trimmed.starts_with(word)) {
            return;
        }
        let title = clause(trimmed);
        self.end = start + title.len();
        self.title = Some(title.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// At most `length` bytes of the text from `at` on.
fn window(text: &str, at: usize, length: usize) -> &str {
    let mut end = (at + length).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or_default()
}

/// At most `length` bytes of the text before `at`.
fn window_before(text: &str, at: usize, length: usize) -> &str {
    let mut start = at.saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or_default()
}

/// What stands between the quotation marks a text begins with.
fn quoted(text: &str) -> Option<&str> {
    let open = text.chars().next()?;
    let close = match open {
        '“' => '”',
        '"' => '"',
        '«' => '»',
        _ => return None,
    };
    let inner = text.get(open.len_utf8()..)?;
    inner.get(..inner.find(close)?)
}

/// The length of the mark that closes the quotation.
fn closing(text: &str, quoted: &str) -> usize {
    if text.starts_with('“') || text.starts_with('«') || !quoted.is_empty() {
        text.chars().next().map_or(0, |open| match open {
            '"' => 1,
            '“' => '”'.len_utf8(),
            _ => '»'.len_utf8(),
        })
    } else {
        0
    }
}

/// Where "và Chỉ thị số …" goes on to another citation.
fn next_citation(text: &str) -> Option<usize> {
    let links = text.match_indices(" và ");
    links
        .map(|(at, link)| (at, text.get(at + link.len()..).unwrap_or_default()))
        .find_map(|(at, behind)| {
            let named = |name: &str| {
                behind
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(" số "))
            };
            KINDS.iter().any(|(name, _)| named(name)).then_some(at)
        })
}

/// A title without marks ends with its clause.
fn clause(text: &str) -> &str {
    let stops = [';', '\n', '\t', '|', ':', '(', '“', '”'];
    let mut end = text.find(stops).unwrap_or(text.len());
    end = end.min(next_citation(text).unwrap_or(end));
    for (at, _) in text.match_indices(['.', ',']) {
        let after = text.get(at + 1..).unwrap_or_default();
        let next = after.trim_start();
        let comma = text.get(at..=at) == Some(",");
        let breaks = match comma {
            true => next.starts_with(char::is_uppercase),
            false => {
                after.is_empty() || after.starts_with(char::is_whitespace) || after.starts_with('/')
            }
        };
        if breaks {
            end = end.min(at);
            break;
        }
    }
    let title = text.get(..end).unwrap_or_default().trim_end();
    title
        .strip_suffix("như sau")
        .unwrap_or(title)
        .trim_end_matches([',', ' ', '-'])
}

#[cfg(test)]
mod tests;
