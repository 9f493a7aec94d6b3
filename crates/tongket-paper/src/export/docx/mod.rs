//! An issued document as a Word file that a clerk goes on editing.
//!
//! Headings are Word's own headings with automatic numbers, so adding one
//! renumbers the rest; bullets are lists; tables repeat their header row; the
//! letterhead and the signature block are tables without borders. The package
//! is written by hand, in the order of elements that the standard prescribes,
//! so that Word opens it without repair.
//!
//! Letters are the exception: Decree 30/2020/NĐ-CP counts a, b, c, d, **đ**, e,
//! Word counts a, b, c, d, e. A list of up to four letters, where both agree, is
//! numbered by Word; a longer one carries its letters as text.

mod body;
mod labels;
mod letterhead;
mod numbering;
mod package;
mod paragraph;
mod picture;
mod section;
mod signature;
mod styles;
mod table;
mod xml;

use tongket_core::issue::{Annex, IssuedDocument};

use super::ExportError;
use body::Body;
use paragraph::Paragraph;
use section::Pages;
use xml::Xml;

const NAMESPACES: [(&str, &str); 2] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];

/// Writes the document as the bytes of a `.docx` file.
pub fn write(document: &IssuedDocument) -> Result<Vec<u8>, ExportError> {
    package::package(document, &main_part(document))
}

/// `word/document.xml`.
fn main_part(document: &IssuedDocument) -> String {
    let [(w, w_uri), (r, r_uri)] = NAMESPACES;
    let mut xml = Xml::document();
    xml.element("w:document", &[(w, &w_uri), (r, &r_uri)], |xml| {
        xml.element("w:body", &[], |xml| content(document, xml));
    });
    xml.finish()
}

fn content(document: &IssuedDocument, xml: &mut Xml) {
    let family = document.letterhead.family;
    let first = styles::indent(family);
    letterhead::write(document, xml);
    Body::new(&document.body, "Table", first)
        .closing()
        .write(xml);
    signature::write(&document.signature, family, xml);
    let mut pages = Pages::default();
    for each in &document.annexes {
        section::end(pages, xml);
        pages = Pages {
            landscape: each.landscape,
            count_on: each.counts_on,
        };
        annex(each, first, xml);
    }
    if document.annexes.is_empty() {
        Paragraph::styled("Tiny").write(xml, |_| ());
    }
    section::properties(pages, xml);
}

fn annex(annex: &Annex, first: u32, xml: &mut Xml) {
    Paragraph::styled("AnnexLabel").write(xml, |xml| paragraph::run(xml, &annex.label));
    Paragraph::styled("AnnexTitle").write(xml, |xml| paragraph::run(xml, &annex.title));
    Paragraph::styled("AnnexReference").write(xml, |xml| paragraph::run(xml, &annex.reference));
    let width = section::text_width(annex.landscape);
    Body::new(&annex.body, "TableSmall", first)
        .annexed(width)
        .write(xml);
    Paragraph::styled("Tiny").write(xml, |_| ());
}
