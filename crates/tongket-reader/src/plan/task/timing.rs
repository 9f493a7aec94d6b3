//! Sentences that belong to tasks already read: what goes on with the last
//! one, and "Thời gian: …", "Báo cáo gửi về … trước ngày …" for those before.

use super::lexicon::LEXICON;
use super::order::strictest;
use super::route::Route;
use super::{Part, Reader};
use crate::plan::Task;

/// A deadline follows its heading word at once: at most this many words between.
const NEAR: usize = 5;
/// A deadline is shared by at most this many tasks.
const MOST_TASKS: usize = 60;

impl Reader<'_> {
    /// Gives a sentence that only says when or where to the tasks it speaks of.
    pub(super) fn timing(&mut self, part: &Part, labelled: bool) -> bool {
        let says_when = self.says_when(part);
        let says_where = LEXICON.posting.at(&part.words, 0).is_some();
        let last = self.tasks.len().saturating_sub(1);
        let first = match labelled || says_where {
            true => self
                .section_start
                .max(self.tasks.len().saturating_sub(MOST_TASKS)),
            false => last,
        };
        if !(says_when || says_where) || first >= self.tasks.len() {
            return false;
        }
        let route = Route::read(&part.words);
        let deadline = strictest(&part.deadlines);
        if deadline.is_none() && route.is_empty() {
            return false;
        }
        let tasks = self.tasks.get_mut(first..).unwrap_or_default();
        let reports_only = says_where && tasks.iter().any(|task| task.deliverable.is_some());
        for task in tasks
            .iter_mut()
            .filter(|task| !reports_only || task.deliverable.is_some())
        {
            if task.deadline.is_none() {
                task.deadline.clone_from(&deadline);
            }
            address(task, &route);
        }
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

/// Fills in what the task does not say itself.
fn address(task: &mut Task, route: &Route) {
    if task.recipient.is_none() {
        task.recipient.clone_from(&route.recipient);
    }
    if task.via.is_none() {
        task.via.clone_from(&route.via);
    }
}
