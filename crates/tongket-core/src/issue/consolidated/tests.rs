use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use tongket_reader::plan::{Document, Order, Plan};
use tongket_reader::{Source, Span, Spanned};

use super::*;
use crate::consolidation::{
    Aggregation, ConsolidatedSection, Consolidation, Contribution, Coverage, FigureGroup, Place,
    Sourced, Statement,
};
use crate::issue::document::{Inline, Text};
use crate::issue::dossier::{ReportFile, UnitStanding, UnitState};
use crate::unit::UnitId;

/// Reports of one line a sentence: who says what under the one heading there is.
struct Reports {
    plan: Plan,
    units: Vec<UnitStanding>,
    sources: Vec<Source>,
    consolidation: Consolidation,
}

impl Reports {
    /// `said` is, for each sentence, the units that say it.
    fn of(units: &[(&str, UnitState)], said: &[(String, Vec<usize>)]) -> Reports {
        let mut texts = vec![String::new(); units.len()];
        let statements = said.iter().filter_map(|(words, by)| {
            let places = by.iter().map(|unit| write(&mut texts, *unit, words));
            let text = Sourced::new(words.clone(), places.collect())?;
            Some(Statement { text })
        });
        let statements = statements.collect();
        let by_state = |wanted: bool| {
            let matching = units
                .iter()
                .enumerate()
                .filter(|(_, unit)| unit.1.reported() == wanted);
            matching.map(|(unit, _)| UnitId(unit as u32)).collect()
        };
        let section = ConsolidatedSection {
            outline: "I".to_owned(),
            label: "I.".to_owned(),
            title: "Kết quả thực hiện".to_owned(),
            level: 1,
            coverage: Coverage {
                of: units.len(),
                answered: by_state(true),
                nil: Vec::new(),
                missing: by_state(false),
            },
            figures: Vec::new(),
            statements,
        };
        let standing = |(unit, (name, state)): (usize, &(&str, UnitState))| UnitStanding {
            id: UnitId(unit as u32),
            name: (*name).to_owned(),
            state: *state,
            file: None,
            deadline: None,
            note: None,
            order: Order::default(),
        };
        Reports {
            plan: plan(),
            units: units.iter().enumerate().map(standing).collect(),
            sources: texts.iter().map(|text| Source::from_plain(text)).collect(),
            consolidation: Consolidation {
                sections: vec![section],
                ..Consolidation::default()
            },
        }
    }

    fn figure(mut self, group: FigureGroup) -> Self {
        self.consolidation.sections[0].figures.push(group);
        self
    }

    fn compose(&self, settings: &IssueSettings) -> IssuedDocument {
        let files: Vec<ReportFile<'_>> = self
            .sources
            .iter()
            .map(|source| ReportFile {
                name: "bao-cao.docx",
                source,
            })
            .collect();
        let dossier = Dossier {
            plan: &self.plan,
            consolidation: &self.consolidation,
            units: &self.units,
            files: &files,
        };
        compose(&dossier, settings)
    }

    /// The body line by line, a heading as "# …".
    fn lines(&self, settings: &IssueSettings) -> Vec<String> {
        let document = self.compose(settings);
        document.body.iter().flat_map(lines).collect()
    }
}

fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { label, text, .. } => vec![format!("# {label} {text}")],
        Block::Paragraph { text } => vec![text.to_plain()],
        Block::Item { text, .. } => vec![format!("- {}", text.to_plain())],
        Block::Chart(chart) => vec![chart.alternative.clone()],
        Block::Table(table) => {
            let row = |cells: &[Text]| {
                cells
                    .iter()
                    .map(Text::to_plain)
                    .collect::<Vec<_>>()
                    .join(" | ")
            };
            table.rows.iter().map(|it| row(&it.cells)).collect()
        }
    }
}

fn write(texts: &mut [String], unit: usize, line: &str) -> Place {
    let start = texts[unit].len();
    texts[unit].push_str(line);
    let span = Span::new(start, texts[unit].len());
    texts[unit].push('\n');
    Place {
        unit: UnitId(unit as u32),
        file: unit,
        span,
    }
}

fn plan() -> Plan {
    fn spanned<T>(value: T) -> Option<Spanned<T>> {
        Some(Spanned::new(value, Span::default()))
    }
    Plan {
        document: Document {
            kind: spanned("KH".to_owned()),
            code: spanned("12/KH-UBND".to_owned()),
            notation: Some("KH-UBND".to_owned()),
            issuer: spanned("Ủy ban nhân dân tỉnh Sơn Hải".to_owned()),
            place: spanned("Sơn Hải".to_owned()),
            date: spanned(date(2026, 1, 15)),
            subject: spanned("Về việc tổng kết 05 năm xây dựng thôn thông minh".to_owned()),
            ..Document::default()
        },
        ..Plan::default()
    }
}

const FOUR: [(&str, UnitState); 4] = [
    ("xã Vân Khê", UnitState::Received),
    ("xã Đông Giang", UnitState::Late),
    ("xã Hòa Lâm", UnitState::Received),
    ("xã Tân Lập", UnitState::Missing),
];

fn group(values: &[(usize, i64, &str)], aggregation: Aggregation) -> FigureGroup {
    let contribution = |(unit, value, text): &(usize, i64, &str)| {
        let place = Place {
            unit: UnitId(*unit as u32),
            file: *unit,
            span: Span::new(900, 901),
        };
        Some(Contribution {
            value: Sourced::new(Decimal::from(*value), vec![place])?,
            text: (*text).to_owned(),
            approximate: text.contains("hơn") || text.contains("khoảng"),
            denominator: None,
        })
    };
    let contributions: Vec<Contribution> = values.iter().filter_map(contribution).collect();
    let total = contributions.iter().map(|it| *it.value.value()).sum();
    FigureGroup {
        measure: "camera an ninh".to_owned(),
        unit_of_measure: "chiếc".to_owned(),
        period: None,
        total: (aggregation == Aggregation::Sum).then_some(total),
        aggregation,
        approximate: contributions.iter().any(|it| it.approximate),
        contributions,
    }
}

#[test]
fn the_report_reads_as_a_report() {
    let said = [
        (
            "Đã lắp đặt mạng không dây tại nhà văn hóa".to_owned(),
            vec![0, 1, 2],
        ),
        ("Đường truyền còn chậm.".to_owned(), vec![2]),
        ("Đã mở 03 lớp tập huấn.".to_owned(), vec![0]),
        ("Có 02 tổ công nghệ số.".to_owned(), vec![0]),
    ];
    let reports = Reports::of(&FOUR, &said)
        .figure(group(
            &[(0, 1200, "1.200 chiếc"), (2, 50, "hơn 50 chiếc")],
            Aggregation::Sum,
        ))
        .figure(group(
            &[(0, 90, "90 chiếc"), (2, 50, "50 chiếc")],
            Aggregation::List,
        ));
    let settings = IssueSettings {
        as_of: Some(date(2026, 3, 2)),
        ..IssueSettings::default()
    };
    insta::assert_snapshot!(reports.lines(&settings).join("\n"));
    insta::assert_json_snapshot!(reports.compose(&settings));
}

#[test]
fn who_sent_is_told_from_whose_report_is_taken_in() {
    let units = [
        ("xã Vân Khê", UnitState::Received),
        ("xã Tân Lập", UnitState::Waiting),
        ("xã Đông Giang", UnitState::Returned),
        ("xã Mường Lạng", UnitState::Missing),
    ];
    let lines = Reports::of(&units, &[]).lines(&IssueSettings::default());
    assert_eq!(
        lines[1],
        "Đến thời điểm tổng hợp, có 03/04 xã đã gửi báo cáo, trong đó 01 xã có báo cáo được tổng \
         hợp; đã gửi, đang được xem xét: xã Tân Lập; đã gửi, đang hoàn thiện theo yêu cầu: xã Đông \
         Giang; chưa gửi báo cáo: xã Mường Lạng."
    );
}

#[test]
fn a_clean_copy_has_neither_marks_nor_their_annex() {
    let said = [("Đã mở lớp tập huấn.".to_owned(), vec![0])];
    let reports = Reports::of(&FOUR, &said);
    let clean = IssueSettings {
        clean: true,
        ..IssueSettings::default()
    };
    let marks = |document: &IssuedDocument| {
        let runs = document.texts().flat_map(|text| &text.0);
        runs.filter(|it| !matches!(it, Inline::Run { .. })).count()
    };
    assert_eq!(marks(&reports.compose(&IssueSettings::default())), 2);
    assert_eq!(marks(&reports.compose(&clean)), 0);
    assert!(reports.compose(&clean).annexes.is_empty());
}

#[test]
fn a_lone_figure_that_a_sentence_tells_is_not_told_twice() {
    let said = [("Đã lắp 12 chiếc camera an ninh.".to_owned(), vec![0])];
    let mut lone = group(&[(0, 12, "12 chiếc camera an ninh")], Aggregation::Sum);
    let place = Place {
        unit: UnitId(0),
        file: 0,
        span: Span::new(3, 9),
    };
    lone.contributions[0].value = Sourced::new(Decimal::from(12), vec![place]).expect("a place");
    let lines = Reports::of(&FOUR, &said)
        .figure(lone)
        .lines(&IssueSettings::default());
    assert!(
        !lines.iter().any(|line| line.contains("chiếc có số liệu")),
        "{lines:#?}"
    );
    assert_eq!(
        lines.iter().filter(|line| line.contains("12")).count(),
        2,
        "{lines:#?}"
    );
}

#[test]
fn ratios_of_like_things_are_summed_and_only_the_short_are_named() {
    let mut ratios = group(
        &[(0, 20, "20/22"), (1, 9, "9/9"), (2, 7, "7/8")],
        Aggregation::List,
    );
    for (one, whole) in ratios.contributions.iter_mut().zip([22, 9, 8]) {
        one.denominator = Some(Decimal::from(whole));
    }
    ratios.period = Some("năm 2025".to_owned());
    let lines = Reports::of(&FOUR, &[]).figure(ratios);
    let lines = lines.lines(&IssueSettings::default());
    let expected = "- Camera an ninh (năm 2025): 36/39 chiếc (03/03 xã có số liệu; chưa đạt 100%: \
                    20/22 chiếc (xã Vân Khê), 7/8 chiếc (xã Hòa Lâm))[1].";
    assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
}

#[test]
fn a_share_is_of_all_who_answered_whatever_they_are_called() {
    let units = ["xã A", "xã B", "xã C", "xã D", "Sở Nội vụ tỉnh Sơn Hải"];
    let units = units.map(|name| (name, UnitState::Received));
    let said = [
        ("Phong trào lan tỏa rộng.".to_owned(), vec![0, 1, 2, 3]),
        ("Sở Nội vụ có 11 phòng.".to_owned(), vec![4]),
    ];
    let lines = Reports::of(&units, &said);
    let lines = lines.lines(&IssueSettings::default());
    for expected in [
        "- 04/05 đơn vị: Phong trào lan tỏa rộng[1].",
        "- Sở Nội vụ tỉnh Sơn Hải: Có 11 phòng[2].",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
    }
}

#[test]
fn what_only_one_unit_counts_stands_under_its_name() {
    let lone = group(&[(2, 12, "12")], Aggregation::Sum);
    let lines = Reports::of(&FOUR, &[]).figure(lone);
    let lines = lines.lines(&IssueSettings::default());
    let expected = "- Xã Hòa Lâm: camera an ninh 12 chiếc[1].";
    assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
}

#[test]
fn coverage_is_said_only_where_it_is_new() {
    let said = [("Đã mở lớp tập huấn.".to_owned(), vec![0])];
    let mut reports = Reports::of(&FOUR, &said);
    let lines = |reports: &Reports| reports.lines(&IssueSettings::default()).join("\n");
    assert!(!lines(&reports).contains("không"), "{}", lines(&reports));
    let coverage = &mut reports.consolidation.sections[0].coverage;
    coverage.answered = vec![UnitId(0)];
    coverage.nil = vec![UnitId(1)];
    coverage.missing = vec![UnitId(2), UnitId(3)];
    let expected = "(Không phát sinh: xã Đông Giang; không nêu: xã Hòa Lâm.)";
    assert!(lines(&reports).contains(expected), "{}", lines(&reports));
}

#[test]
fn many_values_are_given_as_a_range() {
    let values: Vec<(usize, i64, &str)> = (0..9).map(|it| (it, 40 + it as i64, "chiếc")).collect();
    let units: Vec<(String, UnitState)> = (0..9)
        .map(|it| (format!("xã Số {it}"), UnitState::Received))
        .collect();
    let units: Vec<(&str, UnitState)> = units
        .iter()
        .map(|(name, state)| (name.as_str(), *state))
        .collect();
    let lines = Reports::of(&units, &[]).figure(group(&values, Aggregation::List));
    let lines = lines.lines(&IssueSettings::default());
    let range = "từ 40 chiếc (xã Số 0) đến 48 chiếc (xã Số 8)";
    assert!(lines.iter().any(|line| line.contains(range)), "{lines:#?}");
}

#[test]
fn hostile_input_composes() {
    let empty = Reports::of(&[], &[]);
    assert_eq!(empty.lines(&IssueSettings::default()).len(), 4);
    let mut unknown = Reports::of(&FOUR, &[("Câu.".to_owned(), vec![0])]);
    unknown.units.clear();
    unknown.sources.clear();
    unknown.compose(&IssueSettings::default());
}

proptest! {
    #[test]
    fn every_statement_appears_and_every_mark_has_its_row(
        said in proptest::collection::vec(("[a-zđêô]{1,12} [0-9]{1,4}", proptest::collection::vec(0_usize..3, 1..6)), 0..24),
    ) {
        let reports = Reports::of(&FOUR, &said);
        let document = reports.compose(&IssueSettings::default());
        let body: Vec<String> = document.body.iter().flat_map(lines).collect();
        for (words, _) in &said {
            prop_assert!(body.iter().any(|line| line.contains(words.as_str())), "{words}");
        }
        let runs = || document.texts().flat_map(|text| &text.0);
        let marks: Vec<u32> = runs().filter_map(|it| match it {
            Inline::Mark { number } => Some(*number),
            _ => None,
        }).collect();
        let origins: Vec<u32> = runs().filter_map(|it| match it {
            Inline::Origin { number } => Some(*number),
            _ => None,
        }).collect();
        prop_assert_eq!(&marks, &(1..=said.len() as u32).collect::<Vec<_>>());
        prop_assert_eq!(marks, origins);
    }
}
