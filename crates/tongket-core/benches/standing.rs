//! How long it takes until a thousand accepted reports are put together, and until one of them is
//! corrected; and how long a draft takes to follow.

#![allow(missing_docs)]

#[path = "../tests/written/mod.rs"]
mod written;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tongket_core::consolidation::{Frame, Kept, Owing, Standing, Understood};
use tongket_core::report::{Body, Head, Written, WrittenSection};
use tongket_core::unit::UnitId;
use tongket_reader::plan::Period;
use tongket_reader::source::{Look, Origin, Place, Source, SourceBuilder};
use written::generator::{Dice, outline_lines, report};
use written::outline;

const REPORTS: usize = 1_000;
const SECTIONS: usize = 40;
const FIGURES: usize = 50;

/// The sections of a generated report, each a text of its own.
fn sections(number: usize, changed: bool) -> Vec<(String, Source)> {
    let text = report(number, SECTIONS, FIGURES).text;
    let mut dice = Dice::new(99);
    let parts = text.split("# ").filter(|part| !part.is_empty());
    let sections = parts.enumerate().map(|(at, part)| {
        let (item, body) = part.split_once('\n').unwrap_or((part, ""));
        let mut builder = SourceBuilder::default();
        for line in body.lines().filter(|line| !line.is_empty()) {
            builder.line(line, Place::default(), Look::default());
        }
        if changed && at == 3 {
            builder.line(&dice.sentence(20), Place::default(), Look::default());
        }
        (item.to_owned(), builder.finish(Origin::default()))
    });
    sections.collect()
}

fn kept(frame: &Frame, number: usize, changed: bool) -> Arc<Kept> {
    Arc::new(Kept::new(understood(frame, number, changed), frame))
}

fn understood(frame: &Frame, number: usize, changed: bool) -> Understood {
    let sections = sections(number, changed);
    let written: Vec<WrittenSection<'_>> = sections
        .iter()
        .map(|(item, source)| WrittenSection {
            item,
            body: Body::Text(source),
        })
        .collect();
    let head = Head {
        unit: &frame.units[number].name,
        title: "Tổng kết",
        day: None,
    };
    let written = Written::compose(&head, &frame.outline, &written);
    Understood::read(written, frame)
}

fn bench(criterion: &mut Criterion) {
    let units = (0..REPORTS).map(|number| Owing {
        unit: UnitId(u32::try_from(number).unwrap_or_default()),
        name: written::generator::unit_name(number),
        other_names: Vec::new(),
    });
    let frame = Arc::new(Frame::new(
        outline(&outline_lines(SECTIONS)),
        String::new(),
        Some(Period {
            from: 2016,
            to: 2026,
        }),
        date(2026, 5, 4),
        units.collect(),
    ));
    let mut group =
        criterion.benchmark_group("1000 accepted reports of 40 sections and 50 figures");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("read one report", |bench| {
        bench.iter(|| kept(black_box(&frame), 7, false));
    });
    let laid = understood(&frame, 7, false).bytes().unwrap_or_default();
    group.bench_function("take one report up that was laid down", |bench| {
        bench.iter(|| Understood::of_bytes(black_box(&laid)).map(|it| Kept::new(it, &frame)));
    });
    group.bench_function("of that, its bytes", |bench| {
        bench.iter(|| Understood::of_bytes(black_box(&laid)));
    });
    let reports: Vec<Option<Arc<Kept>>> = (0..REPORTS)
        .map(|number| Some(kept(&frame, number, false)))
        .collect();
    group.bench_function("put all together from what was read", |bench| {
        bench.iter_batched(
            || reports.clone(),
            |reports| Standing::new(Arc::clone(&frame), reports),
            BatchSize::LargeInput,
        );
    });
    let standing = Standing::new(Arc::clone(&frame), reports.clone());
    let corrected = kept(&frame, 7, true);
    group.bench_function("one report corrected in one section", |bench| {
        bench.iter(|| standing.after(vec![(7, Some(Arc::clone(black_box(&corrected))))]));
    });
    group.bench_function("one report taken out", |bench| {
        bench.iter(|| standing.after(vec![(7, None)]));
    });
    group.bench_function("what the review finds", |bench| {
        bench.iter(|| standing.findings());
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
