mod letterhead;

use super::*;
use crate::source::Source;

/// Reads `text` and compares what it says of itself, one fact a line.
fn check(text: &str, expected: &str) {
    let flow = Flow::of(&Source::from_plain(text));
    let document = read(&flow);
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let told = tell(&document);
    for fact in &expected {
        assert!(
            told.iter().any(|line| line == fact),
            "no {fact:?} in\n{}",
            told.join("\n")
        );
    }
}

fn tell(document: &Document) -> Vec<String> {
    let mut told = Vec::new();
    let mut say = |name: &str, value: Option<String>| {
        let value = value.filter(|value| !value.is_empty());
        told.push(format!(
            "{name}: {}",
            value.unwrap_or_else(|| "-".to_owned())
        ));
    };
    let text = |value: &Option<crate::span::Spanned<String>>| {
        value.as_ref().map(|value| value.value.clone())
    };
    let list = |values: &[crate::span::Spanned<String>]| {
        Some(
            values
                .iter()
                .map(|value| value.value.clone())
                .collect::<Vec<_>>()
                .join(" + "),
        )
    };
    say("kind", text(&document.kind));
    say("code", text(&document.code));
    say("notation", document.notation.clone());
    say(
        "date",
        document.date.as_ref().map(|date| date.value.to_string()),
    );
    say("place", text(&document.place));
    say("issuer", text(&document.issuer));
    say("parent", text(&document.parent));
    say("with", list(&document.co_issuers));
    say("subject", text(&document.subject));
    say(
        "period",
        document
            .period
            .as_ref()
            .map(|period| format!("{}-{}", period.from, period.to)),
    );
    say("to", list(&document.addressees));
    say("recipients", list(&document.recipients));
    let signature = document.signature.clone().unwrap_or_default();
    say("authority", text(&signature.authority));
    say("mode", text(&signature.mode));
    say("position", text(&signature.position));
    say("signer", text(&signature.name));
    let cited = document.references.iter().map(|reference| {
        reference
            .code
            .clone()
            .or(reference.title.clone())
            .unwrap_or_default()
    });
    say("cites", Some(cited.collect::<Vec<_>>().join(" + ")));
    say(
        "further",
        Some(
            document
                .documents
                .iter()
                .map(|document| text(&document.kind).unwrap_or_default())
                .collect::<Vec<_>>()
                .join(" + "),
        ),
    );
    told
}

#[test]
fn a_state_plan_line_by_line() {
    check(
        "ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Sơn Hải, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Tổng kết 10 năm thực hiện Chỉ thị số 02/CT-TTg ngày 09/01/2016
của Thủ tướng Chính phủ
Thực hiện Chỉ thị số 02/CT-TTg ngày 09/01/2016 của Thủ tướng Chính phủ, UBND tỉnh xây dựng Kế hoạch như sau:
I. MỤC ĐÍCH
Đánh giá kết quả./.
Nơi nhận:
- Thủ tướng Chính phủ;
- Các sở, ban, ngành;
- Lưu: VT, NC.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Hải",
        "kind: KH
        code: 12/KH-UBND
        date: 2026-03-05
        place: Sơn Hải
        issuer: Ủy ban nhân dân tỉnh Sơn Hải
        parent: -
        subject: Tổng kết 10 năm thực hiện Chỉ thị số 02/CT-TTg ngày 09/01/2016 của Thủ tướng Chính phủ
        period: 2016-2026
        recipients: Thủ tướng Chính phủ + Các sở, ban, ngành + Lưu: VT, NC
        authority: TM. ỦY BAN NHÂN DÂN
        mode: KT. CHỦ TỊCH
        position: PHÓ CHỦ TỊCH
        signer: Trần Văn Hải
        cites: 02/CT-TTg",
    );
}

#[test]
fn a_letter_in_two_flattened_columns() {
    check(
        "UBND TỈNH SƠN HẢI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG Độc lập - Tự do - Hạnh phúc
Số: 345/SNNMT-VP Sơn Hải, ngày 12 tháng 02 năm 2026
V/v báo cáo kết quả thực hiện
Kế hoạch số 12/KH-UBND
Kính gửi:
- Các phòng, đơn vị thuộc Sở;
- Phòng Kinh tế các xã, phường.
Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh, Sở đề nghị các đơn vị báo cáo.
Nơi nhận: KT. GIÁM ĐỐC
- Như trên; PHÓ GIÁM ĐỐC
- Lưu: VT.
Lê Thị Minh Châu",
        "kind: CV
        code: 345/SNNMT-VP
        date: 2026-02-12
        place: Sơn Hải
        issuer: Sở Nông nghiệp và Môi trường
        parent: Ủy ban nhân dân tỉnh Sơn Hải
        subject: báo cáo kết quả thực hiện Kế hoạch số 12/KH-UBND
        to: Các phòng, đơn vị thuộc Sở + Phòng Kinh tế các xã, phường
        recipients: Như trên + Lưu: VT
        mode: KT. GIÁM ĐỐC
        position: PHÓ GIÁM ĐỐC
        signer: Lê Thị Minh Châu",
    );
}

#[test]
fn a_party_resolution_and_a_party_letter() {
    check(
        "ĐẢNG BỘ TỈNH SƠN HẢI
ĐẢNG ỦY XÃ VÂN KHÊ
*
Số 05-NQ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Khê, ngày 12 tháng 02 năm 2026
NGHỊ QUYẾT
về lãnh đạo nhiệm vụ năm 2026
I- Đặc điểm tình hình
Nội dung.
Nơi nhận:
- Tỉnh ủy;
- Lưu Văn phòng Đảng ủy.
T/M BAN CHẤP HÀNH
BÍ THƯ
Đinh Văn Long",
        "kind: NQ
        code: 05-NQ/ĐU
        date: 2026-02-12
        place: Vân Khê
        issuer: Đảng ủy xã Vân Khê
        parent: Đảng bộ tỉnh Sơn Hải
        subject: về lãnh đạo nhiệm vụ năm 2026
        recipients: Tỉnh ủy + Lưu Văn phòng Đảng ủy
        authority: T/M BAN CHẤP HÀNH
        position: BÍ THƯ
        signer: Đinh Văn Long",
    );
}

#[test]
fn an_army_unit_puts_the_rank_before_the_name() {
    check(
        "BỘ CHỈ HUY QUÂN SỰ TỈNH SƠN HẢI
BAN CHỈ HUY BỘ ĐỘI BIÊN PHÒNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 1234/BC-BCH
Sơn Hải, ngày 20 tháng 11 năm 2025
BÁO CÁO
Kết quả tổng kết phong trào giai đoạn 2015 - 2025
Kính gửi: Ủy ban nhân dân tỉnh Sơn Hải
Ban Chỉ huy báo cáo như sau:
CHỈ HUY TRƯỞNG
Đại tá Hoàng Minh Đức",
        "kind: BC
        code: 1234/BC-BCH
        issuer: Ban Chỉ huy Bộ đội Biên phòng
        parent: Bộ Chỉ huy Quân sự tỉnh Sơn Hải
        subject: Kết quả tổng kết phong trào giai đoạn 2015 - 2025
        period: 2015-2025
        to: Ủy ban nhân dân tỉnh Sơn Hải
        position: CHỈ HUY TRƯỞNG
        signer: Hoàng Minh Đức",
    );
}

#[test]
fn bodies_of_one_rank_issue_together() {
    check(
        "SỞ NỘI VỤ - SỞ TÀI CHÍNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 07/HDLN-SNV-STC
Sơn Hải, ngày 12 tháng 5 năm 2026
HƯỚNG DẪN LIÊN NGÀNH
Về chi tiền thưởng
Căn cứ Luật Thi đua, khen thưởng;",
        "kind: HDLN
        code: 07/HDLN-SNV-STC
        issuer: Sở Nội vụ
        with: Sở Tài chính
        subject: Về chi tiền thưởng",
    );
    check(
        "UBND TỈNH SƠN HẢI
BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM TỈNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 03/KHPH-UBND-MTTQ
Sơn Hải, ngày 12 tháng 5 năm 2026
KẾ HOẠCH PHỐI HỢP
Tổ chức Ngày hội Đại đoàn kết
Căn cứ chương trình;",
        "kind: KHPH
        issuer: Ủy ban nhân dân tỉnh Sơn Hải
        with: Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    );
}

#[test]
fn the_front_writes_its_standing_board_below() {
    check(
        "ỦY BAN MTTQ VIỆT NAM
TỈNH SƠN HẢI
BAN THƯỜNG TRỰC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 88/KH-MTTQ-BTT
Sơn Hải, ngày 02 tháng 4 năm 2026
KẾ HOẠCH
Giám sát năm 2026
I. MỤC ĐÍCH
TM. BAN THƯỜNG TRỰC
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH THƯỜNG TRỰC
Phạm Thị Hoa",
        "code: 88/KH-MTTQ-BTT
        issuer: Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải
        position: PHÓ CHỦ TỊCH THƯỜNG TRỰC
        signer: Phạm Thị Hoa",
    );
}

#[test]
fn a_draft_has_blanks() {
    check(
        "UBND TỈNH SƠN HẢI
SỞ THÔNG TIN
VÀ TRUYỀN THÔNG
Số:         /KH-STTTT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn Hải, ngày    tháng 12 năm 2026
DỰ THẢO
KẾ HOẠCH
Triển khai phần mềm
I. MỤC ĐÍCH",
        "kind: KH
        code: -
        notation: KH-STTTT
        date: -
        place: Sơn Hải
        issuer: Sở Thông tin và Truyền thông
        subject: Triển khai phần mềm",
    );
}

#[test]
fn without_a_letterhead_the_body_and_the_appendix_speak() {
    check(
        "KẾ HOẠCH

Tổng kết phong trào giai đoạn 2016 - 2026

Thực hiện Chỉ thị số 02/CT-TTg ngày 09/01/2016 của Thủ tướng Chính phủ. UBND tỉnh Sơn Hải xây dựng Kế hoạch như sau:

I. MỤC ĐÍCH

Đánh giá./.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN

KT. CHỦ TỊCH

PHÓ CHỦ TỊCH

Đỗ Văn Lâm

Phụ lục
ĐỀ CƯƠNG BÁO CÁO
(Kèm theo Kế hoạch số 21 /KH-UBND, ngày 14/02/2026 của UBND tỉnh)

CƠ QUAN, ĐƠN VỊ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Độc lập - Tự do - Hạnh Phúc

Số: /BC-UBND

....., ngày tháng năm 2026

BÁO CÁO

Nơi nhận:

THỦ TRƯỞNG ĐƠN VỊ",
        "kind: KH
        code: 21/KH-UBND
        date: 2026-02-14
        issuer: Ủy ban nhân dân tỉnh Sơn Hải
        subject: Tổng kết phong trào giai đoạn 2016 - 2026
        period: 2016-2026
        recipients: Sở Nội vụ + Lưu: VT
        authority: TM. ỦY BAN NHÂN DÂN
        signer: Đỗ Văn Lâm
        cites: 02/CT-TTg
        further: -",
    );
}

#[test]
fn a_decision_with_the_plan_it_issues() {
    check(
        "ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/QĐ-UBND
Vân Khê, ngày 15 tháng 6 năm 2026
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch tổng kết phong trào
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VÂN KHÊ
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch tổng kết phong trào.
Điều 2. Quyết định có hiệu lực từ ngày ký./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
CHỦ TỊCH
Bùi Văn Tám
KẾ HOẠCH
Tổng kết phong trào
(Ban hành kèm theo Quyết định số 45/QĐ-UBND ngày 15/6/2026 của Chủ tịch UBND xã Vân Khê)
I. MỤC ĐÍCH
Đánh giá.",
        "kind: QĐ
        code: 45/QĐ-UBND
        issuer: Ủy ban nhân dân xã Vân Khê
        subject: ban hành Kế hoạch tổng kết phong trào
        position: CHỦ TỊCH
        signer: Bùi Văn Tám
        further: KH",
    );
}

#[test]
fn a_letterhead_in_the_cells_of_a_table() {
    let cell = |row: u32, column: u32| crate::source::Place {
        part: crate::source::Part::Cell(crate::source::Cell {
            table: 1,
            row,
            column,
            width: 1,
            continues: false,
        }),
        ..crate::source::Place::default()
    };
    let mut builder = crate::source::SourceBuilder::default();
    for (line, place) in [
        ("UBND HUYỆN ĐÔNG GIANG", cell(0, 0)),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", cell(0, 0)),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", cell(0, 1)),
        ("Độc lập - Tự do - Hạnh phúc", cell(0, 1)),
        ("Số: 77/PGDĐT-GDTH", cell(1, 0)),
        ("V/v báo cáo số liệu", cell(1, 0)),
        ("đầu năm học", cell(1, 0)),
        ("Đông Giang, ngày 09 tháng 9 năm 2024", cell(1, 1)),
        (
            "Kính gửi: Hiệu trưởng các trường tiểu học.",
            crate::source::Place::default(),
        ),
        (
            "Phòng đề nghị các trường báo cáo trước ngày 20/9/2024./.",
            crate::source::Place::default(),
        ),
    ] {
        builder.line(line, place, crate::source::Look::default());
    }
    let flow = Flow::of(&builder.finish(crate::source::Origin::default()));
    let told = tell(&read(&flow)).join("\n");
    for fact in [
        "kind: CV",
        "code: 77/PGDĐT-GDTH",
        "date: 2024-09-09",
        "issuer: Phòng Giáo dục và Đào tạo",
        "parent: Ủy ban nhân dân huyện Đông Giang",
        "subject: báo cáo số liệu đầu năm học",
        "to: Hiệu trưởng các trường tiểu học",
    ] {
        assert!(told.contains(fact), "no {fact:?} in\n{told}");
    }
}

#[test]
fn the_right_column_may_come_first() {
    check(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Vân Khê, ngày 03 tháng 11 năm 2025
ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
Số: 212/BC-UBND
BÁO CÁO
Kết quả 10 năm thực hiện Chỉ thị số 02/CT-TTg
Kính gửi:
- Ủy ban nhân dân tỉnh Sơn Hải;
- Sở Nội vụ.
Thực hiện Kế hoạch số 12/KH-UBND, UBND xã báo cáo như sau:
I. ĐẶC ĐIỂM",
        "kind: BC
        code: 212/BC-UBND
        date: 2025-11-03
        place: Vân Khê
        issuer: Ủy ban nhân dân xã Vân Khê
        subject: Kết quả 10 năm thực hiện Chỉ thị số 02/CT-TTg
        to: Ủy ban nhân dân tỉnh Sơn Hải + Sở Nội vụ",
    );
}

#[test]
fn a_ministry_a_union_and_a_committee() {
    check(
        "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 4567/BVHTTDL-KHTC Hà Nội, ngày 30 tháng 10 năm 2025
V/v lập kế hoạch năm 2026
Kính gửi: Các cơ quan, đơn vị trực thuộc Bộ
Bộ đề nghị các đơn vị báo cáo.",
        "kind: CV
        issuer: Bộ Văn hóa, Thể thao và Du lịch
        place: Hà Nội
        date: 2025-10-30
        subject: lập kế hoạch năm 2026
        to: Các cơ quan, đơn vị trực thuộc Bộ",
    );
    check(
        "ĐOÀN TNCS HỒ CHÍ MINH
BAN CHẤP HÀNH TỈNH SƠN HẢI
***
Số: 45-KH/TĐTN-PT
Sơn Hải, ngày 10 tháng 01 năm 2026
KẾ HOẠCH
Tổ chức Tháng Thanh niên năm 2026
I. MỤC ĐÍCH, YÊU CẦU",
        "kind: KH
        code: 45-KH/TĐTN-PT
        issuer: Ban Chấp hành tỉnh Sơn Hải
        parent: Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    );
    check(
        "ỦY BAN NHÂN DÂN TỈNH SƠN HẢI
BAN CHỈ ĐẠO PHONG TRÀO THI ĐUA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 09/TB-BCĐ
Sơn Hải, ngày 10 tháng 7 năm 2026
THÔNG BÁO
Kết luận của Trưởng Ban Chỉ đạo
Ngày 08/7/2026, Ban Chỉ đạo đã họp.",
        "kind: TB
        parent: Ủy ban nhân dân tỉnh Sơn Hải
        subject: Kết luận của Trưởng Ban Chỉ đạo
        date: 2026-07-10",
    );
}

#[test]
fn a_forwarded_letter_is_a_further_document() {
    check(
        "ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/UBND-VP
Vân Khê, ngày 15 tháng 6 năm 2026
V/v sao gửi văn bản của Sở Nội vụ
Kính gửi: Các thôn, tổ dân phố.
UBND xã sao gửi Công văn số 88/SNV-TĐKT để thực hiện./.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Bùi Văn Tám
UBND TỈNH SƠN HẢI
SỞ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 88/SNV-TĐKT
Sơn Hải, ngày 10 tháng 6 năm 2026
V/v báo cáo tổng kết
Kính gửi: UBND các xã, phường.
Sở đề nghị báo cáo trước ngày 20/6/2026./.",
        "code: 15/UBND-VP
        signer: Bùi Văn Tám
        subject: sao gửi văn bản của Sở Nội vụ
        further: CV",
    );
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn no_text_breaks_it(text in "(CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Số: |12/KH-UBND|SỞ NỘI VỤ|KẾ HOẠCH|V/v |Kính gửi: |\\n|\\t|Nơi nhận:|- Như trên;|TM\\. |KT\\. CHỦ TỊCH|Trần Văn Hải|ngày 05 tháng 3 năm 2026|Phụ lục|   |\\(Kèm theo |Ạ|\\.){0,40}") {
        let flow = Flow::of(&Source::from_plain(&text));
        let document = read(&flow);
        for spanned in document.issuer.iter().chain(&document.subject).chain(&document.addressees).chain(&document.recipients) {
            proptest::prop_assert!(flow.text.get(spanned.span.start..spanned.span.end).is_some());
        }
    }
}
