//! The lists: headings on three levels after the document's own pattern, dashes on two.

use tongket_core::issue::{Block, Family};

use super::body::{DASHES, HEADINGS};
use super::labels::Labels;
use super::styles::indent;
use super::xml::Xml;

/// `word/numbering.xml` for a body of this family.
pub(super) fn part(body: &[Block], family: Family) -> String {
    let [(w, uri), _] = super::NAMESPACES;
    let mut xml = Xml::document();
    xml.element("w:numbering", &[(w, &uri)], |xml| {
        headings(body, family, xml);
        dashes(family, xml);
        for list in [HEADINGS, DASHES] {
            xml.element("w:num", &[("w:numId", &list)], |xml| {
                xml.value("w:abstractNumId", list);
            });
        }
    });
    xml.finish()
}

fn headings(body: &[Block], family: Family, xml: &mut Xml) {
    let patterns = Labels::of(body).patterns;
    xml.element("w:abstractNum", &[("w:abstractNumId", &HEADINGS)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for (level, (counter, text)) in patterns.into_iter().enumerate() {
            let style = format!("Heading{}", level + 1);
            let format = counter.format();
            list_level(level, family, format, &style, text, xml);
        }
    });
}

fn dashes(family: Family, xml: &mut Xml) {
    xml.element("w:abstractNum", &[("w:abstractNumId", &DASHES)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for (level, (style, dash)) in [("ListBullet", "-"), ("ListBullet2", "+")]
            .iter()
            .enumerate()
        {
            list_level(level, family, "bullet", style, dash, xml);
        }
    });
}

/// A level is set in as running text is; without it some programs take the list's lack of an indent
/// for an indent of nothing, stronger than the style's.
fn list_level(level: usize, family: Family, format: &str, style: &str, text: &str, xml: &mut Xml) {
    xml.element("w:lvl", &[("w:ilvl", &level)], |xml| {
        xml.value("w:start", 1);
        xml.value("w:numFmt", format);
        xml.value("w:pStyle", style);
        xml.value("w:suff", "space");
        xml.value("w:lvlText", text);
        xml.value("w:lvlJc", "left");
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:ind", &[("w:left", &0), ("w:firstLine", &indent(family))]);
        });
    });
}
