//! Spreadsheets and comma-separated values as rows of cells.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets};
use tongket_reader::source::{Cell, Format, Look, Origin, Part, Place, Source, SourceBuilder};

use super::detect::{self, Kind};
use super::error::{ImportError, TooMuch};
use super::package::Package;
use super::{encoding, limits};

/// The rows of the first sheet that has any, or of a CSV file; every cell as it is shown.
///
/// # Errors
/// [`ImportError::NotASheet`] for other documents, and where the file is broken, locked or too large.
pub fn sheet(bytes: &[u8], name: &str) -> Result<Vec<Vec<String>>, ImportError> {
    if bytes.len() > limits::BYTES {
        return Err(ImportError::too_large(TooMuch::Bytes, limits::BYTES));
    }
    match detect::detect(bytes, name)? {
        kind @ (Kind::Xlsx | Kind::Xls) => {
            let all = workbook(bytes, kind)?;
            let first = all.into_iter().find(|(_, rows)| !rows.is_empty());
            first.map(|(_, rows)| rows).ok_or(ImportError::Empty)
        }
        Kind::Csv | Kind::Text | Kind::Markdown => separated(bytes),
        _ => Err(ImportError::NotASheet),
    }
}

/// A workbook as a source: every sheet its name, then its rows as a table.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Source, ImportError> {
    let kind = detect::detect(bytes, name)?;
    let mut builder = SourceBuilder::default();
    for (number, (title, rows)) in workbook(bytes, kind)?.into_iter().enumerate() {
        if rows.is_empty() {
            continue;
        }
        builder.line(&title, Place::default(), Look::default());
        for (row, cells) in rows.iter().enumerate() {
            for (column, content) in cells.iter().enumerate() {
                let cell = Cell {
                    table: number as u32 + 1,
                    row: row as u32,
                    column: column as u32,
                    width: 1,
                    continues: false,
                };
                let place = Place {
                    part: Part::Cell(cell),
                    ..Place::default()
                };
                for line in content.split('\n') {
                    builder.line(line, place, Look::default());
                }
            }
        }
    }
    let source = builder.finish(Origin {
        format: Format::Xlsx,
        ..Origin::default()
    });
    if source.text().is_empty() {
        Err(ImportError::Empty)
    } else {
        Ok(source)
    }
}

type Named = (String, Vec<Vec<String>>);

fn workbook(bytes: &[u8], kind: Kind) -> Result<Vec<Named>, ImportError> {
    let format = kind.ending();
    if kind == Kind::Xlsx {
        bounded(bytes)?;
    }
    let damaged = |error: calamine::Error| match error {
        calamine::Error::Xlsx(calamine::XlsxError::Password) => ImportError::Encrypted { format },
        error => ImportError::damaged(format, error),
    };
    let mut book: Sheets<_> =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (height, width) = range.get_size();
        cells += height.saturating_mul(width);
        if cells > limits::CELLS {
            return Err(ImportError::too_large(TooMuch::Cells, limits::CELLS));
        }
        let styles = book.worksheet_style(&name).ok();
        let (top, left) = range.start().unwrap_or_default();
        let format = |row: u32, column: u32| {
            let style = styles.as_ref()?.get((top + row, left + column))?;
            Some(style.number_format.as_ref()?.format_code.as_str())
        };
        let rows = (0..).zip(range.rows()).map(|(row, cells)| {
            let cells = (0..).zip(cells);
            cells
                .map(|(column, cell)| shown(cell, || format(row, column)))
                .collect()
        });
        sheets.push((name, trimmed(rows.collect())));
    }
    Ok(sheets)
}

/// Decompresses every part once to be sure that none is a bomb.
fn bounded(bytes: &[u8]) -> Result<(), ImportError> {
    let mut package = Package::open(bytes, ".xlsx")?;
    for name in package.names() {
        package.part(&name)?;
    }
    Ok(())
}

/// A cell as a person reads it; `format` tells how its number is shown.
fn shown<'f>(cell: &Data, format: impl Fn() -> Option<&'f str>) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.replace("\r\n", "\n").trim().to_owned(),
        Data::DateTime(when) if when.is_datetime() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
        Data::Error(_) => String::new(),
        Data::Float(number) => match format().and_then(percent_places) {
            Some(places) => percent(*number, places),
            None => plain(*number),
        },
        Data::Int(number) => match format().and_then(percent_places) {
            Some(places) => percent(*number as f64, places),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// How many digits a format shows behind the comma of a percentage; nothing where it shows none.
fn percent_places(format: &str) -> Option<usize> {
    let mut signs = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for sign in format.split(';').next()?.chars() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            sign if !quoted => signs.push(sign),
            _ => {}
        }
    }
    let (number, _) = signs.split_once('%')?;
    let behind = number.split_once('.').map_or("", |(_, behind)| behind);
    Some(behind.chars().filter(|sign| "0#?".contains(*sign)).count())
}

/// 0.654 as "65%" or "65,4%".
fn percent(number: f64, places: usize) -> String {
    let places = places.min(MOST_PLACES);
    let scale = 10_f64.powi(places as i32);
    let shown = (number * 100.0 * scale).round() / scale;
    format!("{shown:.places$}%").replace('.', ",")
}

/// Most digits behind the comma of a percentage.
const MOST_PLACES: usize = 10;

/// A number with its point; where that would group thousands ("1.234"), with a comma.
fn plain(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, behind)) if behind.len() == 3 => text.replace('.', ","),
        _ => text,
    }
}

/// Rows without the empty ones, and without empty cells at their ends.
fn trimmed(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let trim = |mut row: Vec<String>| {
        let used = row
            .iter()
            .rposition(|cell| !cell.trim().is_empty())
            .map_or(0, |last| last + 1);
        row.truncate(used);
        row
    };
    rows.into_iter()
        .map(trim)
        .filter(|row| !row.is_empty())
        .collect()
}

/// Comma-, semicolon- or tab-separated values, in any encoding that text may have.
fn separated(bytes: &[u8]) -> Result<Vec<Vec<String>>, ImportError> {
    let text = encoding::decode(bytes).text;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::damaged(".csv", error))?;
        cells += record.len();
        if cells > limits::CELLS {
            return Err(ImportError::too_large(TooMuch::Cells, limits::CELLS));
        }
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    let rows = trimmed(rows);
    if rows.is_empty() {
        Err(ImportError::Empty)
    } else {
        Ok(rows)
    }
}

/// The sign that occurs most often in the first line with any of them.
fn separator(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| line.contains([',', ';', '\t']))
        .unwrap_or_default();
    let count = |sign: &u8| line.bytes().filter(|byte| byte == sign).count();
    *b",;\t"
        .iter()
        .max_by_key(|sign| (count(sign), **sign == b','))
        .unwrap_or(&b',')
}
