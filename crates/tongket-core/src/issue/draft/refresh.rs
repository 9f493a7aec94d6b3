//! A section that people have edited, brought up to date with its sources.
//!
//! Three texts meet: what the sources said when the section was last brought
//! up to date, what people made of it, and what the sources say now. A piece
//! that nobody touched follows its sources; one that somebody touched stays
//! with the edit and says what changed; one whose sources are gone stays and
//! says so; a new one enters at its place. What is no piece is the drafter's
//! own and is never touched. A piece that people moved to another section of
//! the draft is looked for there.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compose::{self, Fresh, Line, Shape};
use super::markup::{self, Sheet};
use super::moved::{self, Elsewhere};
use super::{Before, Kind, News, NewsKind, Piece};

/// A section brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct Refreshed {
    /// Its HTML.
    pub html: String,
    /// Its pieces, in the order in which they are composed; those without sources at the end.
    pub pieces: Vec<Piece>,
    /// What its pieces that stand in other sections are to say there, by key.
    pub follow: Vec<(String, String)>,
}

/// How a piece of the base stands in the edited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// As it was composed.
    Untouched,
    /// Somebody changed it.
    Touched,
    /// Somebody took it out.
    LeftOut,
}

/// Brings a section up to date.
///
/// `base` are the pieces as of the last time, `edited` the HTML as it stands
/// now, `fresh` what the sources say, with the keys of `base` carried on
/// ([`super::compose`]), `elsewhere` what stands in other sections of the draft.
pub fn refresh(base: &[Piece], edited: &str, fresh: &Fresh, elsewhere: &Elsewhere) -> Refreshed {
    let desk = Desk::new(base, edited, fresh, elsewhere);
    let moving = desk.moving();
    Refreshed {
        html: desk.write(&moving),
        pieces: desk.pieces(&moving),
        follow: desk.follow(),
    }
}

/// A section that was just composed: nothing in it is news.
pub fn first(fresh: &Fresh) -> Refreshed {
    let mut refreshed = refresh(&[], "", fresh, &Elsewhere::default());
    for piece in &mut refreshed.pieces {
        piece.news = None;
    }
    refreshed
}

struct Desk<'a> {
    base: FxHashMap<&'a str, &'a Piece>,
    order: &'a [Piece],
    fresh: &'a Fresh,
    now: FxHashMap<&'a str, &'a Piece>,
    sheet: Sheet<'a>,
    marks: FxHashMap<&'a str, Vec<usize>>,
    elsewhere: &'a Elsewhere,
}

/// What goes from where it stands: pieces by key, blocks by index.
#[derive(Default)]
struct Moving {
    keys: FxHashSet<String>,
    blocks: FxHashSet<usize>,
}

impl<'a> Desk<'a> {
    fn new(
        base: &'a [Piece],
        edited: &'a str,
        fresh: &'a Fresh,
        elsewhere: &'a Elsewhere,
    ) -> Desk<'a> {
        let sheet = Sheet::read(edited);
        let mut marks: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let of_base: FxHashMap<&str, &Piece> = base
            .iter()
            .map(|piece| (piece.key.as_str(), piece))
            .collect();
        let now: FxHashMap<&str, &Piece> = fresh
            .pieces()
            .map(|piece| (piece.key.as_str(), piece))
            .collect();
        for (at, mark) in sheet.marks.iter().enumerate() {
            let known = of_base.get_key_value(mark.key.as_str());
            let key = known.map(|(key, _)| *key);
            let key = key.or_else(|| now.get_key_value(mark.key.as_str()).map(|(key, _)| *key));
            if let Some(key) = key {
                marks.entry(key).or_default().push(at);
            }
        }
        Desk {
            base: of_base,
            order: base,
            fresh,
            now,
            sheet,
            marks,
            elsewhere,
        }
    }

    fn marks(&self, key: &str) -> &[usize] {
        self.marks.get(key).map_or(&[], Vec::as_slice)
    }

    /// What people did to a piece of the base, wherever it stands.
    fn hand(&self, piece: &Piece) -> Hand {
        let moved = self.elsewhere.has(&piece.key);
        match self.marks(&piece.key) {
            [] if moved && self.elsewhere.is_untouched(piece) => Hand::Untouched,
            [] if moved => Hand::Touched,
            [] => Hand::LeftOut,
            [_] if moved => Hand::Touched,
            [only] => {
                let inner = &self.sheet.html[self.sheet.marks[*only].inner.clone()];
                match !inner.contains('<') && markup::words(inner) == markup::folded(&piece.text) {
                    true => Hand::Untouched,
                    false => Hand::Touched,
                }
            }
            _ => Hand::Touched,
        }
    }

    /// Whether a piece stands in this section as it was composed.
    fn is_untouched(&self, key: &str) -> bool {
        let piece = self.base.get(key).filter(|_| !self.marks(key).is_empty());
        piece.is_some_and(|piece| self.hand(piece) == Hand::Untouched)
    }

    /// What pieces that nobody touched say now where they stand in other sections.
    fn follow(&self) -> Vec<(String, String)> {
        let moved = self.order.iter().filter(|piece| {
            self.marks(&piece.key).is_empty() && self.hand(piece) == Hand::Untouched
        });
        let follow = moved.filter_map(|piece| {
            let now = self.now.get(piece.key.as_str())?;
            (now.text != piece.text).then(|| (piece.key.clone(), now.text.clone()))
        });
        follow.collect()
    }

    /// Untouched pieces that are composed in another line now, or told by another piece; and blocks
    /// in which nothing but frames would remain.
    fn moving(&self) -> Moving {
        let mut moving = Moving::default();
        for piece in self
            .order
            .iter()
            .filter(|piece| self.is_untouched(&piece.key))
        {
            let elsewhere = match self.now.get(piece.key.as_str()) {
                Some(now) => now.line != piece.line,
                None => self.fresh.told.contains_key(&piece.key),
            };
            if elsewhere {
                moving.keys.insert(piece.key.clone());
            }
        }
        let touched: FxHashSet<usize> = self
            .sheet
            .marks
            .iter()
            .filter(|mark| moving.keys.contains(&mark.key))
            .map(|mark| mark.block)
            .collect();
        for block in touched {
            if self.is_emptied(block, &moving) {
                moving.blocks.insert(block);
                let inside = self.sheet.marks.iter().filter(|mark| mark.block == block);
                moving.keys.extend(inside.map(|mark| mark.key.clone()));
            }
        }
        moving
    }

    /// Whether a block holds nothing besides what moves but untouched frames.
    fn is_emptied(&self, block: usize, moving: &Moving) -> bool {
        let range = self.sheet.blocks[block].clone();
        let mut at = range.start;
        for mark in self.sheet.marks.iter().filter(|mark| mark.block == block) {
            let frame = self
                .base
                .get(mark.key.as_str())
                .is_some_and(|piece| piece.kind == Kind::Frame && self.is_untouched(&piece.key));
            if !frame && !moving.keys.contains(&mark.key) {
                return false;
            }
            if mark.outer.start > at && !self.sheet.words(at..mark.outer.start).is_empty() {
                return false;
            }
            at = at.max(mark.outer.end);
        }
        self.sheet.words(at..range.end).is_empty()
    }

    /// The HTML brought up to date.
    fn write(&self, moving: &Moving) -> String {
        let mut edits = Edits::default();
        for block in &moving.blocks {
            edits.replace(self.sheet.blocks[*block].clone(), String::new());
        }
        for mark in &self.sheet.marks {
            if moving.keys.contains(&mark.key) && !moving.blocks.contains(&mark.block) {
                edits.replace(self.with_blank(mark.outer.clone()), String::new());
            }
        }
        for (key, now) in &self.now {
            let follows = self.is_untouched(key)
                && !moving.keys.contains(*key)
                && self.base.get(key).is_some_and(|base| base.text != now.text);
            if let (true, [only]) = (follows, self.marks(key)) {
                let inner = self.sheet.marks[*only].inner.clone();
                edits.replace(inner, markup::escaped(&now.text));
            }
        }
        self.enter(moving, &mut edits);
        edits.apply(self.sheet.html)
    }

    /// A stretch with one of the blanks around it, so that none is left double.
    fn with_blank(&self, range: Range<usize>) -> Range<usize> {
        let html = self.sheet.html;
        match html[range.end..].starts_with(' ') {
            true => range.start..range.end + 1,
            false if html[..range.start].ends_with(' ') => range.start - 1..range.end,
            false => range,
        }
    }

    /// Whether a piece is to be written anew: it is new, or it moves.
    fn enters(&self, key: &str, moving: &Moving) -> bool {
        moving.keys.contains(key) || !self.base.contains_key(key) && self.marks(key).is_empty()
    }

    /// The end of the last mark of a piece that stays where it is.
    fn stands(&self, key: &str, moving: &Moving) -> Option<&markup::Mark> {
        let last = self
            .marks(key)
            .last()
            .filter(|_| !moving.keys.contains(key))?;
        self.sheet.marks.get(*last)
    }

    /// Writes new pieces in: beside their neighbours of the same line, or as a line of their own
    /// behind the line before.
    fn enter(&self, moving: &Moving, edits: &mut Edits) {
        let mut before: Option<usize> = None;
        for (at, line) in self.fresh.lines.iter().enumerate() {
            let says = |piece: &Piece| piece.kind != Kind::Frame && self.enters(&piece.key, moving);
            let new = |piece: &&Piece| self.enters(&piece.key, moving);
            let here = line
                .pieces
                .iter()
                .filter_map(|piece| self.stands(&piece.key, moving))
                .map(|mark| mark.block)
                .max();
            if line.pieces.iter().any(says) {
                match (here, line.shape) {
                    (Some(_), Shape::Paragraph) => self.beside(line, moving, edits),
                    (Some(block), Shape::Table { .. }) => {
                        let pieces: Vec<&Piece> = line.pieces.iter().filter(new).collect();
                        let text = compose::paragraph(&pieces);
                        edits.insert(self.sheet.blocks[block].end, text);
                    }
                    (None, _) => {
                        let place = before.map(|block| self.sheet.blocks[block].end);
                        let place = place.or_else(|| self.next_block(at, moving));
                        let text = compose::line(line, &|piece| {
                            piece.kind == Kind::Frame || self.enters(&piece.key, moving)
                        });
                        edits.insert(place.unwrap_or(self.sheet.html.len()), text);
                    }
                }
            }
            before = here.or(before);
        }
    }

    /// Where the first of the lines that follow begins.
    fn next_block(&self, line: usize, moving: &Moving) -> Option<usize> {
        let later = self.fresh.lines[line + 1..].iter();
        let mut marks = later
            .flat_map(|line| &line.pieces)
            .filter_map(|piece| self.stands(&piece.key, moving));
        marks.next().map(|mark| self.sheet.blocks[mark.block].start)
    }

    /// New pieces of a line that stands already.
    fn beside(&self, line: &Line, moving: &Moving, edits: &mut Edits) {
        let mut after: Option<usize> = None;
        for (at, piece) in line.pieces.iter().enumerate() {
            if let Some(mark) = self.stands(&piece.key, moving) {
                after = Some(mark.outer.end);
                continue;
            }
            if !self.enters(&piece.key, moving) {
                continue;
            }
            let text = markup::piece(&piece.key, &piece.text);
            match after {
                Some(end) => edits.insert(end, format!(" {text}")),
                None => {
                    let mut later = line.pieces[at + 1..].iter();
                    let next = later.find_map(|piece| {
                        let first = self.marks(&piece.key).first();
                        let first = first.filter(|_| !moving.keys.contains(&piece.key))?;
                        Some(self.sheet.marks[*first].outer.start)
                    });
                    let place = next.unwrap_or(self.sheet.html.len());
                    edits.insert(place, format!("{text} "));
                }
            }
        }
    }

    /// The pieces as they are now, with what is news about them.
    fn pieces(&self, moving: &Moving) -> Vec<Piece> {
        let now = self.fresh.pieces().map(|now| self.brought_up(now));
        let mut pieces: Vec<Piece> = now.collect();
        for old in self.order {
            let is_now = self.now.contains_key(old.key.as_str());
            let left = moving.keys.contains(&old.key) || self.hand(old) == Hand::LeftOut;
            if !is_now && !left {
                let told = self.fresh.told.contains_key(&old.key);
                let kind = match told {
                    true => NewsKind::Kept,
                    false => NewsKind::Gone,
                };
                pieces.push(without_source(old, kind));
            }
        }
        pieces
    }

    fn brought_up(&self, now: &Piece) -> Piece {
        let news = match self.base.get(now.key.as_str()) {
            _ if now.kind == Kind::Frame => None,
            None if self.marks(&now.key).is_empty() => Some(News {
                kind: NewsKind::Entered,
                before: None,
            }),
            None => None,
            Some(base) => self.news(base, now),
        };
        Piece {
            news,
            ..now.clone()
        }
    }

    /// What is news about a piece that was there before: against what somebody last looked at.
    fn news(&self, base: &Piece, now: &Piece) -> Option<News> {
        let seen = base.news.as_ref().and_then(|news| news.before.clone());
        let entered = base
            .news
            .as_ref()
            .is_some_and(|news| news.kind == NewsKind::Entered);
        let before = seen.unwrap_or_else(|| Before {
            text: base.text.clone(),
            sources: base.sources.clone(),
        });
        let changed = before.text != now.text || !same(&before.sources, &now.sources);
        let kind = match self.hand(base) {
            Hand::Untouched if entered => NewsKind::Entered,
            Hand::Untouched => NewsKind::Followed,
            Hand::Touched | Hand::LeftOut => NewsKind::Kept,
        };
        match (kind, changed) {
            (NewsKind::Entered, _) => Some(News { kind, before: None }),
            (_, true) => Some(News {
                kind,
                before: Some(before),
            }),
            (_, false) => None,
        }
    }
}

fn same(before: &[super::Source], now: &[super::Source]) -> bool {
    before.len() == now.len()
        && before
            .iter()
            .all(|one| now.iter().any(|other| other.says_the_same(one)))
}

/// A piece that stays though nothing composes it any more.
fn without_source(old: &Piece, kind: NewsKind) -> Piece {
    let before = old.news.as_ref().and_then(|news| news.before.clone());
    let before = before.unwrap_or_else(|| Before {
        text: old.text.clone(),
        sources: old.sources.clone(),
    });
    Piece {
        news: Some(News {
            kind,
            before: Some(before),
        }),
        ..old.clone()
    }
}

/// Changes to a text, applied together.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// Applies all: at one place, what was written first stands first; what would go twice goes once.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for (range, new) in self.0 {
            if range.start > at {
                out.push_str(&text[at..range.start]);
            }
            out.push_str(&new);
            at = at.max(range.end);
        }
        out.push_str(&text[at..]);
        out
    }
}

/// What somebody decides about a piece that has news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was looked at, and stands as it is.
    Seen,
    /// The draft is to say what the sources say.
    Follow,
    /// It is to go.
    Drop,
}

/// A section after somebody decided about a piece; about all that is news where `key` is empty.
///
/// What has no source any more and is kept becomes the drafter's own.
pub fn answer(base: &[Piece], edited: &str, key: &str, answer: Answer) -> Refreshed {
    let sheet = Sheet::read(edited);
    let mut edits = Edits::default();
    let mut pieces = Vec::with_capacity(base.len());
    for piece in base {
        let meant = key.is_empty() || piece.key == key;
        let Some(news) = piece.news.as_ref().filter(|_| meant) else {
            pieces.push(piece.clone());
            continue;
        };
        moved::decide(&sheet, piece, answer, &mut edits);
        if news.kind != NewsKind::Gone {
            pieces.push(Piece {
                news: None,
                ..piece.clone()
            });
        }
    }
    Refreshed {
        html: edits.apply(edited),
        pieces,
        follow: Vec::new(),
    }
}
