//! Sentences that belong to tasks already read: what goes on with the last
//! one, and "Thời gian: …", "Báo cáo gửi về … trước ngày …" for those before.

use super::clause::Clause;
use super::lexicon::LEXICON;
use super::order::strictest;
use super::route::Route;
use super::word::Word;
use super::{Part, Reader, deliverable};
use crate::plan::{Deadline, Role, Task};

/// A deadline follows its heading word at once: at most this many words between.
const NEAR: usize = 5;
/// Between a paper and the word that sends it stand at most this many words.
const FARTHEST_SENDING: usize = 16;
/// A deadline is shared by at most this many tasks.
const MOST_TASKS: usize = 60;

impl Reader<'_> {
    /// Gives a sentence that only says when or where to the tasks it speaks of.
    pub(super) fn timing(&mut self, part: &Part, labelled: bool) -> bool {
        let says_when = self.dates || self.says_when(part);
        let says_where = posts(&part.words);
        if !(says_when || says_where) {
            return false;
        }
        let route = Route::read(&part.words);
        let deadline = strictest(&part.deadlines);
        if deadline.is_none() && route.is_empty() {
            return false;
        }
        let first = self.first_spoken_of(labelled, says_where);
        let afar = says_where && first < self.section_start;
        let reports = |task: &Task| match afar {
            true => task.deliverable.as_deref() == Some("báo cáo"),
            false => task.deliverable.is_some(),
        };
        let tasks = self.tasks.get_mut(first..).unwrap_or_default();
        let reports_only = (says_where && tasks.iter().any(reports)) || times_sending(&part.words);
        let spoken_of = tasks
            .iter_mut()
            .filter(|task| reports(task) || !(afar || reports_only));
        let mut taken = false;
        for task in spoken_of {
            let due = task.deadline.as_ref().map(|known| (known.kind, known.due));
            let says = deadline.as_ref().map(|new| (new.kind, new.due));
            if due.is_some() && says.is_some() && due != says {
                continue;
            }
            taken = true;
            if task.deadline.is_none() {
                task.deadline.clone_from(&deadline);
            }
            address(task, &route);
        }
        let unsaid = part.clause.is_none() && !taken;
        taken || (unsaid && says_where && self.post(part, deadline, route))
    }

    /// The first of the tasks that a sentence of time or place speaks of.
    fn first_spoken_of(&self, labelled: bool, says_where: bool) -> usize {
        let few = self.tasks.len().saturating_sub(MOST_TASKS);
        match (labelled, says_where) {
            (true, _) if self.dates => self.start_above().max(few),
            (false, true) => self.shared_start().max(few),
            (true, true) if self.section_start == self.tasks.len() => self.start_above().max(few),
            (true, _) => self.section_start.max(few),
            (false, false) => self.section_start.max(self.tasks.len().saturating_sub(1)),
        }
    }

    /// A paper on its own way, "Hồ sơ khen thưởng gửi về … trước ngày …": a task
    /// of those addressed here, or of nobody the document names.
    fn post(&mut self, part: &Part, deadline: Option<Deadline>, route: Route) -> bool {
        if deadline.is_none() {
            return false;
        }
        let frame = self.context.current();
        let clause = Clause::default();
        self.tasks.push(Task {
            id: String::new(),
            section: self.places.id(part.span),
            units: frame
                .map(|frame| frame.units.clone())
                .filter(|units| !units.is_empty())
                .unwrap_or_else(|| self.addressees.to_vec()),
            role: Role::Lead,
            with: Vec::new(),
            order: frame.map(|frame| frame.order).unwrap_or_default(),
            action: self.action(part, &clause, deadline.as_ref()),
            deliverable: deliverable::named(&part.words),
            deadline,
            recipient: route.recipient,
            via: route.via,
            span: part.span,
        });
        true
    }

    /// "Thời gian: …", "Hoàn thành trước …": the deadline stands right after the opening words.
    fn says_when(&self, part: &Part) -> bool {
        let Some(((), length)) = LEXICON.timing.at(&part.words, 0) else {
            return false;
        };
        part.deadlines.first().is_some_and(|deadline| {
            let before = part
                .words
                .partition_point(|word| word.span.start < deadline.span.start);
            before <= length + NEAR
        })
    }

    /// Adds a sentence to the last task where it only goes on with it.
    pub(super) fn continue_last(&mut self, part: &Part, starts_item: bool) -> bool {
        let spelled = self.context.current().and_then(|frame| frame.spells_out);
        let addressed = part
            .clause
            .as_ref()
            .is_some_and(|clause| !clause.units.is_empty() || clause.order.is_some());
        let own = part
            .clause
            .as_ref()
            .is_some_and(|clause| clause.role.is_some());
        let index = match (starts_item, spelled) {
            (true, Some(index)) => index,
            (false, _) if self.continues && part.clause.is_some() && !own => {
                self.tasks.len().wrapping_sub(1)
            }
            _ => return false,
        };
        let more = self.more_work(part, spelled.is_some());
        let Some(task) = self.tasks.get_mut(index).filter(|_| !addressed) else {
            return false;
        };
        let route = Route::read(&part.words);
        let dated_twice = task.deadline.is_some() && !part.deadlines.is_empty();
        if dated_twice && part.clause.is_some() {
            return false;
        }
        task.span = task.span.cover(part.span);
        if let Some(more) = more {
            task.action = format!("{}. {more}", task.action);
        }
        if task.deadline.is_none() {
            task.deadline = strictest(&part.deadlines);
        }
        address(task, &route);
        true
    }

    /// What a further sentence orders besides; the items of a list stand in the task's text alone.
    fn more_work(&self, part: &Part, in_list: bool) -> Option<String> {
        let clause = part.clause.as_ref().filter(|_| !in_list)?;
        clause.action?;
        let deadline = strictest(&part.deadlines);
        Some(self.action(part, clause, deadline.as_ref()))
    }
}

/// "Thời gian trình UBND tỉnh: …": when a paper is sent, not when other work is done.
fn times_sending(words: &[Word]) -> bool {
    let opening = LEXICON.timing.at(words, 0);
    opening.is_some_and(|((), length)| LEXICON.send.at(words, length).is_some())
}

/// "Báo cáo và hồ sơ khen thưởng gửi về …", "Kết quả thực hiện đề nghị gửi …": a
/// sentence whose subject is the paper that is to be sent.
pub(super) fn posts(words: &[Word]) -> bool {
    if LEXICON.posting.at(words, 0).is_some() {
        return true;
    }
    let all = usize::from(words.first().is_some_and(|word| word.key == "các"));
    let Some(((), length)) = LEXICON.deliverables.at(words, all) else {
        return false;
    };
    let near = all + length..words.len().min(all + length + FARTHEST_SENDING);
    let told = |at: &usize| ["đã", "sẽ", "chưa", "đang"].contains(&words[*at].key.as_str());
    let sent = |at: &usize| ["gửi", "nộp", "trình"].contains(&words[*at].key.as_str());
    near.clone().take_while(|at| !told(at)).any(|at| sent(&at))
}

/// Fills in what the task does not say itself.
fn address(task: &mut Task, route: &Route) {
    if task.recipient.is_none() {
        task.recipient.clone_from(&route.recipient);
    }
    if task.via.is_none() {
        task.via.clone_from(&route.via);
    }
}
