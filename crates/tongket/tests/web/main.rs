//! The server as its people meet it: pages asked for, forms sent, answers read.
//!
//! Every test has a house of its own on a throw-away store and a clock that
//! stands still; people sign in with a browser of theirs and speak.

#![allow(dead_code, reason = "people learn to do more than one test needs")]

mod people;

mod accounts;
mod across;
mod audit;
mod campaign;
mod chase;
mod consolidation;
mod corpus;
mod coverage;
mod exchange;
mod figures;
mod manual;
mod permit;
mod permit_road;
mod program;
mod report;
mod search;
mod series;
mod session;
mod sources;
mod texts;
mod today;
mod units;
