//! Tables of tasks: STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn | Sản phẩm.
//!
//! Columns are known by their headers, in any order. A row with nothing but a
//! title opens a group; a merged cell speaks for the rows it covers; a row
//! without a number and a unit is the rest of the row before it.

use super::lexicon::{Class, LEXICON};
use super::order::strictest;
use super::word::{Word, words};
use super::{Reader, deliverable, one_line, units};
use crate::blocks::{CellBlock, TableBlock};
use crate::plan::{Deadline, Order, Role, Task};
use crate::span::{Span, Spanned};
use crate::words::deadline::table_deadline;
use crate::words::fold;

/// A header has at most this many rows.
const HEADER_ROWS: usize = 3;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Task,
    Lead,
    With,
    Deadline,
    Product,
    Recipient,
    Other,
}

/// Which grid column holds what.
#[derive(Debug, Default)]
struct Columns {
    task: Option<usize>,
    lead: Option<usize>,
    with: Option<usize>,
    deadline: Option<usize>,
    product: Option<usize>,
    recipient: Option<usize>,
}

/// A list of units with the part the cell gives them.
#[derive(Debug, Clone, Default)]
struct Assignees {
    lead: Vec<Spanned<String>>,
    with: Vec<Spanned<String>>,
    asked: bool,
}

impl Reader<'_> {
    /// Reads a table where it is one of tasks.
    pub(super) fn table(&mut self, table: &TableBlock) {
        let Some((columns, body)) = self.columns(table) else {
            return;
        };
        let mut assignees = Assignees::default();
        let mut deadline = None;
        for row in table.rows.get(body..).unwrap_or_default() {
            if let Some(group) = self.group(row, &columns) {
                assignees = group;
                deadline = None;
                continue;
            }
            self.inherit(row, columns.lead, |reader, cell| {
                assignees = reader.assignees(cell);
            });
            self.inherit(row, columns.deadline, |reader, cell| {
                deadline = reader.cell_deadline(cell);
            });
            if let Some(task) = self.row(row, &columns, &assignees, deadline.as_ref()) {
                self.tasks.push(task);
            }
        }
        self.continues = false;
    }

    /// The columns and the first row below the header.
    fn columns(&self, table: &TableBlock) -> Option<(Columns, usize)> {
        for rows in 1..=HEADER_ROWS.min(table.rows.len()) {
            let header = table.rows.get(..rows)?;
            let columns = self.classified(header);
            let spread = header.iter().flatten().any(|cell| cell.width > 1);
            let more_below = spread && rows < 2 && columns.with.is_none();
            if columns.task.is_some()
                && (columns.lead.is_some() || columns.deadline.is_some())
                && !more_below
            {
                return Some((columns, rows));
            }
        }
        None
    }

    fn classified(&self, header: &[Vec<CellBlock>]) -> Columns {
        let mut columns = Columns::default();
        for cell in header.iter().flatten().filter(|cell| !cell.continues) {
            let slot = match column(&fold::key(self.flow.slice(cell.span))) {
                Column::Task => &mut columns.task,
                Column::Lead => &mut columns.lead,
                Column::With => &mut columns.with,
                Column::Deadline => &mut columns.deadline,
                Column::Product => &mut columns.product,
                Column::Recipient => &mut columns.recipient,
                Column::Number | Column::Other => continue,
            };
            slot.get_or_insert(cell.column);
        }
        columns
    }

    /// Whoever a title row addresses, where the row is only a title.
    fn group(&self, row: &[CellBlock], columns: &Columns) -> Option<Assignees> {
        let filled: Vec<_> = row
            .iter()
            .filter(|cell| !self.is_blank(cell) || cell.continues)
            .collect();
        let only_title = filled.iter().all(|cell| {
            Some(cell.column) != columns.lead
                && Some(cell.column) != columns.deadline
                && Some(cell.column) != columns.with
        });
        let spans_all = matches!(filled.as_slice(), [cell] if cell.width > 1);
        let named_by_column = columns.lead.is_some() && only_title && filled.len() <= 2;
        if !(spans_all || named_by_column) {
            return None;
        }
        let title = filled.last()?;
        let words = words(self.flow.slice(title.span), title.span.start);
        let is_name = super::clause::head(&words, 0).is_some() && !has_verb(&words);
        Some(if is_name {
            self.assignees(title)
        } else {
            Assignees::default()
        })
    }

    /// Lets a cell of this row replace what holds from above, unless it continues it.
    fn inherit(
        &self,
        row: &[CellBlock],
        column: Option<usize>,
        mut replace: impl FnMut(&Self, &CellBlock),
    ) {
        if let Some(cell) = column.and_then(|column| at(row, column))
            && !cell.continues
        {
            replace(self, cell);
        }
    }

    fn row(
        &self,
        row: &[CellBlock],
        columns: &Columns,
        assignees: &Assignees,
        deadline: Option<&Deadline>,
    ) -> Option<Task> {
        let cell = at(row, columns.task?).filter(|cell| !self.is_blank(cell) && !cell.continues)?;
        let text = |column: Option<usize>| {
            column
                .and_then(|column| at(row, column))
                .filter(|cell| !self.is_blank(cell))
        };
        let lead = match (assignees.lead.is_empty(), self.context.current()) {
            (false, _) => assignees.lead.clone(),
            (true, Some(frame)) if columns.lead.is_none() && !frame.quiet => frame.units.clone(),
            _ => return None,
        };
        let mut with = assignees.with.clone();
        if let Some(cell) = text(columns.with) {
            with.extend(units::listed(&words(
                self.flow.slice(cell.span),
                cell.span.start,
            )));
        }
        (!lead.is_empty()).then(|| Task {
            id: String::new(),
            section: self.places.id(cell.span),
            units: lead,
            role: Role::Lead,
            with,
            order: if assignees.asked {
                Order::Request
            } else {
                Order::Assign
            },
            action: one_line(self.flow.slice(cell.span)),
            deliverable: text(columns.product).map_or_else(
                || deliverable::read(&words(self.flow.slice(cell.span), 0), 0),
                |product| self.product(product),
            ),
            deadline: deadline
                .cloned()
                .or_else(|| strictest(&self.deadlines(cell.span))),
            recipient: text(columns.recipient)
                .map(|cell| Spanned::new(one_line(self.flow.slice(cell.span)), cell.span)),
            via: None,
            span: row_span(row, cell.span),
        })
    }

    /// "Sở A", "Chủ trì: Sở A; phối hợp: Sở B", "Đề nghị Tòa án …".
    fn assignees(&self, cell: &CellBlock) -> Assignees {
        let words = words(self.flow.slice(cell.span), cell.span.start);
        let class = |at: usize| LEXICON.classes.at(&words, at);
        let skip = match class(0) {
            Some((Class::Ask | Class::Lead | Class::Give, length)) => length,
            _ => 0,
        };
        let join = (skip..words.len()).find(|at| matches!(class(*at), Some((Class::Join, _))));
        let after = join.map_or(words.len(), |at| {
            at + class(at).map_or(1, |(_, length)| length)
        });
        Assignees {
            lead: units::listed(
                words
                    .get(skip..join.unwrap_or(words.len()))
                    .unwrap_or_default(),
            ),
            with: units::listed(words.get(after..).unwrap_or_default()),
            asked: matches!(class(0), Some((Class::Ask, _))),
        }
    }

    /// "6/2025", "Quý II/2026", "Trước 15/3/2026", "Thường xuyên".
    fn cell_deadline(&self, cell: &CellBlock) -> Option<Deadline> {
        let mut deadline = table_deadline(self.flow.slice(cell.span), &self.calendar)?;
        deadline.span = deadline.span.shift(cell.span.start);
        deadline.text = one_line(&deadline.text);
        Some(deadline)
    }

    /// The paper a product cell names; a product that is no paper as it is written.
    fn product(&self, cell: &CellBlock) -> Option<String> {
        let text = one_line(self.flow.slice(cell.span));
        let words = words(&text, 0);
        let paper = LEXICON
            .deliverables
            .at(&words, 0)
            .and_then(|((), length)| words.get(..length));
        Some(paper.map_or_else(
            || text.clone(),
            |name| {
                name.iter()
                    .map(|word| word.key.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            },
        ))
    }

    fn is_blank(&self, cell: &CellBlock) -> bool {
        !self.flow.slice(cell.span).contains(char::is_alphanumeric)
    }
}

/// What a header says its column holds.
fn column(header: &str) -> Column {
    let kind = LEXICON.columns.iter().find(|(phrases, _)| {
        phrases
            .iter()
            .any(|phrase| header.contains(phrase.as_str()))
    });
    let number = ["stt", "tt", "số tt"].contains(&header.trim_end_matches('.'));
    match kind {
        _ if number => Column::Number,
        Some((_, column)) => *column,
        None => Column::Other,
    }
}

fn at(row: &[CellBlock], column: usize) -> Option<&CellBlock> {
    row.iter()
        .find(|cell| cell.column <= column && column < cell.column + cell.width.max(1))
}

fn has_verb(words: &[Word]) -> bool {
    (1..words.len()).any(|at| {
        LEXICON
            .classes
            .at(words, at)
            .is_some_and(|(class, _)| class.opens_predicate())
            && !words[at].capital
    })
}

fn row_span(row: &[CellBlock], task: Span) -> Span {
    row.iter()
        .filter(|cell| !cell.span.is_empty())
        .fold(task, |span, cell| span.cover(cell.span))
}
