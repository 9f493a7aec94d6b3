//! Reports put together: figures added where that is right, statements grouped, nothing lost.

mod written;

use proptest::prelude::*;
use rust_decimal::Decimal;
use tongket_core::consolidation::Aggregation;
use written::{OUTLINE, Written, consolidated, outline, written};

/// Figures of a section, one a line: "measure [unit] = total: contribution + contribution".
fn figures(section: &str, reports: &[&str]) -> String {
    let reports = named(reports);
    let all = consolidated(&outline(OUTLINE), "", &reports, &[]);
    let section = all
        .sections
        .iter()
        .find(|one| one.outline == section)
        .expect("the section is in the outline");
    let show = |group: &tongket_core::consolidation::FigureGroup| {
        let total = group
            .total
            .map_or("-".to_owned(), |total| total.normalize().to_string());
        let values: Vec<String> = group
            .contributions
            .iter()
            .map(|one| {
                let of = one.denominator.map_or(String::new(), |of| format!("/{of}"));
                format!("{}{of}", one.value.value().normalize())
            })
            .collect();
        let about = if group.approximate { "~" } else { "" };
        format!(
            "{} [{}] = {about}{total}: {}",
            group.name(),
            group.unit_of_measure,
            values.join(" + ")
        )
    };
    section
        .figures
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join("\n")
}

fn named(reports: &[&str]) -> Vec<Written> {
    let names = [
        "xã Vân Khê",
        "xã Mường Lạng",
        "xã Đông Giang",
        "xã Thạch Đà",
        "xã Cồn Mây",
        "xã Phú Lộc Sơn",
    ];
    names
        .iter()
        .zip(reports)
        .map(|(name, text)| written(name, text))
        .collect()
}

#[track_caller]
fn check(section: &str, reports: &[&str], expected: &str) {
    assert_eq!(figures(section, reports), expected);
}

#[test]
fn like_measures_are_added() {
    check(
        "II.3",
        &[
            "# II.3\nToàn xã đã thành lập 12 tổ tự quản với 156 thành viên.",
            "# II.3\nHiện có 9 tổ tự quản với 90 thành viên.",
            "# II.3\nSố tổ tự quản: 5. Số thành viên: 60 người.",
        ],
        "tổ tự quản [tổ] = 26: 12 + 9 + 5\nthành viên của tổ tự quản [người] = 306: 156 + 90 + 60",
    );
}

#[test]
fn members_of_unlike_groups_are_not_added() {
    check(
        "II.3",
        &[
            "# II.3\nThành lập 12 tổ tự quản với 156 thành viên.",
            "# II.3\nCó 222 thành viên của câu lạc bộ phòng chống tội phạm.",
            "# II.3\nHuy động 300 thành viên của các tổ tự quản.",
        ],
        "thành viên của tổ tự quản [người] = 456: 156 + 300\n\
         tổ tự quản [tổ] = 12: 12\n\
         thành viên của câu lạc bộ phòng chống tội phạm [người] = 222: 222",
    );
}

#[test]
fn one_indicator_in_three_wordings_is_one() {
    check(
        "II.3",
        &[
            "# II.3\nĐã hỗ trợ 45 hộ.",
            "# II.3\nCó 30 hộ được hỗ trợ. Toàn xã có 900 hộ.",
            "# II.3\nSố hộ được hỗ trợ: 25.",
        ],
        "hộ được hỗ trợ [hộ] = 100: 45 + 30 + 25\nhộ [hộ] = 900: 900",
    );
}

#[test]
fn ratios_and_percentages_are_listed() {
    check(
        "II.3",
        &[
            "# II.3\nCó 8/9 thôn có tổ tự quản.",
            "# II.3\nCó 7/7 thôn có tổ tự quản.",
        ],
        "thôn có tổ tự quản [thôn] = -: 8/9 + 7/7",
    );
    check(
        "II.3",
        &[
            "# II.3\nTỷ lệ hộ đăng ký đạt 95%.",
            "# II.3\nTỷ lệ hộ đăng ký đạt 90,5%.",
        ],
        "tỷ lệ hộ đăng ký [%] = -: 95 + 90.5",
    );
}

#[test]
fn a_unit_counts_once() {
    check(
        "II.3",
        &[
            "# II.3\nToàn xã có 12 tổ tự quản. Đến nay duy trì 12 tổ tự quản.",
            "# II.3\nCó 4 tổ tự quản.",
        ],
        "tổ tự quản [tổ] = 16: 12 + 4",
    );
    check(
        "II.3",
        &[
            "# II.3\nToàn xã có 12 tổ tự quản. Hiện có 21 tổ tự quản.",
            "# II.3\nCó 4 tổ tự quản.",
        ],
        "tổ tự quản [tổ] = 16: 12 + 4",
    );
}

#[test]
fn a_year_is_not_added_to_all_years() {
    check(
        "II.2",
        &[
            "# II.2\nNăm 2024 tổ chức 12 buổi tuyên truyền.",
            "# II.2\nGiai đoạn 2016 - 2026 tổ chức 40 buổi tuyên truyền.",
            "# II.2\nTổ chức 30 buổi tuyên truyền.",
        ],
        "buổi tuyên truyền [buổi] = 70: 40 + 30\nbuổi tuyên truyền (năm 2024) [buổi] = 12: 12",
    );
}

#[test]
fn money_is_added_in_dong_and_hedges_stay() {
    check(
        "II.4",
        &[
            "# II.4\nTổng kinh phí thực hiện là hơn 1,2 tỷ đồng.",
            "# II.4\nKinh phí thực hiện 350 triệu đồng.",
        ],
        "kinh phí thực hiện [đồng] = ~1550000000: 1200000000 + 350000000",
    );
}

#[test]
fn money_is_named_as_money() {
    check(
        "II.3",
        &["# II.3\nVận động được 240 triệu đồng."],
        "số tiền vận động [đồng] = 240000000: 240000000",
    );
}

#[test]
fn populations_are_not_mixed() {
    check(
        "II.3",
        &[
            "# II.3\nHỗ trợ 30 hộ nghèo.",
            "# II.3\nHỗ trợ 112 hộ, trong đó có 12 hộ nghèo.",
        ],
        "hỗ trợ hộ nghèo [hộ] = 42: 30 + 12\nhỗ trợ hộ [hộ] = 112: 112",
    );
}

#[test]
fn tables_give_figures() {
    check(
        "II.3",
        &[
            "# II.3\nSTT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\n1 | Tổ tự quản | tổ | 3 | 12\n2 | Thành viên tổ tự quản | người | 30 | 1.156",
            "# II.3\nSTT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\n1 | Tổ tự quản | tổ | 2 | 9\n2 | Thành viên tổ tự quản | người | 20 | 90",
        ],
        "tổ tự quản (năm 2016) [tổ] = 5: 3 + 2\ntổ tự quản (năm 2025) [tổ] = 21: 12 + 9\nthành viên tổ tự quản (năm 2016) [người] = 50: 30 + 20\nthành viên tổ tự quản (năm 2025) [người] = 1246: 1156 + 90",
    );
    check(
        "II.3",
        &[
            "# II.3\nTT | Thôn | Số tổ tự quản | Số thành viên\n1 | Bến | 2 | 20\n2 | Đồi | 3 | 35\n | Tổng cộng | 5 | 55",
        ],
        "tổ tự quản [tổ] = 5: 5\nthành viên [người] = 55: 55",
    );
}

#[test]
fn a_sentence_of_many_units_with_a_number_each_stands_once() {
    let said = |money: &str, more: &str| {
        format!(
            "# II.3\nHuy động {money} triệu đồng xây dựng đường giao thông nông thôn trên địa bàn. {more}"
        )
    };
    let own = "Lực lượng thanh niên làm nòng cốt trong các đợt ra quân.";
    let three = [said("674", own), said("579", ""), said("734", "")];
    let three: Vec<&str> = three.iter().map(String::as_str).collect();
    let expected = [
        (
            "Huy động … đồng xây dựng đường giao thông nông thôn trên địa bàn.",
            3,
        ),
        (own, 1),
    ];
    assert_eq!(
        said_by("II.3", &three),
        expected.map(|(text, units)| (text.to_owned(), units))
    );
    // Two are no crowd, and another sentence is another sentence.
    let two = said_by("II.3", &three[..2]);
    assert!(
        two.iter()
            .all(|(text, units)| *units == 1 && !text.contains('…')),
        "{two:?}"
    );
    let other = said("734", "").replace("xây dựng", "sửa chữa");
    let mixed = said_by("II.3", &[three[0], three[1], &other]);
    assert!(
        mixed.iter().all(|(text, _)| !text.contains('…')),
        "{mixed:?}"
    );
}

/// The statements of a section, each with how many places it has.
fn said_by(section: &str, reports: &[&str]) -> Vec<(String, usize)> {
    let reports = named(reports);
    let all = consolidated(&outline(OUTLINE), "", &reports, &[]);
    let section = all.sections.iter().find(|one| one.outline == section);
    let statements = section
        .expect("the section is in the outline")
        .statements
        .iter();
    let said = statements.map(|it| (it.text.value().clone(), it.text.places().len()));
    said.collect()
}

#[test]
fn near_equal_statements_stand_together() {
    let reports = named(&[
        "# III.2\nKinh phí hoạt động của tổ tự quản còn hạn hẹp, chủ yếu dựa vào đóng góp của Nhân dân. Một số thôn xa trung tâm, đi lại khó khăn.",
        "# III.2\nKinh phí hoạt động của tổ tự quản còn hạn hẹp, chủ yếu dựa vào sự đóng góp của Nhân dân.",
        "# III.2\nKinh phí hoạt động của tổ tự quản còn hạn hẹp, chủ yếu dựa vào đóng góp của Nhân dân.",
        "# III.2\nKinh phí hoạt động của tổ tự quản không còn hạn hẹp, chủ yếu dựa vào đóng góp của Nhân dân.",
    ]);
    let all = consolidated(&outline(OUTLINE), "", &reports, &[]);
    let section = all
        .sections
        .iter()
        .find(|one| one.outline == "III.2")
        .expect("III.2 is there");
    let sizes: Vec<usize> = section
        .statements
        .iter()
        .map(|one| one.text.places().len())
        .collect();
    assert_eq!(
        sizes,
        [3, 1, 1],
        "a negation is never put together with its opposite"
    );
}

#[test]
fn coverage_counts_who_owes() {
    let reports = named(&[
        "# II.2\nĐã tuyên truyền bằng nhiều hình thức.",
        "# II.2\nKhông có.",
        "# II.1\nĐã chỉ đạo kịp thời.",
    ]);
    let all = consolidated(&outline(OUTLINE), "", &reports, &["xã Suối Trầm"]);
    let coverage = &all
        .sections
        .iter()
        .find(|one| one.outline == "II.2")
        .expect("II.2 is there")
        .coverage;
    let counts = (
        coverage.of,
        coverage.answered.len(),
        coverage.nil.len(),
        coverage.missing.len(),
    );
    assert_eq!(counts, (4, 1, 1, 2));
}

fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Đã thành lập",
        "12 tổ tự quản",
        "với 156 thành viên",
        "hơn 1,2 tỷ đồng",
        "08/09 thôn (89 %)",
        "năm 2024",
        "trong đó có 30 hộ nghèo",
        "45 buổi/3.200 lượt người",
        "hoạt động có hiệu quả",
        "góp phần giữ vững an ninh",
        "Nhân dân đồng tình",
        "chưa kịp thời",
        "1,200 lượt",
        "tại thôn Bến",
        "từ 20 đến 30 hộ",
        "95%",
    ]);
    prop::collection::vec(words, 1..7).prop_map(|words| format!("{}.", words.join(", ")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_lost_and_totals_are_exact(
        reports in prop::collection::vec(prop::collection::vec((0..9_usize, sentence()), 1..8), 1..6)
    ) {
        let ids = ["I", "II.1", "II.2", "II.3", "II.4", "III.1", "III.2", "IV", "V"];
        let texts: Vec<String> = reports
            .iter()
            .map(|lines| lines.iter().map(|(id, line)| format!("# {}\n{line}\n", ids[*id])).collect())
            .collect();
        let written = named(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let all = consolidated(&outline(OUTLINE), "", &written, &[]);
        for (file, report) in written.iter().enumerate() {
            for span in report.sentences() {
                let stated = all.sections.iter().flat_map(|one| &one.statements);
                let times = stated.flat_map(|one| one.text.places()).filter(|place| place.file == file && place.span == span).count();
                let counted = all.sections.iter().flat_map(|one| &one.figures).filter(|group| group.units().len() > 1).flat_map(|group| &group.contributions)
                    .flat_map(|one| one.value.places()).any(|place| place.file == file && span.contains(place.span));
                prop_assert!(times == 1 || times == 0 && counted, "{} {times} {counted}", span.slice(&report.text));
            }
        }
        for group in all.sections.iter().flat_map(|one| &one.figures) {
            let sum: Decimal = group.contributions.iter().map(|one| *one.value.value()).sum();
            let mut units: Vec<_> = group.contributions.iter().map(|one| one.value.places()[0].unit).collect();
            let before = units.len();
            units.dedup();
            prop_assert_eq!(before, units.len(), "one contribution a unit");
            prop_assert_eq!(group.total.is_some(), group.aggregation == Aggregation::Sum);
            prop_assert!(group.total.is_none_or(|total| total == sum));
        }
    }
}
