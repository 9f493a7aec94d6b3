//! What a person changes in the proposal, kept as data over the reading.
//!
//! A correction says what it changes, to what, and why. It knows its task by
//! the words that were read and not by its number alone, so that a better
//! reading of the same plan keeps every correction; one whose place is gone is
//! handed back to be looked at, never dropped.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_reader::Span;
use tongket_reader::plan::{Order, OutlineItem, OutlineKind, Role};
use tongket_reader::words::fold;

use super::duty::{Due, DutyKind, Proposal, ProposedTask};
use super::occasion::Occasion;
use super::route::{Party, Route};
use crate::unit::{Directory, UnitId};

/// One change that a person made, with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanCorrection {
    /// What is changed.
    pub change: Change,
    /// Why, in the author's words.
    pub reason: String,
}

/// What a correction changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the sentence above a variant says what its parts are"
)]
pub enum Change {
    /// Who receives the reports and puts them together.
    Standing { name: Option<String> },
    /// Whose task it is: names or groups as a plan would write them.
    Unit {
        task: TaskAnchor,
        units: Vec<String>,
    },
    /// By when.
    Deadline { task: TaskAnchor, due: Due },
    /// To whom it is addressed.
    Recipient {
        task: TaskAnchor,
        name: Option<String>,
    },
    /// Through whom it goes.
    Via {
        task: TaskAnchor,
        name: Option<String>,
    },
    /// Report or deed.
    Kind { task: TaskAnchor, kind: DutyKind },
    /// Ordered, or asked for.
    Order { task: TaskAnchor, order: Order },
    /// What is to be done.
    Title { task: TaskAnchor, title: String },
    /// It is no task.
    Drop { task: TaskAnchor },
    /// A task that the plan does not have, or that was not read.
    AddTask { task: HandTask },
    /// A unit that belongs to a group. `unit` is the caller's own name for it.
    AddMember { group: String, unit: String },
    /// A unit that does not belong to a group.
    RemoveMember { group: String, unit: String },
    /// Something to report on that the outline does not have.
    AddItem { item: HandItem },
    /// An outline item's words.
    ItemTitle { item: ItemAnchor, title: String },
    /// It is no item of the outline; what stands below it goes with it.
    DropItem { item: ItemAnchor },
    /// A day on which something happens.
    AddOccasion { occasion: HandOccasion },
    /// It is no occasion: known by its title.
    DropOccasion { title: String },
}

/// A task of a plan, to be found again in another reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAnchor {
    /// Its id when the correction was made.
    pub id: String,
    /// [`ProposedTask::as_read`] when the correction was made.
    pub as_read: String,
    /// [`ProposedTask::units_as_read`]: plans give one order to several groups in the same words.
    #[serde(default)]
    pub units: Vec<String>,
}

/// An item of an outline, to be found again in another reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnchor {
    /// Its id when the correction was made.
    pub id: String,
    /// Its title as it was read.
    pub as_read: String,
}

/// A task made by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandTask {
    /// The caller's id for it, unlike any "T…" of a plan.
    pub id: String,
    /// Report or deed.
    pub kind: DutyKind,
    /// The part its units play.
    #[serde(default)]
    pub role: Role,
    /// Ordered, or asked for.
    #[serde(default)]
    pub order: Order,
    /// What is to be done.
    pub title: String,
    /// Names or groups as a plan would write them.
    pub units: Vec<String>,
    /// By when.
    #[serde(default)]
    pub due: Due,
    /// To whom it is addressed.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Through whom it goes.
    #[serde(default)]
    pub via: Option<String>,
}

/// An outline item made by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandItem {
    /// The caller's id for it, unlike any of the outline.
    pub id: String,
    /// The item it stands below; `None` for one of the first level.
    #[serde(default)]
    pub under: Option<ItemAnchor>,
    /// The sibling it follows; `None` for the end.
    #[serde(default)]
    pub after: Option<ItemAnchor>,
    /// Its label as it will be printed: "6.", "-".
    #[serde(default)]
    pub label: String,
    /// What it asks for.
    pub title: String,
    /// Heading of the report, or content asked for.
    #[serde(default)]
    pub kind: OutlineKind,
    /// Advice to the writer.
    #[serde(default)]
    pub guidance: Option<String>,
}

/// An occasion made by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOccasion {
    /// The caller's id for it, unlike any "E…" of a plan.
    pub id: String,
    /// What happens.
    pub title: String,
    /// On which day.
    pub day: Option<Date>,
}

/// A proposal with a person's corrections over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The proposal as it now stands.
    pub proposal: Proposal,
    /// Corrections whose place this reading does not have.
    pub unplaced: Vec<Unplaced>,
}

/// A correction that could not be applied to this reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Its place in the list that was applied.
    pub correction: usize,
    /// What is missing and what to do, in Vietnamese.
    pub reason: String,
    /// The same in English.
    pub reason_en: String,
}

impl ProposedTask {
    /// By what a correction will find this task again.
    pub fn anchor(&self) -> TaskAnchor {
        TaskAnchor {
            id: self.id.clone(),
            as_read: self.as_read.clone(),
            units: self.units_as_read.clone(),
        }
    }
}

impl Proposal {
    /// This proposal with corrections applied in their order.
    ///
    /// `unit_of` finds the unit by the name that the caller keeps for it. The
    /// reading itself is not changed: applying the same corrections to another
    /// reading of the plan gives that reading, corrected.
    pub fn corrected(
        &self,
        corrections: &[PlanCorrection],
        directory: &Directory,
        unit_of: &dyn Fn(&str) -> Option<UnitId>,
    ) -> Corrected {
        let mut desk = Desk {
            proposal: self.clone(),
            directory,
            unit_of,
        };
        let mut unplaced = Vec::new();
        for (index, correction) in corrections.iter().enumerate() {
            if let Err(missing) = desk.apply(index, correction) {
                unplaced.push(missing.at(index));
            }
        }
        Corrected {
            proposal: desk.proposal,
            unplaced,
        }
    }
}

/// What a correction speaks of and the reading does not have.
enum Missing {
    Task(String),
    Group(String),
    Unit(String),
    Item(String),
    Occasion(String),
}

impl Missing {
    fn at(self, correction: usize) -> Unplaced {
        let (what, what_en, name) = match self {
            Missing::Task(name) => ("nhiệm vụ", "task", name),
            Missing::Group(name) => ("nhóm đơn vị", "group of units", name),
            Missing::Unit(name) => ("đơn vị", "unit", name),
            Missing::Item(name) => ("mục đề cương", "outline item", name),
            Missing::Occasion(name) => ("sự kiện", "occasion", name),
        };
        Unplaced {
            correction,
            reason: format!(
                "Không còn {what} “{name}” trong bản đọc này; hãy gắn lại hoặc bỏ phần sửa này."
            ),
            reason_en: format!(
                "This reading has no {what_en} “{name}”; attach the correction anew or drop it."
            ),
        }
    }
}

/// A proposal while it is being corrected.
struct Desk<'d> {
    proposal: Proposal,
    directory: &'d Directory,
    unit_of: &'d dyn Fn(&str) -> Option<UnitId>,
}

impl Desk<'_> {
    fn apply(&mut self, index: usize, correction: &PlanCorrection) -> Result<(), Missing> {
        match &correction.change {
            Change::Standing { name } => {
                self.proposal.standing = self.party(name.as_deref());
                Ok(())
            }
            Change::Unit { task, units } => {
                let groups = self.groups(units);
                self.change(index, task, |task| task.groups = groups)
            }
            Change::Deadline { task, due } => {
                self.change(index, task, |task| task.due = due.clone())
            }
            Change::Recipient { task, name } => {
                let party = self.party(name.as_deref());
                self.change(index, task, |task| task.route.recipient = party)
            }
            Change::Via { task, name } => {
                let party = self.party(name.as_deref());
                self.change(index, task, |task| task.route.via = party)
            }
            Change::Kind { task, kind } => self.change(index, task, |task| task.kind = *kind),
            Change::Order { task, order } => self.change(index, task, |task| task.order = *order),
            Change::Title { task, title } => {
                self.change(index, task, |task| task.title.clone_from(title))
            }
            Change::Drop { task } => {
                let at = self.place(task)?;
                self.proposal.tasks.remove(at);
                Ok(())
            }
            Change::AddTask { task } => {
                self.add_task(index, task);
                Ok(())
            }
            Change::AddMember { group, unit } => self.member(group, unit, Some(&correction.reason)),
            Change::RemoveMember { group, unit } => self.member(group, unit, None),
            Change::AddItem { item } => self.add_item(item),
            Change::ItemTitle { item, title } => {
                let items = &mut self.proposal.outline.items;
                find_item(items, item)?.title.clone_from(title);
                Ok(())
            }
            Change::DropItem { item } => self.drop_item(item),
            Change::AddOccasion { occasion } => {
                self.add_occasion(occasion);
                Ok(())
            }
            Change::DropOccasion { title } => self.drop_occasion(title),
        }
    }

    fn change(
        &mut self,
        index: usize,
        anchor: &TaskAnchor,
        change: impl FnOnce(&mut ProposedTask),
    ) -> Result<(), Missing> {
        let at = self.place(anchor)?;
        let task = &mut self.proposal.tasks[at];
        change(task);
        task.corrections.push(index);
        Ok(())
    }

    /// The task that the correction means: of those words and units, or the only one nearly so.
    fn place(&self, anchor: &TaskAnchor) -> Result<usize, Missing> {
        let tasks = &self.proposal.tasks;
        let wanted = fold::key(&anchor.as_read);
        let words = |task: &ProposedTask| fold::key(&task.as_read) == wanted;
        let units = |task: &ProposedTask| {
            let known = task.units_as_read.iter().map(|unit| fold::key(unit));
            known.eq(anchor.units.iter().map(|unit| fold::key(unit)))
        };
        let nearly = |task: &ProposedTask| {
            strsim::normalized_levenshtein(&fold::key(&task.as_read), &wanted) >= NEARLY
        };
        let exact = tasks
            .iter()
            .position(|task| task.id == anchor.id && words(task) && units(task));
        exact
            .or_else(|| only(tasks.iter().map(|task| words(task) && units(task))))
            .or_else(|| only(tasks.iter().map(words)))
            .or_else(|| only(tasks.iter().map(|task| nearly(task) && units(task))))
            .ok_or_else(|| Missing::Task(anchor.as_read.clone()))
    }

    fn groups(&mut self, units: &[String]) -> Vec<usize> {
        let mut groups: Vec<usize> = units
            .iter()
            .map(|name| self.proposal.group(name, None, self.directory))
            .collect();
        groups.dedup();
        groups
    }

    fn party(&self, name: Option<&str>) -> Option<Party> {
        let name = name.map(str::trim).filter(|name| !name.is_empty())?;
        Some(Party::of(name, self.directory, self.proposal.as_of))
    }

    fn add_task(&mut self, index: usize, hand: &HandTask) {
        let task = ProposedTask {
            id: hand.id.clone(),
            kind: hand.kind,
            role: hand.role,
            order: hand.order,
            title: hand.title.clone(),
            as_read: hand.title.clone(),
            units_as_read: hand.units.clone(),
            due: hand.due.clone(),
            route: Route {
                recipient: self.party(hand.recipient.as_deref()),
                via: self.party(hand.via.as_deref()),
            },
            groups: self.groups(&hand.units),
            partners: Vec::new(),
            span: None,
            corrections: vec![index],
        };
        self.proposal.tasks.push(task);
    }

    /// Puts a unit into a group or takes it out, in every place where the plan writes the group.
    fn member(&mut self, group: &str, unit: &str, reason: Option<&str>) -> Result<(), Missing> {
        let id = (self.unit_of)(unit).ok_or_else(|| Missing::Unit(unit.to_owned()))?;
        let wanted = fold::key(group);
        let mut found = false;
        for known in &mut self.proposal.groups {
            if fold::key(&known.as_written) != wanted {
                continue;
            }
            found = true;
            match reason {
                Some(reason) => known.add(id, reason),
                None => known.members.retain(|member| member.unit != id),
            }
        }
        match found {
            true => Ok(()),
            false => Err(Missing::Group(group.to_owned())),
        }
    }

    fn add_item(&mut self, hand: &HandItem) -> Result<(), Missing> {
        let items = &mut self.proposal.outline.items;
        let (level, siblings) = match &hand.under {
            Some(anchor) => {
                let parent = find_item(items, anchor)?;
                (parent.level.saturating_add(1), &mut parent.children)
            }
            None => (1, items),
        };
        let after = match &hand.after {
            Some(anchor) => Some(
                item_position(siblings, anchor)
                    .ok_or_else(|| Missing::Item(anchor.as_read.clone()))?,
            ),
            None => None,
        };
        let at = after.map_or(siblings.len(), |at| at + 1);
        siblings.insert(at, made_by_hand(hand, level));
        Ok(())
    }

    fn drop_item(&mut self, anchor: &ItemAnchor) -> Result<(), Missing> {
        let items = &mut self.proposal.outline.items;
        let id = find_item(items, anchor)?.id.clone();
        remove_item(items, &id);
        Ok(())
    }

    fn add_occasion(&mut self, hand: &HandOccasion) {
        self.proposal.occasions.push(Occasion {
            id: hand.id.clone(),
            title: hand.title.clone(),
            day: hand.day,
            as_written: String::new(),
            tasks: Vec::new(),
            span: None,
        });
    }

    fn drop_occasion(&mut self, title: &str) -> Result<(), Missing> {
        let occasions = &mut self.proposal.occasions;
        let wanted = fold::key(title);
        let before = occasions.len();
        occasions.retain(|occasion| fold::key(&occasion.title) != wanted);
        match occasions.len() < before {
            true => Ok(()),
            false => Err(Missing::Occasion(title.to_owned())),
        }
    }
}

/// How like two readings of one task are; less is another task.
const NEARLY: f64 = 0.9;

/// The place of the one `true`, where there is one and only one.
fn only(fits: impl Iterator<Item = bool>) -> Option<usize> {
    let mut places = fits.enumerate().filter_map(|(at, fits)| fits.then_some(at));
    let first = places.next();
    match places.next() {
        Some(_) => None,
        None => first,
    }
}

/// The item that an anchor means: of that id and those words, or the only one of those words.
fn find_item<'i>(
    items: &'i mut [OutlineItem],
    anchor: &ItemAnchor,
) -> Result<&'i mut OutlineItem, Missing> {
    let wanted = fold::key(&anchor.as_read);
    let all: Vec<&OutlineItem> = items.iter().flat_map(OutlineItem::walk).collect();
    let same = |item: &&OutlineItem| fold::key(&item.title) == wanted;
    let exact = all
        .iter()
        .position(|item| item.id == anchor.id && same(item));
    let found = exact
        .or_else(|| only(all.iter().map(same)))
        // A person may have changed the words before.
        .or_else(|| all.iter().position(|item| item.id == anchor.id));
    let id = found.map(|at| all[at].id.clone());
    id.and_then(|id| item_of_id(items, &id))
        .ok_or_else(|| Missing::Item(anchor.as_read.clone()))
}

fn item_of_id<'i>(items: &'i mut [OutlineItem], id: &str) -> Option<&'i mut OutlineItem> {
    for item in items {
        if item.id == id {
            return Some(item);
        }
        if let Some(found) = item_of_id(&mut item.children, id) {
            return Some(found);
        }
    }
    None
}

fn item_position(items: &[OutlineItem], anchor: &ItemAnchor) -> Option<usize> {
    let wanted = fold::key(&anchor.as_read);
    let by_words = items
        .iter()
        .position(|item| fold::key(&item.title) == wanted);
    by_words.or_else(|| items.iter().position(|item| item.id == anchor.id))
}

fn remove_item(items: &mut Vec<OutlineItem>, id: &str) {
    items.retain(|item| item.id != id);
    for item in items {
        remove_item(&mut item.children, id);
    }
}

fn made_by_hand(hand: &HandItem, level: u8) -> OutlineItem {
    OutlineItem {
        id: hand.id.clone(),
        label: hand.label.clone(),
        title: hand.title.clone(),
        level,
        kind: hand.kind,
        guidance: hand.guidance.clone(),
        span: Span::default(),
        children: Vec::new(),
    }
}
