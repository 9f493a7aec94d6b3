//! Each check on a wrong report and on a right one that looks like it.

mod written;

use written::{OUTLINE, consolidated, outline, written};

const NAMES: [&str; 8] = [
    "xã Vân Khê",
    "xã Mường Lạng",
    "xã Đông Giang",
    "xã Thạch Đà",
    "xã Cồn Mây",
    "xã Phú Lộc Sơn",
    "phường Bến Thạch",
    "phường Hải Yên",
];

/// The codes found in reports, in order; BC040 is left out because the reports are short.
fn codes(reports: &[&str]) -> Vec<&'static str> {
    let reports: Vec<_> = NAMES
        .iter()
        .zip(reports)
        .map(|(name, text)| written(name, text))
        .collect();
    let all = consolidated(&outline(OUTLINE), "", &reports, &[]);
    all.findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| *code != "BC040")
        .collect()
}

#[track_caller]
fn wrong(code: &str, report: &str) {
    assert_eq!(codes(&[report]), [code], "{report}");
}

#[track_caller]
fn right(report: &str) {
    assert!(
        codes(&[report]).is_empty(),
        "{report}: {:?}",
        codes(&[report])
    );
}

#[test]
fn two_values() {
    wrong(
        "BC001",
        "# II.3\nToàn xã có 112 tổ tự quản.\n# III.1\nĐến nay có 121 tổ tự quản hoạt động.",
    );
    wrong(
        "BC001",
        "# II.3\nĐã thành lập 12 tổ tự quản với 156 thành viên.\n# III.1\nThành lập 12 tổ tự quản với 165 thành viên.",
    );
    wrong(
        "BC001",
        "# II.2\nTổ chức 45 buổi tuyên truyền.\n# III.1\nĐã tổ chức 54 buổi tuyên truyền.",
    );
    wrong(
        "BC001",
        "# II.3\nHòa giải 14 vụ việc.\n# III.1\nĐã hòa giải 41 vụ việc.",
    );
    wrong(
        "BC001",
        "# II.4\nTổng kinh phí thực hiện là 350 triệu đồng.\n# III.1\nKinh phí thực hiện 530 triệu đồng.",
    );
}

#[test]
fn two_values_that_are_two_things() {
    right("# II.3\nToàn xã có 112 tổ tự quản.\n# III.1\nĐến nay có 112 tổ tự quản.");
    right("# II.3\nNăm 2016 có 3 tổ tự quản; năm 2025 có 12 tổ tự quản.");
    right("# II.3\nTại thôn Bến có 5 tổ tự quản, tại thôn Đồi có 7 tổ tự quản.");
    right(
        "# II.2\nTổ chức 45 buổi tuyên truyền. Phối hợp với Đồn Biên phòng tổ chức 12 buổi tuyên truyền.",
    );
    right("# II.3\nTrước đây có 3 tổ tự quản, nay có 12 tổ tự quản.");
    right("# II.3\nThành lập 12 tổ tự quản. Hiện có 15 tổ tự quản.");
    right("# II.3\nThành lập mới 3 tổ tự quản, củng cố 5 tổ tự quản, giải thể 2 tổ tự quản.");
    right("# II.3\nCó hơn 100 tổ tự quản.\n# III.1\nCó 112 tổ tự quản.");
    right("# II.3\nHỗ trợ 112 hộ, trong đó có 30 hộ nghèo. Hỗ trợ 12 hộ nghèo xây nhà.");
    right("# II.2\nBan hành 12 văn bản.\n# II.4\nBan hành 3 văn bản về kinh phí.");
    right(
        "# II.2\nTổ chức 12 buổi tuyên truyền về biên giới. Tổ chức 8 buổi tuyên truyền về ma túy.",
    );
    right("# II.3\nHội Phụ nữ thành lập 5 tổ tự quản; Đoàn Thanh niên thành lập 3 tổ tự quản.");
    right("# II.3\nTăng 5 tổ tự quản so với năm 2016. Có 12 tổ tự quản.");
}

#[test]
fn parts_and_total() {
    wrong(
        "BC002",
        "# II.3\nCó 112 tổ tự quản, gồm 60 tổ tự quản đường biên và 42 tổ tự quản an ninh trật tự.",
    );
    wrong("BC002", "# II.3\nHỗ trợ 30 hộ, trong đó có 45 hộ nghèo.");
    wrong(
        "BC002",
        "# II.4\nTổng kinh phí là 350 triệu đồng, trong đó ngân sách nhà nước 200 triệu đồng, xã hội hóa 250 triệu đồng.",
    );
    right(
        "# II.3\nCó 112 tổ tự quản, gồm 60 tổ tự quản đường biên và 52 tổ tự quản an ninh trật tự.",
    );
    right(
        "# II.3\nCó 112 tổ tự quản, gồm 60 tổ tự quản đường biên, 42 tổ tự quản an ninh trật tự và các tổ khác.",
    );
    wrong(
        "BC002",
        "# II.3\nCó 24 tổ tự quản với 192 thành viên, trong đó nam 120 người, nữ 82 người.",
    );
    right("# II.3\nHỗ trợ 112 hộ, trong đó có 60 hộ nghèo, 70 hộ dân tộc thiểu số.");
    right("# II.3\nCó 12 tổ tự quản gồm 156 thành viên.");
    right(
        "# II.4\nTổng kinh phí là 350 triệu đồng, trong đó ngân sách nhà nước 200 triệu đồng, xã hội hóa 150 triệu đồng.",
    );
}

const TABLE: &str = "STT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\n1 | Tổ tự quản | tổ | 3 | 12\n2 | Thành viên tổ tự quản | người | 30 | 156\n";

#[test]
fn text_and_table() {
    wrong(
        "BC003",
        &format!("# II.3\nToàn xã hiện có 21 tổ tự quản.\n{TABLE}"),
    );
    wrong(
        "BC003",
        &format!("# II.3\nHiện có 12 tổ tự quản với 165 thành viên.\n{TABLE}"),
    );
    right(&format!(
        "# II.3\nHiện có 12 tổ tự quản với 156 thành viên.\n{TABLE}"
    ));
    right(&format!("# II.3\nĐã thành lập 9 tổ tự quản.\n{TABLE}"));
    right(&format!("# II.3\nHiện có hơn 10 tổ tự quản.\n{TABLE}"));
    right(&format!("# II.3\nTại thôn Bến có 4 tổ tự quản.\n{TABLE}"));
    let places =
        "STT | Đơn vị | Số tổ tự quản | Số thành viên\n1 | Thôn 1 | 1 | 9\n2 | Thôn 2 | 2 | 17\n";
    right(&format!(
        "# II.3\nHiện có 12 tổ tự quản với 130 thành viên.\n{places}"
    ));
    let form = "Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025\nTổ tự quản | tổ | 3 | 12\nThành viên | người | 30 | 243\nNguồn tin cung cấp | tin | 100 | 300\n";
    wrong(
        "BC003",
        &format!("# II.3\nĐã thành lập 12 tổ tự quản với 251 thành viên.\n{form}"),
    );
    wrong(
        "BC003",
        &format!("# II.3\nNăm 2025, quần chúng cung cấp 215 nguồn tin.\n{form}"),
    );
    right(&format!(
        "# II.3\nNăm 2025, quần chúng cung cấp 300 nguồn tin.\n{form}"
    ));
    right(&format!(
        "# II.3\nNăm 2024, quần chúng cung cấp 215 nguồn tin.\n{form}"
    ));
}

#[test]
fn ratio_and_percentage() {
    wrong("BC004", "# II.3\nCó 08/09 thôn có tổ tự quản (đạt 95 %).");
    wrong("BC004", "# II.3\nCó 1.234/1.300 hộ đăng ký, đạt 84,9%.");
    wrong("BC005", "# II.3\nCó 12/9 thôn có tổ tự quản.");
    right("# II.3\nCó 08/09 thôn có tổ tự quản (đạt 89 %).");
    right("# II.3\nCó 08/09 thôn có tổ tự quản (đạt 88,8%).");
    right("# II.3\nCó 1.234/1.300 hộ đăng ký, đạt 94,9%.");
    right("# II.3\nCó 9/9 thôn có tổ tự quản (100%), tỷ lệ hộ tham gia đạt 95%.");
}

#[test]
fn table_totals() {
    let table = |total: u32| {
        format!(
            "# II.3\nTT | Thôn | Số tổ tự quản\n1 | Bến | 2\n2 | Đồi | 3\n3 | Chợ | 4\n | Tổng cộng | {total}"
        )
    };
    wrong("BC006", &table(19));
    right(&table(9));
    right("# II.3\nTT | Thôn | Tỷ lệ (%)\n1 | Bến | 95\n2 | Đồi | 90\n | Tổng cộng | 93");
    right(
        "# II.3\nTT | Địa bàn | Số tổ tự quản\nI | Vùng cao | 5\n1 | Bến | 2\n2 | Đồi | 3\n | Tổng cộng | 5",
    );
}

#[test]
fn a_year_and_all_years() {
    wrong(
        "BC007",
        "# II.2\nNăm 2025 tổ chức 54 buổi tuyên truyền; lũy kế 45 buổi tuyên truyền.",
    );
    wrong(
        "BC007",
        "# II.2\nGiai đoạn 2016 - 2026 tổ chức 40 buổi tuyên truyền. Năm 2024 tổ chức 60 buổi tuyên truyền.",
    );
    right("# II.2\nNăm 2025 tổ chức 12 buổi tuyên truyền; lũy kế 45 buổi tuyên truyền.");
    right("# II.3\nNăm 2020 có 20 tổ tự quản. Giai đoạn 2016 - 2026 thành lập 12 tổ tự quản.");
}

#[test]
fn separators() {
    wrong("BC021", "# II.2\nTuyên truyền cho 1,200 lượt người.");
    wrong("BC021", "# II.4\nKinh phí thực hiện 1.5 tỷ đồng.");
    right("# II.2\nTuyên truyền cho 1.200 lượt người.");
    right("# II.4\nKinh phí thực hiện 1,235 tỷ đồng.");
    right("# I\nDiện tích tự nhiên 12,345 ha.");
}

#[test]
fn outliers() {
    let of = |values: [&str; 7]| -> Vec<String> {
        values
            .iter()
            .map(|value| format!("# II.2\nTuyên truyền cho {value} lượt người."))
            .collect()
    };
    let check = |values: [&str; 7], expected: &[&str]| {
        let reports = of(values);
        let found = codes(&reports.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(found, expected, "{values:?}");
    };
    check(
        [
            "1.200",
            "980",
            "1.500",
            "2.100",
            "1.850",
            "1.430",
            "1.100.000",
        ],
        &["BC020"],
    );
    check(
        ["1.200", "980", "1.500", "2.100", "1.850", "1.430", "6.100"],
        &[],
    );
    check(["12", "980", "15.000", "210", "1.850", "43", "610"], &[]);
}

#[test]
fn stale_content() {
    wrong(
        "BC030",
        "# V\nĐề nghị UBND huyện bố trí kinh phí cho tổ tự quản.",
    );
    wrong(
        "BC030",
        "# IV\nPhối hợp với Sở Tài nguyên và Môi trường quản lý đất đai.",
    );
    wrong(
        "BC031",
        "# IV\nKhen thưởng theo Nghị định số 91/2017/NĐ-CP.",
    );
    right("# II.1\nNăm 2019, UBND huyện đã khen thưởng tổ tự quản.");
    right("# V\nĐề nghị tiếp tục chính sách mà UBND huyện trước đây đã ban hành.");
    right("# IV\nKhen thưởng theo Nghị định số 98/2023/NĐ-CP.");
    right("# II.1\nThực hiện Nghị định số 91/2017/NĐ-CP.");
}

#[test]
fn years_outside_the_period() {
    wrong("BC032", "# II.2\nNăm 2012 tổ chức 45 buổi tuyên truyền.");
    right("# II.2\nNăm 2020 tổ chức 45 buổi tuyên truyền.");
    wrong(
        "BC032",
        "# III.2\nNăm 2012, việc sinh hoạt tổ còn hình thức.",
    );
    right("# I\nNăm 2009 toàn xã có 12 thôn.");
    right("# IV\nGiai đoạn 2026 - 2031 thành lập 12 tổ tự quản.");
}

const COPIED: &str = "Mỗi tổ tự quản phân công thành viên theo dõi từng cụm dân cư, ghi sổ hằng tuần những việc phát sinh, \
trao đổi qua nhóm liên lạc chung, khi có người lạ đến lưu trú thì báo ngay cho trưởng thôn để cùng kiểm tra, nhờ đó nhiều mâu \
thuẫn nhỏ trong xóm được giải quyết từ sớm mà không phải đưa lên cấp trên.";

#[test]
fn copies() {
    let found = codes(&[
        &format!("# II.3\n{COPIED}"),
        &format!("# III.1\n{COPIED}"),
        "# II.3\nTổ tự quản sinh hoạt hằng tháng tại nhà văn hóa.",
    ]);
    assert_eq!(found, ["BC010"]);
    let alone = codes(&[
        &format!("# II.3\n{COPIED}"),
        "# II.3\nTổ tự quản sinh hoạt hằng tháng tại nhà văn hóa.",
    ]);
    assert!(alone.is_empty());
}

#[test]
fn what_the_plan_obliges_is_no_copy() {
    let reports: Vec<_> = NAMES
        .iter()
        .take(2)
        .map(|name| written(name, &format!("# II.3\n{COPIED}")))
        .collect();
    let all = consolidated(&outline(OUTLINE), COPIED, &reports, &[]);
    assert!(all.findings.iter().all(|finding| finding.code != "BC010"));
}

/// What BC040 says of reports, and whose reports each finding leads to.
fn uncovered(reports: &[&str]) -> Vec<(String, usize)> {
    let reports: Vec<_> = NAMES
        .iter()
        .zip(reports)
        .map(|(name, text)| written(name, text))
        .collect();
    let all = consolidated(&outline(OUTLINE), "", &reports, &[]);
    let of_it = all.findings.into_iter();
    of_it
        .filter(|finding| finding.code == "BC040")
        .map(|finding| (finding.message, finding.places.len()))
        .collect()
}

/// A report on every item of the outline but those named.
fn report_without(items: &[&str]) -> String {
    let ids = OUTLINE.lines().filter_map(|line| line.split_once(". "));
    let answered = ids.filter(|(id, _)| !items.contains(id));
    answered
        .map(|(id, _)| format!("# {id}\nĐã thực hiện theo kế hoạch.\n"))
        .collect()
}

#[test]
fn an_item_left_out_names_the_units() {
    let (whole, without) = (report_without(&[]), report_without(&["II.4"]));
    assert_eq!(
        uncovered(&[&whole, &without]),
        [(
            "Xã Mường Lạng không báo cáo mục “4. Kinh phí, chế độ, chính sách”.".to_owned(),
            1
        )]
    );
    assert_eq!(
        uncovered(&[&without, &whole, &without]),
        [(
            "02/03 đơn vị không báo cáo mục “4. Kinh phí, chế độ, chính sách”: xã Vân Khê, xã Đông Giang."
                .to_owned(),
            2
        )]
    );
    let mut many = vec![without.as_str(); 7];
    many.push(&whole);
    let found = uncovered(&many);
    assert!(found[0].0.starts_with("07/08 đơn vị"), "{found:?}");
    assert!(found[0].0.ends_with("và 1 đơn vị khác."), "{found:?}");
    assert_eq!(found[0].1, 7, "every unit has its place");
}

#[test]
fn an_item_that_nobody_answers_is_said_once() {
    let without = report_without(&["II.4"]);
    let found = uncovered(&[&without, &without]);
    assert_eq!(
        found,
        [(
            "Không đơn vị nào báo cáo mục “4. Kinh phí, chế độ, chính sách”.".to_owned(),
            0
        )]
    );
}

#[test]
fn a_report_without_the_outline_is_one_finding() {
    let whole = report_without(&[]);
    let found = uncovered(&[&whole, "# II.3\nToàn xã có 112 tổ tự quản."]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].0.starts_with(
            "Xã Mường Lạng không báo cáo 08/09 mục của đề cương: “I. ĐẶC ĐIỂM TÌNH HÌNH”; "
        ),
        "{found:?}"
    );
    assert!(found[0].0.ends_with("và 2 mục khác."), "{found:?}");
}

#[test]
fn every_check_has_its_page() {
    let mut codes: Vec<&str> = tongket_core::review::CHECKS
        .iter()
        .map(|check| check.code)
        .collect();
    for check in tongket_core::review::CHECKS {
        assert!(
            check.page.starts_with(&format!("# {}", check.code)),
            "{} has a page of another name",
            check.code
        );
        for part in ["## Vì sao", "## Sai", "## Đúng", "## Cách xử lý"] {
            assert!(check.page.contains(part), "{} lacks “{part}”", check.code);
        }
    }
    codes.dedup();
    assert_eq!(
        codes.len(),
        tongket_core::review::CHECKS.len(),
        "codes are never given twice"
    );
    assert!(codes.is_sorted());
}
