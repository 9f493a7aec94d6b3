//! Pages to a source: tables, columns and paragraphs in reading order.

use tongket_reader::source::{Cell, Look, Part, Place, Source, SourceBuilder};

use super::super::error::{ImportError, TooMuch};
use super::super::limits;
use super::super::line::Line;
use super::furniture::{self, Note};
use super::glyphs::{Glyph, Page};
use super::grid::{self, Grid};
use super::pair::{self, Piece};
use super::paragraph::{self, Measure, Paragraph};
use super::rows::{self, Row};

/// A piece of a page in reading order.
enum Block {
    Row(Row),
    Pair { left: Vec<Row>, right: Vec<Row> },
    Table(Table),
}

/// A table as it is gathered, possibly over several pages.
struct Table {
    columns: Vec<f32>,
    rows: Vec<Vec<Filled>>,
}

/// A cell and its paragraphs.
struct Filled {
    column: usize,
    width: usize,
    continues: bool,
    paragraphs: Vec<Paragraph>,
}

/// Puts the pages together.
pub(super) fn source(pages: &[Page]) -> Result<Source, ImportError> {
    let size = usual_size(pages);
    let grids: Vec<Vec<Grid>> = pages.iter().map(|page| grid::grids(&page.rules)).collect();
    let mut rows: Vec<Vec<Row>> = pages
        .iter()
        .zip(&grids)
        .map(|(page, grids)| rows::rows(&outside(page, grids)))
        .collect();
    let remarks = furniture::take_out(pages, &mut rows);
    let notes: Vec<Vec<Note>> = pages
        .iter()
        .zip(&mut rows)
        .map(|(page, rows)| furniture::notes(page, rows, size))
        .collect();

    let mut writer = Writer::default();
    let numbered = (1u32..).zip(pages).zip(rows).zip(&grids);
    let mut blocks = Vec::new();
    for (((number, page), rows), grids) in numbered {
        blocks.extend(
            in_order(page, number, rows, grids)
                .into_iter()
                .map(|block| (number, block)),
        );
    }
    writer.measure = paragraph::measure(blocks.iter().filter_map(|(page, block)| match block {
        Block::Row(row) => Some((*page, row)),
        _ => None,
    }));
    if let Some(measure) = &mut writer.measure {
        measure.rough = Page::is_recognised(pages);
    }
    for (page, block) in blocks {
        writer.block(page, block)?;
    }
    writer.end_rows();
    writer.end_table();
    writer.notes(&notes);
    let remarks = remarks.into_iter().chain(writer.remarks.take()).collect();
    Ok(writer.builder.finish(Page::origin(pages, remarks)))
}

/// The size that most letters have.
fn usual_size(pages: &[Page]) -> f32 {
    let mut sizes: Vec<i32> = pages
        .iter()
        .flat_map(|page| &page.glyphs)
        .map(|glyph| (glyph.size * 2.0).round() as i32)
        .collect();
    sizes.sort_unstable();
    let fullest = sizes.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    fullest.map_or(14.0, |run| run[0] as f32 / 2.0)
}

fn outside(page: &Page, grids: &[Grid]) -> Vec<Glyph> {
    let is_out = |glyph: &&Glyph| !grids.iter().any(|grid| grid.holds(glyph));
    page.glyphs.iter().filter(is_out).copied().collect()
}

/// The rows, columns and tables of a page from top to bottom.
fn in_order(page: &Page, number: u32, rows: Vec<Row>, grids: &[Grid]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows = rows.into_iter().peekable();
    for grid in grids {
        let above: Vec<Row> =
            std::iter::from_fn(|| rows.next_if(|row| row.base < grid.bottom())).collect();
        blocks.extend(pieces(above, page.width));
        blocks.push(Block::Table(Table::of(grid, page, number)));
    }
    blocks.extend(pieces(rows.collect(), page.width));
    blocks
}

fn pieces(rows: Vec<Row>, width: f32) -> impl Iterator<Item = Block> {
    pair::pieces(rows, width)
        .into_iter()
        .map(|piece| match piece {
            Piece::Row(row) => Block::Row(row),
            Piece::Pair { left, right } => Block::Pair { left, right },
        })
}

impl Table {
    fn of(grid: &Grid, page: &Page, number: u32) -> Table {
        let mut rows: Vec<Vec<Filled>> = Vec::new();
        for field in grid.fields(&page.glyphs) {
            rows.resize_with(rows.len().max(field.row + 1), Vec::new);
            let inside = (
                grid.columns.get(field.column).copied().unwrap_or_default(),
                grid.columns
                    .get(field.column + field.width)
                    .copied()
                    .unwrap_or_default(),
            );
            let paragraphs = in_cell(&field.glyphs, inside, number);
            let filled = Filled {
                column: field.column,
                width: field.width,
                continues: field.continues,
                paragraphs,
            };
            if let Some(row) = rows.last_mut() {
                row.push(filled);
            }
        }
        Table {
            columns: grid.columns.clone(),
            rows,
        }
    }

    fn goes_on_from(&self, above: &Table) -> bool {
        self.columns.len() == above.columns.len()
            && self
                .columns
                .iter()
                .zip(&above.columns)
                .all(|(a, b)| (a - b).abs() < 4.0)
    }

    /// Adds the rows of the next page; true where its header row was a repetition.
    fn append(&mut self, mut next: Table) -> bool {
        let text = |row: Option<&Vec<Filled>>| row.map(|row| row_text(row));
        let repeated = next.rows.len() > 1
            && text(next.rows.first()) == text(self.rows.first())
            && text(next.rows.first()).is_some_and(|text| !text.is_empty());
        if repeated {
            next.rows.remove(0);
        }
        let broken = next.rows.first().is_some_and(|row| goes_on(row))
            && self.rows.last().map(Vec::len) == next.rows.first().map(Vec::len);
        if let Some(last) = self.rows.last_mut().filter(|_| broken) {
            for (cell, rest) in last.iter_mut().zip(next.rows.remove(0)) {
                cell.append(rest);
            }
        }
        self.rows.extend(next.rows);
        repeated
    }
}

impl Filled {
    /// Adds the part of the cell that stands on the next page.
    fn append(&mut self, rest: Filled) {
        let mut rest = rest.paragraphs.into_iter();
        if let Some(last) = self.paragraphs.last_mut() {
            match rest.next() {
                Some(first) if first.line.text.starts_with(char::is_lowercase) => {
                    paragraph::append(&mut last.line, first.line);
                }
                first => self.paragraphs.extend(first),
            }
        }
        self.paragraphs.extend(rest);
    }
}

fn row_text(row: &[Filled]) -> String {
    let lines = row
        .iter()
        .flat_map(|cell| &cell.paragraphs)
        .map(|paragraph| paragraph.line.text.as_str());
    lines.collect::<Vec<_>>().join("|")
}

/// A row whose first cell is empty and whose text begins in mid-sentence was broken by the page.
fn goes_on(row: &[Filled]) -> bool {
    let mut filled = row.iter().filter_map(|cell| cell.paragraphs.first());
    row.first().is_some_and(|cell| cell.paragraphs.is_empty())
        && filled.any(|paragraph| paragraph.line.text.starts_with(char::is_lowercase))
}

/// The paragraphs of a cell: a row goes on where the next word would not have fitted.
fn in_cell(glyphs: &[Glyph], (left, right): (f32, f32), page: u32) -> Vec<Paragraph> {
    let rows: Vec<(u32, Row)> = rows::rows(glyphs)
        .into_iter()
        .map(|row| (page, row))
        .collect();
    let Some(measured) = paragraph::measure(rows.iter().map(|(page, row)| (*page, row))) else {
        return Vec::new();
    };
    let padding = rows
        .iter()
        .map(|(_, row)| row.start())
        .fold(right, f32::min)
        - left;
    let padding = padding.clamp(0.0, 6.0);
    let inner = Measure {
        left: left + padding,
        right: right - padding,
        ..measured
    };
    paragraph::in_field(&rows, inner)
}

#[derive(Default)]
struct Writer {
    builder: SourceBuilder,
    measure: Option<Measure>,
    waiting: Vec<(u32, Row)>,
    table: Option<Table>,
    tables: u32,
    lines: usize,
    remarks: Option<String>,
}

impl Writer {
    fn block(&mut self, page: u32, block: Block) -> Result<(), ImportError> {
        match block {
            Block::Row(row) => {
                self.end_table();
                self.waiting.push((page, row));
            }
            Block::Pair { left, right } => {
                self.end_rows();
                self.end_table();
                self.pair(page, &left, &right);
            }
            Block::Table(table) => {
                self.end_rows();
                match self
                    .table
                    .as_mut()
                    .filter(|above| table.goes_on_from(above))
                {
                    Some(above) => {
                        if above.append(table) {
                            let remark = "Đã bỏ dòng tiêu đề bảng lặp lại ở trang sau";
                            self.remarks = Some(remark.to_owned());
                        }
                    }
                    None => {
                        self.end_table();
                        self.table = Some(table);
                    }
                }
            }
        }
        if self.lines > limits::PARAGRAPHS {
            return Err(ImportError::too_large(
                TooMuch::Paragraphs,
                limits::PARAGRAPHS,
            ));
        }
        Ok(())
    }

    fn end_rows(&mut self) {
        let rows = std::mem::take(&mut self.waiting);
        let Some(measure) = self.measure else { return };
        for paragraph in paragraph::paragraphs(&rows, measure) {
            self.put(&paragraph, Part::Body, 0);
        }
    }

    fn pair(&mut self, page: u32, left: &[Row], right: &[Row]) {
        self.tables += 1;
        for (column, rows) in [left, right].into_iter().enumerate() {
            let cell = Cell {
                table: self.tables,
                row: 0,
                column: column as u32,
                width: 1,
                continues: false,
            };
            for paragraph in paragraph::stack(rows, page) {
                self.put(&paragraph, Part::Cell(cell), 0);
            }
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else {
            return;
        };
        self.tables += 1;
        for (number, row) in table.rows.iter().enumerate() {
            for filled in row {
                let cell = Cell {
                    table: self.tables,
                    row: number as u32,
                    column: filled.column as u32,
                    width: filled.width as u32,
                    continues: filled.continues,
                };
                if filled.paragraphs.is_empty() {
                    self.put(
                        &Paragraph {
                            line: Line::default(),
                            page: 0,
                        },
                        Part::Cell(cell),
                        0,
                    );
                }
                for paragraph in &filled.paragraphs {
                    self.put(paragraph, Part::Cell(cell), 0);
                }
            }
        }
    }

    fn notes(&mut self, notes: &[Vec<Note>]) {
        for (page, note) in (1u32..)
            .zip(notes)
            .flat_map(|(page, notes)| notes.iter().map(move |note| (page, note)))
        {
            let rows: Vec<(u32, Row)> = note.rows.iter().map(|row| (page, row.clone())).collect();
            let mut whole: Option<Line> = None;
            for (_, row) in &rows {
                match &mut whole {
                    Some(line) => paragraph::append(line, row.line()),
                    None => whole = Some(row.line()),
                }
            }
            let label = format!("[{}] ", note.number);
            let line = whole.unwrap_or_default().labelled(&label);
            self.put(
                &Paragraph { line, page },
                Part::Note(note.number),
                label.len(),
            );
        }
    }

    fn put(&mut self, paragraph: &Paragraph, part: Part, label: usize) {
        let page = (paragraph.page > 0).then_some(paragraph.page);
        let look = Look {
            label,
            ..paragraph.line.look.clone()
        };
        self.builder.line(
            &paragraph.line.text,
            Place {
                page,
                paragraph: 0,
                part,
            },
            look,
        );
        self.lines += 1;
    }
}
