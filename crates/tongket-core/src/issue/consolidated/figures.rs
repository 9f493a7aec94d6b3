//! The figures of one outline item: totals, sums of ratios, values side by side.
//!
//! Every total says how many of the units that answered it comes from.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::provenance::Provenance;
use crate::consolidation::{Aggregation, ConsolidatedSection, Contribution, FigureGroup, Place};
use crate::issue::document::{Align, Block, Column, Row, RowKind, Table, Text};
use crate::issue::wording;
use crate::unit::UnitId;

/// From this many totals on, a table is easier to read than lines.
const TABLE_FROM: usize = 3;
/// Up to this many values are listed side by side; beyond it the range is given.
const LISTED: usize = 6;

/// Totals as lines or as a table, then values that do not add up side by side. Where several units
/// reported, what only one of them counts is no total: it stands under its name.
pub(super) fn figures(
    section: &ConsolidatedSection,
    reported: usize,
    provenance: &mut Provenance<'_>,
) -> Vec<Block> {
    let (together, lone): (Vec<_>, Vec<_>) = untold(section)
        .into_iter()
        .partition(|group| reported < 2 || group.units().len() > 1);
    let (sums, lists): (Vec<_>, Vec<_>) = together
        .into_iter()
        .partition(|group| group.total.is_some() && group.aggregation == Aggregation::Sum);
    let answered = &section.coverage.answered;
    let mut blocks: Vec<Block> = match sums.len() >= TABLE_FROM {
        true => vec![Block::Table(totals(&sums, answered, provenance))],
        false => {
            let line = |group: &&FigureGroup| Block::item(total(group, answered, provenance));
            sums.iter().map(line).collect()
        }
    };
    let line = |group: &&FigureGroup| Block::item(side_by_side(group, answered, provenance));
    blocks.extend(lists.iter().map(line));
    blocks.extend(of_one_unit(lone, provenance));
    blocks
}

/// The groups that no statement tells already.
pub(in crate::issue) fn untold(section: &ConsolidatedSection) -> Vec<&FigureGroup> {
    let said = Said::of(section);
    let groups = section.figures.iter();
    groups.filter(|group| !said.tells(group)).collect()
}

/// "97,5% (xã A); 90% (xã B)", a sum of ratios, or the range where the units are many.
pub(in crate::issue) fn beside(group: &FigureGroup, name: &dyn Fn(&Place) -> String) -> String {
    let each = |it: &Contribution| {
        let unit = it.value.places().first().map(name).unwrap_or_default();
        format!("{} ({unit})", value_of(group, it))
    };
    if let Some(whole) = whole(group) {
        let add = |sum: Decimal, it: &Contribution| sum.checked_add(*it.value.value());
        let sum = group.contributions.iter().try_fold(Decimal::ZERO, add);
        return format!(
            "{}{}/{}",
            approximately(group),
            wording::number(sum.unwrap_or_default()),
            wording::quantity(whole, &group.unit_of_measure)
        );
    }
    let mut by_value: Vec<&Contribution> = group.contributions.iter().collect();
    by_value.sort_by_key(|it| *it.value.value());
    match by_value.as_slice() {
        [only] => value_of(group, only),
        [low, .., high] if by_value.len() > LISTED => {
            format!("từ {} đến {}", each(low), each(high))
        }
        _ => group
            .contributions
            .iter()
            .map(each)
            .collect::<Vec<_>>()
            .join("; "),
    }
}

/// "Xã Vân Khê: tổ tự quản 18 tổ; thành viên 144 người.", a line a unit.
fn of_one_unit(mut groups: Vec<&FigureGroup>, provenance: &mut Provenance<'_>) -> Vec<Block> {
    let owner = |group: &FigureGroup| group.units().first().copied();
    groups.sort_by_key(|group| owner(group).map(|unit| provenance.index.order(unit)));
    let mut blocks = Vec::new();
    for own in groups.chunk_by(|left, right| owner(left) == owner(right)) {
        let name = owner(own[0]).map_or("", |unit| provenance.index.name(unit));
        let mut text = Text::plain(format!("{}: ", wording::capitalised(name)));
        for (index, group) in own.iter().enumerate() {
            let values = group.contributions.iter().map(|it| value_of(group, it));
            let values = values.collect::<Vec<_>>().join("; ");
            let before = if index == 0 { "" } else { "; " };
            let mark = cite_figures(group, provenance);
            text = text
                .then(format!("{before}{} {values}", group.name()))
                .marked(mark);
        }
        blocks.push(Block::item(text.then(".")));
    }
    blocks
}

/// "Tổ tự quản: khoảng 112 tổ (09/13 xã có số liệu)."
fn total(group: &FigureGroup, answered: &[UnitId], provenance: &mut Provenance<'_>) -> Text {
    let mark = cite_figures(group, provenance);
    let tail = format!(
        " ({} có số liệu).",
        of_answered(group, answered, provenance)
    );
    Text::plain(format!("{}: {}", measure(group), amount(group)))
        .marked(mark)
        .then(tail)
}

fn of_answered(group: &FigureGroup, answered: &[UnitId], provenance: &Provenance<'_>) -> String {
    let units = group.units();
    let all = answered.iter().chain(&units);
    let noun = wording::noun(all.map(|unit| provenance.index.name(*unit)));
    format!(
        "{} {noun}",
        wording::share(units.len(), answered.len().max(units.len()))
    )
}

/// One row a measure.
fn totals(groups: &[&FigureGroup], answered: &[UnitId], provenance: &mut Provenance<'_>) -> Table {
    let column = |title: &str, width, align| Column {
        title: title.to_owned(),
        width,
        align,
    };
    let rows = groups.iter().enumerate().map(|(index, group)| {
        let mark = cite_figures(group, provenance);
        let units = group.units().len();
        let (value, unit) = rounded(group.total.unwrap_or_default(), &group.unit_of_measure);
        Row {
            kind: RowKind::Plain,
            cells: vec![
                Text::plain((index + 1).to_string()),
                Text::plain(measure(group)),
                Text::plain(unit),
                Text::plain(format!(
                    "{}{}",
                    approximately(group),
                    wording::number(value)
                ))
                .marked(mark),
                Text::plain(wording::share(units, answered.len().max(units))),
            ],
        }
    });
    let rows = rows.collect();
    Table {
        caption: String::new(),
        columns: vec![
            column("STT", 8, Align::Center),
            column("Nội dung", 41, Align::Left),
            column("Đơn vị tính", 15, Align::Center),
            column("Tổng số", 22, Align::Right),
            column("Đơn vị có số liệu", 14, Align::Center),
        ],
        rows,
    }
}

/// Ratios of the same things with their sum; else "Tỷ lệ …: 97,5% (xã A); 90% (xã B)", or the range
/// where the units are many.
fn side_by_side(group: &FigureGroup, answered: &[UnitId], provenance: &mut Provenance<'_>) -> Text {
    let mark = cite_figures(group, provenance);
    let words = match whole(group) {
        Some(whole) => out_of(group, whole, answered, provenance),
        None => listed(group, answered, provenance),
    };
    Text::plain(format!("{}: {words}", measure(group)))
        .marked(mark)
        .then(".")
}

/// The sum of the denominators where every unit gives one.
fn whole(group: &FigureGroup) -> Option<Decimal> {
    let add = |sum: Decimal, it: &Contribution| sum.checked_add(it.denominator?);
    let sum = group.contributions.iter().try_fold(Decimal::ZERO, add)?;
    (group.contributions.len() > 1 && !sum.is_zero()).then_some(sum)
}

/// "57/60 thôn (04/09 xã có số liệu; dưới 100%: xã A 20/22, xã B 9/10)".
fn out_of(
    group: &FigureGroup,
    whole: Decimal,
    answered: &[UnitId],
    provenance: &Provenance<'_>,
) -> String {
    let add = |sum: Decimal, it: &Contribution| sum.checked_add(*it.value.value());
    let sum = group.contributions.iter().try_fold(Decimal::ZERO, add);
    let short = |it: &&Contribution| it.denominator != Some(*it.value.value());
    let short: Vec<&Contribution> = group.contributions.iter().filter(short).collect();
    let rest = match short.len() {
        0 => String::new(),
        1..=LISTED => {
            let each = short.iter().map(|it| value_of_unit(group, it, provenance));
            format!("; chưa đạt 100%: {}", each.collect::<Vec<_>>().join(", "))
        }
        many => format!("; chưa đạt 100%: {} đơn vị", wording::count(many)),
    };
    format!(
        "{}{}/{} ({} có số liệu{rest})",
        approximately(group),
        wording::number(sum.unwrap_or_default()),
        wording::quantity(whole, &group.unit_of_measure),
        of_answered(group, answered, provenance),
    )
}

fn listed(group: &FigureGroup, answered: &[UnitId], provenance: &Provenance<'_>) -> String {
    let mut by_value: Vec<&Contribution> = group.contributions.iter().collect();
    by_value.sort_by_key(|it| *it.value.value());
    match by_value.as_slice() {
        [low, .., high] if by_value.len() > LISTED => format!(
            "từ {} đến {}; {} có số liệu",
            value_of_unit(group, low, provenance),
            value_of_unit(group, high, provenance),
            of_answered(group, answered, provenance)
        ),
        _ => {
            let each = group.contributions.iter();
            let each = each.map(|it| value_of_unit(group, it, provenance));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

/// "97,5% (xã A)".
fn value_of_unit(group: &FigureGroup, it: &Contribution, provenance: &Provenance<'_>) -> String {
    let place = it.value.places().first();
    let unit = place.map_or("", |place| provenance.index.name(place.unit));
    format!("{} ({unit})", value_of(group, it))
}

/// "97,5%"; a ratio with its denominator: "08/09 thôn".
fn value_of(group: &FigureGroup, it: &Contribution) -> String {
    let word = match it.approximate {
        true => approximation(&it.text),
        false => "",
    };
    match it.denominator {
        Some(whole) => format!(
            "{word}{}/{}",
            wording::number(*it.value.value()),
            wording::quantity(whole, &group.unit_of_measure)
        ),
        None => {
            let (value, unit) = rounded(*it.value.value(), &group.unit_of_measure);
            format!("{word}{}", wording::quantity(value, &unit))
        }
    }
}

/// Whole millions of đồng are written as "triệu đồng", as offices do.
fn rounded(value: Decimal, unit: &str) -> (Decimal, String) {
    let million = Decimal::from(1_000_000);
    match unit == "đồng" && !value.is_zero() && (value % million).is_zero() {
        true => (value / million, "triệu đồng".to_owned()),
        false => (value, unit.to_owned()),
    }
}

fn measure(group: &FigureGroup) -> String {
    wording::capitalised(&group.name())
}

/// "khoảng 112 tổ", the total of a group.
pub(in crate::issue) fn amount(group: &FigureGroup) -> String {
    let (value, unit) = rounded(group.total.unwrap_or_default(), &group.unit_of_measure);
    format!(
        "{}{}",
        approximately(group),
        wording::quantity(value, &unit)
    )
}

/// "hơn " where every approximate part says so, else "khoảng "; nothing for exact totals.
fn approximately(group: &FigureGroup) -> &'static str {
    let parts = group.contributions.iter().filter(|it| it.approximate);
    let words: FxHashSet<&str> = parts.map(|it| approximation(&it.text)).collect();
    match (group.approximate, words.len(), words.contains("hơn ")) {
        (false, ..) => "",
        (true, 1, true) => "hơn ",
        (true, ..) => "khoảng ",
    }
}

fn approximation(text: &str) -> &'static str {
    let text = text.to_lowercase();
    let says = |words: &[&str]| text.split_whitespace().any(|word| words.contains(&word));
    match says(&["hơn", "trên"]) {
        true => "hơn ",
        false if says(&["gần"]) => "gần ",
        false => "khoảng ",
    }
}

fn cite_figures(group: &FigureGroup, provenance: &mut Provenance<'_>) -> Option<u32> {
    let each = |it: &'_ Contribution| it.value.places().first().copied();
    let sources: Vec<(Place, Option<&str>)> = group
        .contributions
        .iter()
        .filter_map(|it| Some((each(it)?, Some(it.text.as_str()))))
        .collect();
    provenance.cite(&sources)
}

/// The places of a section's statements, to know which lone figures they already tell.
struct Said(Vec<Place>);

impl Said {
    fn of(section: &ConsolidatedSection) -> Self {
        let statements = section.statements.iter();
        let mut places: Vec<Place> = statements
            .flat_map(|it| it.text.places().iter().copied())
            .collect();
        places.sort_by_key(|place| (place.file, place.span));
        Said(places)
    }

    /// Whether the group is one unit's and a statement shows it anyway.
    fn tells(&self, group: &FigureGroup) -> bool {
        let places = || group.contributions.iter().flat_map(|it| it.value.places());
        group.units().len() < 2 && places().all(|place| self.shows(*place))
    }

    fn shows(&self, place: Place) -> bool {
        let key = (place.file, place.span.start);
        let after = self.0.partition_point(|it| (it.file, it.span.start) <= key);
        let before = after.checked_sub(1).and_then(|index| self.0.get(index));
        before.is_some_and(|it| it.file == place.file && it.span.contains(place.span))
    }
}
