//! Which figures measure the same thing.
//!
//! Two figures belong together when the words for what is counted, the unit of
//! measure, the kind, the act and the period agree. "Hỗ trợ 45 hộ", "45 hộ được
//! hỗ trợ" and the row "Số hộ được hỗ trợ" say the same in three ways. Members
//! keep their group: those of a team and those of a club are not added.
//!
//! One step more is safe: a bare "45 buổi" joins "buổi tuyên truyền" where that
//! is the only kind of "buổi" in the section and no unit uses both. "Hộ" never
//! joins "hộ nghèo".

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use tongket_reader::plan::Period;
use tongket_reader::words::figure::{Figure, FigureKind, FigurePeriod, is_body};

/// What must agree for figures to be put side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct MeasureKey<'a> {
    pub(crate) measure: Cow<'a, str>,
    pub(crate) unit: &'a str,
    pub(crate) kind: FigureKind,
    pub(crate) act: Option<&'a str>,
    pub(crate) period: FigurePeriod,
}

/// Acts that bring about the thing that is counted, and so do not tell measures apart.
const MAKING: [&str; 2] = ["thành lập", "xây dựng"];

/// The key of a figure in a review of `period`.
pub(crate) fn key(figure: &Figure, period: Option<Period>) -> MeasureKey<'_> {
    let undergone = figure.measure.undergone();
    let act = figure.act.as_deref().or(undergone.map(|(_, act)| act));
    MeasureKey {
        measure: counted(figure),
        unit: unit(figure),
        kind: figure.kind,
        act: act
            .filter(|act| !MAKING.contains(act))
            .map(|act| act.strip_prefix("tham gia ").unwrap_or(act)),
        period: reviewed(&figure.period, period),
    }
}

/// What is counted: without what was done to it, members with their group.
pub(super) fn counted(figure: &Figure) -> Cow<'_, str> {
    let measure = &*figure.measure.key;
    match (figure.measure.undergone(), group_of(figure)) {
        (Some((counted, _)), _) => Cow::Borrowed(counted),
        (None, Some(group)) => Cow::Owned(format!("{measure} {group}")),
        (None, None) => Cow::Borrowed(measure),
    }
}

/// The group that bare members belong to: of "12 tổ tự quản với 156 thành viên" the "tổ tự quản".
pub(super) fn group_of(figure: &Figure) -> Option<&str> {
    let members = figure.measure.bare && is_member(&figure.measure.key);
    figure.of.as_deref().filter(|of| members && is_body(of))
}

fn is_member(measure: &str) -> bool {
    matches!(
        measure,
        "thành viên" | "hội viên" | "đoàn viên" | "đảng viên"
    )
}

/// Members are people, whichever of the two a report counts them in.
fn unit(figure: &Figure) -> &str {
    match is_member(&figure.measure.unit) {
        true => "người",
        false => &figure.measure.unit,
    }
}

/// A period that is the whole period under review says nothing.
pub(crate) fn reviewed(said: &FigurePeriod, period: Option<Period>) -> FigurePeriod {
    let whole = match (said, period) {
        (FigurePeriod::Years(from, to), Some(period)) => (*from, *to) == (period.from, period.to),
        (FigurePeriod::Since(from), Some(period)) => *from == period.from,
        _ => false,
    };
    if whole {
        FigurePeriod::Unsaid
    } else {
        said.clone()
    }
}

/// A period in words, as it is written behind a measure; nothing where it is the one under review.
pub(crate) fn worded(period: &FigurePeriod) -> Option<String> {
    match period {
        FigurePeriod::Unsaid => None,
        FigurePeriod::Year(year) => Some(format!("năm {year}")),
        FigurePeriod::Years(from, to) => Some(format!("giai đoạn {from} - {to}")),
        FigurePeriod::Since(from) => Some(format!("từ năm {from} đến nay")),
        FigurePeriod::Cumulative => Some("lũy kế".to_owned()),
        FigurePeriod::Within(part) => Some(part.clone()),
    }
}

/// Where a figure stands: report and mention.
pub(crate) type At = (usize, usize);

/// Figures by what they measure.
pub(crate) type Buckets<'a> = FxHashMap<MeasureKey<'a>, Vec<At>>;

/// Moves bare measures to the only fuller one they can mean.
pub(crate) fn join_bare(buckets: &mut Buckets<'_>, is_bare: impl Fn(At) -> bool) {
    let bare: Vec<_> = buckets
        .iter()
        .filter(|(_, places)| places.iter().all(|&at| is_bare(at)))
        .map(|(key, _)| key.clone())
        .filter(|key| may_be_completed(&key.measure))
        .collect();
    for key in bare {
        if let Some(fuller) = only_fuller(buckets, &key)
            && let Some(places) = buckets.remove(&key)
            && let Some(target) = buckets.get_mut(&fuller)
        {
            target.extend(places);
        }
    }
}

/// Heads that mean the same with or without their modifier inside one section.
fn may_be_completed(measure: &str) -> bool {
    matches!(
        measure,
        "buổi" | "đợt" | "lượt" | "cuộc" | "lớp" | "chuyến" | "hội nghị" | "thành viên"
    )
}

fn only_fuller<'a>(buckets: &Buckets<'a>, bare: &MeasureKey<'a>) -> Option<MeasureKey<'a>> {
    let fuller = |key: &&MeasureKey<'a>| {
        let rest = key.measure.strip_prefix(&*bare.measure);
        rest.is_some_and(|rest| rest.starts_with(' '))
            && MeasureKey {
                measure: bare.measure.clone(),
                ..(*key).clone()
            } == *bare
    };
    let mut candidates = buckets.keys().filter(fuller);
    let only = candidates.next()?.clone();
    let reports = |key: &MeasureKey<'_>| -> FxHashSet<usize> {
        buckets
            .get(key)
            .into_iter()
            .flatten()
            .map(|&(report, _)| report)
            .collect()
    };
    let apart = reports(bare).is_disjoint(&reports(&only));
    (candidates.next().is_none() && apart).then_some(only)
}
