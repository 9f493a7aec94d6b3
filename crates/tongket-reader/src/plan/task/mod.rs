//! The tasks that a document gives: to whom, what, by when, to be sent where.
//!
//! The reader goes through the body block by block and keeps in mind who is
//! addressed by the headings above. A bullet below "3. Sở Nội vụ" is a task of
//! Sở Nội vụ; a sentence that names its own addressee is that body's task;
//! "Thời gian: …" gives its deadline to the tasks before it. What recounts,
//! explains or states a purpose gives no task.

mod clause;
mod context;
mod deliverable;
mod described;
mod level;
mod lexicon;
mod order;
mod place;
mod route;
mod table;
mod timing;
mod units;
mod word;

use crate::blocks::{Block, Flow};
use crate::plan::{Deadline, Document, Section, Task};
use crate::span::{Span, Spanned};
use crate::words::deadline::{DeadlineContext, deadlines, stretch_deadline};
use crate::words::sentence::sentences;

use clause::Clause;
use context::{Context, Depth};
use lexicon::LEXICON;
use place::Places;
use word::{Word, words};

/// Reads the tasks of the body: the blocks of `flow` that do not lie in `aside`
/// (letterhead, addressees, recipients, signature, outline).
pub fn read(flow: &Flow, sections: &[Section], document: &Document, aside: &[Span]) -> Vec<Task> {
    let mut reader = Reader::new(flow, sections, document);
    for block in &flow.blocks {
        if !aside.iter().any(|span| span.overlaps(block.span)) {
            reader.block(block);
        }
    }
    reader.finish()
}

/// A heading that only names what it is about has at most this many words.
const LONGEST_TITLE: usize = 16;

/// A heading that runs into its text, "Hình thức:", has at most this many words.
const LONGEST_LEAD: usize = 8;

/// The state of reading: who is addressed, and the tasks found so far.
struct Reader<'a> {
    flow: &'a Flow,
    places: Places<'a>,
    calendar: DeadlineContext,
    addressees: &'a [Spanned<String>],
    issuer: Option<&'a str>,
    context: Context,
    tasks: Vec<Task>,
    /// Where the tasks of the present section begin.
    section_start: usize,
    /// Where the tasks of the sections above it begin, by level.
    starts: Vec<(u8, usize)>,
    /// Whether the letter asks for all that follows: "đề nghị quý cơ quan thực hiện như sau:".
    asks: bool,
    /// Whether a plain sentence now would still belong to the last task.
    continues: bool,
    /// Whether the heading that runs into this paragraph is "Thời gian:".
    dates: bool,
}

/// One sentence, or the part of one up to a semicolon, with what was found in it.
struct Part<'a> {
    span: Span,
    words: Vec<Word<'a>>,
    clause: Option<Clause>,
    deadlines: Vec<Deadline>,
}

/// A heading that runs into its paragraph.
struct Lead {
    /// Where its paragraph goes on.
    end: usize,
    /// Whether it is "Thời gian:".
    dates: bool,
}

/// Pieces of a sentence that are one order.
struct Group<'a> {
    /// The first piece, with the deadlines of all.
    part: Part<'a>,
    whole: Span,
    pieces: usize,
}

impl<'a> Group<'a> {
    /// Whether `part` is an order apart: it has an addressee or, where these have one, a deadline of its own.
    fn ends_before(&self, part: &Part) -> bool {
        let posts = timing::posts(&part.words) && !part.deadlines.is_empty();
        if posts && self.part.clause.is_none() {
            return true;
        }
        let Some(clause) = &part.clause else {
            return false;
        };
        if self.part.clause.as_ref().is_some_and(Clause::only_names) {
            return false;
        }
        let addresses = !clause.units.is_empty() && clause.action.is_some();
        let dated = !self.part.deadlines.is_empty();
        addresses || (dated && (!part.deadlines.is_empty() || clause.starts_anew(&part.words)))
    }

    fn add(&mut self, part: Part<'a>) {
        self.whole = self.whole.cover(part.span);
        self.part.deadlines.extend(part.deadlines);
        self.pieces += 1;
    }
}

impl<'a> Reader<'a> {
    fn new(flow: &'a Flow, sections: &'a [Section], document: &'a Document) -> Self {
        Reader {
            flow,
            places: Places::new(sections),
            calendar: DeadlineContext {
                issued: document.date.as_ref().map(|date| date.value),
            },
            addressees: &document.addressees,
            issuer: document.issuer.as_ref().map(|issuer| issuer.value.as_str()),
            context: Context::of_letter(!document.addressees.is_empty()),
            tasks: Vec::new(),
            section_start: 0,
            starts: Vec::new(),
            asks: false,
            continues: false,
            dates: false,
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.table {
            Some(table) => self.table(table),
            None => self.paragraph(block),
        }
    }

    fn paragraph(&mut self, block: &Block) {
        let depth = self.enter(block);
        let lead = self.lead(block);
        self.dates = lead.as_ref().is_some_and(|lead| lead.dates);
        let from = lead.map_or(block.content.start, |lead| lead.end);
        let said = Span::new(from, block.content.end);
        let mut first = true;
        for sentence in sentences(said.slice(&self.flow.text)) {
            let span = sentence.shift(said.start).trim(&self.flow.text);
            if !span.is_empty() {
                self.sentence(span, depth, first && block.label.is_some());
                (first, self.dates) = (false, false);
            }
        }
    }

    /// "Phương pháp:", a heading that runs into its paragraph and addresses nobody.
    fn lead(&self, block: &Block) -> Option<Lead> {
        let start = block.content.start;
        let heading = Span::new(
            start,
            self.places.heading(block.span)?.heading.end.max(start),
        );
        let rest = self
            .flow
            .slice(Span::new(heading.end, block.content.end.max(heading.end)));
        if heading.is_empty() || !rest.trim_start().starts_with(':') {
            return None;
        }
        let title = words(self.flow.slice(heading), start);
        let names = Clause::title(&title).is_some() || timing::posts(&title);
        (!names && title.len() <= LONGEST_LEAD).then(|| Lead {
            end: heading.end + rest.find(':').map_or(0, |at| at + 1),
            dates: LEXICON.timing.at(&title, 0).is_some(),
        })
    }

    /// Ends what does not reach this block, and says how deep it stands.
    fn enter(&mut self, block: &Block) -> Depth {
        if let Some(section) = self.places.heading(block.span) {
            let depth = Depth::Section(section.level);
            self.context.leave(depth);
            self.open_section(depth, section);
            return depth;
        }
        match &block.label {
            Some(label) => {
                let depth = Depth::List(label.style);
                self.context.leave(depth);
                self.continues = false;
                depth
            }
            None if self.context.in_preamble() => Depth::Preamble,
            None => Depth::Paragraph,
        }
    }

    fn open_section(&mut self, depth: Depth, section: &Section) {
        self.section_start = self.tasks.len();
        self.starts.retain(|(level, _)| *level < section.level);
        self.starts.push((section.level, self.section_start));
        self.continues = false;
        let title = words(&section.title, 0);
        let frame = self.context.enter(depth, None);
        frame.quiet |= is_quiet(&title);
    }

    /// Where the tasks of the section above the present one begin.
    fn start_above(&self) -> usize {
        let above = self.starts.len().checked_sub(2);
        above
            .and_then(|at| self.starts.get(at))
            .map_or(0, |(_, start)| *start)
    }

    /// Where the tasks begin that a paragraph behind the present section speaks of: a
    /// section that is one sentence has said all it has to say, so it is those above too.
    fn shared_start(&self) -> usize {
        let spoken = self
            .tasks
            .get(self.section_start)
            .is_some_and(|task| self.places.opens_with(task.span));
        match spoken || self.section_start == self.tasks.len() {
            true => self.start_above(),
            false => self.section_start,
        }
    }

    /// Reads one sentence and all that it orders.
    fn sentence(&mut self, span: Span, depth: Depth, labelled: bool) {
        let mut part_starts_item = labelled;
        for part in self.parts(span) {
            if self.name_title(&part, depth)
                || self.timing(&part, labelled)
                || (!self.is_title(&part, depth) && self.continue_last(&part, part_starts_item))
            {
                continue;
            }
            self.continues = match part.clause.clone() {
                Some(clause) => self.order(part, clause, depth),
                None => false,
            };
            part_starts_item = false;
        }
    }

    /// A section's title that names a body addresses all below it.
    fn name_title(&mut self, part: &Part, depth: Depth) -> bool {
        let plays_part = part
            .clause
            .as_ref()
            .is_some_and(|clause| clause.role.is_some());
        if plays_part || !self.is_title(part, depth) {
            return false;
        }
        let Some(clause) = Clause::title(&part.words) else {
            return false;
        };
        self.context.replace(depth, clause);
        true
    }

    /// A sentence whole, or cut at the semicolons that part orders with
    /// addressees or deadlines of their own.
    fn parts(&self, sentence: Span) -> Vec<Part<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for piece in pieces(self.flow, sentence) {
            let part = self.part(piece, self.deadlines(piece));
            match groups.last_mut() {
                Some(group) if !group.ends_before(&part) => group.add(part),
                _ => groups.push(Group {
                    part,
                    whole: piece,
                    pieces: 1,
                }),
            }
        }
        groups.into_iter().map(|group| self.whole(group)).collect()
    }

    /// The pieces that belong together, read as one.
    fn whole(&self, group: Group<'a>) -> Part<'a> {
        match group.pieces {
            1 => group.part,
            _ => self.part(group.whole, group.part.deadlines),
        }
    }

    /// The deadlines said in a place of the flow.
    fn deadlines(&self, place: Span) -> Vec<Deadline> {
        let text = self.flow.slice(place);
        let mut found = deadlines(text, &self.calendar);
        if found.is_empty() {
            found.extend(stretch_deadline(text, &self.calendar));
        }
        for deadline in &mut found {
            deadline.span = deadline.span.shift(place.start);
            deadline.text = one_line(&deadline.text);
        }
        found
    }

    fn part(&self, span: Span, deadlines: Vec<Deadline>) -> Part<'a> {
        let text = span.slice(&self.flow.text);
        let words = words(text, span.start);
        Part {
            span,
            clause: Clause::read(&words, text.ends_with(':')),
            deadlines,
            words,
        }
    }

    fn finish(self) -> Vec<Task> {
        let mut tasks = self.tasks;
        for (index, task) in tasks.iter_mut().enumerate() {
            task.id = format!("T{:02}", index + 1);
        }
        tasks
    }
}

/// Whether a heading says that nothing is ordered below it.
fn is_quiet(title: &[Word]) -> bool {
    if title.len() > LONGEST_TITLE {
        return false;
    }
    let whole = title
        .iter()
        .map(|word| word.key.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    LEXICON.quiet.at(title, 0).is_some() || LEXICON.quiet_exact.contains(&whole)
}

/// What parts two orders in one sentence like a semicolon.
const MEANWHILE: &str = ", đồng thời ";

/// The pieces of a sentence between semicolons outside brackets.
fn pieces(flow: &Flow, sentence: Span) -> Vec<Span> {
    let text = flow.slice(sentence);
    let mut depth = 0usize;
    let mut start = 0;
    let mut pieces = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                pieces.push(Span::new(start, at + 1));
                start = at + 1;
            }
            ',' if depth == 0 && text[at..].starts_with(MEANWHILE) => {
                pieces.push(Span::new(start, at + 1));
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(Span::new(start, text.len()));
    pieces
        .into_iter()
        .map(|piece| piece.shift(sentence.start).trim(&flow.text))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Text that may run over lines, in one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
