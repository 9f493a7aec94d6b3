//! The server in a real browser: Debian's Chromium, headless, driven over WebDriver.
//!
//! What scripts do can only be seen here: drafts that save themselves, a line
//! that drops, two people in one section; and whether pages can be used by
//! everybody (axe-core). Where Chromium is not installed this is said, and
//! nothing is tested.

#![allow(dead_code, reason = "people learn to do more than one test needs")]

#[path = "../web/people/mod.rs"]
mod people;
mod screen;

mod across;
mod chase;
mod consolidation;
mod door;
mod hands;
mod journey;
mod pictures;
