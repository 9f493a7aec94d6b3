//! The parts of the file and how they hang together.

use std::io::{Cursor, Write};

use tongket_core::issue::IssuedDocument;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::xml::Xml;
use super::{numbering, picture, section, styles};
use crate::export::ExportError;

const TYPES: &str = include_str!("parts/content_types.xml");
const RELATIONS: &str = include_str!("parts/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("parts/document_relations.xml");
const PNG: &str = "<Default Extension=\"png\" ContentType=\"image/png\"/>";
const SETTINGS: &str = include_str!("parts/settings.xml");

/// Packs the main part with everything it needs. The same document gives the same bytes.
pub(super) fn package(document: &IssuedDocument, main: &str) -> Result<Vec<u8>, ExportError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(main.len() / 6 + 16_384)));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(3));
    let pictures = picture::pictures(document)?;
    let (types, relations) = match pictures.is_empty() {
        true => (TYPES.to_owned(), DOCUMENT_RELATIONS.to_owned()),
        false => {
            let more = picture::relations(pictures.keys());
            (
                TYPES.replacen("<Override", &format!("{PNG}<Override"), 1),
                DOCUMENT_RELATIONS.replacen(
                    "</Relationships>",
                    &format!("{more}</Relationships>"),
                    1,
                ),
            )
        }
    };
    let mut add = |name: &str, content: &str| -> Result<(), ExportError> {
        zip.start_file(name, options)?;
        Ok(zip.write_all(content.as_bytes())?)
    };
    add("[Content_Types].xml", &types)?;
    add("_rels/.rels", RELATIONS)?;
    add("docProps/core.xml", &properties(&document.title()))?;
    add("word/_rels/document.xml.rels", &relations)?;
    add("word/document.xml", main)?;
    let family = document.letterhead.family;
    add("word/styles.xml", &styles::part(family))?;
    add(
        "word/numbering.xml",
        &numbering::part(&document.body, family),
    )?;
    add("word/settings.xml", SETTINGS)?;
    add("word/header1.xml", &section::page_number())?;
    add("word/header2.xml", &section::first_page())?;
    for (name, bytes) in &pictures {
        zip.start_file(format!("word/media/{name}.png"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The title; no author and no times, which would tell who worked on a draft and when.
fn properties(title: &str) -> String {
    let mut xml = Xml::document();
    let core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    let dublin = "http://purl.org/dc/elements/1.1/";
    xml.element(
        "cp:coreProperties",
        &[("xmlns:cp", &core), ("xmlns:dc", &dublin)],
        |xml| {
            xml.element("dc:title", &[], |xml| xml.text(title));
            xml.element("dc:language", &[], |xml| xml.text("vi-VN"));
        },
    );
    xml.finish()
}
