//! Figure tables to be filled in without a line: a sheet each, to be read again when it comes back.
//!
//! Above the header stand the table's title, whose it is, how it is filled in,
//! and the mark by which it is known again. What the program reckons itself is
//! grey and locked, as are all names; only cells that are asked for take
//! figures.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, Format,
    FormatAlign, Workbook, Worksheet, XlsxError,
};
use tongket_core::report::form::{Column, ColumnKind, Figures, Form, Indicator};
use tongket_core::report::mark_of;

use super::style::{Looks, fit, print_on_a4, shorten};
use crate::export::ExportError;

/// A figure table that is to be filled in.
#[derive(Debug, Clone, Copy)]
pub struct ToFillIn<'t> {
    /// The id of the form, by which it is known when it comes back.
    pub id: &'t str,
    /// Its title.
    pub title: &'t str,
    /// Its rows and columns.
    pub form: &'t Form,
    /// What is filled in so far.
    pub figures: &'t Figures,
}

/// What stands above a table on how to fill it in.
const HOW: &str = "Chỉ điền vào ô trắng; ô xám do hệ thống tự tính. Ô để trống là chưa có số, khác \
    với số 0. Gõ số liền nhau, không gõ dấu ngăn hàng nghìn: 1250. Không đổi tên, không thêm, bớt \
    dòng hay cột. Điền xong, đưa tệp vào báo cáo ở trang “Đưa tệp Word, Excel vào báo cáo” và đọc lại từng số.\n\
    Fill in the white cells only; grey cells are reckoned by the system. Empty is not zero. \
    Type 1250, without separators. Then bring the file into the report and read the figures again.";

/// The row of the header, below the rows that name the table.
const HEADER: u32 = 4;
/// The first column to fill in.
const FIRST: u16 = 4;
/// The most digits that a cell of a spreadsheet keeps.
const DIGITS: usize = 15;
/// Columns beyond which they are set close.
const MANY: usize = 6;

/// The white around a printed sheet, in inches: a centimetre.
const MARGIN: f64 = 0.4;

/// Writes tables as the bytes of an `.xlsx` file, for a unit to fill in; `whose` is the unit and the
/// campaign.
///
/// # Errors
/// Where the file cannot be put together.
pub fn write(whose: &str, tables: &[ToFillIn<'_>]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let title = DocProperties::new()
        .set_title("Biểu số liệu để điền")
        .set_author("");
    book.set_properties(&title);
    let looks = Looks::new();
    for (count, table) in (1..).zip(tables) {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("Biểu {count}"))?;
        fill(sheet, whose, table, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(
    sheet: &mut Worksheet,
    whose: &str,
    table: &ToFillIn<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = columns(table.form);
    let widths: Vec<(&str, f64)> = columns.iter().map(|(title, it)| (*title, *it)).collect();
    for (column, (title, width)) in (0..).zip(&widths) {
        sheet.write_string_with_format(HEADER, column, shorten(title), &looks.head)?;
        sheet.set_column_width(column, *width)?;
    }
    let titles: Vec<(usize, &str)> = (0..).zip(&widths).map(|(at, it)| (at, it.0)).collect();
    fit(sheet, HEADER, &widths, &titles)?;
    above(sheet, whose, table, &widths)?;
    let asked = Format::new().set_unlocked();
    let asked = looks.plain_number.merge(&asked);
    for (count, indicator) in (1_u32..).zip(&table.form.indicators) {
        let row = HEADER + count;
        sheet.write_string_with_format(row, 0, count.to_string(), &looks.center)?;
        sheet.write_string_with_format(row, 1, shorten(&indicator.name), &looks.text)?;
        sheet.write_string_with_format(row, 2, shorten(&indicator.code), &looks.small)?;
        let measure = shorten(&indicator.unit_of_measure);
        sheet.write_string_with_format(row, 3, measure, &looks.center)?;
        for (at, column) in (FIRST..).zip(&table.form.columns) {
            match is_asked(indicator, column) {
                true => {
                    let value = table.figures.get(&indicator.code, &column.key);
                    cell(sheet, (row, at), value, &asked)?;
                }
                false => drop(sheet.write_blank(row, at, &looks.quiet)?),
            }
        }
        let texts = [
            (1, indicator.name.as_str()),
            (2, indicator.code.as_str()),
            (3, indicator.unit_of_measure.as_str()),
        ];
        fit(sheet, row, &widths, &texts)?;
    }
    let last = HEADER + u32::try_from(table.form.indicators.len()).unwrap_or_default();
    let width = u16::try_from(widths.len()).unwrap_or(FIRST);
    sheet.add_data_validation(HEADER + 1, FIRST, last, width - 1, &numbers_only()?)?;
    sheet.protect();
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    print_on_a4(sheet);
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN * 2.0, MARGIN, MARGIN);
    Ok(())
}

/// Whether a unit fills in the cell of a row and a column.
fn is_asked(indicator: &Indicator, column: &Column) -> bool {
    indicator.formula.is_none() && column.kind != ColumnKind::Total
}

/// Titles and widths of all columns.
fn columns(form: &Form) -> Vec<(&str, f64)> {
    let (name, code, measure, width) = match form.columns.len() > MANY {
        true => (34.0, 11.0, 11.0, 9.0),
        false => (42.0, 14.0, 13.0, 14.0),
    };
    let mut columns = vec![
        ("TT", 5.0),
        ("Chỉ tiêu", name),
        ("Mã chỉ tiêu", code),
        ("Đơn vị tính", measure),
    ];
    columns.extend(form.columns.iter().map(|it| (it.title.as_str(), width)));
    columns
}

/// The rows that name the table, over its whole width.
fn above(
    sheet: &mut Worksheet,
    whose: &str,
    table: &ToFillIn<'_>,
    widths: &[(&str, f64)],
) -> Result<(), XlsxError> {
    let last = u16::try_from(widths.len()).unwrap_or(FIRST) - 1;
    let all = [("", widths.iter().map(|(_, width)| width).sum())];
    let base = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(12)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let bold = base.clone().set_bold().set_align(FormatAlign::Center);
    let small = base.clone().set_font_size(9).set_font_color(Color::Gray);
    let mark = mark_of(table.id);
    let rows = [
        (table.title, &bold),
        (whose, &base.clone().set_align(FormatAlign::Center)),
        (HOW, &base.clone().set_italic()),
        (mark.as_str(), &small),
    ];
    for (row, (text, look)) in (0_u32..).zip(rows) {
        sheet.merge_range(row, 0, row, last, &shorten(text), look)?;
        fit(sheet, row, &all, &[(0, text)])?;
    }
    Ok(())
}

/// What is filled in, as a number; one that a cell cannot keep to the last digit, as its words.
fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Option<Decimal>,
    look: &Format,
) -> Result<(), XlsxError> {
    let digits = |value: &Decimal| {
        value
            .normalize()
            .mantissa()
            .unsigned_abs()
            .to_string()
            .len()
    };
    match value.map(|value| (value, value.to_f64())) {
        None => sheet.write_blank(row, column, look)?,
        Some((value, Some(kept))) if digits(&value) <= DIGITS => {
            sheet.write_number_with_format(row, column, kept, look)?
        }
        Some((value, _)) => {
            let digits = value.normalize().to_string().replace('.', ",");
            sheet.write_string_with_format(row, column, digits, look)?
        }
    };
    Ok(())
}

/// Words are sent back at once, with what to type.
fn numbers_only() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(-1e15, 1e15))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Chưa phải là một số")?
        .set_error_message("Hãy gõ một số, ví dụ 1250. Chưa có số thì để trống.")
}

#[cfg(test)]
mod tests {
    use tongket_core::report::fillings;

    use super::*;

    /// Ten years, a total, a row that is reckoned, names that are long and names that are the same.
    fn wide() -> (Form, Figures) {
        let year = |year: i16| Column {
            key: year.to_string(),
            title: format!("Năm {year}"),
            kind: ColumnKind::Year(year),
        };
        let mut form = Form {
            columns: (2016..2026).map(year).collect(),
            ..Form::default()
        };
        form.columns.push(Column {
            key: "tong".to_owned(),
            title: "Tổng cộng".to_owned(),
            kind: ColumnKind::Total,
        });
        let names = [
            ("to", "Tổ tự quản", "tổ", None),
            ("nu", "Nữ", "người", None),
            (
                "dai",
                "Số hộ gia đình ký cam kết tham gia tự quản đường biên, cột mốc và an ninh trật tự thôn, bản khu vực biên giới",
                "hộ gia đình",
                None,
            ),
            ("nu_2", "Nữ", "người", None),
            ("bq", "Bình quân", "người/tổ", Some("nu / to")),
        ];
        form.indicators = names
            .map(|(code, name, measure, formula)| Indicator {
                code: code.to_owned(),
                name: name.to_owned(),
                unit_of_measure: measure.to_owned(),
                formula: formula.map(str::to_owned),
                additive: formula.is_none(),
            })
            .to_vec();
        let mut figures = Figures::default();
        let parsed = |text: &str| text.parse().ok();
        figures.set("to", "2016", parsed("1250"));
        figures.set("nu", "2020", parsed("12.5"));
        figures.set("nu_2", "2025", parsed("-3"));
        figures.set("dai", "2025", parsed("1234567890123456789"));
        (form, figures)
    }

    #[test]
    fn what_is_filled_in_comes_back_to_its_cells() {
        let (form, figures) = wide();
        let table = |id| ToFillIn {
            id,
            title: "Biểu số liệu về tổ tự quản từng năm, giai đoạn 2016 – 2025",
            form: &form,
            figures: &figures,
        };
        let bytes = write("xã Vân Khê – Tổng kết 10 năm", &[table("b1"), table("b2")]);
        let bytes = bytes.expect("it can be written");
        let source = crate::import::read(&bytes, "a.xlsx").expect("it can be read");
        let report = tongket_reader::report::read::read(&source);
        let forms = [("b2", &form), ("b1", &form)];
        let found = fillings(&forms, &report, source.text());
        assert_eq!(found.len(), 2);
        for (_, filling) in found {
            assert!(filling.left.is_empty(), "{:?}", filling.left);
            let mut read = Figures::default();
            for it in filling.figures {
                read.set(&it.indicator, &it.column, Some(it.value));
            }
            assert_eq!(read, figures);
        }
    }
}
