//! Who asks too often is asked to wait.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::house::Settings;

/// How long an address waits from which it was tried in vain too often.
const WAIT: Duration = Duration::from_secs(60);

/// Counts requests by address, attempts to sign in by name, and failed ones by address: a whole
/// office that signs in at eight from behind one address is welcome.
#[derive(Debug)]
pub struct Limits {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    attempts: DefaultKeyedRateLimiter<String>,
    failures: DefaultKeyedRateLimiter<IpAddr>,
    /// Addresses that wait, and until when.
    waiting: Mutex<HashMap<IpAddr, Instant>>,
}

impl Limits {
    /// Empty counts under these settings.
    pub fn new(settings: &Settings) -> Limits {
        let often = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let requests = Quota::per_second(often(settings.requests_per_second))
            .allow_burst(often(settings.requests_per_second.saturating_mul(4)));
        let attempts = Quota::per_minute(often(settings.attempts_per_minute));
        Limits {
            requests: RateLimiter::keyed(requests),
            attempts: RateLimiter::keyed(attempts),
            failures: RateLimiter::keyed(attempts),
            waiting: Mutex::default(),
        }
    }

    /// Whether one more request from this address is welcome.
    pub fn welcomes(&self, address: IpAddr) -> bool {
        self.requests.check_key(&address).is_ok()
    }

    /// Whether one more attempt to sign in may be made.
    pub fn allows_attempt(&self, address: IpAddr, name: &str) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = waiting
            .get(&address)
            .is_some_and(|end| Instant::now() < *end);
        drop(waiting);
        !waits && self.attempts.check_key(&name.to_lowercase()).is_ok()
    }

    /// Counts an attempt from this address that was in vain.
    pub fn note_failure(&self, address: IpAddr) {
        if self.failures.check_key(&address).is_err() {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.insert(address, Instant::now() + WAIT);
        }
    }

    /// Forgets those who have been quiet.
    pub fn tidy(&self) {
        self.requests.retain_recent();
        self.attempts.retain_recent();
        self.failures.retain_recent();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, end| Instant::now() < *end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 1, 2, 3));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 1, 2, 4));

    #[test]
    fn a_whole_office_signs_in_at_once_and_only_failures_make_it_wait() {
        let limits = Limits::new(&Settings::default());
        for person in 0..200 {
            assert!(limits.allows_attempt(OFFICE, &format!("can-bo-{person}")));
        }
        for _ in 0..=Settings::default().attempts_per_minute {
            limits.note_failure(OFFICE);
        }
        assert!(!limits.allows_attempt(OFFICE, "mot-nguoi-khac"));
        assert!(limits.allows_attempt(ELSEWHERE, "mot-nguoi-khac"));
    }

    #[test]
    fn one_name_is_not_tried_again_and_again_from_many_places() {
        let limits = Limits::new(&Settings::default());
        let tries = (0..100).filter(|_| limits.allows_attempt(OFFICE, "man.tt"));
        assert_eq!(tries.count(), 20);
    }
}
