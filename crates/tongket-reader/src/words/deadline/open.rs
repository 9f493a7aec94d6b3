//! Deadlines without a date: recurring ones, terms of days, and what waits for something to happen.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cue::{Cue, before};
use super::doubt::Doubt;
use super::{DeadlineContext, Hit, is_free, open_deadline};
use crate::plan::DeadlineKind;
use crate::span::Span;
use crate::words::date::DateMention;

/// Words without which none of the patterns below can match.
const TRIGGERS: &[&str] = &[
    "kể từ",
    "trong vòng",
    "Trong vòng",
    "thời hạn",
    "Thời hạn",
    "sau khi",
    "Sau khi",
    "trước khi",
    "tính từ",
    "định kỳ",
    "Định kỳ",
    "hằng ",
    "hàng ",
    "Hằng ",
    "Hàng ",
    "khi có yêu cầu",
    "so với ngày",
    "trước ngày",
    "trước hội nghị",
    "trước đại hội",
    "thường xuyên",
    "Thường xuyên",
];

static TRIGGER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(TRIGGERS).ok());

/// A number of days, weeks, months or hours.
const TERM: &str = r"(?P<number>[0-9]{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười|mười lăm|ba mươi)\s*(?:\([^)\n]{1,24}\)\s*)?(?P<unit>ngày|tuần|tháng|giờ|năm)(?P<working>\s+làm\s+việc)?";
/// A stretch of time that comes round.
const ROUND: &str = r"(?:h[ằà]ng|mỗi)\s+(?:tháng|quý|năm|tuần|ngày)|(?:[0-9]{1,2}|sáu|ba|một)\s*tháng(?:\s*/\s*(?:0?1|một)?\s*lần)?|(?:[0-9]{1,2}|một)\s*năm(?:\s*/\s*(?:0?1|một)?\s*lần)?|tháng|quý|năm|tuần";

const OPENING: &str =
    r"(?:trong\s+)?(?:(?:chậm|muộn)\s*nhất\s+(?:là\s+)?)?(?:sau\s+|trước\s+|không\s+quá\s+)?";
const ANCHOR: &str =
    r"\s*,?\s*(?:(?:kể|tính)\s+từ|sau\s+khi|sau\s+ngày|trước\s+khi|trước\s+ngày|so\s+với)[^,;.\n]*";
const WITHIN: &str = r"trong\s+(?:vòng\s+|thời\s+(?:hạn|gian)\s+)(?:không\s+quá\s+|tối\s+đa\s+)?";

pattern!(
    WHOLE_TERM,
    &format!(
        "(?:{WITHIN}{TERM}(?:{ANCHOR})?|{OPENING}{}{ANCHOR})",
        unnamed(TERM)
    )
);
pattern!(
    RECURRING,
    &format!(
        r"định\s+kỳ\s*\(?\s*(?:{ROUND})(?:\s*(?:,|và|hoặc)\s*(?:{ROUND}))*|(?:định\s+kỳ\s+(?:vào\s+)?)?(?:(?:sáng|chiều)\s+)?thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])\s+h[ằà]ng\s+tuần|h[ằà]ng\s+(?:tháng|quý|năm|tuần|ngày)"
    )
);
pattern!(
    EVENT,
    r"trước\s+(?:ngày\s+|khi\s+)?(?:khai\s+mạc|tổ\s+chức|diễn\s+ra|hội\s+nghị|đại\s+hội|kỳ\s+họp)[^,;.\n0-9]{0,60}[0-9]{1,2}\s+ngày(?:\s+làm\s+việc)?|(?:ngay\s+)?sau\s+khi\s+[^,;.\n]+|(?:ngay\s+)?khi\s+có\s+yêu\s+cầu"
);
pattern!(
    REPETITION,
    r"^\s*(?:/\s*tháng|(?:của\s+)?(?:h[ằà]ng|mỗi)\s+(?:tháng|quý|năm|tuần)|(?:của\s+)?tháng\s+(?:kế\s+tiếp|sau|liền\s+kề|tiếp\s+theo|đầu|cuối)[^,;.\n)]{0,40}|của\s+(?:các\s+)?tháng[^,;.\n)]{0,40}|của\s+năm\s+(?:sau|kế\s+tiếp|liền\s+kề))"
);
pattern!(
    CELL_RECURRING,
    r"thường\s+xuyên|liên\s+tục|định\s+kỳ|h[ằà]ng\s+(?:tháng|quý|năm|tuần|ngày)|mỗi\s+(?:tháng|quý|năm)"
);
pattern!(
    CELL_EVENT,
    r"^(?:(?:ngay\s+)?sau\s+|(?:ngay\s+)?khi\s+|trước\s+khi\s+|theo\s+|tại\s+kỳ\s+họp|kỳ\s+họp)"
);
pattern!(
    CELL_TERM,
    &format!(
        r"^(?:trong\s+|chậm\s*nhất\s+|sau\s+|trước\s+)?(?:vòng\s+|thời\s+(?:hạn|gian)\s+)?{TERM}"
    )
);

/// A pattern with its groups unnamed, so that it can stand in another a second time.
fn unnamed(pattern: &str) -> String {
    pattern
        .replace("?P<number>", "?P<number2>")
        .replace("?P<unit>", "?P<unit2>")
        .replace("?P<working>", "?P<working2>")
}

/// Whether a text, as written, can hold a deadline without a date.
pub(super) fn may_hold(text: &str) -> bool {
    TRIGGER
        .as_ref()
        .is_some_and(|triggers| triggers.is_match(text))
}

/// Every deadline without a date, in order.
pub(super) fn hits(text: &str, context: &DeadlineContext) -> Vec<Hit> {
    let mut found = terms(text, context);
    let free = |found: &[Hit], hit: &Hit| is_free(found, hit.deadline.span);
    for others in [recurring(text), events(text)] {
        let new: Vec<Hit> = others.into_iter().filter(|hit| free(&found, hit)).collect();
        found.extend(new);
        found.sort_by_key(|hit| hit.deadline.span.start);
    }
    found
}

/// What a term is counted in.
const TERM_UNITS: [&str; 5] = ["ngày", "tuần", "tháng", "giờ", "năm"];

/// Whether a number, or a bracket behind it, stands before one of the units: "10 ngày", "mười (10) ngày".
///
/// A text without one has no term, and need not be searched for it.
fn is_counted(text: &str, unit: &str) -> bool {
    const NUMBERS: [&str; 10] = [
        "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "mười", "lăm", "mươi",
    ];
    text.match_indices(unit).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        before.ends_with(|c: char| c.is_ascii_digit() || c == ')')
            || NUMBERS.iter().any(|number| before.ends_with(number))
    })
}

/// "trong vòng 10 ngày (làm việc) kể từ ngày ký".
fn terms(text: &str, context: &DeadlineContext) -> Vec<Hit> {
    let read = |captures: regex::Captures<'_>| {
        let span: Span = captures.get_match().range().into();
        let span = span.trim(text);
        let group = |name: &str, other: &str| {
            captures
                .name(name)
                .or_else(|| captures.name(other))
                .map(|found| found.as_str())
        };
        let working = group("working", "working2").is_some();
        let length = group("number", "number2").and_then(|number| number.parse().ok());
        let days = length.filter(|_| !working && group("unit", "unit2") == Some("ngày"));
        let due = days.and_then(|days| due_after(span.slice(text), days, context));
        let deadline = open_deadline(text, span, DeadlineKind::Relative, due);
        Hit {
            deadline,
            cue: Cue::Relative,
            doubt: doubt(text, span),
        }
    };
    if !TERM_UNITS.iter().any(|unit| is_counted(text, unit)) {
        return Vec::new();
    }
    WHOLE_TERM.captures_iter(text).map(read).collect()
}

/// The last day of a term that runs from the signing of the document itself.
fn due_after(phrase: &str, days: i64, context: &DeadlineContext) -> Option<Date> {
    let runs = ["từ ngày ký", "từ ngày ban hành", "kể từ ngày văn bản này"]
        .iter()
        .any(|start| phrase.contains(start));
    context
        .issued
        .filter(|_| runs)?
        .checked_add(days.days())
        .ok()
}

/// A day of effect or a told result is no deadline.
fn doubt(text: &str, span: Span) -> Option<Doubt> {
    let (window, _) = before(text, span.start);
    let sentence = window.rsplit(['.', ';', '\n']).next().unwrap_or_default();
    if ["hiệu lực", "áp dụng", "thi hành"]
        .iter()
        .any(|word| sentence.contains(word))
    {
        return Some(Doubt::Effect);
    }
    let told = sentence.starts_with("đã ") || sentence.contains(" đã ");
    told.then_some(Doubt::Recounted)
}

/// "định kỳ hằng quý"; "hằng năm" where it opens a clause.
fn recurring(text: &str) -> Vec<Hit> {
    let read = |found: regex::Match<'_>| {
        let span = Span::from(found.range()).trim(text);
        let before = text.get(..span.start).unwrap_or_default().trim_end();
        let opens = before.is_empty()
            || before.ends_with(['.', ';', ',', ':', '\n', '-', '–', '+', ')', '(']);
        let periodic = found.as_str().starts_with("định");
        let doubt = (!opens && !periodic).then_some(Doubt::Vague);
        let deadline = open_deadline(text, span, DeadlineKind::Recurring, None);
        Hit {
            deadline,
            cue: Cue::Recurring,
            doubt,
        }
    };
    if !["định", "hằng", "hàng"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Vec::new();
    }
    RECURRING.find_iter(text).map(read).collect()
}

/// "ngay sau khi …"; "sau khi …" without "ngay" only behind words that hand something over.
fn events(text: &str) -> Vec<Hit> {
    let read = |found: regex::Match<'_>| {
        let span = Span::from(found.range()).trim(text);
        let (window, _) = before(text, span.start);
        let clause = window
            .rsplit(['.', ';', '\n', ','])
            .next()
            .unwrap_or_default();
        let handed = ["gửi", "nộp", "báo cáo", "hoàn thành", "trình"]
            .iter()
            .any(|word| clause.contains(word));
        let at_once = ["ngay", "trước"]
            .iter()
            .any(|word| found.as_str().starts_with(word));
        let vague = (!at_once && !handed).then_some(Doubt::Vague);
        let deadline = open_deadline(text, span, DeadlineKind::Event, None);
        Hit {
            deadline,
            cue: Cue::Event,
            doubt: doubt(text, span).or(vague),
        }
    };
    if !["trước", "sau", "khi"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Vec::new();
    }
    EVENT.find_iter(text).map(read).collect()
}

/// The end of "hằng tháng", "của tháng kế tiếp" behind a day, which then comes round.
pub(super) fn repetition(text: &str, mention: &DateMention) -> Option<usize> {
    if mention.year.is_some() {
        return None;
    }
    let rest = text.get(mention.span.end..)?;
    let opening = rest.trim_start();
    let may = ["/", "của", "tháng", "hằng", "hàng", "mỗi"];
    if !may.iter().any(|word| opening.starts_with(word)) {
        return None;
    }
    let found = REPETITION.find(rest)?;
    Some(mention.span.end + found.as_str().trim_end().len())
}

/// What a whole cell says without naming a day.
pub(super) fn cell(written: &str) -> Option<DeadlineKind> {
    if CELL_TERM.is_match(written) {
        return Some(DeadlineKind::Relative);
    }
    if CELL_RECURRING.is_match(written) {
        return Some(DeadlineKind::Recurring);
    }
    CELL_EVENT.is_match(written).then_some(DeadlineKind::Event)
}
