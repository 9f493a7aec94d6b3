use proptest::prelude::*;

use super::*;

/// Each citation as "kind | code | date | issuer | title".
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = citations(text).iter().map(say).collect();
    assert_eq!(found, expected, "{text}");
}

fn say(reference: &Reference) -> String {
    let date = reference.date.map(|date| date.to_string());
    let parts = [
        &reference.kind,
        &reference.code,
        &date,
        &reference.issuer,
        &reference.title,
    ];
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.as_deref().unwrap_or("-"))
        .collect();
    parts.join(" | ")
}

#[test]
fn a_full_citation() {
    check(
        "Thực hiện Chỉ thị số 02/CT-TTg ngày 09/01/2016 của Thủ tướng Chính phủ “Về việc tổ chức phong trào” (Chỉ thị số 02/CT-TTg)",
        &[
            "CT | 02/CT-TTg | 2016-01-09 | Thủ tướng Chính phủ | Về việc tổ chức phong trào",
            "CT | 02/CT-TTg | - | - | -",
        ],
    );
    check(
        "Kế hoạch số 1596/KH - UBND, ngày 10/12/2016 của Ủy ban nhân dân tỉnh về thực hiện Chỉ thị số 01;",
        &[
            "KH | 1596/KH-UBND | 2016-12-10 | Ủy ban nhân dân tỉnh | về thực hiện Chỉ thị số 01",
            "CT | 01 | - | - | -",
        ],
    );
    check(
        "Công văn số 115/BĐBP-CT ngày 07/01/2026 của Bộ Tư lệnh Bộ đội Biên phòng (BĐBP) về việc tổng kết.",
        &["CV | 115/BĐBP-CT | 2026-01-07 | Bộ Tư lệnh Bộ đội Biên phòng | về việc tổng kết"],
    );
    check(
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển;",
        &["NQ | 57-NQ/TW | 2024-12-22 | Bộ Chính trị | về đột phá phát triển"],
    );
    check(
        "Thông tư số 05/2008/TT-BVHTTDL ngày 12/11/2008 của Bộ Văn hóa, Thể thao và Du lịch hướng dẫn một số điều",
        &[
            "TT | 05/2008/TT-BVHTTDL | 2008-11-12 | Bộ Văn hóa, Thể thao và Du lịch | hướng dẫn một số điều",
        ],
    );
    check(
        "Theo Tờ trình số 519/SNV-TCCC ngày 24/02/2025 của Sở Nội vụ.",
        &["TTr | 519/SNV-TCCC | 2025-02-24 | Sở Nội vụ | -"],
    );
}

#[test]
fn an_issuer_ends_where_its_name_does() {
    check(
        "Nghị định số 81/2002/NĐ-CP ngày 17 tháng 10 năm 2002 của Chính phủ Quy định chi tiết",
        &["NĐ | 81/2002/NĐ-CP | 2002-10-17 | Chính phủ | -"],
    );
    check(
        "Chỉ thị số 30/CT-TTg của Thủ tướng Chính phủ và Kế hoạch của tỉnh",
        &["CT | 30/CT-TTg | - | Thủ tướng Chính phủ | -"],
    );
    check(
        "Thông báo số 379/TB-UBATGT của Uỷ ban An toàn giao thông Quốc gia.",
        &["TB | 379/TB-UBATGT | - | Uỷ ban An toàn giao thông Quốc gia | -"],
    );
    check(
        "Quyết định số 07/2005/QĐ-BGTVT của Bộ trưởng Bộ Giao thông vận tải ban hành quy chế",
        &["QĐ | 07/2005/QĐ-BGTVT | - | Bộ trưởng Bộ Giao thông vận tải | ban hành quy chế"],
    );
    check(
        "Quyết định số 884/QĐ-BTC của Ban Tổ chức cuộc vận động",
        &["QĐ | 884/QĐ-BTC | - | Ban Tổ chức cuộc vận động | -"],
    );
    check(
        "NGHỊ QUYẾT SỐ 57-NQ/TW CỦA BỘ CHÍNH TRỊ VỀ ĐỘT PHÁ",
        &["NQ | 57-NQ/TW | - | BỘ CHÍNH TRỊ | -"],
    );
    check(
        "Kế hoạch số 12/KH-UBND của UBND tỉnh về tổng kết, như sau:",
        &["KH | 12/KH-UBND | - | UBND tỉnh | về tổng kết"],
    );
    check(
        "Chỉ thị số 27/2002/CT-UB ngày 19 tháng 12 năm 2002 về quản lý sông và Chỉ thị số 04/2005/CT-UB",
        &[
            "CT | 27/2002/CT-UB | 2002-12-19 | - | về quản lý sông",
            "CT | 04/2005/CT-UB | - | - | -",
        ],
    );
}

#[test]
fn short_and_listed_citations() {
    check(
        "thực hiện Chỉ thị số 01 ngày 09/01/2015 của Thủ tướng Chính phủ;",
        &["CT | 01 | 2015-01-09 | Thủ tướng Chính phủ | -"],
    );
    check(
        "10 năm thực hiện Chỉ thị số 01 tỉnh",
        &["CT | 01 | - | - | -"],
    );
    check("Nghị quyết 57-NQ/TW", &["NQ | 57-NQ/TW | - | - | -"]);
    check(
        "các văn bản số 14/UBND-NC ngày 05 tháng 4 năm 2026, số 15/UBND-NC ngày 07 tháng 4 năm 2026 và Báo cáo số 139/BC-UBND",
        &[
            "CV | 14/UBND-NC | 2026-04-05 | - | -",
            "CV | 15/UBND-NC | 2026-04-07 | - | -",
            "BC | 139/BC-UBND | - | - | -",
        ],
    );
}

#[test]
fn laws_by_name() {
    check(
        "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;",
        &["Lt | - | 2025-02-18 | - | Luật Tổ chức Chính phủ"],
    );
    check(
        "theo Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022",
        &["Lt | 06/2022/QH15 | 2022-06-15 | - | Luật Thi đua, khen thưởng"],
    );
    check(
        "Căn cứ Pháp lệnh Bưu chính viễn thông ngày 25 tháng 5 năm 2002;",
        &["PL | - | 2002-05-25 | - | Pháp lệnh Bưu chính viễn thông"],
    );
    check("Luật này quy định; Luật sư tham gia", &[]);
    check("a) Luật Hộ tịch (sửa đổi);", &[]);
    check(
        "theo Luật Đường sắt) để kiến nghị",
        &["Lt | - | - | - | Luật Đường sắt"],
    );
    check(
        "thi hành Luật Chất lượng sản phẩm, hàng hóa và xây dựng",
        &["Lt | - | - | - | Luật Chất lượng sản phẩm, hàng hóa và xây dựng"],
    );
}

#[test]
fn words_that_only_look_like_citations() {
    check(
        "xây dựng kế hoạch, báo cáo kết quả; chương trình 12 tháng",
        &[],
    );
    check("báo cáo số liệu; kế hoạch số hóa", &[]);
    check("thông báo số điện thoại", &[]);
}

proptest! {
    #[test]
    fn spans_hold(text in "(Chỉ thị |số |01/CT-TTg|của |Thủ tướng |ngày 09/01/2015|“|”|Luật |Đất đai|, |;|về |ạ){0,20}") {
        for reference in citations(&text) {
            prop_assert_eq!(reference.span.slice(&text), reference.text.as_str());
        }
    }
}
