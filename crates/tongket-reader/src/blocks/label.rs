//! Labels at the start of a paragraph.
//!
//! A clerk knows at a glance that "1." opens a clause while "1.200 hộ" counts
//! households and "15/3" is a day. The difference lies in what follows the
//! number: a delimiter, then white space or a word that opens a sentence.

use super::{Label, LabelStyle};
use crate::span::Span;

/// Letters of points in the order of the Vietnamese alphabet; f, j, w and z are not used.
const ALPHABET: &str = "abcdđeghiklmnopqrstuvxy";

/// Signs that office programs and typists set before items, beside "-", "+" and "*".
const BULLETS: &str = "•·∙▪■□●○◦❖➢➤✓✔►▶◆⁃\u{f0b7}\u{f0a7}\u{f076}\u{f0d8}\u{f0fc}";

/// Words that follow a cited "Mục 1", "Chương II": the line goes on with a citation.
const CITED_AFTER: [&str; 18] = [
    "Phần", "Chương", "Mục", "Điều", "Luật", "Bộ", "Pháp", "Nghị", "Quyết", "Thông", "Chỉ", "Kế",
    "Công", "Quy", "Hướng", "Phụ", "Đề", "Hiến",
];

/// Length of the label as written, its style and ordinal.
type Found = (usize, LabelStyle, u32);

/// The label that `text` begins with; its span is relative to `text`.
///
/// Leading white space and Markdown signs for headings and emphasis are passed over.
pub fn read(text: &str) -> Option<Label> {
    let start = opening(text);
    let (len, style, ordinal) = at_start(text.get(start..)?)?;
    Some(Label {
        span: Span::new(start, start + len),
        style,
        ordinal,
    })
}

/// Where the text proper begins, after white space, "## " and "**".
fn opening(text: &str) -> usize {
    let trimmed = text.trim_start();
    let unmarked = trimmed.trim_start_matches('#');
    let trimmed = match unmarked.strip_prefix(' ') {
        Some(heading) if unmarked.len() < trimmed.len() => heading.trim_start(),
        _ => trimmed,
    };
    text.len() - trimmed.strip_prefix("**").unwrap_or(trimmed).len()
}

fn at_start(rest: &str) -> Option<Found> {
    let first = rest.chars().next()?;
    match first {
        '0'..='9' => number(rest),
        '(' => bracket(rest),
        '-' | '–' | '—' | '−' | '‐' | '‑' => bullet(rest, first, LabelStyle::Dash),
        '+' => bullet(rest, first, LabelStyle::Plus),
        '*' => star(rest),
        _ if BULLETS.contains(first) => bullet(rest, first, LabelStyle::Star),
        _ if first.is_lowercase() => letter(rest, first).or_else(|| round(rest)),
        _ if first.is_uppercase() => named(rest)
            .or_else(|| roman(rest))
            .or_else(|| capital(rest, first)),
        _ => None,
    }
}

/// "1.", "1)", "1-", "1/" and "1.1.", "2.3.1".
fn number(rest: &str) -> Option<Found> {
    let (at, parts, ordinal) = numbers(rest)?;
    let tail = rest.get(at..)?;
    if parts == 1 {
        let len = delimiter(tail, &['.', ')', '-', '/', ':'])?;
        return Some((at + len, LabelStyle::Arabic, ordinal));
    }
    let style = LabelStyle::Decimal(parts);
    if let Some(len) = delimiter(tail, &['.', ')', ':']) {
        return Some((at + len, style, ordinal));
    }
    let spaced = tail.strip_prefix(char::is_whitespace)?;
    opens_sentence(spaced.trim_start()).then_some((at, style, ordinal))
}

/// The numbers joined by points at the start: where they end, how many, and the last one.
fn numbers(rest: &str) -> Option<(usize, u8, u32)> {
    let (mut at, mut parts, mut last) = (0, 0, 0);
    while parts < 5 {
        let from = if parts == 0 { 0 } else { at + 1 };
        let tail = rest.get(from..).unwrap_or_default();
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            break;
        }
        if digits > 2 {
            return None;
        }
        last = tail.get(..digits)?.parse().ok()?;
        at = from + digits;
        parts += 1;
        if !rest.get(at..)?.starts_with('.') {
            break;
        }
    }
    (parts > 0).then_some((at, parts, last))
}

/// "(1)", "(i)", "(a)".
fn bracket(rest: &str) -> Option<Found> {
    let (inside, after) = rest.strip_prefix('(')?.split_once(')')?;
    if inside.len() > 4 || after.trim_start().starts_with([',', ';', '.']) {
        return None;
    }
    let lower = inside.to_lowercase();
    let ordinal = inside
        .parse()
        .ok()
        .or_else(|| {
            roman_value(&lower.to_uppercase()).filter(|_| lower.starts_with(['i', 'v', 'x']))
        })
        .or_else(|| single(inside).and_then(letter_ordinal))?;
    Some((inside.len() + 2, LabelStyle::Bracket, ordinal))
}

/// A sign before an item: followed by white space or at once by a word.
fn bullet(rest: &str, sign: char, style: LabelStyle) -> Option<Found> {
    let len = sign.len_utf8();
    let next = rest.get(len..)?.chars().next();
    let follows = next.is_none_or(|next| {
        next.is_whitespace() || next.is_alphabetic() || matches!(next, '"' | '“' | '(' | '*')
    });
    follows.then_some((len, style, 0))
}

/// "*" before an item; a pair of stars around words is emphasis.
fn star(rest: &str) -> Option<Found> {
    let after = rest.strip_prefix('*')?;
    let emphasis = !after.starts_with(char::is_whitespace) && after.contains('*');
    let opens = after
        .trim_start()
        .starts_with(|c: char| c.is_alphabetic() || "*\"“(".contains(c));
    (opens && !emphasis && !after.starts_with('*')).then_some((1, LabelStyle::Star, 0))
}

/// The letter o that stands for a hollow bullet.
fn round(rest: &str) -> Option<Found> {
    let after = rest.strip_prefix('o')?.strip_prefix(char::is_whitespace)?;
    opens_sentence(after.trim_start()).then_some((1, LabelStyle::Star, 0))
}

/// "a)", "đ)", "a.", "a/" and the finer "a1)", "a.1)".
fn letter(rest: &str, first: char) -> Option<Found> {
    let ordinal = letter_ordinal(first)?;
    let at = first.len_utf8();
    let tail = rest.get(at..)?;
    if let Some((len, number)) = finer(tail).filter(|_| ordinal <= 10) {
        return Some((at + len, LabelStyle::SubLetter, number));
    }
    let len = delimiter(tail, &[')', '.', '/', '-'])?;
    Some((at + len, LabelStyle::Letter, ordinal))
}

/// The number and delimiter of "a1)", "a.1)", "a.1.".
fn finer(tail: &str) -> Option<(usize, u32)> {
    let digits_at = usize::from(tail.starts_with('.'));
    let digits = tail.get(digits_at..)?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&count) {
        return None;
    }
    let len = delimiter(digits.get(count..)?, &[')', '.', '/'])?;
    Some((digits_at + count + len, digits.get(..count)?.parse().ok()?))
}

/// "I.", "II-", "III/", "IV)"; a data set that lost capitals writes "Ii.".
fn roman(rest: &str) -> Option<Found> {
    let len = rest
        .bytes()
        .take_while(|byte| b"IVXLivxl".contains(byte))
        .count();
    let written = rest.get(..len).filter(|written| !written.is_empty())?;
    let value = roman_value(&written.to_ascii_uppercase())?;
    let tail = rest.get(len..)?;
    let slashed = tail.starts_with('/') && !opens_sentence(tail.trim_start_matches(['/', ' ']));
    let upper = written.bytes().all(|byte| byte.is_ascii_uppercase()) && !slashed;
    let found = match delimiter(tail, &['.', ')', '-', '/', ':']) {
        Some(delimiter) => len + delimiter,
        None => len + spaced_dash(tail)?,
    };
    let spaced = rest.get(found..)?.starts_with(char::is_whitespace);
    (upper || (spaced && !slashed)).then_some((found, LabelStyle::Roman, value))
}

/// " -" between a Roman number and a heading: "I - MỤC ĐÍCH".
fn spaced_dash(tail: &str) -> Option<usize> {
    let after = tail.strip_prefix(' ')?.strip_prefix(['-', '–'])?;
    let dash = tail.len() - after.len();
    let text = after.strip_prefix(' ')?;
    opens_sentence(text).then_some(dash)
}

/// "A.", "B-", "Đ.".
fn capital(rest: &str, first: char) -> Option<Found> {
    let lower = first.to_lowercase().next()?;
    let ordinal = letter_ordinal(lower).filter(|&ordinal| ordinal <= 8)?;
    let at = first.len_utf8();
    let len = delimiter(rest.get(at..)?, &['.', ')', '-', '/'])?;
    let text = rest.get(at + len..)?;
    (text.is_empty() || text.starts_with(char::is_whitespace)).then_some((
        at + len,
        LabelStyle::Capital,
        ordinal,
    ))
}

/// "Phần I", "PHẦN THỨ NHẤT", "Chương II", "Mục 1", "Tiểu mục 2", "Điều 3.".
fn named(rest: &str) -> Option<Found> {
    let (at, style) = [
        ("phần", LabelStyle::Part),
        ("chương", LabelStyle::Chapter),
        ("mục", LabelStyle::Division),
        ("tiểu mục", LabelStyle::Division),
        ("điều", LabelStyle::Article),
    ]
    .into_iter()
    .find_map(|(word, style)| Some((word_at(rest, word)?, style)))?;
    let tail = rest.get(at..)?;
    let ordinal_word = tail.trim_start();
    let (ordinal, after) = ordinal(ordinal_word)?;
    let end = rest.len() - after.len();
    let delimited = delimiter(after, &['.', ':', '-', ')']).filter(|_| !after.starts_with(" "));
    if let Some(len) = delimited {
        return Some((end + len, style, ordinal));
    }
    let text = after.trim_start();
    let heading = style != LabelStyle::Article && opens_heading(text);
    (text.is_empty() || heading).then_some((end, style, ordinal))
}

/// Where `word` ends, if `rest` begins with it in any case and a space follows.
fn word_at(rest: &str, word: &str) -> Option<usize> {
    let count = word.chars().count();
    let end = rest.char_indices().nth(count)?.0;
    let written = rest.get(..end)?;
    let spaced = rest.get(end..)?.starts_with(char::is_whitespace);
    (spaced && written.to_lowercase() == word).then_some(end)
}

/// The ordinal that `text` begins with ("IV", "2", "thứ nhất", "MỘT") and what follows it.
fn ordinal(text: &str) -> Option<(u32, &str)> {
    let text = match word_at(text, "thứ") {
        Some(at) => text.get(at..)?.trim_start(),
        None => text,
    };
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end)?;
    let value = word
        .parse()
        .ok()
        .filter(|&number| number < 1000)
        .or_else(|| roman_value(word))
        .or_else(|| ordinal_word(&word.to_lowercase()))?;
    Some((value, after))
}

fn ordinal_word(word: &str) -> Option<u32> {
    Some(match word {
        "nhất" | "một" => 1,
        "hai" => 2,
        "ba" => 3,
        "tư" | "bốn" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" => 10,
        _ => return None,
    })
}

/// The value of a Roman number up to 89, written the canonical way.
pub(super) fn roman_value(written: &str) -> Option<u32> {
    if written.is_empty() || written.len() > 8 {
        return None;
    }
    (1..90).find(|&value| roman_of(value) == written)
}

fn roman_of(value: u32) -> String {
    let tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let digit = |place: u32| usize::try_from(place).unwrap_or_default();
    let ten = tens.get(digit(value / 10)).copied().unwrap_or_default();
    let one = ones.get(digit(value % 10)).copied().unwrap_or_default();
    format!("{ten}{one}")
}

/// Ordinal of a point's letter, from 1.
fn letter_ordinal(letter: char) -> Option<u32> {
    let at = ALPHABET.chars().position(|known| known == letter)?;
    u32::try_from(at + 1).ok()
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Length of the delimiter `tail` begins with, if what follows can be a paragraph's text.
///
/// Either nothing follows, or white space, or at once a word: "2.Các" yes, "1.200" and "I.E" no.
fn delimiter(tail: &str, allowed: &[char]) -> Option<usize> {
    let sign = tail.chars().next().filter(|sign| allowed.contains(sign))?;
    let mut len = sign.len_utf8();
    if matches!(sign, '.' | '/') && tail.get(len..)?.starts_with(['-', ')', '/']) {
        len += 1;
    }
    let after = tail.get(len..)?;
    let free = match after.chars().next() {
        None => true,
        Some(next) if next.is_whitespace() => true,
        Some(next) if next == '*' || next == '“' || next == '"' => true,
        Some(next) if sign == ')' => next.is_alphabetic(),
        Some(_) => opens_word(after),
    };
    free.then_some(len)
}

/// Whether a word of at least two letters begins here with a capital.
fn opens_word(text: &str) -> bool {
    let word: Vec<char> = text
        .chars()
        .take(3)
        .take_while(|c| c.is_alphabetic())
        .collect();
    match word[..] {
        [first, second, ..] if first.is_uppercase() && second.is_lowercase() => true,
        [first, second, third] => [first, second, third].iter().all(|c| c.is_uppercase()),
        _ => false,
    }
}

/// Whether a sentence or heading may begin here.
fn opens_sentence(text: &str) -> bool {
    text.trim_start_matches(['*', '“', '"', '('])
        .starts_with(char::is_uppercase)
}

/// Whether a heading begins here, not a citation that goes on ("Mục 1 Chương II").
fn opens_heading(text: &str) -> bool {
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    opens_sentence(text) && !CITED_AFTER.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use LabelStyle::*;

    /// Reads the label of `text` and compares label, style and ordinal.
    fn check(text: &str, label: &str, style: LabelStyle, ordinal: u32) {
        let found = read(text).unwrap_or_else(|| panic!("no label in {text:?}"));
        let seen = (found.span.slice(text), found.style, found.ordinal);
        assert_eq!(seen, (label, style, ordinal), "in {text:?}");
    }

    #[test]
    fn parts_and_articles() {
        check("Phần I", "Phần I", Part, 1);
        check("PHẦN THỨ NHẤT", "PHẦN THỨ NHẤT", Part, 1);
        check("Phần thứ hai: KẾT QUẢ", "Phần thứ hai:", Part, 2);
        check("PHẦN III. PHƯƠNG HƯỚNG", "PHẦN III.", Part, 3);
        check("Chương II QUY ĐỊNH CỤ THỂ", "Chương II", Chapter, 2);
        check("Mục 1. Tổ chức", "Mục 1.", Division, 1);
        check("Điều 12. Hiệu lực", "Điều 12.", Article, 12);
        check("Điều 3: Tổ chức", "Điều 3:", Article, 3);
    }

    #[test]
    fn romans_and_capitals() {
        check("I. MỤC ĐÍCH", "I.", Roman, 1);
        check("II- NỘI DUNG", "II-", Roman, 2);
        check("IV/ KIẾN NGHỊ", "IV/", Roman, 4);
        check("III) Tổ chức", "III)", Roman, 3);
        check("I.MỤC ĐÍCH", "I.", Roman, 1);
        check("V - KIẾN NGHỊ", "V -", Roman, 5);
        check("Ii. mục đích yêu cầu", "Ii.", Roman, 2);
        check("A. ĐẶC ĐIỂM", "A.", Capital, 1);
        check("B- KẾT QUẢ", "B-", Capital, 2);
        check("Đ. KIẾN NGHỊ", "Đ.", Capital, 5);
        check("**I. MỤC ĐÍCH**", "I.", Roman, 1);
        check("## II. NỘI DUNG", "II.", Roman, 2);
    }

    #[test]
    fn numbers() {
        check("1. Mục đích", "1.", Arabic, 1);
        check("12) Sở Y tế", "12)", Arabic, 12);
        check("3- Sở Nội vụ", "3-", Arabic, 3);
        check("4/ Sở Tài chính", "4/", Arabic, 4);
        check("2.Các cơ quan", "2.", Arabic, 2);
        check("1.", "1.", Arabic, 1);
        check("1.1. Công tác", "1.1.", Decimal(2), 1);
        check("2.3.1 Kết quả", "2.3.1", Decimal(3), 1);
    }

    #[test]
    fn letters_and_brackets() {
        check("a) Cấp xã", "a)", Letter, 1);
        check("đ) Công tác", "đ)", Letter, 5);
        check("e. Khen thưởng", "e.", Letter, 6);
        check("g/ Thi đua", "g/", Letter, 7);
        check("k) Khác", "k)", Letter, 10);
        check("a.1) Kết quả", "a.1)", SubLetter, 1);
        check("b2) Hạn chế", "b2)", SubLetter, 2);
        check("(1) Kết quả", "(1)", Bracket, 1);
        check("(iv) Kết quả", "(iv)", Bracket, 4);
        check("(b) Kết quả", "(b)", Bracket, 2);
    }

    #[test]
    fn bullets() {
        check("- Kết quả", "-", Dash, 0);
        check("– Kết quả", "–", Dash, 0);
        check("-Kết quả", "-", Dash, 0);
        check("+ Kết quả", "+", Plus, 0);
        check("* Kết quả", "*", Star, 0);
        check("* *Kết quả*: tốt", "*", Star, 0);
        check("*Kết quả: tốt", "*", Star, 0);
        check("• Kết quả", "•", Star, 0);
        check("❖ Kết quả", "❖", Star, 0);
        check("o Kết quả", "o", Star, 0);
    }

    #[test]
    fn what_only_looks_like_a_label() {
        for text in [
            "1.200 hộ dân",
            "1.2 tỷ đồng",
            "15/3 là ngày",
            "15/3/2026",
            "05.03.2026",
            "I.E",
            "2015 - 2025",
            "2026. Trong đó",
            "10-12 hộ",
            "A Dơi là xã",
            "III/2026 có",
            "V/v tổng kết",
            "V/ v tổng kết",
            "Phần mềm quản lý",
            "Phần lớn các xã",
            "Mục đích",
            "Mục 1 Chương II Luật",
            "Chương II Nghị định",
            "Điều 5 Nghị định số",
            "*Kết quả*",
            "------",
            "TP. Sơn Hải",
            "TM. ỦY BAN",
            "KT. CHỦ TỊCH",
            "Q. CHỦ TỊCH",
            "a",
            "o",
            "ông Nguyễn Văn A",
            "-5 độ",
            "",
            "  ",
        ] {
            assert_eq!(read(text), None, "in {text:?}");
        }
    }
}
