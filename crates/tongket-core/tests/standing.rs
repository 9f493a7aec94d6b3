//! A consolidation that stays: one report more, one corrected, one taken out, each the same as
//! putting all together anew; and totals that are the sum of their parts.

use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use tongket_core::consolidation::{Frame, Kept, Owing, Place, Standing, Understood};
use tongket_core::report::{Body, Head, Written, WrittenSection};
use tongket_core::unit::UnitId;
use tongket_reader::Span;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind, Period};
use tongket_reader::source::{Look, Origin, Place as At, Source, SourceBuilder};

const ITEMS: [&str; 3] = ["I", "II", "III"];
const UNITS: [&str; 4] = ["xã Vân Khê", "xã Mường Lạng", "xã Đông Giang", "xã Bãi Lau"];

/// What units may say in a section.
const SAID: [&str; 7] = [
    "Toàn xã có 12 tổ tự quản.",
    "Toàn xã có 8 tổ tự quản.",
    "Tổ chức 24 buổi tuyên truyền với 900 lượt người.",
    "Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế đã đề ra.",
    "Nhân dân đồng tình hưởng ứng, tự giác tham gia giữ gìn đường biên.",
    "Kinh phí hoạt động của các tổ còn ít, chủ yếu do nhân dân đóng góp.",
    "Xã có 12 tấn gạo dự trữ và 300 kg muối.",
];

fn frame() -> Arc<Frame> {
    let item = |id: &&str| OutlineItem {
        id: (*id).to_owned(),
        label: format!("{id}."),
        title: format!("MỤC {id}"),
        level: 1,
        kind: OutlineKind::Heading,
        guidance: None,
        span: Span::default(),
        children: Vec::new(),
    };
    let outline = Outline {
        items: ITEMS.iter().map(item).collect(),
        ..Outline::default()
    };
    let units = UNITS.iter().zip(0..).map(|(name, number)| Owing {
        unit: UnitId(number),
        name: (*name).to_owned(),
        other_names: Vec::new(),
    });
    let period = Some(Period {
        from: 2016,
        to: 2026,
    });
    Arc::new(Frame::new(
        outline,
        String::new(),
        period,
        date(2026, 5, 4),
        units.collect(),
    ))
}

/// A report that says these sentences in its sections; one without any is left out.
fn kept(frame: &Frame, unit: usize, sections: &[Vec<usize>]) -> Option<Arc<Kept>> {
    let understood = understood(frame, unit, sections)?;
    Some(Arc::new(Kept::new(understood, frame)))
}

/// The same, laid down and taken up again.
fn taken_up(frame: &Frame, unit: usize, sections: &[Vec<usize>]) -> Option<Arc<Kept>> {
    let bytes = understood(frame, unit, sections)?
        .bytes()
        .expect("it can be laid down");
    let understood = Understood::of_bytes(&bytes).expect("it was laid down");
    Some(Arc::new(Kept::new(understood, frame)))
}

fn understood(frame: &Frame, unit: usize, sections: &[Vec<usize>]) -> Option<Understood> {
    if sections.iter().all(Vec::is_empty) {
        return None;
    }
    let sources: Vec<Source> = sections
        .iter()
        .map(|said| {
            let mut builder = SourceBuilder::default();
            for sentence in said {
                builder.line(SAID[*sentence], At::default(), Look::default());
            }
            builder.finish(Origin::default())
        })
        .collect();
    let written: Vec<WrittenSection<'_>> = ITEMS
        .iter()
        .zip(&sources)
        .filter(|(_, source)| !source.text().is_empty())
        .map(|(item, source)| WrittenSection {
            item,
            body: Body::Text(source),
        })
        .collect();
    let head = Head {
        unit: UNITS[unit],
        title: "Tổng kết 10 năm",
        day: None,
    };
    let written = Written::compose(&head, &frame.outline, &written);
    Some(Understood::read(written, frame))
}

/// Who says what at a place.
fn words(standing: &Standing, place: &Place) -> String {
    let file = &standing.files[place.file];
    format!("{:?} {:?}", place.unit, file.source.slice(place.span))
}

/// Everything that stands in a consolidation, with the words of every place in place of its numbers.
fn told(standing: &Standing) -> String {
    let words = |place: &Place| words(standing, place);
    let mut told = String::new();
    for (section, coverage) in standing.sections.iter().zip(&standing.coverage) {
        told.push_str(&format!("{coverage:?}\n"));
        for group in &section.figures {
            told.push_str(&format!(
                "{} {:?} {:?}\n",
                group.name(),
                group.total,
                group.aggregation
            ));
            for part in &group.contributions {
                let places: Vec<String> = part.value.places().iter().map(words).collect();
                told.push_str(&format!("  {} {}\n", part.value.value(), places.join("; ")));
            }
        }
        for statement in &section.statements {
            let places: Vec<String> = statement.text.places().iter().map(words).collect();
            told.push_str(&format!(
                "{} {}\n",
                statement.text.value(),
                places.join("; ")
            ));
        }
    }
    told
}

type Report = Vec<Vec<usize>>;

fn any_report() -> impl Strategy<Value = Report> {
    proptest::collection::vec(proptest::collection::vec(0..SAID.len(), 0..3), 3)
}

proptest! {
    #[test]
    fn bytes_that_are_something_else_are_told_apart(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Understood::of_bytes(&bytes).is_none_or(|it| it.source.text().len() <= bytes.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_report_more_gives_what_all_reports_give(
        before in proptest::collection::vec(any_report(), UNITS.len()),
        changes in proptest::collection::vec((0..UNITS.len(), any_report()), 0..6),
    ) {
        let frame = frame();
        let read = |unit: usize, report: &Report| kept(&frame, unit, report);
        let first = before.iter().enumerate().map(|(unit, report)| read(unit, report));
        let mut standing = Standing::new(Arc::clone(&frame), first.collect());
        let mut reports = before.clone();
        for (unit, report) in changes {
            let kept = read(unit, &report);
            reports[unit] = report;
            standing = standing.after(vec![(unit, kept)]).0;
        }
        let anew = reports.iter().enumerate().map(|(unit, report)| taken_up(&frame, unit, report));
        let anew = Standing::new(Arc::clone(&frame), anew.collect());
        prop_assert_eq!(told(&standing), told(&anew));
        let said = |standing: &Standing| standing.findings().into_iter().map(|found| found.message).collect::<Vec<_>>();
        prop_assert_eq!(said(&standing), said(&anew));
        // Every sentence of every unit stands once: in a statement, or beside them.
        let mut stands: Vec<String> = standing.sections.iter().flat_map(|section| {
            let stated = section.statements.iter().flat_map(|statement| statement.text.places());
            let apart = section.apart.figures.iter().chain(&section.apart.nil);
            stated.chain(apart).map(|place| words(&standing, place))
        }).collect();
        let mut said: Vec<String> = reports.iter().zip(0..).flat_map(|(report, unit)| {
            report.iter().flatten().map(move |said| format!("{:?} {:?}", UnitId(unit), SAID[*said]))
        }).collect();
        stands.sort();
        said.sort();
        prop_assert_eq!(stands, said);
    }

    #[test]
    fn a_total_is_the_sum_of_what_its_click_shows(
        before in proptest::collection::vec(any_report(), UNITS.len()),
        merged in any_report(),
    ) {
        let frame = frame();
        let reports = before.iter().enumerate().map(|(unit, report)| kept(&frame, unit, report));
        let standing = Standing::new(Arc::clone(&frame), reports.collect());
        // Two units merge: one report goes, the other says what both said.
        let after = standing.after(vec![(0, None), (1, kept(&frame, 1, &merged))]).0;
        for standing in [&standing, &after] {
            for group in standing.sections.iter().flat_map(|section| &section.figures) {
                let sum: Decimal = group.contributions.iter().map(|part| *part.value.value()).sum();
                prop_assert!(group.total.is_none_or(|total| total == sum), "{:?}", group);
                let units: Vec<UnitId> = group.contributions.iter().flat_map(|part| {
                    part.value.places().first().map(|place| place.unit)
                }).collect();
                prop_assert_eq!(units.len(), group.units().len(), "no unit is added twice");
            }
        }
    }
}

#[test]
fn only_the_sections_that_a_correction_touches_are_put_together_again() {
    let frame = frame();
    let report = |first: usize| vec![vec![first], vec![3, 4], vec![5]];
    let reports = (0..UNITS.len()).map(|unit| kept(&frame, unit, &report(0)));
    let standing = Standing::new(Arc::clone(&frame), reports.collect());
    let (after, touched) = standing.after(vec![(2, kept(&frame, 2, &report(1)))]);
    assert_eq!(touched.into_iter().collect::<Vec<_>>(), [0]);
    assert!(Arc::ptr_eq(&standing.sections[1], &after.sections[1]));
    assert_eq!(after.sections[0].figures[0].total, Some(Decimal::from(44)));
}
