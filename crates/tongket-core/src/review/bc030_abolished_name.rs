//! Names of bodies that no longer exist. See `bc030_abolished_name.md`.

use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Reading};
use super::stale::{Superseded, keyed, looking_ahead, names, speaks_of_the_past, years_within};
use super::{Check, Finding, FindingKind, Groups};
use crate::issue::wording;

pub(super) const CHECK: Check = Check {
    code: "BC030",
    kind: FindingKind::Stale,
    severity: Severity::Warning,
    page: include_str!("bc030_abolished_name.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    check.by_report(evidence, of_report)
}

/// Looking back, an old name is right; only what is still to be done cannot fall to a body that is gone.
fn of_report(check: &Check, evidence: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let day = evidence.inputs.as_of;
    let current = looking_ahead(evidence, reading).filter(|(_, key)| !speaks_of_the_past(key));
    let findings = current.filter_map(|(span, key)| {
        let named = names().named_in(key, day).into_iter().next()?;
        Some(finding(check, reading, span, named))
    });
    let later = keyed(reading).filter_map(|(sentence, key)| {
        let years = years_within(key);
        let worked = |name: &&Superseded| years.iter().any(|&year| year > name.since.year());
        let told = !years.is_empty() && !speaks_of_the_past(key);
        let named = told.then(|| names().named_in(key, day).into_iter().find(worked))??;
        Some(finding(check, reading, sentence.span, named))
    });
    let mut all: Vec<Finding> = findings.chain(later).collect();
    all.dedup_by(|one, other| one.places == other.places);
    all
}

fn finding(check: &Check, reading: &Reading<'_>, span: Span, named: &Superseded) -> Finding {
    let Superseded { was, since, now } = named;
    let on = wording::short_date(*since);
    check.finding(
        format!("Nhắc đến “{was}” như cơ quan đang hoạt động, nhưng từ {on} không còn: {now}."),
        format!(
            "Speaks of “{was}” as if it still worked, but since {since} it no longer exists: {now}."
        ),
        vec![reading.place(span)],
    )
}
