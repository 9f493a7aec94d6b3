//! Figures by year as a spreadsheet: totals and inherited figures are live sums.
//!
//! Three sheets: every indicator with its totals, the units by year with the
//! total below them, and the reported cells behind each figure.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DocProperties, Format, Formula, Workbook, Worksheet, XlsxError};

use tongket_core::series::{
    APPORTIONED, Annual, AnnualCell, AnnualIndicator, AnnualRow, AnnualTotal, HOW_APPORTIONED,
};

use super::style::{Looks, filter, fit, furnish, shorten};
use crate::export::ExportError;

const UNITS: &str = "Theo đơn vị";
/// The first column with a year, in the sheet of units.
const YEARS: u16 = 3;

/// Writes the table as the bytes of an `.xlsx` file.
pub fn write(annual: &Annual) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let title = DocProperties::new()
        .set_title("Biểu số liệu theo năm")
        .set_author("");
    book.set_properties(&title);
    let looks = Looks::new();
    let (mut overview, mut units) = (Worksheet::new(), Worksheet::new());
    let totals = by_unit(&mut units, annual, &looks)?;
    totals_of(&mut overview, annual, &totals, &looks)?;
    let mut sources = Worksheet::new();
    cells(&mut sources, annual, &looks)?;
    book.push_worksheet(overview);
    book.push_worksheet(units);
    book.push_worksheet(sources);
    Ok(book.save_to_buffer()?)
}

/// The headings of all columns, each once: years in their order, then what else there is in the order
/// in which it comes first.
fn headings(annual: &Annual) -> Vec<&str> {
    let mut headings: Vec<&str> = Vec::new();
    for column in annual.indicators.iter().flat_map(|it| &it.columns) {
        if !headings.contains(&column.as_str()) {
            headings.push(column);
        }
    }
    let year = |heading: &&str| {
        let mut words = heading.split(|sign: char| !sign.is_ascii_digit());
        let year = words.find(|word| word.len() == 4);
        year.and_then(|year| year.parse().ok()).unwrap_or(u16::MAX)
    };
    headings.sort_by_key(year);
    headings
}

/// An indicator a row; totals point to the sheet of units.
fn totals_of(
    sheet: &mut Worksheet,
    annual: &Annual,
    totals: &[u32],
    looks: &Looks,
) -> Result<(), XlsxError> {
    let headings = headings(annual);
    let mut columns = vec![("Biểu", 30.0), ("Chỉ tiêu", 38.0), ("Đơn vị tính", 13.0)];
    columns.extend(headings.iter().map(|heading| (*heading, 14.0)));
    furnish(sheet, "Tổng hợp", &columns, looks)?;
    for ((row, indicator), line) in (1_u32..).zip(&annual.indicators).zip(totals) {
        sheet.write_string_with_format(row, 0, shorten(&indicator.form), &looks.text)?;
        sheet.write_string_with_format(row, 1, shorten(&named(indicator)), &looks.text)?;
        sheet.write_string_with_format(row, 2, shorten(&indicator.measure), &looks.center)?;
        for (column, heading) in (YEARS..).zip(&headings) {
            let at = indicator.columns.iter().position(|own| own == heading);
            let Some(at) = at else {
                sheet.write_blank(row, column, &looks.quiet)?;
                continue;
            };
            let total = &indicator.totals[at];
            match total.value {
                Some(value) => {
                    let from = column_number_to_name(YEARS + at as u16);
                    let formula = Formula::new(format!("='{UNITS}'!{from}{}", line + 1));
                    let formula = formula.set_result(value.normalize().to_string());
                    let look = look_of_total(looks, total, value);
                    sheet.write_formula_with_format(row, column, formula, look)?;
                }
                None => {
                    sheet.write_string_with_format(row, column, &total.word, &looks.quiet)?;
                }
            }
        }
        fit(
            sheet,
            row,
            &columns,
            &[(0, indicator.form.as_str()), (1, &named(indicator))],
        )?;
    }
    filter(sheet, annual.indicators.len() as u32, columns.len())
}

fn named(indicator: &AnnualIndicator) -> String {
    match indicator.kind.is_empty() {
        true => indicator.name.clone(),
        false => format!("{} ({})", indicator.name, indicator.kind),
    }
}

/// The units by year, indicator after indicator; gives the row of each total.
fn by_unit(sheet: &mut Worksheet, annual: &Annual, looks: &Looks) -> Result<Vec<u32>, XlsxError> {
    let most = annual.indicators.iter().map(|it| it.columns.len()).max();
    let most = most.unwrap_or_default();
    let mut columns = vec![("Đơn vị", 36.0), ("Cấp", 12.0), ("Ghi chú", 34.0)];
    columns.extend((0..most).map(|_| ("", 14.0)));
    furnish(sheet, UNITS, &columns, looks)?;
    let mut row = 0;
    let mut totals = Vec::with_capacity(annual.indicators.len());
    for indicator in &annual.indicators {
        let measure = match indicator.measure.as_str() {
            "" => String::new(),
            measure => format!(" ({measure})"),
        };
        row += 1;
        let name = format!("{}{measure}", named(indicator));
        sheet.merge_range(row, 0, row, 2, &shorten(&name), &looks.head)?;
        for (column, heading) in (YEARS..).zip(&indicator.columns) {
            sheet.write_string_with_format(row, column, shorten(heading), &looks.head)?;
        }
        let first = row + 1;
        let (adding, beside): (Vec<&AnnualRow>, Vec<_>) =
            indicator.rows.iter().partition(|unit| unit.adds);
        for unit in adding {
            row += 1;
            line(sheet, row, unit, &columns, looks)?;
        }
        let last = row;
        row += 1;
        totals.push(row);
        total(sheet, row, indicator, (first, last), looks)?;
        for unit in beside {
            row += 1;
            line(sheet, row, unit, &columns, looks)?;
        }
        row += 1;
    }
    if annual.indicators.iter().any(|it| it.has_apportioned(true)) {
        row += 1;
        let note = format!("{APPORTIONED} {HOW_APPORTIONED}");
        let last = YEARS + u16::try_from(most).unwrap_or(1).max(1) - 1;
        let whole = columns.iter().map(|(_, width)| width).sum();
        sheet.merge_range(row, 0, row, last, &note, &looks.text)?;
        fit(sheet, row, &[("", whole)], &[(0, note.as_str())])?;
    }
    Ok(totals)
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    unit: &AnnualRow,
    columns: &[(&str, f64)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, shorten(&unit.unit), &looks.text)?;
    sheet.write_string_with_format(row, 1, shorten(&unit.tier), &looks.text)?;
    sheet.write_string_with_format(row, 2, shorten(&unit.note), &looks.text)?;
    for (column, cell) in (YEARS..).zip(&unit.cells) {
        value(sheet, row, column, cell, looks)?;
    }
    fit(
        sheet,
        row,
        columns,
        &[(0, unit.unit.as_str()), (2, unit.note.as_str())],
    )
}

/// A figure; what came from several units is a live sum of what each brought.
fn value(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &AnnualCell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let Some(value) = cell.value else {
        sheet.write_string_with_format(row, column, &cell.word, &looks.quiet)?;
        return Ok(());
    };
    let look = match cell.apportioned {
        true => looks.apportioned(value),
        false => looks.number(value),
    };
    if cell.sources.len() > 1 {
        let parts = cell
            .sources
            .iter()
            .map(|it| it.part.normalize().to_string());
        let formula = format!("={}", parts.collect::<Vec<_>>().join("+"));
        let formula = Formula::new(formula).set_result(value.normalize().to_string());
        sheet.write_formula_with_format(row, column, formula, look)?;
    } else {
        sheet.write_number_with_format(row, column, number(value), look)?;
    }
    Ok(())
}

fn look_of_total<'l>(looks: &'l Looks, total: &AnnualTotal, value: Decimal) -> &'l Format {
    match total.apportioned {
        true => looks.apportioned(value),
        false => looks.total(value),
    }
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn total(
    sheet: &mut Worksheet,
    row: u32,
    indicator: &AnnualIndicator,
    (first, last): (u32, u32),
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.merge_range(row, 0, row, 2, "Tổng số", &looks.head)?;
    for (column, total) in (YEARS..).zip(&indicator.totals) {
        match total.value {
            Some(value) => {
                let letters = column_number_to_name(column);
                let sum = format!("=SUM({letters}{}:{letters}{})", first + 1, last + 1);
                let formula = Formula::new(sum).set_result(value.normalize().to_string());
                let look = look_of_total(looks, total, value);
                sheet.write_formula_with_format(row, column, formula, look)?;
            }
            None => {
                sheet.write_string_with_format(row, column, &total.word, &looks.quiet)?;
            }
        }
    }
    Ok(())
}

/// The reported cells behind every figure.
fn cells(sheet: &mut Worksheet, annual: &Annual, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [
        ("Chỉ tiêu", 38.0),
        ("Đơn vị", 34.0),
        ("Cột", 14.0),
        ("Phần được tính", 16.0),
        ("Đơn vị đã báo cáo", 34.0),
        ("Số đã báo cáo", 16.0),
        ("Số biên nhận", 24.0),
    ];
    furnish(sheet, "Nguồn số liệu", &columns, looks)?;
    let mut row = 0;
    for indicator in &annual.indicators {
        let name = named(indicator);
        for unit in &indicator.rows {
            for (column, cell) in indicator.columns.iter().zip(&unit.cells) {
                for source in &cell.sources {
                    row += 1;
                    sheet.write_string_with_format(row, 0, shorten(&name), &looks.text)?;
                    sheet.write_string_with_format(row, 1, shorten(&unit.unit), &looks.text)?;
                    sheet.write_string_with_format(row, 2, shorten(column), &looks.center)?;
                    let look = looks.number(source.part);
                    sheet.write_number_with_format(row, 3, number(source.part), look)?;
                    sheet.write_string_with_format(row, 4, shorten(&source.unit), &looks.text)?;
                    let look = looks.number(source.value);
                    sheet.write_number_with_format(row, 5, number(source.value), look)?;
                    sheet.write_string_with_format(row, 6, &source.receipt, &looks.center)?;
                    let texts = [(0, name.as_str()), (1, &unit.unit), (4, &source.unit)];
                    fit(sheet, row, &columns, &texts)?;
                }
            }
        }
    }
    filter(sheet, row, columns.len())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader, Xlsx};
    use tongket_core::series::AnnualSource;

    use super::*;

    fn cell(parts: &[i64], word: &str) -> AnnualCell {
        let source = |part: &i64| AnnualSource {
            unit: "xã".to_owned(),
            receipt: "0001/2026".to_owned(),
            value: (*part).into(),
            part: (*part).into(),
        };
        AnnualCell {
            value: (!parts.is_empty()).then(|| parts.iter().sum::<i64>().into()),
            word: word.to_owned(),
            apportioned: false,
            sources: parts.iter().map(source).collect(),
        }
    }

    fn row(adds: bool, cells: Vec<AnnualCell>) -> AnnualRow {
        AnnualRow {
            unit: "xã".to_owned(),
            adds,
            cells,
            ..AnnualRow::default()
        }
    }

    #[test]
    fn totals_and_inherited_figures_are_live_and_gaps_are_words() {
        let total = |value: i64| AnnualTotal {
            value: Some(value.into()),
            ..AnnualTotal::default()
        };
        let annual = Annual {
            indicators: vec![AnnualIndicator {
                name: "Số tổ".to_owned(),
                columns: vec!["Năm 2024".to_owned(), "Năm 2025".to_owned()],
                rows: vec![
                    row(true, vec![cell(&[3, 4], ""), cell(&[8], "")]),
                    row(true, vec![cell(&[5], ""), cell(&[], "để trống")]),
                    row(false, vec![cell(&[100], ""), cell(&[], "")]),
                ],
                totals: vec![total(12), total(8)],
                ..AnnualIndicator::default()
            }],
            ..Annual::default()
        };
        let bytes = write(&annual).expect("it is written");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let formulas = book.worksheet_formula(UNITS).expect("a sheet");
        let formulas: Vec<&str> = formulas
            .used_cells()
            .map(|(_, _, formula)| formula.as_str())
            .filter(|formula| !formula.is_empty())
            .collect();
        assert_eq!(formulas, ["3+4", "SUM(D3:D4)", "SUM(E3:E4)"]);
        let formulas = book.worksheet_formula("Tổng hợp").expect("a sheet");
        assert!(
            formulas
                .used_cells()
                .any(|(_, _, it)| it == "'Theo đơn vị'!D5")
        );
        let values = book.worksheet_range(UNITS).expect("a sheet");
        assert_eq!(
            values.get_value((3, 4)).map(ToString::to_string).as_deref(),
            Some("để trống")
        );
    }
}
