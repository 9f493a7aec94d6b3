//! What was done, by whom and when, in a chain that nobody can mend in secret.
//!
//! Every act leaves one event. Its fingerprint is taken over the fingerprint of
//! the event before it and over its own words, so a word changed, an event
//! taken out, put in or moved breaks the chain at that place, and
//! [`verify`] says where. Cutting events off the end leaves a sound chain: who
//! wants to notice that too keeps the [`Head`] somewhere else.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fingerprint::{Fingerprint, canonical};

/// One act, as the audit remembers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the chain, from 1.
    pub seq: u64,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Id of the account that acted; empty for the program itself.
    pub actor: String,
    /// What was done, as in the permission table: "submission.create".
    pub act: String,
    /// The noun it was done to: "report".
    pub subject_kind: String,
    /// Id of what it was done to.
    pub subject: String,
    /// Id of the unit concerned, where there is one.
    pub unit: Option<String>,
    /// What else belongs to it. Never the text of a report, never a password.
    pub data: Value,
}

/// An event in its chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What was done.
    pub event: Event,
    /// Fingerprint of the event before it; [`Fingerprint::ZERO`] for the first.
    pub previous: Fingerprint,
    /// Fingerprint of this event and of all before it.
    pub hash: Fingerprint,
}

/// The end of a chain: how many events it has and the fingerprint of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many events.
    pub count: u64,
    /// Fingerprint of the last; [`Fingerprint::ZERO`] of an empty chain.
    pub hash: Fingerprint,
}

/// The first place at which a chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The number that the event at this place should have.
    pub seq: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What can be wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An event is missing, doubled or out of its place.
    OutOfOrder,
    /// It does not follow the event that stands before it.
    NotLinked,
    /// Its words are not those that were written down.
    Altered,
    /// The chain ends elsewhere than was remembered.
    WrongEnd,
}

impl Event {
    /// What the fingerprint is taken of: the event in canonical JSON.
    pub fn canonical(&self) -> String {
        canonical(&json!({
            "seq": self.seq,
            "at_ms": self.at_ms,
            "actor": self.actor,
            "act": self.act,
            "subject_kind": self.subject_kind,
            "subject": self.subject,
            "unit": self.unit,
            "data": self.data,
        }))
    }

    /// `data` as it is to be stored, so that reading it gives the same fingerprint.
    pub fn data_text(&self) -> String {
        canonical(&self.data)
    }
}

impl Head {
    /// The end of a chain that has no event yet.
    pub const EMPTY: Head = Head {
        count: 0,
        hash: Fingerprint::ZERO,
    };

    /// Puts an event at the end of the chain; it gets the next number, whatever it had.
    pub fn append(&mut self, event: Event) -> Link {
        let event = Event {
            seq: self.count + 1,
            ..event
        };
        let link = Link {
            previous: self.hash,
            hash: fingerprint(self.hash, &event),
            event,
        };
        *self = Head {
            count: link.event.seq,
            hash: link.hash,
        };
        link
    }

    /// Goes one link further, if it holds.
    ///
    /// # Errors
    /// What is wrong with the link, where it does not.
    pub fn follow(&mut self, link: &Link) -> Result<(), Broken> {
        let seq = self.count + 1;
        let fault = if link.event.seq != seq {
            Some(Fault::OutOfOrder)
        } else if link.previous != self.hash {
            Some(Fault::NotLinked)
        } else if link.hash != fingerprint(self.hash, &link.event) {
            Some(Fault::Altered)
        } else {
            None
        };
        if let Some(fault) = fault {
            return Err(Broken { seq, fault });
        }
        *self = Head {
            count: seq,
            hash: link.hash,
        };
        Ok(())
    }
}

/// The fingerprint of an event and of all before it.
fn fingerprint(previous: Fingerprint, event: &Event) -> Fingerprint {
    Fingerprint::of_parts(&[previous.as_bytes(), event.canonical().as_bytes()])
}

/// Walks a chain from its first event, holding one link at a time, and gives its end.
///
/// `remembered` is an end that was noted earlier elsewhere: the chain must
/// have passed through it, which shows that nothing was cut off or written anew.
///
/// # Errors
/// The first place at which the chain does not hold.
pub fn verify(
    links: impl IntoIterator<Item = Link>,
    remembered: Option<Head>,
) -> Result<Head, Broken> {
    let mut head = Head::EMPTY;
    let mut passed = remembered.is_none_or(|remembered| remembered == head);
    for link in links {
        head.follow(&link)?;
        passed |= remembered == Some(head);
    }
    match passed {
        true => Ok(head),
        false => Err(Broken {
            seq: head.count.min(remembered.map_or(0, |head| head.count)),
            fault: Fault::WrongEnd,
        }),
    }
}

impl Fault {
    /// What is wrong, in Vietnamese and in English.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Fault::OutOfOrder => (
                "sự kiện bị thiếu, bị lặp hoặc đặt sai chỗ",
                "an event is missing, doubled or out of its place",
            ),
            Fault::NotLinked => (
                "sự kiện không nối với sự kiện đứng trước",
                "it does not follow the event before it",
            ),
            Fault::Altered => (
                "nội dung sự kiện đã bị sửa",
                "its words are not those that were written down",
            ),
            Fault::WrongEnd => (
                "chuỗi không đi qua điểm cuối đã ghi lại",
                "the chain does not pass through the end that was remembered",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(act: &str, subject: &str) -> Event {
        Event {
            seq: 0,
            at_ms: 1_741_000_000_000,
            actor: "lan".to_owned(),
            act: act.to_owned(),
            subject_kind: "report".to_owned(),
            subject: subject.to_owned(),
            unit: Some("van-khe".to_owned()),
            data: json!({"ordinal": 1, "late": false}),
        }
    }

    fn chain(events: impl IntoIterator<Item = Event>) -> (Vec<Link>, Head) {
        let mut head = Head::EMPTY;
        let links = events.into_iter().map(|event| head.append(event));
        (links.collect(), head)
    }

    fn five() -> (Vec<Link>, Head) {
        chain((1..=5).map(|number| event("section.write", &number.to_string())))
    }

    #[test]
    fn a_sound_chain_gives_its_end() {
        let (links, head) = five();
        assert_eq!(verify(links, None), Ok(head));
        assert_eq!(verify([], None), Ok(Head::EMPTY));
    }

    #[test]
    fn the_words_that_are_summed_up_never_change() {
        let (links, head) = chain([event("submission.create", "r1")]);
        insta::assert_snapshot!(links[0].event.canonical(), @r#"{"act":"submission.create","actor":"lan","at_ms":1741000000000,"data":{"late":false,"ordinal":1},"seq":1,"subject":"r1","subject_kind":"report","unit":"van-khe"}"#);
        // Taken with another program: sha256 over 32 zero bytes and the words above.
        assert_eq!(
            head.hash.to_string(),
            "a548f047e7aff5c688b2d0f2cf76250e0f1a57fd9ae4825a9279e51fbc559707"
        );
    }

    #[test]
    fn a_cut_end_is_seen_by_who_remembers_it() {
        let (mut links, head) = five();
        let earlier = Head {
            count: 3,
            hash: links[2].hash,
        };
        assert_eq!(verify(links.clone(), Some(earlier)), Ok(head));
        links.truncate(4);
        assert!(verify(links.clone(), None).is_ok());
        let broken = verify(links, Some(head)).expect_err("the last event is gone");
        assert_eq!((broken.seq, broken.fault), (4, Fault::WrongEnd));
    }

    #[test]
    fn a_chain_written_anew_is_seen_by_who_remembers_its_end() {
        let (_, head) = five();
        let (forged, _) = chain((1..=5).map(|number| event("section.read", &number.to_string())));
        assert!(verify(forged, Some(head)).is_err());
    }

    #[test]
    fn what_is_stored_gives_the_same_fingerprint_when_it_is_read() {
        let mut event = event("figure.write", "r1");
        event.data = json!({"value": 0.1 + 0.2, "z": 1, "a": {"d": 1, "c": "đ"}});
        let (links, head) = chain([event]);
        let mut stored = links[0].clone();
        stored.event.data =
            serde_json::from_str(&links[0].event.data_text()).expect("the data is JSON");
        assert_eq!(verify([stored], None), Ok(head));
    }

    /// Ways in which somebody with the database in his hands could mend it.
    #[derive(Debug, Clone)]
    enum Tampering {
        Byte(usize, usize, u8),
        Remove(usize),
        Swap(usize, usize),
        Double(usize),
    }

    fn tampering() -> impl Strategy<Value = Tampering> {
        prop_oneof![
            4 => (0..8_usize, any::<usize>(), 1..=255_u8)
                .prop_map(|(link, at, flip)| Tampering::Byte(link, at, flip)),
            1 => (0..8_usize).prop_map(Tampering::Remove),
            1 => (0..8_usize, 0..8_usize).prop_map(|(one, other)| Tampering::Swap(one, other)),
            1 => (0..8_usize).prop_map(Tampering::Double),
        ]
    }

    /// The chain after tampering; `None` where that left it as it was or no chain at all.
    fn tamper(links: &[Link], tampering: &Tampering) -> Option<Vec<Link>> {
        let mut links = links.to_vec();
        match *tampering {
            Tampering::Byte(link, at, flip) => {
                let mut bytes = serde_json::to_vec(&links[link]).expect("a link is JSON");
                let at = at % bytes.len();
                bytes[at] ^= flip;
                let changed: Link = serde_json::from_slice(&bytes).ok()?;
                (changed != links[link]).then(|| links[link] = changed)?;
            }
            Tampering::Remove(at) => drop(links.remove(at)),
            Tampering::Swap(one, other) if one == other => return None,
            Tampering::Swap(one, other) => links.swap(one, other),
            Tampering::Double(at) => links.insert(at, links[at].clone()),
        }
        Some(links)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_tampering_is_seen(
            words in prop::collection::vec(("[a-zđ ]{0,6}", any::<i64>(), any::<Option<bool>>()), 8),
            tampering in tampering(),
        ) {
            let events = words.into_iter().map(|(word, at_ms, flag)| Event {
                at_ms,
                unit: flag.map(|flag| flag.to_string()),
                data: json!({ "word": word }),
                ..event("section.write", "r1")
            });
            let (links, head) = chain(events);
            if let Some(links) = tamper(&links, &tampering) {
                prop_assert!(verify(links, Some(head)).is_err());
            }
        }
    }
}
