//! A consolidation that stays: reports come, are corrected and go, and only
//! the sections that they touch are put together again.
//!
//! What was understood of a report is [`Kept`] as long as the report counts. A new
//! version of a report gets a new number among the files; sections in which it
//! says the same as before go on pointing into the version that they were made
//! from, whose words are the same. The checks of the review look at all reports
//! together and are run apart ([`Standing::findings`]), when there is time.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use tongket_reader::Span;
use tongket_reader::plan::{Outline, Period};
use tongket_reader::source::Source;

use super::inputs::{Inputs, Owing, Reported};
use super::understood::Understood;
use super::{Apart, Consolidation, Coverage, FigureGroup, Statement, coverage, figure, statement};
use crate::consolidation::{ConsolidatedSection, Place};
use crate::report::{Aligner, Sections};
use crate::review::evidence::{Digest, Evidence, Mention, sections};
use crate::review::likeness::Forms;
use crate::review::{self, Finding};
use crate::threads::side_by_side;
use crate::unit::UnitId;

/// What all reports of a consolidation are read on. It changes with the outline and with the units.
#[derive(Debug)]
pub struct Frame {
    /// The outline.
    pub outline: Outline,
    /// The text of the plan.
    pub plan_text: String,
    /// The years under review, where the plan says.
    pub period: Option<Period>,
    /// The day as of which names and documents are judged.
    pub as_of: Date,
    /// Who owes a report.
    pub units: Vec<Owing>,
    pub(super) aligner: Aligner,
    forms: Forms,
}

impl Frame {
    /// A frame for reports on `outline` by `units`.
    pub fn new(
        outline: Outline,
        plan_text: String,
        period: Option<Period>,
        as_of: Date,
        units: Vec<Owing>,
    ) -> Frame {
        Frame {
            aligner: Aligner::new(&outline),
            forms: Forms::of(&units),
            outline,
            plan_text,
            period,
            as_of,
            units,
        }
    }

    fn inputs<'a>(&'a self, reports: &'a [Reported<'a>]) -> Inputs<'a> {
        Inputs {
            outline: &self.outline,
            plan_text: &self.plan_text,
            period: self.period,
            as_of: self.as_of,
            units: &self.units,
            reports,
            senders: &[],
        }
    }
}

/// What was understood of one report, kept as long as it counts and made comparable with the others.
#[derive(Debug)]
pub struct Kept {
    /// The text of the report.
    pub source: Source,
    /// Which item each stretch of the text answers.
    pub sections: Sections,
    /// Text that no outline item took.
    pub unplaced: Vec<Span>,
    period: Option<(Period, Span)>,
    beginning: Span,
    digest: Arc<Digest>,
}

impl Kept {
    /// A report that was understood, among those of a frame.
    pub fn new(understood: Understood, frame: &Frame) -> Kept {
        Kept {
            digest: Arc::new(understood.digest.compared(&frame.forms)),
            source: understood.source,
            sections: understood.sections,
            unplaced: understood.unplaced,
            period: understood.period,
            beginning: understood.beginning,
        }
    }

    /// The report as it is put together and checked: its answers are in its digest.
    fn reported(&self, unit: UnitId, file: usize) -> Reported<'_> {
        Reported {
            unit,
            file,
            text: self.source.text(),
            period: self.period,
            beginning: self.beginning,
            answers: Vec::new(),
            unplaced: self.unplaced.clone(),
        }
    }

    /// Whether it says the same in a section as another version of the report does.
    fn says_the_same(&self, other: &Kept, section: usize) -> bool {
        let (one, two) = (&self.digest, &other.digest);
        one.states.get(section) == two.states.get(section)
            && one.written.get(section) == two.written.get(section)
            && self.told_in(section) == other.told_in(section)
            && self.counted_in(section) == other.counted_in(section)
    }

    /// Its sentences in a section: order, words, whether they say nothing.
    fn told_in(&self, section: usize) -> Vec<(usize, &str, bool)> {
        let text = self.source.text();
        let sentences = self.digest.sentences.iter();
        let own = sentences.filter(|sentence| sentence.section == section);
        own.map(|sentence| (sentence.order, sentence.span.slice(text), sentence.nil))
            .collect()
    }

    /// Its figures in a section, as they were understood.
    fn counted_in(&self, section: usize) -> Vec<String> {
        let text = self.source.text();
        let mentions = self.digest.mentions.iter();
        let own = mentions.filter(|mention| mention.section == section);
        own.map(|mention: &Mention| {
            let figure = &mention.figure;
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {} {} {} {:?}",
                figure.span.slice(text),
                figure.number.value,
                figure.measure,
                figure.act,
                figure.of,
                (figure.kind, &figure.period),
                figure.narrowed,
                figure.whole,
                figure.number.approximate,
                figure.part.is_some(),
            )
        })
        .collect()
    }
}

/// The figures and statements of one section.
#[derive(Debug, Default, PartialEq)]
pub struct Together {
    /// Like measures put together.
    pub figures: Vec<FigureGroup>,
    /// What units say.
    pub statements: Vec<Statement>,
    /// What they say besides.
    pub apart: Apart,
}

/// Reports put together, ready for the next one.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What they are read on.
    pub frame: Arc<Frame>,
    /// Every version that a place points into, by its number; those that count and those whose
    /// words still stand in a section.
    pub files: Vec<Arc<Kept>>,
    /// By unit, in the frame's order: the number of the version that counts.
    pub current: Vec<Option<usize>>,
    /// The sections in the outline's order.
    pub sections: Vec<Arc<Together>>,
    /// Who answered each section.
    pub coverage: Vec<Coverage>,
}

/// A report that came, or was taken out: the place of its unit in the frame, and what was read.
pub type Change = (usize, Option<Arc<Kept>>);

/// When the files are more than so many times the reports that count, all is put together anew.
const SURPLUS: usize = 3;

impl Standing {
    /// Puts reports together; one a unit of the frame, `None` where there is none.
    pub fn new(frame: Arc<Frame>, reports: Vec<Option<Arc<Kept>>>) -> Standing {
        let mut files = Vec::new();
        let mut current = vec![None; frame.units.len()];
        for (place, kept) in current.iter_mut().zip(reports) {
            if let Some(kept) = kept {
                *place = Some(files.len());
                files.push(kept);
            }
        }
        let (headings, _) = sections(&frame.outline);
        let empty = Arc::new(Together::default());
        let mut standing = Standing {
            sections: vec![empty; headings.len()],
            coverage: Vec::new(),
            frame: Arc::clone(&frame),
            files,
            current,
        };
        let all: FxHashSet<usize> = (0..standing.sections.len()).collect();
        standing.put_together(&all);
        standing
    }

    /// The same with some reports changed. Gives the sections that were put together again.
    pub fn after(&self, changes: Vec<Change>) -> (Standing, FxHashSet<usize>) {
        if changes.is_empty() {
            return (self.clone(), FxHashSet::default());
        }
        let reports = self.current.iter().flatten().count();
        if self.files.len() > SURPLUS * reports.max(8) {
            return self.anew(changes);
        }
        let mut next = Standing {
            frame: Arc::clone(&self.frame),
            files: self.files.clone(),
            current: self.current.clone(),
            sections: self.sections.clone(),
            coverage: Vec::new(),
        };
        let mut touched = FxHashSet::default();
        for (unit, kept) in changes {
            let Some(place) = next.current.get_mut(unit) else {
                continue;
            };
            let before = place.take().map(|file| Arc::clone(&next.files[file]));
            if let Some(kept) = &kept {
                *place = Some(next.files.len());
                next.files.push(Arc::clone(kept));
            }
            let is_same = |section: usize| match (&before, &kept) {
                (Some(before), Some(kept)) => before.says_the_same(kept, section),
                (Some(one), None) | (None, Some(one)) => {
                    one.told_in(section).is_empty() && one.counted_in(section).is_empty()
                }
                (None, None) => true,
            };
            touched.extend((0..next.sections.len()).filter(|section| !is_same(*section)));
        }
        next.put_together(&touched);
        (next, touched)
    }

    fn anew(&self, changes: Vec<Change>) -> (Standing, FxHashSet<usize>) {
        let mut reports: Vec<Option<Arc<Kept>>> = self
            .current
            .iter()
            .map(|file| file.map(|file| Arc::clone(&self.files[file])))
            .collect();
        for (unit, kept) in changes {
            if let Some(place) = reports.get_mut(unit) {
                *place = kept;
            }
        }
        let all = (0..self.sections.len()).collect();
        (Standing::new(Arc::clone(&self.frame), reports), all)
    }

    /// Unit and number of every report that counts.
    fn counting(&self) -> Vec<(usize, usize)> {
        let current = self.current.iter().enumerate();
        current
            .filter_map(|(unit, file)| Some((unit, (*file)?)))
            .collect()
    }

    fn reported(&self, counting: &[(usize, usize)]) -> Vec<Reported<'_>> {
        let unit = |unit: usize| self.frame.units[unit].unit;
        let counting = counting.iter();
        counting
            .map(|&(owing, file)| self.files[file].reported(unit(owing), file))
            .collect()
    }

    fn digests(&self, counting: &[(usize, usize)]) -> impl Iterator<Item = Arc<Digest>> {
        let files = counting.iter().map(|(_, file)| &self.files[*file]);
        files.map(|kept| Arc::clone(&kept.digest))
    }

    fn put_together(&mut self, touched: &FxHashSet<usize>) {
        let counting = self.counting();
        let reports = self.reported(&counting);
        let inputs = self.frame.inputs(&reports);
        let evidence = Evidence::kept(&inputs, self.digests(&counting));
        let is_touched = |section: usize| touched.contains(&section);
        let figures = figure::by_section(&evidence, is_touched);
        let grouped = side_by_side(&figures, |places| figure::section(&evidence, places));
        let told = grouped
            .iter()
            .flat_map(|(_, told)| told.iter().copied())
            .collect();
        let spoken = statement::spoken_by_figures(&evidence, &told, is_touched);
        let sentences = statement::by_section(&evidence, &spoken, is_touched);
        let statements = side_by_side(&sentences, |places| {
            statement::section(&evidence, &spoken, places)
        });
        let apart = statement::apart_by_section(&evidence, &spoken, is_touched);
        let made = grouped.into_iter().zip(statements).zip(apart).enumerate();
        let made: Vec<(usize, Together)> = made
            .filter(|(section, _)| is_touched(*section))
            .map(|(section, (((figures, _), statements), apart))| {
                let together = Together {
                    figures,
                    statements,
                    apart,
                };
                (section, together)
            })
            .collect();
        let coverage = (0..self.sections.len())
            .map(|section| coverage::of(&evidence, section))
            .collect();
        for (section, together) in made {
            self.sections[section] = Arc::new(together);
        }
        self.coverage = coverage;
    }

    /// One section as a consolidation holds it.
    pub fn section(&self, section: usize) -> Option<ConsolidatedSection> {
        let together = self.sections.get(section)?;
        let (headings, _) = sections(&self.frame.outline);
        let item = headings.get(section)?.item;
        Some(ConsolidatedSection {
            outline: item.id.clone(),
            label: item.label.clone(),
            title: item.title.clone(),
            level: item.level,
            coverage: self.coverage.get(section).cloned().unwrap_or_default(),
            figures: together.figures.clone(),
            statements: together.statements.clone(),
        })
    }

    /// Ids of the outline items whose sections these are, in order.
    pub fn items(&self) -> Vec<String> {
        let (headings, _) = sections(&self.frame.outline);
        headings
            .iter()
            .map(|heading| heading.item.id.clone())
            .collect()
    }

    /// Report text that no outline item took.
    pub fn unplaced(&self) -> Vec<Place> {
        let counting = self.counting().into_iter();
        let places = counting.flat_map(|(unit, file)| {
            let unit = self.frame.units[unit].unit;
            let spans = self.files[file].unplaced.iter();
            spans.map(move |span| Place {
                unit,
                file,
                span: *span,
            })
        });
        places.collect()
    }

    /// Everything, with findings that were made apart.
    pub fn consolidation(&self, findings: Vec<Finding>) -> Consolidation {
        let sections = (0..self.sections.len()).filter_map(|section| self.section(section));
        Consolidation {
            sections: sections.collect(),
            findings,
            unplaced: self.unplaced(),
        }
    }

    /// What the review finds, over all reports. Takes its time.
    pub fn findings(&self) -> Vec<Finding> {
        let counting = self.counting();
        let reports = self.reported(&counting);
        let inputs = self.frame.inputs(&reports);
        let evidence = Evidence::kept(&inputs, self.digests(&counting));
        let groups = figure::group(&evidence);
        review::check(&evidence, &groups.sections)
    }

    /// By unit of the frame, where the report that counts stands among the files.
    pub fn unit_of(&self) -> FxHashMap<UnitId, usize> {
        let units = self.frame.units.iter().enumerate();
        units.map(|(at, owing)| (owing.unit, at)).collect()
    }
}
