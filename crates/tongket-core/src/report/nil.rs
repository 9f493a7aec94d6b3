//! "Không có" as a whole answer: nothing to report, unlike nothing written.

use tongket_reader::words::fold;

use super::features::nil_words;

/// Whether the whole text says that there is nothing to report.
///
/// "Không có.", "- Không", "Trong kỳ không phát sinh vụ việc nào." are nil;
/// "Nhìn chung không có khó khăn lớn, tuy nhiên …" is an answer.
pub fn is_nil(text: &str) -> bool {
    if text.len() > LONGEST_NIL {
        return false;
    }
    let words = words(text);
    let joined = words.join(" ");
    let known = nil_words();
    if known.whole.contains(&joined) {
        return true;
    }
    let begins = |opening: &String| {
        joined
            .strip_prefix(opening.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let says_more = |more: &String| format!(" {joined} ").contains(&format!(" {more} "));
    let counts = joined.contains(|letter: char| letter.is_ascii_digit());
    words.len() <= known.longest
        && is_one_sentence(text)
        && !counts
        && known.opening.iter().any(begins)
        && !known.more.iter().any(says_more)
}

/// Bytes in the longest text that can be nil; a longer one need not be looked at.
const LONGEST_NIL: usize = 256;

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
