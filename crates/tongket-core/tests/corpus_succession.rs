//! A real reorganisation: old communes and the new ones that took over from them.
//!
//! Reads `qb_qt_succession_2025.csv` in the folder `data` beside the one named
//! by `TONGKET_CORPUS`; without it the test says so and passes.

#![allow(clippy::print_stderr)]

use jiff::civil::{Date, date};
use tongket_core::unit::{Directory, Match};

const BEFORE: Date = date(2025, 2, 14);
const AFTER: Date = date(2025, 8, 1);

/// The rows of the table: province, district, district name, code, name, new code, new name, kind.
fn table() -> Option<Vec<Vec<String>>> {
    let corpus = std::env::var_os("TONGKET_CORPUS")?;
    let path = std::path::Path::new(&corpus)
        .with_file_name("data")
        .join("qb_qt_succession_2025.csv");
    let text = std::fs::read_to_string(path).ok()?;
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    let rows = text.lines().skip(1).map(cells);
    // A district without communes stands in the table with a remark for a name.
    let is_commune = |row: &Vec<String>| row.len() > 6 && !row[4].starts_with('(');
    Some(rows.filter(is_commune).collect())
}

/// The list of units that an office would keep: old communes with their districts, then new ones.
fn directory(table: &[Vec<String>]) -> Directory {
    let header = "tên|trực thuộc|mã|từ ngày|đến ngày|kế thừa bởi";
    let mut rows: Vec<String> = vec![header.to_owned()];
    rows.extend(
        table
            .iter()
            .map(|row| format!("{}|{}|{}||2025-06-30|{}", row[4], row[2], row[3], row[6])),
    );
    let mut new: Vec<String> = table
        .iter()
        .map(|row| format!("{}|Tỉnh Quảng Trị|{}|2025-07-01||", row[6], row[5]))
        .collect();
    new.sort();
    new.dedup();
    rows.extend(new);
    let cells = |row: String| row.split('|').map(str::to_owned).collect();
    let (directory, problems) =
        Directory::from_rows(&rows.into_iter().map(cells).collect::<Vec<_>>());
    let first: Vec<_> = problems.iter().take(5).collect();
    assert!(
        problems.is_empty(),
        "{} problems: {first:#?}",
        problems.len()
    );
    directory
}

#[test]
fn every_old_commune_leads_to_its_successor_and_no_name_to_another_unit() {
    let Some(table) = table() else {
        eprintln!("skipped: TONGKET_CORPUS is not set or has no table of successions beside it");
        return;
    };
    let directory = directory(&table);
    for row in &table {
        let full = format!("UBND {}, {}", row[4], row[2]);
        let Match::Found(old) = directory.find(&full, BEFORE) else {
            panic!("{full}: {:?}", directory.find(&full, BEFORE));
        };
        let unit = directory.get(old).expect("found");
        assert_eq!(unit.codes, [row[3].clone()], "{full}");
        let successors: Vec<&str> = unit
            .succeeded_by
            .iter()
            .map(|unit| directory.name(*unit))
            .collect();
        assert_eq!(successors, [row[6].as_str()], "{full}");
        let new = directory
            .find(&row[6], AFTER)
            .found()
            .and_then(|unit| directory.get(unit));
        assert_eq!(
            new.map(|unit| unit.codes.clone()),
            Some(vec![row[5].clone()]),
            "{}",
            row[6]
        );
    }
}
