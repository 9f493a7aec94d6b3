//! Why a file cannot be read, and what its owner can do about it.
//!
//! Every refusal has a code that never changes (TL001…), one sentence in
//! Vietnamese that ends with a way out, and the same in English.

use thiserror::Error;

/// Why a file cannot be read. `Display` is the Vietnamese sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// There is nothing in it.
    #[error("Tệp rỗng. Hãy kiểm tra lại tệp đã gửi, hoặc xin lại bản đầy đủ.")]
    Empty,
    /// Its structure is broken.
    #[error(
        "Tệp {format} bị hỏng ({detail}). Hãy mở bằng phần mềm soạn thảo, lưu lại rồi thử lần nữa."
    )]
    Damaged {
        /// What the file should have been, such as ".docx".
        format: &'static str,
        /// What is wrong with it, for support.
        detail: String,
    },
    /// Its end is missing.
    #[error(
        "Tệp {format} không trọn vẹn (thiếu phần cuối), có thể do tải hoặc gửi chưa hết. Hãy xin lại bản đầy đủ."
    )]
    CutShort {
        /// What the file should have been, such as ".docx".
        format: &'static str,
    },
    /// A password is needed.
    #[error("Tệp {format} được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu, lưu lại rồi thử lần nữa.")]
    Encrypted {
        /// The format as far as it can be told.
        format: &'static str,
    },
    /// A web page, usually saved under the name of a document.
    #[error(
        "Tệp là trang web (HTML), không phải văn bản. Hãy tải lại tệp gốc, hoặc mở bằng LibreOffice và lưu thành .docx."
    )]
    WebPage,
    /// An archive that is no document.
    #[error(
        "Tệp là kho nén (ZIP) mà bên trong không có văn bản Word hay bảng tính. Hãy giải nén rồi đưa từng tệp vào."
    )]
    Archive,
    /// Larger than can be read within the bounds on time and memory.
    #[error("Tệp quá lớn: {what} vượt mức {limit}. Hãy tách thành nhiều tệp nhỏ hơn.")]
    TooLarge {
        /// What there is too much of, in Vietnamese.
        what: TooMuch,
        /// How much would still be read.
        limit: u64,
    },
    /// A format that LibreOffice can convert.
    #[error(
        "Tệp {format} cần LibreOffice để đọc. Hãy cài gói libreoffice-writer, hoặc lưu tệp thành .docx."
    )]
    NeedsLibreOffice {
        /// The format, such as ".doc".
        format: &'static str,
    },
    /// Pages without usable text.
    #[error(
        "Tệp PDF {} nên cần nhận dạng chữ. Hãy cài gói poppler-utils, tesseract-ocr và tesseract-ocr-vie, hoặc dùng bản có chữ.",
        if *.broken { "có lớp chữ hỏng" } else { "là bản quét không có lớp chữ" }
    )]
    NeedsOcr {
        /// How many pages there are to recognise.
        pages: u32,
        /// Whether there is a text layer, but one that does not say which letters it shows.
        broken: bool,
    },
    /// Nothing that can be read as text.
    #[error("Không nhận ra định dạng tệp. Hãy dùng .docx, .doc, .pdf, .txt, .md, .xlsx hoặc .csv.")]
    UnknownFormat,
    /// A document where a table of rows was wanted.
    #[error("Tệp không phải bảng tính. Hãy dùng .xlsx hoặc .csv.")]
    NotASheet,
}

/// What a file can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TooMuch {
    /// Bytes on disk.
    Bytes,
    /// Bytes once decompressed.
    Inflated,
    /// Pages.
    Pages,
    /// Paragraphs or lines.
    Paragraphs,
    /// Elements of a document's markup.
    Elements,
    /// Levels of elements inside each other.
    Depth,
    /// Rows or cells of a sheet.
    Cells,
}

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            TooMuch::Bytes => "số byte của tệp",
            TooMuch::Inflated => "số byte sau khi giải nén",
            TooMuch::Pages => "số trang",
            TooMuch::Paragraphs => "số đoạn văn",
            TooMuch::Elements => "số phần tử bên trong",
            TooMuch::Depth => "số lớp lồng nhau",
            TooMuch::Cells => "số ô của bảng tính",
        })
    }
}

impl TooMuch {
    fn english(self) -> &'static str {
        match self {
            TooMuch::Bytes => "bytes",
            TooMuch::Inflated => "bytes once decompressed",
            TooMuch::Pages => "pages",
            TooMuch::Paragraphs => "paragraphs",
            TooMuch::Elements => "elements",
            TooMuch::Depth => "nested levels",
            TooMuch::Cells => "cells",
        }
    }
}

impl ImportError {
    /// The code that never changes and is never used again.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Empty => "TL001",
            ImportError::Damaged { .. } | ImportError::CutShort { .. } => "TL002",
            ImportError::Encrypted { .. } => "TL003",
            ImportError::WebPage => "TL004",
            ImportError::Archive => "TL005",
            ImportError::TooLarge { .. } => "TL006",
            ImportError::NeedsLibreOffice { .. } => "TL007",
            ImportError::NeedsOcr { .. } => "TL008",
            ImportError::UnknownFormat => "TL009",
            ImportError::NotASheet => "TL010",
        }
    }

    /// The sentence in English.
    pub fn english(&self) -> String {
        match self {
            ImportError::Empty => "The file is empty. Check what was sent, or ask for the whole file.".into(),
            ImportError::Damaged { format, detail } => format!(
                "The {format} file is damaged ({detail}). Open it in a word processor, save it and try again."
            ),
            ImportError::CutShort { format } => format!(
                "The end of the {format} file is missing; it may not have been sent or downloaded to the end. Ask for the whole file."
            ),
            ImportError::Encrypted { format } => format!(
                "The {format} file needs a password. Remove the password, save it and try again."
            ),
            ImportError::WebPage => "The file is a web page (HTML), not a document. Download the original, or open it in LibreOffice and save it as .docx.".into(),
            ImportError::Archive => "The file is a ZIP archive that holds no Word document or sheet. Unpack it and give the files one by one.".into(),
            ImportError::TooLarge { what, limit } => format!(
                "The file is too large: more than {limit} {}. Split it into smaller files.",
                what.english()
            ),
            ImportError::NeedsLibreOffice { format } => format!(
                "A {format} file is read through LibreOffice. Install the package libreoffice-writer, or save the file as .docx."
            ),
            ImportError::NeedsOcr { broken, .. } => format!(
                "The PDF {}, so its pages must be recognised. Install the packages poppler-utils, tesseract-ocr and tesseract-ocr-vie, or use a copy with text.",
                if *broken { "has a broken text layer" } else { "is a scan without text" }
            ),
            ImportError::UnknownFormat => "The format is not known. Use .docx, .doc, .pdf, .txt, .md, .xlsx or .csv.".into(),
            ImportError::NotASheet => "The file is not a sheet. Use .xlsx or .csv.".into(),
        }
    }

    /// A broken file of `format`.
    pub(crate) fn damaged(format: &'static str, detail: impl ToString) -> Self {
        ImportError::Damaged {
            format,
            detail: detail.to_string(),
        }
    }

    /// An archive of `format` that cannot be opened: cut short where its directory, which stands at the end, is not there.
    pub(crate) fn broken_archive(format: &'static str, error: &zip::result::ZipError) -> Self {
        let detail = error.to_string();
        match detail.contains("EOCD") || detail.contains("central directory") {
            true => ImportError::CutShort { format },
            false => ImportError::Damaged { format, detail },
        }
    }

    /// Too much of `what`.
    pub(crate) fn too_large(what: TooMuch, limit: usize) -> Self {
        ImportError::TooLarge {
            what,
            limit: limit as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_sentence_ends_with_a_way_out() {
        let all = [
            ImportError::Empty,
            ImportError::damaged(".docx", "thiếu word/document.xml"),
            ImportError::Encrypted { format: ".pdf" },
            ImportError::WebPage,
            ImportError::Archive,
            ImportError::too_large(TooMuch::Pages, 2000),
            ImportError::NeedsLibreOffice { format: ".doc" },
            ImportError::NeedsOcr {
                pages: 3,
                broken: true,
            },
            ImportError::UnknownFormat,
            ImportError::NotASheet,
        ];
        let mut codes: Vec<_> = all.iter().map(ImportError::code).collect();
        codes.dedup();
        assert_eq!(codes.len(), all.len());
        for error in &all {
            assert!(error.to_string().contains("Hãy "), "{error}");
            assert!(error.english().ends_with('.'), "{}", error.english());
        }
    }
}
