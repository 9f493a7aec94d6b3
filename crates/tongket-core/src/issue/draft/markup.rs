//! Pieces in the HTML of a section: where they stand, and how they are written.
//!
//! The HTML is what the server's cleaning lets through, so tags are well
//! formed and attributes hold nothing but numbers and keys.

use std::ops::Range;

/// A stretch of HTML that bears the key of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The key.
    pub(super) key: String,
    /// With its tags.
    pub(super) outer: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
    /// Index of the top block in which it stands.
    pub(super) block: usize,
}

/// The HTML of a section with its marks.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'h> {
    /// The HTML.
    pub(super) html: &'h str,
    /// Its marks, in the order in which they begin.
    pub(super) marks: Vec<Mark>,
    /// Its top blocks.
    pub(super) blocks: Vec<Range<usize>>,
}

const OPENING: &str = "<span data-piece=\"";

impl<'h> Sheet<'h> {
    /// Reads the HTML of a section.
    pub(super) fn read(html: &'h str) -> Sheet<'h> {
        let mut sheet = Sheet {
            html,
            marks: Vec::new(),
            blocks: Vec::new(),
        };
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut begun = None;
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            let end = match rest.starts_with('<') {
                true => at + rest.find('>').map_or(rest.len(), |end| end + 1),
                false => at + rest.find('<').unwrap_or(rest.len()),
            };
            let part = &html[at..end];
            if open.is_empty() && begun.is_none() && !part.trim().is_empty() {
                begun = Some(at);
            }
            if part.starts_with("</") {
                if let Some(Some(mark)) = open.pop() {
                    sheet.marks[mark].inner.end = at;
                    sheet.marks[mark].outer.end = end;
                }
            } else if part.starts_with('<') && part != "<br>" {
                let key = part
                    .strip_prefix(OPENING)
                    .and_then(|key| key.strip_suffix("\">"));
                open.push(key.map(|key| sheet.begin(key, at..end)));
            }
            if open.is_empty()
                && let Some(from) = begun.take()
            {
                sheet.blocks.push(from..end);
            }
            at = end;
        }
        sheet
    }

    fn begin(&mut self, key: &str, tag: Range<usize>) -> usize {
        self.marks.push(Mark {
            key: key.to_owned(),
            outer: tag.start..self.html.len(),
            inner: tag.end..self.html.len(),
            block: self.blocks.len(),
        });
        self.marks.len() - 1
    }

    /// The marks with this key.
    pub(super) fn of<'s>(&'s self, key: &str) -> impl Iterator<Item = (usize, &'s Mark)> {
        let marks = self.marks.iter().enumerate();
        marks.filter(move |(_, mark)| mark.key == key)
    }

    /// The words of a stretch.
    pub(super) fn words(&self, range: Range<usize>) -> String {
        words(&self.html[range])
    }
}

/// The words of HTML: without tags, white space folded.
pub(super) fn words(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tagged)) = rest.split_once('<') {
        plain.push_str(text);
        let (tag, after) = tagged.split_once('>').unwrap_or((tagged, ""));
        if !["span", "/span", "strong", "/strong", "em", "/em", "u", "/u"]
            .iter()
            .any(|inline| tag == *inline || tag.starts_with(&format!("{inline} ")))
        {
            plain.push(' ');
        }
        rest = after;
    }
    plain.push_str(rest);
    for (written, sign) in SIGNS {
        plain = plain.replace(written, sign);
    }
    folded(&plain)
}

/// The signs that HTML writes in another way; "&" last.
const SIGNS: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
];

/// White space folded to single blanks.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it stands in HTML, outside of tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A piece as it stands in a section.
pub(super) fn piece(key: &str, text: &str) -> String {
    format!("{OPENING}{key}\">{}</span>", escaped(text))
}

/// Words of a section in a row, all from one piece or all the drafter's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The key of the piece; `None` for the drafter's own words.
    pub key: Option<String>,
    /// The words.
    pub words: String,
}

/// The words of a section, run by run; blanks between runs are left out.
pub fn runs(html: &str) -> Vec<Run> {
    let sheet = Sheet::read(html);
    let mut runs = Vec::new();
    let mut at = 0;
    let mut push = |key: Option<String>, words: String| {
        if !words.is_empty() {
            runs.push(Run { key, words });
        }
    };
    for mark in &sheet.marks {
        // A mark within a mark belongs to the outer one.
        if mark.outer.start < at {
            continue;
        }
        push(None, sheet.words(at..mark.outer.start));
        push(Some(mark.key.clone()), sheet.words(mark.inner.clone()));
        at = mark.outer.end;
    }
    push(None, sheet.words(at..html.len()));
    runs
}

/// The same HTML without the marks of pieces.
pub fn without_pieces(html: &str) -> String {
    with_spans(html, &|_| false)
}

/// The same HTML with no other spans than those of pieces.
pub fn only_pieces(html: &str) -> String {
    with_spans(html, &|tag| {
        let key = tag
            .strip_prefix(OPENING)
            .and_then(|key| key.strip_suffix("\">"));
        key.is_some_and(|key| {
            !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(in_key)
        })
    })
}

/// Letters of the longest key.
const LONGEST_KEY: usize = 40;

fn in_key(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
}

fn with_spans(html: &str, stays: &dyn Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    let mut open: Vec<bool> = Vec::new();
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        let writes = match tag {
            "</span>" => open.pop().unwrap_or_default(),
            _ if tag == "<span>" || tag.starts_with("<span ") => {
                open.push(stays(tag));
                open.last().copied().unwrap_or_default()
            }
            _ => true,
        };
        if writes {
            kept.push_str(tag);
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}
