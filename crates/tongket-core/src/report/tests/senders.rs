//! Whose report it is, and which of several counts.

use jiff::civil::date;
use tongket_reader::plan::Signature;

use crate::unit::{Directory, UnitId};

use super::*;

fn directory() -> Directory {
    let list = "\
Tên|Trực thuộc|Từ ngày|Đến ngày|Kế thừa bởi
Xã Vân Khê|Huyện Đông Giang|||
Xã Hòa Trạch|Huyện Đông Giang|||
Xã Hòa Trạch|Huyện Nam Giang|||
Xã Đồng Lê||||
Xã Đông Lễ||||
Sở Nội vụ|UBND tỉnh Sơn Hải|||
Xã Cũ Kỹ|||2025-06-30|Xã Vân Khê";
    let rows: Vec<Vec<String>> = list
        .lines()
        .map(|line| line.split('|').map(str::to_owned).collect())
        .collect();
    Directory::from_rows(&rows).0
}

fn spanned(text: &str) -> Option<Spanned<String>> {
    Some(Spanned::new(text.to_owned(), Span::default()))
}

/// Who a report with this letterhead, signature, opening and file name is from, and what is in doubt.
fn sender(issuer: &str, parent: &str, authority: &str, opening: &str, file: &str) -> String {
    let directory = directory();
    let mut built = report(opening);
    let document = &mut built.report.document;
    document.issuer = spanned(issuer).filter(|_| !issuer.is_empty());
    document.parent = spanned(parent).filter(|_| !parent.is_empty());
    document.signature = Some(Signature {
        authority: spanned(authority).filter(|_| !authority.is_empty()),
        ..Signature::default()
    });
    let identity = identify(
        &built.report,
        &built.text,
        file,
        &directory,
        date(2026, 4, 1),
    );
    let name = identity.unit.map_or("?", |unit| directory.name(unit));
    let row = identity
        .unit
        .and_then(|unit| directory.get(unit))
        .map_or(0, |unit| unit.row);
    let doubts: Vec<&str> = identity
        .conflicts
        .iter()
        .map(|conflict| match conflict {
            Conflict::OtherUnit { unit, .. } => directory.name(*unit),
            Conflict::Ambiguous(_) => "ambiguous",
            Conflict::OutOfDate(_) => "out of date",
            Conflict::Unknown => "unknown",
        })
        .collect();
    format!(
        "{name}@{row} by {:?} [{}]",
        identity.evidence,
        doubts.join(", ")
    )
}

#[test]
fn the_letterhead_speaks_first() {
    let van_khe =
        "Thực hiện Kế hoạch số 27/KH-UBND của UBND tỉnh, UBND xã Vân Khê báo cáo kết quả như sau:";
    assert_eq!(
        sender(
            "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ",
            "",
            "TM. ỦY BAN NHÂN DÂN",
            van_khe,
            "bc.docx"
        ),
        "Xã Vân Khê@2 by Some(Letterhead) []"
    );
    assert_eq!(
        sender(
            "UBND XÃ HOÀ TRẠCH",
            "UBND HUYỆN NAM GIANG",
            "",
            "",
            "x.docx"
        ),
        "Xã Hòa Trạch@4 by Some(Letterhead) []"
    );
    assert_eq!(
        sender("UBND XÃ HÒA TRẠCH", "", "", "", "x.docx"),
        "?@0 by Some(Letterhead) [ambiguous]"
    );
    assert_eq!(
        sender("UBND xã Đồng Lê", "", "", van_khe, "x.docx"),
        "Xã Đồng Lê@5 by Some(Letterhead) [Xã Vân Khê]"
    );
    assert_eq!(
        sender("UBND xã Lạ Lẫm", "", "", "", "xa van khe.docx"),
        "?@0 by Some(Letterhead) [unknown]"
    );
    assert_eq!(
        sender("UBND xã Cũ Kỹ", "", "", "", ""),
        "?@0 by Some(Letterhead) [out of date]"
    );
    assert_eq!(
        sender("", "", "TM. UBND XÃ VÂN KHÊ", "", ""),
        "Xã Vân Khê@2 by Some(Signature) []"
    );
    for bare in ["Ủy ban nhân dân", "UBND", "ủy ban nhân dân xã", "Sở"] {
        assert_eq!(
            sender(bare, "", "TM. ỦY BAN NHÂN DÂN", van_khe, "x.docx"),
            "Xã Vân Khê@2 by Some(Opening) []",
            "{bare}"
        );
        assert_eq!(
            sender(bare, "", "", "", "BC_xa-Van-Khe.docx"),
            "Xã Vân Khê@2 by Some(FileName) []",
            "{bare}"
        );
    }
    assert_eq!(
        sender("ủy ban nhân dân xã vân khê", "", "", "", "x.docx"),
        "Xã Vân Khê@2 by Some(Letterhead) []"
    );
    assert_eq!(
        sender("", "", "TM. ỦY BAN NHÂN DÂN", van_khe, "xa dong le.docx"),
        "Xã Vân Khê@2 by Some(Opening) []"
    );
}

#[test]
fn the_file_name_is_the_last_resort() {
    assert_eq!(
        sender("", "", "", "", "BC_xa-Van-Khe.docx"),
        "Xã Vân Khê@2 by Some(FileName) []"
    );
    assert_eq!(
        sender("", "", "", "", "VanKhe_BC10nam.docx"),
        "Xã Vân Khê@2 by Some(FileName) []"
    );
    assert_eq!(
        sender("", "", "", "", "bao cao xa dong le.docx"),
        "?@0 by None []"
    );
    assert_eq!(
        sender("", "", "", "", "báo cáo xã Đồng Lê.docx"),
        "Xã Đồng Lê@5 by Some(FileName) []"
    );
    assert_eq!(
        sender("", "", "", "", "so-noi-vu.pdf"),
        "Sở Nội vụ@7 by Some(FileName) []"
    );
}

/// One file: code, day of April 2026, words of revision with the code replaced, text.
type File = (
    &'static str,
    i8,
    Option<(&'static str, Option<&'static str>, Option<u32>)>,
    &'static str,
);

/// Which file counts, why, and which are doubles.
fn current(files: &[File]) -> (usize, Rank, Vec<(usize, usize)>) {
    let reports: Vec<Report> = files
        .iter()
        .map(|(code, day, revision, _)| {
            let mut report = Report::default();
            report.document.code = spanned(code);
            report.document.number = code.split('/').next().map(str::to_owned);
            report.document.date =
                (*day > 0).then(|| Spanned::new(date(2026, 4, *day), Span::default()));
            report.revision = revision.map(|(text, replaces, ordinal)| Revision {
                text: text.to_owned(),
                replaces: replaces.map(str::to_owned),
                replaces_date: None,
                ordinal,
                span: Span::default(),
            });
            report
        })
        .collect();
    let submissions: Vec<Submission> = reports
        .iter()
        .zip(files)
        .enumerate()
        .map(|(file, (report, (_, _, _, text)))| Submission {
            file,
            unit: UnitId(7),
            report,
            text,
        })
        .collect();
    let found = versions(&submissions).remove(0);
    (found.current, found.rank, found.duplicates)
}

#[test]
fn a_later_version_counts_and_says_why() {
    assert_eq!(
        current(&[("31/BC-UBND", 14, None, "a")]),
        (0, Rank::Only, vec![])
    );
    assert_eq!(
        current(&[
            (
                "38/BC-UBND",
                12,
                Some(("thay thế", Some("31/BC-UBND"), None)),
                "b"
            ),
            ("31/BC-UBND", 14, None, "a")
        ]),
        (0, Rank::Replaces, vec![])
    );
    assert_eq!(
        current(&[("31/BC-UBND", 14, None, "a"), ("38/BC-UBND", 21, None, "b")]),
        (1, Rank::Later, vec![])
    );
    assert_eq!(
        current(&[("38/BC-UBND", 14, None, "b"), ("31/BC-UBND", 14, None, "a")]),
        (0, Rank::Number, vec![])
    );
    assert_eq!(
        current(&[
            ("31/BC-UBND", 20, None, "a"),
            ("38/BC-UBND", 14, Some(("lần 2", None, Some(2))), "b")
        ]),
        (1, Rank::Ordinal, vec![])
    );
    assert_eq!(
        current(&[
            ("31/BC-UBND", 14, None, "cùng  một văn bản"),
            ("31/BC-UBND", 14, None, "cùng một\nvăn bản")
        ]),
        (0, Rank::Only, vec![(1, 0)])
    );
}
