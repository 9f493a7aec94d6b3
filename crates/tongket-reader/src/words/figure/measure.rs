//! What is measured: the phrase after the number, or the name before it.

use serde::{Deserialize, Serialize};

use super::heads::{self, HeadKind, List};
use crate::words::fold;
use crate::words::number::Found;
use crate::words::number::token::{Token, tokens};

/// What is measured, as shown and as compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Measure {
    /// As written, in running case: "tổ tự quản đường biên".
    pub text: String,
    /// For comparison: the same words in lower case without fillers.
    pub key: String,
    /// In what it is counted: "tổ", "đồng", "km", "%".
    pub unit: String,
    /// Whether there is one number of them at a time (people, teams), not one each time (meetings).
    pub stock: bool,
    /// Whether nothing tells what kind of them: "45 buổi".
    pub bare: bool,
}

impl Measure {
    /// What is counted and what was done to it, where its name says both: "hộ được hỗ trợ" are "hộ"
    /// with the act "hỗ trợ", as in "hỗ trợ 45 hộ".
    pub fn undergone(&self) -> Option<(&str, &str)> {
        let (counted, act) = self.key.split_once(" được ")?;
        let words = tokens(act);
        let whole = heads::matches(List::Act, &words, 0) == Some(words.len());
        (whole && !counted.contains(" có ")).then_some((counted, act))
    }
}

/// Groups of people that have members.
const BODIES: [&str; 10] = [
    "tổ",
    "nhóm",
    "đội",
    "câu lạc bộ",
    "clb",
    "hợp tác xã",
    "hội",
    "chi hội",
    "mô hình",
    "hội đồng",
];

/// Whether a measure counts groups that have members: "tổ tự quản", "câu lạc bộ phòng cháy".
pub fn is_body(key: &str) -> bool {
    let begins = |body: &str| {
        let rest = key.strip_prefix(body);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    BODIES.iter().any(|body| begins(body))
}

/// The group that people belong to: "156 thành viên **của các tổ tự quản**", "… của 12 tổ tự quản".
pub(crate) fn body_after(tokens: &[Token<'_>], end: usize) -> Option<String> {
    let links = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| matches!(&*token.key, "của" | "thuộc" | "trong"))
    };
    if !links(end) {
        return None;
    }
    let mut from = skip_plain(tokens, end + 1);
    while tokens.get(from).is_some_and(Token::is_digits) {
        from += 1;
    }
    let head = heads::find(tokens, from);
    let to = right_end(tokens, from, head, false);
    let body = key(tokens.get(from..to)?);
    is_body(&body).then_some(body)
}

/// A measure, and the token after its phrase.
pub(crate) struct Phrase {
    pub(crate) measure: Measure,
    pub(crate) end: usize,
}

/// The longest phrase that is taken for a measure, in words.
const LONGEST: usize = 8;

type Head = Option<(HeadKind, usize)>;

/// Reads the measure of a number. `left` is where the figure before it ends.
pub(crate) fn read(
    text: &str,
    tokens: &[Token<'_>],
    found: &Found,
    head: Head,
    left: usize,
) -> Option<Phrase> {
    if found.number.percent {
        return percentage(text, tokens, found, left);
    }
    match head {
        Some((HeadKind::Money, len)) => Some(money(text, tokens, found, len, left)),
        Some((HeadKind::Measure, len)) => quantity(text, tokens, found, len, left),
        _ => count(text, tokens, found, head, left),
    }
}

fn count(
    text: &str,
    tokens: &[Token<'_>],
    found: &Found,
    head: Head,
    left: usize,
) -> Option<Phrase> {
    let next = skip_plain(tokens, found.next);
    let head = if next == found.next {
        head
    } else {
        heads::find(tokens, next)
    };
    let end = right_end(tokens, next, head, found.number.denominator.is_some());
    let stated = stated_before(tokens, left, found.first);
    if end == next {
        let (from, to) = stated?;
        return Some(named(text, tokens, from, to, "", end.max(found.next)));
    }
    let head_len = head.map_or(1, |(_, len)| len);
    let unit = phrase(text, tokens, next, next + head_len);
    if let Some((from, to)) = stated.filter(|_| end == next + head_len) {
        return Some(named(text, tokens, from, to, &unit, end));
    }
    let mut measure = measure(text, tokens, next, end, unit);
    measure.stock = matches!(head, Some((HeadKind::Person | HeadKind::Stock, _)));
    measure.bare = end == next + head_len;
    if measure.bare
        && heads::matches(List::Occasion, tokens, next) == Some(head_len)
        && !measure.key.starts_with("lượt")
    {
        lean_on_activity(tokens, found.first, left, &mut measure);
    }
    Some(Phrase { measure, end })
}

/// "tuyên truyền được 45 buổi" → "buổi tuyên truyền".
fn lean_on_activity(tokens: &[Token<'_>], first: usize, left: usize, measure: &mut Measure) {
    let mut at = first;
    while at > left
        && (heads::ends_before(List::Link, tokens, at).is_some_and(|start| start + 1 == at))
    {
        at -= 1;
    }
    let Some(start) = heads::ends_before(List::Activity, tokens, at).filter(|&start| start >= left)
    else {
        return;
    };
    let activity: Vec<&str> = tokens[start..at].iter().map(|token| &*token.key).collect();
    let activity = activity.join(" ");
    measure.text = format!("{} {activity}", measure.text);
    measure.key = format!("{} {activity}", measure.key);
    measure.bare = false;
}

fn quantity(
    text: &str,
    tokens: &[Token<'_>],
    found: &Found,
    len: usize,
    left: usize,
) -> Option<Phrase> {
    let unit = unit_key(&phrase(text, tokens, found.next, found.next + len));
    let after = found.next + len;
    let end = right_end(tokens, after, heads::find(tokens, after), false);
    if end > after {
        let measure = measure(text, tokens, after, end, unit);
        return Some(Phrase { measure, end });
    }
    let (from, to) = stated_before(tokens, left, found.first)
        .or_else(|| words_before(tokens, left, found.first))?;
    Some(named(text, tokens, from, to, &unit, after))
}

fn unit_key(unit: &str) -> String {
    match unit {
        "km²" => "km2",
        "m²" | "mét vuông" => "m2",
        "m³" | "mét khối" => "m3",
        "mét" => "m",
        "héc-ta" | "hecta" | "héc ta" => "ha",
        "ki-lô-mét" | "kilômét" | "kilomet" | "cây số" => "km",
        "ki-lô-gam" => "kg",
        other => other,
    }
    .to_owned()
}

fn money(text: &str, tokens: &[Token<'_>], found: &Found, len: usize, left: usize) -> Phrase {
    let unit = match &*tokens[found.next].key {
        "usd" | "đô" => "USD",
        _ => "đồng",
    };
    let end = found.next + len;
    let range =
        fund_before(tokens, left, found.first).or_else(|| words_before(tokens, left, found.first));
    match range {
        Some((from, to)) => named(text, tokens, from, to, unit, end),
        None => Phrase {
            measure: Measure {
                text: "số tiền".to_owned(),
                key: "số tiền".to_owned(),
                unit: unit.to_owned(),
                stock: false,
                bare: true,
            },
            end,
        },
    }
}

/// "**kinh phí thực hiện** là 1,2 tỷ đồng": from the name of the fund to the linking words.
fn fund_before(tokens: &[Token<'_>], left: usize, first: usize) -> Option<(usize, usize)> {
    let (from, to) = clause_before(tokens, left, first, 12);
    let start = (from..to).find(|&at| heads::matches(List::Fund, tokens, at).is_some())?;
    Some((start, to))
}

fn percentage(text: &str, tokens: &[Token<'_>], found: &Found, left: usize) -> Option<Phrase> {
    let next = skip_plain(tokens, found.next);
    let end = right_end(tokens, next, heads::find(tokens, next), true);
    if end > next && heads::matches(List::Stop, tokens, next).is_none() {
        return Some(Phrase {
            measure: measure(text, tokens, next, end, "%".to_owned()),
            end,
        });
    }
    let end = found.next;
    match stated_before(tokens, left, found.first)
        .or_else(|| words_before(tokens, left, found.first))
    {
        Some((from, to)) => Some(named(text, tokens, from, to, "%", end)),
        None => Some(Phrase {
            measure: Measure {
                unit: "%".to_owned(),
                bare: true,
                ..Measure::default()
            },
            end,
        }),
    }
}

fn skip_plain(tokens: &[Token<'_>], mut at: usize) -> usize {
    while let Some(len) = heads::matches(List::Plain, tokens, at) {
        at += len;
    }
    at
}

/// Where the phrase that begins at `from` ends; `from` itself where none begins.
fn right_end(tokens: &[Token<'_>], from: usize, head: Head, wide: bool) -> usize {
    let mut end = match head {
        Some((_, len)) => whole_word(tokens, from, from + len),
        None => from,
    };
    if end == from && !begins_phrase(tokens, from) {
        return from;
    }
    let lasting = matches!(head, Some((HeadKind::Person | HeadKind::Stock, _)));
    while end < from + LONGEST {
        match step(tokens, end, wide || lasting) {
            Some(next) => end = next,
            None => break,
        }
    }
    without_verb(tokens, from, end)
}

/// Where a word ends that begins in the head: "**nhà** ở".
fn whole_word(tokens: &[Token<'_>], from: usize, end: usize) -> usize {
    let ends = (from..end).filter_map(|at| Some(at + heads::matches(List::Keep, tokens, at)?));
    ends.fold(end, usize::max)
}

/// "121 tổ tự quản **hoạt động**": a verb that ends the phrase is none of its words.
fn without_verb(tokens: &[Token<'_>], from: usize, end: usize) -> usize {
    let verb = end >= from + 3 && tokens[end - 2].is("hoạt") && tokens[end - 1].is("động");
    if verb { end - 2 } else { end }
}

fn begins_phrase(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.is_word() && !token.is_capital())
        && heads::matches(List::Stop, tokens, at).is_none()
}

/// The token after the next piece of a phrase; `None` where the phrase ends.
fn step(tokens: &[Token<'_>], at: usize, wide: bool) -> Option<usize> {
    let token = tokens.get(at)?;
    if let Some(len) = heads::matches(List::Keep, tokens, at) {
        return Some(at + len);
    }
    if token.is(",") {
        return heads::matches(List::Group, tokens, at + 1).map(|len| at + 1 + len);
    }
    let hyphen = token.is_dash()
        && token.glued
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.glued && next.is_word());
    if hyphen {
        return Some(at + 2);
    }
    if !token.is_word() || is_number_word(tokens, at) {
        return None;
    }
    let said = heads::matches(List::Stop, tokens, at).is_some_and(|len| len > 1);
    if wide && !said && matches!(&*token.key, "có" | "đạt") {
        let more = tokens
            .get(at + 1)
            .is_some_and(|next| next.is_word() && !next.is_capital());
        return (more
            && heads::matches(List::Link, tokens, at + 1).is_none()
            && !is_number_word(tokens, at + 1)
            && !counts_on(tokens, at + 1))
        .then_some(at + 2);
    }
    heads::matches(List::Stop, tokens, at)
        .is_none()
        .then_some(at + 1)
}

/// Whether digits follow within the next words: "tổ có tổng số 156 thành viên".
fn counts_on(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.iter().skip(at).take(4).any(Token::is_digits)
}

fn is_number_word(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].is_digits()
}

/// "**Số tổ tự quản**: 12", "**Tổng số thành viên** là 156": a name that begins with "số".
fn stated_before(tokens: &[Token<'_>], left: usize, first: usize) -> Option<(usize, usize)> {
    let (from, to) = clause_before(tokens, left, first, 12);
    let colon = tokens
        .get(first.wrapping_sub(1))
        .is_some_and(|token| token.is(":"));
    let people = (from..first)
        .rev()
        .find(|&at| tokens[at].is("số") && at > from && tokens[at - 1].is("dân"));
    if let Some(at) = people {
        return Some((at - 1, at + 1));
    }
    let start = (from..to)
        .rev()
        .find(|&at| tokens[at].is("số") && !is_inside_name(tokens, at));
    match start {
        Some(at) => (at + 1 < to)
            .then_some((skip_plain(tokens, at), to))
            .filter(|(from, to)| from < to),
        None if colon => (from < to)
            .then_some((skip_plain(tokens, from), to))
            .filter(|(from, to)| from < to),
        None => None,
    }
}

/// "dân số", "một số", "thiểu số", "chỉ số", "chuyển đổi số" are no counts.
fn is_inside_name(tokens: &[Token<'_>], at: usize) -> bool {
    at > 0
        && matches!(
            &*tokens[at - 1].key,
            "dân" | "một" | "thiểu" | "đa" | "chỉ" | "đổi" | "thị" | "quyết" | "hoạch"
        )
}

fn words_before(tokens: &[Token<'_>], left: usize, first: usize) -> Option<(usize, usize)> {
    let (from, to) = clause_before(tokens, left, first, 6);
    let from = skip_plain(tokens, from);
    (from < to).then_some((from, to))
}

/// The words right before the number without its linking words, back to a mark or a number.
fn clause_before(tokens: &[Token<'_>], left: usize, first: usize, most: usize) -> (usize, usize) {
    let mut to = first;
    while to > left {
        let inside = to >= 2 && heads::matches(List::Neutral, tokens, to - 2) == Some(2)
            || heads::ends_before(List::Keep, tokens, to).is_some_and(|start| start >= left);
        let link =
            heads::ends_before(List::Link, tokens, to).filter(|&start| start >= left && !inside);
        if let Some(start) = link {
            to = start;
        } else if tokens[to - 1].is(":") {
            to -= 1;
        } else {
            break;
        }
    }
    to = before_time(tokens, left, to);
    let least = left.max(to.saturating_sub(most));
    let mut from = to;
    while from > least && tokens[from - 1].is_word() {
        from -= 1;
    }
    while from < to && is_opening(tokens, from) {
        from += 1;
    }
    (from, to)
}

/// Where a time ends the name: "Doanh số cho vay **10 năm** đạt …", "Tổng vốn **đến 31/3/2025** là …".
fn before_time(tokens: &[Token<'_>], left: usize, mut to: usize) -> usize {
    /// Right before a date.
    const NEXT: [&str; 6] = ["năm", "tháng", "quý", "ngày", "đến", "tính"];
    /// Before those.
    const FURTHER: [&str; 8] = ["hết", "trong", "từ", "giai", "đoạn", "kể", "cuối", "tại"];
    let leads = |at: usize| {
        let key = &&*tokens[at].key;
        NEXT.contains(key) || FURTHER.contains(key)
    };
    let whole = to;
    while to > left + 1 {
        let last = &tokens[to - 1];
        let length = (last.is("năm") || last.is("tháng")) && tokens[to - 2].is_digits();
        let day = date_start(tokens, left, to);
        let told = day > left && day < to && NEXT.contains(&&*tokens[day - 1].key);
        to = match (length, told) {
            (true, _) => to - 2,
            (_, true) => day - 1,
            _ => break,
        };
        while to > left && leads(to - 1) {
            to -= 1;
        }
    }
    // A time with nothing before it names what there is.
    if to > left && tokens[to - 1].is_word() {
        to
    } else {
        whole
    }
}

/// Where "31/3/2025" or "2024" begins that ends before `to`; `to` itself where none does.
fn date_start(tokens: &[Token<'_>], left: usize, to: usize) -> usize {
    let mut at = to;
    while at > left && tokens[at - 1].is_digits() {
        at -= 1;
        let sign = at > left + 1 && matches!(tokens[at - 1].text, "/" | "-" | "." | "–");
        if !(sign && tokens[at - 2].is_digits()) {
            break;
        }
        at -= 1;
    }
    at
}

fn is_opening(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(
        &*tokens[at].key,
        "với"
            | "và"
            | "có"
            | "đã"
            | "trong"
            | "đó"
            | "được"
            | "của"
            | "cho"
            | "là"
            | "từ"
            | "để"
    )
}

fn named(
    text: &str,
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    unit: &str,
    end: usize,
) -> Phrase {
    let head = heads::find(tokens, from);
    let own = head.map_or(String::new(), |(_, len)| {
        phrase(text, tokens, from, from + len)
    });
    let unit = if unit.is_empty() {
        own
    } else {
        unit.to_owned()
    };
    let mut measure = measure(text, tokens, from, to, unit);
    measure.stock = matches!(head, Some((HeadKind::Person | HeadKind::Stock, _)));
    measure.bare = head.is_some_and(|(_, len)| from + len == to);
    Phrase { measure, end }
}

fn measure(text: &str, tokens: &[Token<'_>], from: usize, to: usize, unit: String) -> Measure {
    Measure {
        text: running_case(phrase(text, tokens, from, to)),
        key: key(&tokens[from.min(to)..to]),
        unit: fold::key(&unit).replace("vnđ", "đồng"),
        stock: false,
        bare: false,
    }
}

fn phrase(text: &str, tokens: &[Token<'_>], from: usize, to: usize) -> String {
    let Some(words) = tokens.get(from..to).filter(|words| !words.is_empty()) else {
        return String::new();
    };
    let span = words[0].span.cover(words[words.len() - 1].span);
    span.slice(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn running_case(phrase: String) -> String {
    let mut letters = phrase.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => phrase,
    }
}

/// The words for comparison: no marks, one spelling for words that have two.
fn key(words: &[Token<'_>]) -> String {
    let mut key = String::new();
    for word in words.iter().filter(|word| word.is_word()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(match &*word.key {
            "sỹ" => "sĩ",
            "clb" => "câu lạc bộ",
            same => same,
        });
    }
    let key = key.replace("hộ gia đình", "hộ");
    // "Hộ dân tộc thiểu số" are no mere "hộ dân".
    match key.contains("hộ dân tộc") || key.contains("hộ dân cư") {
        true => key,
        false => key.replace("hộ dân", "hộ"),
    }
}

/// The measure that a heading of a table names: "Số tổ tự quản (tổ)".
pub fn measure_of(heading: &str) -> Measure {
    let (name, unit) = match heading.split_once('(') {
        Some((name, rest)) => (name, rest.split(')').next().unwrap_or_default().trim()),
        None => (heading, ""),
    };
    let tokens = tokens(name);
    let from = skip_plain(&tokens, 0);
    let to = tokens
        .iter()
        .rposition(Token::is_word)
        .map_or(from, |last| (last + 1).max(from));
    let unit = unit
        .trim_start_matches("ĐVT:")
        .trim_start_matches("đơn vị:")
        .trim();
    named(name, &tokens, from, to, &unit_key(&unit.to_lowercase()), to).measure
}
