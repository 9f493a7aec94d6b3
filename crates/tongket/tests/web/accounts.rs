//! Accounts, roles, first passwords, keys, and when a door closes by itself.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use crate::people::{PASSWORD, Person, TestHouse};

/// A new password that nobody has had before.
const OWN: &str = "Chợ phiên 2027 đông vui!";

/// Makes an account through the pages and gives its first password.
async fn employ(administrator: &mut Person, name: &str, role: &str, unit: &str) -> String {
    let fields = [
        ("name", name),
        ("full_name", "Trần Thị Mận"),
        ("email", ""),
        ("role", role),
        ("unit", unit),
    ];
    let page = administrator.send("/accounts", &fields).await;
    page.sees("chỉ hiện một lần");
    page.between("<p class=\"number\">", "</p>")
}

async fn id_of(administrator: &mut Person, name: &str) -> String {
    let list = administrator.data(&format!("/accounts?q={name}")).await;
    let id = list["accounts"][0]["id"].as_str();
    id.unwrap_or_else(|| panic!("{name}: {list}")).to_owned()
}

#[tokio::test]
async fn a_first_password_is_shown_once_and_must_be_changed() {
    let house = TestHouse::empty().await;
    let xa = house.unit("xã Vân Khê", "xã", None).await;
    let mut quan_tri = house.administrator().await;
    let first = employ(&mut quan_tri, "man.tt", "drafter", "xã Vân Khê").await;
    quan_tri
        .open("/accounts?q=tran+thi+man")
        .await
        .sees("xã Vân Khê")
        .does_not_see(&first);
    let mut man = house.visitor();
    man.sign_in("man.tt", &first).await.leads_to("/password");
    man.open("/keys").await.is_refused("TK006");
    let change = [
        ("current", first.as_str()),
        ("password", OWN),
        ("again", OWN),
    ];
    man.send("/password", &change).await.leads_to("/session");
    man.sign_in("man.tt", OWN).await.leads_to("/");
    man.open("/keys").await.sees("Khóa API");
    let id = id_of(&mut quan_tri, "man.tt").await;
    let page = quan_tri.data(&format!("/accounts/{id}")).await;
    assert_eq!(page["account"]["roles"][0]["unit"], json!(xa));
}

#[tokio::test]
async fn one_person_has_one_account() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let fields = |name| {
        [
            ("name", name),
            ("full_name", "Trần Thị Mận"),
            ("email", "Man.TT@sonhai.example"),
        ]
    };
    quan_tri
        .send("/accounts", &fields("man.tt"))
        .await
        .sees("Trần Thị Mận");
    quan_tri
        .send("/accounts", &fields("Man.TT"))
        .await
        .is_refused("TK017");
    quan_tri
        .send("/accounts", &fields("man2"))
        .await
        .is_refused("TK017");
    quan_tri
        .send("/accounts", &fields("mận"))
        .await
        .is_refused("TK014");
    let list = quan_tri.data("/accounts?q=man").await;
    assert_eq!(list["accounts"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn roles_count_from_the_next_request_on() {
    let house = TestHouse::empty().await;
    let xa = house.unit("xã Vân Khê", "xã", None).await;
    house.unit("xã Vân Khê", "xã", Some(&xa)).await;
    let mut quan_tri = house.administrator().await;
    let mut kiem_tra = house.hire("kiemtra", "auditor", "").await;
    kiem_tra.open("/accounts").await.sees("kiemtra");
    let id = id_of(&mut quan_tri, "kiemtra").await;
    let end = format!("/accounts/{id}/role/end");
    quan_tri
        .send(&end, &[("role", "auditor"), ("unit", "")])
        .await
        .leads_to("/accounts/");
    kiem_tra.open("/accounts").await.is_refused("TK009");
    let grant = format!("/accounts/{id}/role");
    let several = [("role", "reader"), ("unit", "xã Vân Khê")];
    quan_tri.send(&grant, &several).await.is_refused("TK014");
    let nowhere = [("role", "leader"), ("unit", "")];
    quan_tri.send(&grant, &nowhere).await.is_refused("TK014");
    let by_id = [("role", "leader"), ("unit", xa.as_str())];
    quan_tri.send(&grant, &by_id).await.leads_to("/accounts/");
    kiem_tra
        .open("/accounts")
        .await
        .sees("kiemtra")
        .does_not_see("Lê Quản Trị");
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_comes_back_with_a_new_password() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let mut kiem_tra = house.hire("kiemtra", "auditor", "").await;
    let id = id_of(&mut quan_tri, "kiemtra").await;
    quan_tri
        .send(&format!("/accounts/{id}/closure"), &[])
        .await
        .leads_to("/accounts/");
    kiem_tra.open("/accounts").await.is_refused("TK001");
    kiem_tra
        .sign_in("kiemtra", PASSWORD)
        .await
        .is_refused("TK004");
    let page = quan_tri
        .send(&format!("/accounts/{id}/closure/end"), &[])
        .await;
    let first = page.between("<p class=\"number\">", "</p>");
    kiem_tra
        .sign_in("kiemtra", PASSWORD)
        .await
        .is_refused("TK002");
    kiem_tra
        .sign_in("kiemtra", &first)
        .await
        .leads_to("/password");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    let id = id_of(&mut quan_tri, "quantri").await;
    let closure = format!("/accounts/{id}/closure");
    quan_tri.send(&closure, &[]).await.is_refused("TK014");
    let end = format!("/accounts/{id}/role/end");
    let role = [("role", "administrator"), ("unit", "")];
    quan_tri.send(&end, &role).await.is_refused("TK014");
    house.hire("phoquantri", "administrator", "").await;
    quan_tri.send(&end, &role).await.leads_to("/accounts/");
    quan_tri.open("/accounts").await.is_refused("TK009");
}

#[tokio::test]
async fn an_administrator_unlocks_who_forgot() {
    let house = TestHouse::empty().await;
    let mut quan_tri = house.administrator().await;
    house.hire("kiemtra", "auditor", "").await;
    let mut absent_minded = house.visitor();
    for _ in 0..5 {
        absent_minded
            .sign_in("kiemtra", "quên")
            .await
            .is_refused("TK002");
    }
    absent_minded
        .sign_in("kiemtra", PASSWORD)
        .await
        .is_refused("TK003");
    quan_tri
        .open("/accounts?state=locked")
        .await
        .sees("kiemtra");
    let id = id_of(&mut quan_tri, "kiemtra").await;
    quan_tri
        .send(&format!("/accounts/{id}/lock/end"), &[])
        .await
        .leads_to("/accounts/");
    absent_minded
        .sign_in("kiemtra", PASSWORD)
        .await
        .leads_to("/");
}

#[tokio::test]
async fn a_key_does_what_its_owner_may_until_it_is_taken_back() {
    let house = TestHouse::empty().await;
    let mut kiem_tra = house.hire("kiemtra", "auditor", "").await;
    let made = kiem_tra
        .send("/keys", &[("label", "đồng bộ"), ("days", "30")])
        .await;
    let key = made.between("<p class=\"hash\">", "</p>");
    kiem_tra
        .open("/keys")
        .await
        .sees("đồng bộ")
        .does_not_see(&key);
    let mut program = house.visitor();
    let answer = program.open_with_key("/api/v1/accounts", &key).await;
    answer.sees("kiemtra");
    program
        .open_with_key("/api/v1/keys", &key)
        .await
        .is_refused("TK018");
    let id = kiem_tra.data("/keys").await["keys"][0]["id"]
        .as_str()
        .map(str::to_owned);
    let end = format!("/keys/{}/end", id.expect("the key is listed"));
    house
        .hire("khac", "auditor", "")
        .await
        .send(&end, &[])
        .await
        .leads_to("/keys");
    program
        .open_with_key("/api/v1/accounts", &key)
        .await
        .sees("kiemtra");
    kiem_tra.send(&end, &[]).await.leads_to("/keys");
    program
        .open_with_key("/api/v1/accounts", &key)
        .await
        .is_refused("TK001");
}

/// Whether a session lives after pauses of so many minutes each.
async fn check_idle(role: &str, pauses: &[i64], lives: bool) {
    let house = TestHouse::strict().await;
    let mut person = house.hire("nguoi", role, "").await;
    for pause in pauses {
        house
            .clock
            .set(house.clock.now() + SignedDuration::from_mins(*pause));
        let answer = person.open("/keys").await;
        if pause != pauses.last().expect("there is a pause") {
            assert_eq!(answer.status, StatusCode::OK, "{role} {pauses:?}");
        } else {
            assert_eq!(answer.status == StatusCode::OK, lives, "{role} {pauses:?}");
        }
    }
}

#[tokio::test]
async fn who_gives_no_sign_of_life_is_signed_out() {
    check_idle("auditor", &[14, 14, 14], true).await;
    check_idle("auditor", &[14, 16], false).await;
    check_idle("administrator", &[4, 4, 4], true).await;
    check_idle("administrator", &[6], false).await;
}

#[tokio::test]
async fn an_account_that_nobody_used_closes_by_itself() {
    let house = TestHouse::strict().await;
    let mut person = house.hire("nguoi", "auditor", "").await;
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    house.clock.set(house.clock.now() + days(44));
    person.sign_in("nguoi", PASSWORD).await.leads_to("/");
    house.clock.set(house.clock.now() + days(46));
    person
        .sign_in("nguoi", "không đúng")
        .await
        .is_refused("TK002");
    person.sign_in("nguoi", PASSWORD).await.is_refused("TK004");
}

#[tokio::test]
async fn an_administrators_old_password_must_be_changed() {
    let house = TestHouse::strict().await;
    let mut person = house.hire("quantri", "administrator", "").await;
    for days in [30, 31] {
        house
            .clock
            .set(house.clock.now() + SignedDuration::from_hours(24 * days));
        person.sign_in("quantri", PASSWORD).await;
    }
    person.open("/accounts").await.is_refused("TK006");
}
