//! PDF files with a text layer.

use tongket_reader::source::Source;

use super::error::ImportError;

/// Reads the bytes of a PDF file.
pub(crate) fn read(_bytes: &[u8]) -> Result<Source, ImportError> {
    Err(ImportError::NeedsOcr {
        pages: 1,
        broken: false,
    })
}
