//! A plan's text as a page shows it: flat pieces, each leading to what was read from it.
//!
//! Wherever the set of objects changes a new piece begins, so that links never
//! nest. A piece knows every object it belongs to, the innermost first.

use std::collections::HashMap;

use serde::Serialize;
use tongket_reader::{Line, Part, Source, Span};
use utoipa::ToSchema;

/// That a part of the text was read as something.
pub(super) struct Mark {
    /// The part.
    pub(super) span: Span,
    /// What sort of thing: `task deadline unit outline event unclaimed diagnostic`; may be empty.
    pub(super) kind: &'static str,
    /// The object that was read from it.
    pub(super) object: String,
}

/// A paragraph, or a table.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Block {
    /// The paragraph; `None` for a table.
    pub(super) line: Option<DocumentLine>,
    /// The rows of a table: cells of lines.
    #[schema(value_type = Vec<Vec<Vec<DocumentLine>>>)]
    pub(super) rows: Vec<Vec<Vec<DocumentLine>>>,
}

/// A paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DocumentLine {
    /// Whether it is all bold.
    pub(super) bold: bool,
    /// Whether it is centred.
    pub(super) centered: bool,
    /// Its text in pieces.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of text that belongs to the same objects.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Piece {
    /// The text.
    pub(super) text: String,
    /// The sorts of its objects, parted by spaces.
    pub(super) kinds: String,
    /// Its objects, the innermost first, parted by spaces; empty where nothing was read from it.
    pub(super) objects: String,
    /// The innermost object.
    pub(super) innermost: String,
    /// The object whose first piece this is; may be empty.
    pub(super) first_of: String,
    /// Whether it is too small to be chosen: a full stop after a deadline.
    #[serde(skip)]
    pub(super) mere_sign: bool,
}

/// The text with its marks, and for every object the piece at which it begins.
pub(super) fn blocks(source: &Source, marks: &[Mark]) -> (Vec<Block>, HashMap<String, String>) {
    let mut first = HashMap::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut table = None;
    for line in source.lines() {
        let shown = shown(source, line, marks, &mut first);
        let Part::Cell(cell) = line.place.part else {
            table = None;
            if !shown.pieces.is_empty() {
                blocks.push(Block {
                    line: Some(shown),
                    rows: Vec::new(),
                });
            }
            continue;
        };
        if table.as_ref().map(|(id, _, _)| *id) != Some(cell.table) {
            blocks.push(Block::default());
            table = Some((cell.table, u32::MAX, u32::MAX));
        }
        if let (Some((_, row, column)), Some(block)) = (&mut table, blocks.last_mut()) {
            if *row != cell.row {
                block.rows.push(Vec::new());
                (*row, *column) = (cell.row, u32::MAX);
            }
            if let Some(cells) = block.rows.last_mut() {
                if *column != cell.column {
                    cells.push(Vec::new());
                    *column = cell.column;
                }
                if let Some(lines) = cells.last_mut().filter(|_| !shown.pieces.is_empty()) {
                    lines.push(shown);
                }
            }
        }
    }
    (blocks, first)
}

fn shown(
    source: &Source,
    line: &Line,
    marks: &[Mark],
    first: &mut HashMap<String, String>,
) -> DocumentLine {
    let here: Vec<&Mark> = marks
        .iter()
        .filter(|mark| mark.span.overlaps(line.span))
        .collect();
    let ends = here.iter().flat_map(|mark| {
        [
            mark.span.start.max(line.span.start),
            mark.span.end.min(line.span.end),
        ]
    });
    let mut cuts: Vec<usize> = ends.chain([line.span.start, line.span.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).filter_map(|pair| {
        let part = Span::new(pair[0], pair[1]);
        let text = source.slice(part);
        (!text.is_empty()).then(|| piece(text, part, &here, first))
    });
    DocumentLine {
        pieces: pieces.collect(),
        bold: line.look.bold,
        centered: line.look.centered,
    }
}

fn piece(text: &str, part: Span, here: &[&Mark], first: &mut HashMap<String, String>) -> Piece {
    let mut over: Vec<&&Mark> = here
        .iter()
        .filter(|mark| mark.span.contains(part))
        .collect();
    over.sort_by_key(|mark| mark.span.len());
    let mut objects: Vec<&str> = Vec::new();
    let mut kinds: Vec<&str> = Vec::new();
    for mark in over {
        if !objects.contains(&mark.object.as_str()) {
            objects.push(&mark.object);
        }
        if !mark.kind.is_empty() && !kinds.contains(&mark.kind) {
            kinds.push(mark.kind);
        }
    }
    let begins = objects.iter().find(|object| !first.contains_key(**object));
    let first_of = begins
        .map(|object| (*object).to_owned())
        .unwrap_or_default();
    for object in &objects {
        first
            .entry((*object).to_owned())
            .or_insert_with(|| first_of.clone());
    }
    Piece {
        mere_sign: first_of.is_empty() && !text.contains(char::is_alphanumeric),
        text: text.to_owned(),
        kinds: kinds.join(" "),
        innermost: objects
            .first()
            .map(|object| (*object).to_owned())
            .unwrap_or_default(),
        objects: objects.join(" "),
        first_of,
    }
}

/// The words of a part of a text in one line.
pub(super) fn words(source: &Source, span: Span) -> String {
    source
        .slice(span)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
