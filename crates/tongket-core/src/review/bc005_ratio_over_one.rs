//! More than there are: "12/9 thôn". See `bc005_ratio_over_one.md`.

use tongket_reader::Severity;
use tongket_reader::words::figure::FigureKind;

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};

pub(super) const CHECK: Check = Check {
    code: "BC005",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc005_ratio_over_one.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let of_report = |reading| {
        let mentions = Reading::mentions(reading).iter();
        let over = mentions.filter(|mention| is_over_one(mention));
        over.map(move |mention| finding(check, reading, mention))
    };
    evidence.readings.iter().flat_map(of_report).collect()
}

/// A plan may be exceeded ("đạt 12/9 chỉ tiêu"); villages and households cannot.
fn is_over_one(mention: &Mention) -> bool {
    let figure = &mention.figure;
    let over = figure
        .number
        .denominator
        .is_some_and(|of| figure.number.value > of);
    over && figure.kind == FigureKind::Ratio && figure.measure.stock && mention.table.is_none()
}

fn finding(check: &Check, reading: &Reading<'_>, mention: &Mention) -> Finding {
    let said = shown(reading, mention);
    check.finding(
        format!("Tử số lớn hơn mẫu số: “{said}”."),
        format!("More than there are: “{said}”."),
        vec![reading.place(mention.figure.span)],
    )
}

impl Reading<'_> {
    fn mentions(&self) -> &[Mention] {
        &self.mentions
    }
}
