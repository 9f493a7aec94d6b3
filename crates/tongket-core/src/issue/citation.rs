//! How a plan is cited in the documents that carry it out.

use tongket_reader::plan::Plan;

use super::wording;

/// Types by their abbreviation (Decree 30/2020/NĐ-CP, annex III).
const TYPES: [(&str, &str); 13] = [
    ("CV", "Công văn"),
    ("KH", "Kế hoạch"),
    ("CT", "Chỉ thị"),
    ("QĐ", "Quyết định"),
    ("NQ", "Nghị quyết"),
    ("TB", "Thông báo"),
    ("HD", "Hướng dẫn"),
    ("CTr", "Chương trình"),
    ("ĐA", "Đề án"),
    ("PA", "Phương án"),
    ("TTr", "Tờ trình"),
    ("BC", "Báo cáo"),
    ("CĐ", "Công điện"),
];

/// The citation of the plan: "Kế hoạch số 12/KH-UBND ngày 05/3/2026 của …".
pub fn citation(plan: &Plan) -> String {
    let document = &plan.document;
    let kind = document.kind.as_ref().map(|kind| kind.value.as_str());
    let name = TYPES
        .iter()
        .find(|(abbreviation, _)| kind == Some(abbreviation));
    let mut text = name.map_or("Văn bản", |(_, name)| name).to_owned();
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
    text
}

/// The same with what the plan is about: "… về tổng kết …".
pub fn full_citation(plan: &Plan) -> String {
    with_subject(plan, &about(plan))
}

/// The same where the documents that the plan names were cited in full before.
pub fn later_citation(plan: &Plan) -> String {
    with_subject(plan, &brief(&about(plan)))
}

fn with_subject(plan: &Plan, subject: &str) -> String {
    match subject {
        "" => citation(plan),
        subject => format!("{} về {subject}", citation(plan)),
    }
}

/// What the plan is about, for the middle of a sentence.
pub fn about(plan: &Plan) -> String {
    let subject = plan.document.subject.as_ref();
    let mut words = wording::one_line(subject.map_or("", |subject| subject.value.as_str()));
    for opening in ["V/v", "Về việc", "Về"] {
        words = without_opening(&words, opening);
    }
    wording::lowered(&words)
}

/// Cut behind the first document it names, as a second mention has it:
/// "… Chỉ thị số 01/CT-TTg ngày 09/01/2015 của …" → "… Chỉ thị số 01/CT-TTg".
pub fn brief(subject: &str) -> String {
    let Some((before, after)) = subject.split_once(" số ") else {
        return subject.to_owned();
    };
    let code = after.split_whitespace().next().unwrap_or_default();
    match code.contains('/') {
        true => format!("{before} số {}", code.trim_end_matches([',', ';', '.'])),
        false => subject.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_mention_keeps_type_and_number() {
        let subject = "tổng kết 05 năm thực hiện Chỉ thị số 07/CT-TTg ngày 02/3/2021 của Thủ tướng";
        assert_eq!(
            brief(subject),
            "tổng kết 05 năm thực hiện Chỉ thị số 07/CT-TTg"
        );
        assert_eq!(brief("cung cấp số liệu quý I"), "cung cấp số liệu quý I");
    }

    #[test]
    fn openings_go_in_any_case() {
        assert_eq!(without_opening("VỀ VIỆC tổng kết", "Về việc"), "tổng kết");
        assert_eq!(without_opening("Vềnh tai", "Về"), "Vềnh tai");
    }
}
