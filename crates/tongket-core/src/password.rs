//! Which passwords will do, and when a door stays shut.
//!
//! The policy is data (`data/password.toml`, or the office's own settings):
//! how long, which signs, how many old ones are remembered, after how many
//! failures an account is locked and for how long. Nothing is hashed here and
//! no password is kept; the process compares hashes and brings the time.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use tongket_reader::words::fold;
use unicode_normalization::UnicodeNormalization;

use crate::refusal::{Refusal, Said};

/// What the office asks of passwords and sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Fewest signs of a password that stands alone.
    pub least_alone: usize,
    /// Fewest signs of a password beside a second factor.
    pub least_with_second_factor: usize,
    /// How many of the four classes of signs a password that stands alone needs.
    pub classes_alone: usize,
    /// How many of the last passwords may not come again.
    pub remembered: usize,
    /// Days after which an administrator's password must be changed.
    pub administrator_days: u32,
    /// Wrong passwords in a row until the account is locked.
    pub failures: u32,
    /// For how many minutes it is locked.
    pub locked_minutes: u32,
    /// Minutes without a sign of life until a session ends.
    pub idle_minutes: u32,
    /// The same for an administrator's session.
    pub administrator_idle_minutes: u32,
    /// Days without signing in until an account is closed.
    pub unused_days: u32,
}

static DEFAULT: LazyLock<Policy> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/password.toml"))
        .expect("data/password.toml is part of the program and tested")
});

impl Default for Policy {
    fn default() -> Policy {
        DEFAULT.clone()
    }
}

/// A password as it is judged and hashed: letters with marks composed (NFC), so
/// that one password typed on two keyboards is the same.
pub fn composed(password: &str) -> String {
    password.nfc().collect()
}

/// The account that a new password is for.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The name it signs in with.
    pub name: &'a str,
    /// Whether a second factor is asked for.
    pub second_factor: bool,
    /// Whether one of the remembered passwords is this very one; the process compares the hashes.
    pub used_before: bool,
}

/// What a password lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// It has fewer signs than asked for.
    TooShort,
    /// It has no small letter.
    NoSmallLetter,
    /// It has no capital letter.
    NoCapitalLetter,
    /// It has no digit.
    NoDigit,
    /// It has no other sign; a blank is one.
    NoOtherSign,
    /// It holds the name of the account.
    HoldsName,
    /// It is one sign over and over.
    OneSign,
}

impl Weakness {
    /// What is lacking, to stand in a sentence.
    fn said(self) -> Said {
        match self {
            Weakness::TooShort => Said::new("quá ngắn", "too short"),
            Weakness::NoSmallLetter => Said::new("thiếu chữ thường", "no small letter"),
            Weakness::NoCapitalLetter => Said::new("thiếu chữ hoa", "no capital letter"),
            Weakness::NoDigit => Said::new("thiếu chữ số", "no digit"),
            Weakness::NoOtherSign => Said::new(
                "thiếu ký tự khác (dấu câu, dấu cách)",
                "no other sign (punctuation, blank)",
            ),
            Weakness::HoldsName => {
                Said::new("chứa tên đăng nhập", "it holds the name of the account")
            }
            Weakness::OneSign => Said::new("lặp một ký tự", "one sign over and over"),
        }
    }
}

impl Policy {
    /// Holds that a new password will do.
    ///
    /// # Errors
    /// What it lacks, with the whole policy; or that it was used before.
    pub fn judge(&self, password: &str, holder: Holder<'_>) -> Result<(), Refusal> {
        let weaknesses = self.weaknesses(password, holder);
        if !weaknesses.is_empty() {
            let said: Vec<Said> = weaknesses.into_iter().map(Weakness::said).collect();
            let vi: Vec<&str> = said.iter().map(|said| said.vi.as_str()).collect();
            let en: Vec<&str> = said.iter().map(|said| said.en.as_str()).collect();
            let lacking = Said::new(vi.join("; "), en.join("; "));
            return Err(Refusal::password_too_weak(
                lacking,
                self.said(holder.second_factor),
            ));
        }
        match holder.used_before {
            true => Err(Refusal::password_reused(self.remembered)),
            false => Ok(()),
        }
    }

    /// What a password lacks; nothing when it will do.
    ///
    /// Classes are missing only when there are fewer of them than asked for.
    pub fn weaknesses(&self, password: &str, holder: Holder<'_>) -> Vec<Weakness> {
        let password = composed(password);
        let mut found = Vec::new();
        if password.chars().count() < self.least(holder.second_factor) {
            found.push(Weakness::TooShort);
        }
        let absent = absent_classes(&password);
        if !holder.second_factor && 4 - absent.len() < self.classes_alone.min(4) {
            found.extend(absent);
        }
        if holds_name(&password, holder.name) {
            found.push(Weakness::HoldsName);
        }
        let mut signs = password.chars();
        let first = signs.next();
        if first.is_some() && signs.all(|sign| Some(sign) == first) {
            found.push(Weakness::OneSign);
        }
        found
    }

    /// What is asked for, to stand in a sentence.
    pub fn said(&self, second_factor: bool) -> Said {
        let least = self.least(second_factor);
        match second_factor {
            true => Said::new(
                format!("ít nhất {least} ký tự, không chứa tên đăng nhập"),
                format!("at least {least} signs, without the name of the account"),
            ),
            false => Said::new(
                format!(
                    "ít nhất {least} ký tự, đủ {} trong 4 loại (chữ thường, chữ hoa, chữ số, \
                     ký tự khác), không chứa tên đăng nhập",
                    self.classes_alone
                ),
                format!(
                    "at least {least} signs, {} of 4 classes (small letters, capitals, digits, \
                     other signs), without the name of the account",
                    self.classes_alone
                ),
            ),
        }
    }

    fn least(&self, second_factor: bool) -> usize {
        match second_factor {
            true => self.least_with_second_factor,
            false => self.least_alone,
        }
    }

    /// Whether a password must be changed before anything else: it is the
    /// first one, given by somebody else, or an administrator's and too old.
    pub fn must_change(
        &self,
        given_by_other: bool,
        administrator: bool,
        age: SignedDuration,
    ) -> bool {
        let limit = SignedDuration::from_hours(24 * i64::from(self.administrator_days));
        given_by_other || administrator && age >= limit
    }

    /// Whether a session ends for want of a sign of life.
    pub fn idle(&self, administrator: bool, since_last: SignedDuration) -> bool {
        let minutes = match administrator {
            true => self.administrator_idle_minutes,
            false => self.idle_minutes,
        };
        since_last >= SignedDuration::from_mins(i64::from(minutes))
    }

    /// Whether an account has not been used for so long that it is closed.
    pub fn unused(&self, since_last: SignedDuration) -> bool {
        since_last >= SignedDuration::from_hours(24 * i64::from(self.unused_days))
    }
}

/// The classes of signs that a password has none of.
fn absent_classes(password: &str) -> Vec<Weakness> {
    let other = |sign: char| !sign.is_alphanumeric();
    let classes: [(Weakness, &dyn Fn(char) -> bool); 4] = [
        (Weakness::NoSmallLetter, &char::is_lowercase),
        (Weakness::NoCapitalLetter, &char::is_uppercase),
        (Weakness::NoDigit, &char::is_numeric),
        (Weakness::NoOtherSign, &other),
    ];
    let absent = classes
        .into_iter()
        .filter(|(_, holds)| !password.chars().any(holds));
    absent.map(|(weakness, _)| weakness).collect()
}

/// Whether a password holds the name of the account, with or without
/// diacritics. Names of one or two letters occur in any password.
fn holds_name(password: &str, name: &str) -> bool {
    let name = fold::bare(name);
    name.chars().count() >= 3 && fold::bare(password).contains(&name)
}

/// How often an account was tried in vain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// Wrong passwords in a row.
    pub failures: u32,
    /// Until when the account is locked.
    pub locked_until: Option<Timestamp>,
}

impl Attempts {
    /// Holds that a password may be tried at all. Asked before any hash is
    /// taken, so that guessing costs nothing.
    ///
    /// # Errors
    /// Locked, with the time at which it ends.
    pub fn admit(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.locked_until.filter(|until| now < *until) {
            Some(until) => Err(Refusal::account_locked(until)),
            None => Ok(()),
        }
    }

    /// After a wrong password: one more, and locked when there were enough. A
    /// lock that has ended starts the count anew.
    #[must_use]
    pub fn failed(self, policy: &Policy, now: Timestamp) -> Attempts {
        let before = match self.locked_until {
            Some(until) if until <= now => 0,
            _ => self.failures,
        };
        let failures = before.saturating_add(1);
        let length = SignedDuration::from_mins(i64::from(policy.locked_minutes));
        let until = now.checked_add(length).unwrap_or(Timestamp::MAX);
        Attempts {
            failures,
            locked_until: (failures >= policy.failures).then_some(until),
        }
    }

    /// After the right password, or when an administrator unlocks the account.
    #[must_use]
    pub fn cleared() -> Attempts {
        Attempts::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Weakness::*;
    use super::*;
    use crate::refusal::Code;

    fn holder(second_factor: bool) -> Holder<'static> {
        Holder {
            name: "lan.vankhe",
            second_factor,
            used_before: false,
        }
    }

    /// What a password lacks under the default policy.
    fn check(password: &str, second_factor: bool, lacking: &[Weakness]) {
        let found = Policy::default().weaknesses(password, holder(second_factor));
        assert_eq!(found, lacking, "{password}");
    }

    #[test]
    fn passwords_that_will_do_and_those_that_will_not() {
        check("Mưa tháng 7 ngập đồng", false, &[]);
        check("Mưa-tháng-7", false, &[TooShort]);
        check("Mưa-tháng-7", true, &[]);
        check(
            "mưa tháng bảy ngập đồng",
            false,
            &[NoCapitalLetter, NoDigit],
        );
        check("mưa tháng bảy", true, &[]);
        check("MƯATHÁNGBẢYNGẬPĐỒNG7", false, &[NoSmallLetter, NoOtherSign]);
        check("Lan.VânKhê-2026!", false, &[HoldsName]);
        check("aaaaaaaaaa", true, &[OneSign]);
        check("", true, &[TooShort]);
    }

    #[test]
    fn fourteen_letters_with_marks_are_fourteen_signs() {
        check("Đồng lúa chín1", false, &[]);
        check("Đồng lúa chín", false, &[TooShort, NoDigit]);
        let apart: String = "Đồng lúa chín".nfd().collect();
        check(&apart, false, &[TooShort, NoDigit]);
        assert_eq!(composed(&apart), "Đồng lúa chín");
    }

    #[test]
    fn a_weak_password_is_refused_with_what_it_lacks_and_the_policy() {
        let policy = Policy::default();
        let refusal = policy.judge("ngắn", holder(false)).expect_err("too weak");
        insta::assert_snapshot!(refusal.to_string());
        insta::assert_snapshot!(refusal.way_out().vi);
        let used = Holder {
            used_before: true,
            ..holder(true)
        };
        let again = policy
            .judge("mưa tháng bảy", used)
            .expect_err("used before");
        assert_eq!(again.code(), Code::PasswordReused);
        assert_eq!(policy.judge("mưa tháng bảy", holder(true)), Ok(()));
    }

    #[test]
    fn five_failures_lock_the_account_for_a_time() {
        let policy = Policy::default();
        let start: Timestamp = "2026-03-05T01:00:00Z".parse().expect("an instant");
        let mut attempts = Attempts::default();
        for _ in 0..4 {
            attempts = attempts.failed(&policy, start);
            assert_eq!(attempts.admit(start), Ok(()));
        }
        attempts = attempts.failed(&policy, start);
        let refusal = attempts.admit(start).expect_err("locked");
        assert_eq!(refusal.code(), Code::AccountLocked);
        assert!(
            refusal.sentence().vi.contains("20 giờ 00 ngày 05/3/2026"),
            "{refusal}"
        );
        let later = start + SignedDuration::from_hours(12);
        assert_eq!(attempts.admit(later), Ok(()));
        assert_eq!(
            attempts.failed(&policy, later).failures,
            1,
            "the count starts anew"
        );
        assert_eq!(Attempts::cleared().admit(start), Ok(()));
    }

    #[test]
    fn what_ends_by_itself() {
        let policy = Policy::default();
        let minutes = SignedDuration::from_mins;
        let days = |days: i64| SignedDuration::from_hours(24 * days);
        assert!(policy.must_change(true, false, minutes(0)));
        assert!(!policy.must_change(false, false, days(400)));
        assert!(policy.must_change(false, true, days(60)));
        assert!(!policy.must_change(false, true, days(59)));
        assert!(policy.idle(true, minutes(5)) && !policy.idle(false, minutes(14)));
        assert!(policy.unused(days(45)) && !policy.unused(days(44)));
    }

    #[test]
    fn the_policy_stays_within_the_standard() {
        let policy = Policy::default();
        assert!(policy.least_alone >= 14 && policy.classes_alone == 4);
        assert!(policy.least_with_second_factor >= 8 && policy.remembered >= 10);
        assert!(policy.failures <= 5 && (720..=43_200).contains(&policy.locked_minutes));
        assert!(policy.idle_minutes <= 15 && policy.administrator_idle_minutes <= 5);
        assert!(policy.unused_days <= 45 && policy.administrator_days <= 62);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Guessing without end gets at most five tries in twelve hours.
        #[test]
        fn guessing_is_of_no_use(pauses in prop::collection::vec(1..120_i64, 300)) {
            let policy = Policy::default();
            let mut now = Timestamp::UNIX_EPOCH;
            let mut attempts = Attempts::default();
            let mut tried: Vec<Timestamp> = Vec::new();
            for pause in pauses {
                now += SignedDuration::from_mins(pause);
                if attempts.admit(now).is_ok() {
                    attempts = attempts.failed(&policy, now);
                    tried.push(now);
                }
            }
            for window in tried.windows(6) {
                prop_assert!(window[5].duration_since(window[0]) >= SignedDuration::from_hours(12));
            }
        }

        #[test]
        fn any_text_is_judged(password: String, name: String, second_factor: bool) {
            let holder = Holder { name: &name, second_factor, used_before: false };
            let policy = Policy::default();
            let weak = !policy.weaknesses(&password, holder).is_empty();
            prop_assert_eq!(policy.judge(&password, holder).is_err(), weak);
        }
    }
}
