//! What was understood of one report by itself.
//!
//! Reading is the dear part of putting reports together, and a version that
//! was sent never changes. What was understood of it holds as long as outline
//! and reader are the same; it can be laid down as bytes and taken up again
//! instead of reading the report once more. The names of units are still in
//! its sentences: they are taken out in a frame, where all of them are known
//! ([`Kept`](super::Kept)).

use serde::{Deserialize, Serialize};
use tongket_reader::Span;
use tongket_reader::plan::Period;
use tongket_reader::source::Source;

use super::inputs::Reported;
use super::standing::Frame;
use crate::report::{Sections, Written};
use crate::review::evidence::{Digest, sections};
use crate::unit::UnitId;

/// A report as it was understood on an outline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Understood {
    /// Its text.
    pub source: Source,
    /// Which item each stretch of the text answers.
    pub sections: Sections,
    /// Text that no outline item took.
    pub unplaced: Vec<Span>,
    /// The years that its title names, and where.
    pub(super) period: Option<(Period, Span)>,
    /// Where it begins: its first heading.
    pub(super) beginning: Span,
    /// Sentences and figures by section.
    pub(super) digest: Digest,
}

impl Understood {
    /// Reads a report on the outline of a frame.
    pub fn read(written: Written, frame: &Frame) -> Understood {
        let (headings, places) = sections(&frame.outline);
        let alignment = written.align(&frame.aligner);
        let text = written.source.text();
        let whole = Reported::aligned(UnitId::OUTSIDE, 0, text, &written.report, &alignment);
        let digest = Digest::of(&whole, &places, headings.len());
        let Reported {
            unplaced,
            period,
            beginning,
            ..
        } = whole;
        Understood {
            source: written.source,
            sections: written.sections,
            unplaced,
            period,
            beginning,
            digest,
        }
    }

    /// As bytes that [`Understood::of_bytes`] reads; nothing where it cannot be written so.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    /// What was laid down; nothing where these bytes are something else.
    pub fn of_bytes(bytes: &[u8]) -> Option<Understood> {
        postcard::from_bytes(bytes).ok()
    }
}
