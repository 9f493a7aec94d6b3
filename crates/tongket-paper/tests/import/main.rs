//! Importing, seen from outside: files go in, sources come out.

mod bounds;
mod corpus;
mod docx;
mod fuzz;
mod html;
mod numbering;
mod pdf;
mod sheet;

use std::io::{Cursor, Write};

use tongket_paper::import::{ImportError, read};
use tongket_reader::source::Source;

/// A zip archive of named parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document whose body is `body`, with further parts.
fn word(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\" xmlns:v=\"v\" xmlns:wps=\"wps\"><w:body>{body}</w:body></w:document>"
    );
    let mut all: Vec<(&str, &[u8])> = vec![("word/document.xml", document.as_bytes())];
    all.extend(
        parts
            .iter()
            .map(|(name, content)| (*name, content.as_bytes())),
    );
    archive(&all)
}

fn source(bytes: &[u8], name: &str) -> Source {
    read(bytes, name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a document with this body prints.
#[track_caller]
fn check(body: &str, parts: &[(&str, &str)], expected: &str) -> Source {
    let source = source(&word(body, parts), "van-ban.docx");
    assert_eq!(source.text(), expected);
    source
}

#[track_caller]
fn refused(bytes: &[u8], name: &str, code: &str) -> ImportError {
    let error = read(bytes, name).expect_err("should have been refused");
    assert_eq!(error.code(), code, "{error}");
    error
}
