//! Words that a scanner or a keyboard turned into others: "đơn Biên phòng" for "đồn Biên phòng".

use std::sync::LazyLock;

use serde::Deserialize;

use super::case::{Case, is_whole_word};
use super::finding::Finding;
use super::squeezed::Wordings;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH061",
    "kh061_ocr_slip",
    Warning,
    "Chữ bị nhầm khi quét hoặc đánh máy",
    "A word misread by a scanner or mistyped",
);

static SLIPS: LazyLock<Slips> = LazyLock::new(|| Slips::from_toml(include_str!("../../data/slips.toml")));

/// Every known slip, looked for in one pass.
struct Slips {
    entries: Vec<Slip>,
    search: Wordings,
}

#[derive(Deserialize)]
struct Table {
    slip: Vec<Slip>,
}

/// A wording that is never meant, and what is.
#[derive(Deserialize)]
struct Slip {
    wrong: String,
    right: String,
}

impl Slips {
    fn from_toml(text: &str) -> Slips {
        let table: Table = toml::from_str(text).expect("the data is well-formed");
        let search = Wordings::new(table.slip.iter().map(|slip| fold::lower(&slip.wrong)));
        Slips { entries: table.slip, search }
    }
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let text = case.text();
    let hits = SLIPS.search.find(case.squeezed()).into_iter();
    hits.filter(|(_, hit)| is_whole_word(text, hit.start..hit.end))
        .filter_map(|(slip, hit)| Some(finding(hit, hit.slice(text), SLIPS.entries.get(slip)?)))
        .collect()
}

fn finding(span: Span, written: &str, slip: &Slip) -> Finding {
    let right = in_the_case_of(written, &slip.right);
    Finding::new(
        span,
        format!("“{written}” có lẽ là “{right}” bị nhầm khi quét hoặc đánh máy."),
        format!("“{written}” is probably “{right}”, misread or mistyped."),
    )
    .fix(format!("Sửa thành “{right}”."), format!("Write “{right}”."))
}

/// What is meant, in capitals where the slip stands in a heading.
fn in_the_case_of(written: &str, right: &str) -> String {
    let capitals = !written.chars().any(char::is_lowercase);
    let first = written.chars().next().is_some_and(char::is_uppercase);
    match (capitals, first, right.chars().next()) {
        (true, _, _) => right.to_uppercase(),
        (false, true, Some(letter)) => {
            letter.to_uppercase().chain(right.chars().skip(1)).collect()
        }
        _ => right.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::squeezed::Squeezed;
    use super::*;

    #[test]
    fn every_entry_is_found_and_differs_from_what_is_meant() {
        for slip in &SLIPS.entries {
            let found = |text: &str| !SLIPS.search.find(&Squeezed::of(&fold::lower(text))).is_empty();
            assert!(found(&slip.wrong), "{}", slip.wrong);
            assert!(!found(&slip.right), "{}", slip.right);
        }
    }
}
