//! The outline on which units report.
//!
//! It stands in an annex ("Phụ lục … ĐỀ CƯƠNG BÁO CÁO"), often with a form's
//! letterhead of its own, or is attached without one, or runs in the letter
//! itself ("báo cáo theo đề cương sau:").

use super::{Document, Outline};
use crate::blocks::Flow;
use crate::blocks::anatomy::{self, Segment};
use crate::span::Span;
use crate::words::fold;

/// The outline of a file, where it has one.
pub fn read(flow: &Flow, document: &Document) -> Option<Outline> {
    let segments = anatomy::segments(flow, document.span);
    let span = region(flow, &segments)?;
    Some(Outline {
        title: String::new(),
        span,
        items: Vec::new(),
    })
}

/// The part of a file that is the outline.
pub(super) fn region(flow: &Flow, segments: &[Segment]) -> Option<Span> {
    segments
        .iter()
        .find(|segment| is_outline(flow, segment))
        .map(|segment| segment.span)
}

/// Whether the head of a segment says that an outline follows.
fn is_outline(flow: &Flow, segment: &Segment) -> bool {
    let mut head = segment
        .head_of(flow)
        .iter()
        .map(|block| fold::key(flow.slice(block.span)));
    head.any(|line| {
        line.starts_with("đề cương")
            || line.contains(" đề cương báo cáo")
            || line.contains("mẫu báo cáo")
    })
}
