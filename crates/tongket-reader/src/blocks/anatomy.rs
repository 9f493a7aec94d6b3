//! The anatomy of a file: letterhead, body, signature; then an annex, and again.
//!
//! Every document opens with a letterhead and a title and closes with its
//! recipients and signature. What follows is an annex or another document. A
//! [`Segment`] is one such stretch; together they hold every block.

use std::ops::Range;

use super::annex::{self, Annex};
use super::{Block, Flow, LabelStyle};
use crate::source::Part;
use crate::span::Span;
use crate::words::rank::RANKS;

/// Longest line, in characters, that may be a title or a line of a letterhead.
const TITLE: usize = 600;

/// How far to look for the name below a line that may open a signature.
const NEAR: usize = 5;

/// Types of documents as they stand on their title line, in capitals.
const TYPES: &[&str] = &[
    "KẾ HOẠCH",
    "BÁO CÁO",
    "CHỈ THỊ",
    "QUYẾT ĐỊNH",
    "NGHỊ QUYẾT",
    "THÔNG BÁO",
    "TỜ TRÌNH",
    "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "DỰ ÁN",
    "CÔNG ĐIỆN",
    "NGHỊ ĐỊNH",
    "THÔNG TƯ",
    "KẾT LUẬN",
    "ĐỀ CƯƠNG",
    "DANH MỤC",
    "DANH SÁCH",
    "BIÊN BẢN",
    "GIẤY MỜI",
    "LUẬT",
    "THỂ LỆ",
    "ĐIỀU LỆ",
    "LỜI KÊU GỌI",
    "TỔNG HỢP",
    "BIỂU",
    "BẢNG",
    "MẪU",
    "KẾ HOẠCH PHỐI HỢP",
    "THÔNG TRI",
    "QUY TRÌNH",
];

/// Positions that open a signature when they stand alone in capitals.
const POSITIONS: &[&str] = &[
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN",
    "CHỈ HUY TRƯỞNG",
    "PHÓ CHỈ HUY TRƯỞNG",
    "CHÍNH TRỊ VIÊN",
    "CHÍNH ỦY",
    "CHÍNH UỶ",
    "ĐỒN TRƯỞNG",
    "PHÓ ĐỒN TRƯỞNG",
    "THỦ TRƯỞNG",
    "HIỆU TRƯỞNG",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "CHÁNH THANH TRA",
    "TRƯỞNG CÔNG AN",
    "TRƯỞNG PHÒNG",
    "NGƯỜI BÁO CÁO",
    "NGƯỜI LẬP BIỂU",
    "ĐẠI DIỆN",
    "TƯ LỆNH",
    "TỔNG GIÁM ĐỐC",
    "CỤC TRƯỞNG",
    "TRƯỞNG ĐOÀN",
    "TRƯỞNG THÔN",
    "TRƯỞNG BẢN",
    "CHỦ NHIỆM",
];

/// A stretch of a file that has a head of its own, with the ordinals of its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// From its first block to the end of its last.
    pub span: Span,
    /// "Phụ lục II", "Biểu số 1": the line that makes it an annex.
    pub annex: Option<Annex>,
    /// Letterhead, type and title, addressees.
    pub head: Range<usize>,
    /// What it says.
    pub body: Range<usize>,
    /// Recipients and signature.
    pub closing: Range<usize>,
}

impl Segment {
    /// The blocks of its head.
    pub fn head_of<'a>(&self, flow: &'a Flow) -> &'a [Block] {
        flow.blocks.get(self.head.clone()).unwrap_or_default()
    }

    /// The blocks of its body.
    pub fn body_of<'a>(&self, flow: &'a Flow) -> &'a [Block] {
        flow.blocks.get(self.body.clone()).unwrap_or_default()
    }
}

/// The segments of the part of a file inside `within`, in order.
pub fn segments(flow: &Flow, within: Span) -> Vec<Segment> {
    let from = flow
        .blocks
        .partition_point(|block| block.span.start < within.start);
    let to = flow
        .blocks
        .partition_point(|block| block.span.end <= within.end);
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let segment = Reader { flow, to }.segment(at);
        at = segment.closing.end.max(at + 1);
        found.push(segment);
    }
    found
}

/// Reads the segments of one file.
struct Reader<'a> {
    flow: &'a Flow,
    /// One past the last block to read.
    to: usize,
}

impl Reader<'_> {
    fn segment(&self, at: usize) -> Segment {
        let annex = self
            .block(at)
            .and_then(|block| annex::read(self.flow, block));
        let body = self.head_end(at);
        let closing = (body..self.to)
            .find(|&at| self.closes(at) || (at > body && self.opens(at)))
            .unwrap_or(self.to);
        let end = self.closing_end(closing);
        let last = self.block(end - 1).map_or(0, |block| block.span.end);
        let start = self.block(at).map_or(0, |block| block.span.start);
        Segment {
            span: Span::new(start, last),
            annex,
            head: at..body,
            body: body..closing,
            closing: closing..end,
        }
    }

    fn block(&self, at: usize) -> Option<&Block> {
        self.flow.blocks.get(at).filter(|_| at < self.to)
    }

    fn text(&self, at: usize) -> &str {
        self.block(at)
            .map(|block| self.flow.slice(block.span))
            .unwrap_or_default()
    }

    /// One past the last line of the head that begins at `start`.
    fn head_end(&self, start: usize) -> usize {
        let mut titled = false;
        let mut addressed = false;
        for at in start..self.to {
            let Some(block) = self.block(at) else {
                return at;
            };
            let text = self.text(at);
            let annex_line = at == start && annex::read(self.flow, block).is_some();
            let line = annex_line || is_head_line(text) || in_cell(block);
            let named = is_type(text);
            let goes_on = match block.style() {
                None => line || named || self.is_title(at, titled, start),
                Some(LabelStyle::Dash | LabelStyle::Star | LabelStyle::Plus) => addressed || line,
                Some(_) => line && !is_caps(text),
            };
            let stops = self.closes(at) && titled && !in_cell(block);
            if block.table.is_some() || !goes_on || stops || (at > start && self.opens_annex(at)) {
                return at;
            }
            titled |= named || annex_line || text.starts_with("V/v");
            addressed |= text.starts_with("Kính gửi") || text.starts_with("KÍNH GỬI");
        }
        self.to
    }

    /// Whether block `at` goes on with the title.
    fn is_title(&self, at: usize, titled: bool, start: usize) -> bool {
        let text = self.text(at);
        let ended = text
            .trim_end_matches(['”', '"', ')', '*'])
            .ends_with(['.', ':', ';']);
        let preamble = ["Căn cứ", "Thực hiện ", "Xét ", "Theo đề nghị"]
            .iter()
            .any(|opening| text.starts_with(opening));
        let centered = self.block(at).is_some_and(|block| block.look.centered);
        let first = at == start && text.chars().count() < 250;
        let short = text.chars().count() <= TITLE;
        let last = at + 1 >= self.to;
        short && !last && !preamble && (centered || ((titled || first) && !ended))
    }

    /// Whether recipients or a signature begin at `at`.
    fn closes(&self, at: usize) -> bool {
        let Some(block) = self.block(at).filter(|block| block.table.is_none()) else {
            return false;
        };
        let text = self.text(at);
        if is_recipients(text) || is_authority(text) {
            return true;
        }
        block.label.is_none() && is_position(text) && self.signed_below(at)
    }

    /// Whether a name, or nothing more, stands below a position.
    fn signed_below(&self, at: usize) -> bool {
        let last = at + 1 >= self.to;
        last || (at + 1..(at + NEAR).min(self.to)).any(|below| {
            let text = self.text(below);
            is_name(text) || is_authority(text) || is_recipients(text)
        })
    }

    /// One past the last line of the recipients and signature that begin at `start`.
    fn closing_end(&self, start: usize) -> usize {
        let mut signed = false;
        for at in start..self.to {
            if at > start && self.opens_after_signature(at, signed) {
                return self.back_to_letterhead(start, at);
            }
            if at == start && self.opens(at) {
                return at;
            }
            signed |= columns(self.text(at)).any(is_name);
        }
        self.to
    }

    /// Whether a new annex or document opens at `at` in the middle of a body.
    fn opens(&self, at: usize) -> bool {
        self.opens_annex(at) || is_motto(self.text(at))
    }

    fn opens_annex(&self, at: usize) -> bool {
        self.block(at)
            .is_some_and(|block| annex::read(self.flow, block).is_some())
    }

    /// Whether something other than recipients and signature begins at `at`.
    fn opens_after_signature(&self, at: usize, signed: bool) -> bool {
        let Some(block) = self.block(at) else {
            return false;
        };
        let text = self.text(at);
        let numbered = block
            .label
            .as_ref()
            .is_some_and(|label| label.style <= LabelStyle::Article && label.ordinal == 1);
        let prose = block.label.is_none() && text.chars().count() > 200 && !in_cell(block);
        self.opens(at)
            || numbered
            || prose
            || announces_outline(text)
            || (block.table.is_some() && signed)
            || (signed && is_type(text))
    }

    /// Where the letterhead begins whose motto stands at `at`: its issuer stands above.
    fn back_to_letterhead(&self, start: usize, at: usize) -> usize {
        if !is_motto(self.text(at)) {
            return at;
        }
        let issuer = |at: usize| {
            let text = self.text(at);
            is_caps(text) && !is_position(text) && !is_authority(text)
        };
        let mut first = at;
        while first > start + 1 && issuer(first - 1) {
            first -= 1;
        }
        first
    }
}

/// The parts of a line that a converter left side by side, recipients left and signature right.
fn columns(line: &str) -> impl Iterator<Item = &str> {
    line.split("   ").filter(|part| !part.trim().is_empty())
}

/// "ĐỀ CƯƠNG BÁO CÁO", "Nội dung báo cáo gồm:": what a report is to say, behind the letter.
fn announces_outline(text: &str) -> bool {
    let line = text.trim_matches(['*', ' ', '_']);
    let titled = line.starts_with("ĐỀ CƯƠNG") && is_caps(line);
    let said = ["Nội dung báo cáo", "Đề cương báo cáo", "Bố cục báo cáo"]
        .iter()
        .any(|opening| line.starts_with(opening));
    titled || (said && line.ends_with(':'))
}

/// Whether a line can only stand in a letterhead.
fn is_head_line(text: &str) -> bool {
    let line = text.trim_start_matches(['*', '|', ' ']);
    let opens = [
        "Số:",
        "Số ",
        "V/v",
        "Về việc",
        "(Kèm theo",
        "(Ban hành",
        "(kèm theo",
        "(Phụ lục",
        "(Dự thảo",
        "Kính gửi",
        "KÍNH GỬI",
        "Kính trình",
        "Độc lập",
        "Nghị quyết số:",
        "Luật số:",
        "Dự thảo",
        "DỰ THẢO",
    ];
    is_caps(line)
        || !line.contains(char::is_alphanumeric)
        || opens.iter().any(|opening| line.starts_with(opening))
            && line.chars().count() < 250
            && !counts_something(line)
        || is_date_line(line)
}

/// "Số liệu theo biểu kèm theo.", "Số tổ tự quản: 12.": no number of a document.
fn counts_something(line: &str) -> bool {
    let rest = line.strip_prefix("Số ");
    rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_lowercase))
}

/// "Sơn Hải, ngày 05 tháng 3 năm 2026", with or without the numbers.
fn is_date_line(text: &str) -> bool {
    text.chars().count() < 80
        && ["ngày", "tháng", "năm"]
            .iter()
            .all(|word| text.contains(word))
        && text.contains(',')
}

fn is_motto(text: &str) -> bool {
    is_caps(text)
        && [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
        ]
        .iter()
        .any(|motto| text.contains(motto))
}

fn is_type(text: &str) -> bool {
    let line = text.trim_matches(['*', ' ', '_']);
    TYPES.contains(&line) || (is_caps(line) && TYPES.iter().any(|name| line.starts_with(name)))
}

/// Whether the recipients begin here.
pub fn is_recipients(text: &str) -> bool {
    let line = text.trim_start_matches(['*', '|', '_', ' ']);
    ["Nơi nhận", "NƠI NHẬN", "Nơi gửi"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "T/L …".
fn is_authority(text: &str) -> bool {
    let line = text.trim_start_matches(['*', '|', ' ']);
    let opens = [
        "TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L", "TM ", "KT ", "TL ", "Q. ",
    ];
    line.chars().count() < 120 && opens.iter().any(|sign| line.starts_with(sign)) && is_caps(line)
}

fn is_position(text: &str) -> bool {
    let line = text.trim_matches(['*', '|', ' ']);
    is_caps(line)
        && line.split_whitespace().count() <= 8
        && POSITIONS.iter().any(|position| line.starts_with(position))
}

/// Two to five words that each begin with a capital and nothing else: a signer's name.
fn is_name(text: &str) -> bool {
    let line = text.trim_matches(['*', '|', ' ']);
    let line = line.rsplit(". ").next().unwrap_or(line);
    let line = RANKS
        .iter()
        .find_map(|rank| line.strip_prefix(rank))
        .unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    (2..=5).contains(&words.len()) && words.iter().all(capital)
}

/// Whether a line is set in capitals throughout.
pub fn is_caps(line: &str) -> bool {
    let mut upper = 0;
    for letter in line.chars() {
        // Running text shows itself at its first plain letter.
        if letter.is_ascii_lowercase() {
            return false;
        }
        if letter.is_alphabetic() {
            if letter.is_lowercase() {
                return false;
            }
            upper += 1;
        }
    }
    upper >= 2
}

fn in_cell(block: &Block) -> bool {
    matches!(block.part, Part::Cell(_)) && block.table.is_none()
}
