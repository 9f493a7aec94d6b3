//! How a plan is cited in the documents that carry it out.

use tongket_reader::plan::Plan;

use super::wording;

/// The citation of the plan: "Kế hoạch số 12/KH-UBND ngày 05/3/2026 của … về …".
pub fn citation(plan: &Plan) -> String {
    let document = &plan.document;
    let mut text = match document.kind.as_ref().map(|kind| kind.value.as_str()) {
        Some("KH") => "Kế hoạch".to_owned(),
        Some("CT") => "Chỉ thị".to_owned(),
        Some("CV") => "Công văn".to_owned(),
        Some("QĐ") => "Quyết định".to_owned(),
        Some("TB") => "Thông báo".to_owned(),
        Some("HD") => "Hướng dẫn".to_owned(),
        Some("CTr") => "Chương trình".to_owned(),
        Some("ĐA") => "Đề án".to_owned(),
        Some("PA") => "Phương án".to_owned(),
        Some("NQ") => "Nghị quyết".to_owned(),
        _ => "Văn bản".to_owned(),
    };
    match (&document.code, &document.notation) {
        (Some(code), _) => text.push_str(&format!(" số {}", code.value)),
        (None, Some(notation)) => text.push_str(&format!(" số …/{notation}")),
        (None, None) => {}
    }
    if let Some(date) = &document.date {
        text.push_str(&format!(" ngày {}", wording::short_date(date.value)));
    }
    if let Some(issuer) = &document.issuer {
        text.push_str(&format!(" của {}", issuer.value));
    }
    if let Some(subject) = &document.subject {
        let subject = without_opening(&without_opening(&subject.value, "Về việc"), "Về");
        text.push_str(&format!(
            " về {}",
            wording::lowered(&wording::one_line(&subject))
        ));
    }
    text
}

/// The text without these words at its start, in any case.
pub(super) fn without_opening(text: &str, opening: &str) -> String {
    let head: String = text.chars().take(opening.chars().count()).collect();
    let rest = text.get(head.len()..).unwrap_or_default();
    match head.to_lowercase() == opening.to_lowercase() && rest.starts_with(' ') {
        true => rest.trim_start().to_owned(),
        false => text.to_owned(),
    }
}
