//! The campaign as decisions: no files, no clock, no database.
//!
//! Modules stand in the order in which a campaign flows.

pub mod amount;
pub mod fingerprint;
pub mod moment;

pub mod event;
pub mod password;
pub mod permit;
pub mod refusal;

pub mod unit;

pub mod campaign;

pub mod report;
pub mod review;

pub mod chase;
pub mod exchange;

pub mod consolidation;
pub mod series;

pub mod issue;

pub mod gathering;

mod threads;
