//! A line of text with its looks, before it goes into a source.

use tongket_reader::Span;
use tongket_reader::source::Look;

/// One line of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) look: Look,
}

impl Line {
    /// Adds text at the end.
    pub(super) fn push(&mut self, text: &str, bold: bool, italic: bool) {
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        if text.trim().is_empty() {
            return;
        }
        if bold {
            self.look.bolds.push(span);
        }
        if italic {
            self.look.italics.push(span);
        }
    }

    /// With a label in front, such as an automatic number.
    pub(super) fn labelled(self, label: &str) -> Line {
        let shift = |spans: Vec<Span>| {
            spans
                .into_iter()
                .map(|span| span.shift(label.len()))
                .collect()
        };
        let look = Look {
            label: label.len(),
            bolds: shift(self.look.bolds),
            italics: shift(self.look.italics),
            ..self.look
        };
        Line {
            text: format!("{label}{}", self.text),
            look,
        }
    }

    /// Without white space at its ends.
    pub(super) fn trimmed(&self) -> Line {
        self.part(Span::new(0, self.text.len()))
    }

    /// A part of the line with the looks that fall into it, trimmed.
    pub(super) fn part(&self, span: Span) -> Line {
        let span = span.trim(&self.text);
        let text = span.slice(&self.text).to_owned();
        let within = |marks: &[Span]| -> Vec<Span> {
            let cut = |mark: &Span| {
                let start = mark.start.max(span.start);
                let end = mark.end.min(span.end);
                (start < end).then(|| Span::new(start - span.start, end - span.start).trim(&text))
            };
            marks.iter().filter_map(cut).collect()
        };
        let (bolds, italics) = (within(&self.look.bolds), within(&self.look.italics));
        let look = Look {
            bold: covers(&text, &bolds),
            italic: covers(&text, &italics),
            bolds,
            italics,
            ..self.look.clone()
        };
        Line { text, look }
    }
}

/// Whether every letter and digit is inside one of the spans, which are in order.
fn covers(text: &str, spans: &[Span]) -> bool {
    let mut from = 0;
    let mut gaps = Vec::new();
    for span in spans {
        gaps.push(text.get(from..span.start));
        from = span.end;
    }
    gaps.push(text.get(from..));
    !spans.is_empty()
        && !gaps
            .into_iter()
            .flatten()
            .any(|gap| gap.contains(char::is_alphanumeric))
}
