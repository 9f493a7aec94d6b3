//! What moved among the reports of a tier since a moment: came in, was corrected, was opened again,
//! was withdrawn; and what of it the draft has not taken up.

use jiff::Timestamp;

/// A version that was accepted, or passed on to the unit that puts together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// When.
    pub at: Timestamp,
    /// Id of the version.
    pub version: String,
}

/// What happened to one report of a tier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// The unit whose report it is.
    pub unit: String,
    /// Id of the report.
    pub report: String,
    /// The versions that were taken in, the earliest first.
    pub takings: Vec<Taking>,
    /// When it was opened again, to be corrected, after it was taken in last; nothing once a new version
    /// was sent.
    pub reopened: Option<Timestamp>,
    /// When it was withdrawn from the campaign.
    pub withdrawn: Option<Timestamp>,
}

/// How a report moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// Its first version was taken in.
    Came,
    /// Another version took the place of one that counted.
    Corrected,
    /// It was opened again, and its new version is not in yet.
    Reopened,
    /// It counts no longer.
    Withdrawn,
}

impl Course {
    /// How it moved since a moment; nothing where it stands as it stood.
    pub fn since(&self, moment: Timestamp) -> Option<Movement> {
        let last = self.takings.last()?;
        let after = |at: Option<Timestamp>| at.is_some_and(|at| at >= moment);
        if self.withdrawn.is_some() {
            return after(self.withdrawn).then_some(Movement::Withdrawn);
        }
        if after(self.reopened) {
            return Some(Movement::Reopened);
        }
        let before = self.takings.iter().any(|taking| taking.at < moment);
        match (last.at >= moment, before) {
            (false, _) => None,
            (true, true) => Some(Movement::Corrected),
            (true, false) => Some(Movement::Came),
        }
    }

    /// The version that counts now; none of a report that was withdrawn.
    pub fn counts(&self) -> Option<&str> {
        let last = self.takings.last().filter(|_| self.withdrawn.is_none())?;
        Some(&last.version)
    }

    /// Whether the draft, brought up when `known` counted, says the same of it as is so now.
    pub fn is_taken_up(&self, known: Option<&str>) -> bool {
        self.counts() == known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).expect("an instant")
    }

    fn course(takings: &[(i64, &str)]) -> Course {
        let taking = |(hour, version): &(i64, &str)| Taking {
            at: at(*hour),
            version: (*version).to_owned(),
        };
        Course {
            takings: takings.iter().map(taking).collect(),
            ..Course::default()
        }
    }

    #[test]
    fn a_report_moves_in_one_way_since_a_moment() {
        assert_eq!(course(&[]).since(at(0)), None);
        assert_eq!(course(&[(1, "a")]).since(at(2)), None);
        assert_eq!(course(&[(2, "a")]).since(at(2)), Some(Movement::Came));
        let corrected = course(&[(1, "a"), (3, "b")]);
        assert_eq!(corrected.since(at(2)), Some(Movement::Corrected));
        assert_eq!(corrected.since(at(0)), Some(Movement::Came));
        let reopened = Course {
            reopened: Some(at(5)),
            ..corrected.clone()
        };
        assert_eq!(reopened.since(at(4)), Some(Movement::Reopened));
        assert_eq!(reopened.since(at(6)), None);
        let withdrawn = Course {
            withdrawn: Some(at(7)),
            ..reopened
        };
        assert_eq!(withdrawn.since(at(6)), Some(Movement::Withdrawn));
        assert_eq!(withdrawn.since(at(8)), None);
        assert_eq!(withdrawn.counts(), None);
    }

    #[test]
    fn the_draft_has_taken_up_what_counts() {
        let corrected = course(&[(1, "a"), (3, "b")]);
        assert!(corrected.is_taken_up(Some("b")));
        assert!(!corrected.is_taken_up(Some("a")));
        assert!(!corrected.is_taken_up(None));
        assert!(course(&[]).is_taken_up(None));
    }
}
