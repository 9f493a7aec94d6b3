//! Small charts as pictures in the text, each with its words for those who do not see it.

use std::collections::BTreeMap;

use tongket_core::fingerprint::Fingerprint;
use tongket_core::issue::{Block, Chart, IssuedDocument};

use super::paragraph::Paragraph;
use super::xml::Xml;
use crate::export::ExportError;
use crate::export::chart::{self, WIDTH};

/// English Metric Units in a millimetre.
const EMU: f64 = 36_000.0;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// The name of a chart's picture, made of what it says: the same chart is kept once.
fn name(chart: &Chart) -> String {
    let print = Fingerprint::of(chart.alternative.as_bytes()).to_string();
    format!("chart{}", &print[..12])
}

/// The pictures of a document, by name.
pub(super) fn pictures(
    document: &IssuedDocument,
) -> Result<BTreeMap<String, Vec<u8>>, ExportError> {
    let annexed = document.annexes.iter().flat_map(|annex| &annex.body);
    let mut pictures = BTreeMap::new();
    for block in document.body.iter().chain(annexed) {
        if let Block::Chart(drawn) = block {
            pictures.insert(name(drawn), chart::png(drawn)?);
        }
    }
    Ok(pictures)
}

/// A paragraph with a chart in it.
pub(super) fn write(chart: &Chart, xml: &mut Xml) {
    let name = name(chart);
    let number = u32::from_str_radix(&name[5..12], 16).unwrap_or(1);
    let (wide, high) = (WIDTH * EMU, chart::height() * EMU);
    let (wide, high) = (wide.round() as i64, high.round() as i64);
    let paragraph = Paragraph::styled("Caption")
        .keep_next(true)
        .aligned("center");
    paragraph.write(xml, |xml| {
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                let nought: &dyn std::fmt::Display = &0;
                let around = [
                    ("xmlns:wp", &DRAWING as &dyn std::fmt::Display),
                    ("distT", nought),
                    ("distB", nought),
                    ("distL", nought),
                    ("distR", nought),
                ];
                xml.element("wp:inline", &around, |xml| {
                    xml.empty("wp:extent", &[("cx", &wide), ("cy", &high)]);
                    let said = &chart.alternative;
                    xml.empty(
                        "wp:docPr",
                        &[("id", &number), ("name", &name), ("descr", said)],
                    );
                    xml.element("a:graphic", &[("xmlns:a", &MAIN)], |xml| {
                        xml.element("a:graphicData", &[("uri", &PICTURE)], |xml| {
                            picture(&name, number, (wide, high), xml);
                        });
                    });
                });
            });
        });
    });
}

fn picture(name: &str, number: u32, (wide, high): (i64, i64), xml: &mut Xml) {
    xml.element("pic:pic", &[("xmlns:pic", &PICTURE)], |xml| {
        xml.element("pic:nvPicPr", &[], |xml| {
            xml.empty("pic:cNvPr", &[("id", &number), ("name", &name)]);
            xml.empty("pic:cNvPicPr", &[]);
        });
        xml.element("pic:blipFill", &[], |xml| {
            xml.empty("a:blip", &[("r:embed", &format!("rId{name}"))]);
            xml.raw("<a:stretch><a:fillRect/></a:stretch>");
        });
        xml.element("pic:spPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", &0), ("y", &0)]);
                xml.empty("a:ext", &[("cx", &wide), ("cy", &high)]);
            });
            xml.raw("<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>");
        });
    });
}

/// The relations of pictures, to stand before the end of the document's relations.
pub(super) fn relations<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
    let relation = |name: &String| {
        format!("<Relationship Id=\"rId{name}\" Type=\"{kind}\" Target=\"media/{name}.png\"/>")
    };
    names.map(relation).collect()
}
