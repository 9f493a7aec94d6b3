//! How long it takes to put a thousand reports together, and to find copies among them.

#![allow(missing_docs)]

#[path = "../tests/written/mod.rs"]
mod written;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tongket_core::consolidation::{Inputs, Owing, Reported, consolidate};
use tongket_core::review::evidence::Evidence;
use tongket_core::review::{CHECKS, Check};
use tongket_core::unit::UnitId;
use tongket_reader::plan::Period;
use written::generator::{outline_lines, report};
use written::{Written, outline, reported};

const REPORTS: usize = 1_000;
const SECTIONS: usize = 40;
const FIGURES: usize = 50;

fn bench(criterion: &mut Criterion) {
    let outline = outline(&outline_lines(SECTIONS));
    let texts: Vec<Written> = (0..REPORTS)
        .map(|number| report(number, SECTIONS, FIGURES))
        .collect();
    let units: Vec<Owing> = texts
        .iter()
        .zip(0..)
        .map(|(text, number)| owing(&text.name, number))
        .collect();
    let reports: Vec<Reported<'_>> = texts
        .iter()
        .enumerate()
        .map(|(file, text)| reported(file, text))
        .collect();
    let inputs = Inputs {
        outline: &outline,
        plan_text: "",
        period: Some(Period {
            from: 2016,
            to: 2026,
        }),
        as_of: date(2026, 5, 4),
        units: &units,
        reports: &reports,
        senders: &[],
    };
    let mut group = criterion.benchmark_group("1000 reports of 40 sections and 50 figures");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(12));
    group.bench_function("consolidate", |bench| {
        bench.iter(|| consolidate(black_box(&inputs)));
    });
    group.bench_function("read", |bench| {
        bench.iter(|| Evidence::gather(black_box(&inputs)));
    });
    let evidence = Evidence::gather(&inputs);
    let copies: &Check = CHECKS
        .iter()
        .find(|check| check.code == "BC010")
        .expect("BC010 is registered");
    group.bench_function("find copies", |bench| {
        bench.iter(|| copies.run(black_box(&evidence), &[]));
    });
    group.finish();
}

fn owing(name: &str, number: u32) -> Owing {
    Owing {
        unit: UnitId(number),
        name: name.to_owned(),
        other_names: Vec::new(),
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
