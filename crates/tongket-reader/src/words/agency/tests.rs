use super::*;

/// The names found in a text, groups in square brackets.
fn names(text: &str) -> Vec<String> {
    agencies(text)
        .into_iter()
        .map(|found| match found.group {
            true => format!("[{}]", found.value.name),
            false => found.value.name,
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(names(text), expected, "in {text:?}");
}

#[test]
fn bodies_of_the_state() {
    check("UBND xã Vân Khê báo cáo kết quả", &["UBND xã Vân Khê"]);
    check(
        "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh",
        &["Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Công an tỉnh"],
    );
    check(
        "Uỷ ban nhân dân huyện Đông Giang chỉ đạo",
        &["Uỷ ban nhân dân huyện Đông Giang"],
    );
    check(
        "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ",
        &["ỦY BAN NHÂN DÂN XÃ VÂN KHÊ"],
    );
    check("Văn phòng UBND tỉnh theo dõi", &["Văn phòng UBND tỉnh"]);
    check(
        "gửi về UBND tỉnh (qua Bộ Chỉ huy BĐBP tỉnh) trước ngày 15/3",
        &["UBND tỉnh", "Bộ Chỉ huy BĐBP tỉnh"],
    );
    check("Chủ tịch UBND tỉnh khen thưởng", &["Chủ tịch UBND tỉnh"]);
    check(
        "Đồn Biên phòng Vân Sơn và đồn Biên phòng Cửa khẩu Hải Lộc",
        &["Đồn Biên phòng Vân Sơn", "đồn Biên phòng Cửa khẩu Hải Lộc"],
    );
    check(
        "Ban Dân tộc, Thanh tra tỉnh",
        &["Ban Dân tộc", "Thanh tra tỉnh"],
    );
    check(
        "Phòng Nội vụ huyện Đông Giang",
        &["Phòng Nội vụ huyện Đông Giang"],
    );
    check(
        "Kho bạc Nhà nước tỉnh; Bảo hiểm xã hội tỉnh",
        &["Kho bạc Nhà nước tỉnh", "Bảo hiểm xã hội tỉnh"],
    );
    check("Đoàn ĐBQH và HĐND tỉnh", &["Đoàn ĐBQH và HĐND tỉnh"]);
    check(
        "UBND Thành phố Hồ Chí Minh và UBND TP. Sơn Hải",
        &["UBND Thành phố Hồ Chí Minh", "UBND TP. Sơn Hải"],
    );
}

#[test]
fn a_list_is_split_but_not_a_name() {
    check(
        "Sở Tài chính, Sở Nội vụ và UBND huyện Đông Giang",
        &["Sở Tài chính", "Sở Nội vụ", "UBND huyện Đông Giang"],
    );
    check(
        "Sở Nông nghiệp và Môi trường phối hợp",
        &["Sở Nông nghiệp và Môi trường"],
    );
    check(
        "Sở Văn hóa, Thể thao và Du lịch hướng dẫn",
        &["Sở Văn hóa, Thể thao và Du lịch"],
    );
    check(
        "Sở Lao động - Thương binh và Xã hội, Sở Y tế",
        &["Sở Lao động - Thương binh và Xã hội", "Sở Y tế"],
    );
    check(
        "Bộ Lao động-Thương binh và Xã hội",
        &["Bộ Lao động-Thương binh và Xã hội"],
    );
    check(
        "Sở Tài chính, Nội vụ và Y tế",
        &["Sở Tài chính", "Sở Nội vụ", "Sở Y tế"],
    );
    check("Sở GTVT, Sở KH&CN", &["Sở GTVT", "Sở KH&CN"]);
    check(
        "Hội Nông dân, Hội Liên hiệp Phụ nữ, Tỉnh đoàn",
        &["Hội Nông dân", "Hội Liên hiệp Phụ nữ", "Tỉnh đoàn"],
    );
    check(
        "Hội Nữ Doanh nhân tỉnh Sơn Hải tổ chức đại hội",
        &["Hội Nữ Doanh nhân tỉnh Sơn Hải"],
    );
    check(
        "Hội đồng Thi đua - Khen thưởng tỉnh",
        &["Hội đồng Thi đua - Khen thưởng tỉnh"],
    );
    check(
        "Ban Chỉ đạo thực hiện Chỉ thị số 01 tỉnh",
        &["Ban Chỉ đạo thực hiện Chỉ thị số 01 tỉnh"],
    );
    check(
        "Báo Sơn Hải, Đài Phát thanh - Truyền hình tỉnh",
        &["Báo Sơn Hải", "Đài Phát thanh - Truyền hình tỉnh"],
    );
    check("Ủy ban MTTQ Việt Nam tỉnh", &["Ủy ban MTTQ Việt Nam tỉnh"]);
    check(
        "Bộ Tư lệnh Bộ đội Biên phòng (BĐBP) về việc",
        &["Bộ Tư lệnh Bộ đội Biên phòng", "BĐBP"],
    );
}

#[test]
fn groups() {
    check(
        "Các sở, ban, ngành, đoàn thể cấp tỉnh căn cứ nội dung",
        &["[Các sở, ban, ngành, đoàn thể cấp tỉnh]"],
    );
    check(
        "UBND các huyện, thị xã, thành phố",
        &["[UBND các huyện, thị xã, thành phố]"],
    );
    check("các xã, phường biên giới", &["[các xã, phường biên giới]"]);
    check(
        "UBND xã, phường biên giới phối hợp với đồn Biên phòng đứng chân trên địa bàn",
        &["[UBND xã, phường biên giới]", "đồn Biên phòng"],
    );
    check("các đồn Biên phòng", &["[các đồn Biên phòng]"]);
    check(
        "phối hợp với các cơ quan, đơn vị, địa phương có liên quan tổng hợp",
        &["[các cơ quan, đơn vị, địa phương có liên quan]"],
    );
    check(
        "Các Bộ: Nội vụ, Tài chính, Y tế",
        &["[Các Bộ: Nội vụ, Tài chính, Y tế]"],
    );
    check(
        "các Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ",
        &["[các Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ]"],
    );
    check(
        "các sở, ban, ngành, UBND các quận, huyện, thị xã và các cơ quan có chức năng liên quan",
        &[
            "[các sở, ban, ngành]",
            "[UBND các quận, huyện, thị xã]",
            "[các cơ quan có chức năng liên quan]",
        ],
    );
    check(
        "UBND các huyện, thành phố Tân Giang tổ chức",
        &["[UBND các huyện, thành phố Tân Giang]"],
    );
    check(
        "Thủ trưởng các sở, ban, ngành",
        &["[Thủ trưởng các sở, ban, ngành]"],
    );
    check("UBND cấp xã chủ trì xây dựng", &["[UBND cấp xã]"]);
    check(
        "các xã Vân Khê, Vân Sơn và Hải Lộc",
        &["[các xã Vân Khê, Vân Sơn và Hải Lộc]"],
    );
    check(
        "các xã biên giới (trừ xã Vân Khê) báo cáo",
        &["[các xã biên giới (trừ xã Vân Khê)]"],
    );
    check(
        "Ủy ban MTTQ Việt Nam các xã, phường biên giới phối hợp",
        &["[Ủy ban MTTQ Việt Nam các xã, phường biên giới]"],
    );
    check(
        "Đảng ủy, UBND các xã, phường biên giới trên địa bàn tỉnh",
        &[
            "Đảng ủy",
            "[UBND các xã, phường biên giới trên địa bàn tỉnh]",
        ],
    );
}

#[test]
fn names_of_bodies_that_no_list_has() {
    check("Cục Kiểm tra văn bản có ý kiến", &["Cục Kiểm tra"]);
    check("Vụ Kế hoạch chủ trì", &["Vụ Kế hoạch"]);
    check(
        "Trung tâm Dạy nghề huyện Đông Giang tổ chức",
        &["Trung tâm Dạy nghề huyện Đông Giang"],
    );
    check("Hội Làm vườn phối hợp", &["Hội Làm vườn"]);
}

#[test]
fn words_that_are_no_names() {
    for text in [
        "Hội nghị tổng kết phong trào",
        "Ban hành kèm theo Quyết định này",
        "các trường hợp vi phạm",
        "Bộ luật Hình sự; Bộ trưởng",
        "kinh tế - xã hội, củng cố quốc phòng",
        "Đoàn kết quân dân; Phòng, chống tội phạm",
        "BÁO CÁO",
        "BAN HÀNH QUY ĐỊNH",
        "phát triển kinh tế xã hội ở khu vực biên giới",
        "các ngành dịch vụ có giá trị",
        "Đoàn Ngọc Lâm",
        "Báo cáo kết quả",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ] {
        check(text, &[]);
    }
}

#[test]
fn spans_are_the_names() {
    let text = "Giao Sở Nội vụ, UBND xã Vân Khê; các xã biên giới (trừ xã Hải Lộc).";
    for found in agencies(text) {
        assert_eq!(found.span.slice(text), found.name);
    }
}

proptest::proptest! {
    /// Names stand in order and apart, on letters' boundaries.
    #[test]
    fn names_stand_apart(text in "((Sở|UBND|các xã|Ban|huyện|Hội|TP\\.|trừ|và|,|:|\\(|\\)|\n|Vân Khê|Nội vụ|biên giới|[a-zà-ỹA-ZĐ0-9\u{300}]{1,4})[ ]?){0,30}") {
        let mut last = 0;
        for found in agencies(&text) {
            proptest::prop_assert!(found.span.start >= last && text.get(found.span.start..found.span.end).is_some());
            proptest::prop_assert!(!found.name.is_empty());
            last = found.span.end;
        }
    }
}
