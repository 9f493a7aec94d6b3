//! Forms of figures: each row of a table that names an indicator is an item.

use crate::blocks::LabelStyle;
use crate::blocks::level::{self, Key, Mark};
use crate::blocks::{CellBlock, Flow, TableBlock, label};
use crate::plan::{OutlineItem, OutlineKind};
use crate::words::fold;

/// The indicators a table names, with their levels below `base`, and what each adds to an id.
pub(super) fn indicators(flow: &Flow, table: &TableBlock, base: u8) -> Vec<Indicator> {
    let Some((header, columns)) = header(flow, table) else {
        return Vec::new();
    };
    let rows: Vec<Row> = table
        .rows
        .iter()
        .skip(header + 1)
        .filter_map(|row| Row::of(flow, row, &columns))
        .collect();
    let marks: Vec<Mark> = rows.iter().map(Row::mark).collect();
    let levels = level::levels(&marks);
    rows.into_iter()
        .zip(levels)
        .map(|(row, level)| row.indicator(base + level))
        .collect()
}

/// An item made from a row, not yet with its id.
pub(super) struct Indicator {
    /// The item, its id and children still empty.
    pub(super) item: OutlineItem,
    /// Style and number of its label, where it has one.
    pub(super) label: Option<(LabelStyle, u32)>,
}

/// Which columns hold what.
struct Columns {
    number: Option<usize>,
    name: usize,
    unit: Option<usize>,
}

/// The last header row that names its columns, and which they are.
fn header(flow: &Flow, table: &TableBlock) -> Option<(usize, Columns)> {
    let names = [
        "nội dung",
        "chỉ tiêu",
        "tiêu chí",
        "danh mục",
        "tên ",
        "hạng mục",
        "nhiệm vụ",
    ];
    table.rows.iter().take(4).enumerate().find_map(|(at, row)| {
        let keys: Vec<(usize, String)> = row
            .iter()
            .map(|cell| (cell.column, fold::key(flow.slice(cell.span))))
            .collect();
        let find = |test: &dyn Fn(&str) -> bool| {
            keys.iter()
                .find(|(_, key)| test(key))
                .map(|&(column, _)| column)
        };
        let name = find(&|key| names.iter().any(|name| key.starts_with(name)))?;
        let number = find(&|key| matches!(key, "stt" | "tt" | "số tt" | "số thứ tự"));
        let unit = find(&|key| key.starts_with("đơn vị tính") || key == "đvt" || key == "đơn vị");
        Some((at, Columns { number, name, unit }))
    })
}

/// A row below the header that names something.
struct Row {
    number: String,
    title: String,
    unit: String,
    span: crate::span::Span,
    label: Option<(LabelStyle, u32)>,
}

impl Row {
    fn of(flow: &Flow, row: &[CellBlock], columns: &Columns) -> Option<Row> {
        let cell = |column: usize| row.iter().find(|cell| cell.column == column);
        let text = |column: Option<usize>| {
            let cell = column.and_then(cell);
            cell.map(|cell| line(flow.slice(cell.span)))
                .unwrap_or_default()
        };
        let name = cell(columns.name)?;
        let own = label::read(flow.slice(name.span)).map(|label| label.span.end);
        let title = line(flow.slice(name.span).get(own.unwrap_or_default()..)?);
        let mut number = text(columns.number);
        if number.is_empty() {
            number = line(flow.slice(name.span).get(..own.unwrap_or_default())?);
        }
        let counted = title.contains(char::is_alphabetic);
        let whole = row
            .iter()
            .map(|cell| cell.span)
            .reduce(crate::span::Span::cover)?;
        counted.then(|| Row {
            label: read_number(&number),
            number,
            title,
            unit: text(columns.unit),
            span: whole,
        })
    }

    fn mark(&self) -> Mark {
        let (style, ordinal) = self.label.unwrap_or((LabelStyle::Dash, 0));
        Mark {
            key: Key::Label(style, '.'),
            ordinal,
        }
    }

    fn indicator(self, level: u8) -> Indicator {
        let item = OutlineItem {
            id: String::new(),
            label: self.number,
            title: self.title.trim_end_matches([':', ';', '.', ' ']).to_owned(),
            level,
            kind: OutlineKind::Content,
            guidance: (!self.unit.is_empty()).then(|| format!("Đơn vị tính: {}", self.unit)),
            span: self.span,
            children: Vec::new(),
        };
        Indicator {
            item,
            label: self.label,
        }
    }
}

/// The style and number of what stands in the column of numbers: "II", "3", "1.2", "a", "-".
fn read_number(number: &str) -> Option<(LabelStyle, u32)> {
    let bare = number.trim_end_matches(['.', ')']);
    let sign = if number.starts_with(|c: char| c.is_lowercase()) {
        ")"
    } else {
        "."
    };
    let whole = if number.starts_with(['-', '+', '*']) {
        format!("{number} Số")
    } else {
        format!("{bare}{sign} Số")
    };
    label::read(&whole).map(|label| (label.style, label.ordinal))
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
