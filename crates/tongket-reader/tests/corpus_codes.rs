//! Every real document code of the corpus is read, from its register and from running text.

mod corpus;

use tongket_reader::words::code::{DocumentCode, codes};

#[test]
fn every_code_of_the_register_is_read() {
    let Some(register) = corpus::text("headers/codes-and-subjects.csv") else {
        return;
    };
    let coded = |row: &&str| row.starts_with(|c: char| c.is_ascii_digit());
    let rows = register.lines().skip(1).filter(coded);
    let written: Vec<&str> = rows.filter_map(|row| row.split(',').next()).collect();
    assert!(
        written.len() >= 2000,
        "the register has {} rows",
        written.len()
    );
    let unread: Vec<&str> = written
        .iter()
        .copied()
        .filter(|code| DocumentCode::parse(code).is_none())
        .collect();
    corpus::say(&format!(
        "codes: found {} of {}",
        written.len() - unread.len(),
        written.len()
    ));
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn codes_in_lower_case_subjects_are_read() {
    let Some(register) = corpus::text("headers/codes-and-subjects.csv") else {
        return;
    };
    let announced = |row: &str| {
        row.split(" số ")
            .skip(1)
            .filter(|rest| looks_like_a_code(rest))
            .count()
    };
    let expected: usize = register.lines().skip(1).map(announced).sum();
    let subjects = register
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once(',').map(|(_, rest)| rest));
    let found: usize = subjects.map(|subject| codes(subject).len()).sum();
    corpus::say(&format!(
        "codes in subjects: found {found}, expected {expected}"
    ));
    assert!(found * 100 >= expected * 95, "found {found} of {expected}");
}

/// Whether a text begins with figures, a stroke or hyphen, and a letter or a year.
fn looks_like_a_code(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let joined = rest.starts_with(['/', '-']) && rest.len() < text.len();
    let word = text.split_whitespace().next().unwrap_or_default();
    joined && word.contains(char::is_alphabetic)
}
