//! Outline items that were left out. See `bc040_uncovered.md`.
//!
//! An officer who puts an item together asks who is still to be heard on it, so
//! a finding names an item and the units that left it out. A report that leaves
//! out most of the outline is a matter of that report, not of twenty items: it
//! has one finding of its own.

use tongket_reader::Severity;

use super::evidence::{Evidence, Reading};
use super::{Check, Finding, FindingKind, Groups};
use crate::consolidation::Place;
use crate::issue::wording;
use crate::report::AnswerState;

pub(super) const CHECK: Check = Check {
    code: "BC040",
    kind: FindingKind::Uncovered,
    severity: Severity::Warning,
    page: include_str!("bc040_uncovered.md"),
    run,
};

/// Fewest items left out that make a report one without the outline.
const SPARSE: usize = 4;
/// Most titles or names that a sentence lists; the rest is counted, and every place is kept.
const LISTED: usize = 6;

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let leaves: Vec<usize> = leaves(evidence).collect();
    let left_out: Vec<Vec<usize>> = evidence
        .readings
        .iter()
        .map(|reading| left_out(evidence, reading, &leaves))
        .collect();
    let sparse = |report: &usize| is_sparse(left_out[*report].len(), leaves.len());
    let (sparse, followed): (Vec<usize>, Vec<usize>) = (0..left_out.len()).partition(sparse);
    let items = leaves
        .iter()
        .filter_map(|&item| of_item(check, evidence, item, &left_out, &followed));
    let reports = sparse
        .iter()
        .map(|&report| of_report(check, evidence, report, &left_out[report], leaves.len()));
    items.chain(reports).collect()
}

/// Sections with nothing below them.
fn leaves<'e>(evidence: &'e Evidence<'_>) -> impl Iterator<Item = usize> + 'e {
    let is_parent = |at: usize| {
        evidence
            .sections
            .get(at + 1)
            .is_some_and(|next| next.parent == Some(at))
    };
    (0..evidence.sections.len()).filter(move |&at| !is_parent(at))
}

/// The items that a report neither answers nor writes about under the heading above.
fn left_out(evidence: &Evidence<'_>, reading: &Reading<'_>, leaves: &[usize]) -> Vec<usize> {
    let is_left_out = |section: &usize| {
        let state = reading.states.get(*section).copied().unwrap_or_default();
        let above = evidence.sections[*section].parent;
        state == AnswerState::Missing && !above.is_some_and(|above| reading.written[above])
    };
    leaves.iter().copied().filter(is_left_out).collect()
}

/// Whether a report hardly follows the outline.
fn is_sparse(left_out: usize, items: usize) -> bool {
    left_out >= SPARSE && left_out * 2 > items
}

/// The finding on an item that nobody answers, or not all of those who follow the outline.
fn of_item(
    check: &Check,
    evidence: &Evidence<'_>,
    item: usize,
    left_out: &[Vec<usize>],
    followed: &[usize],
) -> Option<Finding> {
    let lacks = |report: &usize| left_out[*report].contains(&item);
    let title = title(evidence, item);
    let all = left_out.len();
    if all > 1 && (0..all).all(|report| lacks(&report)) {
        return Some(check.finding(
            format!("Không đơn vị nào báo cáo mục “{title}”."),
            format!("No unit reports on “{title}”."),
            Vec::new(),
        ));
    }
    let lacking: Vec<usize> = followed.iter().copied().filter(lacks).collect();
    let names: Vec<&str> = lacking.iter().map(|&at| evidence.unit_name(at)).collect();
    let (vi, en) = match names[..] {
        [] => return None,
        [name] => (
            format!(
                "{} không báo cáo mục “{title}”.",
                wording::capitalised(name)
            ),
            format!("{name} leaves out “{title}”."),
        ),
        _ => (
            format!(
                "{} đơn vị không báo cáo mục “{title}”: {}.",
                wording::share(names.len(), all),
                listed(&names, ", ", |more| format!("và {more} đơn vị khác"))
            ),
            format!(
                "{} of {all} units leave out “{title}”: {}.",
                names.len(),
                listed(&names, ", ", |more| format!("and {more} more"))
            ),
        ),
    };
    let places = lacking.iter().map(|&at| beginning(&evidence.readings[at]));
    Some(check.finding(vi, en, places.collect()))
}

/// The finding on a report that hardly follows the outline.
fn of_report(
    check: &Check,
    evidence: &Evidence<'_>,
    report: usize,
    left_out: &[usize],
    items: usize,
) -> Finding {
    let titles: Vec<String> = left_out
        .iter()
        .map(|&section| format!("“{}”", title(evidence, section)))
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (count, name) = (left_out.len(), evidence.unit_name(report));
    check.finding(
        format!(
            "{} không báo cáo {} mục của đề cương: {}.",
            wording::capitalised(name),
            wording::share(count, items),
            listed(&titles, "; ", |more| format!("và {more} mục khác"))
        ),
        format!(
            "{name} leaves out {count} of {items} items of the outline: {}.",
            listed(&titles, "; ", |more| format!("and {more} more"))
        ),
        vec![beginning(&evidence.readings[report])],
    )
}

fn title(evidence: &Evidence<'_>, section: usize) -> String {
    let item = evidence.sections[section].item;
    let label = item.label.trim_end_matches(['.', ')', '-', '/']);
    format!("{label}. {}", item.title)
        .trim_start_matches(". ")
        .to_owned()
}

/// The first names of a list, and in words how many more there are.
fn listed(names: &[&str], between: &str, rest: impl Fn(usize) -> String) -> String {
    let more = names.len().saturating_sub(LISTED);
    let mut shown: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| (*name).to_owned())
        .collect();
    shown.extend((more > 0).then(|| rest(more)));
    shown.join(between)
}

/// Where a report begins: its first heading.
fn beginning(reading: &Reading<'_>) -> Place {
    reading.place(reading.reported.beginning)
}
