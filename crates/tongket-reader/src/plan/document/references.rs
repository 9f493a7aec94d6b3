//! The other documents that a document cites, each once.

use std::collections::HashMap;

use crate::blocks::Flow;
use crate::plan::{Document, Reference};
use crate::span::Span;
use crate::words::{citation, fold};

/// Every document cited within `span` but the document itself, in order of first mention.
pub(super) fn read(flow: &Flow, span: Span, document: &Document) -> Vec<Reference> {
    let mut found = Found::default();
    let own = document.code.as_ref().map(|code| code.value.as_str());
    for block in flow.within(span) {
        match &block.table {
            None => collect(flow, block.span, own, &mut found),
            Some(table) => {
                for cell in table.rows.iter().flatten() {
                    collect(flow, cell.span, own, &mut found);
                }
            }
        }
    }
    found.references
}

/// The references so far, and where those of one number or one title stand.
#[derive(Default)]
struct Found {
    references: Vec<Reference>,
    by_number: HashMap<String, Vec<usize>>,
}

impl Found {
    /// A further mention of a known document, or a new one; `nested` in the title of another.
    fn add(&mut self, reference: Reference, nested: bool) {
        let places = self.by_number.entry(sign(&reference)).or_default();
        let known = places.iter().copied().find(|place| {
            let known = self.references.get(*place);
            known.is_some_and(|known| is_same(known, &reference))
        });
        match known.and_then(|place| self.references.get_mut(place)) {
            Some(known) => merge(known, reference, nested),
            None => {
                places.push(self.references.len());
                self.references.push(reference);
            }
        }
    }
}

/// What two mentions of one document always share: the number, or the title of a law.
fn sign(reference: &Reference) -> String {
    match &reference.code {
        Some(code) => number(code).to_owned(),
        None => fold::key(reference.title.as_deref().unwrap_or_default()),
    }
}

/// Adds the citations of a piece of text: new ones, or further mentions.
fn collect(flow: &Flow, span: Span, own: Option<&str>, found: &mut Found) {
    let mut reached = 0;
    for mut reference in citation::citations(flow.slice(span)) {
        let nested = reference.span.end <= reached;
        reached = reached.max(reference.span.end);
        reference.span = reference.span.shift(span.start);
        let itself = own.is_some() && reference.code.as_deref() == own;
        let empty = reference.code.is_none() && reference.title.is_none();
        if itself || empty {
            continue;
        }
        found.add(reference, nested);
    }
}

/// Whether two citations mean one document: the same code, the same number of the same type, or the same law.
fn is_same(known: &Reference, other: &Reference) -> bool {
    match (&known.code, &other.code) {
        (Some(known_code), Some(code)) if known_code == code => {
            known.date.is_none() || other.date.is_none() || known.date == other.date
        }
        (Some(known_code), Some(code)) => {
            let short = !known_code.contains(['/', '-']) || !code.contains(['/', '-']);
            let dates = known.date.is_none() || other.date.is_none() || known.date == other.date;
            short && dates && known.kind == other.kind && number(known_code) == number(code)
        }
        (None, None) => {
            known.title.as_deref().map(fold::key) == other.title.as_deref().map(fold::key)
        }
        _ => false,
    }
}

/// The number of a code without leading noughts.
fn number(code: &str) -> &str {
    let end = code.find(['/', '-']).unwrap_or(code.len());
    code.get(..end).unwrap_or_default().trim_start_matches('0')
}

/// Notes a further mention, and learns from it what the first did not say. The title of a nested
/// one runs on into that of the document around it.
fn merge(known: &mut Reference, other: Reference, nested: bool) {
    known.mentions.push(other.span);
    let fuller = other
        .code
        .as_ref()
        .is_some_and(|code| code.contains(['/', '-']));
    if fuller
        && known
            .code
            .as_ref()
            .is_some_and(|code| !code.contains(['/', '-']))
    {
        known.code = other.code;
    }
    known.date = known.date.or(other.date);
    known.issuer = fuller_issuer(known.issuer.take(), other.issuer);
    known.title = match nested {
        true => known.title.take().or(other.title),
        false => fuller_title(known.title.take(), other.title),
    };
}

/// Most bytes by which a fuller title may exceed the first: beyond, it has run into its sentence.
const LONGEST_REST: usize = 160;

/// The fuller of two ways to write an issuer: the one that also says the place.
fn fuller_issuer(known: Option<String>, other: Option<String>) -> Option<String> {
    fuller(known, other, |rest| {
        let name = rest
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase));
        name || super::issuer::is_place(rest)
    })
}

/// The fuller of two ways to write a title.
fn fuller_title(known: Option<String>, other: Option<String>) -> Option<String> {
    fuller(known, other, |rest| rest.len() <= LONGEST_REST)
}

/// The second way to write a name where it says the first and a rest that passes.
fn fuller(
    known: Option<String>,
    other: Option<String>,
    passes: impl Fn(&str) -> bool,
) -> Option<String> {
    let (Some(known), Some(other)) = (&known, &other) else {
        return known.or(other);
    };
    let (short, long) = (fold::key(known), fold::key(other));
    let more = long
        .strip_prefix(&short)
        .filter(|more| more.starts_with([' ', ',']));
    let fuller =
        more.is_some_and(|more| passes(&last_words(other, more.trim().split(' ').count())));
    Some(if fuller { other } else { known }.clone())
}

/// The last `count` words of a text.
fn last_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .get(words.len().saturating_sub(count)..)
        .unwrap_or_default()
        .join(" ")
}
