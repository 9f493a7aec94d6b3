//! Tables put together from cells, and tables that only lay out a page.
//!
//! Offices set the letterhead and the signature in a table without borders.
//! Those are no tables to a reader: their paragraphs stand in the flow like
//! any others, cell by cell.

use super::join::{self, Wrap};
use super::{Block, CellBlock, TableBlock};
use crate::source::{Cell, Line, Look, Part, Source};
use crate::span::Span;

/// Most rows and columns of a table that only lays out a letterhead or a signature.
const LAYOUT: (u32, u32) = (8, 4);

/// Words that stand in a letterhead or beside a signature.
const LAYOUT_WORDS: [&str; 9] = [
    "CỘNG HÒA XÃ HỘI",
    "CỘNG HOÀ XÃ HỘI",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Độc lập",
    "Nơi nhận",
    "NƠI NHẬN",
    "Kính gửi",
    "Số:",
    "KT. ",
];

/// All blocks of a source in reading order.
pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let wrap = Wrap::of(source);
    let mut blocks = Vec::new();
    for run in source
        .lines()
        .chunk_by(|a, b| kin(a.place.part, b.place.part))
    {
        match run.first().map(|line| line.place.part) {
            Some(Part::Cell(_)) => tabular(source, run, &mut blocks),
            _ => blocks.extend(join::paragraphs(source.text(), run, &wrap)),
        }
    }
    blocks
}

/// Whether two neighbouring lines belong to the same run.
fn kin(left: Part, right: Part) -> bool {
    match (left, right) {
        (Part::Cell(left), Part::Cell(right)) => left.table == right.table,
        (left, right) => left == right,
    }
}

/// The blocks of one table.
fn tabular(source: &Source, run: &[Line], blocks: &mut Vec<Block>) {
    if is_layout(source, run) {
        let cells = run.chunk_by(|a, b| a.place.part == b.place.part);
        blocks.extend(cells.flat_map(|cell| join::lines(source.text(), cell)));
    } else {
        blocks.extend(table(source.text(), run));
    }
}

/// Whether the table only lays out a letterhead, a signature or a box.
fn is_layout(source: &Source, run: &[Line]) -> bool {
    let cells = || run.iter().filter_map(cell);
    let rows = cells().map(|cell| cell.row + 1).max().unwrap_or_default();
    let columns = cells()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default();
    if (rows, columns) == (1, 1) {
        return true;
    }
    rows <= LAYOUT.0
        && columns <= LAYOUT.1
        && run.iter().any(|line| {
            let text = source.slice(line.span).trim_start();
            LAYOUT_WORDS.iter().any(|word| text.starts_with(word))
        })
}

fn cell(line: &Line) -> Option<Cell> {
    match line.place.part {
        Part::Cell(cell) => Some(cell),
        _ => None,
    }
}

/// One table as one block; nothing where all of its cells are empty.
fn table(text: &str, run: &[Line]) -> Option<Block> {
    let whole = run
        .iter()
        .map(|line| line.span.trim(text))
        .filter(|span| !span.is_empty())
        .reduce(Span::cover)?;
    let rows = run
        .chunk_by(|a, b| cell(a).map(|cell| cell.row) == cell(b).map(|cell| cell.row))
        .map(|row| row_cells(text, row))
        .collect();
    Some(Block {
        span: whole,
        label: None,
        content: whole,
        look: Look::default(),
        part: Part::Body,
        table: Some(TableBlock { rows }),
    })
}

fn row_cells(text: &str, row: &[Line]) -> Vec<CellBlock> {
    row.chunk_by(|a, b| a.place.part == b.place.part)
        .filter_map(|lines| {
            let place = cell(lines.first()?)?;
            let span = lines.iter().map(|line| line.span).reduce(Span::cover)?;
            Some(CellBlock {
                column: usize::try_from(place.column).ok()?,
                width: usize::try_from(place.width).ok()?,
                continues: place.continues,
                span: span.trim(text),
            })
        })
        .collect()
}
