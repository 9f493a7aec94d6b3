//! Campaigns on both databases: a draft put into force, duties found by how far they have come.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use tongket_core::campaign::{Change, PlanCorrection};
use tongket_store::campaign::{self, Campaign, Item, State};
use tongket_store::correction::{self, Confirmation, Kept};
use tongket_store::duty::{self, Duty, Tally, Wanted};
use tongket_store::notice::{self, Notice};
use tongket_store::testing::ThrowAway;
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{Done, Store, StoreError, Tx, amendment, new_id};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const TODAY: Date = date(2026, 4, 1);

/// A unit below another.
async fn settle(tx: &mut Tx, name: &str, parent: Option<&str>) -> Result<String, StoreError> {
    let id = unit::create(tx, NOW).await?;
    let version = UnitVersion {
        id: new_id(),
        unit: id.clone(),
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        ..UnitVersion::default()
    };
    unit::add_version(tx, &version).await?;
    Ok(id)
}

fn draft(owner: &str) -> Campaign {
    Campaign {
        id: new_id(),
        title: "Tổng kết 10 năm".to_owned(),
        code: "27/KH-UBND".to_owned(),
        issuer: String::new(),
        state: State::Draft,
        period: Some((2016, 2026)),
        as_of: date(2026, 3, 9),
        owner_unit: owner.to_owned(),
        standing_unit: None,
        awards_unit: None,
        created_at: NOW,
        created_by: "mận".to_owned(),
        opened_at: None,
        closed_at: None,
    }
}

fn owed(campaign: &str, unit: &str, kind: &str, due: Date) -> Duty {
    Duty {
        id: new_id(),
        campaign: campaign.to_owned(),
        unit: unit.to_owned(),
        kind: kind.to_owned(),
        task: "T01".to_owned(),
        title: "Gửi báo cáo".to_owned(),
        part: "lead".to_owned(),
        bidding: "assign".to_owned(),
        due: Some(due),
        deadline_text: String::new(),
        as_written: "các xã".to_owned(),
        recipient_unit: None,
        recipient_text: String::new(),
        via_unit: None,
        via_text: String::new(),
        span: (0, 0),
        inherited_from: None,
        created_at: NOW,
    }
}

/// A province with two communes and an open campaign in it: ids of campaign, province, communes.
async fn in_force(store: &Store) -> (String, String, [String; 2]) {
    let laid_down = store.act::<_, StoreError>(|tx| {
        Box::pin(async move {
            let province = settle(tx, "tỉnh Sơn Hải", None).await?;
            let one = settle(tx, "xã Vân Khê", Some(&province)).await?;
            let other = settle(tx, "xã Đông Giang", Some(&province)).await?;
            let draft = draft(&province);
            campaign::create(tx, &draft).await?;
            let id = draft.id;
            for (unit, day) in [(&one, date(2026, 3, 20)), (&other, date(2026, 4, 24))] {
                duty::create(tx, &owed(&id, unit, "report", day)).await?;
            }
            duty::create(tx, &owed(&id, &one, "deed", date(2026, 5, 8))).await?;
            assert!(campaign::open(tx, &id, NOW).await?, "it was a draft");
            assert!(!campaign::open(tx, &id, NOW).await?, "it is opened once");
            Ok(Done::already((id, province, [one, other])))
        })
    });
    laid_down.await.expect("it is laid down")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duties_are_counted_and_found_on_both_databases() {
    for house in ThrowAway::both(NOW).await {
        let (id, province, [one, _]) = in_force(&house.store).await;
        let mut conn = house.store.read().await.expect("a connection");
        let all = Wanted {
            below: true,
            today: TODAY,
            ..Wanted::default()
        };
        let tally = duty::tally(&mut conn, &id, &all).await.expect("a count");
        let expected = Tally {
            all: 3,
            answered: 0,
            accepted: 0,
            late: 1,
        };
        assert_eq!(tally, expected, "{:?}", house.engine());
        let cases = [
            ("", "", "", "", 3),
            ("report", "", "", "", 2),
            ("", "late", "", "", 1),
            ("", "sent", "", "", 0),
            ("", "", "dong giang", "", 1),
            ("", "", "", province.as_str(), 3),
            ("", "", "", one.as_str(), 2),
        ];
        for (kind, state, name, region, count) in cases {
            let wanted = Wanted {
                kind: kind.to_owned(),
                state: state.to_owned(),
                name: name.to_owned(),
                region: region.to_owned(),
                ..all.clone()
            };
            let found = duty::page(&mut conn, &id, &wanted, 10, 0).await;
            let found = found.expect("a page");
            assert_eq!(found.len(), count, "{wanted:?} {:?}", house.engine());
        }
        let listed = campaign::in_force(&mut conn, TODAY, 10, 0).await;
        let listed = listed.expect("a list");
        assert_eq!(
            (listed[0].units, listed[0].next_due),
            (2, Some(date(2026, 4, 24)))
        );
        assert!(
            duty::has_part(&mut conn, &id, &one)
                .await
                .expect("an answer")
        );
        assert!(
            !duty::has_part(&mut conn, &id, &province)
                .await
                .expect("an answer")
        );
        assert_eq!(duty::days(&mut conn, &id).await.expect("days").len(), 3);
    }
}

#[allow(clippy::too_many_lines, reason = "one story from beginning to end")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_keeps_corrections_and_confirmations_on_both_databases() {
    for house in ThrowAway::both(NOW).await {
        let (id, province, [one, _]) = in_force(&house.store).await;
        let kept = Kept {
            id: new_id(),
            correction: PlanCorrection {
                change: Change::Standing {
                    name: Some("Công an tỉnh".to_owned()),
                },
                reason: "theo kế hoạch".to_owned(),
            },
            at: NOW,
            by: "mận".to_owned(),
        };
        let confirmation = Confirmation {
            group: "các xã|".to_owned(),
            members: vec![one.clone()],
            at: NOW,
            by: "mận".to_owned(),
        };
        let (correction, group, campaign, unit) =
            (kept.clone(), confirmation.clone(), id.clone(), one.clone());
        let written = house.store.act::<_, StoreError>(move |tx| {
            Box::pin(async move {
                correction::add(tx, &campaign, &correction).await?;
                correction::confirm(tx, &campaign, &group).await?;
                correction::confirm(tx, &campaign, &group).await?;
                let item = |id: &str| Item {
                    id: id.to_owned(),
                    kind: "heading".to_owned(),
                    level: 1,
                    ..Item::default()
                };
                campaign::add_item(tx, &campaign, 1, &item("I")).await?;
                campaign::add_item(tx, &campaign, 2, &item("II")).await?;
                campaign::make_room(tx, &campaign, 2).await?;
                campaign::add_item(tx, &campaign, 2, &item("Ia")).await?;
                campaign::withdraw_item(tx, &campaign, "I", NOW).await?;
                let change = amendment::Amendment {
                    id: new_id(),
                    kind: "add_item".to_owned(),
                    before: json!({}),
                    after: json!({ "lines": [] }),
                    reason: "bổ sung".to_owned(),
                    at: NOW,
                    by: "mận".to_owned(),
                };
                amendment::add(tx, &campaign, &change).await?;
                let told = Notice {
                    id: new_id(),
                    unit: unit.clone(),
                    campaign: Some(campaign.clone()),
                    subject_kind: "campaign".to_owned(),
                    subject: campaign.clone(),
                    kind: "amended".to_owned(),
                    data: json!({ "vi": "Thêm mục" }),
                    at: NOW,
                };
                notice::add(tx, &told).await?;
                Ok(Done::already(()))
            })
        });
        written.await.expect("it is written");
        let mut conn = house.store.read().await.expect("a connection");
        let read = correction::list(&mut conn, &id).await.expect("a list");
        assert_eq!(read, [kept]);
        let confirmed = correction::confirmations(&mut conn, &id).await;
        assert_eq!(confirmed.expect("a list"), [confirmation]);
        let items = campaign::outline(&mut conn, &id).await.expect("an outline");
        let items: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(items, ["Ia", "II"], "{:?}", house.engine());
        let changes = amendment::of_campaign(&mut conn, &id, 10, 0).await;
        assert_eq!(changes.expect("a list").len(), 1);
        let unread = notice::unread(&mut conn, &one, "mận", 10).await;
        assert_eq!(unread.expect("a list").len(), 1);
        let elsewhere = notice::of_unit(&mut conn, &province, 10, 0).await;
        assert_eq!(elsewhere.expect("a list").len(), 0);
    }
}
