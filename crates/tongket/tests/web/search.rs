//! Search: found without diacritics, shown as written, only to those who may read it.

use serde_json::json;
use tongket_store::{Done, StoreError, search};

use crate::people::TestHouse;
use crate::people::office::OpenCampaign;

/// Two reports and the plan, as they are made findable when they are sent and opened.
async fn findable(house: &TestHouse, campaign: &OpenCampaign) {
    let texts = [
        (
            "submission",
            "s1",
            "xã Vân Khê",
            "Đường biên giới dài 24 km, có tổ tự quản <b>.",
        ),
        (
            "submission",
            "s2",
            "xã Mường Lạng",
            "Đường biên giới dài 7 km.",
        ),
        (
            "plan",
            campaign.id.as_str(),
            "",
            "Tổng kết phong trào bảo vệ đường biên giới",
        ),
    ];
    for (kind, subject, unit, body) in texts {
        let unit = match unit {
            "" => String::new(),
            unit => campaign.unit(unit).to_owned(),
        };
        let (subject, campaign, now) = (subject.to_owned(), campaign.id.clone(), house.clock.now());
        let act = house.kept.store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                let title = "Đặc điểm tình hình";
                search::index(tx, kind, &subject, &campaign, &unit, "I", title, body, now).await?;
                Ok(Done::already(()))
            })
        });
        act.await.expect("it is made findable");
    }
}

/// Which texts somebody finds.
async fn check(house: &TestHouse, who: &str, asked: &str, expected: &[&str]) {
    let found = house
        .person(who)
        .await
        .data(&format!("/search?{asked}"))
        .await;
    let texts = found["texts"]
        .as_array()
        .unwrap_or_else(|| panic!("{who}: {found}"));
    let mut subjects: Vec<&str> = texts
        .iter()
        .filter_map(|text| text["subject"].as_str())
        .collect();
    subjects.sort_unstable();
    assert_eq!(subjects, expected, "{who} {asked}");
}

#[tokio::test]
async fn everybody_finds_what_they_may_read() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    findable(&house, &campaign).await;
    let plan = campaign.id.as_str();
    for (who, expected) in [
        ("quantri", &[plan][..]),
        ("thanhtra", &[plan, "s1", "s2"]),
        ("ubndtinh", &[plan, "s1", "s2"]),
        ("thuongtruc", &[plan, "s1", "s2"]),
        ("thamdinh", &[plan, "s1", "s2"]),
        ("khenthuong", &[plan, "s1", "s2"]),
        ("sonoivu", &[plan]),
        ("vankhe", &[plan, "s1"]),
        ("muonglang.ld", &[plan, "s2"]),
        ("nguoixem", &[plan, "s1"]),
    ] {
        check(&house, who, "q=duong+bien", expected).await;
    }
    check(&house, "thanhtra", "q=duong+bien&kind=plan", &[plan]).await;
    check(&house, "thanhtra", "q=%22bien+gioi+dai%22", &["s1", "s2"]).await;
    check(&house, "thanhtra", "q=khong+co", &[]).await;
    house
        .visitor()
        .open("/search?q=a")
        .await
        .is_refused("TK001");
}

#[tokio::test]
async fn what_was_found_is_marked_as_it_was_written() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    findable(&house, &campaign).await;
    let page = house
        .person("vankhe")
        .await
        .open("/search?q=to+tu+quan")
        .await;
    page.sees("<mark>tổ</mark> <mark>tự</mark> <mark>quản</mark>");
    page.does_not_see("<b>.");
}

#[tokio::test]
async fn units_are_found_by_name() {
    let house = TestHouse::empty().await;
    house.province().await;
    let page = house
        .person("sonoivu")
        .await
        .open("/search?q=mu%C6%A1ng+lang")
        .await;
    page.sees("xã Mường Lạng");
    let page = house
        .person("nguoixem")
        .await
        .open("/search?q=muong+lang")
        .await;
    page.does_not_see("xã Mường Lạng").sees("Không tìm thấy");
}

/// What a leader sends as a program: one section with these words.
fn whole(words: &str) -> serde_json::Value {
    let written =
        ["I", "II.1", "II.2", "III"].map(|item| json!({ "item": item, "html": "Đã làm." }));
    let mut sections = written.to_vec();
    sections.push(json!({ "item": "IV", "html": words }));
    json!({ "content": { "sections": sections }, "reason": "Bổ sung" })
}

/// Asks until something is found, or is found no more: it is made findable right after it was sent.
async fn comes_true(house: &TestHouse, who: &str, asked: &str, expected: &[&str]) {
    for _ in 0..100 {
        let found = house
            .person(who)
            .await
            .data(&format!("/search?{asked}"))
            .await;
        let texts = found["texts"].as_array().expect("texts");
        if texts.len() == expected.len() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    check(house, who, asked, expected).await;
}

#[tokio::test]
async fn a_report_is_found_once_it_was_sent_and_only_as_it_was_sent_last() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut thong = house.person("vankhe.ld").await;
    let opened = thong
        .open(&format!("/duties/{}", campaign.report_of("xã Vân Khê")))
        .await;
    let report = opened.leads_to("/reports/").id();
    let path = format!("/api/v1/reports/{report}/submission");
    let mut send = async |words: &str| {
        let sent = thong.send_json(&path, &whole(words)).await;
        let sent: serde_json::Value = serde_json::from_str(&sent.text).expect("JSON");
        sent["submission"].as_str().expect("an id").to_owned()
    };
    let first = send("Đề nghị cấp xuồng máy.").await;
    comes_true(&house, "thuongtruc", "q=xuong+may", &[&first]).await;
    check(&house, "vankhe", "q=xuong+may", &[&first]).await;
    check(&house, "muonglang.ld", "q=xuong+may", &[]).await;
    let page = house
        .person("thuongtruc")
        .await
        .open("/search?q=xuong+may")
        .await;
    page.sees("<mark>xuồng</mark> <mark>máy</mark>")
        .sees(&format!("/submissions/{first}/sections/IV"))
        .sees("IV. Kiến nghị, đề xuất");
    let second = send("Đề nghị cấp áo phao.").await;
    comes_true(&house, "thuongtruc", "q=ao+phao", &[&second]).await;
    check(&house, "thuongtruc", "q=xuong+may", &[]).await;
    comes_true(
        &house,
        "thuongtruc",
        "q=%22xa+van+khe%22&kind=submission",
        &[&second],
    )
    .await;
    assert_eq!(house.house.catch_up().await.expect("it can be read"), 0);
}
