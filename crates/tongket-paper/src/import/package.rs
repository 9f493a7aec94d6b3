//! The parts of a zipped document, decompressed within bounds.

use std::io::{Cursor, Read};

use super::error::{ImportError, TooMuch};
use super::limits;

/// An opened archive that counts what it has decompressed.
pub(super) struct Package<'b> {
    archive: zip::ZipArchive<Cursor<&'b [u8]>>,
    format: &'static str,
    inflated: usize,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], format: &'static str) -> Result<Self, ImportError> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| ImportError::broken_archive(format, &error))?;
        Ok(Package {
            archive,
            format,
            inflated: 0,
        })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive
            .file_names()
            .flatten()
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    /// The bytes of a part, or `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(index) = self.archive.index_for_name(name.trim_start_matches('/')) else {
            return Ok(None);
        };
        let format = self.format;
        let damaged = |detail: String| ImportError::damaged(format, format!("{name}: {detail}"));
        let file = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(detail) if detail.contains("assword") => {
                ImportError::Encrypted { format }
            }
            error => damaged(error.to_string()),
        })?;
        let room = limits::PART.min(limits::INFLATED - self.inflated.min(limits::INFLATED));
        let mut bytes = Vec::new();
        file.take(room as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        if bytes.len() > room {
            return Err(ImportError::too_large(TooMuch::Inflated, limits::PART));
        }
        self.inflated += bytes.len();
        Ok(Some(bytes))
    }

    /// The text of a part in UTF-8.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        Ok(self.part(name)?.map(unicode))
    }
}

/// Markup is UTF-8 or, rarely, UTF-16 with a mark.
fn unicode(bytes: Vec<u8>) -> String {
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE
            .decode_with_bom_removal(&bytes)
            .0
            .into_owned(),
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE
            .decode_with_bom_removal(&bytes)
            .0
            .into_owned(),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}
