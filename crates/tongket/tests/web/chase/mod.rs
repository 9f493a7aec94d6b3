//! Seeing who has not sent, and making them send: the board, the letter, reminders, calendars.

mod post;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tongket_store::urging;

use crate::exchange::Scene;
use crate::people::{Person, TestHouse};

/// The report of Vân Khê is sent on 20/4, before the day due (24/4); the clock then stands there.
async fn at(scene: &Scene, moment: &str) {
    scene.house.clock.set(moment.parse().expect("a moment"));
}

fn board(scene: &Scene) -> String {
    format!("/campaigns/{}/board", scene.campaign.id)
}

/// The names of the units on a page of the board.
fn units(board: &Value) -> Vec<String> {
    let rows = board["rows"].as_array().expect("rows");
    let name = |row: &Value| row["unit"].as_str().expect("a name").to_owned();
    rows.iter().map(name).collect()
}

#[tokio::test]
async fn the_board_says_who_has_sent_and_who_is_late() {
    for scene in Scene::everywhere().await {
        let mut truc = scene.person("thuongtruc").await;
        let path = board(&scene);
        truc.open(&path).await.sees("Chưa viết").sees("xã Vân Khê");
        at(&scene, "2026-04-20T09:00:00+07:00").await;
        let sent = scene.sent().await;
        let page = truc.data(&path).await;
        assert_eq!(
            (&page["all"], &page["in_hand"]["count"]),
            (&json!(5), &json!(1))
        );
        assert_eq!(page["late"]["count"], 0);

        at(&scene, "2026-04-25T00:00:01+07:00").await;
        let mut truc = scene.person("thuongtruc").await;
        let page = truc.data(&path).await;
        assert_eq!(page["late"]["count"], 4);
        assert_eq!(units(&page).last().map(String::as_str), Some("xã Vân Khê"));
        let late = truc.data(&format!("{path}?timing=late")).await;
        assert_eq!(late["found"], 4);
        assert!(!units(&late).contains(&"xã Vân Khê".to_owned()));
        // Who is sent back is late as well, and no act is missed by what is held in memory.
        let back = [("reasons", "missing_section"), ("text", "Thiếu biểu.")];
        let mut tham = scene.person("thamdinh").await;
        tham.send(&format!("/submissions/{sent}/return"), &back)
            .await
            .leads_to("/submissions/");
        let page = truc.data(&path).await;
        assert_eq!(
            (&page["late"]["count"], &page["returned"]["count"]),
            (&json!(5), &json!(1))
        );
        truc.open(&path)
            .await
            .sees("Bị trả lại")
            .sees("trả lại 1 lần");
    }
}

#[tokio::test]
async fn every_figure_leads_to_the_list_of_those_it_counts() {
    let scene = Scene::new().await;
    at(&scene, "2026-04-28T09:00:00+07:00").await;
    scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let path = board(&scene);
    let page = truc.data(&path).await;
    let mut asked = 0;
    for tier in page["tiers"].as_array().expect("tiers") {
        let cells = tier["statuses"].as_array().expect("cells");
        for cell in cells.iter().chain([&tier["all"], &tier["late"]]) {
            let query = cell["query"].as_str().expect("a query");
            let listed = truc.data(&format!("{path}?{query}")).await;
            assert_eq!(listed["found"], cell["count"], "{query}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    let named = truc.data(&format!("{path}?q=muong%20lang")).await;
    assert_eq!(units(&named), ["xã Mường Lạng"]);
    let tagged = truc
        .data(&format!("{path}?tag=bi%C3%AAn%20gi%E1%BB%9Bi"))
        .await;
    assert_eq!(units(&tagged), ["xã Vân Khê"]);
    truc.open(&format!("{path}?q=khong%20co"))
        .await
        .sees("Không có báo cáo nào như vậy");
    truc.open(&format!("{path}/grid"))
        .await
        .sees("tile")
        .sees("xã Mường Lạng");
    truc.open(&format!("{path}/days"))
        .await
        .sees("Gửi lần đầu: 1 báo cáo")
        .sees("<polyline");
}

#[tokio::test]
async fn who_sees_the_board_sees_his_region_alone() {
    let scene = Scene::new().await;
    let path = board(&scene);
    for (who, seen) in [
        ("thuongtruc", 5),
        ("thamdinh", 5),
        ("thanhtra", 5),
        ("quantri", 5),
        ("ubndtinh", 5),
        ("khenthuong", 5),
        ("muonglang.ld", 1),
        ("nguoixem", 1),
    ] {
        let mut person = scene.person(who).await;
        assert_eq!(person.data(&path).await["all"], seen, "{who}");
    }
    scene
        .person("muonglang")
        .await
        .open(&path)
        .await
        .is_refused("TK009");
    scene.house.visitor().open(&path).await.is_refused("TK001");
    let letter = format!("/campaigns/{}/urging-letter", scene.campaign.id);
    for who in ["muonglang.ld", "nguoixem", "muonglang"] {
        scene
            .person(who)
            .await
            .open(&letter)
            .await
            .is_refused("TK009");
    }
    for who in ["thamdinh", "thanhtra", "quantri"] {
        scene
            .person(who)
            .await
            .open(&letter)
            .await
            .sees("Công văn đôn đốc");
        scene
            .person(who)
            .await
            .send(&letter, &[])
            .await
            .is_refused("TK009");
    }
}

#[tokio::test]
async fn the_letter_names_the_late_of_its_moment_and_stays_as_it_was() {
    for scene in Scene::everywhere().await {
        let mut truc = scene.person("thuongtruc").await;
        let path = format!("/campaigns/{}/urging-letter", scene.campaign.id);
        truc.send(&path, &[]).await.is_refused("TK082");
        at(&scene, "2026-04-28T09:00:00+07:00").await;
        let mut truc = scene.person("thuongtruc").await;
        scene.sent().await;
        truc.open(&path)
            .await
            .sees("nêu tên 4 đơn vị")
            .sees("xã Mường Lạng");
        let wish = json!({ "new_deadline": "2026-05-05", "contact": "Phòng Tham mưu" });
        let made = truc.send_json(&path, &wish).await;
        let made: Value = serde_json::from_str(&made.text).expect("what was made");
        let mut names: Vec<&str> = made["units"]
            .as_array()
            .expect("names")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        names.sort_unstable();
        let late = [
            "Sở Nội vụ tỉnh Sơn Hải",
            "Sở Tài chính tỉnh Sơn Hải",
            "xã Mường Lạng",
            "xã Đông Giang",
        ];
        assert_eq!(names, late);
        let id = made["letter"].as_str().expect("an id").to_owned();
        let first = truc.open(&format!("/urging-letters/{id}/docx")).await;
        assert_eq!(first.status, StatusCode::OK);
        truc.open(&format!("/urging-letters/{id}/pdf"))
            .await
            .sees("%PDF");
        // A month later more was sent; the letter still names whom it named, to the last byte.
        at(&scene, "2026-05-28T09:00:00+07:00").await;
        let mut truc = scene.person("thuongtruc").await;
        let again = truc.open(&format!("/urging-letters/{id}/docx")).await;
        assert_eq!(first.text, again.text);
        truc.open(&path)
            .await
            .sees("4 đơn vị")
            .sees("09:00 28/4/2026");
        let mut conn = scene.house.kept.store.read().await.expect("a connection");
        let kept = urging::find(&mut conn, &id)
            .await
            .expect("read")
            .expect("there");
        assert_eq!(kept.units.len(), 4);
        scene
            .person("vankhe")
            .await
            .open(&format!("/urging-letters/{id}/docx"))
            .await
            .is_refused("TK009");
    }
}

#[tokio::test]
async fn units_are_reminded_in_their_pages_once_a_step_and_never_after_they_sent() {
    for scene in Scene::everywhere().await {
        at(&scene, "2026-04-17T08:00:00+07:00").await;
        scene.sent().await;
        let house = &scene.house.house;
        let told = async |who: &str| {
            let page = scene.person(who).await.open("/duties").await.text;
            page.matches("Sắp đến hạn gửi báo cáo").count()
                + page.matches("Báo cáo đã quá hạn").count()
        };
        for _ in 0..3 {
            house.tick().await.expect("a round");
        }
        assert_eq!((told("muonglang").await, told("vankhe").await), (1, 0));
        at(&scene, "2026-04-20T08:00:00+07:00").await;
        house.tick().await.expect("a round");
        assert_eq!(told("muonglang").await, 1);
        let mut truc = scene.person("thuongtruc").await;
        let path = format!("/campaigns/{}/reminders", scene.campaign.id);
        truc.open(&path).await.sees("Trước hạn 5 ngày làm việc");
        truc.send(&path, &[("steps", "1, hai")])
            .await
            .is_refused("TK014");
        truc.send(&path, &[("steps", "-2, 1")])
            .await
            .leads_to(&path);
        at(&scene, "2026-04-22T08:00:00+07:00").await;
        house.tick().await.expect("a round");
        assert_eq!((told("muonglang").await, told("vankhe").await), (2, 0));
        scene
            .person("vankhe")
            .await
            .send(&path, &[])
            .await
            .is_refused("TK009");
    }
}

#[tokio::test]
async fn a_calendar_program_reads_the_days_until_its_address_is_taken_back() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut man: Person = house.person("vankhe").await;
    let page = man.send("/feeds", &[("label", "Outlook ở cơ quan")]).await;
    let secret = page.between("href=\"/calendar/", "\"");
    let mut program = house.visitor();
    let calendar = program.open(&format!("/calendar/{secret}")).await;
    calendar
        .sees("BEGIN:VCALENDAR")
        .sees("DTSTART;VALUE=DATE:20260424");
    // Hers are two duties; what the department of finance owes on 31/5 is none of hers.
    calendar.does_not_see("20260531");
    assert_eq!(
        calendar.text.matches("BEGIN:VEVENT").count(),
        2,
        "{}",
        calendar.text
    );
    let all = house
        .person("thuongtruc")
        .await
        .open(&format!("/campaigns/{}/calendar.ics", campaign.id))
        .await;
    all.sees("DTSTART;VALUE=DATE:20260531").sees("CATEGORIES:");
    assert!(
        all.text.lines().all(|line| line.len() <= 75),
        "lines are folded: {}",
        all.text
    );
    let id = man.data("/feeds").await["feeds"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    house
        .person("muonglang")
        .await
        .send(&format!("/feeds/{id}/end"), &[])
        .await
        .leads_to("/feeds");
    program
        .open(&format!("/calendar/{secret}"))
        .await
        .sees("BEGIN:VCALENDAR");
    man.send(&format!("/feeds/{id}/end"), &[])
        .await
        .leads_to("/feeds");
    program
        .open(&format!("/calendar/{secret}"))
        .await
        .is_refused("TK010");
    program.open("/calendar/doan-mo").await.is_refused("TK010");
}

#[tokio::test]
async fn a_deadline_that_is_moved_afterwards_hides_no_lateness() {
    for scene in Scene::everywhere().await {
        at(&scene, "2026-04-27T09:00:00+07:00").await;
        let sent = scene.sent().await;
        at(&scene, "2026-04-28T09:00:00+07:00").await;
        let mut truc = scene.person("thuongtruc").await;
        let work = format!("/campaigns/{}/work", scene.campaign.id);
        let late = |page: Value| {
            let sum = page["tiers"].as_array().and_then(|all| all.last()).cloned();
            sum.map(|sum| (sum["in_time"].clone(), sum["late"].clone()))
        };
        let told = Some((json!(0), json!(1)));
        assert_eq!(late(truc.data(&work).await), told);
        let amendments = format!("/campaigns/{}/amendments", scene.campaign.id);
        let later = [
            ("change", "deadline"),
            ("task", "T05"),
            ("due", "08/5/2026"),
            ("reason", "Mưa lũ kéo dài"),
        ];
        truc.send(&amendments, &later).await.leads_to(&amendments);
        assert_eq!(
            late(truc.data(&work).await),
            told,
            "it was late when it was sent"
        );
        // What happens to the report later changes nothing of that.
        let mut tham = scene.person("thamdinh").await;
        tham.send(&format!("/submissions/{sent}/reception"), &[])
            .await
            .leads_to("/submissions/");
        assert_eq!(late(truc.data(&work).await), told);
        let page = truc
            .data(&format!("{}?timing=sent_late", board(&scene)))
            .await;
        assert_eq!(units(&page), ["xã Vân Khê"]);
        truc.open(&work)
            .await
            .sees("thời hạn đang có hiệu lực vào lúc gửi");
    }
}

#[tokio::test]
async fn the_work_itself_is_counted_by_units_and_never_by_persons() {
    for scene in Scene::everywhere().await {
        at(&scene, "2026-04-20T09:00:00+07:00").await;
        let sent = scene.sent().await;
        let back = [("reasons", "missing_section"), ("text", "Thiếu biểu.")];
        let mut tham = scene.person("thamdinh").await;
        tham.send(&format!("/submissions/{sent}/return"), &back)
            .await
            .leads_to("/submissions/");
        let mut truc = scene.person("thuongtruc").await;
        let path = format!("/campaigns/{}/work", scene.campaign.id);
        let page = truc.data(&path).await;
        let tiers = page["tiers"].as_array().expect("tiers");
        let sum = tiers.last().expect("a sum");
        assert_eq!((&sum["owed"], &sum["returns"]), (&json!(5), &json!(1)));
        let owed: i64 = tiers
            .iter()
            .filter(|tier| tier["sum"] == false)
            .filter_map(|tier| tier["owed"].as_i64())
            .sum();
        assert_eq!(owed, 5);
        assert_eq!(page["reasons"][0]["count"], 1);
        assert_eq!(page["asked"]["cells"], 6);
        assert_eq!(
            page["burden"]
                .as_array()
                .and_then(|rows| rows.last())
                .map(|all| &all["reports"]),
            Some(&json!(1))
        );
        let html = truc.open(&path).await;
        html.sees("Thiếu mục theo đề cương")
            .does_not_see("Nguyễn Thị Mận");
        let sheet = truc.open(&format!("{path}.xlsx")).await;
        assert_eq!(sheet.status, StatusCode::OK);
        assert!(sheet.text.starts_with("PK"));
        scene
            .person("muonglang.ld")
            .await
            .open(&path)
            .await
            .is_refused("TK009");
    }
}
