//! Every question about accounts, units, successions and the audit is understood by both databases.

use jiff::Timestamp;
use serde_json::Value;
use tongket_core::event::Event;
use tongket_store::account::{self, Account};
use tongket_store::audit::{self, Wanted};
use tongket_store::testing::ThrowAway;
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, Store, StoreError, api_key, duty, new_id, search, session, succession};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A unit "u1" with Mận in it, and three events, two of them hers.
async fn laid_down(store: &Store) {
    let act = store.act::<(), StoreError>(|tx| {
        Box::pin(async move {
            unit::create_as(tx, "u1", NOW).await?;
            let version = UnitVersion {
                id: new_id(),
                unit: "u1".to_owned(),
                name: "xã Vân Khê".to_owned(),
                ..UnitVersion::default()
            };
            unit::add_version(tx, &version).await?;
            let man = Account {
                id: "a1".to_owned(),
                name: "man".to_owned(),
                full_name: "Trần Thị Mận".to_owned(),
                email: "Man@sonhai.example".to_owned(),
                language: "vi".to_owned(),
                password_hash: String::new(),
                password_at: NOW,
                must_change: false,
                failures: 0,
                locked_until: None,
                disabled_at: None,
                created_at: NOW,
                seen_at: None,
            };
            account::create(tx, &man).await?;
            account::grant(tx, "a1", "drafter", "u1").await?;
            session::open(tx, "h", "a1", NOW, Timestamp::MAX).await?;
            let event = |actor: &str, at_ms: i64| Event {
                seq: 0,
                at_ms,
                actor: actor.to_owned(),
                act: "unit.import".to_owned(),
                subject_kind: "unit".to_owned(),
                subject: "u1".to_owned(),
                unit: Some("u1".to_owned()),
                data: Value::Null,
            };
            let done = Done::new((), event("a1", 10));
            Ok(done.and(event("", 20)).and(event("a1", 30)))
        })
    });
    act.await.expect("it is laid down");
}

/// The numbers of the events that a question finds.
async fn check(store: &Store, wanted: Wanted, expected: &[u64]) {
    let mut conn = store.read().await.expect("a connection");
    let found = audit::list(&mut conn, &wanted, 2).await.expect("found");
    let found: Vec<u64> = found
        .events
        .iter()
        .map(|(link, _)| link.event.seq)
        .collect();
    assert_eq!(found, expected, "{wanted:?} on {:?}", store.engine());
}

#[allow(clippy::too_many_lines, reason = "one question after the other")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_database_understands_every_question() {
    for house in ThrowAway::both(NOW).await {
        let store = &house.store;
        laid_down(store).await;
        let all = Wanted {
            before: u64::MAX,
            ..Wanted::default()
        };
        let asked = |change: fn(&mut Wanted)| {
            let mut wanted = all.clone();
            change(&mut wanted);
            wanted
        };
        check(store, all.clone(), &[3, 2]).await;
        check(store, asked(|it| it.before = 2), &[1]).await;
        check(store, asked(|it| it.actor = "a1".to_owned()), &[3, 1]).await;
        check(store, asked(|it| it.unit = "u1".to_owned()), &[3, 2]).await;
        check(store, asked(|it| it.subject = "u2".to_owned()), &[]).await;
        check(
            store,
            asked(|it| it.act = "unit.import".to_owned()),
            &[3, 2],
        )
        .await;
        check(store, asked(|it| it.campaign = "u1".to_owned()), &[3, 2]).await;
        let mut conn = store.read().await.expect("a connection");
        assert_eq!(audit::first_at(&mut conn, 20).await.expect("found"), 2);
        let wanted = account::Wanted {
            words: "tran man".to_owned(),
            role: "drafter".to_owned(),
            state: "active".to_owned(),
            units: vec!["u1".to_owned()],
        };
        let list = account::list(&mut conn, &wanted, NOW, 10, 0)
            .await
            .expect("found");
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].1, [("drafter".to_owned(), "u1".to_owned())]);
        let taken = account::has_email(&mut conn, "man@SONHAI.example", "").await;
        assert!(taken.expect("found"));
        assert_eq!(
            account::holders(&mut conn, "drafter").await.expect("found"),
            1
        );
        let held = session::holder(&mut conn, "h", NOW).await.expect("found");
        let held = held.expect("she is signed in");
        assert_eq!(held.account, "a1");
        assert_eq!(held.memberships, [("drafter".to_owned(), "u1".to_owned())]);
        assert_eq!(held.seen_at, Some(NOW));
        let keyless = session::of_key(&mut conn, "h", NOW).await.expect("found");
        assert_eq!(keyless, None);
        assert!(
            api_key::of_account(&mut conn, "a1")
                .await
                .expect("found")
                .is_empty()
        );
        assert!(
            unit::owed(&mut conn, "u1", 10)
                .await
                .expect("found")
                .is_empty()
        );
        assert!(unit::at_work(&mut conn).await.expect("found").is_empty());
        assert!(
            unit::channels(&mut conn, "u1")
                .await
                .expect("found")
                .is_empty()
        );
        assert_eq!(unit::people(&mut conn, "u1").await.expect("found"), 1);
        assert!(succession::all(&mut conn).await.expect("found").is_empty());
        assert!(
            succession::held(&mut conn, "c1")
                .await
                .expect("found")
                .is_empty()
        );
        assert!(
            succession::routed(&mut conn, "c1")
                .await
                .expect("found")
                .is_empty()
        );
        assert_eq!(search::channel(&mut conn, "s1").await.expect("found"), None);
        assert!(
            duty::units(&mut conn, "c1")
                .await
                .expect("found")
                .is_empty()
        );
    }
}
