//! How long it takes to lay out thirty indicators over ten thousand units, as the list of a campaign
//! shows them after each report that is accepted.

#![allow(missing_docs)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use rust_decimal::Decimal;
use tongket_core::exchange::{Content, Figure};
use tongket_core::report::form::{Column, ColumnKind, Form, Indicator};
use tongket_core::series::{Answer, Cells, Ground, Subject, subjects};
use tongket_core::unit::UnitId;
use tongket_core::unit::succession::Lineage;

const UNITS: u32 = 10_000;
const ACCEPTED: u32 = 1_000;
const INDICATORS: usize = 30;
const YEARS: [&str; 2] = ["2016", "2025"];

fn form() -> Form {
    let column = |year: &&str| Column {
        key: (*year).to_owned(),
        title: format!("Năm {year}"),
        kind: ColumnKind::Year(year.parse().unwrap_or_default()),
    };
    let indicator = |at: usize| Indicator {
        code: format!("c{at}"),
        name: format!("Chỉ tiêu {at}"),
        unit_of_measure: "tổ".to_owned(),
        formula: None,
        additive: true,
    };
    Form {
        title: "Biểu".to_owned(),
        item: Some("II".to_owned()),
        columns: YEARS.iter().map(column).collect(),
        indicators: (0..INDICATORS).map(indicator).collect(),
        rules: Vec::new(),
    }
}

fn answer(unit: u32, subjects: &[Subject]) -> Answer {
    let mut content = Content::default();
    for subject in subjects {
        content.figures.extend(YEARS.iter().map(|year| Figure {
            indicator: subject.key(),
            period: (*year).to_owned(),
            value: Decimal::from(unit % 17),
            unit: "tổ".to_owned(),
        }));
    }
    Answer {
        unit: UnitId(unit),
        submission: format!("s{unit}"),
        sent: date(2026, 4, 20),
        cells: Arc::new(Cells::of(&content)),
    }
}

fn bench(criterion: &mut Criterion) {
    let subjects = subjects("f", &form());
    let answers = (0..ACCEPTED).map(|unit| answer(unit * 7, &subjects));
    let lineage = Arc::new(Lineage::recorded(Vec::new(), &|_| None));
    let day = date(2026, 5, 4);
    let ground = Ground::new(answers, (0..UNITS).map(UnitId), lineage, day);
    let above = |unit: UnitId| vec![UnitId(UNITS + unit.0 % 60), UnitId(UNITS * 2)];
    criterion.bench_function("30 indicators over 10,000 units, 1,000 accepted", |bench| {
        bench.iter(|| {
            for subject in &subjects {
                let series = ground.counted(black_box(subject));
                for point in 0..subject.points.len() {
                    black_box(series.total(point, &above)).ok();
                }
                black_box(series.change_of_total(1, &above));
                black_box(series.coverage(1));
            }
        });
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
