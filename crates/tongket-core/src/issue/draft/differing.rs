//! Where a figure table and the prose give two totals of one indicator.
//!
//! Units fill a table in and write the same figure into their text; the two are
//! added up apart and do not always agree. The draft chooses neither in
//! silence: below the table it names both totals, the units whose table and
//! text say different things, and how many say it in one of the two only.
//! Only what is plainly the same is held against each other: the same words,
//! the same unit of measure, the same time.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use tongket_reader::words::figure::{FigurePeriod, measure_of, period_of};
use tongket_reader::words::fold;

use super::compose::{Material, RowSum, TableSum, few, key_of, note};
use super::{Line, Source};
use crate::consolidation::{Aggregation, Contribution, FigureGroup, worded};
use crate::issue::wording;

/// Up to this many units are named with both of their figures.
const NAMED: usize = 5;

/// A line for every indicator of which the table and the prose give different totals.
pub(super) fn lines(material: &Material<'_>, table: &TableSum) -> Vec<Line> {
    let sums = material.section.figures.iter();
    let sums = sums.filter(|group| group.total.is_some() && group.aggregation == Aggregation::Sum);
    let mut lines = Vec::new();
    for group in sums {
        let rows = table.rows.iter().filter(|row| is_same(row, group));
        for row in rows {
            let cells = column_of(table, group).and_then(|at| row.cells.get(at));
            let line = cells.and_then(|cells| Two::of(material, group, cells).line(table, row));
            lines.extend(line);
        }
    }
    lines
}

/// Whether a row and figures of the prose count the same: "Số hộ được hỗ trợ", "hỗ trợ 45 hộ".
fn is_same(row: &RowSum, group: &FigureGroup) -> bool {
    let same_unit = row.unit_of_measure == group.unit_of_measure
        || row.unit_of_measure.is_empty()
        || group.unit_of_measure.is_empty();
    let one_unit = |cells: &Vec<Source>| {
        let mut cells = cells.iter();
        cells.all(|cell| cell.measure == row.unit_of_measure)
    };
    let counted = measure_of(&row.name);
    let words = words(&counted.key);
    row.additive
        && same_unit
        && !words.is_empty()
        && words == self::words(&fold::key(&group.measure))
        && row.cells.iter().all(one_unit)
}

/// The words that say what is counted, whatever their order.
fn words(key: &str) -> Vec<&str> {
    const SMALL: [&str; 6] = ["được", "đã", "của", "các", "những", "số"];
    let words = key.split_whitespace();
    let mut words: Vec<&str> = words.filter(|word| !SMALL.contains(word)).collect();
    words.sort_unstable();
    words
}

/// The column that speaks of the same time: that of the group's period; of the whole period the
/// total, or the only column.
fn column_of(table: &TableSum, group: &FigureGroup) -> Option<usize> {
    let columns = &table.columns;
    let position = |fits: &dyn Fn(&str) -> bool| columns.iter().position(|(_, title)| fits(title));
    match &group.period {
        Some(period) => position(&|title| worded(&period_of(title)).as_ref() == Some(period)),
        None if columns.len() == 1 => Some(0),
        None => position(&|title| {
            let key = fold::key(title);
            let total = ["tổng cộng", "tổng số", "tổng", "cộng"].contains(&key.trim());
            total && period_of(title) == FigurePeriod::Unsaid
        }),
    }
}

/// The figure of one unit in the table and in its text.
struct Pair<'a> {
    cell: Option<&'a Source>,
    said: Option<(&'a Contribution, Source)>,
}

impl Pair<'_> {
    /// Whether both are there and say different things. "Hơn 1.000 hộ" leaves room.
    fn differs(&self) -> bool {
        let (Some(cell), Some((said, _))) = (self.cell.and_then(|cell| cell.value), &self.said)
        else {
            return false;
        };
        let gap = (cell - *said.value.value()).abs();
        match said.approximate {
            true => gap * Decimal::TEN > cell.abs(),
            false => !gap.is_zero(),
        }
    }
}

/// The two totals of one indicator, unit by unit.
struct Two<'a> {
    material: &'a Material<'a>,
    group: &'a FigureGroup,
    pairs: Vec<Pair<'a>>,
}

impl<'a> Two<'a> {
    fn of(material: &'a Material<'a>, group: &'a FigureGroup, cells: &'a [Source]) -> Two<'a> {
        let mut pairs: Vec<Pair<'a>> = cells
            .iter()
            .map(|cell| Pair {
                cell: Some(cell),
                said: None,
            })
            .collect();
        let at: FxHashMap<&str, usize> = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (cell.report.as_str(), at))
            .collect();
        for said in &group.contributions {
            let place = said.value.places().first().copied();
            let Some(source) = place.and_then(material.source) else {
                continue;
            };
            let source = Source {
                words: wording::one_line(&said.text),
                ..source
            };
            match at.get(source.report.as_str()) {
                Some(at) => pairs[*at].said = Some((said, source)),
                None => pairs.push(Pair {
                    cell: None,
                    said: Some((said, source)),
                }),
            }
        }
        Two {
            material,
            group,
            pairs,
        }
    }

    /// "(Chỉ tiêu “Hộ được hỗ trợ”: bảng số liệu cộng được 55 hộ, …)"; none where nothing differs.
    fn line(&self, table: &TableSum, row: &RowSum) -> Option<Line> {
        let cells = self.pairs.iter().filter_map(|pair| pair.cell?.value);
        let filled = self.pairs.iter().any(|pair| pair.cell.is_some());
        let tabled = cells.fold(Decimal::ZERO, Decimal::saturating_add);
        let told = self.group.total?;
        let two_totals = self.group.units().len() > 1 && tabled != told;
        let differing: Vec<&Pair<'_>> = self.pairs.iter().filter(|it| it.differs()).collect();
        let rounded = self.group.approximate && differing.is_empty();
        if !filled || rounded || (differing.is_empty() && !two_totals) {
            return None;
        }
        let unit = &row.unit_of_measure;
        let mut text = format!(
            "(Chỉ tiêu “{}”: bảng số liệu cộng được {}, phần lời của các báo cáo cộng được {}",
            row.name.trim(),
            wording::quantity(tabled, unit),
            wording::quantity(told, unit),
        );
        for part in [self.named(&differing), self.one_sided()]
            .into_iter()
            .flatten()
        {
            text += &format!("; {part}");
        }
        text += ". Cần đối chiếu, chọn một số.)";
        let period = self.group.period.as_deref().unwrap_or_default();
        let key = key_of('x', &[&table.id, &row.code, &self.group.measure, period]);
        Some(note(key, text, self.sources(&differing)))
    }

    /// "bảng và lời khác nhau ở: xã A (bảng 20, lời 10)".
    fn named(&self, differing: &[&Pair<'_>]) -> Option<String> {
        let each = differing.iter().filter_map(|pair| {
            let (cell, (said, _)) = (pair.cell?, pair.said.as_ref()?);
            let name = (self.material.name_of)(cell);
            let values = format!(
                "bảng {}, lời {}",
                wording::number(cell.value?),
                wording::number(*said.value.value())
            );
            Some((name, values))
        });
        let each: Vec<(String, String)> = each.collect();
        let names: Vec<&str> = each.iter().map(|(name, _)| name.as_str()).collect();
        let who = match each.len() {
            0 => return None,
            1..=NAMED => {
                let named = each
                    .iter()
                    .map(|(name, values)| format!("{name} ({values})"));
                named.collect::<Vec<_>>().join(", ")
            }
            _ => few(&names),
        };
        Some(format!("bảng và lời khác nhau ở: {who}"))
    }

    /// "chỉ có trong bảng: xã B; chỉ có trong lời: 12 xã".
    fn one_sided(&self) -> Option<String> {
        let name = |source: &Source| (self.material.name_of)(source);
        let only_cell = self.pairs.iter().filter(|pair| pair.said.is_none());
        let only_cell = only_cell.filter_map(|pair| pair.cell).map(name);
        let only_said = self.pairs.iter().filter(|pair| pair.cell.is_none());
        let only_said = only_said.filter_map(|pair| pair.said.as_ref());
        let only_said = only_said.map(|(_, source)| name(source));
        let told = |place: &str, names: Vec<String>| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            (!names.is_empty()).then(|| format!("chỉ có trong {place}: {}", few(&names)))
        };
        let parts = [
            told("bảng", only_cell.collect()),
            told("lời", only_said.collect()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Both places of the units that differ. They say what they say and add nothing up.
    fn sources(&self, differing: &[&Pair<'_>]) -> Vec<Source> {
        let both = differing.iter().flat_map(|pair| {
            let said = pair.said.as_ref().map(|(_, source)| source);
            pair.cell.into_iter().chain(said).cloned()
        });
        both.map(|source| Source {
            value: None,
            ..source
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidation::{ConsolidatedSection, Place, Sourced};
    use crate::issue::draft::Shape;
    use crate::issue::draft::compose;
    use crate::unit::UnitId;
    use tongket_reader::Span;

    const NAMES: [&str; 3] = ["xã Vân Khê", "xã Mường Lạng", "xã Đông Giang"];

    fn place(unit: u32) -> Place {
        Place {
            unit: UnitId(unit),
            file: unit as usize,
            span: Span::new(0, 1),
        }
    }

    fn source(unit: u32) -> Source {
        Source {
            unit: unit.to_string(),
            report: format!("r{unit}"),
            submission: "s".to_owned(),
            ordinal: 1,
            item: "II".to_owned(),
            words: String::new(),
            cell: None,
            value: None,
            measure: String::new(),
        }
    }

    fn said(measure: &str, values: &[(u32, i64)]) -> FigureGroup {
        let contributions = values.iter().filter_map(|(unit, value)| {
            Some(Contribution {
                value: Sourced::new(Decimal::from(*value), vec![place(*unit)])?,
                text: format!("{value} hộ"),
                approximate: false,
                denominator: None,
            })
        });
        FigureGroup {
            measure: measure.to_owned(),
            unit_of_measure: "hộ".to_owned(),
            period: None,
            total: Some(values.iter().map(|(_, value)| Decimal::from(*value)).sum()),
            aggregation: Aggregation::Sum,
            approximate: false,
            contributions: contributions.collect(),
        }
    }

    fn filled(title: &str, values: &[(u32, i64)]) -> TableSum {
        let cells = values.iter().map(|(unit, value)| Source {
            cell: Some(("b/ho".to_owned(), "so_lieu".to_owned())),
            value: Some(Decimal::from(*value)),
            measure: "hộ".to_owned(),
            words: format!("{value} hộ"),
            ..source(*unit)
        });
        TableSum {
            id: "b".to_owned(),
            columns: vec![("so_lieu".to_owned(), title.to_owned())],
            rows: vec![RowSum {
                code: "ho".to_owned(),
                name: "Số hộ được hỗ trợ".to_owned(),
                unit_of_measure: "hộ".to_owned(),
                additive: true,
                cells: vec![cells.collect()],
            }],
        }
    }

    /// The paragraphs that a draft makes of a figure of the prose and of a table.
    fn told(said: FigureGroup, table: TableSum) -> Vec<String> {
        let section = ConsolidatedSection {
            outline: "II".to_owned(),
            figures: vec![said],
            ..ConsolidatedSection::default()
        };
        let name = |unit: UnitId| NAMES[unit.0 as usize].to_owned();
        let material = Material {
            section: &section,
            tables: &[table],
            gathers: false,
            reported: 3,
            source: &|place| Some(source(place.unit.0)),
            name: &name,
            name_of: &|source| name(UnitId(source.unit.parse().unwrap_or_default())),
            doubled: &[],
            has_reported: &|_| true,
        };
        let fresh = compose(&material, &[]);
        let again = compose(&material, &crate::issue::draft::first(&fresh).pieces);
        assert_eq!(fresh.lines, again.lines, "it stays as it is");
        let paragraphs = fresh
            .lines
            .iter()
            .filter(|line| line.shape == Shape::Paragraph);
        let texts = paragraphs.map(|line| {
            let texts: Vec<&str> = line
                .pieces
                .iter()
                .map(|piece| piece.text.as_str())
                .collect();
            texts.join(" ")
        });
        texts.filter(|text| text.contains("đối chiếu")).collect()
    }

    #[test]
    fn a_table_and_prose_that_differ_are_told_apart() {
        let table = filled("Số liệu", &[(0, 20), (1, 30), (2, 5)]);
        assert_eq!(
            told(said("hỗ trợ hộ", &[(0, 20), (1, 3)]), table.clone()),
            [
                "(Chỉ tiêu “Số hộ được hỗ trợ”: bảng số liệu cộng được 55 hộ, phần lời của các \
                 báo cáo cộng được 23 hộ; bảng và lời khác nhau ở: xã Mường Lạng (bảng 30, lời 3); \
                 chỉ có trong bảng: xã Đông Giang. Cần đối chiếu, chọn một số.)"
            ]
        );
        let silent = told(said("hộ được hỗ trợ", &[(0, 20), (1, 30)]), table);
        assert_eq!(silent.len(), 1, "two totals of which one leaves a unit out");
        assert!(silent[0].contains("55 hộ") && silent[0].contains("50 hộ"));
    }

    #[test]
    fn what_agrees_or_counts_something_else_is_left_alone() {
        let table = filled("Số liệu", &[(0, 20), (1, 30)]);
        let none: [&str; 0] = [];
        assert_eq!(
            told(said("hỗ trợ hộ", &[(0, 20), (1, 30)]), table.clone()),
            none
        );
        assert_eq!(told(said("hộ", &[(0, 900), (1, 800)]), table.clone()), none);
        assert_eq!(told(said("hộ nghèo được hỗ trợ", &[(0, 9)]), table), none);
        let earlier = filled("Năm 2016", &[(0, 1), (1, 2)]);
        let mut later = said("hỗ trợ hộ", &[(0, 20), (1, 30)]);
        later.period = Some("năm 2025".to_owned());
        assert_eq!(told(later, earlier), none);
    }
}
