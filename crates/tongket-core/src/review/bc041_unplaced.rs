//! Text that no outline item took. See `bc041_unplaced.md`.

use tongket_reader::Severity;

use super::evidence::{Evidence, Reading};
use super::{Check, Finding, FindingKind, Groups};

pub(super) const CHECK: Check = Check {
    code: "BC041",
    kind: FindingKind::Unplaced,
    severity: Severity::Info,
    page: include_str!("bc041_unplaced.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let readings = evidence.readings.iter().enumerate();
    let findings = readings
        .filter_map(|(report, reading)| of_report(check, evidence.unit_name(report), reading));
    findings.collect()
}

fn of_report(check: &Check, name: &str, reading: &Reading<'_>) -> Option<Finding> {
    let spans = &reading.reported.unplaced;
    let count = spans.len();
    (count > 0).then(|| {
        check.finding(
            format!("{count} đoạn trong báo cáo của {name} không thuộc mục nào của đề cương; cần xếp bằng tay."),
            format!("{count} passages of the report of {name} fit no outline item; place them by hand."),
            spans.iter().map(|&span| reading.place(span)).collect(),
        )
    })
}
