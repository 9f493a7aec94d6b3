//! What a file is, told from its content.
//!
//! Names lie: a web page is saved as .doc, a PDF is renamed to .docx. The
//! first bytes do not. Only text is told by its name, because Markdown, plain
//! text and comma-separated values look alike.

use std::io::Cursor;

use super::error::ImportError;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Docx,
    Xlsx,
    Odt,
    Doc,
    Xls,
    Rtf,
    Pdf,
    Html,
    Markdown,
    Csv,
    Text,
}

impl Kind {
    /// The ending a file of this kind should have.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Kind::Docx => ".docx",
            Kind::Xlsx => ".xlsx",
            Kind::Odt => ".odt",
            Kind::Doc => ".doc",
            Kind::Xls => ".xls",
            Kind::Rtf => ".rtf",
            Kind::Pdf => ".pdf",
            Kind::Html => ".html",
            Kind::Markdown => ".md",
            Kind::Csv => ".csv",
            Kind::Text => ".txt",
        }
    }

    /// What to tell the reader when the name says something else.
    pub(crate) fn wrong_name(self, name: &str) -> Option<String> {
        let ending = ending(name);
        let told = ending.is_empty() || self.endings().contains(&ending.as_str());
        (!told).then(|| {
            format!(
                "Tên tệp ghi .{ending} nhưng nội dung là {}; đã đọc theo nội dung",
                self.ending()
            )
        })
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Docx => &["docx", "docm", "dotx", "dotm"],
            Kind::Xlsx => &["xlsx", "xlsm", "xltx"],
            Kind::Odt => &["odt", "ott"],
            Kind::Doc => &["doc", "dot", "wps"],
            Kind::Xls => &["xls", "xlt"],
            Kind::Rtf => &["rtf"],
            Kind::Pdf => &["pdf"],
            Kind::Html => &["html", "htm", "mht"],
            Kind::Markdown => &["md", "markdown"],
            Kind::Csv => &["csv", "tsv"],
            Kind::Text => &["txt", "text", "log"],
        }
    }
}

/// Tells what `bytes` are; `name` decides only between kinds of text.
pub(crate) fn detect(bytes: &[u8], name: &str) -> Result<Kind, ImportError> {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return compound(bytes);
    }
    if start.starts_with(b"{\\rtf") {
        return Ok(Kind::Rtf);
    }
    if window(bytes).windows(5).any(|five| five == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    text(bytes, name)
}

/// The part of a file in which a PDF header may stand after some rubbish.
fn window(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(1024)]
}

/// A ZIP archive: told by the parts it holds.
fn archive(bytes: &[u8]) -> Result<Kind, ImportError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| ImportError::broken_archive("ZIP (.docx, .xlsx)", &error))?;
    let holds = |part: &str| archive.index_for_name(part).is_some();
    if holds("word/document.xml") || holds("word/document2.xml") {
        Ok(Kind::Docx)
    } else if holds("xl/workbook.xml") || holds("xl/workbook.bin") {
        Ok(Kind::Xlsx)
    } else if holds("content.xml") && holds("mimetype") {
        Ok(Kind::Odt)
    } else if holds("[Content_Types].xml") && holds("_rels/.rels") {
        // A document that keeps its main part under another name, or one without any.
        Ok(Kind::Docx)
    } else {
        Err(ImportError::Archive)
    }
}

/// An OLE compound file: Word or Excel 97–2003, or an encrypted newer document.
fn compound(bytes: &[u8]) -> Result<Kind, ImportError> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| ImportError::damaged(".doc", error))?;
    if file.exists("EncryptedPackage") {
        return Err(ImportError::Encrypted {
            format: ".docx/.xlsx",
        });
    }
    if file.exists("WordDocument") {
        return word_binary(file);
    }
    if file.exists("Workbook") || file.exists("Book") {
        return Ok(Kind::Xls);
    }
    Err(ImportError::UnknownFormat)
}

/// Word 97–2003: bit 0x100 of the flags at offset 10 says that it is encrypted.
fn word_binary(mut file: cfb::CompoundFile<Cursor<&[u8]>>) -> Result<Kind, ImportError> {
    use std::io::Read;
    let mut head = [0u8; 12];
    file.open_stream("WordDocument")
        .and_then(|mut stream| stream.read_exact(&mut head))
        .map_err(|error| ImportError::damaged(".doc", error))?;
    if head[11] & 0x01 != 0 {
        return Err(ImportError::Encrypted { format: ".doc" });
    }
    Ok(Kind::Doc)
}

/// Text of some kind, or nothing known.
fn text(bytes: &[u8], name: &str) -> Result<Kind, ImportError> {
    let head = &bytes[..bytes.len().min(4096)];
    if looks_like_html(head) {
        return Ok(Kind::Html);
    }
    if !super::encoding::looks_like_text(head) {
        return Err(ImportError::UnknownFormat);
    }
    Ok(match ending(name).as_str() {
        "md" | "markdown" => Kind::Markdown,
        "csv" | "tsv" => Kind::Csv,
        _ => Kind::Text,
    })
}

fn looks_like_html(head: &[u8]) -> bool {
    // The zeros of UTF-16 and a byte order mark are passed over.
    let plain: Vec<u8> = head
        .iter()
        .filter(|byte| **byte != 0 && byte.is_ascii())
        .map(u8::to_ascii_lowercase)
        .collect();
    let start = plain.trim_ascii_start();
    let opens = |tag: &[u8]| start.starts_with(tag);
    if opens(b"mime-version:") || opens(b"<!doctype html") || opens(b"<html") {
        return true;
    }
    opens(b"<")
        && [b"<html".as_slice(), b"<body", b"<head>", b"<table", b"<div"]
            .iter()
            .any(|tag| start.windows(tag.len()).any(|part| part == *tag))
}

/// The ending of a file's name in lower case, without the dot.
pub(crate) fn ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if ending.len() <= 8 && !ending.contains(['/', '\\']) => {
            ending.to_ascii_lowercase()
        }
        _ => String::new(),
    }
}
