//! What a report says about replacing an earlier one.
//!
//! "Báo cáo này thay thế Báo cáo số 12/BC-UBND ngày 05/3/2026", a title that
//! ends in "(bổ sung, chỉnh sửa lần 2)", a "BÁO CÁO BỔ SUNG". A law that was
//! "sửa đổi, bổ sung" is none of these.

use std::sync::LazyLock;

use regex::Regex;

use super::Revision;
use crate::blocks::Flow;
use crate::blocks::anatomy::Segment;
use crate::span::Span;
use crate::words::{code, date};

static REPLACES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:(?:báo cáo|văn bản|công văn) này (?:được )?(?:thay thế|thay cho|bổ sung|đính chính|điều chỉnh)|(?:thay thế|thay cho|đính chính|bổ sung) (?:cho |một số nội dung (?:tại |của )?)?báo cáo số)[^.;\n]*",
    )
    .expect("a fixed pattern")
});

static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\((?:bản |báo cáo )?(?:bổ sung|chỉnh sửa|đính chính|điều chỉnh|thay thế|đã chỉnh sửa|sửa đổi)[^()]{0,60}\)")
        .expect("a fixed pattern")
});

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:báo cáo )?\(?(?:bổ sung|đính chính|điều chỉnh|chỉnh sửa)\b[^.;]{0,80}")
        .expect("a fixed pattern")
});

static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)lần (?:thứ )?(\d{1,2}|nhất|hai|ba|tư|năm)").expect("a fixed pattern")
});

/// What the first document of a file says about replacing an earlier one.
pub(super) fn read(flow: &Flow, segment: Option<&Segment>) -> Option<Revision> {
    let segment = segment?;
    let title = in_head(flow, segment);
    let Some(named) = in_body(flow, segment) else {
        return title;
    };
    let ordinal = named.ordinal.or(title.and_then(|title| title.ordinal));
    Some(Revision { ordinal, ..named })
}

/// A sentence that names the report it replaces.
fn in_body(flow: &Flow, segment: &Segment) -> Option<Revision> {
    let blocks = segment.head_of(flow).iter().chain(segment.body_of(flow));
    blocks
        .filter(|block| block.table.is_none())
        .find_map(|block| {
            let found = REPLACES.find(flow.slice(block.span))?;
            Some(revision(
                flow,
                Span::new(found.start(), found.end()).shift(block.span.start),
            ))
        })
}

/// A mark in the title.
fn in_head(flow: &Flow, segment: &Segment) -> Option<Revision> {
    segment.head_of(flow).iter().find_map(|block| {
        let text = flow.slice(block.span);
        let found = BRACKETED
            .find(text)
            .filter(|found| is_of_the_report(text, found.as_str()))
            .or_else(|| TITLED.find(text))?;
        Some(revision(
            flow,
            Span::new(found.start(), found.end()).shift(block.span.start),
        ))
    })
}

/// Whether brackets speak of the report and not of a law or charter: "Điều lệ (sửa đổi, bổ sung)".
fn is_of_the_report(line: &str, bracket: &str) -> bool {
    let lower = bracket.to_lowercase();
    let counted = TIMES.is_match(bracket);
    counted
        || line.trim_start().starts_with('(')
        || !lower.starts_with("(sửa đổi") && line.trim_end().ends_with(')')
}

fn revision(flow: &Flow, span: Span) -> Revision {
    let text = flow.slice(span).trim_end();
    let replaces = code::codes(text).into_iter().next();
    let day = date::dates(text).iter().find_map(date::DateMention::date);
    Revision {
        text: text.trim_matches(['(', ')', ' ']).to_owned(),
        replaces: replaces.map(|code| code.value.to_string()),
        replaces_date: day,
        ordinal: TIMES
            .captures(text)
            .and_then(|found| times(found.get(1)?.as_str())),
        span: span.trim(&flow.text),
    }
}

fn times(word: &str) -> Option<u32> {
    match word.to_lowercase().as_str() {
        "nhất" => Some(1),
        "hai" => Some(2),
        "ba" => Some(3),
        "tư" => Some(4),
        "năm" => Some(5),
        number => number.parse().ok(),
    }
}
