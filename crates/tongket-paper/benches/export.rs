//! How long documents take: a 40-page report as PDF once warm and as Word; a thousand units.

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tongket_core::issue::{Block, IssuedDocument, Text, consolidated};
use tongket_paper::export::{docx, pdf, xlsx};

/// A report of 40 pages with its annexes of sources.
fn forty_pages() -> IssuedDocument {
    let sample = sample::sample(15, 1);
    let files = sample.files();
    consolidated::compose(&sample.dossier(&files), &sample::settings())
}

fn export(criterion: &mut Criterion) {
    let made = date(2026, 3, 20).at(8, 0, 0, 0);
    let document = forty_pages();
    criterion.bench_function("pdf, 40 pages, warm, nothing changed", |bench| {
        bench.iter(|| pdf::write(black_box(&document), made).expect("a file"));
    });
    let mut edits = 0;
    let mut changed = document.clone();
    criterion.bench_function("pdf, 40 pages, warm, one paragraph changed", |bench| {
        bench.iter(|| {
            edits += 1;
            changed.body[1] = Block::paragraph(Text::plain(format!("Lần sửa thứ {edits}.")));
            pdf::write(black_box(&changed), made).expect("a file")
        });
    });
    criterion.bench_function("docx, 40 pages", |bench| {
        bench.iter(|| docx::write(black_box(&document)).expect("a file"));
    });
    let sample = sample::sample(1000, 2);
    let files = sample.files();
    let dossier = sample.dossier(&files);
    criterion.bench_function("1,000 units, composed and written as docx", |bench| {
        bench.iter(|| {
            let document = consolidated::compose(black_box(&dossier), &sample::settings());
            docx::write(&document).expect("a file")
        });
    });
    criterion.bench_function("1,000 units, xlsx", |bench| {
        bench.iter(|| xlsx::write(black_box(&dossier)).expect("a file"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = export
}
criterion_main!(benches);
