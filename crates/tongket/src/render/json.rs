//! Findings as a JSON array, one object each, with the file they are in.

use anyhow::Result;
use serde::Serialize;
use tongket_reader::Diagnostic;

use super::Checked;
use super::place::Place;

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    page: Option<u32>,
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
}

/// All findings of all documents, both languages in each.
pub(crate) fn json(checked: &[Checked]) -> Result<String> {
    let entries: Vec<Entry<'_>> = checked.iter().flat_map(entries).collect();
    Ok(serde_json::to_string_pretty(&entries)? + "\n")
}

fn entries(document: &Checked) -> impl Iterator<Item = Entry<'_>> {
    document.diagnostics.iter().map(|diagnostic| {
        let Place {
            line, column, page, ..
        } = Place::of(&document.source, diagnostic.span);
        Entry {
            file: &document.name,
            line,
            column,
            page,
            diagnostic,
        }
    })
}
