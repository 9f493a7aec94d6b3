//! How fast structure is read: a plan of 20 KB, and texts up to 1 MB to show that time grows in line.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tongket_reader::blocks::Flow;
use tongket_reader::plan::section;
use tongket_reader::{Source, Span};

const HEAD: &str = "ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nSố: 12/KH-UBND\nKẾ HOẠCH\nTổng kết phong trào\n\nỦy ban nhân dân tỉnh xây dựng Kế hoạch như sau:\n\n";
const PART: &str = "1. Ủy ban nhân dân các xã\n\na) Đánh giá kết quả lãnh đạo, chỉ đạo gắn với phát triển kinh tế\n\n- xã hội, củng cố quốc phòng, an ninh ở khu vực biên giới.\n\n- Tổ chức tuyên truyền 45 buổi cho 3.200 lượt người; phối hợp với\n\nđồn Biên phòng tuần tra 12 lượt.\n\nb) Gửi báo cáo về Ủy ban nhân dân tỉnh trước ngày 15/3/2026.\n\n";

/// A plan of about `size` bytes.
fn plan(size: usize) -> String {
    let mut text = HEAD.to_owned();
    let mut part = 0;
    while text.len() < size {
        if part % 5 == 0 {
            text.push_str("I. TỔ CHỨC THỰC HIỆN\n\n");
        }
        text.push_str(PART);
        part += 1;
    }
    text
}

fn structure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("structure");
    for kilobytes in [20_usize, 100, 1000] {
        let source = Source::from_plain(&plan(kilobytes * 1000));
        let bytes = u64::try_from(source.text().len()).unwrap_or(u64::MAX);
        group.throughput(Throughput::Bytes(bytes));
        group.bench_with_input(
            BenchmarkId::new("flow", kilobytes),
            &source,
            |bencher, source| {
                bencher.iter(|| Flow::of(black_box(source)));
            },
        );
        let flow = Flow::of(&source);
        group.bench_with_input(
            BenchmarkId::new("sections", kilobytes),
            &flow,
            |bencher, flow| {
                bencher.iter(|| section::read(black_box(flow), Span::new(0, flow.text.len())));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, structure);
criterion_main!(benches);
