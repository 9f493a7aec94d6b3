//! One cited document, two dates of issue.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Reference;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH035",
    "kh035_reference_dates_differ",
    Warning,
    "Một văn bản viện dẫn với hai ngày ban hành",
    "One document is cited with two dates",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, (Date, &Reference)> = BTreeMap::new();
    let mut found = Vec::new();
    for citation in case.citations() {
        let (Some(code), Some(date)) = (citation.code.as_deref(), citation.date) else { continue };
        let (known, mention) = *first.entry(code).or_insert((date, citation));
        if is_slip(known, date) && mention.issuer_fits(citation) {
            found.push(finding(code, date, citation, known, mention));
        }
    }
    found
}

/// Whether two dates look like one date miswritten. Two documents of different
/// years may bear the same code; then day, month and year all differ.
fn is_slip(known: Date, date: Date) -> bool {
    let same_day = (known.day(), known.month()) == (date.day(), date.month());
    known != date && (same_day || known.year() == date.year())
}

impl Reference {
    /// Whether both mentions may be of documents of one body.
    fn issuer_fits(&self, other: &Reference) -> bool {
        let key = |reference: &Reference| reference.issuer.as_deref().map(crate::words::fold::key);
        match (key(self), key(other)) {
            (Some(left), Some(right)) => left.contains(&right) || right.contains(&left),
            _ => true,
        }
    }
}

fn finding(code: &str, date: Date, citation: &Reference, known: Date, mention: &Reference) -> Finding {
    let show = |date: Date| format!("{:02}/{}/{}", date.day(), date.month(), date.year());
    Finding::new(
        citation.span,
        format!("{code} ở đây ghi ngày {}, ở trên ghi ngày {}.", show(date), show(known)),
        format!("{code} is dated {} here and {} above.", show(date), show(known)),
    )
    .with(mention.span, "ngày ghi ở trên", "the date above")
    .fix(
        format!("Tra lại ngày ban hành của {code} và ghi giống nhau ở mọi chỗ."),
        format!("Look up the date of {code} and write it the same everywhere."),
    )
}
