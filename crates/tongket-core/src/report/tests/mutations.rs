//! One report written in many ways: its text must be found at the same items each time.

use proptest::prelude::*;
use tongket_reader::Source;

use super::*;

/// Item and text of every section of one report; the text carries the item's id to be counted by.
const SECTIONS: &[(&str, &str, &str)] = &[
    (
        "I",
        "ĐẶC ĐIỂM TÌNH HÌNH",
        "Xã Vân Khê có 14 bản với 1.862 hộ, giao thông cách trở vào mùa mưa.",
    ),
    ("II", "KẾT QUẢ THỰC HIỆN", ""),
    (
        "II.1",
        "Công tác lãnh đạo, chỉ đạo",
        "Đảng ủy xã ban hành 01 nghị quyết chuyên đề; UBND xã ban hành 12 văn bản.",
    ),
    (
        "II.2",
        "Công tác tuyên truyền, phổ biến, quán triệt các chủ trương, chính sách, pháp luật của Đảng, Nhà nước",
        "Đã tổ chức 126 buổi với 9.450 lượt người tham gia.",
    ),
    ("II.3", "Xây dựng và hoạt động của tổ tự quản", ""),
    (
        "II.3.a",
        "Thành lập, củng cố tổ tự quản",
        "Toàn xã có 18 tổ với 156 thành viên.",
    ),
    (
        "II.3.b",
        "Tham gia giữ gìn an ninh trật tự",
        "Các tổ cung cấp 215 nguồn tin, hòa giải 87 vụ việc.",
    ),
    (
        "II.3.c",
        "Giúp nhau phát triển kinh tế, bảo vệ môi trường",
        "Thành viên các tổ giúp đỡ 64 hộ nghèo.",
    ),
    (
        "II.4",
        "Kinh phí, chế độ, chính sách",
        "Ngân sách xã chi 185 triệu đồng.",
    ),
    (
        "II.5",
        "Thi đua, khen thưởng",
        "UBND xã khen thưởng 09 tập thể, 24 cá nhân.",
    ),
    ("III", "ĐÁNH GIÁ CHUNG", ""),
    (
        "III.1",
        "Ưu điểm",
        "Nhiều việc khó ở cơ sở được giải quyết ngay từ thôn.",
    ),
    (
        "III.2",
        "Hạn chế, nguyên nhân",
        "Một số nơi sinh hoạt chưa đều vào mùa rẫy.",
    ),
    (
        "III.3",
        "Kinh nghiệm",
        "Chọn người đứng đầu có uy tín trong dòng họ.",
    ),
    (
        "IV",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "Duy trì sinh hoạt đều đặn ở tất cả các bản.",
    ),
    (
        "V",
        "KIẾN NGHỊ, ĐỀ XUẤT",
        "Đề nghị tỉnh hỗ trợ hằng tháng cho người đứng đầu.",
    ),
];

/// One heading of the mutated report: which section it was, its level, label and title.
struct Line {
    section: usize,
    level: usize,
    label: String,
    title: String,
}

fn lines() -> Vec<Line> {
    let line = |(section, (id, title, _)): (usize, &(&str, &str, &str))| {
        let level = id.split('.').count();
        let last = id.rsplit('.').next().unwrap_or_default();
        let end = if level == 3 { ")" } else { "." };
        Line {
            section,
            level,
            label: format!("{last}{end}"),
            title: (*title).to_owned(),
        }
    };
    SECTIONS.iter().enumerate().map(line).collect()
}

/// The report with its headings marked; `run_in` puts text on the line of its heading.
fn marked_text(lines: &[Line], run_in: bool) -> String {
    let mut text = String::new();
    for line in lines {
        let marks = "#".repeat(line.level);
        let body = SECTIONS[line.section].2;
        let head = format!("{} {}", line.label, line.title);
        match (run_in && !body.is_empty(), body.is_empty()) {
            (true, _) => text.push_str(&format!("{}: {body}\n", line.title)),
            (false, true) => text.push_str(&format!("{marks} {}\n", head.trim())),
            (false, false) => text.push_str(&format!("{marks} {}\n{body}\n", head.trim())),
        }
    }
    text
}

/// The same report as plain text in a letterhead, read from its source.
fn read_from_source(marked_text: &str) -> Built {
    let body: Vec<&str> = marked_text
        .lines()
        .map(|line| line.trim_start_matches('#').trim())
        .collect();
    let text = format!("{LETTERHEAD}{}\n{SIGNATURE}", body.join("\n"));
    let source = Source::from_plain(&text);
    Built {
        report: tongket_reader::report::read::read(&source),
        text: source.text().to_owned(),
    }
}

const LETTERHEAD: &str = "\
ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 64/BC-UBND
Vân Khê, ngày 16 tháng 4 năm 2026
BÁO CÁO
Tổng kết 10 năm thực hiện Chỉ thị số 08/CT-UBND về xây dựng tổ tự quản
Thực hiện Kế hoạch số 27/KH-UBND ngày 09/3/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã Vân Khê báo cáo kết quả như sau:
";

const SIGNATURE: &str = "\
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Hoàng Văn Đức
";

/// How many sections with text were found at their item, of how many; and how many at another item.
fn count(built: &Built) -> (usize, usize, usize) {
    let places = places(built);
    let with_text = SECTIONS.iter().filter(|(_, _, body)| !body.is_empty());
    let (mut right, mut wrong, mut all) = (0, 0, 0);
    for (id, _, body) in with_text {
        all += 1;
        let found = places.iter().find(|(_, _, text)| text.ends_with(body));
        match found.map(|(_, place, _)| place.as_str()) {
            Some(place) if place == *id => right += 1,
            Some("?") | None => {}
            Some(_) => wrong += 1,
        }
    }
    (right, wrong, all)
}

/// A way of writing a report: its name and what it does to the headings.
type Variant = (&'static str, fn(&mut Vec<Line>));

/// The ways in which offices write the same report.
const VARIANTS: &[Variant] = &[
    ("as it stands", |_| {}),
    ("capitals", |lines| {
        retitle(lines, str::to_uppercase);
    }),
    ("lower case", |lines| {
        retitle(lines, str::to_lowercase);
    }),
    ("no labels", |lines| relabel(lines, |_, _| String::new())),
    ("flat and counted through", |lines| {
        relabel(lines, |at, _| format!("{}.", at + 1));
        relevel(lines, |_| 1);
    }),
    ("decimal labels", |lines| {
        relabel(lines, |_, section| decimal(section));
    }),
    ("capital letters", letter_parts),
    ("opened with Về", |lines| {
        retitle(lines, |title| format!("Về {}", title.to_lowercase()));
    }),
    ("tone marks the new way", |lines| {
        retitle(lines, |title| title.replace("ủy", "uỷ").replace("òa", "oà"));
    }),
    ("shortened", |lines| {
        retitle(lines, |title| {
            title.split(',').next().unwrap_or(title).to_owned()
        });
    }),
    ("retyped", |lines| retitle(lines, retyped)),
    ("second part first", |lines| lines.rotate_left(10)),
    ("sections in reverse", |lines| lines[2..4].reverse()),
    ("parts without their first headings", without_bare_headings),
    ("one level deeper", |lines| {
        relevel(lines, |level| level + 1);
    }),
    ("full stop and spaces", |lines| {
        retitle(lines, |title| format!("{}  .", title.replace(", ", " ,")));
    }),
];

fn retitle(lines: &mut [Line], change: fn(&str) -> String) {
    for line in lines {
        line.title = change(&line.title);
    }
}

fn relabel(lines: &mut [Line], label: fn(usize, usize) -> String) {
    for (at, line) in lines.iter_mut().enumerate() {
        line.label = label(at, line.section);
    }
}

fn relevel(lines: &mut [Line], level: fn(usize) -> usize) {
    for line in lines {
        line.level = level(line.level);
    }
}

#[allow(clippy::ptr_arg, reason = "one of a list of changes of one type")]
fn letter_parts(lines: &mut Vec<Line>) {
    let parts = lines.iter_mut().filter(|line| line.level == 1);
    for (line, label) in parts.zip(["A.", "B.", "C.", "D.", "Đ."]) {
        label.clone_into(&mut line.label);
    }
}

fn without_bare_headings(lines: &mut Vec<Line>) {
    lines.retain(|line| !SECTIONS[line.section].2.is_empty());
}

fn decimal(section: usize) -> String {
    let id = SECTIONS[section]
        .0
        .replace("III", "3")
        .replace("II", "2")
        .replace("IV", "4")
        .replace('I', "1")
        .replace('V', "5");
    format!(
        "{}.",
        id.replace(".a", ".1")
            .replace(".b", ".2")
            .replace(".c", ".3")
    )
}

/// The words that other offices use for the same sections.
fn retyped(title: &str) -> String {
    let other = match title {
        "ĐẶC ĐIỂM TÌNH HÌNH" => "Khái quát tình hình",
        "Công tác lãnh đạo, chỉ đạo" => "Công tác chỉ đạo, điều hành",
        "Xây dựng và hoạt động của tổ tự quản" => "Hoạt động của các tổ tự quản",
        "Thành lập, củng cố tổ tự quản" => "Việc thành lập và củng cố các tổ",
        "Tham gia giữ gìn an ninh trật tự" => "Giữ gìn ANTT",
        "Giúp nhau phát triển kinh tế, bảo vệ môi trường" => {
            "Phát triển kinh tế và bảo vệ môi trường"
        }
        "Kinh phí, chế độ, chính sách" => "Kinh phí thực hiện",
        "Thi đua, khen thưởng" => "Công tác khen thưởng",
        "Ưu điểm" => "Những kết quả đạt được",
        "Hạn chế, nguyên nhân" => "Tồn tại, nguyên nhân",
        "Kinh nghiệm" => "Bài học rút ra",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ" => "Nhiệm vụ trọng tâm thời gian tới",
        "KIẾN NGHỊ, ĐỀ XUẤT" => "Một số đề nghị",
        other => other,
    };
    other.to_owned()
}

/// Every variant with how much of it was found at its item.
fn counted(read: fn(&str) -> Built) -> String {
    let told = |name: &str, lines: &[Line], run_in: bool| {
        let (right, wrong, all) = count(&read(&marked_text(lines, run_in)));
        let wrong = if wrong == 0 {
            String::new()
        } else {
            format!(", {wrong} at a wrong item")
        };
        format!("{name}: {right}/{all}{wrong}")
    };
    let mut counted: Vec<String> = Vec::new();
    for (name, change) in VARIANTS {
        let mut lines = lines();
        change(&mut lines);
        counted.push(told(name, &lines, false));
    }
    let mut run_in = lines();
    without_bare_headings(&mut run_in);
    counted.push(told("run in, no headings", &run_in, true));
    counted.join("\n")
}

#[test]
fn a_report_is_found_however_it_is_written() {
    let counted = counted(report);
    assert!(!counted.contains("wrong"), "{counted}");
    insta::assert_snapshot!(counted);
}

#[test]
fn a_report_is_found_when_it_is_read_from_its_text() {
    let counted = counted(read_from_source);
    assert!(!counted.contains("wrong"), "{counted}");
    insta::assert_snapshot!(counted);
}

proptest! {
    /// Every passage is at one item, or framing, or unplaced; once, and none is lost.
    #[test]
    fn nothing_is_lost(lines in proptest::collection::vec("(#{1,4} )?[I1a]?[.)]? ?[a-zà-ỹ ,:.]{0,40}", 0..30)) {
        let built = report(&lines.join("\n"));
        let all: usize = built.report.preamble.len() + built.report.parts.iter().flat_map(Heading::walk).map(|heading| heading.passages.len()).sum::<usize>();
        let outline = outline(OUTLINE);
        let alignment = align(&built.report, &built.text, &outline);
        let placed = alignment.answers.iter().flat_map(|answer| &answer.passages).chain(&alignment.framing).chain(&alignment.unplaced);
        let borrowed = placed.filter(|placed| matches!(placed.passage, std::borrow::Cow::Borrowed(_)));
        prop_assert_eq!(borrowed.count(), all);
    }
}
