//! A list of units as rows of cells, understood by its header.
//!
//! Columns may stand in any order and be headed in Vietnamese or English. What
//! cannot be understood is said in a sentence with its row; a row is never
//! passed over in silence.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use tongket_reader::words::agency::{AgencyKind, agencies};
use tongket_reader::words::{date, fold};

use super::name::NameKey;
use super::{Level, Unit, UnitId};

/// Something in a list of units that was not understood or cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row of the list, from 1, the header included.
    pub row: usize,
    /// One sentence in Vietnamese that says what was done about it.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// A unit as its row gives it, with what must be looked up when all rows are known.
pub(super) struct Row {
    pub(super) unit: Unit,
    pub(super) successors: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Column {
    Name,
    Short,
    Kind,
    Level,
    Parent,
    Codes,
    Tags,
    ValidFrom,
    ValidTo,
    SucceededBy,
    Ignored,
}

#[derive(Deserialize)]
struct Data {
    columns: FxHashMap<Column, Vec<String>>,
    levels: FxHashMap<Level, Vec<String>>,
    kinds: FxHashMap<AgencyKind, Vec<String>>,
}

struct Words {
    columns: FxHashMap<String, Column>,
    levels: FxHashMap<String, Level>,
    kinds: FxHashMap<String, AgencyKind>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../data/directory.toml"))
        .expect("data/directory.toml is part of the program and tested");
    Words {
        columns: by_word(data.columns),
        levels: by_word(data.levels),
        kinds: by_word(data.kinds),
    }
});

fn by_word<T: Copy>(words: FxHashMap<T, Vec<String>>) -> FxHashMap<String, T> {
    let pairs = words
        .into_iter()
        .flat_map(|(value, words)| words.into_iter().map(move |word| (fold::key(&word), value)));
    pairs.collect()
}

/// Reads the rows of a list, header first.
pub(super) fn read(rows: &[Vec<String>]) -> (Vec<Row>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some((at, header)) = header(rows) else {
        problems.push(Problem {
            row: 1,
            message: "Không thấy cột tên đơn vị: hàng tiêu đề phải có một cột “Tên”.".to_owned(),
            message_en:
                "No column of unit names: the header row must have a column “Tên” or “name”."
                    .to_owned(),
        });
        return (Vec::new(), problems);
    };
    let columns = columns(at + 1, header, &mut problems);
    let body = rows.iter().enumerate().skip(at + 1);
    let read = body
        .filter_map(|(index, cells)| {
            Cells {
                row: index + 1,
                cells,
                columns: &columns,
            }
            .read(&mut problems)
        })
        .collect();
    (read, problems)
}

/// The header: the first row with a cell that heads the names.
fn header(rows: &[Vec<String>]) -> Option<(usize, &Vec<String>)> {
    let heads_names = |cell: &String| WORDS.columns.get(&fold::key(cell)) == Some(&Column::Name);
    rows.iter()
        .enumerate()
        .find(|(_, row)| row.iter().any(heads_names))
}

fn columns(row: usize, header: &[String], problems: &mut Vec<Problem>) -> FxHashMap<Column, usize> {
    let mut columns = FxHashMap::default();
    for (index, cell) in header
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.trim().is_empty())
    {
        match WORDS.columns.get(&fold::key(cell)) {
            Some(column) => {
                columns.entry(*column).or_insert(index);
            }
            None => problems.push(Problem {
                row,
                message: format!("Không hiểu cột “{}”; cột này không được dùng.", cell.trim()),
                message_en: format!("Column “{}” is not understood and not used.", cell.trim()),
            }),
        }
    }
    columns
}

/// One row by its columns.
struct Cells<'r> {
    row: usize,
    cells: &'r [String],
    columns: &'r FxHashMap<Column, usize>,
}

impl Cells<'_> {
    fn read(&self, problems: &mut Vec<Problem>) -> Option<Row> {
        if self.cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let Some(name) = self.text(Column::Name) else {
            problems.push(self.problem(
                "thiếu tên đơn vị; hàng này bị bỏ qua",
                "no unit name; the row is left out",
            ));
            return None;
        };
        let key = NameKey::of(&name);
        let valid_from = self.date(Column::ValidFrom, problems);
        let valid_to = self.date(Column::ValidTo, problems);
        if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
            problems.push(self.problem(
                "ngày kết thúc trước ngày bắt đầu",
                "the last day is before the first",
            ));
        }
        let unit = Unit {
            id: UnitId(0),
            kind: self.kind(&name, &key, problems),
            level: self.level(&key, problems),
            short_names: self.list(Column::Short),
            parent: self.text(Column::Parent),
            codes: self.list(Column::Codes),
            tags: self.list(Column::Tags),
            valid_from,
            valid_to,
            succeeded_by: Vec::new(),
            row: self.row,
            name,
        };
        let successors = self.list(Column::SucceededBy);
        Some(Row { unit, successors })
    }

    /// The cell of a column, where it is there and not empty.
    fn text(&self, column: Column) -> Option<String> {
        let cell = self.cells.get(*self.columns.get(&column)?)?;
        let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// A cell with several values between semicolons.
    fn list(&self, column: Column) -> Vec<String> {
        let text = self.text(column).unwrap_or_default();
        let values = text.split([';', '|']).map(str::trim);
        values
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn kind(&self, name: &str, key: &NameKey, problems: &mut Vec<Problem>) -> AgencyKind {
        let by_name = || kind_of(name, key);
        let Some(cell) = self.text(Column::Kind) else {
            return by_name();
        };
        WORDS
            .kinds
            .get(&fold::key(&cell))
            .copied()
            .unwrap_or_else(|| {
                problems.push(self.problem(
                    &format!("không nhận ra loại đơn vị “{cell}”; lấy theo tên"),
                    &format!("kind “{cell}” is not known; taken from the name"),
                ));
                by_name()
            })
    }

    fn level(&self, key: &NameKey, problems: &mut Vec<Problem>) -> Option<Level> {
        let cell = self.text(Column::Level)?;
        let level = WORDS.levels.get(&fold::key(&cell)).copied();
        if level.is_none() {
            problems.push(self.problem(
                &format!("không nhận ra cấp “{cell}”; lấy theo tên"),
                &format!("level “{cell}” is not known; taken from the name"),
            ));
        }
        level.or_else(|| key.level())
    }

    fn date(&self, column: Column, problems: &mut Vec<Problem>) -> Option<Date> {
        let cell = self.text(column)?;
        let date = day(&cell);
        if date.is_none() {
            problems.push(self.problem(
                &format!("không đọc được ngày “{cell}”; coi như không ghi"),
                &format!("date “{cell}” cannot be read; taken as not given"),
            ));
        }
        date
    }

    fn problem(&self, vietnamese: &str, english: &str) -> Problem {
        Problem {
            row: self.row,
            message: format!("Hàng {}: {vietnamese}.", self.row),
            message_en: format!("Row {}: {english}.", self.row),
        }
    }
}

/// "2025-07-01", "2025-07-01 00:00:00", "1/7/2025", "ngày 01 tháng 7 năm 2025".
fn day(cell: &str) -> Option<Date> {
    let iso = cell.get(..10).and_then(|start| start.parse().ok());
    iso.or_else(|| {
        let phrase = if cell.contains("ngày") {
            cell.to_owned()
        } else {
            format!("ngày {cell}")
        };
        date::dates(&phrase).first()?.date()
    })
}

/// The kind a name speaks of; a place stands for the body that runs it.
fn kind_of(name: &str, key: &NameKey) -> AgencyKind {
    if key.place_word().is_some() {
        return AgencyKind::PeopleCommittee;
    }
    let found = agencies(name).into_iter().next();
    match found.map(|found| found.value.kind) {
        Some(AgencyKind::Territory) => AgencyKind::PeopleCommittee,
        Some(kind) => kind,
        None => AgencyKind::Mixed,
    }
}
