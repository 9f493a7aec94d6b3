//! Awards are to be proposed, and nobody says by when or how many.

use super::case::Case;
use super::finding::Finding;
use crate::plan::Task;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH015",
    "kh015_awards_without_figures",
    Warning,
    "Khen thưởng không có thời hạn và số lượng",
    "Awards without a day and a number",
);

/// What numbers are given of.
const COUNTED: [&str; 9] = [
    "tập thể", "cá nhân", "hộ gia đình", "hộ", "bằng khen", "giấy khen", "trường hợp", "đơn vị được khen", "gương",
];
/// Where else days and numbers may be found.
const ELSEWHERE: [&str; 5] =
    ["hướng dẫn riêng", "văn bản riêng", "theo hướng dẫn của", "theo hướng dẫn số", "kế hoạch khen thưởng"];
/// How many letters may stand between "hồ sơ" and "trước ngày".
const REACH: usize = 80;

/// Words that tell the procedure of awards from praise in passing.
const PROCEDURE: [&str; 7] = ["phân bổ", "xét", "đề xuất", "đề nghị", "tham mưu", "hồ sơ", "thẩm định"];

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.review().is_none() {
        return Vec::new();
    }
    let awards: Vec<&Task> = case.tasks().filter(|task| is_award(task)).collect();
    if awards.is_empty() {
        return Vec::new();
    }
    let body = case.lower_slice(case.body());
    let settled = awards.iter().any(|task| task.deadline.is_some())
        || is_counted(body)
        || ELSEWHERE.iter().any(|words| body.contains(words))
        || is_due(body);
    let Some((first, rest)) = awards.split_first().filter(|_| !settled) else { return Vec::new() };
    let finding = Finding::new(
        first.span,
        "Kế hoạch giao việc khen thưởng nhưng không có thời hạn, cũng không có số lượng.",
        "The plan orders awards without a day and without numbers.",
    );
    let finding = rest.iter().fold(finding, |finding, task| {
        finding.with(task.span, "cũng về khen thưởng", "about awards, too")
    });
    vec![finding.fix(
        "Ghi hạn gửi hồ sơ, số tập thể, cá nhân của từng cấp, hoặc dẫn văn bản hướng dẫn riêng.",
        "Give the day for dossiers and the numbers by tier, or refer to a guideline.",
    )]
}

fn is_award(task: &Task) -> bool {
    let action = fold::key(&task.action);
    action.contains("khen thưởng") && PROCEDURE.iter().any(|word| action.contains(word))
}

/// Whether a number of something is said: "05 tập thể".
fn is_counted(text: &str) -> bool {
    let ends_number = |at: &usize| text.as_bytes().get(*at).is_some_and(u8::is_ascii_digit);
    (0..text.len()).filter(ends_number).any(|at| {
        let behind = text.get(at + 1..).unwrap_or_default().trim_start();
        COUNTED.iter().any(|what| behind.starts_with(what))
    })
}

/// Whether a day is set for the dossiers: "hồ sơ gửi về Sở Nội vụ trước ngày".
fn is_due(text: &str) -> bool {
    text.match_indices("hồ sơ").any(|(at, words)| {
        let rest = text.get(at + words.len()..).unwrap_or_default();
        let clause = rest.split(['.', ';', '\n']).next().unwrap_or_default();
        let before = clause.find("trước ngày").and_then(|day| clause.get(..day));
        before.is_some_and(|before| before.chars().count() <= REACH)
    })
}
