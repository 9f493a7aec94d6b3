//! A text in which words stand one space apart, so that a wording of several
//! words can be looked for as it is, whatever white space its writer put between.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::span::Span;

/// A text with one space for every run of white space, and the way back.
#[derive(Debug, Default)]
pub(super) struct Squeezed {
    text: String,
    /// From which byte on how many bytes are missing before it.
    missing: Vec<(usize, usize)>,
}

impl Squeezed {
    /// Squeezes a text.
    pub(super) fn of(text: &str) -> Squeezed {
        let mut squeezed = Squeezed {
            text: String::with_capacity(text.len()),
            missing: Vec::new(),
        };
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            let start = at;
            while let Some(length) = space(bytes, at) {
                at += length;
            }
            match at - start {
                0 => at += 1,
                1 if bytes.get(start) == Some(&b' ') => {}
                _ => {
                    squeezed.take(text, from, start, at);
                    from = at;
                }
            }
        }
        squeezed.text.push_str(text.get(from..).unwrap_or_default());
        squeezed
    }

    /// Takes the text up to `start`, and one space for the white space from there to `end`.
    fn take(&mut self, text: &str, from: usize, start: usize, end: usize) {
        self.text
            .push_str(text.get(from..start).unwrap_or_default());
        self.text.push(' ');
        self.missing.push((self.text.len(), end - self.text.len()));
    }

    /// Where a byte of the squeezed text stands in the text.
    fn place(&self, at: usize) -> usize {
        let before = self.missing.partition_point(|(from, _)| *from <= at);
        let missing = before
            .checked_sub(1)
            .and_then(|before| self.missing.get(before));
        at + missing.map_or(0, |(_, missing)| *missing)
    }
}

/// How many bytes the white space at `at` takes.
fn space(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b' ' | b'\t' | b'\r' | b'\n' => Some(1),
        0xc2 => (bytes.get(at + 1) == Some(&0xa0)).then_some(2),
        _ => None,
    }
}

/// Known wordings, looked for in one pass.
pub(super) struct Wordings(AhoCorasick);

impl Wordings {
    /// Wordings in small letters, one space between words.
    pub(super) fn new(wordings: impl IntoIterator<Item = String>) -> Wordings {
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(wordings);
        Wordings(search.expect("the lists are short"))
    }

    /// Which wordings stand where in the text before it was squeezed: in order, and apart.
    pub(super) fn find(&self, squeezed: &Squeezed) -> Vec<(usize, Span)> {
        let hits = self.0.find_iter(&squeezed.text);
        hits.map(|hit| {
            let last = squeezed.place(hit.end() - 1);
            let span = Span::new(squeezed.place(hit.start()), last + 1);
            (hit.pattern().as_usize(), span)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_are_found_across_any_white_space() {
        let wordings = Wordings::new(["ủy ban".to_owned(), "sở y tế".to_owned()]);
        for text in [
            "ủy ban, sở y tế",
            "  ủy \t\u{a0} ban,\n\n sở\u{a0}y\ntế ",
            "của ủy\u{a0}ban  và  sở y  tế",
        ] {
            let found = wordings.find(&Squeezed::of(text));
            let found: Vec<String> = found
                .iter()
                .map(|(_, span)| {
                    span.slice(text)
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                })
                .collect();
            assert_eq!(found, ["ủy ban", "sở y tế"], "{text:?}");
        }
    }
}
