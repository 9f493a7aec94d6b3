//! How long importing takes: a Word document and a PDF of forty pages, and a plan in plain text.

use std::hint::black_box;
use std::io::{Cursor, Write};

use criterion::{Criterion, criterion_group, criterion_main};
use tongket_paper::import::read;

/// Lines on a page of a PDF.
const LINES: usize = 40;
const PAGES: usize = 40;

const SENTENCE: &str = "Kết quả tuyên truyền, phổ biến pháp luật về biên giới quốc gia cho cán bộ, nhân dân các xã, phường biên giới trong giai đoạn 2016 - 2026; ";

/// Forty pages: numbered paragraphs and a table of two hundred rows.
fn word() -> Vec<u8> {
    let paragraph = |level: usize| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{SENTENCE}</w:t></w:r><w:r><w:rPr><w:i/><w:sz w:val=\"28\"/></w:rPr><w:t>{SENTENCE}</w:t></w:r></w:p>"
        )
    };
    let cell = "<w:tc><w:tcPr><w:tcW w:w=\"100\"/></w:tcPr><w:p><w:r><w:t>Ủy ban nhân dân xã Vân Khê</w:t></w:r></w:p></w:tc>";
    let rows = format!("<w:tr>{}</w:tr>", cell.repeat(5)).repeat(200);
    let body: String = (0..PAGES * 9).map(|number| paragraph(number % 3)).collect();
    let document = format!(
        "<w:document xmlns:w=\"w\"><w:body>{body}<w:tbl>{rows}</w:tbl></w:body></w:document>"
    );
    let level = |at: usize, shape: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{shape}\"/><w:lvlText w:val=\"%{}.\"/></w:lvl>",
            at + 1
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "upperRoman"),
        level(1, "decimal"),
        level(2, "lowerLetter")
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
    ] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Forty pages of forty lines, drawn letter by letter as programs do.
fn pdf() -> Vec<u8> {
    let line = |y: usize| {
        let words = "(Bao cao ket qua thuc hien phong trao toan dan bao ve bien gioi, cot moc)";
        format!("BT /F 13 Tf 1 0 0 1 85 {y} Tm {words} Tj ET\n")
    };
    let page: String = (0..LINES).map(|number| line(780 - number * 18)).collect();
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    let mut object = |content: String, file: &mut String| {
        places.push(file.len());
        *file += &format!("{} 0 obj\n{content}\nendobj\n", places.len());
    };
    let kids: Vec<String> = (0..PAGES)
        .map(|page| format!("{} 0 R", 4 + page * 2))
        .collect();
    object("<< /Type /Catalog /Pages 2 0 R >>".into(), &mut file);
    object(
        format!(
            "<< /Type /Pages /Kids [{}] /Count {PAGES} >>",
            kids.join(" ")
        ),
        &mut file,
    );
    object(
        "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >>".into(),
        &mut file,
    );
    for number in 0..PAGES {
        object(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents {} 0 R >>",
                5 + number * 2
            ),
            &mut file,
        );
        object(
            format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
            &mut file,
        );
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    file.extend(places.iter().map(|place| format!("{place:010} 00000 n \n")));
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    file.into_bytes()
}

fn import(criterion: &mut Criterion) {
    let (word, pdf) = (word(), pdf());
    let plain = SENTENCE.repeat(3).replace("; ", ";\n").repeat(50);
    let tcvn3: Vec<u8> = plain
        .chars()
        .map(|letter| {
            if letter.is_ascii() {
                letter as u8
            } else {
                0xB8
            }
        })
        .collect();
    criterion.bench_function("docx of 40 pages", |bencher| {
        bencher.iter(|| read(black_box(&word), "a.docx").unwrap());
    });
    criterion.bench_function("pdf of 40 pages", |bencher| {
        bencher.iter(|| read(black_box(&pdf), "a.pdf").unwrap());
    });
    criterion.bench_function("plain text of 20 KB", |bencher| {
        bencher.iter(|| read(black_box(plain.as_bytes()), "a.txt").unwrap());
    });
    criterion.bench_function("legacy text of 20 KB", |bencher| {
        bencher.iter(|| read(black_box(&tcvn3), "a.txt").unwrap());
    });
}

criterion_group!(benches, import);
criterion_main!(benches);
