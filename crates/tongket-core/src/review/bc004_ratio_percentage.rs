//! A ratio and the percentage beside it. See `bc004_ratio_percentage.md`.

use rust_decimal::Decimal;
use tongket_reader::Severity;

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};
use crate::issue::wording::number;

pub(super) const CHECK: Check = Check {
    code: "BC004",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc004_ratio_percentage.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let of_report = |reading| {
        let mentions = Reading::restated(reading);
        mentions.filter_map(move |(ratio, percentage)| misfit(check, reading, ratio, percentage))
    };
    evidence.readings.iter().flat_map(of_report).collect()
}

/// The finding where the two differ by more than rounding or cutting off can explain.
fn misfit(
    check: &Check,
    reading: &Reading<'_>,
    ratio: &Mention,
    percentage: &Mention,
) -> Option<Finding> {
    let said = &percentage.figure.number;
    let of = ratio.figure.number.denominator.filter(|of| !of.is_zero())?;
    let exact = ratio
        .figure
        .number
        .value
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(of)?;
    let step = Decimal::new(1, said.value.scale().min(28));
    let wrong = !said.approximate && said.upper.is_none() && (exact - said.value).abs() >= step;
    wrong.then(|| {
        let (left, right, exact) = (
            shown(reading, ratio),
            shown(reading, percentage),
            number(exact.round_dp(1)),
        );
        check.finding(
            format!("Tỷ lệ phần trăm không khớp: “{left}” là {exact}%, báo cáo ghi “{right}”."),
            format!(
                "The percentage does not fit: “{left}” is {exact} %, the report says “{right}”."
            ),
            vec![
                reading.place(ratio.figure.span),
                reading.place(percentage.figure.span),
            ],
        )
    })
}

impl Reading<'_> {
    /// Ratios with the percentages that restate them.
    fn restated(&self) -> impl Iterator<Item = (&Mention, &Mention)> {
        self.mentions
            .iter()
            .filter_map(|mention| Some((self.mentions.get(mention.figure.restates?)?, mention)))
    }
}
