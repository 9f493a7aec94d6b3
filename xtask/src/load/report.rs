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

const SENTENCES: [&str; 6] = [
    "Ủy ban nhân dân xã đã quán triệt, triển khai kế hoạch đến toàn thể cán bộ, công chức và nhân dân các thôn bản.",
    "Các tổ tự quản duy trì sinh hoạt định kỳ, phát hiện và hòa giải kịp thời những mâu thuẫn nhỏ ngay tại cơ sở.",
    "Công tác tuyên truyền được đổi mới, kết hợp loa truyền thanh, nhóm liên lạc của thôn và các buổi họp dân.",
    "Nhiều mô hình được nhân rộng, số hộ tham gia năm sau cao hơn năm trước, chất lượng hoạt động được nâng lên.",
    "Kinh phí còn hạn hẹp, chủ yếu từ nguồn xã hội hóa; chế độ cho người phụ trách chưa tương xứng với công việc.",
    "Đề nghị cấp trên quan tâm tập huấn, trang bị phương tiện và sửa đổi quy định cho phù hợp với mô hình hai cấp.",
];

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
    let sentence = |at: usize| SENTENCES[(report + section + at) % SENTENCES.len()];
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
    let sections = (0..SECTIONS)
        .map(|at| json!({ "item": item(at), "html": section(report, at) }))
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
