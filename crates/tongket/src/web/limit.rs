//! Who asks too often is asked to wait.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::house::Settings;

/// Counts requests by address and attempts to sign in by address and name.
#[derive(Debug)]
pub struct Limits {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    attempts: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// Empty counts under these settings.
    pub fn new(settings: &Settings) -> Limits {
        let often = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let requests = Quota::per_second(often(settings.requests_per_second))
            .allow_burst(often(settings.requests_per_second.saturating_mul(4)));
        Limits {
            requests: RateLimiter::keyed(requests),
            attempts: RateLimiter::keyed(Quota::per_minute(often(settings.attempts_per_minute))),
        }
    }

    /// Whether one more request from this address is welcome.
    pub fn welcomes(&self, address: IpAddr) -> bool {
        self.requests.check_key(&address).is_ok()
    }

    /// Whether one more attempt to sign in may be made.
    pub fn allows_attempt(&self, address: IpAddr, name: &str) -> bool {
        self.attempts.check_key(&address.to_string()).is_ok()
            && self.attempts.check_key(&name.to_lowercase()).is_ok()
    }

    /// Forgets those who have been quiet.
    pub fn tidy(&self) {
        self.requests.retain_recent();
        self.attempts.retain_recent();
    }
}
