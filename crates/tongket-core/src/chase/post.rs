//! What becomes of a mail: handed over, tried again later, given up, refused for good.
//!
//! A mail is marked before it is handed to the mail server and again after.
//! When the program stops in between, nobody knows whether it went: it is then
//! handed over once more, and never a third time. So a crash costs at most one
//! repeat, of the one mail that was under way.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::ladder::rules;

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits to be handed over.
    Waiting,
    /// It is being handed over.
    Sending,
    /// The mail server took it.
    Sent,
    /// It came back: the mail server will never take it, or a letter of the postmaster said so.
    Refused,
    /// It was tried as often as the rules say.
    GivenUp,
    /// Nobody knows whether the last attempts went through.
    Unknown,
    /// What it asked for was done before it went.
    NotNeeded,
}

impl State {
    /// Every state.
    pub const ALL: [State; 7] = [
        State::Waiting,
        State::Sending,
        State::Sent,
        State::Refused,
        State::GivenUp,
        State::Unknown,
        State::NotNeeded,
    ];

    /// Its name in data.
    pub fn id(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sending => "sending",
            State::Sent => "sent",
            State::Refused => "refused",
            State::GivenUp => "given_up",
            State::Unknown => "unknown",
            State::NotNeeded => "not_needed",
        }
    }

    /// The state with that name.
    pub fn from_id(id: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.id() == id)
    }
}

/// What the mail server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It took the mail.
    Taken,
    /// It will never take it: the address does not exist, or is closed.
    Refused,
    /// Not now: no line, no answer, an answer 4xx, or one that is not about the address.
    NotNow,
}

/// A mail's place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Where it stands.
    pub state: State,
    /// How often it was handed over.
    pub attempts: usize,
    /// How often it was found half handed over.
    pub lost: usize,
    /// When it is its turn again; nothing where it never is.
    pub next: Option<Timestamp>,
}

impl Turn {
    /// A new mail.
    pub fn new(now: Timestamp) -> Turn {
        Turn {
            state: State::Waiting,
            attempts: 0,
            lost: 0,
            next: Some(now),
        }
    }

    /// Takes it up to be handed over, where its turn has come.
    #[must_use]
    pub fn taken_up(self, now: Timestamp) -> Option<Turn> {
        if self.next.is_none_or(|next| now < next) {
            return None;
        }
        let lease = now + SignedDuration::from_mins(rules().lease_minutes);
        let sending = Turn {
            state: State::Sending,
            attempts: self.attempts + 1,
            next: Some(lease),
            ..self
        };
        match (self.state, self.lost) {
            (State::Waiting, _) => Some(sending),
            (State::Sending, 0) => Some(Turn { lost: 1, ..sending }),
            (State::Sending, _) => Some(Turn {
                state: State::Unknown,
                next: None,
                ..self
            }),
            (
                State::Sent | State::Refused | State::GivenUp | State::Unknown | State::NotNeeded,
                _,
            ) => None,
        }
    }

    /// What it becomes by the server's answer.
    #[must_use]
    pub fn answered(self, outcome: Outcome, now: Timestamp) -> Turn {
        let over = |state| Turn {
            state,
            next: None,
            ..self
        };
        match outcome {
            Outcome::Taken => over(State::Sent),
            Outcome::Refused => over(State::Refused),
            Outcome::NotNow => match rules().retry_minutes.get(self.attempts.saturating_sub(1)) {
                Some(minutes) => Turn {
                    state: State::Waiting,
                    next: Some(now + SignedDuration::from_mins(*minutes)),
                    ..self
                },
                None => over(State::GivenUp),
            },
        }
    }

    /// A letter of the postmaster says that it did not arrive; nothing where it was not thought sent.
    #[must_use]
    pub fn came_back(self) -> Option<Turn> {
        match self.state {
            State::Sent | State::Unknown => Some(Turn {
                state: State::Refused,
                next: None,
                ..self
            }),
            State::Waiting
            | State::Sending
            | State::Refused
            | State::GivenUp
            | State::NotNeeded => None,
        }
    }

    /// Somebody has it sent once more; nothing where it waits, has arrived or is not needed.
    #[must_use]
    pub fn once_more(self, now: Timestamp) -> Option<Turn> {
        match self.state {
            State::Refused | State::GivenUp | State::Unknown => Some(Turn::new(now)),
            State::Waiting | State::Sending | State::Sent | State::NotNeeded => None,
        }
    }

    /// What it asked for was done: it does not go any more.
    #[must_use]
    pub fn not_needed(self) -> Turn {
        Turn {
            state: State::NotNeeded,
            next: None,
            ..self
        }
    }
}
