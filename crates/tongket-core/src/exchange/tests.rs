//! People with a report: what they may do next, what is refused, and that nothing sticks.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use super::*;
use crate::fingerprint::Fingerprint;
use crate::permit::{Act, Membership, Permit, Place, Role, Table};
use crate::refusal::{Code, Refusal, Said};

mod machine;

pub(super) fn written(item: &str, text: &str) -> Section {
    Section {
        item: item.to_owned(),
        state: SectionState::Written,
        html: format!("<p>{text}</p>"),
        text: text.to_owned(),
    }
}

pub(super) fn nil(item: &str) -> Section {
    Section {
        item: item.to_owned(),
        state: SectionState::Nil,
        html: String::new(),
        text: String::new(),
    }
}

pub(super) fn report<const N: usize>(sections: [Section; N]) -> Content {
    Content {
        sections: sections.into(),
        ..Content::default()
    }
}

pub(super) fn figure(indicator: &str, period: &str, value: i64) -> Figure {
    Figure {
        indicator: indicator.to_owned(),
        period: period.to_owned(),
        value: value.into(),
        unit: "lượt".to_owned(),
    }
}

/// Leave for an act, as the table gives it to this role on a report of Vân Khê.
fn permit(role: Role, unit: &str, act: Act) -> Permit {
    let place = Place::of_unit(["van-khe", "son-hai"]).standing(["bien-phong"]);
    let people = [Membership {
        role,
        unit: unit.to_owned(),
    }];
    Table::permit(&people, act, &place).expect("the table allows it")
}

/// One report of Vân Khê with the people around it.
#[derive(Debug, Clone)]
struct Office {
    history: History,
    content: Content,
    now: Timestamp,
    asked: Vec<Asked>,
    unread: Vec<Said>,
    broken: Vec<Said>,
}

type Outcome = Result<Step, Refusal>;

impl Office {
    /// A report due on 14 March 2025; it is the first of March, nine in the morning.
    fn new() -> Office {
        let asked = ["I", "II"].map(|item| Asked {
            item: item.to_owned(),
            title: format!("{item}. Nội dung"),
        });
        Office {
            history: History::new(Season::Open, Some(date(2025, 3, 14))),
            content: Content::default(),
            now: "2025-03-01T02:00:00Z".parse().expect("an instant"),
            asked: asked.into(),
            unread: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// An office whose report is written and was sent once.
    fn with_report_sent() -> Office {
        let mut office = Office::new();
        office.write("Xã đã tổ chức 12 buổi.").expect("written");
        office.sign().expect("signed");
        office
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            history: &self.history,
            content: &self.content,
            fingerprint: self.content.fingerprint(),
            asked: &self.asked,
            unread: &self.unread,
            broken: &self.broken,
        }
    }

    fn on(mut self, day: Date) -> Office {
        self.now = crate::moment::end_of(day) - 1.second();
        self
    }

    fn known(&self) -> u32 {
        self.history.current().map_or(0, |sent| sent.ordinal)
    }

    /// Writes down what happened.
    fn record(&mut self, outcome: Outcome) -> Outcome {
        let step = outcome?;
        self.now += 1.hour();
        self.history.turns.push(Turn {
            at: self.now,
            step: step.clone(),
        });
        Ok(step)
    }

    fn write(&mut self, text: &str) -> Result<(), Refusal> {
        write(&self.history)?;
        self.content = report([written("I", text), nil("II")]);
        self.history.opened = true;
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        let drafter = permit(Role::Drafter, "van-khe", Act::ReportPresent);
        let outcome = present(&drafter, self.desk());
        self.record(outcome)
    }

    fn withdraw(&mut self) -> Outcome {
        let drafter = permit(Role::Drafter, "van-khe", Act::PresentationWithdraw);
        let outcome = withdraw(&drafter, &self.history);
        self.record(outcome)
    }

    fn sign(&mut self) -> Outcome {
        self.sign_as(self.content.fingerprint(), self.known(), None)
    }

    fn sign_because(&mut self, reason: &str) -> Outcome {
        self.sign_as(self.content.fingerprint(), self.known(), Some(reason))
    }

    fn sign_as(&mut self, seen: Fingerprint, known: u32, reason: Option<&str>) -> Outcome {
        let leader = permit(Role::Leader, "van-khe", Act::SubmissionCreate);
        let signing = Signing {
            seen,
            known,
            reason,
        };
        let outcome = sign(&leader, self.desk(), signing).map(|signed| {
            Step::Submission(Submission {
                receipt: Receipt::new(signed.ordinal, 2025, signed.fingerprint),
                ordinal: signed.ordinal,
                fingerprint: signed.fingerprint,
                reason: signed.reason,
            })
        });
        self.record(outcome)
    }

    fn correct(&mut self, reason: &str) -> Outcome {
        let leader = permit(Role::Leader, "van-khe", Act::CorrectionOpen);
        let outcome = correct(&leader, &self.history, reason);
        self.record(outcome)
    }

    fn reading(&self, ordinal: u32) -> Reading<'_> {
        Reading {
            history: &self.history,
            ordinal,
        }
    }

    fn receive(&mut self) -> Outcome {
        let reviewer = permit(Role::Reviewer, "bien-phong", Act::SubmissionReceive);
        let outcome = receive(&reviewer, self.reading(self.known()));
        self.record(outcome)
    }

    fn send_back(&mut self, reasons: &[&str], text: &str, due: Option<Date>) -> Outcome {
        self.send_back_version(self.known(), reasons, text, due)
    }

    fn send_back_version(
        &mut self,
        ordinal: u32,
        reasons: &[&str],
        text: &str,
        due: Option<Date>,
    ) -> Outcome {
        let reviewer = permit(Role::Reviewer, "bien-phong", Act::SubmissionReturn);
        let slip = Slip {
            reasons,
            text,
            due,
            today: crate::moment::day_of(self.now),
        };
        let outcome = send_back(&reviewer, self.reading(ordinal), slip).map(|done| done.step);
        self.record(outcome)
    }

    fn accept(&mut self) -> Outcome {
        let standing = permit(Role::StandingAgency, "bien-phong", Act::SubmissionAccept);
        let outcome = accept(&standing, self.reading(self.known()));
        self.record(outcome)
    }

    fn status(&self) -> Status {
        self.history.status()
    }

    fn timing(&self) -> Timing {
        self.history.progress(self.now, 3).timing
    }
}

/// The code with which something was refused.
fn no<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> Code {
    outcome.expect_err("it should be refused").code()
}

#[test]
fn the_whole_way_from_draft_to_acceptance() {
    let mut office = Office::new();
    assert_eq!(office.status(), Status::NotOpened);
    office.write("Xã đã tổ chức 12 buổi.").expect("written");
    assert_eq!(office.status(), Status::Drafting);
    office.present().expect("presented");
    assert_eq!(office.status(), Status::WaitingForSignature);
    office.sign().expect("signed");
    assert_eq!(office.status(), Status::Submitted);
    office.receive().expect("received");
    assert_eq!(office.status(), Status::Received);
    office
        .send_back(&["inconsistent_figures"], "", None)
        .expect("returned");
    assert_eq!(office.status(), Status::Returned);
    office.write("Xã đã tổ chức 14 buổi.").expect("written");
    office.present().expect("presented");
    office.sign().expect("signed again");
    office.accept().expect("accepted");
    assert_eq!(office.status(), Status::Accepted);
}

#[test]
fn nothing_empty_and_nothing_unasked_for_goes_up() {
    let mut office = Office::new();
    assert_eq!(no(office.sign()), Code::NothingToSign);
    assert_eq!(no(office.present()), Code::NothingToSign);
    office.content = report([written("I", "Có.")]);
    let missing = office.sign().expect_err("II is missing");
    assert_eq!(missing.code(), Code::SectionsMissing);
    assert_eq!(missing.details(), [Said::from("II. Nội dung")]);
    office.write("Có.").expect("written");
    office.broken = vec![Said::new(
        "tổng khác các phần",
        "the sum differs from its parts",
    )];
    assert_eq!(no(office.sign()), Code::FormRuleBroken);
    office.broken.clear();
    office.unread = vec![Said::from("II. Nội dung")];
    assert_eq!(no(office.present()), Code::SuggestionUnread);
    assert_eq!(no(office.sign()), Code::SuggestionUnread);
    office.unread.clear();
    office.history.season = Season::Draft;
    assert_eq!(no(office.sign()), Code::CampaignNotOpen);
    office
        .write("Soạn trước.")
        .expect("drafting is free before the campaign opens");
}

#[test]
fn a_double_click_sends_once_and_is_told_the_receipt() {
    let mut office = Office::with_report_sent();
    let seen = office.content.fingerprint();
    let again = office.sign_as(seen, 0, None).expect_err("sent already");
    assert_eq!(again.code(), Code::AlreadySubmitted);
    let receipt = office.history.current().expect("sent").receipt.to_string();
    assert!(again.sentence().vi.contains(&receipt), "{again}");
    assert_eq!(office.history.turns.len(), 1);
}

#[test]
fn an_old_click_after_a_return_does_not_send_the_old_version() {
    let mut office = Office::with_report_sent();
    let seen = office.content.fingerprint();
    office
        .send_back(&["wrong_outline"], "", None)
        .expect("returned");
    assert_eq!(no(office.sign_as(seen, 0, None)), Code::AlreadySubmitted);
    assert_eq!(no(office.sign()), Code::UnchangedSinceReturn);
    office
        .sign_because("Số liệu đã đúng.")
        .expect("kept on purpose");
}

#[test]
fn the_leader_signs_what_he_saw() {
    let mut office = Office::new();
    office.write("Cũ.").expect("written");
    office.present().expect("presented");
    let seen = office.content.fingerprint();
    office.write("Sửa trong lúc đọc.").expect("written");
    assert_eq!(
        no(office.sign_as(seen, 0, None)),
        Code::ChangedSincePresented
    );
    assert_eq!(office.status(), Status::WaitingForSignature);
}

#[test]
fn what_is_presented_waits_once_and_can_be_taken_back() {
    let mut office = Office::new();
    assert_eq!(no(office.withdraw()), Code::NotPresented);
    office.write("Có.").expect("written");
    office.present().expect("presented");
    assert_eq!(no(office.present()), Code::AlreadyPresented);
    office.withdraw().expect("taken back");
    assert_eq!(office.status(), Status::Drafting);
    office.sign().expect("signed without having been presented");
    office
        .send_back(&["other"], "Xem lại", None)
        .expect("returned");
    office.write("Mới.").expect("written");
    office.present().expect("presented");
    office.withdraw().expect("taken back");
    assert_eq!(office.status(), Status::Returned);
}

#[test]
fn a_new_version_unasked_needs_a_reason() {
    let mut office = Office::with_report_sent();
    assert_eq!(no(office.sign()), Code::AlreadySubmitted);
    office.write("Số đúng.").expect("still to be changed");
    assert_eq!(no(office.sign()), Code::CorrectionNeedsReason);
    assert_eq!(no(office.sign_because("  ")), Code::CorrectionNeedsReason);
    office.sign_because("Sửa số buổi.").expect("sent again");
    let sent = office.history.current().expect("sent");
    assert_eq!(
        (sent.ordinal, sent.reason.as_deref()),
        (2, Some("Sửa số buổi."))
    );
}

#[test]
fn an_accepted_report_is_locked_until_a_correction_is_opened() {
    let mut office = Office::with_report_sent();
    assert_eq!(no(office.correct("Sai số.")), Code::CorrectionNotNeeded);
    office.accept().expect("accepted");
    for refused in [
        office.write("Muộn."),
        office.present().map(drop),
        office.sign_because("Muộn.").map(drop),
    ] {
        assert_eq!(no(refused), Code::ReportLocked);
    }
    assert_eq!(no(office.correct(" ")), Code::CorrectionNeedsReason);
    office.correct("Sai số buổi.").expect("opened");
    assert_eq!(office.status(), Status::Drafting);
    assert_eq!(no(office.accept()), Code::AlreadyAccepted);
    office.write("Số đúng.").expect("unlocked");
    office.sign().expect("the reason was given");
    let sent = office.history.current().expect("sent");
    assert_eq!(sent.reason.as_deref(), Some("Sai số buổi."));
    office.accept().expect("accepted again");
}

#[test]
fn a_return_says_why_and_is_about_what_was_read() {
    let mut office = Office::with_report_sent();
    assert_eq!(
        no(office.send_back(&[], "Xem lại", None)),
        Code::ReturnNeedsReason
    );
    assert_eq!(
        no(office.send_back(&["other"], " ", None)),
        Code::ReturnNeedsReason
    );
    assert_eq!(
        no(office.send_back(&["xấu"], "", None)),
        Code::ReasonUnknown
    );
    let past = Some(date(2025, 2, 28));
    assert_eq!(no(office.send_back(&["late"], "", past)), Code::DueInPast);
    office.write("Mới.").expect("written");
    office.sign_because("Sửa.").expect("sent again");
    let old = office.send_back_version(1, &["late"], "", None);
    assert_eq!(no(old), Code::NewerSubmission);
    office
        .send_back(&["other", "late"], "Thiếu phụ lục 2", None)
        .expect("returned");
    assert_eq!(
        no(office.send_back(&["late"], "", None)),
        Code::AlreadyReturned
    );
    assert_eq!(no(office.accept()), Code::AlreadyReturned);
}

#[test]
fn a_receiver_acts_on_what_was_sent_and_once() {
    let mut office = Office::new();
    office.write("Có.").expect("written");
    assert_eq!(no(office.accept()), Code::NothingSubmitted);
    office.sign().expect("signed");
    office.receive().expect("received");
    assert_eq!(no(office.receive()), Code::AlreadyReceived);
    office.accept().expect("accepted");
    assert_eq!(no(office.accept()), Code::AlreadyAccepted);
    assert_eq!(
        no(office.send_back(&["late"], "", None)),
        Code::AlreadyAccepted
    );
}

#[test]
fn a_closed_campaign_is_only_read() {
    let mut office = Office::with_report_sent();
    office.history.season = Season::Closed;
    assert_eq!(no(office.write("Muộn.")), Code::CampaignClosed);
    assert_eq!(no(office.sign_because("Muộn.")), Code::CampaignClosed);
    assert_eq!(no(office.accept()), Code::CampaignClosed);
}

#[test]
fn no_act_without_its_own_permit() {
    let office = Office::with_report_sent();
    let wrong = permit(Role::Drafter, "van-khe", Act::ReportPresent);
    let signing = Signing {
        seen: office.content.fingerprint(),
        known: 1,
        reason: None,
    };
    assert_eq!(no(sign(&wrong, office.desk(), signing)), Code::NotPermitted);
    assert_eq!(no(accept(&wrong, office.reading(1))), Code::NotPermitted);
    assert_eq!(no(receive(&wrong, office.reading(1))), Code::NotPermitted);
    assert_eq!(no(withdraw(&wrong, &office.history)), Code::NotPermitted);
    assert_eq!(
        no(correct(&wrong, &office.history, "Sai")),
        Code::NotPermitted
    );
}

#[test]
fn a_comment_hangs_on_words_that_are_there() {
    let office = Office::with_report_sent();
    let reviewer = permit(Role::Reviewer, "bien-phong", Act::CommentWrite);
    let anchor = Anchor::at(&office.content, "I", 3, 13).expect("an anchor");
    let say = |text| comment(&reviewer, &office.content, &anchor, text);
    assert_eq!(say("Nguồn số liệu?"), Ok(()));
    assert_eq!(no(say(" \n")), Code::CommentEmpty);
    let other = report([written("I", "Khác hẳn.")]);
    assert_eq!(
        no(comment(&reviewer, &other, &anchor, "?")),
        Code::QuoteNotFound
    );
}

#[test]
fn a_report_is_in_time_until_its_day_ends_in_viet_nam() {
    let owed = |day| Office::new().on(day).timing();
    assert_eq!(owed(date(2025, 3, 10)), Timing::Ahead(4));
    assert_eq!(owed(date(2025, 3, 11)), Timing::DueSoon(3));
    assert_eq!(owed(date(2025, 3, 14)), Timing::DueSoon(0));
    assert_eq!(owed(date(2025, 3, 15)), Timing::Late(1));
    let mut undated = Office::new();
    undated.history.due = None;
    assert_eq!(undated.timing(), Timing::NoDate);
}

#[test]
fn a_report_that_was_sent_was_early_on_time_or_late() {
    let sent_on = |day: Date| {
        let mut office = Office::new().on(day);
        office.now -= 2.hours();
        office.write("Có.").expect("written");
        office.sign().expect("signed");
        office.timing()
    };
    assert_eq!(sent_on(date(2025, 3, 13)), Timing::DoneEarly);
    assert_eq!(sent_on(date(2025, 3, 14)), Timing::DoneOnTime);
    assert_eq!(sent_on(date(2025, 3, 16)), Timing::DoneLate(2));
}

#[test]
fn a_return_with_a_new_date_is_owed_by_that_date() {
    let mut office = Office::with_report_sent();
    assert_eq!(office.timing(), Timing::DoneEarly);
    let again = Some(date(2025, 3, 20));
    office
        .send_back(&["missing_section"], "", again)
        .expect("returned");
    let mut office = office.on(date(2025, 3, 19));
    assert_eq!(office.history.progress(office.now, 3).due, again);
    assert_eq!(office.timing(), Timing::DueSoon(1));
    office.write("Đủ rồi.").expect("written");
    office.sign().expect("signed");
    let mut office = office.on(date(2025, 4, 1));
    office.accept().expect("accepted");
    office.correct("Sai số.").expect("opened");
    assert_eq!(
        office.timing(),
        Timing::DoneOnTime,
        "a correction makes nothing late"
    );
}

#[test]
fn a_new_date_given_with_a_return_makes_nobody_punctual() {
    let mut office = Office::new().on(date(2025, 3, 16));
    office.now -= 2.hours();
    office.write("Có.").expect("written");
    office.sign().expect("signed");
    let again = Some(date(2025, 3, 20));
    office.send_back(&["late"], "", again).expect("returned");
    let mut office = office.on(date(2025, 3, 18));
    office.write("Đủ rồi.").expect("written");
    office.sign().expect("signed");
    let progress = office.history.progress(office.now, 3);
    assert_eq!(progress.timing, Timing::DoneEarly);
    assert!(progress.late_at_first);
    assert_eq!(office.history.first_sending(), Some(Timing::DoneLate(2)));
}

#[test]
fn a_day_that_is_moved_after_the_sending_makes_nobody_punctual_or_late() {
    let mut office = Office::new().on(date(2025, 3, 16));
    office.now -= 2.hours();
    office.write("Có.").expect("written");
    office.sign().expect("signed");
    let sent = office.now;
    let moved = |at, was| Moved { at, was: Some(was) };
    let mut history = office.history.clone();
    assert_eq!(history.first_sending(), Some(Timing::DoneLate(2)));
    history.due = Some(date(2025, 3, 31));
    history.moved = vec![moved(sent + 1.hour(), date(2025, 3, 14))];
    assert_eq!(
        history.first_sending(),
        Some(Timing::DoneLate(2)),
        "moved too late for it"
    );
    assert!(history.progress(sent + 2.hours(), 3).late_at_first);
    history.moved = vec![
        moved(sent - 1.hour(), date(2025, 3, 14)),
        moved(sent + 1.hour(), date(2025, 3, 20)),
    ];
    history.due = Some(date(2025, 3, 10));
    assert_eq!(
        history.first_sending(),
        Some(Timing::DoneEarly),
        "by the day that held then"
    );
}

#[test]
fn only_what_is_accepted_goes_on_to_its_addressee() {
    let mut office = Office::with_report_sent();
    let standing = permit(Role::StandingAgency, "bien-phong", Act::SubmissionForward);
    let pass_on = |office: &Office, ordinal| {
        forward(&standing, office.reading(ordinal)).map_err(|refusal| refusal.code())
    };
    assert_eq!(pass_on(&office, 1), Err(Code::NotAcceptedYet));
    office.accept().expect("it is accepted");
    assert_eq!(pass_on(&office, 2), Err(Code::NewerSubmission));
    assert_eq!(pass_on(&office, 1), Ok(()));
}
