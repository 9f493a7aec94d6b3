//! A secrecy mark: such a document may not be in this program at all.

use super::case::Case;
use super::finding::Finding;
use crate::secrecy;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH052",
    "kh052_secrecy_mark",
    Error,
    "Văn bản có dấu chỉ độ mật",
    "The document bears a secrecy mark",
);

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(mark) = secrecy::marking(case.source) else { return Vec::new() };
    let finding = Finding::new(
        mark.span,
        "Văn bản có dấu chỉ độ mật, không được xử lý trên máy này.",
        "The document bears a secrecy mark and may not be handled here.",
    );
    vec![finding.fix(
        "Dừng lại, xóa tệp khỏi máy nối mạng và báo bộ phận bảo mật.",
        "Stop, remove the file from the networked machine and tell the security officer.",
    )]
}
