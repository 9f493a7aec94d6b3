//! Sources that shift under a draft: a unit owes its report no more, a version is sent back, units
//! merge, a row is counted otherwise, the clock steps back, districts stand between.

use serde_json::{Value, json};

use crate::people::Person;
use crate::people::tier::{Scene, done};

/// What the officer makes of a sentence of Vân Khê.
const EDITED: &str = "Đề nghị cấp kinh phí.";

/// A draft in which one sentence was edited.
async fn edited(scene: &Scene) -> Person {
    let mut officer = scene.begun().await;
    let words = "hỗ trợ kinh phí tuần tra ban đêm";
    scene.edits(&mut officer, "IV", words, "cấp kinh phí").await;
    officer
}

#[tokio::test]
async fn a_unit_that_owes_its_report_no_more_leaves_its_words_and_says_why() {
    for scene in Scene::everywhere().await {
        released(scene).await;
    }
}

async fn released(scene: Scene) {
    let mut officer = edited(&scene).await;
    let because = "Xã gửi báo cáo theo ngành dọc";
    let mut release = vec![
        ("change", "release_unit"),
        ("task", "T05"),
        ("units", "xã Vân Khê"),
    ];
    let amendments = format!("/campaigns/{}/amendments", scene.campaign.id);
    officer
        .send(&amendments, &release)
        .await
        .is_refused("TK044");
    release.push(("reason", because));
    officer
        .send(&format!("{amendments}/preview"), &release)
        .await
        .sees("đã được chấp nhận sẽ không còn được tính")
        .sees("xã Vân Khê");
    let page = officer.open(&scene.path()).await;
    page.does_not_see("Báo cáo nguồn đã thay đổi");
    scene.amends(&mut officer, &release).await;
    let history = officer.open(&amendments).await;
    history
        .sees("Đơn vị thôi thực hiện nhiệm vụ")
        .sees("không phải thực hiện nhiệm vụ T05 nữa");
    let told = officer.data(&amendments).await;
    let change = told["amendments"][0]["differences"][0].clone();
    let sent = change["sent"].as_str().expect("an address");
    history.sees(&format!("<a href=\"{sent}\">báo cáo đã nộp trước đó</a>"));
    officer.open(sent).await.sees("xã Vân Khê");
    let page = officer.open(&scene.path()).await;
    page.sees("Báo cáo nguồn đã thay đổi")
        .sees("Báo cáo không còn được tính: xã Vân Khê: không còn phải báo cáo từ 08:00 01/4/2026")
        .sees(because)
        .sees("1/4 đơn vị");
    scene.brings_up(&mut officer).await;
    let lost = "Địa bàn rộng, dân cư ở phân tán dọc bờ sông.";
    let kept = scene.text(&mut officer, "I").await;
    assert!(kept.contains(lost), "{kept}");
    let kept = scene.text(&mut officer, "IV").await;
    assert!(kept.contains(EDITED), "{kept}");
    let totals = scene.text(&mut officer, "II.2").await;
    assert!(totals.contains("Tổ tự quản: 8 tổ"), "{totals}");
    // The page, the news and the card say whose it was and why it is gone.
    let page = officer.open(&scene.path()).await;
    page.sees("mất nguồn").sees("<b>xã Vân Khê</b>: không còn");
    let page = officer.open(&scene.section("I")).await;
    page.sees("Không còn nguồn")
        .sees("<b>xã Vân Khê</b>")
        .sees(because);
    let key = scene.piece(&mut officer, "I", lost).await;
    let card = format!("{}?piece={key}", scene.section("I"));
    officer.open(&card).await.sees(because);
    // The unit reads what it sent, and sends no more.
    let mut drafter = scene.house.person("vankhe").await;
    let shown = officer
        .data(&format!("{}/pieces/{key}", scene.section("I")))
        .await;
    let sent = shown["card"]["sources"][0]["href"]
        .as_str()
        .expect("an address");
    drafter.open(sent).await.sees("dân cư ở phân tán");
    let duties = drafter.data("/duties").await;
    let all = ["owed", "done"].map(|heap| duties[heap].as_array().cloned().unwrap_or_default());
    let kinds: Vec<&str> = (all.iter().flatten())
        .filter_map(|duty| duty["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["deed"], "{duties}");
    let told = drafter.open("/duties").await;
    told.sees("không phải thực hiện nhiệm vụ T05 nữa");
}

#[tokio::test]
async fn what_is_owed_no_more_cannot_be_sent() {
    let scene = Scene::with_two().await;
    let report = scene.report_by("vankhe", "xã Vân Khê").await;
    let mut officer = scene.officer().await;
    let release = [
        ("change", "release_unit"),
        ("task", "T05"),
        ("units", "xã Vân Khê"),
        ("reason", "Nhập vào báo cáo của xã khác"),
    ];
    scene.amends(&mut officer, &release).await;
    let mut drafter = scene.house.person("vankhe").await;
    let why = [("reason", "Đếm lại số tổ.")];
    drafter
        .send(&format!("/reports/{report}/correction"), &why)
        .await
        .is_refused("TK055");
    // Whoever had sent nothing is not said to have.
    let also = [
        ("change", "release_unit"),
        ("task", "T05"),
        ("units", "xã Đông Giang"),
        ("reason", "Nhập vào báo cáo của xã khác"),
    ];
    scene.amends(&mut officer, &also).await;
    let amendments = format!("/campaigns/{}/amendments", scene.campaign.id);
    let told = officer.data(&amendments).await;
    let handed_in = |at: usize| told["amendments"][at]["differences"][0]["handed_in"].clone();
    assert_eq!((handed_in(0), handed_in(1)), (json!(false), json!(true)));
}

#[tokio::test]
async fn a_version_that_is_sent_back_leaves_the_accepted_one_counting() {
    for scene in Scene::everywhere().await {
        let mut officer = edited(&scene).await;
        let before = scene.text(&mut officer, "II.2").await;
        let report = scene.report_by("vankhe", "xã Vân Khê").await;
        scene.opens_again("vankhe", &report).await;
        let text = [("II.2", "<p>Toàn xã có 90 tổ tự quản.</p>")];
        scene.writes("vankhe", "xã Vân Khê", &text).await;
        let sent = scene.is_signed("vankhe", &report).await;
        let waiting = "Đã gửi, chờ chấp nhận: xã Vân Khê";
        officer.open(&scene.path()).await.sees(waiting);
        let received = format!("/submissions/{sent}/reception");
        done(&mut officer, &received, &json!({})).await;
        let slip = json!({ "reasons": ["other"], "text": "90 tổ là nhầm." });
        done(&mut officer, &format!("/submissions/{sent}/return"), &slip).await;
        let page = officer.open(&scene.path()).await;
        page.sees("Đã trả lại để sửa: xã Vân Khê")
            .sees("2/5 đơn vị")
            .does_not_see(waiting);
        scene.brings_up(&mut officer).await;
        assert_eq!(scene.text(&mut officer, "II.2").await, before);
    }
}

#[tokio::test]
async fn a_merger_in_mid_draft_keeps_every_report_every_edit_and_every_total() {
    for scene in Scene::everywhere().await {
        merged(scene).await;
    }
}

#[allow(clippy::too_many_lines, reason = "one story")]
async fn merged(scene: Scene) {
    let mut officer = edited(&scene).await;
    let before = scene.text(&mut officer, "II.2").await;
    assert!(before.contains("20 tổ"), "{before}");
    let text = [
        ("I", "<p>Xã có chợ phiên.</p>"),
        ("II.1", "<p>Xã đã ban hành 5 văn bản chỉ đạo.</p>"),
        ("II.2", "<p>Toàn xã có 4 tổ tự quản.</p>"),
        ("III", "<p>Có thôn chưa thành lập được tổ.</p>"),
        ("IV", "<p>Đề nghị trang bị loa cầm tay.</p>"),
    ];
    let report = scene.writes("donggiang", "xã Đông Giang", &text).await;
    let sent = scene.is_signed("donggiang", &report).await;
    let mut quan_tri = scene.house.person("quantri").await;
    let merge = [
        ("kind", "merge"),
        ("from", "xã Vân Khê\nxã Đông Giang"),
        ("to", "xã Vân Giang"),
        ("parent", "tỉnh Sơn Hải"),
        ("effective", "2026-04-10"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
        ("roles", "pass"),
    ];
    let act = "/units/succession/confirmation";
    quan_tri.send(act, &merge).await.leads_to("/units");
    let dissolve = [
        ("kind", "dissolve"),
        ("from", "xã Mường Lạng"),
        ("to", ""),
        ("parent", ""),
        ("effective", "2026-04-10"),
        ("legal_act", "Nghị quyết số 16/NQ-SH"),
        ("roles", "keep"),
    ];
    quan_tri.send(act, &dissolve).await.leads_to("/units");
    let later = "2026-04-20T08:00:00+07:00".parse().expect("a moment");
    scene.house.clock.set(later);
    let mut officer = scene.officer().await;
    let transfer = [
        ("campaign", scene.campaign.id.as_str()),
        ("inheritance", "one_merged"),
        (scene.campaign.unit("xã Mường Lạng"), "xã Vân Giang"),
    ];
    officer
        .send("/units/transfer", &transfer)
        .await
        .leads_to("/units/transfer");
    // What was accepted counts under the name it had, and the coverage says so.
    let page = officer.open(&scene.path()).await;
    page.sees("2/5 đơn vị")
        .sees("<b>xã Vân Khê</b>: nay thuộc xã Vân Giang")
        .sees("vẫn được tính dưới tên cũ")
        .sees("<b>xã Mường Lạng</b>: không còn trong danh mục đơn vị");
    scene.brings_up(&mut officer).await;
    assert_eq!(scene.text(&mut officer, "II.2").await, before);
    let kept = scene.text(&mut officer, "IV").await;
    assert!(kept.contains(EDITED), "{kept}");
    // What was on its way is the successor's, and adds what its author counted.
    scene.accepts(&mut officer, &sent).await;
    officer
        .open(&scene.path())
        .await
        .sees("1 báo cáo mới: xã Vân Giang (tiếp nhận từ xã Đông Giang)")
        .does_not_see("cũng có báo cáo được chấp nhận");
    scene.brings_up(&mut officer).await;
    let after = scene.text(&mut officer, "II.2").await;
    assert!(after.contains("24 tổ (03/03 xã có số liệu)"), "{after}");
    let kept = scene.text(&mut officer, "IV").await;
    assert!(kept.contains(EDITED), "{kept}");
    for format in ["docx", "xlsx"] {
        let file = format!("{}/document/{format}", scene.path());
        assert!(officer.download(&file).await.len() > 1000, "{format}");
    }
}

#[tokio::test]
async fn what_is_counted_otherwise_is_not_added_and_everybody_is_told() {
    for scene in Scene::everywhere().await {
        measured_otherwise(scene).await;
    }
}

#[allow(clippy::too_many_lines, reason = "one story")]
async fn measured_otherwise(scene: Scene) {
    let van_khe = scene.report_by("vankhe", "xã Vân Khê").await;
    let muong_lang = scene.report_by("muonglang", "xã Mường Lạng").await;
    scene.opens_again("vankhe", &van_khe).await;
    let cells = json!({ "to:2025": "12" });
    scene.fills("vankhe", &van_khe, &cells).await;
    scene.goes_up("vankhe", &van_khe).await;
    // Mường Lạng has typed its number and not sent it when the unit of measure changes.
    scene.opens_again("muonglang", &muong_lang).await;
    let cells = json!({ "to:2025": "8" });
    scene.fills("muonglang", &muong_lang, &cells).await;
    let mut officer = edited(&scene).await;
    let table = scene.text(&mut officer, "II.2").await;
    assert!(table.contains("Tổ tự quản tổ – 12"), "{table}");
    let row = format!("{}/to", scene.campaign.form);
    let measure = [
        ("change", "measure"),
        ("measure", row.as_str()),
        ("unit_of_measure", "nhóm"),
        ("reason", "Theo biểu mẫu mới của Bộ"),
    ];
    scene.amends(&mut officer, &measure).await;
    let amended = "Tổ tự quản (tổ) → Tổ tự quản, đơn vị tính mới: nhóm (Theo biểu mẫu mới của Bộ)";
    officer
        .open(&scene.path())
        .await
        .sees("Báo cáo nguồn đã thay đổi")
        .sees(amended);
    officer.open(&scene.section("II.2")).await.sees(amended);
    officer
        .open(&scene.section("III"))
        .await
        .does_not_see(amended);
    let text = [
        ("I", "<p>Xã có chợ phiên.</p>"),
        ("II.1", "<p>Xã đã ban hành 5 văn bản chỉ đạo.</p>"),
        ("II.2", "<p>Tổ phụ nữ tổ chức đèn đường tự quản.</p>"),
        ("III", "<p>Có thôn chưa thành lập được tổ.</p>"),
        ("IV", "<p>Đề nghị trang bị loa cầm tay.</p>"),
    ];
    let dong_giang = scene.writes("donggiang", "xã Đông Giang", &text).await;
    let cells = json!({ "to:2025": "5" });
    scene.fills("donggiang", &dong_giang, &cells).await;
    scene.goes_up("donggiang", &dong_giang).await;
    scene.brings_up(&mut officer).await;
    let beside = "không cộng: 12 tổ (xã Vân Khê); 5 nhóm (xã Đông Giang)";
    let table = scene.text(&mut officer, "II.2").await;
    assert!(table.contains(beside), "{table}");
    let page = officer.open(&scene.path()).await;
    page.sees("<b>Tổ tự quản</b>: các đơn vị dùng đơn vị tính khác nhau")
        .sees("tổ: xã Vân Khê; nhóm: xã Đông Giang")
        .does_not_see(amended);
    let key = scene.piece(&mut officer, "II.2", "không cộng").await;
    let card = format!("{}?piece={key}", scene.section("II.2"));
    officer
        .open(&card)
        .await
        .sees("vì vậy số liệu không được cộng")
        .sees("<b>12 tổ</b>: xã Vân Khê")
        .sees("<b>5 nhóm</b>: xã Đông Giang");
    let kept = scene.text(&mut officer, "IV").await;
    assert!(kept.contains(EDITED), "{kept}");
    // What was typed in the old measure goes up only when somebody has read it.
    let mut drafter = scene.house.person("muonglang").await;
    let presentation = format!("/reports/{muong_lang}/presentation");
    drafter
        .send(&presentation, &[("note", "")])
        .await
        .is_refused("TK054");
    let table = format!("/reports/{muong_lang}/figures/{}", scene.campaign.form);
    drafter
        .open(&table)
        .await
        .sees("vừa đổi đơn vị tính")
        .sees("nhóm");
    done(&mut drafter, &format!("{table}/reading"), &json!({})).await;
    scene.goes_up("muonglang", &muong_lang).await;
    scene.brings_up(&mut officer).await;
    let table = scene.text(&mut officer, "II.2").await;
    let beside = "không cộng: 12 tổ (xã Vân Khê); 13 nhóm (xã Mường Lạng, xã Đông Giang)";
    assert!(table.contains(beside), "{table}");
}

#[tokio::test]
async fn a_section_that_the_outline_has_no_more_is_kept_in_sight() {
    let scene = Scene::with_two().await;
    let mut officer = edited(&scene).await;
    let withdraw = [
        ("change", "withdraw_item"),
        ("item", "IV"),
        ("reason", "Kiến nghị gửi riêng"),
    ];
    scene.amends(&mut officer, &withdraw).await;
    let page = officer.open(&scene.path()).await;
    page.sees("Mục đã bỏ khỏi đề cương")
        .sees("IV. Kiến nghị, đề xuất")
        .sees(EDITED)
        .sees("Kiến nghị gửi riêng");
    scene.brings_up(&mut officer).await;
    officer.open(&scene.path()).await.sees(EDITED);
}

#[tokio::test]
async fn order_is_the_servers_though_its_clock_steps_back() {
    for scene in Scene::everywhere().await {
        stepped_back(scene).await;
    }
}

/// The clock shows an hour of the first of April.
fn shows(scene: &Scene, hour: u8) {
    let moment = format!("2026-04-01T{hour:02}:00:00+07:00");
    scene.house.clock.set(moment.parse().expect("a moment"));
}

#[allow(clippy::too_many_lines, reason = "one story")]
async fn stepped_back(scene: Scene) {
    shows(&scene, 20);
    let mut officer = edited(&scene).await;
    let report = scene.report_by("vankhe", "xã Vân Khê").await;
    // A browser says whatever it likes about the time; nobody asks it.
    shows(&scene, 19);
    let shown = officer.data(&scene.section("III")).await;
    let html = shown["html"].as_str().expect("a text");
    let save = json!({
        "base": shown["version"],
        "html": html.replace("còn ít", "còn hạn hẹp"),
        "at": "2099-01-01T00:00:00Z",
    });
    let versions = format!("{}/versions", scene.section("III"));
    done(&mut officer, &versions, &save).await;
    officer.open(&versions).await.does_not_see("2099");
    // The clock shows an earlier hour at every step that follows.
    shows(&scene, 7);
    scene.opens_again("vankhe", &report).await;
    let open_again = "Đang mở lại để đính chính: xã Vân Khê";
    officer.open(&scene.path()).await.sees(open_again);
    let wrong = [("II.2", "<p>Toàn xã có 90 tổ tự quản.</p>")];
    scene.writes("vankhe", "xã Vân Khê", &wrong).await;
    shows(&scene, 6);
    let sent = scene.is_signed("vankhe", &report).await;
    shows(&scene, 5);
    let reception = format!("/submissions/{sent}/reception");
    done(&mut officer, &reception, &json!({})).await;
    shows(&scene, 4);
    let slip = json!({ "reasons": ["other"], "text": "90 tổ là nhầm." });
    done(&mut officer, &format!("/submissions/{sent}/return"), &slip).await;
    let mut drafter = scene.house.person("vankhe").await;
    drafter.open("/duties").await.sees("Bị trả lại");
    let right = [("II.2", "<p>Toàn xã có 15 tổ tự quản.</p>")];
    scene.writes("vankhe", "xã Vân Khê", &right).await;
    shows(&scene, 3);
    let sent = scene.is_signed("vankhe", &report).await;
    shows(&scene, 2);
    scene.accepts(&mut officer, &sent).await;
    shows(&scene, 1);
    officer
        .open(&scene.path())
        .await
        .sees("1 báo cáo có bản khác: xã Vân Khê")
        .does_not_see(open_again)
        .does_not_see("Đã trả lại để sửa");
    scene.brings_up(&mut officer).await;
    let page = officer.open(&scene.path()).await;
    page.sees("Bản thảo khớp với các báo cáo đã chấp nhận");
    let totals = scene.text(&mut officer, "II.2").await;
    assert!(totals.contains("23 tổ"), "{totals}");
    let kept = scene.text(&mut officer, "III").await;
    assert!(kept.contains("còn hạn hẹp"), "{kept}");
    // What is answered now is answered, though it bears an earlier hour than what it answers.
    let answer = format!("{}/answer", scene.section("II.2"));
    let seen = [("key", ""), ("answer", "seen")];
    officer.send(&answer, &seen).await;
    officer
        .open(&scene.section("II.2"))
        .await
        .does_not_see("Đã theo nguồn");
    // The latest edit is the one that counts, and the list of versions begins with it.
    scene
        .edits(&mut officer, "III", "còn hạn hẹp", "thiếu")
        .await;
    let listed = officer.data(&versions).await;
    let newest = listed["versions"][0]["id"].as_str().expect("an id");
    let shown = officer.data(&scene.section("III")).await;
    assert_eq!(shown["version"], newest, "{listed}");
    // What was amended at an earlier hour than it was sent is later than what was sent.
    let withdraw = [
        ("change", "retitle_item"),
        ("item", "IV"),
        ("title", "Đề xuất, kiến nghị"),
        ("reason", "Cho gọn"),
    ];
    scene.amends(&mut officer, &withdraw).await;
    officer
        .open(&format!("/submissions/{sent}"))
        .await
        .sees("Cho gọn");
    officer
        .open(&scene.section("IV"))
        .await
        .sees("Đề xuất, kiến nghị");
}

/// A district with two communes, which puts their reports together before its own goes up.
struct District {
    unit: String,
    /// Duties by unit: of the district, of its communes.
    duties: Vec<(&'static str, String)>,
}

const COMMUNES: [(&str, &str); 2] = [("nalung", "xã Nà Lũng"), ("phase", "xã Pha Sẻ")];

async fn district(scene: &Scene) -> District {
    let house = &scene.house;
    let province = scene.campaign.unit("tỉnh Sơn Hải");
    let police = scene.campaign.unit("Công an tỉnh Sơn Hải");
    let unit = house.unit("huyện Sông Khê", "huyện", Some(province)).await;
    house.hire("songkhe.tt", "standing_agency", &unit).await;
    let mut owing = vec![("songkhe", unit.clone(), police.to_owned())];
    for (name, commune) in COMMUNES {
        let commune = house.unit(commune, "xã", Some(&unit)).await;
        owing.push((name, commune, unit.clone()));
    }
    let mut duties = Vec::new();
    for (name, owes, via) in owing {
        house.hire(name, "drafter", &owes).await;
        house.hire(&format!("{name}.ld"), "leader", &owes).await;
        let model = scene.campaign.report_of("xã Vân Khê");
        let duty = scene.house.like(model, &owes, &via).await;
        duties.push((name, duty));
    }
    District { unit, duties }
}

impl District {
    fn path(&self, scene: &Scene) -> String {
        format!(
            "/campaigns/{}/consolidation/{}",
            scene.campaign.id, self.unit
        )
    }

    fn duty(&self, name: &str) -> &str {
        let found = self.duties.iter().find(|(known, _)| *known == name);
        &found.expect("it owes a report").1
    }

    /// A unit writes and signs; the id of what was sent.
    async fn signs(&self, scene: &Scene, name: &str, groups: &str) -> String {
        let mut drafter = scene.house.person(name).await;
        let duty: Value = drafter.data(&format!("/duties/{}", self.duty(name))).await;
        let report = duty["report"].as_str().expect("a report").to_owned();
        for item in ["I", "II.1", "II.2", "III", "IV"] {
            let path = format!("/reports/{report}/sections/{item}");
            let html = match item {
                "II.2" => groups.to_owned(),
                item => format!("<p>Nội dung mục {item} của {name}.</p>"),
            };
            let shown = drafter.data(&path).await;
            let save = json!({ "base": shown["version"], "html": html });
            done(&mut drafter, &format!("{path}/versions"), &save).await;
        }
        scene.is_signed(name, &report).await
    }
}

#[tokio::test]
async fn districts_put_communes_together_and_the_province_puts_districts_together() {
    for scene in Scene::everywhere().await {
        three_tiers(scene).await;
    }
}

async fn three_tiers(scene: Scene) {
    let district = district(&scene).await;
    let path = district.path(&scene);
    let mut receiver = scene.house.person("songkhe.tt").await;
    let first = "<p>Toàn xã có 30 tổ tự quản.</p>";
    let first = district.signs(&scene, "nalung", first).await;
    scene.accepts(&mut receiver, &first).await;
    let begun = receiver.send(&format!("{path}/draft"), &[]).await;
    begun.leads_to(&path);
    receiver.open(&path).await.sees("1/2 đơn vị");
    // A commune's late report arrives while the district writes.
    let late = "<p>Toàn xã có 12 tổ tự quản.</p>";
    let late = district.signs(&scene, "phase", late).await;
    receiver
        .open(&path)
        .await
        .sees("Đã gửi, chờ chấp nhận: xã Pha Sẻ");
    scene.accepts(&mut receiver, &late).await;
    receiver
        .open(&path)
        .await
        .sees("1 báo cáo mới: xã Pha Sẻ")
        .sees("2/2 đơn vị");
    receiver
        .send(&format!("{path}/refresh"), &[("item", "")])
        .await
        .leads_to(&path);
    let shown = receiver.data(&format!("{path}/sections/II%2E2")).await;
    let html = shown["html"].as_str().expect("a text");
    assert!(html.contains(">42 tổ<"), "{html}");
    // The district's own report goes up with what it put together.
    let own = "<p>Toàn huyện có 42 tổ tự quản.</p>";
    let own = district.signs(&scene, "songkhe", own).await;
    let mut officer = edited(&scene).await;
    let before = scene.text(&mut officer, "II.2").await;
    assert!(before.contains("20 tổ"), "{before}");
    scene.accepts(&mut officer, &own).await;
    officer
        .open(&scene.path())
        .await
        .sees("1 báo cáo mới: huyện Sông Khê")
        .sees("3/6 đơn vị")
        .does_not_see("xã Nà Lũng");
    scene.brings_up(&mut officer).await;
    let after = scene.text(&mut officer, "II.2").await;
    assert!(after.contains("62 tổ"), "{after}");
    let kept = scene.text(&mut officer, "IV").await;
    assert!(kept.contains(EDITED), "{kept}");
    // The standing agency reads what a district puts together and does not write it.
    officer.open(&path).await.sees("2/2 đơn vị");
    officer
        .send(&format!("{path}/refresh"), &[("item", "")])
        .await
        .is_refused("TK009");
    // Where single reports are passed on beside the district's own, it is said that both count.
    for sent in [&first, &late] {
        let forward = format!("/submissions/{sent}/forwarding");
        done(&mut receiver, &forward, &json!({})).await;
    }
    done(
        &mut officer,
        &format!("/submissions/{own}/forwarding"),
        &json!({}),
    )
    .await;
    let province = scene.campaign.unit("tỉnh Sơn Hải");
    let above = format!("/campaigns/{}/consolidation/{province}", scene.campaign.id);
    let mut leader = scene.house.person("ubndtinh").await;
    let page = leader.open(&above).await;
    page.sees("<b>huyện Sông Khê</b>: vừa có báo cáo của mình, vừa chuyển lên báo cáo của")
        .sees("xã Nà Lũng, xã Pha Sẻ");
}
