//! The words in and around figures, from `heads.txt` and `words.txt`: edit the lists, not the code.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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
type Phrases<T> = FxHashMap<&'static str, Vec<(Vec<&'static str>, T)>>;

static HEADS: LazyLock<Phrases<HeadKind>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for line in include_str!("heads.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        add(&mut phrases, line, kind_named);
    }
    sorted(phrases)
});

/// A list of words that stand around figures; `words.txt` says what each is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Stop,
    Link,
    Act,
    Activity,
    Plain,
    Fund,
    Group,
    Narrow,
    Place,
    Subject,
    Whole,
    Keep,
    Neutral,
    Occasion,
    Joint,
}

const LISTS: [&str; 15] = [
    "stop", "link", "act", "activity", "plain", "fund", "group", "narrow", "place", "subject",
    "whole", "keep", "neutral", "occasion", "joint",
];

static WORDS: LazyLock<Vec<Phrases<()>>> = LazyLock::new(|| {
    let lines = || include_str!("words.txt").lines();
    let of = |name: &str| -> Phrases<()> {
        let own =
            lines().filter(|line| line.starts_with(name) && line[name.len()..].starts_with(':'));
        let mut phrases = Phrases::default();
        own.for_each(|line| add(&mut phrases, line, |_| Some(())));
        sorted(phrases)
    };
    LISTS.into_iter().map(of).collect()
});

/// How many tokens the longest phrase of `list` at `at` has.
pub(crate) fn matches(list: List, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    longest(WORDS.get(list as usize)?, tokens, at).map(|(_, len)| len)
}

/// Whether a phrase of `list` ends right before `at`, and where it begins.
pub(crate) fn ends_before(list: List, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    (1..=4)
        .rev()
        .filter_map(|len| at.checked_sub(len))
        .find(|&start| matches(list, tokens, start).is_some_and(|len| start + len >= at))
}

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

/// Adds one line of "name: phrase, phrase".
fn add<T: Copy>(phrases: &mut Phrases<T>, line: &'static str, named: impl Fn(&str) -> Option<T>) {
    let Some((name, list)) = line.split_once(':') else {
        return;
    };
    for phrase in list.split(',') {
        let mut words = phrase.split_whitespace();
        if let (Some(first), Some(value)) = (words.next(), named(name)) {
            let rest: Vec<&'static str> = words.collect();
            phrases.entry(first).or_default().push((rest, value));
        }
    }
}

fn sorted<T>(mut phrases: Phrases<T>) -> Phrases<T> {
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
