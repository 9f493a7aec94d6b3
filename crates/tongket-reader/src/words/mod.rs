//! Words with a meaning of their own: dates, deadlines, numbers, codes, names.
//!
//! Each module finds one kind of thing in a piece of text and gives spans
//! relative to that piece. None of them knows what a document is.

pub mod fold;
pub mod sentence;

pub(crate) mod cursor;
pub(crate) mod rank;

pub mod date;
pub mod deadline;

pub mod figure;
pub mod number;

pub mod agency;
pub mod citation;
pub mod code;
