//! A report that names two units as its sender. See `bc051_doubtful_sender.md`.

use tongket_reader::Severity;

use super::evidence::Evidence;
use super::{Check, Finding, FindingKind, Groups};
use crate::consolidation::{Inputs, Sender};
use crate::report::{Conflict, Evidence as Named};
use crate::unit::UnitId;

pub(super) const CHECK: Check = Check {
    code: "BC051",
    kind: FindingKind::UnknownUnit,
    severity: Severity::Warning,
    page: include_str!("bc051_doubtful_sender.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let inputs = evidence.inputs;
    let doubts = inputs.senders.iter().filter_map(|sender| {
        let unit = sender.unit?;
        let conflict = sender
            .conflicts
            .iter()
            .find_map(|conflict| match conflict {
                // The name of a file is whatever the sender typed; it contradicts nobody.
                Conflict::OtherUnit {
                    evidence: Named::FileName,
                    ..
                } => None,
                Conflict::OtherUnit { unit, .. } => Some(*unit),
                _ => None,
            })?;
        Some(finding(check, inputs, sender, unit, conflict))
    });
    doubts.collect()
}

fn finding(
    check: &Check,
    inputs: &Inputs<'_>,
    sender: &Sender,
    unit: UnitId,
    other: UnitId,
) -> Finding {
    let (file, name, other) = (&sender.file_name, inputs.name(unit), inputs.name(other));
    check.finding(
        format!("Tệp {file} mang tiêu đề của {name} nhưng chữ ký hoặc câu mở đầu là của {other}."),
        format!("{file} bears the letterhead of {name} but is signed or opened by {other}."),
        vec![sender.place()],
    )
}
