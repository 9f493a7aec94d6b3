//! A document with letterhead and recipients that nobody signs.

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH048",
    "kh048_no_signature",
    Warning,
    "Thiếu chức vụ người ký",
    "The signer's position is missing",
);

pattern!(
    POSITION,
    r"(?i)^\W*(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\b|quyền\b|(?:phó\s+)?(?:tổng\s+)?(?:chủ tịch|giám đốc|bộ trưởng|thủ tướng|thống đốc|bí thư|trưởng|chánh|cục trưởng|viện trưởng|hiệu trưởng|chỉ huy|tư lệnh|thủ trưởng|chủ nhiệm|thứ trưởng)|người ký)"
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(_), Some(recipients)) = (case.form(), case.recipients_heading()) else { return Vec::new() };
    let signed = case.plan.document.signature.as_ref();
    if signed.is_some_and(|signature| signature.position.is_some() || signature.mode.is_some()) {
        return Vec::new();
    }
    if lines_around(case, recipients).any(|line| is_position(case.slice(line))) {
        return Vec::new();
    }
    let finding = Finding::new(
        recipients,
        "Văn bản có nơi nhận nhưng không có chức vụ người ký.",
        "The document has recipients but no position of a signer.",
    );
    vec![finding.fix(
        "Thêm quyền hạn và chức vụ người ký, ví dụ “TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH”.",
        "Add the signer's authority and position, for instance “TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH”.",
    )]
}

/// The lines near the recipients among which a signature stands.
fn lines_around(case: &Case<'_>, recipients: Span) -> impl Iterator<Item = Span> {
    let at = case.lines().partition_point(|line| line.start < recipients.start);
    case.lines().iter().skip(at.saturating_sub(12)).take(60).copied()
}

/// A position stands alone on its line, or beside a recipient in a table's row.
fn is_position(line: &str) -> bool {
    line.split('\t').any(|cell| cell.len() < 90 && POSITION.is_match(cell))
}
