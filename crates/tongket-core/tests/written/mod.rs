//! Reports written out in a test: an outline and reports as plain lines.
//!
//! A line "# II.2" begins the answer to an outline item; the lines below it are
//! its passages, one each; lines with "|" are rows of a table, the first of them
//! its header. Places are fictional.

#![allow(dead_code, unreachable_pub)]

pub mod generator;

use jiff::civil::date;

use tongket_core::consolidation::{Answer, Consolidation, Inputs, Owing, Reported, consolidate};
use tongket_core::report::AnswerState;
use tongket_core::unit::UnitId;
use tongket_reader::Span;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind, Period};
use tongket_reader::report::{Passage, Report, Table, TableCell};
use tongket_reader::words::sentence::sentences;

/// The outline most tests report on.
pub const OUTLINE: &str = "\
I. ĐẶC ĐIỂM TÌNH HÌNH
II.1. Công tác lãnh đạo, chỉ đạo
II.2. Công tác tuyên truyền
II.3. Xây dựng và hoạt động của tổ tự quản
II.4. Kinh phí, chế độ, chính sách
III.1. Ưu điểm
III.2. Hạn chế, nguyên nhân
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ
V. KIẾN NGHỊ, ĐỀ XUẤT";

/// A written report: whose it is and its text.
pub struct Written {
    pub name: String,
    pub text: String,
    report: Report,
    answers: Vec<(String, Vec<Passage>)>,
}

/// An outline of one level from lines "id. title".
pub fn outline(lines: &str) -> Outline {
    let item = |line: &str| {
        let (id, title) = line.split_once(". ").expect("an outline line has a label");
        let label = format!("{}.", id.rsplit('.').next().unwrap_or(id));
        OutlineItem {
            id: id.to_owned(),
            label,
            title: title.to_owned(),
            level: 1,
            kind: OutlineKind::Heading,
            guidance: None,
            span: Span::default(),
            children: Vec::new(),
        }
    };
    Outline {
        items: lines.lines().map(item).collect(),
        ..Outline::default()
    }
}

/// Reads a written report.
pub fn written(name: &str, text: &str) -> Written {
    let mut answers: Vec<(String, Vec<Passage>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        let content = span.slice(text);
        if let Some(id) = content.strip_prefix("# ") {
            answers.push((id.to_owned(), Vec::new()));
        } else if let Some((_, passages)) = answers.last_mut().filter(|_| !content.is_empty()) {
            add(passages, text, span);
        }
    }
    Written {
        name: name.to_owned(),
        text: text.to_owned(),
        report: Report::default(),
        answers,
    }
}

fn add(passages: &mut Vec<Passage>, text: &str, span: Span) {
    let content = span.slice(text);
    if !content.contains('|') {
        let own = sentences(content)
            .into_iter()
            .map(|sentence| sentence.shift(span.start));
        passages.push(Passage {
            label: String::new(),
            span,
            sentences: own.collect(),
            table: None,
        });
        return;
    }
    let cells = cells(text, span);
    if let Some(Passage {
        span: whole,
        table: Some(table),
        ..
    }) = passages.last_mut()
    {
        *whole = whole.cover(span);
        table.rows.push(cells);
        return;
    }
    let header = cells.into_iter().map(|cell| cell.text).collect();
    passages.push(Passage {
        label: String::new(),
        span,
        sentences: Vec::new(),
        table: Some(Table {
            caption: None,
            unit: None,
            header,
            rows: Vec::new(),
        }),
    });
}

fn cells(text: &str, span: Span) -> Vec<TableCell> {
    let mut at = span.start;
    let cell = |piece: &str| {
        let own = Span::new(at, at + piece.len()).trim(text);
        at += piece.len() + 1;
        TableCell {
            text: own.slice(text).to_owned(),
            span: own,
        }
    };
    span.slice(text).split('|').map(cell).collect()
}

/// Puts written reports together; every writer owes a report, and `missing` more do.
pub fn consolidated(
    outline: &Outline,
    plan: &str,
    reports: &[Written],
    missing: &[&str],
) -> Consolidation {
    let names = reports
        .iter()
        .map(|report| report.name.as_str())
        .chain(missing.iter().copied());
    let units: Vec<Owing> = names
        .zip(0..)
        .map(|(name, number)| Owing {
            unit: UnitId(number),
            name: name.to_owned(),
            other_names: Vec::new(),
        })
        .collect();
    let reported: Vec<Reported<'_>> = reports
        .iter()
        .enumerate()
        .map(|(file, report)| reported(file, report))
        .collect();
    consolidate(&Inputs {
        outline,
        plan_text: plan,
        period: Some(Period {
            from: 2016,
            to: 2026,
        }),
        as_of: date(2026, 5, 4),
        units: &units,
        reports: &reported,
        senders: &[],
    })
}

pub fn reported(file: usize, written: &Written) -> Reported<'_> {
    let answers = written.answers.iter().map(|(item, passages)| Answer {
        item,
        state: state(passages, &written.text),
        passages: passages.iter().collect(),
    });
    Reported {
        unit: UnitId(u32::try_from(file).unwrap_or_default()),
        file,
        text: &written.text,
        period: written
            .report
            .document
            .period
            .as_ref()
            .map(|own| (own.value, own.span)),
        beginning: written
            .report
            .parts
            .first()
            .map_or(Span::default(), |heading| heading.span),
        answers: answers.collect(),
        unplaced: Vec::new(),
    }
}

fn state(passages: &[Passage], text: &str) -> AnswerState {
    match passages {
        [] => AnswerState::Missing,
        _ if passages
            .iter()
            .all(|passage| passage.span.slice(text).starts_with("Không có")) =>
        {
            AnswerState::Nil
        }
        _ => AnswerState::Answered,
    }
}

impl Written {
    /// Every sentence of the report with its place.
    pub fn sentences(&self) -> impl Iterator<Item = Span> + '_ {
        let passages = self.answers.iter().flat_map(|(_, passages)| passages);
        passages.flat_map(|passage| passage.sentences.iter().copied())
    }
}
