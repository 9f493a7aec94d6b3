//! A table of rows of cells that may reach over columns and rows, laid on a grid.

use tongket_reader::source::Cell;

/// Columns of a table; cells beyond them are laid into the last.
const COLUMNS: u32 = 200;
/// Rows that one cell may reach over.
const ROWS: u32 = 2_000;

/// A table while it is being read.
pub(super) struct Grid {
    table: u32,
    row: Option<u32>,
    column: u32,
    /// For every column how many more rows the cell above reaches over, and how wide that cell is.
    reaching: Vec<(u32, u32)>,
    cell: Option<Open>,
}

/// A cell that is open.
struct Open {
    cell: Cell,
    header: bool,
    written: bool,
}

impl Grid {
    pub(super) fn new(table: u32) -> Grid {
        Grid {
            table,
            row: None,
            column: 0,
            reaching: Vec::new(),
            cell: None,
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.row = Some(self.row.map_or(0, |row| row.saturating_add(1)));
        self.column = 0;
    }

    /// Opens a cell; gives those before it in the row that continue the row above.
    pub(super) fn begin_cell(&mut self, width: u32, height: u32, header: bool) -> Vec<Cell> {
        if self.row.is_none() {
            self.begin_row();
        }
        let covered = self.covered();
        let column = self.column.min(COLUMNS - 1);
        let width = width.clamp(1, COLUMNS - column);
        let height = height.clamp(1, ROWS);
        let end = (column + width) as usize;
        if self.reaching.len() < end {
            self.reaching.resize(end, (0, 0));
        }
        if let Some(first) = self.reaching.get_mut(column as usize) {
            *first = (height - 1, width);
        }
        self.cell = Some(Open {
            cell: self.at(column, width, false),
            header,
            written: false,
        });
        self.column = column + width;
        covered
    }

    /// The cell that is written into.
    pub(super) fn write(&mut self) -> Option<Cell> {
        let open = self.cell.as_mut()?;
        open.written = true;
        Some(open.cell)
    }

    pub(super) fn in_header(&self) -> bool {
        self.cell.as_ref().is_some_and(|open| open.header)
    }

    /// Closes a cell; gives it where nothing was written into it.
    pub(super) fn end_cell(&mut self) -> Option<Cell> {
        let open = self.cell.take()?;
        (!open.written).then_some(open.cell)
    }

    /// Closes a row; gives its last cells where they continue the row above.
    pub(super) fn end_row(&mut self) -> Vec<Cell> {
        match self.row {
            Some(_) => self.covered(),
            None => Vec::new(),
        }
    }

    /// Cells from here on that the row above reaches into.
    fn covered(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((rows, width)) = self.reaching.get(self.column as usize).copied() {
            if rows == 0 {
                break;
            }
            self.reaching[self.column as usize].0 -= 1;
            cells.push(self.at(self.column, width, true));
            self.column += width.max(1);
        }
        cells
    }

    fn at(&self, column: u32, width: u32, continues: bool) -> Cell {
        Cell {
            table: self.table,
            row: self.row.unwrap_or_default(),
            column,
            width,
            continues,
        }
    }
}
