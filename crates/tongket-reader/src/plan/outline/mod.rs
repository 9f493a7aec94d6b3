//! The outline on which units report.
//!
//! It stands in an annex ("Phụ lục … ĐỀ CƯƠNG BÁO CÁO"), often with a form's
//! letterhead of its own, or is attached without one, or runs in the letter
//! itself ("báo cáo theo đề cương sau:"). Forms of figures that are annexed
//! to it ("BIỂU SỐ LIỆU") belong to it: each indicator is an item.

mod form;
mod guidance;
mod item;
mod region;

use super::{Document, Outline};
use crate::blocks::Flow;
use crate::blocks::anatomy::{self, Segment};
use crate::span::Span;

/// The outline in the file of `document`, where it has one.
pub fn read(flow: &Flow, document: &Document) -> Option<Outline> {
    let file = Span::new(document.span.start, flow.text.len());
    within(flow, file)
}

/// The outline inside a part of a file.
fn within(flow: &Flow, span: Span) -> Option<Outline> {
    let segments = anatomy::segments(flow, span);
    let region = region::find(flow, &segments)?;
    let items = item::read(flow, &region);
    (!items.is_empty()).then_some(Outline {
        title: region.title,
        span: region.span,
        items,
    })
}

/// The part of a file that is the outline.
pub(super) fn region(flow: &Flow, segments: &[Segment]) -> Option<Span> {
    region::find(flow, segments).map(|region| region.span)
}

#[cfg(test)]
mod tests;
