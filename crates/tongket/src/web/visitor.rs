//! Who asks: an account with its roles and places.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use tongket_core::event::Event;
use tongket_core::permit::{Membership, Role};
use tongket_core::refusal::Code;

use super::problem::Problem;
use super::shell::Shell;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The account's id.
    pub account: String,
    /// The name that is typed to sign in.
    pub name: String,
    /// The name that people read.
    pub full_name: String,
    /// Roles, each at a unit; an empty unit is the whole house.
    pub memberships: Vec<Membership>,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// Whether a program asks, with a key, and not a person.
    pub by_key: bool,
}

impl Visitor {
    /// Whether this role is held anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.memberships.iter().any(|held| held.role == role)
    }

    /// The units at which a role is held.
    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = self
            .memberships
            .iter()
            .map(|held| held.unit.as_str())
            .filter(|unit| !unit.is_empty())
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let shell = parts.extensions.get::<Shell>();
        let visitor = shell.and_then(|shell| shell.visitor.clone());
        let why = match shell.is_some_and(|shell| shell.needs_key) {
            true => Code::TokenInvalid,
            false => Code::SessionExpired,
        };
        visitor.ok_or_else(|| why.into())
    }
}

/// An event of an act, without more to tell.
pub fn event(at: Timestamp, actor: &str, act: &str, kind: &str, subject: &str) -> Event {
    Event {
        seq: 0,
        at_ms: at.as_millisecond(),
        actor: actor.to_owned(),
        act: act.to_owned(),
        subject_kind: kind.to_owned(),
        subject: subject.to_owned(),
        unit: None,
        data: serde_json::Value::Null,
    }
}
