//! Like figures put together, one contribution a unit.
//!
//! A unit that gives the same number twice counts once. A unit that gives two
//! numbers for one thing is not added twice either: the figure that it calls
//! its total counts, or else the first, and the review names both places.
//! Ratios ("08/09 thôn"), percentages, rates and ranges stand side by side with
//! their denominators and are never added.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use tongket_reader::words::figure::{Figure, FigureKind};

use super::measure::{self, At, Buckets, MeasureKey};
use super::{Aggregation, Contribution, FigureGroup, Sourced};
use crate::review::evidence::{Evidence, Mention};
use crate::threads::side_by_side;

/// The groups of every section, and the mentions that these groups tell.
pub(super) struct Grouped {
    pub(super) sections: Vec<Vec<FigureGroup>>,
    /// Mentions in groups of several units or of a table of indicators; the figure of a single
    /// unit is told by its own sentence.
    pub(super) told: FxHashSet<At>,
}

/// Puts the figures of every section together.
pub(super) fn group(evidence: &Evidence<'_>) -> Grouped {
    let by_section = by_section(evidence, |_| true);
    let mut told = FxHashSet::default();
    let sections = side_by_side(&by_section, |places| section(evidence, places));
    let sections = sections.into_iter().map(|(groups, own)| {
        told.extend(own);
        groups
    });
    Grouped {
        sections: sections.collect(),
        told,
    }
}

/// The figures that count, by the sections that are wanted.
pub(super) fn by_section(evidence: &Evidence<'_>, wanted: impl Fn(usize) -> bool) -> Vec<Vec<At>> {
    let mut by_section: Vec<Vec<At>> = vec![Vec::new(); evidence.sections.len()];
    for (report, reading) in evidence.readings.iter().enumerate() {
        for (index, mention) in reading.mentions.iter().enumerate() {
            if wanted(mention.section) && counts(&mention.figure, &reading.mentions) {
                by_section[mention.section].push((report, index));
            }
        }
    }
    by_section
}

/// Whether a figure speaks for its unit as a whole and is read without doubt.
fn counts(figure: &Figure, mentions: &[Mention]) -> bool {
    let certain = figure
        .number
        .likely
        .is_none_or(|likely| likely == figure.number.value);
    let same_as_whole = figure
        .part
        .and_then(|part| mentions.get(part.whole))
        .is_some_and(|whole| whole.figure.measure.key == figure.measure.key);
    certain
        && !figure.narrowed
        && !same_as_whole
        && !figure.measure.key.is_empty()
        && figure.kind != FigureKind::Change
        && (figure.kind != FigureKind::Rate || !figure.measure.bare)
}

/// The groups of one section from its figures, and the mentions that they tell.
pub(super) fn section(evidence: &Evidence<'_>, places: &[At]) -> (Vec<FigureGroup>, Vec<At>) {
    let mut buckets = Buckets::default();
    for &at in places {
        if let Some(figure) = figure_at(evidence, at) {
            let key = measure::key(figure, evidence.inputs.period);
            buckets.entry(key).or_default().push(at);
        }
    }
    measure::join_bare(&mut buckets, |at| {
        figure_at(evidence, at).is_some_and(|figure| figure.measure.bare)
    });
    buckets.retain(|_, places| places.iter().any(|&at| is_in_digits(evidence, at)));
    let mut ordered: Vec<_> = buckets.into_iter().collect();
    for (_, places) in &mut ordered {
        places.sort_unstable();
    }
    ordered.sort_by(|(left, one), (right, other)| {
        let units = |places: &[At]| places.chunk_by(|left, right| left.0 == right.0).count();
        units(other)
            .cmp(&units(one))
            .then_with(|| one.cmp(other))
            .then_with(|| left.cmp(right))
    });
    let mut told = Vec::new();
    let groups = ordered
        .iter()
        .filter_map(|(key, places)| one_group(evidence, key, places, &mut told));
    (groups.collect(), told)
}

/// Whether a figure is written in digits; "ba dân tộc" tells a story and is no row of a table
/// unless others give it in digits.
fn is_in_digits(evidence: &Evidence<'_>, at: At) -> bool {
    mention_at(evidence, at).is_some_and(|one| {
        let text = evidence.readings[at.0].slice(one.figure.number.span);
        one.table.is_some() || text.contains(|letter: char| letter.is_ascii_digit())
    })
}

fn mention_at<'e>(evidence: &'e Evidence<'_>, (report, mention): At) -> Option<&'e Mention> {
    evidence.readings.get(report)?.mentions.get(mention)
}

fn figure_at<'e>(evidence: &'e Evidence<'_>, at: At) -> Option<&'e Figure> {
    Some(&mention_at(evidence, at)?.figure)
}

fn one_group(
    evidence: &Evidence<'_>,
    key: &MeasureKey<'_>,
    places: &[At],
    told: &mut Vec<At>,
) -> Option<FigureGroup> {
    let mut used = Vec::new();
    let by_unit = places.chunk_by(|left, right| left.0 == right.0);
    let contributions: Vec<Contribution> = by_unit
        .filter_map(|mentions| contribution(evidence, mentions, &mut used))
        .collect();
    let tabled = |at: &At| mention_at(evidence, *at).is_some_and(|one| one.table.is_some());
    if contributions.len() > 1 || places.iter().any(tabled) {
        told.extend(used);
    }
    let total = total(key.kind, &contributions);
    Some(FigureGroup {
        measure: shown(evidence, key, places)?,
        unit_of_measure: key.unit.to_owned(),
        period: measure::worded(&key.period),
        total,
        aggregation: if total.is_some() {
            Aggregation::Sum
        } else {
            Aggregation::List
        },
        approximate: contributions.iter().any(|one| one.approximate),
        contributions,
    })
}

/// The sum where adding is right; `None` for what is only listed.
fn total(kind: FigureKind, contributions: &[Contribution]) -> Option<Decimal> {
    let adds = matches!(
        kind,
        FigureKind::Count | FigureKind::Money | FigureKind::Quantity
    );
    let sum = |sum: Decimal, one: &Contribution| sum.checked_add(*one.value.value());
    adds.then(|| contributions.iter().try_fold(Decimal::ZERO, sum))
        .flatten()
}

/// One unit's contribution: the figure it calls its total, or else the first it gives.
fn contribution(
    evidence: &Evidence<'_>,
    mentions: &[At],
    used: &mut Vec<At>,
) -> Option<Contribution> {
    let reading = evidence.readings.get(mentions.first()?.0)?;
    let all: Vec<(At, &Mention)> = mentions
        .iter()
        .filter_map(|&at| Some((at, reading.mentions.get(at.1)?)))
        .collect();
    let (_, chosen) = all
        .iter()
        .find(|(_, one)| one.figure.whole)
        .or(all.first())?;
    let number = &chosen.figure.number;
    let mut places = vec![reading.place(chosen.figure.span)];
    for (at, one) in &all {
        if one.figure.number.value == number.value
            && one.figure.number.denominator == number.denominator
        {
            used.push(*at);
            places.push(reading.place(one.figure.span));
        }
    }
    places.extend(chosen.cells.iter().map(|&cell| reading.place(cell)));
    let mut seen = FxHashSet::default();
    places.retain(|place| seen.insert(*place));
    Some(Contribution {
        value: Sourced::new(number.value, places)?,
        text: reading
            .slice(chosen.figure.span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        approximate: number.approximate,
        denominator: number.denominator,
    })
}

/// The measure as most units write it, with the act where that tells measures apart.
fn shown(evidence: &Evidence<'_>, key: &MeasureKey<'_>, places: &[At]) -> Option<String> {
    let figures = || places.iter().filter_map(|&at| figure_at(evidence, at));
    let own: Vec<Cow<'_, str>> = figures()
        .filter(|figure| measure::counted(figure) == key.measure)
        .map(written)
        .collect();
    let done = own
        .iter()
        .filter(|text| key.act.is_some_and(|act| text.contains(act)));
    let measure = most_written(done.map(Cow::as_ref))
        .or_else(|| most_written(own.iter().map(Cow::as_ref)))?;
    let act = key
        .act
        .and_then(|_| most_written(figures().filter_map(|figure| figure.act.as_deref())));
    Some(match act {
        None if key.kind == FigureKind::Money && is_mere_act(measure) => {
            format!("số tiền {measure}")
        }
        Some(act) if measure.contains(act) => measure.to_owned(),
        Some(act) if is_happening(measure) => format!("{measure} {act}"),
        Some(act) => format!("{act} {measure}"),
        None => measure.to_owned(),
    })
}

/// A measure as a report writes it; members with their group, which stands elsewhere in the sentence.
fn written(figure: &Figure) -> Cow<'_, str> {
    let measure = &figure.measure.text;
    match measure::group_of(figure) {
        Some(group) => Cow::Owned(format!("{measure} của {group}")),
        None => Cow::Borrowed(measure),
    }
}

/// "Vận động được 240 triệu đồng": the name of the money is what was done to get or spend it.
fn is_mere_act(measure: &str) -> bool {
    matches!(
        measure,
        "vận động"
            | "huy động"
            | "ủng hộ"
            | "quyên góp"
            | "đóng góp"
            | "hỗ trợ"
            | "chi"
            | "cấp"
    )
}

/// What happens is named before the act: "vụ tham gia truy bắt", but "khen thưởng tập thể".
fn is_happening(measure: &str) -> bool {
    matches!(
        measure,
        "vụ" | "vụ án" | "cuộc" | "lượt" | "đợt" | "buổi" | "lần" | "lớp" | "chuyến" | "ca"
    )
}

/// The wording that occurs most often; of equals the first in the alphabet.
fn most_written<'a>(wordings: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut written: FxHashMap<&str, usize> = FxHashMap::default();
    for wording in wordings {
        *written.entry(wording).or_default() += 1;
    }
    let most = written
        .into_iter()
        .max_by(|left, right| left.1.cmp(&right.1).then_with(|| right.0.cmp(left.0)));
    most.map(|(wording, _)| wording)
}
