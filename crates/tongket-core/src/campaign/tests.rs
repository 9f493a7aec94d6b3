//! Who owes a report under plans written out by hand.

mod proposal;

use jiff::civil::date;
use tongket_reader::plan::DeadlineKind;
use tongket_reader::{Span, Spanned};

use super::*;

const LIST: &str = "\
Tên|Loại|Cấp|Nhãn
Tỉnh Sơn Hải||Tỉnh|
Công an tỉnh|Công an|Tỉnh|
Sở Nội vụ|Sở|Tỉnh|
Sở Y tế|Sở|Tỉnh|
Xã Vân Khê|Xã|Xã|biên giới
Phường Hải Lộc|Phường|Xã|
Ủy ban MTTQ Việt Nam tỉnh|Mặt trận|Tỉnh|";

const DAY: Date = date(2026, 3, 9);

fn directory() -> Directory {
    let rows: Vec<Vec<String>> = LIST
        .lines()
        .map(|line| line.split('|').map(str::to_owned).collect())
        .collect();
    Directory::from_rows(&rows).0
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::default())
}

/// A task: who, what product, by which day of April 2026, to whom, through whom.
fn task(id: &str, units: &[&str], product: &str, day: i8, to: &str, via: &str) -> Task {
    let due = (day > 0).then(|| date(2026, 4, day));
    let some = |text: &str| (!text.is_empty()).then(|| spanned(text));
    Task {
        id: id.to_owned(),
        section: None,
        units: units.iter().map(|unit| spanned(unit)).collect(),
        role: Role::Lead,
        with: Vec::new(),
        order: Order::Assign,
        action: String::new(),
        deliverable: Some(product.to_owned()),
        deadline: due.map(|due| Deadline {
            kind: DeadlineKind::By,
            text: String::new(),
            date: Some(due),
            due: Some(due),
            span: Span::default(),
        }),
        recipient: some(to),
        via: some(via),
        span: Span::default(),
    }
}

/// Who owes a report by which day, what rests on what, and how many names lead nowhere.
fn check(
    tasks: Vec<Task>,
    addressees: &[&str],
    expected: &[&str],
    basis: Basis,
    unresolved: usize,
) {
    let mut plan = Plan {
        tasks,
        ..Plan::default()
    };
    plan.document.addressees = addressees.iter().map(|name| spanned(name)).collect();
    let directory = directory();
    let campaign = Campaign::of(&plan, &directory, DAY);
    let told = |obligation: &Obligation| {
        let day = obligation
            .due()
            .map_or("-".to_owned(), |due| due.day().to_string());
        format!("{} {day}", directory.name(obligation.unit))
    };
    let owed: Vec<String> = campaign.obligations.iter().map(told).collect();
    assert_eq!(owed, expected);
    assert_eq!(
        (campaign.basis, campaign.unresolved.len()),
        (basis, unresolved)
    );
}

#[test]
fn those_who_send_a_report_owe_one() {
    let tasks = vec![
        task("T1", &["Công an tỉnh"], "báo cáo", 29, "", ""),
        task(
            "T2",
            &["Các sở, ban, ngành, đoàn thể cấp tỉnh"],
            "báo cáo",
            24,
            "UBND tỉnh",
            "Công an tỉnh",
        ),
        task(
            "T3",
            &["Ủy ban nhân dân các xã, phường"],
            "báo cáo",
            24,
            "UBND tỉnh",
            "Công an tỉnh",
        ),
        task("T4", &["Sở Y tế"], "báo cáo", 20, "UBND tỉnh", ""),
        task(
            "T5",
            &["Ủy ban nhân dân các xã, phường"],
            "hồ sơ",
            8,
            "Sở Nội vụ",
            "",
        ),
        task("T6", &["Sở Tài chính"], "báo cáo", 24, "UBND tỉnh", ""),
    ];
    let owed = [
        "Sở Nội vụ 24",
        "Sở Y tế 20",
        "Xã Vân Khê 24",
        "Phường Hải Lộc 24",
        "Ủy ban MTTQ Việt Nam tỉnh 24",
    ];
    check(tasks, &[], &owed, Basis::Sending, 1);
}

#[test]
fn a_plan_that_sends_nothing_is_read_by_its_reports() {
    let tasks = vec![task(
        "T1",
        &["các xã, phường biên giới"],
        "báo cáo",
        2,
        "",
        "",
    )];
    check(tasks, &[], &["Xã Vân Khê 2"], Basis::Reporting, 0);
}

#[test]
fn a_letter_asks_those_it_is_addressed_to() {
    let tasks = vec![task(
        "T1",
        &["các đơn vị liên quan"],
        "báo cáo",
        9,
        "Sở Nội vụ",
        "",
    )];
    check(
        tasks,
        &["Các sở, ngành; UBND các xã"],
        &["Công an tỉnh 9", "Sở Y tế 9", "Xã Vân Khê 9"],
        Basis::Addressees,
        1,
    );
}

#[test]
fn a_plan_that_names_nobody_asks_everybody() {
    let everyone = [
        "Tỉnh Sơn Hải -",
        "Công an tỉnh -",
        "Sở Nội vụ -",
        "Sở Y tế -",
        "Xã Vân Khê -",
        "Phường Hải Lộc -",
        "Ủy ban MTTQ Việt Nam tỉnh -",
    ];
    check(Vec::new(), &[], &everyone, Basis::Everyone, 0);
}
