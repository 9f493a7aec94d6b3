//! Reading and linting one plan: the real one where `TONGKET_CORPUS` names its
//! folder, else our own, written out to the same size.

#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tongket_reader::Source;
use tongket_reader::plan::read::read;

/// About the size of the real plan, in bytes.
const SIZE: usize = 20_000;

fn plan() -> String {
    let real = std::env::var_os("TONGKET_CORPUS")
        .map(std::path::PathBuf::from)
        .and_then(|corpus| {
            std::fs::read_to_string(corpus.join("documents/quang-binh-2025-kh-219.txt")).ok()
        });
    real.unwrap_or_else(|| {
        let own = include_str!("../tests/documents/son-hai-2026-ke-hoach-tong-ket.txt");
        let (body, rest) = own.split_once("III. TỔ CHỨC").unwrap_or((own, ""));
        let middle = rest
            .split_once("Nơi nhận")
            .map_or(rest, |(middle, _)| middle);
        let copies = SIZE.saturating_sub(own.len()) / middle.len().max(1);
        format!("{body}III. TỔ CHỨC{}{rest}", middle.repeat(copies))
    })
}

fn reading(c: &mut Criterion) {
    let text = plan();
    let mut group = c.benchmark_group("plan");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read and lint", |b| {
        let source = Source::from_plain(&text);
        b.iter(|| read(std::hint::black_box(&source)));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
