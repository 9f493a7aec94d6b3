//! Who is late and who is reminded, on any history; and that no mail goes out for ever.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use tongket_reader::calendar::Calendar;
use tongket_reader::plan::Order;

use super::post::{Outcome, State, Turn as Post};
use super::*;
use crate::exchange::{History, Receipt, Season, Status, Step, Submission, Timing, Turn};
use crate::fingerprint::Fingerprint;
use crate::moment;

/// Friday, 24/4/2026: the Monday after is a day off (the Hùng Kings), so is 30/4.
const DUE: Date = date(2026, 4, 24);

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn morning(day: Date) -> Timestamp {
    at(&format!("{day}T08:00:00+07:00"))
}

fn sent(ordinal: u32) -> Step {
    let fingerprint = Fingerprint::ZERO;
    Step::Submission(Submission {
        ordinal,
        fingerprint,
        receipt: Receipt::new(ordinal, 2026, fingerprint),
        reason: None,
    })
}

fn owed(name: &str, due: Option<Date>, turns: &[(Timestamp, Step)]) -> Owed {
    let turns = turns.iter().cloned().map(|(at, step)| Turn { at, step });
    Owed {
        duty: name.to_owned(),
        unit: name.to_owned(),
        history: History {
            opened: true,
            turns: turns.collect(),
            ..History::new(Season::Open, due)
        },
    }
}

fn reminded(owed: &[Owed], told: &BTreeSet<Told>, now: Timestamp) -> Vec<(String, i32)> {
    let ladder = Ladder::default();
    reminders(owed, &ladder, told, now, Calendar::bundled())
        .iter()
        .map(|reminder| (reminder.owed.unit.clone(), reminder.step))
        .collect()
}

#[test]
fn steps_fall_on_working_days() {
    let calendar = Calendar::bundled();
    let day = |step| Ladder::day(step, DUE, calendar);
    assert_eq!(day(-5), date(2026, 4, 17));
    assert_eq!(day(-1), date(2026, 4, 23));
    assert_eq!(day(0), DUE);
    let after = [day(1), day(2), day(5)];
    for (step, day) in [1, 2, 5].into_iter().zip(after) {
        assert!(calendar.day_off(day).is_none(), "{day}");
        assert_eq!(calendar.working_days(DUE, day), step, "{day}");
    }
    // A Sunday goes back to the Friday before it is counted from.
    assert_eq!(
        Ladder::day(-1, date(2026, 4, 19), calendar),
        date(2026, 4, 16)
    );
}

#[test]
fn each_step_is_taken_once_and_missed_ones_are_not_made_up_for() {
    let units = [owed("xa", Some(DUE), &[])];
    let mut told = BTreeSet::new();
    assert_eq!(reminded(&units, &told, morning(date(2026, 4, 16))), []);
    let first = reminded(&units, &told, morning(date(2026, 4, 17)));
    assert_eq!(first, [("xa".to_owned(), -5)]);
    told.insert(("xa".to_owned(), DUE, -5));
    assert_eq!(reminded(&units, &told, morning(date(2026, 4, 20))), []);
    // The program stood still for two weeks: one reminder, not two.
    let later = reminded(&units, &told, morning(date(2026, 5, 8)));
    assert_eq!(later, [("xa".to_owned(), 5)]);
}

#[test]
fn nobody_is_reminded_at_night_on_days_off_or_of_what_was_sent() {
    let units = [
        owed("xa", Some(DUE), &[]),
        owed(
            "phuong",
            Some(DUE),
            &[(morning(date(2026, 4, 20)), sent(1))],
        ),
        owed("so", None, &[]),
    ];
    let none = BTreeSet::new();
    let only = [("xa".to_owned(), -1)];
    assert_eq!(
        reminded(&units, &none, at("2026-04-23T08:00:00+07:00")),
        only
    );
    assert_eq!(reminded(&units, &none, at("2026-04-23T06:59:00+07:00")), []);
    assert_eq!(reminded(&units, &none, at("2026-04-23T18:00:00+07:00")), []);
    assert_eq!(reminded(&units, &none, at("2026-04-25T09:00:00+07:00")), []);
    let mut closed = units.clone();
    closed[0].history.season = Season::Closed;
    assert_eq!(
        reminded(&closed, &none, at("2026-04-23T08:00:00+07:00")),
        []
    );
}

#[test]
fn a_new_day_is_a_new_ladder() {
    let back = Step::Return {
        ordinal: 1,
        due: Some(date(2026, 5, 12)),
    };
    let turns = [
        (morning(date(2026, 4, 20)), sent(1)),
        (morning(date(2026, 4, 28)), back),
    ];
    let units = [owed("xa", Some(DUE), &turns)];
    let told = BTreeSet::from([("xa".to_owned(), DUE, -1)]);
    let now = morning(date(2026, 5, 11));
    assert_eq!(reminded(&units, &told, now), [("xa".to_owned(), -1)]);
}

#[test]
fn a_ladder_has_few_steps_and_near_ones() {
    let ladder = Ladder::new([5, -1, 5, -3]).expect("a ladder");
    assert_eq!(ladder.steps(), [-3, -1, 5]);
    assert!(Ladder::new([61]).is_err());
    assert!(Ladder::new(0..13).is_err());
    assert!(Ladder::new([]).is_ok_and(|none| none.steps().is_empty()));
}

#[test]
fn a_mail_is_tried_again_later_and_later_and_then_given_up() {
    let mut now = morning(DUE);
    let mut post = Post::new(now);
    let mut waits = Vec::new();
    while let Some(taken) = post.taken_up(now) {
        post = taken.answered(Outcome::NotNow, now);
        let Some(next) = post.next else { break };
        assert_eq!(post.taken_up(next - SignedDuration::from_secs(1)), None);
        waits.push(next.duration_since(now).as_mins());
        now = next;
    }
    assert_eq!(post.state, State::GivenUp);
    assert_eq!(waits, [1, 5, 15, 60, 240, 720, 1440]);
}

#[test]
fn a_crash_costs_one_repeat_at_most() {
    let now = morning(DUE);
    let first = Post::new(now).taken_up(now).expect("its turn");
    assert_eq!(first.taken_up(now), None, "somebody hands it over");
    let later = first.next.expect("a lease");
    let again = first.taken_up(later).expect("once more");
    assert_eq!((again.state, again.lost), (State::Sending, 1));
    let end = again.taken_up(again.next.expect("a lease"));
    let end = end.expect("it is put away");
    assert_eq!((end.state, end.next), (State::Unknown, None));
    assert_eq!(end.attempts, 2);
}

#[test]
fn who_refused_is_not_asked_again() {
    let now = morning(DUE);
    let taken = Post::new(now).taken_up(now).expect("its turn");
    for outcome in [Outcome::Taken, Outcome::Refused] {
        assert_eq!(taken.answered(outcome, now).taken_up(Timestamp::MAX), None);
    }
    assert_eq!(taken.not_needed().taken_up(Timestamp::MAX), None);
}

#[test]
fn what_came_back_goes_once_more_and_what_arrived_does_not() {
    let now = morning(DUE);
    let waiting = Post::new(now);
    let sent = waiting
        .taken_up(now)
        .expect("its turn")
        .answered(Outcome::Taken, now);
    assert_eq!(waiting.came_back(), None, "it has not gone yet");
    assert_eq!(sent.once_more(now), None, "it has arrived");
    let back = sent.came_back().expect("the postmaster says so");
    assert_eq!((back.state, back.next), (State::Refused, None));
    assert_eq!(back.came_back(), None, "it is known");
    assert_eq!(back.once_more(now), Some(Post::new(now)));
    assert_eq!(sent.not_needed().once_more(now), None);
}

#[test]
fn a_letter_counts_only_those_who_had_the_day_it_speaks_of() {
    let early = [(morning(date(2026, 4, 20)), sent(1))];
    let later = date(2026, 12, 20);
    let passed = date(2026, 4, 10);
    let reports = [
        owed("xa-cham", Some(DUE), &[]),
        owed("xa-gui", Some(DUE), &early),
        owed("so-gui-som", Some(later), &early),
        owed("so-chua-den-han", Some(later), &[]),
        owed("phuong-han-khac", Some(passed), &early),
    ];
    let named = |reports: &[Owed]| -> Vec<(String, bool)> {
        let addressed = reports.iter().map(|owed| Addressed {
            owed,
            name: &owed.unit,
            deadline: "",
            order: Order::Assign,
        });
        let units = urged(addressed, morning(date(2026, 5, 8)));
        units
            .iter()
            .map(|it| (it.unit.clone(), it.is_late()))
            .collect()
    };
    let both = [("xa-cham".to_owned(), true), ("xa-gui".to_owned(), false)];
    assert_eq!(named(&reports), both);
    // Late for two days, the letter speaks of none, and counts all whose day has passed.
    let mut two = reports.to_vec();
    two.push(owed("phuong-cham", Some(passed), &[]));
    let names: Vec<String> = named(&two).into_iter().map(|(unit, _)| unit).collect();
    assert_eq!(
        names,
        ["xa-cham", "xa-gui", "phuong-han-khac", "phuong-cham"]
    );
}

/// What may happen to a report on a day, the days in order.
fn steps() -> impl Strategy<Value = Vec<(i64, u8, i64)>> {
    prop::collection::vec((0..20_i64, 0..6_u8, -10..20_i64), 0..12)
}

/// A report with what may happen to it: nothing is received or decided that was not sent.
fn told_by(name: usize, due: Option<i64>, steps: &[(i64, u8, i64)]) -> Owed {
    let day = |days: i64| DUE.checked_add(days.days()).expect("a day");
    let (mut on, mut ordinal, mut undecided) = (-30, 0, false);
    let mut turns = Vec::new();
    for (later, what, days) in steps {
        on += later;
        let step = match what {
            0 => Step::Presentation {
                fingerprint: Fingerprint::ZERO,
            },
            1 | 2 => {
                (ordinal, undecided) = (ordinal + 1, true);
                sent(ordinal)
            }
            _ if !undecided => continue,
            3 => Step::Reception { ordinal },
            4 => {
                undecided = false;
                let due = (*days > 0).then(|| day(*days));
                Step::Return { ordinal, due }
            }
            _ => {
                undecided = false;
                Step::Acceptance { ordinal }
            }
        };
        turns.push((morning(day(on)), step));
    }
    owed(&format!("u{name}"), due.map(day), &turns)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// The late are those who owe something and whose day has passed, nobody else.
    #[test]
    fn late_is_who_owes_and_whose_day_has_passed(
        histories in prop::collection::vec((prop::option::of(-20..20_i64), steps()), 1..20),
        on in -30..200_i64,
    ) {
        let units: Vec<Owed> = histories.iter().enumerate()
            .map(|(name, (due, steps))| told_by(name, *due, steps)).collect();
        let now = morning(DUE.checked_add(on.days()).expect("a day"));
        let named: Vec<&str> = late(&units, now).map(|late| late.owed.unit.as_str()).collect();
        let mut count = Count::default();
        for unit in &units {
            let progress = unit.progress(now);
            count.add(&progress);
            let passed = progress.due.is_some_and(|due| due < moment::day_of(now));
            let in_hand = progress.status.is_with_receiver();
            let is_late = named.contains(&unit.unit.as_str());
            prop_assert!(!is_late || passed && !in_hand);
            let sent_back = matches!(unit.history.turns.iter().rev().find(|turn| !matches!(
                turn.step, Step::Presentation { .. } | Step::Withdrawal
            )), Some(Turn { step: Step::Return { .. }, .. }));
            let never_sent = unit.history.submissions().next().is_none();
            if passed && (sent_back || never_sent) && !in_hand {
                prop_assert!(is_late, "{:?}", unit);
            }
        }
        prop_assert_eq!(count.late, named.len());
        prop_assert_eq!(count.all(), units.len());
        let by_status: usize = Status::ALL.into_iter().map(|status| count.of(status)).sum();
        prop_assert_eq!(by_status, units.len());
    }

    /// The letter names the late of its instant and nobody else, however many they are.
    #[test]
    fn the_letter_names_exactly_the_late_of_its_instant(
        histories in prop::collection::vec((prop::option::of(-20..20_i64), steps()), 1..14),
        on in -30..200_i64,
    ) {
        let reports: Vec<Owed> = histories.iter().enumerate()
            .map(|(name, (due, steps))| told_by(name, *due, steps)).collect();
        let names: Vec<String> = (0..reports.len()).map(|name| format!("xã Số {name} Hết")).collect();
        let now = morning(DUE.checked_add(on.days()).expect("a day"));
        let addressed = reports.iter().zip(&names).map(|(owed, name)| Addressed {
            owed,
            name,
            deadline: "trước ngày 25/4/2026",
            order: Order::Assign,
        });
        let units: Vec<_> = urged(addressed, now).into_iter().map(|unit| unit.standing).collect();
        let dossier = crate::issue::Dossier {
            plan: &tongket_reader::plan::Plan::default(),
            consolidation: &crate::consolidation::Consolidation::default(),
            units: &units,
            files: &[],
        };
        let settings = crate::issue::IssueSettings::default();
        let letter = crate::issue::urging::compose(&dossier, &settings);
        let words = letter.map_or(String::new(), |letter| {
            let texts: Vec<String> = letter.texts().map(crate::issue::Text::to_plain).collect();
            format!("{}\n{}", letter.addressees.join("\n"), texts.join("\n"))
        });
        let words = words.to_lowercase();
        let is_late: Vec<&str> = late(&reports, now).map(|late| late.owed.unit.as_str()).collect();
        for (owed, name) in reports.iter().zip(&names) {
            let named = words.contains(&name.to_lowercase());
            prop_assert_eq!(named, is_late.contains(&owed.unit.as_str()), "{} in {}", name, words);
        }
    }

    /// Whoever is reminded owes something; having been reminded he is left alone until the next step.
    #[test]
    fn only_who_owes_is_reminded_and_once_a_step(
        histories in prop::collection::vec((prop::option::of(-20..20_i64), steps()), 1..20),
        on in -30..60_i64,
    ) {
        let units: Vec<Owed> = histories.iter().enumerate()
            .map(|(name, (due, steps))| told_by(name, *due, steps)).collect();
        let now = morning(DUE.checked_add(on.days()).expect("a day"));
        let ladder = Ladder::default();
        let mut told = BTreeSet::new();
        for reminder in reminders(&units, &ladder, &told.clone(), now, Calendar::bundled()) {
            let timing = reminder.owed.progress(now).timing;
            prop_assert!(matches!(timing, Timing::Ahead(_) | Timing::DueSoon(_) | Timing::Late(_)));
            let once = told.insert((reminder.owed.duty.clone(), reminder.due, reminder.step));
            prop_assert!(once);
        }
        let again = reminders(&units, &ladder, &told, now, Calendar::bundled());
        prop_assert!(again.is_empty());
    }
}
