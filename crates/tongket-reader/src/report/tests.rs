//! Reports in the styles that communes, departments, unions and border posts really use.

use proptest::prelude::*;

use super::read::read;
use super::*;
use crate::blocks::{Flow, anatomy};
use crate::source::{Cell, Look, Origin, Part, Place, Source, SourceBuilder};

/// Draws a report: the preamble, then a line a heading and a line a passage.
fn draw(text: &str) -> String {
    let source = Source::from_plain(text);
    let report = read(&source);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        report
            .revision
            .iter()
            .map(|revision| format!("revision: {revision:?}")),
    );
    for passage in &report.preamble {
        lines.push(line(&source, passage, 0));
    }
    for heading in report.parts.iter().flat_map(Heading::walk) {
        let indent = usize::from(heading.level);
        lines.push(
            format!("{:indent$}{} {}", "", heading.label, heading.title)
                .trim_end()
                .to_owned(),
        );
        lines.extend(
            heading
                .passages
                .iter()
                .map(|passage| line(&source, passage, indent)),
        );
    }
    lines.join("\n")
}

fn line(source: &Source, passage: &Passage, indent: usize) -> String {
    let words: Vec<&str> = source.slice(passage.span).split_whitespace().collect();
    let start = words
        .get(..words.len().min(9))
        .unwrap_or_default()
        .join(" ");
    format!(
        "{:indent$}   | {} {start} ({})",
        "",
        passage.label,
        passage.sentences.len()
    )
}

#[test]
fn a_commune() {
    insta::assert_snapshot!(draw(include_str!("tests/xa.txt")));
}

#[test]
fn a_department_in_a_second_version() {
    insta::assert_snapshot!(draw(include_str!("tests/so.txt")));
}

#[test]
fn a_union_without_numbers() {
    insta::assert_snapshot!(draw(include_str!("tests/hoi.txt")));
}

#[test]
fn a_border_post_with_wrapped_lines() {
    insta::assert_snapshot!(draw(include_str!("tests/don.txt")));
}

/// Reads the report `text` and compares what it says of its version.
fn check_revision(text: &str, expected: Option<(Option<&str>, Option<u32>)>) {
    let source = Source::from_plain(&format!("XÃ VÂN KHÊ\nSố: 1/BC-UBND\nBÁO CÁO\n{text}"));
    let revision = read(&source).revision;
    let seen = revision
        .as_ref()
        .map(|revision| (revision.replaces.as_deref(), revision.ordinal));
    assert_eq!(seen, expected, "in {text:?}");
}

#[test]
fn versions() {
    check_revision(
        "Tổng kết phong trào (bổ sung lần 2)\nXã báo cáo như sau:\nI. KẾT QUẢ",
        Some((None, Some(2))),
    );
    check_revision(
        "Đính chính số liệu tổng kết\nXã báo cáo như sau:\nI. KẾT QUẢ",
        Some((None, None)),
    );
    check_revision(
        "Tổng kết\nXã báo cáo như sau:\nI. KẾT QUẢ\nBáo cáo này thay thế Báo cáo số 12/BC-UBND ngày 02/3/2026.",
        Some((Some("12/BC-UBND"), None)),
    );
    check_revision(
        "Tổng kết Điều lệ (sửa đổi, bổ sung)\nXã báo cáo như sau:\nI. KẾT QUẢ",
        None,
    );
    check_revision(
        "Tổng kết\nXã báo cáo như sau:\nI. KẾT QUẢ\nĐã sửa đổi, bổ sung 12 quy ước; Thông tư số 5/2024/TT-BNV thay thế Thông tư số 3.",
        None,
    );
}

/// A source with one table; `_` is a cell merged with the one above, `>n ` opens a cell n columns wide.
fn table_source(rows: &[&str]) -> Source {
    let mut builder = SourceBuilder::default();
    builder.line("I. KẾT QUẢ", Place::default(), Look::default());
    builder.line(
        "Bảng 1. Kết quả theo năm",
        Place::default(),
        Look::default(),
    );
    for (row, cells) in (0..).zip(rows) {
        let mut column = 0;
        for text in cells.split('|') {
            let (width, text) = match text.strip_prefix('>').and_then(|wide| wide.split_once(' ')) {
                Some((width, text)) => (width.parse().unwrap(), text),
                None => (1, text),
            };
            let cell = Cell {
                table: 1,
                row,
                column,
                width,
                continues: text == "_",
            };
            let place = Place {
                part: Part::Cell(cell),
                ..Place::default()
            };
            builder.line(text.trim_matches('_'), place, Look::default());
            column += width;
        }
    }
    builder.finish(Origin::default())
}

/// Reads the table of `rows` and compares its header and its first row.
fn check_table(rows: &[&str], header: &[&str], first: &[&str]) {
    let source = table_source(rows);
    let report = read(&source);
    let passages = report
        .parts
        .iter()
        .flat_map(Heading::walk)
        .flat_map(|heading| &heading.passages);
    let table = passages
        .filter_map(|passage| passage.table.as_ref())
        .next()
        .expect("a table");
    assert_eq!(table.header, header);
    let cells: Vec<&str> = table.rows[0]
        .iter()
        .map(|cell| cell.text.as_str())
        .collect();
    assert_eq!(cells, first);
    assert_eq!(
        table.caption.map(|span| source.slice(span)),
        Some("Bảng 1. Kết quả theo năm")
    );
}

#[test]
fn headers_of_tables() {
    check_table(
        &[
            "STT|Nội dung|Năm 2025|Năm 2026",
            "1|Số tổ tự quản|12|14",
            "|Tổng cộng|12|14",
        ],
        &["STT", "Nội dung", "Năm 2025", "Năm 2026"],
        &["1", "Số tổ tự quản", "12", "14"],
    );
    check_table(
        &[
            "STT|Nội dung|>2 Kết quả",
            "_|_|Số buổi|Số lượt",
            "(1)|(2)|(3)|(4)",
            "1|Tuyên truyền|45|3.200",
        ],
        &["STT", "Nội dung", "Kết quả Số buổi", "Kết quả Số lượt"],
        &["1", "Tuyên truyền", "45", "3.200"],
    );
    check_table(
        &["Tên xã|2024|2025", "Vân Khê|10|12", "An Thượng|8|9"],
        &["Tên xã", "2024", "2025"],
        &["Vân Khê", "10", "12"],
    );
    check_table(
        &["Vân Khê|10|12", "An Thượng|8|9"],
        &[],
        &["Vân Khê", "10", "12"],
    );
}

fn check_unit(rows: &[&str], unit: Option<&str>) {
    let source = table_source(rows);
    let report = read(&source);
    let headings = report.parts.iter().flat_map(Heading::walk);
    let passages = headings.flat_map(|heading| &heading.passages);
    let table = passages
        .chain(&report.preamble)
        .find_map(|passage| passage.table.as_ref())
        .expect("a table");
    assert_eq!(table.unit.as_deref(), unit, "{rows:?}");
}

#[test]
fn units_of_measure_said_once() {
    check_unit(
        &[
            "STT|Nguồn vốn (triệu đồng)|2014|2024",
            "1|Trung ương|120.500|256.000",
        ],
        Some("triệu đồng"),
    );
    check_unit(
        &["STT|Nguồn vốn (theo năm)|2014", "1|Trung ương|120.500"],
        None,
    );
    check_unit(
        &["Nội dung (nghìn đồng)|Đơn vị tính|2024", "Hội nghị|cuộc|12"],
        None,
    );
}

/// Whether every letter of the source is in the letterhead, the closing, a heading or a passage.
fn nothing_is_lost(text: &str) {
    let source = Source::from_plain(text);
    let report = read(&source);
    let flow = Flow::of(&source);
    let mut held: Vec<Span> = Vec::new();
    for segment in anatomy::segments(&flow, Span::new(0, flow.text.len())) {
        let blocks = flow.blocks.get(segment.head).unwrap_or_default().iter();
        held.extend(
            blocks
                .chain(flow.blocks.get(segment.closing).unwrap_or_default())
                .map(|block| block.span),
        );
    }
    let headings: Vec<&Heading> = report.parts.iter().flat_map(Heading::walk).collect();
    held.extend(headings.iter().map(|heading| heading.span));
    let passages = headings
        .iter()
        .flat_map(|heading| &heading.passages)
        .chain(&report.preamble);
    held.extend(passages.map(|passage| passage.span));
    held.sort_unstable();
    let mut rest = String::new();
    let mut at = 0;
    for span in held {
        rest.push_str(Span::new(at, span.start).slice(&flow.text));
        at = at.max(span.end);
    }
    rest.push_str(Span::new(at, flow.text.len()).slice(&flow.text));
    let labels = [
        "-",
        "–",
        "+",
        "*",
        "•",
        "o",
        "(1)",
        "(2)",
        "1.",
        "2.",
        "a)",
        "b)",
        "đ)",
        "I.",
        "II.",
        "1.1.",
        "Điều 1.",
    ];
    let lost: Vec<&str> = rest
        .split_whitespace()
        .filter(|word| !labels.contains(word))
        .collect();
    assert!(
        lost.iter().all(|word| !word.contains(char::is_alphabetic)
            || labels.iter().any(|label| label.contains(word))),
        "lost {lost:?} of {text:?}"
    );
}

#[test]
fn nothing_of_the_examples_is_lost() {
    for text in [
        include_str!("tests/xa.txt"),
        include_str!("tests/so.txt"),
        include_str!("tests/hoi.txt"),
        include_str!("tests/don.txt"),
    ] {
        nothing_is_lost(text);
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "I. KẾT QUẢ",
        "II. KIẾN NGHỊ",
        "1. Công tác tuyên truyền: Đã tổ chức 45 buổi.",
        "1.1. Tập huấn",
        "a) Kết quả",
        "đ) Khen thưởng",
        "- Khách quan:",
        "- Tham gia tuần tra 12 lượt.",
        "+ Tuần tra",
        "* Kết quả: tốt",
        "(1) Ban hành 12 văn bản;",
        "Xã đã thành lập 12 tổ",
        "với 156 thành viên",
        "- xã hội phát triển",
        "",
        "KẾT QUẢ ĐẠT ĐƯỢC",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "Trần Văn Hải",
        "Phụ lục II",
        "BÁO CÁO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12/BC-UBND",
        "Kính gửi: UBND tỉnh",
        "1.",
        "-",
        "Điều 1. Phạm vi",
        "2. Đề nghị tỉnh hỗ trợ. Trước mắt bố trí kinh phí.",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn nothing_of_any_arrangement_is_lost(lines in prop::collection::vec(piece(), 0..30)) {
        nothing_is_lost(&lines.join("\n"));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        read(&Source::from_plain(&text));
    }
}
