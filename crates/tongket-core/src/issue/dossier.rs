//! What a composer looks at, and how it finds names and words in it.

use rustc_hash::FxHashMap;
use serde::Serialize;

use tongket_reader::plan::{Deadline, Order, Plan};
use tongket_reader::{Part, Source};

use super::wording;
use crate::consolidation::{Consolidation, Place};
use crate::unit::UnitId;

/// Everything a composer looks at.
#[derive(Debug, Clone, Copy)]
pub struct Dossier<'a> {
    /// The plan that ordered the reports.
    pub plan: &'a Plan,
    /// What was put together from them.
    pub consolidation: &'a Consolidation,
    /// The units that owe a report, in the directory's order, each once.
    pub units: &'a [UnitStanding],
    /// The files that were read; [`Place::file`] counts them from 0.
    pub files: &'a [ReportFile<'a>],
}

/// One unit and whether its report is there.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitStanding {
    /// Which unit.
    pub id: UnitId,
    /// Its name as it is to be written: "xã Vân Khê".
    pub name: String,
    /// How it stands.
    pub state: UnitState,
    /// The name of its file, where there is one.
    pub file: Option<String>,
    /// By when it owes its report, where the plan says.
    pub deadline: Option<Deadline>,
    /// What else is to be said, in Vietnamese.
    pub note: Option<String>,
    /// Whether its report is ordered, or only asked for.
    pub order: Order,
}

/// How a unit stands with its report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// Came in time.
    Received,
    /// Came after the deadline.
    Late,
    /// Came, and nobody has accepted it yet.
    Waiting,
    /// Came, was sent back and is being mended.
    Returned,
    /// Did not come.
    #[default]
    Missing,
    /// Came and cannot be read.
    Unreadable,
}

/// One file that was read.
#[derive(Debug, Clone, Copy)]
pub struct ReportFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub source: &'a Source,
}

impl UnitState {
    /// Whether its report takes part in the consolidation.
    pub fn reported(self) -> bool {
        matches!(self, UnitState::Received | UnitState::Late)
    }

    /// The state in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            UnitState::Received => "Đã gửi",
            UnitState::Late => "Gửi sau thời hạn",
            UnitState::Waiting => "Đã gửi, đang được xem xét",
            UnitState::Returned => "Đã gửi, đang hoàn thiện theo yêu cầu",
            UnitState::Missing => "Chưa gửi",
            UnitState::Unreadable => "Tệp không đọc được",
        }
    }
}

impl<'a> Dossier<'a> {
    /// The units in this state, in the directory's order.
    pub fn standing(&self, state: UnitState) -> Vec<&'a UnitStanding> {
        let matching = |unit: &&UnitStanding| unit.state == state;
        self.units.iter().filter(matching).collect()
    }

    /// How many units have sent something, taken in or not.
    pub fn sent(&self) -> usize {
        let sent = |unit: &&UnitStanding| {
            unit.state.reported() || matches!(unit.state, UnitState::Waiting | UnitState::Returned)
        };
        self.units.iter().filter(sent).count()
    }

    /// How many units' reports take part, late or not.
    pub fn reported(&self) -> usize {
        self.units
            .iter()
            .filter(|unit| unit.state.reported())
            .count()
    }

    /// A way to names and words by id and place.
    pub fn index(&self) -> Index<'a> {
        let units = self.units.iter().enumerate();
        Index {
            units: units
                .map(|(order, unit)| (unit.id, (order, unit)))
                .collect(),
            files: self.files,
        }
    }
}

/// Finds names by unit and words by place.
#[derive(Debug, Clone)]
pub struct Index<'a> {
    units: FxHashMap<UnitId, (usize, &'a UnitStanding)>,
    files: &'a [ReportFile<'a>],
}

impl<'a> Index<'a> {
    /// The unit's name, or a placeholder for one that is not in the list.
    pub fn name(&self, unit: UnitId) -> &'a str {
        self.units
            .get(&unit)
            .map_or("(đơn vị ngoài danh sách)", |(_, unit)| {
                unit.name.as_str()
            })
    }

    /// Names of several units in the directory's order.
    pub fn names(&self, units: &[UnitId]) -> Vec<&'a str> {
        let mut units = units.to_vec();
        units.sort_by_key(|unit| self.order(*unit));
        units.into_iter().map(|unit| self.name(unit)).collect()
    }

    /// Where the unit stands in the directory's order.
    pub fn order(&self, unit: UnitId) -> usize {
        self.units
            .get(&unit)
            .map_or(usize::MAX, |(order, _)| *order)
    }

    /// Whether the unit's report takes part.
    pub fn reported(&self, unit: UnitId) -> bool {
        self.units
            .get(&unit)
            .is_some_and(|(_, unit)| unit.state.reported())
    }

    /// The name of the file of a place.
    pub fn file(&self, place: Place) -> &'a str {
        self.files.get(place.file).map_or("", |file| file.name)
    }

    /// The words at a place, in one line.
    pub fn words(&self, place: Place) -> String {
        let file = self.files.get(place.file);
        wording::one_line(file.map_or("", |file| file.source.slice(place.span)))
    }

    /// Where the words stand in their file: "trang 2", "đoạn 14", "bảng 1, dòng 3".
    pub fn spot(&self, place: Place) -> String {
        let line = self
            .files
            .get(place.file)
            .and_then(|file| file.source.line_at(place.span.start));
        let Some(line) = line else {
            return String::new();
        };
        let near = match line.place.part {
            Part::Body => format!("đoạn {}", line.place.paragraph),
            Part::Cell(cell) => format!("bảng {}, dòng {}", cell.table, cell.row + 1),
            Part::Note(number) => format!("chú thích {number}"),
            Part::TextBox(number) => format!("khung chữ {number}"),
        };
        match line.place.page {
            Some(page) => format!("trang {page}, {near}"),
            None => near,
        }
    }
}
