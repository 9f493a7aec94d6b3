//! Who owes what under a plan, by when, and on whose word.
//!
//! [`Campaign`] answers for one gathering of reports: one report a unit.
//! [`Proposal`] is the whole of a campaign before it is opened: every task as
//! duties, reports and deeds, for a person to correct and confirm.
//!
//! A plan gives tasks to units and to groups of units; the directory says who
//! they are on the day of the plan. Those who are to send a report owe one.
//! The body through which reports go, and the one that receives them, put the
//! reports together and owe none themselves. What cannot be resolved is
//! listed for a person to decide.

mod amendment;
mod correction;
mod duty;
mod member;
mod occasion;
mod route;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use tongket_reader::plan::{Deadline, Order, Plan, Role, Task};
use tongket_reader::words::fold;

use crate::unit::{Directory, UnitId};

pub use amendment::{
    Amended, Amendment, AmendmentChange, AnswerSoFar, Difference, Marked, OpenCampaign, OpenDuty,
    OpenItem, OpenMeasure,
};
pub use correction::{
    Change, Corrected, HandItem, HandOccasion, HandTask, ItemAnchor, PlanCorrection, TaskAnchor,
    Unplaced,
};
pub use duty::{Due, Duty, DutyKind, Proposal, ProposedTask, SetAside};
pub use member::{Group, Member, MemberReason};
pub use occasion::{CalendarEntry, Occasion};
pub use route::{Party, Route};

/// A plan put into force over a directory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Campaign {
    /// What every unit owes, in the order of the directory.
    pub obligations: Vec<Obligation>,
    /// Units through which reports go or who receive them.
    pub compilers: Vec<UnitId>,
    /// Names and groups of the plan that did not lead to units.
    pub unresolved: Vec<Unresolved>,
    /// On what the list of obligations rests.
    pub basis: Basis,
}

/// A report that one unit owes.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// Who owes it.
    pub unit: UnitId,
    /// The task that orders it; `None` where the plan does not say who reports.
    pub task: Option<String>,
    /// The name or group in the plan that the unit was found by, as written.
    pub as_written: String,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Ordered, or asked for.
    pub order: Order,
}

/// Something in a plan that names units and could not be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The task; `None` for addressees.
    pub task: Option<String>,
    /// The name or group as written.
    pub as_written: String,
    /// What is wrong, one sentence in Vietnamese.
    pub reason: String,
}

/// On what a list of obligations rests, the firmest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Tasks that say that a report is to be sent to somebody.
    Sending,
    /// Tasks whose product is a report.
    Reporting,
    /// The addressees of the document.
    Addressees,
    /// The plan names nobody of the directory: every unit of it is taken.
    #[default]
    Everyone,
}

impl Obligation {
    /// The last day on which the report is in time, where the plan gives one.
    pub fn due(&self) -> Option<Date> {
        self.deadline.as_ref()?.due
    }
}

impl Campaign {
    /// Who owes a report under `plan`, with the directory as it stands on `as_of`.
    pub fn of(plan: &Plan, directory: &Directory, as_of: Date) -> Campaign {
        let mut draft = Draft::new(plan, directory, as_of);
        draft.find_compilers();
        let reports: Vec<&Task> = plan
            .tasks
            .iter()
            .filter(|task| asks_for_report(task))
            .collect();
        let sending = reports.iter().copied().filter(|task| is_sent(task));
        let by_task = [
            (Basis::Sending, sending.collect::<Vec<_>>()),
            (Basis::Reporting, reports.clone()),
        ];
        for (basis, tasks) in by_task {
            if draft.take_tasks(&tasks) {
                return draft.finish(basis);
            }
        }
        if draft.take_addressees(reports.first().copied()) {
            return draft.finish(Basis::Addressees);
        }
        draft.take_everyone(reports.first().copied());
        draft.finish(Basis::Everyone)
    }

    /// What this unit owes.
    pub fn obligation(&self, unit: UnitId) -> Option<&Obligation> {
        let at = self
            .obligations
            .binary_search_by_key(&unit, |obligation| obligation.unit);
        at.ok().and_then(|at| self.obligations.get(at))
    }
}

/// Whether the product of a task is a report.
fn asks_for_report(task: &Task) -> bool {
    if task.role == Role::Advise {
        return false;
    }
    let product = task
        .deliverable
        .as_deref()
        .map(fold::key)
        .unwrap_or_default();
    let action = fold::key(&task.action);
    let sends = [
        "gửi kết quả",
        "gửi báo cáo",
        "báo cáo kết quả",
        "báo cáo tổng kết",
        "báo cáo sơ kết",
    ];
    product.contains("báo cáo")
        || product.contains("kết quả")
        || product.is_empty() && sends.iter().any(|words| action.contains(words))
}

/// Whether a task says to whom its product goes.
fn is_sent(task: &Task) -> bool {
    task.recipient.is_some() || task.via.is_some()
}

/// A campaign while it is being put together.
struct Draft<'p> {
    plan: &'p Plan,
    directory: &'p Directory,
    as_of: Date,
    campaign: Campaign,
}

impl<'p> Draft<'p> {
    fn new(plan: &'p Plan, directory: &'p Directory, as_of: Date) -> Draft<'p> {
        Draft {
            plan,
            directory,
            as_of,
            campaign: Campaign::default(),
        }
    }

    /// The issuer, the recipients of reports and those through whom they go.
    fn find_compilers(&mut self) {
        let issuer = self
            .plan
            .document
            .issuer
            .as_ref()
            .map(|issuer| issuer.value.as_str());
        let reports = self.plan.tasks.iter().filter(|task| asks_for_report(task));
        let ends = reports
            .flat_map(|task| [task.recipient.as_ref(), task.via.as_ref()])
            .flatten();
        let names = issuer
            .into_iter()
            .chain(ends.map(|name| name.value.as_str()));
        let mut compilers: Vec<UnitId> = names
            .filter_map(|name| self.directory.find(name, self.as_of).found())
            .collect();
        compilers.sort_unstable();
        compilers.dedup();
        self.campaign.compilers = compilers;
    }

    /// Takes what tasks order; whether any unit of the directory owes anything by them.
    fn take_tasks(&mut self, tasks: &[&Task]) -> bool {
        for task in tasks {
            for unit in &task.units {
                self.take(&unit.value, Some(task), task.deadline.as_ref(), task.order);
            }
        }
        !self.campaign.obligations.is_empty()
    }

    fn take_addressees(&mut self, task: Option<&Task>) -> bool {
        for addressee in &self.plan.document.addressees {
            let deadline = task.and_then(|task| task.deadline.as_ref());
            self.take(&addressee.value, None, deadline, Order::Assign);
        }
        !self.campaign.obligations.is_empty()
    }

    fn take_everyone(&mut self, task: Option<&Task>) {
        let deadline = task.and_then(|task| task.deadline.clone());
        for unit in self.directory.standing(self.as_of) {
            self.campaign.obligations.push(Obligation {
                unit: unit.id,
                task: None,
                as_written: unit.name.clone(),
                deadline: deadline.clone(),
                order: Order::Assign,
            });
        }
    }

    /// Resolves a name or a group and notes what each member owes.
    fn take(
        &mut self,
        as_written: &str,
        task: Option<&Task>,
        deadline: Option<&Deadline>,
        order: Order,
    ) {
        let members = self.directory.resolve(as_written, self.as_of);
        let task = task.map(|task| task.id.clone());
        for reason in members.unresolved {
            self.note(Unresolved {
                task: task.clone(),
                as_written: as_written.to_owned(),
                reason,
            });
        }
        self.campaign
            .obligations
            .extend(members.units.into_iter().map(|unit| Obligation {
                unit,
                task: task.clone(),
                as_written: as_written.to_owned(),
                deadline: deadline.cloned(),
                order,
            }));
    }

    fn note(&mut self, unresolved: Unresolved) {
        let known = &self.campaign.unresolved;
        if !known.iter().any(|known| known.reason == unresolved.reason) {
            self.campaign.unresolved.push(unresolved);
        }
    }

    /// One obligation a unit: the one with the earliest day, then the first of the plan.
    fn finish(mut self, basis: Basis) -> Campaign {
        let Campaign {
            obligations,
            compilers,
            ..
        } = &mut self.campaign;
        obligations.retain(|obligation| compilers.binary_search(&obligation.unit).is_err());
        let day = |obligation: &Obligation| obligation.due().unwrap_or(Date::MAX);
        obligations.sort_by_key(|obligation| (obligation.unit, day(obligation)));
        obligations.dedup_by_key(|obligation| obligation.unit);
        self.campaign.basis = basis;
        self.campaign
    }
}
