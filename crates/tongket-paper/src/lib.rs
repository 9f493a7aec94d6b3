//! Bytes in, bytes out: files to sources, and documents to files.
//!
//! Importing turns Word, PDF, text and spreadsheets into the
//! [`Source`](tongket_reader::Source) that the reader reads; exporting turns
//! what the core has put together into Word, PDF and spreadsheets. Nothing here
//! opens a file, starts a program or reaches a network.

pub mod import;

pub mod export;
