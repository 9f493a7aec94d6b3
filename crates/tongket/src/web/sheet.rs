//! A report as it is read: sections in the order of the outline, tables in their place.
//!
//! The leader who signs, the receiver and the one who reads across all units
//! see the same sheet, made from a content and from what was asked.

use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::exchange::{Content, SectionState};
use tongket_core::report::form::ColumnKind;
use utoipa::ToSchema;

use super::question::{Question, Table};

/// What became of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// In words.
    Written,
    /// "Không có".
    Nil,
    /// Nothing, though something was asked.
    Missing,
    /// Nothing, and nothing had to be said.
    Blank,
}

impl Said {
    /// What became of a section that says this, and of which something may be required.
    pub(super) fn of(state: SectionState, required: bool) -> Said {
        match (state, required) {
            (SectionState::Written, _) => Said::Written,
            (SectionState::Nil, _) => Said::Nil,
            (SectionState::Empty, true) => Said::Missing,
            (SectionState::Empty, false) => Said::Blank,
        }
    }

    /// The key of its word.
    pub(super) fn text(self) -> &'static str {
        match self {
            Said::Written => "sheet-written",
            Said::Nil => "sheet-nil",
            Said::Missing => "sheet-missing",
            Said::Blank => "sheet-blank",
        }
    }

    /// The class of its badge.
    pub(super) fn class(self) -> &'static str {
        match self {
            Said::Written => "full",
            Said::Nil => "nil",
            Said::Missing => "missing",
            Said::Blank => "draft",
        }
    }
}

/// A section of the sheet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Part {
    /// Id of the outline item.
    pub(super) item: String,
    /// Its label and title.
    pub(super) title: String,
    /// Depth, from 1.
    pub(super) level: u8,
    /// Whether it was answered.
    pub(super) said: Said,
    /// What it says, as cleaned HTML.
    pub(super) html: String,
    /// The tables that belong to it.
    pub(super) tables: Vec<Grid>,
}

/// A table of figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Grid {
    /// Its title.
    pub(super) title: String,
    /// Headings of its columns.
    pub(super) columns: Vec<String>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

impl Grid {
    /// Whether there is any figure in it.
    fn is_filled(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.any(|cell| !cell.shown.is_empty())
    }
}

/// A row of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Row {
    /// What is counted.
    pub(super) name: String,
    /// In what.
    pub(super) unit: String,
    /// Its cells, a column each.
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Cell {
    /// What it is called in the content: "to|2025".
    pub(super) key: String,
    /// The figure as an office writes it; empty where there is none.
    pub(super) shown: String,
    /// Whether it is computed, and so nobody's to comment on.
    pub(super) computed: bool,
}

impl Question {
    /// The sheet of a content.
    pub(super) fn sheet(&self, content: &Content) -> Vec<Part> {
        let part = |heading: &super::question::Heading| {
            let section = content.section(&heading.item);
            let state = section.map(|section| section.state);
            let tables = self
                .tables
                .iter()
                .filter(|table| table.item == heading.item);
            let tables: Vec<Grid> = tables.map(|table| self.grid(table, content)).collect();
            let state = match state.unwrap_or_default() {
                SectionState::Empty if tables.iter().any(Grid::is_filled) => SectionState::Written,
                state => state,
            };
            let said = Said::of(state, heading.required);
            Part {
                item: heading.item.clone(),
                title: heading.title.clone(),
                level: heading.level,
                said,
                html: section
                    .map(|section| section.html.clone())
                    .unwrap_or_default(),
                tables,
            }
        };
        let mut parts: Vec<Part> = self.headings.iter().map(part).collect();
        let placed = |table: &&Table| self.headings.iter().any(|known| known.item == table.item);
        let others = self.tables.iter().filter(|table| !placed(table));
        if let Some(last) = parts.last_mut() {
            last.tables
                .extend(others.map(|table| self.grid(table, content)));
        }
        parts
    }

    fn grid(&self, table: &Table, content: &Content) -> Grid {
        let figures = self.filled(table, content);
        let columns = &table.form.columns;
        let row = |row: &tongket_core::report::form::Indicator| {
            let key = Question::key(table, &row.code);
            let cells = columns.iter().map(|column| Cell {
                key: format!("{key}|{}", column.key),
                shown: figures
                    .get(&row.code, &column.key)
                    .map(number)
                    .unwrap_or_default(),
                computed: row.formula.is_some() || column.kind == ColumnKind::Total,
            });
            Row {
                name: row.name.clone(),
                unit: row.unit_of_measure.clone(),
                cells: cells.collect(),
            }
        };
        Grid {
            title: table.form.title.clone(),
            columns: columns.iter().map(|column| column.title.clone()).collect(),
            rows: table.form.indicators.iter().map(row).collect(),
        }
    }
}
