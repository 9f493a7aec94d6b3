//! The first visit, signing in and out, and what a stranger meets.

use axum::http::StatusCode;

use crate::people::{PASSWORD, TestHouse};

#[tokio::test]
async fn the_first_visit_makes_the_administrator_and_only_the_first() {
    let house = TestHouse::empty().await;
    let mut stranger = house.visitor();
    stranger.open("/").await.leads_to("/setup");
    stranger.open("/setup").await.sees("Thiết lập lần đầu");
    house
        .administrator()
        .await
        .open("/")
        .await
        .leads_to("/units");
    stranger.open("/setup").await.is_refused("TK016");
    stranger.open("/").await.leads_to("/session");
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_policy() {
    let house = TestHouse::empty().await;
    let fields = [
        ("name", "quantri"),
        ("full_name", "Lê Quản Trị"),
        ("password", "123456"),
        ("again", "123456"),
    ];
    house
        .visitor()
        .send("/setup", &fields)
        .await
        .is_refused("TK005");
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_its_owner_too() {
    let house = TestHouse::empty().await;
    house.administrator().await;
    let mut guesser = house.visitor();
    for _ in 0..5 {
        guesser
            .sign_in("quantri", "đoán mò")
            .await
            .is_refused("TK002");
    }
    guesser
        .sign_in("quantri", PASSWORD)
        .await
        .is_refused("TK003");
    house
        .clock
        .set("2026-03-11T08:00:00+07:00".parse().expect("a moment"));
    guesser.sign_in("quantri", PASSWORD).await.leads_to("/");
}

#[tokio::test]
async fn an_unknown_name_is_answered_like_a_wrong_password() {
    let house = TestHouse::empty().await;
    house.administrator().await;
    house
        .visitor()
        .sign_in("không có ai", "đoán")
        .await
        .is_refused("TK002");
}

#[tokio::test]
async fn who_signs_out_is_gone() {
    let house = TestHouse::empty().await;
    let mut administrator = house.administrator().await;
    administrator.open("/password").await.sees("Mật khẩu mới");
    administrator
        .send("/session/end", &[])
        .await
        .leads_to("/session");
    administrator.open("/password").await.is_refused("TK001");
}

#[tokio::test]
async fn everybody_reads_in_their_own_language() {
    let house = TestHouse::empty().await;
    let mut visitor = house.visitor();
    visitor.open("/session").await.sees("Đăng nhập");
    visitor
        .send("/language", &[("tag", "en"), ("back", "/session")])
        .await
        .leads_to("/session");
    visitor.open("/session").await.sees("Sign in");
    let away = visitor
        .send("/language", &[("tag", "vi"), ("back", "//evil.example")])
        .await;
    away.leads_to("/");
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let house = TestHouse::empty().await;
    let answer = house
        .visitor()
        .send_from("https://evil.example", "/session/end")
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.is_refused("TK013");
}

#[tokio::test]
async fn no_refusal_leaves_a_hole_open() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut truc = house.person("thuongtruc").await;
    let large = vec![b'a'; 21 << 20];
    let files = [("file", "a.txt", large.as_slice())];
    let answers = [
        truc.send("/search", &[]).await,
        truc.send_json("/language", &serde_json::json!(7)).await,
        truc.open("/huong-dan/khong-co").await,
        truc.open("/khong-co").await,
        truc.open(&format!("/campaigns/{}/plan/file", campaign.id))
            .await,
        truc.upload("/campaigns/plan", &[], &files).await,
        truc.send("/language", &[("tag", &"x".repeat(21 << 20))])
            .await,
    ];
    for answer in answers {
        assert!(!answer.status.is_success(), "{}", answer.text);
        let said = answer.text.split_once("class=\"refusal\"");
        let said = said.map_or(answer.text.as_str(), |(_, said)| said);
        let open = said.contains("{s")
            || said.contains("{g")
            || said.contains("{p")
            || said.contains("{t");
        assert!(!open, "{}", answer.text);
    }
}

#[tokio::test]
async fn who_opens_a_page_by_a_link_signs_in_there_and_comes_to_it() {
    let house = TestHouse::empty().await;
    house.administrator().await;
    let mut visitor = house.visitor();
    let asked = visitor.open("/accounts?q=van&state=new").await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    let form = asked.between("action=\"/session\"", "</form>");
    let form = form.replace("&#38;", "&");
    assert!(
        form.contains("value=\"/accounts?q=van&state=new\""),
        "{form}"
    );
    assert!(form.contains("name=\"password\""), "{form}");
    assert!(!asked.text.contains("đã hết hạn"), "{}", asked.text);
}

#[tokio::test]
async fn programs_are_told_where_to_ask_and_with_what() {
    let house = TestHouse::empty().await;
    let described = house.visitor().data("/api/openapi.json").await;
    assert_eq!(described["servers"][0]["url"], "/api/v1");
    let schemes = &described["components"]["securitySchemes"];
    assert_eq!(schemes["key"]["scheme"], "bearer", "{schemes}");
    assert_eq!(schemes["session"]["in"], "cookie", "{schemes}");
}
