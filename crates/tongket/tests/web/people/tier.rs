//! Communes that report, and the police who put their reports together.

use std::time::Duration;

use serde_json::{Value, json};
use tongket_store::testing::ThrowAway;
use tongket_store::{Done, StoreError};

use super::office::OpenCampaign;
use super::{Person, TestHouse};

/// What the three communes say.
const VAN_KHE: [(&str, &str); 5] = [
    (
        "I",
        "<p>Xã có 12 thôn. Địa bàn rộng, dân cư ở phân tán dọc bờ sông.</p>",
    ),
    ("II.1", "<p>Xã đã ban hành 4 văn bản chỉ đạo.</p>"),
    (
        "II.2",
        "<p>Toàn xã có 12 tổ tự quản. Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.</p>",
    ),
    (
        "III",
        "<p>Một số tổ trưởng tuổi cao, ngại dùng điện thoại.</p>",
    ),
    ("IV", "<p>Đề nghị hỗ trợ kinh phí tuần tra ban đêm.</p>"),
];
const MUONG_LANG: [(&str, &str); 5] = [
    (
        "I",
        "<p>Xã nằm ở vùng cao, đường đi lại khó khăn vào mùa mưa.</p>",
    ),
    ("II.1", "<p>Xã đã ban hành 6 văn bản chỉ đạo.</p>"),
    (
        "II.2",
        "<p>Toàn xã có 8 tổ tự quản. Các tổ duy trì sinh hoạt hằng tháng theo đúng quy chế.</p>",
    ),
    ("III", "<p>Kinh phí hoạt động còn ít.</p>"),
    ("IV", "<p>Đề nghị tập huấn cho tổ trưởng.</p>"),
];
const DONG_GIANG: [(&str, &str); 5] = [
    ("I", "<p>Xã có chợ phiên họp mỗi tuần một lần.</p>"),
    ("II.1", "<p>Xã đã ban hành 5 văn bản chỉ đạo.</p>"),
    (
        "II.2",
        "<p>Toàn xã có 4 tổ tự quản. Tổ phụ nữ tổ chức đèn đường tự quản.</p>",
    ),
    ("III", "<p>Có thôn chưa thành lập được tổ.</p>"),
    ("IV", "<p>Đề nghị trang bị loa cầm tay.</p>"),
];

/// A province whose police put reports together.
pub(crate) struct Scene {
    pub(crate) house: TestHouse,
    pub(crate) campaign: OpenCampaign,
}

impl Scene {
    pub(crate) async fn new() -> Scene {
        let house = TestHouse::empty().await;
        let campaign = house.open_campaign().await;
        Scene { house, campaign }
    }

    /// On every kind of database that is there, with the reports of Vân Khê and Mường Lạng accepted.
    pub(crate) async fn everywhere() -> Vec<Scene> {
        let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
        let mut scenes = Vec::new();
        for kept in ThrowAway::both(now).await {
            let house = TestHouse::over(kept, now);
            let campaign = house.open_campaign().await;
            scenes.push(Scene { house, campaign }.sent_by_two().await);
        }
        scenes
    }

    /// On every kind of database that is there, before anybody reports.
    pub(crate) async fn everywhere_alone() -> Vec<Scene> {
        let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
        let mut scenes = Vec::new();
        for kept in ThrowAway::both(now).await {
            let house = TestHouse::over(kept, now);
            let campaign = house.open_campaign().await;
            scenes.push(Scene { house, campaign });
        }
        scenes
    }

    /// With the reports of Vân Khê and Mường Lạng accepted.
    pub(crate) async fn with_two() -> Scene {
        Scene::new().await.sent_by_two().await
    }

    pub(crate) async fn sent_by_two(self) -> Scene {
        let scene = self;
        scene.sends("vankhe", "xã Vân Khê", &VAN_KHE).await;
        scene.sends("muonglang", "xã Mường Lạng", &MUONG_LANG).await;
        scene
    }

    pub(crate) async fn third_arrives(&self) {
        self.sends("donggiang", "xã Đông Giang", &DONG_GIANG).await;
    }

    /// Đông Giang sends its report with this in section II.1, and nobody has answered yet; the id of
    /// the version.
    pub(crate) async fn third_waits(&self, section: &str) -> String {
        let sections = DONG_GIANG.map(|(item, html)| match item {
            "II.1" => (item, section),
            _ => (item, html),
        });
        let report = self.writes("donggiang", "xã Đông Giang", &sections).await;
        self.is_signed("donggiang", &report).await
    }

    /// The server ends and begins again.
    pub(crate) fn starts_again(self) -> Scene {
        Scene {
            house: self.house.starts_again(),
            ..self
        }
    }

    /// Somebody gets at the database behind the program.
    pub(crate) async fn tampers(&self, sql: &'static str) {
        let act = self.house.kept.store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                tx.tamper_for_test(sql).await?;
                Ok(Done::already(()))
            })
        });
        act.await.expect("the database is changed");
    }

    /// Waits until what was understood of so many versions is laid down.
    pub(crate) async fn laid_down(&self, versions: i64) {
        let count =
            "SELECT COUNT(*) FROM understood WHERE mark NOT LIKE 'of%' AND figures LIKE '[%'";
        for _ in 0..200 {
            let mut conn = self.house.kept.store.read().await.expect("a connection");
            if conn.number(count, &[]).await.expect("a count") == versions {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("what was understood is not laid down");
    }

    /// The figures that the police put together, as they take them along.
    pub(crate) async fn figures(&self) -> String {
        let path = format!("{}/document/xlsx", self.path());
        let sheet = self.officer().await.download(&path).await;
        let read = tongket_paper::import::read(&sheet, "a.xlsx").expect("a sheet");
        read.text().to_owned()
    }

    pub(crate) async fn officer(&self) -> Person {
        self.house.person("thuongtruc").await
    }

    /// The address of what the police put together.
    pub(crate) fn path(&self) -> String {
        let unit = self.campaign.unit("Công an tỉnh Sơn Hải");
        format!("/campaigns/{}/consolidation/{unit}", self.campaign.id)
    }

    pub(crate) fn section(&self, item: &str) -> String {
        format!("{}/sections/{}", self.path(), item.replace('.', "%2E"))
    }

    pub(crate) async fn report(&self, drafter: &mut Person, unit: &str) -> String {
        let duty = self.campaign.report_of(unit);
        let duty = drafter.data(&format!("/duties/{duty}")).await;
        duty["report"].as_str().expect("a report").to_owned()
    }

    /// A unit writes its sections, its leader signs, the police accept.
    pub(crate) async fn sends(&self, name: &str, unit: &str, sections: &[(&str, &str)]) {
        let report = self.writes(name, unit, sections).await;
        self.goes_up(name, &report).await;
    }

    /// A unit writes its sections, its leader signs; nobody has answered yet.
    pub(crate) async fn sends_only(&self, name: &str, unit: &str, sections: &[(&str, &str)]) {
        let report = self.writes(name, unit, sections).await;
        self.is_signed(name, &report).await;
    }

    pub(crate) async fn writes(&self, name: &str, unit: &str, sections: &[(&str, &str)]) -> String {
        let mut drafter = self.house.person(name).await;
        let report = self.report(&mut drafter, unit).await;
        for (item, html) in sections {
            let path = format!("/reports/{report}/sections/{item}");
            let shown = drafter.data(&path).await;
            let save = json!({ "base": shown["version"], "html": html });
            done(&mut drafter, &format!("{path}/versions"), &save).await;
        }
        report
    }

    /// What is written goes up and is signed; the id of the version that was sent.
    pub(crate) async fn is_signed(&self, name: &str, report: &str) -> String {
        let mut drafter = self.house.person(name).await;
        let page = format!("/reports/{report}/presentation");
        done(&mut drafter, &page, &json!({ "note": "" })).await;
        let mut leader = self.house.person(&format!("{name}.ld")).await;
        let desk = leader.data(&page).await;
        let reason = match desk["known"].as_u64() {
            Some(0) | None => "",
            Some(_) => "Sửa số tổ.",
        };
        let fields = [
            ("seen", desk["seen"].as_str().expect("a fingerprint")),
            ("known", &desk["known"].to_string()),
            ("reason", reason),
        ];
        let path = format!("/reports/{report}/submission");
        let sent = leader.send(&path, &fields).await;
        sent.leads_to("/submissions/");
        let receipt = sent.location.as_deref().expect("a receipt");
        receipt.split('/').nth(2).expect("an id").to_owned()
    }

    /// Who receives reports takes a version in and accepts it.
    pub(crate) async fn accepts(&self, receiver: &mut Person, sent: &str) {
        for act in ["reception", "acceptance"] {
            done(receiver, &format!("/submissions/{sent}/{act}"), &json!({})).await;
        }
    }

    /// A unit opens its accepted report again, to correct it.
    pub(crate) async fn opens_again(&self, name: &str, report: &str) {
        let mut drafter = self.house.person(name).await;
        let why = json!({ "reason": "Đếm lại số tổ." });
        done(&mut drafter, &format!("/reports/{report}/correction"), &why).await;
    }

    /// A unit fills in cells of the table, by code and column.
    pub(crate) async fn fills(&self, name: &str, report: &str, cells: &Value) {
        let mut drafter = self.house.person(name).await;
        let table = format!("/reports/{report}/figures/{}", self.campaign.form);
        done(&mut drafter, &table, cells).await;
    }

    /// The id of a unit's report.
    pub(crate) async fn report_by(&self, name: &str, unit: &str) -> String {
        let mut drafter = self.house.person(name).await;
        self.report(&mut drafter, unit).await
    }

    /// The standing agency amends the campaign.
    pub(crate) async fn amends(&self, officer: &mut Person, fields: &[(&str, &str)]) {
        let path = format!("/campaigns/{}/amendments", self.campaign.id);
        officer.send(&path, fields).await.leads_to(&path);
    }

    /// The key of the piece of a section that says this.
    pub(crate) async fn piece(&self, person: &mut Person, item: &str, words: &str) -> String {
        let shown = person.data(&self.section(item)).await;
        let html = shown["html"].as_str().expect("a text");
        let found = html.split_once(&format!("\">{words}"));
        let (before, _) = found.unwrap_or_else(|| panic!("“{words}” is no piece of {html}"));
        before.rsplit('"').next().expect("a key").to_owned()
    }

    /// What is written goes up and is accepted.
    pub(crate) async fn goes_up(&self, name: &str, report: &str) {
        let sent = self.is_signed(name, report).await;
        self.accepts(&mut self.officer().await, &sent).await;
    }

    /// Vân Khê corrects one section of its accepted report.
    pub(crate) async fn van_khe_corrects(&self, item: &str, html: &str) {
        let mut drafter = self.house.person("vankhe").await;
        let report = self.report(&mut drafter, "xã Vân Khê").await;
        let why = json!({ "reason": "Đếm lại số tổ." });
        done(&mut drafter, &format!("/reports/{report}/correction"), &why).await;
        let path = format!("/reports/{report}/sections/{item}");
        let shown = drafter.data(&path).await;
        let save = json!({ "base": shown["version"], "html": html });
        done(&mut drafter, &format!("{path}/versions"), &save).await;
        self.goes_up("vankhe", &report).await;
    }

    pub(crate) async fn begun(&self) -> Person {
        let mut officer = self.officer().await;
        let begun = officer.send(&format!("{}/draft", self.path()), &[]).await;
        begun.leads_to(&self.path());
        officer
    }

    /// Somebody changes words in a section of the draft.
    pub(crate) async fn edits(&self, person: &mut Person, item: &str, from: &str, to: &str) {
        let shown = person.data(&self.section(item)).await;
        let html = shown["html"].as_str().expect("a text");
        assert!(html.contains(from), "“{from}” is not in {html}");
        let save = json!({ "base": shown["version"], "html": html.replace(from, to) });
        let path = format!("{}/versions", self.section(item));
        let saved = person.send_json(&path, &save).await;
        assert!(saved.text.contains("\"saved\""), "{}", saved.text);
    }

    pub(crate) async fn brings_up(&self, person: &mut Person) {
        let path = format!("{}/refresh", self.path());
        person
            .send(&path, &[("item", "")])
            .await
            .leads_to(&self.path());
    }

    pub(crate) async fn text(&self, person: &mut Person, item: &str) -> String {
        let shown = person.data(&self.section(item)).await;
        let html = shown["html"].as_str().expect("a text");
        tongket_core::issue::draft::runs(html)
            .into_iter()
            .map(|run| run.words)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Something is done by a program, and works.
pub(crate) async fn done(person: &mut Person, path: &str, data: &Value) {
    let answer = person.send_json(path, data).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.text);
}
