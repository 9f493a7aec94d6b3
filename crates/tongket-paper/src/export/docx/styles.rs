//! The styles: what every part of a document looks like (Decree 30/2020/NĐ-CP, annex I).
//!
//! A clerk changes a look in one place, the style. Headings, title, body text and
//! lists are Word's own styles, so that its navigation and its menus know them;
//! the parts of letterhead and signature have Vietnamese names.

use tongket_core::issue::Family;

use super::body::{DASHES, HEADINGS};
use super::xml::Xml;

const BEFORE_TABLES: &str = include_str!("parts/styles_head.xml");
const TABLES: &str = include_str!("parts/styles_tables.xml");

/// One paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    size: u32,
    bold: bool,
    italic: bool,
    align: &'static str,
    before: u32,
    after: u32,
    first: u32,
    rest: Rest,
}

/// What few styles have.
#[derive(Clone, Copy)]
enum Rest {
    Nothing,
    /// A heading of this level, numbered.
    Heading(u8),
    /// A dash of this level.
    Dash(u8),
    /// Running text, spaced line by line.
    Running,
    /// A line of exactly this many twentieths of a point.
    Exact(u32),
    /// Kept away from the column beside it.
    Narrow,
    /// Underlined.
    Underlined,
    /// In the outline of the document without being numbered.
    Outlined,
}

/// Half-points, twentieths of a point.
#[rustfmt::skip]
fn styles(indent: u32) -> Vec<Style> {
    let style = |id, name, size, look: &str, align, before, after, first, rest| Style {
        id, name, size, align, before, after, first, rest,
        bold: look.contains('b'),
        italic: look.contains('i'),
    };
    vec![
        style("Heading1", "heading 1", 28, "b", "both", 120, 0, indent, Rest::Heading(1)),
        style("Heading2", "heading 2", 28, "b", "both", 120, 0, indent, Rest::Heading(2)),
        style("Heading3", "heading 3", 28, "", "both", 120, 0, indent, Rest::Heading(3)),
        style("Heading4", "heading 4", 28, "i", "both", 120, 0, indent, Rest::Heading(4)),
        style("Title", "Title", 28, "b", "center", 360, 0, 0, Rest::Nothing),
        style("Subtitle", "Subtitle", 28, "b", "center", 0, 0, 0, Rest::Nothing),
        style("BodyText", "Body Text", 28, "", "both", 120, 0, indent, Rest::Running),
        style("ListBullet", "List Bullet", 28, "", "both", 120, 0, indent, Rest::Dash(0)),
        style("ListBullet2", "List Bullet 2", 28, "", "both", 120, 0, indent, Rest::Dash(1)),
        style("Header", "header", 28, "", "center", 0, 0, 0, Rest::Nothing),
        style("Caption", "caption", 26, "i", "center", 120, 60, 0, Rest::Nothing),
        style("NationalTitle", "Quốc hiệu", 24, "b", "center", 0, 0, 0, Rest::Nothing),
        style("Motto", "Tiêu ngữ", 26, "b", "center", 0, 0, 0, Rest::Nothing),
        style("ParentBody", "Cơ quan chủ quản", 24, "", "center", 0, 0, 0, Rest::Narrow),
        style("IssuingBody", "Cơ quan ban hành", 24, "b", "center", 0, 0, 0, Rest::Narrow),
        style("Rule", "Đường kẻ", 2, "", "center", 20, 0, 0, Rest::Exact(80)),
        style("NumberLine", "Số, ký hiệu", 26, "", "center", 120, 0, 0, Rest::Nothing),
        style("DateLine", "Địa danh, thời gian", 26, "i", "center", 120, 0, 0, Rest::Nothing),
        style("LetterSubject", "Trích yếu công văn", 24, "", "center", 120, 0, 0, Rest::Nothing),
        style("Addressee", "Kính gửi", 28, "", "center", 360, 120, 0, Rest::Nothing),
        style("AddresseeItem", "Kính gửi, từng nơi", 28, "", "left", 60, 0, 0, Rest::Nothing),
        style("LegalBasis", "Căn cứ", 28, "i", "both", 120, 0, indent, Rest::Running),
        style("RecipientsHead", "Nơi nhận", 24, "bi", "left", 0, 0, 0, Rest::Nothing),
        style("RecipientsHeadParty", "Nơi nhận (Đảng)", 28, "", "left", 0, 0, 0, Rest::Underlined),
        style("Recipient", "Nơi nhận, từng nơi", 22, "", "left", 0, 0, 0, Rest::Nothing),
        style("SignerLine", "Thẩm quyền, chức vụ", 28, "b", "center", 0, 0, 0, Rest::Nothing),
        style("SignerPosition", "Chức vụ (Đảng)", 28, "", "center", 0, 0, 0, Rest::Nothing),
        style("SignerName", "Họ tên người ký", 28, "b", "center", 1500, 0, 0, Rest::Nothing),
        style("AnnexLabel", "Phụ lục", 28, "b", "center", 0, 0, 0, Rest::Outlined),
        style("AnnexTitle", "Tên phụ lục", 28, "b", "center", 0, 0, 0, Rest::Nothing),
        style("AnnexReference", "Kèm theo văn bản", 28, "i", "center", 0, 200, 0, Rest::Nothing),
        style("TableHead", "Bảng, tiêu đề", 26, "b", "center", 40, 40, 0, Rest::Nothing),
        style("TableText", "Bảng, nội dung", 26, "", "left", 40, 40, 0, Rest::Nothing),
        style("TableSmallHead", "Bảng phụ lục, tiêu đề", 22, "b", "center", 40, 40, 0, Rest::Nothing),
        style("TableSmallText", "Bảng phụ lục, nội dung", 22, "", "left", 40, 40, 0, Rest::Nothing),
        style("Tiny", "Ngăn cách", 2, "", "left", 0, 0, 0, Rest::Exact(80)),
        style("Gap", "Trước chữ ký", 2, "", "left", 0, 0, 0, Rest::Exact(240)),
    ]
}

/// `word/styles.xml` for documents of this family.
pub(super) fn part(family: Family) -> String {
    let mut xml = Xml::default();
    xml.raw(BEFORE_TABLES.trim_end());
    for style in styles(indent(family)) {
        write(&style, family, &mut xml);
    }
    xml.raw(TABLES.trim_end());
    xml.finish()
}

/// How far the first line of running text is set in, in twentieths of a point: 1.27 cm, or 10 mm for
/// Party bodies (05-HD/VPTW).
pub(super) fn indent(family: Family) -> u32 {
    match family {
        Family::State => 720,
        Family::Party => 567,
    }
}

fn write(style: &Style, family: Family, xml: &mut Xml) {
    let built_in = style.name.is_ascii();
    let custom = if built_in { "0" } else { "1" };
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("w:type", &"paragraph")];
    if !built_in {
        attributes.push(("w:customStyle", &custom));
    }
    attributes.push(("w:styleId", &style.id));
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", style.name);
        xml.value("w:basedOn", "Normal");
        if matches!(style.rest, Rest::Heading(_)) {
            xml.value("w:next", "BodyText");
        }
        xml.value("w:uiPriority", 1);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| paragraph(style, family, xml));
        xml.element("w:rPr", &[], |xml| run(style, xml));
    });
}

fn paragraph(style: &Style, family: Family, xml: &mut Xml) {
    match style.rest {
        Rest::Heading(level) => {
            xml.raw("<w:keepNext/><w:keepLines/>");
            if level <= 3 {
                list(HEADINGS, level - 1, xml);
            }
        }
        Rest::Dash(level) => list(DASHES, level, xml),
        _ => {}
    }
    spacing(style, family, xml);
    match style.rest {
        Rest::Narrow => xml.empty("w:ind", &[("w:left", &85), ("w:right", &85)]),
        _ if style.first > 0 => xml.empty("w:ind", &[("w:firstLine", &style.first)]),
        _ => {}
    }
    xml.value("w:jc", style.align);
    match style.rest {
        Rest::Heading(level) => xml.value("w:outlineLvl", level - 1),
        Rest::Outlined => xml.value("w:outlineLvl", 0),
        _ => {}
    }
}

fn list(list: u32, level: u8, xml: &mut Xml) {
    xml.element("w:numPr", &[], |xml| {
        xml.value("w:ilvl", level);
        xml.value("w:numId", list);
    });
}

/// Lines of running text: 1.1 apart, or exactly 18 points for Party bodies (05-HD/VPTW).
fn spacing(style: &Style, family: Family, xml: &mut Xml) {
    let (line, rule) = match (style.rest, family) {
        (Rest::Exact(line), _) => (line, "exact"),
        (Rest::Running | Rest::Dash(_) | Rest::Heading(_), Family::State) => (264, "auto"),
        (Rest::Running | Rest::Dash(_) | Rest::Heading(_), Family::Party) => (360, "exact"),
        _ => (240, "auto"),
    };
    xml.empty(
        "w:spacing",
        &[
            ("w:before", &style.before),
            ("w:after", &style.after),
            ("w:line", &line),
            ("w:lineRule", &rule),
        ],
    );
}

fn run(style: &Style, xml: &mut Xml) {
    if style.bold {
        xml.raw("<w:b/><w:bCs/>");
    }
    if style.italic {
        xml.raw("<w:i/><w:iCs/>");
    }
    xml.value("w:sz", style.size);
    xml.value("w:szCs", style.size);
    if matches!(style.rest, Rest::Underlined) {
        xml.value("w:u", "single");
    }
}
