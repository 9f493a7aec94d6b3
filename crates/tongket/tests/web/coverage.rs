//! The coverage map: who answered what, seen at a glance and clicked into.

use tongket_store::testing::ThrowAway;

use crate::exchange::{FIRST, Scene};

#[tokio::test]
async fn the_map_follows_a_report_from_nothing_to_sent_back() {
    let now = "2026-04-01T08:00:00+07:00".parse().expect("a moment");
    for kept in ThrowAway::both(now).await {
        let scene = Scene::over(crate::people::TestHouse::over(kept, now)).await;
        let mut truc = scene.person("thuongtruc").await;
        let page = format!("/campaigns/{}/coverage", scene.campaign.id);

        let before = truc.data(&page).await;
        assert_eq!(before["count"], 5);
        assert_eq!(before["totals"]["settled"], 0);
        assert_eq!(before["totals"]["awaited"], before["totals"]["asked"]);
        truc.open(&page).await.sees("Chưa gửi");

        let id = scene.sent().await;
        let sent = truc.data(&page).await;
        let van_khe = unit(&sent, "xã Vân Khê");
        assert_eq!(state(van_khe, "I"), "answered");
        assert_eq!(state(van_khe, "III"), "nil");
        assert_eq!(state(unit(&sent, "xã Đông Giang"), "III"), "awaited");
        assert_eq!(sent["totals"]["nil"], 1);
        assert_eq!(sent["totals"]["answered"], 4);
        truc.open(&page)
            .await
            .sees("aria-label=\"III. Hạn chế, nguyên nhân: Không có\"")
            .sees("<span class=\"unseen\">III. Hạn chế, nguyên nhân</span>")
            .sees("Các cột của bản đồ")
            .sees(&format!("across/III?at={}", van_khe["at"]));

        let amend = [
            ("change", "add_item"),
            ("label", "V."),
            ("title", "Kiến nghị khác"),
            ("reason", "Theo chỉ đạo"),
        ];
        let amendments = format!("/campaigns/{}/amendments", scene.campaign.id);
        let preview = truc.send(&format!("{amendments}/preview"), &amend).await;
        preview
            .sees("Kiến nghị khác")
            .sees("đã gửi báo cáo trước khi có mục này");
        assert_eq!(
            truc.data(&page).await["totals"]["later"],
            0,
            "nothing was done yet"
        );
        truc.send(&amendments, &amend).await.leads_to(&amendments);
        let later = truc.data(&page).await;
        assert_eq!(state(unit(&later, "xã Vân Khê"), "V"), "later");
        assert_eq!(state(unit(&later, "xã Đông Giang"), "V"), "awaited");
        assert_eq!(later["totals"]["missing"], sent["totals"]["missing"]);

        let here = format!(
            "/campaigns/{}/across/III?at={}",
            scene.campaign.id, van_khe["at"]
        );
        let form = format!("action=\"/submissions/{id}/return\"");
        truc.open(&here).await.sees(&form);
        let back = [
            ("reasons", "missing_section"),
            ("text", "Bổ sung."),
            ("back", here.as_str()),
        ];
        truc.send(&format!("/submissions/{id}/return"), &back)
            .await
            .leads_to(&here);
        truc.open(&here)
            .await
            .sees("Bị trả lại")
            .does_not_see(&form);
        let returned = truc.data(&page).await;
        let van_khe = unit(&returned, "xã Vân Khê");
        assert_eq!(state(van_khe, "I"), "returned");
        assert_eq!(van_khe["status"], "returned");
        assert_eq!(returned["totals"]["settled"], 0);
        assert_eq!(returned["totals"]["returned"], 5);
    }
}

#[tokio::test]
async fn a_sentence_that_says_there_is_nothing_is_nil_on_the_map() {
    let scene = Scene::new().await;
    scene.writes(&FIRST).await;
    scene
        .writes(&[("IV", "<p>Không có gì để kiến nghị.</p>")])
        .await;
    scene.sign("").await;
    let mut truc = scene.person("thuongtruc").await;
    let page = format!("/campaigns/{}/coverage", scene.campaign.id);
    let map = truc.data(&page).await;
    let van_khe = unit(&map, "xã Vân Khê");
    assert_eq!(state(van_khe, "III"), "nil");
    assert_eq!(state(van_khe, "IV"), "nil");
    assert_eq!(
        (&map["totals"]["nil"], &map["totals"]["settled"]),
        (&2.into(), &5.into())
    );
}

#[tokio::test]
async fn the_map_is_narrowed_to_an_item_a_unit_a_state_or_a_name() {
    let scene = Scene::new().await;
    scene.sent().await;
    let mut truc = scene.person("thuongtruc").await;
    let page = format!("/campaigns/{}/coverage", scene.campaign.id);
    let nil = truc.data(&format!("{page}?item=III&state=nil")).await;
    assert_eq!((&nil["found"], &nil["count"]), (&1.into(), &5.into()));
    assert_eq!(nil["units"][0]["name"], "xã Vân Khê");
    assert_eq!(nil["units"][0]["cells"].as_array().map(Vec::len), Some(1));
    let awaited = truc.data(&format!("{page}?state=awaited")).await;
    assert_eq!(awaited["found"], 4);
    let named = truc.data(&format!("{page}?q=van%20khe")).await;
    assert_eq!(named["found"], 1);
    truc.open(&format!("{page}?q=xyz"))
        .await
        .sees("Không có đơn vị nào như vậy");
    let at = &named["units"][0]["at"];
    truc.open(&format!("{page}?unit={at}"))
        .await
        .sees("Hạn chế, nguyên nhân")
        .sees("Mở báo cáo của đơn vị");
    truc.open(&format!("{page}?item=nope"))
        .await
        .is_refused("TK010");
}

#[tokio::test]
async fn who_may_not_read_a_report_does_not_see_its_row() {
    let scene = Scene::new().await;
    scene.sent().await;
    let page = format!("/campaigns/{}/coverage", scene.campaign.id);
    let own = scene.person("muonglang").await.data(&page).await;
    assert_eq!(own["count"], 1);
    assert_eq!(own["units"][0]["name"], "xã Mường Lạng");
    assert_eq!(own["totals"]["settled"], 0);
}

fn unit<'a>(map: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let units = map["units"].as_array().expect("units");
    let named = units.iter().find(|unit| unit["name"] == name);
    named.expect("a unit")
}

fn state<'a>(unit: &'a serde_json::Value, item: &str) -> &'a str {
    let cells = unit["cells"].as_array().expect("cells");
    let cell = cells.iter().find(|cell| cell["item"] == item);
    cell.and_then(|cell| cell["state"].as_str())
        .expect("a cell")
}
