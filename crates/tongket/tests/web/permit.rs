//! Every role at every place tries every act of the house: accounts, keys, units, audit, search.
//!
//! A stranger is asked to sign in (TK001), who may not is told so (TK009), and
//! who may gets an answer that is neither.

use axum::http::StatusCode;

use crate::people::{Answer, Person, TestHouse};

/// One person for every role, some of them at several places of the tree.
const EVERYBODY: [&str; 10] = [
    "quantri",
    "thanhtra",
    "ubndtinh",
    "thuongtruc",
    "thamdinh",
    "khenthuong",
    "vankhe",
    "vankhe.ld",
    "muonglang.ld",
    "nguoixem",
];

/// Who may, by name; everybody else may not.
type Those = &'static [&'static str];

const ADMINISTRATOR: Those = &["quantri"];
const ALL: Those = &EVERYBODY;

/// Pages: an address with places to fill in, and who may open it.
const PAGES: [(&str, Those); 16] = [
    (
        "/accounts",
        &[
            "quantri",
            "thanhtra",
            "ubndtinh",
            "vankhe.ld",
            "muonglang.ld",
        ],
    ),
    ("/accounts/new", ADMINISTRATOR),
    ("/accounts/import", ADMINISTRATOR),
    ("/accounts/list.xlsx", ADMINISTRATOR),
    ("/accounts/slips", ADMINISTRATOR),
    ("/accounts/{man}", &["quantri", "thanhtra", "vankhe.ld"]),
    ("/keys", ALL),
    ("/units", ALL),
    ("/units/{van-khe}", ALL),
    (
        "/units/{muong-lang}",
        &[
            "quantri",
            "thanhtra",
            "ubndtinh",
            "thuongtruc",
            "thamdinh",
            "khenthuong",
            "vankhe",
            "vankhe.ld",
            "muonglang.ld",
        ],
    ),
    ("/units/import", ADMINISTRATOR),
    ("/units/succession", ADMINISTRATOR),
    (
        "/audit",
        &[
            "quantri",
            "thanhtra",
            "ubndtinh",
            "thuongtruc",
            "vankhe.ld",
            "muonglang.ld",
        ],
    ),
    (
        "/audit?unit={van-khe}",
        &["quantri", "thanhtra", "vankhe.ld"],
    ),
    (
        "/audit?campaign={campaign}",
        &["quantri", "thanhtra", "thuongtruc"],
    ),
    ("/search?q=khe", ALL),
];

/// Acts, in an order in which each can still be tried after the ones before.
const ACTS: [(&str, Those); 13] = [
    ("/accounts", ADMINISTRATOR),
    ("/accounts/import/confirmation", ADMINISTRATOR),
    ("/accounts/slips", ADMINISTRATOR),
    ("/accounts/{song}", ADMINISTRATOR),
    ("/accounts/{song}/role", ADMINISTRATOR),
    ("/accounts/{song}/role/end", ADMINISTRATOR),
    ("/accounts/{song}/lock/end", ADMINISTRATOR),
    ("/accounts/{song}/password", ADMINISTRATOR),
    ("/accounts/{song}/closure", ADMINISTRATOR),
    ("/accounts/{song}/closure/end", ADMINISTRATOR),
    ("/units/succession", ADMINISTRATOR),
    ("/units/succession/confirmation", ADMINISTRATOR),
    ("/audit/verification", &["quantri", "thanhtra"]),
];

/// Fields that some act understands; each is refused for want of others, if at all.
const FIELDS: [(&str, &str); 9] = [
    ("people", "[]"),
    ("name", "x"),
    ("full_name", "Người mới"),
    ("role", "reader"),
    ("unit", "xã Đông Giang"),
    ("kind", "merge"),
    ("from", ""),
    ("to", ""),
    ("email", ""),
];

fn check(who: &str, what: &str, answer: &Answer, may: bool) {
    let refused = answer.status == StatusCode::FORBIDDEN && answer.text.contains("TK009");
    assert_eq!(
        refused, !may,
        "{who}: {what}: {} {}",
        answer.status, answer.text
    );
    let asked_to_sign_in = answer.status == StatusCode::UNAUTHORIZED;
    let broke = answer.status.is_server_error();
    assert!(
        !asked_to_sign_in && !broke,
        "{who}: {what}: {}",
        answer.text
    );
}

#[tokio::test]
async fn role_by_place_by_act() {
    let house = TestHouse::empty().await;
    let campaign = house.open_campaign().await;
    let mut quan_tri = house.person("quantri").await;
    let found = quan_tri.data("/accounts?q=nguyen+thi+man").await;
    let man = found["accounts"][0]["id"]
        .as_str()
        .expect("she has an account")
        .to_owned();
    let found = quan_tri.data("/accounts?q=mai+thi+song").await;
    let song = found["accounts"][0]["id"]
        .as_str()
        .expect("she has an account")
        .to_owned();
    let filled = |address: &str| {
        address
            .replace("{song}", &song)
            .replace("{man}", &man)
            .replace("{van-khe}", campaign.unit("xã Vân Khê"))
            .replace("{muong-lang}", campaign.unit("xã Mường Lạng"))
            .replace("{campaign}", &campaign.id)
    };
    let mut stranger = house.visitor();
    for (address, those) in PAGES {
        let address = filled(address);
        stranger.open(&address).await.is_refused("TK001");
        for who in EVERYBODY {
            let answer = house.person(who).await.open(&address).await;
            check(who, &address, &answer, those.contains(&who));
        }
    }
    for (address, those) in ACTS {
        let address = filled(address);
        stranger.send(&address, &FIELDS).await.is_refused("TK001");
        for who in EVERYBODY {
            let mut person: Person = house.person(who).await;
            let answer = person.send(&address, &FIELDS).await;
            check(who, &address, &answer, those.contains(&who));
        }
    }
    for who in EVERYBODY {
        let mut person = house.person(who).await;
        let files = [("file", "a.csv", "tên\nxã Hạ\n".as_bytes())];
        let answer = person.upload("/units/import", &[], &files).await;
        check(who, "/units/import", &answer, ADMINISTRATOR.contains(&who));
    }
}
