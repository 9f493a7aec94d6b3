//! Outline items that were left out. See `bc040_uncovered.md`.

use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Reading};
use super::{Check, Finding, FindingKind, Groups};
use crate::issue::wording;
use crate::report::AnswerState;

pub(super) const CHECK: Check = Check {
    code: "BC040",
    kind: FindingKind::Uncovered,
    severity: Severity::Warning,
    page: include_str!("bc040_uncovered.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let nobody = nobody(check, evidence);
    let each = evidence.readings.iter().enumerate();
    let each = each.filter_map(|(report, reading)| of_report(check, evidence, report, reading));
    nobody.into_iter().chain(each).collect()
}

/// Sections with nothing below them.
fn leaves<'e>(evidence: &'e Evidence<'_>) -> impl Iterator<Item = usize> + 'e {
    let is_parent = |at: usize| {
        evidence
            .sections
            .get(at + 1)
            .is_some_and(|next| next.parent == Some(at))
    };
    (0..evidence.sections.len()).filter(move |&at| !is_parent(at))
}

/// Whether a report left a section out, and did not write about it under the heading above.
fn is_left_out(evidence: &Evidence<'_>, reading: &Reading<'_>, section: usize) -> bool {
    let state = reading.states.get(section).copied().unwrap_or_default();
    let above = evidence.sections[section].parent;
    state == AnswerState::Missing && !above.is_some_and(|above| reading.written[above])
}

fn title(evidence: &Evidence<'_>, section: usize) -> String {
    let item = evidence.sections[section].item;
    let label = item.label.trim_end_matches(['.', ')']);
    format!("{label}. {}", item.title)
        .trim_start_matches(". ")
        .to_owned()
}

fn nobody(check: &Check, evidence: &Evidence<'_>) -> Vec<Finding> {
    if evidence.readings.len() < 2 {
        return Vec::new();
    }
    let by_none = leaves(evidence).filter(|&section| {
        evidence
            .readings
            .iter()
            .all(|reading| is_left_out(evidence, reading, section))
    });
    by_none
        .map(|section| {
            let title = title(evidence, section);
            check.finding(
                format!("Không đơn vị nào báo cáo mục “{title}”."),
                format!("No unit reports on “{title}”."),
                Vec::new(),
            )
        })
        .collect()
}

fn of_report(
    check: &Check,
    evidence: &Evidence<'_>,
    report: usize,
    reading: &Reading<'_>,
) -> Option<Finding> {
    let left_out: Vec<String> = leaves(evidence)
        .filter(|&section| is_left_out(evidence, reading, section))
        .map(|section| title(evidence, section))
        .collect();
    let (count, name) = (left_out.len(), evidence.unit_name(report));
    let listed = left_out
        .iter()
        .take(5)
        .map(|title| format!("“{title}”"))
        .collect::<Vec<_>>()
        .join("; ");
    let more = if count > 5 { "; …" } else { "" };
    (count > 0).then(|| {
        check.finding(
            format!(
                "{} không báo cáo {count} mục của đề cương: {listed}{more}.",
                wording::capitalised(name)
            ),
            format!("{name} leaves out {count} items of the outline: {listed}{more}."),
            vec![reading.place(beginning(reading))],
        )
    })
}

/// Where the report begins: its first heading.
fn beginning(reading: &Reading<'_>) -> Span {
    reading
        .reported
        .report
        .parts
        .first()
        .map_or(Span::default(), |heading| heading.span)
}
