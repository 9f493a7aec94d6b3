//! The HTML that the editor of a section stores, read as a file would be.
//!
//! Paragraphs, two levels of heading, lists and tables, with bold, italic and
//! underlined words and line breaks: that is all the editor writes. Anything
//! else that comes along is taken for the text in it. Reading goes through the
//! markup once, keeps nothing open and never fails on its shape.

mod grid;
mod write;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use tongket_reader::source::{Format, Look, Origin, Part, Place, Source, SourceBuilder};

use super::error::{ImportError, TooMuch};
use super::limits;
use super::line::Line;

use self::grid::Grid;

pub use self::write::{SectionHtml, sections};

/// Reads the HTML of one section.
///
/// # Errors
/// Where it is larger than any section can be.
pub fn html(markup: &str) -> Result<Source, ImportError> {
    if markup.len() > limits::SECTION {
        return Err(ImportError::too_large(TooMuch::Bytes, limits::SECTION));
    }
    let mut writer = Writer::default();
    let mut rest = markup;
    while let Some(next) = writer.read(rest)? {
        rest = next;
    }
    Ok(writer.finish())
}

/// The letter that "&amp;", "&nbsp;" or "&#7879;" stands for; an unknown name stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name: &str = reference;
    match resolve_predefined_entity(name) {
        Some(text) => text.to_owned(),
        None if name == "nbsp" => " ".to_owned(),
        None => format!("&{name};"),
    }
}

/// A list that is open.
struct List {
    ordered: bool,
    /// The number of its last item.
    count: u32,
}

impl List {
    /// The label of the next item: "-", "+" below it, "1.", "a)" below it.
    fn label(&mut self, depth: usize) -> String {
        self.count = self.count.saturating_add(1);
        match (self.ordered, depth) {
            (false, 0) => "- ".to_owned(),
            (false, _) => "+ ".to_owned(),
            (true, 0) => format!("{}. ", self.count),
            (true, _) => match LETTERS.get(self.count.saturating_sub(1) as usize) {
                Some(letter) => format!("{letter}) "),
                None => format!("{}) ", self.count),
            },
        }
    }
}

/// The order of points in a Vietnamese document (Decree 30/2020, annex I).
const LETTERS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
    "u", "v", "x", "y",
];

/// A section while it is being read.
#[derive(Default)]
struct Writer {
    builder: SourceBuilder,
    line: Line,
    lines: usize,
    label: Option<String>,
    heading: Option<u8>,
    bold: u32,
    italic: u32,
    lists: Vec<List>,
    tables: u32,
    grid: Option<Grid>,
    /// Tables inside a cell: their text is laid out in the cell.
    nested: u32,
}

impl Writer {
    /// Reads on; gives what is left where an element was passed over whose content is no text.
    fn read<'m>(&mut self, markup: &'m str) -> Result<Option<&'m str>, ImportError> {
        let mut reader = Reader::from_str(markup);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let place = |reader: &Reader<&[u8]>| {
            usize::try_from(reader.buffer_position()).unwrap_or(markup.len())
        };
        loop {
            let before = place(&reader);
            match reader.read_event() {
                Ok(Event::Start(tag)) if is_aside(tag.name().as_ref()) => {
                    let content = markup.get(place(&reader)..).unwrap_or_default();
                    return Ok(Some(after_aside(content, tag.name().as_ref())));
                }
                Ok(Event::Start(tag)) => self.open(&tag),
                Ok(Event::Empty(tag)) => {
                    self.open(&tag);
                    self.close(tag.name().as_ref());
                }
                Ok(Event::End(tag)) => self.close(tag.name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text.into_inner()),
                Ok(Event::CData(text)) => self.text(&text.into_inner()),
                Ok(Event::GeneralRef(reference)) => self.text(&resolved(&reference)),
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => {}
                // A sign that only looks like markup: the rest is text.
                Err(_) => {
                    self.text(markup.get(before..).unwrap_or_default());
                    return Ok(None);
                }
            }
            if self.full() {
                return Err(ImportError::too_large(
                    TooMuch::Paragraphs,
                    limits::PARAGRAPHS,
                ));
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        // "a < b > c": a sign between words is no element.
        if !tag
            .name()
            .as_ref()
            .starts_with(|letter: char| letter.is_ascii_alphabetic())
        {
            let written: &str = tag;
            return self.text(&format!("<{written}>"));
        }
        match tag.name().as_ref() {
            "strong" | "b" => self.bold = self.bold.saturating_add(1),
            "em" | "i" => self.italic = self.italic.saturating_add(1),
            "br" => self.end_line(),
            "h1" | "h2" | "h3" => self.begin_block(Some(1)),
            "h4" | "h5" | "h6" => self.begin_block(Some(2)),
            "ul" => self.begin_list(false, 0),
            "ol" => self.begin_list(true, number(tag, "start").unwrap_or(1).saturating_sub(1)),
            "li" => self.begin_item(),
            "table" => self.begin_table(),
            "tr" if self.nested == 0 => self.begin_row(),
            "td" | "th" if self.nested == 0 => self.begin_cell(tag),
            name if is_inline(name) => {}
            _ => self.begin_block(None),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.bold = self.bold.saturating_sub(1),
            "em" | "i" => self.italic = self.italic.saturating_sub(1),
            "ul" | "ol" => {
                self.end_line();
                self.lists.pop();
            }
            "li" => {
                self.end_line();
                self.label = None;
            }
            "table" => self.end_table(),
            "tr" if self.nested == 0 => self.end_row(),
            "td" | "th" if self.nested == 0 => self.end_cell(),
            name if is_inline(name) => {}
            _ => {
                self.end_line();
                self.heading = None;
            }
        }
    }

    /// Adds text; white space in markup is one space, however long.
    fn text(&mut self, text: &str) {
        let header = self.grid.as_ref().is_some_and(Grid::in_header);
        let (bold, italic) = (self.bold > 0 || header, self.italic > 0);
        let mut clean = String::with_capacity(text.len());
        let mut open = !self.line.text.is_empty() && !self.line.text.ends_with(' ');
        for letter in text.chars() {
            match letter.is_whitespace() || letter.is_control() {
                false => clean.push(letter),
                true if open => clean.push(' '),
                true => continue,
            }
            open = !clean.ends_with(' ');
        }
        self.line.push(&clean, bold, italic);
    }

    fn begin_block(&mut self, heading: Option<u8>) {
        self.end_line();
        self.heading = heading;
    }

    fn begin_list(&mut self, ordered: bool, count: u32) {
        self.end_line();
        if self.lists.len() < limits::DEPTH {
            self.lists.push(List { ordered, count });
        }
    }

    fn begin_item(&mut self) {
        self.end_line();
        let depth = self.lists.len().saturating_sub(1);
        self.label = match self.lists.last_mut() {
            Some(list) => Some(list.label(depth)),
            None => Some("- ".to_owned()),
        };
    }

    fn begin_table(&mut self) {
        self.end_line();
        match &self.grid {
            Some(_) => self.nested = self.nested.saturating_add(1),
            None => {
                self.tables += 1;
                self.grid = Some(Grid::new(self.tables));
            }
        }
    }

    fn end_table(&mut self) {
        if self.nested > 0 {
            self.end_line();
            self.nested -= 1;
            return;
        }
        self.end_row();
        self.grid = None;
    }

    fn begin_row(&mut self) {
        self.end_row();
        if let Some(grid) = &mut self.grid {
            grid.begin_row();
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let covered = self.grid.as_mut().map(Grid::end_row).unwrap_or_default();
        for cell in covered {
            self.put(&Line::default(), Part::Cell(cell));
        }
    }

    fn begin_cell(&mut self, tag: &BytesStart<'_>) {
        self.end_cell();
        let width = number(tag, "colspan").unwrap_or(1);
        let height = number(tag, "rowspan").unwrap_or(1);
        let header = tag.name().as_ref() == "th";
        let covered = match &mut self.grid {
            Some(grid) => grid.begin_cell(width, height, header),
            None => return,
        };
        for cell in covered {
            self.put(&Line::default(), Part::Cell(cell));
        }
    }

    /// An empty cell is a line too, so that columns keep their places.
    fn end_cell(&mut self) {
        self.end_line();
        let cell = self.grid.as_mut().and_then(Grid::end_cell);
        if let Some(cell) = cell {
            self.put(&Line::default(), Part::Cell(cell));
        }
    }

    /// Writes the line as far as it goes; the label of an item stands before its first line.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line).trimmed();
        if line.text.is_empty() {
            return;
        }
        let mut line = match self.label.take() {
            Some(label) => line.labelled(&label),
            None => line,
        };
        line.look.heading = self.heading;
        let part = match &mut self.grid {
            Some(grid) => grid.write().map_or(Part::Body, Part::Cell),
            None => Part::Body,
        };
        self.put(&line, part);
    }

    fn put(&mut self, line: &Line, part: Part) {
        let place = Place {
            part,
            ..Place::default()
        };
        let look: Look = line.look.clone();
        self.builder.line(&line.text, place, look);
        self.lines += 1;
    }

    fn full(&self) -> bool {
        self.lines > limits::PARAGRAPHS
    }

    fn finish(mut self) -> Source {
        self.end_line();
        if self.grid.is_some() {
            self.nested = 0;
            self.end_table();
        }
        self.builder.finish(Origin {
            format: Format::Html,
            ..Origin::default()
        })
    }
}

/// Elements whose content is no text; the editor writes none.
fn is_aside(name: &str) -> bool {
    matches!(name, "script" | "style")
}

/// What stands after the end of such an element; its content where it has no end.
fn after_aside<'m>(content: &'m str, name: &str) -> &'m str {
    let end = format!("</{name}");
    match content.find(&end) {
        Some(at) => &content[at..],
        None => content,
    }
}

/// Elements that stand inside a line.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "u" | "s"
            | "span"
            | "a"
            | "sub"
            | "sup"
            | "code"
            | "mark"
            | "font"
            | "small"
            | "big"
            | "label"
            | "img"
            | "wbr"
            | "br"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "col"
    )
}

/// A number in an attribute.
fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let own = attributes
        .take(MOST_ATTRIBUTES)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    own.value.trim().parse().ok()
}

/// Attributes of one element that are looked at; the editor writes two.
const MOST_ATTRIBUTES: usize = 32;
