//! Which outline item each part of a report answers.
//!
//! Headings are placed first, by their words, their labels and their order;
//! the text below a heading follows it. Text with no heading of its own is
//! placed by the words it opens with, then by what it speaks of. What finds no
//! place is listed, and nothing is in two places.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tongket_reader::Span;
use tongket_reader::plan::Outline;
use tongket_reader::report::{Passage, Report};

use super::headings;
use super::index::Index;
use super::nil::is_nil;
use super::passages;

/// Places the text of reports on one outline. Made once an outline, used for every report.
#[derive(Debug, Clone)]
pub struct Aligner {
    pub(super) index: Index,
}

/// A report on an outline. Every passage is in exactly one of `answers`, `framing` and `unplaced`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alignment<'r> {
    /// One entry for every outline item that text can be placed at, in the outline's order.
    pub answers: Vec<Answer<'r>>,
    /// Text that frames a report and answers nothing: legal bases, the sentence that opens it, a
    /// heading that was typed like text.
    pub framing: Vec<Placed<'r>>,
    /// Text that no outline item took.
    pub unplaced: Vec<Placed<'r>>,
    /// What was decided of every heading, in the report's order.
    pub headings: Vec<HeadingDecision>,
}

/// What a report says to one outline item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer<'r> {
    /// Id of the outline item: "II.3.a".
    pub outline: String,
    /// Whether and how it is answered.
    pub state: AnswerState,
    /// The text that answers it, without what answers the items below it.
    pub passages: Vec<Placed<'r>>,
    /// The item whose text answers this one too, where one heading took several together.
    pub answered_with: Option<String>,
}

/// Whether an outline item is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnswerState {
    /// There is text for it or for an item below it.
    Answered,
    /// All that is said is that there is nothing to report.
    Nil,
    /// Nothing is said.
    #[default]
    Missing,
}

/// A passage at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<'r> {
    /// The passage; made anew only where the text stood on the line of its heading.
    pub passage: Cow<'r, Passage>,
    /// How sure the place is, from 0 to 1.
    pub confidence: f32,
}

/// What was decided of a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingDecision {
    /// The heading line.
    pub span: Span,
    /// The outline item it answers, where it answers one.
    pub outline: Option<String>,
    /// Further items it answers together with the first: "1. Ưu điểm, tồn tại".
    pub also: Vec<String>,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
}

/// Places one report on an outline; for many reports make an [`Aligner`] once.
pub fn align<'r>(report: &'r Report, text: &str, outline: &Outline) -> Alignment<'r> {
    Aligner::new(outline).align(report, text)
}

impl Aligner {
    /// Makes an outline ready.
    pub fn new(outline: &Outline) -> Aligner {
        Aligner {
            index: Index::of(outline),
        }
    }

    /// Places a report whose text is `text`.
    pub fn align<'r>(&self, report: &'r Report, text: &str) -> Alignment<'r> {
        let headings = headings::place(&self.index, report);
        let mut alignment = Alignment {
            answers: self.empty_answers(),
            headings: headings
                .iter()
                .map(|heading| heading.decision(&self.index))
                .collect(),
            ..Alignment::default()
        };
        passages::place(&self.index, report, text, &headings, &mut alignment);
        self.settle(&mut alignment, text, &headings);
        alignment
    }

    /// An alignment in which nothing is said yet, for one who knows what answers what.
    pub(super) fn nothing_said<'r>(&self) -> Alignment<'r> {
        Alignment {
            answers: self.empty_answers(),
            ..Alignment::default()
        }
    }

    /// Tells the states of answers that were placed without headings.
    pub(super) fn settle_written(&self, alignment: &mut Alignment, text: &str) {
        self.settle(alignment, text, &[]);
    }

    fn empty_answers<'r>(&self) -> Vec<Answer<'r>> {
        let empty = |id: &String| Answer {
            outline: id.clone(),
            ..Answer::default()
        };
        self.index
            .items
            .iter()
            .map(|item| empty(&item.id))
            .collect()
    }

    /// Tells answered from nil from missing, from the innermost items outwards.
    fn settle(&self, alignment: &mut Alignment, text: &str, headings: &[headings::PlacedHeading]) {
        for at in (0..self.index.items.len()).rev() {
            let below = self.below(at, &alignment.answers);
            let own = own_state(&alignment.answers[at], text);
            alignment.answers[at].state = joined(own, below);
        }
        self.spread_nil(alignment, text);
        self.share(alignment, headings);
    }

    /// The states of the items directly below.
    fn below(&self, at: usize, answers: &[Answer]) -> Vec<AnswerState> {
        let range = at + 1..self.index.items[at].end;
        let direct = range.filter(|below| self.index.items[*below].parent == Some(at));
        direct.map(|below| answers[below].state).collect()
    }

    /// "IV. … Không có." says it of everything below IV.
    fn spread_nil(&self, alignment: &mut Alignment, text: &str) {
        for at in 0..self.index.items.len() {
            let nothing = own_state(&alignment.answers[at], text) == AnswerState::Nil
                && alignment.answers[at].state == AnswerState::Nil;
            let below = at + 1..self.index.items[at].end;
            for below in below.filter(|_| nothing) {
                alignment.answers[below].state = AnswerState::Nil;
            }
        }
    }

    /// Gives the further items of a heading the state of its first, where they have no text of their own.
    fn share(&self, alignment: &mut Alignment, headings: &[headings::PlacedHeading]) {
        for heading in headings {
            let Some(first) = heading.item else {
                continue;
            };
            let family: Vec<usize> = std::iter::once(first)
                .chain(heading.also.iter().copied())
                .collect();
            let Some(source) = family
                .iter()
                .copied()
                .find(|item| alignment.answers[*item].state != AnswerState::Missing)
            else {
                continue;
            };
            let (state, id) = (
                alignment.answers[source].state,
                alignment.answers[source].outline.clone(),
            );
            for item in family {
                let answer = &mut alignment.answers[item];
                if answer.state == AnswerState::Missing {
                    answer.state = state;
                    answer.answered_with = Some(id.clone());
                }
            }
        }
    }
}

impl<'r> Alignment<'r> {
    /// What the report says to the outline item with this id.
    pub fn answer(&self, outline: &str) -> Option<&Answer<'r>> {
        self.answers.iter().find(|answer| answer.outline == outline)
    }
}

/// What an item's own text says, without the items below it.
fn own_state(answer: &Answer, text: &str) -> AnswerState {
    let mut states = answer
        .passages
        .iter()
        .map(|placed| match &placed.passage.table {
            Some(_) => false,
            None => is_nil(placed.passage.span.slice(text)),
        });
    match states.next() {
        None => AnswerState::Missing,
        Some(first) if first && states.all(|nil| nil) => AnswerState::Nil,
        Some(_) => AnswerState::Answered,
    }
}

/// An item's state from its own text and the items below.
fn joined(own: AnswerState, below: Vec<AnswerState>) -> AnswerState {
    let answered = own == AnswerState::Answered || below.contains(&AnswerState::Answered);
    let nil = own == AnswerState::Nil || below.contains(&AnswerState::Nil);
    match (answered, nil) {
        (true, _) => AnswerState::Answered,
        (false, true) => AnswerState::Nil,
        (false, false) => AnswerState::Missing,
    }
}
