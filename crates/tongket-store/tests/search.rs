//! Search finds the same on either kind of database, whatever the diacritics.

use jiff::{SignedDuration, Timestamp};
use tongket_store::search::{self, Question};
use tongket_store::testing::ThrowAway;
use tongket_store::{Done, Store, StoreError};

const TEXTS: [(&str, &str, &str); 6] = [
    (
        "a",
        "Đặc điểm tình hình",
        "Đường biên giới dài 24,7 km, có 3 đồn.",
    ),
    (
        "b",
        "Kết quả",
        "Tổ tự quản đường biên, cột mốc; 12/KH-UBND ngày 05/3/2026",
    ),
    ("c", "Kết quả", "Xã Đông Lễ và thị trấn Đồng Lê"),
    (
        "d",
        "Hạn chế",
        "Thư điện tử: tokhai@sonhai.example, http://sonhai.example/a-b_c?d=1",
    ),
    (
        "e",
        "Kiến nghị",
        "Quản lý biên giới: 1.234 hộ; 007; 1e5; -5; O'Neil",
    ),
    ("f", "Kiến nghị", "biên đường"),
];

async fn laid_down(store: &Store) {
    for (number, (id, title, body)) in (0i64..).zip(TEXTS) {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(number);
        let act = store.act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                let kind = if id == "f" { "plan" } else { "submission" };
                search::index(tx, kind, id, "c1", "u1", "I", title, body, at).await?;
                Ok(Done::already(()))
            })
        });
        act.await.expect("the text is kept");
    }
}

/// What a question finds, the latest first.
async fn check(store: &Store, typed: &str, kind: &str, expected: &[&str]) {
    let mut conn = store.read().await.expect("a connection");
    let hits = search::find(&mut conn, &Question::read(typed), kind, "", None, 10).await;
    let found: Vec<String> = hits
        .unwrap_or_else(|error| panic!("{typed}: {error}"))
        .into_iter()
        .map(|hit| hit.subject)
        .collect();
    assert_eq!(found, expected, "{typed} on {:?}", store.engine());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_database_finds_the_same() {
    for house in ThrowAway::both(Timestamp::UNIX_EPOCH).await {
        let store = &house.store;
        laid_down(store).await;
        for (typed, expected) in [
            ("đường biên", &["f", "b", "a"][..]),
            ("duong bien", &["f", "b", "a"]),
            ("\"đường biên\"", &["b", "a"]),
            ("“ĐƯỜNG BIÊN” giới", &["a"]),
            ("dong le", &["c"]),
            ("đồng lê", &["c"]),
            ("kết quả", &["c", "b"]),
            ("12/kh-ubnd", &["b"]),
            ("05/3/2026", &["b"]),
            ("1.234", &["e"]),
            ("007", &["e"]),
            ("1e5", &["e"]),
            ("o'neil", &["e"]),
            ("tokhai@sonhai.example", &["d"]),
            ("a-b_c", &["d"]),
            ("khong-co", &[]),
            ("", &[]),
            ("\"", &[]),
            ("' & | ! ( ) : * <-> NEAR AND OR", &[]),
            ("bien*", &["f", "e", "b", "a"]),
        ] {
            check(store, typed, "", expected).await;
        }
        check(store, "bien", "plan", &["f"]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_version_takes_the_place_of_the_old_and_pages_have_no_gaps() {
    for house in ThrowAway::both(Timestamp::UNIX_EPOCH).await {
        let store = &house.store;
        laid_down(store).await;
        laid_down(store).await;
        check(store, "đường biên", "", &["f", "b", "a"]).await;
        let act = store.act::<(), StoreError>(|tx| {
            Box::pin(async move {
                let now = Timestamp::UNIX_EPOCH;
                search::index(tx, "submission", "b", "c1", "u1", "I", "", "khác hẳn", now).await?;
                search::forget(tx, "plan", "f").await?;
                Ok(Done::already(()))
            })
        });
        act.await.expect("kept");
        check(store, "đường biên", "", &["a"]).await;
        check(store, "khac han", "", &["b"]).await;
        let mut conn = store.read().await.expect("a connection");
        let question = Question::read("bien");
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let hits = search::find(&mut conn, &question, "", "", before, 1).await;
            let Some(hit) = hits.expect("found").into_iter().next() else {
                break;
            };
            before = Some(hit.number);
            seen.push(hit.subject);
        }
        assert_eq!(seen, ["e", "a"]);
    }
}
