//! Sentences that nothing else in the plan accounts for.
//!
//! Whoever relies on what was read must be able to see what was not. A
//! sentence is claimed when an object of the plan touches it; headings,
//! letterhead, addressees, recipients and signature are claimed as they stand.

use crate::blocks::{Block, Flow};
use crate::plan::{Document, Event, Outline, Section, Task, Unclaimed};
use crate::span::Span;
use crate::words::sentence::sentences;

/// Everything that accounts for a part of the text.
pub struct Claims {
    all: Vec<Span>,
    /// Those of headings alone, in order.
    headings: Vec<Span>,
}

impl Claims {
    /// The claims of what was read, and of the places set `aside`.
    pub fn new(
        document: &Document,
        sections: &[Section],
        tasks: &[Task],
        events: &[Event],
        outline: Option<&Outline>,
        aside: &[Span],
    ) -> Claims {
        let mut headings: Vec<Span> = sections
            .iter()
            .flat_map(Section::walk)
            .map(|section| section.heading)
            .collect();
        headings.sort_unstable();
        let mut spans: Vec<Span> = aside.to_vec();
        spans.extend(&headings);
        spans.extend(tasks.iter().flat_map(places));
        spans.extend(events.iter().map(|event| event.span));
        spans.extend(outline.map(|outline| outline.span));
        spans.extend(document.references.iter().map(|reference| reference.span));
        Claims {
            all: merged(spans),
            headings,
        }
    }

    /// Where a paragraph goes on behind the heading that runs into it.
    fn behind_heading(&self, paragraph: Span) -> usize {
        let at = self
            .headings
            .partition_point(|heading| heading.start < paragraph.start);
        let heading = self.headings.get(at);
        heading
            .filter(|heading| paragraph.contains(**heading))
            .map_or(paragraph.start, |heading| heading.end)
    }

    /// Whether one claim accounts for all of `span`.
    fn hold(&self, span: Span) -> bool {
        let after = self.all.partition_point(|claim| claim.end < span.end);
        self.all
            .get(after)
            .is_some_and(|claim| claim.contains(span))
    }

    /// Whether something accounts for a part of `span`.
    pub fn touch(&self, span: Span) -> bool {
        let after = self.all.partition_point(|claim| claim.end <= span.start);
        self.all
            .get(after)
            .is_some_and(|claim| claim.overlaps(span))
    }
}

/// Every sentence of the text that no claim touches; of a table, every row.
pub fn read(flow: &Flow, claims: &Claims) -> Vec<Unclaimed> {
    let open = flow.blocks.iter().filter(|block| !claims.hold(block.span));
    let candidates =
        open.flat_map(|block| candidates(flow, block, claims.behind_heading(block.span)));
    candidates
        .filter(|span| !claims.touch(*span))
        .map(|span| Unclaimed { span })
        .collect()
}

/// The sentences of a paragraph from `from` on, or the rows of a table, that hold a letter or figure.
fn candidates(flow: &Flow, block: &Block, from: usize) -> Vec<Span> {
    let spans: Vec<Span> = match &block.table {
        Some(table) => {
            let row = |cells: &Vec<crate::blocks::CellBlock>| {
                cells
                    .iter()
                    .map(|cell| cell.span)
                    .filter(|span| !span.is_empty())
                    .reduce(Span::cover)
            };
            table.rows.iter().filter_map(row).collect()
        }
        None => {
            let said = Span::new(
                from.clamp(block.content.start, block.content.end),
                block.content.end,
            );
            sentences(said.slice(&flow.text))
                .into_iter()
                .map(|span| span.shift(said.start))
                .collect()
        }
    };
    spans
        .into_iter()
        .map(|span| opened(flow, span.trim(&flow.text)))
        .filter(|span| flow.slice(*span).contains(char::is_alphanumeric))
        .collect()
}

/// A sentence without the colon or the stop of the heading before it.
fn opened(flow: &Flow, sentence: Span) -> Span {
    let text = flow.slice(sentence);
    let said = text.trim_start_matches([':', '.', ' ', '\u{a0}']);
    Span::new(sentence.end - said.len(), sentence.end)
}

/// Where a task stands, and where its units, its deadline and its route were said.
fn places(task: &Task) -> impl Iterator<Item = Span> {
    let named = task.units.iter().chain(&task.with).map(|unit| unit.span);
    let said = [
        Some(task.span),
        task.deadline.as_ref().map(|deadline| deadline.span),
        task.recipient.as_ref().map(|recipient| recipient.span),
        task.via.as_ref().map(|via| via.span),
    ]
    .into_iter()
    .flatten();
    named.chain(said)
}

/// Overlapping claims made one, in order.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}
