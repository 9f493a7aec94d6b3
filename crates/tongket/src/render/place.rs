//! Where a span stands, as editors count: lines and columns from 1, columns in letters.

use tongket_reader::{Source, Span};

/// A span in lines and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// The page, where the format has pages.
    pub(super) page: Option<u32>,
}

impl Place {
    /// The place of `span`, cut to the text.
    pub(super) fn of(source: &Source, span: Span) -> Place {
        let text = source.text();
        let (line, column) = position(text, span.start);
        let (end_line, end_column) = position(text, span.end);
        let page = source.line_at(span.start).and_then(|line| line.place.page);
        Place {
            line,
            column,
            end_line,
            end_column,
            page,
        }
    }
}

/// Line and column of a byte.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}
