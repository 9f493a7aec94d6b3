//! Which blocks are headings, and which of their words are the title.
//!
//! "3. Các sở, ban, ngành" is a heading from end to end. In "a) Kết quả thành
//! lập: Trong 10 năm …" the heading runs into its text. "1. Giao Sở Nội vụ chủ
//! trì … trước ngày …" is a clause: it has a number and no heading.

use super::anatomy::is_caps;
use super::level::{Key, Mark};
use super::{Block, Flow, LabelStyle};
use crate::source::Part;
use crate::span::Span;
use crate::words::{fold, sentence};

/// Most words of a heading that fills its paragraph.
const WHOLE: usize = 45;
/// Most words of a heading before a colon with text behind it.
const BEFORE_COLON: usize = 16;
/// Most words of a heading before a full stop with text behind it.
const BEFORE_STOP: usize = 8;
/// Most words of a heading that has no label.
const UNLABELLED: usize = 30;
/// Longest title of a clause, in characters.
const TITLE: usize = 160;

/// Endings before a colon that opens a list within the sentence.
const LISTING: &[&str] = &[
    "gồm",
    "như",
    "sau",
    "là",
    "các sở",
    "các bộ",
    "các ban",
    "các ngành",
    "các xã",
    "các huyện",
    "các cơ quan",
    "các đơn vị",
    "các phòng",
    "liên quan",
    "đó",
    "cụ thể",
];

/// Openings of the headings that reports on a review have, where nothing but the words tells.
const REPORT_HEADINGS: &[&str] = &[
    "đặc điểm tình hình",
    "đặc điểm, tình hình",
    "tình hình chung",
    "khái quát",
    "kết quả đạt được",
    "kết quả thực hiện",
    "kết quả tổ chức thực hiện",
    "những kết quả",
    "công tác lãnh đạo",
    "công tác chỉ đạo",
    "công tác tuyên truyền",
    "công tác phối hợp",
    "đánh giá chung",
    "ưu điểm",
    "những ưu điểm",
    "thuận lợi",
    "khó khăn",
    "tồn tại",
    "hạn chế",
    "những hạn chế",
    "những tồn tại",
    "nguyên nhân",
    "bài học kinh nghiệm",
    "một số kinh nghiệm",
    "phương hướng",
    "nhiệm vụ trọng tâm",
    "nhiệm vụ, giải pháp",
    "kiến nghị",
    "đề xuất",
    "những kiến nghị",
    "biểu dương",
    "khen thưởng",
    "công tác khen thưởng",
    "mục đích",
    "yêu cầu",
    "tổ chức thực hiện",
    "mục tiêu",
];

/// How much of its block a heading fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// All of it.
    Whole,
    /// Its start; text follows in the same paragraph.
    RunIn,
    /// None: the label opens a sentence.
    Clause,
}

/// The title of a block and where its text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// The words of the heading; of a clause, its first sentence.
    pub span: Span,
    /// How much of the block they fill.
    pub fill: Fill,
    /// What follows the heading in the same block; all of a clause.
    pub rest: Span,
}

impl Title {
    /// Reads the title of a block.
    pub fn of(flow: &Flow, block: &Block) -> Title {
        let content = trim_marks(&flow.text, block.content);
        whole(flow, block, content)
            .or_else(|| bold_lead(flow, block, content))
            .or_else(|| colon_lead(flow, content))
            .or_else(|| stop_lead(flow, content))
            .unwrap_or_else(|| clause(flow, content))
    }

    /// The title as one line: without end signs, a long clause cut where it may be.
    pub fn line(&self, flow: &Flow) -> String {
        let text = flow.slice(self.span);
        let text = text.trim_end_matches([':', ';', '.', ',', ' ', '*', '/']);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.fill == Fill::Clause {
            cut(&line)
        } else {
            line
        }
    }
}

/// The mark of a block that is a section: labelled but for bullets, or a heading without a label.
pub fn mark(flow: &Flow, block: &Block, next: Option<&Block>) -> Option<Mark> {
    if block.table.is_some() || matches!(block.part, Part::Note(_)) {
        return None;
    }
    match block.style() {
        Some(style) if style.is_bullet() => None,
        Some(_) => Mark::of(flow, block),
        None => Some(Mark {
            key: unlabelled(flow, block, next?)?,
            ordinal: 0,
        }),
    }
}

/// The kind of a heading without a label.
fn unlabelled(flow: &Flow, block: &Block, next: &Block) -> Option<Key> {
    let text = flow.slice(trim_marks(&flow.text, block.span));
    // Nearly every paragraph of text ends like a sentence: no more is looked at.
    if text.ends_with(['.', ';', ',', '!', '?', '…', ')', '-']) || text.starts_with('(') {
        return None;
    }
    let words = text.split_whitespace().take(UNLABELLED + 1).count();
    let preamble = ["Căn cứ", "Xét ", "Theo "];
    let issuer = preamble
        .iter()
        .any(|opening| flow.slice(next.span).starts_with(opening));
    if issuer || words > UNLABELLED || is_formula(text) {
        return None;
    }
    let worded = || !text.ends_with(':') && words <= 15 && is_report_heading(text);
    let bold = block.look.bold
        || text.len() + 4 <= block.span.len() && flow.slice(block.span).starts_with("**");
    match block.look.heading {
        Some(level) => Some(Key::Styled(level)),
        None if is_caps(text) && words > 1 => Some(Key::Caps),
        None if bold || worded() => Some(Key::Bold),
        None => None,
    }
}

/// "QUYẾT ĐỊNH:" and the like stand between the preamble and the articles.
fn is_formula(text: &str) -> bool {
    let formulas = [
        "QUYẾT ĐỊNH",
        "QUYẾT NGHỊ",
        "CHỈ THỊ",
        "NGHỊ QUYẾT",
        "KẾ HOẠCH",
        "BÁO CÁO",
        "HƯỚNG DẪN",
    ];
    formulas.contains(&text.trim_end_matches([':', ' ']))
}

/// Whether the words alone tell a heading of a report.
pub fn is_report_heading(text: &str) -> bool {
    let key = fold::key(text);
    REPORT_HEADINGS
        .iter()
        .any(|opening| key.starts_with(opening))
}

/// A heading that fills its paragraph.
fn whole(flow: &Flow, block: &Block, content: Span) -> Option<Title> {
    let text = flow.slice(content);
    let looks = block.look.bold || block.look.heading.is_some() || is_caps(text);
    let ended = text.ends_with(['.', ';']) && !text.ends_with("..");
    let is_short = || text.split_whitespace().take(WHOLE + 1).count() <= WHOLE;
    let alone = || !ended && is_short() && inner_colon(text).is_none() && !text.contains(". ");
    let outermost = matches!(block.style(), Some(LabelStyle::Part | LabelStyle::Chapter));
    (looks || outermost || alone()).then_some(Title {
        span: content,
        fill: Fill::Whole,
        rest: Span::new(content.end, content.end),
    })
}

/// A heading in bold that runs into its text.
fn bold_lead(flow: &Flow, block: &Block, content: Span) -> Option<Title> {
    let near = |bold: &&Span| bold.start <= content.start && bold.end > content.start + 2;
    let bold = block.look.bolds.iter().find(near)?;
    split(flow, content, bold.end)
}

/// A heading before a colon.
fn colon_lead(flow: &Flow, content: Span) -> Option<Title> {
    let text = flow.slice(content);
    let at = inner_colon(text)?;
    let before = text.get(..at)?;
    let lower = before.trim_end().to_lowercase();
    let lists = LISTING.iter().any(|ending| lower.ends_with(ending));
    let short = before.split_whitespace().count() <= BEFORE_COLON && !before.contains(". ");
    (short && !lists && before.len() > 1).then(|| split(flow, content, content.start + at))?
}

/// A heading before a full stop: "1. Mục đích. Nhằm …".
fn stop_lead(flow: &Flow, content: Span) -> Option<Title> {
    let text = flow.slice(content);
    let mut sentences = sentence::each(text);
    let first = sentences.next()?;
    let stopped = first.slice(text).ends_with('.') && sentences.next().is_some();
    let words = first.slice(text).split_whitespace().count();
    (stopped && words <= BEFORE_STOP).then(|| split(flow, content, content.start + first.end))?
}

fn clause(flow: &Flow, content: Span) -> Title {
    let first = sentence::each(flow.slice(content)).next();
    Title {
        span: first.map_or(content, |first| first.shift(content.start)),
        fill: Fill::Clause,
        rest: content,
    }
}

/// The title up to byte `at`, with the text behind it.
fn split(flow: &Flow, content: Span, at: usize) -> Option<Title> {
    let title = Span::new(content.start, at.min(content.end)).trim(&flow.text);
    let behind = Span::new(title.end, content.end);
    let signs = [':', '.', '*', ' ', '\u{a0}', '-', '–'];
    let skipped = flow.slice(behind).len() - flow.slice(behind).trim_start_matches(signs).len();
    let rest = Span::new(behind.start + skipped, content.end).trim(&flow.text);
    (!rest.is_empty() && !title.is_empty()).then_some(Title {
        span: title,
        fill: Fill::RunIn,
        rest,
    })
}

/// The first colon with text behind it, outside quotation marks and brackets.
fn inner_colon(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' | '“' => depth += 1,
            ')' | '”' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                let behind = text.get(at + 1..).unwrap_or_default();
                let text_follows = behind.contains(char::is_alphanumeric);
                return (text_follows && behind.starts_with([' ', '*', '\u{a0}'])).then_some(at);
            }
            _ => {}
        }
    }
    None
}

/// A span without white space and emphasis signs at either end.
pub fn trim_marks(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let marks = |c: char| c.is_whitespace() || c == '*' || c == '_';
    let start = slice.len() - slice.trim_start_matches(marks).len();
    let end = slice.trim_end_matches(marks).len();
    if end <= start {
        return span.trim(text);
    }
    Span::new(span.start + start, span.start + end)
}

/// A long sentence cut at a comma or, failing that, between two words.
fn cut(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(TITLE) else {
        return line.to_owned();
    };
    let head = line.get(..end).unwrap_or(line);
    let at = head
        .rfind([',', ';', ':'])
        .filter(|&at| at > end / 2)
        .or_else(|| head.rfind(' '))
        .unwrap_or(end);
    format!("{}…", head.get(..at).unwrap_or(head).trim_end())
}
