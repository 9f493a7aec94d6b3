//! A plan from a source: the stages in their order, none of which can fail.

use crate::blocks::{Block, Flow};
use crate::diagnostic::Diagnostic;
use crate::plan::unclaimed::Claims;
use crate::plan::{Document, Outline, Plan, Section};
use crate::plan::{document, event, outline, section, task, unclaimed};
use crate::rules;
use crate::source::Source;
use crate::span::Span;

/// What was understood of a source and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The plan, as far as it was understood.
    pub plan: Plan,
    /// The findings of every rule.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan. Never fails: what is not understood is unclaimed.
pub fn read(source: &Source) -> Reading {
    let flow = Flow::of(source);
    let plan = plan(&flow);
    let diagnostics = rules::check(source, &flow, &plan);
    Reading { plan, diagnostics }
}

fn plan(flow: &Flow) -> Plan {
    let document = document::read(flow);
    let outline = outline::read(flow, &document);
    let aside = aside(flow, &document, outline.as_ref());
    let sections = sections(flow, &document, outline.as_ref());
    let tasks = task::read(flow, &sections, &document, &aside);
    let events = event::read(flow, &document, &sections, &tasks, &aside);
    let claims = Claims::new(
        &document,
        &sections,
        &tasks,
        &events,
        outline.as_ref(),
        &aside,
    );
    Plan {
        unclaimed: unclaimed::read(flow, &claims),
        document,
        sections,
        tasks,
        events,
        outline,
    }
}

/// The sections of every document of the file, without the outline.
fn sections(flow: &Flow, document: &Document, outline: Option<&Outline>) -> Vec<Section> {
    let mut sections = section::read(flow, document.span);
    for further in &document.documents {
        sections.extend(section::read(flow, further.span));
    }
    sections.retain(|section| outline.is_none_or(|outline| !outline.span.overlaps(section.span)));
    sections.sort_by_key(|section| section.span);
    sections
}

/// The places that are not body: letterheads, addressees, recipients, signatures, the outline.
fn aside(flow: &Flow, document: &Document, outline: Option<&Outline>) -> Vec<Span> {
    let mut aside: Vec<Span> = outline.map(|outline| outline.span).into_iter().collect();
    for document in std::iter::once(document).chain(&document.documents) {
        aside.extend(letterhead(flow, document));
        aside.extend(closing(flow, document));
    }
    aside.retain(|span| !span.is_empty());
    aside
}

/// From the top of the document to the end of its title and addressees.
fn letterhead(flow: &Flow, document: &Document) -> Option<Span> {
    let parts = [
        document.kind.as_ref().map(|part| part.span),
        document.code.as_ref().map(|part| part.span),
        document.issuer.as_ref().map(|part| part.span),
        document.place.as_ref().map(|part| part.span),
        document.date.as_ref().map(|part| part.span),
        document.subject.as_ref().map(|part| part.span),
        document.addressees.last().map(|part| part.span),
    ];
    let top = head_end(flow, document);
    let end = parts
        .into_iter()
        .flatten()
        .map(|span| span.end)
        .filter(|end| *end <= top)
        .max()?;
    Some(Span::new(document.span.start, end))
}

/// How far down a letterhead may reach: it ends before the first labelled paragraph
/// that is not an addressee, and before the closing.
fn head_end(flow: &Flow, document: &Document) -> usize {
    let last_addressee = document.addressees.last().map_or(0, |part| part.span.end);
    let closing = closing(flow, document).map_or(document.span.end, |span| span.start);
    let is_body = |block: &&Block| {
        let starts = block.span.start >= last_addressee && document.span.contains(block.span);
        starts
            && block
                .label
                .as_ref()
                .is_some_and(|label| !label.style.is_bullet())
    };
    let first = flow
        .blocks
        .iter()
        .find(is_body)
        .map_or(document.span.end, |block| block.span.start);
    first.min(closing)
}

/// "Nơi nhận" and the signature, from the first line of either to the last.
fn closing(flow: &Flow, document: &Document) -> Option<Span> {
    let signature = document.signature.as_ref().map(|signature| {
        [
            &signature.authority,
            &signature.mode,
            &signature.position,
            &signature.name,
        ]
    });
    let signed = signature
        .into_iter()
        .flatten()
        .filter_map(|part| part.as_ref().map(|part| part.span));
    let received = document.recipients.iter().map(|recipient| recipient.span);
    let cover = signed.chain(received).reduce(Span::cover)?;
    Some(Span::new(with_title(flow, cover.start), cover.end))
}

/// The start of the line "Nơi nhận:" right before `start`, or `start`.
fn with_title(flow: &Flow, start: usize) -> usize {
    let before = flow
        .blocks
        .partition_point(|block| block.span.start < start);
    flow.blocks
        .get(before.saturating_sub(2)..before)
        .unwrap_or_default()
        .iter()
        .find(|block| flow.slice(block.span).trim_start().starts_with("Nơi nhận"))
        .map_or(start, |block| block.span.start)
}
