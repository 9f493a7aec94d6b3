//! The rules on real documents: what a careful reader finds in a plan is found, and little else.

mod corpus;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tongket_reader::plan::read::read;
use tongket_reader::{Diagnostic, Severity, Source};

/// What a careful reader finds in the plan, as the code and words in the place or the sentence.
const FOUND: [(&str, &str); 18] = [
    ("KH008", "2015 - 2020"),
    ("KH030", "Về tổ chức phong trào"),
    ("KH023", "sơ kết"),
    ("KH020", "nhập ngũ"),
    ("KH021", "Công tác phối hợp"),
    ("KH060", "BDBP"),
    ("KH032", "1596/KH - UBND"),
    ("KH032", "219 /KH-UBND"),
    ("KH004", "15/3/2025"),
    ("KH005", "10 ngày làm việc"),
    ("KH010", "6 nhiệm vụ"),
    ("KH011", "UBND cấp xã"),
    ("KH012", "đồn Biên phòng"),
    ("KH015", "khen thưởng"),
    ("KH040", "e)"),
    ("KH042", "Hạnh Phúc"),
    ("KH061", "đơn Biên phòng"),
    ("KH034", "7210/HD-BQP"),
];

#[test]
fn a_careful_readers_faults_are_found() {
    let Some(corpus) = corpus::folder() else {
        return;
    };
    let Some((source, findings)) = check(&corpus.join("documents/quang-binh-2025-kh-219.txt"))
    else {
        return;
    };
    let told = |code: &str, words: &str| {
        findings.iter().any(|finding| {
            let text = format!("{} {}", source.slice(finding.span), finding.message);
            finding.code == code && text.contains(words)
        })
    };
    let missed: Vec<_> = FOUND
        .iter()
        .filter(|(code, words)| !told(code, words))
        .collect();
    assert!(missed.is_empty(), "missed {missed:?}\nfound {findings:#?}");
    assert!(
        findings.len() <= 24,
        "{} findings: some are new, look at them",
        findings.len()
    );
}

/// Errors change the exit code, so each one in the corpus was looked at by hand.
#[test]
fn errors_in_real_documents_are_the_known_ones() {
    let Some(corpus) = corpus::folder() else {
        return;
    };
    let mut errors: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for folder in ["documents", "headers"] {
        for path in texts(&corpus.join(folder)) {
            let Some((_, findings)) = check(&path) else {
                continue;
            };
            let severe = findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error);
            let codes: Vec<_> = severe.map(|finding| finding.code).collect();
            if !codes.is_empty() {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                errors.insert(name, codes);
            }
        }
    }
    let known = BTreeMap::from([
        ("phu-tho-2011-kh-dao-tao-qlvb.txt".to_owned(), vec!["KH002"]),
        ("quang-binh-2025-kh-219.txt".to_owned(), vec!["KH008"]),
    ]);
    assert_eq!(errors, known);
}

/// Signs of emphasis are taken out, as the importer does.
fn check(path: &Path) -> Option<(Source, Vec<Diagnostic>)> {
    let text = std::fs::read_to_string(path).ok()?.replace("**", "");
    let source = Source::from_plain(&text);
    let findings = read(&source).diagnostics;
    Some((source, findings))
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let is_text = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "txt" || extension == "md")
    };
    entries.filter(is_text).collect()
}
