//! PDF files: what Word or LibreOffice has printed reads as the document it came from.

use tongket_reader::source::{Format, Part};

use super::{refused, source};

const PRINTED: &[u8] = include_bytes!("../fixtures/ke-hoach.pdf");
const WRITTEN: &[u8] = include_bytes!("../fixtures/ke-hoach.docx");

/// Letters and digits alone: spaces are geometry in a PDF.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[test]
fn the_printed_document_reads_as_the_written_one() {
    let (printed, written) = (source(PRINTED, "a.pdf"), source(WRITTEN, "a.docx"));
    assert_eq!(printed.origin.format, Format::Pdf);
    assert_eq!(letters(printed.text()), letters(written.text()));
    let lines = |source: &tongket_reader::Source| -> Vec<String> {
        source.text().lines().map(str::to_owned).collect()
    };
    assert_eq!(lines(&printed), lines(&written));
}

#[test]
fn cells_stand_where_they_stood() {
    let (printed, written) = (source(PRINTED, "a.pdf"), source(WRITTEN, "a.docx"));
    let cells = |source: &tongket_reader::Source| -> Vec<Part> {
        source.lines().iter().map(|line| line.place.part).collect()
    };
    assert_eq!(cells(&printed), cells(&written));
}

#[test]
fn bold_titles_and_pages_are_known() {
    let printed = source(PRINTED, "a.pdf");
    let line = |start: &str| {
        printed
            .lines()
            .iter()
            .find(|line| printed.slice(line.span).starts_with(start))
            .unwrap()
    };
    assert!(line("KẾ HOẠCH").look.bold && line("KẾ HOẠCH").look.centered);
    assert!(!line("Đánh giá").look.bold);
    assert!(line("Sơn Hải, ngày").look.italic);
    assert_eq!(line("Trên đây").place.page, Some(4));
    assert!(
        printed
            .origin
            .notes
            .iter()
            .any(|note| note.contains("số trang"))
    );
}

#[test]
fn a_document_under_another_name_is_read_and_said() {
    let read = source(PRINTED, "ke-hoach.docx");
    assert!(
        read.origin
            .notes
            .iter()
            .any(|note| note.contains(".docx") && note.contains(".pdf"))
    );
}

/// A PDF with these pages of drawing instructions, its table of places computed.
pub(crate) fn drawn(pages: &[&str], fonts: &str, extra: &str) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + page * 2))
        .collect();
    objects.push(format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        pages.len()
    ));
    objects.push(format!("<< /Font << {fonts} >> >>"));
    for (number, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents {} 0 R >>",
            5 + number * 2
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    let size = objects.len() + 1;
    file +=
        &format!("trailer\n<< /Size {size} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

const TIMES: &str =
    "/F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>";

#[test]
fn rows_become_paragraphs_by_their_geometry() {
    let page = "BT /F 12 Tf 1 0 0 1 106 700 Tm (First line of a paragraph that reaches the right margin, and) Tj ET\n\
        BT /F 12 Tf 1 0 0 1 70 684 Tm (the second line, which begins at the left margin of the text block) Tj ET\n\
        BT /F 12 Tf 1 0 0 1 70 668 Tm (and is short.) Tj ET\n\
        BT /F 12 Tf 1 0 0 1 106 652 Tm (A new paragraph.) Tj ET";
    let read = source(&drawn(&[page], TIMES, ""), "a.pdf");
    assert_eq!(
        read.text(),
        "First line of a paragraph that reaches the right margin, and the second line, which begins at the left margin of the text block and is short.\nA new paragraph.\n"
    );
}

#[test]
fn a_page_without_text_asks_for_recognition() {
    refused(&drawn(&["0 0 100 100 re f"], TIMES, ""), "a.pdf", "TL008");
}

#[test]
fn letters_without_names_ask_for_recognition() {
    let nameless = "/F << /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 66 /Widths [1 1] /Encoding << /Differences [65 /g1 /g2] >> /CharProcs << >> >>";
    let text = format!("BT /F 12 Tf 1 0 0 1 70 700 Tm ({}) Tj ET", "AB".repeat(200));
    refused(&drawn(&[&text], nameless, ""), "a.pdf", "TL008");
}

#[test]
fn damaged_files_are_refused() {
    refused(b"%PDF-1.7 nothing more", "a.pdf", "TL002");
}
