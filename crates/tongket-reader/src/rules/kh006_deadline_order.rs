//! Those who report fall due after the one who puts their reports together.

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Task;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH006",
    "kh006_deadline_order",
    Warning,
    "Cấp dưới nộp sau khi cấp trên đã tổng hợp",
    "Reports fall due after they are put together",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let due = case.tasks().filter_map(dated);
    let (consolidations, reports): (Vec<_>, Vec<_>) = due.partition(|(task, _)| puts_together(case, task));
    if consolidations.is_empty() {
        return Vec::new();
    }
    reports
        .into_iter()
        .filter_map(|(report, due)| {
            let early = consolidations.iter().find(|(task, end)| *end < due && receives(task, report))?;
            Some(finding(report, due, early.0, early.1))
        })
        .collect()
}

fn dated(task: &Task) -> Option<(&Task, Date)> {
    Some((task, task.deadline.as_ref()?.due?))
}

/// Whether reports are put together by the day the task names; what is said behind that day has none.
fn puts_together(case: &Case<'_>, task: &Task) -> bool {
    let end = task.deadline.as_ref().map_or(task.span.end, |deadline| deadline.span.end);
    let bound = Span::new(task.span.start, end.max(task.span.start));
    fold::key(case.slice(bound)).contains("tổng hợp")
}

/// Whether the report goes to, or through, the unit that puts reports together.
fn receives(consolidation: &Task, report: &Task) -> bool {
    let to = [report.recipient.as_ref(), report.via.as_ref()];
    to.into_iter().flatten().any(|to| {
        let to = fold::key(&to.value);
        consolidation.units.iter().any(|unit| fold::key(&unit.value) == to)
    })
}

fn finding(report: &Task, due: Date, consolidation: &Task, end: Date) -> Finding {
    let show = |date: Date| format!("{:02}/{}/{}", date.day(), date.month(), date.year());
    let place = |task: &Task| task.deadline.as_ref().map_or(task.span, |deadline| deadline.span);
    Finding::new(
        place(report),
        format!("Báo cáo này đến hạn {}, sau khi nơi nhận đã phải tổng hợp xong ({}).", show(due), show(end)),
        format!("This report is due on {}, after its recipient has put all together ({}).", show(due), show(end)),
    )
    .with(place(consolidation), "hạn tổng hợp", "when it is put together")
    .fix(
        "Đặt hạn nộp trước hạn tổng hợp, cách nhau đủ ngày để tổng hợp.",
        "Let reports fall due before they are put together, with days to spare.",
    )
}
