//! Whose report it is, which version counts, and which outline item each part answers.
//!
//! A report is read upstream ([`tongket_reader::report::Report`]); here it is
//! held against the directory and the outline. Every decision says what it
//! rests on; where the evidence is not enough, nothing is guessed: the text is
//! listed as unplaced, the sender as unknown.

mod alignment;
mod ask;
mod doubt;
mod draft;
mod features;
mod filling;
pub mod form;
mod headings;
mod identity;
mod index;
mod nil;
mod passages;
pub mod rule;
mod version;
mod written;

#[cfg(test)]
mod tests;

pub use alignment::{Aligner, Alignment, Answer, AnswerState, HeadingDecision, Placed, align};
pub use ask::{Ask, asks, section_of};
pub use doubt::{Doubt, WhyDoubted, doubts};
pub use draft::{Clash, Decision, decide};
pub use filling::{Filled, Filling, Left, WhyLeft, fillings, mark_of};
pub use identity::{Conflict, Evidence, Identity, identify};
pub use nil::{is_nil, says_nothing};
pub use version::{Rank, Submission, Versions, versions};
pub use written::{Body, Head, Sections, Written, WrittenSection};
