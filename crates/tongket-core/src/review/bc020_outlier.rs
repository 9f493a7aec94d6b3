//! A figure far from the others'. See `bc020_outlier.md`.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use tongket_reader::Severity;

use super::evidence::Evidence;
use super::{Check, Finding, FindingKind, Groups};
use crate::consolidation::{Aggregation, Contribution, FigureGroup};
use crate::issue::wording::number;

pub(super) const CHECK: Check = Check {
    code: "BC020",
    kind: FindingKind::Outlier,
    severity: Severity::Info,
    page: include_str!("bc020_outlier.md"),
    run,
};

/// Fewer units than this say nothing of what is usual.
const FEWEST: usize = 5;
/// How many times the median a figure must be, or what part of it.
const FACTOR: f64 = 20.0;
/// How many robust standard deviations, on a logarithmic scale.
const FAR: f64 = 3.5;

fn run(check: &Check, _: &Evidence<'_>, groups: &Groups) -> Vec<Finding> {
    let added = groups
        .iter()
        .flatten()
        .filter(|group| group.aggregation == Aggregation::Sum);
    added.flat_map(|group| of_group(check, group)).collect()
}

fn of_group(check: &Check, group: &FigureGroup) -> Vec<Finding> {
    let logarithm = |one: &Contribution| Some(one.value.value().to_f64()?.max(0.5).ln());
    let values: Vec<f64> = group.contributions.iter().filter_map(logarithm).collect();
    if values.len() < FEWEST || values.len() != group.contributions.len() {
        return Vec::new();
    }
    let middle = median(values.clone());
    let spread = median(values.iter().map(|value| (value - middle).abs()).collect()) * 1.4826;
    let far =
        |value: f64| (value - middle).abs() > FACTOR.ln() && (value - middle).abs() > FAR * spread;
    let pairs = group.contributions.iter().zip(values);
    let usual = Decimal::from_f64(middle.exp().round()).unwrap_or_default();
    let outliers = pairs.filter(|&(one, value)| far(value) && !one.value.value().is_zero());
    outliers
        .map(|(one, _)| finding(check, group, one, usual))
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    let (_, value, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    *value
}

fn finding(check: &Check, group: &FigureGroup, one: &Contribution, usual: Decimal) -> Finding {
    let (value, measure, usual) = (number(*one.value.value()), &group.measure, number(usual));
    check.finding(
        format!("Số liệu khác xa các đơn vị khác: {value} {measure}, trong khi mức giữa là {usual}; cần kiểm tra dấu phân cách hoặc đơn vị tính."),
        format!("Far from the other units: {value} {measure} where the median is {usual}; check separators and units."),
        one.value.places().first().copied().into_iter().collect(),
    )
}
