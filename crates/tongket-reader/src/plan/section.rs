//! The sections of a document as a tree.
//!
//! Every labelled paragraph but the items after dashes is a section, and so is
//! a heading that only its look tells. How deep each stands, the document's
//! own counting says. The outline of the report is no section; other annexes are.

use super::id::{Ids, Part};
use super::{Section, outline};
use crate::blocks::anatomy::{self, Segment};
use crate::blocks::annex::Annex;
use crate::blocks::heading::{self, Fill, Title};
use crate::blocks::level::{self, Mark};
use crate::blocks::tree::{Node, Tree};
use crate::blocks::{Block, Flow};
use crate::span::Span;

/// The sections inside `within`, without the outline of the report.
pub fn read(flow: &Flow, within: Span) -> Vec<Section> {
    let segments = anatomy::segments(flow, within);
    let outline = outline::region(flow, &segments);
    let mut writer = Writer::new(flow, outline);
    for segment in &segments {
        writer.segment(segment);
    }
    writer.sections
}

/// Makes the sections of one file, each with an id of its own.
struct Writer<'a> {
    flow: &'a Flow,
    outline: Option<Span>,
    ids: Ids,
    annexes: u32,
    sections: Vec<Section>,
}

impl<'a> Writer<'a> {
    fn new(flow: &'a Flow, outline: Option<Span>) -> Self {
        Writer {
            flow,
            outline,
            ids: Ids::default(),
            annexes: 0,
            sections: Vec::new(),
        }
    }

    fn segment(&mut self, segment: &Segment) {
        if self
            .outline
            .is_some_and(|outline| outline.contains(segment.span))
        {
            self.annexes += u32::from(segment.annex.is_some());
            return;
        }
        match &segment.annex {
            Some(annex) => {
                let section = self.annex(segment, annex);
                self.sections.push(section);
            }
            None => {
                let sections = self.body(segment, "", 0);
                self.sections.extend(sections);
            }
        }
    }

    /// An annex as a section that holds those of its body.
    fn annex(&mut self, segment: &Segment, annex: &Annex) -> Section {
        self.annexes += 1;
        let ordinal = if annex.ordinal == 0 {
            self.annexes
        } else {
            annex.ordinal
        };
        let id = self.ids.own(format!("PL{ordinal}"));
        let head = segment.head_of(self.flow);
        Section {
            label: self.flow.slice(annex.label).to_owned(),
            title: annex_title(self.flow, annex, head),
            level: 1,
            span: Span::new(segment.span.start, body_end(self.flow, segment)),
            heading: head.first().map_or(segment.span, |block| block.span),
            children: self.body(segment, &id, 1),
            id,
        }
    }

    /// The sections of one body, below a section with id `above` at level `base`.
    fn body(&mut self, segment: &Segment, above: &str, base: u8) -> Vec<Section> {
        let blocks = segment.body_of(self.flow);
        let headings = self.headings(blocks);
        let marks: Vec<Mark> = headings.iter().map(|&(_, mark)| mark).collect();
        let mut tree = Tree::<Section>::new();
        for (&(at, _), level) in headings.iter().zip(level::levels(&marks)) {
            let Some(block) = blocks.get(at) else {
                continue;
            };
            let before = at.checked_sub(1).and_then(|before| blocks.get(before));
            tree.close(
                level + base,
                before.map_or(block.span.start, |block| block.span.end),
            );
            let (above, label) = tree
                .innermost()
                .map_or((above, ""), |section| (&section.id, &section.label));
            let id = self.id(block, above, label);
            tree.open(self.section(block, id, level + base));
        }
        tree.finish(body_end(self.flow, segment))
    }

    /// The headings among `blocks`, outside the outline.
    fn headings(&self, blocks: &[Block]) -> Vec<(usize, Mark)> {
        let outside = |block: &Block| {
            !self
                .outline
                .is_some_and(|outline| outline.contains(block.span))
        };
        blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| outside(block))
            .filter_map(|(at, block)| {
                Some((at, heading::mark(self.flow, block, blocks.get(at + 1))?))
            })
            .collect()
    }

    fn section(&self, block: &Block, id: String, level: u8) -> Section {
        let title = Title::of(self.flow, block);
        let label = self.flow.label(block).to_owned();
        let heading = match (title.fill, &block.label) {
            (Fill::Clause, Some(label)) => label.span,
            (Fill::Whole, _) => block.span,
            _ => Span::new(block.span.start, title.span.end),
        };
        Section {
            id,
            label,
            title: title.line(self.flow),
            level,
            span: block.span,
            heading,
            children: Vec::new(),
        }
    }

    /// The id of a block that opens below a section with id `above`.
    fn id(&mut self, block: &Block, above: &str, above_label: &str) -> String {
        let part = match &block.label {
            Some(label) => Part::Label {
                written: self.flow.slice(label.span),
                style: label.style,
                ordinal: label.ordinal,
            },
            None => Part::Sign("§"),
        };
        self.ids.below(above, above_label, part)
    }
}

impl Node for Section {
    fn level(&self) -> u8 {
        self.level
    }

    fn children(&mut self) -> &mut Vec<Section> {
        &mut self.children
    }

    fn ends_at(&mut self, end: usize) {
        self.span.end = self.span.end.max(end);
    }
}

/// The title of an annex: what follows on its line, or the lines in capitals or bold below it.
pub fn annex_title(flow: &Flow, annex: &Annex, head: &[Block]) -> String {
    let own = flow.slice(annex.title).trim_end_matches(['*', ' ']);
    let below = head.iter().skip(1).take_while(|block| {
        let text = flow.slice(block.span);
        !text.starts_with('(') && !text.starts_with("CỘNG H")
    });
    let lines = std::iter::once(own).chain(below.map(|block| flow.slice(block.span)));
    let words = lines
        .flat_map(str::split_whitespace)
        .map(|word| word.trim_matches('*'));
    words.collect::<Vec<_>>().join(" ")
}

/// Where the body of a segment ends; its head where it has no body.
fn body_end(flow: &Flow, segment: &Segment) -> usize {
    let last = segment
        .body_of(flow)
        .last()
        .or(segment.head_of(flow).last());
    last.map_or(segment.span.end, |block| block.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// Reads `text` and compares its sections, one a line: id and title.
    fn check(text: &str, expected: &str) {
        let flow = Flow::of(&Source::from_plain(text));
        let sections = read(&flow, Span::new(0, flow.text.len()));
        let lines: Vec<String> = sections
            .iter()
            .flat_map(Section::walk)
            .map(|section| format!("{} {}", section.id, section.title))
            .collect();
        assert_eq!(lines.join("\n"), expected, "from {text}");
    }

    #[test]
    fn a_plan_in_the_usual_order() {
        check(
            "KẾ HOẠCH\nTổng kết phong trào\n\nThực hiện Chỉ thị số 01/CT-TTg, UBND tỉnh xây dựng Kế hoạch như sau:\n\nI. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nĐánh giá kết quả.\n2. Yêu cầu\n- Nghiêm túc.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\na) Tham mưu.\nđ) Khen thưởng.\n\nNơi nhận:\n- Như trên;\n1. Không phải mục",
            "I MỤC ĐÍCH, YÊU CẦU\nI.1 Mục đích\nI.2 Yêu cầu\nII TỔ CHỨC THỰC HIỆN\nII.1 Sở Nội vụ\nII.1.a Tham mưu\nII.1.đ Khen thưởng",
        );
    }

    #[test]
    fn clauses_and_headings_that_run_into_their_text() {
        check(
            "1. Giao Sở Nội vụ chủ trì, phối hợp với các sở: Tài chính, Y tế tổng hợp. Báo cáo trước ngày 15/3/2026.\n2. Sở Tài chính: bố trí kinh phí cho các xã.\n3. Mục đích. Nhằm đánh giá kết quả. Rút ra bài học.",
            "1 Giao Sở Nội vụ chủ trì, phối hợp với các sở: Tài chính, Y tế tổng hợp\n2 Sở Tài chính\n3 Mục đích",
        );
    }

    #[test]
    fn parts_articles_and_decimals() {
        check(
            "Phần I\nKẾT QUẢ\nI. Tình hình\n1. Chung\n1.1. Dân cư\n1.2. Kinh tế\nPhần II\nPHƯƠNG HƯỚNG",
            "P1 KẾT QUẢ\nP1.I Tình hình\nP1.I.1 Chung\nP1.I.1.1 Dân cư\nP1.I.1.2 Kinh tế\nP2 PHƯƠNG HƯỚNG",
        );
        check(
            "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Quy định này điều chỉnh phong trào.\nChương II\nTHI HÀNH\nĐiều 2. Hiệu lực",
            "C1 QUY ĐỊNH CHUNG\nC1.Đ1 Phạm vi\nC1.Đ1.1 Quy định này điều chỉnh phong trào\nC2 THI HÀNH\nC2.Đ2 Hiệu lực",
        );
    }

    #[test]
    fn headings_without_labels_and_repeated_labels() {
        check(
            "Ủy ban nhân dân xã yêu cầu như sau:\nMỤC ĐÍCH YÊU CẦU\nĐánh giá kết quả.\nTỔ CHỨC THỰC HIỆN\n1. Các thôn\nThực hiện.\n1. Các hội\nThực hiện.",
            "§1 MỤC ĐÍCH YÊU CẦU\n§2 TỔ CHỨC THỰC HIỆN\n§2.1 Các thôn\n§2.1#2 Các hội",
        );
    }

    #[test]
    fn an_annex_is_a_section_and_the_outline_is_none() {
        check(
            "I. MỤC ĐÍCH\nTổng kết.\nNơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Hải\nPhụ lục I\nĐỀ CƯƠNG BÁO CÁO\nI. TÌNH HÌNH\nPhụ lục II\nDANH SÁCH XÃ BIÊN GIỚI\n1. Xã Vân Khê\n2. Xã An Thượng",
            "I MỤC ĐÍCH\nPL2 DANH SÁCH XÃ BIÊN GIỚI\nPL2.1 Xã Vân Khê\nPL2.2 Xã An Thượng",
        );
    }

    #[test]
    fn a_section_spans_its_children_and_its_heading_only_its_words() {
        let text = "I. MỤC ĐÍCH\n1. Giao Sở Y tế tổng hợp số liệu.\n- Báo cáo.\nII. YÊU CẦU";
        let flow = Flow::of(&Source::from_plain(text));
        let sections = read(&flow, Span::new(0, flow.text.len()));
        let spans: Vec<(&str, &str)> = sections
            .iter()
            .flat_map(Section::walk)
            .map(|section| (flow.slice(section.span), flow.slice(section.heading)))
            .collect();
        let clause = "1. Giao Sở Y tế tổng hợp số liệu.\n- Báo cáo.";
        assert_eq!(
            spans,
            [
                (&*format!("I. MỤC ĐÍCH\n{clause}"), "I. MỤC ĐÍCH"),
                (clause, "1."),
                ("II. YÊU CẦU", "II. YÊU CẦU"),
            ]
        );
    }
}
