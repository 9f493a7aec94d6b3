//! The audit: who sees which part of it, and that nothing is changed in secret.

use serde_json::Value;
use tongket_core::event::Event;
use tongket_store::{Done, StoreError};

use crate::people::TestHouse;

/// Tells of an act, as any page would.
async fn tell(house: &TestHouse, act: &str, kind: &str, subject: &str, unit: Option<&str>) {
    let event = Event {
        seq: 0,
        at_ms: house.clock.now().as_millisecond(),
        actor: String::new(),
        act: act.to_owned(),
        subject_kind: kind.to_owned(),
        subject: subject.to_owned(),
        unit: unit.map(str::to_owned),
        data: Value::Null,
    };
    let act = house
        .kept
        .store
        .act::<(), StoreError>(move |_| Box::pin(async move { Ok(Done::new((), event)) }));
    act.await.expect("it is told");
}

fn seqs(list: &Value) -> Vec<u64> {
    let events = list["events"].as_array().expect("events");
    events
        .iter()
        .filter_map(|event| event["seq"].as_u64())
        .collect()
}

#[tokio::test]
async fn everybody_sees_their_part_of_it() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let (van_khe, muong_lang) = (campaign.unit("xã Vân Khê"), campaign.unit("xã Mường Lạng"));
    let duty = campaign.report_of("xã Vân Khê");
    tell(&house, "campaign.open", "campaign", &campaign.id, None).await;
    tell(&house, "deed.answer", "duty", duty, Some(van_khe)).await;
    tell(&house, "deed.answer", "duty", "elsewhere", Some(muong_lang)).await;
    tell(&house, "setting.change", "setting", "s", None).await;
    let mut thanh_tra = house.person("thanhtra").await;
    assert_eq!(seqs(&thanh_tra.data("/audit").await), [4, 3, 2, 1]);
    let mut thuong_truc = house.person("thuongtruc").await;
    assert_eq!(seqs(&thuong_truc.data("/audit").await), [2, 1]);
    let mut van_khe_ld = house.person("vankhe.ld").await;
    assert_eq!(seqs(&van_khe_ld.data("/audit").await), [2]);
    let other = format!("/audit?unit={muong_lang}");
    van_khe_ld.open(&other).await.is_refused("TK009");
    van_khe_ld
        .open(&other.replace("/audit", "/audit/events.jsonl"))
        .await
        .is_refused("TK009");
    house
        .person("vankhe")
        .await
        .open("/audit")
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn it_is_asked_by_actor_act_subject_unit_and_day() {
    let house = TestHouse::empty().await;
    let units = house.province().await;
    let unit = &units["xã Vân Khê"];
    tell(&house, "unit.import", "unit", "u1", Some(unit)).await;
    tell(&house, "unit.import", "unit", "u2", None).await;
    let next_day = "2026-03-11T00:30:00+07:00".parse().expect("a moment");
    house.clock.set(next_day);
    tell(&house, "unit.succession", "unit", "u1", None).await;
    let mut thanh_tra = house.person("thanhtra").await;
    for (asked, expected) in [
        ("", vec![3, 2, 1]),
        ("act=unit.import", vec![2, 1]),
        ("subject=u1", vec![3, 1]),
        ("subject=u1&act=unit.import", vec![1]),
        ("unit=x%C3%A3+V%C3%A2n+Kh%C3%AA", vec![1]),
        ("from=2026-03-11", vec![3]),
        ("to=2026-03-10", vec![2, 1]),
        ("from=2026-03-10&to=2026-03-10&before=2", vec![1]),
        ("from=2026-03-12", vec![]),
        ("actor=nobody", vec![]),
    ] {
        let list = thanh_tra.data(&format!("/audit?{asked}")).await;
        assert_eq!(seqs(&list), expected, "{asked}");
    }
    thanh_tra.open("/audit?from=mai").await.is_refused("TK014");
}

#[tokio::test]
async fn people_and_ended_units_are_found_by_name() {
    let house = TestHouse::empty().await;
    let units = house.province().await;
    let mut quan_tri = house.person("quantri").await;
    let merge = [
        ("kind", "merge"),
        ("from", "xã Vân Khê"),
        ("to", "xã Mường Lạng"),
        ("effective", "2026-03-01"),
        ("legal_act", "Nghị quyết số 15/NQ-SH"),
    ];
    let done = quan_tri
        .send("/units/succession/confirmation", &merge)
        .await;
    done.leads_to("/units/");
    tell(
        &house,
        "unit.contact",
        "unit",
        "u",
        Some(&units["xã Vân Khê"]),
    )
    .await;
    let accounts = quan_tri.data("/accounts?q=vankhe.ld").await;
    let id = accounts["accounts"][0]["id"].as_str().expect("an account");
    tell(&house, "account.unlock", "account", id, None).await;
    let mut thanh_tra = house.person("thanhtra").await;
    for who in ["quantri", "L%C3%AA+Qu%E1%BA%A3n+Tr%E1%BB%8B", "quan+tri"] {
        let list = thanh_tra
            .data(&format!("/audit?actor={who}&act=unit.succession"))
            .await;
        assert_eq!(seqs(&list).len(), 1, "{who}: {list}");
    }
    thanh_tra.open("/audit?actor=van").await.is_refused("TK014");
    let ended = thanh_tra
        .data("/audit?unit=x%C3%A3+V%C3%A2n+Kh%C3%AA")
        .await;
    assert_eq!(seqs(&ended).len(), 1, "{ended}");
    let list = thanh_tra.data("/audit?act=account.unlock").await;
    let whose = accounts["accounts"][0]["full_name"]
        .as_str()
        .expect("a name");
    let said = list["events"][0]["subject_label"]
        .as_str()
        .unwrap_or_default();
    assert!(said.ends_with(&format!(": {whose}")), "{said}");
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps() {
    let house = TestHouse::empty().await;
    house.province().await;
    for number in 0..120 {
        tell(&house, "unit.import", "unit", &format!("u{number}"), None).await;
    }
    let mut thanh_tra = house.person("thanhtra").await;
    let (mut seen, mut next) = (Vec::new(), "/audit?act=unit.import".to_owned());
    loop {
        let list = thanh_tra.data(&next).await;
        seen.extend(seqs(&list));
        let Some(before) = list["before"].as_u64() else {
            break;
        };
        next = format!("/audit?act=unit.import&before={before}");
    }
    let all: Vec<u64> = (1..=120).rev().collect();
    assert_eq!(seen, all);
    let lines = thanh_tra.open("/audit/events.jsonl?act=unit.import").await;
    assert_eq!(lines.text.lines().count(), 120);
    let first: Value =
        serde_json::from_str(lines.text.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["seq"], 120);
}

#[tokio::test]
async fn who_tampers_is_found_out() {
    let house = TestHouse::empty().await;
    house.province().await;
    for subject in ["u1", "u2", "u3"] {
        tell(&house, "unit.import", "unit", subject, None).await;
    }
    let mut thanh_tra = house.person("thanhtra").await;
    let held = thanh_tra.send("/audit/verification", &[]).await;
    held.sees("Nhật ký nguyên vẹn: 3 sự kiện");
    let act = house.kept.store.act::<(), StoreError>(|tx| {
        Box::pin(async move {
            tx.tamper_for_test("UPDATE event SET subject = 'u9' WHERE seq = 2")
                .await?;
            Ok(Done::already(()))
        })
    });
    act.await.expect("the hand that tampers");
    let broken = thanh_tra.send("/audit/verification", &[]).await;
    broken.sees("không nguyên vẹn từ sự kiện số 2");
    let told = thanh_tra.data("/audit?act=audit.verify").await;
    assert_eq!(told["events"][0]["data"]["broken"]["seq"], 2, "{told}");
    house
        .person("vankhe.ld")
        .await
        .send("/audit/verification", &[])
        .await
        .is_refused("TK009");
}

#[tokio::test]
async fn figures_are_told_by_their_names() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut man = house.person("vankhe").await;
    let duty = format!("/duties/{}", campaign.report_of("xã Vân Khê"));
    let report = man.open(&duty).await.leads_to("/reports/").id();
    let figures = format!("/reports/{report}/figures/{}", campaign.form);
    let typed = [("to:2016", "12")];
    man.send(&figures, &typed).await.leads_to(&figures);
    let mut thanh_tra = house.person("thanhtra").await;
    thanh_tra
        .open("/audit?act=figure.write")
        .await
        .sees("Biểu số liệu về tổ tự quản")
        .sees("chỉ tiêu: Tổ tự quản, cột: Năm 2016");
    let told = thanh_tra.data("/audit?act=figure.write").await;
    assert_eq!(told["events"][0]["data"]["cells"][0]["indicator"], "to");
}
