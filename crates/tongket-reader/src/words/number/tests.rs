use proptest::prelude::*;

use super::*;

/// Shows each number as `value`, `value/denominator`, `low..high`, with `~`, `%` and `?likely`.
fn shown(text: &str) -> String {
    let show = |number: &Number| {
        let mut line = String::new();
        if number.approximate {
            line.push('~');
        }
        line.push_str(&number.value.normalize().to_string());
        for (sign, value) in [
            ("/", number.denominator),
            ("..", number.upper),
            ("?", number.likely),
        ] {
            if let Some(value) = value {
                line.push_str(sign);
                line.push_str(&value.normalize().to_string());
            }
        }
        if number.percent {
            line.push('%');
        }
        line
    };
    numbers(text).iter().map(show).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn amounts_are_read() {
    check("có 3.200 lượt người", "3200");
    check("kinh phí 1.234.567,89 đồng", "1234567.89");
    check("đạt 97,5%", "97.5%");
    check("đạt 45 %", "45%");
    check("đạt 45 phần trăm", "45%");
    check("thành lập 08 tổ", "8");
    check("hơn 1,2 tỷ đồng", "~1200000000");
    check("1 tỷ 200 triệu đồng", "1200000000");
    check("350 triệu đồng", "350000000");
    check("2 nghìn tỷ đồng", "2000000000000");
    check("1 tỷ rưỡi", "1500000000");
    check("nửa tỷ đồng", "500000000");
    check(
        "trên 300 hộ, gần 1.000 lượt, khoảng 20 km",
        "~300 ~1000 ~20",
    );
    check("hai mươi tổ, hai tổ, một nghìn hộ", "20 2 1000");
    check("3km đường, 12m2", "3 12");
    check("45 buổi/3.200 lượt người", "45 3200");
    check("tổng số 12 tổ", "12");
    check("vận động 2 nghìn ngày công", "2000");
}

#[test]
fn ratios_and_ranges_are_read() {
    check("08/09 thôn có tổ tự quản", "8/9");
    check("12/12 thôn, bản", "12/12");
    check("1.234/1.300 hộ", "1234/1300");
    check("1/2 số hộ", "1/2");
    check("từ 20 đến 30 hộ", "20..30");
    check("đạt 20 - 30 %", "20..30%");
    check("20-30 hộ", "20..30");
    check("đạt 45/60 (75 %)", "45/60 75%");
}

#[test]
fn doubtful_separators_are_said() {
    check("1,200 lượt người", "1.2?1200");
    check("1.5 tỷ đồng", "1500000000?1500000000");
    check("12.50 ha", "12.5?12.5");
}

#[test]
fn labels_are_not_numbers() {
    for text in [
        "ngày 09 tháng 3 năm 2026",
        "ngày 15/3/2025",
        "trước ngày 15/3",
        "trong tháng 4/2025 và tháng 5",
        "quý II/2025, quý 3",
        "giai đoạn 2015-2025",
        "giai đoạn 2016 - 2026",
        "năm 2024",
        "Kế hoạch số 219 /KH-UBND",
        "Kế hoạch số 1596/KH-UBND",
        "Nghị định số 30/2020/NĐ-CP",
        "Nghị quyết số 18-NQ/TW",
        "Chỉ thị 01 của Thủ tướng",
        "Chỉ thị số 08",
        "Điều 5, khoản 2, điểm 3 Mục 1",
        "1. Công tác lãnh đạo",
        "2) Công tác tuyên truyền",
        "1.1. Công tác tuyên truyền",
        "(1) Xây dựng; (2) Củng cố",
        "điện thoại 0912345678, 0232.3822.123",
        "lúc 8 giờ 30 phút; 8h30; 08:30",
        "tại thôn 3, tổ 5, khu phố 2 và tổ dân phố 7",
        "đồn 593, quốc lộ 1A, km 12, mốc 528",
        "học sinh lớp 5, cấp 3; hạng 2; nhà cấp 4",
        "phòng, chống COVID-19; mạng 5G; công nghiệp 4.0",
        "xếp thứ 3, đợt 1, lần 2",
        "5 không 3 sạch, 4 tại chỗ, 3 cùng",
        "Chương trình 135, tiêu chí 19",
        "trực 24/24, 24/7",
        "dịp 30/4, ngày lễ 2/9 và ngày 19/8",
        "nhiệm kỳ 2020-2025",
        "từ năm 2016 đến 2026",
    ] {
        check(text, "");
    }
}

#[test]
fn what_is_counted_is_no_label() {
    check("năm 2024 xã thành lập 12 tổ", "12");
    check("cấp 350 triệu đồng", "350000000");
    check("toàn thôn 12 hộ", "12");
    check("đề xuất tiêu biểu 12 hộ", "12");
    check("giải quyết 12 vụ việc", "12");
    check("đầu tư 12 tỷ đồng", "12000000000");
}

proptest! {
    #[test]
    fn spans_lie_on_characters(text in r"([0-9]{1,4}|[.,/%() -]|tỷ|hai|mươi|từ|đến|nửa|số|Đ|hộ| ){0,40}") {
        for number in numbers(&text) {
            prop_assert!(!number.span.is_empty());
            prop_assert!(text.get(number.span.start..number.span.end).is_some());
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        numbers(&text);
    }
}
