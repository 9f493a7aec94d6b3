//! The table of figures by year as a document: a page that says what it is, then an annex a table.

use super::annual::{APPORTIONED, Annual, AnnualCell, AnnualIndicator, AnnualRow, HOW_APPORTIONED};
use crate::amount::number;
use crate::issue::{
    Align, Annex, Block, Chart, Column, IssuedDocument, Letterhead, Opening, Row, Table, Text,
};

/// Share of the width that the names get, in hundredths.
const NAMES: u32 = 28;

impl Annual {
    /// The document under this letterhead, with the units by year where `units` says so.
    pub fn document(&self, letterhead: Letterhead, units: bool) -> IssuedDocument {
        let mut document = IssuedDocument {
            letterhead,
            opening: Opening::Titled {
                type_name: "BIỂU SỐ LIỆU THEO NĂM".to_owned(),
                subject: self.title.clone(),
            },
            body: vec![
                Block::paragraph(self.basis.as_str()),
                Block::paragraph(HOW_ADDED),
                Block::paragraph(HOW_DRAWN),
            ],
            ..IssuedDocument::default()
        };
        if self.indicators.iter().any(|it| it.has_apportioned(units)) {
            let note = format!("{APPORTIONED} {HOW_APPORTIONED}");
            document.body.push(Block::paragraph(note));
        }
        let mut annexes: Vec<Annex> = Vec::new();
        for indicator in &self.indicators {
            let title = indicator.form.to_uppercase();
            if annexes.last().is_none_or(|annex| annex.title != title) {
                annexes.push(Annex {
                    title,
                    reference: format!("(Kèm theo Biểu số liệu theo năm: {})", self.title),
                    landscape: true,
                    counts_on: true,
                    ..Annex::default()
                });
            }
            if let Some(annex) = annexes.last_mut() {
                annex.body.extend(blocks(indicator, units));
            }
        }
        document.attach(annexes);
        document
    }
}

const HOW_ADDED: &str = "Tổng số chỉ cộng các số cùng đơn vị tính của cùng một cấp; tỷ lệ, số bình \
    quân không cộng; số lũy kế không để chung với số từng năm. Số của đơn vị đã sáp nhập, chia tách \
    được nối với đơn vị kế thừa. Tăng, giảm chỉ tính trên các đơn vị có số ở cả hai cột.";
const HOW_DRAWN: &str = "Trong biểu đồ, cột đặc là đủ mọi đơn vị, cột rỗng là còn thiếu đơn vị, dấu \
    “–” là không có số; với tỷ lệ, chấm là số ở giữa (trung vị), vạch đứng đi từ thấp nhất đến cao nhất.";

fn blocks(indicator: &AnnualIndicator, units: bool) -> Vec<Block> {
    let mut name = indicator.name.clone();
    for more in [&indicator.measure, &indicator.kind] {
        if !more.is_empty() {
            name += &format!(" ({more})");
        }
    }
    let mut table = Table {
        columns: columns(indicator),
        ..Table::default()
    };
    if units {
        table.rows.extend(indicator.rows.iter().map(row));
    }
    table.rows.extend(totals(indicator));
    let heading = Block::Heading {
        level: 2,
        label: String::new(),
        text: name,
    };
    let chart = Chart {
        title: String::new(),
        ..indicator.chart.clone()
    };
    vec![heading, Block::Chart(chart), Block::Table(table)]
}

fn columns(indicator: &AnnualIndicator) -> Vec<Column> {
    let count = u32::try_from(indicator.columns.len()).unwrap_or(1).max(1);
    let first = Column {
        title: "Đơn vị".to_owned(),
        width: NAMES,
        align: Align::Left,
    };
    let year = |title: &String| Column {
        title: title.clone(),
        width: ((100 - NAMES) / count).max(1),
        align: Align::Right,
    };
    std::iter::once(first)
        .chain(indicator.columns.iter().map(year))
        .collect()
}

fn row(row: &AnnualRow) -> Row {
    let name = match row.note.is_empty() {
        true => Text::plain(row.unit.as_str()),
        false => Text::plain(row.unit.as_str()).join(Text::italic(format!(" ({})", row.note))),
    };
    let cells = row.cells.iter().map(cell);
    Row {
        cells: std::iter::once(name).chain(cells).collect(),
        ..Row::default()
    }
}

fn cell(cell: &AnnualCell) -> Text {
    let shown = |value| match cell.apportioned {
        true => format!("{APPORTIONED} {}", number(value)),
        false => number(value),
    };
    match (cell.value, cell.word.as_str()) {
        (Some(value), "") => Text::plain(shown(value)),
        (Some(value), word) => Text::plain(shown(value)).join(Text::italic(format!(" ({word})"))),
        (None, word) => Text::italic(word),
    }
}

/// The totals, how many units are in them, and what changed.
fn totals(indicator: &AnnualIndicator) -> Vec<Row> {
    let line = |name: &str, cells: Vec<Text>| Row {
        cells: std::iter::once(Text::bold(name)).chain(cells).collect(),
        ..Row::default()
    };
    let sums = indicator.totals.iter().map(|total| match total.value {
        Some(value) if total.apportioned => Text::bold(format!("{APPORTIONED} {}", number(value))),
        Some(value) => Text::bold(number(value)),
        None => Text::italic(total.word.as_str()),
    });
    let units = indicator.totals.iter().map(|total| match total.value {
        Some(_) => Text::plain(total.word.as_str()),
        None => Text::default(),
    });
    let changes = indicator.totals.iter();
    let changes = changes.map(|total| Text::plain(total.change.as_str()));
    let mut lines = vec![line("Tổng số", sums.collect())];
    if indicator.totals.iter().any(|total| total.value.is_some()) {
        lines.push(line("Số đơn vị có số", units.collect()));
    }
    if indicator
        .totals
        .iter()
        .any(|total| !total.change.is_empty())
    {
        lines.push(line("Tăng, giảm", changes.collect()));
    }
    lines
}
