//! Real documents, where the folder named by TONGKET_CORPUS is there.

#![allow(
    clippy::print_stderr,
    reason = "says what was measured, and why nothing was"
)]

use std::path::{Path, PathBuf};

use tongket_paper::import::{ImportError, read};
use tongket_reader::Source;

fn documents() -> Option<PathBuf> {
    let folder =
        std::env::var_os("TONGKET_CORPUS").map(|folder| Path::new(&folder).join("documents"));
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("TONGKET_CORPUS is not set: real documents are not read");
    }
    folder
}

fn open(path: &Path) -> Result<Source, ImportError> {
    read(
        &std::fs::read(path).unwrap(),
        &path.file_name().unwrap().to_string_lossy(),
    )
}

/// Words alone, for comparing two conversions of one document.
fn words(text: &str) -> Vec<String> {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The share of `wanted` words, with how often they occur, that `found` has, in per cent.
fn share(wanted: &[String], found: &[String]) -> usize {
    let mut left = std::collections::HashMap::new();
    for word in found {
        *left.entry(word.as_str()).or_insert(0usize) += 1;
    }
    let hits = wanted
        .iter()
        .filter(|word| match left.get_mut(word.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        });
    hits.count() * 100 / wanted.len().max(1)
}

#[test]
fn every_document_is_read_or_sent_to_the_right_program() {
    let Some(folder) = documents() else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match (ending.as_str(), open(&path)) {
            ("doc", Err(error)) => {
                assert_eq!(error, ImportError::NeedsLibreOffice { format: ".doc" });
            }
            ("pdf", Err(error)) => assert_eq!(error.code(), "TL008", "{}", path.display()),
            (_, Ok(source)) => assert!(!source.text().trim().is_empty(), "{}", path.display()),
            (_, Err(error)) => panic!("{}: {error}", path.display()),
        }
    }
}

#[test]
fn two_formats_of_one_document_have_the_same_words() {
    let Some(folder) = documents() else { return };
    for name in [
        "binh-thuan-2025-cv-dai-hoi-nu-doanh-nhan.docx",
        "binh-thuan-snv-2025-ttr-2114.docx",
        "binh-thuan-snv-2025-ttr-519.pdf",
        "ha-noi-2026-tb-453-treo-co.pdf",
    ] {
        let read = open(&folder.join(name)).unwrap();
        let text = open(&folder.join(name).with_extension("txt")).unwrap();
        let (ours, theirs) = (words(read.text()), words(text.text()));
        let (kept, right) = (share(&theirs, &ours), share(&ours, &theirs));
        eprintln!("{name}: {kept} % of the words kept, {right} % right");
        assert!(kept >= 97 && right >= 97, "{name}: {kept} {right}");
    }
}

#[test]
fn letterheads_become_two_cells() {
    let Some(folder) = documents() else { return };
    for (name, left, right) in [
        (
            "binh-thuan-snv-2025-ttr-519.pdf",
            "UBND TỈNH BÌNH THUẬN\nSỞ NỘI VỤ\nSố: 519/SNV-TCCC",
            "CỘNG HÒA",
        ),
        (
            "ha-noi-2026-tb-453-treo-co.pdf",
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 453 /TB-UBND",
            "CỘNG HÒA",
        ),
        (
            "phu-tho-2011-kh-dao-tao-qlvb.txt",
            "UBND TỈNH PHÚ THỌ\nSỞ THÔNG TIN VÀ TRUYỂN THÔNG\nSố:         /KH-STTTT",
            "CỘNG HÒA",
        ),
        (
            "dh-can-tho-2013-cv-1935.txt",
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO",
            "CỘNG HÒA",
        ),
    ] {
        let read = open(&folder.join(name)).unwrap();
        let wanted = format!("{left}\t{right}");
        assert!(
            read.text().trim_start().starts_with(&wanted),
            "{name}: {}",
            &read.text()[..200]
        );
    }
}
