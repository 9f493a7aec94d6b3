//! One outline item: who answered, the totals, what several units say, what single units add.

use super::figures::figures;
use super::provenance::Provenance;
use crate::consolidation::{ConsolidatedSection, Statement};
use crate::issue::document::{Block, Text};
use crate::issue::dossier::Dossier;
use crate::issue::wording;
use crate::unit::UnitId;

/// Up to this many units are named with what they say together.
const NAMED_TOGETHER: usize = 3;
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
        body.extend(figures(section, dossier.reported(), provenance));
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

/// "(Không phát sinh: xã A; không nêu: xã B.)": units that have reported and have nothing here. The
/// opening says who has not reported; a heading that only gathers others needs no line.
fn coverage(
    section: &ConsolidatedSection,
    parent: bool,
    dossier: &Dossier<'_>,
    provenance: &Provenance<'_>,
) -> Option<Block> {
    let coverage = &section.coverage;
    let own = !section.figures.is_empty() || !section.statements.is_empty();
    if parent && !own {
        return None;
    }
    let noun = wording::noun(dossier.units.iter().map(|unit| unit.name.as_str()));
    let reported = |unit: &UnitId| provenance.index.reported(*unit);
    let silent: Vec<UnitId> = coverage.missing.iter().copied().filter(reported).collect();
    let nobody = coverage.answered.is_empty() && coverage.nil.is_empty();
    let parts: Vec<String> = [("không phát sinh", &coverage.nil), ("không nêu", &silent)]
        .into_iter()
        .filter(|(_, units)| !units.is_empty())
        .map(|(words, units)| format!("{words}: {}", who(units, noun, provenance)))
        .collect();
    let text = match parts.is_empty() {
        _ if nobody => format!("Chưa có {noun} nào báo cáo nội dung này"),
        true => return None,
        false => wording::capitalised(&parts.join("; ")),
    };
    Some(Block::paragraph(Text::italic(format!("({text}.)"))))
}

/// The names of the units, or their count where they are many.
fn who(units: &[UnitId], noun: &str, provenance: &Provenance<'_>) -> String {
    match units.len() <= NAMED_MISSING {
        true => wording::listed(&provenance.index.names(units)),
        false => format!("{} {noun}", wording::count(units.len())),
    }
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

    let answered = &section.coverage.answered;
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
    answered: &[UnitId],
    provenance: &mut Provenance<'_>,
) -> Block {
    let names = provenance.index.names(units);
    let who = match names.len() <= NAMED_TOGETHER {
        true => wording::capitalised(&wording::together(&names)),
        false => {
            let share = wording::share(names.len(), answered.len().max(names.len()));
            let all = provenance.index.names(answered);
            format!("{share} {}", wording::noun(all.into_iter().chain(names)))
        }
    };
    Block::item(Text::plain(format!("{who}: ")).join(sentence(statement, "", provenance)))
}

/// What one unit alone says: a paragraph, or a line each where it is much.
fn alone(unit: UnitId, statements: &[&Statement], provenance: &mut Provenance<'_>) -> Vec<Block> {
    let name = wording::capitalised(provenance.index.name(unit));
    let mut head = Text::plain(format!("{name}:"));
    let mut lines = Vec::new();
    for statement in statements {
        let text = sentence(statement, &name, provenance);
        match statements.len() <= ONE_PARAGRAPH {
            true => head = head.then(" ").join(text),
            false => lines.push(Block::Item { level: 2, text }),
        }
    }
    std::iter::once(Block::item(head)).chain(lines).collect()
}

/// A statement with its mark; in a line that opens with `name` without that name.
fn sentence(statement: &Statement, name: &str, provenance: &mut Provenance<'_>) -> Text {
    let sources: Vec<_> = statement
        .text
        .places()
        .iter()
        .map(|place| (*place, None))
        .collect();
    let mark = provenance.cite(&sources);
    let words = wording::one_line(statement.text.value());
    let words = wording::finished(words.trim_start_matches(['-', '+', '•', '*', ' ']));
    let words = wording::without_name(&words, name);
    // A line may break between a full stop and a bracket, but not between a letter and a bracket.
    let said = words.trim_end_matches(['.', ';', ':', '!', '?', '…', ',']);
    Text::plain(said).marked(mark).then(&words[said.len()..])
}
