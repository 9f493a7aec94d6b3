//! How much of what a careful reader finds is read, as a table.
//!
//! Documents are imported as users import them, tables included; the counts
//! and the facts are those of the reader's own accuracy test.

#[path = "../../crates/tongket-reader/tests/accuracy/gold.rs"]
mod gold;
#[path = "../../crates/tongket-reader/tests/accuracy/score.rs"]
mod score;

use std::path::Path;

use anyhow::{Context, Result};
use gold::Case;
use score::{Count, FEATURES, Score};
use tongket_reader::plan::read::read;

/// Prints the counts of our own documents and, where `TONGKET_CORPUS` names
/// its folder, of the corpus; with `explain` also what was missed or wrong.
pub(crate) fn run(explain: bool) -> Result<()> {
    let tests = crate::root().join("crates/tongket-reader/tests");
    let own = tests.join("documents");
    report("own documents", &gold::cases(&own, &own), explain)?;
    match std::env::var_os("TONGKET_CORPUS") {
        Some(corpus) => {
            let documents = Path::new(&corpus).join("documents");
            report(
                "corpus",
                &gold::cases(&tests.join("gold"), &documents),
                explain,
            )
        }
        None => {
            println!("TONGKET_CORPUS is not set: the corpus was not read");
            Ok(())
        }
    }
}

fn report(title: &str, cases: &[Case], explain: bool) -> Result<()> {
    let mut total = Score::default();
    for case in cases {
        let score = measure(case)?;
        if explain {
            for remark in &score.remarks {
                println!("{}: {remark}", case.name);
            }
        }
        total += &score;
    }
    println!(
        "\n{title}: {} documents\n{:18}{:>7}{:>10}{:>7}",
        cases.len(),
        "",
        "found",
        "expected",
        "false"
    );
    for (
        feature,
        Count {
            found,
            expected,
            wrong,
        },
    ) in FEATURES.iter().zip(total.counts)
    {
        println!("{feature:18}{found:7}{expected:10}{wrong:7}");
    }
    Ok(())
}

fn measure(case: &Case) -> Result<Score> {
    let name = case.document.to_string_lossy();
    let bytes = std::fs::read(&case.document).with_context(|| format!("cannot read {name}"))?;
    let source = tongket_paper::import::read(&bytes, &name)
        .with_context(|| format!("cannot import {name}"))?;
    Ok(Score::of(source.text(), &read(&source).plan, &case.gold))
}
