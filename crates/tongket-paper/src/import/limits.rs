//! How large a file may be before it is refused.
//!
//! Far above any real plan or report, and low enough that a hostile file
//! costs seconds and some hundred megabytes, not the machine.

/// Bytes of a file.
pub(crate) const BYTES: usize = 128 << 20;
/// Bytes of the HTML of one section of a report.
pub(crate) const SECTION: usize = 4 << 20;
/// Bytes of one part of an archive once decompressed.
pub(crate) const PART: usize = 64 << 20;
/// Bytes of all parts together once decompressed.
pub(crate) const INFLATED: usize = 256 << 20;
/// Pages of a PDF.
pub(crate) const PAGES: usize = 2_000;
/// Paragraphs or lines of a document.
pub(crate) const PARAGRAPHS: usize = 100_000;
/// Elements of one part of markup.
pub(crate) const ELEMENTS: usize = 3_000_000;
/// Elements inside each other.
pub(crate) const DEPTH: usize = 192;
/// Glyphs of a PDF.
pub(crate) const GLYPHS: usize = 8_000_000;
/// Cells of a sheet.
pub(crate) const CELLS: usize = 2_000_000;
