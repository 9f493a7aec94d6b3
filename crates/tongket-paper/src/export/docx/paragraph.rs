//! Paragraphs and runs, their properties in the order of the standard.

use tongket_core::issue::{Inline, Text};

use super::xml::Xml;

/// A paragraph before its text is known.
#[derive(Debug, Default)]
pub(super) struct Paragraph<'a> {
    style: &'a str,
    keep_next: bool,
    numbering: Option<(u32, u8)>,
    rule: bool,
    indent: Option<[i64; 3]>,
    align: Option<&'a str>,
}

impl<'a> Paragraph<'a> {
    /// A paragraph of this style.
    pub(super) fn styled(style: &'a str) -> Self {
        Paragraph {
            style,
            ..Paragraph::default()
        }
    }

    /// Kept on the page of the next one.
    pub(super) fn keep_next(mut self, keep: bool) -> Self {
        self.keep_next = keep;
        self
    }

    /// In this list on this level; list 0 takes it out of its style's list.
    pub(super) fn numbered(mut self, list: u32, level: u8) -> Self {
        self.numbering = Some((list, level));
        self
    }

    /// With a rule above.
    pub(super) fn ruled(mut self) -> Self {
        self.rule = true;
        self
    }

    /// Set in from left and right, in twentieths of a point, its first line hanging by the third,
    /// or set in where that is below nothing.
    pub(super) fn indented(mut self, left: i64, right: i64, hanging: i64) -> Self {
        self.indent = Some([left, right, hanging]);
        self
    }

    /// Set "center", "right", …
    pub(super) fn aligned(mut self, align: &'a str) -> Self {
        self.align = Some(align);
        self
    }

    /// Writes it with what `inside` puts in.
    pub(super) fn write(self, xml: &mut Xml, inside: impl FnOnce(&mut Xml)) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| self.properties(xml));
            inside(xml);
        });
    }

    fn properties(&self, xml: &mut Xml) {
        xml.value("w:pStyle", self.style);
        if self.keep_next {
            xml.empty("w:keepNext", &[]);
        }
        if let Some((list, level)) = self.numbering {
            xml.element("w:numPr", &[], |xml| {
                xml.value("w:ilvl", level);
                xml.value("w:numId", list);
            });
        }
        if self.rule {
            xml.element("w:pBdr", &[], |xml| {
                let line: [(&str, &dyn std::fmt::Display); 4] = [
                    ("w:val", &"single"),
                    ("w:sz", &6),
                    ("w:space", &1),
                    ("w:color", &"000000"),
                ];
                xml.empty("w:top", &line);
            });
        }
        if let Some([left, right, hanging]) = self.indent {
            match hanging {
                ..0 => {
                    let first = ("w:firstLine", &-hanging as &dyn std::fmt::Display);
                    xml.empty("w:ind", &[("w:left", &left), ("w:right", &right), first]);
                }
                0 => xml.empty("w:ind", &[("w:left", &left), ("w:right", &right)]),
                _ => {
                    let hung = ("w:hanging", &hanging as &dyn std::fmt::Display);
                    xml.empty("w:ind", &[("w:left", &left), ("w:right", &right), hung]);
                }
            }
        }
        if let Some(align) = self.align {
            xml.value("w:jc", align);
        }
    }
}

/// A run of the paragraph's own look.
pub(super) fn run(xml: &mut Xml, text: &str) {
    look(xml, text, false, false);
}

/// A text with its marks.
pub(super) fn text(xml: &mut Xml, text: &Text) {
    for inline in &text.0 {
        match inline {
            Inline::Run { text, bold, italic } => look(xml, text, *bold, *italic),
            Inline::Mark { number } => mark(xml, *number),
            Inline::Origin { number } => origin(xml, *number),
        }
    }
}

fn look(xml: &mut Xml, text: &str, bold: bool, italic: bool) {
    xml.element("w:r", &[], |xml| {
        if bold || italic {
            xml.element("w:rPr", &[], |xml| emphasis(xml, bold, italic));
        }
        xml.element("w:t", &[("xml:space", &"preserve")], |xml| xml.text(text));
    });
}

fn emphasis(xml: &mut Xml, bold: bool, italic: bool) {
    if bold {
        xml.raw("<w:b/><w:bCs/>");
    }
    if italic {
        xml.raw("<w:i/><w:iCs/>");
    }
}

/// "[1]", raised, leading to its row; bookmarked so that the row leads back.
fn mark(xml: &mut Xml, number: u32) {
    linked(
        xml,
        number,
        "Mark",
        ["mark", "source"],
        2 * u64::from(number),
    );
}

/// "[1]" at the head of its row, leading back.
fn origin(xml: &mut Xml, number: u32) {
    linked(
        xml,
        number,
        "Origin",
        ["source", "mark"],
        2 * u64::from(number) + 1,
    );
}

fn linked(xml: &mut Xml, number: u32, style: &str, [own, other]: [&str; 2], id: u64) {
    let name = format!("{own}_{number}");
    xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
    let target = format!("{other}_{number}");
    xml.element(
        "w:hyperlink",
        &[("w:anchor", &target), ("w:history", &"1")],
        |xml| {
            xml.element("w:r", &[], |xml| {
                xml.element("w:rPr", &[], |xml| xml.value("w:rStyle", style));
                xml.element("w:t", &[], |xml| xml.text(&format!("[{number}]")));
            });
        },
    );
    xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
}
