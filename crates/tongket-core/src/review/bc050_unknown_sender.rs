//! A report whose sender is not in the list of units. See `bc050_unknown_sender.md`.

use tongket_reader::Severity;

use super::evidence::Evidence;
use super::{Check, Finding, FindingKind, Groups};
use crate::consolidation::Sender;

pub(super) const CHECK: Check = Check {
    code: "BC050",
    kind: FindingKind::UnknownUnit,
    severity: Severity::Warning,
    page: include_str!("bc050_unknown_sender.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let unknown = evidence
        .inputs
        .senders
        .iter()
        .filter(|sender| sender.unit.is_none());
    unknown.map(|sender| finding(check, sender)).collect()
}

fn finding(check: &Check, sender: &Sender) -> Finding {
    let file = &sender.file_name;
    let (vi, en) = match (&sender.name, sender.readable) {
        (_, false) => (
            format!("Tệp {file} không đọc được và tên tệp không cho biết của đơn vị nào."),
            format!("{file} cannot be read and its name does not tell whose it is."),
        ),
        (Some(name), true) => (
            format!(
                "Tệp {file} là của {name}, không có trong danh sách đơn vị; chưa được tổng hợp.{}",
                hint(sender)
            ),
            format!(
                "{file} is from {name}, which is not in the unit list; it was not consolidated."
            ),
        ),
        (None, true) => (
            format!("Tệp {file} không cho biết là của đơn vị nào; chưa được tổng hợp."),
            format!("{file} does not tell whose it is; it was not consolidated."),
        ),
    };
    check.finding(vi, en, vec![sender.place()])
}

/// The question to ask where the name is nearly one of the list.
fn hint(sender: &Sender) -> String {
    match sender.candidates.as_slice() {
        [] => String::new(),
        names => format!(" Có phải {}?", names.join(" hay ")),
    }
}
