//! Why reports are sent back: a catalogue, so that reasons can be counted.
//!
//! The reasons are data (`data/return-reasons.toml`). An id is never given to
//! another meaning; a reason that is no longer used stays in the file.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// One reason for sending a report back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its name in data; never changed.
    pub id: String,
    /// What the unit reads, in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// What the unit is to do about it, in Vietnamese.
    pub remedy: String,
    /// The same in English.
    pub remedy_en: String,
    /// Whether it says nothing without words of one's own.
    #[serde(default)]
    pub needs_text: bool,
}

#[derive(Deserialize)]
struct Catalogue {
    reasons: Vec<Reason>,
}

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let text = include_str!("../../data/return-reasons.toml");
    let catalogue: Catalogue =
        toml::from_str(text).expect("data/return-reasons.toml is part of the program and tested");
    catalogue.reasons
});

impl Reason {
    /// Every reason, in the order in which they are offered.
    pub fn all() -> &'static [Reason] {
        &REASONS
    }

    /// The reason with that id.
    pub fn by_id(id: &str) -> Option<&'static Reason> {
        REASONS.iter().find(|reason| reason.id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_says_what_to_do_in_both_languages() {
        let ids: BTreeSet<&str> = Reason::all()
            .iter()
            .map(|reason| reason.id.as_str())
            .collect();
        assert_eq!(ids.len(), Reason::all().len(), "an id is used twice");
        for reason in Reason::all() {
            let texts = [&reason.vi, &reason.en, &reason.remedy, &reason.remedy_en];
            assert!(
                texts.iter().all(|text| !text.trim().is_empty()),
                "{}",
                reason.id
            );
        }
        let other = Reason::by_id("other").expect("there is always another reason");
        assert!(other.needs_text);
    }
}
