//! Which reports of the board are wanted, and what there is to choose from.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tongket_core::exchange::{Progress, Status, Timing};
use tongket_reader::words::fold;
use utoipa::ToSchema;

use super::Watch;
use crate::web::board::Post;
use crate::web::pages::duties::status_text;
use crate::web::shell::Shell;

/// Which reports are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub(super) struct Wanted {
    /// Name of a status, or empty.
    #[serde(default)]
    pub(super) status: String,
    /// `late`, `soon`, `sent_late`, `nil`, or empty.
    #[serde(default)]
    pub(super) timing: String,
    /// The word for a level, or empty.
    #[serde(default)]
    pub(super) level: String,
    /// The word for a kind of unit, or empty.
    #[serde(default)]
    pub(super) kind: String,
    /// A tag of units, or empty.
    #[serde(default)]
    pub(super) tag: String,
    /// The plan's task, or empty.
    #[serde(default)]
    pub(super) task: String,
    /// Id of the unit above, or empty.
    #[serde(default)]
    pub(super) parent: String,
    /// Words of a unit's name.
    #[serde(default)]
    pub(super) q: String,
    /// The number of the page, from 1.
    #[serde(default)]
    pub(super) page: usize,
}

impl Wanted {
    /// Whether a report is among the wanted.
    fn takes(&self, words: &str, post: &Post, progress: &Progress) -> bool {
        let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        let timing = match self.timing.as_str() {
            "late" => matches!(progress.timing, Timing::Late(_)),
            "soon" => matches!(progress.timing, Timing::DueSoon(_)),
            "sent_late" => progress.late_at_first,
            "nil" => post.nil,
            _ => true,
        };
        timing
            && is(&self.status, progress.status.id())
            && is(&self.level, &post.who.level)
            && is(&self.kind, &post.who.kind)
            && is(&self.task, &post.asked.task)
            && is(
                &self.parent,
                post.who.above.first().map_or("", String::as_str),
            )
            && (self.tag.is_empty() || post.who.tags.contains(&self.tag))
            && post.who.folded.contains(words)
    }

    /// The reports that are wanted, with where they stand.
    pub(super) fn among<'w>(&self, watch: &'w Watch) -> Vec<(&'w Post, Progress)> {
        let words = fold::bare(self.q.trim());
        let posts = watch.posts();
        posts
            .map(|post| (post, post.owed.progress(watch.now)))
            .filter(|(post, progress)| self.takes(&words, post, progress))
            .collect()
    }

    /// The same as the query of an address, without the page.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("status", &self.status),
            ("timing", &self.timing),
            ("level", &self.level),
            ("kind", &self.kind),
            ("tag", &self.tag),
            ("task", &self.task),
            ("parent", &self.parent),
            ("q", &self.q),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.query().is_empty()
    }
}

/// A choice of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Choice {
    /// What is sent.
    pub(super) value: String,
    /// What is read.
    pub(super) text: String,
    /// Whether it is chosen.
    pub(super) chosen: bool,
}

pub(super) fn choice(value: &str, text: String, chosen: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    }
}

pub(super) fn status_choices(shell: &Shell, chosen: &str) -> Vec<Choice> {
    Status::ALL
        .map(|status| choice(status.id(), shell.t(&status_text(status)), chosen))
        .to_vec()
}

pub(super) fn words_of<'w>(
    watch: &'w Watch,
    chosen: &str,
    said: impl Fn(&str) -> String,
    words: impl Fn(&'w Post) -> Vec<&'w str>,
) -> Vec<Choice> {
    let words: BTreeSet<&str> = watch.posts().flat_map(words).collect();
    let given = words.into_iter().filter(|word| !word.is_empty());
    given.map(|word| choice(word, said(word), chosen)).collect()
}

pub(super) fn task_choices(watch: &Watch, chosen: &str) -> Vec<Choice> {
    let tasks: BTreeMap<&str, &str> = watch
        .posts()
        .map(|post| (post.asked.task.as_str(), post.asked.title.as_str()))
        .collect();
    let named = tasks.into_iter().filter(|(task, _)| !task.is_empty());
    named
        .map(|(task, title)| choice(task, format!("{task}. {title}"), chosen))
        .collect()
}
