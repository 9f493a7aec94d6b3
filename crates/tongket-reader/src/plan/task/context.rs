//! Who is addressed by the headings above and the sentences that open lists.
//!
//! "3. Sở Nội vụ" addresses everything below it until the next heading of its
//! level; "Giao Sở Nội vụ:" everything in the list it opens. A heading without
//! an addressee keeps the one above it, but not the one of the preamble: what
//! a preamble orders in general is not ordered again under every heading. The
//! points of a letter are what its preamble orders.

use super::clause::Clause;
use crate::blocks::LabelStyle;
use crate::plan::{Order, Role};
use crate::span::Spanned;

/// How deep an addressee reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// The preamble, before any heading.
    Preamble,
    /// A heading of the section tree, from 1.
    Section(u8),
    /// A labelled paragraph that is not a heading.
    List(LabelStyle),
    /// A plain paragraph that opens a list.
    Paragraph,
}

/// What holds below one heading or opening sentence.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    depth: Depth,
    /// Who is addressed.
    pub(super) units: Vec<Spanned<String>>,
    /// Ordered or asked.
    pub(super) order: Order,
    /// The part they are given.
    pub(super) role: Option<Role>,
    /// With whom.
    pub(super) with: Vec<Spanned<String>>,
    /// Nothing is ordered here: purposes, results, law in force.
    pub(super) quiet: bool,
    /// The task that everything below spells out.
    pub(super) spells_out: Option<usize>,
}

/// The frames that hold at one place, outermost first.
#[derive(Debug, Default)]
pub(super) struct Context {
    frames: Vec<Frame>,
    /// In a letter, "yêu cầu Hiệu trưởng các trường:" speaks of all its numbered points.
    letter: bool,
}

impl Context {
    /// What holds before the first word of a letter, or of another document.
    pub(super) fn of_letter(letter: bool) -> Context {
        Context {
            frames: Vec::new(),
            letter,
        }
    }

    /// Ends what does not reach a block at `depth`.
    pub(super) fn leave(&mut self, depth: Depth) {
        let keep = self
            .frames
            .iter()
            .position(|frame| ends_at(frame.depth, depth));
        self.frames.truncate(keep.unwrap_or(self.frames.len()));
    }

    /// Opens a frame that says what `clause` says and keeps the rest of what holds above.
    pub(super) fn enter(&mut self, depth: Depth, clause: Option<Clause>) -> &mut Frame {
        let mut frame = self.inherited(depth);
        if let Some(clause) = clause {
            frame.take(clause);
        }
        self.frames.push(frame);
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Lets `clause` speak at `depth`: in the frame its heading opened, or in a new one.
    pub(super) fn replace(&mut self, depth: Depth, clause: Clause) {
        match self.frames.last_mut() {
            Some(frame) if frame.depth == depth => frame.take(clause),
            _ => {
                self.leave(depth);
                self.enter(depth, Some(clause));
            }
        }
    }

    /// What holds now.
    pub(super) fn current(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// Whether no heading has been met.
    pub(super) fn in_preamble(&self) -> bool {
        !self
            .frames
            .iter()
            .any(|frame| matches!(frame.depth, Depth::Section(_)))
    }

    fn inherited(&self, depth: Depth) -> Frame {
        let above = self.frames.last().filter(|frame| {
            let general = frame.depth == Depth::Preamble && matches!(depth, Depth::Section(_));
            self.letter || !general
        });
        let mut frame = above.cloned().unwrap_or_else(Frame::empty);
        frame.depth = depth;
        frame
    }
}

impl Frame {
    fn empty() -> Frame {
        Frame {
            depth: Depth::Preamble,
            units: Vec::new(),
            order: Order::Assign,
            role: None,
            with: Vec::new(),
            quiet: false,
            spells_out: None,
        }
    }

    fn take(&mut self, clause: Clause) {
        if !clause.units.is_empty() {
            self.units = clause.units;
            self.order = clause.order.unwrap_or_default();
            self.role = None;
            self.with.clear();
            self.spells_out = None;
        }
        if clause.role.is_some() {
            self.role = clause.role;
            self.with = clause.with;
        }
    }
}

/// Whether a frame at `frame` ends where a block at `next` begins.
fn ends_at(frame: Depth, next: Depth) -> bool {
    match (frame, next) {
        (_, Depth::Preamble) => true,
        (Depth::Preamble, _) => false,
        (Depth::Section(above), Depth::Section(level)) => above >= level,
        (_, Depth::Section(_)) => true,
        (Depth::Section(_), _) => false,
        (Depth::List(above), Depth::List(style)) => above >= style,
        (Depth::Paragraph, Depth::Paragraph) => true,
        (Depth::Paragraph, Depth::List(_)) | (Depth::List(_), Depth::Paragraph) => false,
    }
}
