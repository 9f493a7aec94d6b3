//! Which outline item each heading of a report answers.
//!
//! A heading is held against the titles of the outline. An exact title wins over
//! everything; else words decide, and labels, order and the heading above speak
//! where words leave a doubt. A heading
//! whose words match nothing belongs to the heading above it, or to nothing.

use std::borrow::Cow;
use std::cell::OnceCell;

use tongket_reader::report::{Heading, Report};

use super::alignment::HeadingDecision;
use super::features::features;
use super::index::{Index, Likeness, ordinal};

/// A heading with the item it answers.
#[derive(Debug)]
pub(super) struct PlacedHeading<'r> {
    /// The heading.
    pub(super) heading: &'r Heading,
    /// The item it answers.
    pub(super) item: Option<usize>,
    /// Further items it answers.
    pub(super) also: Vec<usize>,
    /// How sure, from 0 to 1.
    pub(super) confidence: f32,
    /// Ordinals of the labels on the way down.
    path: Vec<u32>,
}

/// What is known when a run of sibling headings is placed.
#[derive(Clone, Default)]
struct Context {
    /// The item of the heading above.
    scope: Option<usize>,
    confidence: f32,
    path: Vec<u32>,
}

/// Places every heading, in the report's order.
pub(super) fn place<'r>(index: &Index, report: &'r Report) -> Vec<PlacedHeading<'r>> {
    let mut placed = Vec::new();
    siblings(index, &report.parts, &Context::default(), &mut placed);
    give_back(&mut placed);
    placed
}

/// A heading's title without text that stands on its line: "Ưu điểm: Các tổ …" → "Ưu điểm".
pub(super) fn title_alone(title: &str) -> &str {
    match title.split_once(':') {
        Some((before, _)) if !before.trim().is_empty() => before,
        _ => title,
    }
}

fn siblings<'r>(
    index: &Index,
    headings: &'r [Heading],
    context: &Context,
    placed: &mut Vec<PlacedHeading<'r>>,
) {
    let mut run: Vec<PlacedHeading> = Vec::with_capacity(headings.len());
    for heading in headings {
        let found = one(index, heading, context, &run);
        run.push(found);
    }
    fill_gaps(index, &mut run);
    for mut found in run {
        if found.item.is_none() {
            found.item = context.scope;
            found.confidence = context.confidence * INHERITED;
        }
        let below = Context {
            scope: found.item,
            confidence: found.confidence,
            path: found.path.clone(),
        };
        let heading = found.heading;
        placed.push(found);
        siblings(index, &heading.children, &below, placed);
    }
}

/// Places one heading by itself, after its elder siblings.
fn one<'r>(
    index: &Index,
    heading: &'r Heading,
    context: &Context,
    elder: &[PlacedHeading],
) -> PlacedHeading<'r> {
    let title = title_alone(&heading.title);
    let mut path = context.path.clone();
    path.extend(ordinal(&heading.label));
    let last = elder.iter().rev().find_map(|elder| elder.item);
    let taken = |item: usize| elder.iter().any(|elder| elder.item == Some(item));
    let judge = |like: &Likeness| {
        let hint = hint(index, like.item, context.scope, &path, last);
        (
            like.item,
            WORDS * like.degree + hint - if taken(like.item) { TAKEN } else { 0.0 },
        )
    };
    let words = OnceCell::new();
    let words = || words.get_or_init(|| features(title));
    let likely = index
        .repeated(title)
        .map_or_else(|| Cow::Owned(index.like_title(words())), Cow::Borrowed);
    let exact = likely.iter().any(|like| like.exact);
    let mut scores: Vec<(usize, f32)> = likely
        .iter()
        .filter(|like| like.degree >= LEAST_ALIKE && (like.exact || !exact))
        .map(judge)
        .collect();
    scores.sort_by(|one, other| other.1.total_cmp(&one.1));
    let best = decided(index, &scores);
    // A heading with the very words of an item asks for no other.
    let also = match best {
        Some((item, _)) if !exact => index.also(item, words()),
        _ => Vec::new(),
    };
    PlacedHeading {
        heading,
        item: best.map(|(item, _)| item),
        also,
        confidence: best.map_or(0.0, |(_, score)| score.min(1.0)),
        path,
    }
}

/// The best item, where it is good enough and better than any that is not its kin.
fn decided(index: &Index, scores: &[(usize, f32)]) -> Option<(usize, f32)> {
    let (item, score) = *scores.first()?;
    let kin = |other: usize| index.is_within(other, item) || index.is_within(item, other);
    let rival = scores
        .get(1)
        .is_some_and(|(other, near)| score - near < MARGIN && !kin(*other));
    (score >= FLOOR && !rival).then_some((item, score))
}

/// What labels, order and the heading above say for an item.
fn hint(
    index: &Index,
    item: usize,
    scope: Option<usize>,
    path: &[u32],
    last: Option<usize>,
) -> f32 {
    let known = &index.items[item].path;
    let mut hint = 0.0;
    if known == path {
        hint += 0.14;
    } else if known.last() == path.last() && !path.is_empty() {
        hint += 0.05;
    }
    if last.is_some_and(|last| item > last) {
        hint += 0.05;
    }
    match scope {
        Some(scope) if index.is_within(item, scope) => hint + 0.06,
        Some(_) => hint - 0.22,
        None => hint,
    }
}

/// A heading that matched nothing, between neighbours that matched the items around one
/// item of its own number, answers that item.
fn fill_gaps(index: &Index, run: &mut [PlacedHeading]) {
    for at in 1..run.len() {
        if run[at].item.is_some() {
            continue;
        }
        let before = run[at - 1].item;
        let after = run.get(at + 1).and_then(|next| next.item);
        let (Some(before), own) = (before, ordinal(&run[at].heading.label)) else {
            continue;
        };
        let between = index.sibling_after(before);
        let fits = |item: usize| {
            let numbered = own.is_some() && index.items[item].path.last().copied() == own;
            let followed = after.is_some() && index.sibling_after(item) == after;
            numbered && followed
        };
        if let Some(item) = between.filter(|item| fits(*item)) {
            run[at].item = Some(item);
            run[at].confidence = BETWEEN;
        }
    }
}

/// Takes from merged headings the items that have a heading of their own.
fn give_back(placed: &mut [PlacedHeading]) {
    let own: Vec<usize> = placed.iter().filter_map(|heading| heading.item).collect();
    for heading in placed {
        heading.also.retain(|item| !own.contains(item));
    }
}

impl PlacedHeading<'_> {
    /// The decision as it is shown.
    pub(super) fn decision(&self, index: &Index) -> HeadingDecision {
        let id = |item: &usize| index.items[*item].id.clone();
        HeadingDecision {
            span: self.heading.span,
            outline: self.item.as_ref().map(id),
            also: self.also.iter().map(id).collect(),
            confidence: self.confidence,
        }
    }
}

/// The weight of words against all other hints.
const WORDS: f32 = 0.82;
/// Below this likeness of words nothing else counts.
const LEAST_ALIKE: f32 = 0.34;
/// Below this score a heading has no item of its own.
const FLOOR: f32 = 0.42;
/// Two items nearer than this are not told apart.
const MARGIN: f32 = 0.02;
/// What an item loses when an elder sibling already answers it.
const TAKEN: f32 = 0.12;
/// Of the confidence in the heading above, what a heading without an item of its own has.
const INHERITED: f32 = 0.9;
/// Confidence in a heading placed by its number and its neighbours alone.
const BETWEEN: f32 = 0.45;
