//! A plan, a list of units and what arrived: who has answered, and with what.
//!
//! This is the whole of the folder mode's deciding: whose each file is, which
//! version counts, who is late or missing, and the reports put together on the
//! plan's outline. It opens no file and looks at no clock, so that a server can
//! gather in the same way.

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind, Plan};
use tongket_reader::report::{Heading, Report};
use tongket_reader::{Source, Span};

use crate::campaign::{Campaign, Obligation};
use crate::consolidation::{Consolidation, Inputs, Owing, Reported, Sender, consolidate};
use crate::issue::{UnitStanding, UnitState};
use crate::report::{Aligner, Alignment, Identity, Submission, Versions, identify, versions};
use crate::threads::side_by_side;
use crate::unit::{Directory, UnitId};

/// A file that arrived, read as a report or not readable.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The name of the file.
    pub name: String,
    /// Its text; empty where it cannot be read.
    pub source: Source,
    /// What was read in it.
    pub report: Report,
    /// Why it cannot be read, one sentence in Vietnamese.
    pub trouble: Option<String>,
}

/// What came of gathering.
#[derive(Debug, Clone)]
pub struct Gathering<'a> {
    /// The units that owe a report and those that sent one unasked, in the directory's order.
    pub units: Vec<UnitStanding>,
    /// The outline on which the reports were put together.
    pub outline: Cow<'a, Outline>,
    /// The reports put together.
    pub consolidation: Consolidation,
    /// What a user should know of how it was done, in Vietnamese.
    pub notes: Vec<String>,
}

/// Puts `arrivals` together under `plan`.
///
/// `directory` is the list of units; where there is none, the senders of the
/// reports are taken for the list. `as_of` is the day of gathering; groups of
/// units are resolved as of the day of the plan.
pub fn gather<'a>(
    plan: &'a Plan,
    plan_text: &'a str,
    directory: Option<&Directory>,
    arrivals: &'a [Arrival],
    as_of: Date,
) -> Gathering<'a> {
    let mut notes = Vec::new();
    let day = plan.document.date.as_ref().map_or(as_of, |date| date.value);
    let directory = match directory {
        Some(directory) => Cow::Borrowed(directory),
        None => {
            notes.push(
                "Không có danh sách đơn vị: các đơn vị gửi báo cáo được lấy làm danh sách."
                    .to_owned(),
            );
            Cow::Owned(senders_as_directory(arrivals))
        }
    };
    let campaign = Campaign::of(plan, &directory, day);
    notes.extend(
        campaign
            .unresolved
            .iter()
            .map(|unresolved| unresolved.reason.clone()),
    );
    let post = Post::sort(&directory, arrivals, day);
    let units = post.standings(&campaign);
    let outline = outline_of(plan, arrivals, &mut notes);
    let consolidation = put_together(plan, plan_text, &outline, &units, &post, as_of);
    Gathering {
        units,
        outline,
        consolidation,
        notes,
    }
}

/// The post of a campaign, sorted by sender.
struct Post<'a, 'd> {
    directory: &'d Directory,
    arrivals: &'a [Arrival],
    versions: FxHashMap<UnitId, Versions>,
    unreadable: FxHashMap<UnitId, usize>,
    senders: Vec<Sender>,
}

impl<'a, 'd> Post<'a, 'd> {
    fn sort(directory: &'d Directory, arrivals: &'a [Arrival], day: Date) -> Self {
        let mut post = Post {
            directory,
            arrivals,
            versions: FxHashMap::default(),
            unreadable: FxHashMap::default(),
            senders: Vec::new(),
        };
        let mut submissions = Vec::new();
        let identities = side_by_side(arrivals, |arrival| {
            let text = arrival.source.text();
            identify(&arrival.report, text, &arrival.name, directory, day)
        });
        for (file, (arrival, identity)) in arrivals.iter().zip(identities).enumerate() {
            let text = arrival.source.text();
            match (identity.unit, &arrival.trouble) {
                (Some(unit), Some(_)) => {
                    post.unreadable.entry(unit).or_insert(file);
                }
                (Some(unit), None) => {
                    submissions.push(Submission {
                        file,
                        unit,
                        report: &arrival.report,
                        text,
                    });
                }
                _ => {}
            }
            post.doubt(file, identity);
        }
        post.versions = versions(&submissions)
            .into_iter()
            .map(|versions| (versions.unit, versions))
            .collect();
        post
    }

    /// Keeps a file whose sender is unknown or in doubt for the review.
    fn doubt(&mut self, file: usize, identity: Identity) {
        if identity.unit.is_some() && identity.conflicts.is_empty() {
            return;
        }
        let arrival = &self.arrivals[file];
        let name_at = arrival
            .report
            .document
            .issuer
            .as_ref()
            .map_or(Span::default(), |issuer| issuer.span);
        let candidates = identity
            .candidates
            .iter()
            .map(|unit| self.directory.name(*unit).to_owned());
        self.senders.push(Sender {
            file,
            file_name: arrival.name.clone(),
            span: name_at,
            unit: identity.unit,
            candidates: candidates.collect(),
            name: identity.name,
            readable: arrival.trouble.is_none(),
            conflicts: identity.conflicts,
        });
    }

    /// Every unit that owes a report or sent one, with how it stands.
    fn standings(&self, campaign: &Campaign) -> Vec<UnitStanding> {
        let owing = |unit: UnitId| campaign.obligation(unit);
        let concerned = self
            .directory
            .units()
            .iter()
            .filter(|unit| owing(unit.id).is_some() || self.versions.contains_key(&unit.id));
        concerned
            .map(|unit| {
                let (state, file) = self.state(unit.id, owing(unit.id).and_then(Obligation::due));
                let unasked = owing(unit.id).is_none();
                UnitStanding {
                    id: unit.id,
                    name: unit.name.clone(),
                    state,
                    file: file.map(|file| self.arrivals[file].name.clone()),
                    deadline: owing(unit.id).and_then(|owed| owed.deadline.clone()),
                    note: self.note(unit.id, state, file, unasked),
                    order: owing(unit.id).map(|owed| owed.order).unwrap_or_default(),
                }
            })
            .collect()
    }

    fn state(&self, unit: UnitId, due: Option<Date>) -> (UnitState, Option<usize>) {
        if let Some(versions) = self.versions.get(&unit) {
            let sent = self.arrivals[versions.current]
                .report
                .document
                .date
                .as_ref();
            let late = due.zip(sent).is_some_and(|(due, sent)| sent.value > due);
            let state = if late {
                UnitState::Late
            } else {
                UnitState::Received
            };
            return (state, Some(versions.current));
        }
        match self.unreadable.get(&unit) {
            Some(file) => (UnitState::Unreadable, Some(*file)),
            None => (UnitState::Missing, None),
        }
    }

    fn note(
        &self,
        unit: UnitId,
        state: UnitState,
        file: Option<usize>,
        unasked: bool,
    ) -> Option<String> {
        let mut notes = Vec::new();
        if let (UnitState::Unreadable, Some(file)) = (state, file) {
            notes.extend(self.arrivals[file].trouble.clone());
        }
        if let Some(versions) = self.versions.get(&unit) {
            let doubles = versions.duplicates.iter().map(|(double, _)| double);
            let others: Vec<&str> = versions
                .superseded
                .iter()
                .chain(doubles)
                .map(|file| self.arrivals[*file].name.as_str())
                .collect();
            if !others.is_empty() {
                notes.push(format!(
                    "không dùng bản cũ hoặc bản trùng: {}",
                    others.join("; ")
                ));
            }
        }
        if unasked {
            notes.push("kế hoạch không giao đơn vị này báo cáo".to_owned());
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    fn current(&self, unit: UnitId) -> Option<usize> {
        self.versions.get(&unit).map(|versions| versions.current)
    }
}

fn put_together(
    plan: &Plan,
    plan_text: &str,
    outline: &Outline,
    units: &[UnitStanding],
    post: &Post<'_, '_>,
    as_of: Date,
) -> Consolidation {
    let aligner = Aligner::new(outline);
    let current: Vec<(UnitId, usize)> = units
        .iter()
        .filter_map(|unit| post.current(unit.id).map(|file| (unit.id, file)))
        .collect();
    let aligned: Vec<(UnitId, usize, Alignment<'_>)> = side_by_side(&current, |(unit, file)| {
        let arrival = &post.arrivals[*file];
        let alignment = aligner.align(&arrival.report, arrival.source.text());
        (*unit, *file, alignment)
    });
    let reports: Vec<Reported<'_>> = aligned
        .iter()
        .map(|(unit, file, alignment)| {
            let arrival = &post.arrivals[*file];
            Reported::aligned(
                *unit,
                *file,
                arrival.source.text(),
                &arrival.report,
                alignment,
            )
        })
        .collect();
    consolidate(&Inputs {
        outline,
        plan_text,
        period: plan.document.period.as_ref().map(|period| period.value),
        as_of,
        units: &units
            .iter()
            .map(|unit| owing(unit, post.directory))
            .collect::<Vec<_>>(),
        reports: &reports,
        senders: &post.senders,
    })
}

fn owing(unit: &UnitStanding, directory: &Directory) -> Owing {
    let other_names = directory.get(unit.id).map(|unit| unit.short_names.clone());
    Owing {
        unit: unit.id,
        name: unit.name.clone(),
        other_names: other_names.unwrap_or_default(),
    }
}

/// A list of units made from the letterheads of what arrived.
fn senders_as_directory(arrivals: &[Arrival]) -> Directory {
    let issuers = arrivals
        .iter()
        .filter_map(|arrival| arrival.report.document.issuer.as_ref());
    let mut names: Vec<&str> = issuers.map(|issuer| issuer.value.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let header = vec!["tên".to_owned()];
    let rows: Vec<Vec<String>> = std::iter::once(header)
        .chain(names.into_iter().map(|name| vec![name.to_owned()]))
        .collect();
    Directory::from_rows(&rows).0
}

/// The plan's outline, or the headings of the most divided report where the plan has none.
fn outline_of<'a>(
    plan: &'a Plan,
    arrivals: &[Arrival],
    notes: &mut Vec<String>,
) -> Cow<'a, Outline> {
    if let Some(outline) = &plan.outline {
        return Cow::Borrowed(outline);
    }
    let headings = |arrival: &&Arrival| {
        arrival
            .report
            .parts
            .iter()
            .map(|part| part.walk().len())
            .sum::<usize>()
    };
    let Some(model) = arrivals.iter().max_by_key(headings) else {
        return Cow::Owned(Outline::default());
    };
    notes.push(format!(
        "Kế hoạch không có đề cương: dùng các đề mục của báo cáo {}.",
        model.name
    ));
    let items = model
        .report
        .parts
        .iter()
        .map(|part| item_of(part, ""))
        .collect();
    Cow::Owned(Outline {
        title: "Đề mục của báo cáo".to_owned(),
        span: Span::default(),
        items,
    })
}

fn item_of(heading: &Heading, above: &str) -> OutlineItem {
    let label = heading.label.trim_end_matches(['.', ')', '-', '/']);
    let own = if label.is_empty() { "§" } else { label };
    let id = if above.is_empty() {
        own.to_owned()
    } else {
        format!("{above}.{own}")
    };
    OutlineItem {
        label: heading.label.clone(),
        title: heading.title.clone(),
        level: heading.level,
        kind: OutlineKind::Heading,
        guidance: None,
        span: heading.span,
        children: heading
            .children
            .iter()
            .map(|child| item_of(child, &id))
            .collect(),
        id,
    }
}
