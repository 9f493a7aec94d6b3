//! What cells look like, and the furniture every sheet has.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::export::fonts;

/// Longer text does not fit a cell (the format allows 32,767 characters).
const LONGEST: usize = 32_000;

/// Size of the text, height of its lines and of the highest row, in points.
const SIZE: f64 = 12.0;
const LINE: f64 = 15.75;
const HIGHEST: f64 = 409.0;

/// The looks of cells.
pub(super) struct Looks {
    pub(super) head: Format,
    /// A header that stands upright, over a narrow column.
    pub(super) upright: Format,
    pub(super) text: Format,
    pub(super) center: Format,
    /// Words that only programs need.
    pub(super) small: Format,
    /// A number as it was typed.
    pub(super) plain_number: Format,
    pub(super) whole: Format,
    pub(super) fraction: Format,
    /// A number that counts a share, with its sign behind.
    pub(super) apportioned: Format,
    pub(super) apportioned_fraction: Format,
    pub(super) total: Format,
    pub(super) total_fraction: Format,
    pub(super) good: Format,
    pub(super) quiet: Format,
    pub(super) bad: Format,
}

impl Looks {
    /// Times New Roman with thin borders, as offices print their tables.
    pub(super) fn new() -> Self {
        let base = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(SIZE)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        let head = base
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00DD_E8F0));
        let center = base.clone().set_align(FormatAlign::Center);
        let shaded = |color| center.clone().set_background_color(Color::RGB(color));
        let whole = base.clone().set_num_format("#,##0");
        let fraction = base.clone().set_num_format("#,##0.0###");
        Looks {
            upright: head.clone().set_rotation(90),
            head,
            text: base.clone().set_text_wrap(),
            small: base
                .clone()
                .set_text_wrap()
                .set_font_size(9)
                .set_font_color(Color::Gray),
            plain_number: base.clone().set_align(FormatAlign::Right),
            apportioned: base.clone().set_num_format("\"≈ \"#,##0"),
            apportioned_fraction: base.clone().set_num_format("\"≈ \"#,##0.0###"),
            total: whole.clone().set_bold(),
            total_fraction: fraction.clone().set_bold(),
            whole,
            fraction,
            good: center.clone(),
            quiet: shaded(0x00EE_EEEE),
            bad: shaded(0x00FB_E0DC),
            center,
        }
    }

    /// The look of a number with or without a fraction.
    pub(super) fn number(&self, value: Decimal) -> &Format {
        match value.normalize().scale() {
            0 => &self.whole,
            _ => &self.fraction,
        }
    }

    /// The look of a number that counts a share of what was reported.
    pub(super) fn apportioned(&self, value: Decimal) -> &Format {
        match value.normalize().scale() {
            0 => &self.apportioned,
            _ => &self.apportioned_fraction,
        }
    }

    /// The look of a number in bold, with or without a fraction.
    pub(super) fn total(&self, value: Decimal) -> &Format {
        match value.normalize().scale() {
            0 => &self.total,
            _ => &self.total_fraction,
        }
    }
}

/// Name, header, widths, frozen header, filter, and printing across the page.
pub(super) fn furnish(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, f64)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (index, (title, width)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, index, shorten(title), &looks.head)?;
        sheet.set_column_width(index, *width)?;
    }
    let lines = columns
        .iter()
        .map(|(title, width)| lines(title, true, *width));
    heighten(sheet, 0, lines.max().unwrap_or(1))?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    print_on_a4(sheet);
    Ok(())
}

/// Printed across A4 sheets, one page wide, with the number of each.
pub(super) fn print_on_a4(sheet: &mut Worksheet) {
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P/&N");
}

/// Makes a row as high as the texts in these of its columns need; not every program does so by itself.
pub(super) fn fit(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[(&str, f64)],
    texts: &[(usize, &str)],
) -> Result<(), XlsxError> {
    let needed = texts
        .iter()
        .filter_map(|(column, text)| Some(lines(text, false, columns.get(*column)?.1)));
    heighten(sheet, row, needed.max().unwrap_or(1))
}

/// Lines of text of size 12 in a column this many digits wide; a digit takes seven pixels.
fn lines(text: &str, bold: bool, width: f64) -> usize {
    fonts::lines(text, SIZE, bold, width * 7.0 * 0.75)
}

fn heighten(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row, (lines as f64 * LINE).min(HIGHEST))?;
    }
    Ok(())
}

/// A filter over the header and `rows` rows below it.
pub(super) fn filter(sheet: &mut Worksheet, rows: u32, columns: usize) -> Result<(), XlsxError> {
    let last = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, rows.max(1), last)?;
    Ok(())
}

/// Text that fits a cell.
pub(super) fn shorten(text: &str) -> String {
    match text.len() <= LONGEST {
        true => text.to_owned(),
        false => text.chars().take(LONGEST).collect(),
    }
}
