//! Too few working days between the day of issue and the deadline of a report.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Task;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH005",
    "kh005_short_lead_time",
    Info,
    "Thời gian chuẩn bị quá ngắn",
    "Too little time to prepare",
);

/// Up to this many working days a report over several years is hurried. Not law: experience.
/// A plan takes days to arrive, a report days to be signed.
const HURRIED: usize = 10;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(issued), Some(_)) = (case.issued(), case.review()) else { return Vec::new() };
    let mut hurried: BTreeMap<Date, Vec<&Task>> = BTreeMap::new();
    for task in case.tasks() {
        let Some(due) = task.deadline.as_ref().and_then(|deadline| deadline.due) else { continue };
        let days = case.calendar.working_days(issued, due);
        if task.deliverable.is_some() && due >= issued && days <= HURRIED {
            hurried.entry(due).or_default().push(task);
        }
    }
    hurried.into_iter().filter_map(|(due, tasks)| finding(case, issued, due, &tasks)).collect()
}

fn finding(case: &Case<'_>, issued: Date, due: Date, tasks: &[&Task]) -> Option<Finding> {
    let mut places = tasks.iter().filter_map(|task| Some(task.deadline.as_ref()?.span));
    let first = places.next()?;
    let days = case.calendar.working_days(issued, due);
    let finding = Finding::new(
        first,
        format!("Từ ngày ban hành đến thời hạn này chỉ có {days} ngày làm việc."),
        format!("There are only {days} working days between the day of issue and this deadline."),
    );
    let finding = finding.with_all(places.filter(|place| *place != first), "cùng thời hạn", "the same deadline");
    Some(finding.fix(
        format!("Lùi thời hạn để đơn vị có hơn {HURRIED} ngày làm việc, hoặc gửi trước đề cương."),
        format!("Give more than {HURRIED} working days, or send the outline ahead."),
    ))
}
