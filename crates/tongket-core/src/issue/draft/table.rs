//! A figure table in the draft: its sums, and below it how many units they are of.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::compose::{Material, NAMED, RowSum, TableSum, few, key_of, note, piece};
use super::{Kind, Line, Shape, Source};
use crate::issue::wording;

/// A figure table with its sums; none where no unit filled anything in.
pub(super) fn table(material: &Material<'_>, sum: &TableSum) -> Option<Line> {
    let filled = |row: &RowSum| row.cells.iter().any(|cell| !cell.is_empty());
    if !sum.rows.iter().any(filled) {
        return None;
    }
    let line = key_of('t', &[&sum.id]);
    let frame = |name: &str, text: &str| {
        let key = key_of('h', &[&sum.id, name]);
        piece(&key, &line, Kind::Frame, text, Vec::new())
    };
    let mut pieces = vec![frame("name", "Chỉ tiêu"), frame("unit", "Đơn vị tính")];
    let columns = sum.columns.iter();
    pieces.extend(columns.map(|(key, title)| frame(&format!("column {key}"), title)));
    for row in &sum.rows {
        let blank = |text: &str| {
            if text.is_empty() {
                "–".to_owned()
            } else {
                text.to_owned()
            }
        };
        pieces.push(frame(&format!("row {}", row.code), &row.name));
        pieces.push(frame(
            &format!("measure {}", row.code),
            &blank(&row.unit_of_measure),
        ));
        let many = of_many(row);
        for ((column, _), sources) in sum.columns.iter().zip(&row.cells) {
            let key = key_of('d', &[&sum.id, &row.code, column]);
            let text = cell(material, row, sources, many);
            pieces.push(piece(&key, &line, Kind::Cell, text, sources.clone()));
        }
    }
    Some(Line {
        shape: Shape::Table {
            columns: sum.columns.len() + 2,
        },
        key: line,
        pieces,
    })
}

/// Columns of figures beyond which a table has no room for values side by side.
const ROOMY: usize = 4;

/// Whether a cell of a row has more values than are said side by side, in a wide table more than one;
/// then none of its cells says them so.
fn of_many(row: &RowSum) -> bool {
    let most = if row.cells.len() > ROOMY { 1 } else { NAMED };
    row.cells.iter().any(|cell| reports(cell.iter()) > most)
}

/// The sum of a cell; values side by side where adding would be wrong, of many the least and the most.
fn cell(material: &Material<'_>, row: &RowSum, sources: &[Source], many: bool) -> String {
    let values: Vec<Decimal> = sources.iter().filter_map(|source| source.value).collect();
    let same = sources
        .iter()
        .all(|source| source.measure == row.unit_of_measure);
    let add = |sum: Decimal, value: &Decimal| sum.checked_add(*value);
    match (values.as_slice(), row.additive && same) {
        ([], _) => "–".to_owned(),
        (values, true) => {
            let sum = values.iter().try_fold(Decimal::ZERO, add);
            sum.map_or_else(|| "–".to_owned(), wording::number)
        }
        ([one], false) => wording::quantity(*one, foreign(row, &sources[0])),
        (values, false) if same && many => {
            let low = values.iter().min().copied().unwrap_or_default();
            let high = values.iter().max().copied().unwrap_or_default();
            match low == high {
                true => wording::number(low),
                false => format!("{}–{}", wording::number(low), wording::number(high)),
            }
        }
        (_, false) if row.additive => by_measure(material, sources),
        (values, false) => {
            let each = values.iter().zip(sources).map(|(value, source)| {
                let quantity = wording::quantity(*value, foreign(row, source));
                format!("{quantity} ({})", (material.name_of)(source))
            });
            format!("không cộng: {}", each.collect::<Vec<_>>().join("; "))
        }
    }
}

/// "không cộng: 20 triệu đồng (xã A, xã B); 3 tỷ đồng (12 xã)": each unit of measure for itself.
fn by_measure(material: &Material<'_>, sources: &[Source]) -> String {
    let mut measures: Vec<&str> = Vec::new();
    for source in sources {
        if !measures.contains(&source.measure.as_str()) {
            measures.push(&source.measure);
        }
    }
    let each = measures.into_iter().map(|measure| {
        let own = sources.iter().filter(|source| source.measure == measure);
        let values = own.clone().filter_map(|source| source.value);
        let sum = values.fold(Decimal::ZERO, Decimal::saturating_add);
        let names: Vec<String> = own.map(|source| (material.name_of)(source)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("{} ({})", wording::quantity(sum, measure), few(&names))
    });
    format!("không cộng: {}", each.collect::<Vec<_>>().join("; "))
}

/// The unit of measure of a figure where it is not the row's.
fn foreign<'s>(row: &RowSum, source: &'s Source) -> &'s str {
    match source.measure == row.unit_of_measure {
        true => "",
        false => &source.measure,
    }
}

/// "(Bảng cộng số liệu của 05/05 đơn vị đã báo cáo; “Số hộ”, Năm 2025: 04 đơn vị.)": coverage is
/// always stated. None where the table stands for nobody.
pub(super) fn coverage(material: &Material<'_>, sum: &TableSum) -> Option<Line> {
    let all = reports(sum.rows.iter().flat_map(|row| row.cells.iter().flatten()));
    if all == 0 {
        return None;
    }
    let mut fewer = Vec::new();
    for row in &sum.rows {
        for ((_, title), cells) in sum.columns.iter().zip(&row.cells) {
            let own = reports(cells.iter());
            if own > 0 && own < all {
                let (name, count) = (row.name.trim(), wording::count(own));
                fewer.push(format!("“{name}”, {title}: {count} đơn vị"));
            }
        }
    }
    let reported = material.reported.max(all);
    let mut text = format!(
        "(Bảng cộng số liệu của {}/{} đơn vị đã báo cáo",
        wording::count(all),
        wording::count(reported)
    );
    match fewer.len() {
        0 => {}
        few if few <= NAMED => text += &format!("; riêng {}", fewer.join("; ")),
        many => text += &format!("; {many} ô có số của ít đơn vị hơn"),
    }
    let key = key_of('n', &[&sum.id]);
    Some(note(key, text + ".)", Vec::new()))
}

/// How many reports gave a value.
fn reports<'s>(sources: impl Iterator<Item = &'s Source>) -> usize {
    let filled = sources.filter(|source| source.value.is_some());
    let reports: FxHashSet<&str> = filled.map(|source| source.report.as_str()).collect();
    reports.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidation::ConsolidatedSection;
    use crate::issue::draft::compose;

    fn cell(unit: &str, value: i64) -> Source {
        Source {
            unit: unit.to_owned(),
            report: format!("r-{unit}"),
            submission: format!("{unit}-1"),
            ordinal: 1,
            item: "II".to_owned(),
            words: value.to_string(),
            cell: None,
            value: Some(Decimal::from(value)),
            measure: "hộ".to_owned(),
        }
    }

    /// A table of households in 2016 and 2025, of units "a", "b", … with these values.
    fn households(early: &[i64], late: &[i64], additive: bool) -> TableSum {
        let cells = |values: &[i64]| {
            let units = "abcdefghijk".split("").filter(|unit| !unit.is_empty());
            let cells = units.zip(values).map(|(unit, value)| cell(unit, *value));
            cells.collect::<Vec<Source>>()
        };
        let years = ["2016", "2025"].map(|year| (year.to_owned(), format!("Năm {year}")));
        TableSum {
            id: "b".to_owned(),
            columns: years.to_vec(),
            rows: vec![RowSum {
                code: "ho".to_owned(),
                name: "Số hộ".to_owned(),
                unit_of_measure: "hộ".to_owned(),
                additive,
                cells: vec![cells(early), cells(late)],
            }],
        }
    }

    /// The text of every piece of a draft that has this table alone.
    fn drafted(table: TableSum, doubled: &[(String, String)]) -> Vec<String> {
        let section = ConsolidatedSection {
            outline: "II".to_owned(),
            ..ConsolidatedSection::default()
        };
        let material = Material {
            section: &section,
            tables: &[table],
            gathers: false,
            reported: 4,
            source: &|_| None,
            name: &|_| String::new(),
            name_of: &|source| format!("xã {}", source.unit),
            doubled,
            has_reported: &|_| false,
        };
        let lines = compose(&material, &[]).lines.into_iter();
        let pieces = lines.flat_map(|line| line.pieces);
        pieces.map(|piece| piece.text).collect()
    }

    #[test]
    fn a_table_says_of_how_many_units_it_is() {
        let texts = drafted(households(&[10, 20, 30], &[12, 22], true), &[]);
        let note =
            "(Bảng cộng số liệu của 03/04 đơn vị đã báo cáo; riêng “Số hộ”, Năm 2025: 02 đơn vị.)";
        assert!(texts.iter().any(|text| text == note), "{texts:?}");
        let whole = drafted(households(&[10, 20], &[12, 22], true), &[]);
        let note = "(Bảng cộng số liệu của 02/04 đơn vị đã báo cáo.)";
        assert!(whole.iter().any(|text| text == note), "{whole:?}");
        let empty = drafted(households(&[], &[], true), &[]);
        assert!(
            empty.iter().all(|text| !text.contains("Bảng cộng")),
            "{empty:?}"
        );
    }

    #[test]
    fn what_may_be_counted_twice_is_said() {
        let pair = [("xã A".to_owned(), "huyện B".to_owned())];
        let texts = drafted(households(&[10, 20], &[12, 22], true), &pair);
        let said = |text: &String| text.contains("huyện B và xã A trực thuộc cùng có số liệu");
        assert!(texts.iter().any(said), "{texts:?}");
    }

    #[test]
    fn a_row_of_ratios_is_said_in_one_way() {
        let many = [50, 60, 70, 80, 90, 55];
        let texts = drafted(households(&many, &many[..3], false), &[]);
        assert!(texts.contains(&"50–90".to_owned()), "{texts:?}");
        assert!(texts.contains(&"50–70".to_owned()), "{texts:?}");
        let few = drafted(households(&many[..2], &many[..2], false), &[]);
        assert!(
            few.iter()
                .any(|text| text.starts_with("không cộng: 50 (xã a)")),
            "{few:?}"
        );
        // A table of ten years has no room for them.
        let mut wide = households(&many[..2], &[70, 70], false);
        for year in 2017..=2020 {
            wide.columns.push((year.to_string(), format!("Năm {year}")));
            let again = wide.rows[0].cells[0].clone();
            wide.rows[0].cells.push(again);
        }
        let texts = drafted(wide, &[]);
        assert_eq!(texts.iter().filter(|text| *text == "50–60").count(), 5);
        assert!(texts.contains(&"70".to_owned()), "{texts:?}");
    }
}
