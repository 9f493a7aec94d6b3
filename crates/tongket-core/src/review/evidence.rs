//! What the reports say, sentence by sentence and figure by figure.
//!
//! Reports are read once; the consolidation and every check work on the same
//! evidence. Reports do not depend on one another here, so they are read side
//! by side on as many threads as the machine has.

use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use tongket_reader::Span;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};
use tongket_reader::report::Passage;
use tongket_reader::words::figure::{Figure, figures};

use super::likeness::{Form, Forms, Key};
use super::table::{self, TableReading};
use crate::consolidation::{Answer, Inputs, Place, Reported};
use crate::report::AnswerState;
use crate::threads::side_by_side;

/// Everything that was read of all reports.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// What it was read from.
    pub inputs: &'a Inputs<'a>,
    /// The headings of the outline, in order.
    pub sections: Vec<Section<'a>>,
    /// One reading a report, in the order of [`Inputs::reports`].
    pub readings: Vec<Reading<'a>>,
}

/// A heading of the outline.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// The outline item.
    pub item: &'a OutlineItem,
    /// Index of the heading above it.
    pub parent: Option<usize>,
}

/// What one report says, and whose it is.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The report.
    pub reported: &'a Reported<'a>,
    /// What it says.
    pub digest: Arc<Digest>,
}

impl Deref for Reading<'_> {
    type Target = Digest;

    fn deref(&self) -> &Digest {
        &self.digest
    }
}

/// What one report says, apart from its text: it can be kept as long as the report counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Digest {
    /// The sentences of all placed passages, and the rows of tables without figures.
    pub sentences: Vec<Sentence>,
    /// The same sentences as they are compared.
    pub keys: Vec<Key>,
    /// The same made comparable.
    pub forms: Vec<Form>,
    /// The figures of all placed passages.
    pub mentions: Vec<Mention>,
    /// The tables of all placed passages.
    pub tables: Vec<TableReading>,
    /// What it says on each section.
    pub states: Vec<AnswerState>,
    /// Whether it has text of its own at each section, not only below it.
    pub written: Vec<bool>,
}

/// One sentence of a placed passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Index of its section.
    pub section: usize,
    /// Position of the answered item in the outline.
    pub order: usize,
    /// Where it stands.
    pub span: Span,
    /// Whether it says that there is nothing to report.
    pub nil: bool,
}

/// One figure of a placed passage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mention {
    /// Index of its section.
    pub section: usize,
    /// Index of its sentence; `None` in a table.
    pub sentence: Option<usize>,
    /// Index of its table.
    pub table: Option<usize>,
    /// The figure, its span in the report's text and its parts by index of mention.
    pub figure: Figure,
    /// The cells that were added up for it, where it is such a sum.
    pub cells: Vec<Span>,
}

impl<'a> Evidence<'a> {
    /// Reads all reports.
    pub fn gather(inputs: &'a Inputs<'a>) -> Self {
        let (sections, places) = sections(inputs.outline);
        let forms = Forms::new(inputs);
        let readings = side_by_side(inputs.reports, |reported| Reading {
            digest: Arc::new(Digest::of(reported, &places, sections.len()).compared(&forms)),
            reported,
        });
        Evidence {
            inputs,
            sections,
            readings,
        }
    }

    /// The evidence of reports that were read before, one digest a report.
    pub(crate) fn kept(inputs: &'a Inputs<'a>, digests: impl Iterator<Item = Arc<Digest>>) -> Self {
        let (sections, _) = sections(inputs.outline);
        let readings = inputs.reports.iter().zip(digests);
        Evidence {
            inputs,
            sections,
            readings: readings
                .map(|(reported, digest)| Reading { reported, digest })
                .collect(),
        }
    }

    /// The name of the unit whose report stands at `report`.
    pub fn unit_name(&self, report: usize) -> &str {
        let unit = self
            .readings
            .get(report)
            .map(|reading| reading.reported.unit);
        let owing = self
            .inputs
            .units
            .iter()
            .find(|owing| Some(owing.unit) == unit);
        owing.map_or("", |owing| &owing.name)
    }
}

/// By item id: its position in the outline and the index of the heading it belongs to.
pub(crate) type Places<'a> = FxHashMap<&'a str, (usize, usize)>;

/// The headings of an outline, and where each of its items belongs.
pub(crate) fn sections(outline: &Outline) -> (Vec<Section<'_>>, Places<'_>) {
    let mut sections = Vec::new();
    let mut places = Places::default();
    for item in &outline.items {
        place(item, None, &mut sections, &mut places);
    }
    (sections, places)
}

/// A content item belongs to the heading above it; one without a heading stands for itself.
fn place<'a>(
    item: &'a OutlineItem,
    parent: Option<usize>,
    sections: &mut Vec<Section<'a>>,
    places: &mut Places<'a>,
) {
    let own = match (item.kind, parent) {
        (OutlineKind::Content, Some(parent)) => parent,
        _ => {
            sections.push(Section { item, parent });
            sections.len() - 1
        }
    };
    places.insert(&item.id, (places.len(), own));
    for child in &item.children {
        place(child, Some(own), sections, places);
    }
}

impl Digest {
    /// Reads a report on the items of `places`.
    pub(crate) fn of(reported: &Reported<'_>, places: &Places<'_>, sections: usize) -> Digest {
        let mut reading = Digest {
            sentences: Vec::new(),
            keys: Vec::new(),
            forms: Vec::new(),
            mentions: Vec::new(),
            tables: Vec::new(),
            states: vec![AnswerState::Missing; sections],
            written: vec![false; sections],
        };
        for answer in &reported.answers {
            if let Some(&(order, section)) = places.get(answer.item) {
                reading.take(reported.text, answer, (order, section));
            }
        }
        let sentences = reading.sentences.iter();
        reading.keys = sentences
            .map(|sentence| Key::of(sentence.span.slice(reported.text)))
            .collect();
        reading.forms = reading.keys.iter().map(Form::of).collect();
        reading
    }

    /// The same with the names of units taken out of its sentences, so that they compare with those
    /// of other reports.
    pub(crate) fn compared(mut self, forms: &Forms) -> Digest {
        for (key, form) in self.keys.iter_mut().zip(&mut self.forms) {
            if let Some(plain) = forms.without_names(key) {
                *form = Form::of(&plain);
                *key = plain;
            }
        }
        self
    }

    fn take(&mut self, text: &str, answer: &Answer<'_>, (order, section): (usize, usize)) {
        let state = &mut self.states[section];
        *state = fuller(*state, answer.state);
        self.written[section] |= !answer.passages.is_empty();
        for passage in &answer.passages {
            let at = Sentence {
                section,
                order,
                span: passage.span,
                nil: answer.state == AnswerState::Nil,
            };
            match &passage.table {
                Some(table) => self.take_table(table, at),
                None => self.take_prose(text, passage, at),
            }
        }
    }

    fn take_prose(&mut self, text: &str, passage: &Passage, at: Sentence) {
        let first = self.sentences.len();
        let whole = [passage.span];
        let spans = if passage.sentences.is_empty() {
            &whole[..]
        } else {
            &passage.sentences
        };
        self.sentences
            .extend(spans.iter().map(|&span| Sentence { span, ..at }));
        let base = self.mentions.len();
        for mut figure in figures(passage.span.slice(text)) {
            figure.span = figure.span.shift(passage.span.start);
            figure.number.span = figure.number.span.shift(passage.span.start);
            if let Some(part) = &mut figure.part {
                part.whole += base;
            }
            figure.restates = figure.restates.map(|ratio| ratio + base);
            let after = spans.partition_point(|span| span.start <= figure.span.start);
            self.mentions.push(Mention {
                section: at.section,
                sentence: Some(first + after.saturating_sub(1)),
                table: None,
                figure,
                cells: Vec::new(),
            });
        }
    }

    /// A table gives figures; one that gives none gives its rows as sentences.
    fn take_table(&mut self, table: &tongket_reader::report::Table, at: Sentence) {
        let read = table::read(table);
        let index = self.tables.len();
        let found: Vec<_> = read.figures().collect();
        if found.is_empty() {
            let rows = table.rows.iter().filter_map(|row| table::row_span(row));
            self.sentences
                .extend(rows.map(|span| Sentence { span, ..at }));
        }
        self.mentions
            .extend(found.into_iter().map(|(figure, cells)| Mention {
                section: at.section,
                sentence: None,
                table: Some(index),
                figure,
                cells,
            }));
        self.tables.push(read);
    }
}

impl<'a> Reading<'a> {
    /// The text of a place in this report.
    pub fn slice(&self, span: Span) -> &'a str {
        span.slice(self.reported.text)
    }

    /// A place in this report.
    pub fn place(&self, span: Span) -> Place {
        Place {
            unit: self.reported.unit,
            file: self.reported.file,
            span,
        }
    }
}

/// Of two answers to one section the one that says more.
pub(crate) fn fuller(one: AnswerState, other: AnswerState) -> AnswerState {
    match (one, other) {
        (AnswerState::Answered, _) | (_, AnswerState::Answered) => AnswerState::Answered,
        (AnswerState::Nil, _) | (_, AnswerState::Nil) => AnswerState::Nil,
        _ => AnswerState::Missing,
    }
}
