//! The section a task stands in.

use std::collections::HashMap;

use crate::plan::Section;
use crate::span::Span;

/// The section tree, ready to be asked for places.
pub(super) struct Places<'a> {
    roots: &'a [Section],
    /// Sections by the first byte of their heading.
    headings: HashMap<usize, &'a Section>,
}

impl<'a> Places<'a> {
    pub(super) fn new(roots: &'a [Section]) -> Self {
        let headings = roots
            .iter()
            .flat_map(Section::walk)
            .map(|section| (section.heading.start, section))
            .collect();
        Places { roots, headings }
    }

    /// The section whose heading this block is.
    pub(super) fn heading(&self, block: Span) -> Option<&'a Section> {
        self.headings.get(&block.start).copied()
    }

    /// Whether the heading at `place` has text or sections below it.
    pub(super) fn has_body(&self, place: Span) -> bool {
        self.innermost(place).is_some_and(|section| {
            section.span.end > section.heading.end + 1 || !section.children.is_empty()
        })
    }

    /// Whether a section's own first words begin the sentence at `place`.
    pub(super) fn opens_with(&self, place: Span) -> bool {
        self.innermost(place).is_some_and(|section| {
            section.heading.end >= place.start || place.start <= section.heading.end + 2
        })
    }

    /// The id of the innermost section around `place`.
    pub(super) fn id(&self, place: Span) -> Option<String> {
        self.innermost(place).map(|section| section.id.clone())
    }

    fn innermost(&self, place: Span) -> Option<&'a Section> {
        let mut found = None;
        let mut level = self.roots;
        loop {
            let after = level.partition_point(|section| section.span.start <= place.start);
            let Some(section) = after.checked_sub(1).and_then(|index| level.get(index)) else {
                return found;
            };
            if place.start >= section.span.end.max(section.heading.end) {
                return found;
            }
            found = Some(section);
            level = &section.children;
        }
    }
}
