//! A report that came as a file, as the sections that the editor would have stored.
//!
//! Each outline item gets the HTML of the passages that answer it, in their
//! order: paragraphs, lists, tables, and headings of the report's own that are
//! no items of the outline. What no item took comes last with no item, so that
//! a person can put it where it belongs; nothing of the file is left out.

use tongket_core::report::Alignment;
use tongket_reader::report::{Heading, Passage, Report, Table};
use tongket_reader::{Source, Span};

/// The HTML for one outline item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionHtml {
    /// The outline item; `None` for what no item took.
    pub item: Option<String>,
    /// Its HTML, in the elements that the editor knows.
    pub html: String,
}

/// The sections of a report that was placed on an outline, in the outline's order.
pub fn sections(source: &Source, report: &Report, alignment: &Alignment<'_>) -> Vec<SectionHtml> {
    let mut places: Vec<Option<&str>> = alignment
        .answers
        .iter()
        .map(|answer| Some(answer.outline.as_str()))
        .collect();
    places.push(None);
    let mut pieces: Vec<(usize, Piece<'_>)> = Vec::new();
    for (place, answer) in alignment.answers.iter().enumerate() {
        let own = answer.passages.iter();
        pieces.extend(own.map(|placed| (place, Piece::Passage(&placed.passage))));
    }
    let last = places.len() - 1;
    let strays = alignment.unplaced.iter();
    pieces.extend(strays.map(|placed| (last, Piece::Passage(&placed.passage))));
    pieces.sort_by_key(|(_, piece)| piece.span().start);
    pieces.extend(own_headings(report, alignment, &pieces, last));
    pieces.sort_by_key(|(_, piece)| piece.span().start);
    let of = |place: usize| {
        let own = pieces.iter().filter(|(at, _)| *at == place);
        let own: Vec<&Piece<'_>> = own.map(|(_, piece)| piece).collect();
        html_of(source, &own)
    };
    let written = places.iter().enumerate().map(|(place, item)| SectionHtml {
        item: item.map(str::to_owned),
        html: of(place),
    });
    written.filter(|section| !section.html.is_empty()).collect()
}

/// A part of a report that is written out.
enum Piece<'r> {
    Passage(&'r Passage),
    Heading(&'r Heading),
}

impl Piece<'_> {
    fn span(&self) -> Span {
        match self {
            Piece::Passage(passage) => passage.span,
            Piece::Heading(heading) => heading.span,
        }
    }
}

/// Headings that are no outline item, each at the item of the text that follows it.
fn own_headings<'r>(
    report: &'r Report,
    alignment: &Alignment<'_>,
    passages: &[(usize, Piece<'_>)],
    last: usize,
) -> Vec<(usize, Piece<'r>)> {
    let is_item = |heading: &&Heading| {
        let mut decisions = alignment.headings.iter();
        decisions.any(|decision| decision.span == heading.span && decision.outline.is_some())
    };
    let own = report
        .parts
        .iter()
        .flat_map(Heading::walk)
        .filter(|heading| !is_item(heading));
    own.map(|heading| {
        let next = passages.partition_point(|(_, piece)| piece.span().start < heading.span.start);
        let place = passages.get(next).map_or(last, |(place, _)| *place);
        (place, Piece::Heading(heading))
    })
    .collect()
}

fn html_of(source: &Source, pieces: &[&Piece<'_>]) -> String {
    let mut page = Page {
        source,
        html: String::new(),
        lists: 0,
    };
    for piece in pieces {
        match piece {
            Piece::Heading(heading) => page.heading(heading, pieces),
            Piece::Passage(passage) => page.passage(passage, pieces),
        }
    }
    page.close_lists(0);
    page.html
}

/// A section while it is being written.
struct Page<'s> {
    source: &'s Source,
    html: String,
    /// How many lists are open, one inside the other.
    lists: usize,
}

impl Page<'_> {
    /// A heading as far as no passage holds its words: some run on into their text.
    fn heading(&mut self, heading: &Heading, pieces: &[&Piece<'_>]) {
        let beside = pieces.iter().find_map(|piece| match piece {
            Piece::Passage(passage) if heading.span.contains(passage.span) => Some(passage.span),
            _ => None,
        });
        let end = beside.map_or(heading.span.end, |beside| beside.start);
        let span = Span::new(heading.span.start, end);
        self.close_lists(0);
        self.element("h3", span, "");
    }

    fn passage(&mut self, passage: &Passage, pieces: &[&Piece<'_>]) {
        if let Some(table) = &passage.table {
            self.close_lists(0);
            return self.table(table, pieces);
        }
        match passage.label.as_str() {
            "-" | "–" | "•" | "*" => self.item(passage.span, 1),
            "+" | "o" if self.lists > 0 => self.item(passage.span, 2),
            "+" => self.item(passage.span, 1),
            label => {
                self.close_lists(0);
                self.element("p", passage.span, label);
            }
        }
    }

    fn item(&mut self, span: Span, depth: usize) {
        if self.lists >= depth {
            self.close_lists(depth);
            self.html.push_str("</li>");
        }
        while self.lists < depth {
            self.html.push_str("<ul>");
            self.lists += 1;
        }
        self.html.push_str("<li>");
        self.element("p", span, "");
    }

    fn close_lists(&mut self, depth: usize) {
        while self.lists > depth {
            self.html.push_str("</li></ul>");
            self.lists -= 1;
        }
    }

    fn element(&mut self, name: &str, span: Span, label: &str) {
        let span = span.trim(self.source.text());
        if span.is_empty() {
            return;
        }
        self.html.push_str(&format!("<{name}>"));
        if !label.is_empty() {
            self.html.push_str(&escaped(label));
            self.html.push(' ');
        }
        self.words(span);
        self.html.push_str(&format!("</{name}>"));
    }

    fn table(&mut self, table: &Table, pieces: &[&Piece<'_>]) {
        let told = |caption: &Span| {
            let passages = pieces.iter().filter(|piece| match piece {
                Piece::Passage(passage) => passage.table.is_none(),
                Piece::Heading(_) => true,
            });
            passages
                .into_iter()
                .any(|piece| piece.span().overlaps(*caption))
        };
        if let Some(caption) = table.caption.filter(|caption| !told(caption)) {
            self.element("p", caption, "");
        }
        self.html.push_str("<table>");
        if table.header.iter().any(|cell| !cell.trim().is_empty()) {
            self.html.push_str("<thead><tr>");
            for cell in &table.header {
                self.html
                    .push_str(&format!("<th><p>{}</p></th>", escaped(cell.trim())));
            }
            self.html.push_str("</tr></thead>");
        }
        self.html.push_str("<tbody>");
        for row in &table.rows {
            self.html.push_str("<tr>");
            for cell in row {
                self.html.push_str("<td><p>");
                self.words(cell.span.trim(self.source.text()));
                self.html.push_str("</p></td>");
            }
            self.html.push_str("</tr>");
        }
        self.html.push_str("</tbody></table>");
    }

    /// The words of a place with their bold and italic; lines that were broken are one.
    fn words(&mut self, span: Span) {
        let lines = self.source.lines();
        let first = lines.partition_point(|line| line.span.end <= span.start);
        let lines = lines[first..]
            .iter()
            .take_while(|line| line.span.start < span.end);
        let (mut bolds, mut italics) = (Vec::new(), Vec::new());
        for line in lines {
            bolds.extend_from_slice(&line.look.bolds);
            italics.extend_from_slice(&line.look.italics);
        }
        let edges = bolds.iter().chain(&italics);
        let mut cuts: Vec<usize> = edges.flat_map(|mark| [mark.start, mark.end]).collect();
        cuts.extend([span.start, span.end]);
        cuts.retain(|cut| span.start <= *cut && *cut <= span.end);
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            let run = Span::new(pair[0], pair[1]);
            let text = run.slice(self.source.text()).replace(['\n', '\t'], " ");
            let within = |marks: &[Span]| marks.iter().any(|mark| mark.contains(run));
            let (bold, italic) = (within(&bolds), within(&italics));
            let wrap = |text: String, name: &str, on: bool| match on && !text.trim().is_empty() {
                true => format!("<{name}>{text}</{name}>"),
                false => text,
            };
            let text = wrap(wrap(escaped(&text), "em", italic), "strong", bold);
            self.html.push_str(&text);
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
