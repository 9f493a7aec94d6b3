//! Outlines in all the places where offices put them.

use super::*;
use crate::plan::OutlineItem;
use crate::source::Source;

/// Reads the outline of `text` and compares it: its title, then a line an item with its guidance in braces.
fn check(text: &str, expected: &str) {
    let flow = Flow::of(&Source::from_plain(text));
    let document = Document {
        span: Span::new(0, flow.text.len()),
        ..Document::default()
    };
    let seen = read(&flow, &document).map_or_else(String::new, |outline| {
        let lines = outline.walk().into_iter().map(line);
        std::iter::once(outline.title.clone())
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n")
    });
    assert_eq!(seen, expected, "from {text}");
}

fn line(item: &OutlineItem) -> String {
    let guidance = item
        .guidance
        .as_ref()
        .map(|advice| format!(" {{{advice}}}"))
        .unwrap_or_default();
    format!("{} {}{guidance}", item.id, item.title)
}

const LETTER: &str = "UBND TỈNH SƠN HẢI\nSố: 12/KH-UBND\nKẾ HOẠCH\nTổng kết phong trào\n\nThực hiện Chỉ thị, UBND tỉnh xây dựng Kế hoạch như sau:\nI. MỤC ĐÍCH\nĐánh giá kết quả.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Hải\n";

#[test]
fn an_annex_with_a_form_letterhead() {
    check(
        &format!(
            "{LETTER}Phụ lục\nĐỀ CƯƠNG BÁO CÁO TỔNG KẾT\n10 NĂM PHONG TRÀO\n(Kèm theo Kế hoạch số 12/KH-UBND)\nCƠ QUAN, ĐƠN VỊ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: /BC-UBND\nBÁO CÁO\nTổng kết phong trào\nThực hiện Chỉ thị, UBND báo cáo như sau:\nI. ĐẶC ĐIỂM TÌNH HÌNH\nNêu đặc điểm liên quan (*địa lý; dân cư...*).\nII. KẾT QUẢ\n1. Lãnh đạo\n- Việc quán triệt (nêu số văn bản);\n- Phân công nhiệm vụ.\n* *Kết quả*: Nhận thức của Nhân dân.\n2. Các mặt\na) Phối hợp\n- Tập thể (*tổ tự quản*); hộ gia đình.\nđ) Khen thưởng\nIII. KIẾN NGHỊ\n\nNơi nhận:\nTHỦ TRƯỞNG ĐƠN VỊ"
        ),
        "ĐỀ CƯƠNG BÁO CÁO TỔNG KẾT 10 NĂM PHONG TRÀO\nI ĐẶC ĐIỂM TÌNH HÌNH {Nêu đặc điểm liên quan (địa lý; dân cư...).}\nII KẾT QUẢ\nII.1 Lãnh đạo\nII.1.-1 Việc quán triệt {nêu số văn bản}\nII.1.-2 Phân công nhiệm vụ\nII.1.*1 Kết quả: Nhận thức của Nhân dân\nII.2 Các mặt\nII.2.a Phối hợp\nII.2.a.-1 Tập thể; hộ gia đình {tổ tự quản}\nII.2.đ Khen thưởng\nIII KIẾN NGHỊ",
    );
}

#[test]
fn an_attached_outline_without_a_letterhead() {
    check(
        &format!(
            "{LETTER}ĐỀ CƯƠNG BÁO CÁO\nKết quả thực hiện phong trào\nI. Tình hình chung\nII. Kết quả đạt được: Nêu rõ số liệu từng năm\nIII. Kiến nghị"
        ),
        "ĐỀ CƯƠNG BÁO CÁO Kết quả thực hiện phong trào\nI Tình hình chung\nII Kết quả đạt được {Nêu rõ số liệu từng năm}\nIII Kiến nghị",
    );
}

#[test]
fn an_outline_inside_a_letter() {
    check(
        "SỞ NỘI VỤ\nSố: 45/SNV-XDCQ\nV/v báo cáo kết quả\nKính gửi: UBND các xã\n\nSở Nội vụ đề nghị các đơn vị báo cáo kết quả theo đề cương sau:\n1. Tình hình chung\n2. Kết quả thực hiện\n- Số tổ tự quản;\n- Số hộ tham gia.\n3. Kiến nghị\nBáo cáo gửi về Sở Nội vụ trước ngày 15/3/2026.",
        "Sở Nội vụ đề nghị các đơn vị báo cáo kết quả theo đề cương sau\n1 Tình hình chung\n2 Kết quả thực hiện\n2.-1 Số tổ tự quản\n2.-2 Số hộ tham gia\n3 Kiến nghị",
    );
    check(
        "Sở Nội vụ đề nghị các đơn vị:\n1. Nội dung báo cáo gồm:\na) Kết quả đạt được\nb) Hạn chế, nguyên nhân\n2. Thời gian báo cáo: trước ngày 15/3/2026.",
        "Nội dung báo cáo gồm\na Kết quả đạt được\nb Hạn chế, nguyên nhân",
    );
}

#[test]
fn a_letter_that_itself_reports_has_no_outline() {
    check(
        "Sở Nội vụ báo cáo Chủ tịch UBND tỉnh nội dung như sau:\n1. Về thẩm quyền\nCăn cứ khoản 3.\n2. Về hồ sơ\nĐủ thành phần.",
        "",
    );
}
