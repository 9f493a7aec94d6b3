//! Reading and linting one plan: the real one where `TONGKET_CORPUS` names its
//! folder, else our own, written out to the same size.

#![allow(missing_docs, clippy::print_stdout)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Instant;

use tongket_reader::blocks::Flow;
use tongket_reader::plan::read::read;
use tongket_reader::plan::{document, event, outline, section, task};
use tongket_reader::{Source, rules};

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
    let source = Source::from_plain(&text);
    let start = Instant::now();
    black_box(read(&source));
    println!(
        "first call, which makes every pattern: {:?}",
        start.elapsed()
    );
    let mut group = c.benchmark_group("plan");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read and lint", |b| b.iter(|| read(black_box(&source))));
    group.finish();
    stages(c, &source);
}

/// The stages one by one, to see where the time goes.
fn stages(c: &mut Criterion, source: &Source) {
    let flow = Flow::of(source);
    let document = document::read(&flow);
    let sections = section::read(&flow, document.span);
    let plan = read(source).plan;
    let mut group = c.benchmark_group("stage");
    group.bench_function("flow", |b| b.iter(|| Flow::of(black_box(source))));
    group.bench_function("document", |b| b.iter(|| document::read(black_box(&flow))));
    group.bench_function("outline", |b| {
        b.iter(|| outline::read(black_box(&flow), &document));
    });
    group.bench_function("sections", |b| {
        b.iter(|| section::read(black_box(&flow), document.span));
    });
    group.bench_function("tasks", |b| {
        b.iter(|| task::read(black_box(&flow), &sections, &document, &[]));
    });
    group.bench_function("events", |b| {
        b.iter(|| event::read(black_box(&flow), &document, &sections, &plan.tasks, &[]));
    });
    group.bench_function("rules", |b| {
        b.iter(|| rules::check(black_box(source), &flow, &plan));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
