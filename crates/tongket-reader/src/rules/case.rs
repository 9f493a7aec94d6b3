//! The document before the rules: what was read of it, and views that many rules share.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cover::{Unit, units};
use super::squeezed::Squeezed;
use crate::blocks::Flow;
use crate::calendar::Calendar;
use crate::plan::{OutlineItem, Plan, Reference, Task};
use crate::source::Source;
use crate::span::{Span, Spanned};
use crate::words::citation::citations;
use crate::words::code::{DocumentCode, codes};
pub(super) use crate::words::cursor::is_whole_word;
use crate::words::fold;

pattern!(
    ANNEX,
    r"(?m)^[ \t*]*(?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+)?[IVX\d]+)?[.:]?[ \t*]*(?:\n|$)"
);

/// Bytes of the shortest name of the State or the Party, marks left out by a scanner.
const SHORTEST_NAME: usize = "dang cong san viet nam".len();

/// How many lines from the top may hold a letterhead.
const LETTERHEAD_LINES: usize = 25;

/// One document with everything a rule may look at.
pub(super) struct Case<'a> {
    pub(super) source: &'a Source,
    pub(super) flow: &'a Flow,
    pub(super) plan: &'a Plan,
    pub(super) calendar: &'a Calendar,
    lower: OnceCell<String>,
    squeezed: OnceCell<Squeezed>,
    units: OnceCell<BTreeMap<&'a str, Vec<Unit>>>,
    titles: OnceCell<BTreeMap<Span, String>>,
    codes: OnceCell<Vec<Spanned<DocumentCode>>>,
    citations: OnceCell<Vec<Reference>>,
    lines: OnceCell<Vec<Span>>,
    form: OnceCell<Option<(Form, Span)>>,
    annex_heading: OnceCell<Option<Span>>,
    recipients_heading: OnceCell<Option<Span>>,
}

/// Whose form a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".
    State,
    /// "ĐẢNG CỘNG SẢN VIỆT NAM".
    Party,
}

/// Whether a plan is for a final or an interim review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Review {
    /// "Tổng kết".
    Final,
    /// "Sơ kết".
    Interim,
}

impl<'a> Case<'a> {
    pub(super) fn new(source: &'a Source, flow: &'a Flow, plan: &'a Plan) -> Self {
        Case {
            source,
            flow,
            plan,
            calendar: Calendar::bundled(),
            lower: OnceCell::new(),
            squeezed: OnceCell::new(),
            units: OnceCell::new(),
            titles: OnceCell::new(),
            codes: OnceCell::new(),
            citations: OnceCell::new(),
            lines: OnceCell::new(),
            form: OnceCell::new(),
            annex_heading: OnceCell::new(),
            recipients_heading: OnceCell::new(),
        }
    }

    /// The text in which spans count.
    pub(super) fn text(&self) -> &'a str {
        &self.flow.text
    }

    /// The text at a place.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        span.slice(self.text())
    }

    /// The text in small letters, each in its place: what patterns run over.
    pub(super) fn lower(&self) -> &str {
        self.lower.get_or_init(|| fold::lower(self.text()))
    }

    /// The text in small letters with one space for all white space between words.
    pub(super) fn squeezed(&self) -> &Squeezed {
        self.squeezed.get_or_init(|| Squeezed::of(self.lower()))
    }

    /// The units of a task, each taken apart.
    pub(super) fn units(&self, task: &Task) -> &[Unit] {
        let read = |task: &'a Task| {
            let named = task.units.iter().flat_map(|unit| units(&unit.value));
            (task.id.as_str(), named.collect())
        };
        let all = self
            .units
            .get_or_init(|| self.plan.tasks.iter().map(read).collect());
        all.get(task.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The small letters at a place.
    pub(super) fn lower_slice(&self, span: Span) -> &str {
        span.slice(self.lower())
    }

    /// The title of an item of the outline as it is compared.
    pub(super) fn title_key(&self, item: &OutlineItem) -> &str {
        let titles = self.titles.get_or_init(|| {
            let items = self.plan.outline.iter().flat_map(|outline| outline.walk());
            items
                .map(|item| (item.span, fold::key(&item.title)))
                .collect()
        });
        titles.get(&item.span).map_or("", String::as_str)
    }

    /// Every document code in the text.
    pub(super) fn codes(&self) -> &[Spanned<DocumentCode>] {
        self.codes.get_or_init(|| codes(self.text()))
    }

    /// Every citation in the text, each mention by itself.
    pub(super) fn citations(&self) -> &[Reference] {
        self.citations.get_or_init(|| citations(self.text()))
    }

    /// The lines of the source that have letters, without the blanks around them.
    pub(super) fn lines(&self) -> &[Span] {
        self.lines.get_or_init(|| {
            let text = self.source.text();
            let trimmed = self.source.lines().iter().map(|line| line.span.trim(text));
            trimmed.filter(|span| !span.is_empty()).collect()
        })
    }

    /// The first lines, among which a letterhead stands.
    pub(super) fn top(&self) -> &[Span] {
        let lines = self.lines();
        lines
            .get(..LETTERHEAD_LINES.min(lines.len()))
            .unwrap_or_default()
    }

    /// Whose form the letterhead follows, and the line that shows it.
    pub(super) fn form(&self) -> Option<(Form, Span)> {
        *self.form.get_or_init(|| self.find_form())
    }

    fn find_form(&self) -> Option<(Form, Span)> {
        self.top().iter().find_map(|line| {
            let written = self.slice(*line);
            // Both names have a V and are not spelt out in every line.
            if !written.contains(['V', 'v']) || written.len() < SHORTEST_NAME {
                return None;
            }
            let key = fold::bare(written);
            let state = key.contains("cong hoa xa hoi chu nghia viet nam");
            let party = key.trim() == "dang cong san viet nam";
            let form = state
                .then_some(Form::State)
                .or(party.then_some(Form::Party))?;
            Some((form, *line))
        })
    }

    /// The day of issue.
    pub(super) fn issued(&self) -> Option<Date> {
        self.plan.document.date.as_ref().map(|date| date.value)
    }

    /// Whether the document prepares a review, and which.
    pub(super) fn review(&self) -> Option<Review> {
        let subject = fold::key(&self.plan.document.subject.as_ref()?.value);
        match (subject.find("tổng kết"), subject.find("sơ kết")) {
            (Some(_), None) => Some(Review::Final),
            (None, Some(_)) => Some(Review::Interim),
            _ => None,
        }
    }

    /// Where the annex, or the outline without a heading of its own, begins.
    pub(super) fn annex(&self) -> Option<usize> {
        let heading = self.annex_heading().map(|span| span.start);
        let outline = self.plan.outline.as_ref().map(|outline| outline.span.start);
        match (heading, outline) {
            (Some(heading), Some(outline)) => Some(heading.min(outline)),
            (heading, outline) => heading.or(outline),
        }
    }

    /// The line "Phụ lục" that stands alone above an annex.
    pub(super) fn annex_heading(&self) -> Option<Span> {
        *self.annex_heading.get_or_init(|| self.find_annex_heading())
    }

    fn find_annex_heading(&self) -> Option<Span> {
        let found = ANNEX.find(self.source.text())?;
        Some(Span::from(found.range()).trim(self.source.text()))
    }

    /// The document without its annex.
    pub(super) fn body(&self) -> Span {
        Span::new(0, self.annex().unwrap_or(self.text().len()))
    }

    /// The tasks that stand in the body.
    pub(super) fn tasks(&self) -> impl Iterator<Item = &'a Task> {
        let body = self.body();
        self.plan
            .tasks
            .iter()
            .filter(move |task| body.contains(task.span))
    }

    /// The line "Nơi nhận" of the body.
    pub(super) fn recipients_heading(&self) -> Option<Span> {
        *self
            .recipients_heading
            .get_or_init(|| self.find_recipients_heading())
    }

    fn find_recipients_heading(&self) -> Option<Span> {
        let body = self.body();
        let is_heading = |line: &&Span| {
            body.contains(**line)
                && line.len() < 120
                && fold::key(self.slice(**line)).starts_with("nơi nhận")
        };
        self.lines().iter().find(is_heading).copied()
    }
}
