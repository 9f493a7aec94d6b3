//! Whether a document bears a secrecy mark, in which case it is not read.
//!
//! State secrets may not be handled on machines with a network (Law
//! 117/2025/QH15). A document that is marked is refused before anything of it
//! is kept. The mark is a stamp or a line of its own; the word in running text
//! ("bảo mật", "giữ bí mật", "tài liệu mật") is not one.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::source::Source;
use crate::span::Spanned;

/// The three levels of state secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyLevel {
    /// "MẬT".
    Secret,
    /// "TỐI MẬT".
    HighlySecret,
    /// "TUYỆT MẬT".
    TopSecret,
}

/// A stamp alone on its line, brackets and frames around it allowed.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\[\]|(*_.:-]*(?:Độ mật\s*:\s*|ĐỘ MẬT\s*:\s*|DẤU\s+)?(TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)[\s\[\]|)*_.:-]*$")
        .expect("the pattern is valid")
});

/// "Độ mật: Tối mật" in running case.
static LEVEL_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*độ mật\s*:\s*(tuyệt mật|tối mật|mật)\s*[.;]?\s*$")
        .expect("the pattern is valid")
});

/// How many lines from the start may hold a stamp beside the other column of the letterhead.
const LETTERHEAD: usize = 30;

/// The mark that `source` bears, and where.
pub fn marking(source: &Source) -> Option<Spanned<SecrecyLevel>> {
    source.lines().iter().enumerate().find_map(|(at, line)| {
        let text = source.slice(line.span);
        let whole = || stamp(text);
        let column = || (at < LETTERHEAD).then(|| columns(text)).flatten();
        let found = whole().or_else(column)?;
        Some(Spanned::new(found.value, found.span.shift(line.span.start)))
    })
}

/// The stamp in a column of a line: "MẬT          CỘNG HÒA XÃ HỘI …".
fn columns(text: &str) -> Option<Spanned<SecrecyLevel>> {
    if text.len() > 300 {
        return None;
    }
    let mut at = 0;
    text.split("   ").find_map(|part| {
        let start = at + text.get(at..)?.find(part)?;
        at = start + part.len();
        let found = stamp(part)?;
        Some(Spanned::new(found.value, found.span.shift(start)))
    })
}

/// The stamp that a short text is.
fn stamp(text: &str) -> Option<Spanned<SecrecyLevel>> {
    // A stamp is short; nothing longer needs the patterns.
    if text.len() > 80 || !text.to_lowercase().contains("mật") {
        return None;
    }
    let found = STAMP
        .captures(text)
        .or_else(|| LEVEL_LINE.captures(text))?
        .get(1)?;
    Some(Spanned::new(level(found.as_str()), found.range().into()))
}

fn level(word: &str) -> SecrecyLevel {
    let word = word.to_uppercase();
    if word.starts_with("TUYỆT") {
        SecrecyLevel::TopSecret
    } else if word.starts_with("TỐI") {
        SecrecyLevel::HighlySecret
    } else {
        SecrecyLevel::Secret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<SecrecyLevel>) {
        let found = marking(&Source::from_plain(text)).map(|mark| mark.value);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_stamp_on_its_own_line_is_a_mark() {
        check(
            "UBND TỈNH SƠN HẢI\nMẬT\nKẾ HOẠCH",
            Some(SecrecyLevel::Secret),
        );
        check(
            "[ TỐI MẬT ]\nSố: 01/KH-UBND",
            Some(SecrecyLevel::HighlySecret),
        );
        check("| TUYỆT MẬT |", Some(SecrecyLevel::TopSecret));
        check("Độ mật: Tối mật", Some(SecrecyLevel::HighlySecret));
        check("ĐỘ MẬT: MẬT", Some(SecrecyLevel::Secret));
        check(
            "MẬT          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            Some(SecrecyLevel::Secret),
        );
        check(
            "UBND XÃ VÂN KHÊ     TỐI MẬT",
            Some(SecrecyLevel::HighlySecret),
        );
    }

    #[test]
    fn the_word_in_running_text_is_none() {
        check("Bảo vệ bí mật nhà nước theo quy định.", None);
        check("- Hồ sơ mật gửi theo đường riêng.", None);
        check("NUÔI ONG LẤY MẬT", None);
        check("Mật", None);
        check("1. Mật ong", None);
    }
}
