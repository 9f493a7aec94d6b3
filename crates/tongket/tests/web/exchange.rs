//! A report on its way: presented, signed, sent, received, sent back, sent again, accepted,
//! corrected, passed on; and what happens when somebody does it twice or at the same time.

use jiff::Timestamp;
use serde_json::json;
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::testing::ThrowAway;
use tongket_store::{Done, StoreError, audit, duty, figure, new_id, notice, report};

use crate::people::office::OpenCampaign;
use crate::people::{Person, TestHouse};

/// What Vân Khê writes at first; "-" says that there is nothing.
pub(crate) const FIRST: [(&str, &str); 5] = [
    ("I", "<p>Xã có 12 thôn. Dân cư thưa.</p>"),
    ("II.1", "<p>Xã đã ban hành 4 văn bản.</p>"),
    ("II.2", "<p>Toàn xã có 12 tổ. Các tổ sinh hoạt đều.</p>"),
    ("III", "-"),
    ("IV", "<p>Đề nghị hỗ trợ kinh phí.</p>"),
];

/// A campaign in a house, with the report of Vân Khê in it.
pub(crate) struct Scene {
    pub(crate) house: TestHouse,
    pub(crate) campaign: OpenCampaign,
    report: String,
}

impl Scene {
    /// On every kind of database that is there.
    pub(crate) async fn everywhere() -> Vec<Scene> {
        let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
        let mut scenes = Vec::new();
        for kept in ThrowAway::both(now).await {
            scenes.push(Scene::over(TestHouse::over(kept, now)).await);
        }
        scenes
    }

    pub(crate) async fn new() -> Scene {
        Scene::over(TestHouse::empty().await).await
    }

    pub(crate) async fn over(house: TestHouse) -> Scene {
        let campaign = house.open_campaign().await;
        let duty = campaign.report_of("xã Vân Khê").to_owned();
        let now = house.clock.now();
        let report = house
            .kept
            .store
            .act::<String, StoreError>(move |tx| {
                Box::pin(async move {
                    let duty = duty::find(tx, &duty).await?.expect("the duty is there");
                    let (report, _) = report::open(tx, &duty, now).await?;
                    Ok(Done::already(report.id))
                })
            })
            .await
            .expect("the report is opened");
        Scene {
            house,
            campaign,
            report,
        }
    }

    pub(crate) async fn person(&self, name: &str) -> Person {
        self.house.person(name).await
    }

    /// Somebody of the unit writes sections.
    pub(crate) async fn writes(&self, sections: &[(&'static str, &'static str)]) {
        let (report, now) = (self.report.clone(), self.house.clock.now());
        let sections = sections.to_vec();
        let kept = self.house.kept.store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                for (item, html) in sections {
                    section::keep(tx, &version(&report, item, html, now)).await?;
                }
                Ok(Done::already(()))
            })
        });
        kept.await.expect("the sections are kept");
    }

    /// Somebody of the unit fills in a cell.
    async fn counts(&self, indicator: &'static str, period: &'static str, value: &'static str) {
        let (report, now) = (self.report.clone(), self.house.clock.now());
        let cell = figure::Figure {
            form: self.campaign.form.clone(),
            indicator: indicator.to_owned(),
            period: period.to_owned(),
            value: value.to_owned(),
            author: "vankhe".to_owned(),
            at: now,
        };
        let kept = self.house.kept.store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                figure::put(tx, &report, &cell).await?;
                Ok(Done::already(()))
            })
        });
        kept.await.expect("the figure is kept");
    }

    pub(crate) fn page(&self, act: &str) -> String {
        let page = format!("/reports/{}/{act}", self.report);
        page.trim_end_matches('/').to_owned()
    }

    /// The leader reads the page and signs; gives the id of the version.
    pub(crate) async fn sign(&self, reason: &str) -> String {
        let mut thong = self.person("vankhe.ld").await;
        let page = thong.data(&self.page("presentation")).await;
        let known = page["known"].to_string();
        let fields = [
            ("seen", page["seen"].as_str().expect("a fingerprint")),
            ("known", &known),
            ("reason", reason),
        ];
        let answer = thong.send(&self.page("submission"), &fields).await;
        answer.leads_to("/submissions/");
        let to = answer.location.as_deref().expect("a receipt");
        to.split('/').nth(2).expect("an id").to_owned()
    }

    /// Written and sent.
    pub(crate) async fn sent(&self) -> String {
        self.writes(&FIRST).await;
        self.sign("").await
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let mut conn = self.house.kept.store.read().await.expect("a connection");
        let sql = match table {
            "submission" => "SELECT COUNT(*) FROM submission",
            "decision" => {
                "SELECT (SELECT COUNT(*) FROM acceptance) + (SELECT COUNT(*) FROM return_slip)"
            }
            "comment" => "SELECT COUNT(*) FROM comment",
            "forwarding" => "SELECT COUNT(*) FROM forwarding",
            other => panic!("{other} is not counted"),
        };
        conn.number(sql, &[]).await.expect("a count")
    }

    /// What a unit was told, the newest first.
    async fn told(&self, unit: &str) -> Vec<String> {
        let mut conn = self.house.kept.store.read().await.expect("a connection");
        let told = notice::of_unit(&mut conn, self.campaign.unit(unit), 50, 0).await;
        let told = told.expect("it can be read").into_iter();
        told.map(|notice| notice.kind).collect()
    }
}

fn version(report: &str, item: &str, html: &str, now: Timestamp) -> Version {
    let nil = html == "-";
    Version {
        id: new_id(),
        report: report.to_owned(),
        item: item.to_owned(),
        base: None,
        state: if nil { State::Nil } else { State::Written },
        html: if nil { String::new() } else { html.to_owned() },
        author: "vankhe".to_owned(),
        at: now,
        standing: Standing::Current,
        origin: Origin::Typed,
        settles: None,
    }
}

#[allow(clippy::too_many_lines, reason = "one story from beginning to end")]
#[tokio::test]
async fn from_the_drafter_to_the_archive_and_back() {
    for scene in Scene::everywhere().await {
        let mut man = scene.person("vankhe").await;
        let mut thong = scene.person("vankhe.ld").await;
        let mut tham = scene.person("thamdinh").await;
        let mut truc = scene.person("thuongtruc").await;
        let desk = scene.page("presentation");

        scene.writes(&FIRST).await;
        man.send(&desk, &[("note", "Kính trình anh")])
            .await
            .leads_to(&desk);
        thong
            .open(&desk)
            .await
            .sees("chờ lãnh đạo ký")
            .sees("Kính trình anh");
        let first = scene.sign("").await;
        thong
            .open(&format!("/submissions/{first}/receipt"))
            .await
            .sees("0001/2026-TN-")
            .sees("Công an tỉnh Sơn Hải");

        truc.open("/submissions")
            .await
            .sees("xã Vân Khê")
            .sees("Đã gửi");
        let version = format!("/submissions/{first}");
        tham.send(&format!("{version}/reception"), &[])
            .await
            .leads_to(&version);
        let comment = [
            ("item", "II.2"),
            ("quote", "Toàn xã có 12 tổ."),
            ("text", "Đối chiếu với biểu số liệu."),
        ];
        tham.send(&format!("{version}/comment"), &comment)
            .await
            .leads_to(&version);
        let back = [
            ("reasons", "inconsistent_figures"),
            ("reasons", "missing_section"),
            ("text", "Bổ sung biểu."),
            ("due", "2026-05-02"),
        ];
        tham.send(&format!("{version}/return"), &back)
            .await
            .leads_to(&version);
        assert_eq!(scene.told("xã Vân Khê").await, ["returned", "presented"]);
        man.open("/duties")
            .await
            .sees("Báo cáo bị trả lại: Xây dựng báo cáo");
        man.open(&scene.page(""))
            .await
            .sees("Xem lý do, góp ý và việc cần làm");

        let page = man.open(&desk).await;
        page.sees("Bị trả lại")
            .sees("Thiếu mục theo đề cương")
            .sees("Hạn gửi lại: 02/5/2026")
            .sees("Đối chiếu với biểu số liệu.");
        let remark = man.data(&desk).await["remarks"][0]["id"].clone();
        let settle = format!("/comments/{}/settlement", remark.as_str().expect("an id"));
        man.send(&settle, &[("answer", "Đã sửa thành 14 tổ.")])
            .await
            .leads_to(&desk);
        scene
            .writes(&[("II.2", "<p>Toàn xã có 14 tổ. Các tổ sinh hoạt đều.</p>")])
            .await;
        scene.counts("to", "2025", "14").await;
        man.send(&desk, &[]).await.leads_to(&desk);
        let second = scene.sign("").await;

        let version = format!("/submissions/{second}");
        truc.open(&version)
            .await
            .sees("Có sửa")
            .sees("Tổ tự quản, Năm 2025");
        truc.open(&format!("{version}/sections/II.2"))
            .await
            .sees("<del>12</del>")
            .sees("<ins>14</ins>")
            .sees("Đã sửa thành 14 tổ.")
            .sees("Câu được góp ý đã sửa");
        tham.send(&format!("{version}/acceptance"), &[])
            .await
            .is_refused("TK009");
        truc.send(&format!("{version}/acceptance"), &[("note", "Tốt")])
            .await
            .leads_to(&version);
        man.open(&desk)
            .await
            .sees("Báo cáo đã được chấp nhận và khóa");
        man.send(&desk, &[]).await.is_refused("TK051");

        let correction = scene.page("correction");
        man.send(&correction, &[("reason", " ")])
            .await
            .is_refused("TK063");
        man.send(&correction, &[("reason", "Nhầm số hộ.")])
            .await
            .leads_to(&desk);
        assert_eq!(scene.told("Công an tỉnh Sơn Hải").await, ["corrected"]);
        man.open("/duties").await.sees("Đang soạn");
        let section = scene.page("sections/I");
        man.open(&section).await.sees("data-autosave");
        scene
            .writes(&[("I", "<p>Xã có 13 thôn. Dân cư thưa.</p>")])
            .await;
        let third = scene.sign("").await;
        truc.open(&format!("/submissions/{third}"))
            .await
            .sees("Nhầm số hộ.")
            .sees("lần 3");
        truc.open(&version).await.sees("Đơn vị đã gửi bản mới hơn.");

        let mut conn = scene.house.kept.store.read().await.expect("a connection");
        let chain = audit::check(&mut conn).await.expect("it can be read");
        chain.expect("every act is in the chain");
    }
}

#[tokio::test]
async fn nothing_goes_up_that_is_not_whole() {
    let scene = Scene::new().await;
    let mut man = scene.person("vankhe").await;
    let desk = scene.page("presentation");
    man.send(&desk, &[]).await.is_refused("TK060");
    scene.writes(&FIRST[..3]).await;
    let missing = man.send(&desk, &[]).await;
    missing.is_refused("TK062");
    assert!(
        missing.text.contains("III. Hạn chế, nguyên nhân"),
        "{}",
        missing.text
    );
    assert!(
        !missing.text.contains("I. Đặc điểm tình hình</li>"),
        "{}",
        missing.text
    );
    scene.writes(&FIRST[3..]).await;
    scene.counts("to", "2025", "3").await;
    scene.counts("to_tot", "2025", "5").await;
    man.send(&desk, &[]).await.is_refused("TK052");
    scene.counts("to_tot", "2025", "2").await;
    man.send(&desk, &[]).await.leads_to(&desk);
    man.send(&desk, &[]).await.is_refused("TK066");
}

#[tokio::test]
async fn the_leader_signs_what_he_saw_or_hands_it_back() {
    let scene = Scene::new().await;
    scene.writes(&FIRST).await;
    let mut man = scene.person("vankhe").await;
    let mut thong = scene.person("vankhe.ld").await;
    let desk = scene.page("presentation");
    man.send(&desk, &[]).await.leads_to(&desk);
    let back = scene.page("presentation/withdrawal");
    thong
        .send(&back, &[("reason", "Viết lại mục I cho gọn")])
        .await
        .leads_to(&desk);
    man.open(&desk).await.sees("Viết lại mục I cho gọn");
    thong.send(&back, &[]).await.is_refused("TK067");

    man.send(&desk, &[]).await.leads_to(&desk);
    let seen = thong.data(&desk).await["seen"]
        .as_str()
        .expect("a fingerprint")
        .to_owned();
    scene.writes(&[("I", "<p>Xã có 15 thôn.</p>")]).await;
    let sign = scene.page("submission");
    let fields = [("seen", seen.as_str()), ("known", "0")];
    thong.send(&sign, &fields).await.is_refused("TK065");
    man.send(&sign, &fields).await.is_refused("TK009");
    thong
        .open(&desk)
        .await
        .sees("Nội dung đã được sửa sau khi trình");
    assert_eq!(scene.count("submission").await, 0);
}

#[tokio::test]
async fn what_leader_and_drafter_say_to_each_other_is_told_to_them_and_to_nobody_else() {
    for scene in Scene::everywhere().await {
        scene.writes(&FIRST).await;
        let mut man = scene.person("vankhe").await;
        let mut thong = scene.person("vankhe.ld").await;
        let desk = scene.page("presentation");
        let back = scene.page("presentation/withdrawal");
        man.send(&desk, &[("note", "Anh xem giúp em mục I")])
            .await
            .leads_to(&desk);
        thong
            .open("/notices")
            .await
            .sees("Báo cáo chờ lãnh đạo ký")
            .sees("Nguyễn Thị Mận");
        thong
            .send(&back, &[("reason", "Số thôn chưa đúng")])
            .await
            .leads_to(&desk);
        man.open("/notices")
            .await
            .sees("Lãnh đạo chuyển lại báo cáo, chưa ký");
        man.open(&scene.page(""))
            .await
            .sees("Báo cáo được chuyển lại, chưa ký")
            .sees("Hoàng Văn Thông chuyển lại lúc")
            .sees("Số thôn chưa đúng");
        man.open(&desk).await.sees("Chuyển lại người soạn, chưa ký");

        man.send(&desk, &[]).await.leads_to(&desk);
        man.open(&scene.page(""))
            .await
            .does_not_see("Báo cáo được chuyển lại");
        man.send(&back, &[("reason", "Gửi nhầm")])
            .await
            .leads_to(&desk);
        man.open(&scene.page(""))
            .await
            .does_not_see("Báo cáo được chuyển lại");
        man.open(&desk).await.sees("Rút lại bản trình, chưa ký");

        let id = scene.sign("").await;
        let version = format!("/submissions/{id}");
        scene
            .person("thuongtruc")
            .await
            .open(&version)
            .await
            .sees("Ký và gửi lần 1")
            .does_not_see("Số thôn chưa đúng")
            .does_not_see("Anh xem giúp em")
            .does_not_see("Chuyển lại người soạn");
        thong.open(&version).await.sees("Số thôn chưa đúng");
    }
}

#[tokio::test]
async fn a_report_that_was_sent_says_so_where_it_is_written() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut man = scene.person("vankhe").await;
    let section = scene.page("sections/I");
    man.open(&section)
        .await
        .sees("sửa ở đây không đổi bản đã gửi");
    man.open(&scene.page(""))
        .await
        .sees("sửa ở đây không đổi bản đã gửi");
    let remark = [
        ("item", "I"),
        ("quote", "Dân cư thưa."),
        ("text", "Cần nêu số hộ."),
    ];
    let mut truc = scene.person("thuongtruc").await;
    truc.send(&format!("/submissions/{id}/comment"), &remark)
        .await
        .leads_to("/submissions/");
    man.open(&section)
        .await
        .sees("Cần nêu số hộ.")
        .sees("Góp ý cần xử lý");
    man.open(&scene.page("sections/IV"))
        .await
        .does_not_see("Cần nêu số hộ.");
    man.open(&scene.page("presentation"))
        .await
        .sees("Còn 1 góp ý của nơi nhận chưa trả lời");
    let settled = man.data(&section).await["remarks"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let answer = [("answer", "Đã bổ sung."), ("back", "section")];
    man.send(&format!("/comments/{settled}/settlement"), &answer)
        .await
        .leads_to(&section);
    man.open(&section).await.does_not_see("Cần nêu số hộ.");

    truc.send(&format!("/submissions/{id}/acceptance"), &[])
        .await
        .leads_to("/submissions/");
    for page in [section, scene.page("")] {
        man.open(&page)
            .await
            .sees("Mở bản đính chính")
            .does_not_see("nên không sửa được nữa");
    }
}

#[tokio::test]
async fn a_double_click_sends_once_and_gives_the_same_receipt() {
    for scene in Scene::everywhere().await {
        scene.writes(&FIRST).await;
        let mut thong = scene.person("vankhe.ld").await;
        let page = thong.data(&scene.page("presentation")).await;
        let fields = [
            ("seen", page["seen"].as_str().expect("a fingerprint")),
            ("known", "0"),
        ];
        let (mut one, mut other) = (thong.clone(), thong.clone());
        let sign = scene.page("submission");
        let (first, second) = tokio::join!(one.send(&sign, &fields), other.send(&sign, &fields));
        first.leads_to("/submissions/");
        assert_eq!(first.location, second.location);
        assert_eq!(thong.send(&sign, &fields).await.location, first.location);
        assert_eq!(scene.count("submission").await, 1);
    }
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_first() {
    for scene in Scene::everywhere().await {
        let id = scene.sent().await;
        let mut truc = scene.person("thuongtruc").await;
        let mut tham = scene.person("thamdinh").await;
        let accept = format!("/submissions/{id}/acceptance");
        let back = format!("/submissions/{id}/return");
        let (accepted, returned) = tokio::join!(
            truc.send(&accept, &[]),
            tham.send(&back, &[("reasons", "late")])
        );
        let done = [&accepted, &returned].map(|answer| answer.status.is_redirection());
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        match done[0] {
            true => returned.is_refused("TK073"),
            false => accepted.is_refused("TK072"),
        };
        assert_eq!(scene.count("decision").await, 1);
    }
}

#[tokio::test]
async fn a_receipt_is_checked_by_anybody_and_tells_nothing_else() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut thong = scene.person("vankhe.ld").await;
    let receipt = thong.data(&format!("/submissions/{id}/receipt")).await;
    let (number, sha256) = (
        receipt["number"].as_str().expect("a number"),
        receipt["sha256"].as_str().expect("a fingerprint"),
    );
    let ask = |number: &str, sha256: &str| {
        let fields = serde_urlencoded::to_string([("number", number), ("sha256", sha256)]);
        format!("/receipts?{}", fields.expect("text"))
    };
    let mut stranger = scene.house.visitor();
    stranger.open("/receipts").await.sees("Kiểm tra biên nhận");
    let genuine = stranger.open(&ask(&number.to_lowercase(), sha256)).await;
    genuine.sees("Khớp: ").does_not_see("Vân Khê");
    for (number, sha256) in [
        (number, &sha256.replace(['0', '1'], "2")[..]),
        ("0002/2026-TN-AAAA", sha256),
        ("abc", sha256),
        (number, ""),
    ] {
        stranger
            .open(&ask(number, sha256))
            .await
            .sees("Không khớp: ");
    }
    let page = format!("/submissions/{id}/receipt");
    stranger.open(&page).await.is_refused("TK001");
    scene
        .person("muonglang.ld")
        .await
        .open(&page)
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn remarks_hang_on_words_on_cells_and_on_whole_sections() {
    let scene = Scene::new().await;
    scene.counts("to", "2025", "12").await;
    let id = scene.sent().await;
    let mut tham = scene.person("thamdinh").await;
    let comment = format!("/submissions/{id}/comment");
    let on_words = [
        ("item", "II.2"),
        ("quote", "Các tổ sinh hoạt đều."),
        ("offset", "18"),
        ("text", "Nêu số buổi."),
    ];
    tham.send(&comment, &on_words)
        .await
        .leads_to("/submissions/");
    tham.send(&comment, &on_words)
        .await
        .leads_to("/submissions/");
    let cell = format!("{}/to|2025", scene.campaign.form);
    let on_cell = [
        ("item", "II.2"),
        ("cell", cell.as_str()),
        ("text", "Đủ chưa?"),
    ];
    tham.send(&comment, &on_cell)
        .await
        .leads_to("/submissions/");
    let on_section = [("item", "III"), ("text", "Không hạn chế nào?")];
    tham.send(&comment, &on_section)
        .await
        .leads_to("/submissions/");
    assert_eq!(scene.count("comment").await, 3);

    tham.send(&comment, &[("item", "I"), ("text", " ")])
        .await
        .is_refused("TK077");
    let gone = [("item", "I"), ("quote", "Xã có 99 thôn"), ("text", "Sai")];
    tham.send(&comment, &gone).await.is_refused("TK078");
    let mut man = scene.person("vankhe").await;
    man.send(&comment, &on_section).await.is_refused("TK009");

    let page = tham.open(&format!("/submissions/{id}/sections/II.2")).await;
    page.sees("Nêu số buổi.")
        .sees("Tổ tự quản, Năm 2025: 12 tổ")
        .sees("data-offset=\"18\"");
    tham.open(&format!("/submissions/{id}/sections/III"))
        .await
        .sees("Không hạn chế nào?");
}

#[tokio::test]
async fn the_desk_is_read_by_what_is_looked_for() {
    let scene = Scene::new().await;
    let mut truc = scene.person("thuongtruc").await;
    truc.open("/submissions")
        .await
        .sees("Chưa có báo cáo nào gửi đến");
    let id = scene.sent().await;
    let campaign = &scene.campaign.id;
    let finds = |query: String| format!("/submissions?{query}");
    for query in [
        String::new(),
        format!("campaign={campaign}&state=submitted"),
        "from=van+khe".to_owned(),
        "heap=campaigns".to_owned(),
    ] {
        truc.open(&finds(query)).await.sees(&id);
    }
    for query in [
        "state=accepted",
        "from=Đông+Giang",
        "from=xyz",
        "late=1",
        "campaign=x",
    ] {
        truc.open(&finds(query.to_owned()))
            .await
            .sees("Không có báo cáo nào khớp");
    }
    truc.open("/submissions?heap=forwarded")
        .await
        .does_not_see(&id);
    scene
        .house
        .clock
        .set("2026-04-30T08:00:00+07:00".parse().expect("a moment"));
    let receive = format!("/submissions/{id}/reception");
    truc.send(&receive, &[("back", "list")])
        .await
        .leads_to("/submissions?");
    truc.send(&receive, &[]).await.is_refused("TK079");
    truc.open("/submissions?state=received")
        .await
        .sees("Đã tiếp nhận")
        .sees("gửi trước hạn");
    scene
        .person("vankhe")
        .await
        .open("/submissions")
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn a_late_report_says_so() {
    let scene = Scene::new().await;
    scene
        .house
        .clock
        .set("2026-04-27T08:00:00+07:00".parse().expect("a moment"));
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    truc.open("/submissions?late=1")
        .await
        .sees(&id)
        .sees("gửi chậm 3 ngày");
}

#[tokio::test]
async fn one_section_is_read_across_all_units() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let page = format!("/campaigns/{}/across/III", scene.campaign.id);
    let list = truc.data(&page).await;
    assert_eq!(list["count"], 5);
    let units = list["units"].as_array().expect("units");
    let van_khe = units
        .iter()
        .find(|unit| unit["name"] == "xã Vân Khê")
        .expect("a unit");
    assert_eq!(van_khe["said"], "nil");
    let silent = units.iter().filter(|unit| unit["said"].is_null()).count();
    assert_eq!(silent, 4);
    let here = format!("{page}?at={}", van_khe["at"]);
    let shown = truc.open(&here).await;
    shown
        .sees("Không có")
        .sees(&format!("/submissions/{id}/comment"))
        .sees("data-key=\"n\"");
    let comment = [
        ("item", "III"),
        ("text", "Thật không?"),
        ("back", here.as_str()),
    ];
    let comment = truc
        .send(&format!("/submissions/{id}/comment"), &comment)
        .await;
    comment.leads_to(&page);
    truc.open(&here).await.sees("Thật không?");
    let other = units
        .iter()
        .find(|unit| unit["name"] == "xã Đông Giang")
        .expect("a unit");
    truc.open(&format!("{page}?at={}", other["at"]))
        .await
        .sees("chưa gửi báo cáo nào");
    scene
        .person("muonglang")
        .await
        .open(&page)
        .await
        .does_not_see("Đề nghị hỗ trợ");
}

#[tokio::test]
async fn an_accepted_report_goes_on_to_its_addressee() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let mut ha = scene.person("ubndtinh").await;
    let forward = format!("/submissions/{id}/forwarding");
    truc.send(&forward, &[]).await.is_refused("TK080");
    truc.send(&format!("/submissions/{id}/acceptance"), &[])
        .await
        .leads_to("/submissions/");
    truc.open(&format!("/submissions/{id}"))
        .await
        .sees("Chuyển tiếp đến tỉnh Sơn Hải");
    ha.open("/submissions?heap=forwarded")
        .await
        .does_not_see(&id);
    ha.send(&forward, &[]).await.is_refused("TK009");
    for _ in 0..2 {
        truc.send(&forward, &[("note", "Kính chuyển")])
            .await
            .leads_to("/submissions/");
    }
    assert_eq!(scene.count("forwarding").await, 1);
    assert_eq!(scene.told("tỉnh Sơn Hải").await, ["forwarded"]);
    ha.open("/submissions?heap=forwarded").await.sees(&id);
    ha.open(&format!("/submissions/{id}"))
        .await
        .sees("Kính chuyển");
}

#[tokio::test]
async fn who_has_no_part_sees_nothing() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    for name in ["muonglang", "muonglang.ld", "sotaichinh", "quantri"] {
        let mut other = scene.person(name).await;
        for page in [
            scene.page("presentation"),
            format!("/submissions/{id}"),
            format!("/submissions/{id}/sections/I"),
            format!("/submissions/{id}/receipt"),
        ] {
            let answer = other.open(&page).await;
            answer.is_refused("TK009").does_not_see("12 thôn");
        }
        let back = [("reasons", "late")];
        let answer = other
            .send(&format!("/submissions/{id}/return"), &back)
            .await;
        answer.is_refused("TK009");
    }
    let mut truc = scene.person("thuongtruc").await;
    truc.open(&scene.page("presentation"))
        .await
        .is_refused("TK009");
    truc.open("/submissions/none").await.is_refused("TK010");
}

#[tokio::test]
async fn an_acceptance_that_comes_first_locks_what_is_being_saved() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let mut man = scene.person("vankhe").await;
    // Somebody's act takes its time; everybody else queues up behind it.
    let (begin, begun) = tokio::sync::oneshot::channel::<()>();
    let (release, held) = tokio::sync::oneshot::channel::<()>();
    let store = scene.house.kept.store.clone();
    let long = tokio::spawn(async move {
        let act = store.act::<(), StoreError>(move |_| {
            Box::pin(async move {
                let _ = begin.send(());
                let _ = held.await;
                Ok(Done::already(()))
            })
        });
        act.await
    });
    begun.await.expect("the act has begun");
    let accept = format!("/submissions/{id}/acceptance");
    let accepting = tokio::spawn(async move { truc.send(&accept, &[]).await });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let section = scene.page("sections/I/versions");
    let saving = tokio::spawn(async move {
        let text = json!({ "html": "<p>Sửa vội.</p>" });
        man.send_json(&section, &text).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    release.send(()).expect("it waits");
    long.await.expect("it ends").expect("it is kept");
    let accepted = accepting.await.expect("it ends");
    accepted.leads_to("/submissions/");
    saving.await.expect("it ends").is_refused("TK051");
    let mut man = scene.person("vankhe").await;
    let kept = man.data(&scene.page("sections/I")).await;
    assert_eq!(kept["html"], "<p>Xã có 12 thôn. Dân cư thưa.</p>");
}

#[tokio::test]
async fn the_standing_agency_finds_what_it_was_told() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    truc.send(&format!("/submissions/{id}/acceptance"), &[])
        .await
        .leads_to("/submissions/");
    truc.open("/notices").await.sees("Chưa có thông báo nào");
    let mut man = scene.person("vankhe").await;
    man.send(&scene.page("correction"), &[("reason", "Nhầm số hộ.")])
        .await
        .leads_to("/reports/");
    truc.open("/submissions")
        .await
        .sees("href=\"/notices\"")
        .sees("1 thông báo chưa đọc");
    let told = truc.data("/notices").await;
    let notice = told["unread"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(told["unread"][0]["href"], format!("/submissions/{id}"));
    let read = format!("/notices/{notice}/reading");
    truc.send(&read, &[("back", "notices")])
        .await
        .leads_to("/notices");
    truc.open("/notices")
        .await
        .sees("Không còn thông báo nào chưa đọc")
        .sees("mở lại báo cáo");
    scene
        .person("thamdinh")
        .await
        .open("/notices")
        .await
        .sees("mở lại báo cáo");
}

#[tokio::test]
async fn an_amendment_after_a_report_was_sent_is_shown_with_it() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    scene
        .house
        .clock
        .set("2026-04-02T09:30:00+07:00".parse().expect("a moment"));
    let mut truc = scene.person("thuongtruc").await;
    let amendments = format!("/campaigns/{}/amendments", scene.campaign.id);
    let more = [
        ("change", "add_item"),
        ("under", "II"),
        ("after", "II.1"),
        ("label", "1a."),
        ("title", "Công tác tuyên truyền"),
        ("reason", "Theo chỉ đạo mới"),
    ];
    truc.send(&amendments, &more).await.leads_to(&amendments);
    let said = "trước lần điều chỉnh đợt lúc 09:30 02/4/2026. Thêm mục đề cương: 1a. Công tác tuyên truyền. Lý do: Theo chỉ đạo mới";
    truc.open(&format!("/submissions/{id}")).await.sees(said);
    let mut man = scene.person("vankhe").await;
    man.open(&scene.page("presentation")).await.sees(said);
    scene
        .writes(&[("II.1a", "<p>Có 4 buổi tuyên truyền.</p>")])
        .await;
    scene
        .house
        .clock
        .set("2026-04-03T08:00:00+07:00".parse().expect("a moment"));
    let again = scene.sign("Bổ sung mục mới").await;
    truc.open(&format!("/submissions/{again}"))
        .await
        .does_not_see("trước lần điều chỉnh");
}

#[tokio::test]
async fn the_receiver_gets_the_files_that_were_sent_even_when_they_were_taken_away_later() {
    let scene = Scene::new().await;
    scene.writes(&FIRST).await;
    let mut man = scene.person("vankhe").await;
    let evidence = scene.page("evidence");
    let files: [(&str, &str, &[u8]); 1] =
        [("file", "bien-ban.txt", "Biên bản họp thôn".as_bytes())];
    man.upload(&evidence, &[("item", "I")], &files)
        .await
        .leads_to("/reports/");
    let id = scene.sign("").await;
    let mut truc = scene.person("thuongtruc").await;
    let page = truc.data(&format!("/submissions/{id}")).await;
    let href = page["files"][0]["href"]
        .as_str()
        .expect("a link")
        .to_owned();
    truc.open(&href).await.sees("Biên bản họp thôn");
    man.send(&format!("{href}/removal"), &[])
        .await
        .leads_to("/reports/");
    truc.open(&format!("/submissions/{id}"))
        .await
        .sees(&format!("href=\"{href}\">bien-ban.txt"));
    truc.open(&href).await.sees("Biên bản họp thôn");
}

#[tokio::test]
async fn the_receiver_takes_the_whole_report_along_as_a_file() {
    let scene = Scene::new().await;
    let id = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let shown = truc.data(&format!("/submissions/{id}")).await;
    let receipt = shown["version"]["receipt"].as_str().expect("a receipt");
    let word = truc
        .download(&format!("/submissions/{id}/document/docx"))
        .await;
    let read = tongket_paper::import::read(&word, "bao-cao.docx").expect("a Word file");
    let text = read.text();
    for words in ["XÃ VÂN KHÊ", "12 thôn", "Không có.", receipt] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let pdf = truc
        .download(&format!("/submissions/{id}/document/pdf"))
        .await;
    assert!(pdf.starts_with(b"%PDF"));
    let page = truc.open(&format!("/submissions/{id}")).await;
    page.sees("Tải Word").sees("Tải PDF");
    for format in ["docx", "pdf"] {
        let path = format!("/submissions/{id}/document/{format}");
        let mut other = scene.person("muonglang").await;
        other.open(&path).await.is_refused("TK009");
    }
    truc.open(&format!("/submissions/{id}/document/exe"))
        .await
        .is_refused("TK010");
}
