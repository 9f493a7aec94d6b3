//! The sheets one by one.

use std::collections::{HashMap, HashSet};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use tongket_core::consolidation::{Aggregation, ConsolidatedSection, Contribution, FigureGroup};
use tongket_core::issue::dossier::Index;
use tongket_core::issue::{Dossier, UnitStanding, wording};
use tongket_core::review::Finding;
use tongket_core::unit::UnitId;

use super::style::{Looks, filter, fit, furnish, shorten};
use tongket_reader::Severity;

const CONTRIBUTIONS: &str = "Số liệu";

/// The groups of all sections, numbered from 1; the number ties totals to contributions.
fn groups<'a>(
    dossier: &Dossier<'a>,
) -> impl Iterator<Item = (u32, &'a ConsolidatedSection, &'a FigureGroup)> {
    let sections = dossier.consolidation.sections.iter();
    let all = sections.flat_map(|section| section.figures.iter().map(move |it| (section, it)));
    (1..)
        .zip(all)
        .map(|(number, (section, group))| (number, section, group))
}

/// One row a measure, its total a live sum.
pub(super) fn totals(
    sheet: &mut Worksheet,
    dossier: &Dossier<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        ("Nhóm", 8.0),
        ("Mục", 10.0),
        ("Tên mục", 34.0),
        ("Chỉ tiêu", 38.0),
        ("Đơn vị tính", 13.0),
        ("Tổng số", 16.0),
        ("Ước tính", 10.0),
        ("Số đơn vị có số liệu", 12.0),
        ("Cách tổng hợp", 20.0),
    ];
    furnish(sheet, "Tổng hợp", &columns, looks)?;
    let rows: usize = groups(dossier)
        .map(|(_, _, group)| group.contributions.len())
        .sum();
    for (row, section, group) in groups(dossier) {
        sheet.write_number_with_format(row, 0, row, &looks.center)?;
        sheet.write_string_with_format(row, 1, shorten(&section.outline), &looks.center)?;
        sheet.write_string_with_format(row, 2, shorten(&section.title), &looks.text)?;
        sheet.write_string_with_format(row, 3, shorten(&group.name()), &looks.text)?;
        sheet.write_string_with_format(row, 4, shorten(&group.unit_of_measure), &looks.center)?;
        total(sheet, row, group, rows, looks)?;
        let approximate = if group.approximate { "khoảng" } else { "" };
        sheet.write_string_with_format(row, 6, approximate, &looks.center)?;
        sheet.write_number_with_format(row, 7, group.units().len() as f64, &looks.center)?;
        let how = match group.aggregation {
            Aggregation::Sum => "Cộng",
            Aggregation::List => "Liệt kê, không cộng",
        };
        sheet.write_string_with_format(row, 8, how, &looks.text)?;
        let texts = [(2, section.title.as_str()), (3, &group.name()), (8, how)];
        fit(sheet, row, &columns, &texts)?;
    }
    filter(sheet, groups(dossier).count() as u32, columns.len())
}

/// The sum over the rows of the group among the contributions, with its result for viewers.
fn total(
    sheet: &mut Worksheet,
    row: u32,
    group: &FigureGroup,
    rows: usize,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let Some(total) = group
        .total
        .filter(|_| group.aggregation == Aggregation::Sum)
    else {
        sheet.write_string_with_format(row, 5, "", &looks.text)?;
        return Ok(());
    };
    let last = rows + 1;
    let sum = format!(
        "=SUMIFS('{CONTRIBUTIONS}'!$G$2:$G${last},'{CONTRIBUTIONS}'!$A$2:$A${last},A{})",
        row + 1
    );
    let formula = Formula::new(sum).set_result(total.normalize().to_string());
    sheet.write_formula_with_format(row, 5, formula, looks.total(total))?;
    Ok(())
}

/// One row a contribution, with the words it was read from.
pub(super) fn contributions(
    sheet: &mut Worksheet,
    dossier: &Dossier<'_>,
    index: &Index<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        ("Nhóm", 8.0),
        ("Mục", 10.0),
        ("Chỉ tiêu", 34.0),
        ("Đơn vị tính", 12.0),
        ("Đơn vị báo cáo", 24.0),
        ("Ước tính", 10.0),
        ("Giá trị", 14.0),
        ("Trên tổng số", 12.0),
        ("Nội dung trong báo cáo", 60.0),
        ("Tệp", 26.0),
        ("Vị trí", 18.0),
    ];
    furnish(sheet, CONTRIBUTIONS, &columns, looks)?;
    let mut row = 0;
    for (number, section, group) in groups(dossier) {
        let name = group.name();
        for it in &group.contributions {
            row += 1;
            sheet.write_number_with_format(row, 0, number, &looks.center)?;
            sheet.write_string_with_format(row, 1, shorten(&section.outline), &looks.center)?;
            sheet.write_string_with_format(row, 2, shorten(&name), &looks.text)?;
            sheet.write_string_with_format(
                row,
                3,
                shorten(&group.unit_of_measure),
                &looks.center,
            )?;
            contribution(sheet, row, it, index, looks)?;
            let place = it.value.places().first().copied();
            let unit = place.map_or("", |place| index.name(place.unit));
            let file = place.map_or("", |place| index.file(place));
            let texts = [(2, name.as_str()), (4, unit), (8, &it.text), (9, file)];
            fit(sheet, row, &columns, &texts)?;
        }
    }
    filter(sheet, row, columns.len())
}

fn contribution(
    sheet: &mut Worksheet,
    row: u32,
    it: &Contribution,
    index: &Index<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let place = it.value.places().first().copied();
    let unit = place.map_or("", |place| index.name(place.unit));
    let value = *it.value.value();
    let approximate = if it.approximate { "khoảng" } else { "" };
    sheet.write_string_with_format(row, 4, shorten(unit), &looks.text)?;
    sheet.write_string_with_format(row, 5, approximate, &looks.center)?;
    sheet.write_number_with_format(row, 6, number(value), looks.number(value))?;
    match it.denominator {
        Some(whole) => {
            sheet.write_number_with_format(row, 7, number(whole), looks.number(whole))?;
        }
        None => {
            sheet.write_string_with_format(row, 7, "", &looks.text)?;
        }
    }
    sheet.write_string_with_format(row, 8, shorten(&wording::one_line(&it.text)), &looks.text)?;
    let (file, spot) = place
        .map(|place| (index.file(place), index.spot(place)))
        .unwrap_or_default();
    sheet.write_string_with_format(row, 9, shorten(file), &looks.text)?;
    sheet.write_string_with_format(row, 10, spot, &looks.text)?;
    Ok(())
}

fn number(value: rust_decimal::Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

/// The first column of the coverage sheet that stands for an outline item.
const ITEMS: u16 = 3;

/// Units by outline items: answered, nothing to report, left out; below them how many answered.
pub(super) fn coverage(
    sheet: &mut Worksheet,
    dossier: &Dossier<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    // A sheet has at most 16,384 columns.
    let sections = dossier.consolidation.sections.iter().take(16_000);
    let sections: Vec<&ConsolidatedSection> = sections.collect();
    let titles: Vec<String> = sections.iter().map(|section| title(section)).collect();
    let mut columns = vec![
        ("Đơn vị", 34.0),
        ("Tình trạng", 18.0),
        ("Số mục có nội dung", 11.0),
    ];
    columns.extend(titles.iter().map(|title| (title.as_str(), 9.5)));
    furnish(sheet, "Độ phủ", &columns, looks)?;
    sheet.set_row_height(0, 190)?;
    sheet.set_freeze_panes(1, ITEMS)?;
    for (column, title) in (ITEMS..).zip(&titles) {
        sheet.write_string_with_format(0, column, shorten(title), &looks.upright)?;
    }
    let mut answered: HashMap<UnitId, u32> = HashMap::new();
    for (column, section) in (ITEMS..).zip(&sections) {
        for unit in &section.coverage.answered {
            *answered.entry(*unit).or_default() += 1;
        }
        item(sheet, column, section, dossier, looks)?;
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let last = column_number_to_name(last.max(ITEMS));
    for (row, unit) in (1_u32..).zip(dossier.units) {
        let name = wording::capitalised(&unit.name);
        sheet.write_string_with_format(row, 0, shorten(&name), &looks.text)?;
        sheet.write_string_with_format(row, 1, unit.state.label(), standing_look(unit, looks))?;
        let count = answered.get(&unit.id).copied().unwrap_or_default();
        let line = row + 1;
        let formula = Formula::new(format!("=COUNTIF(D{line}:{last}{line},\"có\")"));
        let formula = formula.set_result(count.to_string());
        sheet.write_formula_with_format(row, 2, formula, &looks.center)?;
        fit(sheet, row, &columns, &[(0, &name), (1, unit.state.label())])?;
    }
    answers(sheet, &sections, dossier, looks)?;
    filter(sheet, dossier.units.len() as u32, columns.len())
}

/// The last row: how many units have something on each item.
fn answers(
    sheet: &mut Worksheet,
    sections: &[&ConsolidatedSection],
    dossier: &Dossier<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let row = dossier.units.len() as u32 + 1;
    sheet.write_string_with_format(row, 0, "Số đơn vị có nội dung", &looks.head)?;
    let of = format!("trên {} đơn vị", dossier.units.len());
    sheet.merge_range(row, 1, row, 2, &of, &looks.head)?;
    for (column, section) in (ITEMS..).zip(sections) {
        let letters = column_number_to_name(column);
        let formula = format!("=COUNTIF({letters}2:{letters}{row},\"có\")");
        let count = section.coverage.answered.len();
        let formula = Formula::new(formula).set_result(count.to_string());
        sheet.write_formula_with_format(row, column, formula, &looks.head)?;
    }
    Ok(())
}

/// One outline item down the units; red is what a unit that has reported left out.
fn item(
    sheet: &mut Worksheet,
    column: u16,
    section: &ConsolidatedSection,
    dossier: &Dossier<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let coverage = &section.coverage;
    let answered: HashSet<&UnitId> = coverage.answered.iter().collect();
    let nil: HashSet<&UnitId> = coverage.nil.iter().collect();
    for (row, unit) in (1_u32..).zip(dossier.units) {
        let (words, look) = match unit {
            _ if answered.contains(&unit.id) => ("có", &looks.good),
            _ if nil.contains(&unit.id) => ("không có", &looks.quiet),
            _ if unit.state.reported() => ("thiếu", &looks.bad),
            _ => ("", &looks.quiet),
        };
        sheet.write_string_with_format(row, column, words, look)?;
    }
    Ok(())
}

fn standing_look<'l>(unit: &UnitStanding, looks: &'l Looks) -> &'l Format {
    match unit.state.reported() {
        true => &looks.good,
        false => &looks.bad,
    }
}

fn title(section: &ConsolidatedSection) -> String {
    wording::shortened(&format!("{} {}", section.outline, section.title), 60)
}

/// One row a finding.
pub(super) fn findings(
    sheet: &mut Worksheet,
    dossier: &Dossier<'_>,
    index: &Index<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        ("STT", 7.0),
        ("Mã", 10.0),
        ("Mức độ", 13.0),
        ("Loại", 26.0),
        ("Nội dung", 66.0),
        ("Đơn vị", 26.0),
        ("Tệp", 26.0),
        ("Vị trí", 18.0),
        ("Nơi liên quan", 44.0),
    ];
    furnish(sheet, "Phát hiện", &columns, looks)?;
    for (row, finding) in (1_u32..).zip(&dossier.consolidation.findings) {
        let first = finding.places.first().copied();
        sheet.write_number_with_format(row, 0, row, &looks.center)?;
        sheet.write_string_with_format(row, 1, finding.code, &looks.center)?;
        sheet.write_string_with_format(row, 2, severity(finding.severity), &looks.center)?;
        sheet.write_string_with_format(row, 3, finding.kind.label(), &looks.text)?;
        sheet.write_string_with_format(row, 4, shorten(&finding.message), &looks.text)?;
        let unit = first.map_or("", |place| index.name(place.unit));
        sheet.write_string_with_format(row, 5, shorten(unit), &looks.text)?;
        let file = first.map_or("", |place| index.file(place));
        sheet.write_string_with_format(row, 6, shorten(file), &looks.text)?;
        let spot = first.map(|place| index.spot(place)).unwrap_or_default();
        sheet.write_string_with_format(row, 7, spot, &looks.text)?;
        let others = others(finding, index);
        sheet.write_string_with_format(row, 8, shorten(&others), &looks.text)?;
        let texts = [
            (3, finding.kind.label()),
            (4, &finding.message),
            (5, unit),
            (6, file),
            (8, &others),
        ];
        fit(sheet, row, &columns, &texts)?;
    }
    filter(
        sheet,
        dossier.consolidation.findings.len() as u32,
        columns.len(),
    )
}

/// The places of a finding after the first.
fn others(finding: &Finding, index: &Index<'_>) -> String {
    let rest = finding.places.iter().skip(1);
    let words = rest.map(|place| format!("{} ({})", index.name(place.unit), index.spot(*place)));
    words.collect::<Vec<_>>().join("; ")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Sai",
        Severity::Warning => "Cần xem lại",
        Severity::Info => "Lưu ý",
    }
}

/// How every unit stands.
pub(super) fn standing(
    sheet: &mut Worksheet,
    dossier: &Dossier<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        ("STT", 7.0),
        ("Đơn vị", 34.0),
        ("Tình trạng", 22.0),
        ("Tệp", 40.0),
        ("Ghi chú", 40.0),
    ];
    furnish(sheet, "Tình hình gửi", &columns, looks)?;
    for (row, unit) in (1_u32..).zip(dossier.units) {
        let name = wording::capitalised(&unit.name);
        let look = standing_look(unit, looks);
        sheet.write_number_with_format(row, 0, row, &looks.center)?;
        sheet.write_string_with_format(row, 1, shorten(&name), &looks.text)?;
        sheet.write_string_with_format(row, 2, unit.state.label(), look)?;
        let file = unit.file.as_deref().unwrap_or_default();
        sheet.write_string_with_format(row, 3, shorten(file), &looks.text)?;
        let note = unit.note.as_deref().unwrap_or_default();
        sheet.write_string_with_format(row, 4, shorten(note), &looks.text)?;
        fit(sheet, row, &columns, &[(1, &name), (3, file), (4, note)])?;
    }
    filter(sheet, dossier.units.len() as u32, columns.len())
}
