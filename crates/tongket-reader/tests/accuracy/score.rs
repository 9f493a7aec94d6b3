//! How much of what a careful reader finds is read: found, expected, false.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use serde::Serialize;
use tongket_reader::Spanned;
use tongket_reader::plan::{Deadline, OutlineKind, Plan, Section, Task};
use tongket_reader::words::fold;

use super::gold::{Gold, GoldTask};

/// What is counted, in the order of the table.
pub(crate) const FEATURES: [&str; 13] = [
    "metadata",
    "references",
    "sections",
    "outline",
    "tasks",
    "section of task",
    "units",
    "roles",
    "orders",
    "with",
    "deadlines",
    "recipients",
    "via",
];

/// Counts of one feature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Expected and read so.
    pub(crate) found: usize,
    /// All that a careful reader finds.
    pub(crate) expected: usize,
    /// Read, but not so in the document.
    pub(crate) wrong: usize,
}

/// Counts by feature, with what was missed and what was wrong in words.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) counts: [Count; FEATURES.len()],
    pub(crate) remarks: Vec<String>,
}

impl AddAssign<&Score> for Score {
    fn add_assign(&mut self, other: &Score) {
        for (sum, count) in self.counts.iter_mut().zip(other.counts) {
            sum.found += count.found;
            sum.expected += count.expected;
            sum.wrong += count.wrong;
        }
    }
}

impl Score {
    /// Compares a plan read from `text` with the facts.
    pub(crate) fn of(text: &str, plan: &Plan, gold: &Gold) -> Score {
        let mut score = Score::default();
        score.metadata(plan, gold);
        if let Some(expected) = &gold.references {
            let read = plan
                .document
                .references
                .iter()
                .filter_map(|reference| reference.code.clone());
            score.sets("references", expected, &read.collect::<Vec<_>>());
        }
        if let Some(expected) = &gold.sections {
            let read = plan
                .sections
                .iter()
                .flat_map(Section::walk)
                .map(|section| section.id.clone());
            score.sets("sections", expected, &read.collect::<Vec<_>>());
        }
        if let Some(expected) = &gold.outline {
            let items = plan.outline.iter().flat_map(|outline| outline.walk());
            let headings = items
                .filter(|item| item.kind == OutlineKind::Heading)
                .map(|item| item.id.clone());
            score.sets("outline", expected, &headings.collect::<Vec<_>>());
        }
        score.tasks(&Quotations::new(text), plan, gold);
        score
    }

    fn count(&mut self, feature: &str) -> &mut Count {
        let index = FEATURES
            .iter()
            .position(|name| *name == feature)
            .expect("a feature of the table");
        &mut self.counts[index]
    }

    fn metadata(&mut self, plan: &Plan, gold: &Gold) {
        let (read, gold) = (&plan.document, &gold.document);
        let value = |part: &Option<Spanned<String>>| part.as_ref().map(|part| part.value.clone());
        let signature = read.signature.as_ref();
        let signer = signature.and_then(|signature| value(&signature.name));
        let subject =
            value(&read.subject).map(|subject| beginning(&subject, gold.subject.as_deref()));
        let years = read
            .period
            .as_ref()
            .map(|years| format!("{}-{}", years.from, years.to));
        let period = gold.period.map(|[from, to]| format!("{from}-{to}"));
        let number = |count: usize| (count > 0).then(|| count.to_string());
        for (field, expected, read) in [
            ("kind", gold.kind.clone(), value(&read.kind)),
            ("code", gold.code.clone(), value(&read.code)),
            ("issuer", gold.issuer.clone(), value(&read.issuer)),
            ("parent", gold.parent.clone(), value(&read.parent)),
            ("place", gold.place.clone(), value(&read.place)),
            (
                "date",
                gold.date.clone(),
                read.date.as_ref().map(|date| date.to_string()),
            ),
            ("subject", gold.subject.clone(), subject),
            ("period", period, years),
            ("signer", gold.signer.clone(), signer),
            (
                "addressees",
                gold.addressees.and_then(number),
                number(read.addressees.len()),
            ),
            (
                "recipients",
                gold.recipients.and_then(number),
                number(read.recipients.len()),
            ),
        ] {
            self.value("metadata", field, expected.as_ref(), read.as_ref());
        }
    }

    /// Counts one value; what the facts leave out is not measured.
    fn value(
        &mut self,
        feature: &str,
        field: &str,
        expected: Option<&String>,
        read: Option<&String>,
    ) {
        let Some(expected) = expected else {
            return;
        };
        let same = read.is_some_and(|read| same(expected, read));
        let count = self.count(feature);
        count.expected += 1;
        count.found += usize::from(same);
        count.wrong += usize::from(read.is_some() && !same);
        if !same {
            self.remarks
                .push(format!("{field}: expected {expected:?}, read {read:?}"));
        }
    }

    fn sets(&mut self, feature: &str, expected: &[String], read: &[String]) {
        let set = |values: &[String]| {
            values
                .iter()
                .map(|value| fold::key(value))
                .collect::<BTreeSet<_>>()
        };
        let (expected, read) = (set(expected), set(read));
        let count = self.count(feature);
        count.expected += expected.len();
        count.found += expected.intersection(&read).count();
        count.wrong += read.difference(&expected).count();
        let missed: Vec<_> = expected.difference(&read).collect();
        let wrong: Vec<_> = read.difference(&expected).collect();
        if !(missed.is_empty() && wrong.is_empty()) {
            self.remarks
                .push(format!("{feature}: missed {missed:?}, wrong {wrong:?}"));
        }
    }

    fn tasks(&mut self, text: &Quotations, plan: &Plan, gold: &Gold) {
        let end = gold
            .until
            .as_ref()
            .and_then(|quote| text.find(quote, 1))
            .unwrap_or(usize::MAX);
        let read: Vec<&Task> = plan
            .tasks
            .iter()
            .filter(|task| task.span.start < end)
            .collect();
        let mut matched = BTreeSet::new();
        for expected in &gold.task {
            let place = text.find(&expected.at, expected.nth);
            assert!(
                place.is_some(),
                "quotation not in the document: {:?}",
                expected.at
            );
            let at = place.unwrap_or_default();
            let found = read
                .iter()
                .position(|task| task.span.start <= at && at < task.span.end);
            self.count("tasks").expected += 1;
            match found {
                Some(index) if matched.insert(index) => {
                    self.count("tasks").found += 1;
                    self.task(expected, read[index]);
                }
                _ => self.remarks.push(format!("task missed: {:?}", expected.at)),
            }
        }
        self.false_tasks(&read, &matched, gold);
    }

    fn false_tasks(&mut self, read: &[&Task], matched: &BTreeSet<usize>, gold: &Gold) {
        match gold.of {
            Some(all) => self.count("tasks").wrong += read.len().saturating_sub(all),
            None => {
                for (_, task) in read
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| !matched.contains(index))
                {
                    self.count("tasks").wrong += 1;
                    self.remarks.push(format!(
                        "task wrong: {} {:?} {:?}",
                        task.id,
                        names(&task.units),
                        task.action
                    ));
                }
            }
        }
    }

    fn task(&mut self, expected: &GoldTask, read: &Task) {
        let at = &expected.at;
        self.value(
            "section of task",
            &format!("section of {at:?}"),
            expected.section.as_ref(),
            read.section.as_ref(),
        );
        let (units, with) = (names(&read.units), names(&read.with));
        self.names("units", at, &expected.units, &units);
        self.names("with", at, &expected.with, &with);
        self.value(
            "roles",
            &format!("role of {at:?}"),
            Some(&expected.role),
            Some(&written(&read.role)),
        );
        self.value(
            "orders",
            &format!("order of {at:?}"),
            Some(&expected.order),
            Some(&written(&read.order)),
        );
        self.optional(
            "recipients",
            at,
            expected.recipient.clone(),
            read.recipient.as_ref().map(|unit| unit.value.clone()),
        );
        self.optional(
            "via",
            at,
            expected.via.clone(),
            read.via.as_ref().map(|unit| unit.value.clone()),
        );
        let deadline = expected
            .deadline
            .as_ref()
            .map(|gold| phrase(&gold.kind, gold.date.clone(), gold.due.clone()));
        self.optional(
            "deadlines",
            at,
            deadline,
            read.deadline.as_ref().map(understood),
        );
    }

    /// Names count as the same where they differ only in letter case and spelling of tones.
    fn names(&mut self, feature: &str, at: &str, expected: &[String], read: &[String]) {
        let found = expected
            .iter()
            .filter(|name| read.iter().any(|unit| same(name, unit)))
            .count();
        let partial = feature == "with" && !expected.is_empty();
        let surplus = read.len().saturating_sub(expected.len().max(found));
        let wrong = if partial { 0 } else { surplus };
        let count = self.count(feature);
        count.expected += expected.len();
        count.found += found;
        count.wrong += wrong;
        if found < expected.len() || wrong > 0 {
            self.remarks.push(format!(
                "{feature} of {at:?}: expected {expected:?}, read {read:?}"
            ));
        }
    }

    /// A value that a task may not have; read where there is none, it is wrong.
    fn optional(
        &mut self,
        feature: &str,
        at: &str,
        expected: Option<String>,
        read: Option<String>,
    ) {
        let agree = match (&expected, &read) {
            (Some(expected), Some(read)) => same(expected, read),
            _ => false,
        };
        let count = self.count(feature);
        count.expected += usize::from(expected.is_some());
        count.found += usize::from(agree);
        count.wrong += usize::from(read.is_some() && !agree);
        if !agree && (expected.is_some() || read.is_some()) {
            self.remarks.push(format!(
                "{feature} of {at:?}: expected {expected:?}, read {read:?}"
            ));
        }
    }
}

fn same(expected: &str, read: &str) -> bool {
    fold::key(expected) == fold::key(read)
}

/// As much of `read` as the facts quote.
fn beginning(read: &str, expected: Option<&str>) -> String {
    let length = expected.map_or(0, |expected| expected.chars().count());
    read.chars().take(length).collect()
}

fn names(units: &[Spanned<String>]) -> Vec<String> {
    units.iter().map(|unit| unit.value.clone()).collect()
}

/// A word of the contract as JSON writes it.
fn written(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

fn understood(deadline: &Deadline) -> String {
    phrase(
        &written(&deadline.kind),
        deadline.date.map(|date| date.to_string()),
        deadline.due.map(|date| date.to_string()),
    )
}

/// A deadline for comparison. The day that is named counts only where the
/// phrase names one: of months and quarters the last day says it all.
fn phrase(kind: &str, date: Option<String>, due: Option<String>) -> String {
    let named = matches!(kind, "before" | "by" | "on");
    let dated = !matches!(kind, "recurring" | "relative" | "event");
    let part = |wanted: bool, day: Option<String>| day.filter(|_| wanted).unwrap_or_default();
    format!("{kind} {} {}", part(named, date), part(dated, due))
}

/// A text in which quotations are found whatever its line breaks.
pub(crate) struct Quotations {
    collapsed: String,
    /// For every byte of `collapsed`, its place in the text.
    places: Vec<usize>,
}

impl Quotations {
    pub(crate) fn new(text: &str) -> Quotations {
        let mut collapsed = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let space = c.is_whitespace();
            if space && collapsed.ends_with(' ') {
                continue;
            }
            collapsed.push(if space { ' ' } else { c });
            places.resize(collapsed.len(), at);
        }
        Quotations { collapsed, places }
    }

    /// Where the quotation stands for the `nth` time.
    pub(crate) fn find(&self, quote: &str, nth: usize) -> Option<usize> {
        let (at, _) = self
            .collapsed
            .match_indices(quote)
            .nth(nth.checked_sub(1)?)?;
        self.places.get(at).copied()
    }
}
