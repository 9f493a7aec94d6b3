//! Figures of a report: typed, filled in with a file, held against the text, taken over from an
//! earlier campaign.

use std::io::{Cursor, Read as _, Write as _};

use tongket_store::campaign::Form;
use tongket_store::{Done, StoreError, campaign, new_id, values};

use crate::people::office::OpenCampaign;
use crate::people::{Answer, TestHouse};
use crate::report::{VAN_KHE, begun, save, version};

#[tokio::test]
async fn figures_are_read_as_they_are_written_here_and_rules_speak_at_their_place() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/figures/{}", campaign.form);
    van_khe
        .open(&path)
        .await
        .sees("Tổ tự quản, Năm 2016")
        .sees("Chưa nhập ô nào.");
    let overview = format!("/reports/{report}");
    van_khe
        .open(&overview)
        .await
        .sees("chưa nhập ô nào")
        .does_not_see("<span class=\"badge good\">Khớp</span>");
    let typed = [
        ("to:2025", "1.250"),
        ("to_tot:2025", "1.300"),
        ("thanh_vien:2025", "mười"),
    ];
    van_khe
        .send(&path, &typed)
        .await
        .sees("value=\"1.250\"")
        .sees("không phải là một số")
        .sees("value=\"mười\"")
        .sees("Số tổ hoạt động tốt không được lớn hơn số tổ.");
    let fixed = [("to_tot:2025", "1.000"), ("was:to_tot:2025", "1300")];
    van_khe.send(&path, &fixed).await.leads_to(&path);
    van_khe.open(&path).await.sees("Số liệu khớp các quy tắc");
    let doubtful = [("thanh_vien:2025", "1.234,5"), ("to:2016", "-3")];
    van_khe.send(&path, &doubtful).await.leads_to(&path);
    van_khe
        .open(&path)
        .await
        .sees("value=\"1.234,5\"")
        .sees("không phải số nguyên")
        .sees("là số âm")
        .does_not_see("Số liệu khớp các quy tắc");
    van_khe.open(&overview).await.sees("2 chỗ cần xem lại");
    let again = [
        ("thanh_vien:2025", ""),
        ("was:thanh_vien:2025", "1234.5"),
        ("to:2016", ""),
        ("was:to:2016", "-3"),
    ];
    van_khe.send(&path, &again).await.leads_to(&path);
    let mut thong = house.person("vankhe.ld").await;
    let late = [("to:2025", "1.111"), ("was:to:2025", "")];
    thong
        .send(&path, &late)
        .await
        .sees("người khác vừa sửa ô này thành 1.250")
        .sees("value=\"1.111\"");
    let data = van_khe.data(&path).await;
    assert_eq!(data["rows"][0]["cells"][1]["saved"], "1250");
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .sees("2 trên 6 ô");
    house
        .person("donggiang")
        .await
        .send(&path, &fixed)
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn a_table_filled_in_in_word_fills_the_figures_and_somebody_reads_them() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    van_khe
        .send(&figures, &[("to:2016", "9")])
        .await
        .leads_to(&figures);
    let page = |done: &Answer| done.location.clone().expect("a page");
    let files = format!("/reports/{report}/files");

    // What comes back from Word as it went there changes nothing, and its table is no text.
    let paper = van_khe.download(&format!("/reports/{report}/paper")).await;
    let same = [("file", "bao-cao.docx", paper.as_slice())];
    let taken = van_khe.upload(&files, &[], &same).await;
    van_khe
        .open(&page(&taken))
        .await
        .sees("1 số trong tệp đã có sẵn trong biểu")
        .does_not_see("Chưa xếp được");
    let section = format!("/reports/{report}/sections/II.2");
    van_khe.open(&section).await.does_not_see("&lt;table");

    let written = "BÁO CÁO\n\nII. Kết quả thực hiện\n\n2. Xây dựng và hoạt động của tổ tự quản\nPhong trào lan rộng.\n\n| TT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025 |\n|---|---|---|---|---|\n| 1 | Tổ tự quản | tổ | 12 | 15 |\n| 2 | Trong đó: tổ hoạt động tốt | tổ | khoảng 10 | 14 |\n| 3 | Thành viên tổ tự quản | người | 1.150 | 1.250 |\n";
    let filled = [("file", "bao-cao.md", written.as_bytes())];
    let taken = van_khe.upload(&files, &[], &filled).await;
    van_khe
        .open(&page(&taken))
        .await
        .sees("Đã điền 4 số vào biểu")
        .sees("Tổ tự quản, Năm 2016: “12”. Biểu đang ghi 9, được giữ nguyên.")
        .sees("“khoảng 10”. Không phải là một số rõ ràng.");
    let shown = van_khe.open(&figures).await;
    shown
        .sees("value=\"9\"")
        .sees("value=\"1.250\"")
        .sees("4 ô lấy từ đợt trước hoặc từ tệp, chưa ai đọc lại");
    van_khe.open(&section).await.sees("khoảng 10");

    let replacing = [("mode", "replace")];
    let taken = van_khe.upload(&files, &replacing, &filled).await;
    van_khe
        .open(&page(&taken))
        .await
        .sees("Đã điền 1 số vào biểu");
    van_khe.open(&figures).await.sees("value=\"12\"");
    van_khe
        .send(&format!("{figures}/reading"), &[])
        .await
        .leads_to(&figures);
    van_khe.open(&figures).await.does_not_see("chưa ai đọc lại");
}

/// One table more, with the rows and columns of the first, a total and a row that is reckoned.
const OF_WOMEN: &str = r#"{
  "title": "Biểu số liệu về tổ tự quản",
  "columns": [
    {"key": "2016", "title": "Năm 2016", "kind": {"year": 2016}},
    {"key": "2025", "title": "Năm 2025", "kind": {"year": 2025}},
    {"key": "tong", "title": "Tổng cộng", "kind": "total"}
  ],
  "indicators": [
    {"code": "to", "name": "Tổ tự quản", "unit_of_measure": "tổ"},
    {"code": "thanh_vien", "name": "Thành viên tổ tự quản", "unit_of_measure": "người"},
    {"code": "binh_quan", "name": "Bình quân", "unit_of_measure": "người/tổ", "formula": "thanh_vien / to", "additive": false}
  ]
}"#;

async fn one_table_more(house: &TestHouse, campaign: &OpenCampaign) -> String {
    let (campaign, id) = (campaign.id.clone(), new_id());
    let more = Form {
        id: id.clone(),
        item: String::new(),
        title: "Biểu số liệu về tổ tự quản".to_owned(),
        definition: OF_WOMEN.to_owned(),
    };
    let added = house.kept.store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            campaign::add_form(tx, &campaign, 2, &more).await?;
            Ok(Done::already(()))
        })
    });
    added.await.expect("the campaign has one table more");
    id
}

/// Writes numbers into cells of a spreadsheet, as a person does: sheet, cell, number.
fn filled_in(book: &[u8], cells: &[(u32, &str, &str)]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("a part");
        let name = part.name().expect("its name is text").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("it can be read");
        for (sheet, cell, number) in cells {
            if name != format!("xl/worksheets/sheet{sheet}.xml") {
                continue;
            }
            let xml = String::from_utf8(text).expect("it is text");
            let start = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell");
            let end = start + xml[start..].find("/>").expect("it is empty");
            let filled = format!("{}><v>{number}</v></c>", &xml[start..end]);
            text = [&xml[..start], &filled, &xml[end + 2..]]
                .concat()
                .into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(name, options).expect("a part begins");
        out.write_all(&text).expect("a part is written");
    }
    out.finish().expect("a package").into_inner()
}

#[tokio::test]
async fn figure_tables_go_to_excel_and_come_back_to_their_cells() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let second = one_table_more(&house, &campaign).await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let first = format!("/reports/{report}/figures/{}", campaign.form);
    let second = format!("/reports/{report}/figures/{second}");
    let typed = [("to:2016", "1.250"), ("thanh_vien:2016", "12,5")];
    van_khe.send(&first, &typed).await.leads_to(&first);
    let (files, sheet) = (
        format!("/reports/{report}/files"),
        format!("/reports/{report}/figures.xlsx"),
    );
    van_khe.open(&first).await.sees(&sheet).sees(&files);
    van_khe.open(&files).await.sees(&sheet);

    let book = van_khe.download(&sheet).await;
    let read = tongket_paper::import::read(&book, "a.xlsx").expect("an Excel file");
    for said in [
        "Biểu số liệu về tổ tự quản",
        "xã Vân Khê",
        "người/tổ",
        "to_tot",
        "1250",
        "12.5",
    ] {
        assert!(read.text().contains(said), "{said}: {}", read.text());
    }
    let cells = [
        (1, "F6", "1400"),
        (1, "E7", "900"),
        (2, "E6", "7"),
        (2, "F7", "8.5"),
    ];
    let book = filled_in(&book, &cells);
    let book = [("file", "bieu-so-lieu.xlsx", book.as_slice())];
    let taken = van_khe.upload(&files, &[], &book).await;
    let page = taken.location.clone().expect("a page");
    van_khe
        .open(&page)
        .await
        .sees("Đã điền 2 số vào biểu")
        .does_not_see("Chưa xếp được")
        .does_not_see("Các phần trong tệp đã vào đâu")
        .does_not_see("được giữ nguyên");
    let shown = |page: &Answer, cell: &str, value: &str| {
        page.sees(&format!("id=\"was:{cell}\" value=\"{value}\""));
    };
    let page = van_khe.open(&first).await;
    let expected = [
        ("to:2016", "1250"),
        ("to:2025", "1400"),
        ("to_tot:2016", "900"),
        ("to_tot:2025", ""),
        ("thanh_vien:2016", "12.5"),
        ("thanh_vien:2025", ""),
    ];
    for (cell, value) in expected {
        shown(&page, cell, value);
    }
    let page = van_khe.open(&second).await;
    let expected = [
        ("to:2016", "7"),
        ("to:2025", ""),
        ("thanh_vien:2016", ""),
        ("thanh_vien:2025", "8.5"),
    ];
    for (cell, value) in expected {
        shown(&page, cell, value);
    }
}

#[tokio::test]
async fn the_text_is_held_against_the_figure_table_of_the_same_report() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    let typed = [("to:2025", "12"), ("thanh_vien:2025", "243")];
    van_khe.send(&figures, &typed).await.leads_to(&figures);
    let text = "<p>Đã thành lập 12 tổ tự quản với 251 thành viên.</p>";
    save(&mut van_khe, &report, "II.2", None, text).await;
    let checks = format!("/reports/{report}/checks");
    van_khe
        .open(&checks)
        .await
        .sees("251 thành viên” nhưng bảng số liệu ghi 243")
        .does_not_see("12 tổ tự quản”");
}

#[tokio::test]
async fn what_was_accepted_last_time_is_offered_and_never_taken_over_by_itself() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    earlier_campaign(&house, &campaign).await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/sections/I");
    van_khe
        .open(&path)
        .await
        .sees("Sơ kết 5 năm")
        .sees("Năm 2021 xã có 11 thôn.");
    let before = van_khe.data(&path).await;
    assert_eq!(before["html"], "", "nothing is taken over by itself");
    let own = save(&mut van_khe, &report, "I", None, "<p>Xã mới sáp nhập.</p>").await;
    van_khe
        .send(&format!("{path}/suggestion"), &[("base", version(&own))])
        .await
        .leads_to(&path);
    let taken = van_khe.open(&path).await;
    taken.sees("Xã mới sáp nhập.").sees("Đã đọc, vẫn đúng");
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .sees("lấy từ đợt trước hoặc từ tệp, chưa ai đọc lại");
    let shown = van_khe.data(&path).await;
    let base = shown["version"].as_str().expect("a version");
    van_khe
        .send(&format!("{path}/reading"), &[("base", base)])
        .await
        .leads_to(&path);
    van_khe
        .open(&path)
        .await
        .does_not_see("Đã đọc, vẫn đúng")
        .sees("Năm 2021");
}

/// The table of the earlier campaign: the same measure under other codes, and one that is asked no more.
const EARLIER_FORM: &str = r#"{
  "title": "Biểu đợt trước",
  "columns": [{"key": "nam-2016", "title": "Năm 2016", "kind": {"year": 2016}}],
  "indicators": [
    {"code": "to_tu_quan", "name": "Tổ tự quản", "unit_of_measure": "tổ"},
    {"code": "ho", "name": "Số hộ", "unit_of_measure": "hộ"}
  ]
}"#;

#[tokio::test]
async fn what_was_taken_over_goes_up_only_when_somebody_has_read_it() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    earlier_campaign(&house, &campaign).await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    for item in ["II.1", "II.2", "III", "IV"] {
        save(&mut van_khe, &report, item, None, "<p>Đã làm.</p>").await;
    }
    let section = format!("/reports/{report}/sections/I");
    van_khe
        .send(&format!("{section}/suggestion"), &[("base", "")])
        .await
        .leads_to(&section);
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    van_khe
        .open(&figures)
        .await
        .sees("Số liệu đã được chấp nhận ở đợt trước (Sơ kết 5 năm)")
        .sees("<dt>Tổ tự quản, Năm 2016</dt><dd>9 tổ</dd>");
    van_khe
        .send(&format!("{figures}/suggestion"), &[])
        .await
        .leads_to(&figures);
    let taken = van_khe.open(&figures).await;
    taken
        .sees("1 ô lấy từ đợt trước hoặc từ tệp, chưa ai đọc lại")
        .does_not_see("Số liệu đã được chấp nhận ở đợt trước");
    let desk = format!("/reports/{report}/presentation");
    let unread = van_khe.send(&desk, &[]).await;
    unread.is_refused("TK054");
    assert!(
        unread.text.contains("I. Đặc điểm tình hình"),
        "{}",
        unread.text
    );
    assert!(
        unread.text.contains("Biểu số liệu về tổ tự quản"),
        "{}",
        unread.text
    );
    van_khe
        .open(&desk)
        .await
        .sees("Lấy từ đợt trước hoặc từ tệp, chưa ai đọc lại");
    let mut thong = house.person("vankhe.ld").await;
    let seen = thong.data(&desk).await["seen"]
        .as_str()
        .expect("a print")
        .to_owned();
    let sign = [("seen", seen.as_str()), ("known", "0")];
    thong
        .send(&format!("/reports/{report}/submission"), &sign)
        .await
        .is_refused("TK054");
    let base = van_khe.data(&section).await["version"].clone();
    let base = [("base", base.as_str().expect("a version"))];
    van_khe
        .send(&format!("{section}/reading"), &base)
        .await
        .leads_to(&section);
    let other = [("to:2016", "8"), ("was:to:2016", "9")];
    van_khe.send(&figures, &other).await.leads_to(&figures);
    van_khe.send(&desk, &[]).await.leads_to(&desk);
}

#[tokio::test]
async fn figures_that_still_hold_are_confirmed_as_they_are() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    earlier_campaign(&house, &campaign).await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    van_khe
        .send(&format!("{figures}/suggestion"), &[])
        .await
        .leads_to(&figures);
    van_khe
        .send(&format!("{figures}/reading"), &[])
        .await
        .leads_to(&figures);
    let shown = van_khe.data(&figures).await;
    assert_eq!(shown["unread"], 0);
    assert_eq!(shown["rows"][0]["cells"][0]["saved"], "9");
    van_khe
        .send(&format!("{figures}/suggestion"), &[])
        .await
        .is_refused("TK010");
}

/// The standing agency counts "Tổ tự quản" in another unit of measure.
async fn counts_otherwise(house: &TestHouse, campaign: &OpenCampaign, unit_of_measure: &str) {
    let mut officer = house.person("thuongtruc").await;
    let row = format!("{}/to", campaign.form);
    let measure = [
        ("change", "measure"),
        ("measure", row.as_str()),
        ("unit_of_measure", unit_of_measure),
        ("reason", "Theo biểu mẫu mới"),
    ];
    let path = format!("/campaigns/{}/amendments", campaign.id);
    officer.send(&path, &measure).await.leads_to(&path);
}

#[tokio::test]
async fn figures_typed_on_a_page_of_another_unit_of_measure_are_kept_and_read_again() {
    for kept in tongket_store::testing::ThrowAway::both(now()).await {
        counted_otherwise(TestHouse::over(kept, now())).await;
    }
}

fn now() -> jiff::Timestamp {
    "2026-04-01T08:00:00+07:00".parse().expect("a moment")
}

async fn counted_otherwise(house: TestHouse) {
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/figures/{}", campaign.form);
    let opened = van_khe.open(&path).await;
    opened.sees("name=\"measure:to\" value=\"tổ\"");
    counts_otherwise(&house, &campaign, "nhóm").await;
    // She types on the page that she had opened before.
    let typed = [
        ("to:2025", "12"),
        ("was:to:2025", ""),
        ("measure:to", "tổ"),
        ("thanh_vien:2025", "96"),
        ("was:thanh_vien:2025", ""),
        ("measure:thanh_vien", "người"),
    ];
    let told = van_khe.send(&path, &typed).await;
    told.sees("Tổ tự quản (tổ): từ khi bạn mở trang này, đơn vị tính đã đổi thành nhóm")
        .sees("Mở lại biểu")
        .does_not_see("Thành viên tổ tự quản (người): từ khi");
    let data = van_khe.data(&path).await;
    assert_eq!(data["unread"], 1, "{data}");
    let cell = |row: usize| data["rows"][row]["cells"][1].clone();
    assert_eq!(
        (&cell(0)["saved"], &cell(0)["unread"]),
        (&"12".into(), &true.into())
    );
    assert_eq!(
        (&cell(2)["saved"], &cell(2)["unread"]),
        (&"96".into(), &false.into())
    );
    // It changes again while she reads the page: what she confirms is not what stands there now.
    let reading = format!(
        "{path}/reading?measures={}",
        data["measures"].as_str().expect("a print")
    );
    counts_otherwise(&house, &campaign, "tổ, nhóm").await;
    van_khe.send(&reading, &[]).await.is_refused("TK084");
    assert_eq!(van_khe.data(&path).await["unread"], 1);
    // On the page opened again she corrects the figure, and nothing is left to be read.
    let corrected = [
        ("to:2025", "14"),
        ("was:to:2025", "12"),
        ("measure:to", "tổ, nhóm"),
    ];
    van_khe.send(&path, &corrected).await.leads_to(&path);
    let data = van_khe.data(&path).await;
    assert_eq!(
        (&data["unread"], &data["rows"][0]["cells"][1]["saved"]),
        (&0.into(), &"14".into())
    );
}

/// An earlier campaign in which the report of xã Vân Khê was accepted.
#[allow(clippy::too_many_lines, reason = "its rows, one after the other")]
async fn earlier_campaign(house: &TestHouse, campaign: &OpenCampaign) {
    use campaign::{self, Form, Item};
    use tongket_core::exchange::{Content, Figure, Section, SectionState};
    use tongket_store::{duty, new_id, report};
    let content = Content {
        sections: vec![Section {
            item: "I".to_owned(),
            state: SectionState::Written,
            html: "<p>Năm 2021 xã có 11 thôn.</p>".to_owned(),
            text: "Năm 2021 xã có 11 thôn.".to_owned(),
        }],
        figures: vec![Figure {
            indicator: "bieu-truoc/to_tu_quan".to_owned(),
            period: "nam-2016".to_owned(),
            value: 9.into(),
            unit: "tổ".to_owned(),
        }],
        ..Content::default()
    };
    let content = serde_json::to_string(&content).expect("JSON");
    let (model, owed) = (campaign.id.clone(), campaign.report_of(VAN_KHE).to_owned());
    let now = house.clock.now();
    house
        .kept
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                let earlier = campaign::Campaign {
                    id: new_id(),
                    title: "Sơ kết 5 năm".to_owned(),
                    ..campaign::find(tx, &model).await?.expect("the campaign")
                };
                campaign::create(tx, &earlier).await?;
                let item = Item {
                    id: "I".to_owned(),
                    title: "ĐẶC ĐIỂM TÌNH HÌNH".to_owned(),
                    level: 1,
                    kind: "heading".to_owned(),
                    ..Item::default()
                };
                campaign::add_item(tx, &earlier.id, 1, &item).await?;
                let form = Form {
                    id: "bieu-truoc".to_owned(),
                    item: "I".to_owned(),
                    title: "Biểu đợt trước".to_owned(),
                    definition: EARLIER_FORM.to_owned(),
                };
                campaign::add_form(tx, &earlier.id, 1, &form).await?;
                let owed = duty::Duty {
                    id: new_id(),
                    campaign: earlier.id,
                    ..duty::find(tx, &owed).await?.expect("the duty")
                };
                duty::create(tx, &owed).await?;
                let (report, _) = report::open(tx, &owed, now).await?;
                tx.change_for_test(
                    "INSERT INTO submission (id, report, ordinal, receipt_year, receipt_ordinal,
                       receipt, content, content_sha256, reason, to_unit, at, by_account)
                     VALUES ('truoc', $1, 1, 2021, 1, '0001/2021', $2, '', '', $3, $4, 'ai')",
                    values![&report.id, &content, &owed.unit, now],
                )
                .await?;
                tx.change_for_test(
                    "INSERT INTO acceptance (id, submission, note, at, by_account)
                     VALUES ('nhan', 'truoc', '', $1, 'ai')",
                    values![now],
                )
                .await?;
                Ok(Done::already(()))
            })
        })
        .await
        .expect("the earlier campaign is laid down");
}
