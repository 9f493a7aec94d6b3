//! Plain tables as a spreadsheet: a sheet each, a heading row that stays, numbers as numbers.

use rust_xlsxwriter::{DocProperties, Format, Workbook};

use crate::export::ExportError;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; never a formula, whatever they begin with.
    Text(String),
    /// A number.
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        // Counts of reports and pages are far below what a double holds exactly.
        Cell::Number(u32::try_from(number).map_or(f64::MAX, f64::from))
    }
}

/// A table on a sheet of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name of the sheet: at most 31 letters, none of `[]:*?/\`.
    pub name: String,
    /// Headings of the columns.
    pub head: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// How wide a column is in which nothing stands yet, in letters: as wide as a full name.
const TO_FILL_IN: f64 = 28.0;

/// Writes tables as the bytes of an `.xlsx` file.
///
/// # Errors
/// Where a sheet's name is not one, or the file cannot be put together.
pub fn write(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(title).set_author("");
    book.set_properties(&properties);
    add(&mut book, sheets)?;
    Ok(book.save_to_buffer()?)
}

/// Adds tables to a workbook, a sheet each.
pub(super) fn add(book: &mut Workbook, sheets: &[Sheet]) -> Result<(), ExportError> {
    let bold = Format::new().set_bold().set_text_wrap();
    for table in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, words) in (0..).zip(&table.head) {
            sheet.write_string_with_format(0, column, words, &bold)?;
        }
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(words) => sheet.write_string(row, column, words)?,
                    Cell::Number(number) => sheet.write_number(row, column, *number)?,
                };
            }
        }
        sheet.autofit();
        for (column, _) in (0..).zip(&table.head) {
            let at = usize::from(column);
            if table.rows.iter().all(|row| row.get(at).is_none()) {
                sheet.set_column_width(column, TO_FILL_IN)?;
            }
        }
    }
    Ok(())
}
