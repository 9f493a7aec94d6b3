//! Which outline item each passage of a report answers.
//!
//! A passage goes where its heading went. Below a heading that answers several
//! items, or none, and in a report without headings, it is placed by the words
//! it opens with ("Về công tác tuyên truyền, …", "Ưu điểm: …"), then by what it
//! speaks of; and where neither is enough, nowhere.

use std::borrow::Cow;

use tongket_reader::Span;
use tongket_reader::report::{Heading, Passage, Report};
use tongket_reader::words::{fold, sentence};

use super::alignment::{Alignment, Placed};
use super::features::{Feature, features};
use super::headings::{PlacedHeading, title_alone};
use super::index::{Index, Likeness, ordinal};
use super::nil::is_nil;

/// Places every passage of a report.
pub(super) fn place<'r>(
    index: &Index,
    report: &'r Report,
    text: &str,
    headings: &[PlacedHeading<'r>],
    alignment: &mut Alignment<'r>,
) {
    let mut run = Run::new(index, text, None);
    for passage in &report.preamble {
        match frames(passage, text) {
            true => alignment.framing.push(placed(Cow::Borrowed(passage), 1.0)),
            false => run.take(Cow::Borrowed(passage), alignment),
        }
    }
    for heading in headings {
        let mut run = Run::new(index, text, Some(heading));
        if let Some(passage) = on_heading_line(heading.heading, text) {
            run.take(Cow::Owned(passage), alignment);
        }
        for passage in &heading.heading.passages {
            run.take(Cow::Borrowed(passage), alignment);
        }
    }
}

fn placed(passage: Cow<'_, Passage>, confidence: f32) -> Placed<'_> {
    Placed {
        passage,
        confidence,
    }
}

/// The passages below one heading, in order.
struct Run<'i> {
    index: &'i Index,
    text: &'i str,
    /// The item of the heading.
    scope: Option<usize>,
    /// Items among which the passages may go, the heading's own first; empty for all of the outline.
    family: Vec<usize>,
    confidence: f32,
    /// Where the last passage went by its opening words; those that follow go with it.
    current: Option<(usize, f32)>,
    /// Whether a passage was a heading that looked like text: then the heading above has no say.
    unread: bool,
}

impl<'i> Run<'i> {
    fn new(index: &'i Index, text: &'i str, heading: Option<&PlacedHeading>) -> Run<'i> {
        let scope = heading.and_then(|heading| heading.item);
        let also = heading
            .map(|heading| heading.also.clone())
            .unwrap_or_default();
        Run {
            index,
            text,
            scope,
            family: scope.into_iter().chain(also).collect(),
            confidence: heading.map_or(0.0, |heading| heading.confidence),
            current: None,
            unread: false,
        }
    }

    /// Puts a passage where it belongs.
    fn take<'r>(&mut self, passage: Cow<'r, Passage>, alignment: &mut Alignment<'r>) {
        if let Some(found) = self.by_unread_heading(&passage) {
            self.current = Some(found);
            self.unread = true;
            if self.only_heads(&passage, found.0) {
                alignment.framing.push(placed(passage, found.1));
                return;
            }
        }
        let decision = match self.is_leaf() && !self.unread {
            true => self.scope.map(|item| (item, self.confidence)),
            false => self.decide(&passage),
        };
        match decision {
            Some((item, confidence)) => alignment.answers[item]
                .passages
                .push(placed(passage, confidence)),
            None => alignment.unplaced.push(placed(passage, 0.0)),
        }
    }

    /// Whether the heading answers one item that has none below it.
    fn is_leaf(&self) -> bool {
        match self.family.as_slice() {
            [only] => self.index.items[*only].end == *only + 1,
            _ => false,
        }
    }

    /// A line without the look of a heading that has the words of an outline title and no others.
    /// Below a heading that leaves no choice only the very title counts.
    fn by_unread_heading(&self, passage: &Passage) -> Option<(usize, f32)> {
        let line = passage
            .span
            .slice(self.text)
            .trim_end_matches(['.', ':', ' ']);
        let counted = passage.label.is_empty() || ordinal(&passage.label).is_some();
        let plain = passage.table.is_none() && line.len() <= LONGEST_TITLE;
        if !(plain && counted)
            || line.contains(['.', ';', ':', '\n'])
            || line.contains(|letter: char| letter.is_ascii_digit())
        {
            return None;
        }
        let likely = self.index.like_title(&features(line));
        let best = likely
            .first()
            .filter(|best| best.exact || best.share >= SAME && best.covered >= SAME)
            .filter(|best| best.exact || !self.is_leaf())?;
        let rival = likely
            .get(1)
            .is_some_and(|next| best.degree - next.degree < MARGIN && (next.exact || !best.exact));
        (!rival).then_some((best.item, best.degree))
    }

    /// Whether a line that has the words of an outline title does nothing but head what follows: it
    /// is counted like a heading or has the very words, and does not say that there is nothing.
    fn only_heads(&self, passage: &Passage, item: usize) -> bool {
        let line = passage.span.slice(self.text);
        let words = features(line.trim_end_matches(['.', ':', ' ']));
        let mut likely = self.index.like_title(&words).into_iter();
        let exact = likely.any(|like| like.item == item && like.exact);
        (exact || !passage.label.is_empty()) && !is_nil(line)
    }

    fn decide(&mut self, passage: &Passage) -> Option<(usize, f32)> {
        if passage.table.is_none() {
            if let Some(found) = self.by_opening(passage) {
                self.current = Some(found);
                return self.current;
            }
            let opens_another =
                passage.label.is_empty() && colon_opening(passage.span.slice(self.text)).is_some();
            if let Some((item, confidence)) = self.current.filter(|_| !opens_another) {
                return Some((item, confidence * FOLLOWING));
            }
        }
        let own = self.scope.map(|item| (item, self.confidence));
        self.by_content(passage).or(own)
    }

    /// By the words it opens with.
    fn by_opening(&self, passage: &Passage) -> Option<(usize, f32)> {
        let (opening, least) = opening(passage.span.slice(self.text))?;
        let likely = self.allowed(self.index.like_title(&features(opening)));
        let best = likely.first().filter(|best| best.degree >= least)?;
        let rival = likely
            .get(1)
            .is_some_and(|next| best.degree - next.degree < MARGIN);
        (!rival).then_some((best.item, best.degree))
    }

    /// By what it speaks of. Where two items are equally likely, the item above both.
    fn by_content(&self, passage: &Passage) -> Option<(usize, f32)> {
        let words = self.words(passage);
        let likely = self.allowed(self.index.like_content(&words));
        let best = likely.first().filter(|best| best.degree >= LEAST_CONTENT)?;
        let rival = likely
            .get(1)
            .filter(|next| next.degree * CLEAR > best.degree);
        match rival {
            None => Some((best.item, 0.4 + 0.4 * best.degree)),
            Some(rival) => self.above_both(best.item, rival.item),
        }
    }

    fn above_both(&self, one: usize, other: usize) -> Option<(usize, f32)> {
        let mut above = Some(one);
        while let Some(item) = above {
            if self.index.is_within(other, item) {
                return Some((item, SHARED));
            }
            above = self.index.items[item].parent;
        }
        None
    }

    /// The likely items that the heading leaves open.
    fn allowed(&self, likely: Vec<Likeness>) -> Vec<Likeness> {
        let open = |item: usize| {
            self.family.is_empty()
                || self
                    .family
                    .iter()
                    .any(|above| self.index.is_within(item, *above))
        };
        likely.into_iter().filter(|like| open(like.item)).collect()
    }

    /// The words of a passage; of a table, its caption, its header and the first words of its rows.
    fn words(&self, passage: &Passage) -> Vec<Feature> {
        let Some(table) = &passage.table else {
            return features(beginning(passage.span.slice(self.text)));
        };
        let names = table
            .rows
            .iter()
            .take(MOST_ROWS)
            .flat_map(|row| row.iter().take(2))
            .map(|cell| cell.text.as_str());
        let caption = table.caption.map(|caption| caption.slice(self.text));
        let all: Vec<&str> = caption
            .into_iter()
            .chain(table.header.iter().map(String::as_str))
            .chain(names)
            .collect();
        features(&all.join(" . "))
    }
}

/// Whether a passage before the first heading only frames the report: what it is
/// based on, the sentence that opens it.
fn frames(passage: &Passage, text: &str) -> bool {
    let slice = passage.span.slice(text).trim();
    let key = fold::key(beginning(slice));
    let based = [
        "thực hiện ",
        "căn cứ ",
        "theo ",
        "kính gửi",
        "triển khai ",
        "phúc đáp ",
        "xét ",
        "tiếp tục thực hiện ",
    ];
    let opens = slice.ends_with(':')
        || key.contains("báo cáo") && (key.contains("như sau") || slice.len() < MOST_FRAME);
    opens || based.iter().any(|word| key.starts_with(word))
}

/// The words a passage opens with, up to the sign that ends them, and how alike they must be.
fn opening(passage: &str) -> Option<(&str, f32)> {
    let line = beginning(passage);
    let at = line.find([':', ',', '.', ';', '–', '\n'])?;
    let (opening, rest) = line.split_at(at);
    let words = opening.split_whitespace().count();
    let speaks_of = fold::key(opening).starts_with("về ");
    match rest.chars().next()? {
        ':' if words <= LONGEST_OPENING => Some((opening, ALIKE)),
        ',' if speaks_of => Some((opening, ALIKE)),
        '.' | '–' | '\n' if words <= 12 => Some((opening, MUCH_ALIKE)),
        _ if line.contains(':') => colon_opening(line),
        _ => None,
    }
}

/// "Hạn chế, nguyên nhân: …": the opening goes on over commas to a colon.
fn colon_opening(line: &str) -> Option<(&str, f32)> {
    let (opening, _) = line.split_once(':')?;
    let short =
        opening.split_whitespace().count() <= LONGEST_OPENING && !opening.contains(['.', ';']);
    short.then_some((opening, ALIKE))
}

/// The first part of a text, enough to see what it speaks of.
fn beginning(text: &str) -> &str {
    match text.char_indices().nth(LONGEST_LOOK) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The text that stands on the line of a heading: "1. Ưu điểm: Các tổ hoạt động đều."
pub(super) fn on_heading_line(heading: &Heading, text: &str) -> Option<Passage> {
    let line = heading.span.slice(text);
    let alone = title_alone(&heading.title);
    if alone.len() == heading.title.len() {
        return None;
    }
    let at = line.find(alone)? + alone.len();
    let rest = line.get(at..)?.strip_prefix(':')?;
    let start = heading.span.end - rest.len();
    let span = Span::new(start, heading.span.end).trim(text);
    let sentences = sentence::sentences(span.slice(text))
        .into_iter()
        .map(|sentence| sentence.shift(span.start));
    (!span.is_empty()).then(|| Passage {
        label: String::new(),
        span,
        sentences: sentences.collect(),
        table: None,
    })
}

/// How alike opening words before a colon must be.
const ALIKE: f32 = 0.55;
/// How alike a short first sentence must be to be taken for a heading.
const MUCH_ALIKE: f32 = 0.72;
/// Words of the longest opening before a colon; titles in outlines are long.
const LONGEST_OPENING: usize = 40;
/// How alike a line and a title must be for the line to be taken for a heading.
const SAME: f32 = 0.8;
/// Bytes of the longest line that is taken for a heading.
const LONGEST_TITLE: usize = 240;
/// Two items nearer than this are not told apart.
const MARGIN: f32 = 0.03;
/// Below this, what a passage speaks of places nothing.
const LEAST_CONTENT: f32 = 0.3;
/// How many times as likely the best must be.
const CLEAR: f32 = 1.35;
/// Confidence in the item above two that are equally likely.
const SHARED: f32 = 0.4;
/// Of its confidence, what a passage has that follows a placed one.
const FOLLOWING: f32 = 0.85;
/// Characters of a passage that are looked at.
const LONGEST_LOOK: usize = 400;
/// Bytes of the longest opening sentence that need not say "như sau".
const MOST_FRAME: usize = 160;
/// Rows of a table that are looked at.
const MOST_ROWS: usize = 40;
