//! From the plan to an open campaign, and what is amended in it.

use std::collections::HashMap;

use axum::http::StatusCode;
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, StoreError, audit, duty, new_id, notice};

use crate::people::office::OpenCampaign;
use crate::people::{Person, TestHouse};

/// The bundled plan.
const PLAN: &[u8] = include_bytes!("../../../../examples/son-hai/ke-hoach.docx");

/// The department that the plan names and the province in small does not have, and the Front.
const MORE_UNITS: [(&str, &str, &str); 1] = [(
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sơn Hải",
    "mặt trận",
    "tỉnh",
)];

/// The standing agency of the bundled plan, with the units that the plan speaks of.
struct Office {
    house: TestHouse,
    units: HashMap<&'static str, String>,
    thuong_truc: Person,
}

impl Office {
    async fn new() -> Office {
        let house = TestHouse::empty().await;
        let mut units = house.province().await;
        let (now, above) = (house.clock.now(), units["tỉnh Sơn Hải"].clone());
        for (name, kind, level) in MORE_UNITS {
            let above = above.clone();
            let made = house.kept.store.act::<_, StoreError>(move |tx| {
                Box::pin(async move {
                    let id = unit::create(tx, now).await?;
                    let version = UnitVersion {
                        id: new_id(),
                        unit: id.clone(),
                        name: name.to_owned(),
                        kind: kind.to_owned(),
                        level: level.to_owned(),
                        parent: Some(above),
                        ..UnitVersion::default()
                    };
                    unit::add_version(tx, &version).await?;
                    Ok(Done::already(id))
                })
            });
            units.insert(name, made.await.expect("the unit is made"));
        }
        let thuong_truc = house.person("thuongtruc").await;
        Office {
            house,
            units,
            thuong_truc,
        }
    }

    /// Uploads the bundled plan; gives the id of the campaign.
    async fn upload(&mut self) -> String {
        let answer = self
            .thuong_truc
            .upload("/campaigns/plan", &[], &[("file", "ke-hoach.docx", PLAN)])
            .await;
        answer.leads_to("/campaigns/");
        let location = answer.location.as_deref().expect("it leads somewhere");
        location
            .split('/')
            .nth(2)
            .expect("the id of the campaign")
            .to_owned()
    }

    /// Puts right what the plan leaves open, confirms everything and opens.
    async fn open(&mut self) -> String {
        let id = self.upload().await;
        let path = |page: &str| format!("/campaigns/{id}/{page}");
        self.drop_tasks_without_units(&id).await;
        self.thuong_truc
            .send(
                &path("offices"),
                &[("standing", "Công an tỉnh"), ("awards", "Sở Nội vụ")],
            )
            .await
            .leads_to(&path("members"));
        self.thuong_truc
            .send(&path("confirmations"), &[("group", "*")])
            .await
            .leads_to(&path("members"));
        let members = self.thuong_truc.data(&path("members")).await;
        for group in members["groups"].as_array().expect("groups") {
            if group["confirmed"] == "" {
                let key = group["key"].as_str().expect("a key");
                self.thuong_truc
                    .send(&path("confirmations"), &[("group", key)])
                    .await
                    .leads_to(&path("members"));
            }
        }
        self.thuong_truc
            .send(&path("opening"), &[])
            .await
            .leads_to(&format!("/campaigns/{id}"));
        id
    }

    /// The conference of the province is in the calendar, and the plan gives it to nobody.
    async fn drop_tasks_without_units(&mut self, id: &str) {
        let plan = self
            .thuong_truc
            .data(&format!("/campaigns/{id}/plan"))
            .await;
        for task in plan["tasks"].as_array().expect("tasks") {
            if task["owed"] == 0 {
                let fields = [
                    ("about", "drop_task"),
                    ("target", task["id"].as_str().expect("an id")),
                    ("reason", "Đã có trong lịch"),
                ];
                let corrections = format!("/campaigns/{id}/corrections");
                self.thuong_truc
                    .send(&corrections, &fields)
                    .await
                    .leads_to(&format!("/campaigns/{id}/plan"));
            }
        }
    }

    async fn notices(&self, unit: &str) -> Vec<String> {
        let mut conn = self.house.kept.store.read().await.expect("a connection");
        let told = notice::of_unit(&mut conn, &self.units[unit], 50, 0).await;
        let told = told.expect("notices can be read");
        told.into_iter().map(|notice| notice.kind).collect()
    }
}

#[tokio::test]
async fn the_plan_is_uploaded_and_seen_beside_what_was_read() {
    let mut office = Office::new().await;
    let id = office.upload().await;
    let page = office
        .thuong_truc
        .open(&format!("/campaigns/{id}/plan"))
        .await;
    page.sees("trước ngày 25/4/2026")
        .sees("27/KH-UBND")
        .sees("ĐẶC ĐIỂM TÌNH HÌNH")
        .sees("data-spans");
    let plan = office
        .thuong_truc
        .data(&format!("/campaigns/{id}/plan"))
        .await;
    let tasks = plan["tasks"].as_array().expect("tasks");
    let reports: Vec<_> = tasks
        .iter()
        .filter(|task| task["is_report"] == true)
        .collect();
    assert_eq!(reports.len(), 3, "{tasks:#?}");
    assert!(
        reports
            .iter()
            .all(|task| task["due"]["iso"] == "2026-04-24")
    );
    let requests = tasks.iter().filter(|task| task["is_request"] == true);
    assert_eq!(
        requests.count(),
        2,
        "a report and a deed are asked of the Front"
    );
    let occasions = plan["occasions"].as_array().expect("occasions");
    assert_eq!(occasions[0]["day"]["iso"], "2026-06-26");
    // Every object that has a place leads to a piece of the text, and every piece to an object.
    let html = &page.text;
    for part in [
        "tasks",
        "deadlines",
        "groups",
        "items",
        "occasions",
        "findings",
    ] {
        for object in plan[part].as_array().expect("a part") {
            let own = object["object"].as_str().expect("an object");
            assert!(
                html.contains(&format!("id=\"o-{own}\"")),
                "{own} is not shown"
            );
            let at = object["at"].as_str().expect("a place");
            assert!(
                at.is_empty() || html.contains(&format!("id=\"s-{at}\"")),
                "{own} leads nowhere: {at}"
            );
        }
    }
    for piece in html.split("href=\"#o-").skip(1) {
        let object = piece.split('"').next().unwrap_or_default();
        assert!(
            html.contains(&format!("id=\"o-{object}\"")),
            "{object} has no card"
        );
    }
}

#[tokio::test]
async fn the_same_file_is_read_once() {
    let mut office = Office::new().await;
    let (first, again) = (office.upload().await, office.upload().await);
    assert_eq!(first, again);
}

#[tokio::test]
async fn a_campaign_is_opened_from_its_plan() {
    let mut office = Office::new().await;
    let id = office.upload().await;
    let path = format!("/campaigns/{id}");
    let refused = office
        .thuong_truc
        .send(&format!("{path}/opening"), &[])
        .await;
    refused.is_refused("TK045");
    assert!(
        refused.text.contains("cơ quan thường trực"),
        "{}",
        refused.text
    );
    office.drop_tasks_without_units(&id).await;
    let offices = [("standing", "Công an tỉnh"), ("awards", "Sở Nội vụ")];
    office
        .thuong_truc
        .send(&format!("{path}/offices"), &offices)
        .await
        .leads_to(&path);
    office
        .thuong_truc
        .send(&format!("{path}/opening"), &[])
        .await
        .is_refused("TK041");
    let mut van_khe = office.house.person("vankhe").await;
    van_khe.open(&path).await.is_refused("TK009");
    van_khe
        .open("/campaigns")
        .await
        .sees("Chưa có đợt tổng kết nào");

    assert_eq!(office.open().await, id, "the same draft goes on");
    van_khe.open("/campaigns").await.sees("27/KH-UBND");
    let mine = van_khe.open(&path).await;
    mine.sees("xã Vân Khê").does_not_see("xã Mường Lạng");
    office
        .thuong_truc
        .open(&path)
        .await
        .sees("xã Mường Lạng")
        .sees("Đề nghị");
    assert_eq!(office.notices("xã Vân Khê").await, ["opened"]);
    office
        .thuong_truc
        .open(&format!("{path}/calendar"))
        .await
        .sees("24/4/2026")
        .sees("26/6/2026");
    // A double click opens once.
    office
        .thuong_truc
        .send(&format!("{path}/opening"), &[])
        .await
        .leads_to(&path);
    assert_eq!(office.notices("xã Vân Khê").await, ["opened"]);
    // The police put the reports together and owe none.
    let mut conn = office.house.kept.store.read().await.expect("a connection");
    let police = &office.units["Công an tỉnh Sơn Hải"];
    let owed = duty::of_unit(&mut conn, police).await.expect("duties");
    assert!(owed.iter().all(|duty| duty.kind == "deed"), "{owed:#?}");
    let chain = audit::check(&mut conn).await.expect("it can be read");
    chain.expect("every act is in the chain");
}

#[tokio::test]
async fn what_was_read_wrongly_is_put_right_with_a_reason_and_taken_back() {
    let mut office = Office::new().await;
    let id = office.upload().await;
    let plan = format!("/campaigns/{id}/plan");
    let corrections = format!("/campaigns/{id}/corrections");
    let task = {
        let read = office.thuong_truc.data(&plan).await;
        let tasks = read["tasks"].as_array().expect("tasks").clone();
        let report = tasks.iter().find(|task| task["is_report"] == true);
        report.expect("a report")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let fields = [
        ("about", "task"),
        ("target", task.as_str()),
        ("due", "20/4/2026"),
        ("reason", ""),
    ];
    office
        .thuong_truc
        .send(&corrections, &fields)
        .await
        .is_refused("TK014");
    let fields = [&fields[..3], &[("reason", "Trùng kỳ họp HĐND")]].concat();
    office
        .thuong_truc
        .send(&corrections, &fields)
        .await
        .leads_to(&plan);
    let page = office.thuong_truc.open(&plan).await;
    page.sees("20/4/2026").sees("Trùng kỳ họp HĐND");
    let read = office.thuong_truc.data(&plan).await;
    let kept = read["corrections"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    office
        .thuong_truc
        .send(&format!("{corrections}/{kept}/withdrawal"), &[])
        .await
        .leads_to(&plan);
    let read = office.thuong_truc.data(&plan).await;
    assert_eq!(read["corrections"].as_array().map(Vec::len), Some(0));
    let add = [
        ("about", "new_task"),
        ("title", "Hỗ trợ kinh phí tổ chức hội nghị"),
        ("units", "Sở Tài chính"),
        ("kind", "deed"),
        ("reason", "Theo thông báo kết luận"),
    ];
    office
        .thuong_truc
        .send(&corrections, &add)
        .await
        .leads_to(&plan);
    office
        .thuong_truc
        .open(&plan)
        .await
        .sees("Hỗ trợ kinh phí tổ chức hội nghị");
    // What others may not see they may not change either.
    let mut lan = office.house.person("sonoivu").await;
    lan.send(&corrections, &add).await.is_refused("TK009");
    lan.open(&plan).await.is_refused("TK009");
}

#[tokio::test]
async fn members_are_added_and_removed_and_confirmed_anew() {
    let mut office = Office::new().await;
    let id = office.upload().await;
    let members = format!("/campaigns/{id}/members");
    let group = |data: &serde_json::Value| {
        let groups = data["groups"].as_array().expect("groups").clone();
        let communes = groups.into_iter().find(|group| {
            let name = group["name"].as_str().unwrap_or_default();
            name.contains("các xã, phường")
        });
        communes.expect("the communes are a group")
    };
    let communes = group(&office.thuong_truc.data(&members).await);
    let key = communes["key"].as_str().expect("a key").to_owned();
    assert_eq!(communes["members"].as_array().map(Vec::len), Some(3));
    office
        .thuong_truc
        .send(
            &format!("/campaigns/{id}/confirmations"),
            &[("group", &key)],
        )
        .await
        .leads_to(&members);
    let unknown = [
        ("group", key.as_str()),
        ("add", "xã Văn Khê"),
        ("reason", "vì"),
    ];
    let refused = office.thuong_truc.send(&members, &unknown).await;
    refused.is_refused("TK014");
    assert!(
        refused.text.contains("xã Vân Khê"),
        "it says who may be meant"
    );
    let gone = office.units["xã Đông Giang"].clone();
    let remove = [
        ("group", key.as_str()),
        ("remove", &gone),
        ("reason", "Đã sáp nhập"),
    ];
    office
        .thuong_truc
        .send(&members, &remove)
        .await
        .leads_to(&members);
    let communes = group(&office.thuong_truc.data(&members).await);
    assert_eq!(communes["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(communes["confirmed"], "", "another list is confirmed anew");
}

#[tokio::test]
async fn a_secret_plan_is_refused_and_nothing_of_it_is_kept() {
    let mut office = Office::new().await;
    let secret =
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nTỐI MẬT\nSố: 01/KH-UBND\nKẾ HOẠCH\nBảo vệ mục tiêu";
    let refused = office
        .thuong_truc
        .upload(
            "/campaigns/plan",
            &[],
            &[("file", "bao-ve.txt", secret.as_bytes())],
        )
        .await;
    refused.is_refused("TK021").does_not_see("bao-ve");
    office
        .thuong_truc
        .open("/campaigns")
        .await
        .sees("Chưa có đợt tổng kết nào");
    let by_hand = [("title", "MẬT\nBảo vệ mục tiêu")];
    office
        .thuong_truc
        .send("/campaigns", &by_hand)
        .await
        .is_refused("TK021");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_sentence() {
    let mut office = Office::new().await;
    let upload = |person: &mut Person, name: &'static str, bytes: &'static [u8]| {
        let mut person = person.clone();
        async move {
            person
                .upload("/campaigns/plan", &[], &[("file", name, bytes)])
                .await
        }
    };
    let mut person = office.thuong_truc.clone();
    upload(&mut person, "a.docx", b"PK\x03\x04 broken")
        .await
        .is_refused("TK02");
    upload(&mut person, "a.bin", b"\x7fELF\x01\x02\x03\x00\x00")
        .await
        .is_refused("TK02");
    office
        .thuong_truc
        .upload("/campaigns/plan", &[], &[])
        .await
        .is_refused("TK014");
    let mut lan = office.house.person("sonoivu").await;
    lan.open("/campaigns/new").await.is_refused("TK009");
    upload(&mut lan, "ke-hoach.docx", PLAN)
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn what_takes_long_to_read_is_read_behind_a_page_that_says_how_far_it_is() {
    let office = Office::new().await;
    let mut person = office.thuong_truc.clone();
    // Another program is asked to convert it; where there is none, that is said.
    let files: [(&str, &str, &[u8]); 1] =
        [("file", "ke-hoach.rtf", b"{\\rtf1\\ansi Ke hoach\\par}")];
    let begun = person.upload("/campaigns/plan", &[], &files).await;
    begun.leads_to("/campaigns/readings/");
    let page = begun.location.clone().expect("a page");
    let mut stranger = office.house.person("thamdinh").await;
    stranger.open(&page).await.is_refused("TK010");
    for _ in 0..600 {
        let far = person.open(&page).await;
        if far.status.is_redirection() {
            far.leads_to("/campaigns/");
            return;
        }
        if !far.status.is_success() {
            far.is_refused("TK023");
            return;
        }
        far.sees("ke-hoach.rtf").sees("every 2s");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it is never read");
}

#[allow(clippy::too_many_lines, reason = "one story from beginning to end")]
#[tokio::test]
async fn a_campaign_is_made_by_hand_without_a_document() {
    let mut office = Office::new().await;
    let fields = [
        ("title", "Sơ kết một năm"),
        ("as_of", "09/3/2026"),
        ("key", "0190a0a0-0000-7000-8000-000000000001"),
    ];
    let made = office.thuong_truc.send("/campaigns", &fields).await;
    let again = office.thuong_truc.send("/campaigns", &fields).await;
    assert_eq!(made.location, again.location, "sent twice, made once");
    let id = "0190a0a0-0000-7000-8000-000000000001";
    let path = |page: &str| format!("/campaigns/{id}{page}");
    let item = [
        ("about", "new_item"),
        ("label", "I."),
        ("title", "Kết quả"),
        ("reason", "Đề cương đã thống nhất"),
    ];
    office
        .thuong_truc
        .send(&path("/corrections"), &item)
        .await
        .leads_to(&path("/plan"));
    let task = [
        ("about", "new_task"),
        ("kind", "report"),
        ("title", "Gửi báo cáo sơ kết"),
        ("units", "Sở Nội vụ\nxã Vân Khê"),
        ("due", "2026-05-20"),
        ("recipient", "UBND tỉnh"),
        ("reason", "Đã thống nhất"),
    ];
    office
        .thuong_truc
        .send(&path("/corrections"), &task)
        .await
        .leads_to(&path("/plan"));
    let form = [
        ("title", "Biểu 01"),
        ("item", "I"),
        ("columns", "Năm 2025\nNăm 2026"),
        ("indicators", "Tổ tự quản | tổ\nTrong đó: tổ tốt | tổ | tot"),
        (
            "rules",
            "tot <= to_tu_quan | Số tổ tốt không lớn hơn số tổ.",
        ),
    ];
    office
        .thuong_truc
        .send(&path("/forms"), &form)
        .await
        .leads_to(&path("/forms"));
    office
        .thuong_truc
        .open(&path("/forms"))
        .await
        .sees("Số tổ tốt không lớn hơn số tổ.");
    let broken = [&form[..4], &[("rules", "khong_co <= tot")]].concat();
    office
        .thuong_truc
        .send(&path("/forms"), &broken)
        .await
        .is_refused("TK014");
    for (page, fields) in [
        ("/offices", [("standing", "Công an tỉnh")]),
        ("/confirmations", [("group", "*")]),
    ] {
        office
            .thuong_truc
            .send(&path(page), &fields)
            .await
            .leads_to(&path("/members"));
    }
    office
        .thuong_truc
        .send(&path("/opening"), &[])
        .await
        .leads_to(&path(""));
    office
        .thuong_truc
        .open(&path(""))
        .await
        .sees("xã Vân Khê")
        .sees("20/5/2026");
}

#[tokio::test]
async fn an_open_plan_is_found_by_its_words() {
    let mut office = Office::new().await;
    let id = office.open().await;
    let mut van_khe = office.house.person("vankhe").await;
    let found = van_khe.data("/search?q=trung+thuc+thong+nhat").await;
    assert_eq!(found["texts"][0]["subject"], id.as_str(), "{found}");
}

#[tokio::test]
async fn a_draft_is_let_go_with_a_reason_and_nothing_of_it_stays() {
    let mut office = Office::new().await;
    let id = office.upload().await;
    let (path, discard) = (
        format!("/campaigns/{id}"),
        format!("/campaigns/{id}/discarding"),
    );
    office.drop_tasks_without_units(&id).await;
    office
        .thuong_truc
        .open(&path)
        .await
        .sees("Bỏ đợt đang chuẩn bị này");
    office
        .thuong_truc
        .send(&discard, &[])
        .await
        .is_refused("TK014");
    let reason = [("reason", "Tải nhầm tệp")];
    let mut lan = office.house.person("sonoivu").await;
    lan.send(&discard, &reason).await.is_refused("TK009");
    office
        .thuong_truc
        .send(&discard, &reason)
        .await
        .leads_to("/campaigns?");
    office.thuong_truc.open(&path).await.is_refused("TK010");
    office
        .thuong_truc
        .open("/campaigns")
        .await
        .sees("Chưa có đợt tổng kết nào");
    let mut soat = office.house.person("thanhtra").await;
    soat.open("/audit").await.sees("bỏ đợt đang chuẩn bị");
    let again = office.upload().await;
    assert_ne!(again, id, "the file is read anew");
    let open = office.open().await;
    assert_eq!(open, again);
    let refused = office
        .thuong_truc
        .send(&format!("/campaigns/{open}/discarding"), &reason)
        .await;
    refused.is_refused("TK014");
}

/// The office of a campaign that is laid down open.
async fn open_office() -> (TestHouse, OpenCampaign, Person) {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let thuong_truc = house.person("thuongtruc").await;
    (house, campaign, thuong_truc)
}

#[tokio::test]
async fn an_open_campaign_is_amended_with_a_reason_and_those_concerned_are_told() {
    let (house, campaign, mut thuong_truc) = open_office().await;
    let path = format!("/campaigns/{}/amendments", campaign.id);
    let later = [
        ("change", "deadline"),
        ("task", "T05"),
        ("due", "08/5/2026"),
        ("units", "xã Vân Khê"),
    ];
    thuong_truc.send(&path, &later).await.is_refused("TK044");
    let later = [&later[..], &[("reason", "Mưa lũ kéo dài")]].concat();
    thuong_truc.send(&path, &later).await.leads_to(&path);
    thuong_truc
        .open(&path)
        .await
        .sees("Mưa lũ kéo dài")
        .sees("24/4/2026")
        .sees("08/5/2026")
        .sees("Đỗ Văn Trực");
    let mut conn = house.kept.store.read().await.expect("a connection");
    let day_of = |id: String| {
        let store = house.kept.store.clone();
        async move {
            let mut conn = store.read().await.expect("a connection");
            let duty = duty::find(&mut conn, &id).await.expect("it can be read");
            duty.expect("it is there").due.expect("a day").to_string()
        }
    };
    let of = |unit: &str| campaign.report_of(unit).to_owned();
    assert_eq!(day_of(of("xã Vân Khê")).await, "2026-05-08");
    assert_eq!(day_of(of("xã Mường Lạng")).await, "2026-04-24");
    let told = |unit: &str| campaign.unit(unit).to_owned();
    let heard = notice::of_unit(&mut conn, &told("xã Vân Khê"), 9, 0).await;
    assert_eq!(heard.expect("notices").len(), 1);
    let unconcerned = notice::of_unit(&mut conn, &told("xã Mường Lạng"), 9, 0).await;
    assert_eq!(unconcerned.expect("notices").len(), 0);

    let past = [
        ("change", "deadline"),
        ("task", "T05"),
        ("due", "01/3/2026"),
        ("reason", "nhầm"),
    ];
    thuong_truc.send(&path, &past).await.is_refused("TK076");
    let mut lan = house.person("sonoivu").await;
    lan.send(&path, &later).await.is_refused("TK009");
    lan.open(&path).await.sees("Mưa lũ kéo dài");
}

#[tokio::test]
async fn a_unit_more_and_an_outline_that_changes() {
    let (house, campaign, mut thuong_truc) = open_office().await;
    let path = format!("/campaigns/{}/amendments", campaign.id);
    let more = [
        ("change", "add_unit"),
        ("task", "T04"),
        ("units", "Công an tỉnh Sơn Hải"),
        ("reason", "Bổ sung"),
    ];
    thuong_truc.send(&path, &more).await.leads_to(&path);
    thuong_truc.send(&path, &more).await.is_refused("TK014");
    let mut conn = house.kept.store.read().await.expect("a connection");
    let owed = duty::of_unit(&mut conn, campaign.unit("Công an tỉnh Sơn Hải")).await;
    assert_eq!(owed.expect("duties").len(), 1);
    let item = [
        ("change", "add_item"),
        ("under", "II"),
        ("after", "II.1"),
        ("label", "1a."),
        ("title", "Công tác tuyên truyền"),
        ("reason", "Theo chỉ đạo"),
    ];
    thuong_truc.send(&path, &item).await.leads_to(&path);
    let words = [
        ("change", "retitle_item"),
        ("item", "IV"),
        ("title", "Đề xuất"),
        ("reason", "Gọn hơn"),
    ];
    thuong_truc.send(&path, &words).await.leads_to(&path);
    let gone = [
        ("change", "withdraw_item"),
        ("item", "III"),
        ("reason", "Trùng"),
    ];
    thuong_truc.send(&path, &gone).await.leads_to(&path);
    let outline = tongket_store::campaign::outline(&mut conn, &campaign.id).await;
    let outline: Vec<String> = outline
        .expect("the outline")
        .into_iter()
        .map(|item| format!("{} {}", item.id, item.title))
        .collect();
    assert_eq!(
        outline,
        [
            "I Đặc điểm tình hình",
            "II Kết quả thực hiện",
            "II.1 Công tác lãnh đạo, chỉ đạo",
            "II.1.-1 Số văn bản đã ban hành, số hội nghị quán triệt",
            "II.1a Công tác tuyên truyền",
            "II.2 Xây dựng và hoạt động của tổ tự quản",
            "IV Đề xuất",
        ]
    );
    thuong_truc
        .open(&format!("/campaigns/{}", campaign.id))
        .await
        .sees("4 lần điều chỉnh");
}

#[tokio::test]
async fn duties_are_found_by_kind_state_and_unit() {
    let (house, campaign, mut thuong_truc) = open_office().await;
    let path = format!("/campaigns/{}", campaign.id);
    let count = |data: serde_json::Value| data["duties"].as_array().map(Vec::len);
    let mut found = async |query: &str| count(thuong_truc.data(&format!("{path}?{query}")).await);
    assert_eq!(found("").await, Some(9));
    assert_eq!(found("kind=report").await, Some(5));
    assert_eq!(found("q=muong+lang").await, Some(2));
    assert_eq!(found("state=late").await, Some(0));
    house
        .clock
        .set("2026-04-25T08:00:00+07:00".parse().expect("a moment"));
    assert_eq!(found("state=late").await, Some(5));
    assert_eq!(found("state=accepted").await, Some(0));
    // The province sees everybody, a commune itself, an auditor all.
    for (person, seen) in [
        ("ubndtinh", 9),
        ("vankhe.ld", 2),
        ("vankhe", 2),
        ("thanhtra", 9),
    ] {
        let data = house.person(person).await.data(&path).await;
        assert_eq!(count(data), Some(seen), "{person}");
    }
}

#[tokio::test]
async fn a_closed_campaign_is_changed_no_more() {
    let (house, campaign, mut thuong_truc) = open_office().await;
    let path = format!("/campaigns/{}", campaign.id);
    let close = format!("{path}/closing");
    thuong_truc.send(&close, &[]).await.is_refused("TK014");
    let reason = [("reason", "Đã tổng hợp xong")];
    house
        .person("vankhe.ld")
        .await
        .send(&close, &reason)
        .await
        .is_refused("TK009");
    thuong_truc.send(&close, &reason).await.leads_to(&path);
    thuong_truc.open(&path).await.sees("Đã đóng");
    let later = [
        ("change", "deadline"),
        ("task", "T05"),
        ("due", "08/5/2026"),
        ("reason", "muộn"),
    ];
    let refused = thuong_truc
        .send(&format!("{path}/amendments"), &later)
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.is_refused("TK042");
}
