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

/// An act that turns out to have been done before.
async fn already(store: &Store) -> Result<(), StoreError> {
    store
        .act::<(), StoreError>(|_| Box::pin(async move { Ok(Done::already(())) }))
        .await
}

/// An act that is refused after it has written.
async fn refused(store: &Store, name: String) -> Result<(), StoreError> {
    let act = store.act::<(), StoreError>(move |tx| {
        Box::pin(async move {
            tx.set_setting(&name, "1").await?;
            Err(StoreError::Closed)
        })
    });
    act.await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stands_beside_a_refused_act_is_not_touched_by_it() {
    for house in ThrowAway::both(NOW).await {
        let store = &house.store;
        let acts = (0..200).map(|number| async move {
            match number % 4 {
                0 => already(store).await.is_ok(),
                1 => refused(store, format!("r{number}")).await.is_err(),
                _ => keep(store, format!("k{number}")).await.is_ok(),
            }
        });
        let done = join_all(acts).await;
        assert!(done.iter().all(|as_expected| *as_expected));
        assert_eq!(settings(store).await, 100, "{:?}", house.engine());
        let mut conn = store.read().await.expect("a connection");
        let head = audit::check(&mut conn).await.expect("it can be read");
        assert_eq!(head.expect("the chain holds").count, 100);
    }
}

#[tokio::test]
async fn an_act_that_tells_much_is_chained_in_its_order() {
    for house in ThrowAway::both(NOW).await {
        let store = &house.store;
        let act = store.act::<(), StoreError>(|_| {
            Box::pin(async move {
                let first = Done::new((), told("unit.import", "0"));
                let more = (1..151).map(|number| told("unit.import", &number.to_string()));
                Ok(more.fold(first, Done::and))
            })
        });
        act.await.expect("the act is committed");
        let mut conn = store.read().await.expect("a connection");
        let links = audit::links_after(&mut conn, 0, 1000).await.expect("read");
        let subjects: Vec<String> = links.into_iter().map(|link| link.event.subject).collect();
        let expected: Vec<String> = (0..151).map(|number| number.to_string()).collect();
        assert_eq!(subjects, expected);
        let head = audit::check(&mut conn).await.expect("it can be read");
        assert_eq!(head.expect("the chain holds").count, 151);
    }
}
