//! Hostile and mislabelled files: a clear refusal, quickly, and with little memory.

use std::time::{Duration, Instant};

use super::{archive, pdf, refused, word};

/// Refused with this code, within ten seconds even in an unoptimised build on a busy machine.
#[track_caller]
fn refused_soon(bytes: &[u8], name: &str, code: &str) {
    let begun = Instant::now();
    refused(bytes, name, code);
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn nothing_is_no_document() {
    refused(b"", "a.docx", "TL001");
    refused(b" \r\n\t ", "a.txt", "TL001");
}

#[test]
fn a_zip_bomb_is_not_inflated() {
    // 80 MiB of spaces become some 80 KiB.
    let bomb = archive(&[("word/document.xml", &vec![b' '; 80 << 20])]);
    assert!(bomb.len() < 1 << 20);
    refused_soon(&bomb, "a.docx", "TL006");
    let sheet = archive(&[("xl/workbook.xml", &vec![b' '; 80 << 20])]);
    refused_soon(&sheet, "a.xlsx", "TL006");
}

#[test]
fn deep_markup_and_deep_tables_are_refused() {
    refused_soon(&word(&"<a>".repeat(100_000), &[]), "a.docx", "TL006");
    let table = "<w:tbl><w:tr><w:tc>".repeat(500) + &"</w:tc></w:tr></w:tbl>".repeat(500);
    refused_soon(&word(&table, &[]), "a.docx", "TL006");
}

#[test]
fn too_many_paragraphs_are_refused() {
    let body = "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(100_002);
    refused_soon(&word(&body, &[]), "a.docx", "TL006");
    refused_soon("a\n".repeat(100_002).as_bytes(), "a.txt", "TL006");
}

#[test]
fn ten_thousand_pages_are_refused() {
    let pages = vec!["BT ET"; 10_000];
    refused_soon(&pdf::drawn(&pages, "", ""), "a.pdf", "TL006");
}

#[test]
fn styles_and_lists_that_go_in_circles_come_to_an_end() {
    let styles = "<w:styles><w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style><w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"A\"/></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"A\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>";
    super::check(
        body,
        &[
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
        ],
        "a\n",
    );
}

#[test]
fn what_is_no_document_is_told_by_its_content() {
    refused(
        b"<!DOCTYPE html><html><body>KH</body></html>",
        "ke-hoach.doc",
        "TL004",
    );
    refused(b"\xEF\xBB\xBF  <HTML><body>x", "ke-hoach.doc", "TL004");
    refused(&archive(&[("anh.jpg", b"x")]), "ke-hoach.docx", "TL005");
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.txt", "TL009");
    refused(b"{\\rtf1 x}", "a.doc", "TL007");
}

#[test]
fn locked_files_say_so() {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    file.create_stream("EncryptedPackage").unwrap();
    refused(file.into_inner().get_ref(), "a.docx", "TL003");
    let lock = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >> /ID [(0123456789012345) (0123456789012345)]";
    refused(&pdf::drawn(&["BT ET"], "", lock), "a.pdf", "TL003");
}
