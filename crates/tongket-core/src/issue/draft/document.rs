//! The issued document of a draft as people edited it.
//!
//! Opening, letterhead, signature and annexes are those of the consolidated
//! report; the body is the draft's own. A mark stands behind every piece that
//! has a source, and its row in the annex says which report, which version and
//! which words, and whether the piece was edited since.

use rustc_hash::FxHashMap;

use super::markup::{self, Sheet};
use super::{Kind, Piece, Source};
use crate::issue::consolidated::{self, Edited};
use crate::issue::document::{Block, Inline, IssuedDocument, Row, RowKind, Text};
use crate::issue::dossier::Dossier;
use crate::issue::settings::IssueSettings;
use crate::issue::wording;

/// A section of the draft, its text as blocks in which marks are still written as letters
/// ([`flagged`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// "II.3.a. Công tác tuyên truyền".
    pub name: String,
    /// Its heading.
    pub heading: Block,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A mark and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited {
    /// Its number, from 1 over the whole document.
    pub number: u32,
    /// Its sources.
    pub sources: Vec<Source>,
    /// Whether the draft says it in other words than its sources.
    pub edited: bool,
}

/// Letters of the private use area; no office writes them.
const OPENS: char = '\u{e0f0}';
const CLOSES: char = '\u{e0f1}';
/// Words longer than this are cut in the annex.
const WORDS: usize = 160;

/// The HTML of a section without its pieces' tags; behind every piece that has a source its mark,
/// written as letters so that it passes through whatever reads HTML.
pub fn flagged(html: &str, pieces: &[Piece], next: &mut u32, cited: &mut Vec<Cited>) -> String {
    let known: FxHashMap<&str, &Piece> = pieces
        .iter()
        .map(|piece| (piece.key.as_str(), piece))
        .collect();
    let sheet = Sheet::read(html);
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    let mut ends: Vec<(usize, String)> = Vec::new();
    for (index, mark) in sheet.marks.iter().enumerate() {
        let last = sheet.of(&mark.key).last().map(|(last, _)| last) == Some(index);
        let piece = known.get(mark.key.as_str());
        let citing =
            piece.filter(|piece| last && piece.kind != Kind::Frame && !piece.sources.is_empty());
        if let Some(piece) = citing {
            let edited = markup::words(&html[mark.inner.clone()]) != markup::folded(&piece.text);
            cited.push(Cited {
                number: *next,
                sources: piece.sources.clone(),
                edited,
            });
            ends.push((mark.inner.end, format!("{OPENS}{next}{CLOSES}")));
            *next += 1;
        }
    }
    ends.sort_by_key(|(end, _)| *end);
    for (end, letters) in ends {
        out.push_str(&html[at..end]);
        // A line may break between a full stop and a bracket, but not between a letter and a bracket.
        let stops = ['.', ';', ':', '!', '?', '…', ','];
        let kept = out.trim_end_matches(stops).len();
        out.insert_str(kept, &letters);
        at = end;
    }
    out.push_str(&html[at..]);
    markup::without_pieces(&out)
}

/// A text in which marks written as letters have become marks.
pub fn lifted(text: Text) -> Text {
    let mut inlines = Vec::with_capacity(text.0.len());
    for inline in text.0 {
        match inline {
            Inline::Run { text, bold, italic } if text.contains(OPENS) => {
                lift(&text, bold, italic, &mut inlines);
            }
            other => inlines.push(other),
        }
    }
    Text(inlines)
}

fn lift(text: &str, bold: bool, italic: bool, inlines: &mut Vec<Inline>) {
    let run = |text: &str| {
        (!text.is_empty()).then(|| Inline::Run {
            text: text.to_owned(),
            bold,
            italic,
        })
    };
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(OPENS) {
        let (number, after) = marked.split_once(CLOSES).unwrap_or((marked, ""));
        inlines.extend(run(before));
        inlines.extend(number.parse().ok().map(|number| Inline::Mark { number }));
        rest = after;
    }
    inlines.extend(run(rest));
}

/// A text without the marks written as letters in it.
pub fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(OPENS) {
        plain.push_str(before);
        rest = marked.split_once(CLOSES).map_or("", |(_, after)| after);
    }
    plain + rest
}

/// The text of a line that begins with a dash, without it; `None` for any other line.
pub fn without_dash(text: &Text) -> Option<Text> {
    let mut text = text.clone();
    match text.0.first_mut()? {
        Inline::Run { text: first, .. } => {
            *first = first.strip_prefix("- ")?.to_owned();
        }
        Inline::Mark { .. } | Inline::Origin { .. } => return None,
    }
    Some(text)
}

/// The document: `sections` in order, each with what its marks stand for.
pub fn compose(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    sections: Vec<(Section, Vec<Cited>)>,
    name: &dyn Fn(&str) -> String,
    place: &dyn Fn(&Source) -> String,
) -> IssuedDocument {
    let mut body = Vec::new();
    let mut rows = Vec::new();
    for (section, cited) in sections {
        body.push(section.heading);
        body.extend(section.blocks);
        if settings.clean || cited.is_empty() {
            continue;
        }
        rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Text::bold(section.name)],
        });
        rows.extend(cited.iter().flat_map(|cited| rows_of(cited, name, place)));
    }
    consolidated::compose_edited(dossier, settings, Edited { body, rows })
}

fn rows_of(
    cited: &Cited,
    name: &dyn Fn(&str) -> String,
    place: &dyn Fn(&Source) -> String,
) -> Vec<Row> {
    let row = |(ordinal, source): (usize, &Source)| {
        let mark = match ordinal {
            0 => Text::origin(cited.number),
            _ => Text::plain(format!("[{}]", cited.number)),
        };
        let words = wording::shortened(&source.words, WORDS);
        let words = match cited.edited {
            true => format!("“{words}” (bản tổng hợp đã biên tập)"),
            false => format!("“{words}”"),
        };
        Row {
            kind: RowKind::Plain,
            cells: vec![
                mark,
                Text::plain(wording::capitalised(&name(&source.unit))),
                Text::plain(place(source)),
                Text::plain(words),
            ],
        }
    };
    cited.sources.iter().enumerate().map(row).collect()
}
