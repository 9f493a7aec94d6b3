//! Issued documents as bytes: Word, PDF, and the figures as a spreadsheet.
//!
//! [`docx`] and [`pdf`] draw the same model, so that they say the same and look
//! alike; [`xlsx`] writes what was put together, with live sums.

mod fonts;
mod measure;

pub mod chart;
pub mod csv;
pub mod docx;
pub mod pdf;
pub mod xlsx;

/// Why a document could not be written. Content is never the reason: any text can be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The Word package could not be put together.
    #[error("không đóng gói được tệp Word (could not package the Word file): {0}")]
    Package(#[from] zip::result::ZipError),
    /// Bytes could not be written.
    #[error("không ghi được tệp (could not write the file): {0}")]
    Write(#[from] std::io::Error),
    /// The model could not be handed to the typesetter.
    #[error("không chuyển được nội dung sang trang in (could not hand over the text): {0}")]
    Model(#[from] serde_json::Error),
    /// The typesetter refused the template.
    #[error("không dàn được trang PDF (could not typeset the PDF): {0}")]
    Typeset(String),
    /// The spreadsheet could not be written.
    #[error("không ghi được bảng tính (could not write the spreadsheet): {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// The list could not be written.
    #[error("không ghi được tệp CSV (could not write the CSV file): {0}")]
    List(#[from] ::csv::Error),
}
