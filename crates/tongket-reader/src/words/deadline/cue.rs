//! The words before a date that make it bind.

use std::sync::OnceLock;

use regex::Regex;

use crate::span::Span;
use crate::words::date::DateMention;

/// What kind of words bind a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// "trước", "xong trước".
    Before,
    /// "chậm nhất", "muộn nhất", "hạn cuối", "không quá", "trước 17 giờ 00 ngày …".
    Latest,
    /// "đến hết", "hết".
    Until,
    /// "đến", "tới" and no "hết".
    Target,
    /// "trong", "vào cuối".
    Within,
    /// "Thời hạn:", "Hoàn thành:", "Thời gian thực hiện:".
    Label,
    /// "hoàn thành" with nothing between.
    Done,
    /// "vào ngày".
    On,
    /// "từ ngày … đến ngày …".
    Range,
    /// "định kỳ", "hằng quý", "thường xuyên".
    Recurring,
    /// "trong vòng 10 ngày kể từ …".
    Relative,
    /// "ngay sau khi …".
    Event,
}

/// The words that bind a date: what they are and where the whole phrase begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) cue: Cue,
    pub(super) start: usize,
}

/// How a cue is written directly before a date.
struct Wording {
    cue: Cue,
    /// What a window must have for the pattern to be worth making and trying.
    may: fn(&str) -> bool,
    pattern: &'static str,
    made: OnceLock<Option<Regex>>,
}

impl Wording {
    const fn new(cue: Cue, may: fn(&str) -> bool, pattern: &'static str) -> Wording {
        Wording {
            cue,
            may,
            pattern,
            made: OnceLock::new(),
        }
    }

    /// Where it begins in a window that it ends.
    fn start(&self, window: &str) -> Option<usize> {
        if !(self.may)(window) {
            return None;
        }
        let make = || Regex::new(&format!("(?:{})$", self.pattern)).ok();
        let pattern = self.made.get_or_init(make).as_ref()?;
        Some(pattern.find(window)?.start())
    }
}

/// Whether any of the words stands in a window.
fn has(window: &str, words: &[&str]) -> bool {
    words.iter().any(|word| window.contains(word))
}

/// Whether a window ends in any of the words.
fn ends(window: &str, words: &[&str]) -> bool {
    let window = window.trim_end();
    words.iter().any(|word| window.ends_with(word))
}

/// Whether a window ends in an hour, perhaps with a comma.
fn ends_in_hour(window: &str) -> bool {
    let window = window.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
    window.ends_with(|c: char| c.is_ascii_digit())
        || ends(window, &["giờ", "h", "g", "phút", "’", "'"])
}

/// How each cue is written. The first that fits is taken.
static WORDINGS: [Wording; 9] = [
    Wording::new(
        Cue::Latest,
        ends_in_hour,
        r"(?:trước|đến|chậm\s*nhất(?:\s+là)?(?:\s+vào)?|(?:chậm|muộn)\s*nhất(?:\s+là)?\s+trước)\s*(?:lúc\s*)?[0-9]{1,2}\s*(?:giờ|h|g)\s*(?:[0-9]{1,2}\s*(?:phút|’|')?)?\s*,?\s*",
    ),
    Wording::new(
        Cue::Latest,
        |window| has(window, &["nhất", "không", "hạn"]),
        r"(?:(?:chậm|muộn)\s*nhất|không\s+(?:quá|muộn\s+hơn|chậm\s+hơn)|(?:thời\s+)?hạn\s+(?:cuối|chót)(?:\s+cùng)?)(?:\s+(?:để\s+)?(?:gửi|nộp|nhận|hoàn\s+thành)[^.;:,\n]{0,40})?\s*:?(?:\s*(?:là|vào|đến|tới|trong|hết|cuối))*\s*",
    ),
    Wording::new(Cue::Before, |window| ends(window, &["trước"]), r"trước\s*"),
    Wording::new(
        Cue::Until,
        |window| ends(window, &["cuối", "hết", "đến", "tới"]),
        r"(?:(?:cho\s+)?(?:đến|tới)\s+(?:cuối|hết)|hết|từ\s+nay\s+(?:cho\s+)?(?:đến|tới))\s*",
    ),
    Wording::new(
        Cue::Within,
        |window| {
            ends(
                window,
                &[
                    "cuối", "đầu", "giữa", "trong", "của", "tuần", "tiên", "nhất", "hai", "ba",
                    "tư",
                ],
            )
        },
        r"(?:(?:trong|vào)\s+)?(?:cuối|đầu|giữa)\s*|(?:ngay\s+)?trong\s*(?:tuần\s+(?:đầu(?:\s+tiên)?|cuối|thứ\s+(?:nhất|hai|ba|tư))\s+(?:của\s+)?)?|(?:(?:trong|vào)\s+)?(?:thượng|trung|hạ)\s+tuần\s+(?:của\s+)?",
    ),
    Wording::new(
        Cue::Label,
        |window| has(window, &[":", "là"]),
        r"(?:(?:thời\s+(?:gian|hạn)|hạn|tiến\s+độ|hoàn\s+thành|thời\s+điểm)[^.;:\n]{0,60}:|thời\s+hạn(?:\s+(?:gửi|nộp|hoàn\s+thành|báo\s+cáo)[^.;:,\n]{0,40})?\s+là)\s*(?:hoàn\s+thành\s*)?(?:vào\s*|dự\s+kiến\s*)*",
    ),
    Wording::new(
        Cue::Done,
        |window| ends(window, &["thành", "thiện", "tất", "xong", "thúc", "vào"]),
        r"(?:hoàn\s+(?:thành|thiện|tất)|xong|kết\s+thúc)\s*(?:vào\s*)?",
    ),
    Wording::new(Cue::On, |window| ends(window, &["vào"]), r"vào\s*"),
    Wording::new(
        Cue::Target,
        |window| ends(window, &["đến", "tới"]),
        r"(?:cho\s+)?(?:đến|tới)\s*",
    ),
];

// The weekday between a cue and its date: "trước thứ Sáu, ngày 15/3".
pattern!(
    WEEKDAY,
    r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*,?\s*$"
);

/// How many bytes before a date are looked at.
const REACH: usize = 140;

/// The words that bind a date, where there are any. `earlier` is the date before it.
pub(super) fn frame(
    text: &str,
    mention: &DateMention,
    earlier: Option<&DateMention>,
) -> Option<Frame> {
    let heading = || heads(text, mention.span).then_some(mention.span.start);
    let label = |start| Frame {
        cue: Cue::Label,
        start,
    };
    worded(text, mention, earlier).or_else(|| heading().map(label))
}

/// Whether a date opens its line and a colon follows: "- Quý II/2026: tổ chức kiểm tra".
pub(super) fn heads(text: &str, span: Span) -> bool {
    let line = text.get(..span.start).unwrap_or_default();
    let line = line.rsplit('\n').next().unwrap_or_default();
    let bullet = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '+' | '*' | '•');
    let opens = line.len() < 8 && line.trim_matches(bullet).is_empty();
    let behind = text.get(span.end..).unwrap_or_default().trim_start();
    opens && behind.starts_with(':')
}

/// The words directly before a date.
fn worded(text: &str, mention: &DateMention, earlier: Option<&DateMention>) -> Option<Frame> {
    let (window, offset) = before(text, mention.span.start);
    if !can_bind(window) {
        return None;
    }
    let plain = without_weekday(window);
    let (cue, found) = WORDINGS.iter().find_map(|wording| {
        let found = wording.start(plain)?;
        begins_word(window, found).then_some((wording.cue, found))
    })?;
    let start = match cue {
        Cue::Label | Cue::Done => mention.span.start,
        _ => offset + found,
    };
    if let Some(opening) = range_opening(text, cue, start, earlier) {
        let labels = without_weekday(before(text, opening).0);
        let labelled = WORDINGS
            .iter()
            .any(|wording| wording.cue == Cue::Label && wording.start(labels).is_some());
        let cue = if labelled { Cue::Label } else { Cue::Range };
        return Some(Frame {
            cue,
            start: opening,
        });
    }
    Some(Frame { cue, start })
}

/// A window up to the weekday it may end in.
fn without_weekday(window: &str) -> &str {
    let named = ["thứ", "chủ"].iter().any(|word| window.contains(word));
    let weekday = named.then(|| WEEKDAY.find(window)).flatten();
    weekday
        .and_then(|weekday| window.get(..weekday.start()))
        .unwrap_or(window)
}

/// The window of text that ends at `end`, and where it begins.
pub(super) fn before(text: &str, end: usize) -> (&str, usize) {
    let mut start = end.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    (Span::new(start, end).slice(text), start)
}

/// The last words of the phrases in [`WORDINGS`]; most dates stand behind none of them.
const LAST_WORDS: &[&str] = &[
    "trước", "nhất", "là", "vào", "đến", "tới", "trong", "hết", "cuối", "đầu", "giữa", "quá",
    "hơn", "chót", "cùng", "thành", "thiện", "tất", "xong", "thúc", "kiến", "phút", "giờ", "h",
    "g", "hai", "ba", "tư", "năm", "sáu", "bảy", "nhật",
];

/// Whether a window ends in a word or a sign that can bind the date behind it.
fn can_bind(window: &str) -> bool {
    let word = window
        .trim_end()
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    word.is_empty() || LAST_WORDS.contains(&word)
}

fn begins_word(window: &str, at: usize) -> bool {
    let left = window.get(..at).and_then(|left| left.chars().next_back());
    !left.is_some_and(char::is_alphanumeric)
}

/// Where "từ ngày A đến ngày B" begins, when `start` is the "đến" of B and A is the date before it.
fn range_opening(
    text: &str,
    cue: Cue,
    start: usize,
    earlier: Option<&DateMention>,
) -> Option<usize> {
    let ends_range = matches!(cue, Cue::Target | Cue::Until);
    let earlier = earlier.filter(|_| ends_range)?.span;
    let joined = text
        .get(earlier.end..start)?
        .trim()
        .trim_matches(',')
        .is_empty();
    let (window, offset) = before(text, earlier.start);
    let opened = window.trim_end();
    let from = ["từ", "Từ", "kể từ", "Kể từ"]
        .iter()
        .filter(|word| opened.ends_with(**word))
        .map(|word| word.len())
        .max();
    match from {
        Some(length) if joined => Some(offset + opened.len() - length),
        _ => None,
    }
}
