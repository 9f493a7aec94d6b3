//! The whole way of a report, in the windows of those who walk it: the plan is
//! uploaded and opened, a clerk writes, a leader signs, the standing agency
//! sends back, the clerk mends, the report is accepted. Every page on the way
//! can be used by everybody.

use std::path::{Path, PathBuf};

use serde_json::json;
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, StoreError, new_id};

use crate::people::TestHouse;
use crate::screen::{Line, Screen};

/// The text that is being written.
const TEXT: &str = ".editor .text";
/// The sentence on where the text is.
const STATE: &str = ".editor .state";
/// The one unit that the bundled plan names and the province in small does not have.
const FRONT: &str = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải";

/// The bundled plan, where it lies.
fn plan() -> PathBuf {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/son-hai");
    let plan = example.join("ke-hoach.docx").canonicalize();
    plan.expect("the bundled plan")
}

/// The province with every unit that the bundled plan speaks of.
async fn province() -> TestHouse {
    let house = TestHouse::empty().await;
    let above = house.province().await["tỉnh Sơn Hải"].clone();
    let now = house.clock.now();
    let made = house.kept.store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            let version = UnitVersion {
                id: new_id(),
                unit: unit::create(tx, now).await?,
                name: FRONT.to_owned(),
                kind: "mặt trận".to_owned(),
                level: "tỉnh".to_owned(),
                parent: Some(above),
                ..UnitVersion::default()
            };
            unit::add_version(tx, &version).await?;
            Ok(Done::already(()))
        })
    });
    made.await.expect("the unit is made");
    house.house.units_changed().await;
    house
}

/// A page that is looked at and can be used by everybody.
async fn looks_at(screen: &Screen, name: &str) {
    screen.is_usable_by_everybody().await;
    screen.picture(name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_plan_to_the_accepted_report() {
    let house = province().await;
    let Some(line) = Line::to(&house).await else {
        return;
    };
    let truc = line.seat(&house.person("thuongtruc").await).await;
    open_the_campaign(&truc).await;

    let man = line.seat(&house.person("vankhe").await).await;
    let report = write_the_report(&house, &man).await;
    present(&man, &report, "Kính trình anh xem.").await;

    let thong = line.seat(&house.person("vankhe.ld").await).await;
    sign(&thong, "").await;
    send_back(&truc).await;
    mend(&man).await;
    present(&man, &report, "").await;
    sign(&thong, "").await;
    accept(&truc).await;

    man.open(&format!("{report}/presentation")).await;
    man.sees("Báo cáo đã được chấp nhận và khóa").await;
    man.press_words("Xem biên nhận").await;
    man.press_words("Kiểm tra biên nhận này").await;
    man.sees("Khớp: ").await;
    looks_at(&man, "receipt-verified").await;
    for screen in [truc, man, thong] {
        screen.close().await;
    }
}

/// The officer uploads the plan, puts right what it leaves open, confirms and opens.
async fn open_the_campaign(truc: &Screen) {
    truc.open("/campaigns/new").await;
    looks_at(truc, "campaign-new").await;
    truc.choose_file("#file", &plan()).await;
    truc.press("form[action='/campaigns/plan'] button").await;
    truc.sees("Đã đọc kế hoạch.").await;
    truc.press("article a.span.task").await;
    truc.sees_at(".object.picked").await;
    looks_at(truc, "campaign-plan").await;
    // The conference is ordered, and the plan does not say of whom.
    truc.press_at("//section[h3[starts-with(normalize-space(.), 'T02')]]//a[.='Sửa']")
        .await;
    truc.fill("#e-units", "Công an tỉnh").await;
    truc.fill("#e-reason", "Cơ quan thường trực tổ chức hội nghị")
        .await;
    truc.is_usable_by_everybody().await;
    truc.press("button[name=about][value=task]").await;
    truc.sees("Đã lưu phần sửa.").await;

    truc.press(".tabs a[href$='/members']").await;
    truc.fill("#standing", "Công an tỉnh").await;
    truc.fill("#awards", "Sở Nội vụ").await;
    truc.press("form[action$='/offices'] button").await;
    truc.sees("Đã chọn cơ quan.").await;
    confirm_every_group(truc).await;
    looks_at(truc, "campaign-members").await;
    truc.press(".tabs a[href$='/forms']").await;
    looks_at(truc, "campaign-forms").await;
    truc.press(".tabs a").await;
    looks_at(truc, "campaign-draft").await;
    truc.press("form[action$='/opening'] button").await;
    truc.sees("Đợt tổng kết đã mở").await;
    looks_at(truc, "campaign-open").await;
    truc.press(".tabs a[href$='/calendar']").await;
    looks_at(truc, "campaign-calendar").await;
    truc.press(".tabs a[href$='/amendments']").await;
    looks_at(truc, "campaign-amendments").await;
}

async fn confirm_every_group(truc: &Screen) {
    const OPEN: &str = "form[action$='/confirmations'] button.primary";
    let all = truc.count(OPEN).await;
    truc.press("form[action$='/confirmations'] button").await;
    truc.sees_at_most(OPEN, all - 1).await;
    truc.sees("Đã xác nhận.").await;
    for left in (0..truc.count(OPEN).await).rev() {
        truc.press(OPEN).await;
        truc.sees_at_most(OPEN, left).await;
    }
}

/// The clerk writes one section, says "không có" to another, attaches a proof and enters figures;
/// what is left is written in the same way, away from this window. Gives the report's address.
async fn write_the_report(house: &TestHouse, man: &Screen) -> String {
    man.open("/").await;
    looks_at(man, "duties").await;
    man.press_words("Xây dựng báo cáo tổng kết theo Đề cương")
        .await;
    man.sees("Các mục của đề cương").await;
    let report = man.address().await;
    looks_at(man, "report").await;
    man.press("a[data-key=j]").await;
    man.sees_in(STATE, "tự lưu").await;
    man.write(
        TEXT,
        "Xã có 12 thôn với 2.140 hộ. Địa bàn rộng, giao thông khó khăn.",
    )
    .await;
    man.sees_in(STATE, "Đã lưu").await;
    looks_at(man, "section").await;
    let proof = std::env::temp_dir().join(format!("{}-bien-ban.txt", new_id()));
    std::fs::write(&proof, "Biên bản họp thôn ngày 12/01/2026.").expect("a file");
    man.choose_file("#file", &proof).await;
    man.press("form[data-upload] button").await;
    man.sees("Đã đính kèm minh chứng.").await;
    man.sees_in(TEXT, "2.140 hộ").await;
    std::fs::remove_file(&proof).expect("it goes");

    man.open(&report).await;
    man.press_words("KIẾN NGHỊ, ĐỀ XUẤT").await;
    man.press("a.button[href$='/nil']").await;
    looks_at(man, "nil").await;
    man.press("main form button.primary").await;
    man.sees("Đã ghi “Không có”.").await;
    write_the_rest(house, &report).await;

    man.open(&report).await;
    man.press("a[href*='/figures/']").await;
    looks_at(man, "figures").await;
    man.fill(
        "table.figures tbody tr:first-child td:last-child input",
        "1.250",
    )
    .await;
    man.press("table.figures tbody tr:first-child td:nth-child(3) input")
        .await;
    man.sees("Đã lưu các ô vừa nhập.").await;
    man.open(&report).await;
    man.sees("Báo cáo đã đủ các mục bắt buộc.").await;
    report
}

/// Every section that is still owed gets a sentence.
async fn write_the_rest(house: &TestHouse, report: &str) {
    let mut man = house.person("vankhe").await;
    let overview = man.data(report).await;
    let sections = overview["sections"].as_array().expect("sections");
    let owed = sections
        .iter()
        .filter(|section| section["required"] == true && section["state"] == "empty");
    for section in owed {
        let path = section["href"].as_str().expect("an address");
        let text = json!({ "html": "<p>Đã làm theo kế hoạch của xã.</p>" });
        let saved = man.send_json(&format!("{path}/versions"), &text).await;
        assert!(saved.status.is_success(), "{}", saved.text);
    }
}

async fn present(man: &Screen, report: &str, note: &str) {
    man.open(&format!("{report}/presentation")).await;
    man.sees("2.140 hộ").await;
    man.fill("#note", note).await;
    looks_at(man, "presentation").await;
    man.press("form[action$='/presentation'] button").await;
    man.sees("Đã trình lãnh đạo ký.").await;
}

/// The leader finds what waits for him, reads it on one page and signs.
async fn sign(thong: &Screen, reason: &str) {
    thong.open("/").await;
    thong.press_words("Báo cáo chờ lãnh đạo ký").await;
    thong.sees("Báo cáo đang chờ lãnh đạo ký.").await;
    thong.sees("2.140 hộ").await;
    if !reason.is_empty() {
        thong.fill("#sign-reason", reason).await;
    }
    looks_at(thong, "signature").await;
    thong.press("form[action$='/submission'] button").await;
    thong.sees("Đã ký và gửi báo cáo. Giữ biên nhận này.").await;
    thong.sees("/2026-TN-").await;
    looks_at(thong, "receipt").await;
}

/// The officer receives what came in, points at a sentence and sends it back with a reason.
async fn send_back(truc: &Screen) {
    truc.open("/").await;
    truc.sees("Chờ trả lời").await;
    truc.sees("xã Vân Khê").await;
    looks_at(truc, "today").await;
    truc.open("/submissions").await;
    looks_at(truc, "submissions").await;
    truc.press("form[action$='/reception'] button").await;
    truc.sees("Đã tiếp nhận báo cáo.").await;
    truc.press("table.data th a").await;
    looks_at(truc, "submission").await;
    truc.press_words("Đọc từng mục").await;
    truc.press_at("//*[contains(@class, 'sentence')][contains(., '2.140')]")
        .await;
    assert_eq!(truc.value("#quote").await, "Xã có 12 thôn với 2.140 hộ.");
    truc.fill("#text", "Số hộ chưa khớp với niên giám.").await;
    looks_at(truc, "submission-section").await;
    truc.press("#comment-form button").await;
    truc.sees("Đã ghi góp ý.").await;
    truc.sees_at(".sentence.commented").await;
    truc.press("nav.crumbs a[data-key=u]").await;
    truc.press("#reason-inconsistent_figures").await;
    truc.fill("#return-text", "Đối chiếu lại số hộ.").await;
    truc.choose_day("#return-due", "2026-04-02").await;
    truc.press("#return button").await;
    truc.sees("Đã trả lại báo cáo.").await;
}

/// The author finds why it came back, answers the remark and mends the sentence.
async fn mend(man: &Screen) {
    man.open("/").await;
    man.press_words("Báo cáo bị trả lại").await;
    man.press_words("Xem lý do, góp ý và việc cần làm").await;
    man.sees("Đối chiếu lại số hộ.").await;
    man.sees("Hạn gửi lại: 02/4/2026").await;
    man.sees("Số hộ chưa khớp với niên giám.").await;
    looks_at(man, "slip").await;
    man.fill(".comment input", "Đã sửa theo niên giám.").await;
    man.press(".comment button").await;
    man.sees("Đơn vị trả lời: Đã sửa theo niên giám.").await;
    man.press("nav.crumbs a[href^='/reports/']").await;
    man.press("a[data-key=j]").await;
    man.sees_in(STATE, "tự lưu").await;
    man.write(TEXT, " Toàn xã có 9.800 khẩu.").await;
    man.sees_in(STATE, "Đã lưu").await;
    man.press_words("Các phiên bản").await;
    man.sees("Nguyễn Thị Mận").await;
    looks_at(man, "versions").await;
}

/// The officer sees what changed, and accepts.
async fn accept(truc: &Screen) {
    truc.open("/").await;
    truc.press("table.data th a").await;
    truc.sees("Có sửa").await;
    looks_at(truc, "submission-again").await;
    truc.press_words("Đọc từng mục").await;
    truc.sees_in("#changes ins", "9.800 khẩu").await;
    looks_at(truc, "submission-changes").await;
    truc.press_words("Mọi đơn vị").await;
    looks_at(truc, "across").await;
    truc.open("/").await;
    truc.press("table.data th a").await;
    truc.press("form[action$='/acceptance'] button").await;
    truc.sees("Đã chấp nhận báo cáo.").await;
}
