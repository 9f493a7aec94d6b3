//! How a plan is cited in the documents that carry it out.

use tongket_reader::plan::{Plan, Reference};

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

/// The name of a type: "KH" → "Kế hoạch".
fn named_type(abbreviation: Option<&str>) -> Option<&'static str> {
    let known = TYPES.iter().find(|(known, _)| abbreviation == Some(known));
    known.map(|(_, name)| *name)
}

/// The citation of the plan: "Kế hoạch số 12/KH-UBND ngày 05/3/2026 của …".
pub fn citation(plan: &Plan) -> String {
    let document = &plan.document;
    let kind = document.kind.as_ref().map(|kind| kind.value.as_str());
    let mut text = named_type(kind).unwrap_or("Văn bản").to_owned();
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

/// The citation of a document that the plan names, with the date and the issuer that any mention of
/// it gives: "Chỉ thị số 08/CT-UBND ngày 18/4/2016 của … về …".
pub fn of_reference(reference: &Reference) -> String {
    let name = named_type(reference.kind.as_deref());
    let (Some(name), Some(code)) = (name, &reference.code) else {
        return wording::one_line(&reference.text);
    };
    if reference.issuer.is_none() {
        return without_period(&wording::one_line(&reference.text));
    }
    let mut text = format!("{name} số {code}");
    if let Some(date) = reference.date {
        text.push_str(&format!(" ngày {}", wording::short_date(date)));
    }
    if let Some(issuer) = &reference.issuer {
        text.push_str(&format!(" của {}", wording::one_line(issuer)));
    }
    let title = reference.title.as_deref().map(wording::one_line);
    match title.map(|title| without_period(&title)) {
        Some(title) if title.to_lowercase().starts_with("về ") => {
            format!("{text} {}", wording::lowered(&title))
        }
        Some(title) if !title.is_empty() => format!("{text} “{title}”"),
        _ => text,
    }
}

/// Without a trailing "giai đoạn 2016 - 2026": that is the period of the review and not the name of
/// what is reviewed.
pub(super) fn without_period(title: &str) -> String {
    let (before, after) = title.rsplit_once("giai đoạn").unwrap_or((title, ""));
    let years = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '–' | '/');
    match before.trim_end() {
        kept if !kept.is_empty() && after.chars().all(years) => {
            kept.trim_end_matches([',', ' ']).to_owned()
        }
        _ => title.to_owned(),
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
    fn a_reference_has_its_date_and_not_the_period_under_review() {
        let reference = Reference {
            text: "Chỉ thị số 08/CT-UBND về tổ tự quản, giai đoạn 2016 - 2026".to_owned(),
            kind: Some("CT".to_owned()),
            code: Some("08/CT-UBND".to_owned()),
            date: Some(jiff::civil::date(2016, 4, 18)),
            issuer: Some("Ủy ban nhân dân tỉnh".to_owned()),
            title: Some("về tổ tự quản, giai đoạn 2016 - 2026".to_owned()),
            span: tongket_reader::Span::default(),
            mentions: Vec::new(),
        };
        assert_eq!(
            of_reference(&reference),
            "Chỉ thị số 08/CT-UBND ngày 18/4/2016 của Ủy ban nhân dân tỉnh về tổ tự quản"
        );
        for kept in ["giai đoạn 2", "về giai đoạn đầu", "giảm nghèo"] {
            assert_eq!(without_period(kept), kept);
        }
    }

    #[test]
    fn a_title_goes_on_with_the_sentence() {
        let reference = Reference {
            text: "Chỉ thị số 01/CT-TTg “Về việc tổ chức phong trào …”".to_owned(),
            kind: Some("CT".to_owned()),
            code: Some("01/CT-TTg".to_owned()),
            date: Some(jiff::civil::date(2015, 1, 9)),
            issuer: Some("Thủ tướng Chính phủ".to_owned()),
            title: Some("Về việc tổ chức phong trào".to_owned()),
            span: tongket_reader::Span::default(),
            mentions: Vec::new(),
        };
        assert_eq!(
            of_reference(&reference),
            "Chỉ thị số 01/CT-TTg ngày 09/01/2015 của Thủ tướng Chính phủ về việc tổ chức phong trào"
        );
        let named = Reference {
            title: Some("Phát triển kinh tế tập thể".to_owned()),
            ..reference
        };
        assert!(of_reference(&named).ends_with("Chính phủ “Phát triển kinh tế tập thể”"));
    }

    #[test]
    fn openings_go_in_any_case() {
        assert_eq!(without_opening("VỀ VIỆC tổng kết", "Về việc"), "tổng kết");
        assert_eq!(without_opening("Vềnh tai", "Về"), "Vềnh tai");
    }
}
