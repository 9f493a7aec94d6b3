//! Seeing who has not sent, and making them send.
//!
//! [`board`] says where every report of a campaign stands and which are late;
//! the page, the reminders and the urging letter take their units from that
//! one place. [`letter`] says whom the letter names, [`ladder`] decides who is reminded at which step, [`post`] what
//! becomes of a mail, [`work`] looks back on the work itself.

pub mod board;
pub mod ladder;
pub mod letter;
pub mod post;
pub mod work;

#[cfg(test)]
mod tests;

pub use board::{Count, Late, Owed, last_workday, late};
pub use ladder::{Ladder, Reminder, Told, reminders};
pub use letter::{Addressed, Urged, urged};
