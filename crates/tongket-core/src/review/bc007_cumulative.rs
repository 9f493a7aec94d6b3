//! A year that is more than all years. See `bc007_cumulative.md`.

use tongket_reader::Severity;
use tongket_reader::words::figure::{FigureKind, FigurePeriod};

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};

pub(super) const CHECK: Check = Check {
    code: "BC007",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc007_cumulative.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    check.by_report(evidence, of_report)
}

fn of_report(check: &Check, _: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let exact = |mention: &&Mention| {
        mention.figure.kind == FigureKind::Count && mention.figure.number.likely.is_none()
    };
    let (sums, years): (Vec<_>, Vec<_>) = reading
        .mentions
        .iter()
        .filter(exact)
        .filter(|mention| span_of_years(mention).is_some())
        .partition(|mention| is_over_years(&mention.figure.period));
    let pairs = years.into_iter().filter_map(|year| {
        let sum = sums.iter().find(|sum| is_more_than_all(year, sum))?;
        Some((year, *sum))
    });
    pairs
        .map(|(year, sum)| finding(check, reading, year, sum))
        .collect()
}

fn is_over_years(period: &FigurePeriod) -> bool {
    matches!(
        period,
        FigurePeriod::Cumulative | FigurePeriod::Years(..) | FigurePeriod::Since(_)
    )
}

/// First and last year spoken of; `None` where no year is said.
fn span_of_years(mention: &Mention) -> Option<(i16, i16)> {
    match mention.figure.period {
        FigurePeriod::Year(year) => Some((year, year)),
        FigurePeriod::Years(from, to) => Some((from, to)),
        FigurePeriod::Since(from) => Some((from, i16::MAX)),
        FigurePeriod::Cumulative => Some((i16::MIN, i16::MAX)),
        _ => None,
    }
}

/// Whether one year's number exceeds the number over years that hold it. Teams may be dissolved
/// again, so things that stay are compared only with what is called cumulative.
fn is_more_than_all(year: &Mention, sum: &Mention) -> bool {
    let (one, all) = (&year.figure, &sum.figure);
    let same =
        one.measure.key == all.measure.key && one.act == all.act && one.measure.key.contains(' ');
    let summed = !one.measure.stock || all.period == FigurePeriod::Cumulative;
    let inside = span_of_years(year)
        .zip(span_of_years(sum))
        .is_some_and(|(one, all)| all.0 <= one.0 && one.1 <= all.1);
    let own = !all.narrowed && !all.joint && all.part.is_none();
    same && summed && inside && own && one.number.value > all.number.value
}

fn finding(check: &Check, reading: &Reading<'_>, year: &Mention, sum: &Mention) -> Finding {
    let (one, all) = (shown(reading, year), shown(reading, sum));
    check.finding(
        format!("Số của một năm lớn hơn số lũy kế hoặc số cả giai đoạn: “{one}” và “{all}”."),
        format!("One year's number exceeds the number over all years: “{one}” and “{all}”."),
        vec![
            reading.place(year.figure.span),
            reading.place(sum.figure.span),
        ],
    )
}
