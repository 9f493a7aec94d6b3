//! A report of thirty sections and sixty figures, as a program would send it.

use hyper::body::Bytes;
use serde_json::{Value, json};

/// Sections of a report.
pub(crate) const SECTIONS: usize = 30;
/// Rows of the table; each is filled in for two years.
pub(crate) const INDICATORS: usize = 30;
/// Columns of the table.
pub(crate) const YEARS: [&str; 2] = ["2016", "2025"];
/// Reports that differ from each other; clients take them in turn.
pub(crate) const DIFFERENT: usize = 64;

/// Who did something, what they did, for or with whom, and how it went: sentences are put together
/// from these, so that reports repeat themselves no more than people's do.
const WHO: [&str; 14] = [
    "Ủy ban nhân dân xã",
    "Ban Chỉ đạo phong trào",
    "Công an xã",
    "Ủy ban Mặt trận Tổ quốc xã",
    "Đồn Biên phòng",
    "Các tổ tự quản",
    "Đoàn Thanh niên",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Bí thư chi bộ, trưởng thôn",
    "Người có uy tín trong cộng đồng",
    "Ban Công tác Mặt trận ở thôn",
    "Bộ phận văn hóa – xã hội",
    "Các trường học trên địa bàn",
];
const DID: [&str; 14] = [
    "đã quán triệt, triển khai kế hoạch đến",
    "duy trì sinh hoạt định kỳ, nắm tình hình cùng",
    "phối hợp tuần tra, kiểm soát, hướng dẫn",
    "phát hiện và hòa giải kịp thời những mâu thuẫn nhỏ giữa",
    "tuyên truyền bằng loa truyền thanh, nhóm liên lạc và họp dân cho",
    "vận động đóng góp, giúp đỡ",
    "ký giao ước thi đua với",
    "tập huấn kỹ năng, cấp phát tài liệu cho",
    "rà soát, lập danh sách, phân công phụ trách",
    "lồng ghép nội dung phong trào vào hoạt động của",
    "đôn đốc việc thực hiện quy ước, hương ước trong",
    "trao đổi thông tin, giải quyết vụ việc liên quan đến",
    "khảo sát nhu cầu, tiếp thu ý kiến của",
    "biểu dương, khen thưởng kịp thời",
];
const WHOM: [&str; 14] = [
    "toàn thể cán bộ, công chức",
    "nhân dân các thôn, bản",
    "hộ gia đình sống dọc tuyến đường",
    "đội viên các tổ, nhóm nòng cốt",
    "học sinh và phụ huynh",
    "hộ kinh doanh ở chợ trung tâm",
    "đồng bào ở những bản xa",
    "ngư dân và chủ tàu thuyền",
    "người lao động đi làm ăn xa trở về",
    "các cụm dân cư giáp ranh",
    "chủ cơ sở sản xuất nhỏ",
    "hội viên các đoàn thể",
    "người cao tuổi, gia đình chính sách",
    "thanh niên mới lập nghiệp",
];
const HOW: [&str; 14] = [
    "kết quả năm sau cao hơn năm trước",
    "được cấp ủy, chính quyền đánh giá cao",
    "song kinh phí còn hạn hẹp, chủ yếu từ nguồn xã hội hóa",
    "tuy chế độ cho người phụ trách chưa tương xứng với công việc",
    "nhiều cách làm hay đã được nhân rộng",
    "số vụ việc phải chuyển lên cấp trên giảm rõ",
    "một số nơi tổ chức còn hình thức, chưa thường xuyên",
    "đề nghị cấp trên quan tâm tập huấn, trang bị phương tiện",
    "cần sửa đổi quy định cho phù hợp với mô hình hai cấp",
    "tỷ lệ hộ tham gia vượt chỉ tiêu được giao",
    "ý thức chấp hành pháp luật của nhân dân được nâng lên",
    "bài học rút ra là phải dựa vào dân, lắng nghe dân",
    "khó khăn nhất là địa bàn rộng, dân cư phân tán",
    "trong thời gian tới sẽ tiếp tục củng cố, mở rộng",
];

/// A sentence of about a hundred and fifty letters; another for every number.
fn sentence(number: usize) -> String {
    // Steps of four primes, so that the parts do not come round together.
    let part = |parts: &[&'static str; 14], step: usize| parts[(number * step + number / 14) % 14];
    format!(
        "{} {} {}, trong đó có {} lượt người của {} thôn; {}.",
        part(&WHO, 3),
        part(&DID, 5),
        part(&WHOM, 11),
        number * 37 % 911 + 12,
        number * 13 % 29 + 2,
        part(&HOW, 13),
    )
}

/// The outline item of a section, from 0.
pub(crate) fn item(section: usize) -> String {
    format!("{}.{}", ["I", "II", "III"][section / 10], section % 10 + 1)
}

/// The code of a row, from 0.
pub(crate) fn code(row: usize) -> String {
    format!("chi_tieu_{}", row + 1)
}

/// What a section says: two paragraphs and a list, about seven hundred bytes.
pub(crate) fn section(report: usize, section: usize) -> String {
    let sentence = |at: usize| sentence((report * SECTIONS + section) * 4 + at);
    format!(
        "<p>{} Đến nay toàn xã có <strong>{}</strong> tổ, {} thành viên.</p><p>{}</p>\
         <ul><li><p>{}</p></li><li><p>{}</p></li></ul>",
        sentence(0),
        report % 90 + section + 3,
        (report % 90 + section + 3) * 7,
        sentence(1),
        sentence(2),
        sentence(3)
    )
}

/// The value of a cell; later rows are never more than the first.
pub(crate) fn value(report: usize, row: usize, year: usize) -> i64 {
    let value = 400 + report % 50 + 10 * year;
    i64::try_from(value - row * 3).unwrap_or_default()
}

/// The body of a submission.
pub(crate) fn body(report: usize) -> Bytes {
    sent((0..SECTIONS).map(|at| section(report, at)), report)
}

/// The same with one section corrected.
pub(crate) fn corrected(report: usize) -> Bytes {
    let text = |at: usize| match at {
        CORRECTED => section(report + 1, at),
        _ => section(report, at),
    };
    sent((0..SECTIONS).map(text), report)
}

/// The section that is corrected.
const CORRECTED: usize = 7;

fn sent(texts: impl Iterator<Item = String>, report: usize) -> Bytes {
    let sections = texts
        .enumerate()
        .map(|(at, html)| json!({ "item": item(at), "html": html }))
        .collect::<Vec<Value>>();
    let figures = (0..INDICATORS)
        .flat_map(|row| (0..YEARS.len()).map(move |year| (row, year)))
        .map(|(row, year)| {
            json!({ "indicator": code(row), "period": YEARS[year], "value": value(report, row, year).to_string() })
        })
        .collect::<Vec<Value>>();
    let content = json!({ "sections": sections, "figures": figures });
    Bytes::from(json!({ "content": content }).to_string())
}

/// The definition of the table, as the core keeps it.
pub(crate) fn form() -> String {
    let indicators = (0..INDICATORS)
        .map(|row| json!({ "code": code(row), "name": format!("Chỉ tiêu số {}", row + 1), "unit_of_measure": "tổ" }))
        .collect::<Vec<Value>>();
    let columns = YEARS.map(|year| {
        let number: i16 = year.parse().unwrap_or_default();
        json!({ "key": year, "title": format!("Năm {year}"), "kind": { "year": number } })
    });
    let rules = json!([
        { "expression": "chi_tieu_2 <= chi_tieu_1", "message": "Chỉ tiêu 2 không được lớn hơn chỉ tiêu 1." },
        { "expression": "chi_tieu_30 <= chi_tieu_3 + chi_tieu_4", "message": "Chỉ tiêu 30 không được lớn hơn tổng của 3 và 4." },
    ]);
    json!({
        "title": "Biểu số liệu tổng kết",
        "item": item(0),
        "columns": columns,
        "indicators": indicators,
        "rules": rules,
    })
    .to_string()
}
