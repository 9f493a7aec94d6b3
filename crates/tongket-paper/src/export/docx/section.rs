//! Pages: size, margins, the page number in the top margin, a fresh count for each annex.

use super::paragraph::Paragraph;
use super::xml::Xml;
use crate::export::measure::{MARGINS, PAGE};

/// Distance of the page number from the top edge, in millimetres.
const HEADER: f64 = 9.0;

/// Twentieths of a point.
pub(super) fn twips(millimetres: f64) -> i64 {
    (millimetres * 1440.0 / 25.4).round() as i64
}

/// Width of the text in twentieths of a point.
pub(super) fn text_width(landscape: bool) -> i64 {
    let [top, right, bottom, left] = MARGINS;
    match landscape {
        true => twips(PAGE[1]) - twips(top) - twips(bottom),
        false => twips(PAGE[0]) - twips(left) - twips(right),
    }
}

/// What the pages of a section are like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pages {
    /// Turned sideways.
    pub(super) landscape: bool,
    /// Counted on from those before; else from 1, and the first carries no number.
    pub(super) count_on: bool,
}

/// Ends the section before an annex; the annex begins on a new page.
pub(super) fn end(pages: Pages, xml: &mut Xml) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "Tiny");
            properties(pages, xml);
        });
    });
}

/// The properties of a section.
pub(super) fn properties(pages: Pages, xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        xml.raw("<w:headerReference w:type=\"default\" r:id=\"rIdPageNumber\"/>");
        xml.raw("<w:headerReference w:type=\"first\" r:id=\"rIdFirstPage\"/>");
        xml.raw("<w:type w:val=\"nextPage\"/>");
        size(pages.landscape, xml);
        margins(pages.landscape, xml);
        xml.raw(match pages.count_on {
            true => "<w:cols w:space=\"720\"/>",
            false => "<w:pgNumType w:start=\"1\"/><w:cols w:space=\"720\"/><w:titlePg/>",
        });
    });
}

fn size(landscape: bool, xml: &mut Xml) {
    let [width, height] = PAGE.map(twips);
    match landscape {
        true => xml.empty(
            "w:pgSz",
            &[
                ("w:w", &height),
                ("w:h", &width),
                ("w:orient", &"landscape"),
            ],
        ),
        false => xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]),
    }
}

/// Turned sideways, the binding edge is on top.
fn margins(landscape: bool, xml: &mut Xml) {
    let [top, right, bottom, left] = match landscape {
        true => [MARGINS[3], MARGINS[0], MARGINS[1], MARGINS[2]],
        false => MARGINS,
    }
    .map(twips);
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", &top),
            ("w:right", &right),
            ("w:bottom", &bottom),
            ("w:left", &left),
            ("w:header", &twips(HEADER)),
            ("w:footer", &twips(HEADER)),
            ("w:gutter", &0),
        ],
    );
}

/// The header of every page but the first.
pub(super) fn page_number() -> String {
    header(|xml| {
        Paragraph::styled("Header").write(xml, |xml| {
            for part in [
                "<w:fldChar w:fldCharType=\"begin\"/>",
                "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>",
                "<w:fldChar w:fldCharType=\"separate\"/>",
                "<w:t>2</w:t>",
                "<w:fldChar w:fldCharType=\"end\"/>",
            ] {
                xml.element("w:r", &[], |xml| xml.raw(part));
            }
        });
    })
}

/// The header of the first page: nothing.
pub(super) fn first_page() -> String {
    header(|xml| Paragraph::styled("Header").write(xml, |_| ()))
}

fn header(inside: impl FnOnce(&mut Xml)) -> String {
    let [(w, w_uri), (r, r_uri)] = super::NAMESPACES;
    let mut xml = Xml::document();
    xml.element("w:hdr", &[(w, &w_uri), (r, &r_uri)], inside);
    xml.finish()
}
