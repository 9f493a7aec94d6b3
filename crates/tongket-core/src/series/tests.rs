//! Series, told as units reported them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::exchange::{Content, Figure, Section, SectionState};
use crate::report::form::{Column, ColumnKind, Form, Indicator};
use crate::unit::succession::{Heir, Lineage, Succession, SuccessionKind};

const BEFORE: Date = date(2025, 5, 10);
const DAY: Date = date(2025, 7, 1);
const AFTER: Date = date(2025, 9, 1);
const YEARS: [&str; 3] = ["2023", "2024", "2025"];

fn form(titles: &[&str], name: &str, measure: &str) -> Form {
    let column = |title: &&str| Column {
        key: title.rsplit(' ').next().unwrap_or_default().to_owned(),
        title: (*title).to_owned(),
        kind: match title.rsplit(' ').next().and_then(|year| year.parse().ok()) {
            Some(year) => ColumnKind::Year(year),
            None if *title == "Tổng cộng" => ColumnKind::Total,
            None => ColumnKind::Category,
        },
    };
    Form {
        title: "Biểu".to_owned(),
        item: Some("II".to_owned()),
        columns: titles.iter().map(column).collect(),
        indicators: vec![Indicator {
            code: "to".to_owned(),
            name: name.to_owned(),
            unit_of_measure: measure.to_owned(),
            formula: None,
            additive: true,
        }],
        rules: Vec::new(),
    }
}

fn groups() -> Subject {
    let form = form(&["Năm 2023", "Năm 2024", "Năm 2025"], "Số tổ tự quản", "tổ");
    subjects("f", &form).remove(0)
}

fn share() -> Subject {
    let form = form(
        &["Năm 2023", "Năm 2024", "Năm 2025"],
        "Tỷ lệ hộ tham gia",
        "%",
    );
    subjects("f", &form).remove(0)
}

/// What a unit reported on a day: a word a year, "-" for an empty cell, "tổ" behind it another measure.
fn answer(unit: u32, sent: Date, words: [&str; 3]) -> Answer {
    let mut content = Content::default();
    for (year, word) in YEARS.iter().zip(words) {
        let (value, measure) = word.split_once(' ').unwrap_or((word, ""));
        if let Ok(value) = value.parse() {
            content.figures.push(Figure {
                indicator: "f/to".to_owned(),
                period: (*year).to_owned(),
                value,
                unit: measure.to_owned(),
            });
        }
    }
    if words == ["nil"; 3] {
        content.sections.push(Section {
            item: "II".to_owned(),
            state: SectionState::Nil,
            html: String::new(),
            text: String::new(),
        });
    }
    Answer {
        unit: UnitId(unit),
        submission: format!("s{unit}"),
        sent,
        cells: Cells::of(&content).into(),
    }
}

fn act(kind: SuccessionKind, from: &[u32], to: &[(u32, Option<Decimal>)]) -> Succession {
    Succession {
        kind,
        from: from.iter().map(|unit| UnitId(*unit)).collect(),
        to: to
            .iter()
            .map(|(unit, share)| Heir {
                unit: UnitId(*unit),
                share: *share,
            })
            .collect(),
        effective: DAY,
        legal_act: "Nghị quyết số 01/NQ-UBTVQH".to_owned(),
    }
}

/// Units from 10 on begin on the day, those before always stood.
fn lineage(acts: Vec<Succession>) -> Lineage {
    Lineage::recorded(acts, &|unit| (unit.0 >= 10).then_some(DAY))
}

fn nobody(_: UnitId) -> Vec<UnitId> {
    Vec::new()
}

/// The rows of a series as a clerk would note them, its totals last.
fn told(series: &Series) -> Vec<String> {
    let cell = |cell: &Cell| match (cell.value, cell.sign) {
        (Some(value), Sign::Given) => value.normalize().to_string(),
        (Some(value), Sign::Part) => format!("{}*", value.normalize()),
        (_, Sign::Nil) => "nil".to_owned(),
        (_, Sign::Gap) => "-".to_owned(),
        (_, Sign::Unreported) => "?".to_owned(),
        (_, Sign::Beside) => "beside".to_owned(),
        (_, sign) => format!("{sign:?}"),
    };
    let mut lines: Vec<String> = series
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            let measure = row.measure.as_deref().unwrap_or_default();
            let kind = match row.kind {
                RowKind::Standing => "",
                RowKind::Dissolved => " dissolved",
                RowKind::Beside(_) => " beside",
            };
            format!("{}{kind}: {} {measure}", row.unit.0, cells.join(" "))
                .trim_end()
                .to_owned()
        })
        .collect();
    let totals = (0..series.subject.points.len()).map(|point| match series.total(point, &nobody) {
        Ok(total) => total.value.normalize().to_string(),
        Err(why) => format!("{why:?}"),
    });
    lines.push(totals.collect::<Vec<_>>().join(" "));
    lines
}

#[track_caller]
fn check(
    subject: &Subject,
    answers: Vec<Answer>,
    owing: &[u32],
    acts: Vec<Succession>,
    expected: &[&str],
) {
    let lineage = Arc::new(lineage(acts));
    let owing = owing.iter().map(|unit| UnitId(*unit));
    let ground = Ground::new(answers, owing, lineage, AFTER);
    assert_eq!(told(&ground.series(subject)), expected);
}

#[test]
fn a_gap_is_no_nought_and_nil_is_no_gap() {
    let answers = vec![
        answer(1, BEFORE, ["12", "-", "0"]),
        answer(2, BEFORE, ["nil"; 3]),
    ];
    let expected = ["1: 12 - 0", "2: nil nil nil", "3: ? ? ?", "12 Nothing 0"];
    check(&groups(), answers, &[1, 2, 3], vec![], &expected);
}

#[test]
fn a_successor_goes_on_with_what_its_forebears_reported() {
    use SuccessionKind::{Dissolve, Merge, Split};
    let said = || {
        vec![
            answer(1, BEFORE, ["12", "13", "-"]),
            answer(2, BEFORE, ["5", "nil", "7"]),
        ]
    };
    let merged = vec![act(Merge, &[1, 2], &[(10, None)])];
    let expected = ["10: 17 13* 7*", "17 13 7"];
    check(&groups(), said(), &[1, 2, 10], merged, &expected);

    let share = |share: &str| Some(share.parse().expect("a share"));
    let split = vec![act(
        Split,
        &[1],
        &[(10, share("0.25")), (11, share("0.75"))],
    )];
    let expected = ["2: 5 - 7", "10: 3 3.25 -", "11: 9 9.75 -", "17 13 7"];
    check(&groups(), said(), &[], split, &expected);

    let dissolved = vec![act(Dissolve, &[1], &[])];
    let expected = ["1 dissolved: 12 13 -", "2: 5 - 7", "17 13 7"];
    check(&groups(), said(), &[], dissolved, &expected);
}

#[test]
fn what_a_successor_says_later_speaks_for_all_of_it() {
    use SuccessionKind::Merge;
    let merged = || vec![act(Merge, &[1, 2], &[(10, None)])];
    let answers = vec![
        answer(1, BEFORE, ["12", "13", "-"]),
        answer(2, BEFORE, ["5", "6", "7"]),
        answer(10, AFTER, ["18", "-", "21"]),
    ];
    check(
        &groups(),
        answers,
        &[10],
        merged(),
        &["10: 18 19 21", "18 19 21"],
    );
    // Where one that already stood takes another in, what it said before is a part.
    let taken_in = vec![act(Merge, &[1], &[(2, None)])];
    let answers = vec![
        answer(1, BEFORE, ["12", "13", "14"]),
        answer(2, BEFORE, ["5", "6", "-"]),
    ];
    check(
        &groups(),
        answers,
        &[2],
        taken_in,
        &["2: 17 19 14*", "17 19 14"],
    );
}

#[test]
fn ratios_are_never_added_and_other_measures_stand_beside() {
    use SuccessionKind::{Merge, Rename};
    let answers = || {
        vec![
            answer(1, BEFORE, ["80 %", "90 %", "-"]),
            answer(2, BEFORE, ["60 %", "-", "70 %"]),
        ]
    };
    let expected = ["1: 80 90 -", "2: 60 - 70", "Ratio Ratio Ratio"];
    check(&share(), answers(), &[], vec![], &expected);
    let merged = vec![act(Merge, &[1, 2], &[(10, None)])];
    let expected = [
        "1 beside: 80 90 beside",
        "2 beside: 60 beside 70",
        "10: beside beside beside",
        "Ratio Ratio Ratio",
    ];
    check(&share(), answers(), &[], merged, &expected);
    let renamed = vec![act(Rename, &[1], &[(10, None)])];
    let expected = ["2: 60 - 70", "10: 80 90 -", "Ratio Ratio Ratio"];
    check(&share(), answers(), &[], renamed, &expected);

    let measures = vec![
        answer(1, BEFORE, ["12 tổ", "13 Tổ", "14"]),
        answer(2, BEFORE, ["3 nhóm", "4 nhóm", "-"]),
    ];
    let expected = ["1: 12 13 14", "2: 3 4 beside nhóm", "12 13 14"];
    check(&groups(), measures, &[], vec![], &expected);
}

#[test]
fn units_above_and_below_are_not_added_and_years_are_compared_like_for_like() {
    let lineage = Arc::new(lineage(Vec::new()));
    let answers = vec![
        answer(1, BEFORE, ["10", "15", "30"]),
        answer(2, BEFORE, ["-", "100", "90"]),
    ];
    let series = Ground::new(answers, [], lineage, AFTER).series(&groups());
    let change = |point| {
        let change = series.change_of_total(point, &nobody)?;
        let percent = change.change.percent?;
        Some((
            change.change.absolute.to_string(),
            percent.to_string(),
            change.units,
        ))
    };
    assert_eq!(change(0), None);
    assert_eq!(change(1), Some(("5".to_owned(), "50".to_owned(), 1)));
    assert_eq!(change(2), Some(("5".to_owned(), "4.3".to_owned(), 2)));
    let above = |unit: UnitId| match unit {
        UnitId(1) => vec![UnitId(2)],
        _ => Vec::new(),
    };
    assert_eq!(series.total(1, &above), Err(NoTotal::Overlap));
    assert_eq!(
        series.total(0, &above).map(|total| (total.units, total.of)),
        Ok((1, 2))
    );
    let spread = series.spread(1).expect("figures");
    assert_eq!(spread.median, "57.5".parse::<Decimal>().expect("a number"));
}

#[test]
fn what_was_reached_in_all_does_not_stand_beside_single_years() {
    let titles = [
        "Năm 2016",
        "Năm 2025",
        "Lũy kế đến năm 2025",
        "6 tháng đầu năm 2025",
        "Giai đoạn 2016-2020 tính theo năm 2020",
        "Tổng cộng",
    ];
    let found = subjects("f", &form(&titles, "Số tổ", "tổ"));
    let told: Vec<_> = found
        .iter()
        .map(|subject| (subject.basis.id(), subject.points.len(), subject.adds_years))
        .collect();
    let expected = [
        ("yearly", 2, true),
        ("cumulative", 1, false),
        ("part", 1, false),
        ("span", 1, false),
    ];
    assert_eq!(told, expected);
    let found = subjects("f", &form(&titles[..2], "Lũy kế số tổ", "tổ"));
    assert_eq!(found[0].basis, Basis::Cumulative);
    assert_eq!(subjects("f", &form(&["Nam", "Nữ"], "Số tổ", "tổ")), []);
}

/// Sums by column, whatever stands in a row of its own included.
fn sums(series: &Series) -> BTreeMap<usize, Decimal> {
    let mut sums = BTreeMap::new();
    for row in &series.rows {
        for (point, cell) in row.cells.iter().enumerate() {
            *sums.entry(point).or_insert(Decimal::ZERO) += cell.value.unwrap_or_default();
        }
    }
    sums
}

/// All that is reckoned of a series.
fn reckoned(series: &Series) -> String {
    let points = (0..series.subject.points.len()).map(|point| {
        let (coverage, total) = (series.coverage(point), series.total(point, &nobody));
        let change = series.change_of_total(point, &nobody);
        format!(
            "{coverage:?} {total:?} {change:?} {:?}",
            series.spread(point)
        )
    });
    points.collect::<Vec<_>>().join("\n")
}

proptest! {
    /// A reorganisation moves figures between units and changes no total; and a cell is
    /// always the sum of the parts that it shows.
    #[test]
    fn a_total_is_the_same_before_and_after_a_reorganisation(
        values in proptest::collection::vec((0u32..6, [0i64..100_000, 0i64..100_000, 0i64..100_000], 0u32..3), 1..6),
        into in 0usize..4,
        first in 1i64..1000,
    ) {
        use SuccessionKind::{Dissolve, Merge, Split};
        let mut seen = Vec::new();
        let mut answers = Vec::new();
        for (unit, values, scale) in values {
            if !seen.contains(&unit) {
                seen.push(unit);
                let words = values.map(|value| Decimal::new(value, scale).to_string());
                answers.push(answer(unit, BEFORE, [&words[0], &words[1], &words[2]]));
            }
        }
        let part = Decimal::new(first, 3);
        let acts = match into {
            0 => vec![act(Merge, &[0, 1, 2], &[(10, None)])],
            1 => vec![act(Merge, &[0, 1], &[(2, None)])],
            2 => vec![act(Split, &[0], &[(10, Some(part)), (11, Some(Decimal::ONE - part))])],
            _ => vec![act(Dissolve, &[0], &[])],
        };
        let lineage = Arc::new(lineage(acts));
        let owing = || (0..9).map(UnitId);
        let before = Ground::new(answers.clone(), owing(), Arc::clone(&lineage), BEFORE);
        let after = Ground::new(answers, owing(), lineage, AFTER);
        for ground in [&before, &after] {
            let (series, counted) = (ground.series(&groups()), ground.counted(&groups()));
            prop_assert!(!counted.silent.is_empty() && counted.rows.len() < series.rows.len());
            prop_assert_eq!(reckoned(&series), reckoned(&counted));
        }
        let (before, after) = (before.series(&groups()), after.series(&groups()));
        prop_assert_eq!(sums(&before), sums(&after));
        for point in 0..3 {
            let total = |series: &Series| series.total(point, &nobody).map(|total| total.value);
            prop_assert_eq!(total(&before), total(&after));
        }
        for cell in after.rows.iter().flat_map(|row| &row.cells) {
            let parts: Decimal = cell.contributions.iter().map(|it| it.part).sum();
            prop_assert_eq!(cell.value.unwrap_or_default(), parts);
        }
    }
}
