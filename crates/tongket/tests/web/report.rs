//! Writing a report: what is owed, sections by several hands, proof, files from Word.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tongket_store::{Done, StoreError, account, campaign, new_id, values};

use crate::people::office::OpenCampaign;
use crate::people::{Answer, Person, TestHouse};

pub(crate) const VAN_KHE: &str = "xã Vân Khê";

/// The drafter of a unit before the unit's report, which the first visit begins.
pub(crate) async fn begun(
    house: &TestHouse,
    campaign: &OpenCampaign,
    name: &str,
    unit: &str,
) -> (Person, String) {
    let mut drafter = house.person(name).await;
    let opened = drafter
        .open(&format!("/duties/{}", campaign.report_of(unit)))
        .await;
    let report = opened.leads_to("/reports/").id();
    (drafter, report)
}

/// Saves as the writing box does, and gives what came back.
pub(crate) async fn save(
    person: &mut Person,
    report: &str,
    item: &str,
    base: Option<&str>,
    html: &str,
) -> Value {
    let body = json!({ "base": base, "html": html, "state": "written" });
    let answer = person
        .send_json(
            &format!("/reports/{report}/sections/{item}/versions"),
            &body,
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    serde_json::from_str(&answer.text).expect("JSON")
}

pub(crate) fn version(saved: &Value) -> &str {
    saved["version"].as_str().expect("a version")
}

#[tokio::test]
async fn a_unit_sees_what_it_owes_and_begins_its_report() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut van_khe = house.person("vankhe").await;
    let duties = van_khe.open("/duties").await;
    duties
        .sees("Xây dựng báo cáo tổng kết theo Đề cương")
        .sees("trước ngày 25/4/2026")
        .sees("24/4/2026")
        .sees("Còn 45 ngày")
        .sees("qua Công an tỉnh")
        .sees("Chưa viết")
        .sees("Khen thưởng theo thẩm quyền");
    let report = duties.text.find("Xây dựng báo cáo").expect("the report");
    let deed = duties
        .text
        .find("Khen thưởng theo thẩm quyền")
        .expect("the deed");
    assert!(report < deed, "the more pressing comes first");
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let again = van_khe
        .open(&format!("/duties/{}", campaign.report_of(VAN_KHE)))
        .await;
    assert_eq!(again.id(), report, "the report is begun once");
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .sees("Đặc điểm tình hình")
        .sees("0 trên 5 mục phải trả lời")
        .sees("chưa viết, cũng chưa ghi");
    house
        .person("sotaichinh")
        .await
        .open("/duties")
        .await
        .sees("Đề nghị");
    house
        .person("donggiang")
        .await
        .open(&format!("/reports/{report}"))
        .await
        .is_refused("TK009");
    let mut reader = house.person("nguoixem").await;
    reader.open("/duties").await.sees("Đang soạn");
    reader
        .open(&format!("/reports/{report}"))
        .await
        .is_refused("TK009");
    house
        .clock
        .set("2026-04-25T00:30:00+07:00".parse().expect("a moment"));
    house
        .person("vankhe")
        .await
        .open("/duties")
        .await
        .sees("Quá hạn 1 ngày");
}

#[tokio::test]
async fn a_section_is_saved_cleaned_and_shown_beside_what_is_asked() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/sections/II.1");
    van_khe
        .open(&path)
        .await
        .sees("Số văn bản đã ban hành, số hội nghị quán triệt")
        .sees("data-autosave");
    let saved = save(
        &mut van_khe,
        &report,
        "II.1",
        None,
        "<p onclick=\"x\">Ban hành <b>12</b> văn bản.</p><script>x()</script>",
    )
    .await;
    assert_eq!(saved["status"], "saved");
    assert_eq!(
        saved["html"],
        "<p>Ban hành <strong>12</strong> văn bản.</p>"
    );
    van_khe
        .open(&path)
        .await
        .sees("&#60;strong&#62;12")
        .sees("Nguyễn Thị Mận lưu lúc");
    let plain = [
        ("base", version(&saved)),
        ("html", "Dòng một\nDòng hai"),
        ("next", "next"),
    ];
    van_khe
        .send(&format!("{path}/versions"), &plain)
        .await
        .leads_to(&format!("/reports/{report}/sections/II.2"));
    van_khe.open(&path).await.sees("&#60;p&#62;Dòng hai");
    van_khe
        .send_json(&format!("{path}/versions"), &json!({ "html": "<p>x</p>" }))
        .await;
    let unknown = format!("/reports/{report}/sections/IX/versions");
    van_khe
        .send(&unknown, &[("html", "x")])
        .await
        .is_refused("TK010");
}

#[tokio::test]
async fn a_secret_mark_is_refused_and_nothing_of_it_kept() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let body = json!({ "html": "<p>MẬT</p><p>Kế hoạch tuần tra chi tiết.</p>" });
    let answer = van_khe
        .send_json(&format!("/reports/{report}/sections/I/versions"), &body)
        .await;
    answer.is_refused("TK021").does_not_see("tuần tra");
    van_khe
        .open(&format!("/reports/{report}/sections/I/versions"))
        .await
        .sees("chưa có nội dung");
}

#[tokio::test]
async fn a_replayed_save_is_answered_alike_and_does_nothing_twice() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/sections/I/versions");
    let body = json!({ "base": null, "html": "<p>Xã có 12 thôn.</p>", "key": "k-1" });
    let first = van_khe.send_json(&path, &body).await;
    let other = save(&mut van_khe, &report, "I", None, "<p>Xã có 12 thôn.</p>").await;
    let next = save(
        &mut van_khe,
        &report,
        "I",
        Some(version(&other)),
        "<p>Xã có 13 thôn.</p>",
    )
    .await;
    let again = van_khe.send_json(&path, &body).await;
    assert_eq!(first.text, again.text);
    let shown = van_khe.data(&format!("/reports/{report}/sections/I")).await;
    assert_eq!(
        shown["version"],
        version(&next),
        "the late replay took nothing away"
    );
}

#[tokio::test]
async fn versions_that_are_compared_are_named_and_only_what_changed_is_shown() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut man, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let mut thong = house.person("vankhe.ld").await;
    let long = "<p>Trong mười năm qua, dưới sự lãnh đạo của Đảng ủy, toàn xã đã xây dựng được 12 tổ tự quản, duy trì sinh hoạt hằng tháng ở các thôn, bản.</p>";
    let first = save(&mut man, &report, "II.2", None, long).await;
    let first = version(&first).to_owned();
    let changed = long.replace("12 tổ", "14 tổ");
    let second = save(&mut thong, &report, "II.2", Some(&first), &changed).await;
    let second = version(&second).to_owned();
    let path = format!("/reports/{report}/sections/II.2/versions");
    let page = man.open(&format!("{path}?version={first}")).await;
    page.sees("Bản đang xem</dt><dd>Bản số 1, Nguyễn Thị Mận lưu lúc")
        .sees("So với bản đang dùng</dt><dd>Bản số 2, Hoàng Văn Thông lưu lúc")
        .sees(
            "… toàn xã đã xây dựng được <del>12</del><ins>14</ins> tổ tự quản, duy trì sinh …</p>",
        )
        .sees("Xem toàn văn có đánh dấu chỗ khác");
    man.open(&format!("{path}?version={second}"))
        .await
        .sees("Đây chính là bản đang dùng")
        .does_not_see("So với bản đang dùng");
}

#[tokio::test]
async fn two_people_in_two_paragraphs_are_put_together() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut man, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let mut thong = house.person("vankhe.ld").await;
    let two = "<p>Toàn xã có 12 tổ tự quản.</p><p>Các tổ hoạt động đều.</p>";
    let base = save(&mut man, &report, "II.2", None, two).await;
    let base = version(&base).to_owned();
    save(
        &mut thong,
        &report,
        "II.2",
        Some(&base),
        &two.replace("12", "14"),
    )
    .await;
    let merged = save(
        &mut man,
        &report,
        "II.2",
        Some(&base),
        &two.replace("đều", "có nền nếp"),
    )
    .await;
    assert_eq!(merged["status"], "merged");
    assert_eq!(
        merged["html"],
        two.replace("12", "14").replace("đều", "có nền nếp")
    );
}

#[tokio::test]
async fn two_people_in_one_sentence_are_both_kept_until_somebody_chooses() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut man, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let mut thong = house.person("vankhe.ld").await;
    let text = |number: &str| format!("<p>Toàn xã có {number} tổ tự quản.</p>");
    let base = save(&mut man, &report, "II.2", None, &text("12")).await;
    let base = version(&base).to_owned();
    let theirs = save(&mut thong, &report, "II.2", Some(&base), &text("14")).await;
    let clash = save(&mut man, &report, "II.2", Some(&base), &text("13")).await;
    assert_eq!(clash["status"], "conflict");
    assert_eq!(clash["current"]["html"], text("14"));
    assert_eq!(clash["current"]["author"], "Hoàng Văn Thông");
    let mine = clash["mine"]["version"].as_str().expect("kept");
    let path = format!("/reports/{report}/sections/II.2");
    man.open(&path).await.sees("Mục này có hai bản khác nhau");
    man.open(&format!("/reports/{report}"))
        .await
        .sees("Hai bản khác nhau");
    man.open(&format!("{path}/conflicts/{mine}"))
        .await
        .sees("14 tổ tự quản")
        .sees("13 tổ tự quản")
        .sees("<del>14</del>")
        .sees("<ins>13</ins>");
    let both = [
        ("base", version(&theirs)),
        ("resolves", mine),
        ("html", &(text("14") + &text("13"))),
    ];
    man.send(&format!("{path}/versions"), &both)
        .await
        .leads_to(&path);
    man.open(&path)
        .await
        .does_not_see("Mục này có hai bản khác nhau")
        .sees("có 14 tổ tự quản.&#60;/p&#62;&#60;p&#62;Toàn xã có 13");
    man.open(&format!("{path}/versions"))
        .await
        .sees("Giữ bên cạnh vì khác bản đang dùng");
}

#[tokio::test]
async fn without_script_a_clash_leads_to_both_texts() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut man, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let mut thong = house.person("vankhe.ld").await;
    let path = format!("/reports/{report}/sections/I");
    save(&mut thong, &report, "I", None, "<p>Xã có 12 thôn.</p>").await;
    let form = [("base", ""), ("html", "Xã có mười hai thôn, hai bản.")];
    let answer = man.send(&format!("{path}/versions"), &form).await;
    let to = answer
        .leads_to(&format!("{path}/conflicts/"))
        .location
        .clone()
        .expect("a page");
    man.open(&to)
        .await
        .sees("mười hai thôn, hai bản")
        .sees("Xã có 12 thôn");
}

#[tokio::test]
async fn who_lost_the_session_is_told_so_and_saves_after_signing_in_again() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/sections/I/versions");
    let body = json!({ "base": null, "html": "<p>Gõ dở.</p>", "key": "k-9" });
    let mut lost = van_khe.clone();
    lost.forget();
    let refused = lost.send_json(&path, &body).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    refused.is_refused("TK001");
    let saved = van_khe.send_json(&path, &body).await;
    assert_eq!(saved.status, StatusCode::OK);
    van_khe
        .open(&format!("/reports/{report}/sections/I"))
        .await
        .sees("Gõ dở.");
}

#[tokio::test]
async fn nothing_to_report_is_an_answer_and_an_empty_section_is_none() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/sections/III");
    let saved = save(&mut van_khe, &report, "III", None, "<p>Còn hạn chế.</p>").await;
    van_khe
        .open(&format!("{path}/nil"))
        .await
        .sees("Còn hạn chế.")
        .sees("Đúng, không có");
    van_khe
        .send(&format!("{path}/nil"), &[("base", "khac")])
        .await
        .is_refused("TK050");
    van_khe
        .send(&format!("{path}/nil"), &[("base", version(&saved))])
        .await
        .leads_to(&format!("/reports/{report}/sections/IV"));
    let overview = van_khe.open(&format!("/reports/{report}")).await;
    overview.sees("1 trên 5 mục phải trả lời").sees("badge nil");
    save(&mut van_khe, &report, "IV", None, "").await;
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .sees("1 trên 5 mục phải trả lời");
    let nil = van_khe.data(&path).await;
    assert_eq!(nil["nil"], true);
    let base = nil["version"].as_str().expect("a version");
    save(
        &mut van_khe,
        &report,
        "III",
        Some(base),
        "<p>Thiếu kinh phí.</p>",
    )
    .await;
    assert_eq!(van_khe.data(&path).await["nil"], false);
}

#[tokio::test]
async fn an_old_version_is_compared_and_brought_back() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let old = save(&mut van_khe, &report, "I", None, "<p>Xã có 12 thôn.</p>").await;
    house
        .clock
        .set("2026-03-10T10:00:00+07:00".parse().expect("a moment"));
    let now = save(
        &mut van_khe,
        &report,
        "I",
        Some(version(&old)),
        "<p>Xã có 13 thôn.</p>",
    )
    .await;
    let path = format!("/reports/{report}/sections/I");
    let list = van_khe
        .open(&format!("{path}/versions?version={}", version(&old)))
        .await;
    list.sees("<del>12</del>")
        .sees("<ins>13</ins>")
        .sees("08:00 10/3/2026");
    let form = [("version", version(&old)), ("base", version(&now))];
    van_khe
        .send(&format!("{path}/restoration"), &form)
        .await
        .leads_to(&path);
    van_khe.open(&path).await.sees("Xã có 12 thôn");
    van_khe
        .open(&format!("{path}/versions"))
        .await
        .sees("Lấy lại bản cũ");
}

#[tokio::test]
async fn a_delegate_writes_the_sections_given_and_no_others() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let helper = give_below(&house, &campaign).await;
    let mut helper_person = house.person("vanhoa").await;
    helper_person
        .open(&format!("/reports/{report}"))
        .await
        .is_refused("TK009");
    let give = [
        ("item", "II.1"),
        ("item", "II.2"),
        ("account", helper.as_str()),
    ];
    van_khe
        .send(&format!("/reports/{report}/delegations"), &give)
        .await
        .leads_to("/reports/");
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .sees("Lý Thị Văn");
    helper_person
        .open("/duties")
        .await
        .sees("Công tác lãnh đạo, chỉ đạo")
        .sees("Giao viết báo cáo: Lý Thị Văn – ");
    let page = helper_person.open(&format!("/reports/{report}")).await;
    page.sees("Xây dựng và hoạt động của tổ tự quản")
        .does_not_see("Kiến nghị, đề xuất");
    save(
        &mut helper_person,
        &report,
        "II.1",
        None,
        "<p>Có 5 văn bản.</p>",
    )
    .await;
    let other = format!("/reports/{report}/sections/I/versions");
    helper_person
        .send(&other, &[("html", "x")])
        .await
        .is_refused("TK053");
    helper_person
        .open(&format!("/reports/{report}/sections/I"))
        .await
        .is_refused("TK053");
    let given = van_khe
        .data(&format!("/reports/{report}/delegations"))
        .await;
    let first = given["given"][0]["id"].as_str().expect("an id");
    van_khe
        .send(
            &format!("/reports/{report}/delegations/{first}/revocation"),
            &[],
        )
        .await
        .leads_to("/reports/");
    let own = format!("/reports/{report}/sections/II.1/versions");
    helper_person
        .send(&own, &[("html", "x")])
        .await
        .is_refused("TK053");
    let stranger = [("item", "I"), ("account", "khong-co")];
    van_khe
        .send(&format!("/reports/{report}/delegations"), &stranger)
        .await
        .is_refused("TK014");
}

/// A department below the commune with a drafter of its own; the drafter's account.
async fn give_below(house: &TestHouse, campaign: &OpenCampaign) -> String {
    use tongket_store::unit::{self, UnitVersion};
    let parent = campaign.unit(VAN_KHE).to_owned();
    let now = house.clock.now();
    let drafter = house
        .kept
        .store
        .act::<_, StoreError>(move |tx| {
            Box::pin(async move {
                let id = unit::create(tx, now).await?;
                let version = UnitVersion {
                    id: new_id(),
                    unit: id.clone(),
                    name: "Phòng Văn hóa – Xã hội xã Vân Khê".to_owned(),
                    kind: "phòng".to_owned(),
                    parent: Some(parent),
                    ..UnitVersion::default()
                };
                unit::add_version(tx, &version).await?;
                let model = account::named(tx, "vankhe").await?.expect("the drafter");
                let helper = account::Account {
                    id: new_id(),
                    name: "vanhoa".to_owned(),
                    full_name: "Lý Thị Văn".to_owned(),
                    ..model
                };
                account::create(tx, &helper).await?;
                account::grant(tx, &helper.id, "drafter", &id).await?;
                Ok(Done::already(helper.id))
            })
        })
        .await
        .expect("the department is made");
    house.house.units_changed().await;
    drafter
}

#[tokio::test]
async fn evidence_is_attached_given_out_and_taken_away() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let path = format!("/reports/{report}/evidence");
    let picture: &[u8] = b"\x89PNG\r\n\x1a\nso on";
    let files = [("file", "../ảnh lễ ra quân.png", picture)];
    van_khe
        .upload(&path, &[("item", "I")], &files)
        .await
        .leads_to(&format!("/reports/{report}/sections/I"));
    van_khe
        .upload(&path, &[("item", "I")], &files)
        .await
        .leads_to("/reports/");
    let shown = van_khe.data(&format!("/reports/{report}/sections/I")).await;
    let attached = shown["evidence"].as_array().expect("a list");
    assert_eq!(attached.len(), 1, "the same file is attached once");
    assert_eq!(attached[0]["name"], "ảnh lễ ra quân.png");
    let file = format!("{path}/{}", attached[0]["id"].as_str().expect("an id"));
    van_khe.open(&file).await.sees("so on");
    house
        .person("donggiang")
        .await
        .open(&file)
        .await
        .is_refused("TK009");
    let program: [(&str, &str, &[u8]); 1] = [("file", "a.pdf", b"MZ\x90\x00")];
    van_khe
        .upload(&path, &[], &program)
        .await
        .is_refused("TK022");
    let plain = "TỐI MẬT\nPhương án".as_bytes();
    let old = b"{\\rtf1\\ansi\\uc0 T\\u7888 I M\\u7852 T\\par Ph\\u432\\u417 ng \\u225 n\\par}";
    for (name, bytes) in [
        ("a.txt", plain),
        ("a.csv", plain),
        ("a.rtf", old.as_slice()),
    ] {
        let secret = [("file", name, bytes)];
        van_khe
            .upload(&path, &[], &secret)
            .await
            .is_refused("TK021");
    }
    van_khe.upload(&path, &[], &[]).await.is_refused("TK014");
    van_khe
        .send(&format!("{file}/removal"), &[])
        .await
        .leads_to("/reports/");
    van_khe
        .open(&format!("/reports/{report}"))
        .await
        .does_not_see("lễ ra quân");
    van_khe.open(&file).await.sees("so on");
}

#[tokio::test]
async fn a_report_goes_to_word_and_comes_back_to_its_sections() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    save(
        &mut van_khe,
        &report,
        "I",
        None,
        "<p>Xã có 12 thôn, bản.</p>",
    )
    .await;
    let paper = van_khe.open(&format!("/reports/{report}/paper")).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.text.starts_with("PK"), "a Word file is a package");
    let written = "BÁO CÁO\n\nI. Đặc điểm tình hình\nXã có 15 thôn, bản và 9.800 khẩu.\n\nII. Kết quả thực hiện\n\n1. Công tác lãnh đạo, chỉ đạo\n[Đề cương: - Số văn bản đã ban hành]\nĐảng ủy ban hành 7 văn bản chỉ đạo.\n\n2. Xây dựng và hoạt động của tổ tự quản\nToàn xã có 14 tổ tự quản với 120 thành viên.\n\nV. Chuyện bên lề\nMùa này hoa ban nở trắng rừng.\n";
    let files = [("file", "bao-cao.txt", written.as_bytes())];
    let taken = van_khe
        .upload(
            &format!("/reports/{report}/files"),
            &[("mode", "beside")],
            &files,
        )
        .await;
    let page = taken
        .leads_to(&format!("/reports/{report}/files/"))
        .location
        .clone()
        .expect("a page");
    let shown = van_khe.open(&page).await;
    shown
        .sees("Công tác lãnh đạo, chỉ đạo")
        .sees("7 văn bản chỉ đạo")
        .sees("Giữ bên cạnh, chờ chọn")
        .sees("hoa ban nở trắng rừng");
    van_khe
        .open(&format!("/reports/{report}/sections/I"))
        .await
        .sees("12 thôn, bản")
        .sees("hai bản khác nhau");
    van_khe
        .open(&format!("/reports/{report}/sections/II.1"))
        .await
        .sees("7 văn bản chỉ đạo")
        .does_not_see("[Đề cương:");
    van_khe
        .open(&format!("/reports/{report}/sections/II.2"))
        .await
        .sees("120 thành viên");
    let replaced = van_khe
        .upload(
            &format!("/reports/{report}/files"),
            &[("mode", "replace")],
            &files,
        )
        .await;
    replaced.leads_to("/reports/");
    van_khe
        .open(&format!("/reports/{report}/sections/I"))
        .await
        .sees("15 thôn, bản");
    let junk: [(&str, &str, &[u8]); 1] = [("file", "a.docx", b"PK\x03\x04broken")];
    van_khe
        .upload(&format!("/reports/{report}/files"), &[], &junk)
        .await
        .is_refused("TK023");
}

#[tokio::test]
async fn checks_point_at_the_place_before_anything_is_sent() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    van_khe
        .open(&format!("/reports/{report}/checks"))
        .await
        .sees("Chưa có nội dung để soát")
        .does_not_see("Không thấy chỗ nào cần xem lại");
    save(
        &mut van_khe,
        &report,
        "II.2",
        None,
        "<p>Toàn xã có 14 tổ tự quản.</p><p>Đến nay toàn xã có 17 tổ tự quản.</p>",
    )
    .await;
    let found = van_khe
        .data(&format!("/reports/{report}/checks?item=II.2"))
        .await;
    let codes: Vec<&str> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert!(codes.contains(&"BC001"), "{found}");
    let elsewhere = van_khe
        .data(&format!("/reports/{report}/checks?item=I"))
        .await;
    assert_eq!(elsewhere["findings"], json!([]));
}

#[tokio::test]
async fn the_word_file_has_the_tables_that_belong_to_no_section() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let at_the_end = campaign.form.clone();
    let moved = house.kept.store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            let form = values![&at_the_end];
            tx.change_for_test("UPDATE form SET item = '' WHERE id = $1", form)
                .await?;
            Ok(Done::already(()))
        })
    });
    moved.await.expect("the form stands at the end");
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    let typed = [("to:2025", "1.250")];
    van_khe.send(&figures, &typed).await.leads_to(&figures);
    let paper = van_khe.download(&format!("/reports/{report}/paper")).await;
    let paper = tongket_paper::import::read(&paper, "a.docx").expect("a Word file");
    assert!(paper.text().contains("1.250"), "{}", paper.text());
}

#[tokio::test]
async fn a_deed_is_answered_once_with_a_note_and_proof() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let deed = format!("/duties/{}", campaign.deed_of(VAN_KHE));
    let mut van_khe = house.person("vankhe").await;
    let page = van_khe.open(&deed).await;
    page.sees("Khen thưởng theo thẩm quyền").sees("08/5/2026");
    let fields = [("note", "Đã khen 3 tập thể."), ("key", "k-7")];
    let files: [(&str, &str, &[u8]); 1] = [("file", "quyet-dinh.pdf", b"%PDF-1.4 x")];
    for _ in 0..2 {
        van_khe
            .upload(&format!("{deed}/answers"), &fields, &files)
            .await
            .leads_to(&deed);
    }
    let shown = van_khe.data(&deed).await;
    assert_eq!(
        shown["answers"].as_array().map(Vec::len),
        Some(1),
        "{shown}"
    );
    assert_eq!(shown["evidence"].as_array().map(Vec::len), Some(1));
    van_khe.open("/duties").await.sees("Đã trả lời");
    van_khe
        .upload(&format!("{deed}/answers"), &[("note", " ")], &[])
        .await
        .is_refused("TK014");
    let bad: [(&str, &str, &[u8]); 1] = [("file", "phan-mem.exe", b"MZ\x90\x00\x03\x00\x00\x00")];
    let kept = [("note", "Đã khen thêm 2 cá nhân."), ("key", "k-8")];
    let again = van_khe
        .upload(&format!("{deed}/answers"), &kept, &bad)
        .await;
    assert_eq!(again.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for words in [
        "Tệp “phan-mem.exe” không được nhận.",
        "TK022",
        ">Đã khen thêm 2 cá nhân.</textarea>",
    ] {
        assert!(again.text.contains(words), "{words}: {}", again.text);
    }
    let shown = van_khe.data(&deed).await;
    assert_eq!(shown["answers"].as_array().map(Vec::len), Some(1));
    let mut stranger = house.person("donggiang").await;
    stranger
        .upload(&format!("{deed}/answers"), &fields, &[])
        .await
        .is_refused("TK009");
    house
        .person("thuongtruc")
        .await
        .open(&deed)
        .await
        .sees("Đã khen 3 tập thể.");
}

/// What a person meets where nothing is to be written any more.
fn is_locked(answer: &Answer) {
    answer.is_refused("TK042");
}

#[tokio::test]
async fn a_closed_campaign_is_read_and_not_written() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (mut van_khe, report) = begun(&house, &campaign, "vankhe", VAN_KHE).await;
    save(&mut van_khe, &report, "I", None, "<p>Xã có 12 thôn.</p>").await;
    let (id, now) = (campaign.id.clone(), house.clock.now());
    house
        .kept
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                campaign::close(tx, &id, now).await?;
                Ok(Done::already(()))
            })
        })
        .await
        .expect("the campaign closes");
    let path = format!("/reports/{report}/sections/I");
    van_khe
        .open(&path)
        .await
        .sees("Xã có 12 thôn.")
        .does_not_see("data-autosave");
    is_locked(
        &van_khe
            .send(&format!("{path}/versions"), &[("html", "x")])
            .await,
    );
    is_locked(&van_khe.send(&format!("{path}/nil"), &[]).await);
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    is_locked(&van_khe.send(&figures, &[("to:2025", "1")]).await);
    is_locked(
        &van_khe
            .send(
                &format!("/reports/{report}/delegations"),
                &[("item", "I"), ("account", "x")],
            )
            .await,
    );
    let deed = format!("/duties/{}/answers", campaign.deed_of(VAN_KHE));
    is_locked(&van_khe.upload(&deed, &[("note", "Đã làm.")], &[]).await);
}
