//! What a new list of units would change in the one that is kept: nothing is done here.
//!
//! A row speaks of the unit that bears its name on its day. An empty cell says
//! nothing and changes nothing. A row that could mean several units, or would
//! end a unit that is at work, is doubtful: the list waits until somebody has
//! put it right. Units that the list does not name stay as they are.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::Serialize;
use tongket_core::moment;
use tongket_core::refusal::Said;
use tongket_core::unit::{AgencyKind, Directory, Match, Unit, UnitId};
use tongket_reader::words::fold;
use tongket_store::unit::UnitVersion;
use utoipa::ToSchema;

use crate::web::units::{Units, word_of};

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// A unit that is not kept yet.
    New,
    /// A unit that is put right.
    Corrected,
    /// A unit that is otherwise from a day on.
    Renewed,
    /// A unit that ends.
    Ended,
    /// A unit that stays as it is.
    Same,
    /// A row that cannot be followed.
    Doubtful,
}

/// A unit above another, as far as the list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parent {
    /// The list says nothing.
    Unsaid,
    /// A unit that is kept.
    Kept(String),
    /// A unit that is new with this row of the revision.
    Listed(usize),
}

/// What one row would do.
#[derive(Debug, Clone)]
pub(super) struct Revised {
    /// The row of the list, from 1.
    pub(super) row: usize,
    /// What it would do.
    pub(super) change: Change,
    /// What would stand afterwards; its unit is empty where it is new.
    pub(super) after: UnitVersion,
    /// The unit above it.
    pub(super) parent: Parent,
    /// What stands now.
    pub(super) before: Option<UnitVersion>,
    /// What changes, each with what was and what would be.
    pub(super) fields: Vec<(&'static str, String, String)>,
    /// Why it is doubtful.
    pub(super) doubt: Option<Said>,
    /// Rows of the revision whose units take over from it.
    pub(super) heirs: Vec<usize>,
}

/// What a list would do.
#[derive(Debug, Clone, Default)]
pub(super) struct Revision {
    /// Row by row.
    pub(super) rows: Vec<Revised>,
    /// What was not understood, and what was done about it.
    pub(super) remarks: Vec<Said>,
    /// Units that stand and are not named by the list: id and name.
    pub(super) unnamed: Vec<(String, String)>,
}

impl Revision {
    /// How many rows would do this.
    pub(super) fn count(&self, change: Change) -> usize {
        self.rows.iter().filter(|row| row.change == change).count()
    }

    /// Rows that cannot be followed, each with its reason.
    pub(super) fn doubts(&self) -> Vec<Said> {
        self.rows
            .iter()
            .filter_map(|row| {
                let doubt = row.doubt.as_ref()?;
                Some(Said::new(
                    format!("Hàng {}, “{}”: {}.", row.row, row.after.name, doubt.vi),
                    format!("Row {}, “{}”: {}.", row.row, row.after.name, doubt.en),
                ))
            })
            .collect()
    }
}

/// What these rows would change in the units that are kept; `at_work` are units that owe something.
pub(super) fn revise(
    kept: &Units,
    rows: &[Vec<String>],
    today: Date,
    at_work: &HashSet<String>,
) -> Revision {
    let (list, problems) = Directory::from_rows(rows);
    let reading = Reading {
        kept,
        list: &list,
        today,
        at_work,
    };
    let mut revised: Vec<Revised> = list.units().iter().map(|unit| reading.row(unit)).collect();
    doubt_repeated(&mut revised);
    doubt_round(&mut revised, kept, today);
    let named: HashSet<&str> = revised
        .iter()
        .filter_map(|row| row.before.as_ref())
        .map(|before| before.unit.as_str())
        .collect();
    let unnamed = kept.tree(today).into_iter().filter_map(|standing| {
        let version = standing.version;
        (!named.contains(version.unit.as_str()))
            .then(|| (version.unit.clone(), version.name.clone()))
    });
    Revision {
        unnamed: unnamed.collect(),
        remarks: problems
            .into_iter()
            .map(|problem| Said::new(problem.message, problem.message_en))
            .collect(),
        rows: revised,
    }
}

/// Two rows for one unit under one name cannot both be right.
fn doubt_repeated(rows: &mut [Revised]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let Some(before) = &row.before else {
            continue;
        };
        if let Some(first) = seen.insert(before.id.clone(), row.row) {
            row.change = Change::Doubtful;
            row.doubt = Some(Said::new(
                format!("cùng một đơn vị với hàng {first}"),
                format!("the same unit as row {first}"),
            ));
        }
    }
}

/// A unit below itself, or below one that stands below it, has no place in the tree.
fn doubt_round(rows: &mut [Revised], kept: &Units, today: Date) {
    let id = |at: usize, row: &Revised| match &row.before {
        Some(before) => before.unit.clone(),
        None => format!("row {at}"),
    };
    let ids: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| id(at, row))
        .collect();
    let mut changed = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut after = UnitVersion {
            unit: ids[at].clone(),
            parent: match &row.parent {
                Parent::Unsaid => row.after.parent.clone(),
                Parent::Kept(parent) => Some(parent.clone()),
                Parent::Listed(at) => ids.get(*at).cloned(),
            },
            ..row.after.clone()
        };
        if let (Change::Renewed, Some(before)) = (row.change, &row.before) {
            let eve = after.valid_from.and_then(|first| first.yesterday().ok());
            changed.push(UnitVersion {
                valid_to: eve,
                ..before.clone()
            });
        }
        if matches!(row.change, Change::New | Change::Renewed) || after.id.is_empty() {
            after.id = format!("row {at}");
        }
        changed.push(after);
    }
    let afterwards = kept.with(&changed);
    for (row, id) in rows.iter_mut().zip(&ids) {
        if row.parent == Parent::Unsaid || row.doubt.is_some() {
            continue;
        }
        let from = row.after.valid_from.unwrap_or(today);
        if let Some(round) = afterwards.leads_back(id, from) {
            row.change = Change::Doubtful;
            row.doubt = Some(round);
        }
    }
}

/// What a list says of a unit that is new: where it stands in the tree.
fn first_words(unit: &Unit) -> Vec<(&'static str, String, String)> {
    let mut fields = Fields::default();
    let level = unit.level.map(word_of).unwrap_or_default();
    fields.note("level", "", &level);
    if unit.kind != AgencyKind::Mixed {
        fields.note("kind", "", &word_of(unit.kind));
    }
    fields.note("parent", "", unit.parent.as_deref().unwrap_or_default());
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    fields.note("valid-from", "", &written(unit.valid_from));
    fields.note("valid-to", "", &written(unit.valid_to));
    fields.0
}

/// What changes: each field with what was and what would be.
#[derive(Default)]
struct Fields(Vec<(&'static str, String, String)>);

impl Fields {
    /// Notes a field that a row says otherwise; an empty cell says nothing.
    fn note(&mut self, field: &'static str, was: &str, is: &str) -> bool {
        let changed = !is.is_empty() && was != is;
        if changed {
            self.0.push((field, was.to_owned(), is.to_owned()));
        }
        changed
    }
}

struct Reading<'r> {
    kept: &'r Units,
    list: &'r Directory,
    today: Date,
    at_work: &'r HashSet<String>,
}

impl Reading<'_> {
    /// The day on which a row of the list is looked for: today, or the nearest day on which it stands.
    fn day(&self, unit: &Unit) -> Date {
        match (unit.valid_from, unit.valid_to) {
            (_, Some(last)) if last < self.today => last,
            (Some(first), _) if first > self.today => first,
            _ => self.today,
        }
    }

    fn row(&self, unit: &Unit) -> Revised {
        let day = self.day(unit);
        let found = self
            .kept
            .book
            .directory
            .find_under(&unit.name, unit.parent.as_deref(), day);
        let (parent, unknown_parent) = self.parent(unit, day);
        let mut row = Revised {
            row: unit.row,
            change: Change::New,
            after: listed(unit),
            parent,
            before: None,
            fields: first_words(unit),
            doubt: None,
            heirs: unit
                .succeeded_by
                .iter()
                .map(|heir| heir.0 as usize)
                .collect(),
        };
        match found {
            Match::Found(kept) => {
                if let Some(before) = self.kept.version(kept) {
                    self.compare(&mut row, unit, kept, before, day);
                }
            }
            Match::Ambiguous(units) => {
                row.doubt = Some(Said::new(
                    format!(
                        "có {} đơn vị đang ghi cùng tên này; hãy ghi cột “trực thuộc”",
                        units.len()
                    ),
                    format!(
                        "{} units of this name are kept; fill in “parent”",
                        units.len()
                    ),
                ));
            }
            Match::OutOfDate(_) | Match::Unknown => {}
        }
        if let Some(parent) = unknown_parent {
            row.doubt = Some(Said::new(
                format!("đơn vị cấp trên “{parent}” không có trong danh mục"),
                format!("its superior “{parent}” is not in the list"),
            ));
        }
        if let (Some(first), Some(last)) = (row.after.valid_from, row.after.valid_to)
            && last < first
        {
            row.doubt = Some(ends_before_it_begins(first, last));
        }
        if row.doubt.is_some() {
            row.change = Change::Doubtful;
        }
        row
    }

    /// The unit above, or the name that nobody knows.
    fn parent(&self, unit: &Unit, day: Date) -> (Parent, Option<String>) {
        let Some(name) = &unit.parent else {
            return (Parent::Unsaid, None);
        };
        let other = |found: Match| found.found().filter(|found| *found != unit.id);
        if let Some(listed) = other(self.list.find(name, day)) {
            return (Parent::Listed(listed.0 as usize), None);
        }
        match self.kept.book.directory.find(name, day).found() {
            Some(kept) => match self.kept.book.id(kept) {
                Some(id) => (Parent::Kept(id.to_owned()), None),
                None => (Parent::Unsaid, None),
            },
            // A list may name the level above as words only: "cấp tỉnh" of a province.
            None => (Parent::Unsaid, Some(name.clone())),
        }
    }

    /// The id of the unit that a row of the list already is, if it is kept.
    fn kept_id(&self, listed: usize) -> Option<String> {
        let unit = self.list.units().get(listed)?;
        let day = self.day(unit);
        let found = self
            .kept
            .book
            .directory
            .find_under(&unit.name, unit.parent.as_deref(), day);
        self.kept.book.id(found.found()?).map(str::to_owned)
    }

    fn compare(
        &self,
        row: &mut Revised,
        unit: &Unit,
        kept: UnitId,
        before: &UnitVersion,
        day: Date,
    ) {
        let mut after = before.clone();
        let mut fields = Fields::default();
        self.words(&mut fields, &mut after, unit, kept, before);
        self.superior(&mut fields, row, unit, before, day);
        let otherwise = !fields.0.is_empty();
        self.date(row, unit, before, after, fields.0, otherwise);
    }

    /// What the cells say otherwise than what is kept.
    fn words(
        &self,
        fields: &mut Fields,
        after: &mut UnitVersion,
        unit: &Unit,
        kept: UnitId,
        before: &UnitVersion,
    ) {
        let known = self.kept.book.directory.get(kept);
        // Found by a short name it is the same unit and keeps its name; another name is a succession.
        let same_name = fold::key(&before.name) == fold::key(&unit.name);
        if same_name && fields.note("name", &before.name, &unit.name) {
            after.name.clone_from(&unit.name);
        }
        let (was, is) = (sorted(&before.short_names), sorted(&unit.short_names));
        if fields.note("short-names", &was, &is) {
            after.short_names.clone_from(&unit.short_names);
        }
        let kind = known.map_or(AgencyKind::Mixed, |known| known.kind);
        let (was, is) = (word_of(kind), word_of(unit.kind));
        if unit.kind != AgencyKind::Mixed && fields.note("kind", &was, &is) {
            after.kind = is;
        }
        let level = known.and_then(|known| known.level);
        let was = level.map(word_of).unwrap_or_default();
        let is = unit.level.map(word_of).unwrap_or_default();
        if fields.note("level", &was, &is) {
            after.level = is;
        }
        if fields.note("codes", &sorted(&before.codes), &sorted(&unit.codes)) {
            after.codes.clone_from(&unit.codes);
        }
        if fields.note("tags", &sorted(&before.tags), &sorted(&unit.tags)) {
            after.tags.clone_from(&unit.tags);
        }
    }

    /// Whether the superior is another; where it is not, the row says nothing of it.
    fn superior(
        &self,
        fields: &mut Fields,
        row: &mut Revised,
        unit: &Unit,
        before: &UnitVersion,
        day: Date,
    ) {
        if let Parent::Listed(listed) = row.parent
            && let Some(id) = self.kept_id(listed)
        {
            row.parent = Parent::Kept(id);
        }
        let other = match &row.parent {
            Parent::Unsaid => false,
            Parent::Kept(id) => before.parent.as_ref() != Some(id),
            Parent::Listed(_) => true,
        };
        if !other {
            row.parent = Parent::Unsaid;
            return;
        }
        let above = before.parent.as_deref();
        let was = above.map_or("", |id| self.kept.name(id, day)).to_owned();
        fields
            .0
            .push(("parent", was, unit.parent.clone().unwrap_or_default()));
    }

    /// Days decide whether a unit is put right, is otherwise from a day on, or ends.
    fn date(
        &self,
        row: &mut Revised,
        unit: &Unit,
        before: &UnitVersion,
        mut after: UnitVersion,
        mut fields: Vec<(&'static str, String, String)>,
        otherwise: bool,
    ) {
        let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let from = unit
            .valid_from
            .filter(|from| before.valid_from != Some(*from));
        let stood_before =
            from.is_some_and(|from| from.yesterday().is_ok_and(|eve| before.stands_on(eve)));
        row.change = match (otherwise, from) {
            (true, Some(_)) if stood_before && before.valid_from.is_some() => Change::Renewed,
            (false, None) => Change::Same,
            _ => Change::Corrected,
        };
        if let Some(from) = from {
            fields.push(("valid-from", written(before.valid_from), from.to_string()));
            after.valid_from = Some(from);
        }
        if let Some(last) = unit.valid_to.filter(|last| before.valid_to != Some(*last)) {
            fields.push(("valid-to", written(before.valid_to), last.to_string()));
            after.valid_to = Some(last);
            row.change = match row.change {
                Change::Renewed => Change::Renewed,
                _ => Change::Ended,
            };
            let takes_over = !row.heirs.is_empty();
            if self.at_work.contains(&before.unit) && !takes_over {
                row.doubt = Some(Said::new(
                    "đơn vị đang có nhiệm vụ; hãy ghi nhận kế thừa thay vì ghi ngày kết thúc trong danh sách",
                    "it still owes something; record who takes over instead of an end in the list",
                ));
            }
        }
        row.before = Some(before.clone());
        row.after = after;
        row.fields = fields;
    }
}

fn ends_before_it_begins(first: Date, last: Date) -> Said {
    let (first, last) = (moment::day(first), moment::day(last));
    Said::new(
        format!("“đến ngày” {} trước “từ ngày” {}", last.vi, first.vi),
        format!("it ends on {}, before it begins on {}", last.en, first.en),
    )
}

fn sorted(words: &[String]) -> String {
    let mut words = words.to_vec();
    words.sort();
    words.join("; ")
}

/// A unit as its row gives it, on the way to be kept.
fn listed(unit: &Unit) -> UnitVersion {
    UnitVersion {
        id: String::new(),
        unit: String::new(),
        name: unit.name.clone(),
        short_names: unit.short_names.clone(),
        kind: match unit.kind {
            AgencyKind::Mixed | AgencyKind::Territory => String::new(),
            kind => word_of(kind),
        },
        level: unit.level.map(word_of).unwrap_or_default(),
        parent: None,
        codes: unit.codes.clone(),
        tags: unit.tags.clone(),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        legal_act: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let lines = text
            .lines()
            .map(|line| line.split(',').map(|cell| cell.trim().to_owned()));
        lines.map(Iterator::collect).collect()
    }

    fn kept() -> Units {
        let version = |unit: &str, name: &str, parent: Option<&str>| UnitVersion {
            id: format!("v{unit}"),
            unit: unit.to_owned(),
            name: name.to_owned(),
            level: String::new(),
            parent: parent.map(str::to_owned),
            valid_from: Some(date(2020, 1, 1)),
            ..UnitVersion::default()
        };
        Units::of(vec![
            version("1", "tỉnh Sơn Hải", None),
            version("2", "xã Đông Giang", Some("1")),
            version("3", "Sở Nội vụ tỉnh Sơn Hải", Some("1")),
            version("4", "huyện Bình Lộc", Some("1")),
            version("5", "huyện An Trạch", Some("1")),
            version("6", "xã Tân Hòa", Some("4")),
            version("7", "xã Tân Hòa", Some("5")),
        ])
    }

    /// What the rows do: row, change, fields.
    fn check(text: &str, expected: &[(usize, Change, &[&str])]) {
        let at_work = HashSet::from(["2".to_owned()]);
        let revision = revise(&kept(), &rows(text), date(2026, 3, 10), &at_work);
        let found: Vec<(usize, Change, Vec<&str>)> = revision
            .rows
            .iter()
            .map(|row| {
                (
                    row.row,
                    row.change,
                    row.fields.iter().map(|field| field.0).collect(),
                )
            })
            .collect();
        let expected: Vec<(usize, Change, Vec<&str>)> = expected
            .iter()
            .map(|(row, change, fields)| (*row, *change, fields.to_vec()))
            .collect();
        assert_eq!(found, expected, "{text}\n{:?}", revision.doubts());
    }

    #[test]
    fn rows_are_new_same_or_put_right() {
        check(
            "tên,trực thuộc,mã\nxã Đông Giang,tỉnh Sơn Hải,\nxã Mường Lạng,tỉnh Sơn Hải,\nSở Nội vụ,,SNV",
            &[
                (2, Change::Same, &[]),
                (3, Change::New, &["level", "kind", "parent"]),
                (4, Change::Corrected, &["codes"]),
            ],
        );
    }

    #[test]
    fn a_name_that_two_units_bear_is_doubtful_until_its_superior_is_given() {
        check(
            "tên,mã\nxã Tân Hòa,7",
            &[(2, Change::Doubtful, &["level", "kind"])],
        );
        check(
            "tên,trực thuộc,mã\nxã Tân Hòa,huyện An Trạch,7",
            &[(2, Change::Corrected, &["codes"])],
        );
    }

    #[test]
    fn what_is_otherwise_from_a_day_on_keeps_what_it_was() {
        check(
            "tên,nhãn,từ ngày\nhuyện An Trạch,biên giới,2024-01-01",
            &[(2, Change::Renewed, &["tags", "valid-from"])],
        );
    }

    #[test]
    fn a_unit_at_work_does_not_end_by_a_list() {
        check(
            "tên,đến ngày\nhuyện An Trạch,2026-06-30\nxã Đông Giang,2026-06-30",
            &[
                (2, Change::Ended, &["valid-to"]),
                (3, Change::Doubtful, &["valid-to"]),
            ],
        );
    }

    #[test]
    fn an_unknown_superior_and_a_repeated_unit_are_doubtful() {
        check(
            "tên,trực thuộc,mã\nxã Hạ,huyện Không Có,\nhuyện An Trạch,,1\nhuyện An Trạch,,2",
            &[
                (2, Change::Doubtful, &["level", "kind", "parent"]),
                (3, Change::Corrected, &["codes"]),
                (4, Change::Doubtful, &["codes"]),
            ],
        );
    }

    #[test]
    fn the_days_of_a_new_unit_are_shown_and_stand_in_their_order() {
        check(
            "tên,từ ngày,đến ngày\nxã Mai Sau,2027-01-01,\nxã Ngược,2026-07-01,2026-06-30",
            &[
                (2, Change::New, &["level", "kind", "valid-from"]),
                (
                    3,
                    Change::Doubtful,
                    &["level", "kind", "valid-from", "valid-to"],
                ),
            ],
        );
    }

    #[test]
    fn nobody_comes_below_itself_by_a_list() {
        let said = |text: &str| {
            let revision = revise(&kept(), &rows(text), date(2026, 3, 10), &HashSet::new());
            let doubts = revision.doubts().into_iter().map(|doubt| doubt.vi);
            doubts.collect::<Vec<_>>()
        };
        let below_itself = said("tên,trực thuộc\nhuyện An Trạch,huyện An Trạch");
        assert_eq!(
            below_itself,
            [
                "Hàng 2, “huyện An Trạch”: cấp trên vòng lại chính đơn vị: “huyện An Trạch” thuộc “huyện An Trạch”."
            ]
        );
        let below_its_own = said("tên,trực thuộc\ntỉnh Sơn Hải,xã Đông Giang");
        assert_eq!(
            below_its_own,
            [
                "Hàng 2, “tỉnh Sơn Hải”: cấp trên vòng lại chính đơn vị: “tỉnh Sơn Hải” thuộc “xã Đông Giang”, “xã Đông Giang” thuộc “tỉnh Sơn Hải”."
            ]
        );
        let both_new = said("tên,trực thuộc\nxã Thượng,xã Hạ\nxã Hạ,xã Thượng");
        assert_eq!(both_new.len(), 2, "{both_new:?}");
        assert!(both_new[0].contains("“xã Thượng” thuộc “xã Hạ”, “xã Hạ” thuộc “xã Thượng”"));
        let one_kept = said("tên,trực thuộc\nxã Mới,huyện An Trạch\nhuyện An Trạch,xã Mới");
        assert_eq!(one_kept.len(), 2, "{one_kept:?}");
    }
}
