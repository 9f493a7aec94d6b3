//! Where the name of an issuing body is broken into lines.
//!
//! Offices break before the word that says the level: "ỦY BAN NHÂN DÂN" over
//! "TỈNH SƠN HẢI". Other names that are too long for the left part of the
//! letterhead are broken into lines of about the same length, before "VÀ" and
//! the like where there is one.

/// How many capitals fit on a line in the left part of the letterhead, at 12 points in bold.
const FITS: usize = 25;

/// A name of more words than this is no name; it is left to wrap.
const WORDS: usize = 40;

/// Words that say the level of a body, the longer before the shorter.
const LEVELS: [&[&str]; 10] = [
    &["TỈNH"],
    &["THÀNH", "PHỐ"],
    &["THỊ", "XÃ"],
    &["THỊ", "TRẤN"],
    &["ĐẶC", "KHU"],
    &["HUYỆN"],
    &["QUẬN"],
    &["PHƯỜNG"],
    &["XÃ"],
    &["THÔN"],
];

/// Bodies whose level stands on a line of its own however short the name is.
const COMMITTEES: [&str; 2] = ["ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN"];

/// Words that a line may well begin with.
const OPENERS: [&str; 5] = ["VÀ", "TỔ QUỐC", "BỘ ĐỘI", "CHỈ ĐẠO", "VIỆT NAM"];

/// The lines of a name; put together with blanks they are the name again.
pub fn lines(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    match level_at(&words) {
        Some(at) if length(&words) > FITS || is_committee(&words[..at]) => {
            let (body, level) = words.split_at(at);
            fold(body).into_iter().chain(fold(level)).collect()
        }
        _ => fold(&words),
    }
}

/// Where the level begins: with a body before it and a place behind it.
fn level_at(words: &[&str]) -> Option<usize> {
    (2..words.len()).find(|&at| {
        let level = LEVELS.iter().find(|level| begins(&words[at..], level));
        level.is_some_and(|level| words.len() > at + level.len())
    })
}

fn begins(words: &[&str], opening: &[&str]) -> bool {
    words.len() >= opening.len()
        && words
            .iter()
            .zip(opening)
            .all(|(word, wanted)| word.to_uppercase() == *wanted)
}

fn is_committee(words: &[&str]) -> bool {
    COMMITTEES.contains(&words.join(" ").to_uppercase().as_str())
}

/// One line where it fits, else lines of about the same length.
fn fold(words: &[&str]) -> Vec<String> {
    let whole = length(words);
    let breaks = 1..words.len().min(WORDS);
    match breaks.min_by_key(|&at| cost(words, at)) {
        Some(at) if whole > FITS && words.len() <= WORDS => {
            let (first, second) = words.split_at(at);
            fold(first).into_iter().chain(fold(second)).collect()
        }
        _ => vec![words.join(" ")],
    }
}

/// How bad a break before the word at `at` is: the length of the longer line, less what a good
/// place is worth.
fn cost(words: &[&str], at: usize) -> usize {
    let (first, second) = words.split_at(at);
    let opener = |opener: &&str| begins(second, &opener.split(' ').collect::<Vec<_>>());
    let good = OPENERS.iter().any(opener) || LEVELS.iter().any(|level| begins(second, level));
    let longer = length(first).max(length(second));
    if good { longer } else { longer + GOOD_PLACE }
}

/// How many letters of imbalance a good place outweighs.
const GOOD_PLACE: usize = 6;

fn length(words: &[&str]) -> usize {
    words.join(" ").chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &str) {
        let name = expected.replace(" / ", " ");
        assert_eq!(lines(&name).join(" / "), expected);
    }

    #[test]
    fn committees_break_before_their_level() {
        check("ỦY BAN NHÂN DÂN / TỈNH SƠN HẢI");
        check("ỦY BAN NHÂN DÂN / XÃ VÂN KHÊ");
        check("ỦY BAN NHÂN DÂN / THỊ XÃ BẾN NGỰ");
        check("ỦY BAN NHÂN DÂN / PHƯỜNG HẢI YÊN");
        check("HỘI ĐỒNG NHÂN DÂN / THÀNH PHỐ CỬA BIỂN");
    }

    #[test]
    fn long_names_break_at_a_sensible_place() {
        check("SỞ NỘI VỤ");
        check("SỞ NỘI VỤ TỈNH SƠN HẢI");
        check("SỞ NÔNG NGHIỆP / VÀ MÔI TRƯỜNG");
        check("SỞ VĂN HÓA, THỂ THAO / VÀ DU LỊCH");
        check("BỘ CHỈ HUY / BỘ ĐỘI BIÊN PHÒNG TỈNH");
        check("ỦY BAN MẶT TRẬN / TỔ QUỐC VIỆT NAM / TỈNH SƠN HẢI");
        check("BAN CHẤP HÀNH ĐẢNG BỘ / TỈNH SƠN HẢI");
        check("");
    }

    #[test]
    fn nothing_is_lost_of_any_name() {
        let long = "A ".repeat(3000);
        assert_eq!(lines(&long).join(" "), long.trim_end());
        assert_eq!(lines("TỈNH"), ["TỈNH"]);
    }
}
