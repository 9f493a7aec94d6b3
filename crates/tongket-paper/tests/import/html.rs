//! Sections written in the browser, seen from outside: HTML in, sources out, and back.

use tongket_core::report::Aligner;
use tongket_paper::import::{html, read, sections};
use tongket_reader::Part;
use tongket_reader::plan;
use tongket_reader::report;
use tongket_reader::source::Source;

/// What a section prints.
#[track_caller]
fn check(markup: &str, expected: &str) -> Source {
    let source = html(markup).unwrap_or_else(|error| panic!("{markup}: {error}"));
    assert_eq!(source.text(), expected);
    source
}

#[test]
fn paragraphs_headings_and_breaks_are_lines() {
    let source = check(
        "<h3>Kết quả</h3><p>Toàn xã có\n   12 tổ&nbsp;tự quản.<br>Hoạt động đều.</p><h4>Hạn chế</h4><p></p><p>A &lt; B &amp; C</p>",
        "Kết quả\nToàn xã có 12 tổ tự quản.\nHoạt động đều.\nHạn chế\nA < B & C\n",
    );
    let headings: Vec<Option<u8>> = source
        .lines()
        .iter()
        .map(|line| line.look.heading)
        .collect();
    assert_eq!(headings, [Some(1), None, None, Some(2), None]);
}

#[test]
fn bold_and_italic_words_keep_their_places() {
    let source = check(
        "<p><strong>Ưu điểm:</strong> nhân dân <em>đồng tình</em>, <u>hưởng ứng</u></p><p><strong><em>Cả dòng</em></strong></p>",
        "Ưu điểm: nhân dân đồng tình, hưởng ứng\nCả dòng\n",
    );
    let [first, second] = source.lines() else {
        panic!("two lines");
    };
    let bolds: Vec<&str> = first
        .look
        .bolds
        .iter()
        .map(|span| source.slice(*span))
        .collect();
    let italics: Vec<&str> = first
        .look
        .italics
        .iter()
        .map(|span| source.slice(*span))
        .collect();
    assert_eq!((bolds, italics), (vec!["Ưu điểm:"], vec!["đồng tình"]));
    assert!(second.look.bold && second.look.italic && !first.look.bold);
}

#[test]
fn items_get_the_labels_of_an_office() {
    let source = check(
        "<ul><li><p>một</p><ul><li>dưới một</li></ul></li><li><p>hai</p><p>thêm</p></li></ul>\
         <ol start=\"3\"><li>ba<ol><li>a</li><li>b</li><li>c</li><li>d</li><li>đ</li></ol></li></ol>",
        "- một\n+ dưới một\n- hai\nthêm\n3. ba\na) a\nb) b\nc) c\nd) d\nđ) đ\n",
    );
    let labels: Vec<usize> = source.lines().iter().map(|line| line.look.label).collect();
    assert_eq!(labels, [2, 2, 2, 0, 3, 3, 3, 3, 3, 4]);
}

#[test]
fn cells_stand_on_a_grid() {
    let source = check(
        "<p>Biểu 1</p><table><thead><tr><th><p>Chỉ tiêu</p></th><th colspan=\"2\"><p>Năm</p></th></tr></thead>\
         <tbody><tr><td rowspan=\"2\"><p>Tổ</p></td><td><p>4</p></td><td></td></tr><tr><td><p>5</p></td><td><p>12</p><p>(tăng)</p></td></tr></tbody></table><p>Hết.</p>",
        "Biểu 1\nChỉ tiêu\tNăm\nTổ\t4\t\n\t5\t12\n(tăng)\nHết.\n",
    );
    let cells: Vec<(u32, u32, u32, bool)> = source
        .lines()
        .iter()
        .filter_map(|line| match line.place.part {
            Part::Cell(cell) => Some((cell.row, cell.column, cell.width, cell.continues)),
            _ => None,
        })
        .collect();
    let expected = [
        (0, 0, 1, false),
        (0, 1, 2, false),
        (1, 0, 1, false),
        (1, 1, 1, false),
        (1, 2, 1, false),
        (2, 0, 1, true),
        (2, 1, 1, false),
        (2, 2, 1, false),
        (2, 2, 1, false),
    ];
    assert_eq!(cells, expected);
    assert!(source.lines()[1].look.bold, "a header cell is bold");
}

#[test]
fn whatever_else_comes_along_is_the_text_in_it() {
    check(
        "<div class=\"x\"><span>chữ</span> trong <a href=\"javascript:alert(1)\">liên kết</a></div><script>alert('1 < 2')</script><style>p{}</style>cuối",
        "chữ trong liên kết\ncuối\n",
    );
    check(
        "<p>chưa đóng<p>5 < 6 & 7 &hellip;",
        "chưa đóng\n5 < 6 & 7 &hellip;\n",
    );
    check(
        "<table><tr><td>ngoài<table><tr><td>trong</td></tr></table></td><td>phải",
        "ngoài\ntrong\tphải\n",
    );
    check("<p>a < b > c</p>", "a < b > c\n");
    check("<script>không đóng", "không đóng\n");
    check("", "");
}

#[test]
fn more_than_a_section_can_hold_is_refused() {
    let long = "<p>a</p>".repeat(110_000);
    let error = html(&long).expect_err("too many paragraphs");
    assert_eq!(
        error.code(),
        html(&"a".repeat(5 << 20)).expect_err("too long").code()
    );
    let wide = "<table><tr>".to_owned()
        + &"<td colspan=\"4000000000\" rowspan=\"4000000000\">x</td>".repeat(500)
        + "</tr></table>";
    assert!(html(&wide).is_ok());
}

const PLAN: &str = "\
KẾ HOẠCH
Tổng kết 10 năm xây dựng tổ tự quản
ĐỀ CƯƠNG BÁO CÁO
I. ĐẶC ĐIỂM TÌNH HÌNH
II. KẾT QUẢ THỰC HIỆN
1. Công tác tuyên truyền
2. Xây dựng tổ tự quản
III. KIẾN NGHỊ, ĐỀ XUẤT
";

const REPORT: &str = "\
BÁO CÁO
Kết quả xây dựng tổ tự quản
I. ĐẶC ĐIỂM TÌNH HÌNH
Xã có 9 thôn, 2.150 hộ.
II. KẾT QUẢ THỰC HIỆN
1. Công tác tuyên truyền
- Tổ chức 24 buổi.
+ Ở thôn: 20 buổi.
- Phát 600 tờ rơi <A4>.
2. Xây dựng tổ tự quản
Toàn xã có 12 tổ.
| Chỉ tiêu | Năm 2016 | Năm 2025 |
|---|---|---|
| Tổ tự quản | 4 | 12 |
III. KIẾN NGHỊ, ĐỀ XUẤT
Đề nghị cấp **kinh phí**.
";

/// Every word of a text, sorted, without the signs that lists and tables add.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort();
    words
}

#[test]
fn a_file_becomes_the_sections_that_a_hand_would_have_written() {
    let outline = plan::read::read(&Source::from_plain(PLAN))
        .plan
        .outline
        .expect("an outline");
    let source = read(REPORT.as_bytes(), "bao-cao.md").expect("text");
    let report = report::read::read(&source);
    let alignment = Aligner::new(&outline).align(&report, source.text());
    let sections = sections(&source, &report, &alignment, &outline);
    let told: Vec<String> = sections
        .iter()
        .map(|section| {
            format!(
                "{}: {}",
                section.item.as_deref().unwrap_or("-"),
                section.html
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));

    // Read again, the sections say what the file said below its headings.
    let again: String = sections
        .iter()
        .map(|section| html(&section.html).expect("small").text().to_owned())
        .collect();
    let body: String = REPORT
        .lines()
        .skip(2)
        .filter(|line| !line.starts_with('I') && !line.starts_with(['1', '2']))
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(words(&again), words(&body));
}

/// What a report becomes on [`PLAN`], a section a line.
fn laid_out(text: &str) -> Vec<String> {
    let plan = plan::read::read(&Source::from_plain(PLAN)).plan;
    let outline = plan.outline.expect("an outline");
    let source = read(text.as_bytes(), "bao-cao.md").expect("text");
    let report = report::read::read(&source);
    let alignment = Aligner::new(&outline).align(&report, source.text());
    let sections = sections(&source, &report, &alignment, &outline).into_iter();
    let told = sections.map(|it| format!("{}: {}", it.item.as_deref().unwrap_or("-"), it.html));
    told.collect()
}

#[test]
fn a_heading_that_the_outline_does_not_know_keeps_its_words_and_its_text() {
    let told = laid_out(
        "BÁO CÁO\nKết quả\nI. ĐẶC ĐIỂM TÌNH HÌNH\nXã có 9 thôn.\nII. KẾT QUẢ THỰC HIỆN\n\
         1. Công tác tuyên truyền\nTốt.\n2. Xây dựng tổ tự quản\nToàn xã có 12 tổ.\n\
         **Mô hình điểm: thôn Đông**\nThôn Đông đi đầu.\n**Cách làm**\nGiao từng hộ.\n\
         III. KIẾN NGHỊ, ĐỀ XUẤT\nĐề nghị cấp kinh phí.\n\
         IV. MÔ HÌNH BẾN BÃI: THÔN BÃI\nCả thôn tuyên truyền bằng loa.\nMỗi hộ một việc.\n",
    );
    let strong = |words: &str| format!("<h3><strong>{words}</strong></h3>");
    assert_eq!(
        told[2],
        format!(
            "II.2: <p>Toàn xã có 12 tổ.</p>{}<p>Thôn Đông đi đầu.</p>{}<p>Giao từng hộ.</p>",
            strong("Mô hình điểm: thôn Đông"),
            strong("Cách làm")
        )
    );
    let whole = "<h3>IV. MÔ HÌNH BẾN BÃI: THÔN BÃI</h3><p>Cả thôn tuyên truyền bằng loa.</p>\
                 <p>Mỗi hộ một việc.</p>";
    assert!(
        told.iter().any(|section| section.contains(whole)),
        "{told:#?}"
    );
}

#[test]
fn a_heading_without_text_stays_in_its_section() {
    let told = laid_out(
        "BÁO CÁO\nKết quả\nII. KẾT QUẢ THỰC HIỆN\n2. Xây dựng tổ tự quản\nToàn xã có 12 tổ.\n\
         **Cách làm**\nIII. KIẾN NGHỊ, ĐỀ XUẤT\nĐề nghị cấp kinh phí.\n",
    );
    let own = "II.2: <p>Toàn xã có 12 tổ.</p><h3><strong>Cách làm</strong></h3>";
    assert_eq!(told, [own, "III: <p>Đề nghị cấp kinh phí.</p>"]);
}

#[test]
fn a_heading_that_says_more_than_its_item_stays_above_its_text() {
    let told = laid_out(
        "BÁO CÁO\nKết quả\nII. KẾT QUẢ THỰC HIỆN\n1. Công tác tuyên truyền\nTốt.\n\
         2. Xây dựng tổ tự quản ở thôn Đông\nCó 12 tổ.\n",
    );
    assert_eq!(told[0], "II.1: <p>Tốt.</p>");
    assert!(told[1].contains("thôn Đông"), "{told:#?}");
}

mod nothing_is_lost {
    use proptest::prelude::*;

    use super::{PLAN, laid_out, words};

    /// Headings, known and unknown, in all the looks that people give them.
    fn heading() -> impl Strategy<Value = String> {
        let titles = vec![
            "ĐẶC ĐIỂM TÌNH HÌNH",
            "Công tác tuyên truyền",
            "Xây dựng tổ tự quản",
            "Kiến nghị, đề xuất",
            "Mô hình điểm",
            "Cách làm hay",
            "Một số việc khác",
        ];
        let labels = vec!["", "I. ", "2. ", "a) ", "- ", "1.1. "];
        let tails = vec![
            "",
            ":",
            ": thôn Đông",
            ": Có 5 tổ làm tốt.",
            ". Trong năm có 7 buổi.",
        ];
        let parts = (
            prop::sample::select(labels),
            prop::sample::select(titles),
            prop::sample::select(tails),
            0..3usize,
        );
        parts.prop_map(|(label, title, tail, look)| match look {
            0 => format!("{label}{title}{tail}"),
            1 => format!("**{label}{title}{tail}**"),
            _ => format!("{label}**{title}**{tail}"),
        })
    }

    fn report() -> impl Strategy<Value = Vec<(String, usize)>> {
        prop::collection::vec((heading(), 0..3usize), 1..7)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn every_word_stands_in_a_section_or_among_the_strays(parts in report()) {
            let mut text = "BÁO CÁO\nKết quả\nI. ĐẶC ĐIỂM TÌNH HÌNH\nĐầu.\n".to_owned();
            for (at, (heading, lines)) in parts.iter().enumerate() {
                text.push_str(&format!("{heading}\n"));
                for line in 0..*lines {
                    text.push_str(&format!("Đoạn viết d{at}x{line} nói về tuyên truyền.\n"));
                }
            }
            let kept = words(&laid_out(&text).concat().to_lowercase());
            let titles = words(&PLAN.to_lowercase());
            let small = ["một", "số", "việc", "1", "2", "i", "a"];
            for word in words(&text.to_lowercase().replace("báo cáo\nkết quả\n", "")) {
                let known = kept.contains(&word) || titles.contains(&word);
                prop_assert!(known || small.contains(&word.as_str()), "{word} is lost of {text}");
            }
        }
    }
}
