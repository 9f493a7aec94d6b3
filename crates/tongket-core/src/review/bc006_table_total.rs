//! A column that does not add up to its total. See `bc006_table_total.md`.

use tongket_reader::Severity;

use super::evidence::{Evidence, Reading};
use super::table::{Column, is_addable};
use super::{Check, Finding, FindingKind, Groups};
use crate::issue::wording::number;

pub(super) const CHECK: Check = Check {
    code: "BC006",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc006_table_total.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let of_report = |reading| {
        let columns = Reading::columns(reading);
        columns.filter_map(move |column| misfit(check, reading, column))
    };
    evidence.readings.iter().flat_map(of_report).collect()
}

fn misfit(check: &Check, reading: &Reading<'_>, column: &Column) -> Option<Finding> {
    let total = column.total.as_ref()?;
    let added = column.values.len() > 1
        && !column.nested
        && !(column.by_year && column.measure.stock)
        && column
            .values
            .iter()
            .chain([total])
            .all(|value| is_addable(&value.number))
        && column.measure.unit != "%";
    let sum = column
        .sum()
        .filter(|&sum| added && sum != total.number.value)?;
    let (sum, said, measure) = (
        number(sum),
        number(total.number.value),
        &column.measure.text,
    );
    let places = [total]
        .into_iter()
        .chain(&column.values)
        .map(|value| reading.place(value.span));
    Some(check.finding(
        format!("Cột “{measure}” cộng lại là {sum}, dòng tổng ghi {said}."),
        format!("The column “{measure}” adds up to {sum}; its total row says {said}."),
        places.collect(),
    ))
}

impl Reading<'_> {
    fn columns(&self) -> impl Iterator<Item = &Column> {
        self.tables.iter().flat_map(|table| &table.columns)
    }
}
