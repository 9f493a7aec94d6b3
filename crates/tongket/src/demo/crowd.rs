//! A whole province of communes for the example: names, numbers and words that no two share.
//!
//! An officer who tries the desk wants to see hundreds of reports, not
//! thirteen. So communes with invented names are added to the example's list,
//! and most of them send a report made of sentences that people write here:
//! some that many say alike, some that one alone says, and figures of their
//! own. The same number always gives the same commune and the same report.

use serde_json::{Value, json};

use super::figures::Counts;

/// Units of the example itself that owe a report.
pub(super) const OWN: usize = 16;

const FIRST: [&str; 12] = [
    "An", "Bảo", "Cẩm", "Diên", "Gia", "Hưng", "Kiên", "Lộc", "Mai", "Ngọc", "Quế", "Tiên",
];
const SECOND: [&str; 12] = [
    "Sơn", "Thủy", "Phong", "Giang", "Khê", "Lâm", "Điền", "Xuyên", "Trạch", "Hòa", "Vĩnh", "Thạch",
];
const THIRD: [&str; 4] = ["Đông", "Tây", "Thượng", "Trung"];

/// The name of a commune: 576 in all.
pub(super) fn name(number: usize) -> String {
    let first = FIRST[number % FIRST.len()];
    let second = SECOND[number / FIRST.len() % SECOND.len()];
    let third = THIRD[number / (FIRST.len() * SECOND.len()) % THIRD.len()];
    format!("xã {first} {second} {third}")
}

/// Lines of a list of units, for so many communes.
pub(super) fn listed(count: usize) -> String {
    let line = |number: usize| {
        let code = 98_500 + number;
        format!(
            "{},,xã,xã,tỉnh Sơn Hải,{code},,2025-07-01,,\n",
            name(number)
        )
    };
    (0..count).map(line).collect()
}

/// How far a commune has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has sent nothing.
    Silent,
    /// Its report waits on the officer's desk.
    Waiting,
    /// Its report was accepted.
    Accepted,
    /// Its report was sent back.
    Returned,
}

/// How far a commune has come: of twenty, three are silent, eleven accepted, one sent back.
pub(super) fn fate(number: usize) -> Fate {
    match number % 20 {
        3 | 9 | 16 => Fate::Silent,
        7 => Fate::Returned,
        0 | 1 | 4 | 5 | 8 | 10 | 11 | 13 | 14 | 17 | 19 => Fate::Accepted,
        _ => Fate::Waiting,
    }
}

/// A number between two others that is always the same for a commune and a question.
fn between(number: usize, question: usize, low: usize, high: usize) -> usize {
    let mixed = (number * 7919 + question * 104_729 + 12_345).wrapping_mul(2_654_435_761);
    low + (mixed >> 7) % (high - low + 1)
}

/// The groups of a commune, their members, the tips they gave: the same in its words and its tables.
fn counted(number: usize) -> (usize, usize, usize) {
    let groups = between(number, 1, 6, 34);
    let members = groups * between(number, 2, 7, 12);
    (groups, members, between(number, 3, 20, 360))
}

/// What a commune counts.
pub(super) fn counts(number: usize) -> Counts {
    let (groups, members, tips) = counted(number);
    let small = |count: usize| i64::try_from(count).unwrap_or_default();
    Counts::new(small(groups), small(members), small(tips))
}

/// One of several sentences.
fn one<'s>(number: usize, question: usize, sentences: &[&'s str]) -> &'s str {
    sentences[between(number, question, 0, sentences.len() - 1)]
}

/// The item of the outline that asks for the tables of figures.
pub(super) const TABLES: &str = "PL1";
/// What whoever filled them in writes there.
pub(super) const IN_TABLES: &str = "Số liệu theo biểu kèm theo.";

/// What a commune writes on an item of the outline; nothing where it has nothing to say.
fn words(number: usize, item: &str) -> Option<String> {
    let some = |question, low, high| between(number, question, low, high);
    let (groups, members, tips) = counted(number);
    let villages = some(4, 6, 24);
    let said = match item {
        "I" => format!(
            "Xã có {villages} thôn với {} hộ. {}",
            some(5, 900, 4800),
            one(number, 6, &LAND)
        ),
        "II.1" => format!(
            "Ban hành {} văn bản chỉ đạo; tổ chức {} hội nghị quán triệt. {}",
            some(7, 2, 18),
            some(8, 1, 14),
            one(number, 9, &LEADING)
        ),
        "II.2" => format!(
            "Tổ chức {} buổi tuyên truyền với {} lượt người tham gia. {}",
            some(10, 12, 240),
            some(11, 600, 18_000),
            one(number, 12, &TELLING)
        ),
        "II.3.a" => format!(
            "Thành lập {groups} tổ tự quản với {members} thành viên. {}",
            one(number, 13, &GROUPS)
        ),
        "II.3.b" => format!(
            "Cung cấp {tips} nguồn tin, hòa giải {} vụ việc. {}",
            some(14, 4, 160),
            one(number, 15, &ORDER)
        ),
        "II.3.c" => format!(
            "Giúp đỡ {} hộ nghèo với {} ngày công.",
            some(16, 5, 130),
            some(17, 60, 2400)
        ),
        "II.4" if number % 9 != 4 => format!("Ngân sách xã chi {} triệu đồng.", some(18, 20, 420)),
        "II.5" => format!(
            "Khen thưởng {} tập thể, {} cá nhân.",
            some(19, 1, 16),
            some(20, 2, 42)
        ),
        "III.1" => one(number, 21, &GOOD).to_owned(),
        "III.2" => one(number, 22, &BAD).to_owned(),
        "III.3" => one(number, 23, &LEARNT).to_owned(),
        "IV" => one(number, 24, &AHEAD).to_owned(),
        "V" if number % 7 != 2 => one(number, 25, &WISHES).to_owned(),
        TABLES => IN_TABLES.to_owned(),
        _ => return None,
    };
    Some(said)
}

/// A report as a program sends it: sections by item, figures by form. `forms` are the empty tables
/// of any unit: the id of each and what it asks.
pub(super) fn report(number: usize, items: &[String], forms: &[(String, Value)]) -> Value {
    let section = |item: &String| match words(number, item) {
        Some(words) => json!({ "item": item, "html": format!("<p>{words}</p>") }),
        None => json!({ "item": item, "nil": true }),
    };
    let mut figures = Vec::new();
    for (form, asked) in forms {
        let typed = counts(number).typed(asked);
        for (key, value) in typed.as_object().into_iter().flatten() {
            if let Some((code, period)) = key.split_once(':') {
                let indicator = format!("{form}/{code}");
                figures.push(json!({ "indicator": indicator, "period": period, "value": value }));
            }
        }
    }
    let sections: Vec<Value> = items.iter().map(section).collect();
    json!({ "content": { "sections": sections, "figures": figures } })
}

const LAND: [&str; 6] = [
    "Địa bàn rộng, dân cư ở phân tán.",
    "Kinh tế chủ yếu là trồng lúa và chăn nuôi.",
    "Xã nằm ven sông, mùa mưa hay bị chia cắt.",
    "Dân cư đông, nhiều người đi làm ăn xa.",
    "Đường liên thôn đã được bê tông hóa.",
    "Xã có chợ phiên họp mỗi tuần một lần.",
];
const LEADING: [&str; 5] = [
    "Việc kiểm tra được tiến hành sáu tháng một lần.",
    "Phân công từng đảng ủy viên phụ trách thôn.",
    "Việc kiểm tra được tiến hành sáu tháng một lần, có thông báo kết quả.",
    "Đưa kết quả hoạt động của tổ vào tiêu chí bình xét thôn văn hóa.",
    "Hằng quý giao ban với các tổ trưởng.",
];
const TELLING: [&str; 5] = [
    "Nội dung tuyên truyền bám sát đời sống, được bà con hưởng ứng.",
    "Phát trên loa truyền thanh của thôn vào buổi sáng và buổi chiều.",
    "Lồng ghép trong sinh hoạt của các hội, đoàn thể.",
    "Các thôn lập nhóm nhắn tin để báo tin nhanh.",
    "Tuyên truyền bằng cả tiếng phổ thông và tiếng địa phương.",
];
const GROUPS: [&str; 5] = [
    "Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.",
    "Các tổ duy trì sinh hoạt hai tháng một lần.",
    "Tổ trưởng do Nhân dân bầu, có uy tín.",
    "Sau sáp nhập thôn, các tổ đã được kiện toàn.",
    "Mỗi tổ có sổ ghi chép và hòm thư góp ý.",
];
const ORDER: [&str; 5] = [
    "Không để xảy ra điểm nóng về an ninh trật tự.",
    "Số vụ trộm cắp giảm so với trước khi có tổ.",
    "Các tổ tuần tra vào ban đêm, nhất là dịp lễ, Tết.",
    "Không để xảy ra điểm nóng về an ninh trật tự trên địa bàn.",
    "Lắp đèn chiếu sáng ở những nơi vắng.",
];
const GOOD: [&str; 5] = [
    "Phong trào được Nhân dân đồng tình.",
    "Tổ tự quản trở thành nơi bàn bạc việc chung của thôn.",
    "Mâu thuẫn nhỏ được hòa giải ngay tại cơ sở.",
    "Người dân tin tưởng và chủ động báo tin.",
    "Phong trào được Nhân dân đồng tình, hưởng ứng.",
];
const BAD: [&str; 6] = [
    "Một số tổ trưởng tuổi cao, ngại dùng điện thoại.",
    "Kinh phí hoạt động còn ít.",
    "Kinh phí hoạt động còn hạn hẹp, chủ yếu do Nhân dân đóng góp.",
    "Một số tổ sinh hoạt chưa đều.",
    "Có thôn chưa thành lập được tổ.",
    "Thiếu phương tiện liên lạc ở các thôn xa.",
];
const LEARNT: [&str; 4] = [
    "Việc gì cũng bàn với dân, công khai thu chi của tổ.",
    "Chọn đúng người làm tổ trưởng.",
    "Cấp ủy sâu sát, kiểm tra thường xuyên.",
    "Khen thưởng kịp thời những người làm tốt.",
];
const AHEAD: [&str; 4] = [
    "Phấn đấu tất cả các thôn có tổ tự quản.",
    "Nhân rộng những tổ hoạt động tốt.",
    "Gắn hoạt động của tổ với xây dựng nông thôn mới.",
    "Rà soát, kiện toàn các tổ sau khi sắp xếp thôn.",
];
const WISHES: [&str; 6] = [
    "Đề nghị hỗ trợ kinh phí tuần tra ban đêm.",
    "Đề nghị tập huấn cho tổ trưởng.",
    "Đề nghị trang bị loa cầm tay, đèn pin.",
    "Đề nghị có chế độ hỗ trợ tổ trưởng.",
    "Đề nghị hướng dẫn mẫu sổ sách thống nhất.",
    "Đề nghị tập huấn nghiệp vụ hòa giải cho tổ trưởng.",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tongket_core::report::{Aligner, AnswerState, Body, Head, Written, WrittenSection, asks};
    use tongket_paper::import;
    use tongket_reader::words::fold;

    use super::*;

    #[test]
    fn no_two_communes_are_called_alike() {
        let bare = |number| fold::bare(&name(number)).replace(' ', "");
        let names: BTreeSet<String> = (0..500).map(bare).collect();
        assert_eq!(names.len(), 500);
    }

    #[test]
    fn reports_differ_and_come_out_the_same_again() {
        let items: Vec<String> = ["I", "II.3.a", "III.2", "V"].map(str::to_owned).into();
        let of = |number| report(number, &items, &[]).to_string();
        let reports: BTreeSet<String> = (0..300).map(of).collect();
        assert!(reports.len() > 290, "{} of 300", reports.len());
        assert_eq!(of(17), of(17));
        assert!(of(2).contains("\"nil\":true"), "{}", of(2));
    }

    #[test]
    fn a_commune_answers_every_item_of_the_examples_plan() {
        let plan = include_bytes!("../../../../examples/son-hai/ke-hoach.docx");
        let source = import::read(plan, "ke-hoach.docx").expect("the plan");
        let plan = tongket_reader::plan::read::read(&source).plan;
        let outline = plan.outline.expect("an outline");
        let asked: Vec<&str> = asks(&outline)
            .into_iter()
            .filter(|ask| ask.required)
            .map(|ask| ask.item.id.as_str())
            .collect();
        assert!(asked.contains(&TABLES), "{asked:?}");
        let texts: Vec<_> = asked
            .iter()
            .map(|item| import::html(&words(0, item).expect(item)).expect("a text"))
            .collect();
        let sections: Vec<WrittenSection<'_>> = asked
            .iter()
            .zip(&texts)
            .map(|(item, text)| WrittenSection {
                item,
                body: Body::Text(text),
            })
            .collect();
        let whole = Written::compose(&Head::default(), &outline, &sections);
        let aligner = Aligner::new(&outline);
        let alignment = whole.align(&aligner);
        for item in asked {
            let state = alignment.answer(item).map(|answer| answer.state);
            assert_eq!(state, Some(AnswerState::Answered), "{item}");
        }
    }

    #[test]
    fn every_fate_is_there() {
        let of = |wanted: Fate| (0..300).filter(|number| fate(*number) == wanted).count();
        let told = [Fate::Silent, Fate::Waiting, Fate::Accepted, Fate::Returned].map(of);
        assert_eq!(told, [45, 75, 165, 15]);
    }
}
