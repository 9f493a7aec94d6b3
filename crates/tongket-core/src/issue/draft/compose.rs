//! A section of the draft from what was put together: lines, each of pieces.
//!
//! First the tables ([`table`]), each with how many units it is of and a word
//! where the prose gives another total ([`differing`]), then totals, then what
//! several units say, then each unit with what it alone says: the order of the
//! consolidated report. Who has nothing to report stands last. Numbers are
//! pieces of their own, so that they stay live whatever people write around them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::continuing::{Stem, keys};
use super::{Kind, Piece, Source};
use super::{differing, markup, table};
use crate::consolidation::{Aggregation, ConsolidatedSection, FigureGroup, Place, Statement};
use crate::fingerprint::Fingerprint;
use crate::issue::consolidated::figures as told;
use crate::issue::wording;
use crate::unit::UnitId;

/// What a section is composed from.
pub struct Material<'a> {
    /// What was put together.
    pub section: &'a ConsolidatedSection,
    /// The figure tables of the section.
    pub tables: &'a [TableSum],
    /// Whether it only gathers sections below it.
    pub gathers: bool,
    /// How many units have an accepted report.
    pub reported: usize,
    /// Where a place stands in an accepted report.
    pub source: &'a (dyn Fn(Place) -> Option<Source> + Sync),
    /// The name of a unit.
    pub name: &'a (dyn Fn(UnitId) -> String + Sync),
    /// The name of the unit of a source.
    pub name_of: &'a (dyn Fn(&Source) -> String + Sync),
    /// Units that gave figures in this section though one above them did too: its name, then the
    /// other's.
    pub doubled: &'a [(String, String)],
    /// Whether the unit has an accepted report.
    pub has_reported: &'a (dyn Fn(UnitId) -> bool + Sync),
}

/// A figure table over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSum {
    /// Id of the form.
    pub id: String,
    /// Its columns: key and heading.
    pub columns: Vec<(String, String)>,
    /// Its rows.
    pub rows: Vec<RowSum>,
}

/// A row of a figure table over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSum {
    /// By what figures name it.
    pub code: String,
    /// What is counted.
    pub name: String,
    /// In what it is counted now.
    pub unit_of_measure: String,
    /// Whether figures of several units may be added up.
    pub additive: bool,
    /// By column, what every unit filled in.
    pub cells: Vec<Vec<Source>>,
}

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph.
    Paragraph,
    /// A table with so many columns, its pieces row by row, the first row its header.
    Table {
        /// How many.
        columns: usize,
    },
}

/// A line of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// By what its pieces name it.
    pub key: String,
    /// How it is written.
    pub shape: Shape,
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
}

/// A section as its sources say it now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fresh {
    /// Its lines in order.
    pub lines: Vec<Line>,
    /// Pieces of the base that another piece tells now, by key.
    pub told: FxHashMap<String, String>,
}

impl Fresh {
    /// Its pieces in order.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.lines.iter().flat_map(|line| &line.pieces)
    }
}

/// Composes a section; what continues a piece of `base` keeps its key.
pub fn compose(material: &Material<'_>, base: &[Piece]) -> Fresh {
    let mut fresh = Fresh::default();
    fresh.lines.extend(doubled(material));
    for sum in material.tables {
        fresh.lines.extend(table::table(material, sum));
        fresh.lines.extend(table::coverage(material, sum));
        fresh.lines.extend(differing::lines(material, sum));
    }
    let mut by_unit: Vec<OfUnit> = Vec::new();
    figures(material, base, &mut fresh, &mut by_unit);
    statements(material, base, &mut fresh, &mut by_unit);
    by_unit.sort_by_key(|own| own.unit);
    for own in by_unit.chunk_by(|left, right| left.unit == right.unit) {
        fresh.lines.push(unit_line(material, own));
    }
    fresh.lines.extend(coverage(material));
    fresh
}

/// What one unit alone says.
struct OfUnit {
    unit: UnitId,
    piece: Piece,
}

/// A short key from words; the same words give the same key.
pub(super) fn key_of(kind: char, words: &[&str]) -> String {
    let parts: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
    let whole = Fingerprint::of_parts(&parts).to_string();
    format!("{kind}{}", &whole[..14])
}

pub(super) fn piece(
    key: &str,
    line: &str,
    kind: Kind,
    text: impl Into<String>,
    sources: Vec<Source>,
) -> Piece {
    Piece {
        key: key.to_owned(),
        line: line.to_owned(),
        kind,
        text: text.into(),
        sources,
        news: None,
    }
}

/// "(Không phát sinh: xã A; không nêu: xã B.)": units that have reported and have nothing here.
fn coverage(material: &Material<'_>) -> Option<Line> {
    let section = material.section;
    let coverage = &section.coverage;
    let own = !section.figures.is_empty() || !section.statements.is_empty();
    if material.gathers && !own {
        return None;
    }
    let silent: Vec<UnitId> = coverage
        .missing
        .iter()
        .copied()
        .filter(|unit| (material.has_reported)(*unit))
        .collect();
    let parts: Vec<String> = [("không phát sinh", &coverage.nil), ("không nêu", &silent)]
        .into_iter()
        .filter(|(_, units)| !units.is_empty())
        .map(|(words, units)| format!("{words}: {}", who(material, units)))
        .collect();
    let text = match parts.is_empty() {
        false => wording::capitalised(&parts.join("; ")),
        true if coverage.answered.is_empty() && coverage.nil.is_empty() => {
            "Chưa có đơn vị nào báo cáo nội dung này".to_owned()
        }
        true => return None,
    };
    let key = key_of('c', &[&section.outline]);
    Some(note(key, format!("({text}.)"), Vec::new()))
}

/// A paragraph of the program's own about what stands beside it.
pub(super) fn note(key: String, text: String, sources: Vec<Source>) -> Line {
    Line {
        shape: Shape::Paragraph,
        pieces: vec![piece(&key, &key, Kind::Figure, text, sources)],
        key,
    }
}

/// "(Có thể tính trùng: huyện B và xã A trực thuộc cùng có số. …)": what a unit counts may be in
/// the figure of the one above it.
fn doubled(material: &Material<'_>) -> Option<Line> {
    let pairs = material.doubled.iter().take(NAMED);
    let pairs: Vec<String> = pairs
        .map(|(unit, above)| format!("{above} và {unit} trực thuộc"))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let more = match material.doubled.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" và {more} trường hợp khác"),
    };
    let text = format!(
        "(Có thể tính trùng: {}{more} cùng có số liệu ở mục này. Cần đối chiếu trước khi dùng tổng số.)",
        pairs.join("; ")
    );
    let key = key_of('k', &[&material.section.outline]);
    Some(note(key, text, Vec::new()))
}

/// Up to this many units are named.
pub(super) const NAMED: usize = 5;
/// Up to this many units are named with what they say together.
const NAMED_TOGETHER: usize = 3;

fn who(material: &Material<'_>, units: &[UnitId]) -> String {
    let names: Vec<String> = units.iter().map(|unit| (material.name)(*unit)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    few(&names)
}

/// Names where they are few, else how many.
pub(super) fn few(names: &[&str]) -> String {
    match names.len() <= NAMED {
        true => wording::listed(names),
        false => format!(
            "{} {}",
            wording::count(names.len()),
            wording::noun(names.iter().copied())
        ),
    }
}

/// Totals and values side by side, each a line; what one unit alone counts stands under its name. A
/// total that stands in the draft stays a line, so that it follows though one unit alone is left.
fn figures(material: &Material<'_>, base: &[Piece], fresh: &mut Fresh, by_unit: &mut Vec<OfUnit>) {
    let section = material.section;
    let untold: FxHashSet<*const FigureGroup> = told::untold(section)
        .into_iter()
        .map(std::ptr::from_ref)
        .collect();
    let stands: FxHashSet<&str> = base
        .iter()
        .filter(|piece| piece.kind == Kind::Figure && piece.key == piece.line)
        .map(|piece| piece.key.as_str())
        .collect();
    let (groups, stems): (Vec<&FigureGroup>, Vec<Stem>) = section
        .figures
        .iter()
        .map(|group| (group, figure_stem(material, group)))
        .filter(|(group, stem)| {
            untold.contains(&std::ptr::from_ref(*group)) || stands.contains(stem.proposed.as_str())
        })
        .unzip();
    let keys = keys(base, Kind::Figure, &stems);
    fresh.told.extend(keys.told);
    let several = material.reported > 1;
    let answered = Answered::of(material);
    for ((group, stem), key) in groups.into_iter().zip(stems).zip(keys.keys) {
        match group.units().as_slice() {
            [only] if several && !stands.contains(key.as_str()) => {
                let line = key_of('u', &[&section.outline, &unit_id(&stem)]);
                let text = format!("{}: {}.", wording::capitalised(&group.name()), stem.text);
                by_unit.push(OfUnit {
                    unit: *only,
                    piece: piece(&key, &line, Kind::Figure, text, stem.sources),
                });
            }
            units => fresh
                .lines
                .push(figure_line((group, stem), &key, units.len(), answered)),
        }
    }
}

fn unit_id(stem: &Stem) -> String {
    stem.sources
        .first()
        .map(|source| source.unit.clone())
        .unwrap_or_default()
}

fn figure_stem(material: &Material<'_>, group: &FigureGroup) -> Stem {
    let sources = group.contributions.iter().filter_map(|it| {
        let place = it.value.places().first()?;
        Some(Source {
            words: wording::one_line(&it.text),
            value: Some(*it.value.value()),
            measure: group.unit_of_measure.clone(),
            ..(material.source)(*place)?
        })
    });
    let period = group.period.clone().unwrap_or_default();
    let sum = group.total.is_some() && group.aggregation == Aggregation::Sum;
    let name = |place: &Place| (material.name)(place.unit);
    Stem {
        proposed: key_of(
            'f',
            &[
                &material.section.outline,
                &group.measure,
                &group.unit_of_measure,
                &period,
                if sum { "sum" } else { "list" },
            ],
        ),
        text: match sum {
            true => told::amount(group),
            false => told::beside(group, &name),
        },
        sources: sources.collect(),
    }
}

/// "- Tổ tự quản: 112 tổ (09/13 xã có số liệu)."
fn figure_line(
    (group, stem): (&FigureGroup, Stem),
    key: &str,
    units: usize,
    answered: Answered,
) -> Line {
    let Answered { count, noun } = answered;
    let lead = format!("- {}:", wording::capitalised(&group.name()));
    let tail = format!(
        "({} {noun} có số liệu).",
        wording::share(units, count.max(units))
    );
    Line {
        key: key.to_owned(),
        shape: Shape::Paragraph,
        pieces: vec![
            piece(&format!("{key}-l"), key, Kind::Frame, lead, Vec::new()),
            piece(key, key, Kind::Figure, stem.text, stem.sources),
            piece(&format!("{key}-t"), key, Kind::Frame, tail, Vec::new()),
        ],
    }
}

/// What several units say, most support first; what one unit says is left for its line.
fn statements(
    material: &Material<'_>,
    base: &[Piece],
    fresh: &mut Fresh,
    by_unit: &mut Vec<OfUnit>,
) {
    let section = material.section;
    let stems: Vec<Stem> = section
        .statements
        .iter()
        .map(|statement| statement_stem(material, statement))
        .collect();
    let keys = keys(base, Kind::Sentence, &stems);
    fresh.told.extend(keys.told);
    let answered = Answered::of(material);
    let mut shared: Vec<(usize, Line)> = Vec::new();
    for ((statement, stem), key) in section.statements.iter().zip(stems).zip(keys.keys) {
        let units = supporters(statement);
        if let [only] = units.as_slice() {
            let line = key_of('u', &[&section.outline, &unit_id(&stem)]);
            let text = wording::without_name(&stem.text, &(material.name)(*only));
            by_unit.push(OfUnit {
                unit: *only,
                piece: piece(&key, &line, Kind::Sentence, text, stem.sources),
            });
            continue;
        }
        let lead = format!("- {}:", together(material, &units, answered));
        let line = Line {
            key: key.clone(),
            shape: Shape::Paragraph,
            pieces: vec![
                piece(&format!("{key}-l"), &key, Kind::Frame, lead, Vec::new()),
                piece(&key, &key, Kind::Sentence, stem.text, stem.sources),
            ],
        };
        shared.push((units.len(), line));
    }
    shared.sort_by_key(|(units, _)| std::cmp::Reverse(*units));
    fresh.lines.extend(shared.into_iter().map(|(_, line)| line));
}

/// "09/13 xã", or the names where they are few.
fn together(material: &Material<'_>, units: &[UnitId], answered: Answered) -> String {
    let names: Vec<String> = units.iter().map(|unit| (material.name)(*unit)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.len() <= NAMED_TOGETHER {
        return wording::capitalised(&wording::together(&names));
    }
    let share = wording::share(names.len(), answered.count.max(names.len()));
    format!("{share} {}", answered.noun)
}

/// Those who answered the section, of whom every share is one: how many, and what to call them.
#[derive(Clone, Copy)]
struct Answered {
    count: usize,
    noun: &'static str,
}

impl Answered {
    fn of(material: &Material<'_>) -> Answered {
        let answered = &material.section.coverage.answered;
        let names: Vec<String> = answered.iter().map(|unit| (material.name)(*unit)).collect();
        Answered {
            count: answered.len(),
            noun: wording::noun(names.iter().map(String::as_str)),
        }
    }
}

fn supporters(statement: &Statement) -> Vec<UnitId> {
    let places = statement.text.places().iter();
    let mut units: Vec<UnitId> = places.map(|place| place.unit).collect();
    units.sort_unstable();
    units.dedup();
    units
}

fn statement_stem(material: &Material<'_>, statement: &Statement) -> Stem {
    let places = statement.text.places().iter();
    let sources: Vec<Source> = places
        .filter_map(|place| (material.source)(*place))
        .collect();
    let (report, words) = sources.first().map_or(("", ""), |source| {
        (source.report.as_str(), source.words.as_str())
    });
    let text = wording::one_line(statement.text.value());
    Stem {
        proposed: key_of('s', &[&material.section.outline, report, words]),
        text: wording::finished(text.trim_start_matches(['-', '+', '•', '*', ' '])),
        sources,
    }
}

/// "- Xã Vân Khê: …", what one unit alone says.
fn unit_line(material: &Material<'_>, own: &[OfUnit]) -> Line {
    let line = own[0].piece.line.clone();
    let name = wording::capitalised(&(material.name)(own[0].unit));
    let lead = piece(&line, &line, Kind::Frame, format!("- {name}:"), Vec::new());
    let pieces = std::iter::once(lead).chain(own.iter().map(|own| own.piece.clone()));
    Line {
        shape: Shape::Paragraph,
        pieces: pieces.collect(),
        key: line,
    }
}

/// A line as HTML, with the pieces that are wanted.
pub(super) fn line(line: &Line, wanted: &dyn Fn(&Piece) -> bool) -> String {
    let pieces: Vec<&Piece> = line.pieces.iter().filter(|piece| wanted(piece)).collect();
    match line.shape {
        Shape::Table { columns } if pieces.len() == line.pieces.len() => grid(&pieces, columns),
        _ => paragraph(&pieces),
    }
}

/// Pieces one after the other.
pub(super) fn paragraph(pieces: &[&Piece]) -> String {
    let pieces: Vec<String> = pieces
        .iter()
        .map(|piece| markup::piece(&piece.key, &piece.text))
        .collect();
    format!("<p>{}</p>", pieces.join(" "))
}

fn grid(pieces: &[&Piece], columns: usize) -> String {
    let rows = pieces.chunks(columns.max(1)).enumerate().map(|(at, row)| {
        let name = if at == 0 { "th" } else { "td" };
        let cells = row.iter().map(|piece| {
            let text = markup::piece(&piece.key, &piece.text);
            format!("<{name}><p>{text}</p></{name}>")
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    format!("<table><tbody>{}</tbody></table>", rows.collect::<String>())
}
