//! Reports, on either kind of database: versions, figures, delegations, marks.

use jiff::Timestamp;
use jiff::civil::date;
use tongket_core::exchange::{Content, History, Receipt, Season, Section, SectionState, Signed};
use tongket_store::campaign::{self, Campaign};
use tongket_store::dossier;
use tongket_store::duty::{self, Duty};
use tongket_store::evidence::{self, Evidence};
use tongket_store::figure::{self, Figure};
use tongket_store::report_file::{self, ReportFile};
use tongket_store::review::{self, Hand};
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::submission::{self, Packed, Sending};
use tongket_store::testing::ThrowAway;
use tongket_store::understood::{self, Laid};
use tongket_store::unit::{self, UnitVersion};
use tongket_store::{
    Done, Store, StoreError, Tx, account, answered, blob, deed, delegation, history, new_id,
    presentation, report, values,
};

fn now() -> Timestamp {
    "2026-03-10T01:00:00Z".parse().expect("a moment")
}

/// One unit with a drafter, a campaign, a duty and its report: the unit, the drafter, the duty, the report.
#[allow(clippy::too_many_lines, reason = "it lays down a whole campaign")]
async fn begun(tx: &mut Tx) -> Result<(String, String, Duty, String), StoreError> {
    let unit = unit::create(tx, now()).await?;
    let name = UnitVersion {
        id: new_id(),
        unit: unit.clone(),
        name: "xã Vân Khê".to_owned(),
        ..UnitVersion::default()
    };
    unit::add_version(tx, &name).await?;
    let drafter = account::Account {
        id: new_id(),
        name: "vankhe".to_owned(),
        full_name: "Nguyễn Thị Mận".to_owned(),
        email: String::new(),
        language: "vi".to_owned(),
        password_hash: String::new(),
        password_at: now(),
        must_change: false,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: now(),
        seen_at: None,
    };
    account::create(tx, &drafter).await?;
    account::grant(tx, &drafter.id, "drafter", &unit).await?;
    let campaign = Campaign {
        id: new_id(),
        title: "Tổng kết".to_owned(),
        code: String::new(),
        issuer: String::new(),
        state: campaign::State::Open,
        period: None,
        as_of: date(2026, 3, 9),
        owner_unit: unit.clone(),
        standing_unit: None,
        awards_unit: None,
        created_at: now(),
        created_by: drafter.id.clone(),
        opened_at: Some(now()),
        closed_at: None,
    };
    campaign::create(tx, &campaign).await?;
    let form = campaign::Form {
        id: "f1".to_owned(),
        item: "I".to_owned(),
        title: "Biểu".to_owned(),
        definition: "{}".to_owned(),
    };
    campaign::add_form(tx, &campaign.id, 1, &form).await?;
    let duty = Duty {
        id: new_id(),
        campaign: campaign.id,
        unit: unit.clone(),
        kind: "report".to_owned(),
        task: "T1".to_owned(),
        title: "Báo cáo".to_owned(),
        part: "lead".to_owned(),
        bidding: "assign".to_owned(),
        due: None,
        deadline_text: String::new(),
        as_written: String::new(),
        recipient_unit: None,
        recipient_text: String::new(),
        via_unit: None,
        via_text: String::new(),
        span: (0, 0),
        inherited_from: None,
        created_at: now(),
    };
    duty::create(tx, &duty).await?;
    let (report, is_new) = report::open(tx, &duty, now()).await?;
    assert!(is_new);
    let (again, is_new) = report::open(tx, &duty, now()).await?;
    assert_eq!((&again, is_new), (&report, false));
    Ok((unit, drafter.id, duty, report.id))
}

/// Runs steps in one act and keeps what they did.
macro_rules! steps {
    ($store:expr, |$tx:ident| $steps:block) => {
        $store
            .act::<_, StoreError>(move |$tx| {
                Box::pin(async move {
                    let told = $steps;
                    Ok(Done::already(told))
                })
            })
            .await
            .expect("the steps are kept")
    };
}

async fn on_both(check: impl AsyncFn(&Store)) {
    for house in ThrowAway::both(now()).await {
        check(&house.store).await;
    }
}

#[tokio::test]
async fn every_version_stays_and_one_counts() {
    on_both(async |store| {
        let (report, drafter) = steps!(store, |tx| {
            let (_, drafter, _, report) = begun(tx).await?;
            (report, drafter)
        });
        let version = |html: &str, standing, settles: Option<&Version>| Version {
            id: new_id(),
            report: report.clone(),
            item: "I".to_owned(),
            base: None,
            state: State::Written,
            html: html.to_owned(),
            author: drafter.clone(),
            at: now(),
            standing,
            origin: Origin::Typed,
            settles: settles.map(|settled| settled.id.clone()),
        };
        let first = version("<p>một</p>", Standing::Current, None);
        let beside = version("<p>hai</p>", Standing::Beside, None);
        let last = version("<p>cả hai</p>", Standing::Current, Some(&beside));
        let kept = [first.clone(), beside.clone()];
        let waiting = steps!(store, |tx| {
            for version in &kept {
                section::keep(tx, version).await?;
            }
            section::beside(tx, &kept[0].report).await?
        });
        assert_eq!(waiting, std::slice::from_ref(&beside));
        let settling = last.clone();
        steps!(store, |tx| { section::keep(tx, &settling).await? });
        let mut conn = store.read().await.expect("a connection");
        let current = section::current(&mut conn, &report, "I").await;
        assert_eq!(current.expect("it can be read"), Some(last));
        let waiting = section::beside(&mut conn, &report).await;
        assert_eq!(waiting.expect("it can be read"), []);
        let history = section::history(&mut conn, &report, "I", 10).await;
        assert_eq!(history.expect("it can be read").len(), 3);
        let found = section::find(&mut conn, &report, "I", &first.id).await;
        assert_eq!(found.expect("it can be read"), Some(first));
        let all = section::all_current(&mut conn, &report).await;
        assert_eq!(all.expect("it can be read").len(), 1);
    })
    .await;
}

#[allow(clippy::too_many_lines, reason = "one story from beginning to end")]
#[tokio::test]
async fn figures_files_and_hands_come_and_go() {
    on_both(async |store| {
        steps!(store, |tx| {
            let (unit, drafter, duty, report) = begun(tx).await?;
            let figure = |value: &str| Figure {
                form: "f1".to_owned(),
                indicator: "to".to_owned(),
                period: "2025".to_owned(),
                value: value.to_owned(),
                author: drafter.clone(),
                at: now(),
            };
            figure::put(tx, &report, &figure("12")).await?;
            figure::put(tx, &report, &figure("14")).await?;
            assert_eq!(figure::of_report(tx, &report).await?, [figure("14")]);
            figure::clear(tx, &report, "f1", "to", "2025").await?;
            assert_eq!(figure::of_report(tx, &report).await?, []);

            let evidence = Evidence {
                id: new_id(),
                report: Some(report.clone()),
                duty: None,
                item: "I".to_owned(),
                name: "ảnh.jpg".to_owned(),
                sha256: blob::keep(tx, b"abc".to_vec()).await?,
                size: 3,
                at: now(),
                by_account: drafter.clone(),
                removed_at: None,
            };
            evidence::attach(tx, &evidence).await?;
            assert_eq!(
                evidence::of_report(tx, &report).await?,
                std::slice::from_ref(&evidence)
            );
            assert!(evidence::remove(tx, &evidence.id, now()).await?);
            assert!(!evidence::remove(tx, &evidence.id, now()).await?);
            assert_eq!(evidence::of_report(tx, &report).await?, []);
            assert!(evidence::find(tx, &evidence.id).await?.is_some());

            let colleagues = delegation::colleagues(tx, std::slice::from_ref(&unit)).await?;
            let man = delegation::Colleague {
                account: drafter.clone(),
                full_name: "Nguyễn Thị Mận".to_owned(),
                unit,
            };
            assert_eq!(colleagues, [man]);
            assert_eq!(delegation::colleagues(tx, &["khác".to_owned()]).await?, []);
            assert!(delegation::give(tx, &report, "I", &drafter, &drafter, now()).await?);
            assert!(!delegation::give(tx, &report, "I", &drafter, &drafter, now()).await?);
            let held = delegation::of_report(tx, &report).await?;
            assert_eq!(delegation::to_account(tx, &drafter).await?, held);
            assert!(delegation::take_back(tx, &report, &held[0].id, now()).await?);
            assert_eq!(delegation::of_report(tx, &report).await?, []);

            deed::give(tx, &new_id(), &duty.id, "Đã làm", &drafter, now()).await?;
            assert_eq!(deed::of_duty(tx, &duty.id).await?.len(), 1);
            assert_eq!(
                deed::answered_by_unit(tx, &duty.unit).await?,
                [(duty.id.clone(), now())]
            );

            let file = ReportFile {
                id: new_id(),
                report: report.clone(),
                name: "bao-cao.docx".to_owned(),
                placed: "[]".to_owned(),
                at: now(),
                by_name: "Nguyễn Thị Mận".to_owned(),
            };
            report_file::keep(tx, &file, b"PK".to_vec(), &drafter).await?;
            assert_eq!(report_file::find(tx, &report, &file.id).await?, Some(file));
            assert_eq!(report_file::of_report(tx, &report).await?.len(), 1);

            answered::keep(tx, &drafter, "k", "{}", now()).await?;
            assert_eq!(
                answered::find(tx, &drafter, "k").await?.as_deref(),
                Some("{}")
            );
            assert_eq!(answered::find(tx, "ai khác", "k").await?, None);
        });
    })
    .await;
}

#[tokio::test]
async fn where_a_report_stands_is_told_by_its_rows() {
    on_both(async |store| {
        steps!(store, |tx| {
            let (unit, _, duty, report) = begun(tx).await?;
            let begun = report::marks_of(tx, &report).await?;
            assert!(begun.opened.is_some() && begun.submitted.is_none());
            tx.change_for_test(
                "INSERT INTO submission (id, report, ordinal, receipt_year, receipt_ordinal, receipt,
                   content, content_sha256, reason, to_unit, at, by_account)
                 VALUES ('s1', $1, 1, 2026, 1, '0001/2026', '{\"x\":1}', '', '', $2, $3, 'ai')",
                values![&report, &unit, now()],
            )
            .await?;
            let all = report::of_unit(tx, &unit).await?;
            assert_eq!(all, [(duty.id.clone(), report.clone())]);
            assert!(report::marks_of(tx, &report).await?.submitted.is_some());
            assert_eq!(report::accepted_before(tx, &unit, "đợt khác").await?, None);
            tx.change_for_test(
                "INSERT INTO acceptance (id, submission, note, at, by_account)
                 VALUES ('a1', 's1', '', $1, 'ai')",
                values![now()],
            )
            .await?;
            assert!(report::marks_of(tx, &report).await?.accepted.is_some());
            let before = report::accepted_before(tx, &unit, "đợt khác").await?;
            assert_eq!(before, Some((duty.campaign.clone(), "{\"x\":1}".to_owned())));
            assert_eq!(report::accepted_before(tx, &unit, &duty.campaign).await?, None);
            let others = report::sent_by_others(tx, &duty.campaign, "r-khác", 10).await?;
            assert_eq!(others, [("s1".to_owned(), String::new())]);
            assert_eq!(report::comments_waiting(tx, &report).await?, []);
            let (here, other) = (duty.campaign.as_str(), "đợt khác");
            assert_eq!(duty::units_in_both(tx, here, here).await?, 1);
            assert_eq!(duty::units_in_both(tx, here, other).await?, 0);
        });
    })
    .await;
}

/// A content that says one thing.
fn content(text: &str) -> Content {
    Content {
        sections: vec![Section {
            item: "I".to_owned(),
            state: SectionState::Written,
            html: format!("<p>{text}</p>"),
            text: text.to_owned(),
        }],
        ..Content::default()
    }
}

/// A version of a report that its unit signed and sent to itself.
async fn sent(
    tx: &mut Tx,
    (report, unit, by): (&str, &str, &str),
    ordinal: u32,
    said: &Content,
) -> Result<(String, Receipt), StoreError> {
    let signed = Signed {
        ordinal,
        fingerprint: said.fingerprint(),
        reason: None,
    };
    let sending = Sending {
        report,
        signed: &signed,
        content: &Packed::of(said),
        to_unit: unit,
        by,
        at: now(),
    };
    submission::send(tx, sending).await
}

/// Holds that the count of what happened is that of the history, and gives the history.
async fn counted(tx: &mut Tx, report: &str, known: &History) -> Result<History, StoreError> {
    let counted = dossier::counted(tx, report).await?.expect("a report");
    let dossier = dossier::find(tx, report).await?.expect("a report");
    let history = history::of_report(tx, &dossier).await?;
    assert_eq!(counted.dossier, dossier);
    assert_eq!(usize::try_from(counted.turns), Ok(history.turns.len()));
    assert_eq!(history::after(tx, &counted, &known.turns).await?, history);
    Ok(history)
}

#[tokio::test]
async fn the_count_of_what_happened_stands_for_the_history() {
    on_both(async |store| {
        steps!(store, |tx| {
            let (unit, by, _, report) = begun(tx).await?;
            let hand = Hand { by: &by, at: now() };
            let mut known = History::new(Season::Open, None);
            known = counted(tx, &report, &known).await?;
            let said = content("Có.");
            let print = said.fingerprint();
            presentation::present(tx, &report, print, "", &by, now()).await?;
            known = counted(tx, &report, &known).await?;
            presentation::hand_back(tx, &report, "", &by, now()).await?;
            known = counted(tx, &report, &known).await?;
            for ordinal in 1..=2 {
                let (version, receipt) = sent(tx, (&report, &unit, &by), ordinal, &said).await?;
                assert_eq!(receipt.to_string()[..4], format!("{ordinal:04}"));
                known = counted(tx, &report, &known).await?;
                review::receive(tx, &version, hand).await?;
                known = counted(tx, &report, &known).await?;
                match ordinal {
                    1 => review::send_back(tx, &version, &[], "", None, hand).await?,
                    _ => review::accept(tx, &version, "", hand).await?,
                }
                known = counted(tx, &report, &known).await?;
                let kept = submission::content(tx, &version).await?.expect("kept");
                assert_eq!(kept, said);
            }
            review::correct(tx, &report, "Nhầm", hand).await?;
            assert_eq!(counted(tx, &report, &known).await?.turns.len(), 9);
        });
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_before_texts_were_packed_is_read_as_before() {
    on_both(async |store| {
        steps!(store, |tx| {
            let (unit, by, _, report) = begun(tx).await?;
            let said = content("Đã tuần tra 12 lần.");
            let json = serde_json::to_string(&said).expect("JSON");
            tx.change_for_test(
                "INSERT INTO submission (id, report, ordinal, receipt_year, receipt_ordinal, receipt,
                   content_sha256, reason, to_unit, at, by_account, content)
                 VALUES ('s1', $1, 1, 2026, 1, '0001/2026', '', '', $2, $3, $4, $5)",
                values![&report, &unit, now(), &by, json],
            )
            .await?;
            assert_eq!(submission::content(tx, "s1").await?, Some(said));
            let glance = submission::glance(tx, "s1").await?.expect("kept");
            assert_eq!(glance.said, [("I".to_owned(), SectionState::Written)]);
            assert_eq!(submission::glance(tx, "s2").await?, None);
        });
    })
    .await;
}

#[tokio::test]
async fn what_was_understood_is_kept_of_the_last_two_versions() {
    on_both(async |store| {
        steps!(store, |tx| {
            let (unit, by, _, report) = begun(tx).await?;
            let said = content("Có.");
            let mut versions = Vec::new();
            for ordinal in 1..=3 {
                let version = sent(tx, (&report, &unit, &by), ordinal, &said).await?.0;
                let hand = Hand { by: &by, at: now() };
                review::accept(tx, &version, "", hand).await?;
                assert_eq!(
                    understood::accepted_unread(tx, 9).await?,
                    [version.as_str()]
                );
                let laid = Laid::new("first".to_owned(), "[]".to_owned(), b"as it was");
                understood::lay_down(tx, &version, &laid).await?;
                versions.push(version);
            }
            let last = versions.last().expect("a version");
            let anew = Laid::new("second".to_owned(), "[]".to_owned(), b"as it is now");
            understood::lay_down(tx, last, &anew).await?;
            let ids: Vec<&str> = versions.iter().map(String::as_str).collect();
            let found = understood::of(tx, &ids).await?;
            let marks = ids
                .iter()
                .map(|id| found.get(*id).map(|laid| laid.mark.as_str()));
            assert_eq!(
                marks.collect::<Vec<_>>(),
                [None, Some("first"), Some("second")]
            );
            assert_eq!(found[last].bytes()?, b"as it is now");
            assert!(understood::accepted_unread(tx, 9).await?.is_empty());
        });
    })
    .await;
}
