//! The lists: headings on three levels after the document's own pattern, dashes on two.

use tongket_core::issue::Block;

use super::body::{DASHES, HEADINGS};
use super::labels::Labels;
use super::xml::Xml;

/// `word/numbering.xml` for a body.
pub(super) fn part(body: &[Block]) -> String {
    let [(w, uri), _] = super::NAMESPACES;
    let mut xml = Xml::document();
    xml.element("w:numbering", &[(w, &uri)], |xml| {
        headings(body, xml);
        dashes(xml);
        for list in [HEADINGS, DASHES] {
            xml.element("w:num", &[("w:numId", &list)], |xml| {
                xml.value("w:abstractNumId", list);
            });
        }
    });
    xml.finish()
}

fn headings(body: &[Block], xml: &mut Xml) {
    let patterns = Labels::of(body).patterns;
    xml.element("w:abstractNum", &[("w:abstractNumId", &HEADINGS)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for (level, (counter, text)) in patterns.into_iter().enumerate() {
            let style = format!("Heading{}", level + 1);
            list_level(level, counter.format(), Some(&style), text, xml);
        }
    });
}

fn dashes(xml: &mut Xml) {
    xml.element("w:abstractNum", &[("w:abstractNumId", &DASHES)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for (level, (style, dash)) in [("ListBullet", "-"), ("ListBullet2", "+")]
            .iter()
            .enumerate()
        {
            list_level(level, "bullet", Some(style), dash, xml);
        }
    });
}

fn list_level(level: usize, format: &str, style: Option<&str>, text: &str, xml: &mut Xml) {
    xml.element("w:lvl", &[("w:ilvl", &level)], |xml| {
        xml.value("w:start", 1);
        xml.value("w:numFmt", format);
        if let Some(style) = style {
            xml.value("w:pStyle", style);
        }
        xml.value("w:suff", "space");
        xml.value("w:lvlText", text);
        xml.value("w:lvlJc", "left");
    });
}
