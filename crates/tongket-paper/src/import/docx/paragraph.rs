//! The content of one paragraph: runs, fields, changes, notes and boxes.

use super::super::xml::Node;
use super::body::{NoteKind, Walk};
use super::run::Written;
use super::styles::{Letters, Setting};
use super::symbol;

/// Whether a field is still giving its instruction or already its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Instruction,
    Result,
}

impl<'t, 'x> Walk<'t, 'x> {
    /// Reads one paragraph and writes its lines.
    pub(super) fn paragraph(&mut self, node: Node<'t, 'x>) {
        let setting = self.styles.complete(Setting::inside(node));
        let mut written = std::mem::take(&mut self.carried);
        let page = self.page;
        self.inline(node, setting.style.as_deref(), &mut written);
        let mark = node
            .child("pPr")
            .and_then(|properties| properties.child("rPr"));
        let on_mark = |name: &str| mark.is_some_and(|mark| mark.child(name).is_some());
        if on_mark("del") || on_mark("moveFrom") {
            // The paragraph's end was deleted: its text goes on with the next paragraph.
            self.seen.deletions = true;
            self.carried = written;
            return;
        }
        let lines = written.lines();
        if lines.is_empty() && on_mark("vanish") {
            return;
        }
        self.seen.legacy(&written);
        let label = self.numbering.label(&setting, self.styles);
        self.write(lines, label.unwrap_or_default(), &setting, page);
    }

    /// Reads everything inside a paragraph or one of the wrappers in it.
    pub(super) fn inline(
        &mut self,
        node: Node<'t, 'x>,
        style: Option<&str>,
        written: &mut Written,
    ) {
        for child in node.children() {
            match child.name() {
                "r" => self.run(child, style, written),
                "" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" => {}
                "del" | "moveFrom" => self.seen.deletions = true,
                "ins" | "moveTo" => {
                    self.seen.insertions = true;
                    self.inline(child, style, written);
                }
                "sdt" if is_placeholder(child) => {}
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.inline(chosen, style, written);
                    }
                }
                "commentRangeStart" => self.seen.comments = true,
                "f" => self.fraction(child, style, written),
                _ => self.inline(child, style, written),
            }
        }
    }

    /// A fraction of a formula is written with a slash.
    fn fraction(&mut self, node: Node<'t, 'x>, style: Option<&str>, written: &mut Written) {
        for (name, before) in [("num", ""), ("den", "/")] {
            if let Some(part) = node.child(name) {
                written.push(before, &Letters::default());
                self.inline(part, style, written);
            }
        }
    }

    fn run(&mut self, node: Node<'t, 'x>, style: Option<&str>, written: &mut Written) {
        let letters = self.styles.letters(&Letters::inside(node), style);
        self.run_content(node, &letters, written);
    }

    fn run_content(&mut self, node: Node<'t, 'x>, letters: &Letters, written: &mut Written) {
        for child in node.children() {
            match child.name() {
                "t" => self.text(&child.text().replace(['\n', '\r'], " "), letters, written),
                "tab" | "ptab" => self.text("\t", letters, written),
                "br" | "cr" => self.text("\n", letters, written),
                "noBreakHyphen" => self.text("-", letters, written),
                "sym" => self.text(&sign(child).to_string(), letters, written),
                "fldChar" => self.field(child),
                "footnoteReference" => self.refer(NoteKind::Foot, child, written),
                "endnoteReference" => self.refer(NoteKind::End, child, written),
                "lastRenderedPageBreak" => self.page += 1,
                "commentReference" => self.seen.comments = true,
                "drawing" | "pict" | "object" => self.boxes_in(child),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.run_content(chosen, letters, written);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, letters: &Letters, written: &mut Written) {
        if self.fields.contains(&Field::Instruction) {
            return;
        }
        if letters.hidden == Some(true) {
            self.seen.hidden |= !text.trim().is_empty();
            return;
        }
        let symbols = letters
            .font
            .as_deref()
            .filter(|_| text.contains(is_private));
        let shown: String = text
            .chars()
            .filter(|letter| {
                *letter != '\u{ad}'
                    || letters
                        .font
                        .as_deref()
                        .is_some_and(|font| font.starts_with(".Vn"))
            })
            .map(|letter| {
                if is_private(letter) {
                    symbol::shown(letter, symbols)
                } else {
                    letter
                }
            })
            .collect();
        written.push(&shown, letters);
    }

    fn field(&mut self, node: Node<'t, 'x>) {
        match node.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::Instruction),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Puts the number of a note in its place, in brackets so that it does not run into a code.
    fn refer(&mut self, kind: NoteKind, node: Node<'t, 'x>, written: &mut Written) {
        let id = node.attribute("id").unwrap_or_default().into_owned();
        let number = self.cite(kind, id);
        written.push(&kind.mark(number), &Letters::default());
    }

    /// Remembers the text boxes in a drawing; they are written after the paragraph or table.
    fn boxes_in(&mut self, node: Node<'t, 'x>) {
        for child in node.children() {
            match child.name() {
                "txbxContent" => self.boxes.push_back(child),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.boxes_in(chosen);
                    }
                }
                _ => self.boxes_in(child),
            }
        }
    }
}

/// Of the alternatives that a newer Word writes for older ones, the first is enough.
pub(super) fn chosen<'t, 'x>(node: Node<'t, 'x>) -> Option<Node<'t, 'x>> {
    node.child("Choice").or_else(|| node.child("Fallback"))
}

/// A content control that still shows its prompt ("Nhấp vào đây để nhập") holds no text.
pub(super) fn is_placeholder(control: Node<'_, '_>) -> bool {
    control
        .child("sdtPr")
        .and_then(|properties| properties.toggle("showingPlcHdr"))
        .unwrap_or_default()
}

fn is_private(letter: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&letter)
}

fn sign(node: Node<'_, '_>) -> char {
    let code = node
        .attribute("char")
        .and_then(|code| u32::from_str_radix(&code, 16).ok());
    let font = node.attribute("font");
    let in_font = |code: u32| if code < 0x100 { 0xf000 + code } else { code };
    let sign = code.map(in_font).and_then(char::from_u32);
    symbol::shown(sign.unwrap_or('•'), font.as_deref())
}
