//! Figures over the years: who sees which, where a number leads, what a merger does to them.

use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::testing::ThrowAway;
use tongket_store::{Done, StoreError, duty, figure, new_id, report};

use crate::people::TestHouse;
use crate::people::office::OpenCampaign;

/// A figure: code, column, number.
type Cell = (&'static str, &'static str, &'static str);

/// A campaign in which units have reported.
struct Scene {
    house: TestHouse,
    campaign: OpenCampaign,
}

impl Scene {
    async fn over(kept: ThrowAway) -> Scene {
        let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
        let house = TestHouse::over(kept, now);
        let campaign = house.open_campaign().await;
        let scene = Scene { house, campaign };
        let van_khe = [
            ("to", "2016", "10"),
            ("to", "2025", "12"),
            ("to_tot", "2025", "0"),
        ];
        scene.accepted("xã Vân Khê", "vankhe.ld", &van_khe).await;
        let muong_lang = [("to", "2025", "7")];
        scene
            .accepted("xã Mường Lạng", "muonglang.ld", &muong_lang)
            .await;
        scene
    }

    async fn new() -> Scene {
        let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
        Scene::over(ThrowAway::sqlite(now).await).await
    }

    /// A unit writes its report with these figures, its leader signs, the standing agency accepts.
    async fn accepted(&self, unit: &str, leader: &str, cells: &[Cell]) -> String {
        let duty = self.campaign.report_of(unit).to_owned();
        let (form, now) = (self.campaign.form.clone(), self.house.clock.now());
        let cells = cells.to_vec();
        let written = self.house.kept.store.act::<String, StoreError>(move |tx| {
            Box::pin(async move {
                let duty = duty::find(tx, &duty).await?.expect("the duty is there");
                let (report, _) = report::open(tx, &duty, now).await?;
                for item in ["I", "II.1", "II.2", "III", "IV"] {
                    section::keep(tx, &version(&report.id, item, now)).await?;
                }
                for (code, column, value) in cells {
                    let cell = figure::Figure {
                        form: form.clone(),
                        indicator: code.to_owned(),
                        period: column.to_owned(),
                        value: value.to_owned(),
                        author: "somebody".to_owned(),
                        at: now,
                    };
                    figure::put(tx, &report.id, &cell).await?;
                }
                Ok(Done::already(report.id))
            })
        });
        let report = written.await.expect("the report is written");
        let mut leader = self.house.person(leader).await;
        let desk = format!("/reports/{report}");
        let page = leader.data(&format!("{desk}/presentation")).await;
        let fields = [
            ("seen", page["seen"].as_str().expect("a fingerprint")),
            ("known", &page["known"].to_string()),
            ("reason", ""),
        ];
        let answer = leader.send(&format!("{desk}/submission"), &fields).await;
        answer.leads_to("/submissions/");
        let to = answer.location.as_deref().expect("a receipt");
        let version = to.split('/').nth(2).expect("an id").to_owned();
        let mut truc = self.house.person("thuongtruc").await;
        let version_page = format!("/submissions/{version}");
        truc.send(&format!("{version_page}/reception"), &[])
            .await
            .leads_to(&version_page);
        truc.send(&format!("{version_page}/acceptance"), &[])
            .await
            .leads_to(&version_page);
        version
    }

    fn list(&self) -> String {
        format!("/campaigns/{}/series", self.campaign.id)
    }

    fn groups(&self) -> String {
        format!("{}/{}/to", self.list(), self.campaign.form)
    }
}

fn version(report: &str, item: &str, now: jiff::Timestamp) -> Version {
    Version {
        id: new_id(),
        report: report.to_owned(),
        item: item.to_owned(),
        base: None,
        state: State::Written,
        html: "<p>Đã thực hiện.</p>".to_owned(),
        author: "somebody".to_owned(),
        at: now,
        standing: Standing::Current,
        origin: Origin::Typed,
        settles: None,
    }
}

/// The totals and the rows of a series, as they are read out.
fn told(shown: &serde_json::Value) -> Vec<String> {
    let words = |cell: &serde_json::Value| {
        let word = |name: &str| cell[name].as_str().unwrap_or_default().to_owned();
        format!("{}{}", word("mark"), word("shown"))
    };
    let rows = shown["rows"].as_array().expect("rows").iter().map(|row| {
        let cells = row["cells"].as_array().expect("cells").iter().map(words);
        let name = row["unit"].as_str().unwrap_or_default();
        format!("{name}: {}", cells.collect::<Vec<_>>().join(" "))
    });
    let totals = shown["totals"]
        .as_array()
        .expect("totals")
        .iter()
        .map(words);
    let totals = totals.collect::<Vec<_>>().join(" ");
    rows.chain([totals]).collect()
}

#[tokio::test]
async fn the_officer_reads_an_indicator_over_units_and_years() {
    let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
    for kept in ThrowAway::both(now).await {
        let scene = Scene::over(kept).await;
        let mut truc = scene.house.person("thuongtruc").await;
        let list = truc.open(&scene.list()).await;
        list.sees("Số liệu theo năm")
            .sees("Từ 2 báo cáo đã chấp nhận; 3 báo cáo chưa có")
            .sees("Thành viên tổ tự quản")
            .sees("<svg")
            .does_not_see("style=");
        let page = truc.open(&scene.groups()).await;
        page.sees("Tổ tự quản, tổng số từng năm. 2016: 10; 2025: 19.")
            .sees("▲ 2 (+20 %)")
            .sees("trên 1 đơn vị")
            .sees("chưa có báo cáo được chấp nhận");
        let shown = truc.data(&scene.groups()).await;
        let expected = [
            "Sở Nội vụ tỉnh Sơn Hải: ○ ○",
            "Sở Tài chính tỉnh Sơn Hải: ○ ○",
            "xã Mường Lạng: – 7",
            "xã Vân Khê: 10 12",
            "xã Đông Giang: ○ ○",
            "10 19",
        ];
        let mut told = told(&shown);
        told[2..5].sort();
        assert_eq!(told, expected);

        let communes = truc.data(&format!("{}?tier=commune", scene.groups())).await;
        assert_eq!(communes["rows"].as_array().map(Vec::len), Some(3));
        let below = format!("{}?under=x%C3%A3+V%C3%A2n+Kh%C3%AA", scene.groups());
        let below = truc.data(&below).await;
        assert_eq!(below["totals"][1]["shown"], "12", "{below}");

        // A number leads to the cell in the report, a total to the cells that make it.
        let row = shown["rows"].as_array().expect("rows").iter();
        let row = row
            .clone()
            .find(|row| row["unit"] == "xã Vân Khê")
            .expect("its row");
        let href = row["cells"][1]["href"].as_str().expect("an address");
        let (path, cell) = href.split_once('#').expect("a cell");
        let cell = percent_encoding::percent_decode_str(cell).decode_utf8_lossy();
        truc.open(path).await.sees(&format!("id=\"{cell}\""));
        let of_total = shown["totals"][1]["href"].as_str().expect("an address");
        let sources = truc.data(of_total).await;
        let parts = sources["counted"].as_array().expect("cells").iter();
        let parts: i64 = parts
            .map(|it| {
                it["part"]
                    .as_str()
                    .expect("a part")
                    .parse::<i64>()
                    .expect("a number")
            })
            .sum();
        assert_eq!(
            parts.to_string(),
            sources["shown"].as_str().expect("a total")
        );
        truc.open(of_total)
            .await
            .sees("0001/2026-TN-")
            .sees("xã Đông Giang");
    }
}

#[tokio::test]
async fn everybody_sees_the_figures_of_the_reports_they_may_read() {
    let scene = Scene::new().await;
    let mut man = scene.house.person("vankhe").await;
    let own = man.data(&scene.groups()).await;
    assert_eq!(told(&own), ["xã Vân Khê: 10 12", "10 12"]);
    man.open(&scene.groups())
        .await
        .sees("Chỉ gồm các đơn vị mà anh/chị được xem");
    let mut thanh_tra = scene.house.person("thanhtra").await;
    let all = thanh_tra.data(&scene.groups()).await;
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(5));
    let stranger = scene.campaign.unit("Công an tỉnh Sơn Hải").to_owned();
    let mut stranger = scene.house.hire("nguoila", "drafter", &stranger).await;
    for page in [
        scene.list(),
        scene.groups(),
        format!("{}/sources?point=2025", scene.groups()),
        format!("{}/export/csv", scene.list()),
    ] {
        stranger.open(&page).await.is_refused("TK009");
    }
    let mut truc = scene.house.person("thuongtruc").await;
    truc.open(&format!(
        "{}/{}/khong_co",
        scene.list(),
        scene.campaign.form
    ))
    .await
    .is_refused("TK010");
    truc.open(&format!("{}/export/exe", scene.list()))
        .await
        .is_refused("TK011");
}

#[tokio::test]
async fn what_was_looked_at_before_follows_every_report_that_is_accepted() {
    let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
    for kept in ThrowAway::both(now).await {
        let scene = Scene::over(kept).await;
        let mut truc = scene.house.person("thuongtruc").await;
        let mut bien = scene.house.person("donggiang").await;
        truc.open(&scene.list()).await.sees("Từ 2 báo cáo");
        let own = bien.data(&scene.groups()).await;
        assert_eq!(told(&own), ["xã Đông Giang: ○ ○", " "]);
        let dong_giang = [("to", "2016", "5"), ("to", "2025", "6")];
        scene
            .accepted("xã Đông Giang", "donggiang.ld", &dong_giang)
            .await;
        let list = truc.open(&scene.list()).await;
        list.sees("Từ 3 báo cáo đã chấp nhận; 2 báo cáo chưa có");
        let all = told(&truc.data(&scene.groups()).await);
        assert_eq!(all.last().map(String::as_str), Some("15 25"));
        let own = bien.data(&scene.groups()).await;
        assert_eq!(told(&own), ["xã Đông Giang: 5 6", "5 6"]);
    }
}

#[tokio::test]
async fn a_merger_leaves_every_total_as_it_was() {
    let scene = Scene::new().await;
    let mut quan_tri = scene.house.person("quantri").await;
    let merge = [
        ("kind", "merge"),
        ("from", "xã Vân Khê\nxã Mường Lạng"),
        ("to", "xã Vân Lạng"),
        ("parent", "tỉnh Sơn Hải"),
        ("effective", "2026-04-10"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
        ("roles", "pass"),
    ];
    quan_tri
        .send("/units/succession/confirmation", &merge)
        .await
        .leads_to("/units");
    let later = "2026-04-20T08:00:00+07:00".parse().expect("a moment");
    scene.house.clock.set(later);
    let mut truc = scene.house.person("thuongtruc").await;
    let after = truc.data(&scene.groups()).await;
    let rows = told(&after);
    assert!(rows.contains(&"xã Vân Lạng: ◐10 19".to_owned()), "{rows:?}");
    assert_eq!(rows.last().map(String::as_str), Some("10 19"));
    truc.open(&scene.groups())
        .await
        .sees("gồm xã Vân Khê, xã Mường Lạng")
        .sees("chưa có số của xã Mường Lạng");
    let row = after["rows"].as_array().expect("rows").iter();
    let row = row
        .clone()
        .find(|row| row["unit"] == "xã Vân Lạng")
        .expect("its row");
    let href = row["cells"][1]["href"].as_str().expect("an address");
    truc.open(href)
        .await
        .sees("xã Vân Khê")
        .sees("xã Mường Lạng")
        .sees("Tính vào");
}

#[tokio::test]
async fn shares_of_a_unit_that_was_split_are_marked_wherever_they_stand() {
    let scene = Scene::new().await;
    let mut quan_tri = scene.house.person("quantri").await;
    let split = [
        ("kind", "split"),
        ("from", "xã Vân Khê"),
        ("to", "xã Khê Thượng = 30%\nxã Khê Hạ = 70%"),
        ("parent", "tỉnh Sơn Hải"),
        ("effective", "2026-04-10"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
        ("roles", "pass"),
    ];
    quan_tri
        .send("/units/succession/confirmation", &split)
        .await
        .leads_to("/units");
    let later = "2026-04-20T08:00:00+07:00".parse().expect("a moment");
    scene.house.clock.set(later);
    let mut truc = scene.house.person("thuongtruc").await;
    let shown = truc.data(&scene.groups()).await;
    let rows = told(&shown);
    assert!(
        rows.contains(&"xã Khê Thượng: 3 3,6".to_owned()),
        "{rows:?}"
    );
    assert_eq!(rows.last().map(String::as_str), Some("10 19"));
    truc.open(&scene.groups())
        .await
        .sees("<span aria-hidden=\"true\">≈</span><span class=\"unseen\">số chia theo tỷ lệ</span> <a")
        .sees("<dt>≈</dt><dd>là số chia theo tỷ lệ");
    let list = scene.list();
    let csv = truc.open(&format!("{list}/export/csv")).await;
    csv.sees("Năm 2025,xã Khê Thượng,Cấp xã,\"3,6\",chia theo tỷ lệ,có");
    let one = format!("form={}&code=to", scene.campaign.form);
    let word = truc.download(&format!("{list}/export/docx?{one}")).await;
    let word = tongket_paper::import::read(&word, "a.docx").expect("a Word file");
    for said in ["≈ 3,6", "≈ 8,4", "≈ là số chia theo tỷ lệ"] {
        assert!(word.text().contains(said), "{said}: {}", word.text());
    }
    let total = |page: &serde_json::Value| page["totals"][1]["apportioned"].clone();
    assert_eq!(total(&shown), false, "all shares are in it");
    let alone = format!(
        "{}?under=x%C3%A3+Kh%C3%AA+Th%C6%B0%E1%BB%A3ng",
        scene.groups()
    );
    let alone = truc.data(&alone).await;
    assert_eq!(total(&alone), true, "{alone}");
}

#[tokio::test]
async fn the_figures_go_to_files() {
    let scene = Scene::new().await;
    let mut truc = scene.house.person("thuongtruc").await;
    let csv = truc.open(&format!("{}/export/csv", scene.list())).await;
    csv.sees("\u{feff}Biểu,Chỉ tiêu,")
        .sees("Tổ tự quản,tổ,Năm 2016,xã Mường Lạng,Cấp xã,,để trống,không,")
        .sees("Tổ tự quản,tổ,Năm 2025,xã Vân Khê,Cấp xã,12,,có,\"xã Vân Khê, 0001/2026-TN-");
    let one = format!(
        "{}/export/csv?form={}&code=to",
        scene.list(),
        scene.campaign.form
    );
    truc.open(&one)
        .await
        .sees("Tổ tự quản,tổ,")
        .does_not_see("Thành viên");
    let sheet = truc.open(&format!("{}/export/xlsx", scene.list())).await;
    assert!(sheet.text.starts_with("PK"), "no Excel file");
    let word = truc.open(&format!("{}/export/docx", scene.list())).await;
    assert!(word.text.starts_with("PK") && word.text.contains("word/media/chart"));
    let one = one.replace("/csv?", "/pdf?");
    assert!(
        truc.open(&one).await.text.starts_with("%PDF"),
        "no PDF file"
    );
}

#[tokio::test]
async fn what_is_missing_stays_missing_when_its_duty_goes_over() {
    let scene = Scene::new().await;
    let mut quan_tri = scene.house.person("quantri").await;
    let merge = [
        ("kind", "merge"),
        ("from", "xã Vân Khê\nxã Đông Giang"),
        ("to", "xã Vân Giang"),
        ("effective", "2026-04-10"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
    ];
    let confirmation = "/units/succession/confirmation";
    quan_tri.send(confirmation, &merge).await.leads_to("/units");
    let later = "2026-04-20T08:00:00+07:00".parse().expect("a moment");
    scene.house.clock.set(later);
    let mut truc = scene.house.person("thuongtruc").await;
    let part = "xã Vân Giang: ◐10 ◐12".to_owned();
    let shown = truc.data(&scene.groups()).await;
    assert!(told(&shown).contains(&part), "{:?}", told(&shown));
    let fields = [("campaign", scene.campaign.id.as_str())];
    let passed = truc.send("/units/transfer", &fields).await;
    passed.leads_to("/units/transfer");
    let shown = truc.data(&scene.groups()).await;
    assert!(told(&shown).contains(&part), "{:?}", told(&shown));
}
