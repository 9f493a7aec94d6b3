//! What the writing box stores: a few elements, nothing that can do anything.
//!
//! The browser has reduced what was pasted already; a program may send
//! anything, so it is reduced again here. Text is never dropped, only marks.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;
use tongket_core::issue::draft::only_pieces;
use unicode_normalization::UnicodeNormalization as _;

/// Elements that a section may have; see `assets/README.md`.
const ELEMENTS: [&str; 18] = [
    "p", "h3", "h4", "ul", "ol", "li", "strong", "em", "u", "br", "table", "thead", "tbody", "tr",
    "th", "td", "b", "i",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| cleaner(&ELEMENTS));

/// As [`CLEANER`], with the marks of pieces.
static DRAFT_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut elements = ELEMENTS.to_vec();
    elements.push("span");
    cleaner(&elements)
});

fn cleaner(elements: &[&'static str]) -> Builder<'static> {
    let mut cleaner = Builder::empty();
    let cell = || HashSet::from(["colspan", "rowspan"]);
    cleaner
        .tags(elements.iter().copied().collect())
        .tag_attributes(HashMap::from([
            ("td", cell()),
            ("th", cell()),
            ("ol", HashSet::from(["start"])),
            ("span", HashSet::from(["data-piece"])),
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .attribute_filter(|element, _, value| {
            let number = value.parse::<u16>().is_ok_and(|number| number < 1000);
            (number || element == "span").then_some(value.into())
        })
        .strip_comments(true);
    cleaner
}

/// The HTML of a section, reduced to what it may have, in NFC.
///
/// Text that was typed without any mark, as in a form without script, becomes
/// paragraphs, one a line.
pub(super) fn clean(html: &str) -> String {
    let composed: String = html.nfc().collect();
    let marked = match composed.contains('<') {
        true => composed,
        false => paragraphs(&composed),
    };
    let cleaned = CLEANER.clean(&marked).to_string();
    let cleaned = cleaned
        .replace("<b>", "<strong>")
        .replace("</b>", "</strong>")
        .replace("<i>", "<em>")
        .replace("</i>", "</em>");
    match text(&cleaned).is_empty() && !cleaned.contains("<table") {
        true => String::new(),
        false => cleaned,
    }
}

/// The same for the draft of a consolidation, which may mark what came from reports:
/// `<span data-piece="key">`, and no other span.
pub(super) fn clean_draft(html: &str) -> String {
    let composed: String = html.nfc().collect();
    let marked = match composed.contains('<') {
        true => composed,
        false => paragraphs(&composed),
    };
    let cleaned = DRAFT_CLEANER.clean(&marked).to_string();
    let cleaned = cleaned
        .replace("<b>", "<strong>")
        .replace("</b>", "</strong>")
        .replace("<i>", "<em>")
        .replace("</i>", "</em>");
    only_pieces(&cleaned)
}

fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{line}</p>")).collect()
}

/// The words of a section, a line each block, without the bullets that lists put before them.
pub(super) fn text(html: &str) -> String {
    let Ok(source) = tongket_paper::import::html(html) else {
        return String::new();
    };
    let lines = source.lines().iter().map(|line| {
        let own = source.slice(line.span).get(line.look.label..);
        let words: Vec<&str> = own.unwrap_or_default().split_whitespace().collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(clean(html), expected);
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "<p>Xã có <b>12</b> tổ.</p>",
            "<p>Xã có <strong>12</strong> tổ.</p>",
        );
        check(
            "<p onclick=\"x()\">Một<script>x()</script></p><div>hai</div>",
            "<p>Một</p>hai",
        );
        check(
            "<p><a href=\"https://x\">liên kết</a></p>",
            "<p>liên kết</p>",
        );
        check(
            "<table><tbody><tr><td colspan=\"2\" style=\"x\">a</td></tr></tbody></table>",
            "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>",
        );
    }

    #[test]
    fn a_draft_keeps_the_marks_of_pieces_and_no_other_span() {
        for (html, expected) in [
            (
                "<p><span data-piece=\"s1a-l\">Xã có <b>12</b> tổ.</span></p>",
                "<p><span data-piece=\"s1a-l\">Xã có <strong>12</strong> tổ.</span></p>",
            ),
            (
                "<p><span class=\"x\" data-piece=\"a\" style=\"y\">Một</span> <span>hai</span></p>",
                "<p><span data-piece=\"a\">Một</span> hai</p>",
            ),
            (
                "<p><span data-piece=\"A&quot; onload=x\">Một</span></p>",
                "<p>Một</p>",
            ),
            ("", ""),
        ] {
            assert_eq!(clean_draft(html), expected);
        }
        check("<p><span data-piece=\"a\">Một</span></p>", "<p>Một</p>");
    }

    #[test]
    fn plain_lines_become_paragraphs() {
        check("Một & hai\n\n 3 > 2", "<p>Một &amp; hai</p><p>3 &gt; 2</p>");
        check("  \n", "");
        check("<p> </p><p><br></p>", "");
    }

    #[test]
    fn letters_are_composed() {
        check("<p>Vie\u{323}\u{302}t</p>", "<p>Việt</p>");
    }

    #[test]
    fn a_section_is_read_block_by_block() {
        assert_eq!(
            text("<h3>1.  Tổ</h3><ul><li><p>Thôn Đông</p></li></ul><p></p>"),
            "1. Tổ\nThôn Đông"
        );
    }
}
