//! Saving a section that somebody else may have saved in the meantime.
//!
//! Every save says on which version it was written. If that is still the
//! current one, it is saved. If not, the two are put together block by block
//! where they touch different paragraphs, and word by word where they touch
//! different words of one paragraph with others between. Where they touch the
//! same words, both are kept side by side for a person to choose from. No word
//! is ever lost.

use std::borrow::Cow;

use similar::{MergeResolution, TextMerge};

/// What becomes of a section that is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// What came in is the new current version.
    Saved,
    /// Both went into one: the new current version.
    Merged(String),
    /// Both change the same place: what came in is kept beside the current version.
    Conflict(Vec<Clash>),
}

/// A place that two people changed in different ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The place as both found it.
    pub base: String,
    /// As the current version has it.
    pub current: String,
    /// As what came in has it.
    pub incoming: String,
}

/// Decides what becomes of `incoming`, which was written on `base`, now that `current` stands.
///
/// All three are the restricted HTML of the editor: block elements, one inside
/// the other only for lists and tables. The caller keeps every version either
/// way; on a conflict `incoming` is kept as a version of its own.
pub fn decide(base: &str, current: &str, incoming: &str) -> Decision {
    if current == base || current == incoming {
        return Decision::Saved;
    }
    if incoming == base {
        return Decision::Merged(current.to_owned());
    }
    let (base, current, incoming) = (pieces(base), pieces(current), pieces(incoming));
    let merge = TextMerge::from_lines(base.as_str(), current.as_str(), incoming.as_str());
    if merge.is_conflicted() {
        let whole = |merged: &String| {
            is_balanced(merged) && keeps_words(&base, &current, &incoming, merged)
        };
        return match by_words(&merge).filter(whole) {
            Some(merged) => Decision::Merged(merged),
            None => Decision::Conflict(clashes(&merge)),
        };
    }
    let merged = joined(&merge.to_string());
    let whole = || is_balanced(&merged) && keeps_words(&base, &current, &incoming, &merged);
    match whole() {
        true => Decision::Merged(merged),
        // A list taken apart on one side and added to on the other: nothing is guessed.
        false => Decision::Conflict(vec![Clash {
            base: joined(&base),
            current: joined(&current),
            incoming: joined(&incoming),
        }]),
    }
}

/// Both texts in one, where every paragraph that both changed can be put together word by word.
fn by_words(merge: &TextMerge<'_, '_, '_, str>) -> Option<String> {
    let mut merged = String::new();
    for region in merge.regions() {
        let ours: String = region
            .ours_range()
            .filter_map(|at| merge.ours_line(at))
            .collect();
        let theirs: String = region
            .theirs_range()
            .filter_map(|at| merge.theirs_line(at))
            .collect();
        match region.resolution() {
            MergeResolution::Conflict => {
                let base: String = region
                    .base_range()
                    .filter_map(|at| merge.base_line(at))
                    .collect();
                merged.push_str(&words_together(&base, &ours, &theirs)?);
            }
            MergeResolution::Theirs => merged.push_str(&theirs),
            MergeResolution::Unchanged | MergeResolution::Ours | MergeResolution::Both => {
                merged.push_str(&ours);
            }
            _ => return None,
        }
    }
    Some(joined(&merged))
}

/// One paragraph that two people changed in different words; nothing where they touched the same
/// words or neighbours, where a block came or went, or where somebody wrote most of it anew.
fn words_together(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let known = words(base);
    let goes_on = |text: &str| {
        let own = words(text);
        let kept = known.iter().filter(|word| own.contains(*word)).count();
        kept * 2 > known.len() && blocks_of(text) == blocks_of(base)
    };
    if !goes_on(ours) || !goes_on(theirs) {
        return None;
    }
    let (base, ours, theirs) = (
        a_word_a_line(base),
        a_word_a_line(ours),
        a_word_a_line(theirs),
    );
    let merge = TextMerge::from_lines(base.as_str(), ours.as_str(), theirs.as_str());
    (!merge.is_conflicted()).then(|| joined(&merge.to_string()))
}

/// The tags of blocks in markup, in order.
fn blocks_of(html: &str) -> Vec<(&str, bool)> {
    let tags = parts(html).into_iter().filter_map(|part| match part {
        Markup::Tag { name, closes, .. } => BLOCKS.contains(&name).then_some((name, closes)),
        Markup::Text(_) => None,
    });
    tags.collect()
}

/// Markup with every word and every tag on a line of its own.
fn a_word_a_line(html: &str) -> String {
    let html = joined(html);
    let mut lines = String::with_capacity(html.len() * 2);
    for part in parts(&html) {
        match part {
            Markup::Tag { tag, .. } => {
                lines.push_str(tag);
                lines.push('\n');
            }
            Markup::Text(text) => {
                for word in text.split_inclusive(' ') {
                    lines.push_str(word);
                    lines.push('\n');
                }
            }
        }
    }
    lines
}

fn clashes(merge: &TextMerge<'_, '_, '_, str>) -> Vec<Clash> {
    let of_conflict =
        |region: &&similar::MergeRegion| region.resolution() == MergeResolution::Conflict;
    merge
        .regions()
        .iter()
        .filter(of_conflict)
        .map(|region| {
            let lines = |range: std::ops::Range<usize>, line: &dyn Fn(usize) -> Option<String>| {
                joined(&range.filter_map(line).collect::<String>())
            };
            Clash {
                base: lines(region.base_range(), &|at| {
                    merge.base_line(at).map(str::to_owned)
                }),
                current: lines(region.ours_range(), &|at| {
                    merge.ours_line(at).map(str::to_owned)
                }),
                incoming: lines(region.theirs_range(), &|at| {
                    merge.theirs_line(at).map(str::to_owned)
                }),
            }
        })
        .collect()
}

/// Elements after whose tags a new piece begins; a paragraph inside a cell or an item stays in it.
const BLOCKS: &[&str] = &[
    "p", "h3", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th",
];

/// The HTML with every block on a line of its own, so that blocks are compared as lines.
fn pieces(html: &str) -> String {
    let mut lines = String::with_capacity(html.len() + html.len() / 16);
    for part in parts(html) {
        match part {
            Markup::Text(text) => lines.push_str(&one_line(text)),
            Markup::Tag { tag, name, closes } => {
                let block = BLOCKS.contains(&name);
                let starts_line = lines.is_empty() || lines.ends_with('\n');
                if block && !closes && !starts_line && !inside_an_item(&lines, name) {
                    lines.push('\n');
                }
                lines.push_str(&one_line(tag));
                let ends_line = block && (closes || CONTAINERS.contains(&name));
                if ends_line && !closes_inside_an_item(&lines, name) {
                    // The empty line keeps two neighbours apart that two people change.
                    lines.push_str("\n\n");
                }
            }
        }
    }
    lines
}

/// Elements whose opening tag stands on a line of its own.
const CONTAINERS: &[&str] = &["ul", "ol", "table", "thead", "tbody", "tr"];

/// Whether a paragraph opens right after the item or cell that it fills.
fn inside_an_item(lines: &str, name: &str) -> bool {
    let opened = ["<li", "<td", "<th"];
    let line = lines.rsplit('\n').next().unwrap_or_default();
    name == "p" && opened.iter().any(|tag| line.starts_with(tag)) && line.matches("<p").count() == 0
}

/// Whether the paragraph that closes is the first of its item or cell, whose own end is to follow.
fn closes_inside_an_item(lines: &str, name: &str) -> bool {
    let opened = ["<li", "<td", "<th"];
    let line = lines.rsplit('\n').next().unwrap_or_default();
    name == "p" && opened.iter().any(|tag| line.starts_with(tag))
}

/// A piece of markup.
enum Markup<'h> {
    /// What stands between tags.
    Text(&'h str),
    /// "<p>", "</p>", "<td colspan=\"2\">".
    Tag {
        tag: &'h str,
        name: &'h str,
        closes: bool,
    },
}

/// The tags and the text of markup, in order; a stray "<" is text.
fn parts(html: &str) -> Vec<Markup<'_>> {
    let (mut parts, mut rest) = (Vec::new(), html);
    while !rest.is_empty() {
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let next = rest[first..].find('<').map_or(rest.len(), |at| at + first);
        let tag = rest.strip_prefix('<').and_then(|tail| {
            let end = tail.find('>')?;
            (end < next).then(|| &rest[..end + 2])
        });
        let (part, length) = match tag.and_then(|tag| Some((tag, name_of(tag)?))) {
            Some((tag, (name, closes))) => (Markup::Tag { tag, name, closes }, tag.len()),
            None => (Markup::Text(&rest[..next]), next),
        };
        parts.push(part);
        rest = &rest[length..];
    }
    parts
}

/// The element that a tag opens or closes.
fn name_of(tag: &str) -> Option<(&str, bool)> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    let (inner, closes) = match inner.strip_prefix('/') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let name = inner.split([' ', '/', '\n', '\t']).next()?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some((name, closes))
}

/// White space in markup means a space wherever it stands.
fn one_line(text: &str) -> Cow<'_, str> {
    match text.contains(['\n', '\r']) {
        true => Cow::Owned(text.replace(['\n', '\r'], " ")),
        false => Cow::Borrowed(text),
    }
}

fn joined(lines: &str) -> String {
    lines.replace('\n', "")
}

/// Whether every element that is opened is closed, in the right order.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for part in parts(html) {
        let Markup::Tag { tag, name, closes } = part else {
            continue;
        };
        if name == "br" || tag.ends_with("/>") {
            continue;
        }
        if !closes {
            open.push(name);
        } else if open.pop() != Some(name) {
            return false;
        }
    }
    open.is_empty()
}

/// Whether every word that either side wrote is in the result.
fn keeps_words(base: &str, current: &str, incoming: &str, merged: &str) -> bool {
    let (known, kept) = (words(base), words(merged));
    let written = words(current).into_iter().chain(words(incoming));
    written
        .filter(|word| !known.contains(word))
        .all(|word| kept.contains(&word))
}

/// The words of markup, without its tags.
fn words(html: &str) -> std::collections::BTreeSet<String> {
    let mut text = String::with_capacity(html.len());
    for part in parts(html) {
        match part {
            Markup::Text(piece) => text.push_str(piece),
            Markup::Tag { name, .. } if BLOCKS.contains(&name) || name == "br" => text.push(' '),
            Markup::Tag { .. } => {}
        }
    }
    text.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Two people work on `base`; the first has saved when the second saves.
    #[track_caller]
    fn check(base: &str, current: &str, incoming: &str, expected: &str) {
        assert_eq!(
            decide(base, current, incoming),
            Decision::Merged(expected.to_owned())
        );
    }

    const TWO: &str = "<p>Toàn xã có 12 tổ tự quản.</p><p>Các tổ hoạt động đều.</p>";

    #[test]
    fn one_author_saves() {
        assert_eq!(decide(TWO, TWO, "<p>Mới</p>"), Decision::Saved);
        assert_eq!(decide("", "<p>Mới</p>", "<p>Mới</p>"), Decision::Saved);
    }

    #[test]
    fn a_save_without_a_change_takes_nothing_away() {
        check(TWO, "<p>Chỉ còn một.</p>", TWO, "<p>Chỉ còn một.</p>");
    }

    #[test]
    fn two_people_in_two_paragraphs_are_put_together() {
        check(
            TWO,
            &TWO.replace("12", "14"),
            &TWO.replace("đều", "đều, có nền nếp"),
            "<p>Toàn xã có 14 tổ tự quản.</p><p>Các tổ hoạt động đều, có nền nếp.</p>",
        );
    }

    #[test]
    fn two_rows_and_two_items_are_put_together() {
        let base = "<ul><li><p>một</p></li><li><p>hai</p></li><li><p>ba</p></li></ul>\
                    <table><tbody><tr><td><p>Tổ</p></td><td><p>1</p></td></tr><tr><td><p>Hộ</p></td><td><p>2</p></td></tr></tbody></table>";
        check(
            base,
            &base.replace("một", "1 tổ").replace("<p>2<", "<p>20<"),
            &base.replace("ba", "3 tổ").replace("<p>1<", "<p>10<"),
            &base
                .replace("một", "1 tổ")
                .replace("ba", "3 tổ")
                .replace("<p>2<", "<p>20<")
                .replace("<p>1<", "<p>10<"),
        );
    }

    #[test]
    fn two_people_in_one_paragraph_are_both_kept() {
        let (current, incoming) = (TWO.replace("12", "14"), TWO.replace("12", "13"));
        let Decision::Conflict(clashes) = decide(TWO, &current, &incoming) else {
            panic!("both changed the number");
        };
        assert_eq!(
            clashes,
            [Clash {
                base: "<p>Toàn xã có 12 tổ tự quản.</p>".to_owned(),
                current: "<p>Toàn xã có 14 tổ tự quản.</p>".to_owned(),
                incoming: "<p>Toàn xã có 13 tổ tự quản.</p>".to_owned(),
            }]
        );
    }

    #[test]
    fn two_people_in_different_words_of_a_paragraph_are_put_together() {
        let base = "<p>Toàn xã có 12 tổ tự quản, các tổ hoạt động đều.</p>";
        check(
            base,
            &base.replace("12", "14"),
            &base.replace("đều", "đều, có nền nếp"),
            "<p>Toàn xã có 14 tổ tự quản, các tổ hoạt động đều, có nền nếp.</p>",
        );
        check(
            base,
            &base.replace("12 tổ", "<strong>14</strong> tổ"),
            &base.replace("hoạt động đều", "họp đều"),
            "<p>Toàn xã có <strong>14</strong> tổ tự quản, các tổ họp đều.</p>",
        );
    }

    #[test]
    fn words_that_touch_or_a_text_written_anew_are_both_kept() {
        let base = "<p>Toàn xã có 12 tổ tự quản hoạt động đều.</p>";
        let pairs = [
            (base.replace("12", "14"), base.replace("tổ tự", "nhóm tự")),
            (
                base.replace("đều.", "đều, 96 người."),
                base.replace("đều.", "đều, 9 tổ tốt."),
            ),
            (
                base.replace("12", "14"),
                "<p>Các thôn đều có tổ, mỗi tổ hoạt động theo quy ước.</p>".to_owned(),
            ),
            (
                base.replace("12", "14"),
                base.replace(" tự quản", ".</p><p>Tự quản"),
            ),
        ];
        for (current, incoming) in pairs {
            let decision = decide(base, &current, &incoming);
            assert!(matches!(decision, Decision::Conflict(_)), "{decision:?}");
        }
    }

    #[test]
    fn what_one_deletes_and_the_other_rewrites_is_kept() {
        let current = "<p>Các tổ hoạt động đều.</p>";
        let incoming = TWO.replace("12", "14");
        assert!(matches!(
            decide(TWO, current, &incoming),
            Decision::Conflict(_)
        ));
    }

    #[test]
    fn a_list_taken_apart_and_added_to_is_not_guessed_at() {
        let base = "<ul><li><p>một</p></li><li><p>hai</p></li></ul><p>Hết.</p>";
        let apart = "<p>một</p><p>hai</p><p>Hết.</p>";
        let longer = base.replace("</ul>", "<li><p>ba</p></li></ul>");
        assert!(matches!(
            decide(base, apart, &longer),
            Decision::Conflict(_)
        ));
    }

    /// A section of paragraphs and lists.
    fn section() -> impl Strategy<Value = Vec<String>> {
        let word =
            prop::sample::select(vec!["tổ", "xã", "hộ", "12", "đạt", "biên", "giới", "&amp;"]);
        let text = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
        let block = (0..4usize, text).prop_map(|(kind, text)| match kind {
            0 => format!("<h3>{text}</h3>"),
            1 => format!("<ul><li><p>{text}</p></li><li><p>{text}</p></li></ul>"),
            2 => format!("<table><tbody><tr><td><p>{text}</p></td></tr></tbody></table>"),
            _ => format!("<p>{text}</p>"),
        });
        prop::collection::vec(block, 0..7)
    }

    /// What an author does to a section: blocks taken out, put in, written over.
    fn edited(base: &[String], edits: &[(usize, usize, String)]) -> String {
        let mut blocks = base.to_vec();
        for (place, what, text) in edits {
            let at = place % (blocks.len() + 1);
            match what % 3 {
                0 => blocks.insert(at, format!("<p>{text}</p>")),
                1 if at < blocks.len() => blocks[at] = format!("<p>{text}</p>"),
                _ if at < blocks.len() => drop(blocks.remove(at)),
                _ => {}
            }
        }
        blocks.concat()
    }

    fn edits(author: char) -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        let text = (0..50u8).prop_map(move |number| format!("{author}{number}"));
        prop::collection::vec((0..8usize, 0..3usize, text), 0..4)
    }

    proptest! {
        #[test]
        fn every_word_is_in_the_result_or_in_a_kept_version(
            base in section(), first in edits('a'), second in edits('b')
        ) {
            let (current, incoming) = (edited(&base, &first), edited(&base, &second));
            let base = base.concat();
            let result = match decide(&base, &current, &incoming) {
                // The version before stays among the versions of the section.
                Decision::Saved => { prop_assert!(current == base || current == incoming); incoming.clone() }
                Decision::Merged(merged) => merged,
                Decision::Conflict(clashes) => {
                    prop_assert!(!clashes.is_empty());
                    format!("{current}{incoming}")
                }
            };
            let kept = words(&result);
            let known = words(&base);
            for word in words(&current).into_iter().chain(words(&incoming)) {
                prop_assert!(known.contains(&word) || kept.contains(&word), "{word} is lost in {result}");
            }
            prop_assert!(is_balanced(&result), "{result}");
        }

        #[test]
        fn every_new_word_is_kept_where_two_change_words_of_one_paragraph(
            length in 4..14usize, first in 0..14usize, second in 0..14usize, gone in 0..3usize
        ) {
            let word = |at: usize| format!("từ{at}");
            let base: Vec<String> = (0..length).map(word).collect();
            let text = |words: &[String]| format!("<p>{}</p>", words.join(" "));
            let (mut current, mut incoming) = (base.clone(), base.clone());
            current[first % length] = "a1".to_owned();
            incoming[second % length] = "b1".to_owned();
            incoming.truncate(length.saturating_sub(gone).max(second % length + 1));
            match decide(&text(&base), &text(&current), &text(&incoming)) {
                Decision::Merged(merged) => {
                    prop_assert!(merged.contains("a1") && merged.contains("b1"), "{merged}");
                    prop_assert!((first % length).abs_diff(second % length) > 1, "{merged}");
                }
                Decision::Conflict(clashes) => prop_assert!(!clashes.is_empty()),
                Decision::Saved => prop_assert!(false),
            }
        }

        #[test]
        fn pieces_lose_nothing(html in "[<>/pliu \nà\"=a-c]{0,40}") {
            prop_assert_eq!(joined(&pieces(&html)), html.replace(['\n', '\r'], " "));
        }

        #[test]
        fn any_text_can_be_saved(base in ".{0,60}", current in ".{0,60}", incoming in ".{0,60}") {
            let _ = decide(&base, &current, &incoming);
        }
    }
}
