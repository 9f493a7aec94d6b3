//! What stands on pages and is not text: page numbers and running heads; and the notes at their feet.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::glyphs::{Glyph, Page};
use super::rows::Row;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:Trang\s+)?[-–—\s]*\d{1,4}[-–—\s]*(?:/\s*\d{1,4})?$")
        .unwrap_or_else(|_| unreachable!("a constant pattern"))
});

/// Takes page numbers and running heads out of the rows of all pages; says what was taken.
pub(super) fn take_out(pages: &[Page], rows: &mut [Vec<Row>]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut numbers = 0;
    for (page, rows) in pages.iter().zip(rows.iter_mut()) {
        let before = rows.len();
        let first = rows.first().map(|row| row.base);
        let last = rows.last().map(|row| row.base);
        rows.retain(|row| {
            let at_edge = Some(row.base) == first && row.base < page.height * 0.1
                || Some(row.base) == last && row.base > page.height * 0.9;
            !(at_edge && PAGE_NUMBER.is_match(row.text().trim()))
        });
        numbers += before - rows.len();
    }
    if numbers > 0 {
        notes.push(format!("Đã bỏ số trang ở {numbers} trang"));
    }
    let heads = running_heads(rows);
    for head in &heads {
        notes.push(format!(
            "Đã bỏ dòng lặp lại ở đầu hoặc cuối trang: “{}”",
            head.chars().take(80).collect::<String>()
        ));
    }
    for rows in rows.iter_mut() {
        for edge in [0, rows.len().saturating_sub(1)] {
            if rows
                .get(edge)
                .is_some_and(|row| heads.contains(&masked(&row.text())))
            {
                rows.remove(edge);
            }
        }
    }
    notes
}

/// First and last rows that most of at least three pages share.
fn running_heads(rows: &[Vec<Row>]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for rows in rows.iter().filter(|rows| rows.len() > 2) {
        for row in [rows.first(), rows.last()].into_iter().flatten() {
            *seen.entry(masked(&row.text())).or_default() += 1;
        }
    }
    let enough = (rows.len() * 6 / 10).max(3);
    let mut heads: Vec<String> = seen
        .into_iter()
        .filter(|(text, times)| *times >= enough && text.chars().count() > 3)
        .map(|(text, _)| text)
        .collect();
    heads.sort();
    heads
}

/// A text with its digits made equal, so that "trang 3" and "trang 4" are one.
fn masked(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect()
}

/// A note at the foot of a page.
#[derive(Debug, Clone)]
pub(super) struct Note {
    pub(super) number: u32,
    pub(super) rows: Vec<Row>,
}

/// Takes the notes from the foot of a page, and puts their numbers in the text into brackets.
pub(super) fn notes(page: &Page, rows: &mut Vec<Row>, body: f32) -> Vec<Note> {
    let small = rows
        .iter()
        .rev()
        .take_while(|row| row.size <= body * 0.9)
        .count();
    let from = rows.len() - small;
    let begins =
        |row: &Row| note_number(row).filter(|(_, raised)| *raised || under_a_rule(page, row));
    let Some(first) = rows[from..].iter().position(|row| begins(row).is_some()) else {
        return Vec::new();
    };
    let mut notes: Vec<Note> = Vec::new();
    for row in rows.split_off(from + first) {
        let expected = notes.last().map(|note| note.number + 1);
        match note_number(&row).map(|(number, _)| number) {
            Some(number) if expected.is_none_or(|expected| expected == number) => {
                notes.push(Note {
                    number,
                    rows: vec![without_number(row)],
                });
            }
            _ => notes
                .last_mut()
                .into_iter()
                .for_each(|note| note.rows.push(row.clone())),
        }
    }
    let numbers: Vec<u32> = notes.iter().map(|note| note.number).collect();
    rows.iter_mut().for_each(|row| bracket(row, &numbers));
    notes
}

/// The number that a row begins with, and whether it is raised.
fn note_number(row: &Row) -> Option<(u32, bool)> {
    let digits: Vec<&Glyph> = row
        .glyphs()
        .take_while(|glyph| glyph.letter.is_ascii_digit())
        .collect();
    let next = row.glyphs().nth(digits.len())?;
    let raised = digits.iter().all(|digit| digit.size < next.size * 0.85);
    let number: String = digits.iter().map(|digit| digit.letter).collect();
    let plain = next.letter.is_alphabetic();
    let number = number
        .parse()
        .ok()
        .filter(|number| (1..1000).contains(number))?;
    (raised || plain).then_some((number, raised))
}

/// Whether the short rule that stands above notes is right above a row.
fn under_a_rule(page: &Page, row: &Row) -> bool {
    page.rules.iter().any(|rule| {
        let above = row.base - row.size - rule.at;
        let length = rule.to - rule.from;
        rule.level
            && (-2.0..row.size * 1.5).contains(&above)
            && (rule.from - row.start()).abs() < row.size * 2.0
            && length > page.width * 0.1
            && length < page.width * 0.45
    })
}

fn without_number(mut row: Row) -> Row {
    if let Some(chunk) = row.chunks.first_mut() {
        let digits = chunk
            .glyphs
            .iter()
            .take_while(|glyph| glyph.letter.is_ascii_digit())
            .count();
        chunk.glyphs.drain(..digits);
    }
    row.chunks.retain(|chunk| !chunk.glyphs.is_empty());
    row
}

/// Writes a raised number that has a note as "[1]".
fn bracket(row: &mut Row, numbers: &[u32]) {
    for chunk in &mut row.chunks {
        let raised = |glyph: &Glyph| {
            glyph.letter.is_ascii_digit()
                && glyph.size < chunk.size * 0.8
                && glyph.base < chunk.base - 1.0
        };
        let mut written = Vec::with_capacity(chunk.glyphs.len());
        let runs = chunk.glyphs.chunk_by(|a, b| raised(a) == raised(b));
        for run in runs {
            let number: String = run.iter().map(|glyph| glyph.letter).collect();
            let is_note = run.first().is_some_and(raised)
                && number
                    .parse()
                    .is_ok_and(|number: u32| numbers.contains(&number));
            let sign = |letter: char, at: f32, glyph: &Glyph| Glyph {
                letter,
                start: at,
                end: at,
                ..*glyph
            };
            match (run.first(), run.last()) {
                (Some(first), Some(last)) if is_note => {
                    written.push(sign('[', first.start, first));
                    written.extend_from_slice(run);
                    written.push(sign(']', last.end, last));
                }
                _ => written.extend_from_slice(run),
            }
        }
        chunk.glyphs = written;
    }
}
