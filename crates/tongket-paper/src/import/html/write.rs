//! A report that came as a file, as the sections that the editor would have stored.
//!
//! Each outline item gets the HTML of the passages that answer it, in their
//! order: paragraphs, lists, tables, and headings of the report's own: those
//! that are no items of the outline, and those that say more than their item.
//! What no item took comes last with no item, so that a person can put it
//! where it belongs; nothing of the file is left out.

use std::collections::BTreeSet;

use tongket_core::issue::draft::escaped;
use tongket_core::report::Alignment;
use tongket_reader::plan::Outline;
use tongket_reader::report::{Heading, Passage, Report, Table};
use tongket_reader::words::fold;
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
pub fn sections(
    source: &Source,
    report: &Report,
    alignment: &Alignment<'_>,
    outline: &Outline,
) -> Vec<SectionHtml> {
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
    let told = Headings {
        alignment,
        outline,
        last,
    };
    for part in &report.parts {
        told.keep_together(part, &mut pieces);
    }
    let mut own = Vec::new();
    told.own(&report.parts, None, &pieces, &mut own);
    pieces.extend(own);
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

/// The headings of a report, held against the outline.
struct Headings<'a, 'r> {
    alignment: &'a Alignment<'r>,
    outline: &'a Outline,
    /// The place of what no item took.
    last: usize,
}

impl Headings<'_, '_> {
    /// The outline item that a heading answers, be it as a part of what stands above it.
    fn item(&self, heading: &Heading) -> Option<&str> {
        let mut decisions = self.alignment.headings.iter();
        let decision = decisions.find(|decision| decision.span == heading.span)?;
        decision.outline.as_deref()
    }

    /// Text below a heading that answers nothing stays with the text before it where it would be
    /// a stray by itself, and the words on the line of the heading with what follows.
    fn keep_together(&self, heading: &Heading, pieces: &mut [(usize, Piece<'_>)]) {
        if self.item(heading).is_none() {
            let from = pieces.partition_point(|(_, piece)| piece.span().start < heading.span.start);
            let end = heading
                .passages
                .iter()
                .map(|passage| passage.span.end)
                .max();
            let end = end.unwrap_or(heading.span.end);
            let below = pieces.iter().skip(from);
            let count = below
                .take_while(|(_, piece)| piece.span().start < end)
                .count();
            let own = pieces.get_mut(from..from + count).unwrap_or_default();
            let on_its_line = own
                .iter()
                .take_while(|(_, piece)| heading.span.contains(piece.span()))
                .count();
            let (line, text) = own.split_at_mut(on_its_line);
            let placed = text
                .iter()
                .map(|(place, _)| *place)
                .find(|at| *at != self.last);
            let mut at = placed.unwrap_or(self.last);
            for (place, _) in &mut *text {
                match *place == self.last {
                    true => *place = at,
                    false => at = *place,
                }
            }
            if let Some((first, _)) = text.first() {
                line.iter_mut().for_each(|(place, _)| *place = *first);
            }
        }
        for child in &heading.children {
            self.keep_together(child, pieces);
        }
    }

    /// Headings that are written out, each at the item of the text below it.
    fn own<'r>(
        &self,
        headings: &'r [Heading],
        above: Option<&str>,
        pieces: &[(usize, Piece<'_>)],
        own: &mut Vec<(usize, Piece<'r>)>,
    ) {
        for heading in headings {
            let item = self.item(heading);
            let below = below(heading, pieces);
            let place = match item {
                Some(item) if above != Some(item) => self.says_more(heading, item, below),
                _ if below.is_none() && heads_a_table(heading) => None,
                item => Some(
                    below
                        .or_else(|| self.told(item?, pieces))
                        .unwrap_or(self.last),
                ),
            };
            own.extend(place.map(|place| (place, Piece::Heading(heading))));
            self.own(&heading.children, item.or(above), pieces, own);
        }
    }

    /// The place of an item at which something is said.
    fn told(&self, item: &str, pieces: &[(usize, Piece<'_>)]) -> Option<usize> {
        let mut answers = self.alignment.answers.iter();
        let place = answers.position(|answer| answer.outline == item)?;
        pieces.iter().any(|(at, _)| *at == place).then_some(place)
    }

    /// Where a heading that answers an item is written all the same, since it says more than the
    /// title of its item; of one that gathers others only a figure counts for more.
    fn says_more(&self, heading: &Heading, item: &str, below: Option<usize>) -> Option<usize> {
        let mut decisions = self.alignment.headings.iter();
        let also = decisions.find(|decision| decision.span == heading.span)?;
        let titles = self.outline.walk().into_iter();
        let titles = titles.filter(|known| known.id == item || also.also.contains(&known.id));
        let known: BTreeSet<String> = titles.flat_map(|known| words(&known.title)).collect();
        let more: Vec<String> = words(&heading.title)
            .filter(|word| !known.contains(word) && !SMALL_WORDS.contains(&word.as_str()))
            .collect();
        let mut answers = self.alignment.answers.iter();
        let place = answers.position(|answer| answer.outline == item)?;
        let figure = more
            .iter()
            .any(|word| word.contains(|c: char| c.is_ascii_digit()));
        match below == Some(place) {
            true => (!more.is_empty()).then_some(place),
            false => figure.then_some(below.unwrap_or(self.last)),
        }
    }
}

/// Where the first text below a heading goes.
fn below(heading: &Heading, pieces: &[(usize, Piece<'_>)]) -> Option<usize> {
    let from = pieces.partition_point(|(_, piece)| piece.span().start < heading.span.start);
    let all = heading.walk();
    let ends = all.iter().flat_map(|it| {
        let passages = it.passages.iter().map(|passage| passage.span.end);
        passages.chain([it.span.end])
    });
    let end = ends.max()?;
    let first = pieces
        .get(from)
        .filter(|(_, piece)| piece.span().start < end);
    first.map(|(place, _)| *place)
}

/// Whether a heading stands over a table: it names it, and goes where the table went.
fn heads_a_table(heading: &Heading) -> bool {
    let all = heading.walk();
    let mut passages = all.iter().flat_map(|it| &it.passages);
    passages.any(|passage| passage.table.is_some())
}

/// The words of a line as they are compared.
fn words(line: &str) -> impl Iterator<Item = String> {
    let key = fold::key(line);
    let words = key.split(|sign: char| !sign.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Words that a heading may have or not, and says the same.
const SMALL_WORDS: &[&str] = &[
    "và", "của", "các", "những", "về", "việc", "một", "số", "công", "tác", "kết", "quả",
];
/// Most words on the line of a heading, behind its colon, that belong to it.
const ON_ITS_LINE: usize = 12;

fn html_of(source: &Source, pieces: &[&Piece<'_>]) -> String {
    let mut page = Page {
        source,
        html: String::new(),
        lists: 0,
    };
    let mut whole: Option<Span> = None;
    for piece in pieces {
        match piece {
            Piece::Heading(heading) => {
                let beside = beside(heading, pieces);
                whole = beside.filter(|beside| belongs_to_heading(source, *beside));
                page.heading(heading, beside.filter(|_| whole.is_none()));
            }
            Piece::Passage(passage) if whole.is_some_and(|line| line == passage.span) => {}
            Piece::Passage(passage) => page.passage(passage, pieces),
        }
    }
    page.close_lists(0);
    page.html
}

/// The text that stands on the line of a heading.
fn beside(heading: &Heading, pieces: &[&Piece<'_>]) -> Option<Span> {
    pieces.iter().find_map(|piece| match piece {
        Piece::Passage(passage) if heading.span.contains(passage.span) => Some(passage.span),
        _ => None,
    })
}

/// Whether the words behind the colon of a heading are a part of it: "Mô hình điểm: thôn Đông".
fn belongs_to_heading(source: &Source, beside: Span) -> bool {
    let words = beside.slice(source.text());
    let is_sentence = words.trim_end().ends_with(['.', ';', '!', '?']);
    !is_sentence && words.split_whitespace().count() <= ON_ITS_LINE
}

/// A section while it is being written.
struct Page<'s> {
    source: &'s Source,
    html: String,
    /// How many lists are open, one inside the other.
    lists: usize,
}

impl Page<'_> {
    /// A heading, up to the text that stands on its line.
    fn heading(&mut self, heading: &Heading, beside: Option<Span>) {
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
