use tongket_reader::Span;
use tongket_reader::Spanned;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};
use tongket_reader::report::{Heading, Passage, Report, Revision};

use super::*;

mod mutations;
mod senders;

/// An outline of our own, written as "#" for each level before label and title; "-" is content.
const OUTLINE: &str = "\
# I. ĐẶC ĐIỂM TÌNH HÌNH
- Địa bàn, dân cư, số thôn, bản, khu phố.
# II. KẾT QUẢ THỰC HIỆN
## 1. Công tác lãnh đạo, chỉ đạo
- Số văn bản đã ban hành, số hội nghị quán triệt.
## 2. Công tác tuyên truyền, phổ biến, quán triệt các chủ trương, chính sách, pháp luật của Đảng, Nhà nước
- Hình thức, số buổi, số lượt người được tuyên truyền.
## 3. Xây dựng và hoạt động của tổ tự quản
### a) Thành lập, củng cố tổ tự quản
- Số tổ, số thành viên; số thôn, bản, khu phố có tổ tự quản.
### b) Tham gia giữ gìn an ninh trật tự
- Số nguồn tin cung cấp, số vụ việc được hòa giải, số vụ tham gia truy bắt.
### c) Giúp nhau phát triển kinh tế, bảo vệ môi trường
- Số hộ được giúp đỡ, số ngày công, số ki-lô-mét đường được vệ sinh, trồng hoa.
## 4. Kinh phí, chế độ, chính sách
## 5. Thi đua, khen thưởng
# III. ĐÁNH GIÁ CHUNG
## 1. Ưu điểm
## 2. Hạn chế, nguyên nhân
## 3. Kinh nghiệm
# IV. PHƯƠNG HƯỚNG, NHIỆM VỤ
# V. KIẾN NGHỊ, ĐỀ XUẤT
";

fn outline(text: &str) -> Outline {
    let mut items = Vec::new();
    for line in text.lines() {
        let (level, rest) = marked(line);
        let is_content = level == 0;
        let (label, title) = rest.split_once(' ').unwrap_or(("", rest));
        let item = OutlineItem {
            id: String::new(),
            label: label.to_owned(),
            title: title.to_owned(),
            level: level as u8,
            kind: if is_content {
                OutlineKind::Content
            } else {
                OutlineKind::Heading
            },
            guidance: None,
            span: Span::default(),
            children: Vec::new(),
        };
        let depth = if is_content { usize::MAX } else { level };
        insert(&mut items, item, depth, "");
    }
    Outline {
        items,
        ..Outline::default()
    }
}

fn insert(items: &mut Vec<OutlineItem>, mut item: OutlineItem, depth: usize, above: &str) {
    match items.last_mut() {
        Some(last) if depth > 1 && last.kind == OutlineKind::Heading => {
            let above = last.id.clone();
            insert(&mut last.children, item, depth - 1, &above);
        }
        _ => {
            let own = item.label.trim_end_matches(['.', ')']);
            item.id = if above.is_empty() {
                own.to_owned()
            } else {
                format!("{above}.{own}")
            };
            items.push(item);
        }
    }
}

/// Level and rest of a line marked with "#"; 0 for a line without.
fn marked(line: &str) -> (usize, &str) {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (level, line[level..].trim())
}

/// A report with its text, built from lines marked like the outline's.
struct Built {
    report: Report,
    text: String,
}

/// Builds a report: "## 1. Title" is a heading, "@ …" a passage before the first, any other line a passage.
fn report(marked_text: &str) -> Built {
    let (mut report, mut text) = (Report::default(), String::new());
    for line in marked_text.lines().filter(|line| !line.trim().is_empty()) {
        let (level, rest) = marked(line);
        let start = text.len();
        text.push_str(rest);
        let span = Span::new(start, text.len());
        text.push('\n');
        match level {
            0 => passages(&mut report).push(passage(span, rest)),
            level => push_heading(&mut report.parts, heading(rest, level, span), level),
        }
    }
    Built { report, text }
}

fn heading(line: &str, level: usize, span: Span) -> Heading {
    let labelled = line
        .split_once(' ')
        .filter(|(label, _)| label.ends_with(['.', ')']) || *label == "-");
    let (label, title) = labelled.unwrap_or(("", line));
    Heading {
        label: label.to_owned(),
        title: title.to_owned(),
        level: level as u8,
        span,
        passages: Vec::new(),
        children: Vec::new(),
    }
}

fn passage(span: Span, line: &str) -> Passage {
    let bullet = line.starts_with("- ");
    let span = Span::new(span.start + if bullet { 2 } else { 0 }, span.end);
    Passage {
        label: if bullet {
            "-".to_owned()
        } else {
            String::new()
        },
        span,
        sentences: vec![span],
        table: None,
    }
}

fn push_heading(parts: &mut Vec<Heading>, heading: Heading, level: usize) {
    match parts.last_mut() {
        Some(last) if level > usize::from(last.level) => {
            push_heading(&mut last.children, heading, level);
        }
        _ => parts.push(heading),
    }
}

fn passages(report: &mut Report) -> &mut Vec<Passage> {
    fn last(heading: &mut Heading) -> &mut Vec<Passage> {
        match heading.children.is_empty() {
            true => &mut heading.passages,
            false => last(heading.children.last_mut().expect("not empty")),
        }
    }
    match report.parts.is_empty() {
        true => &mut report.preamble,
        false => last(report.parts.last_mut().expect("not empty")),
    }
}

/// Where every passage went: "II.1: text", "?: text" where nowhere, "(text)" where it frames.
fn places(built: &Built) -> Vec<(usize, String, String)> {
    let outline = outline(OUTLINE);
    let alignment = align(&built.report, &built.text, &outline);
    let text = |placed: &Placed| placed.passage.span.slice(&built.text).to_owned();
    let answered = alignment.answers.iter().flat_map(|answer| {
        answer.passages.iter().map(|placed| {
            (
                placed.passage.span.start,
                answer.outline.clone(),
                text(placed),
            )
        })
    });
    let unplaced = alignment
        .unplaced
        .iter()
        .map(|placed| (placed.passage.span.start, "?".to_owned(), text(placed)));
    let framing = alignment
        .framing
        .iter()
        .map(|placed| (placed.passage.span.start, "()".to_owned(), text(placed)));
    let mut all: Vec<_> = answered.chain(unplaced).chain(framing).collect();
    all.sort();
    all
}

/// Checks where the passages of a report went, in order.
fn check(marked_text: &str, expected: &[&str]) {
    let places: Vec<String> = places(&report(marked_text))
        .into_iter()
        .map(|(_, place, _)| place)
        .collect();
    assert_eq!(places, expected, "in\n{marked_text}");
}

/// The state of every item that is not missing, as "II.1", "V=nil".
fn states(marked_text: &str) -> String {
    let built = report(marked_text);
    let outline = outline(OUTLINE);
    let alignment = align(&built.report, &built.text, &outline);
    let said = alignment
        .answers
        .iter()
        .filter_map(|answer| match answer.state {
            AnswerState::Answered => Some(answer.outline.clone()),
            AnswerState::Nil => Some(format!("{}=nil", answer.outline)),
            AnswerState::Missing => None,
        });
    said.collect::<Vec<_>>().join(" ")
}

#[test]
fn headings_answer_items_whatever_their_labels() {
    check(
        "# II. KẾT QUẢ THỰC HIỆN\n## 2. Công tác tuyên truyền\nTổ chức 12 buổi.\n## 1. Công tác lãnh đạo, chỉ đạo\nBan hành 2 văn bản.",
        &["II.2", "II.1"],
    );
    check(
        "# A. TÌNH HÌNH CHUNG\nXã có 5 thôn.\n# B. KẾT QUẢ\n## 1. Về lãnh đạo, chỉ đạo\nBan hành 3 văn bản.",
        &["I", "II.1"],
    );
    check(
        "# 1. Lãnh đạo, chỉ đạo\nx\n# 2. Tuyên truyền\ny\n# 7. Ưu điểm\nz\n# 10. Phương hướng\nw",
        &["II.1", "II.2", "III.1", "IV"],
    );
    check(
        "# III. ĐÁNH GIÁ\n## 1. Mặt được\nx\n## 2. Tồn tại, khuyết điểm và nguyên nhân\ny\n## 3. Bài học kinh nghiệm\nz",
        &["III.1", "III.2", "III.3"],
    );
}

#[test]
fn deeper_headings_go_with_the_one_above() {
    check(
        "# II. KẾT QUẢ THỰC HIỆN\n## 2. Công tác tuyên truyền\n### a) Qua loa truyền thanh\nx\n### b) Qua hội nghị thôn\ny",
        &["II.2", "II.2"],
    );
}

/// Places the report `text` as the reader reads it, a label for each passage below a heading.
#[track_caller]
fn check_read(text: &str, expected: &str) {
    let source =
        tongket_reader::Source::from_plain(&format!("SỞ NỘI VỤ\nBÁO CÁO\nTổng kết\n{text}"));
    let report = tongket_reader::report::read::read(&source);
    let alignment = Aligner::new(&outline(OUTLINE)).align(&report, source.text());
    let mut places: Vec<(usize, &str)> = Vec::new();
    for answer in &alignment.answers {
        let own = answer.passages.iter();
        places.extend(own.map(|placed| (placed.passage.span.start, answer.outline.as_str())));
    }
    places.sort_unstable();
    let places: Vec<&str> = places.into_iter().map(|(_, place)| place).collect();
    assert_eq!(places.join(" "), expected, "{text}");
}

#[test]
fn text_below_the_heading_of_a_leaf_stays_there() {
    check_read(
        "III. ĐÁNH GIÁ CHUNG\n1. Ưu điểm\nCông tác khen thưởng kịp thời, hướng về cơ sở.\n2. Hạn chế, nguyên nhân\nTỷ lệ khen thưởng người trực tiếp tham gia còn thấp.\n3. Kinh nghiệm\nHồ sơ đơn giản thì cơ sở mới đề nghị khen thưởng kịp thời.",
        "III.1 III.2 III.3",
    );
    check_read(
        "II. KẾT QUẢ THỰC HIỆN\n1. Công tác lãnh đạo, chỉ đạo\nCông tác tuyên truyền được giao cho văn phòng.\n5. Thi đua, khen thưởng\nHạn chế còn ít.",
        "II.1 II.5",
    );
}

#[test]
fn an_exact_title_wins_over_numbers_and_order() {
    check(
        "# III. ĐÁNH GIÁ CHUNG\n## 1. Kinh nghiệm\nx\n## 2. Ưu điểm\ny\n## 4. Hạn chế, nguyên nhân\nz",
        &["III.3", "III.1", "III.2"],
    );
}

#[test]
fn a_strange_heading_places_nothing() {
    check(
        "# II. KẾT QUẢ THỰC HIỆN\n## 1. Công tác lãnh đạo, chỉ đạo\nx\n# VI. LỊCH TRỰC LỄ QUỐC KHÁNH\nCả cơ quan trực theo ca.",
        &["II.1", "?"],
    );
}

#[test]
fn merged_headings_answer_several_items() {
    let merged = "# III. ĐÁNH GIÁ CHUNG\n## 1. Ưu điểm, hạn chế và nguyên nhân\nCác tổ hoạt động đều.\n## 2. Kinh nghiệm\nx";
    check(merged, &["III.1", "III.3"]);
    assert_eq!(states(merged), "III III.1 III.2 III.3");
    let told_apart = "# III. ĐÁNH GIÁ CHUNG\n## 1. Ưu điểm, hạn chế và nguyên nhân\n- Ưu điểm: các tổ hoạt động đều.\n- Hạn chế, nguyên nhân: thiếu kinh phí.";
    check(told_apart, &["III.1", "III.2"]);
}

#[test]
fn a_report_without_headings_is_placed_by_its_words() {
    check(
        "Thực hiện Kế hoạch số 27/KH-UBND, UBND xã Vân Khê báo cáo như sau:\nVề công tác tuyên truyền, xã tổ chức 12 buổi.\nCông tác lãnh đạo, chỉ đạo: ban hành 5 văn bản.\nKinh nghiệm: chọn đúng người đứng đầu tổ.\nTrời nhiều mây, có mưa rào.",
        &["()", "II.2", "II.1", "III.3", "III.3"],
    );
    check("Trời nhiều mây, có mưa rào.", &["?"]);
}

#[test]
fn text_on_the_heading_line_is_kept() {
    let run_in = "# III. ĐÁNH GIÁ CHUNG\n## 1. Ưu điểm: Các tổ hoạt động đều.\n## 2. Hạn chế, nguyên nhân: Không có.";
    check(run_in, &["III.1", "III.2"]);
    assert_eq!(states(run_in), "III III.1 III.2=nil");
}

#[test]
fn a_heading_is_no_part_of_the_text_below_it() {
    let told = |report: &str| {
        let plan = "I. ĐÁNH GIÁ CHUNG\n1. Ưu điểm\n2. Tồn tại, hạn chế\n3. Nguyên nhân của tồn tại, hạn chế\na) Nguyên nhân khách quan\nb) Nguyên nhân chủ quan";
        let plan = tongket_reader::Source::from_plain(&format!(
            "KẾ HOẠCH\nTổng kết phong trào\nĐỀ CƯƠNG BÁO CÁO\n{plan}"
        ));
        let outline = tongket_reader::plan::read::read(&plan).plan.outline;
        let source = tongket_reader::Source::from_plain(report);
        let report = tongket_reader::report::read::read(&source);
        let alignment = align(&report, source.text(), &outline.unwrap_or_default());
        let answers = alignment.answers.iter();
        let told = answers.flat_map(|answer| {
            let own = answer.passages.iter();
            own.map(|placed| {
                format!(
                    "{} {}",
                    answer.outline,
                    placed.passage.span.slice(source.text())
                )
            })
        });
        told.collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(
        told(
            "I. ĐÁNH GIÁ CHUNG\n1. Ưu điểm\nCác tổ hoạt động đều.\n2. Tồn tại, hạn chế\nCòn 2 thôn chưa có tổ.\n3. Nguyên nhân tồn tại\nĐịa bàn rộng, dân cư sống rải rác."
        ),
        "I.1 Các tổ hoạt động đều. | I.2 Còn 2 thôn chưa có tổ. | I.3 Địa bàn rộng, dân cư sống rải rác."
    );
    // Typed like sentences, headings are headings all the same.
    assert_eq!(
        told(
            "I. ĐÁNH GIÁ CHUNG\n1. Ưu điểm.\nCác tổ hoạt động đều.\n2. Tồn tại, hạn chế.\nCòn 2 thôn chưa có tổ.\n3. Nguyên nhân của tồn tại, hạn chế.\nĐịa bàn rộng, dân cư sống rải rác."
        ),
        "I.1 Các tổ hoạt động đều. | I.2 Còn 2 thôn chưa có tổ. | I.3 Địa bàn rộng, dân cư sống rải rác."
    );
    assert_eq!(
        told("I. ĐÁNH GIÁ CHUNG\n2. Không có tồn tại, hạn chế."),
        "I Không có tồn tại, hạn chế."
    );
}

#[test]
fn nothing_to_report_is_not_nothing_written() {
    assert_eq!(states("# V. KIẾN NGHỊ, ĐỀ XUẤT\nKhông có."), "V=nil");
    assert_eq!(states("# V. KIẾN NGHỊ, ĐỀ XUẤT"), "");
    assert_eq!(
        states("# III. ĐÁNH GIÁ CHUNG\nKhông."),
        "III=nil III.1=nil III.2=nil III.3=nil"
    );
    assert_eq!(
        states(
            "# III. ĐÁNH GIÁ CHUNG\n## 2. Hạn chế\nKhông có khó khăn lớn. Tuy nhiên kinh phí còn ít."
        ),
        "III III.2"
    );
}

#[test]
fn nil_phrases() {
    for text in [
        "Không có.",
        "- Không",
        "Không phát sinh./.",
        "Trong kỳ không phát sinh vụ việc nào.",
        "(Không có)",
        "KHÔNG",
        "Đơn vị không có kiến nghị, đề xuất gì.",
    ] {
        assert!(is_nil(text), "{text:?}");
    }
    for text in [
        "",
        "Không có khó khăn lớn, tuy nhiên kinh phí còn ít.",
        "Không để xảy ra điểm nóng về an ninh trật tự.",
        "Không ngừng đổi mới.",
        "Không có 3 thôn đạt chuẩn.",
        "Các tổ hoạt động đều. Không có vi phạm.",
        "Không những thế",
    ] {
        assert!(!is_nil(text), "{text:?}");
    }
}
