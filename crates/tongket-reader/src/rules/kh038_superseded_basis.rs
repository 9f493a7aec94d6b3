//! A basis that another document had replaced before the day of issue.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH038",
    "kh038_superseded_basis",
    Warning,
    "Căn cứ vào văn bản đã được thay thế",
    "The basis had been replaced",
);

static SUCCESSIONS: LazyLock<Vec<Succession>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../data/superseded.toml")).expect("the data is well-formed");
    table.document
});

/// Words of a line that tells what became of a document.
const HISTORY: [&str; 6] = ["sửa đổi", "bổ sung", "thay thế", "bãi bỏ", "hết hiệu lực", "giai đoạn trước"];

#[derive(Deserialize)]
struct Table {
    document: Vec<Succession>,
}

/// One document that took the place of another.
#[derive(Deserialize)]
struct Succession {
    code: String,
    by: String,
    since: Date,
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(issued) = case.issued() else { return Vec::new() };
    let cited = case.codes().iter().filter(|code| is_basis(case, code.span));
    cited
        .filter_map(|code| {
            let name = code.value.to_string();
            let succession = SUCCESSIONS.iter().find(|one| one.code == name && one.since <= issued)?;
            Some(finding(succession, code.span))
        })
        .collect()
}

/// Whether a code stands in a line that names the basis, and not in one that tells its history.
fn is_basis(case: &Case<'_>, code: Span) -> bool {
    let text = case.text();
    let start = text.get(..code.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(code.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| code.end + at);
    let line = Span::new(start, end).trim(text);
    let opening = ["Căn cứ", "Thực hiện"].iter().find_map(|words| line.slice(text).strip_prefix(words));
    let opens = opening.is_some_and(|rest| rest.starts_with(char::is_whitespace));
    opens && !HISTORY.iter().any(|words| case.lower_slice(line).contains(words))
}

fn finding(succession: &Succession, span: Span) -> Finding {
    let Succession { code, by, since } = succession;
    let (day, month, year) = (since.day(), since.month(), since.year());
    Finding::new(
        span,
        format!("{code} đã được thay bằng {by} từ ngày {day:02}/{month}/{year}."),
        format!("{code} was replaced by {by} on {day:02}/{month}/{year}."),
    )
    .fix(format!("Căn cứ vào {by}."), format!("Cite {by}."))
}
