//! A report on its way: drafted, signed, sent, received, sent back, accepted.
//!
//! Every act here is a decision over rows: it gets a permit, what happened so
//! far ([`History`]) and what people filled in, and gives the next row or a
//! refusal. Whoever calls brings the time and writes the row down. Doing the
//! same thing twice changes nothing; nothing accepted is changed in silence.

mod acceptance;
mod comment;
mod content;
mod coverage;
mod difference;
mod glance;
mod history;
mod reason;
mod receipt;
mod returning;
mod status;
mod submission;

#[cfg(test)]
mod tests;

pub use acceptance::{Reading, accept, forward, receive};
pub use comment::{Anchor, Fate, Found, Spot, comment};
pub use content::{Asked, Content, Evidence, Figure, Section, SectionState};
pub use coverage::{Cover, Tally};
pub use difference::{Difference, FigureChange, Piece, PieceFate, SectionChange, excerpts, pieces};
pub use glance::Glance;
pub use history::{History, Moved, Season, Step, Submission, Turn};
pub use reason::Reason;
pub use receipt::Receipt;
pub use returning::{Return, Slip, send_back};
pub use status::{Progress, Status, Timing};
pub use submission::{Desk, Signed, Signing, correct, present, sign, withdraw, write};
