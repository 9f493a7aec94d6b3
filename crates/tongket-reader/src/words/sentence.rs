//! Where one sentence ends and the next begins.
//!
//! A full stop ends a sentence unless it stands after an abbreviation ("TP.",
//! "KT.", "Tr."), after a label at the start ("1.", "II.", "a."), or inside a
//! number, a date or a code. A semicolon ends one only at the end of a line,
//! as in a list. A line feed always does.

use crate::span::Span;

/// The sentences of a text, trimmed, in order; together they hold every letter of it.
pub fn sentences(text: &str) -> Vec<Span> {
    each(text).collect()
}

/// The same one after the other: who wants the first reads no further.
pub fn each(text: &str) -> impl Iterator<Item = Span> {
    let mut from = Some(0);
    let cut = std::iter::from_fn(move || {
        let start = from?;
        from = end_of(text, start);
        Some(Span::new(start, from.unwrap_or(text.len())).trim(text))
    });
    cut.filter(|span| !span.is_empty())
}

/// Where the sentence from `start` ends; `None` where the text ends with it.
fn end_of(text: &str, start: usize) -> Option<usize> {
    let signs = text.as_bytes().iter().enumerate().skip(start);
    for (at, sign) in signs {
        let end = match sign {
            // The feed that ended the sentence before belongs to this one.
            b'\n' => (at > start).then_some(at),
            b'.' | b'!' | b'?' => stop_after(text, start, at),
            // The first byte of '…' is that of other signs, too.
            0xe2 if text[at..].starts_with('…') => stop_after(text, start, at),
            _ => None,
        };
        if end.is_some() {
            return end;
        }
    }
    None
}

/// The end of the sentence where the sign at `at` ends it: after the whole run of signs and closing marks.
fn stop_after(text: &str, start: usize, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let run = rest.find(|c: char| !is_stop(c)).unwrap_or(rest.len());
    let after = &rest[run..];
    let closed = after.len() - after.trim_start_matches(is_closing).len();
    let next = &after[closed..];
    let full = &rest[..run];
    if !next.is_empty() && !next.starts_with(char::is_whitespace) {
        return None;
    }
    let ends = full.contains("./.")
        || begins_sentence(next) && !(full == "." && is_short(text, start, at));
    ends.then_some(at + run + closed)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '/')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '"' | '’' | ')' | ']' | '*' | '_')
}

/// Whether what follows can begin a sentence: nothing, a capital, a figure, an opening mark or a bullet.
fn begins_sentence(next: &str) -> bool {
    let next = next.trim_start();
    next.chars().next().is_none_or(|c| {
        c.is_uppercase()
            || c.is_numeric()
            || matches!(c, '“' | '"' | '(' | '-' | '–' | '+' | '*' | '[')
    })
}

/// Abbreviations that are written with a full stop before a name.
const SHORT: [&str; 27] = [
    "tp", "tx", "tt", "q", "p", "h", "kt", "tm", "tl", "tuq", "tr", "ts", "ths", "pgs", "gs", "bs",
    "ks", "cn", "ths", "đc", "th", "st", "nxb", "ubnd", "no", "vd", "bqp",
];

/// Whether the word before the stop is an abbreviation or the label that opens the sentence.
fn is_short(text: &str, start: usize, at: usize) -> bool {
    let before = text.get(start..at).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"'))
        .next();
    let word = word.unwrap_or_default();
    let opens = before.trim_start() == word;
    let label = opens
        && word.len() <= 8
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || "IVXabcdđeghik.".contains(c));
    let known = || {
        let last = word.rsplit('.').next().unwrap_or_default().to_lowercase();
        SHORT.contains(&last.as_str()) && word.starts_with(char::is_uppercase)
    };
    label || is_initial(word) || known()
}

/// A single capital, as in "Nguyễn V. An".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let found: Vec<&str> = sentences(&text)
            .into_iter()
            .map(|span| span.slice(&text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_and_what_only_looks_like_one() {
        check("Các đơn vị gửi báo cáo.| Sở Nội vụ tổng hợp.");
        check("Sở đóng tại TP. Sơn Hải.| Điện thoại ghi sau.");
        check("KT. CHỦ TỊCH");
        check("1. Mục đích");
        check("II. YÊU CẦU");
        check("1.2. Sở Tài chính bố trí 1.200 triệu đồng.| Kho bạc cấp phát.");
        check("Hoàn thành trước ngày 5.3.2026, theo Kế hoạch số 12/KH-UBND.| Báo cáo UBND tỉnh.");
        check("Tuyên truyền qua loa, đài, báo...| Tổ chức hội thi.");
        check("khuyến nông, khuyến ngư... và các hoạt động khác");
        check("Nghiêm túc thực hiện./.");
        check("Ông Nguyễn V. An trình bày.");
        check("Yêu cầu “làm ngay.”| Các xã thực hiện.");
        check("- Lưu: VT;|\n- Như trên.");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-zA-ZĐđ .;!?\n…/“”]{0,80}") {
            let joined: String = sentences(&text).iter().map(|span| span.slice(&text)).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&joined), letters(&text));
        }
    }
}
