//! PDF files with a text layer.
//!
//! A PDF knows letters and places, nothing of words, paragraphs or cells. They
//! are put together again: letters to rows, columns side by side to cells,
//! ruled fields to tables, rows to paragraphs. Page numbers and running heads
//! are taken out and said so. A scan, or a text layer that does not tell its
//! letters, is left to recognition.

mod furniture;
mod glyphs;
mod grid;
mod layout;
mod pair;
mod paragraph;
mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};

use tongket_reader::source::{Format, Origin, Source};

use self::glyphs::Page;
use super::encoding;
use super::error::ImportError;

/// Fewer letters than this, on a page that is mostly picture, are a stamp and no text.
const STAMP: usize = 250;

/// Fewer letters than this a page, over the whole file, are no text layer.
const FEW: usize = 20;

/// Reads the bytes of a PDF file.
pub(crate) fn read(bytes: &[u8]) -> Result<Source, ImportError> {
    let pages = pages(bytes)?;
    judge(&pages)?;
    let mut source = layout::source(&pages)?;
    source.origin.notes.extend(unread(&pages));
    Ok(source)
}

/// Reads pages that a recogniser has turned into PDFs with unseen letters, one file a page.
pub(crate) fn recognised(files: &[Vec<u8>]) -> Result<Source, ImportError> {
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        all.extend(pages(file)?);
    }
    let mut source = layout::source(&all)?;
    source.origin.ocr = true;
    Ok(source)
}

/// The pages of a file; a fault of the PDF reader is a fault of the file.
fn pages(bytes: &[u8]) -> Result<Vec<Page>, ImportError> {
    catch_unwind(AssertUnwindSafe(|| glyphs::pages(bytes))).unwrap_or_else(|_| {
        Err(ImportError::damaged(
            ".pdf",
            "nội dung trang không đọc được",
        ))
    })
}

/// Refuses a file whose text must be recognised from its pictures.
fn judge(pages: &[Page]) -> Result<(), ImportError> {
    let count = pages.len() as u32;
    if pages.is_empty() {
        return Err(ImportError::damaged(".pdf", "không có trang nào"));
    }
    let without_text = pages.iter().filter(|page| is_scan(page)).count();
    let letters: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let nameless: usize = pages.iter().map(|page| page.nameless).sum();
    if nameless * 4 > letters + nameless {
        return Err(ImportError::NeedsOcr {
            pages: count,
            broken: true,
        });
    }
    if without_text * 2 >= pages.len() || letters < FEW * pages.len() {
        return Err(ImportError::NeedsOcr {
            pages: count,
            broken: false,
        });
    }
    let sample: String = pages
        .iter()
        .flat_map(|page| &page.glyphs)
        .map(|glyph| glyph.letter)
        .take(20_000)
        .collect();
    if encoding::is_garbled(&sample) {
        return Err(ImportError::NeedsOcr {
            pages: count,
            broken: true,
        });
    }
    Ok(())
}

fn is_scan(page: &Page) -> bool {
    page.pictured > 0.6 && page.glyphs.len() < STAMP
}

/// What of the pages was not read.
fn unread(pages: &[Page]) -> Vec<String> {
    let mut notes = Vec::new();
    let scans: Vec<String> = (1..)
        .zip(pages)
        .filter(|(_, page)| is_scan(page))
        .map(|(number, _): (u32, _)| number.to_string())
        .collect();
    if !scans.is_empty() {
        notes.push(format!(
            "Trang {} là ảnh quét, chưa nhận dạng chữ",
            scans.join(", ")
        ));
    }
    let turned: usize = pages.iter().map(|page| page.turned).sum();
    if turned > 0 {
        notes.push(format!(
            "Có {turned} chữ nằm nghiêng hoặc xoay (dấu chìm, chữ dọc), không lấy vào văn bản"
        ));
    }
    if Page::is_recognised(pages) {
        notes.push("Lớp chữ do máy nhận dạng, cần đối chiếu với bản gốc".to_owned());
    }
    notes
}

impl Page {
    /// Whether most letters come from a recogniser.
    fn is_recognised(pages: &[Page]) -> bool {
        let unseen: usize = pages.iter().map(|page| page.unseen).sum();
        let letters: usize = pages.iter().map(|page| page.glyphs.len()).sum();
        unseen * 2 > letters
    }

    fn origin(pages: &[Page], notes: Vec<String>) -> Origin {
        Origin {
            format: Format::Pdf,
            pages: Some(pages.len() as u32),
            ocr: Page::is_recognised(pages),
            notes,
        }
    }
}
