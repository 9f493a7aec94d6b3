//! Every code has a whole page, every refusal says something, and no hole stays open.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::permit::Act;

/// One refusal of every code, as the office would meet it.
fn refusals() -> Vec<Refusal> {
    let said = || Said::new("thiếu ngày hiệu lực", "the day of effect is missing");
    let list = || vec![said(), said()];
    let at = Timestamp::UNIX_EPOCH;
    let mut refusals = vec![
        Refusal::account_locked(at),
        Refusal::password_too_weak(said(), said()),
        Refusal::password_reused(10),
        Refusal::too_many_requests(30),
        Refusal::not_permitted(Act::SubmissionAccept),
        Refusal::not_found(Said::new("báo cáo", "report")),
        Refusal::method_unknown("PUT"),
        Refusal::field_invalid("Ngày".into(), said()),
        Refusal::internal_trouble("7f3a"),
        Refusal::name_taken("lan.vankhe"),
        Refusal::account_list_invalid(list()),
        Refusal::upload_too_large(20 * 1024 * 1024),
        Refusal::upload_unsupported(".docx, .pdf"),
        Refusal::upload_unreadable(said()),
        Refusal::unit_in_use("UBND xã Vân Khê"),
        Refusal::succession_invalid(said()),
        Refusal::code_reused("19363", "xã Bãi Lau"),
        Refusal::unit_list_invalid(list()),
        Refusal::group_not_confirmed(list()),
        Refusal::duty_not_yours("UBND xã Bãi Lau"),
        Refusal::campaign_incomplete(list()),
        Refusal::section_changed("II.1", "Trần Thị Lan", at),
        Refusal::form_rule_broken(list()),
        Refusal::section_not_delegated("II.2"),
        Refusal::suggestion_unread(list()),
        Refusal::already_submitted("0007/2026-TN-K4QD"),
        Refusal::sections_missing(list()),
        Refusal::reason_unknown("xấu"),
        Refusal::newer_submission(2),
        Refusal::due_in_past(date(2025, 3, 5)),
        Refusal::quote_not_found("đã tuần tra"),
    ];
    let worded: BTreeSet<Code> = refusals.iter().map(Refusal::code).collect();
    refusals.extend(
        Code::all()
            .filter(|code| !worded.contains(code))
            .map(Refusal::from),
    );
    refusals.sort_by_key(Refusal::code);
    refusals
}

#[test]
fn what_people_are_told() {
    let lines: Vec<String> = refusals()
        .iter()
        .map(|refusal| {
            let (said, way) = (refusal.sentence(), refusal.way_out());
            format!(
                "{} {:?}\n  {} {}\n  {} {}",
                refusal.code().name(),
                refusal.kind(),
                said.vi,
                way.vi,
                said.en,
                way.en
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn no_hole_stays_open() {
    for refusal in refusals() {
        for said in [refusal.sentence(), refusal.way_out()] {
            for text in [&said.vi, &said.en] {
                let whole = text.ends_with(['.', '”']) && !text.contains(['{', '}']);
                assert!(whole, "{}: {text}", refusal.code().name());
            }
        }
    }
}

#[test]
fn every_code_has_a_whole_page_under_its_own_name() {
    for code in Code::all() {
        let page = code.page();
        let name = code.name();
        assert!(page.starts_with(&format!("# {name}. ")), "{name}");
        assert!(page.contains("\n## Vì sao\n\n"), "{name}");
        let title = code.title();
        assert!(!title.vi.is_empty() && !title.en.is_empty(), "{name}");
        assert_eq!(Code::from_name(&name.to_lowercase()), Some(code));
    }
}

#[test]
fn codes_go_up_and_none_is_given_twice() {
    let names: Vec<&str> = Code::all().map(Code::name).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    assert_eq!(Code::from_name("TK999"), None);
}

#[test]
fn every_page_beside_the_code_is_used() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/refusal");
    let files = std::fs::read_dir(folder).expect("the folder of pages");
    let pages = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    assert_eq!(pages.count(), Code::all().count());
}

#[test]
fn the_shape_in_the_api() {
    let refusal = Refusal::sections_missing(vec![Said::new("II.1. Kết quả", "II.1. Kết quả")]);
    insta::assert_json_snapshot!(refusal);
}

#[test]
fn a_secret_leaves_nothing_of_itself() {
    let refusal = Refusal::upload_secret(tongket_reader::secrecy::SecrecyLevel::TopSecret);
    assert_eq!(refusal.kind(), Kind::Secret);
    assert_eq!(refusal, Refusal::from(Code::UploadSecret));
}
