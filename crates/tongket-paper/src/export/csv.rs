//! Figures by year as a list for any program: one line a unit and a year.
//!
//! The file begins so that Excel takes it for UTF-8. Numbers have a decimal
//! comma and no points between thousands, as Vietnamese Excel reads them.

use tongket_core::series::{Annual, AnnualCell};

use super::ExportError;

const COLUMNS: [&str; 11] = [
    "Biểu",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Cột",
    "Đơn vị",
    "Cấp",
    "Giá trị",
    "Tình trạng",
    "Có trong tổng",
    "Nguồn (đơn vị, số biên nhận)",
    "Ghi chú",
];

/// Writes the table as the bytes of a `.csv` file.
pub fn annual(annual: &Annual) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for indicator in &annual.indicators {
        for row in &indicator.rows {
            for (column, cell) in indicator.columns.iter().zip(&row.cells) {
                let value = cell.value.map(|value| value.normalize().to_string());
                let value = value.unwrap_or_default().replace('.', ",");
                let sources = cell.sources.iter();
                let sources = sources.map(|it| format!("{}, {}", it.unit, it.receipt));
                let adds = if row.adds && cell.value.is_some() {
                    "có"
                } else {
                    "không"
                };
                writer.write_record([
                    safe(&indicator.form),
                    safe(&indicator.name),
                    safe(&indicator.measure),
                    safe(column),
                    safe(&row.unit),
                    safe(&row.tier),
                    value,
                    state(cell),
                    adds.to_owned(),
                    safe(&sources.collect::<Vec<_>>().join("; ")),
                    safe(&row.note),
                ])?;
            }
        }
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| ExportError::Write(error.into_error()))
}

/// How it is with a number: how whole it is, and whether it counts a share of what was reported.
fn state(cell: &AnnualCell) -> String {
    match (cell.apportioned, cell.word.as_str()) {
        (true, "") => "chia theo tỷ lệ".to_owned(),
        (true, word) => format!("{word}; chia theo tỷ lệ"),
        (false, word) => word.to_owned(),
    }
}

/// Text that no spreadsheet takes for a formula.
fn safe(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tongket_core::series::{AnnualIndicator, AnnualRow};

    use super::*;

    #[test]
    fn excel_shows_vietnamese_and_runs_nothing() {
        let row = AnnualRow {
            unit: "=HYPERLINK(\"x\")".to_owned(),
            adds: true,
            cells: vec![
                AnnualCell {
                    value: "1250.5".parse().ok(),
                    ..AnnualCell::default()
                },
                AnnualCell {
                    word: "để trống".to_owned(),
                    ..AnnualCell::default()
                },
            ],
            ..AnnualRow::default()
        };
        let annual = Annual {
            indicators: vec![AnnualIndicator {
                name: "Số tổ".to_owned(),
                columns: vec!["Năm 2016".to_owned(), "Năm 2017".to_owned()],
                rows: vec![row],
                ..AnnualIndicator::default()
            }],
            ..Annual::default()
        };
        let bytes = super::annual(&annual).expect("it is written");
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.starts_with("\u{feff}Biểu,Chỉ tiêu,"), "{text}");
        assert!(
            text.contains(",Năm 2016,\"'=HYPERLINK(\"\"x\"\")\",,\"1250,5\",,có,"),
            "{text}"
        );
        assert!(
            text.contains(",Năm 2017,\"'=HYPERLINK(\"\"x\"\")\",,,để trống,không,"),
            "{text}"
        );
    }
}
