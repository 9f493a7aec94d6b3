//! A thousand reports of forty sections placed on one outline.

use criterion::{Criterion, criterion_group, criterion_main};

use tongket_core::report::Aligner;
use tongket_reader::Span;
use tongket_reader::plan::{Outline, OutlineItem};
use tongket_reader::report::{Heading, Passage, Report};

const TOPICS: &[&str] = &[
    "Công tác lãnh đạo, chỉ đạo",
    "Công tác tuyên truyền, phổ biến pháp luật",
    "Thành lập, củng cố tổ tự quản",
    "Tham gia giữ gìn an ninh trật tự",
    "Giúp nhau phát triển kinh tế",
    "Bảo vệ môi trường, trồng cây",
    "Kinh phí, chế độ, chính sách",
    "Thi đua, khen thưởng",
    "Ưu điểm nổi bật",
    "Hạn chế, nguyên nhân",
];
const PLACES: &[&str] = &[
    "ở thôn, bản",
    "trong trường học",
    "tại khu phố",
    "trên tuyến biển",
];

/// Forty titles, no two alike.
fn titles() -> Vec<String> {
    let pair = |topic: &'static &str| PLACES.iter().map(move |place| format!("{topic} {place}"));
    TOPICS.iter().flat_map(pair).collect()
}

fn outline() -> Outline {
    let item = |(at, title): (usize, String)| OutlineItem {
        id: format!("{}", at + 1),
        label: format!("{}.", at + 1),
        title,
        level: 1,
        kind: Default::default(),
        guidance: None,
        span: Span::default(),
        children: Vec::new(),
    };
    Outline {
        items: titles().into_iter().enumerate().map(item).collect(),
        ..Outline::default()
    }
}

/// A report that turns the sections round and writes their titles in capitals.
fn report(turn: usize) -> (Report, String) {
    let (mut text, mut parts) = (String::new(), Vec::new());
    let titles = titles();
    for at in 0..titles.len() {
        let title = titles[(at + turn) % titles.len()].to_uppercase();
        let heading = push(&mut text, &title);
        let passage = push(
            &mut text,
            "Trong kỳ đã tổ chức 126 buổi với 9.450 lượt người tham gia; thành lập 18 tổ với 156 thành viên.",
        );
        parts.push(Heading {
            label: format!("{}.", at + 1),
            title,
            level: 1,
            span: heading,
            passages: vec![Passage {
                label: String::new(),
                span: passage,
                sentences: vec![passage],
                table: None,
            }],
            children: Vec::new(),
        });
    }
    let report = Report {
        parts,
        ..Report::default()
    };
    (report, text)
}

fn push(text: &mut String, line: &str) -> Span {
    let start = text.len();
    text.push_str(line);
    text.push('\n');
    Span::new(start, start + line.len())
}

fn thousand_reports(criterion: &mut Criterion) {
    let outline = outline();
    let reports: Vec<(Report, String)> = (0..1000).map(report).collect();
    criterion.bench_function("align 1000 reports of 40 sections", |bencher| {
        bencher.iter(|| {
            let aligner = Aligner::new(&outline);
            let placed = reports
                .iter()
                .map(|(report, text)| aligner.align(report, text));
            placed
                .map(|alignment| alignment.unplaced.len())
                .sum::<usize>()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = thousand_reports
}
criterion_main!(benches);
