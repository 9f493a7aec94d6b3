//! Files on disk to sources, with the programs that some of them need.
//!
//! Word 97–2003, OpenDocument and RTF go through LibreOffice, scanned PDFs
//! through pdftoppm and tesseract, where these are installed; otherwise one
//! sentence says which Debian package to install. Everything else is read by
//! the importer directly.

mod program;

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, anyhow};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tongket_paper::import::{self, ImportError};
use tongket_reader::secrecy;
use tongket_reader::source::{Format, Source};

use self::program::Program;
use crate::cli::Lang;

/// Most pages that are recognised from pictures.
const MOST_SCANNED: u32 = 300;
/// Dots per inch at which pages are drawn for recognition.
const RESOLUTION: &str = "300";

/// A file that has been read.
#[derive(Debug, Clone)]
pub(crate) struct ReadFile {
    /// Its name without the folder.
    pub(crate) name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub(crate) sha256: String,
    /// Its text.
    pub(crate) source: Source,
}

/// Why a file on disk cannot be read. `Display` is the Vietnamese sentence.
#[derive(Debug)]
pub(crate) enum FileError {
    /// It cannot be opened.
    Unreadable(std::io::Error),
    /// Its content cannot be read.
    Import(ImportError),
    /// A program it needs is not there, failed or took too long.
    Program(program::ProgramError),
    /// It bears a secrecy mark; nothing of it is kept.
    Secret,
}

impl FileError {
    /// The code that never changes.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            FileError::Unreadable(_) => "TL020",
            FileError::Import(error) => error.code(),
            FileError::Program(error) => error.code(),
            FileError::Secret => "TL030",
        }
    }

    /// The sentence in a language.
    pub(crate) fn sentence(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::Vi, error) => error.to_string(),
            (Lang::En, FileError::Unreadable(error)) => {
                format!("The file cannot be opened ({error}). Check its name and your permission.")
            }
            (Lang::En, FileError::Import(error)) => error.english(),
            (Lang::En, FileError::Program(error)) => error.english(),
            (Lang::En, FileError::Secret) => {
                "The document bears a secrecy mark and was not read. Handle it by the channel for secret documents.".to_owned()
            }
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::Unreadable(error) => {
                write!(
                    f,
                    "Không mở được tệp ({error}). Hãy kiểm tra tên tệp và quyền đọc."
                )
            }
            FileError::Import(error) => error.fmt(f),
            FileError::Program(error) => error.fmt(f),
            FileError::Secret => f.write_str(
                "Văn bản có dấu mật nên không được đọc và không được lưu. Hãy xử lý theo đường văn bản mật.",
            ),
        }
    }
}

impl std::error::Error for FileError {}

impl From<ImportError> for FileError {
    fn from(error: ImportError) -> Self {
        FileError::Import(error)
    }
}

impl From<program::ProgramError> for FileError {
    fn from(error: program::ProgramError) -> Self {
        FileError::Program(error)
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        FileError::Unreadable(error)
    }
}

/// How far the reading of a long document is, for whoever waits.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    done: AtomicU32,
    all: AtomicU32,
}

impl Progress {
    /// Pages that were recognised, and how many there are; 0 where pages are not counted.
    pub(crate) fn pages(&self) -> (u32, u32) {
        (
            self.done.load(Ordering::Relaxed),
            self.all.load(Ordering::Relaxed),
        )
    }
}

/// Reads a file for a command: with its name and hash, and errors as one sentence that names it.
pub(crate) fn open(path: &Path, lang: Lang) -> Result<ReadFile> {
    let sentence = |error: FileError| named(path, &error, lang);
    let bytes = fs::read(path).map_err(|error| sentence(error.into()))?;
    let name = file_name(path);
    let source = read(&bytes, &name).map_err(sentence)?;
    let sha256 = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(ReadFile {
        name,
        sha256,
        source,
    })
}

/// Reads a list for a command, with errors as one sentence that names it.
pub(crate) fn open_sheet(path: &Path, lang: Lang) -> Result<Vec<Vec<String>>> {
    read_sheet(path).map_err(|error| named(path, &error, lang))
}

fn named(path: &Path, error: &FileError, lang: Lang) -> anyhow::Error {
    anyhow!(
        "{}: {} [{}]",
        path.display(),
        error.sentence(lang),
        error.code()
    )
}

/// Reads the document at `path`, with LibreOffice or tesseract where it needs them.
///
/// # Errors
/// With a code and a way out where it cannot be opened, read, converted or recognised.
pub(crate) fn read_file(path: &Path) -> Result<Source, FileError> {
    read(&fs::read(path)?, &file_name(path))
}

/// Reads a spreadsheet or CSV file at `path` as rows of cells.
///
/// # Errors
/// As [`read_file`].
pub(crate) fn read_sheet(path: &Path) -> Result<Vec<Vec<String>>, FileError> {
    Ok(import::sheet(&fs::read(path)?, &file_name(path))?)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Whether reading takes long, because another program must be asked.
pub(crate) fn takes_long(bytes: &[u8], name: &str) -> bool {
    use ImportError::{NeedsLibreOffice, NeedsOcr};
    let read = import::read(bytes, name);
    matches!(read, Err(NeedsLibreOffice { .. } | NeedsOcr { .. }))
}

/// The text of a file that bears no secrecy mark.
///
/// # Errors
/// As [`read_file`].
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Source, FileError> {
    read_watched(bytes, name, &Progress::default())
}

/// The same, while somebody looks how far it is.
///
/// # Errors
/// As [`read_file`].
pub(crate) fn read_watched(
    bytes: &[u8],
    name: &str,
    progress: &Progress,
) -> Result<Source, FileError> {
    let source = text_of(bytes, name, progress)?;
    match secrecy::marking(&source) {
        Some(_) => Err(FileError::Secret),
        None => Ok(source),
    }
}

/// The words of a file that is only to be kept, as far as they are had without recognising pictures;
/// nothing where there are none, or the program that reads it is not there.
pub(crate) fn words_of(bytes: &[u8], name: &str) -> Option<Source> {
    match import::read(bytes, name) {
        Err(ImportError::NeedsLibreOffice { format }) => convert(bytes, name, format).ok(),
        read => read.ok(),
    }
}

fn text_of(bytes: &[u8], name: &str, progress: &Progress) -> Result<Source, FileError> {
    match import::read(bytes, name) {
        Err(ImportError::NeedsLibreOffice { format }) => convert(bytes, name, format),
        Err(ImportError::NeedsOcr { pages, broken }) => recognise(bytes, pages, broken, progress),
        read => Ok(read?),
    }
}

/// Reads a document of an older or another office program through LibreOffice.
fn convert(bytes: &[u8], name: &str, format: &str) -> Result<Source, FileError> {
    let folder = tempfile::tempdir()?;
    let input = folder.path().join(format!("document{format}"));
    fs::write(&input, bytes)?;
    let profile = folder.path().join("profile");
    Program::LIBREOFFICE.run(
        folder.path(),
        120,
        &[
            "--headless".as_ref(),
            "--norestore".as_ref(),
            format!("-env:UserInstallation=file://{}", profile.display()).as_ref(),
            "--convert-to".as_ref(),
            "docx:Office Open XML Text".as_ref(),
            "--outdir".as_ref(),
            folder.path().as_os_str(),
            input.as_os_str(),
        ],
    )?;
    let converted = fs::read(folder.path().join("document.docx"))
        .map_err(|_| Program::LIBREOFFICE.failed("không tạo được tệp .docx"))?;
    let mut source = import::read(&converted, "document.docx")?;
    if format == ".doc" {
        source.origin.format = Format::Doc;
    }
    source
        .origin
        .notes
        .insert(0, format!("Tệp {format} được chuyển đổi bằng LibreOffice"));
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    if let Some(ending) = ending.filter(|ending| format!(".{ending}") != format) {
        let note =
            format!("Tên tệp ghi .{ending} nhưng nội dung là {format}; đã đọc theo nội dung");
        source.origin.notes.push(note);
    }
    Ok(source)
}

/// Recognises the pages of a scanned PDF.
///
/// Tesseract is asked for a PDF that holds nothing but the words where they
/// stood, so that columns and paragraphs are told as in any other PDF.
fn recognise(
    bytes: &[u8],
    pages: u32,
    broken: bool,
    progress: &Progress,
) -> Result<Source, FileError> {
    if pages > MOST_SCANNED {
        let what = import::TooMuch::Pages;
        return Err(ImportError::TooLarge {
            what,
            limit: MOST_SCANNED.into(),
        }
        .into());
    }
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("scan.pdf"), bytes)?;
    progress.all.store(pages.max(1), Ordering::Relaxed);
    let read: Result<Vec<()>, FileError> = (1..=pages.max(1))
        .into_par_iter()
        .map(|page| {
            recognise_page(folder.path(), page)?;
            progress.done.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
        .collect();
    read?;
    let mut recognised = Vec::new();
    for page in 1..=pages.max(1) {
        recognised.push(fs::read(folder.path().join(format!("page-{page}.pdf")))?);
    }
    let mut source = import::recognised(&recognised)?;
    let why = if broken {
        "lớp chữ trong tệp bị hỏng"
    } else {
        "tệp là bản quét"
    };
    source.origin.notes.insert(
        0,
        format!("Chữ được máy nhận dạng (tesseract) vì {why}; cần đối chiếu với bản gốc"),
    );
    Ok(source)
}

fn recognise_page(folder: &Path, page: u32) -> Result<(), FileError> {
    let (number, name) = (page.to_string(), format!("page-{page}"));
    let picture = format!("{name}.png");
    Program::PDFTOPPM.run(
        folder,
        60,
        &[
            "-f".as_ref(),
            number.as_ref(),
            "-l".as_ref(),
            number.as_ref(),
            "-r".as_ref(),
            RESOLUTION.as_ref(),
            "-gray".as_ref(),
            "-png".as_ref(),
            "-singlefile".as_ref(),
            "scan.pdf".as_ref(),
            name.as_ref(),
        ],
    )?;
    Program::TESSERACT.run(
        folder,
        120,
        &[
            picture.as_ref(),
            name.as_ref(),
            "-l".as_ref(),
            "vie".as_ref(),
            "-c".as_ref(),
            "textonly_pdf=1".as_ref(),
            "pdf".as_ref(),
        ],
    )?;
    // Pictures are large; only the words are kept.
    fs::remove_file(folder.join(picture))?;
    Ok(())
}
