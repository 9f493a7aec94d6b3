//! Anything that people try in any order: nothing sticks, nothing happens twice.

use proptest::prelude::*;

use super::*;

/// Everything that anybody around a report can try.
#[derive(Debug, Clone, Copy)]
enum Try {
    Write(u8),
    Present,
    Withdraw,
    Sign,
    SignBecause,
    Correct,
    Receive,
    SendBack,
    Accept,
}

const TRIES: [Try; 10] = [
    Try::Write(1),
    Try::Write(2),
    Try::Present,
    Try::Withdraw,
    Try::Sign,
    Try::SignBecause,
    Try::Correct,
    Try::Receive,
    Try::SendBack,
    Try::Accept,
];

impl Office {
    fn attempt(&mut self, what: Try) -> Result<(), Refusal> {
        match what {
            Try::Write(version) => return self.write(&format!("Bản {version}.")),
            Try::Present => self.present(),
            Try::Withdraw => self.withdraw(),
            Try::Sign => self.sign(),
            Try::SignBecause => self.sign_because("Sửa số."),
            Try::Correct => self.correct("Sai số."),
            Try::Receive => self.receive(),
            Try::SendBack => self.send_back(&["late"], "", None),
            Try::Accept => self.accept(),
        }
        .map(drop)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_status_is_a_dead_end_and_no_refusal_changes_anything(
        tries in prop::collection::vec(prop::sample::select(&TRIES[..]), 0..25),
    ) {
        let mut office = Office::new();
        for what in tries {
            let before = office.clone();
            if office.attempt(what).is_err() {
                prop_assert_eq!(&office.history, &before.history);
                prop_assert_eq!(&office.content, &before.content);
            }
            let way_out = TRIES.iter().any(|next| {
                let mut next_office = office.clone();
                next_office.attempt(*next).is_ok() && next_office.status() != office.status()
            });
            prop_assert!(way_out, "{:?} leads nowhere", office.status());
        }
    }

    #[test]
    fn versions_are_counted_without_gaps_and_locked_ones_stay(
        tries in prop::collection::vec(prop::sample::select(&TRIES[..]), 0..40),
    ) {
        let mut office = Office::new();
        for what in tries {
            let locked = (office.status() == Status::Accepted).then(|| office.content.clone());
            let done = office.attempt(what).is_ok();
            if let Some(content) = locked {
                prop_assert_eq!(done, matches!(what, Try::Correct));
                prop_assert_eq!(&content, &office.content);
            }
        }
        let ordinals = office.history.submissions().map(|sent| sent.ordinal);
        let wanted: Vec<u32> = (1..).take(office.history.submissions().count()).collect();
        prop_assert_eq!(ordinals.collect::<Vec<_>>(), wanted);
        for sent in office.history.submissions() {
            prop_assert!(sent.receipt.matches(sent.fingerprint));
        }
    }

    /// A click that comes again, however much later, makes no second version.
    #[test]
    fn a_replayed_signature_changes_nothing(
        tries in prop::collection::vec(prop::sample::select(&TRIES[..]), 0..12),
    ) {
        let mut office = Office::with_report_sent();
        let seen = office.content.fingerprint();
        for what in tries {
            let _ = office.attempt(what);
            let before = office.history.clone();
            prop_assert!(office.sign_as(seen, 0, Some("Sửa số.")).is_err());
            prop_assert_eq!(&office.history, &before);
        }
    }
}
