//! What holds of reading any text at all: it ends, spans are places, nothing is lost.

#![allow(missing_docs)]

use proptest::prelude::*;
use tongket_reader::blocks::Flow;
use tongket_reader::plan::read::{Reading, read};
use tongket_reader::plan::{Plan, Section, Task};
use tongket_reader::{Source, Span};

/// Everything that must hold of a reading.
fn check(text: &str) {
    let source = Source::from_plain(text);
    let Reading { plan, diagnostics } = read(&source);
    for span in spans(&plan) {
        assert!(
            source.text().get(span.start..span.end).is_some(),
            "{span:?} is no place in {text:?}"
        );
    }
    for diagnostic in &diagnostics {
        assert!(
            source
                .text()
                .get(diagnostic.span.start..diagnostic.span.end)
                .is_some()
        );
    }
    nothing_is_lost(&source, &plan);
}

fn spans(plan: &Plan) -> Vec<Span> {
    let mut spans: Vec<Span> = plan
        .unclaimed
        .iter()
        .map(|unclaimed| unclaimed.span)
        .collect();
    spans.extend(
        plan.sections
            .iter()
            .flat_map(Section::walk)
            .flat_map(|section| [section.span, section.heading]),
    );
    spans.extend(plan.tasks.iter().flat_map(of_task));
    spans.extend(plan.events.iter().map(|event| event.span));
    spans.extend(plan.outline.iter().map(|outline| outline.span));
    spans.extend(
        plan.document
            .references
            .iter()
            .map(|reference| reference.span),
    );
    spans
}

fn of_task(task: &Task) -> Vec<Span> {
    let named = task
        .units
        .iter()
        .chain(&task.with)
        .chain(&task.recipient)
        .chain(&task.via);
    let mut spans: Vec<Span> = named.map(|unit| unit.span).collect();
    spans.extend(task.deadline.as_ref().map(|deadline| deadline.span));
    spans.push(task.span);
    spans
}

/// Every block with a letter or figure in it is touched by something that was read, or by an unclaimed sentence.
fn nothing_is_lost(source: &Source, plan: &Plan) {
    let mut claims = spans(plan);
    claims.push(head(plan));
    claims.extend(closing(plan));
    claims.extend(plan.document.documents.iter().map(|further| further.span));
    for block in &Flow::of(source).blocks {
        let says_something = source.slice(block.content).contains(char::is_alphanumeric);
        let accounted = claims.iter().any(|claim| claim.overlaps(block.span));
        assert!(
            !says_something || accounted,
            "lost: {:?}",
            source.slice(block.span)
        );
    }
}

/// From the top to the last part of the letterhead.
fn head(plan: &Plan) -> Span {
    let document = &plan.document;
    let parts = [
        &document.kind,
        &document.code,
        &document.issuer,
        &document.place,
        &document.subject,
    ];
    let ends = parts.into_iter().flatten().map(|part| part.span.end);
    let addressed = document.addressees.iter().map(|part| part.span.end);
    let dated = document.date.iter().map(|part| part.span.end);
    Span::new(
        document.span.start,
        ends.chain(addressed).chain(dated).max().unwrap_or_default(),
    )
}

/// From the first recipient or part of the signature, with the line "Nơi nhận" before it, to the last.
fn closing(plan: &Plan) -> Option<Span> {
    let signature = plan.document.signature.iter();
    let parts = signature.flat_map(|signature| {
        [
            &signature.authority,
            &signature.mode,
            &signature.position,
            &signature.name,
        ]
    });
    let signed = parts.flatten().map(|part| part.span);
    let cover = signed
        .chain(plan.document.recipients.iter().map(|part| part.span))
        .reduce(Span::cover)?;
    Some(Span::new(cover.start.saturating_sub(40), cover.end))
}

/// Pieces of which documents are made, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ",
        "a) ",
        "- ",
        "+ ",
        "Điều 1.",
        "đ)",
        "Phụ lục",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "Kính gửi: ",
        "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh tham mưu",
        "Đề nghị ",
        "gửi về UBND tỉnh (qua Sở Nội vụ) trước ngày 15/3/2026",
        "Thời gian: ",
        "trong tháng 4/2026",
        ";",
        ":",
        ".",
        "\n",
        "\n\n",
        " ",
        "\t",
        "(",
        ")",
        "“",
        "các Bộ: Công an, Tư pháp",
        "TM. ỦY BAN NHÂN DÂN",
        "ĐỀ CƯƠNG BÁO CÁO",
        "**",
        "…",
        "Uỷ\u{300}",
        "e\u{301}",
        "31/02/2026",
        "ngày",
        "và",
        "đã",
        "Số: 12/KH-UBND",
        "|",
        "định kỳ hằng quý",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat());
    }
}

#[test]
fn any_bytes_are_read() {
    bolero::check!()
        .with_iterations(200)
        .for_each(|bytes: &[u8]| check(&String::from_utf8_lossy(bytes)));
}

#[test]
fn our_own_documents_are_read_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    for entry in std::fs::read_dir(folder)
        .expect("our own documents are in the repository")
        .flatten()
    {
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "txt")
        {
            check(&std::fs::read_to_string(entry.path()).expect("a document"));
        }
    }
}

#[test]
fn a_long_text_takes_time_in_proportion() {
    let line = "- Chủ trì, phối hợp với các cơ quan, đơn vị, địa phương liên quan rà soát, báo cáo UBND tỉnh; ";
    check(&format!("KẾ HOẠCH\n\n1. Sở Nội vụ\n{}", line.repeat(2_000)));
    check(&"các sở, ban, ngành, ".repeat(5_000));
    check(&"(qua Sở ".repeat(5_000));
}
