//! A deadline that had passed when the document was issued.

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Deadline;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH003",
    "kh003_deadline_before_issue",
    Error,
    "Thời hạn trước ngày ban hành",
    "The deadline lies before the day of issue",
);

/// Beyond two years the date is not a slip but something else that was told.
const DAYS_OF_A_SLIP: i32 = 730;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(issued) = case.issued() else { return Vec::new() };
    let deadlines = case.tasks().filter_map(|task| task.deadline.as_ref());
    let mut found: Vec<(&Deadline, Date)> = Vec::new();
    for deadline in deadlines {
        let Some(due) = deadline.due.filter(|due| *due < issued) else { continue };
        let days = issued.since(due).map_or(i32::MAX, |gap| gap.get_days());
        if days <= DAYS_OF_A_SLIP && !found.iter().any(|(known, _)| known.span == deadline.span) {
            found.push((deadline, due));
        }
    }
    found.into_iter().map(|(deadline, due)| finding(case, deadline, due, issued)).collect()
}

fn finding(case: &Case<'_>, deadline: &Deadline, due: Date, issued: Date) -> Finding {
    let show = |date: Date| format!("{:02}/{}/{}", date.day(), date.month(), date.year());
    let finding = Finding::new(
        deadline.span,
        format!("Thời hạn này hết vào {}, trước ngày ban hành {}.", show(due), show(issued)),
        format!("This deadline ended on {}, before the day of issue {}.", show(due), show(issued)),
    );
    let date = case.plan.document.date.as_ref().map(|date| date.span).filter(|span| !span.is_empty());
    let finding = match date {
        Some(span) => finding.with(span, "ngày ban hành", "the day of issue"),
        None => finding,
    };
    finding.fix(
        "Sửa năm hoặc ngày của thời hạn; đơn vị không thể nộp trước khi được giao.",
        "Mend the year or the day; nobody can hand in before being asked.",
    )
}
