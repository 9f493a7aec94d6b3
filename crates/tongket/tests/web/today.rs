//! The officer's day: what came in, and one act done to many reports after a look at it.

use serde_json::{Value, json};

use crate::exchange::Scene;
use crate::people::{Person, tier};

/// Sends data and gives what came back.
async fn posts(person: &mut Person, path: &str, data: Value) -> Value {
    let answer = person.send_json(path, &data).await;
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

async fn at(scene: &Scene, moment: &str) {
    scene.house.clock.set(moment.parse().expect("a moment"));
}

#[tokio::test]
async fn the_day_begins_with_what_came_in() {
    for scene in Scene::everywhere().await {
        let path = format!("/campaigns/{}/today", scene.campaign.id);
        at(&scene, "2026-04-20T09:00:00+07:00").await;
        let sent = scene.sent().await;
        let mut truc = scene.person("thuongtruc").await;
        truc.open(&path)
            .await
            .sees("Chờ trả lời")
            .sees("xã Vân Khê")
            .sees(&sent);
        let day = truc.data(&path).await;
        assert_eq!((&day["came"], &day["waiting_all"]), (&json!(1), &json!(1)));
        assert_eq!(day["waiting"][0]["fresh"], true);
        // A week later it still waits, and is no longer new; the others are late.
        at(&scene, "2026-04-27T09:00:00+07:00").await;
        let day = truc.data(&path).await;
        assert_eq!((&day["came"], &day["waiting_all"]), (&json!(0), &json!(1)));
        assert_eq!(
            (&day["late_all"], &day["waiting"][0]["fresh"]),
            (&json!(4), &json!(false))
        );
    }
}

#[tokio::test]
async fn what_moved_under_the_draft_is_told() {
    for scene in tier::Scene::everywhere().await {
        let mut officer = scene.begun().await;
        let path = format!("/campaigns/{}/today", scene.campaign.id);
        let told = |day: &Value| {
            let heaps = day["drafts"][0]["heaps"].as_array().expect("heaps").clone();
            let heap = |heap: &Value| {
                format!(
                    "{} {}",
                    heap["count"],
                    heap["kind"].as_str().expect("a kind")
                )
            };
            (
                heaps.iter().map(heap).collect::<Vec<_>>(),
                day["drafts"][0]["behind"].clone(),
            )
        };
        let day = officer.data(&path).await;
        assert_eq!(told(&day), (vec!["2 came".to_owned()], json!(0)), "{day}");
        // Weeks later nothing is new; then one is corrected and a third arrives.
        scene
            .house
            .clock
            .set("2026-04-21T08:00:00+07:00".parse().expect("a moment"));
        let mut officer = scene.officer().await;
        let day = officer.data(&path).await;
        assert_eq!(told(&day), (Vec::new(), json!(0)), "{day}");
        officer.open(&path).await.sees("không có gì thay đổi");
        scene.third_arrives().await;
        scene
            .van_khe_corrects("II.2", "<p>Toàn xã có 15 tổ tự quản.</p>")
            .await;
        let day = officer.data(&path).await;
        let moved = vec!["1 came".to_owned(), "1 corrected".to_owned()];
        assert_eq!(told(&day), (moved, json!(2)), "{day}");
        officer
            .open(&path)
            .await
            .sees("xã Đông Giang")
            .sees("2 báo cáo khác với những gì bản thảo đang ghi");
        scene.brings_up(&mut officer).await;
        assert_eq!(officer.data(&path).await["drafts"][0]["behind"], 0);
        // Who does not write a draft is told of none.
        let mut leader = scene.house.person("muonglang.ld").await;
        assert_eq!(leader.data(&path).await["drafts"], json!([]));
    }
}

#[tokio::test]
async fn many_are_accepted_after_a_look_and_only_once() {
    let scene = Scene::new().await;
    let path = format!("/campaigns/{}/today", scene.campaign.id);
    let sent = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let chosen = json!({ "act": "accept", "versions": [sent] });
    let look = posts(&mut truc, &format!("{path}/preview"), chosen.clone()).await;
    assert_eq!((&look["able"], &look["done"]), (&json!(1), &json!(false)));
    assert_eq!(
        truc.data(&path).await["waiting_all"],
        1,
        "a look changes nothing"
    );
    let done = posts(&mut truc, &format!("{path}/acts"), chosen.clone()).await;
    assert_eq!((&done["able"], &done["done"]), (&json!(1), &json!(true)));
    assert_eq!(truc.data(&path).await["waiting_all"], 0);
    let again = posts(&mut truc, &format!("{path}/acts"), chosen.clone()).await;
    assert_eq!(again["able"], 0, "{again}");
    assert_eq!(again["lines"][0]["code"], "TK073");
}

#[tokio::test]
async fn many_go_back_with_one_reason_and_none_without() {
    let scene = Scene::new().await;
    let path = format!("/campaigns/{}/today", scene.campaign.id);
    let sent = scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let bare = json!({ "act": "return", "versions": [sent] });
    let look = posts(&mut truc, &format!("{path}/preview"), bare.clone()).await;
    assert_eq!(
        (&look["able"], &look["lines"][0]["code"]),
        (&json!(0), &json!("TK070"))
    );
    let why = json!({ "act": "return", "versions": [sent],
        "reasons": ["missing_section"], "text": "Thiếu biểu số liệu." });
    // Who forgot the reason chooses it there; what was chosen and written stays.
    let forgotten = [
        ("act", "return"),
        ("versions", sent.as_str()),
        ("text", "Thiếu biểu số liệu."),
    ];
    let look = truc.send(&format!("{path}/preview"), &forgotten).await;
    look.sees("name=\"reasons\" value=\"missing_section\"")
        .sees("name=\"text\" value=\"Thiếu biểu số liệu.\"")
        .sees(&format!("name=\"versions\" value=\"{sent}\""));
    let look = [
        ("act", "return"),
        ("versions", sent.as_str()),
        ("reasons", "missing_section"),
        ("text", "Thiếu biểu số liệu."),
    ];
    let look = truc.send(&format!("{path}/preview"), &look).await;
    look.sees("<strong>Lý do:</strong>")
        .sees("Thiếu biểu số liệu.");
    let done = posts(&mut truc, &format!("{path}/acts"), why.clone()).await;
    assert_eq!(done["able"], 1, "{done}");
    assert_eq!(truc.data(&path).await["returned"], 1);
}

#[tokio::test]
async fn late_units_are_given_a_new_day_and_told() {
    let scene = Scene::new().await;
    let path = format!("/campaigns/{}/today", scene.campaign.id);
    at(&scene, "2026-04-27T09:00:00+07:00").await;
    let mut truc = scene.person("thuongtruc").await;
    let day = truc.data(&path).await;
    let duty = day["late"][0]["duty"].as_str().expect("a duty").to_owned();
    let all = day["late_all"].as_u64().expect("a count");
    let wish = json!({ "act": "extend", "duties": [duty], "due": "2026-05-08",
        "text": "Mưa lũ chia cắt đường." });
    let look = posts(&mut truc, &format!("{path}/preview"), wish.clone()).await;
    assert_eq!(look["able"], 1, "{look}");
    let done = posts(&mut truc, &format!("{path}/acts"), wish.clone()).await;
    assert_eq!(done["able"], 1, "{done}");
    assert_eq!(truc.data(&path).await["late_all"], all - 1);
    let bare = json!({ "act": "extend", "duties": [duty], "due": "2026-05-09" });
    let look = posts(&mut truc, &format!("{path}/preview"), bare.clone()).await;
    assert_eq!(look["lines"][0]["code"], "TK044", "no reason was given");
}
