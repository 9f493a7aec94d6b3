//! What becomes of units: merged, split, renamed, moved, dissolved.
//!
//! Each is a dated act with its legal act. On that day the old unit ends, and
//! those who come after it, its heirs, stand. Acts are checked before they
//! count, and then tell who was whose heir on any day. What goes over to the
//! heirs stands in `passing.rs` (duties), `totals.rs` (figures).

mod list;
mod passing;
mod totals;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Directory, UnitId};
use crate::refusal::{Refusal, Said};

pub use list::{SuccessionList, read_list};
pub use passing::{Choice, Handover, HeldDuty, Inheritance, Passing, pass_on, reroute};
pub use totals::{Apart, Inherited, UnitFigure, inherit};

/// One act by which units come to an end and others take over.
#[derive(Debug, Clone, PartialEq)]
pub struct Succession {
    /// What is done.
    pub kind: SuccessionKind,
    /// The units that end.
    pub from: Vec<UnitId>,
    /// Those that take over.
    pub to: Vec<Heir>,
    /// The first day of the new state of things.
    pub effective: Date,
    /// The document that orders it: "Nghị quyết số 1680/NQ-UBTVQH15".
    pub legal_act: String,
}

/// What is done to units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// Several become one, or one goes into another that already stands.
    Merge,
    /// One becomes several.
    Split,
    /// One goes on under another name.
    Rename,
    /// One goes on under another superior.
    Move,
    /// One ends; where the act says so, others take over its work.
    Dissolve,
}

/// One that takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heir {
    /// The unit.
    pub unit: UnitId,
    /// Which part of the old unit's figures becomes its own; needed where there are several heirs.
    pub share: Option<Decimal>,
}

/// Something wrong with an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionProblem {
    /// The act, by its place in the list that was checked.
    pub act: usize,
    /// What is wrong.
    pub said: Said,
}

impl SuccessionProblem {
    /// A refusal that lists what is wrong.
    pub fn refusal(problems: &[SuccessionProblem]) -> Option<Refusal> {
        let first = problems.first()?;
        let said = problems.iter().map(|problem| problem.said.clone());
        Some(Refusal::succession_invalid(first.said.clone()).with_details(said))
    }
}

/// Acts that hold together: who came after whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lineage {
    /// In the order of their days.
    acts: Vec<Succession>,
    /// The first day of units that an act brought into being.
    began: BTreeMap<UnitId, Date>,
}

impl Lineage {
    /// Checks acts against the directory and puts them in the order of their days.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the acts.
    pub fn new(
        acts: Vec<Succession>,
        directory: &Directory,
    ) -> Result<Lineage, Vec<SuccessionProblem>> {
        let problems = problems(&acts, directory);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut acts = acts;
        acts.sort_by_key(|act| act.effective);
        let mut began = BTreeMap::new();
        for act in &acts {
            let stood = |unit: UnitId| {
                let before = act.effective.yesterday().unwrap_or(act.effective);
                directory
                    .get(unit)
                    .is_some_and(|unit| unit.stands_on(before))
            };
            for heir in act.to.iter().filter(|heir| !stood(heir.unit)) {
                began.entry(heir.unit).or_insert(act.effective);
            }
        }
        Ok(Lineage { acts, began })
    }

    /// Acts that were held to the laws when they were recorded, with the first day of every unit.
    pub fn recorded(
        mut acts: Vec<Succession>,
        first_day: &dyn Fn(UnitId) -> Option<Date>,
    ) -> Lineage {
        acts.sort_by_key(|act| act.effective);
        let mut began = BTreeMap::new();
        for act in &acts {
            let new = |heir: &&Heir| first_day(heir.unit) == Some(act.effective);
            for heir in act.to.iter().filter(new) {
                began.entry(heir.unit).or_insert(act.effective);
            }
        }
        Lineage { acts, began }
    }

    /// The day on which an act brought a unit into being; `None` where none did.
    pub fn began(&self, unit: UnitId) -> Option<Date> {
        self.began.get(&unit).copied()
    }

    /// The acts, in the order of their days.
    pub fn acts(&self) -> &[Succession] {
        &self.acts
    }

    /// The act that ended a unit by a day.
    pub fn end_of(&self, unit: UnitId, as_of: Date) -> Option<&Succession> {
        let in_force = self.acts.iter().filter(|act| act.effective <= as_of);
        in_force.into_iter().find(|act| act.from.contains(&unit))
    }

    /// Who stands for a unit on a day, each with its part; the unit itself where nothing ended it.
    ///
    /// Empty where it was dissolved and nobody took over. Parts add up to one
    /// unless something was dissolved on the way.
    pub fn heirs(&self, unit: UnitId, as_of: Date) -> Vec<(UnitId, Decimal)> {
        let mut parts: BTreeMap<UnitId, Decimal> = BTreeMap::from([(unit, Decimal::ONE)]);
        for act in self.acts.iter().filter(|act| act.effective <= as_of) {
            for old in &act.from {
                let Some(part) = parts.remove(old) else {
                    continue;
                };
                for (heir, part) in act.divided(part) {
                    *parts.entry(heir).or_default() += part;
                }
            }
        }
        parts.into_iter().collect()
    }

    /// The one unit that stands for another on a day; `None` where there are several or none.
    pub fn heir(&self, unit: UnitId, as_of: Date) -> Option<UnitId> {
        match self.heirs(unit, as_of).as_slice() {
            [(heir, _)] => Some(*heir),
            _ => None,
        }
    }

    /// Of which units of an earlier day a unit came; itself where it already stood.
    pub fn forebears(&self, unit: UnitId, as_of: Date) -> Vec<UnitId> {
        let mut wanted = vec![unit];
        for act in self.acts.iter().rev().filter(|act| act.effective > as_of) {
            if !act.to.iter().any(|heir| wanted.contains(&heir.unit)) {
                continue;
            }
            wanted.extend(&act.from);
        }
        wanted.sort_unstable();
        wanted.dedup();
        let begins_later = |unit: &UnitId| self.began.get(unit).is_some_and(|first| *first > as_of);
        wanted.retain(|unit| !begins_later(unit));
        wanted
    }
}

impl Succession {
    /// An amount by heirs, so that nothing is lost to rounding: the last takes what is left.
    fn divided(&self, amount: Decimal) -> Vec<(UnitId, Decimal)> {
        let mut rest = amount;
        let mut parts = Vec::with_capacity(self.to.len());
        for (index, heir) in self.to.iter().enumerate() {
            let is_last = index + 1 == self.to.len();
            let part = match heir.share {
                Some(share) if !is_last => amount * share,
                _ => rest,
            };
            rest -= part;
            parts.push((heir.unit, part));
        }
        parts
    }
}

/// Everything that is wrong with acts, in their order.
fn problems(acts: &[Succession], directory: &Directory) -> Vec<SuccessionProblem> {
    let mut problems = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        let mut check = Check {
            act,
            index,
            directory,
            problems: &mut problems,
        };
        check.shape();
        check.shares();
        check.days();
        check.once(&acts[..index]);
        check.circle(acts);
    }
    problems
}

/// One act while it is checked.
struct Check<'c> {
    act: &'c Succession,
    index: usize,
    directory: &'c Directory,
    problems: &'c mut Vec<SuccessionProblem>,
}

impl Check<'_> {
    fn say(&mut self, vi: String, en: String) {
        self.problems.push(SuccessionProblem {
            act: self.index,
            said: Said::new(vi, en),
        });
    }

    fn name(&self, unit: UnitId) -> String {
        self.directory.name(unit).to_owned()
    }

    /// How many units each kind of act ends and how many take over.
    fn shape(&mut self) {
        let (from, to) = (self.act.from.len(), self.act.to.len());
        let wrong = match self.act.kind {
            SuccessionKind::Merge if from < 1 || to != 1 => Some((
                "sáp nhập phải có ít nhất một đơn vị cũ và đúng một đơn vị nhận",
                "a merger has at least one old unit and exactly one that takes over",
            )),
            SuccessionKind::Split if from != 1 || to < 2 => Some((
                "chia tách phải có đúng một đơn vị cũ và từ hai đơn vị nhận trở lên",
                "a split has exactly one old unit and at least two that take over",
            )),
            SuccessionKind::Rename | SuccessionKind::Move if (from, to) != (1, 1) => Some((
                "đổi tên hoặc chuyển cấp trên phải có đúng một đơn vị cũ và một đơn vị mới",
                "a renaming or a move has exactly one old unit and one new one",
            )),
            SuccessionKind::Dissolve if from != 1 => Some((
                "giải thể phải có đúng một đơn vị",
                "a dissolution is of exactly one unit",
            )),
            _ => None,
        };
        if let Some((vi, en)) = wrong {
            self.say(vi.to_owned(), en.to_owned());
        }
        if self.act.legal_act.trim().is_empty() {
            self.say(
                "chưa ghi văn bản quyết định việc này".to_owned(),
                "the document that orders it is not given".to_owned(),
            );
        }
        for unit in &self.act.from {
            if self.act.to.iter().any(|heir| heir.unit == *unit) {
                let name = self.name(*unit);
                self.say(
                    format!("“{name}” vừa là đơn vị cũ vừa là đơn vị nhận"),
                    format!("“{name}” is both an old unit and one that takes over"),
                );
            }
        }
    }

    /// Several heirs need shares, each above nothing, that add up to one.
    fn shares(&mut self) {
        let shares: Vec<Option<Decimal>> = self.act.to.iter().map(|heir| heir.share).collect();
        let several = shares.len() > 1;
        let given: Vec<Decimal> = shares.iter().copied().flatten().collect();
        if several && given.len() < shares.len() {
            return self.say(
                "có nhiều đơn vị nhận thì phải ghi tỷ lệ chia cho từng đơn vị".to_owned(),
                "with several that take over, each needs a share".to_owned(),
            );
        }
        let sum = given
            .iter()
            .try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share));
        let whole = given.is_empty() || sum == Some(Decimal::ONE);
        if !whole || given.iter().any(|share| *share <= Decimal::ZERO) {
            let sum = sum.map_or_else(|| "?".to_owned(), crate::amount::number);
            self.say(
                format!("tỷ lệ chia phải lớn hơn 0 và cộng lại bằng 1 (hiện là {sum})"),
                format!("shares must be above 0 and add up to 1 (now {sum})"),
            );
        }
    }

    /// Old units stand until the day before and no longer, heirs stand from the day on.
    fn days(&mut self) {
        let day = self.act.effective;
        for unit in self.act.from.clone() {
            let Some(old) = self.directory.get(unit) else {
                self.say(
                    "đơn vị cũ không có trong danh sách".to_owned(),
                    "an old unit is not in the list".to_owned(),
                );
                continue;
            };
            let name = old.name.clone();
            let stood = day.yesterday().is_ok_and(|before| old.stands_on(before));
            if !stood {
                self.say(
                    format!(
                        "“{name}” không tồn tại ngay trước ngày {}",
                        day.strftime("%d/%m/%Y")
                    ),
                    format!("“{name}” did not stand on the day before {day}"),
                );
            }
            if old.stands_on(day) {
                self.say(
                    format!("“{name}” vẫn còn trong danh sách từ ngày {}; hãy ghi ngày kết thúc là hôm trước", day.strftime("%d/%m/%Y")),
                    format!("“{name}” still stands on {day}; let it end on the day before"),
                );
            }
        }
        for heir in self.act.to.clone() {
            let stands = self
                .directory
                .get(heir.unit)
                .is_some_and(|unit| unit.stands_on(day));
            if !stands {
                let name = self.name(heir.unit);
                self.say(
                    format!(
                        "đơn vị nhận “{name}” không có trong danh sách vào ngày {}",
                        day.strftime("%d/%m/%Y")
                    ),
                    format!("“{name}”, which takes over, does not stand on {day}"),
                );
            }
        }
    }

    /// A unit ends once.
    fn once(&mut self, earlier: &[Succession]) {
        for unit in self.act.from.clone() {
            if earlier.iter().any(|act| act.from.contains(&unit)) {
                let name = self.name(unit);
                self.say(
                    format!("“{name}” đã được kế thừa bằng một việc khác"),
                    format!("“{name}” already ends by another act"),
                );
            }
        }
    }

    /// Nobody is its own heir, by however many acts.
    fn circle(&mut self, acts: &[Succession]) {
        for unit in self.act.from.clone() {
            if goes_round(unit, acts) {
                let name = self.name(unit);
                self.say(
                    format!("việc kế thừa vòng lại chính “{name}”"),
                    format!("the succession leads back to “{name}”"),
                );
            }
        }
    }
}

/// Whether a unit comes after itself.
fn goes_round(unit: UnitId, acts: &[Succession]) -> bool {
    let mut reached: Vec<UnitId> = Vec::new();
    let mut open = vec![unit];
    while let Some(next) = open.pop() {
        let after = acts.iter().filter(|act| act.from.contains(&next));
        for heir in after.flat_map(|act| &act.to) {
            if heir.unit == unit {
                return true;
            }
            if !reached.contains(&heir.unit) {
                reached.push(heir.unit);
                open.push(heir.unit);
            }
        }
    }
    false
}
