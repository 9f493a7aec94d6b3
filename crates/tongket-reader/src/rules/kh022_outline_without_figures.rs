//! An outline that asks for results throughout and for no figure.

use super::case::Case;
use super::finding::Finding;
use crate::plan::{Outline, OutlineItem};

pub(super) const RULE: super::Rule = crate::rule!(
    "KH022",
    "kh022_outline_without_figures",
    Info,
    "Đề cương hỏi kết quả nhưng không có biểu số liệu",
    "The outline asks for results and for no figures",
);

/// Words that ask for figures.
const FIGURES: [&str; 22] = [
    "số lượng", "số liệu", "tổng số", "bao nhiêu", "tỷ lệ", "tỉ lệ", "biểu mẫu", "phụ biểu", "biểu số", "bảng",
    "thống kê", "(số", "%", " số buổi", " số lượt", " số tổ", " số hộ", " số người", " số cuộc", " số vụ", " số lớp",
    " số văn bản",
];

/// Items asking for results before the lack of figures is worth a word.
const RESULTS: usize = 4;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(outline) = &case.plan.outline else { return Vec::new() };
    let asking: Vec<&OutlineItem> = outline.walk().into_iter().filter(|item| case.title_key(item).contains("kết quả")).collect();
    if asking.len() < RESULTS || asks(case.lower_slice(outline.span)) || has_table(case, outline) {
        return Vec::new();
    }
    let Some(first) = asking.first() else { return Vec::new() };
    let count = asking.len();
    let finding = Finding::new(
        first.span,
        format!("Đề cương có {count} nội dung hỏi kết quả nhưng không có biểu số liệu nào."),
        format!("The outline asks for results in {count} items and has no table of figures."),
    );
    vec![finding.fix(
        "Kèm một biểu số liệu: chỉ tiêu, đơn vị tính, mốc tính; nếu không, số liệu các nơi không cộng được.",
        "Add a table of measures with their units and dates; otherwise figures cannot be added up.",
    )]
}

fn has_table(case: &Case<'_>, outline: &Outline) -> bool {
    let tables = case.flow.blocks.iter().filter(|block| block.table.is_some());
    let annex = case.annex().unwrap_or(outline.span.start);
    tables.into_iter().any(|block| block.span.start >= annex)
}

fn asks(text: &str) -> bool {
    FIGURES.iter().any(|words| text.contains(words))
}
