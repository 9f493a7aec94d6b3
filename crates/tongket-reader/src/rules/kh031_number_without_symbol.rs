//! A full citation whose number lacks its symbol: "Chỉ thị số 01 ngày 09/01/2015".

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH031",
    "kh031_number_without_symbol",
    Info,
    "Viện dẫn có số mà thiếu ký hiệu",
    "A citation with a number but no symbol",
);

pattern!(
    BARE,
    r"(?:Chỉ thị|Nghị quyết|Nghị định|Quyết định|Thông tư|Kế hoạch|Công văn|Công điện|Kết luận|Hướng dẫn|Thông báo|Báo cáo|Tờ trình|Chương trình|Đề án)\s+số\s*:?\s+([0-9]{1,5})\s*,?\s+ngày\s+[0-9]"
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for hit in BARE.captures_iter(case.text()) {
        let whole = hit.get_match();
        let span = Span::new(whole.start(), hit.get(1).map_or(whole.end(), |number| number.end()));
        let written = case.slice(span);
        let finding = Finding::new(
            span,
            format!("“{written}” được viện dẫn kèm ngày ban hành nhưng thiếu ký hiệu."),
            format!("“{written}” is cited with its date but without its symbol."),
        );
        found.push(finding.fix(remedy(case, &hit[1]), "Write number and symbol together."));
    }
    found
}

/// The full code where the document writes it elsewhere.
fn remedy(case: &Case<'_>, number: &str) -> String {
    let mut alike = case.codes().iter().filter(|code| code.number == number && code.year.is_none());
    match alike.next() {
        Some(code) if alike.all(|other| other.value == code.value) => {
            format!("Ghi đủ số và ký hiệu như ở chỗ khác: “{}”.", code.value)
        }
        _ => "Ghi đủ số và ký hiệu của văn bản.".to_owned(),
    }
}
