//! The walk over a document: blocks in reading order, written line by line.

use std::collections::{HashMap, VecDeque};

use tongket_reader::Span;
use tongket_reader::source::{Cell, Part, Place, SourceBuilder};

use super::super::encoding::Legacy;
use super::super::error::{ImportError, TooMuch};
use super::super::limits;
use super::super::line::Line;
use super::super::plain::Columns;
use super::super::xml::Node;
use super::label::{self, Shape};
use super::numbering::Numbering;
use super::paragraph::{Field, chosen, is_placeholder};
use super::run::Written;
use super::styles::{Setting, Styles};

/// Footnotes stand on their page, endnotes at the end of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Foot,
    End,
}

impl NoteKind {
    /// How a note's number is written.
    pub(super) fn mark(self, number: u32) -> String {
        match self {
            NoteKind::Foot => format!("[{number}]"),
            NoteKind::End => format!("[{}]", label::number(number, Shape::LowerRoman)),
        }
    }
}

/// A note that the text refers to.
#[derive(Debug, Clone)]
pub(super) struct Cited {
    kind: NoteKind,
    number: u32,
    id: String,
}

/// What was met on the way that a user should know.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) insertions: bool,
    pub(super) deletions: bool,
    pub(super) comments: bool,
    pub(super) hidden: bool,
    pub(super) nested: bool,
    embedded: bool,
    tcvn3: bool,
    vni: bool,
}

impl Seen {
    pub(super) fn legacy(&mut self, written: &Written) {
        for legacy in written.legacies() {
            self.tcvn3 |= matches!(legacy, Legacy::Tcvn3 | Legacy::Tcvn3Capitals);
            self.vni |= legacy == Legacy::Vni;
        }
    }

    fn notes(&self) -> Vec<String> {
        [
            (
                self.tcvn3,
                "Có chữ TCVN3 (ABC, phông .Vn…), đã chuyển sang Unicode",
            ),
            (self.vni, "Có chữ VNI (phông VNI-…), đã chuyển sang Unicode"),
            (
                self.insertions || self.deletions,
                "Có sửa đổi đang theo dõi (track changes): phần chèn đã nhận, phần xóa đã bỏ",
            ),
            (
                self.comments,
                "Có lời bình (comment), không lấy vào văn bản",
            ),
            (self.hidden, "Có chữ ẩn, không lấy vào văn bản"),
            (
                self.nested,
                "Có bảng lồng trong ô, đã trải vào ô ngoài theo thứ tự",
            ),
            (
                self.embedded,
                "Có phần nhúng từ tệp khác (altChunk), không đọc được",
            ),
        ]
        .into_iter()
        .filter(|(seen, _)| *seen)
        .map(|(_, note)| note.to_owned())
        .collect()
    }
}

/// Where the walk stands and what it has gathered.
pub(super) struct Walk<'t, 'x> {
    pub(super) styles: &'t Styles,
    pub(super) numbering: Numbering,
    pub(super) fields: Vec<Field>,
    pub(super) carried: Written,
    pub(super) boxes: VecDeque<Node<'t, 'x>>,
    pub(super) seen: Seen,
    pub(super) page: u32,
    pub(super) part: Part,
    pub(super) tables: u32,
    notes: [Option<Node<'t, 'x>>; 2],
    cited: Vec<Cited>,
    counts: [u32; 2],
    builder: SourceBuilder,
    lines: usize,
    paragraphs: u32,
    boxed: u32,
    columns: Columns,
    pages: bool,
    full: bool,
}

impl<'t, 'x> Walk<'t, 'x> {
    pub(super) fn new(
        styles: &'t Styles,
        numbering: Numbering,
        footnotes: Option<Node<'t, 'x>>,
        endnotes: Option<Node<'t, 'x>>,
    ) -> Self {
        Walk {
            styles,
            numbering,
            fields: Vec::new(),
            carried: Written::default(),
            cited: Vec::new(),
            counts: [0; 2],
            boxes: VecDeque::new(),
            seen: Seen::default(),
            page: 1,
            part: Part::Body,
            tables: 0,
            notes: [footnotes, endnotes],
            builder: SourceBuilder::default(),
            lines: 0,
            paragraphs: 0,
            boxed: 0,
            columns: Columns::default(),
            pages: false,
            full: false,
        }
    }

    /// Writes the whole document: its body, then its notes.
    pub(super) fn document(&mut self, body: Node<'t, 'x>) -> Result<(), ImportError> {
        self.pages = has_page_breaks(body);
        self.blocks(body);
        self.end_carried();
        self.flush_boxes();
        self.write_notes();
        if self.full {
            return Err(ImportError::too_large(
                TooMuch::Paragraphs,
                limits::PARAGRAPHS,
            ));
        }
        Ok(())
    }

    /// The text, what to say of it, and the number of pages as far as breaks show it.
    pub(super) fn finish(self) -> (SourceBuilder, Vec<String>, Option<u32>) {
        (
            self.builder,
            self.seen.notes(),
            self.pages.then_some(self.page),
        )
    }

    /// Writes paragraphs and tables in order.
    pub(super) fn blocks(&mut self, node: Node<'t, 'x>) {
        for child in node.children() {
            if self.full {
                return;
            }
            match child.name() {
                "p" => {
                    self.paragraph(child);
                    if self.part == Part::Body {
                        self.flush_boxes();
                    }
                }
                "tbl" => self.table(child),
                "sdt" if is_placeholder(child) => {}
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.blocks(child),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.blocks(chosen);
                    }
                }
                "altChunk" => self.seen.embedded = true,
                _ => {}
            }
        }
    }

    /// Writes the lines of a paragraph, its label before the first.
    pub(super) fn write(&mut self, lines: Vec<Line>, label: String, setting: &Setting, page: u32) {
        self.paragraphs += 1;
        let mut label = label;
        for line in lines {
            let line = labelled(line, &std::mem::take(&mut label), setting);
            self.line(&line, page);
        }
    }

    fn line(&mut self, line: &Line, page: u32) {
        if self.full {
            return;
        }
        self.full = self.paragraphs as usize > limits::PARAGRAPHS;
        let in_body = self.part == Part::Body;
        match self.columns.halves(&line.text).filter(|_| in_body) {
            Some((left, right)) => self.side_by_side(line, [left, right], page),
            None => self.put(line, self.part, page),
        }
    }

    /// Two columns that a tab separates become a row of two cells.
    fn side_by_side(&mut self, line: &Line, halves: [Span; 2], page: u32) {
        if self.columns.row == 0 {
            self.tables += 1;
        }
        for (column, half) in halves.into_iter().enumerate() {
            let cell = Cell {
                table: self.tables,
                row: self.columns.row,
                column: column as u32,
                width: 1,
                continues: false,
            };
            self.put(&line.part(half), Part::Cell(cell), page);
        }
        self.columns.row += 1;
    }

    fn put(&mut self, line: &Line, part: Part, page: u32) {
        let page = self.pages.then_some(page);
        let place = Place {
            page,
            paragraph: self.paragraphs.max(1),
            part,
        };
        self.builder.line(&line.text, place, line.look.clone());
        self.lines += 1;
    }

    /// An empty cell is a line too, so that columns keep their places.
    pub(super) fn empty_cell(&mut self, cell: Cell) {
        self.put(&Line::default(), Part::Cell(cell), self.page);
    }

    /// How many lines have been written.
    pub(super) fn written(&self) -> usize {
        self.lines
    }

    /// Writes the text boxes that were met since the last time.
    pub(super) fn flush_boxes(&mut self) {
        while let Some(content) = self.boxes.pop_front() {
            self.boxed += 1;
            let outer = std::mem::replace(&mut self.part, Part::TextBox(self.boxed));
            let fields = std::mem::take(&mut self.fields);
            self.blocks(content);
            self.end_carried();
            self.fields = fields;
            self.part = outer;
        }
    }

    /// Remembers a reference to a note and gives it the next number of its kind.
    pub(super) fn cite(&mut self, kind: NoteKind, id: String) -> u32 {
        let count = &mut self.counts[usize::from(kind == NoteKind::End)];
        *count += 1;
        self.cited.push(Cited {
            kind,
            number: *count,
            id,
        });
        *count
    }

    /// A paragraph whose end was deleted is written where nothing follows it.
    pub(super) fn end_carried(&mut self) {
        let lines = std::mem::take(&mut self.carried).lines();
        if !lines.is_empty() {
            self.write(lines, String::new(), &Setting::default(), self.page);
        }
    }

    /// Writes the notes in the order in which the text refers to them.
    fn write_notes(&mut self) {
        self.fields.clear();
        let notes = self.notes.map(by_id);
        for cited in std::mem::take(&mut self.cited) {
            let all = &notes[usize::from(cited.kind == NoteKind::End)];
            if let Some(note) = all.get(cited.id.as_str()) {
                self.part = Part::Note(cited.number);
                self.note(*note, &cited);
            }
        }
    }

    fn note(&mut self, note: Node<'t, 'x>, cited: &Cited) {
        let mut label = format!("{} ", cited.kind.mark(cited.number));
        for child in note.children() {
            if child.name() != "p" {
                self.blocks(child);
                continue;
            }
            let setting = self.styles.complete(Setting::inside(child));
            let mut written = Written::default();
            self.inline(child, setting.style.as_deref(), &mut written);
            self.seen.legacy(&written);
            let lines = written.lines();
            let label = if lines.is_empty() {
                String::new()
            } else {
                std::mem::take(&mut label)
            };
            self.write(lines, label, &setting, self.page);
        }
    }
}

fn by_id<'t, 'x>(all: Option<Node<'t, 'x>>) -> HashMap<String, Node<'t, 'x>> {
    let notes = all.into_iter().flat_map(Node::children);
    notes
        .filter_map(|note| Some((note.attribute("id")?.into_owned(), note)))
        .collect()
}

fn has_page_breaks(node: Node<'_, '_>) -> bool {
    node.name() == "lastRenderedPageBreak" || node.children().any(has_page_breaks)
}

/// A line with its label in front and the look of its paragraph.
fn labelled(line: Line, label: &str, setting: &Setting) -> Line {
    let mut line = line.labelled(label);
    line.look.centered = setting.centered == Some(true);
    line.look.heading = setting
        .outline
        .filter(|level| *level < 9)
        .map(|level| level + 1);
    line
}
