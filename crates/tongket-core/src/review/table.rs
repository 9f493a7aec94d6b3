//! Figures from tables.
//!
//! Two shapes occur. Rows that are indicators ("Chỉ tiêu | Đơn vị tính | Năm
//! 2016 | Năm 2025") give the measure, columns the period. Rows that are places
//! or years ("Thôn | Số tổ | Số thành viên") have the measures in the header and
//! often a total below. A column without a total row is added up, because that
//! is the only figure it gives for the unit.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use tongket_reader::Span;
use tongket_reader::report::{Table, TableCell};
use tongket_reader::words::figure::{
    Figure, FigureKind, FigurePeriod, Measure, measure_of, period_of,
};
use tongket_reader::words::fold;
use tongket_reader::words::number::{Number, lone};

/// A table as far as it gives figures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableReading {
    /// Its columns of numbers.
    pub columns: Vec<Column>,
    /// Rows that are indicators, with one value a period.
    pub rows: Vec<Value>,
}

/// A column of numbers under one measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What its header names.
    pub measure: Measure,
    /// Its values above the total, by row label.
    pub values: Vec<Value>,
    /// The value in the total row.
    pub total: Option<Value>,
    /// Whether the rows are years.
    pub by_year: bool,
    /// Whether rows stand under other rows ("I", "1", "2", "II"), so that adding would count twice.
    pub nested: bool,
}

/// One cell with a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// What it measures.
    pub measure: Measure,
    /// The time of its row or column.
    pub period: FigurePeriod,
    /// The number.
    pub number: Number,
    /// The cell.
    pub span: Span,
}

/// The columns of a table by what they hold.
struct Layout {
    label: usize,
    unit: Option<usize>,
    numbers: Vec<usize>,
}

/// Reads a table; one that fits neither shape gives nothing.
pub fn read(table: &Table) -> TableReading {
    let Some(layout) = layout(table) else {
        return TableReading::default();
    };
    let indicators = layout.unit.is_some()
        || layout
            .numbers
            .iter()
            .all(|&column| is_period_or_amount(header(table, column)));
    if indicators {
        return TableReading {
            rows: indicator_rows(table, &layout),
            ..TableReading::default()
        };
    }
    let columns = layout
        .numbers
        .iter()
        .map(|&column| read_column(table, &layout, column));
    TableReading {
        columns: columns.collect(),
        ..TableReading::default()
    }
}

/// The place of a row: from its first cell with text to its last.
pub fn row_span(row: &[TableCell]) -> Option<Span> {
    let filled = row.iter().filter(|cell| !cell.text.trim().is_empty());
    filled.map(|cell| cell.span).reduce(Span::cover)
}

fn header(table: &Table, column: usize) -> &str {
    table.header.get(column).map_or("", String::as_str)
}

fn cell(row: &[TableCell], column: usize) -> Option<&TableCell> {
    row.get(column).filter(|cell| !cell.text.trim().is_empty())
}

fn layout(table: &Table) -> Option<Layout> {
    let width = table.rows.iter().map(Vec::len).max()?;
    let folded: Vec<String> = (0..width)
        .map(|column| fold::key(header(table, column)))
        .collect();
    let ordinal =
        |column: usize| matches!(folded[column].trim(), "stt" | "tt" | "số tt" | "số thứ tự");
    let unit = folded
        .iter()
        .position(|name| name.contains("đơn vị tính") || name.trim() == "đvt");
    let numbers: Vec<usize> = (0..width)
        .filter(|&column| !ordinal(column) && Some(column) != unit && is_numeric(table, column))
        .collect();
    let label = (0..width).find(|&column| {
        !ordinal(column)
            && Some(column) != unit
            && !numbers.contains(&column)
            && !folded[column].contains("ghi chú")
    });
    let years = numbers
        .first()
        .copied()
        .filter(|&column| folded[column].trim() == "năm");
    let label = years.or(label)?;
    let numbers: Vec<usize> = numbers
        .into_iter()
        .filter(|&column| column != label)
        .collect();
    (!numbers.is_empty()).then_some(Layout {
        label,
        unit,
        numbers,
    })
}

/// At least two thirds of the cells with text hold a number and nothing else.
fn is_numeric(table: &Table, column: usize) -> bool {
    let filled: Vec<&TableCell> = table
        .rows
        .iter()
        .filter_map(|row| cell(row, column))
        .collect();
    let numbers = filled
        .iter()
        .filter(|cell| value_of(&cell.text).is_some())
        .count();
    numbers > 0 && numbers * 3 >= filled.len() * 2
}

fn value_of(text: &str) -> Option<Number> {
    lone(text.trim())
}

fn is_period_or_amount(heading: &str) -> bool {
    let name = fold::key(heading);
    let amount = [
        "số lượng",
        "kết quả",
        "tổng số",
        "thực hiện",
        "số liệu",
        "tổng cộng",
        "giá trị",
    ];
    period_of(heading) != FigurePeriod::Unsaid || amount.contains(&name.trim())
}

fn indicator_rows(table: &Table, layout: &Layout) -> Vec<Value> {
    let mut values = Vec::new();
    for row in &table.rows {
        let Some(label) = cell(row, layout.label) else {
            continue;
        };
        let mut measure = match is_total(row) {
            true => measure_of(header(table, layout.label)),
            false => measure_of(&label.text),
        };
        if let Some(unit) = layout.unit.and_then(|column| cell(row, column)) {
            measure.unit = fold::key(unit.text.trim());
        } else {
            measure.unit = unit_of(table, &measure);
        }
        for &column in &layout.numbers {
            let Some(cell) = cell(row, column) else {
                continue;
            };
            if let Some(number) = scaled(&cell.text, &measure) {
                values.push(Value {
                    measure: plain_unit(&measure),
                    period: period_of(header(table, column)),
                    number,
                    span: cell.span,
                });
            }
        }
    }
    values
}

/// The unit of measure that a name says itself, or that the table says for all.
fn unit_of(table: &Table, measure: &Measure) -> String {
    match &table.unit {
        Some(unit) if measure.unit.is_empty() => unit.clone(),
        _ => measure.unit.clone(),
    }
}

/// The factor of "triệu đồng" in a unit of measure.
fn factor(unit: &str) -> Option<Decimal> {
    let scale = unit.split_whitespace().next()?;
    let money = unit.ends_with("đồng") || unit.ends_with('đ');
    match scale {
        _ if !money => None,
        "nghìn" | "ngàn" => Some(1_000.into()),
        "triệu" | "trđ" | "tr.đ" => Some(1_000_000.into()),
        "tỷ" | "tỉ" => Some(1_000_000_000.into()),
        _ => None,
    }
}

fn scaled(text: &str, measure: &Measure) -> Option<Number> {
    let mut number = value_of(text)?;
    if let Some(factor) = factor(&measure.unit) {
        number.value = number.value.checked_mul(factor)?;
    }
    Some(number)
}

fn plain_unit(measure: &Measure) -> Measure {
    let unit = match factor(&measure.unit) {
        Some(_) => "đồng".to_owned(),
        None => measure.unit.clone(),
    };
    Measure {
        unit,
        ..measure.clone()
    }
}

fn read_column(table: &Table, layout: &Layout, column: usize) -> Column {
    let heading = header(table, column);
    let mut measure = measure_of(heading);
    measure.unit = unit_of(table, &measure);
    let by_year = fold::key(header(table, layout.label)).trim() == "năm";
    let mut read = Column {
        measure: plain_unit(&measure),
        values: Vec::new(),
        total: None,
        by_year,
        nested: is_nested(table),
    };
    for row in &table.rows {
        let (Some(cell), label) = (cell(row, column), cell(row, layout.label)) else {
            continue;
        };
        let Some(number) = scaled(&cell.text, &measure) else {
            continue;
        };
        let label = label.map_or("", |label| &label.text);
        let value = Value {
            measure: read.measure.clone(),
            period: if by_year {
                period_of(label)
            } else {
                period_of(heading)
            },
            number,
            span: cell.span,
        };
        if is_total(row) {
            read.total = Some(value);
        } else {
            read.values.push(value);
        }
    }
    read
}

/// Whether the first cells are labels of more than one depth: "I", "1", "a".
fn is_nested(table: &Table) -> bool {
    let firsts = || {
        table
            .rows
            .iter()
            .filter_map(|row| row.first())
            .map(|cell| cell.text.trim())
    };
    let roman = |label: &str| {
        !label.is_empty() && label.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | '.'))
    };
    firsts().any(|label| {
        roman(label) || label.contains('.') && label.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// "Tổng cộng", "Cộng", "Tổng" in the first cell with words.
pub fn is_total(row: &[TableCell]) -> bool {
    let first = row
        .iter()
        .find(|cell| cell.text.chars().any(char::is_alphabetic));
    first.is_some_and(|cell| {
        let label = fold::key(cell.text.trim());
        matches!(
            label.trim_end_matches(':').trim(),
            "tổng" | "cộng" | "tổng cộng" | "tổng số" | "toàn xã" | "toàn phường"
        )
    })
}

impl TableReading {
    /// The figures that speak for the whole unit, with the cells that were added up.
    pub fn figures(&self) -> impl Iterator<Item = (Figure, Vec<Span>)> + '_ {
        let rows = self.rows.iter().map(|value| (figure(value), Vec::new()));
        let columns = self.columns.iter().flat_map(Column::figures);
        rows.chain(columns)
            .filter(|(figure, _)| !figure.measure.key.is_empty())
    }
}

impl Column {
    fn figures(&self) -> Vec<(Figure, Vec<Span>)> {
        if let Some(total) = &self.total {
            return vec![(figure(total), Vec::new())];
        }
        if self.by_year {
            return self
                .values
                .iter()
                .map(|value| (figure(value), Vec::new()))
                .collect();
        }
        self.added_up().into_iter().collect()
    }

    /// The values added up, where they are plain counts.
    fn added_up(&self) -> Option<(Figure, Vec<Span>)> {
        let mut sum = self.values.first()?.clone();
        let plain = |value: &Value| is_addable(&value.number) && value.measure.unit != "%";
        if !self.values.iter().all(plain) {
            return None;
        }
        sum.number.value = self.sum()?;
        let cells: Vec<Span> = self.values.iter().map(|value| value.span).collect();
        sum.span = cells.iter().copied().reduce(Span::cover)?;
        Some((figure(&sum), cells))
    }

    /// The sum of the values above the total.
    pub fn sum(&self) -> Option<Decimal> {
        let add = |sum: Decimal, value: &Value| sum.checked_add(value.number.value);
        self.values.iter().try_fold(Decimal::ZERO, add)
    }
}

/// Whether a number is a plain amount: no ratio, percentage or range, and no doubt about it.
pub fn is_addable(number: &Number) -> bool {
    number.denominator.is_none()
        && !number.percent
        && number.upper.is_none()
        && number.likely.is_none()
}

fn figure(value: &Value) -> Figure {
    let number = &value.number;
    let kind = match &*value.measure.unit {
        _ if number.denominator.is_some() => FigureKind::Ratio,
        _ if number.percent || value.measure.unit == "%" => FigureKind::Percentage,
        _ if number.upper.is_some() => FigureKind::Range,
        "đồng" | "usd" => FigureKind::Money,
        "km" | "m" | "m2" | "m3" | "km2" | "ha" | "kg" | "tấn" | "tạ" | "lít" => {
            FigureKind::Quantity
        }
        _ if value.measure.key.starts_with("tỷ lệ") => FigureKind::Percentage,
        _ => FigureKind::Count,
    };
    Figure {
        // Read from its cell alone, the number stood at the beginning of the text.
        number: Number {
            span: value.span,
            ..number.clone()
        },
        kind,
        measure: value.measure.clone(),
        act: None,
        of: None,
        period: value.period.clone(),
        part: None,
        restates: None,
        narrowed: false,
        joint: false,
        exists: true,
        whole: true,
        span: value.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(unit: &str, header: &[&str], rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| TableCell {
            text: (*text).to_owned(),
            span: Span::new(0, 1),
        };
        Table {
            unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            ..Table::default()
        }
    }

    fn check(table: &Table, expected: &[&str]) {
        let read = read(table);
        let figures: Vec<String> = read
            .figures()
            .map(|(figure, _)| {
                let (measure, value) = (&figure.measure, figure.number.value.normalize());
                format!("{} = {value} {}", measure.key, measure.unit)
            })
            .collect();
        assert_eq!(figures, expected);
    }

    #[test]
    fn a_table_says_its_unit_once_for_all_its_rows() {
        let funds = table(
            "triệu đồng",
            &["STT", "Nguồn vốn (triệu đồng)", "2014", "2024"],
            &[
                &["1", "Vốn Trung ương", "120.500", "256.000"],
                &["", "Tổng cộng", "120.500", "256.000"],
            ],
        );
        check(
            &funds,
            &[
                "vốn trung ương = 120500000000 đồng",
                "vốn trung ương = 256000000000 đồng",
                "nguồn vốn = 120500000000 đồng",
                "nguồn vốn = 256000000000 đồng",
            ],
        );
    }

    #[test]
    fn a_column_of_units_goes_before_what_the_table_says() {
        let figures = table(
            "triệu đồng",
            &["Chỉ tiêu", "Đơn vị tính", "2024"],
            &[
                &["Số tổ tự quản", "tổ", "12"],
                &["Kinh phí", "tỷ đồng", "1,5"],
            ],
        );
        check(
            &figures,
            &["tổ tự quản = 12 tổ", "kinh phí = 1500000000 đồng"],
        );
    }
}
