//! Names of bodies that no longer exist. See `bc030_abolished_name.md`.

use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Reading};
use super::stale::{Superseded, looking_ahead, names, speaks_of_the_past};
use super::{Check, Finding, FindingKind, Groups};

pub(super) const CHECK: Check = Check {
    code: "BC030",
    kind: FindingKind::Stale,
    severity: Severity::Warning,
    page: include_str!("bc030_abolished_name.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let readings = evidence.readings.iter();
    readings
        .flat_map(|reading| of_report(check, evidence, reading))
        .collect()
}

/// Looking back, an old name is right; only what is still to be done cannot fall to a body that is gone.
fn of_report(check: &Check, evidence: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let day = evidence.inputs.as_of;
    let current =
        looking_ahead(evidence, reading).filter(|&span| !speaks_of_the_past(reading.slice(span)));
    let findings = current.filter_map(|span| {
        let named = names()
            .named_in(reading.slice(span), day)
            .into_iter()
            .next()?;
        Some(finding(check, reading, span, named))
    });
    findings.collect()
}

fn finding(check: &Check, reading: &Reading<'_>, span: Span, named: &Superseded) -> Finding {
    let Superseded { was, since, now } = named;
    let on = since.strftime("%d/%m/%Y");
    check.finding(
        format!("Nhắc đến “{was}” trong phần việc sắp tới, nhưng từ {on} không còn: {now}."),
        format!(
            "Speaks of “{was}” among things to come, but since {since} it no longer exists: {now}."
        ),
        vec![reading.place(span)],
    )
}
