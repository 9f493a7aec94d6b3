//! A report written section by section, put together as if it had been one file.
//!
//! Each section answers one item of the outline, so nothing has to be guessed:
//! the text is printed below the item's heading and read by the same reader as
//! a file, and every passage keeps the item whose section it stands in. What
//! checks and consolidates reports cannot tell the two apart.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};
use tongket_reader::report::{Heading, Passage, Report};
use tongket_reader::source::{Cell, Format, Look, Origin, Part, Place, Source, SourceBuilder};
use tongket_reader::words::sentence;
use tongket_reader::{Span, report};

use super::alignment::{Aligner, Alignment, HeadingDecision, Placed};
use super::passages::on_heading_line;

/// What stands above a written report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Head<'a> {
    /// The unit whose report it is.
    pub unit: &'a str,
    /// What the report is about: the campaign's title.
    pub title: &'a str,
    /// The day of the submission, where it has been handed in.
    pub day: Option<Date>,
}

/// One section of a report.
#[derive(Debug, Clone, Copy)]
pub struct WrittenSection<'a> {
    /// The outline item that it answers.
    pub item: &'a str,
    /// What it says.
    pub body: Body<'a>,
}

/// What a section says.
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// Its text.
    Text(&'a Source),
    /// "Không có": said deliberately.
    Nil,
}

/// A report put together from its sections.
#[derive(Debug, Clone)]
pub struct Written {
    /// The whole text, with the way back to the lines and cells of each section.
    pub source: Source,
    /// What was read in it.
    pub report: Report,
    /// Which item each stretch of the text answers.
    pub sections: Sections,
    /// The printed headings of outline items.
    headings: Vec<(String, Span)>,
}

/// Which outline item each stretch of a text answers, in the order of the text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sections(Vec<(String, Span)>);

impl Sections {
    /// The part of the text that answers an item; several where it has several sections.
    pub fn of(&self, item: &str) -> impl Iterator<Item = Span> {
        let own = self.0.iter().filter(move |(of, _)| of == item);
        own.map(|(_, span)| *span)
    }

    /// The item that a byte of the text answers.
    fn at(&self, at: usize) -> Option<&str> {
        let mut sections = self.0.iter();
        let own = sections.find(|(_, span)| span.start <= at && at < span.end)?;
        Some(&own.0)
    }
}

impl Written {
    /// Puts a report together on an outline.
    ///
    /// Sections stand in the outline's order. One whose item the outline no
    /// longer has stands at the end and answers nothing, but is not lost.
    pub fn compose(head: &Head<'_>, outline: &Outline, sections: &[WrittenSection<'_>]) -> Written {
        let mut desk = Desk::default();
        desk.head(head);
        let items = outline.walk();
        for item in &items {
            desk.heading(item);
            let own = sections.iter().filter(|section| section.item == item.id);
            own.for_each(|section| desk.section(&item.id, section.body));
        }
        let is_known =
            |section: &&WrittenSection<'_>| items.iter().any(|item| item.id == section.item);
        let strays: Vec<&WrittenSection<'_>> = sections
            .iter()
            .filter(|section| !is_known(section))
            .collect();
        if !strays.is_empty() {
            desk.line("NỘI DUNG NGOÀI ĐỀ CƯƠNG", heading_look(1));
        }
        for stray in strays {
            desk.section("", stray.body);
        }
        desk.finish()
    }

    /// The report on its outline: every passage at the item whose section it stands in.
    pub fn align<'w>(&'w self, aligner: &Aligner) -> Alignment<'w> {
        let mut alignment = aligner.nothing_said();
        for passage in &self.report.preamble {
            self.place(Cow::Borrowed(passage), &mut alignment);
        }
        for heading in self.report.parts.iter().flat_map(Heading::walk) {
            let printed = self.printed(heading.span);
            if printed.is_none() {
                let beside = on_heading_line(heading, self.source.text());
                let own = beside.into_iter().map(Cow::Owned);
                own.for_each(|passage| self.place(passage, &mut alignment));
            }
            alignment.headings.push(HeadingDecision {
                span: heading.span,
                outline: printed.map(str::to_owned),
                also: Vec::new(),
                confidence: 1.0,
            });
            for passage in &heading.passages {
                self.place(Cow::Borrowed(passage), &mut alignment);
            }
        }
        self.place_the_rest(&mut alignment);
        aligner.settle_written(&mut alignment, self.source.text());
        alignment
    }

    /// Places what the reader took for the title of an annex, for recipients or a signature: in a
    /// section that somebody wrote, every word answers its item.
    fn place_the_rest<'w>(&'w self, alignment: &mut Alignment<'w>) {
        let answers = alignment.answers.iter();
        let placed = answers.flat_map(|answer| &answer.passages);
        let placed = placed.chain(&alignment.framing).chain(&alignment.unplaced);
        let printed = |decision: &&HeadingDecision| decision.outline.is_none();
        let own = alignment.headings.iter().filter(printed);
        let mut held: Vec<Span> = placed.map(|placed| placed.passage.span).collect();
        held.extend(own.map(|decision| decision.span));
        held.sort_unstable();
        let (mut next, mut held_to) = (0, 0);
        let mut rest = Vec::new();
        for line in self.source.lines() {
            while let Some(span) = held.get(next).filter(|span| span.start < line.span.end) {
                held_to = held_to.max(span.end);
                next += 1;
            }
            let mut sections = self.sections.0.iter();
            let says = self.source.slice(line.span).contains(char::is_alphanumeric);
            if says && held_to <= line.span.start && sections.any(|(_, it)| it.overlaps(line.span))
            {
                rest.push(line.span);
            }
        }
        if rest.is_empty() {
            return;
        }
        for span in rest {
            self.place(Cow::Owned(passage(&self.source, span)), alignment);
        }
        for answer in &mut alignment.answers {
            answer.passages.sort_by_key(|placed| placed.passage.span);
        }
    }

    fn place<'w>(&'w self, passage: Cow<'w, Passage>, alignment: &mut Alignment<'w>) {
        let section = self.sections.at(passage.span.start);
        let placed = Placed {
            passage,
            confidence: 1.0,
        };
        let Some(item) = section else {
            return alignment.framing.push(placed);
        };
        let mut answers = alignment.answers.iter_mut();
        match answers.find(|answer| answer.outline == item) {
            Some(answer) => answer.passages.push(placed),
            None => alignment.unplaced.push(placed),
        }
    }

    /// The item whose printed heading this is.
    fn printed(&self, heading: Span) -> Option<&str> {
        let own = |(_, span): &&(String, Span)| span.overlaps(heading);
        self.headings
            .iter()
            .find(own)
            .map(|(item, _)| item.as_str())
    }
}

/// A line as a passage of its own.
fn passage(source: &Source, line: Span) -> Passage {
    let span = line.trim(source.text());
    let sentences = sentence::sentences(source.slice(span)).into_iter();
    Passage {
        label: String::new(),
        span,
        sentences: sentences
            .map(|sentence| sentence.shift(span.start))
            .collect(),
        table: None,
    }
}

/// A report while it is being put together.
#[derive(Default)]
struct Desk {
    builder: SourceBuilder,
    sections: Vec<(String, Span)>,
    headings: Vec<(String, Span)>,
    tables: u32,
}

impl Desk {
    fn head(&mut self, head: &Head<'_>) {
        let centred = || Look {
            bold: true,
            centered: true,
            ..Look::default()
        };
        if !head.unit.is_empty() {
            self.line(&head.unit.to_uppercase(), centred());
        }
        if let Some(day) = head.day {
            let line = format!(
                "Ngày {:02} tháng {} năm {}",
                day.day(),
                month(day),
                day.year()
            );
            self.line(&line, Look::default());
        }
        self.line("BÁO CÁO", centred());
        if !head.title.is_empty() {
            self.line(head.title, centred());
        }
    }

    /// The heading of an item; content that is asked for is printed by no report.
    fn heading(&mut self, item: &OutlineItem) {
        if item.kind != OutlineKind::Heading {
            return;
        }
        let line = format!("{} {}", item.label, item.title);
        let span = self.line(line.trim(), heading_look(item.level));
        self.headings.push((item.id.clone(), span));
    }

    fn section(&mut self, item: &str, body: Body<'_>) {
        let written = match body {
            Body::Nil => Some(self.line("Không có.", Look::default())),
            Body::Text(source) => self.copy(source),
        };
        if let Some(span) = written {
            self.sections.push((item.to_owned(), span));
        }
    }

    fn line(&mut self, text: &str, look: Look) -> Span {
        self.builder.line(text, Place::default(), look)
    }

    /// Every line of a section's text, its tables counted on.
    fn copy(&mut self, source: &Source) -> Option<Span> {
        let (mut whole, mut tables): (Option<Span>, u32) = (None, 0);
        for line in source.lines() {
            let part = match line.place.part {
                Part::Cell(cell) => {
                    tables = tables.max(cell.table);
                    Part::Cell(Cell {
                        table: self.tables + cell.table,
                        ..cell
                    })
                }
                part => part,
            };
            let from_start = |span: &Span| {
                Span::new(
                    span.start.saturating_sub(line.span.start),
                    span.end.saturating_sub(line.span.start),
                )
            };
            let look = Look {
                italics: line.look.italics.iter().map(from_start).collect(),
                bolds: line.look.bolds.iter().map(from_start).collect(),
                heading: line.look.heading.map(|level| level.saturating_add(DEEPEST)),
                ..line.look
            };
            let place = Place {
                page: None,
                paragraph: 0,
                part,
            };
            let span = self.builder.line(source.slice(line.span), place, look);
            whole = Some(whole.map_or(span, |whole| whole.cover(span)));
        }
        self.tables += tables;
        whole
    }

    fn finish(self) -> Written {
        let source = self.builder.finish(Origin {
            format: Format::Txt,
            ..Origin::default()
        });
        let report = report::read::read(&source);
        Written {
            source,
            report,
            sections: Sections(self.sections),
            headings: self.headings,
        }
    }
}

/// Headings inside a section stand below every heading of an outline.
const DEEPEST: u8 = 6;

fn heading_look(level: u8) -> Look {
    Look {
        bold: true,
        heading: Some(level),
        ..Look::default()
    }
}

/// January and February are padded, as Decree 30/2020 has it; the others are not.
fn month(day: Date) -> String {
    match day.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::report::AnswerState;

    const OUTLINE: &str = "\
I. ĐẶC ĐIỂM TÌNH HÌNH
II. KẾT QUẢ THỰC HIỆN
II.1. Công tác tuyên truyền
II.2. Xây dựng tổ tự quản
III. KIẾN NGHỊ, ĐỀ XUẤT";

    fn outline() -> Outline {
        let mut items: Vec<OutlineItem> = Vec::new();
        for line in OUTLINE.lines() {
            let (id, title) = line.split_once(". ").expect("an id and a title");
            let (above, own) = id.rsplit_once('.').unwrap_or(("", id));
            let item = OutlineItem {
                id: id.to_owned(),
                label: format!("{own}."),
                title: title.to_owned(),
                level: if above.is_empty() { 1 } else { 2 },
                kind: OutlineKind::Heading,
                guidance: None,
                span: Span::default(),
                children: Vec::new(),
            };
            match above {
                "" => items.push(item),
                _ => items.last_mut().expect("its parent").children.push(item),
            }
        }
        Outline {
            title: String::new(),
            span: Span::default(),
            items,
        }
    }

    const HEAD: Head<'_> = Head {
        unit: "Ủy ban nhân dân xã Vân Khê",
        title: "Tổng kết 10 năm xây dựng tổ tự quản",
        day: Some(date(2026, 4, 20)),
    };

    /// A section's text from lines; those with "|" are rows of a table.
    fn source(lines: &str) -> Source {
        let mut builder = SourceBuilder::default();
        let (mut table, mut row, mut inside) = (0, 0, false);
        for line in lines.lines() {
            if !line.contains('|') {
                inside = false;
                builder.line(line, Place::default(), Look::default());
                continue;
            }
            (table, row) = match inside {
                true => (table, row + 1),
                false => (table + 1, 0),
            };
            inside = true;
            for (column, text) in line.split('|').enumerate() {
                let cell = Cell {
                    table,
                    row,
                    column: column as u32,
                    width: 1,
                    continues: false,
                };
                let place = Place {
                    part: Part::Cell(cell),
                    ..Place::default()
                };
                builder.line(text, place, Look::default());
            }
        }
        builder.finish(Origin::default())
    }

    /// The report of xã Vân Khê from its sections, each an item and its lines; "nil" says nothing to report.
    fn van_khe_writes(sections: &[(&str, &str)]) -> Written {
        let sources: Vec<Source> = sections.iter().map(|(_, lines)| source(lines)).collect();
        let sections: Vec<WrittenSection<'_>> = sections
            .iter()
            .zip(&sources)
            .map(|((item, lines), source)| WrittenSection {
                item,
                body: match *lines {
                    "nil" => Body::Nil,
                    _ => Body::Text(source),
                },
            })
            .collect();
        Written::compose(&HEAD, &outline(), &sections)
    }

    /// What stands at every item, a line each.
    fn told(written: &Written) -> String {
        let aligner = Aligner::new(&outline());
        let alignment = written.align(&aligner);
        let text = written.source.text();
        let passage = |placed: &Placed<'_>| {
            let words = placed.passage.span.slice(text).replace(['\n', '\t'], " ");
            match &placed.passage.table {
                Some(table) => format!("[{} × {}]", table.header.join("/"), table.rows.len()),
                None => words,
            }
        };
        let mut lines: Vec<String> = alignment
            .answers
            .iter()
            .map(|answer| {
                let passages: Vec<String> = answer.passages.iter().map(passage).collect();
                format!(
                    "{} {:?} {}",
                    answer.outline,
                    answer.state,
                    passages.join(" | ")
                )
            })
            .collect();
        let unplaced = alignment
            .unplaced
            .iter()
            .map(|placed| format!("unplaced {}", passage(placed)));
        lines.extend(unplaced);
        lines.join("\n")
    }

    #[test]
    fn sections_answer_their_items_and_nothing_else() {
        let written = van_khe_writes(&[
            (
                "II.2",
                "Toàn xã có 12 tổ tự quản với 96 thành viên.\nChỉ tiêu|Năm 2016|Năm 2025\nTổ tự quản|4|12\nThành viên|30|96",
            ),
            ("I", "Xã có 9 thôn.\na) Thuận lợi: Nhân dân đồng tình."),
            (
                "II.1",
                "Tổ chức 24 buổi tuyên truyền.\nNội dung|Số buổi\nBiên giới|24",
            ),
            ("III", "nil"),
            ("VI", "Nội dung của một mục đã bỏ khỏi đề cương."),
        ]);
        insta::assert_snapshot!(told(&written));
        assert_eq!(
            written
                .report
                .document
                .issuer
                .as_ref()
                .map(|issuer| issuer.value.as_str()),
            Some("Ủy ban nhân dân xã Vân Khê")
        );
        assert_eq!(
            written.report.document.date.as_ref().map(|day| day.value),
            Some(date(2026, 4, 20))
        );
    }

    #[test]
    fn an_empty_report_answers_nothing() {
        let written = van_khe_writes(&[]);
        let aligner = Aligner::new(&outline());
        let states = written.align(&aligner).answers;
        assert!(
            states
                .iter()
                .all(|answer| answer.state == AnswerState::Missing)
        );
    }

    #[test]
    fn what_looks_like_a_title_or_a_signature_answers_the_item_it_was_written_for() {
        let mut outline = outline();
        outline.items.push(OutlineItem {
            id: "PL1".to_owned(),
            label: String::new(),
            title: "BIỂU SỐ LIỆU".to_owned(),
            ..outline.items[0].clone()
        });
        let written = [
            ("I", "Xã có 9 thôn.\nKT. CHỦ TỊCH\nTrần Văn Hải"),
            ("II.1", "Tổ chức 24 buổi tuyên truyền."),
            ("III", "Nơi nhận: đề nghị gửi bản giấy."),
            ("PL1", "Các xã gửi kèm biểu"),
        ];
        let sources: Vec<Source> = written.iter().map(|(_, lines)| source(lines)).collect();
        let sections = written.iter().zip(&sources);
        let sections: Vec<WrittenSection<'_>> = sections
            .map(|((item, _), source)| WrittenSection {
                item,
                body: Body::Text(source),
            })
            .collect();
        let whole = Written::compose(&HEAD, &outline, &sections);
        let aligner = Aligner::new(&outline);
        let alignment = whole.align(&aligner);
        for (item, lines) in written {
            let answer = alignment.answer(item).expect("an item");
            let said: Vec<&str> = answer
                .passages
                .iter()
                .map(|placed| placed.passage.span.slice(whole.source.text()))
                .collect();
            assert_eq!(said.join("\n"), lines, "{item}");
            assert_eq!(answer.state, AnswerState::Answered, "{item}");
        }
    }

    proptest! {
        /// Whatever a section says, its passages stand at its item and none of its words elsewhere.
        #[test]
        fn no_text_leaves_its_section(
            texts in prop::collection::vec(
                "(([IVX1-3a-d][.)] |Nơi nhận: |KT\\. |Phụ lục II: |BIỂU SỐ |Kính gửi |Số )?[A-ZĐa-zđôơ ]{1,30}[.:;]?\n){1,5}",
                3,
            )
        ) {
            let marked: Vec<String> = texts.iter().enumerate().map(|(at, text)| {
                text.lines().map(|line| format!("{line} dấu{at} hết.\n")).collect()
            }).collect();
            let items = ["I", "II.1", "III"];
            let sections: Vec<(&str, &str)> = items.iter().copied().zip(marked.iter().map(String::as_str)).collect();
            let written = van_khe_writes(&sections);
            let aligner = Aligner::new(&outline());
            let alignment = written.align(&aligner);
            for answer in &alignment.answers {
                for placed in &answer.passages {
                    let text = placed.passage.span.slice(written.source.text());
                    let at = items.iter().position(|item| *item == answer.outline);
                    for other in 0..3 {
                        let mark = format!("dấu{other}");
                        prop_assert!(!text.contains(&mark) || at == Some(other), "{} has {text}", answer.outline);
                    }
                }
            }
            // Every line that somebody wrote stands at an item, or is a heading of their own.
            let placed = alignment.answers.iter().flat_map(|answer| &answer.passages);
            let placed = placed.chain(&alignment.framing).chain(&alignment.unplaced);
            let mut held: Vec<Span> = placed.map(|placed| placed.passage.span).collect();
            let headings = alignment.headings.iter().filter(|decision| decision.outline.is_none());
            held.extend(headings.map(|decision| decision.span));
            for line in written.source.lines() {
                let words = written.source.slice(line.span);
                let stands = held.iter().any(|span| span.overlaps(line.span));
                prop_assert!(stands || !words.contains("dấu"), "{words} is lost");
            }
        }
    }
}
