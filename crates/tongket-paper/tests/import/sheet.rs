//! Sheets: rows of cells as they are shown.

use tongket_paper::import::sheet;

use super::refused;

#[track_caller]
fn rows(bytes: &[u8], name: &str, expected: &[&[&str]]) {
    let rows = sheet(bytes, name).unwrap();
    assert_eq!(rows, expected);
}

#[test]
fn values_separated_by_commas_semicolons_or_tabs() {
    let expected: &[&[&str]] = &[&["ten", "loai"], &["xã Vân Khê", "xa"]];
    rows("ten,loai\nxã Vân Khê,xa\n\n".as_bytes(), "a.csv", expected);
    rows(
        "\u{feff}ten;loai\r\nxã Vân Khê;xa".as_bytes(),
        "a.csv",
        expected,
    );
    rows("ten\tloai\nxã Vân Khê\txa".as_bytes(), "a.txt", expected);
    rows(
        "\"ten\",\"loai\"\n\"xã Vân Khê\", xa ".as_bytes(),
        "a.csv",
        expected,
    );
}

#[test]
fn a_workbook_gives_its_first_filled_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Trống").unwrap();
    let filled = book.add_worksheet().set_name("Đơn vị").unwrap();
    filled.write_string(0, 0, "Tên").unwrap();
    filled.write_string(0, 2, "Dân số").unwrap();
    filled.write_string(2, 0, "xã Vân Khê").unwrap();
    filled.write_number(2, 2, 3200.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    rows(
        &bytes,
        "a.xlsx",
        &[&["Tên", "", "Dân số"], &["xã Vân Khê", "", "3200"]],
    );
    let read = super::source(&bytes, "a.xlsx");
    assert_eq!(read.text(), "Đơn vị\nTên\t\tDân số\nxã Vân Khê\t\t3200\n");
}

#[test]
fn percentages_are_taken_as_they_are_shown() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let percent = |format: &str| rust_xlsxwriter::Format::new().set_num_format(format);
    let cells = [
        (0.65, "0%"),
        (0.283, "0.0%"),
        (1.0, "0.00%;[Red]-0.00%"),
        (65.0, "0\"%\""),
    ];
    for (row, (number, format)) in (2..).zip(cells) {
        let format = percent(format);
        sheet
            .write_number_with_format(row, 1, number, &format)
            .unwrap();
    }
    sheet.write_number(6, 1, 1.234).unwrap();
    sheet.write_number(7, 1, 12.5).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let shown: &[&[&str]] = &[
        &["65%"],
        &["28,3%"],
        &["100,00%"],
        &["65"],
        &["1,234"],
        &["12.5"],
    ];
    rows(&bytes, "a.xlsx", shown);
}

#[test]
fn other_documents_are_no_sheets() {
    let error = sheet(include_bytes!("../fixtures/ke-hoach.docx"), "a.xlsx").unwrap_err();
    assert_eq!(error.code(), "TL010");
    refused(b"PK\x03\x04 broken", "a.xlsx", "TL002");
}
