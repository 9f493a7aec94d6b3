use super::*;
use proptest::prelude::*;

/// Marks each mention as `[text=what it says]`.
fn check(text: &str, expected: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = dates(text)
        .iter()
        .map(|mention| (mention.span.slice(text), say(mention)))
        .collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(text, said)| (*text, (*said).to_owned()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn say(mention: &DateMention) -> String {
    let part = |number: Option<i16>| number.map_or("-".to_owned(), |number| number.to_string());
    let month = match mention.quarter {
        Some(quarter) => format!("Q{quarter}"),
        None => part(mention.month.map(i16::from)),
    };
    format!(
        "{} {} {}",
        part(mention.day.map(i16::from)),
        month,
        part(mention.year)
    )
}

#[test]
fn one_date_in_every_shape() {
    for written in [
        "ngày 05 tháng 3 năm 2025",
        "ngày 5 tháng 03, năm 2025",
        "Ngày 05/3/2025",
        "05/3/2025",
        "5.3.2025",
        "05-03-2025",
        "ngày05 tháng3 năm 2025",
        "ngày 0 5 tháng 3 năm 20 25",
        "NGÀY 05 THÁNG 3 NĂM 2025",
        "05 / 3 / 2025",
        "ngày 05/3 năm 2025",
        "ngày\u{a0}05\u{a0}tháng\u{a0}3\u{a0}năm\u{a0}2025",
    ] {
        check(written, &[(written, "5 3 2025")]);
    }
}

#[test]
fn parts_of_dates() {
    check("trước ngày 15/3 gửi về", &[("ngày 15/3", "15 3 -")]);
    check("trong tháng 4/2025", &[("tháng 4/2025", "- 4 2025")]);
    check("tháng 4 năm 2025", &[("tháng 4 năm 2025", "- 4 2025")]);
    check("hoàn thành 6/2025;", &[("6/2025", "- 6 2025")]);
    check(
        "quý II/2025, Quý 3 năm 2025, quý IV",
        &[
            ("quý II/2025", "- Q2 2025"),
            ("Quý 3 năm 2025", "- Q3 2025"),
            ("quý IV", "- Q4 -"),
        ],
    );
    check(
        "đến năm 2030, tầm nhìn năm 2050",
        &[("năm 2030", "- - 2030"), ("năm 2050", "- - 2050")],
    );
    check(
        "trước ngày **03/3/2026**.",
        &[("ngày **03/3/2026", "3 3 2026")],
    );
    check("trước ngày 15 hằng tháng", &[("ngày 15", "15 - -")]);
    check("xong trước 15/3", &[("15/3", "15 3 -")]);
}

#[test]
fn joined_dates_share_month_and_year() {
    check(
        "ngày 28/12 và 29/12/2011",
        &[("ngày 28/12", "28 12 2011"), ("29/12/2011", "29 12 2011")],
    );
    check(
        "từ ngày 15 đến ngày 20/3/2025",
        &[("ngày 15", "15 3 2025"), ("ngày 20/3/2025", "20 3 2025")],
    );
    check(
        "từ 15/12/2023 đến 14/12/2024",
        &[("15/12/2023", "15 12 2023"), ("14/12/2024", "14 12 2024")],
    );
    check(
        "từ ngày 20/12 đến ngày 05/01/2026",
        &[("ngày 20/12", "20 12 -"), ("ngày 05/01/2026", "5 1 2026")],
    );
    check(
        "quý I và quý II/2026",
        &[("quý I", "- Q1 2026"), ("quý II/2026", "- Q2 2026")],
    );
}

#[test]
fn what_is_not_a_date() {
    for text in [
        "đạt 08/09 thôn",
        "Quyết định số 10/2007/QĐ-UBND",
        "Nghị định số 126/2024/NĐ-CP",
        "Kế hoạch số 12/KH-UBND",
        "1.200 người, 24/24 giờ, 12,5%",
        "02 ngày 03 đêm",
        "10 năm thực hiện",
        "quý cơ quan, quý vị",
        "mục 5.3.2",
        "trong 06 tháng",
        "Điều 15 Luật số 06/2022/QH15",
        "khoản 3 Điều 5",
    ] {
        check(text, &[]);
    }
}

#[test]
fn years_under_review() {
    for text in [
        "giai đoạn 2015 - 2025",
        "10 năm (2015–2025)",
        "từ năm 2015 đến năm 2025",
        "giai đoạn 2015-2025;",
    ] {
        let found: Vec<Period> = periods(text)
            .into_iter()
            .map(|period| period.value)
            .collect();
        assert_eq!(
            found,
            [Period {
                from: 2015,
                to: 2025
            }],
            "{text}"
        );
    }
    assert!(periods("số 2015-2025/QĐ; 2025-2015").is_empty());
}

proptest! {
    #[test]
    fn spans_hold_and_follow_each_other(text in "(ngày|tháng|năm|quý|II|[0-9]{1,4}|/|-|\\.| |và|đến|ạ|,){0,30}") {
        let mut last = 0;
        for mention in dates(&text) {
            prop_assert!(text.get(mention.span.start..mention.span.end).is_some());
            prop_assert!(mention.span.start >= last);
            last = mention.span.end;
        }
    }
}
