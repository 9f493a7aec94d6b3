//! Tables: rows of cells on a grid, with merged and nested ones.

use tongket_reader::source::{Cell, Part};

use super::super::xml::Node;
use super::body::Walk;
use super::paragraph::chosen;

impl<'t, 'x> Walk<'t, 'x> {
    /// Writes a table. One cell alone is only a frame; a table inside a cell is laid out in it.
    pub(super) fn table(&mut self, node: Node<'t, 'x>) {
        let rows = rows(node);
        if let Some(only) = only_cell(&rows) {
            return self.blocks(only);
        }
        if matches!(self.part, Part::Cell(_)) {
            self.seen.nested = true;
            rows.iter()
                .flat_map(|row| cells(*row))
                .for_each(|cell| self.blocks(cell));
            return;
        }
        self.tables += 1;
        let outer = self.part;
        let table = self.tables;
        for (number, row) in rows.iter().enumerate() {
            self.row(*row, table, number as u32);
        }
        self.part = outer;
        if self.part == Part::Body {
            self.flush_boxes();
        }
    }

    fn row(&mut self, row: Node<'t, 'x>, table: u32, number: u32) {
        let properties = row.child("trPr");
        let skipped = properties.and_then(|properties| properties.number("gridBefore"));
        let mut column = width(skipped, 0);
        for node in cells(row) {
            let properties = node.child("tcPr");
            let span = properties.and_then(|properties| properties.number("gridSpan"));
            let continues = properties.is_some_and(continues);
            let cell = Cell {
                table,
                row: number,
                column,
                width: width(span, 1),
                continues,
            };
            self.cell(node, cell);
            column = column.saturating_add(cell.width);
        }
    }

    fn cell(&mut self, node: Node<'t, 'x>, cell: Cell) {
        let before = self.written();
        if !cell.continues {
            self.part = Part::Cell(cell);
            self.blocks(node);
            // A paragraph whose end was deleted goes no further than its cell.
            self.end_carried();
        }
        if self.written() == before {
            self.empty_cell(cell);
        }
    }
}

/// A width in grid columns; a damaged file may say anything.
fn width(stated: Option<i64>, least: u32) -> u32 {
    stated
        .and_then(|width| u32::try_from(width).ok())
        .unwrap_or(least)
        .clamp(least, 1000)
}

/// Whether a cell only continues the one above or to its left.
fn continues(properties: Node<'_, '_>) -> bool {
    let goes_on = |name: &str| {
        properties.child(name).is_some_and(|merge| {
            merge
                .attribute("val")
                .is_none_or(|value| value == "continue")
        })
    };
    goes_on("vMerge") || goes_on("hMerge")
}

/// The rows of a table that have not been deleted.
fn rows<'t, 'x>(table: Node<'t, 'x>) -> Vec<Node<'t, 'x>> {
    let mut rows = Vec::new();
    gather(table, "tr", &mut rows);
    let is_deleted = |row: &Node<'_, '_>| {
        row.child("trPr")
            .is_some_and(|properties| properties.child("del").is_some())
    };
    rows.retain(|row| !is_deleted(row));
    rows
}

fn cells<'t, 'x>(row: Node<'t, 'x>) -> Vec<Node<'t, 'x>> {
    let mut cells = Vec::new();
    gather(row, "tc", &mut cells);
    cells
}

/// Children of a name, through the wrappers that may stand around them.
fn gather<'t, 'x>(node: Node<'t, 'x>, name: &str, found: &mut Vec<Node<'t, 'x>>) {
    for child in node.children() {
        match child.name() {
            of if of == name => found.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => gather(child, name, found),
            "AlternateContent" => {
                if let Some(chosen) = chosen(child) {
                    gather(chosen, name, found);
                }
            }
            _ => {}
        }
    }
}

fn only_cell<'t, 'x>(rows: &[Node<'t, 'x>]) -> Option<Node<'t, 'x>> {
    let [row] = rows else { return None };
    match cells(*row)[..] {
        [cell] => Some(cell),
        _ => None,
    }
}
