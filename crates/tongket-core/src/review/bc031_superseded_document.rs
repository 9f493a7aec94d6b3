//! Documents that have been replaced. See `bc031_superseded_document.md`.

use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Reading};
use super::stale::{Superseded, documents, looking_ahead, speaks_of_the_past};
use super::{Check, Finding, FindingKind, Groups};
use crate::issue::wording;

pub(super) const CHECK: Check = Check {
    code: "BC031",
    kind: FindingKind::Stale,
    severity: Severity::Info,
    page: include_str!("bc031_superseded_document.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    check.by_report(evidence, of_report)
}

/// What was done under an old decree was done under it; what is still to be done is not.
fn of_report(check: &Check, evidence: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let day = evidence.inputs.as_of;
    let current = looking_ahead(evidence, reading).filter(|(_, key)| !speaks_of_the_past(key));
    let findings = current.flat_map(|(span, key)| {
        let named = documents().named_in(key, day).into_iter();
        named.map(move |document| finding(check, reading, span, document))
    });
    findings.collect()
}

fn finding(check: &Check, reading: &Reading<'_>, span: Span, document: &Superseded) -> Finding {
    let Superseded { was, since, now } = document;
    let (code, on) = (was.to_uppercase(), wording::short_date(*since));
    check.finding(
        format!("Viện dẫn {code} cho việc sắp tới, nhưng văn bản này đã được thay thế từ {on} bởi {now}."),
        format!("Cites {code} for things to come, but since {since} it is replaced by {now}."),
        vec![reading.place(span)],
    )
}
