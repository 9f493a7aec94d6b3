//! A table with its header told from its body.
//!
//! Above it may stand rows that only name the table ("Biểu số liệu …", "ĐVT: …").
//! The header is the row that names the columns ("STT", "Nội dung", …), with
//! the rows below it that go on naming them where a name spans several
//! columns. A row that only numbers the columns (1, 2, 3) belongs to it too.

use super::{Table, TableCell};
use crate::blocks::{Block, CellBlock, Flow, TableBlock};
use crate::span::Span;
use crate::words::fold;

/// Most rows a header has.
const HEADER: usize = 5;
/// Most rows above the header that only name the table.
const TITLES: usize = 5;
/// Longest caption, in characters.
const CAPTION: usize = 200;

/// Openings of the line above a table that names it.
const NAMES: &[&str] = &[
    "bảng",
    "biểu",
    "danh sách",
    "tổng hợp",
    "kết quả",
    "số liệu",
    "thống kê",
    "phụ lục",
    "đơn vị tính",
    "đvt",
    "(đơn vị",
    "(đvt",
];
/// What stands before the unit of measure of a whole table.
const UNITS: [&str; 3] = ["đơn vị tính", "đvt", "đơn vị"];
/// The longest unit of measure, in characters.
const UNIT: usize = 24;

/// Reads a table; `before` is the block above it.
pub(super) fn read(flow: &Flow, table: &TableBlock, before: Option<&Block>) -> Table {
    let reader = Reader {
        flow,
        rows: &table.rows,
        columns: columns(table),
    };
    let titled = reader.titles();
    let end = reader.header_end(titled);
    let titles = table.rows.iter().take(titled);
    let title = titles
        .flat_map(|row| reader.filled(row))
        .map(|cell| cell.span)
        .reduce(Span::cover);
    let named = reader.rows.get(titled..end).unwrap_or_default();
    let header = if named.is_empty() {
        Vec::new()
    } else {
        reader.header(named)
    };
    let body = reader.rows.get(end..).unwrap_or_default();
    let skipped = usize::from(
        body.first()
            .is_some_and(|row| end > titled && reader.numbers_columns(row)),
    );
    let caption = title.or_else(|| caption(flow, before?));
    let unit = caption
        .and_then(|caption| announced_unit(flow.slice(caption)))
        .or_else(|| bracketed_unit(&header));
    Table {
        caption,
        unit,
        header,
        rows: body
            .iter()
            .skip(skipped)
            .map(|row| reader.cells(row))
            .collect(),
    }
}

/// The line above a table, where it names it.
fn caption(flow: &Flow, block: &Block) -> Option<Span> {
    let text = flow.slice(block.span);
    let key = fold::key(text.get(..).unwrap_or_default());
    let named =
        NAMES.iter().any(|name| key.starts_with(name)) || block.look.centered || block.look.bold;
    let line = block.table.is_none() && text.chars().count() <= CAPTION && !text.ends_with('.');
    (named && line).then_some(block.span)
}

/// "ĐVT: triệu đồng", "(Đơn vị tính: người)".
fn announced_unit(caption: &str) -> Option<String> {
    let key = fold::key(caption);
    let rest = UNITS
        .iter()
        .find_map(|word| key.rsplit_once(word))?
        .1
        .trim_start();
    let unit = rest
        .strip_prefix(':')?
        .split([')', ';', ','])
        .next()?
        .trim();
    (!unit.is_empty() && unit.chars().count() <= UNIT).then(|| unit.to_owned())
}

/// "Nguồn vốn (triệu đồng)" over the names of rows; a column of its own for units says it a row at a time.
fn bracketed_unit(header: &[String]) -> Option<String> {
    let keys: Vec<String> = header.iter().map(|name| fold::key(name)).collect();
    let named = keys
        .iter()
        .find(|key| !is_ordinal(key) && !key.is_empty())?;
    let apart = keys
        .iter()
        .any(|key| UNITS[..2].iter().any(|word| key.starts_with(word)));
    let (_, rest) = named.split_once('(').filter(|_| !apart)?;
    let unit = rest.split(')').next()?.trim();
    let unit = UNITS
        .iter()
        .find_map(|word| unit.strip_prefix(word))
        .map_or(unit, |rest| rest.trim_start_matches([':', ' ']));
    let money = unit.ends_with("đồng") || unit.ends_with("đ");
    money.then(|| unit.to_owned())
}

fn columns(table: &TableBlock) -> usize {
    let ends = table
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.column + cell.width.max(1));
    // A damaged file may claim millions of columns; no form on paper has a thousand.
    ends.max().unwrap_or_default().min(1000)
}

struct Reader<'a> {
    flow: &'a Flow,
    rows: &'a [Vec<CellBlock>],
    columns: usize,
}

impl Reader<'_> {
    fn text(&self, cell: &CellBlock) -> &str {
        self.flow.slice(cell.span)
    }

    fn filled<'r>(&'r self, row: &'r [CellBlock]) -> impl Iterator<Item = &'r CellBlock> {
        row.iter().filter(|cell| !cell.span.is_empty())
    }

    /// Whether a row is one cell over the whole width, above others.
    fn is_title(&self, at: usize) -> bool {
        let Some([only]) = self.rows.get(at).map(Vec::as_slice) else {
            return false;
        };
        only.width >= self.columns && self.columns > 1 && self.rows.len() > at + 2
    }

    /// How many rows stand above the header and only name the table.
    fn titles(&self) -> usize {
        let alone = |row: &&Vec<CellBlock>| self.filled(row).count() <= 1;
        let above = self.rows.iter().take(TITLES).take_while(alone).count();
        let named = self
            .rows
            .get(above)
            .is_some_and(|row| self.names_columns(row) && self.filled(row).count() > 1);
        match named && self.columns > 1 && self.rows.len() > above + 1 {
            true => above,
            false => usize::from(self.is_title(0)),
        }
    }

    /// One past the last row of the header that begins at `start`.
    fn header_end(&self, start: usize) -> usize {
        let Some(first) = self.rows.get(start) else {
            return start;
        };
        if !self.names_columns(first) || self.rows.len() < start + 2 {
            return start;
        }
        let mut end = start + 1;
        while let Some(row) = self.rows.get(end) {
            let above = self
                .rows
                .get(end - 1)
                .map(Vec::as_slice)
                .unwrap_or_default();
            if end - start >= HEADER || !self.goes_on_naming(above, row) {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether a row names columns: it says "STT", or at least two texts and no figures.
    fn names_columns(&self, row: &[CellBlock]) -> bool {
        let numbered = |cell: &CellBlock| is_ordinal(&fold::key(self.text(cell)));
        let filled = self.filled(row).count();
        row.iter().any(numbered)
            || (filled >= 2 && !self.filled(row).any(|cell| is_figure(self.text(cell))))
    }

    /// Whether a row goes on naming the columns of the row above.
    fn goes_on_naming(&self, above: &[CellBlock], row: &[CellBlock]) -> bool {
        let spans = above
            .iter()
            .any(|cell| cell.width > 1 && cell.width < self.columns);
        let merged = row.iter().any(|cell| cell.continues);
        let figures = self.filled(row).any(|cell| is_figure(self.text(cell)));
        let opens = row
            .first()
            .is_none_or(|cell| cell.span.is_empty() || cell.continues);
        (merged || (spans && opens)) && !figures && self.filled(row).count() > 0
    }

    /// Whether a row only numbers the columns: 1, 2, 3 or (1), (2), (3) or A, B, 1, 2.
    fn numbers_columns(&self, row: &[CellBlock]) -> bool {
        let short = |cell: &CellBlock| {
            let text = self.text(cell).trim_matches(['(', ')', ' ']);
            let number = text.len() <= 2
                && !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_digit());
            number || text.contains('=') || matches!(text, "A" | "B" | "C" | "a" | "b")
        };
        let texts: Vec<&str> = self
            .filled(row)
            .map(|cell| self.text(cell).trim_matches(['(', ')']))
            .collect();
        let counts = texts.contains(&"1") && texts.contains(&"2");
        texts.len() > 1 && counts && self.filled(row).all(short)
    }

    /// Header texts by column, joined over the header's rows.
    fn header(&self, rows: &[Vec<CellBlock>]) -> Vec<String> {
        let mut names = vec![String::new(); self.columns];
        for cell in rows.iter().flat_map(|row| self.filled(row)) {
            let covered = cell.column..(cell.column + cell.width.max(1)).min(self.columns);
            for name in names.get_mut(covered).unwrap_or_default() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&line(self.text(cell)));
            }
        }
        names
    }

    /// The cells of a row, one a column.
    fn cells(&self, row: &[CellBlock]) -> Vec<TableCell> {
        let mut cells = vec![TableCell::default(); self.columns];
        for cell in row {
            if let Some(place) = cells.get_mut(cell.column) {
                *place = TableCell {
                    text: line(self.text(cell)),
                    span: cell.span,
                };
            }
        }
        cells
    }
}

/// Whether a header is that of the rows' numbers.
fn is_ordinal(key: &str) -> bool {
    matches!(key, "stt" | "tt" | "số tt" | "số thứ tự")
}

/// Whether a cell holds a figure and nothing else: "12", "1.200", "97,5 %", "08/09".
fn is_figure(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', ' ']);
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " .,/%-".contains(c))
        && !is_year(text)
}

/// A year may head a column.
fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
