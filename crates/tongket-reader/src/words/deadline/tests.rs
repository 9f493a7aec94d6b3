use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn context() -> DeadlineContext {
    DeadlineContext {
        issued: Some(date(2026, 2, 14)),
    }
}

/// The one deadline of a sentence as "kind due | text".
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = deadlines(text, &context()).iter().map(say).collect();
    assert_eq!(found, expected, "{text}\n{:#?}", hits(text, &context()));
}

fn check_cell(cell: &str, expected: &str) {
    let found = table_deadline(cell, &context())
        .as_ref()
        .map(say)
        .unwrap_or_default();
    assert_eq!(found, expected, "{cell}");
}

fn say(deadline: &Deadline) -> String {
    let due = deadline.due.map_or("-".to_owned(), |due| due.to_string());
    format!("{:?} {due} | {}", deadline.kind, deadline.text)
}

#[test]
fn before_a_day() {
    check(
        "gửi về UBND tỉnh trước ngày 15/3/2026.",
        &["Before 2026-03-14 | trước ngày 15/3/2026"],
    );
    check(
        "gửi về trước ngày 15/3 để tổng hợp",
        &["Before 2026-03-14 | trước ngày 15/3"],
    );
    check(
        "gửi về trước ngày 10/01 để tổng hợp",
        &["Before 2027-01-09 | trước ngày 10/01"],
    );
    check(
        "Hoàn thành xong trước 15/3",
        &["Before 2026-03-14 | trước 15/3"],
    );
    check(
        "- Thời gian: Hoàn thành trước ngày 03/3/2026.",
        &["Before 2026-03-02 | trước ngày 03/3/2026"],
    );
    check(
        "trình trước tháng 6/2026",
        &["Before 2026-05-31 | trước tháng 6/2026"],
    );
    check(
        "Trước ngày 05 tháng 3 năm 2026, các xã gửi danh sách",
        &["Before 2026-03-04 | Trước ngày 05 tháng 3 năm 2026"],
    );
    check(
        "ý kiến gửi UBND tỉnh trước ngày 10 tháng 5 năm 2026 để nghiên cứu",
        &["Before 2026-05-09 | trước ngày 10 tháng 5 năm 2026"],
    );
}

#[test]
fn by_a_day() {
    check(
        "gửi báo cáo chậm nhất ngày 20/3/2026",
        &["By 2026-03-20 | chậm nhất ngày 20/3/2026"],
    );
    check(
        "Chậm nhất là vào ngày 20/3/2026 phải có báo cáo",
        &["By 2026-03-20 | Chậm nhất là vào ngày 20/3/2026"],
    );
    check(
        "muộn nhất đến ngày 20/3",
        &["By 2026-03-20 | muộn nhất đến ngày 20/3"],
    );
    check(
        "nhận bài dự thi đến hết ngày 30/6/2026",
        &["By 2026-06-30 | đến hết ngày 30/6/2026"],
    );
    check(
        "Hạn cuối: 20/3/2026",
        &["By 2026-03-20 | Hạn cuối: 20/3/2026"],
    );
    check("Thời hạn: 15/3", &["By 2026-03-15 | 15/3"]);
    check(
        "Thời hạn gửi báo cáo: ngày 15/3/2026.",
        &["By 2026-03-15 | ngày 15/3/2026"],
    );
    check(
        "báo cáo trước 17 giờ 00 ngày 15/3/2026",
        &["By 2026-03-15 | trước 17 giờ 00 ngày 15/3/2026"],
    );
    check(
        "gửi trước 17h00 ngày 15/3",
        &["By 2026-03-15 | trước 17h00 ngày 15/3"],
    );
    check(
        "không muộn hơn ngày 15/3/2026",
        &["By 2026-03-15 | không muộn hơn ngày 15/3/2026"],
    );
    check(
        "Thời gian thực hiện: từ ngày 01/4/2026 đến ngày 30/6/2026.",
        &["By 2026-06-30 | từ ngày 01/4/2026 đến ngày 30/6/2026"],
    );
    check(
        "Các xã nộp hồ sơ từ ngày 01/4 đến ngày 15/4/2026",
        &["By 2026-04-15 | từ ngày 01/4 đến ngày 15/4/2026"],
    );
    check(
        "Từ nay đến ngày 30/6/2026, hoàn thành việc rà soát",
        &["By 2026-06-30 | Từ nay đến ngày 30/6/2026"],
    );
    check(
        "gửi báo cáo về Sở Nội vụ vào ngày 20/3/2026",
        &["On 2026-03-20 | vào ngày 20/3/2026"],
    );
}

#[test]
fn within_a_month_quarter_or_year() {
    check(
        "- Thời gian: Hoàn thành trong tháng 4/2026.",
        &["WithinMonth 2026-04-30 | trong tháng 4/2026"],
    );
    check(
        "báo cáo UBND tỉnh trong tháng 3",
        &["WithinMonth 2026-03-31 | trong tháng 3"],
    );
    check(
        "tham mưu UBND tỉnh quyết định trong tuần đầu tháng 6/2026.",
        &["WithinMonth 2026-06-30 | trong tuần đầu tháng 6/2026"],
    );
    check(
        "xong trong quý II/2026",
        &["WithinQuarter 2026-06-30 | trong quý II/2026"],
    );
    check(
        "Hoàn thành: Quý IV/2026",
        &["WithinQuarter 2026-12-31 | Quý IV/2026"],
    );
    check(
        "Thời gian hoàn thành: tháng 9 năm 2026",
        &["WithinMonth 2026-09-30 | tháng 9 năm 2026"],
    );
    check(
        "hoàn thành trong năm 2026",
        &["WithinYear 2026-12-31 | trong năm 2026"],
    );
    check(
        "Phấn đấu đến năm 2030 hoàn thành 100 % chỉ tiêu",
        &["WithinYear 2030-12-31 | đến năm 2030"],
    );
    check(
        "Đến năm 2030, mọi xã có nhà văn hóa",
        &["WithinYear 2030-12-31 | Đến năm 2030"],
    );
    check(
        "chậm nhất trong tháng 5/2026",
        &["WithinMonth 2026-05-31 | chậm nhất trong tháng 5/2026"],
    );
    check(
        "hoàn thành vào cuối tháng 5/2026",
        &["WithinMonth 2026-05-31 | vào cuối tháng 5/2026"],
    );
}

#[test]
fn a_date_that_heads_its_line() {
    check(
        "- Cuối tháng 3 năm 2026: các cơ quan hoàn thành văn bản hướng dẫn;",
        &["WithinMonth 2026-03-31 | Cuối tháng 3 năm 2026"],
    );
    check(
        "- Quý II/2026: tổ chức kiểm tra tại cơ sở",
        &["WithinQuarter 2026-06-30 | Quý II/2026"],
    );
    check(
        "báo cáo kết quả vào tháng 6/2026",
        &["WithinMonth 2026-06-30 | vào tháng 6/2026"],
    );
    check(
        "và định kỳ (vào ngày 22 hàng tháng) gửi báo cáo",
        &["Recurring - | vào ngày 22 hàng tháng"],
    );
}

#[test]
fn recurring_relative_and_events() {
    check(
        "báo cáo trước ngày 15 hằng tháng",
        &["Recurring - | trước ngày 15 hằng tháng"],
    );
    check(
        "gửi báo cáo trước ngày 15/12 hàng năm",
        &["Recurring - | trước ngày 15/12 hàng năm"],
    );
    check(
        "Định kỳ hằng quý báo cáo kết quả",
        &["Recurring - | Định kỳ hằng quý"],
    );
    check(
        "định kỳ 6 tháng, hằng năm báo cáo",
        &["Recurring - | định kỳ 6 tháng, hằng năm"],
    );
    check(
        "Hằng năm, tổng hợp báo cáo UBND tỉnh",
        &["Recurring - | Hằng năm"],
    );
    check(
        "Trong vòng 10 ngày kể từ ngày ký Kế hoạch này, các xã gửi",
        &["Relative 2026-02-24 | Trong vòng 10 ngày kể từ ngày ký Kế hoạch này"],
    );
    check(
        "trong thời hạn 05 ngày làm việc, kể từ ngày nhận được văn bản",
        &["Relative - | trong thời hạn 05 ngày làm việc, kể từ ngày nhận được văn bản"],
    );
    check(
        "chậm nhất 03 ngày trước khi khai mạc",
        &["Relative - | chậm nhất 03 ngày trước khi khai mạc"],
    );
    check(
        "triển khai ngay sau khi Kế hoạch được ban hành",
        &["Event - | ngay sau khi Kế hoạch được ban hành"],
    );
    check(
        "gửi báo cáo sau khi kết thúc đợt thi đua.",
        &["Event - | sau khi kết thúc đợt thi đua"],
    );
}

#[test]
fn what_looks_like_a_deadline_and_is_not() {
    for text in [
        "Kế hoạch số 12/KH-UBND ngày 10/12/2025 của UBND tỉnh",
        "Các xã đã hoàn thành trước ngày 15/3/2025.",
        "Năm 2025, toàn tỉnh đã có 12 xã hoàn thành trước ngày 15/3/2025",
        "Số liệu tính đến ngày 14/12/2026",
        "số liệu tính từ ngày 15/12/2025 đến ngày 14/12/2026",
        "báo cáo trong phần Lễ khi tổ chức Ngày hội dịp 03/3/2026",
        "tổ chức Hội nghị ngày 20/3/2026",
        "Hội nghị khai mạc vào ngày 20/3/2026",
        "Thời gian: 8 giờ 00 ngày 20/3/2026 tại hội trường",
        "Quyết định này có hiệu lực từ ngày 01/7/2026",
        "Quyết định có hiệu lực thi hành sau 15 ngày, kể từ ngày ký",
        "quy định này áp dụng đến hết ngày 31/12/2026",
        "người sinh trước ngày 01/01/2010",
        "các văn bản được ban hành trước ngày 01/7/2026",
        "Đề án chuyển đổi số đến năm 2030, tầm nhìn đến năm 2050",
        "Quy hoạch phát triển kinh tế - xã hội của tỉnh đến năm 2030",
        "giai đoạn 2016 - 2026",
        "dự toán ngân sách hằng năm",
        "thường xuyên kiểm tra, xử lý vi phạm",
        "kiểm tra định kỳ, đột xuất",
        "góp phần ổn định kinh tế trong năm 2026",
        "Sau khi rà soát hồ sơ, Sở Nội vụ báo cáo như sau",
        "các đơn vị phát động thi đua ngay từ đầu năm 2026, báo cáo kết quả",
        "Quy hoạch mạng lưới đường thủy từ nay đến năm 2030",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_cell_under_a_time_header() {
    check_cell("6/2026", "WithinMonth 2026-06-30 | 6/2026");
    check_cell("Tháng 6/2026", "WithinMonth 2026-06-30 | Tháng 6/2026");
    check_cell("Thường xuyên", "Recurring - | Thường xuyên");
    check_cell("Liên tục", "Recurring - | Liên tục");
    check_cell("Hằng năm", "Recurring - | Hằng năm");
    check_cell("2025-2030", "WithinYear 2030-12-31 | 2025-2030");
    check_cell(" 2026 ", "WithinYear 2026-12-31 | 2026");
    check_cell(
        "2026 và những năm tiếp theo",
        "WithinYear 2026-12-31 | 2026 và những năm tiếp theo",
    );
    check_cell("Quý II", "WithinQuarter 2026-06-30 | Quý II");
    check_cell(
        "Quý I, II/2026",
        "WithinQuarter 2026-06-30 | Quý I, II/2026",
    );
    check_cell("31/12/2026", "By 2026-12-31 | 31/12/2026");
    check_cell("15/3", "By 2026-03-15 | 15/3");
    check_cell(
        "Trước ngày 30/6/2026",
        "Before 2026-06-29 | Trước ngày 30/6/2026",
    );
    check_cell("Trước 30/6", "Before 2026-06-29 | Trước 30/6");
    check_cell(
        "Trong Quý IV năm 2026",
        "WithinQuarter 2026-12-31 | Trong Quý IV năm 2026",
    );
    check_cell(
        "Sau khi Luật được thông qua",
        "Event - | Sau khi Luật được thông qua",
    );
    check_cell("10 ngày làm việc", "Relative - | 10 ngày làm việc");
    check_cell(
        "Trước ngày 20 hằng tháng",
        "Recurring - | Trước ngày 20 hằng tháng",
    );
    check_cell("Sở Nội vụ", "");
    check_cell("", "");
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in "(trước|chậm nhất|ngày|tháng|quý|hằng|năm|từ|đến|sau khi|kể từ|[0-9]{1,4}|/|:|,| |\\n|Ạ){0,30}") {
        for hit in hits(&text, &context()) {
            prop_assert_eq!(hit.deadline.span.slice(&text), hit.deadline.text.as_str());
        }
        let _ = table_deadline(&text, &DeadlineContext::default());
    }
}
