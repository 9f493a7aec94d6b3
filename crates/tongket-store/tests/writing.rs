//! Writing: acts that wait together are committed together, refused acts leave
//! nothing, every act is in the chain.

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::json;
use tongket_core::event::Event;
use tongket_store::testing::ThrowAway;
use tongket_store::{Done, Store, StoreError, audit, values};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn told(act: &str, subject: &str) -> Event {
    Event {
        seq: 0,
        at_ms: 0,
        actor: "mận".to_owned(),
        act: act.to_owned(),
        subject_kind: "setting".to_owned(),
        subject: subject.to_owned(),
        unit: None,
        data: json!({ "số": 1 }),
    }
}

/// Keeps a setting and tells it.
async fn keep(store: &Store, name: String) -> Result<(), StoreError> {
    let act = store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            tx.set_setting(&name, "1").await?;
            Ok(Done::new((), told("setting.change", &name)))
        })
    });
    act.await
}

async fn settings(store: &Store) -> i64 {
    let mut conn = store.read().await.expect("a connection");
    conn.number("SELECT COUNT(*) FROM setting", values![])
        .await
        .expect("a count")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_that_come_together_are_all_there_and_all_told() {
    for house in ThrowAway::both(NOW).await {
        let store = &house.store;
        let acts = (0..300).map(|number| keep(store, format!("s{number}")));
        for done in join_all(acts).await {
            done.expect("the act is committed");
        }
        assert_eq!(settings(store).await, 300, "{:?}", house.engine());
        let mut conn = store.read().await.expect("a connection");
        let head = audit::check(&mut conn).await.expect("it can be read");
        assert_eq!(head.expect("the chain holds").count, 300);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_act_leaves_nothing_and_harms_nobody() {
    for house in ThrowAway::both(NOW).await {
        let store = &house.store;
        let refused = store.act::<(), StoreError>(|tx| {
            Box::pin(async move {
                tx.set_setting("lost", "1").await?;
                Err(StoreError::Closed)
            })
        });
        let broken = store.act::<(), StoreError>(|tx| {
            Box::pin(async move {
                tx.set_setting("lost too", "1").await?;
                panic!("in the middle")
            })
        });
        let (refused, broken, kept) =
            futures_util::future::join3(refused, broken, keep(store, "kept".to_owned())).await;
        assert!(matches!(refused, Err(StoreError::Closed)));
        assert!(matches!(broken, Err(StoreError::Panicked(why)) if why == "in the middle"));
        kept.expect("the neighbour is committed");
        assert_eq!(settings(store).await, 1, "{:?}", house.engine());
    }
}

#[tokio::test]
async fn a_chain_that_was_touched_says_where() {
    let house = ThrowAway::sqlite(NOW).await;
    for name in ["a", "b", "c"] {
        keep(&house.store, name.to_owned()).await.expect("kept");
    }
    house
        .store
        .act::<(), StoreError>(|tx| {
            Box::pin(async move {
                tx.tamper_for_test("UPDATE event SET data = '{\"số\":2}' WHERE seq = 2")
                    .await?;
                Ok(Done::already(()))
            })
        })
        .await
        .expect("the hand that tampers");
    let mut conn = house.store.read().await.expect("a connection");
    let broken = audit::check(&mut conn).await.expect("it can be read");
    assert_eq!(broken.expect_err("the chain is broken").seq, 2);
}
