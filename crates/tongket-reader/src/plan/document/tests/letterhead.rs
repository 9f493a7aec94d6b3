//! Who stands above whom in a letterhead, in capitals or without, and what period is reviewed.

use super::check;

/// The issuer and the body above it under a letterhead of these lines.
fn stacked(lines: &str, issuer: &str, parent: &str) {
    for right in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc",
    ] {
        check(
            &format!(
                "{lines}\n{right}\nSố: 76/BC-X\nSơn Hải, ngày 24 tháng 4 năm 2026\nBÁO CÁO\nKết quả năm 2025\nI. ĐẶC ĐIỂM"
            ),
            &format!("issuer: {issuer}\nparent: {parent}\nwith: -\nsubject: Kết quả năm 2025"),
        );
    }
}

#[test]
fn the_lower_of_one_kind_reports_and_the_upper_stands_above() {
    for (lines, issuer, parent) in [
        (
            "ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM\nỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH SƠN HẢI",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải",
            "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
        ),
        (
            "ỦY BAN TRUNG ƯƠNG\nMẶT TRẬN TỔ QUỐC VIỆT NAM\nỦY BAN\nMẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH SƠN HẢI",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải",
            "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
        ),
        (
            "ỦY BAN MTTQ VIỆT NAM TỈNH SƠN HẢI\nỦY BAN MTTQ VIỆT NAM XÃ VÂN KHÊ",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã Vân Khê",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải",
        ),
        (
            "ỦY BAN MTTQ VIỆT NAM\nXÃ VÂN KHÊ\nHỘI NÔNG DÂN",
            "Hội Nông dân",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã Vân Khê",
        ),
        (
            "TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH\nTỈNH ĐOÀN SƠN HẢI",
            "Tỉnh đoàn Sơn Hải",
            "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        ),
        (
            "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG\nTỈNH SƠN HẢI",
            "Liên đoàn Lao động tỉnh Sơn Hải",
            "Tổng Liên đoàn Lao động Việt Nam",
        ),
        (
            "HỘI LHPN VIỆT NAM\nHỘI LHPN TỈNH SƠN HẢI",
            "Hội Liên hiệp Phụ nữ tỉnh Sơn Hải",
            "Hội Liên hiệp Phụ nữ Việt Nam",
        ),
        (
            "BỘ CÔNG AN\nCÔNG AN TỈNH SƠN HẢI",
            "Công an tỉnh Sơn Hải",
            "Bộ Công an",
        ),
        (
            "QUÂN KHU IV\nBỘ CHỈ HUY QUÂN SỰ\nTỈNH SƠN HẢI",
            "Bộ Chỉ huy Quân sự tỉnh Sơn Hải",
            "Quân khu IV",
        ),
        (
            "BỘ CHỈ HUY QUÂN SỰ TỈNH SƠN HẢI\nBAN CHỈ HUY\nBỘ ĐỘI BIÊN PHÒNG",
            "Ban Chỉ huy Bộ đội Biên phòng",
            "Bộ Chỉ huy Quân sự tỉnh Sơn Hải",
        ),
        (
            "BỘ QUỐC PHÒNG\nBỘ TỔNG THAM MƯU",
            "Bộ Tổng Tham mưu",
            "Bộ Quốc phòng",
        ),
        (
            "UBND HUYỆN ĐÔNG GIANG\nBAN CHỈ HUY\nPHÒNG THỦ DÂN SỰ",
            "Ban Chỉ huy Phòng thủ dân sự",
            "Ủy ban nhân dân huyện Đông Giang",
        ),
        (
            "HUYỆN ỦY ĐÔNG GIANG\nĐẢNG ỦY XÃ VÂN KHÊ",
            "Đảng ủy xã Vân Khê",
            "Huyện ủy Đông Giang",
        ),
    ] {
        stacked(lines, issuer, parent);
    }
}

#[test]
fn a_letterhead_without_capitals_is_read_by_its_words() {
    for lines in [
        "ủy ban nhân dân\nxã Cồn Mây",
        "Ủy ban nhân dân\nxã Cồn Mây",
        "Ủy ban nhân dân xã Cồn Mây",
    ] {
        stacked(lines, "Ủy ban nhân dân xã Cồn Mây", "-");
    }
    check(
        "Ủy ban nhân dân tỉnh Sơn Hải
Sở Nội vụ
Cộng hòa xã hội chủ nghĩa Việt Nam
Độc lập - Tự do - Hạnh phúc
Số: 5/BC-SNV
Báo cáo
Kết quả năm 2025
Sở Nội vụ báo cáo như sau:",
        "kind: BC
        issuer: Sở Nội vụ
        parent: Ủy ban nhân dân tỉnh Sơn Hải
        subject: Kết quả năm 2025",
    );
}

#[test]
fn the_body_completes_and_spells_the_name() {
    check(
        "ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 19/BC-UBND
BÁO CÁO
Kết quả năm 2025
Ủy ban nhân dân xã Cồn Mây báo cáo kết quả như sau:",
        "issuer: Ủy ban nhân dân xã Cồn Mây",
    );
    check(
        "BỘ GIÁO DỤC VÀ HUẤN NGHỆ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 19/BGDHN-VP
V/v báo cáo
Kính gửi: Các đơn vị.
Thực hiện kế hoạch, Bộ Giáo dục và Huấn nghệ đề nghị các đơn vị báo cáo.",
        "issuer: Bộ Giáo dục và Huấn nghệ",
    );
    check(
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 19/STTTT-VP
V/v báo cáo
Kính gửi: Các đơn vị.
Sở thông tin và truyền thông đề nghị các đơn vị báo cáo.",
        "issuer: Sở Thông tin và Truyền thông",
    );
}

/// The period of a plan of 2026 with this subject and this body.
fn reviewed(subject: &str, body: &str, period: &str) {
    check(
        &format!(
            "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 15/KH-UBND\nVân Khê, ngày 03 tháng 02 năm 2026\nKẾ HOẠCH\n{subject}\n{body}"
        ),
        &format!("period: {period}"),
    );
}

#[test]
fn the_years_that_are_written_beat_those_that_are_counted() {
    let basis = "Căn cứ Kế hoạch số 120/KH-UBND ngày 15/01/2023 của UBND tỉnh về bảo vệ trẻ em giai đoạn 2023 - 2027, UBND xã ban hành Kế hoạch như sau:";
    let review = "Sơ kết 03 năm thực hiện Chương trình bảo vệ trẻ em";
    reviewed(
        review,
        &format!("{basis}\nI. MỤC ĐÍCH\nĐánh giá kết quả 03 năm (2023 - 2025)."),
        "2023-2025",
    );
    reviewed(review, basis, "2023-2026");
    reviewed(
        "Sơ kết kết quả thực hiện Chương trình bảo vệ trẻ em",
        &format!("{basis}\nI. MỤC ĐÍCH\nĐánh giá kết quả giai đoạn 2023 - 2025."),
        "2023-2025",
    );
    reviewed(
        "Tổng kết 05 năm thực hiện Đề án “Xã hội học tập giai đoạn 2021 - 2030”",
        "Thực hiện Quyết định số 13/QĐ-TTg ngày 30/7/2021 phê duyệt Đề án “Xã hội học tập giai đoạn 2021 - 2030”, UBND xã đề nghị các đơn vị sơ kết, báo cáo kết quả giai đoạn 2021 - 2025 như sau:",
        "2021-2025",
    );
    reviewed(
        "Tổng kết 10 năm thực hiện Chỉ thị số 02/CT-TTg “Về phong trào trong tình hình mới” giai đoạn 2015 - 2025",
        "I. MỤC ĐÍCH\nĐánh giá kết quả.",
        "2015-2025",
    );
    reviewed(
        "Triển khai Đề án “Xã hội học tập giai đoạn 2021 - 2030”",
        basis,
        "-",
    );
}

#[test]
fn a_reference_says_what_its_fullest_mention_says() {
    let flow = crate::blocks::Flow::of(&crate::source::Source::from_plain(
        "KẾ HOẠCH
Tổng kết 10 năm thực hiện Chỉ thị số 08/CT-UBND
Thực hiện Chỉ thị số 08/CT-UBND của Ủy ban nhân dân tỉnh về tổ tự quản.
Chỉ thị số 08/CT-UBND ngày 18/4/2016 của Ủy ban nhân dân tỉnh Sơn Hải về tổ tự quản ở thôn, bản.",
    ));
    let references = super::super::read(&flow).references;
    let said: Vec<_> = references
        .iter()
        .map(|found| {
            (
                found.date.map(|date| date.to_string()),
                found.issuer.as_deref(),
                found.title.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [(
            Some("2016-04-18".to_owned()),
            Some("Ủy ban nhân dân tỉnh Sơn Hải"),
            Some("về tổ tự quản ở thôn, bản")
        )]
    );
}

#[test]
fn a_scan_whose_right_column_came_late_still_has_its_day() {
    check(
        "VĂN PHÒNG ỦY BAN
Số: 3722/VP-TH
VW cơ chế đặc thù xây dựng công trình
Kính gửi: Sở Xây dựng.
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn Hải, ngày 28 tháng 4 năm 2026
Xét đề nghị của Sở, Văn phòng có ý kiến như sau.
Nơi nhận:
- Như trên; (đã ký) Mai Văn Nam
- CT, PCT UBND tỉnh; (Đã ký)
- Lưu: VT.
CHÁNH VĂN PHÒNG",
        "kind: CV
        date: 2026-04-28
        place: Sơn Hải
        subject: cơ chế đặc thù xây dựng công trình
        recipients: Như trên + CT, PCT UBND tỉnh + Lưu: VT",
    );
}
