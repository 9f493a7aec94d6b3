//! "Không có" as a whole answer: nothing to report, unlike nothing written.

use tongket_reader::words::fold;

use super::features::nil_words;
use super::filling::unnumbered;

/// Whether the whole text says that there is nothing to report.
///
/// "Không có.", "- Không", "Trong kỳ không phát sinh vụ việc nào." are nil;
/// "Nhìn chung không có khó khăn lớn, tuy nhiên …" is an answer.
pub fn is_nil(text: &str) -> bool {
    let known = nil_words();
    let counts = || text.contains(|letter: char| letter.is_ascii_digit());
    if text.len() > LONGEST_NIL || counts() || at_least_words(text) > known.longest {
        return false;
    }
    let words = words(text);
    let joined = words.join(" ");
    if known.whole.contains(&joined) {
        return true;
    }
    let begins = |opening: &String| {
        joined
            .strip_prefix(opening.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let says_more = |more: &String| format!(" {joined} ").contains(&format!(" {more} "));
    words.len() <= known.longest
        && is_one_sentence(text)
        && known.opening.iter().any(begins)
        && !known.more.iter().any(says_more)
}

/// Whether every line of a section says that there is nothing to report, and it has any.
pub fn says_nothing(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let nothing = |line: &str| is_nil(line) || is_nil(unnumbered(line));
    lines.next().is_some_and(nothing) && lines.all(nothing)
}

/// Bytes in the longest text that can be nil; a longer one need not be looked at.
const LONGEST_NIL: usize = 256;

/// As many words as stand between white space; signs may part more.
fn at_least_words(text: &str) -> usize {
    let pieces = text.split_whitespace();
    pieces
        .filter(|piece| piece.contains(char::is_alphanumeric))
        .count()
}

/// Folded words without bullets, brackets and other signs.
fn words(text: &str) -> Vec<String> {
    let key = fold::key(text);
    let words = key.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_one_sentence(text: &str) -> bool {
    let body = text.trim().trim_end_matches(['.', '/', ';', ' ']);
    !body.contains(['.', ';', ':', '\n'])
}
