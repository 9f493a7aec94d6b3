//! Advice to the writer, told from what an item asks for.
//!
//! Advice stands in italics, in brackets that say what to do ("(nêu rõ số
//! liệu …)"), or in a sentence of its own ("Nêu đặc điểm tình hình …").

use crate::blocks::{Block, Flow};
use crate::span::Span;

/// Verbs and words that open advice.
const ADVICE: &[&str] = &[
    "nêu",
    "ghi",
    "đánh giá",
    "phân tích",
    "trình bày",
    "khái quát",
    "làm rõ",
    "thống kê",
    "liệt kê",
    "kèm",
    "có số liệu",
    "số liệu",
    "chi tiết",
    "cụ thể",
    "tập trung",
    "ví dụ",
    "theo mẫu",
    "trong đó",
    "cần",
    "lưu ý",
    "chú ý",
    "nếu có",
    "so sánh",
    "báo cáo rõ",
    "bao gồm",
    "gồm",
    "như",
    "đề nghị",
    "các loại hình",
    "có phụ lục",
    "có biểu",
    "tóm tắt",
    "mô tả",
    "yêu cầu",
];

/// What an item asks for, and the advice that goes with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// What it asks for.
    pub(super) title: String,
    /// Advice to the writer.
    pub(super) guidance: Option<String>,
}

/// Tells the title of a piece of a block from the advice in it.
pub(super) fn split(flow: &Flow, block: &Block, content: Span) -> Asked {
    let advice = advice(flow, block, content);
    let mut title = String::new();
    let mut at = content.start;
    for span in &advice {
        title.push_str(flow.slice(Span::new(at, span.start)));
        title.push(' ');
        at = span.end;
    }
    title.push_str(flow.slice(Span::new(at, content.end)));
    let guidance: Vec<String> = advice
        .iter()
        .map(|span| words(flow.slice(*span), &['(', ')', '*', '_']))
        .collect();
    Asked {
        title: tidy(&title),
        guidance: (!guidance.is_empty()).then(|| guidance.join("; ")),
    }
}

/// Whether a whole paragraph is advice.
pub(super) fn is_advice(flow: &Flow, block: &Block) -> bool {
    let text = flow.slice(block.span).trim_start_matches(['*', '_', ' ']);
    let bracketed = text.starts_with('(') && text.trim_end_matches(['*', '.', ' ']).ends_with(')');
    block.look.italic || bracketed || opens_advice(text)
}

/// Whether a text opens with a word of advice.
pub(super) fn opens_advice(text: &str) -> bool {
    let lower: String = text.chars().take(24).collect::<String>().to_lowercase();
    ADVICE.iter().any(|word| {
        lower
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}

/// A paragraph of advice without its brackets and signs.
pub(super) fn whole(text: &str) -> String {
    words(text, &['(', ')', '*', '_'])
}

/// The pieces of advice inside `content`, in order.
fn advice(flow: &Flow, block: &Block, content: Span) -> Vec<Span> {
    let text = flow.slice(content);
    let mut found: Vec<Span> = Vec::new();
    let italics = block
        .look
        .italics
        .iter()
        .copied()
        .chain(starred(text, content.start));
    for italic in italics {
        let inside = content.contains(italic) && italic.start > content.start && !block.look.italic;
        if inside && follows_a_word(flow, content, italic) {
            found.push(with_brackets(flow, content, italic));
        }
    }
    found.extend(bracketed(text).map(|span| span.shift(content.start)));
    found.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for span in found {
        if apart.last().is_none_or(|last| !last.overlaps(span)) {
            apart.push(span);
        }
    }
    apart
}

/// Whether words stand before the italics: a lead in italics is no advice.
fn follows_a_word(flow: &Flow, content: Span, italic: Span) -> bool {
    flow.slice(Span::new(content.start, italic.start))
        .contains(char::is_alphabetic)
}

/// The italics with the brackets around them.
fn with_brackets(flow: &Flow, content: Span, italic: Span) -> Span {
    let before = flow.slice(Span::new(content.start, italic.start));
    let after = flow.slice(Span::new(italic.end, content.end));
    let open = before.len() - before.trim_end_matches(['(', '*', '_']).len();
    let close = after.len() - after.trim_start_matches(['*', '_', '.', ')']).len();
    let closes = after.get(..close).is_some_and(|signs| signs.contains(')'));
    let close = if closes || open == 0 { close } else { 0 };
    Span::new(italic.start - open, italic.end + close)
}

/// Words between stars in a text whose layout was lost.
fn starred(text: &str, start: usize) -> Vec<Span> {
    let stars: Vec<usize> = text.match_indices('*').map(|(at, _)| at).collect();
    stars
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [open, close] if close - open > 2 => {
                Some(Span::new(start + open + 1, start + close.to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// Brackets that hold advice.
fn bracketed(text: &str) -> impl Iterator<Item = Span> {
    let opened = text.match_indices('(').map(|(at, _)| at);
    opened.filter_map(|open| {
        let inside = text.get(open + 1..)?;
        let close = inside.find(')')?;
        let advice = inside.get(..close)?.trim_start_matches(['*', '_', ' ']);
        opens_advice(advice).then(|| Span::new(open, open + close + 2))
    })
}

/// A title without what the advice left behind.
fn tidy(title: &str) -> String {
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let left = ["**", " ;", " ,", " .", "()", "*:"];
    let line = match left.iter().any(|behind| line.contains(behind)) {
        true => mend(&line),
        false => line.trim_matches(['*', '_', ' ']).to_owned(),
    };
    line.trim_end_matches([':', ';', '.', ',', ' ', '…', '*'])
        .to_owned()
}

fn mend(line: &str) -> String {
    let line = line
        .replace("**", "")
        .replace(" ;", ";")
        .replace(" ,", ",")
        .replace(" .", ".")
        .replace("()", "");
    line.trim_matches(['*', '_', ' ']).replace("*:", ":")
}

fn words(text: &str, signs: &[char]) -> String {
    let line = text.replace('*', "");
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_matches(|c| signs.contains(&c) || c == ' ')
        .to_owned()
}
