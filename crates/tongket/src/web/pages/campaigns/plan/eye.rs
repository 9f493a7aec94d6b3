//! A reading as somebody looks at it: in their language, with what may be edited open.

use std::collections::HashMap;

use jiff::civil::Date;
use tongket_core::campaign::{DutyKind, ProposedTask};
use tongket_reader::plan::{Order, OutlineItem};
use tongket_reader::{Diagnostic, Severity, Span};

use super::marks::{marks, said_of_itself};
use super::part_of;
use super::rows::{
    Finding, PlanDeadline, PlanFact, PlanGroup, PlanItem, PlanOccasion, PlanTask, Quoted,
};
use crate::web::language::Language;
use crate::web::pages::campaigns::document::{Block, blocks, words};
use crate::web::pages::campaigns::draft::{Draft, party_name};
use crate::web::pages::campaigns::{Day, Desk};
use crate::web::plans::ReadPlan;
use crate::web::shell::Shell;

/// Everything that was read, as the page shows it.
pub(super) struct Shown {
    pub(super) document: Vec<Block>,
    pub(super) facts: Vec<PlanFact>,
    pub(super) tasks: Vec<PlanTask>,
    pub(super) deadlines: Vec<PlanDeadline>,
    pub(super) groups: Vec<PlanGroup>,
    pub(super) items: Vec<PlanItem>,
    pub(super) occasions: Vec<PlanOccasion>,
    pub(super) unclaimed: Vec<Quoted>,
    pub(super) findings: Vec<Finding>,
}

impl Shown {
    /// What was read of a draft.
    pub(super) fn of(shell: &Shell, desk: &Desk, draft: &Draft, edit: &str) -> Shown {
        let read = draft.read.as_deref();
        let marks = read.map(|read| marks(draft, read)).unwrap_or_default();
        let (document, first) = read
            .map(|read| blocks(&read.source, &marks))
            .unwrap_or_default();
        let eye = Eye {
            shell,
            read,
            first: &first,
        };
        Shown {
            document,
            facts: read.map(|read| eye.facts(read)).unwrap_or_default(),
            tasks: eye.tasks(draft, edit),
            deadlines: eye.deadlines(draft),
            groups: eye.groups(desk, draft),
            items: eye.items(draft, edit),
            occasions: eye.occasions(draft),
            unclaimed: read.map(|read| eye.unclaimed(read)).unwrap_or_default(),
            findings: read.map(|read| eye.findings(read)).unwrap_or_default(),
        }
    }
}

/// Looks at a reading with a reader's language.
struct Eye<'e> {
    shell: &'e Shell,
    read: Option<&'e ReadPlan>,
    first: &'e HashMap<String, String>,
}

impl Eye<'_> {
    /// The object at whose first piece an object begins.
    fn at(&self, object: &str) -> String {
        self.first.get(object).cloned().unwrap_or_default()
    }

    fn quote(&self, span: Option<Span>) -> String {
        let read = self.read.zip(span);
        read.map(|(read, span)| words(&read.source, span))
            .unwrap_or_default()
    }

    fn day(&self, day: Option<Date>) -> (Option<Day>, String) {
        let weekday = day.map(|day| {
            let number = day.weekday().to_monday_one_offset();
            self.shell.t(&format!("campaign-weekday-{number}"))
        });
        (
            day.map(|day| Day::of(self.shell, day)),
            weekday.unwrap_or_default(),
        )
    }

    fn facts(&self, read: &ReadPlan) -> Vec<PlanFact> {
        let facts = said_of_itself(read).into_iter();
        let fact = |(name, value, _): (&str, String, Span)| PlanFact {
            at: self.at(&format!("f-{name}")),
            object: format!("f-{name}"),
            name: format!("campaign-fact-{name}"),
            value,
        };
        facts.map(fact).collect()
    }

    fn tasks(&self, draft: &Draft, edit: &str) -> Vec<PlanTask> {
        let tasks = draft.proposal().tasks.iter();
        tasks.map(|task| self.task(draft, task, edit)).collect()
    }

    fn task(&self, draft: &Draft, task: &ProposedTask, edit: &str) -> PlanTask {
        let object = format!("t-{}", task.id);
        let groups = || {
            task.groups
                .iter()
                .filter_map(|at| draft.proposal().groups.get(*at))
        };
        let mut members: Vec<_> = groups().flat_map(|group| &group.members).collect();
        members.sort_unstable_by_key(|member| member.unit);
        members.dedup_by_key(|member| member.unit);
        let reason = |at: &usize| {
            draft
                .kept
                .get(*at)
                .map(|kept| kept.correction.reason.clone())
        };
        let (due, weekday) = self.day(task.due.day);
        PlanTask {
            at: self.at(&object),
            editing: edit == object,
            object,
            id: task.id.clone(),
            is_report: task.kind == DutyKind::Report,
            is_request: task.order == Order::Request,
            part: part_of(task.role),
            title: task.title.clone(),
            quote: self.quote(task.span),
            due,
            weekday,
            due_text: task.due.as_written.clone(),
            recipient: party_name(task.route.recipient.as_ref()),
            via: party_name(task.route.via.as_ref()),
            units: groups().map(|group| group.as_written.clone()).collect(),
            partners: task
                .partners
                .iter()
                .map(|party| party.as_written.clone())
                .collect(),
            owed: members.len(),
            corrected: task.corrections.iter().filter_map(reason).collect(),
        }
    }

    fn deadlines(&self, draft: &Draft) -> Vec<PlanDeadline> {
        let tasks = draft.proposal().tasks.iter();
        let written = tasks.filter(|task| self.first.contains_key(&format!("d-{}", task.id)));
        let deadline = |task: &ProposedTask| {
            let object = format!("d-{}", task.id);
            let (due, weekday) = self.day(task.due.day);
            PlanDeadline {
                at: self.at(&object),
                object,
                text: task.due.as_written.clone(),
                due,
                weekday,
                task: format!("t-{}", task.id),
                task_id: task.id.clone(),
            }
        };
        written.map(deadline).collect()
    }

    fn groups(&self, desk: &Desk, draft: &Draft) -> Vec<PlanGroup> {
        let group = |(at, group): (usize, &tongket_core::campaign::Group)| PlanGroup {
            at: self.at(&format!("g-{at}")),
            object: format!("g-{at}"),
            name: group.as_written.clone(),
            within: group.within.clone().unwrap_or_default(),
            members: group.members.len(),
            unresolved: group.unresolved.clone(),
            confirmed: draft.confirmed(desk, group).is_some(),
        };
        draft.groups().map(group).collect()
    }

    fn items(&self, draft: &Draft, edit: &str) -> Vec<PlanItem> {
        let items = draft.proposal().outline.walk().into_iter().enumerate();
        let item = |(at, item): (usize, &OutlineItem)| {
            let object = format!("m-{at}");
            PlanItem {
                at: self.at(&object),
                editing: edit == object,
                object,
                id: item.id.clone(),
                label: item.label.clone(),
                title: item.title.clone(),
                level: item.level,
                guidance: item.guidance.clone().unwrap_or_default(),
            }
        };
        items.map(item).collect()
    }

    fn occasions(&self, draft: &Draft) -> Vec<PlanOccasion> {
        let occasion = |occasion: &tongket_core::campaign::Occasion| PlanOccasion {
            at: self.at(&format!("e-{}", occasion.id)),
            object: format!("e-{}", occasion.id),
            title: occasion.title.clone(),
            day: occasion.day.map(|day| Day::of(self.shell, day)),
            day_text: occasion.as_written.clone(),
        };
        draft.proposal().occasions.iter().map(occasion).collect()
    }

    fn unclaimed(&self, read: &ReadPlan) -> Vec<Quoted> {
        let sentences = read.plan.unclaimed.iter().enumerate();
        let quoted = |(at, unclaimed): (usize, &tongket_reader::plan::Unclaimed)| Quoted {
            at: self.at(&format!("n-{at}")),
            object: format!("n-{at}"),
            quote: words(&read.source, unclaimed.span),
        };
        sentences.map(quoted).collect()
    }

    fn findings(&self, read: &ReadPlan) -> Vec<Finding> {
        let vietnamese = self.shell.language == Language::Vietnamese;
        let finding = |(at, finding): (usize, &Diagnostic)| Finding {
            at: self.at(&format!("x-{at}")),
            object: format!("x-{at}"),
            code: finding.code.to_owned(),
            severity: match finding.severity {
                Severity::Info => "info",
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            message: match vietnamese {
                true => finding.message.clone(),
                false => finding.message_en.clone(),
            },
            remedy: match vietnamese {
                true => finding.fix.clone().unwrap_or_default(),
                false => finding.fix_en.clone().unwrap_or_default(),
            },
            quote: words(&read.source, finding.span),
        };
        read.diagnostics.iter().enumerate().map(finding).collect()
    }
}
