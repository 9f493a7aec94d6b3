//! What holds of every flow: the text keeps its length, nothing is lost, nothing is read twice.

use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::plan::section;
use crate::source::{Cell, Look, Origin, Place, SourceBuilder};

/// Checks a source: its flow keeps every letter in exactly one block, and sections have ids of their own.
fn check(source: &Source) {
    let flow = Flow::of(source);
    assert_eq!(flow.text.len(), source.text().len());
    assert_eq!(
        flow.text.replace('\n', " "),
        source.text().replace('\n', " ")
    );
    let mut at = 0;
    for block in &flow.blocks {
        assert!(block.span.start >= at, "blocks overlap");
        assert_eq!(
            Span::new(at, block.span.start).slice(&flow.text).trim(),
            "",
            "lost between blocks"
        );
        assert!(block.span.contains(block.content));
        assert!(
            flow.text
                .get(block.span.start..block.span.end)
                .is_some_and(|text| !text.is_empty())
        );
        if let Some(label) = &block.label {
            assert!(block.span.contains(label.span) && label.span.end <= block.content.start);
        }
        at = block.span.end;
    }
    assert_eq!(
        flow.text.get(at..).map(str::trim),
        Some(""),
        "lost at the end"
    );
    check_sections(&flow);
}

fn check_sections(flow: &Flow) {
    let whole = Span::new(0, flow.text.len());
    let sections = section::read(flow, whole);
    let mut ids: Vec<&str> = sections
        .iter()
        .flat_map(|section| section.walk())
        .map(|section| &*section.id)
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "two sections share an id");
    for section in sections.iter().flat_map(|section| section.walk()) {
        assert!(section.span.contains(section.heading));
        assert!(
            flow.text
                .get(section.span.start..section.span.end)
                .is_some()
        );
        assert!(
            section
                .children
                .iter()
                .all(|child| section.span.contains(child.span))
        );
    }
}

/// Lines as they occur, and some that do not.
fn line() -> impl Strategy<Value = String> {
    let real = prop::sample::select(vec![
        "I. MỤC ĐÍCH",
        "II- NỘI DUNG",
        "1. Yêu cầu",
        "2) Sở Nội vụ",
        "1.1. Tập huấn",
        "a) Cấp xã",
        "đ) Khác",
        "- Kết quả",
        "- xã hội, củng cố",
        "gắn với phát triển kinh tế",
        "phối hợp với",
        "UBND cùng cấp",
        "1.",
        "-",
        "Điều 1.",
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "Trần Văn Hải",
        "Phụ lục I",
        "ĐỀ CƯƠNG BÁO CÁO",
        "(1) Kết quả",
        "15/3/2026 trước ngày",
        "1.200 hộ",
        "126/2024/NĐ-",
        "CP ngày",
        "; kết quả",
        "",
        "  ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "báo cáo theo đề cương sau:",
        "**I. MỤC ĐÍCH**",
        "* *Kết quả*: tốt",
        "Kính gửi: UBND tỉnh",
        "KẾ HOẠCH",
    ]);
    prop_oneof![4 => real.prop_map(str::to_owned), 1 => "\\PC{0,40}"]
}

proptest! {
    #[test]
    fn every_letter_of_plain_lines_is_in_one_block(lines in prop::collection::vec(line(), 0..40)) {
        check(&Source::from_plain(&lines.join("\n")));
    }

    #[test]
    fn every_letter_of_tables_is_in_one_block(lines in prop::collection::vec((line(), 0_u32..4, 0_u32..3), 0..30)) {
        let mut builder = SourceBuilder::default();
        for (text, column, table) in lines {
            let cell = Cell { table, row: column / 2, column, width: 1, continues: false };
            let part = if table == 0 { Part::Body } else { Part::Cell(cell) };
            builder.line(&text, Place { part, ..Place::default() }, Look::default());
        }
        check(&builder.finish(Origin::default()));
    }
}

#[test]
fn any_bytes_are_read() {
    bolero::check!().with_type::<Vec<u8>>().for_each(|bytes| {
        check(&Source::from_plain(&String::from_utf8_lossy(bytes)));
    });
}

/// Reads the documents of the corpus, which need not be there.
#[test]
fn the_corpus_keeps_every_letter() {
    let Some(corpus) = std::env::var_os("TONGKET_CORPUS") else {
        let line = "TONGKET_CORPUS is not set: the corpus test of blocks is skipped";
        let _ = writeln!(std::io::stdout(), "{line}");
        return;
    };
    let folder = std::path::Path::new(&corpus).join("documents");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus holds documents") {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|ending| ending == "txt" || ending == "md")
        {
            let bytes = std::fs::read(&path).expect("a readable file");
            check(&Source::from_plain(&String::from_utf8_lossy(&bytes)));
            read += 1;
        }
    }
    assert!(read > 0, "no text in the corpus");
}
