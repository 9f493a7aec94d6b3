//! Files to sources: what a document says, whatever it was written with.
//!
//! [`read`] tells what the bytes are, reads them, and gives NFC text with the
//! way back to page, paragraph and cell. What cannot be read is refused with a
//! code and a way out; nothing hostile can make it run long or large.

mod detect;
mod docx;
mod encoding;
mod error;
mod html;
mod limits;
mod line;
mod package;
mod pdf;
mod plain;
mod sheet;
mod xml;

use tongket_reader::source::{Format, Source};

pub use self::error::{ImportError, TooMuch};
pub use self::html::{SectionHtml, html, sections};
pub use self::sheet::sheet;

use self::detect::Kind;

/// Reads a document. `name` is its file name; it only helps to tell Markdown from plain text.
///
/// # Errors
/// Where nothing can be read, with a code and a way out. [`ImportError::NeedsLibreOffice`]
/// and [`ImportError::NeedsOcr`] are for the caller to act on: this crate starts no programs.
pub fn read(bytes: &[u8], name: &str) -> Result<Source, ImportError> {
    if bytes.len() > limits::BYTES {
        return Err(ImportError::too_large(TooMuch::Bytes, limits::BYTES));
    }
    let kind = detect::detect(bytes, name)?;
    let mut source = match kind {
        Kind::Docx => docx::read(bytes)?,
        Kind::Pdf => pdf::read(bytes)?,
        Kind::Text | Kind::Csv => plain::read(bytes, Format::Txt)?,
        Kind::Markdown => plain::read(bytes, Format::Md)?,
        Kind::Xlsx | Kind::Xls => sheet::read(bytes, name)?,
        Kind::Doc | Kind::Odt | Kind::Rtf => {
            return Err(ImportError::NeedsLibreOffice {
                format: kind.ending(),
            });
        }
        Kind::Html => return Err(ImportError::WebPage),
    };
    source.origin.notes.extend(kind.wrong_name(name));
    Ok(source)
}

/// Reads pages that a recogniser has turned into PDF files of unseen letters, one file a page.
///
/// # Errors
/// Where a file is no PDF.
pub fn recognised(files: &[Vec<u8>]) -> Result<Source, ImportError> {
    pdf::recognised(files)
}
