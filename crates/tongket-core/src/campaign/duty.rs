//! The campaign that a plan proposes: every task as duties of units.
//!
//! A duty is a report, answered on the outline, or a deed (guide the communes,
//! support with funds, give awards), answered with a note and proof. A unit
//! that puts the reports of others together owes none itself. What the plan
//! says is only proposed: a person corrects it (`correction.rs`) and opens it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_reader::Span;
use tongket_reader::plan::{Deadline, Order, Outline, Period, Plan, Role, Task};
use tongket_reader::words::fold;

use super::member::{Group, Member, MemberReason, heading_of};
use super::occasion::{Occasion, occasions};
use super::route::{Party, Route};
use super::{Basis, Campaign, asks_for_report};
use crate::unit::{Directory, UnitId};

/// A campaign before it is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What the plan is about; the words a person gave where there is no document.
    pub title: String,
    /// The years under review.
    pub period: Option<Period>,
    /// The day as of which names and groups are resolved: that of the plan.
    pub as_of: Date,
    /// On what the list of reports rests.
    pub basis: Basis,
    /// The body that receives the reports and puts them together.
    pub standing: Option<Party>,
    /// Units that put together what others report, and so owe no report.
    pub compilers: Vec<UnitId>,
    /// Who is meant by the names and groups of the plan, each group once.
    pub groups: Vec<Group>,
    /// The tasks, in the order of the plan; those added by hand last.
    pub tasks: Vec<ProposedTask>,
    /// Days on which something happens.
    pub occasions: Vec<Occasion>,
    /// The outline on which units report; empty where the plan has none.
    pub outline: Outline,
}

/// One task as it will be given.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedTask {
    /// The task of the plan: "T08"; of a deed that stands in one sentence with a report, "T08.1".
    pub id: String,
    /// How it is answered.
    pub kind: DutyKind,
    /// The part its units play.
    pub role: Role,
    /// Ordered, or asked for ("Đề nghị …").
    pub order: Order,
    /// What is to be done.
    pub title: String,
    /// What was read, before anybody changed the title: by this a correction finds its task again.
    pub as_read: String,
    /// Whose task it is in the words that were read, before anybody changed it.
    pub units_as_read: Vec<String>,
    /// By when.
    pub due: Due,
    /// To whom its product goes, and through whom.
    pub route: Route,
    /// Whose task it is: places in [`Proposal::groups`].
    pub groups: Vec<usize>,
    /// With whom, as written; partners answer through the one who leads.
    pub partners: Vec<Party>,
    /// The text that orders it; `None` where a person added it.
    pub span: Option<Span>,
    /// The corrections that made it what it is, as places in the list that was applied.
    pub corrections: Vec<usize>,
}

/// How a duty is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// With a report on the outline.
    Report,
    /// With a note of what was done, and proof.
    Deed,
}

/// By when, as written and as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The phrase: "trước ngày 25/4/2026"; empty where nothing is said.
    pub as_written: String,
    /// The last day in time; `None` where the phrase gives none.
    pub day: Option<Date>,
}

/// What one unit owes by one task.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty<'p> {
    /// Who owes it.
    pub unit: UnitId,
    /// The task that orders it.
    pub task: &'p ProposedTask,
    /// The group by which the unit was found.
    pub group: &'p Group,
    /// Why the unit is in the group.
    pub reason: &'p MemberReason,
}

/// A unit that a task means and that nevertheless owes nothing by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The unit.
    pub unit: UnitId,
    /// The task.
    pub task: String,
    /// The task by which it owes its report; `None` where it puts reports together.
    pub owes_by: Option<String>,
}

impl SetAside {
    /// Why nothing is owed, in Vietnamese.
    pub fn vietnamese(&self) -> String {
        match &self.owes_by {
            Some(task) => format!("Báo cáo này đã được giao cho đơn vị tại nhiệm vụ {task}."),
            None => {
                "Đơn vị nhận và tổng hợp báo cáo nên không phải gửi báo cáo của mình.".to_owned()
            }
        }
    }

    /// Why nothing is owed, in English.
    pub fn english(&self) -> String {
        match &self.owes_by {
            Some(task) => format!("The unit owes this report by task {task}."),
            None => "The unit receives the reports and puts them together.".to_owned(),
        }
    }
}

impl From<&Deadline> for Due {
    fn from(deadline: &Deadline) -> Due {
        Due {
            as_written: deadline.text.clone(),
            day: deadline.due,
        }
    }
}

impl Proposal {
    /// What a plan proposes, with the directory as it stands on `as_of`, the day of the plan.
    pub fn of(plan: &Plan, directory: &Directory, as_of: Date) -> Proposal {
        let campaign = Campaign::of(plan, directory, as_of);
        let title = plan.document.subject.as_ref();
        let proposal = Proposal {
            period: plan.document.period.as_ref().map(|period| period.value),
            occasions: occasions(&plan.events, &plan.tasks),
            outline: plan.outline.clone().unwrap_or_default(),
            ..Proposal::by_hand(title.map_or("", |title| &title.value), as_of)
        };
        let mut reading = Reading {
            plan,
            directory,
            campaign: &campaign,
            proposal,
        };
        reading.take_tasks();
        reading.take_those_without_a_task();
        reading.find_standing();
        reading.proposal
    }

    /// A campaign with no document: nothing in it yet, everything is added by hand.
    pub fn by_hand(title: &str, as_of: Date) -> Proposal {
        Proposal {
            title: title.to_owned(),
            period: None,
            as_of,
            basis: Basis::Sending,
            standing: None,
            compilers: Vec::new(),
            groups: Vec::new(),
            tasks: Vec::new(),
            occasions: Vec::new(),
            outline: Outline::default(),
        }
    }

    /// The task of this id.
    pub fn task(&self, id: &str) -> Option<&ProposedTask> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// What every unit owes, task by task in the order of the plan.
    pub fn duties(&self) -> Vec<Duty<'_>> {
        let mut duties = self.possible_duties();
        let aside = self.set_aside();
        duties.retain(|duty| {
            let is_aside = |aside: &SetAside| aside.unit == duty.unit && aside.task == duty.task.id;
            !aside.iter().any(is_aside)
        });
        duties
    }

    /// Those a task means and who owe nothing by it, with the reason.
    ///
    /// A compiler owes no report that only the words of a group would ask of it,
    /// and nobody owes one report twice: where two tasks want a report for the
    /// same addressee, the one that names the unit outright holds, then the
    /// earlier day, then the earlier task. What a person put in stays in.
    pub fn set_aside(&self) -> Vec<SetAside> {
        let duties = self.possible_duties();
        let reports: Vec<&Duty<'_>> = duties
            .iter()
            .filter(|duty| duty.task.kind == DutyKind::Report)
            .collect();
        let mut by_unit: rustc_hash::FxHashMap<UnitId, Vec<&Duty<'_>>> = Default::default();
        for duty in &reports {
            by_unit.entry(duty.unit).or_default().push(duty);
        }
        let mut aside = Vec::new();
        for duty in &reports {
            let by_hand = matches!(duty.reason, MemberReason::ByHand(_));
            let named = *duty.reason == MemberReason::Named;
            let compiler = !named && self.compilers.binary_search(&duty.unit).is_ok();
            let firmer = by_unit[&duty.unit].iter().find(|other| {
                duty.task.id != other.task.id
                    && duty.task.route.leads_to_the_same(&other.task.route)
                    && other.firmness() < duty.firmness()
            });
            let owes_by = firmer.map(|firmer| firmer.task.id.clone());
            if !by_hand && (compiler || owes_by.is_some()) {
                aside.push(SetAside {
                    unit: duty.unit,
                    task: duty.task.id.clone(),
                    owes_by: if compiler { None } else { owes_by },
                });
            }
        }
        aside
    }

    /// What of the plan's names led to no unit, each sentence once, in Vietnamese.
    pub fn unresolved(&self, directory: &Directory) -> Vec<String> {
        let ends = self.tasks.iter().flat_map(|task| task.route.parties());
        let names = ends.chain(&self.standing);
        let of_groups = self
            .groups
            .iter()
            .flat_map(|group| group.unresolved.clone());
        let of_names = names.flat_map(|party| party.unresolved(directory, self.as_of));
        let mut sentences: Vec<String> = Vec::new();
        for sentence in of_groups.chain(of_names) {
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences
    }

    /// Every member of every task's groups, each unit once a task.
    fn possible_duties(&self) -> Vec<Duty<'_>> {
        let mut duties: Vec<Duty<'_>> = Vec::new();
        for task in &self.tasks {
            let first = duties.len();
            let groups = task.groups.iter().filter_map(|at| self.groups.get(*at));
            let meant =
                groups.flat_map(|group| group.members.iter().map(move |member| (group, member)));
            for (group, member) in meant {
                duties.push(Duty {
                    unit: member.unit,
                    task,
                    group,
                    reason: &member.reason,
                });
            }
            duties[first..].sort_by_key(|duty| (duty.unit, duty.rank()));
            let mut seen = None;
            let mut at = 0;
            duties.retain(|duty| {
                let own = at >= first;
                at += 1;
                let double = own && seen == Some(duty.unit);
                seen = if own { Some(duty.unit) } else { None };
                !double
            });
        }
        duties
    }

    /// The group of that name, resolved once for the whole plan.
    pub(super) fn group(
        &mut self,
        as_written: &str,
        heading: Option<&str>,
        directory: &Directory,
    ) -> usize {
        let group = Group::resolve(as_written, heading, directory, self.as_of);
        let known = |known: &Group| known.is(&group.as_written, group.within.as_deref());
        match self.groups.iter().position(known) {
            Some(at) => at,
            None => {
                self.groups.push(group);
                self.groups.len() - 1
            }
        }
    }
}

impl Duty<'_> {
    /// A person's word before a name, a name before a group.
    fn rank(&self) -> u8 {
        match self.reason {
            MemberReason::ByHand(_) => 0,
            MemberReason::Named => 1,
            _ => 2,
        }
    }

    /// Which of two tasks that want one report holds: the smaller.
    fn firmness(&self) -> (u8, Date, &str) {
        let day = self.task.due.day.unwrap_or(Date::MAX);
        (self.rank(), day, &self.task.id)
    }
}

/// A plan while it is being made a proposal.
struct Reading<'p> {
    plan: &'p Plan,
    directory: &'p Directory,
    campaign: &'p Campaign,
    proposal: Proposal,
}

impl Reading<'_> {
    /// Every task, cut into the report and the deeds of one sentence.
    fn take_tasks(&mut self) {
        self.proposal.basis = self.campaign.basis;
        self.proposal.compilers = self.campaign.compilers.clone();
        for task in &self.plan.tasks {
            let heading = heading_of(task, &self.plan.sections);
            let groups: Vec<usize> = task
                .units
                .iter()
                .map(|unit| self.proposal.group(&unit.value, heading, self.directory))
                .collect();
            for proposed in self.pieces(task, &groups) {
                self.proposal.tasks.push(proposed);
            }
        }
    }

    /// One task as it stands, or its report and then its deeds.
    fn pieces(&self, task: &Task, groups: &[usize]) -> Vec<ProposedTask> {
        let whole = self.proposed(task, groups);
        let deeds = match whole.kind {
            DutyKind::Report => deeds_beside_the_report(&task.action),
            DutyKind::Deed => None,
        };
        let Some((report, deeds)) = deeds else {
            return vec![whole];
        };
        let deed = |(index, title): (usize, &str)| ProposedTask {
            id: format!("{}.{}", whole.id, index + 1),
            kind: DutyKind::Deed,
            title: sentence_case(title),
            as_read: title.to_owned(),
            route: Route::default(),
            ..whole.clone()
        };
        let deeds: Vec<ProposedTask> = deeds.into_iter().enumerate().map(deed).collect();
        let report = ProposedTask {
            title: sentence_case(report),
            as_read: report.to_owned(),
            ..whole.clone()
        };
        std::iter::once(report).chain(deeds).collect()
    }

    fn proposed(&self, task: &Task, groups: &[usize]) -> ProposedTask {
        let as_of = self.proposal.as_of;
        let route = Route::of(task, self.directory, as_of);
        let partner = |name: &str| Party::of(name, self.directory, as_of);
        ProposedTask {
            id: task.id.clone(),
            kind: self.kind(task, groups),
            role: task.role,
            order: task.order,
            title: sentence_case(&task.action),
            as_read: task.action.clone(),
            units_as_read: task.units.iter().map(|unit| unit.value.clone()).collect(),
            due: task.deadline.as_ref().map(Due::from).unwrap_or_default(),
            route,
            groups: groups.to_vec(),
            partners: task.with.iter().map(|name| partner(&name.value)).collect(),
            span: Some(task.span),
            corrections: Vec::new(),
        }
    }

    /// A report, unless it is the compilers' own work: theirs is done when it is put together.
    fn kind(&self, task: &Task, groups: &[usize]) -> DutyKind {
        let compilers = &self.proposal.compilers;
        let members = groups
            .iter()
            .flat_map(|at| &self.proposal.groups[*at].members);
        let mut units = members.map(|member| member.unit).peekable();
        let of_compilers =
            units.peek().is_some() && units.all(|unit| compilers.binary_search(&unit).is_ok());
        match asks_for_report(task) && !of_compilers {
            true => DutyKind::Report,
            false => DutyKind::Deed,
        }
    }

    /// Reports owed by those to whom a letter is addressed, or by everybody, on whose task no unit stands.
    fn take_those_without_a_task(&mut self) {
        let (name, reason) = match self.campaign.basis {
            Basis::Addressees => ("Kính gửi", MemberReason::Addressed),
            Basis::Everyone => ("Mọi đơn vị", MemberReason::Everyone),
            Basis::Sending | Basis::Reporting => return,
        };
        let owed = &self.campaign.obligations;
        if owed.is_empty() {
            return;
        }
        let members = owed.iter().map(|obligation| Member {
            unit: obligation.unit,
            reason: reason.clone(),
        });
        self.proposal.groups.push(Group {
            as_written: name.to_owned(),
            within: None,
            members: members.collect(),
            unresolved: Vec::new(),
        });
        let group = self.proposal.groups.len() - 1;
        let report = |task: &&mut ProposedTask| task.kind == DutyKind::Report;
        match self.proposal.tasks.iter_mut().find(report) {
            Some(task) => task.groups.push(group),
            None => self.proposal.tasks.push(unsaid_report(
                group,
                owed.first().and_then(|owed| owed.deadline.as_ref()),
            )),
        }
    }

    /// The channel of most reports; without one, the body called standing agency; then the addressee.
    fn find_standing(&mut self) {
        let reports = || {
            let tasks = self.proposal.tasks.iter();
            tasks.filter(|task| task.kind == DutyKind::Report)
        };
        let via = most_frequent(reports().filter_map(|task| task.route.via.as_ref()));
        let called = || {
            let task = self.plan.tasks.iter().find(|task| {
                let heading = heading_of(task, &self.plan.sections);
                heading.is_some_and(|heading| fold::key(heading).contains("thường trực"))
            })?;
            let unit = task.units.first()?;
            Some(Party::of(&unit.value, self.directory, self.proposal.as_of))
        };
        let recipient =
            || most_frequent(reports().filter_map(|task| task.route.recipient.as_ref()));
        self.proposal.standing = via.or_else(called).or_else(recipient);
    }
}

/// A report that the document wants and gives to nobody by a task.
fn unsaid_report(group: usize, deadline: Option<&Deadline>) -> ProposedTask {
    let title = "Gửi báo cáo".to_owned();
    ProposedTask {
        id: "T00".to_owned(),
        kind: DutyKind::Report,
        role: Role::Lead,
        order: Order::Assign,
        as_read: title.clone(),
        title,
        units_as_read: Vec::new(),
        due: deadline.map(Due::from).unwrap_or_default(),
        route: Route::default(),
        groups: vec![group],
        partners: Vec::new(),
        span: None,
        corrections: Vec::new(),
    }
}

/// The party that occurs most, the first of those that occur equally often.
fn most_frequent<'p>(parties: impl Iterator<Item = &'p Party>) -> Option<Party> {
    let mut counts: Vec<(&Party, usize)> = Vec::new();
    for party in parties {
        let same = |known: &Party| match party.unit {
            Some(unit) => known.unit == Some(unit),
            None => known.as_written == party.as_written,
        };
        match counts.iter_mut().find(|(known, _)| same(known)) {
            Some((_, count)) => *count += 1,
            None => counts.push((party, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let first = counts.into_iter().find(|(_, count)| *count == most);
    first.map(|(party, _)| party.clone())
}

/// The report and the deeds of a sentence that orders both, cut at its semicolons.
///
/// Cut only where exactly one piece asks for a report and every other opens
/// with the verb of a deed: the parts of a report's contents stay together.
fn deeds_beside_the_report(action: &str) -> Option<(&str, Vec<&str>)> {
    let pieces: Vec<&str> = action
        .split(';')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let asks = |piece: &&str| {
        let piece = fold::key(piece);
        SENDING.iter().any(|words| piece.contains(words))
    };
    let (reports, deeds): (Vec<&str>, Vec<&str>) = pieces.into_iter().partition(asks);
    let is_deed = |piece: &&str| {
        let piece = fold::key(piece);
        DEEDS.iter().any(|verb| piece.starts_with(verb))
    };
    match reports.as_slice() {
        [report] if !deeds.is_empty() && deeds.iter().all(is_deed) => Some((report, deeds)),
        _ => None,
    }
}

/// What asks for a report to be made or sent.
const SENDING: &[&str] = &[
    "gửi báo cáo",
    "gửi kết quả",
    "xây dựng báo cáo",
    "báo cáo kết quả",
    "báo cáo tổng kết",
    "báo cáo sơ kết",
];

/// The verbs of deeds that plans order beside a report.
const DEEDS: &[&str] = &[
    "biểu dương",
    "bố trí",
    "chỉ đạo",
    "đôn đốc",
    "hỗ trợ",
    "hướng dẫn",
    "khen thưởng",
    "kiểm tra",
    "phân bổ",
    "phối hợp",
    "quan tâm",
    "quán triệt",
    "tổ chức",
    "triển khai",
    "tuyên truyền",
];

/// A title begins with a capital.
fn sentence_case(text: &str) -> String {
    let mut letters = text.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
