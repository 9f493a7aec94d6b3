//! The figures as a spreadsheet: every total is a live sum over the contributions beside it.
//!
//! Five sheets: totals, contributions (one row each, with the words they were
//! read from), coverage (units by outline items), findings, and how the units
//! stand. Text is always written as text, so that nothing in a report can
//! become a formula; sums carry their result, so that viewers without a
//! calculator show it too.

mod annual;
pub mod form;
pub mod plain;
mod sheets;
mod style;

use rust_xlsxwriter::{DocProperties, Workbook};

use tongket_core::issue::Dossier;

use super::ExportError;
pub use annual::write as write_annual;
use style::Looks;

/// Writes the figures as the bytes of an `.xlsx` file.
pub fn write(dossier: &Dossier<'_>) -> Result<Vec<u8>, ExportError> {
    write_with(dossier, &[])
}

/// The same with tables of one's own behind, a sheet each.
///
/// # Errors
/// Where a sheet's name is not one, or the file cannot be put together.
pub fn write_with(dossier: &Dossier<'_>, tables: &[plain::Sheet]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let title = DocProperties::new()
        .set_title("Số liệu tổng hợp")
        .set_author("");
    book.set_properties(&title);
    let looks = Looks::new();
    let index = dossier.index();
    sheets::totals(book.add_worksheet(), dossier, &looks)?;
    sheets::contributions(book.add_worksheet(), dossier, &index, &looks)?;
    sheets::coverage(book.add_worksheet(), dossier, &looks)?;
    sheets::findings(book.add_worksheet(), dossier, &index, &looks)?;
    sheets::standing(book.add_worksheet(), dossier, &looks)?;
    plain::add(&mut book, tables)?;
    Ok(book.save_to_buffer()?)
}
