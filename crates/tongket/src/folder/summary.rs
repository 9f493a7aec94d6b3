//! What a run tells the person who started it.

use std::cmp::Reverse;
use std::fmt::Write;
use std::path::PathBuf;

use tongket_core::consolidation::{Aggregation, FigureGroup};
use tongket_core::gathering::Gathering;
use tongket_core::issue::{UnitState, wording};
use tongket_core::review::Finding;
use tongket_reader::Severity;
use tongket_reader::plan::Plan;

use crate::out::table;

/// Most totals that are shown; the rest is in the files.
const MOST: usize = 12;
/// Most findings of one code that are shown.
const MOST_ALIKE: usize = 3;

/// The whole summary.
pub(super) fn of(plan: &Plan, gathering: &Gathering<'_>, written: &[PathBuf]) -> String {
    let mut text = String::new();
    heading(&mut text, plan);
    units(&mut text, gathering);
    coverage(&mut text, gathering);
    totals(&mut text, gathering);
    findings(&mut text, &gathering.consolidation.findings);
    for note in &gathering.notes {
        line(&mut text, &format!("Lưu ý: {note}"));
    }
    line(&mut text, "\nĐã ghi:");
    for path in written {
        line(&mut text, &format!("  {}", path.display()));
    }
    text
}

fn line(text: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}");
}

fn heading(text: &mut String, plan: &Plan) {
    let document = &plan.document;
    let code = document
        .code
        .as_ref()
        .map_or("không số", |code| code.value.as_str());
    let subject = document
        .subject
        .as_ref()
        .map_or("", |subject| subject.value.as_str());
    line(text, &format!("Kế hoạch {code}: {subject}"));
    line(
        text,
        &format!(
            "{} nhiệm vụ, {} câu chưa hiểu",
            plan.tasks.len(),
            plan.unclaimed.len()
        ),
    );
}

fn units(text: &mut String, gathering: &Gathering<'_>) {
    let reported = gathering
        .units
        .iter()
        .filter(|unit| unit.state.reported())
        .count();
    line(
        text,
        &format!("\nĐơn vị: {reported}/{} đã gửi", gathering.units.len()),
    );
    let mut table = table(["Đơn vị", "Tình trạng", "Tệp", "Ghi chú"]);
    for unit in &gathering.units {
        table.add_row([
            unit.name.as_str(),
            unit.state.label(),
            unit.file.as_deref().unwrap_or_default(),
            unit.note.as_deref().unwrap_or_default(),
        ]);
    }
    line(text, &table.to_string());
}

fn coverage(text: &mut String, gathering: &Gathering<'_>) {
    line(text, "\nĐộ phủ theo đề cương");
    let mut table = table(["Mục", "", "Có", "Không có", "Thiếu"]);
    for section in &gathering.consolidation.sections {
        let coverage = &section.coverage;
        table.add_row([
            section.outline.clone(),
            wording::shortened(&section.title, 60),
            coverage.answered.len().to_string(),
            coverage.nil.len().to_string(),
            coverage.missing.len().to_string(),
        ]);
    }
    line(text, &table.to_string());
    let late = gathering
        .units
        .iter()
        .filter(|unit| unit.state == UnitState::Late)
        .count();
    if late > 0 {
        line(text, &format!("{late} đơn vị gửi chậm"));
    }
}

fn totals(text: &mut String, gathering: &Gathering<'_>) {
    let sections = &gathering.consolidation.sections;
    let mut groups: Vec<&FigureGroup> = sections
        .iter()
        .flat_map(|section| &section.figures)
        .filter(|group| group.aggregation == Aggregation::Sum && group.contributions.len() > 1)
        .collect();
    let all = groups.len();
    groups.sort_by_key(|group| Reverse(group.contributions.len()));
    line(text, &format!("\nSố liệu cộng được: {all} chỉ tiêu"));
    let mut table = table(["Chỉ tiêu", "Tổng", "Đơn vị tính", "Số đơn vị"]);
    for group in groups.into_iter().take(MOST) {
        let total = group.total.map(wording::number).unwrap_or_default();
        let about = if group.approximate { "khoảng " } else { "" };
        table.add_row([
            group.name(),
            format!("{about}{total}"),
            group.unit_of_measure.clone(),
            group.contributions.len().to_string(),
        ]);
    }
    line(text, &table.to_string());
    if all > MOST {
        line(
            text,
            &format!("  … và {} nữa, xem so-lieu.xlsx", all - MOST),
        );
    }
}

fn findings(text: &mut String, findings: &[Finding]) {
    line(text, &format!("\nĐiểm cần kiểm tra: {}", findings.len()));
    let mut worst: Vec<&Finding> = findings.iter().collect();
    worst.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
    for alike in worst.chunk_by(|one, other| one.code == other.code) {
        for finding in alike.iter().take(MOST_ALIKE) {
            let mark = mark(finding.severity);
            line(
                text,
                &format!("  {} {mark}: {}", finding.code, finding.message),
            );
        }
        if let [first, ..] = alike
            && alike.len() > MOST_ALIKE
        {
            let more = alike.len() - MOST_ALIKE;
            line(
                text,
                &format!("  {} … và {more} điểm nữa cùng loại", first.code),
            );
        }
    }
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "lỗi",
        Severity::Warning => "cảnh báo",
        Severity::Info => "lưu ý",
    }
}
