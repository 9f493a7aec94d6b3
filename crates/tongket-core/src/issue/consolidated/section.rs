//! One outline item: who answered, the totals, what several units say, what single units add.

use rustc_hash::FxHashSet;

use super::provenance::Provenance;
use crate::consolidation::{
    Aggregation, ConsolidatedSection, Contribution, FigureGroup, Place, Statement,
};
use crate::issue::document::{Align, Block, Column, Row, RowKind, Table, Text};
use crate::issue::dossier::Dossier;
use crate::issue::wording;
use crate::unit::UnitId;

/// From this many totals on, a table is easier to read than lines.
const TABLE_FROM: usize = 3;
/// Up to this many units are named with what they say together.
const NAMED_TOGETHER: usize = 3;
/// Up to this many values are listed side by side; beyond it the range is given.
const LISTED: usize = 6;
/// Up to this many sentences of a unit make one paragraph; beyond it each gets its line.
const ONE_PARAGRAPH: usize = 4;
/// Up to this many units are named as having nothing, leaving an item out or not reporting.
const NAMED_MISSING: usize = 5;

/// The body of the report, section by section.
pub(super) fn sections(dossier: &Dossier<'_>, provenance: &mut Provenance<'_>) -> Vec<Block> {
    let sections = &dossier.consolidation.sections;
    let mut body = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let next = sections.get(index + 1);
        let parent = next.is_some_and(|next| next.level > section.level);
        body.push(heading(section));
        provenance.enter(named(section));
        body.extend(coverage(section, parent, dossier, provenance));
        body.extend(figures(section, provenance));
        body.extend(statements(section, provenance));
    }
    body
}

/// "II.3.a. Công tác tuyên truyền", as the section is named outside its place.
pub(super) fn named(section: &ConsolidatedSection) -> String {
    let title = wording::one_line(&section.title);
    match section.outline.is_empty() {
        true => title,
        false => format!("{}. {title}", section.outline),
    }
}

fn heading(section: &ConsolidatedSection) -> Block {
    let title = wording::one_line(&section.title);
    Block::Heading {
        level: section.level.clamp(1, 4),
        label: section.label.clone(),
        text: match section.level {
            0 | 1 => title.to_uppercase(),
            _ => title,
        },
    }
}

/// "(13/15 xã có nội dung; không phát sinh: …)"; nothing for a heading that only gathers others.
fn coverage(
    section: &ConsolidatedSection,
    parent: bool,
    dossier: &Dossier<'_>,
    provenance: &Provenance<'_>,
) -> Option<Block> {
    let coverage = &section.coverage;
    let silent = coverage.answered.is_empty() && coverage.nil.is_empty();
    if coverage.of == 0 || (silent && parent) {
        return None;
    }
    let noun = wording::noun(dossier.units.iter().map(|unit| unit.name.as_str()));
    let answered = match coverage.answered.len() {
        0 => format!("Chưa có {noun} nào báo cáo nội dung này"),
        n => format!(
            "{} {noun} báo cáo nội dung này",
            wording::share(n, coverage.of)
        ),
    };
    let reported = |unit: &UnitId| provenance.index.reported(*unit);
    let (silent, absent): (Vec<UnitId>, Vec<UnitId>) =
        coverage.missing.iter().copied().partition(reported);
    let mut parts = vec![answered];
    for (words, units) in [
        ("không phát sinh", &coverage.nil),
        ("không nêu", &silent),
        ("chưa gửi báo cáo", &absent),
    ] {
        let told = coverage.answered.is_empty() && units == &absent;
        if !units.is_empty() && !told {
            parts.push(format!("{words}: {}", who(units, noun, provenance)));
        }
    }
    let text = format!("({})", parts.join("; "));
    Some(Block::paragraph(Text::italic(text)))
}

/// The names of the units, or their count where they are many.
fn who(units: &[UnitId], noun: &str, provenance: &Provenance<'_>) -> String {
    match units.len() <= NAMED_MISSING {
        true => wording::listed(&provenance.index.names(units)),
        false => format!("{} {noun}", wording::count(units.len())),
    }
}

/// Totals as lines or as a table, then values that do not add up side by side.
fn figures(section: &ConsolidatedSection, provenance: &mut Provenance<'_>) -> Vec<Block> {
    let said = Said::of(section);
    let shown = section.figures.iter().filter(|group| !said.tells(group));
    let (sums, lists): (Vec<_>, Vec<_>) =
        shown.partition(|group| group.total.is_some() && group.aggregation == Aggregation::Sum);
    let answered = section.coverage.answered.len();
    let mut blocks: Vec<Block> = match sums.len() >= TABLE_FROM {
        true => vec![Block::Table(totals(&sums, answered, provenance))],
        false => {
            let line = |group: &&FigureGroup| Block::item(total(group, answered, provenance));
            sums.iter().map(line).collect()
        }
    };
    let line = |group: &&FigureGroup| Block::item(side_by_side(group, provenance));
    blocks.extend(lists.iter().map(line));
    blocks
}

/// "Tổ tự quản: khoảng 112 tổ (09/13 xã có số liệu)."
fn total(group: &FigureGroup, answered: usize, provenance: &mut Provenance<'_>) -> Text {
    let mark = cite_figures(group, provenance);
    let tail = format!(
        " ({} có số liệu).",
        of_answered(group, answered, provenance)
    );
    Text::plain(format!("{}: {}", measure(group), amount(group)))
        .marked(mark)
        .then(tail)
}

fn of_answered(group: &FigureGroup, answered: usize, provenance: &Provenance<'_>) -> String {
    let units = units(group);
    let noun = wording::noun(units.iter().map(|unit| provenance.index.name(*unit)));
    format!(
        "{} {noun}",
        wording::share(units.len(), answered.max(units.len()))
    )
}

/// One row a measure.
fn totals(groups: &[&FigureGroup], answered: usize, provenance: &mut Provenance<'_>) -> Table {
    let column = |title: &str, width, align| Column {
        title: title.to_owned(),
        width,
        align,
    };
    let rows = groups.iter().enumerate().map(|(index, group)| {
        let mark = cite_figures(group, provenance);
        let units = units(group).len();
        let value = group.total.map(wording::number).unwrap_or_default();
        Row {
            kind: RowKind::Plain,
            cells: vec![
                Text::plain((index + 1).to_string()),
                Text::plain(measure(group)),
                Text::plain(group.unit_of_measure.clone()),
                Text::plain(format!("{}{value}", approximately(group))).marked(mark),
                Text::plain(wording::share(units, answered.max(units))),
            ],
        }
    });
    let rows = rows.collect();
    Table {
        caption: String::new(),
        columns: vec![
            column("STT", 8, Align::Center),
            column("Nội dung", 44, Align::Left),
            column("Đơn vị tính", 14, Align::Center),
            column("Tổng số", 20, Align::Right),
            column("Đơn vị có số liệu", 14, Align::Center),
        ],
        rows,
    }
}

/// "Tỷ lệ …: xã A 97,5%; xã B 90%", or the range where the units are many.
fn side_by_side(group: &FigureGroup, provenance: &mut Provenance<'_>) -> Text {
    let mark = cite_figures(group, provenance);
    let mut by_value: Vec<&Contribution> = group.contributions.iter().collect();
    by_value.sort_by_key(|it| *it.value.value());
    let units = units(group).len();
    let words = match by_value.as_slice() {
        [low, .., high] if by_value.len() > LISTED => format!(
            "từ {} đến {}; {} đơn vị có số liệu",
            value_of(group, low, provenance),
            value_of(group, high, provenance),
            wording::count(units)
        ),
        _ => {
            let each = group
                .contributions
                .iter()
                .map(|it| value_of(group, it, provenance));
            each.collect::<Vec<_>>().join("; ")
        }
    };
    Text::plain(format!("{}: {words}", measure(group)))
        .marked(mark)
        .then(".")
}

/// "97,5% (xã A)"; a ratio with its denominator: "08/09 thôn (xã B)".
fn value_of(group: &FigureGroup, it: &Contribution, provenance: &Provenance<'_>) -> String {
    let unit = it
        .value
        .places()
        .first()
        .map_or("", |place| provenance.index.name(place.unit));
    let word = match it.approximate {
        true => approximation(&it.text),
        false => "",
    };
    let value = wording::quantity(*it.value.value(), &group.unit_of_measure);
    let value = match it.denominator {
        Some(whole) => format!(
            "{}/{}",
            wording::number(*it.value.value()),
            wording::quantity(whole, &group.unit_of_measure)
        ),
        None => value,
    };
    format!("{word}{value} ({unit})")
}

fn measure(group: &FigureGroup) -> String {
    match group.measure.trim() {
        "" => wording::capitalised(&group.unit_of_measure),
        measure => wording::capitalised(&wording::one_line(measure)),
    }
}

fn amount(group: &FigureGroup) -> String {
    let value = group.total.unwrap_or_default();
    let quantity = wording::quantity(value, &group.unit_of_measure);
    format!("{}{quantity}", approximately(group))
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

fn units(group: &FigureGroup) -> FxHashSet<UnitId> {
    let places = group.contributions.iter().flat_map(|it| it.value.places());
    places.map(|place| place.unit).collect()
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

/// What several units say, most support first; then each unit with what it alone says.
fn statements(section: &ConsolidatedSection, provenance: &mut Provenance<'_>) -> Vec<Block> {
    let supporters = |statement: &Statement| {
        let places = statement.text.places().iter();
        let mut units: Vec<UnitId> = places.map(|place| place.unit).collect();
        units.sort_by_key(|unit| provenance.index.order(*unit));
        units.dedup();
        units
    };
    let all = section.statements.iter().map(|it| (supporters(it), it));
    let (mut shared, mut single): (Vec<_>, Vec<_>) = all.partition(|(units, _)| units.len() > 1);
    shared.sort_by_key(|(units, _)| std::cmp::Reverse(units.len()));
    single.sort_by_key(|(units, _)| provenance.index.order(units[0]));

    let answered = section.coverage.answered.len();
    let mut blocks: Vec<Block> = shared
        .iter()
        .map(|(units, statement)| together(units, statement, answered, provenance))
        .collect();
    for said in single.chunk_by(|(left, _), (right, _)| left == right) {
        let statements: Vec<&Statement> = said.iter().map(|(_, statement)| *statement).collect();
        blocks.extend(alone(said[0].0[0], &statements, provenance));
    }
    blocks
}

/// "09/13 xã: …", or the names where they are few.
fn together(
    units: &[UnitId],
    statement: &Statement,
    answered: usize,
    provenance: &mut Provenance<'_>,
) -> Block {
    let names = provenance.index.names(units);
    let who = match names.len() <= NAMED_TOGETHER {
        true => wording::capitalised(&wording::listed(&names)),
        false => {
            let share = wording::share(names.len(), answered.max(names.len()));
            format!("{share} {}", wording::noun(names.iter().copied()))
        }
    };
    Block::item(Text::plain(format!("{who}: ")).join(sentence(statement, provenance)))
}

/// What one unit alone says: a paragraph, or a line each where it is much.
fn alone(unit: UnitId, statements: &[&Statement], provenance: &mut Provenance<'_>) -> Vec<Block> {
    let name = wording::capitalised(provenance.index.name(unit));
    let mut head = Text::plain(format!("{name}:"));
    let mut lines = Vec::new();
    for statement in statements {
        let text = sentence(statement, provenance);
        match statements.len() <= ONE_PARAGRAPH {
            true => head = head.then(" ").join(text),
            false => lines.push(Block::Item { level: 2, text }),
        }
    }
    std::iter::once(Block::item(head)).chain(lines).collect()
}

fn sentence(statement: &Statement, provenance: &mut Provenance<'_>) -> Text {
    let sources: Vec<_> = statement
        .text
        .places()
        .iter()
        .map(|place| (*place, None))
        .collect();
    let mark = provenance.cite(&sources);
    let words = wording::one_line(statement.text.value());
    let words = words.trim_start_matches(['-', '+', '•', '*', ' ']);
    Text::plain(wording::finished(words)).marked(mark)
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
        units(group).len() < 2 && places().all(|place| self.shows(*place))
    }

    fn shows(&self, place: Place) -> bool {
        let key = (place.file, place.span.start);
        let after = self.0.partition_point(|it| (it.file, it.span.start) <= key);
        let before = after.checked_sub(1).and_then(|index| self.0.get(index));
        before.is_some_and(|it| it.file == place.file && it.span.contains(place.span))
    }
}
