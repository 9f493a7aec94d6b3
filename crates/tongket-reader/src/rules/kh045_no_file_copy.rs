//! A list of recipients without the copy for the file: "Lưu: VT".

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH045",
    "kh045_no_file_copy",
    Info,
    "Nơi nhận không có dòng “Lưu”",
    "The recipients lack the file copy",
);

/// How far below "Nơi nhận" the list may reach.
const LIST_LINES: usize = 40;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(heading) = case.recipients_heading() else { return Vec::new() };
    let lines: Vec<&Span> =
        case.lines().iter().skip_while(|line| line.start < heading.start).take(LIST_LINES).collect();
    let items = lines.iter().filter(|line| case.slice(***line).starts_with(['-', '–', '+', '*'])).count();
    let kept = lines.iter().any(|line| fold::bare(case.slice(**line)).contains("luu"));
    if kept || items == 0 {
        return Vec::new();
    }
    let finding = Finding::new(
        heading,
        "Nơi nhận không có dòng “Lưu”.",
        "The list of recipients has no line for the file copy.",
    );
    vec![finding.fix(
        "Thêm dòng cuối: “- Lưu: VT, (chữ viết tắt đơn vị soạn thảo).”.",
        "Add a last line “- Lưu: VT, (the drafting unit).”.",
    )]
}
