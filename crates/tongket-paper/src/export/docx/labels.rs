//! Which headings Word can number by itself so that they show the labels of the model.
//!
//! A level has one pattern ("I.", "1.", "a)"). A group of brothers is numbered
//! by Word when counting from one gives exactly their labels and all above them
//! are numbered by Word too; otherwise the labels are written as text. Nothing
//! that is shown differs from the model either way.

use tongket_core::issue::{Block, wording};

/// How one heading gets its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Word counts.
    Automatic,
    /// The label is text.
    Written,
}

/// How Word writes a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counter {
    Roman,
    Decimal,
    Upper,
    Lower,
}

/// A counter and the text around it, with `%1` to `%3` for the counters of the levels.
pub(super) type Pattern = (Counter, &'static str);

/// The patterns tried on each level, the usual one first.
const PATTERNS: [&[Pattern]; 3] = [
    &[
        (Counter::Roman, "%1."),
        (Counter::Upper, "%1."),
        (Counter::Decimal, "%1."),
        (Counter::Roman, "%1-"),
        (Counter::Roman, "Phần %1."),
        (Counter::Roman, "Phần %1"),
        (Counter::Roman, "PHẦN %1"),
    ],
    &[
        (Counter::Decimal, "%2."),
        (Counter::Decimal, "%1.%2."),
        (Counter::Roman, "%2."),
        (Counter::Decimal, "%1.%2"),
        (Counter::Decimal, "%2-"),
    ],
    &[
        (Counter::Lower, "%3)"),
        (Counter::Decimal, "%1.%2.%3."),
        (Counter::Decimal, "%3."),
        (Counter::Decimal, "%2.%3."),
        (Counter::Decimal, "%3)"),
    ],
];

/// The pattern of each level and the numbering of each heading in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Labels {
    /// One a level.
    pub(super) patterns: [Pattern; 3],
    /// One a heading.
    pub(super) numberings: Vec<Numbering>,
}

/// A heading as it matters here.
struct Entry<'a> {
    level: usize,
    label: &'a str,
    /// Counters of the levels above and its own.
    counters: [usize; 3],
    /// Which group of brothers it is in.
    group: usize,
    /// The group of its father.
    above: Option<usize>,
}

impl Labels {
    /// Looks at all headings of a text.
    pub(super) fn of(blocks: &[Block]) -> Labels {
        let entries = entries(blocks);
        let patterns = patterns(&entries);
        let groups = entries
            .iter()
            .map(|entry| entry.group + 1)
            .max()
            .unwrap_or_default();
        let mut automatic = vec![true; groups];
        for entry in &entries {
            let above = entry.above.is_none_or(|group| automatic[group]);
            automatic[entry.group] &= above && counts_to(entry, &patterns);
        }
        // A group may turn out to be written after a deeper one was judged by it.
        for entry in &entries {
            automatic[entry.group] &= entry.above.is_none_or(|group| automatic[group]);
        }
        let numbering = |entry: &Entry<'_>| match automatic[entry.group] {
            true => Numbering::Automatic,
            false => Numbering::Written,
        };
        Labels {
            patterns,
            numberings: entries.iter().map(numbering).collect(),
        }
    }
}

fn entries(blocks: &[Block]) -> Vec<Entry<'_>> {
    let mut counters = [0; 4];
    let mut open: [Option<usize>; 4] = [None; 4];
    let mut groups = 0;
    let mut bare: Option<(usize, usize)> = None;
    let mut entries = Vec::new();
    for block in blocks {
        let Block::Heading { level, label, .. } = block else {
            continue;
        };
        let level = usize::from(level.clamp(&1, &4) - 1);
        let label = label.trim();
        let above = open[..level].iter().rev().find_map(|group| *group);
        counters[level + 1..].fill(0);
        open[level + 1..].fill(None);
        // A heading without a label is not counted: its brothers go on without it.
        let brothers = open[level].filter(|_| !label.is_empty());
        let group = brothers.unwrap_or_else(|| {
            groups += 1;
            groups - 1
        });
        match label.is_empty() {
            true => bare = Some((level, group)),
            false => {
                counters[level] += 1;
                open[level] = Some(group);
                bare = bare.filter(|(bare, _)| level > *bare);
            }
        }
        entries.push(Entry {
            level,
            label,
            counters: [counters[0], counters[1], counters[2]],
            group,
            above: bare
                .filter(|(bare, _)| level > *bare)
                .map(|(_, group)| group)
                .or(above),
        });
    }
    entries
}

/// For each level the first pattern that its first label fits.
fn patterns(entries: &[Entry<'_>]) -> [Pattern; 3] {
    let mut chosen = PATTERNS.map(|patterns| patterns[0]);
    for level in 0..chosen.len() {
        let Some(first) = entries.iter().find(|entry| entry.level == level) else {
            continue;
        };
        for pattern in PATTERNS[level] {
            let mut tried = chosen;
            tried[level] = *pattern;
            if counts_to(first, &tried) {
                chosen = tried;
                break;
            }
        }
    }
    chosen
}

/// Whether counting gives the label that the model shows.
fn counts_to(entry: &Entry<'_>, patterns: &[Pattern; 3]) -> bool {
    let Some((_, text)) = patterns.get(entry.level) else {
        return false;
    };
    let mut shown = (*text).to_owned();
    for (level, (counter, _)) in patterns.iter().enumerate() {
        let count = counter.show(entry.counters[level]);
        shown = shown.replace(&format!("%{}", level + 1), &count);
    }
    shown == entry.label
}

impl Counter {
    /// The name the standard gives it.
    pub(super) fn format(self) -> &'static str {
        match self {
            Counter::Roman => "upperRoman",
            Counter::Decimal => "decimal",
            Counter::Upper => "upperLetter",
            Counter::Lower => "lowerLetter",
        }
    }

    /// What Word shows; nothing where Word's letters differ from the decree's.
    fn show(self, count: usize) -> String {
        let letters = |letters: &str| {
            let letter = letters.chars().nth(count.wrapping_sub(1));
            letter.map(String::from).unwrap_or_default()
        };
        match self {
            Counter::Roman => wording::roman(count),
            Counter::Decimal => count.to_string(),
            Counter::Upper => letters("ABCD"),
            Counter::Lower => letters("abcd"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headings: &[(u8, &str)], expected: &str) {
        let block = |(level, label): &(u8, &str)| Block::Heading {
            level: *level,
            label: (*label).to_owned(),
            text: "Nội dung".to_owned(),
        };
        let blocks: Vec<Block> = headings.iter().map(block).collect();
        let shown: String = Labels::of(&blocks)
            .numberings
            .iter()
            .map(|numbering| match numbering {
                Numbering::Automatic => 'A',
                Numbering::Written => 'w',
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn usual_labels_are_counted_by_word() {
        check(
            &[
                (1, "I."),
                (1, "II."),
                (2, "1."),
                (3, "a)"),
                (3, "b)"),
                (2, "2."),
                (3, "a)"),
            ],
            "AAAAAAA",
        );
    }

    #[test]
    fn letters_with_d_stroke_are_text() {
        let letters = ["a)", "b)", "c)", "d)", "đ)", "e)"];
        let mut headings = vec![(1, "I."), (2, "1.")];
        headings.extend(letters.map(|letter| (3, letter)));
        check(&headings, "AAwwwwww");
    }

    #[test]
    fn other_schemes_are_recognised() {
        check(&[(1, "A."), (2, "I."), (2, "II."), (1, "B.")], "AAAA");
        check(
            &[(1, "1."), (2, "1.1."), (2, "1.2."), (3, "1.2.1.")],
            "AAAA",
        );
        check(&[(1, "Phần I"), (1, "Phần II")], "AA");
    }

    #[test]
    fn a_gap_or_a_missing_label_is_text() {
        check(&[(1, "I."), (1, "III."), (2, "1.")], "www");
        check(&[(1, ""), (2, "1.")], "ww");
        check(
            &[(1, "I."), (1, ""), (2, "1."), (1, "II."), (2, "1.")],
            "AwwAA",
        );
        check(&[(1, "I."), (2, "1."), (4, "-")], "AAw");
    }
}
