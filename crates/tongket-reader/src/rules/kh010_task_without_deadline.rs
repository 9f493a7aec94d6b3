//! Tasks of a review plan that name no day.

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Task;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH010",
    "kh010_task_without_deadline",
    Info,
    "Nhiệm vụ không có thời hạn",
    "Tasks without a deadline",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let dated = case.tasks().any(|task| task.deadline.is_some());
    if case.review().is_none() || !dated {
        return Vec::new();
    }
    let mut open: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in case.tasks().filter(|task| task.deadline.is_none()) {
        let section = task.section.as_deref().unwrap_or_default();
        open.entry(section.split('.').next().unwrap_or_default()).or_default().push(task);
    }
    open.into_values().filter_map(|tasks| finding(&tasks)).collect()
}

/// One finding a chapter, with every place.
fn finding(tasks: &[&Task]) -> Option<Finding> {
    let (first, rest) = tasks.split_first()?;
    let count = tasks.len();
    let finding = Finding::new(
        first.span,
        format!("Có {count} nhiệm vụ trong mục này không ghi thời hạn."),
        format!("{count} tasks in this chapter have no deadline."),
    );
    let finding = rest.iter().fold(finding, |finding, task| {
        finding.with(task.span, "không có thời hạn", "no deadline")
    });
    Some(finding.fix(
        "Ghi thời hạn cho từng việc, hoặc một câu chung: “hoàn thành trước ngày …”.",
        "Give each a day, or one sentence for all of them.",
    ))
}
