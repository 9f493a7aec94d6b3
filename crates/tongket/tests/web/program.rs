//! Programs send whole reports with a key or a leader's session, and find them on the desk again.

use serde_json::{Value, json};

use crate::exchange::Scene;

fn whole() -> Value {
    json!({ "content": {
        "sections": [
            { "item": "IV", "html": "Đề nghị hỗ trợ." },
            { "item": "I", "html": "<p onclick=\"x()\">Xã có <b>12</b> thôn.</p>" },
            { "item": "II.1", "html": "<p>Bốn văn bản.</p>" },
            { "item": "II.2", "html": "<p>Hai tổ.</p>" },
            { "item": "III", "nil": true },
        ],
        "figures": [
            { "indicator": "to", "period": "2025", "value": "12" },
            { "indicator": "to_tot", "period": "2025", "value": 9 },
        ],
    } })
}

#[tokio::test]
async fn a_program_sends_the_whole_report_in_one_act() {
    for scene in Scene::everywhere().await {
        let mut thong = scene.person("vankhe.ld").await;
        let path = format!("/api/v1{}", scene.page("submission"));
        let sent = thong.send_json(&path, &whole()).await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
        assert_eq!(sent["ordinal"], 1);
        let replayed = thong.send_json(&path, &whole()).await;
        let replayed: Value = serde_json::from_str(&replayed.text).expect("JSON");
        assert_eq!(replayed, sent);
        assert_eq!(scene.count("submission").await, 1);

        let id = sent["submission"].as_str().expect("an id");
        let mut truc = scene.person("thuongtruc").await;
        let page = truc.open(&format!("/submissions/{id}/sections/I")).await;
        page.sees("<p>Xã có <strong>12</strong> thôn.</p>")
            .does_not_see("onclick=\"x");
        let page = truc.open(&format!("/submissions/{id}/sections/II.2")).await;
        page.sees("Tổ tự quản").sees(">12<");

        let mut other = whole();
        other["content"]["sections"][0]["html"] = json!("Khác.");
        thong.send_json(&path, &other).await.is_refused("TK063");
        other["reason"] = json!("Bổ sung kiến nghị");
        assert_eq!(thong.send_json(&path, &other).await.status, 200);
        assert_eq!(scene.count("submission").await, 2);
    }
}

#[tokio::test]
async fn what_a_program_may_not_send() {
    let scene = Scene::new().await;
    let path = format!("/api/v1{}", scene.page("submission"));
    let mut thong = scene.person("vankhe.ld").await;
    let mut check = async |change: &dyn Fn(&mut Value), code: &str| {
        let mut sent = whole();
        change(&mut sent["content"]);
        thong.send_json(&path, &sent).await.is_refused(code);
    };
    check(&|it| it["sections"][0]["item"] = json!("XX"), "TK014").await;
    check(&|it| it["sections"][0]["item"] = json!("I"), "TK014").await;
    check(&|it| it["figures"][0]["indicator"] = json!("xe"), "TK014").await;
    check(&|it| it["figures"][0]["period"] = json!("1999"), "TK014").await;
    check(&|it| it["figures"][1]["value"] = json!(13), "TK052").await;
    check(&|it| it["sections"][2]["html"] = json!(" "), "TK062").await;
    check(
        &|it| it["sections"][0]["html"] = json!("<p>TUYỆT MẬT</p>"),
        "TK021",
    )
    .await;
    assert_eq!(scene.count("submission").await, 0);
    let mut man = scene.person("vankhe").await;
    man.send_json(&path, &whole()).await.is_refused("TK009");
    let mut sang = scene.person("muonglang.ld").await;
    sang.send_json(&path, &whole()).await.is_refused("TK009");
    let mut stranger = scene.house.visitor();
    stranger
        .send_json(&path, &whole())
        .await
        .is_refused("TK018");
}

#[tokio::test]
async fn a_report_that_a_program_sent_lies_on_the_desk_when_it_comes_back() {
    for scene in Scene::everywhere().await {
        scene.writes(&[("III", "<p>Nháp cũ.</p>")]).await;
        scene
            .house
            .clock
            .set("2026-04-02T08:00:00+07:00".parse().expect("a moment"));
        let mut thong = scene.person("vankhe.ld").await;
        let path = format!("/api/v1{}", scene.page("submission"));
        let sent = thong.send_json(&path, &whole()).await;
        let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
        let id = sent["submission"].as_str().expect("an id");
        scene
            .house
            .clock
            .set("2026-04-03T08:00:00+07:00".parse().expect("a moment"));
        let mut man = scene.person("vankhe").await;
        scene
            .writes(&[("IV", "<p>Viết thêm sau khi gửi.</p>")])
            .await;
        let mut truc = scene.person("thuongtruc").await;
        truc.send(&format!("/submissions/{id}/return"), &[("reasons", "late")])
            .await
            .leads_to("/submissions/");
        let section = man.data(&scene.page("sections/I")).await;
        assert_eq!(section["html"], "<p>Xã có <strong>12</strong> thôn.</p>");
        assert_eq!(man.data(&scene.page("sections/III")).await["nil"], true);
        let own = man.data(&scene.page("sections/IV")).await;
        assert_eq!(own["html"], "<p>Viết thêm sau khi gửi.</p>");
        let figures = scene.page(&format!("figures/{}", scene.campaign.form));
        let figures = man.data(&figures).await;
        assert_eq!(figures["rows"][0]["cells"][1]["saved"], "12");
        man.open(&scene.page("sections/I/versions"))
            .await
            .sees("Từ bản đã gửi")
            .sees("Hoàng Văn Thông");
    }
}

#[tokio::test]
async fn what_a_program_sent_lies_on_the_desk_when_it_is_opened_to_be_corrected() {
    let scene = Scene::new().await;
    let mut thong = scene.person("vankhe.ld").await;
    let path = format!("/api/v1{}", scene.page("submission"));
    let sent = thong.send_json(&path, &whole()).await;
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let id = sent["submission"].as_str().expect("an id");
    let mut truc = scene.person("thuongtruc").await;
    truc.send(&format!("/submissions/{id}/acceptance"), &[])
        .await
        .leads_to("/submissions/");
    let mut man = scene.person("vankhe").await;
    man.send(&scene.page("correction"), &[("reason", "Nhầm số hộ.")])
        .await
        .leads_to("/reports/");
    let section = man.data(&scene.page("sections/I")).await;
    assert_eq!(section["html"], "<p>Xã có <strong>12</strong> thôn.</p>");
    let figures = scene.page(&format!("figures/{}", scene.campaign.form));
    let figures = man.data(&figures).await;
    assert_eq!(figures["rows"][0]["cells"][1]["saved"], "12");
    // It was sent in time: whatever day it is now, it is not late.
    let long_after = "2026-06-20T08:00:00+07:00".parse().expect("a moment");
    scene.house.clock.set(long_after);
    let mut man = scene.person("vankhe").await;
    let page = man.data(&scene.page("")).await;
    assert_eq!(page["pressing"]["left"], "", "{page}");
    let duties = man.data("/duties").await;
    assert_eq!(duties["owed"][0]["pressing"]["left"], "", "{duties}");
}
