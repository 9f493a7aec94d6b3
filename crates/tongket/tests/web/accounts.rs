//! Accounts, roles, first passwords, keys, and when a door closes by itself.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use crate::people::{Answer, PASSWORD, Person, TestHouse};

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
        .is_refused("TK018");
    let keyless = program.open("/api/v1/accounts").await;
    keyless.is_refused("TK018");
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

/// Sends a list of people and gives its preview.
async fn list_of(administrator: &mut Person, list: &str) -> Answer {
    let files = [("file", "can-bo.csv", list.as_bytes())];
    administrator.upload("/accounts/import", &[], &files).await
}

/// Confirms a preview as its page does.
async fn confirm(administrator: &mut Person, preview: &Answer) -> Answer {
    let people = preview.between("<textarea name=\"people\" hidden>", "</textarea>");
    let people = people.replace("&#34;", "\"");
    let fields = [("people", people.as_str())];
    administrator
        .send("/accounts/import/confirmation", &fields)
        .await
}

/// The first password on the slip of a name.
fn slip_of(slips: &Answer, name: &str) -> String {
    let (_, rest) = slips
        .text
        .split_once(&format!("<code>{name}</code>"))
        .unwrap_or_else(|| panic!("no slip for {name}: {}", slips.text));
    let (_, rest) = rest
        .split_once("<code>")
        .expect("a password stands beside it");
    rest.split_once("</code>").expect("it ends").0.to_owned()
}

const TWO_COMMUNES: &str = "DANH SÁCH CÁN BỘ,,,\n,,,\nTT,Họ và tên,Vai trò,Đơn vị\n\
    1,Trần Thị Mận,Người soạn thảo,xã Vân Khê\n\
    2,Lò Văn Pâng,Lãnh đạo,xã Vân Khê\n\
    3,Trần Thị Mận,Soạn thảo; Người xem,xã Mường Láng\n\
    4,,Lãnh đạo,xã Mường Láng\n";

async fn two_communes() -> (TestHouse, Person) {
    let house = TestHouse::empty().await;
    house.unit("xã Vân Khê", "xã", None).await;
    house.unit("xã Mường Láng", "xã", None).await;
    let administrator = house.administrator().await;
    (house, administrator)
}

#[tokio::test]
async fn a_list_brings_in_many_and_each_gets_a_slip() {
    let (house, mut quan_tri) = two_communes().await;
    let preview = list_of(&mut quan_tri, TWO_COMMUNES).await;
    preview
        .sees("pang.lv")
        .sees("man.tt2")
        .sees("1 hàng chưa điền họ và tên")
        .sees("Lập 3 tài khoản");
    quan_tri
        .open("/accounts?q=man")
        .await
        .does_not_see("man.tt");
    let slips = confirm(&mut quan_tri, &preview).await;
    slips.sees("3 phiếu").sees("Lãnh đạo đơn vị: xã Vân Khê");
    let first = slip_of(&slips, "man.tt2");
    let mut man = house.visitor();
    man.sign_in("man.tt2", &first).await.leads_to("/password");
    let id = id_of(&mut quan_tri, "man.tt2").await;
    let page = quan_tri.data(&format!("/accounts/{id}")).await;
    assert_eq!(page["account"]["roles"].as_array().map(Vec::len), Some(2));

    let again = confirm(&mut quan_tri, &preview).await;
    again.sees("Không có tài khoản mới nào");
    let again = list_of(&mut quan_tri, TWO_COMMUNES).await;
    again.sees("không có gì phải làm");
    let list = quan_tri.data("/accounts?q=man").await;
    assert_eq!(list["accounts"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_doubtful_row_keeps_the_whole_list_out() {
    let (_house, mut quan_tri) = two_communes().await;
    employ(&mut quan_tri, "man.tt", "drafter", "xã Vân Khê").await;
    let list = "Họ và tên;Tên đăng nhập;Vai trò;Đơn vị\n\
        Lò Văn Pâng;;Trưởng bản;xã Vân Khê\n\
        Hà Thị Mai;man.tt;Người soạn thảo;xã Vân Khê\n\
        Vừ A Dơ;;Người soạn thảo;xã Nậm Pung\n\
        Sùng Thị Sua;;;xã Vân Khê\n\
        Mùa A Páo;;Người soạn thảo;xã Vân Khê\n";
    let preview = list_of(&mut quan_tri, list).await;
    preview
        .sees("Hàng 2, “Lò Văn Pâng”: không có vai trò “Trưởng bản”")
        .sees("của “Trần Thị Mận” (man.tt)")
        .sees("Hàng 4, “Vừ A Dơ”")
        .sees("chưa ghi vai trò")
        .sees("pao.ma")
        .does_not_see("name=\"people\"");
    let list = quan_tri.data("/accounts").await;
    assert_eq!(list["accounts"].as_array().map(Vec::len), Some(2));

    let no_header = list_of(&mut quan_tri, "Lò Văn Pâng;xã Vân Khê\n").await;
    no_header.sees("Không thấy hàng tiêu đề");
    let secret = list_of(&mut quan_tri, "TỐI MẬT\nHọ và tên;Vai trò\n").await;
    secret.is_refused("TK021");
    let broken = [("people", "[{\"row\":1}]")];
    quan_tri
        .send("/accounts/import/confirmation", &broken)
        .await
        .is_refused("TK019");
}

#[tokio::test]
async fn whoever_is_known_gets_a_role_more_and_keeps_the_password() {
    let (house, mut quan_tri) = two_communes().await;
    let first = employ(&mut quan_tri, "man.tt", "drafter", "xã Vân Khê").await;
    let list = "Họ và tên,Vai trò,Đơn vị\nTrần Thị Mận,Người soạn thảo,xã Vân Khê\n\
        Trần Thị Mận,Người xem,xã Vân Khê\n";
    let preview = list_of(&mut quan_tri, list).await;
    preview.sees("được coi là một người").sees("bổ sung");
    let slips = confirm(&mut quan_tri, &preview).await;
    slips
        .sees("Đã bổ sung vai trò hoặc thư điện tử cho 1 người")
        .does_not_see("<code>");
    let mut man = house.visitor();
    man.sign_in("man.tt", &first).await.leads_to("/password");
}

#[tokio::test]
async fn the_list_to_fill_in_names_who_is_missing_and_comes_back() {
    let (_house, mut quan_tri) = two_communes().await;
    employ(&mut quan_tri, "man.tt", "drafter", "xã Vân Khê").await;
    let file = quan_tri.download("/accounts/list.xlsx").await;
    let rows = tongket_paper::import::sheet(&file, "bang.xlsx").expect("it can be read");
    let rows: Vec<String> = rows
        .into_iter()
        .map(|mut row| {
            row.resize(5, String::new());
            row.join(",")
        })
        .collect();
    let expected = [
        "Đơn vị,Vai trò,Họ và tên,Thư điện tử,Tên đăng nhập",
        "xã Mường Láng,Người soạn thảo,,,",
        "xã Mường Láng,Lãnh đạo đơn vị,,,",
        "xã Vân Khê,Lãnh đạo đơn vị,,,",
    ];
    let mut sorted = rows.clone();
    sorted[1..].sort();
    let mut wanted = expected.map(str::to_owned).to_vec();
    wanted[1..].sort();
    assert_eq!(sorted, wanted);
    let filled = rows
        .join("\n")
        .replace("Người soạn thảo,,", "Người soạn thảo,Lò Văn Pâng,");
    let preview = list_of(&mut quan_tri, &filled).await;
    preview.sees("Lập 1 tài khoản").sees("2 hàng chưa điền");
}

#[tokio::test]
async fn a_lost_slip_is_replaced_until_its_owner_signed_in() {
    let (house, mut quan_tri) = two_communes().await;
    let preview = list_of(&mut quan_tri, TWO_COMMUNES).await;
    let slips = confirm(&mut quan_tri, &preview).await;
    let (man, pang) = (slip_of(&slips, "man.tt"), slip_of(&slips, "pang.lv"));
    let mut signed_in = house.visitor();
    signed_in
        .sign_in("man.tt", &man)
        .await
        .leads_to("/password");
    quan_tri
        .open("/accounts?state=new")
        .await
        .sees("Cấp lại phiếu");
    let lost = quan_tri.data("/accounts/slips").await;
    let people = lost["people"].as_array().expect("people");
    let names = people.iter().map(|it| it["name"].as_str().expect("a name"));
    assert_eq!(names.collect::<Vec<_>>(), ["man.tt2", "pang.lv"]);
    let id = people[1]["id"].as_str().expect("an id");
    let again = quan_tri.send("/accounts/slips", &[("accounts", id)]).await;
    again.sees("1 phiếu").does_not_see("<code>man.tt2</code>");
    let mut visitor = house.visitor();
    visitor.sign_in("pang.lv", &pang).await.is_refused("TK002");
    let new = slip_of(&again, "pang.lv");
    visitor.sign_in("pang.lv", &new).await.leads_to("/password");
}
