//! A table of old and new units, as the reorganisations of 2025 were published.
//!
//! One row says that an old unit went into a new one: code, name and district
//! before, code and name after. From it come the units of both times and the
//! acts between them. A code is no identity here: most codes were given anew,
//! nearly always to another place, and names moved too; a unit is its code and
//! its name and its time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use tongket_reader::words::fold;

use super::{Heir, Succession, SuccessionKind};
use crate::unit::{Directory, Problem, UnitId};

/// Units of both times and the acts between them.
#[derive(Debug, Clone, Default)]
pub struct SuccessionList {
    /// The units, old and new; the old ones end on the day before the act.
    pub directory: Directory,
    /// The acts, one a new unit, and one an old unit that was split.
    pub acts: Vec<Succession>,
    /// Rows that were not understood or cannot be right, and what was done about them.
    pub problems: Vec<Problem>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Column {
    OldCode,
    OldName,
    OldParent,
    NewCode,
    NewName,
    NewParent,
    Share,
    Ignored,
}

#[derive(Deserialize)]
struct Data {
    columns: FxHashMap<Column, Vec<String>>,
}

static COLUMNS: LazyLock<FxHashMap<String, Column>> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../../../data/succession.toml"))
        .expect("data/succession.toml is part of the program and tested");
    let words = data.columns.into_iter();
    words
        .flat_map(|(column, words)| {
            words
                .into_iter()
                .map(move |word| (fold::key(&word), column))
        })
        .collect()
});

/// One row, understood.
#[derive(Debug, Clone)]
struct Row {
    number: usize,
    old: Key,
    new: Key,
    share: Option<Decimal>,
}

/// What makes a unit of one time: its name, its code and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    code: String,
    name: String,
    parent: String,
}

/// Reads a table of successions, its header row first.
///
/// `effective` is the first day of the new units, `legal_act` the document that
/// orders the reorganisation, `new_parent` the superior of new units where the
/// table has no column for it.
pub fn read_list(
    rows: &[Vec<String>],
    effective: Date,
    legal_act: &str,
    new_parent: &str,
) -> SuccessionList {
    let mut problems = Vec::new();
    let read = understood(rows, new_parent, &mut problems);
    let (directory, places) = units(&read, effective, &mut problems);
    let acts = acts(&read, &places, effective, legal_act);
    problems.sort_by_key(|problem| problem.row);
    SuccessionList {
        directory,
        acts,
        problems,
    }
}

fn understood(rows: &[Vec<String>], new_parent: &str, problems: &mut Vec<Problem>) -> Vec<Row> {
    let column_of = |cell: &String| COLUMNS.get(&fold::key(&cell.replace('_', " "))).copied();
    let header = rows.iter().position(|row| {
        let columns: Vec<Column> = row.iter().filter_map(column_of).collect();
        columns.contains(&Column::OldName) && columns.contains(&Column::NewName)
    });
    let Some(header) = header else {
        problems.push(problem(
            1,
            "không thấy cột tên đơn vị cũ và cột tên đơn vị mới ở hàng tiêu đề",
            "no columns for the names of old and new units in the header row",
        ));
        return Vec::new();
    };
    let columns: Vec<Option<Column>> = rows[header].iter().map(column_of).collect();
    for (cell, column) in rows[header].iter().zip(&columns) {
        if column.is_none() && !cell.trim().is_empty() {
            let cell = cell.trim();
            problems.push(problem(
                header + 1,
                &format!("không hiểu cột “{cell}”; cột này không được dùng"),
                &format!("column “{cell}” is not understood and not used"),
            ));
        }
    }
    let body = rows.iter().enumerate().skip(header + 1);
    body.filter_map(|(at, cells)| row(at + 1, cells, &columns, new_parent, problems))
        .collect()
}

fn row(
    number: usize,
    cells: &[String],
    columns: &[Option<Column>],
    new_parent: &str,
    problems: &mut Vec<Problem>,
) -> Option<Row> {
    let text = |wanted: Column| {
        let at = columns.iter().position(|column| *column == Some(wanted));
        let cell = at
            .and_then(|at| cells.get(at))
            .map_or("", |cell| cell.trim());
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    let (old, new) = (text(Column::OldName), text(Column::NewName));
    // "(huyện không chia xã)": a remark stands where a name should.
    if old.is_empty() || new.is_empty() || old.starts_with('(') {
        problems.push(problem(
            number,
            "không có tên đơn vị cũ hoặc đơn vị mới; hàng này không được dùng",
            "no name of an old or a new unit; the row is not used",
        ));
        return None;
    }
    let share = text(Column::Share);
    let parsed = crate::amount::typed(share.trim_end_matches('%'));
    let share = match (share.is_empty(), parsed) {
        (true, _) => None,
        (false, Ok(Some(value))) if share.ends_with('%') => Some(value / Decimal::ONE_HUNDRED),
        (false, Ok(value)) => value,
        (false, Err(_)) => {
            problems.push(problem(
                number,
                &format!("không đọc được tỷ lệ “{share}”; coi như không ghi"),
                &format!("share “{share}” cannot be read; taken as not given"),
            ));
            None
        }
    };
    let parent = text(Column::NewParent);
    Some(Row {
        number,
        old: Key {
            code: text(Column::OldCode),
            name: old,
            parent: text(Column::OldParent),
        },
        new: Key {
            code: text(Column::NewCode),
            name: new,
            parent: if parent.is_empty() {
                new_parent.to_owned()
            } else {
                parent
            },
        },
        share,
    })
}

/// The units of both times, and where in the directory each row's units stand.
fn units(
    rows: &[Row],
    effective: Date,
    problems: &mut Vec<Problem>,
) -> (Directory, BTreeMap<(bool, Key), UnitId>) {
    let last = effective.yesterday().unwrap_or(effective);
    let mut seen: BTreeSet<(bool, &Key)> = BTreeSet::new();
    let mut keys: Vec<(bool, Key)> = Vec::new();
    for row in rows {
        for key in [(false, &row.old), (true, &row.new)] {
            if seen.insert(key) {
                keys.push((key.0, key.1.clone()));
            }
        }
    }
    // The old ones first, so that each time stands together.
    keys.sort_by_key(|(is_new, _)| *is_new);
    let header = ["tên", "trực thuộc", "mã", "từ ngày", "đến ngày"];
    let mut table: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    for (is_new, key) in &keys {
        let (from, to) = match is_new {
            true => (effective.to_string(), String::new()),
            false => (String::new(), last.to_string()),
        };
        table.push(vec![
            key.name.clone(),
            key.parent.clone(),
            key.code.clone(),
            from,
            to,
        ]);
    }
    let (directory, found) = Directory::from_rows(&table);
    // Rows of this inner table are no rows of the user's: only what is said of codes is told.
    problems.extend(found.into_iter().filter_map(|found| {
        let (is_new, key) = keys.get(found.row.checked_sub(2)?)?;
        let row = rows.iter().find(|row| {
            if *is_new {
                row.new == *key
            } else {
                row.old == *key
            }
        })?;
        Some(Problem {
            row: row.number,
            ..found
        })
    }));
    let places = directory.units().iter().filter_map(|unit| {
        let key = keys.get(unit.row.checked_sub(2)?)?;
        Some((key.clone(), unit.id))
    });
    let places = places.collect();
    (directory, places)
}

/// One act a new unit that takes whole units, and one an old unit that is divided.
fn acts(
    rows: &[Row],
    places: &BTreeMap<(bool, Key), UnitId>,
    effective: Date,
    legal_act: &str,
) -> Vec<Succession> {
    let mut heirs: BTreeMap<UnitId, (Vec<Heir>, bool)> = BTreeMap::new();
    for row in rows {
        let old = places.get(&(false, row.old.clone()));
        let new = places.get(&(true, row.new.clone()));
        let Some((old, new)) = old.copied().zip(new.copied()) else {
            continue;
        };
        let same_name = fold::key(&row.old.name) == fold::key(&row.new.name);
        let heir = Heir {
            unit: new,
            share: row.share,
        };
        let (known, _) = heirs.entry(old).or_insert((Vec::new(), same_name));
        if !known.iter().any(|known| known.unit == new) {
            known.push(heir);
        }
    }
    let act = |kind, from, to| Succession {
        kind,
        from,
        to,
        effective,
        legal_act: legal_act.to_owned(),
    };
    let mut whole: BTreeMap<UnitId, Vec<(UnitId, bool)>> = BTreeMap::new();
    let mut acts = Vec::new();
    for (old, (heirs, same_name)) in heirs {
        match heirs.as_slice() {
            [heir] => whole.entry(heir.unit).or_default().push((old, same_name)),
            _ => acts.push(act(SuccessionKind::Split, vec![old], heirs)),
        }
    }
    let takes_a_part: Vec<UnitId> = acts
        .iter()
        .flat_map(|act: &Succession| act.to.iter().map(|heir| heir.unit))
        .collect();
    for (new, olds) in whole {
        let kind = match olds.as_slice() {
            [_] if takes_a_part.contains(&new) => SuccessionKind::Merge,
            [(_, true)] => SuccessionKind::Move,
            [_] => SuccessionKind::Rename,
            _ => SuccessionKind::Merge,
        };
        let from = olds.into_iter().map(|(old, _)| old).collect();
        let to = vec![Heir {
            unit: new,
            share: None,
        }];
        acts.push(act(kind, from, to));
    }
    acts
}

fn problem(row: usize, vietnamese: &str, english: &str) -> Problem {
    Problem {
        row,
        message: format!("Hàng {row}: {vietnamese}."),
        message_en: format!("Row {row}: {english}."),
    }
}
