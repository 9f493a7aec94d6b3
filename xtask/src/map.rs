//! The map names only what exists.
//!
//! ARCHITECTURE.md and the manual point at files; a path that is gone, or a
//! chapter that nobody lists, fails here.

use std::fs;
use std::path::Path;

use crate::root;

/// Every relative link of a page leads to a file.
fn check(page: &Path) {
    let text = fs::read_to_string(page).expect("the page is there");
    let folder = page.parent().expect("a page lies in a folder");
    for link in text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        let path = link.split('#').next().unwrap_or_default();
        if path.is_empty() || path.contains("://") || path.starts_with('/') {
            continue;
        }
        assert!(folder.join(path).exists(), "{}: {link}", page.display());
    }
}

#[test]
fn links_lead_somewhere() {
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "GLOSSARY.md",
    ] {
        check(&root().join(page));
    }
    for chapter in fs::read_dir(root().join("docs/huong-dan")).expect("the manual") {
        check(&chapter.expect("a chapter").path());
    }
}

#[test]
fn every_chapter_and_decision_is_listed() {
    let manual = root().join("docs/huong-dan");
    let contents = fs::read_to_string(manual.join("README.md")).expect("the contents");
    for chapter in fs::read_dir(manual).expect("the manual") {
        let name = chapter
            .expect("a chapter")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(name == "README.md" || contents.contains(&name), "{name}");
    }
}
