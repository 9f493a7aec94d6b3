//! From accepted reports to rows: who stands for whom, and whose word counts.
//!
//! What a unit reported before it ended goes to those who took over, whole or
//! by shares. What they report after that day speaks for the whole of them,
//! and what their forebears had said before does not count any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};
use tongket_reader::words::fold;

use super::{Cell, Contribution, Row, RowKind, Series, Sign, Subject};
use crate::exchange::{Content, SectionState};
use crate::unit::UnitId;
use crate::unit::succession::{Lineage, UnitFigure, inherit};

/// The figures of a version, and on which items it said that there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// By indicator and column: the value and its unit of measure.
    figures: FxHashMap<String, FxHashMap<String, (Decimal, String)>>,
    nil: BTreeSet<String>,
}

impl Cells {
    /// What a content says in figures.
    pub fn of(content: &Content) -> Cells {
        let mut cells = Cells::default();
        for figure in &content.figures {
            let row = cells.figures.entry(figure.indicator.clone()).or_default();
            let value = (figure.value, figure.unit.clone());
            row.insert(figure.period.clone(), value);
        }
        let nil = content.sections.iter();
        let nil = nil.filter(|section| section.state == SectionState::Nil);
        cells.nil = nil.map(|section| section.item.clone()).collect();
        cells
    }

    fn get(&self, indicator: &str, column: &str) -> Option<&(Decimal, String)> {
        self.figures.get(indicator)?.get(column)
    }

    fn is_nil(&self, item: Option<&str>) -> bool {
        item.is_some_and(|item| self.nil.contains(item))
    }
}

/// An accepted version, as far as its figures go.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The unit that it speaks for.
    pub unit: UnitId,
    /// Id of the version.
    pub submission: String,
    /// The day on which it was sent.
    pub sent: Date,
    /// What it says.
    pub cells: Arc<Cells>,
}

/// The accepted reports of a campaign, laid out by the units that stand on a day.
#[derive(Debug)]
pub struct Ground {
    /// By unit, the latest first.
    answers: BTreeMap<UnitId, Vec<Answer>>,
    lineage: Arc<Lineage>,
    as_of: Date,
    /// Those that owe or sent a report, by the unit that stands for them.
    members: BTreeMap<UnitId, Vec<UnitId>>,
    /// Those for whom nobody ever said anything.
    silent: Vec<UnitId>,
    /// Those that were dissolved and for whom nobody stands.
    dissolved: BTreeSet<UnitId>,
    /// The last day on which others went into a unit.
    joined: BTreeMap<UnitId, Date>,
    /// Units that an act ended or that took over.
    touched: BTreeSet<UnitId>,
    /// Units that are nothing but the sum of others that are members too.
    made: BTreeSet<UnitId>,
}

/// What a unit says in one column.
enum Word<'w> {
    Figure(&'w Answer, Decimal, &'w str),
    Nil(&'w Answer),
    Blank,
    Silent,
}

impl Word<'_> {
    /// The day on which something was said.
    fn day(&self) -> Option<Date> {
        match self {
            Word::Figure(answer, ..) | Word::Nil(answer) => Some(answer.sent),
            Word::Blank | Word::Silent => None,
        }
    }
}

impl Ground {
    /// Lays out the answers of units, and the units that owe one.
    pub fn new(
        answers: impl IntoIterator<Item = Answer>,
        owing: impl IntoIterator<Item = UnitId>,
        lineage: Arc<Lineage>,
        as_of: Date,
    ) -> Ground {
        let mut by_unit: BTreeMap<UnitId, Vec<Answer>> = BTreeMap::new();
        for answer in answers {
            by_unit.entry(answer.unit).or_default().push(answer);
        }
        for answers in by_unit.values_mut() {
            answers.sort_by(|one, other| {
                (other.sent, &other.submission).cmp(&(one.sent, &one.submission))
            });
        }
        let mut ground = Ground {
            lineage: Arc::clone(&lineage),
            as_of,
            members: BTreeMap::new(),
            silent: Vec::new(),
            dissolved: BTreeSet::new(),
            joined: BTreeMap::new(),
            touched: BTreeSet::new(),
            made: BTreeSet::new(),
            answers: by_unit,
        };
        for act in lineage.acts().iter().filter(|act| act.effective <= as_of) {
            ground.touched.extend(&act.from);
            for heir in &act.to {
                ground.touched.insert(heir.unit);
                ground.joined.insert(heir.unit, act.effective);
            }
        }
        let parts: BTreeSet<UnitId> = owing
            .into_iter()
            .chain(ground.answers.keys().copied())
            .collect();
        for unit in &parts {
            let eve = lineage.began(*unit).and_then(|day| day.yesterday().ok());
            let before = eve
                .map(|eve| lineage.forebears(*unit, eve))
                .unwrap_or_default();
            if before.iter().any(|it| it != unit && parts.contains(it)) {
                ground.made.insert(*unit);
            }
        }
        for unit in parts {
            let heirs = lineage.heirs(unit, as_of);
            if heirs.is_empty() {
                ground.dissolved.insert(unit);
                ground.members.entry(unit).or_default().push(unit);
            }
            for (heir, _) in heirs {
                ground.members.entry(heir).or_default().push(unit);
            }
        }
        let silent = |members: &[UnitId]| members.iter().all(|it| !ground.answers.contains_key(it));
        let members = ground.members.iter();
        let silent = members.filter(|(_, members)| silent(members));
        ground.silent = silent.map(|(unit, _)| *unit).collect();
        ground
    }

    /// Units that stand, or were dissolved, and for which something is owed or was said.
    pub fn units(&self) -> impl Iterator<Item = UnitId> {
        self.members.keys().copied()
    }

    /// An indicator over the years, with a row for every unit.
    pub fn series(&self, subject: &Subject) -> Series {
        self.laid(subject, Vec::new())
    }

    /// The same for whoever only counts: units that never said anything have no rows.
    pub fn counted(&self, subject: &Subject) -> Series {
        self.laid(subject, self.silent.clone())
    }

    /// An indicator over the years with rows for all but some units, which are in order.
    fn laid(&self, subject: &Subject, silent: Vec<UnitId>) -> Series {
        let key = subject.key();
        let desk = |column| Desk {
            ground: self,
            subject,
            key: &key,
            column,
        };
        let points = subject.points.iter();
        let columns: Vec<Heap> = points.map(|point| desk(&point.key).heap()).collect();
        let own = |unit: &UnitId| {
            let kind = match self.dissolved.contains(unit) {
                true => RowKind::Dissolved,
                false => RowKind::Standing,
            };
            ((*unit, String::new()), kind)
        };
        let speaking = self.members.keys();
        let speaking = speaking.filter(|unit| silent.binary_search(unit).is_err());
        let mut keys: Vec<((UnitId, String), RowKind)> = speaking.map(own).collect();
        // In another unit of measure, or of a unit that went into others.
        let others = columns.iter().flat_map(|heap| &heap.rows);
        let others =
            others.filter(|(row, _)| !row.1.is_empty() || !self.members.contains_key(&row.0));
        keys.extend(others.map(|(row, parts)| (row.clone(), parts.kind.clone())));
        keys.sort_by(|one, other| one.0.cmp(&other.0));
        keys.dedup_by(|later, first| later.0 == first.0);
        let measured = keys.iter().filter(|(row, _)| !row.1.is_empty());
        let measured: FxHashSet<UnitId> = measured.map(|(row, _)| row.0).collect();
        let filled =
            |row: &(UnitId, String)| columns.iter().any(|heap| heap.rows.contains_key(row));
        let shown = keys
            .into_iter()
            .filter(|(row, _)| !row.1.is_empty() || filled(row) || !measured.contains(&row.0));
        let rows = shown.map(|(row, kind)| Row {
            unit: row.0,
            kind,
            forebears: self.forebears(row.0),
            cells: columns.iter().map(|heap| heap.cell(self, &row)).collect(),
            measure: Some(row.1).filter(|measure| !measure.is_empty()),
        });
        Series {
            rows: rows.collect(),
            subject: subject.clone(),
            silent,
        }
    }

    fn forebears(&self, unit: UnitId) -> Vec<UnitId> {
        let members = self.members.get(&unit).into_iter().flatten();
        members.copied().filter(|member| *member != unit).collect()
    }
}

/// One column while its cells are laid out.
struct Desk<'d> {
    ground: &'d Ground,
    subject: &'d Subject,
    key: &'d str,
    column: &'d str,
}

/// The parts of a cell.
#[derive(Debug)]
struct Parts {
    kind: RowKind,
    counted: Vec<Contribution>,
}

/// Everything that was said in one column.
#[derive(Debug, Default)]
struct Heap {
    /// By unit and unit of measure; the table's own is the empty one.
    rows: FxHashMap<(UnitId, String), Parts>,
    aside: FxHashMap<UnitId, Vec<Contribution>>,
    /// Units that gave a figure, or for whom a later one speaks.
    heard: FxHashSet<UnitId>,
    nil: FxHashSet<UnitId>,
    answered: FxHashSet<UnitId>,
    /// Units whose word holds for all that went into them.
    speaking: FxHashSet<UnitId>,
}

impl Desk<'_> {
    fn word(&self, unit: UnitId) -> Word<'_> {
        let Some(answers) = self.ground.answers.get(&unit) else {
            return Word::Silent;
        };
        let figure = answers.iter().find_map(|answer| {
            let (value, measure) = answer.cells.get(self.key, self.column)?;
            Some(Word::Figure(answer, *value, measure))
        });
        let item = self.subject.item.as_deref();
        let nil = || answers.iter().find(|answer| answer.cells.is_nil(item));
        figure
            .or_else(|| nil().map(Word::Nil))
            .unwrap_or(Word::Blank)
    }

    /// Whether a unit spoke after the last others went into it: for all of them.
    fn speaks(&self, unit: UnitId) -> bool {
        let Some(joined) = self.ground.joined.get(&unit) else {
            return false;
        };
        let day = self.word(unit).day();
        day.is_some_and(|day| day >= *joined)
    }

    /// Whether one that took over a unit as a whole spoke for it later.
    fn spoken_for(&self, unit: UnitId) -> bool {
        let mut unit = unit;
        while let Some(act) = self.ground.lineage.end_of(unit, self.ground.as_of) {
            let [heir] = act.to.as_slice() else {
                return false;
            };
            let day = self.word(heir.unit).day();
            if day.is_some_and(|day| day >= act.effective) {
                return true;
            }
            unit = heir.unit;
        }
        false
    }

    fn heap(&self) -> Heap {
        let mut heap = Heap::default();
        let mut passing: BTreeMap<String, Vec<(UnitFigure, &str)>> = BTreeMap::new();
        for unit in self.ground.answers.keys() {
            heap.answered.insert(*unit);
            if self.speaks(*unit) {
                heap.speaking.insert(*unit);
            }
            let (answer, value, measure) = match self.word(*unit) {
                Word::Figure(answer, value, measure) => (answer, value, measure),
                Word::Nil(_) => {
                    heap.nil.insert(*unit);
                    continue;
                }
                Word::Blank | Word::Silent => continue,
            };
            heap.heard.insert(*unit);
            let figure = UnitFigure {
                unit: *unit,
                code: self.key.to_owned(),
                column: self.column.to_owned(),
                value,
            };
            let measure = self.measure(measure);
            match self.ground.touched.contains(unit) {
                false => heap.count(
                    (*unit, measure),
                    contribution(&figure, &answer.submission, value),
                ),
                true if self.spoken_for(*unit) => {
                    self.set_aside(&mut heap, &figure, &answer.submission);
                }
                true => {
                    let said = passing.entry(measure).or_default();
                    said.push((figure, answer.submission.as_str()));
                }
            }
        }
        for (measure, figures) in passing {
            match self.subject.additive {
                true => self.divide(&mut heap, &measure, &figures),
                false => self.pass_whole(&mut heap, &measure, &figures),
            }
        }
        heap
    }

    /// The unit of measure of a row: empty where it is the table's own, or none was given.
    fn measure(&self, measure: &str) -> String {
        let own = &self.subject.unit_of_measure;
        let same = measure == own || fold::key(measure) == fold::key(own);
        match same || measure.trim().is_empty() {
            true => String::new(),
            false => measure.trim().to_owned(),
        }
    }

    fn set_aside(&self, heap: &mut Heap, figure: &UnitFigure, submission: &str) {
        for (heir, _) in self.ground.lineage.heirs(figure.unit, self.ground.as_of) {
            let aside = heap.aside.entry(heir).or_default();
            aside.push(contribution(figure, submission, Decimal::ZERO));
        }
    }

    /// Counts go to those who took over, by shares; together they are what was reported.
    fn divide(&self, heap: &mut Heap, measure: &str, figures: &[(UnitFigure, &str)]) {
        let (lineage, as_of) = (&*self.ground.lineage, self.ground.as_of);
        for (figure, submission) in figures {
            let inherited = inherit(std::slice::from_ref(figure), lineage, as_of, &|_| true);
            for ((heir, ..), part) in inherited.figures {
                let counted = contribution(figure, submission, part);
                match heir != figure.unit && self.speaks(heir) {
                    true => heap.aside.entry(heir).or_default().push(counted),
                    false => heap.count((heir, measure.to_owned()), counted),
                }
            }
            for apart in inherited.apart {
                let counted = contribution(figure, submission, figure.value);
                let row = (apart.figure.unit, measure.to_owned());
                heap.count_as(row, RowKind::Dissolved, counted);
            }
        }
    }

    /// Ratios go over where one unit goes on alone, and stay beside it where not.
    fn pass_whole(&self, heap: &mut Heap, measure: &str, figures: &[(UnitFigure, &str)]) {
        let (lineage, as_of) = (&*self.ground.lineage, self.ground.as_of);
        let all: Vec<UnitFigure> = figures.iter().map(|(figure, _)| figure.clone()).collect();
        let inherited = inherit(&all, lineage, as_of, &|_| false);
        let source = |unit: UnitId| figures.iter().find(|(figure, _)| figure.unit == unit);
        for ((heir, ..), value) in &inherited.figures {
            let apart = |unit: UnitId| inherited.apart.iter().any(|it| it.figure.unit == unit);
            let from = figures.iter().find(|(figure, _)| {
                !apart(figure.unit) && lineage.heir(figure.unit, as_of) == Some(*heir)
            });
            if let Some((figure, submission)) = from {
                let counted = contribution(figure, submission, *value);
                heap.count((*heir, measure.to_owned()), counted);
            }
        }
        for apart in &inherited.apart {
            let Some((figure, submission)) = source(apart.figure.unit) else {
                continue;
            };
            let counted = contribution(figure, submission, figure.value);
            let kind = match apart.dissolved {
                true => RowKind::Dissolved,
                // One that stands stays in its own row, whatever came into it.
                false if apart.heirs == [figure.unit] => RowKind::Standing,
                false => RowKind::Beside(apart.heirs.clone()),
            };
            heap.count_as((figure.unit, measure.to_owned()), kind, counted);
        }
    }
}

fn contribution(figure: &UnitFigure, submission: &str, part: Decimal) -> Contribution {
    Contribution {
        unit: figure.unit,
        submission: submission.to_owned(),
        column: figure.column.clone(),
        value: figure.value,
        part,
    }
}

impl Heap {
    fn count(&mut self, row: (UnitId, String), counted: Contribution) {
        self.count_as(row, RowKind::Standing, counted);
    }

    fn count_as(&mut self, row: (UnitId, String), kind: RowKind, counted: Contribution) {
        let parts = self.rows.entry(row).or_insert_with(|| Parts {
            kind,
            counted: Vec::new(),
        });
        parts.counted.push(counted);
    }

    fn cell(&self, ground: &Ground, row: &(UnitId, String)) -> Cell {
        let counted = self.rows.get(row).map(|parts| parts.counted.clone());
        let counted = counted.unwrap_or_default();
        let aside = self.aside.get(&row.0).cloned().unwrap_or_default();
        let members = ground.members.get(&row.0).map_or(&[][..], Vec::as_slice);
        let all = self.speaking.contains(&row.0) || !aside.is_empty();
        let quiet = |unit: &&UnitId| {
            let said = self.heard.contains(*unit) || self.nil.contains(*unit);
            !all && !said && !ground.made.contains(*unit)
        };
        let missing: Vec<UnitId> = members.iter().filter(quiet).copied().collect();
        let sum = counted
            .iter()
            .try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it.part));
        let elsewhere = |unit: &UnitId| self.heard.contains(unit);
        let sign = match (counted.is_empty(), sum) {
            (false, None) => Sign::TooLarge,
            (false, _) if missing.is_empty() => Sign::Given,
            (false, _) => Sign::Part,
            (true, _) if !row.1.is_empty() || members.is_empty() => Sign::Beside,
            (true, _) if members.iter().any(elsewhere) => Sign::Beside,
            (true, _) if members.iter().all(|unit| self.nil.contains(unit)) => Sign::Nil,
            (true, _) if members.iter().any(|unit| self.answered.contains(unit)) => Sign::Gap,
            (true, _) => Sign::Unreported,
        };
        Cell {
            value: sum.filter(|_| !counted.is_empty()),
            sign,
            contributions: counted,
            aside,
            missing,
        }
    }
}
