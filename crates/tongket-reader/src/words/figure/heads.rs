//! The words for what is counted, in `heads.txt`: edit the list, not the code.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::words::number::token::Token;

/// What sort of thing a head word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeadKind {
    /// People and groups of people: there is one number of them at a time.
    Person,
    /// Things that stay: teams, villages, boats.
    Stock,
    /// Things that happen or are handed out: meetings, cases, gifts.
    Event,
    /// Length, area, weight.
    Measure,
    Money,
    Duration,
}

/// Phrases by their first word, the longest first.
type Phrases<T> = HashMap<&'static str, Vec<(Vec<&'static str>, T)>>;

static HEADS: LazyLock<Phrases<HeadKind>> =
    LazyLock::new(|| index(include_str!("heads.txt"), kind_named));

fn kind_named(name: &str) -> Option<HeadKind> {
    Some(match name {
        "person" => HeadKind::Person,
        "stock" => HeadKind::Stock,
        "event" => HeadKind::Event,
        "measure" => HeadKind::Measure,
        "money" => HeadKind::Money,
        "duration" => HeadKind::Duration,
        _ => return None,
    })
}

/// Reads lines of "name: phrase, phrase"; lines that begin with `#` are remarks.
fn index<T: Copy>(lines: &'static str, named: fn(&str) -> Option<T>) -> Phrases<T> {
    let mut phrases: Phrases<T> = HashMap::new();
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, list)) = line.split_once(':') else {
            continue;
        };
        for phrase in list.split(',') {
            let mut words = phrase.split_whitespace();
            if let (Some(first), Some(value)) = (words.next(), named(name)) {
                let rest: Vec<&'static str> = words.collect();
                phrases.entry(first).or_default().push((rest, value));
            }
        }
    }
    for same in phrases.values_mut() {
        same.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    phrases
}

fn longest<T: Copy>(phrases: &Phrases<T>, tokens: &[Token<'_>], at: usize) -> Option<(T, usize)> {
    let first: &str = &tokens.get(at)?.key;
    let after = tokens.get(at + 1..)?;
    let fits = |rest: &[&str]| {
        rest.len() <= after.len() && rest.iter().zip(after).all(|(word, token)| token.is(word))
    };
    let candidates = phrases.get(first)?;
    let (rest, value) = candidates.iter().find(|(rest, _)| fits(rest))?;
    Some((*value, 1 + rest.len()))
}

/// The head that stands at `at`, and how many tokens it has.
pub(crate) fn find(tokens: &[Token<'_>], at: usize) -> Option<(HeadKind, usize)> {
    longest(&HEADS, tokens, at)
}
