//! Forms as an officer makes them and units fill them in.

use proptest::prelude::*;
use tongket_reader::plan;
use tongket_reader::report::read::read;
use tongket_reader::source::Source;

use super::*;
use crate::report::form::{Rule, suggested};

fn indicator(code: &str, name: &str, formula: &str) -> Indicator {
    Indicator {
        code: code.to_owned(),
        name: name.to_owned(),
        unit_of_measure: String::new(),
        formula: (!formula.is_empty()).then(|| formula.to_owned()),
        additive: !formula.contains('/'),
    }
}

fn year(year: i16) -> Column {
    Column {
        key: year.to_string(),
        title: format!("Năm {year}"),
        kind: ColumnKind::Year(year),
    }
}

/// Households by kind over two years with their total and a share.
fn households() -> Form {
    let total = Column {
        key: "tong".to_owned(),
        title: "Cộng".to_owned(),
        kind: ColumnKind::Total,
    };
    let mut form = Form {
        title: "Hộ tham gia tổ tự quản".to_owned(),
        item: Some("II.3".to_owned()),
        columns: vec![year(2016), year(2025), total],
        indicators: vec![
            indicator("ty_le", "Tỷ lệ hộ tham gia", "tham_gia / tong_ho * 100"),
            indicator("tong_ho", "Tổng số hộ", "ho_kinh + ho_khac"),
            indicator("ho_kinh", "Hộ người Kinh", ""),
            indicator("ho_khac", "Hộ dân tộc khác", ""),
            indicator("tham_gia", "Hộ tham gia", ""),
        ],
        rules: Vec::new(),
    };
    form.rules = vec![
        Rule::parts_within(&form, "tong_ho", &["tham_gia"]),
        Rule::only_grows(&form, "tham_gia"),
    ];
    form
}

/// What a unit typed: "code column value".
fn figures(lines: &[&str]) -> Figures {
    let mut figures = Figures::default();
    for line in lines {
        let [code, column, value] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        figures.set(code, column, crate::amount::typed(value).expect("a number"));
    }
    figures
}

#[test]
fn sums_shares_and_totals_are_computed() {
    let form = PreparedForm::new(households()).expect("a good form");
    let mut figures = figures(&[
        "ho_kinh 2016 1.200",
        "ho_khac 2016 300",
        "tham_gia 2016 750",
        "ho_kinh 2025 1.500",
        "tham_gia 2025 1.200",
    ]);
    assert_eq!(form.fill(&mut figures), []);
    let told: Vec<String> = figures
        .all()
        .map(|(code, column, value)| format!("{code} {column} {}", number(value)))
        .collect();
    assert_eq!(
        told,
        [
            "ho_khac 2016 300",
            "ho_khac tong 300",
            "ho_kinh 2016 1.200",
            "ho_kinh 2025 1.500",
            "ho_kinh tong 2.700",
            "tham_gia 2016 750",
            "tham_gia 2025 1.200",
            "tham_gia tong 1.950",
            "tong_ho 2016 1.500",
            "tong_ho 2025 1.500",
            "tong_ho tong 3.000",
            "ty_le 2016 50",
            "ty_le 2025 80",
            "ty_le tong 65",
        ]
    );
    assert_eq!(form.check(&figures), []);
}

#[test]
fn a_broken_rule_says_its_place_and_its_figures() {
    let form = PreparedForm::new(households()).expect("a good form");
    let figures = figures(&[
        "ho_kinh 2025 1.000",
        "tham_gia 2016 1.300",
        "tham_gia 2025 1.200",
    ]);
    let told: Vec<String> = form
        .check(&figures)
        .into_iter()
        .map(|broken| broken.message)
        .collect();
    assert_eq!(
        told,
        [
            "Năm 2025: “Hộ tham gia” cộng lại không được lớn hơn “Tổng số hộ”. Hiện có: Hộ tham gia = 1.200; Tổng số hộ = 1.000.",
            "Cộng: “Hộ tham gia” cộng lại không được lớn hơn “Tổng số hộ”. Hiện có: Hộ tham gia = 2.500; Tổng số hộ = 1.000.",
            "“Hộ tham gia” ở năm cuối không được nhỏ hơn năm đầu. Hiện có: Hộ tham gia = 1.300 → 1.200.",
        ]
    );
}

#[test]
fn what_is_empty_breaks_nothing_and_what_cannot_be_divided_is_said() {
    let form = PreparedForm::new(households()).expect("a good form");
    assert_eq!(form.check(&Figures::default()), []);
    assert_eq!(form.check(&figures(&["tham_gia 2025 5"])), []);
    let figures = figures(&["tham_gia 2025 0", "ho_kinh 2025 0", "ho_khac 2025 0"]);
    let told: Vec<String> = form
        .check(&figures)
        .into_iter()
        .map(|broken| broken.message)
        .collect();
    assert_eq!(
        told,
        [
            "Năm 2025: không tính được “Tỷ lệ hộ tham gia” vì phải chia cho 0.",
            "Cộng: không tính được “Tỷ lệ hộ tham gia” vì phải chia cho 0.",
        ]
    );
}

#[test]
fn a_bad_form_is_refused_with_every_place() {
    let mut form = households();
    form.indicators[1].formula = Some("ho_kinh + ho_x".to_owned());
    form.indicators[2].formula = Some("tham_gia > 0".to_owned());
    form.indicators[3].formula = Some("tham_gia + 1".to_owned());
    form.indicators[4].formula = Some("ho_khac + 1".to_owned());
    form.indicators.push(indicator("1a", "Mã sai", ""));
    form.rules[0].expression = "tham_gia + 1".to_owned();
    form.rules[1].expression = "tham_gia <= ".to_owned();
    let problems = PreparedForm::new(form).expect_err("much is wrong");
    let told: Vec<String> = problems
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// The plan of Sơn Hải and the same without its own table.
fn suggestions(text: &str) -> String {
    let source = Source::from_plain(text);
    let plan = plan::read::read(&source).plan;
    let forms = suggested(
        plan.outline.as_ref().expect("an outline"),
        plan.document.period.as_ref().map(|period| period.value),
        &read(&source),
    );
    let mut told = String::new();
    for form in &forms {
        let columns: Vec<&str> = form
            .columns
            .iter()
            .map(|column| column.key.as_str())
            .collect();
        told += &format!(
            "{} [{}] {}\n",
            form.item.as_deref().unwrap_or("-"),
            columns.join(" "),
            form.title
        );
        for indicator in &form.indicators {
            told += &format!(
                "  {} | {} | {}\n",
                indicator.code, indicator.name, indicator.unit_of_measure
            );
        }
        PreparedForm::new(form.clone()).expect("a suggestion is a good form");
    }
    told
}

const PLAN: &str = include_str!("../../../../../examples/son-hai/text/plan.txt");

#[test]
fn an_outline_that_asks_for_numbers_suggests_forms() {
    let (text, _) = PLAN
        .split_once("BIỂU SỐ LIỆU")
        .expect("the plan ends with a table");
    let text = text
        .replace("@annex\n@ title: ", "PHỤ LỤC\n")
        .replace("@ reference: ", "")
        .replace("@ kind: ", "")
        .replace("@ subject: ", "");
    insta::assert_snapshot!(suggestions(&text));
}

#[test]
fn a_table_in_the_plan_is_the_form() {
    let table = "Chỉ tiêu\tĐơn vị tính\tNăm 2016\tNăm 2025";
    let mut builder = tongket_reader::SourceBuilder::default();
    let lines = [
        "ĐỀ CƯƠNG BÁO CÁO",
        "I. KẾT QUẢ",
        "II. KIẾN NGHỊ",
        "BIỂU SỐ LIỆU",
    ];
    for line in lines {
        builder.line(line, Default::default(), Default::default());
    }
    let rows = [table, "Tổ tự quản\ttổ\t\t", "Tỷ lệ hộ tham gia\t%\t\t"];
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.split('\t').enumerate() {
            let cell = tongket_reader::Cell {
                table: 1,
                row: row as u32,
                column: column as u32,
                width: 1,
                continues: false,
            };
            let place = tongket_reader::Place {
                part: tongket_reader::Part::Cell(cell),
                ..Default::default()
            };
            builder.line(text, place, Default::default());
        }
    }
    let source = builder.finish(Default::default());
    let forms = suggested(&Default::default(), None, &read(&source));
    let [form] = forms.as_slice() else {
        panic!("one table, one form: {forms:?}");
    };
    assert_eq!(form.columns, [year(2016), year(2025)]);
    let rows: Vec<(&str, &str, bool)> = form
        .indicators
        .iter()
        .map(|row| {
            (
                row.code.as_str(),
                row.unit_of_measure.as_str(),
                row.additive,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("to_tu_quan", "tổ", true),
            ("ty_le_ho_tham_gia", "%", false)
        ]
    );
}

#[test]
fn a_form_is_kept_as_json() {
    let json = serde_json::to_string(&households()).expect("plain data");
    let back: Form = serde_json::from_str(&json).expect("its own words");
    assert_eq!(back, households());
    let figures = figures(&["tham_gia 2025 1.250,5"]);
    let json = serde_json::to_string(&figures).expect("plain data");
    assert_eq!(json, r#"{"tham_gia":{"2025":"1250.5"}}"#);
    assert_eq!(
        serde_json::from_str::<Figures>(&json).expect("its own words"),
        figures
    );
}

proptest! {
    #[test]
    fn any_expression_is_ready_or_refused(expression in "[abt_.()+*/<>=!&|?: 0-9a-z']{0,60}") {
        let mut form = households();
        form.rules.push(Rule { expression, message: String::new() });
        if let Ok(form) = PreparedForm::new(form) {
            let _ = form.check(&figures(&["ho_kinh 2025 10", "tham_gia 2025 4"]));
        }
    }

    #[test]
    fn totals_are_the_sum_of_their_columns(values in prop::collection::vec(0u32..1_000_000, 4)) {
        let form = PreparedForm::new(households()).expect("a good form");
        let mut figures = Figures::default();
        let cells = [("ho_kinh", "2016"), ("ho_khac", "2016"), ("ho_kinh", "2025"), ("ho_khac", "2025")];
        for ((code, column), value) in cells.iter().zip(&values) {
            figures.set(code, column, Some(Decimal::from(*value)));
        }
        let _ = form.fill(&mut figures);
        let sum: Decimal = values.iter().map(|value| Decimal::from(*value)).sum();
        prop_assert_eq!(figures.get("tong_ho", "tong"), Some(sum));
    }
}
