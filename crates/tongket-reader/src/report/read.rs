//! Reads a report: its headings as a tree with the text below each.
//!
//! Reports keep the outline's headings but number, type and break them as they
//! like; some run a heading into its text ("a) Kết quả thành lập: Trong 10
//! năm …"). Whatever is no heading is a passage, so that nothing is lost.

use super::{Heading, Passage, Report, revision, table};
use crate::blocks::anatomy::{self, Segment};
use crate::blocks::heading::{self, Fill, Title};
use crate::blocks::level::{self, Key, Mark};
use crate::blocks::tree::{Node, Tree};
use crate::blocks::{Block, Flow, LabelStyle};
use crate::plan::document;
use crate::plan::section::annex_title;
use crate::source::Source;
use crate::span::Span;
use crate::words::{fold, sentence};

/// Most words of a heading after a bullet.
const BULLET: usize = 14;

/// What a report says of itself after a bullet: these are headings even with text behind them.
const JUDGED: &[&str] = &[
    "khách quan",
    "chủ quan",
    "nguyên nhân khách quan",
    "nguyên nhân chủ quan",
    "về khách quan",
    "về chủ quan",
    "ưu điểm",
    "hạn chế",
    "tồn tại",
    "tồn tại, hạn chế",
    "hạn chế, tồn tại",
    "khuyết điểm",
    "nguyên nhân",
    "thuận lợi",
    "khó khăn",
    "bài học kinh nghiệm",
];

/// Endings that announce items and head nothing.
const ANNOUNCING: &[&str] = &[
    "cụ thể",
    "như sau",
    "sau",
    "trong đó",
    "gồm",
    "là",
    "như",
    "kết quả",
];

/// Reads one report.
pub fn read(source: &Source) -> Report {
    let flow = Flow::of(source);
    let document = document::read(&flow);
    let segments = anatomy::segments(&flow, Span::new(0, flow.text.len()));
    let mut writer = Writer {
        flow: &flow,
        tree: Tree::new(),
        preamble: Vec::new(),
    };
    for (at, segment) in segments.iter().enumerate() {
        writer.segment(segment, at);
    }
    Report {
        revision: revision::read(&flow, segments.first()),
        period: document.period.as_ref().map(|period| period.value),
        document,
        parts: writer.tree.finish(flow.text.len()),
        preamble: writer.preamble,
    }
}

struct Writer<'a> {
    flow: &'a Flow,
    tree: Tree<Heading>,
    preamble: Vec<Passage>,
}

/// What a block of the body is.
enum Kind {
    /// A heading, with its title and what follows in the same block.
    Heading(Title),
    /// Text.
    Passage,
}

impl Writer<'_> {
    fn segment(&mut self, segment: &Segment, at: usize) {
        let base = u8::from(at > 0 && self.open_further(segment));
        let blocks = segment.body_of(self.flow);
        let kinds: Vec<Kind> = (0..blocks.len()).map(|at| self.kind(blocks, at)).collect();
        let marks: Vec<Option<Mark>> = (0..blocks.len())
            .map(|at| self.mark(blocks, at, &kinds))
            .collect();
        let counted: Vec<Mark> = marks.iter().flatten().copied().collect();
        let mut levels = level::levels(&counted).into_iter();
        for (at, (block, kind)) in blocks.iter().zip(kinds).enumerate() {
            let level = marks.get(at).copied().flatten().and_then(|_| levels.next());
            let before = at.checked_sub(1).and_then(|before| blocks.get(before));
            self.block(block, before, &kind, level.map(|level| level + base));
        }
    }

    /// Opens a heading for an annex or a further document in the file.
    fn open_further(&mut self, segment: &Segment) -> bool {
        let head = segment.head_of(self.flow);
        let Some(first) = head.first() else {
            return false;
        };
        let last = head.last().unwrap_or(first);
        let words = || {
            head.iter()
                .flat_map(|block| self.flow.slice(block.span).split_whitespace())
        };
        let (label, title) = match &segment.annex {
            Some(annex) => (
                self.flow.slice(annex.label).to_owned(),
                annex_title(self.flow, annex, head),
            ),
            None => (String::new(), words().collect::<Vec<_>>().join(" ")),
        };
        self.tree.close(1, 0);
        self.tree.open(Heading {
            label,
            title,
            level: 1,
            span: first.span.cover(last.span),
            passages: Vec::new(),
            children: Vec::new(),
        });
        true
    }

    /// Whether block `at` is a heading.
    fn kind(&self, blocks: &[Block], at: usize) -> Kind {
        let Some(block) = blocks.get(at).filter(|block| block.table.is_none()) else {
            return Kind::Passage;
        };
        let next = blocks.get(at + 1);
        let title = match block.style() {
            Some(style) if style.is_bullet() => self.bullet_heading(block, next),
            Some(_) => self.labelled_heading(block, next),
            None => self.unlabelled_heading(block, next),
        };
        title.map_or(Kind::Passage, Kind::Heading)
    }

    /// A labelled paragraph is a heading unless it is a sentence or an item of a list.
    fn labelled_heading(&self, block: &Block, next: Option<&Block>) -> Option<Title> {
        let title = Title::of(self.flow, block);
        let looks = block.look.bold || block.look.heading.is_some();
        let mark = Mark::of(self.flow, block);
        let followed = next.is_some_and(|next| {
            Mark::of(self.flow, next).map(|next| next.key) != mark.map(|mark| mark.key)
        });
        let item = self
            .flow
            .content(block)
            .contains(|c: char| c.is_ascii_digit())
            && !followed;
        let bracket = block.style() == Some(LabelStyle::Bracket);
        match title.fill {
            Fill::Clause => None,
            _ if looks => Some(title),
            Fill::Whole => (!item && (!bracket || followed)).then_some(title),
            Fill::RunIn => (!bracket).then_some(title),
        }
    }

    /// A line that looks like a heading, or a bold lead before its text.
    fn unlabelled_heading(&self, block: &Block, next: Option<&Block>) -> Option<Title> {
        if heading::mark(self.flow, block, next).is_some() {
            return Some(Title {
                span: block.content,
                fill: Fill::Whole,
                rest: Span::new(block.span.end, block.span.end),
            });
        }
        let lead = block
            .look
            .bolds
            .first()
            .is_some_and(|bold| bold.start <= block.content.start);
        let title = lead.then(|| Title::of(self.flow, block))?;
        let closed = self
            .flow
            .slice(Span::new(title.span.end, title.rest.start))
            .contains(':')
            || self.flow.slice(title.span).ends_with([':', '.']);
        (closed && title.fill == Fill::RunIn).then_some(title)
    }

    /// "- Khách quan:", "* Ưu điểm": a heading set after a bullet.
    fn bullet_heading(&self, block: &Block, next: Option<&Block>) -> Option<Title> {
        let title = Title::of(self.flow, block);
        let words = self.flow.slice(title.span).split_whitespace();
        let words = words.take(BULLET + 1).count();
        if title.fill == Fill::Clause || words > BULLET {
            return None;
        }
        let key = fold::key(self.flow.slice(title.span));
        let key = key.trim_end_matches([':', '.', ' ', '*']);
        if JUDGED.contains(&key) {
            return Some(title);
        }
        let announces = ANNOUNCING.iter().any(|ending| key.ends_with(ending));
        let ends = self
            .flow
            .slice(block.span)
            .trim_end_matches(['*', ' '])
            .ends_with(':');
        let style = |block: &Block| block.style();
        let holds = next.is_some_and(|next| {
            style(next) != style(block) && next.style().is_none_or(LabelStyle::is_bullet)
        });
        let whole = title.fill == Fill::Whole && (ends || block.look.bold);
        (whole && holds && !announces).then_some(title)
    }

    /// How a block counts towards the levels: every label does, be it of a passage.
    fn mark(&self, blocks: &[Block], at: usize, kinds: &[Kind]) -> Option<Mark> {
        let block = blocks.get(at)?;
        if block.label.is_some() {
            return Mark::of(self.flow, block);
        }
        let lead = Mark {
            key: Key::Bold,
            ordinal: 0,
        };
        matches!(kinds.get(at), Some(Kind::Heading(_)))
            .then(|| heading::mark(self.flow, block, blocks.get(at + 1)).unwrap_or(lead))
    }

    fn block(&mut self, block: &Block, before: Option<&Block>, kind: &Kind, level: Option<u8>) {
        if let Some(level) = level {
            self.tree.close(level, 0);
        }
        match (kind, level) {
            (Kind::Heading(title), Some(level)) => self.heading(block, title, level),
            (_, Some(level)) if self.stands_alone(block) => self.clause(block, level),
            _ => self.passage(block, before),
        }
    }

    fn heading(&mut self, block: &Block, title: &Title, level: u8) {
        let run_in = title.fill == Fill::RunIn;
        let end = if run_in {
            title.rest.start
        } else {
            block.span.end
        };
        let span = Span::new(block.span.start, end).trim(&self.flow.text);
        self.open(block, title, level, span);
        if run_in {
            self.text("", title.rest);
        }
    }

    /// A clause on the level of the outermost headings: its first sentence names it.
    fn clause(&mut self, block: &Block, level: u8) {
        let title = Title::of(self.flow, block);
        let label = block.label.as_ref().map_or(block.span, |label| label.span);
        self.open(block, &title, level, label);
        self.text("", block.content);
    }

    fn open(&mut self, block: &Block, title: &Title, level: u8, span: Span) {
        self.tree.open(Heading {
            label: self.flow.label(block).to_owned(),
            title: title.line(self.flow),
            level,
            span,
            passages: Vec::new(),
            children: Vec::new(),
        });
    }

    /// Whether a counted paragraph stands below no heading at all.
    fn stands_alone(&self, block: &Block) -> bool {
        self.tree.innermost().is_none() && block.style().is_some_and(|style| !style.is_bullet())
    }

    fn passage(&mut self, block: &Block, before: Option<&Block>) {
        match &block.table {
            Some(rows) => self.add(Passage {
                label: String::new(),
                span: block.span,
                sentences: Vec::new(),
                table: Some(table::read(self.flow, rows, before)),
            }),
            None => self.text(self.flow.label(block), block.content),
        }
    }

    fn text(&mut self, label: &str, span: Span) {
        let sentences = sentence::sentences(self.flow.slice(span));
        self.add(Passage {
            label: label.to_owned(),
            span,
            sentences: sentences
                .into_iter()
                .map(|sentence| sentence.shift(span.start))
                .collect(),
            table: None,
        });
    }

    fn add(&mut self, passage: Passage) {
        match self.tree.innermost_mut() {
            Some(heading) => heading.passages.push(passage),
            None => self.preamble.push(passage),
        }
    }
}

impl Node for Heading {
    fn level(&self) -> u8 {
        self.level
    }

    fn children(&mut self) -> &mut Vec<Heading> {
        &mut self.children
    }
}
