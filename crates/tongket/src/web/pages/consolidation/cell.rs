//! What a cell of a figure table is, and what is said of its figures where they are not added up.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rust_decimal::Decimal;
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::issue::draft::{Kind, Piece, Source};
use tongket_core::report::form::is_ratio;
use utoipa::ToSchema;

use crate::web::question::Question;

/// Figures that are never added up: how they lie.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Spread {
    /// How many they are.
    pub(super) count: usize,
    /// The lowest.
    pub(super) lowest: String,
    /// The one in the middle; of two in the middle what lies between them.
    pub(super) median: String,
    /// The highest.
    pub(super) highest: String,
}

impl Spread {
    /// How the figures of sources lie; nothing where there are not several.
    pub(super) fn of(sources: &[Source]) -> Option<Spread> {
        let values = sources.iter().filter_map(|source| source.value);
        let mut values: Vec<Decimal> = values.collect();
        values.sort_unstable();
        let (lowest, highest) = (*values.first()?, *values.last()?);
        (values.len() > 1).then(|| Spread {
            count: values.len(),
            lowest: number(lowest),
            median: number(median(&values)),
            highest: number(highest),
        })
    }
}

/// The middle of figures in their order, to two digits behind the comma where it is reckoned.
fn median(sorted: &[Decimal]) -> Decimal {
    let (lower, upper) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    match lower == upper {
        true => lower,
        false => (lower + (upper - lower) / Decimal::TWO)
            .round_dp(2)
            .normalize(),
    }
}

/// What a cell of a figure table is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Cell {
    /// The title of the table.
    pub(super) table: String,
    /// What is counted.
    pub(super) indicator: String,
    /// The title of the column.
    pub(super) column: String,
}

impl Cell {
    /// The cell that a source is; nothing for words, and where its row is asked no more.
    pub(super) fn of(question: &Question, source: &Source) -> Option<Cell> {
        let (indicator, period) = source.cell.as_ref()?;
        let (table, at) = question.row(indicator)?;
        let column = table.form.columns.iter().find(|it| it.key == *period)?;
        Some(Cell {
            table: table.form.title.clone(),
            indicator: table.form.indicators[at].name.clone(),
            column: column.title.clone(),
        })
    }
}

/// Where a source is read: its cell, or the words in the text.
pub(super) fn address(question: &Question, source: &Source) -> String {
    let (item, submission) = (&source.item, &source.submission);
    if let Some((indicator, column)) = &source.cell {
        return question.cell_address(item, submission, (indicator, column));
    }
    let [item, quote] = [item, &source.words].map(|it| utf8_percent_encode(it, NON_ALPHANUMERIC));
    format!("/submissions/{submission}/sections/{item}?quote={quote}#quoted")
}

/// Whether the figures of a piece may be added up; those of a row that is asked no more may not.
pub(super) fn is_additive(question: &Question, piece: &Piece) -> bool {
    let sources = &piece.sources;
    if piece.kind != Kind::Cell {
        return !sources.iter().any(|source| is_ratio("", &source.measure));
    }
    let key = sources.iter().find_map(|source| source.cell.as_ref());
    let row = key.and_then(|(indicator, _)| question.row(indicator));
    row.is_some_and(|(table, at)| table.form.indicators[at].additive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_two_lies_between_them() {
        let values = [64, 66, 69].map(Decimal::from);
        assert_eq!(median(&values), Decimal::from(66));
        assert_eq!(number(median(&values[..2])), "65");
        assert_eq!(number(median(&values[1..])), "67,5");
    }
}
