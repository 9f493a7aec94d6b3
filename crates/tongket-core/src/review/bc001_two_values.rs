//! Two numbers for one thing in one report. See `bc001_two_values.md`.

use rustc_hash::FxHashMap;
use tongket_reader::Severity;
use tongket_reader::words::figure::{FigureKind, FigurePeriod};
use tongket_reader::words::fold;

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};
use crate::consolidation::reviewed;

pub(super) const CHECK: Check = Check {
    code: "BC001",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc001_two_values.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let summaries: Vec<bool> = (0..evidence.sections.len())
        .map(|at| is_summary(evidence, at))
        .collect();
    let of_report = |reading| contradictions(check, evidence, reading, &summaries);
    evidence.readings.iter().flat_map(of_report).collect()
}

/// Whether a section looks back over the others: "Đánh giá chung", "Ưu điểm".
fn is_summary(evidence: &Evidence<'_>, section: usize) -> bool {
    let title = fold::key(&evidence.sections[section].item.title);
    let own = [
        "đánh giá",
        "ưu điểm",
        "kết luận",
        "nhận xét",
        "khái quát",
        "tóm tắt",
    ];
    let above = evidence.sections[section].parent;
    own.iter().any(|word| title.contains(word))
        || above.is_some_and(|parent| is_summary(evidence, parent))
}

/// What must agree for two numbers to be about one thing.
type Thing<'a> = (
    &'a str,
    &'a str,
    FigureKind,
    Option<&'a str>,
    Option<&'a str>,
    FigurePeriod,
);

fn contradictions(
    check: &Check,
    evidence: &Evidence<'_>,
    reading: &Reading<'_>,
    summaries: &[bool],
) -> Vec<Finding> {
    let mut things: FxHashMap<Thing<'_>, Vec<&Mention>> = FxHashMap::default();
    for mention in reading
        .mentions
        .iter()
        .filter(|mention| is_statement_of_all(mention))
    {
        let figure = &mention.figure;
        let period = reviewed(&figure.period, evidence.inputs.period);
        let of = figure.of.as_deref().filter(|_| figure.measure.bare);
        let thing = (
            &*figure.measure.key,
            &*figure.measure.unit,
            figure.kind,
            figure.act.as_deref(),
            of,
            period,
        );
        things.entry(thing).or_default().push(mention);
    }
    let mut findings: Vec<(usize, Finding)> = things
        .values()
        .filter_map(|mentions| differing(mentions, summaries))
        .map(|(one, other)| (one.figure.span.start, finding(check, reading, one, other)))
        .collect();
    findings.sort_by_key(|(start, _)| *start);
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// Prose figures that speak for the whole unit, exactly.
fn is_statement_of_all(mention: &Mention) -> bool {
    let figure = &mention.figure;
    let kind = matches!(
        figure.kind,
        FigureKind::Count | FigureKind::Money | FigureKind::Ratio
    );
    let exact = !figure.number.approximate && figure.number.likely.is_none();
    let own = !figure.narrowed && !figure.joint && figure.part.is_none();
    kind && exact && own && mention.table.is_none() && is_specific(mention)
}

/// Whether the words say enough to be about one thing.
fn is_specific(mention: &Mention) -> bool {
    let figure = &mention.figure;
    let named = !figure.measure.bare && figure.measure.key.contains(' ');
    match figure.kind {
        FigureKind::Money => figure.measure.key.split(' ').count() > 2,
        _ if figure.measure.stock => (named && figure.exists) || figure.of.is_some(),
        _ => (named || figure.act.is_some()) && !figure.measure.key.starts_with("lượt"),
    }
}

fn differing<'m>(
    mentions: &[&'m Mention],
    summaries: &[bool],
) -> Option<(&'m Mention, &'m Mention)> {
    let one = mentions.first()?;
    let value = |mention: &Mention| {
        (
            mention.figure.number.value,
            mention.figure.number.denominator,
        )
    };
    let other = mentions
        .iter()
        .find(|other| value(other) != value(one) && may_be_compared(one, other, summaries))?;
    Some((one, other))
}

/// Things that stay have one number; things that happen are counted again only in a summary.
fn may_be_compared(one: &Mention, other: &Mention, summaries: &[bool]) -> bool {
    let lasting = one.figure.measure.stock && one.figure.exists && other.figure.exists;
    let summed_up = summaries[one.section] != summaries[other.section];
    let both_whole = one.figure.whole && other.figure.whole;
    let apart = one.sentence != other.sentence;
    apart && (lasting || summed_up || both_whole)
}

fn finding(check: &Check, reading: &Reading<'_>, one: &Mention, other: &Mention) -> Finding {
    let (left, right) = (shown(reading, one), shown(reading, other));
    check.finding(
        format!(
            "Cùng một nội dung nhưng có hai số liệu khác nhau trong báo cáo: “{left}” và “{right}”."
        ),
        format!("One report gives two numbers for one thing: “{left}” and “{right}”."),
        vec![
            reading.place(one.figure.span),
            reading.place(other.figure.span),
        ],
    )
}
