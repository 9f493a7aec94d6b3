//! Figures that can hardly be meant: a share over 100 %, half a person, fewer than none.
//!
//! None of this breaks a rule of the form; it is told to whoever types, who decides. Only what can
//! be told from the unit of measure alone is doubted.

use rust_decimal::Decimal;
use tongket_reader::words::fold;

use super::form::{Column, Figures, Form, Indicator};

/// A figure that can hardly be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The code of the indicator.
    pub indicator: String,
    /// The key of the column.
    pub column: String,
    /// What is counted, in which column.
    pub label: (String, String),
    /// The figure.
    pub value: Decimal,
    /// In what it is counted.
    pub unit_of_measure: String,
    /// Why it is doubted.
    pub why: WhyDoubted,
}

/// Why a figure is doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyDoubted {
    /// A share of a whole that is more than the whole.
    OverWhole,
    /// Less than nothing.
    Negative,
    /// A part of something that is only counted whole.
    Part,
}

/// What is counted whole, as the first words of a unit of measure.
const WHOLE: &[&str] = &[
    "người",
    "tổ",
    "hộ",
    "thôn",
    "bản",
    "ấp",
    "xóm",
    "khu",
    "khu phố",
    "xã",
    "phường",
    "huyện",
    "tỉnh",
    "nhóm",
    "cụm",
    "đội",
    "đồn",
    "trạm",
    "chốt",
    "chi bộ",
    "chi hội",
    "chi đoàn",
    "đảng viên",
    "hội viên",
    "đoàn viên",
    "thành viên",
    "cán bộ",
    "chiến sĩ",
    "dân quân",
    "em",
    "cháu",
    "học sinh",
    "lượt",
    "lần",
    "buổi",
    "cuộc",
    "lớp",
    "hội nghị",
    "văn bản",
    "kế hoạch",
    "nguồn tin",
    "tin",
    "vụ",
    "vụ việc",
    "đối tượng",
    "mô hình",
    "tập thể",
    "cá nhân",
    "đơn vị",
    "cơ sở",
    "nhà",
    "căn",
    "ngôi",
    "công trình",
    "con",
    "cây",
    "chiếc",
    "cái",
    "suất",
    "tờ",
    "quyển",
    "cuốn",
    "mốc",
    "cột mốc",
    "bằng khen",
    "giấy khen",
];

/// The figures of a form that can hardly be meant, in the form's order.
pub fn doubts(form: &Form, figures: &Figures) -> Vec<Doubt> {
    let own = form.indicators.iter().filter(|row| row.formula.is_none());
    let cells = own.flat_map(|row| form.own_columns().map(move |column| (row, column)));
    cells
        .filter_map(|(row, column)| doubt(row, column, figures))
        .collect()
}

fn doubt(row: &Indicator, column: &Column, figures: &Figures) -> Option<Doubt> {
    let value = figures.get(&row.code, &column.key)?;
    Some(Doubt {
        indicator: row.code.clone(),
        column: column.key.clone(),
        label: (row.name.clone(), column.title.clone()),
        value,
        unit_of_measure: row.unit_of_measure.clone(),
        why: why(row, value)?,
    })
}

fn why(row: &Indicator, value: Decimal) -> Option<WhyDoubted> {
    let measure = fold::key(&row.unit_of_measure);
    let name = fold::key(&row.name);
    let changes = ["tăng", "giảm", "so với", "tốc độ"];
    let changes = changes.iter().any(|word| name.contains(word));
    let starts = |word: &str| {
        let rest = measure.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let whole = WHOLE.iter().any(|word| starts(word));
    match measure.as_str() {
        "%" if value > Decimal::ONE_HUNDRED && !changes => Some(WhyDoubted::OverWhole),
        _ if value.is_sign_negative() && !value.is_zero() && !changes => Some(WhyDoubted::Negative),
        _ if whole && !value.fract().is_zero() => Some(WhyDoubted::Part),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::form::ColumnKind;

    #[track_caller]
    fn check(name: &str, measure: &str, value: &str, expected: Option<WhyDoubted>) {
        let mut form = Form {
            columns: vec![Column {
                key: "2025".to_owned(),
                title: "Năm 2025".to_owned(),
                kind: ColumnKind::Year(2025),
            }],
            ..Form::default()
        };
        form.add(name, measure);
        let mut figures = Figures::default();
        let code = form.indicators[0].code.clone();
        figures.set(&code, "2025", value.parse().ok());
        let told: Vec<WhyDoubted> = doubts(&form, &figures).iter().map(|it| it.why).collect();
        assert_eq!(told, Vec::from_iter(expected), "{value} {measure}");
    }

    #[test]
    fn what_can_hardly_be_meant_is_doubted() {
        check("Tỷ lệ hộ tham gia", "%", "150", Some(WhyDoubted::OverWhole));
        check("Thành viên", "người", "1234.5", Some(WhyDoubted::Part));
        check("Lượt tham gia", "lượt người", "2.5", Some(WhyDoubted::Part));
        check("Tổ tự quản", "tổ", "-3", Some(WhyDoubted::Negative));
        check("Kinh phí", "triệu đồng", "-3", Some(WhyDoubted::Negative));
    }

    #[test]
    fn what_can_be_meant_is_not() {
        check("Tỷ lệ hộ tham gia", "%", "100", None);
        check("Tỷ lệ hộ tham gia", "%", "97.5", None);
        check("Số vụ tăng so với năm trước", "%", "150", None);
        check("Số vụ tăng, giảm", "vụ", "-3", None);
        check("Thành viên", "người", "1234", None);
        check("Thành viên", "người", "1234.0", None);
        check("Kinh phí", "triệu đồng", "3.5", None);
        check("Đường biên", "km", "12.4", None);
        check("Diện tích", "nghìn m2", "12.4", None);
        check("Bản đồ", "", "0.5", None);
    }
}
