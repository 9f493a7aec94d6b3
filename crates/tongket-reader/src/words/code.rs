//! Document codes: a number and a notation.
//!
//! "219/KH-UBND" is number 219 of the plans (KH) of a People's Committee
//! (UBND); "115/BĐBP-CT" is an official letter, whose notation names the body
//! and its unit; "152/2025/NĐ-CP" bears its year; Party bodies write
//! "05-NQ/ĐU", hyphen first. Spaces inside are tolerated on the way in and
//! never given out.

use std::fmt;

use super::citation::KINDS;
use crate::span::{Span, Spanned};

/// A number and notation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DocumentCode {
    /// The number as written: "05", "12a"; empty where it is left blank.
    pub number: String,
    /// The year in the code of a legal document: 2025 in "152/2025/NĐ-CP".
    pub year: Option<i16>,
    /// What stands behind the number: "KH-UBND", "NQ/ĐU", "QH15".
    pub notation: String,
    /// Abbreviation of the type: "KH"; "CV" where the notation names no type; `None` for laws.
    pub kind: Option<String>,
    /// Whether a hyphen joins number and notation, as Party bodies write.
    pub hyphen: bool,
}

impl fmt::Display for DocumentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        if let Some(year) = self.year {
            write!(f, "/{year}")?;
        }
        write!(
            f,
            "{}{}",
            if self.hyphen { '-' } else { '/' },
            self.notation
        )
    }
}

impl DocumentCode {
    /// Reads a text that is nothing but a code, as in a register or behind "Số:".
    ///
    /// Lower-case notations, missing strokes ("1830 QĐ-UBND") and remarks in
    /// brackets behind the code are accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_number_word(text.trim());
        let (code, end) = read(text, 0, Care::Alone)?;
        let rest = text.get(end..)?.trim();
        let remark = rest.starts_with('(') && rest.ends_with(')');
        let words = !rest.is_empty() && rest.chars().all(|c| c.is_uppercase() || c == ' ');
        match (rest.is_empty() || remark, words) {
            (true, _) => Some(code),
            (false, true) => Some(DocumentCode {
                notation: format!("{}-{}", code.notation, rest.replace(' ', "")),
                ..code
            }),
            _ => None,
        }
    }
}

fn without_number_word(text: &str) -> &str {
    ["Số:", "Số :", "Số", "SỐ:", "số:", "số"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text)
        .trim_start()
}

/// Every code in a text, in order. A blank number is read only behind "Số:".
pub fn codes(text: &str) -> Vec<Spanned<DocumentCode>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = candidate(text, at) {
        let care = if is_announced(text, start) {
            Care::Announced
        } else {
            Care::Running
        };
        match read(text, start, care) {
            Some((code, end)) => {
                found.push(Spanned::new(code, Span::new(start, end)));
                at = end;
            }
            None => at = start + figures(text, start).max(1),
        }
    }
    found
}

/// The next number, or stroke with a blank before it, that can open a code.
fn candidate(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| matches!(byte, b'/'..=b'9'))?;
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let opens = match bytes.get(at) {
            Some(b'/') => before.is_some_and(|byte| matches!(byte, b' ' | b':' | b'.')),
            _ => !before.is_some_and(is_inside),
        };
        if opens {
            return Some(at);
        }
        at += 1;
    }
}

/// Whether a byte in front of a figure shows that the figure is not the beginning of a number.
fn is_inside(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte >= 0x80 || matches!(byte, b'/' | b'_')
}

/// Whether "số" stands before the code.
fn is_announced(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let before = before
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '…' | '_' | '/'));
    ["số", "Số", "SỐ"].iter().any(|word| before.ends_with(word))
}

/// How much must be there before something is taken for a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// The text is a code and nothing else.
    Alone,
    /// "số" stands before it.
    Announced,
    /// In running text.
    Running,
}

/// Reads a code at `start`, and says where it ends.
fn read(text: &str, start: usize, care: Care) -> Option<(DocumentCode, usize)> {
    let mut at = start + figures(text, start);
    at += suffix(text, at);
    let number = text.get(start..at)?.to_owned();
    if number.len() > 8 || (number.is_empty() && care == Care::Running) {
        return None;
    }
    let (sign, mut at) = joint(text, at, care)?;
    let mut code = DocumentCode {
        number,
        hyphen: sign == '-',
        ..DocumentCode::default()
    };
    if let Some((year, behind)) = year(text, at).filter(|_| sign == '/') {
        code.year = Some(year);
        at = behind;
    }
    let end = notation(text, at, care, &mut code.notation);
    code.notation = canonical(&code.notation);
    code.kind = kind(&code);
    let shown = code.notation.contains(['-', '/']) || code.year.is_some();
    let enough = match care {
        Care::Alone => !code.notation.is_empty(),
        Care::Announced => code.notation.chars().filter(|c| c.is_uppercase()).count() >= 2,
        Care::Running => shown && code.notation.chars().filter(|c| c.is_uppercase()).count() >= 2,
    };
    let known = !code.hyphen
        || care == Care::Alone
        || code.notation.contains('/')
        || code.notation.starts_with("BC");
    (enough && known).then_some((code, end))
}

fn figures(text: &str, at: usize) -> usize {
    text.bytes().skip(at).take_while(u8::is_ascii_digit).count()
}

/// The length of a letter behind the number: "12a/KH-UBND".
fn suffix(text: &str, at: usize) -> usize {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    match (rest.next(), rest.next()) {
        (Some(letter), Some('/' | '-')) if letter.is_lowercase() => letter.len_utf8(),
        _ => 0,
    }
}

/// The sign between number and notation, and where the notation begins.
fn joint(text: &str, at: usize, care: Care) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let sign = trimmed.chars().next()?;
    let gap = rest.len() - trimmed.len();
    match sign {
        '/' => {
            let behind = trimmed.get(1..)?;
            let skipped = behind.len() - behind.trim_start_matches([' ', '\u{a0}']).len();
            Some(('/', at + gap + 1 + skipped))
        }
        '-' | '–' if gap == 0 => Some(('-', at + sign.len_utf8())),
        _ if gap > 0 && care == Care::Alone => Some(('/', at + gap)),
        _ => None,
    }
}

/// A year with a stroke behind it.
fn year(text: &str, at: usize) -> Option<(i16, usize)> {
    let rest = text.get(at..)?;
    let year = rest
        .get(..4)?
        .parse()
        .ok()
        .filter(|year| (1945..=2100).contains(year))?;
    let behind = rest.get(4..)?.trim_start().strip_prefix('/')?.trim_start();
    Some((year, text.len() - behind.len()))
}

/// Collects the groups of a notation into `notation` and gives its end.
fn notation(text: &str, start: usize, care: Care, notation: &mut String) -> usize {
    let mut at = start;
    let mut end = start;
    while let Some(group) = group(text, at, care).filter(|_| notation.len() < 60) {
        let last = end;
        notation.push_str(group);
        end = at + group.len();
        let Some((sign, next)) = hyphen(text, end, care) else {
            break;
        };
        if self::group(text, next, care).is_none() {
            break;
        }
        debug_assert!(last <= end);
        notation.push(sign);
        at = next;
    }
    if notation.ends_with(['-', '/']) {
        notation.pop();
    }
    end
}

/// One group of letters: "KH", "TTg", "HĐND12", "KT&HT".
fn group(text: &str, at: usize, care: Care) -> Option<&str> {
    let rest = text.get(at..)?;
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '&')))
        .unwrap_or(rest.len());
    let group = rest
        .get(..length)
        .filter(|group| !group.is_empty() && group.len() <= 36)?;
    let starts = group.starts_with(|c: char| c.is_uppercase() || c == 'Ð');
    let capitals = group.chars().filter(|c| c.is_uppercase()).count();
    let small = group.chars().filter(|c| c.is_lowercase()).count();
    let written = starts && capitals * 2 > small && small <= 3;
    let lower = care != Care::Running && capitals == 0 && small > 0 && small <= 12;
    (written || lower).then_some(group)
}

/// The hyphen or stroke between two groups, with spaces around it only where a converter or a hasty hand left them.
fn hyphen(text: &str, end: usize, care: Care) -> Option<(char, usize)> {
    let rest = text.get(end..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let sign = trimmed
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '–' | '/' | '_' | '.'))?;
    let behind = trimmed.get(sign.len_utf8()..)?;
    let inner = behind.trim_start_matches([' ', '\u{a0}', '\n']);
    let (before, after) = (rest.len() - trimmed.len(), behind.len() - inner.len());
    let next = text.len() - inner.len();
    let sign_out = if sign == '/' { '/' } else { '-' };
    if before == 0 && after == 0 {
        return Some((sign_out, next));
    }
    let group = group(text, next, care)?;
    let caps = group.chars().all(|c| !c.is_lowercase() || group == "TTg");
    let short = sign == '/' && group.len() <= 5;
    let torn = (matches!(sign, '-' | '–') || short)
        && caps
        && group.len() >= 2
        && (care == Care::Alone || !goes_on(text, next + group.len()));
    torn.then_some((sign_out, next))
}

/// Whether a word in capitals is part of a heading or a name rather than of a code.
fn goes_on(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default().trim_start_matches(' ');
    rest.len() < text.get(end..).unwrap_or_default().len() && rest.starts_with(char::is_uppercase)
}

/// Notations that hold small letters, by their capitals.
const MIXED: [(&str, &str); 5] = [
    ("TTG", "TTg"),
    ("TTR", "TTr"),
    ("CTR", "CTr"),
    ("QYĐ", "QyĐ"),
    ("TRS", "TrS"),
];

/// The notation in its usual case, with the right đ and without a footnote's number.
fn canonical(notation: &str) -> String {
    let notation = notation.replace('Ð', "Đ").replace('ð', "đ");
    let lower = !notation.contains(char::is_uppercase);
    let groups = notation.split_inclusive(['-', '/']).map(|group| {
        let (letters, sign) = match group.strip_suffix(['-', '/']) {
            Some(letters) => (letters, &group[letters.len()..]),
            None => (group, ""),
        };
        let upper = if lower {
            letters.to_uppercase()
        } else {
            letters.to_owned()
        };
        let usual = MIXED
            .iter()
            .find(|(capitals, _)| *capitals == upper.to_uppercase());
        let upper = usual.map_or(upper, |(_, usual)| (*usual).to_owned());
        format!("{}{sign}", without_footnote(&upper))
    });
    groups.collect()
}

/// "CP1" → "CP": a footnote's mark that lost its height. "QH15" and "HĐND12" keep their number.
fn without_footnote(group: &str) -> &str {
    let letters = group.trim_end_matches(|c: char| c.is_ascii_digit());
    let marks = group.len() - letters.len();
    let body = matches!(letters, "CP" | "TTg" | "TW" | "UBND");
    if body && (1..=2).contains(&marks) {
        letters
    } else {
        group
    }
}

/// The type that a notation names.
fn kind(code: &DocumentCode) -> Option<String> {
    let first = code.notation.split(['-', '/']).next().unwrap_or_default();
    let legislature = code.notation.starts_with("QH") || code.notation.starts_with("UBTVQH");
    let named = KINDS
        .iter()
        .find(|(_, kind)| *kind == first)
        .map(|(_, kind)| *kind);
    match named {
        Some(kind) => Some(kind.to_owned()),
        None if legislature => None,
        None => Some("CV".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = codes(text).iter().map(|code| code.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn kind_of(text: &str) -> Option<String> {
        DocumentCode::parse(text)?.kind
    }

    #[test]
    fn codes_in_running_text() {
        check("Chỉ thị số 01/CT-TTg ngày 09/01/2015", &["01/CT-TTg"]);
        check(
            "Kế hoạch số 1596/KH - UBND ngày 10/12/2015",
            &["1596/KH-UBND"],
        );
        check(
            "Kế hoạch số 219 /KH-UBND, ngày 14/02/2025",
            &["219/KH-UBND"],
        );
        check(
            "Nghị định số 152/2025/NĐ-CP; Luật số 06/2022/QH15",
            &["152/2025/NĐ-CP", "06/2022/QH15"],
        );
        check("Nghị quyết số 1680/NQ-UBTVQH15", &["1680/NQ-UBTVQH15"]);
        check(
            "Nghị quyết số 57-NQ/TW, Quy định 399-QĐ/TW",
            &["57-NQ/TW", "399-QĐ/TW"],
        );
        check("Số 05-NQ/ĐU", &["05-NQ/ĐU"]);
        check("Số:      /KH-STTTT", &["/KH-STTTT"]);
        check("Số: ....../BC-UBND", &["/BC-UBND"]);
        check(
            "Nghị định số 126/2024/NĐ- CP1, Sở báo cáo",
            &["126/2024/NĐ-CP"],
        );
        check(
            "Văn bản số 702/UBQPANĐN15 ngày 01/8/2025",
            &["702/UBQPANĐN15"],
        );
        check("Quyết định số 10/2007/QĐ_BKHCN", &["10/2007/QĐ-BKHCN"]);
        check(
            "thực hiện công văn số 3652/byt-dp của bộ y tế",
            &["3652/BYT-DP"],
        );
        check("theo quyết định số 12/2020/qđ-ttg", &["12/2020/QĐ-TTg"]);
        check("Văn bản số 01/BC-HHDN-K5", &["01/BC-HHDN-K5"]);
        check("Kế hoạch số 12a/KH-UBND", &["12a/KH-UBND"]);
        check("số 57-NQ/TW - Kết quả bước đầu", &["57-NQ/TW"]);
        check("Chỉ thị số 39-CT / TW ngày 21 tháng 5", &["39-CT/TW"]);
        check("Quyết định số 2403/QÐ-UBND", &["2403/QĐ-UBND"]);
    }

    #[test]
    fn what_is_not_a_code() {
        for text in [
            "ngày 15/3/2025",
            "45 buổi/3.200 lượt người",
            "đạt 08/09 thôn",
            "12 tổ/156 thành viên",
            "24/24 giờ, 5/Tổ",
            "giai đoạn 2015 - 2025",
            "10-UBND xã Vân Khê",
            "05 đồng chí/Ban",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_notation_tells_the_type() {
        for (code, kind) in [
            ("12/KH-UBND", Some("KH")),
            ("115/BĐBP-CT", Some("CV")),
            ("01/CT-TTg", Some("CT")),
            ("05-NQ/ĐU", Some("NQ")),
            ("101/CV-HNDN", Some("CV")),
            ("121/2025/QH15", None),
            ("45/TTLT-BTC-BNV", Some("TTLT")),
        ] {
            assert_eq!(kind_of(code).as_deref(), kind, "{code}");
        }
    }

    #[test]
    fn a_register_is_read_generously() {
        for (written, code) in [
            ("1830 QĐ-UBND", "1830/QĐ-UBND"),
            ("26/KH-BCĐ (138)", "26/KH-BCĐ"),
            ("251-BCĐ", "251-BCĐ"),
            ("Số: 05/KH-UBND", "05/KH-UBND"),
            ("140/BCĐ VĐ HMTN", "140/BCĐ-VĐHMTN"),
        ] {
            let read = DocumentCode::parse(written).map(|code| code.to_string());
            assert_eq!(read.as_deref(), Some(code));
        }
        assert_eq!(DocumentCode::parse("ngày 15/3/2025"), None);
    }

    proptest! {
        #[test]
        fn spans_hold(text in "([0-9]{1,4}|/|-| |KH|UBND|TTg|số |ạ|\\.|_){0,24}") {
            for code in codes(&text) {
                prop_assert!(text.get(code.span.start..code.span.end).is_some());
            }
        }
    }
}
