//! Files that come with a form, and what may be kept of them.
//!
//! A file is told by its bytes, not by its name. What bears a secrecy mark is
//! refused, and nothing of it is kept or written down.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tongket_core::refusal::{Refusal, Said};
use tongket_paper::import;
use tongket_reader::secrecy;
use tongket_reader::source::Source;

use super::house::House;
use super::problem::Problem;
use crate::cli::Lang;
use crate::files::{self, FileError};

/// A form with files.
#[derive(Debug, Default)]
pub(super) struct Upload {
    fields: Vec<(String, String)>,
    /// The files that were chosen.
    pub(super) files: Vec<File>,
}

/// One file.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its name, without folders.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl Upload {
    /// The value of a field; empty where it is not there.
    pub(super) fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The one file that was asked for.
    ///
    /// # Errors
    /// No file was chosen, or an empty one.
    pub(super) fn the_file(&mut self) -> Result<File, Refusal> {
        let why = Said::new("chưa chọn tệp, hoặc tệp trống", "no file, or an empty one");
        self.files
            .pop()
            .ok_or_else(|| Refusal::upload_unreadable(why))
    }
}

impl FromRequest<House> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, house: &House) -> Result<Upload, Problem> {
        let limit = house.settings.largest_upload;
        let refused = |error: MultipartError| unread(&error, limit);
        let mut parts = Multipart::from_request(request, house)
            .await
            .map_err(|error| unreadable(&error.body_text()))?;
        let mut upload = Upload::default();
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(own_name) else {
                let value = part.text().await.map_err(refused)?;
                upload.fields.push((field, value));
                continue;
            };
            let bytes = part.bytes().await.map_err(refused)?;
            if !bytes.is_empty() {
                let bytes = bytes.to_vec();
                upload.files.push(File { name, bytes });
            }
        }
        Ok(upload)
    }
}

fn unread(error: &MultipartError, limit: usize) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::upload_too_large(limit as u64).into(),
        _ => unreadable(&error.body_text()),
    }
}

fn unreadable(why: &str) -> Problem {
    Refusal::upload_unreadable(Said::from(why)).into()
}

/// The name of a file without folders and signs that no name has.
fn own_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|sign| !sign.is_control()).collect();
    match plain.trim() {
        "" => "tep".to_owned(),
        plain => plain.chars().take(150).collect(),
    }
}

/// Kinds of files that prove something, by their first bytes, and what browsers call them.
const KINDS: [(&[u8], &str); 7] = [
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/octet-stream"),
    (b"\xD0\xCF\x11\xE0", "application/octet-stream"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"RIFF", "image/webp"),
    (b"{\\rtf", "application/octet-stream"),
];
/// The same kinds as people know them.
const KIND_NAMES: &str = ".pdf, .docx, .xlsx, .doc, .xls, .odt, .jpg, .png, .txt, .csv";

/// What browsers call a file of these bytes; `None` for kinds that are not taken.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let known = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic));
    let is_text = || {
        let page = bytes.trim_ascii_start().first() == Some(&b'<');
        !page && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
    };
    match known {
        Some((_, kind)) => Some(kind),
        None => is_text().then_some("text/plain; charset=utf-8"),
    }
}

/// Holds that a file may be kept as proof: its kind is taken, and it bears no secrecy mark.
///
/// # Errors
/// Of another kind, or marked. What cannot be read for its words (a picture) is taken.
pub(super) fn admit(file: &File) -> Result<(), Refusal> {
    if kind(&file.bytes).is_none() {
        return Err(Refusal::upload_unsupported(KIND_NAMES));
    }
    match files::words_of(&file.bytes, &file.name) {
        Some(source) => unmarked(&source),
        None => match import::sheet(&file.bytes, &file.name) {
            Ok(rows) => unmarked(&as_lines(&rows)),
            Err(_) => Ok(()),
        },
    }
}

/// The cells of a sheet as lines, each cell one: a mark stands alone in its cell.
fn as_lines(rows: &[Vec<String>]) -> Source {
    let cells = rows.iter().flatten().map(String::as_str);
    Source::from_plain(&cells.collect::<Vec<_>>().join("\n"))
}

/// The rows of a list, .csv or .xlsx.
///
/// # Errors
/// Where it is none or cannot be read, or bears a secrecy mark.
pub(super) fn rows(file: &File) -> Result<Vec<Vec<String>>, Refusal> {
    let unreadable = |error: import::ImportError| {
        let said = |text: String| text.trim_end_matches('.').to_owned();
        Refusal::upload_unreadable(Said::new(said(error.to_string()), said(error.english())))
    };
    unmarked(&import::read(&file.bytes, &file.name).map_err(unreadable)?)?;
    let rows = import::sheet(&file.bytes, &file.name).map_err(unreadable)?;
    let signs = rows.iter().flatten().flat_map(|cell| cell.chars());
    match signs.into_iter().any(|sign| sign == '\0') {
        true => {
            let why = (
                "tệp không phải bảng .csv hay .xlsx",
                "it is no .csv or .xlsx",
            );
            Err(Refusal::upload_unreadable(Said::new(why.0, why.1)))
        }
        false => Ok(rows),
    }
}

/// Holds that a text bears no secrecy mark.
///
/// # Errors
/// It does.
pub(super) fn unmarked(source: &Source) -> Result<(), Refusal> {
    match secrecy::marking(source) {
        Some(level) => Err(Refusal::upload_secret(level.value)),
        None => Ok(()),
    }
}

/// The text of a document of any kind that can be read, scanned pages included.
///
/// # Errors
/// With a code and a way out where it cannot be read, or bears a secrecy mark.
pub(super) fn read(file: &File) -> Result<Source, Refusal> {
    files::read(&file.bytes, &file.name).map_err(|error| match error {
        FileError::Secret => tongket_core::refusal::Code::UploadSecret.into(),
        error => {
            let sentence = |lang| error.sentence(lang).trim_end_matches('.').to_owned();
            Refusal::upload_unreadable(Said::new(sentence(Lang::Vi), sentence(Lang::En)))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_bytes() {
        assert_eq!(kind(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(
            kind("Biên bản".as_bytes()),
            Some("text/plain; charset=utf-8")
        );
        assert_eq!(kind(b"MZ\x90\x00\x03"), None);
        assert_eq!(kind(b" <html>"), None);
    }

    #[test]
    fn a_mark_in_a_cell_is_seen() {
        let rows = |cell: &str| vec![vec!["STT".to_owned(), cell.to_owned()]];
        assert!(unmarked(&as_lines(&rows("TỐI MẬT"))).is_err());
        assert!(unmarked(&as_lines(&rows("Mật độ dân cư"))).is_ok());
    }

    #[test]
    fn names_lose_their_folders() {
        assert_eq!(own_name("C:\\Anh\\bien-ban.jpg"), "bien-ban.jpg");
        assert_eq!(own_name("../../etc/"), "tep");
    }
}
