//! The reader against documents whose facts a careful reader has written down.
//!
//! Our own documents always take part; those of the corpus when
//! `TONGKET_CORPUS` names its folder. Floors only rise.

#![allow(missing_docs, clippy::print_stderr)]

mod gold;
mod score;

use std::path::{Path, PathBuf};

use gold::Case;
use score::{Count, FEATURES, Score};
use tongket_reader::{Source, plan};

/// Least share of the expected that is found, and greatest share of what is
/// read that is wrong, in per cent, by feature as in [`FEATURES`].
type Floors = [(usize, usize); FEATURES.len()];

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder)
}

/// Reads the plain-text cases; tables in Markdown need an importer and are measured by `cargo xtask accuracy`.
fn total(cases: &[Case]) -> Score {
    let mut total = Score::default();
    for case in cases.iter().filter(|case| {
        case.document
            .extension()
            .is_some_and(|ending| ending == "txt")
    }) {
        let text = std::fs::read_to_string(&case.document).expect("a document of the folder");
        let source = Source::from_plain(&text);
        let reading = plan::read::read(&source);
        let score = Score::of(source.text(), &reading.plan, &case.gold);
        for remark in &score.remarks {
            eprintln!("{}: {remark}", case.name);
        }
        total += &score;
    }
    total
}

fn check(cases: &[Case], floors: &Floors) {
    let total = total(cases);
    for (
        (
            feature,
            Count {
                found,
                expected,
                wrong,
            },
        ),
        (least, most),
    ) in FEATURES.iter().zip(total.counts).zip(floors)
    {
        eprintln!("{feature:16} {found:4} / {expected:4}  wrong {wrong:3}");
        assert!(
            found * 100 >= least * expected,
            "{feature}: {found} of {expected} found, at least {least} % wanted"
        );
        assert!(
            wrong * 100 <= most * (found + wrong),
            "{feature}: {wrong} wrong beside {found}, at most {most} % allowed"
        );
    }
}

#[test]
fn our_own_documents() {
    let floors = [(100, 0); FEATURES.len()];
    check(
        &gold::cases(&here("documents"), &here("documents")),
        &floors,
    );
}

#[test]
fn documents_of_the_corpus() {
    let Some(corpus) = std::env::var_os("TONGKET_CORPUS") else {
        eprintln!("TONGKET_CORPUS is not set: the corpus was not read");
        return;
    };
    let documents = Path::new(&corpus).join("documents");
    let floors = [
        (97, 0),   // metadata
        (100, 4),  // references
        (100, 0),  // sections
        (100, 0),  // outline
        (97, 2),   // tasks
        (100, 0),  // section of task
        (98, 1),   // units
        (98, 2),   // roles
        (100, 0),  // orders
        (97, 0),   // with
        (97, 6),   // deadlines
        (100, 10), // recipients
        (100, 0),  // via
    ];
    check(&gold::cases(&here("gold"), &documents), &floors);
}
