use proptest::prelude::*;

use super::*;

fn shown(text: &str) -> String {
    let all = figures(text);
    let show = |figure: &Figure| {
        let mut line = String::new();
        if figure.number.approximate {
            line.push('~');
        }
        line.push_str(&figure.number.value.normalize().to_string());
        if let Some(of) = figure.number.denominator {
            line.push_str(&format!("/{of}"));
        }
        line.push_str(&format!(" {}", figure.measure.key));
        if let Some(act) = &figure.act {
            line.push_str(&format!(" !{act}"));
        }
        if let Some(of) = &figure.of {
            line.push_str(&format!(" <{of}"));
        }
        match figure.kind {
            FigureKind::Count | FigureKind::Money => {}
            kind => line.push_str(&format!(" {kind:?}")),
        }
        if let Some(part) = figure.part {
            line.push_str(if part.exhaustive { " =" } else { " ⊂" });
            line.push_str(&part.whole.to_string());
        }
        if figure.period != FigurePeriod::Unsaid {
            line.push_str(&format!(" @{:?}", figure.period));
        }
        if figure.narrowed {
            line.push_str(" narrow");
        }
        line
    };
    all.iter().map(show).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn a_number_counts_what_follows() {
    check(
        "Đã thành lập 12 tổ tự quản đường biên với 156 thành viên.",
        "12 tổ tự quản đường biên !thành lập; 156 thành viên <tổ tự quản đường biên",
    );
    check(
        "Tổ chức tuyên truyền được 45 buổi/3.200 lượt người tham gia.",
        "45 buổi tuyên truyền; 3200 lượt người <buổi tuyên truyền",
    );
    check(
        "Nhân dân cung cấp 35 nguồn tin, hòa giải 14 vụ việc.",
        "35 nguồn tin; 14 vụ việc !hòa giải",
    );
    check("Có 5 mô hình “Camera an ninh” hoạt động tốt", "5 mô hình");
    check("hơn 1.000 hộ gia đình đăng ký", "~1000 hộ đăng ký");
    check("12 thôn, bản đạt chuẩn", "12 thôn bản đạt chuẩn");
    check("vệ sinh 12 km đường", "12 đường !vệ sinh Quantity");
}

#[test]
fn a_name_may_stand_before_its_number() {
    check("Số tổ tự quản: 12", "12 tổ tự quản");
    check("Tổng số thành viên là 156 người", "156 thành viên");
    check(
        "Diện tích tự nhiên 120,5 km2",
        "120.5 diện tích tự nhiên Quantity",
    );
}

#[test]
fn money_has_the_name_of_its_fund() {
    check(
        "Tổng kinh phí thực hiện là hơn 1,2 tỷ đồng",
        "~1200000000 kinh phí thực hiện",
    );
    check(
        "ngân sách nhà nước 800 triệu đồng, xã hội hóa 400 triệu đồng",
        "800000000 ngân sách nhà nước; 400000000 xã hội hóa",
    );
    check(
        "Doanh số cho vay 10 năm đạt 1.234 tỷ đồng với 31.250 lượt hộ vay",
        "1234000000000 doanh số cho vay; 31250 lượt hộ vay <doanh số cho vay",
    );
    check(
        "Tổng nguồn vốn đến 31/3/2025 đạt 512,4 tỷ đồng",
        "512400000000 nguồn vốn",
    );
    check(
        "Dư nợ năm 2024 là 98,5 tỷ đồng",
        "98500000000 dư nợ @Year(2024)",
    );
    check("Dân số của xã là 6.540 người", "6540 dân số");
    check("dân số 96.540 người", "96540 dân số");
}

#[test]
fn ratios_carry_their_percentage() {
    let all = figures("Có 08/09 thôn có tổ tự quản (đạt 89 %)");
    assert_eq!(all[0].kind, FigureKind::Ratio);
    assert_eq!(all[0].measure.key, "thôn có tổ tự quản");
    assert_eq!(all[1].restates, Some(0));
}

#[test]
fn parts_know_their_whole() {
    check(
        "Hỗ trợ 112 hộ, trong đó có 30 hộ nghèo",
        "112 hộ !hỗ trợ; 30 hộ nghèo !hỗ trợ ⊂0",
    );
    check(
        "112 tổ tự quản, gồm 60 tổ tự quản đường biên và 52 tổ tự quản an ninh trật tự",
        "112 tổ tự quản; 60 tổ tự quản đường biên =0; 52 tổ tự quản an ninh trật tự =0",
    );
}

#[test]
fn members_keep_the_group_that_they_belong_to() {
    check(
        "Có 456 thành viên của các tổ tự quản đường biên.",
        "456 thành viên <tổ tự quản đường biên",
    );
    check(
        "Có 222 thành viên của câu lạc bộ phòng, chống tội phạm.",
        "222 thành viên <câu lạc bộ phòng",
    );
    check(
        "Huy động 156 thành viên của 12 tổ tự quản",
        "156 thành viên <tổ tự quản; 12 tổ tự quản",
    );
    check("Có 30 thành viên của xã tham gia", "30 thành viên");
}

#[test]
fn words_that_hold_a_small_word_stay_whole() {
    let whole = [
        "tổ tàu thuyền đoàn kết an toàn",
        "tổ tàu thuyền đoàn kết trên biển",
        "khu dân cư an toàn",
        "mô hình phát triển toàn diện",
        "người nước ngoài",
        "người chưa thành niên",
        "phụ nữ mang thai",
        "mô hình giảm nghèo",
        "chi bộ trực thuộc",
        "trường công lập",
        "nhà ở xã hội",
        "vụ lấn chiếm đất rừng",
        "hội nghị tổng kết",
        "buổi tổng vệ sinh",
        "cuộc làm việc",
        "trạm ra đa",
        "xe gắn máy",
        "tàu đi biển",
        "nhà xuống cấp",
        "dân quân phòng không",
        "hộ dân tộc thiểu số",
        "nhà vệ sinh công cộng",
    ];
    for name in whole {
        assert_eq!(
            figures(&format!("Toàn xã có 12 {name}."))[0].measure.key,
            name
        );
        assert_eq!(figures(&format!("Số {name}: 12"))[0].measure.key, name);
        assert_eq!(
            figures(&format!("Tổng số {name} là 12."))[0].measure.key,
            name
        );
    }
    check(
        "Thành lập 12 tổ tự quản toàn tỉnh; 5 tổ tự quản trên toàn xã",
        "12 tổ tự quản !thành lập; 5 tổ tự quản",
    );
    check("Tổng số hộ toàn 12", "12 hộ");
}

#[test]
fn what_was_done_may_stand_behind() {
    check("Đã có 45 hộ được hỗ trợ vay vốn", "45 hộ !hỗ trợ");
    check("15 cá nhân đã được khen thưởng", "15 cá nhân !khen thưởng");
    check("Số hộ được hỗ trợ: 45", "45 hộ được hỗ trợ");
    assert_eq!(
        measure_of("Số hộ được hỗ trợ (hộ)").undergone(),
        Some(("hộ", "hỗ trợ"))
    );
    assert_eq!(measure_of("Số hộ được vay vốn").undergone(), None);
}

#[test]
fn acts_periods_and_places_tell_figures_apart() {
    check(
        "Năm 2024 tổ chức 12 buổi tuyên truyền",
        "12 buổi tuyên truyền @Year(2024)",
    );
    check("lũy kế 45 tổ tự quản", "45 tổ tự quản @Cumulative");
    check("tăng 5 tổ tự quản so với năm 2016", "5 tổ tự quản Change");
    check("bình quân 15 hộ/tổ", "15 hộ Rate");
    check("mỗi tháng 2 buổi", "2 buổi Rate");
    check(
        "khen thưởng 15 tập thể, 20 cá nhân",
        "15 tập thể !khen thưởng; 20 cá nhân !khen thưởng",
    );
    check("phát thanh 2 lần mỗi tuần", "2 lần phát thanh Rate");
    check("Tại thôn Bến có 5 tổ tự quản", "5 tổ tự quản narrow");
    check(
        "Hội Phụ nữ tổ chức 8 buổi sinh hoạt",
        "8 buổi sinh hoạt narrow",
    );
}

#[test]
fn an_act_is_whole_and_of_its_own_clause() {
    check(
        "hướng dẫn khen thưởng chuyên đề; tổ chức 03 hội nghị quán triệt",
        "3 hội nghị quán triệt",
    );
    check(
        "vệ sinh, trồng hoa được 27,5 km đường thôn",
        "27.5 đường thôn !vệ sinh, trồng hoa Quantity",
    );
    check("tham gia truy bắt 06 vụ", "6 vụ !tham gia truy bắt");
}

#[test]
fn distances_are_no_figures() {
    check("Bản xa nhất cách trung tâm xã 22 km đường rừng", "");
    check("Xã có 11 km đường biên", "11 đường biên Quantity");
}

#[test]
fn durations_are_no_figures() {
    check("Sau 10 năm thực hiện, trong 6 tháng qua, 18 tuổi", "");
}

proptest! {
    #[test]
    fn any_text_is_read(text in r"([0-9]{1,4}|[.,/%():;] ?| |tổ|tự quản|trong đó|gồm|số|năm 2024|từ|đến|triệu đồng|có|với|hộ|Đ|tuyên truyền){0,40}") {
        let all = figures(&text);
        for (index, figure) in all.iter().enumerate() {
            prop_assert!(text.get(figure.span.start..figure.span.end).is_some());
            prop_assert!(figure.part.is_none_or(|part| part.whole < index));
        }
    }

    #[test]
    fn any_string_is_read(text in any::<String>()) {
        figures(&text);
    }
}
