//! An issued document as a PDF for archives (PDF/A-2b), typeset with the fonts inside the program.
//!
//! The template in `templates/document.typ` reads the model as data: a text of
//! the document is never read as markup, whatever stands in it. What the
//! typesetter has worked out stays in memory between documents, so the first is
//! slower than the next; what was not used for a while is let go.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use tongket_core::issue::{Block, Inline, IssuedDocument};

use super::ExportError;
use super::chart::{self, Place};
use super::fonts::{self, FONTS};
use super::measure::{self, Rules};

/// Stands for a character that the fonts do not have.
const UNKNOWN: char = '?';

/// How many documents long the typesetter remembers what it has worked out.
const REMEMBERED: usize = 8;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static TEMPLATE: LazyLock<Source> = LazyLock::new(|| {
    let text = include_str!("../../templates/document.typ");
    Source::new(file("document.typ"), text.to_owned())
});
static MODEL: LazyLock<FileId> = LazyLock::new(|| file("model.json"));

/// Typesets the document as the bytes of a PDF file; `made` is the time that the file states.
/// An annex that nobody would print is left to the Word file.
pub fn write(document: &IssuedDocument, made: DateTime) -> Result<Vec<u8>, ExportError> {
    let document = document.on_paper();
    let model = serde_json::to_string(&Model::of(&document)?)?;
    let desk = Desk {
        model: Bytes::from_string(presentable(&model)),
    };
    let pages = typst::compile::<PagedDocument>(&desk)
        .output
        .map_err(refused);
    comemo::evict(REMEMBERED);
    let options = PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|error| ExportError::Typeset(error.message().to_string()))?,
        timestamp: timestamp(made),
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages?, &options).map_err(refused)
}

/// What the template reads.
#[derive(Serialize)]
struct Model<'a> {
    document: &'a IssuedDocument,
    title: String,
    parent_lines: Vec<String>,
    issuer_lines: Vec<String>,
    rules: Rules,
    margins: [f64; 4],
    issuer_share: f64,
    national_title: &'static str,
    motto: &'static str,
    party_title: &'static str,
    /// Marks that have a row among the sources; only these are linked.
    linked: std::collections::BTreeMap<u32, bool>,
    /// Charts as drawings, by what they say.
    drawings: std::collections::BTreeMap<&'a str, String>,
    chart_width: f64,
}

impl<'a> Model<'a> {
    fn of(document: &'a IssuedDocument) -> Result<Self, ExportError> {
        Ok(Model {
            document,
            title: document.title(),
            parent_lines: document.letterhead.parent_lines(),
            issuer_lines: document.letterhead.issuer_lines(),
            rules: measure::rules(document),
            margins: measure::MARGINS,
            issuer_share: measure::ISSUER_SHARE,
            national_title: measure::NATIONAL_TITLE,
            motto: measure::MOTTO,
            party_title: measure::PARTY_TITLE,
            linked: linked(document),
            drawings: drawings(document)?,
            chart_width: chart::WIDTH,
        })
    }
}

fn drawings(
    document: &IssuedDocument,
) -> Result<std::collections::BTreeMap<&str, String>, ExportError> {
    let annexed = document.annexes.iter().flat_map(|annex| &annex.body);
    let blocks = document.body.iter().chain(annexed);
    let drawn = blocks.filter_map(|block| match block {
        Block::Chart(drawn) => Some(drawn),
        _ => None,
    });
    drawn
        .map(|drawn| {
            Ok((
                drawn.alternative.as_str(),
                chart::svg(drawn, Place::Document)?,
            ))
        })
        .collect()
}

/// The model with what the fonts cannot show made visible or left out: an archive file must not
/// hold a character without a glyph.
fn presentable(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut letters = json.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                // The only escapes by number are those of control characters.
                Some('u') => {
                    letters.by_ref().take(4).for_each(drop);
                    out.push(' ');
                }
                Some(kept @ ('"' | '\\' | '/')) => out.extend(['\\', kept]),
                _ => out.push(' '),
            },
            ' '..='~' => out.push(letter),
            _ if letter.is_whitespace() => out.push(' '),
            _ if invisible(letter) => {}
            _ if fonts::shows(letter) => out.push(letter),
            _ => out.push(UNKNOWN),
        }
    }
    out
}

/// Joiners, direction marks, soft hyphens, the byte order mark.
fn invisible(letter: char) -> bool {
    matches!(letter, '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Numbers that stand exactly once as a mark and once as a source.
fn linked(document: &IssuedDocument) -> std::collections::BTreeMap<u32, bool> {
    let mut seen = std::collections::BTreeMap::<u32, [usize; 2]>::new();
    for inline in document.texts().flat_map(|text| &text.0) {
        match inline {
            Inline::Mark { number } => seen.entry(*number).or_default()[0] += 1,
            Inline::Origin { number } => seen.entry(*number).or_default()[1] += 1,
            Inline::Run { .. } => {}
        }
    }
    let pairs = seen.into_iter().filter(|(_, times)| *times == [1, 1]);
    pairs.map(|(number, _)| (number, true)).collect()
}

/// What the typesetter may see: the template, the model and the fonts; no disk, no clock.
struct Desk {
    model: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == TEMPLATE.id() {
            true => Ok(TEMPLATE.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == *MODEL {
            true => Ok(self.model.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A file of the desk by its name, which is always a sound path.
fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// In Vietnam's time, seven hours ahead.
fn timestamp(made: DateTime) -> Option<Timestamp> {
    let two = |number: i8| u8::try_from(number).unwrap_or_default();
    let time = Datetime::from_ymd_hms(
        i32::from(made.year()),
        two(made.month()),
        two(made.day()),
        two(made.hour()),
        two(made.minute()),
        two(made.second()),
    )?;
    Timestamp::new_local(time, 7 * 60)
}

fn refused(errors: impl IntoIterator<Item = SourceDiagnostic>) -> ExportError {
    let messages = errors.into_iter().map(|error| error.message.to_string());
    ExportError::Typeset(messages.collect::<Vec<_>>().join("; "))
}
