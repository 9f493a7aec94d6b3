//! An annex that the text promises and the file does not hold.

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH050",
    "kh050_annex_missing",
    Info,
    "Nội dung dẫn chiếu phụ lục không có trong tệp",
    "The annex referred to is not in the file",
);

pattern!(
    PROMISE,
    r"\(\s*(?:có\s+|theo\s+|chi tiết\s+|kèm theo\s+)*(?:phụ lục|đề cương|biểu mẫu)[^()\n]{0,80}(?:kèm theo|đính kèm|gửi kèm)[^()\n]{0,30}\)"
);
pattern!(ANNEX, r"(?m)^[\s*\t]*(?:Phụ lục|PHỤ LỤC|phụ lục|ĐỀ CƯƠNG|BIỂU MẪU|BIỂU SỐ|Biểu số|Mẫu số|MẪU)");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.annex().is_some() {
        return Vec::new();
    }
    let Some(promise) = PROMISE.find(case.lower()) else { return Vec::new() };
    let rest = case.source.text().get(promise.end()..).unwrap_or_default();
    if ANNEX.is_match(rest) {
        return Vec::new();
    }
    let finding = Finding::new(
        Span::from(promise.range()),
        "Nội dung nói có phụ lục kèm theo, nhưng tệp này không có phụ lục.",
        "The text speaks of an annex which this file does not hold.",
    );
    vec![finding.fix(
        "Ghép phụ lục vào, hoặc kiểm tra tệp phụ lục đã gửi cùng.",
        "Add the annex, or make sure that its file is sent along.",
    )]
}
