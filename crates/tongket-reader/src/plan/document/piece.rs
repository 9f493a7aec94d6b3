//! The pieces a letterhead or a signature block is cut into.
//!
//! A piece is what stands in one column of one line. Columns that a converter
//! ran into one line are cut apart where the right one begins with words that
//! only ever open a line: "CỘNG HÒA XÃ HỘI …", "Độc lập - …", "KT. CHỦ TỊCH".

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::blocks::{Block, Flow};
use crate::span::Span;
use crate::words::fold;

/// What stands in one column of one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'f> {
    pub(super) text: &'f str,
    pub(super) span: Span,
    /// Whether it opens a paragraph that has a label, and so belongs to the body.
    pub(super) labelled: bool,
    /// Whether it opens a paragraph with a dash.
    pub(super) dash: bool,
    /// Whether it stands in a table with borders.
    pub(super) tabled: bool,
}

/// Longest piece, in bytes, that may be two columns run into one.
const LONGEST_COLUMNS: usize = 360;

/// Words that open a line of the right column.
const OPENINGS: &[&str] = &[
    "CỘNG HÒA XÃ HỘI",
    "CỘNG HOÀ XÃ HỘI",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Độc lập -",
    "Độc lập –",
    "Độc lập —",
    "TM. ",
    "KT. ",
    "TL. ",
    "TUQ. ",
    "TM.",
    "KT.",
    "T/M ",
    "K/T ",
    "T/L ",
    "Q. ",
];

/// All pieces of a flow, in order.
pub(super) fn pieces(flow: &Flow) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    for block in &flow.blocks {
        match &block.table {
            None => columns(flow, block.span, block, &mut found),
            Some(table) => {
                for cell in table.rows.iter().flatten() {
                    columns(flow, cell.span, block, &mut found);
                }
            }
        }
    }
    found
}

/// Cuts a span at the signs that part columns.
fn columns<'f>(flow: &'f Flow, span: Span, block: &Block, found: &mut Vec<Piece<'f>>) {
    let first = found.len();
    let mut at = span.start;
    for (offset, sign) in flow.slice(span).bytes().enumerate() {
        if matches!(sign, b'\n' | b'\t' | b'|') {
            openings(flow, Span::new(at, span.start + offset), found);
            at = span.start + offset + 1;
        }
    }
    openings(flow, Span::new(at, span.end), found);
    let dash = block
        .style()
        .is_some_and(crate::blocks::LabelStyle::is_bullet);
    for (index, piece) in found.iter_mut().skip(first).enumerate() {
        piece.tabled = block.table.is_some();
        piece.labelled = index == 0 && block.label.is_some() && !dash && !piece.tabled;
        piece.dash = (index == 0 && dash) || piece.text.starts_with(['-', '–']);
    }
}

/// Cuts a line at the openings of a second column, and at wide gaps.
fn openings<'f>(flow: &'f Flow, span: Span, found: &mut Vec<Piece<'f>>) {
    let text = flow.slice(span);
    if text.len() > LONGEST_COLUMNS {
        return push(flow, span, found);
    }
    let opening = || {
        OPENINGS
            .iter()
            .filter_map(|opening| cut_before(text, opening))
            .min()
    };
    let opening = has_opening(text).then(opening).flatten();
    let cuts = [opening, wide_gap(text), beside_item(text)];
    match cuts.into_iter().flatten().min().filter(|cut| *cut > 0) {
        Some(cut) => {
            push(flow, Span::new(span.start, span.start + cut), found);
            openings(
                flow,
                Span::new(span.start + cut, span.end).trim(&flow.text),
                found,
            );
        }
        None => push(flow, span, found),
    }
}

/// Whether any opening stands in a line: nearly always none does.
fn has_opening(text: &str) -> bool {
    static SEARCH: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(OPENINGS).ok());
    SEARCH.as_ref().is_none_or(|search| search.is_match(text))
}

/// Where a wide gap parts two columns. A gap before a small letter or a stroke is a blank to be filled in.
fn wide_gap(text: &str) -> Option<usize> {
    let blank = |at: usize| {
        text.get(at..)
            .unwrap_or_default()
            .trim_start()
            .starts_with(|c: char| !c.is_uppercase())
    };
    text.match_indices("   ")
        .map(|(at, _)| at)
        .find(|at| *at > 0 && !text.get(..*at).unwrap_or_default().trim().is_empty() && !blank(*at))
}

/// Where the signer's position stands beside an item of the recipients: "- Như trên; PHÓ CHỦ TỊCH".
fn beside_item(text: &str) -> Option<usize> {
    let at = text.rfind("; ").filter(|_| text.starts_with(['-', '–']))? + 1;
    let tail = text.get(at..)?.trim();
    let capitals = tail.chars().filter(|c| c.is_uppercase()).count();
    (tail.contains(' ') && capitals > 4 && !tail.chars().any(char::is_lowercase)).then_some(at)
}

/// Where `opening` begins a column inside the line: behind white space and before a capital.
fn cut_before(text: &str, opening: &str) -> Option<usize> {
    let at = text.get(1..).map_or_else(
        || text.find(opening),
        |_| {
            text.match_indices(opening)
                .map(|(at, _)| at)
                .find(|at| *at > 0)
        },
    )?;
    let behind = text.get(..at)?.ends_with(char::is_whitespace);
    let next = text.get(at + opening.len()..)?.trim_start();
    let mut letters = next.chars();
    let capitals = letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_uppercase);
    let closed = opening.len() > 6;
    (behind && (closed || capitals)).then_some(at)
}

fn push<'f>(flow: &'f Flow, span: Span, found: &mut Vec<Piece<'f>>) {
    let span = span.trim(&flow.text);
    if !span.is_empty() {
        found.push(Piece {
            text: flow.slice(span),
            span,
            labelled: false,
            dash: false,
            tabled: false,
        });
    }
}

/// The smallest span over pieces.
pub(super) fn cover(pieces: &[Piece]) -> Span {
    pieces
        .iter()
        .map(|piece| piece.span)
        .reduce(Span::cover)
        .unwrap_or_default()
}

impl Piece<'_> {
    /// Whether its letters are capitals throughout; signs and a footnote's star do not count.
    pub(super) fn is_caps(&self) -> bool {
        let (upper, lower) = self.text.chars().fold((0, 0), |(upper, lower), c| {
            (
                upper + usize::from(c.is_uppercase()),
                lower + usize::from(c.is_lowercase()),
            )
        });
        upper >= 2 && lower == 0
    }

    /// Whether it holds no letter and no figure: a rule, a star.
    pub(super) fn is_rule(&self) -> bool {
        !self.text.contains(char::is_alphanumeric)
    }

    /// "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", also misread.
    pub(super) fn is_national(&self) -> bool {
        self.text.len() < 90
            && self.text.starts_with(['C', '©'])
            && fold::bare(self.text).starts_with("cong hoa xa hoi chu")
    }

    /// "ĐẢNG CỘNG SẢN VIỆT NAM".
    pub(super) fn is_party(&self) -> bool {
        self.text.len() < 60
            && self.is_caps()
            && fold::bare(self.text).contains("dang cong san viet nam")
    }

    /// "Độc lập - Tự do - Hạnh phúc".
    pub(super) fn is_motto(&self) -> bool {
        self.text.len() < 110
            && self.text.contains("lập")
            && fold::bare(self.text).contains("doc lap")
            && self.text.contains(['-', '–', '—'])
    }

    /// The heading of an appendix or of a form in it.
    pub(super) fn is_appendix(&self) -> bool {
        let text = self.text.trim_start_matches(['*', '_', '#', ' ']);
        [
            "Phụ lục",
            "PHỤ LỤC",
            "Mẫu số",
            "MẪU SỐ",
            "Biểu số",
            "BIỂU SỐ",
        ]
        .iter()
        .any(|word| text.starts_with(word))
            && text.len() < 120
    }

    /// "(Kèm theo Kế hoạch số …)", "(Ban hành kèm theo Quyết định số …)".
    pub(super) fn is_attachment(&self) -> bool {
        let text = self.text.trim_start_matches(['(', '*', '_', ' ']);
        [
            "Kèm theo",
            "kèm theo",
            "Ban hành kèm",
            "ban hành kèm",
            "Ban hành theo",
        ]
        .iter()
        .any(|word| text.starts_with(word))
    }

    /// "Số: 12/KH-UBND", "Luật số: …", filled in or blank.
    pub(super) fn is_code_line(&self) -> bool {
        let Some(at) = self.text.find("ố") else {
            return false;
        };
        let before = self.text.get(..at).unwrap_or_default();
        let opens = before.ends_with(['S', 's'])
            && (before.len() == 1
                || before.trim_end_matches(['s', 'S']).ends_with(' ') && before.len() < 24);
        let behind = self.text.get(at + "ố".len()..).unwrap_or_default();
        opens
            && self.text.len() < 140
            && (behind.trim_start().starts_with(':')
                || behind.contains(['/', '-']) && before.len() == 1)
    }
}
