//! Every text a page asks for is there, in both languages, and none lies unused.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(below(&path, endings));
        } else if path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| endings.contains(&ending))
        {
            files.push(path);
        }
    }
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The keys of a language, each with its file.
fn keys(language: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in below(&root().join("locales").join(language), &["ftl"]) {
        let text = fs::read_to_string(&file).expect("a file of texts");
        for line in text.lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let (true, Some((key, _))) = (starts, line.split_once('=')) {
                let new = keys.insert(key.trim().to_owned());
                assert!(new, "{language}: {} stands twice", key.trim());
            }
        }
    }
    keys
}

#[test]
fn both_languages_say_the_same_things() {
    let (vi, en) = (keys("vi"), keys("en"));
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&vi, &en), Vec::<String>::new(), "only in Vietnamese");
    assert_eq!(only(&en, &vi), Vec::<String>::new(), "only in English");
}

#[test]
fn every_text_that_a_page_asks_for_is_there() {
    let known = keys("vi");
    for file in below(&root().join("src/web"), &["html", "rs"]) {
        let text = fs::read_to_string(&file).expect("a page");
        for call in ["shell.t(\"", "shell.t1(\"", "shell.t2(\"", ".saying(\""] {
            for key in text
                .split(call)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(known.contains(key), "{}: {key} has no text", file.display());
            }
        }
    }
}
