//! The form of the Party in a document of the State, or the reverse.

use super::case::{Case, Form};
use super::finding::Finding;
use crate::span::Span;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH051",
    "kh051_form_mixed",
    Info,
    "Lẫn thể thức của Đảng và của Nhà nước",
    "Party and State form mixed up",
);

pattern!(PARTY_SIGNING, r"^\s*(?:T/M|K/T|T/L|TU/Q)\b");
pattern!(STATE_SIGNING, r"^\s*(?:TM|KT|TL|TUQ)\.");
pattern!(PARTY_NUMBER, r"^\s*Số\s*:?\s*\d+\s*-\s*[A-ZĐa-z]{1,4}/[A-ZĐ]{2,}\s*$");
pattern!(STATE_NUMBER, r"^\s*Số\s*:?\s*\d+\s*/\s*[A-ZĐa-z]{1,4}-[A-ZĐ]{2,}\s*$");

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some((form, letterhead)) = case.form() else { return Vec::new() };
    let body = case.body();
    let found = case.lines().iter().filter(|line| body.contains(**line) && line.len() < 80);
    let found = found.filter(|line| case.slice(**line).starts_with(['T', 'K', 'S']));
    found.filter_map(|line| fault(form, case.slice(*line), *line, letterhead)).collect()
}

fn fault(form: Form, text: &str, line: Span, letterhead: Span) -> Option<Finding> {
    let (vi, en, fix, fix_en) = match form {
        Form::State if PARTY_SIGNING.is_match(text) => (
            "Văn bản của cơ quan nhà nước nhưng thể thức ký theo lối của Đảng.",
            "A State document is signed in the Party's way.",
            "Viết TM., KT., TL., TUQ. với dấu chấm.",
            "Write TM., KT., TL., TUQ. with a full stop.",
        ),
        Form::State if text.starts_with('S') && PARTY_NUMBER.is_match(text) => (
            "Văn bản của cơ quan nhà nước nhưng số, ký hiệu viết theo lối của Đảng.",
            "A State document is numbered in the Party's way.",
            "Viết “Số: 12/KH-UBND”: gạch chéo sau số, gạch nối giữa các nhóm chữ.",
            "Write “Số: 12/KH-UBND”: a stroke behind the number, hyphens between the groups.",
        ),
        Form::Party if STATE_SIGNING.is_match(text) => (
            "Văn bản của Đảng nhưng thể thức ký theo lối của cơ quan nhà nước.",
            "A Party document is signed in the State's way.",
            "Viết T/M, K/T, T/L với gạch chéo.",
            "Write T/M, K/T, T/L with a stroke.",
        ),
        Form::Party if text.starts_with('S') && STATE_NUMBER.is_match(text) => (
            "Văn bản của Đảng nhưng số, ký hiệu viết theo lối của cơ quan nhà nước.",
            "A Party document is numbered in the State's way.",
            "Viết “Số 12-KH/TU”: gạch nối sau số, gạch chéo trước tên cơ quan.",
            "Write “Số 12-KH/TU”: a hyphen behind the number, a stroke before the body.",
        ),
        _ => return None,
    };
    let finding = Finding::new(line, vi, en).with(letterhead, "tiêu đề văn bản", "the letterhead");
    Some(finding.fix(fix, fix_en))
}
