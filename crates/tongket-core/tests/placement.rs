//! Where the parts of the example's reports go on its outline.
//!
//! The texts are those the example's documents were made of. Every passage has
//! a place that a reader would give it; what is found, expected and false is
//! counted, and printed with `cargo test -p tongket-core --test placement -- --nocapture`.

use std::fs;
use std::path::PathBuf;

use tongket_core::report::{Aligner, Alignment};
use tongket_reader::Source;

/// A text of the example without its tables, its letterhead in lines as on paper.
fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/son-hai/text")
        .join(name);
    let written = fs::read_to_string(path).expect("a text of the example");
    let mut lines: Vec<String> = Vec::new();
    for line in written.lines() {
        match line.strip_prefix('@').map(str::trim) {
            Some(field) => lines.extend(letterhead(field)),
            None if line.starts_with('|') || line == "BIỂU SỐ LIỆU" => {}
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// The lines that a field of the letterhead becomes.
fn letterhead(field: &str) -> Vec<String> {
    let parts = |value: &str| value.split('/').map(str::to_owned).collect::<Vec<_>>();
    match field.split_once(": ") {
        Some(("issuer" | "parent", value)) => parts(value),
        Some(("number", value)) => vec![format!("Số: {value}")],
        Some(("date" | "kind" | "subject" | "title" | "reference", value)) => {
            vec![value.to_owned()]
        }
        None if field == "annex" => vec!["PHỤ LỤC".to_owned()],
        _ => Vec::new(),
    }
}

/// Where each passage of a report went, in the order of the report: "I II.1 II.1 …", "()" for
/// what frames it and "?" for what has no place.
fn places(aligner: &Aligner, source: &Source) -> Vec<String> {
    let report = tongket_reader::report::read::read(source);
    let alignment: Alignment = aligner.align(&report, source.text());
    let mut all: Vec<(usize, String)> = Vec::new();
    for answer in &alignment.answers {
        let own = answer.passages.iter();
        all.extend(own.map(|placed| (placed.passage.span.start, answer.outline.clone())));
    }
    let framing = alignment.framing.iter().map(|placed| (placed, "()"));
    let rest = alignment.unplaced.iter().map(|placed| (placed, "?"));
    let others = framing.chain(rest);
    all.extend(others.map(|(placed, sign)| (placed.passage.span.start, sign.to_owned())));
    all.sort();
    all.into_iter().map(|(_, place)| place).collect()
}

#[allow(clippy::print_stdout)]
#[test]
fn every_passage_of_the_example_has_its_place() {
    let plan = tongket_reader::plan::read::read(&Source::from_plain(&text("plan.txt")));
    let aligner = Aligner::new(&plan.plan.outline.expect("the plan has an outline"));
    let (mut found, mut expected_count, mut wrong) = (0, 0, 0);
    for (name, expected) in EXPECTED {
        let places = places(&aligner, &Source::from_plain(&text(name)));
        let expected: Vec<&str> = expected.split_whitespace().collect();
        println!("{name}: {}", places.join(" "));
        expected_count += expected.len();
        let agreeing = places
            .iter()
            .zip(&expected)
            .filter(|(one, other)| one == other);
        let agreeing = agreeing.count();
        found += agreeing;
        wrong += places.len() - agreeing;
    }
    println!("found {found}/{expected_count}, false {wrong}");
    assert_eq!((found, wrong), (expected_count, 0));
}

/// Where a careful reader puts the passages of each report.
const EXPECTED: &[(&str, &str)] = &[
    ("so-noi-vu.txt", WITHOUT_TEAMS),
    (
        "thach-da.txt",
        "() I II.1 II.2 II.3.a II.3.b II.3.c II.4 II.5 III.1 III.2 III.3 IV",
    ),
    (
        "phu-loc-son.txt",
        "() I II.2 II.1 II.3.a II.3.b II.3.c II.4 II.5 III.1 III.2 III.3 IV V ?",
    ),
    ("van-khe.txt", EVERY_ITEM),
    ("ben-thach.txt", EVERY_ITEM),
    ("dong-giang.txt", EVERY_ITEM),
    ("hoa-binh-thuong.txt", EVERY_ITEM),
    ("suoi-tram.txt", EVERY_ITEM),
    ("muong-lang-2.txt", EVERY_ITEM),
    ("muong-lang-1.txt", "() I II.1 II.2 II.3.a III"),
    ("mttq.txt", WITHOUT_TEAMS),
    ("tan-lap.txt", "() I II.1"),
];

const EVERY_ITEM: &str = "() I II.1 II.2 II.3.a II.3.b II.3.c II.4 II.5 III.1 III.2 III.3 IV V";

/// From bodies of the province, which have no teams of their own.
const WITHOUT_TEAMS: &str = "() I II.1 II.2 II.3 II.4 II.5 III.1 III.2 III.3 IV V";
