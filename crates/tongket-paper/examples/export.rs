//! Draws the sample documents into a folder, to look at: `cargo run -p tongket-paper --example export -- DIR`.
#![allow(clippy::print_stderr, reason = "a tool for the terminal")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::error::Error;
use std::path::PathBuf;

use tongket_core::issue::{
    Align, Annex, Block, Column, Family, IssueSettings, IssuedDocument, Row, Signer, Table, Text,
    UnitState, consolidated, urging,
};
use tongket_paper::export::{docx, pdf, xlsx};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    for (name, document) in documents() {
        std::fs::write(folder.join(format!("{name}.docx")), docx::write(&document)?)?;
        std::fs::write(
            folder.join(format!("{name}.typst.pdf")),
            pdf::write(&document, jiff::civil::date(2026, 3, 20).at(8, 0, 0, 0))?,
        )?;
        eprintln!("{name}");
    }
    let sample = sample::sample(15, 1);
    let files = sample.files();
    std::fs::write(
        folder.join("figures.xlsx"),
        xlsx::write(&sample.dossier(&files))?,
    )?;
    Ok(())
}

fn documents() -> Vec<(&'static str, IssuedDocument)> {
    let sample = sample::sample(15, 1);
    let files = sample.files();
    let dossier = sample.dossier(&files);
    let settings = sample::settings();
    let clean = IssueSettings {
        clean: true,
        ..settings.clone()
    };
    let mut many = sample::sample(40, 1);
    for unit in many.units.iter_mut().skip(20) {
        unit.state = UnitState::Missing;
    }
    let many_files = many.files();
    let mut all = vec![
        ("report", consolidated::compose(&dossier, &settings)),
        ("clean", consolidated::compose(&dossier, &clean)),
        (
            "plan-issuer",
            consolidated::compose(&dossier, &IssueSettings::default()),
        ),
        (
            "many",
            consolidated::compose(&many.dossier(&many_files), &clean),
        ),
        ("wide", wide(consolidated::compose(&dossier, &clean))),
        ("party", consolidated::compose(&dossier, &party(&clean))),
        (
            "together",
            together(consolidated::compose(&dossier, &clean)),
        ),
    ];
    all.extend(urging::compose(&dossier, &settings).map(|letter| ("letter", letter)));
    let long = urging::compose(&many.dossier(&many_files), &settings);
    all.extend(long.map(|letter| ("letter-annex", letter)));
    all
}

/// A report of a Party body.
fn party(clean: &IssueSettings) -> IssueSettings {
    IssueSettings {
        family: Family::Party,
        parent: Some("Đảng bộ tỉnh Sơn Hải".to_owned()),
        issuer: Some("Ban Thường vụ Tỉnh ủy".to_owned()),
        abbreviation: Some("TU".to_owned()),
        signature: vec!["T/M BAN THƯỜNG VỤ".to_owned(), "PHÓ BÍ THƯ".to_owned()],
        signer: Some("Đỗ Thị Mai".to_owned()),
        recipients: vec![
            "Các ban đảng".to_owned(),
            "Lưu Văn phòng Tỉnh ủy".to_owned(),
        ],
        ..clean.clone()
    }
}

/// A report of two bodies.
fn together(mut document: IssuedDocument) -> IssuedDocument {
    document.letterhead.parent = None;
    document.letterhead.issuers = vec![
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG".to_owned(),
        "BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH".to_owned(),
    ];
    let signer = |line: &str, name: &str| Signer {
        lines: vec![line.to_owned()],
        name: name.to_owned(),
    };
    document.signature.signers = vec![
        signer("GIÁM ĐỐC", "Lê Văn Nam"),
        signer("CHỈ HUY TRƯỞNG", "Trần Đình Khôi"),
    ];
    document
}

/// A report with a table too wide for an upright page and an issuer of three lines.
fn wide(mut document: IssuedDocument) -> IssuedDocument {
    document.letterhead.parent = None;
    document.letterhead.issuers = vec![
        "BAN CHỈ ĐẠO TỔNG KẾT 10 NĂM THỰC HIỆN CHƯƠNG TRÌNH BẢO VỆ VÀ PHÁT TRIỂN RỪNG TỈNH SƠN HẢI"
            .to_owned(),
    ];
    let columns = (1..=10).map(|index| Column {
        title: format!("Chỉ tiêu {index}"),
        width: 10,
        align: Align::Right,
    });
    let row = |row: usize| Row {
        cells: (0..10)
            .map(|column| Text::plain((row * 131 + column).to_string()))
            .collect(),
        ..Row::default()
    };
    let table = Table {
        caption: "Bảng 1. Số liệu theo đơn vị".to_owned(),
        columns: columns.collect(),
        rows: (0..60).map(row).collect(),
    };
    let annex = |landscape, title: &str| Annex {
        title: title.to_owned(),
        reference: "(Kèm theo Báo cáo số …/BC-BCĐ ngày … tháng … năm …)".to_owned(),
        landscape,
        body: vec![Block::Table(table.clone())],
        ..Annex::default()
    };
    document.attach(vec![
        annex(true, "BIỂU SỐ LIỆU NGANG"),
        annex(false, "BIỂU SỐ LIỆU DỌC"),
    ]);
    document
}
