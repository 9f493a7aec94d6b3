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

pattern!(BASIS, r"(?m)^\s*(?:Căn cứ|Thực hiện)\s[^\n]*");
pattern!(HISTORY, r"sửa đổi|bổ sung|thay thế|bãi bỏ|hết hiệu lực|giai đoạn trước");

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
    let text = case.text();
    let lines = BASIS.find_iter(text).filter(|line| !HISTORY.is_match(case.lower_slice(line.range().into())));
    let spans: Vec<Span> = lines.map(|line| Span::from(line.range())).collect();
    let cited = case.codes().iter().filter(|code| spans.iter().any(|span| span.contains(code.span)));
    cited
        .filter_map(|code| {
            let name = code.value.to_string();
            let succession = SUCCESSIONS.iter().find(|one| one.code == name && one.since <= issued)?;
            Some(finding(succession, code.span))
        })
        .collect()
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
