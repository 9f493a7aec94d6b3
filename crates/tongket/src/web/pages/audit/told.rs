//! What belongs to an event, in words that people read: a fact a line. Programs get it as it is.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value};
use tongket_core::event::Event;
use tongket_core::exchange::Reason;
use tongket_core::permit::Role;
use tongket_store::{Conn, StoreError, account};

use crate::web::language::Language;
use crate::web::road::label;
use crate::web::shell::Shell;
use crate::web::units::Units;

/// Facts that have a name for people.
const FACTS: [&str; 71] = [
    "acts",
    "after",
    "amendment",
    "answer",
    "answered",
    "as_of",
    "attached",
    "attempts",
    "awards",
    "before",
    "begun",
    "below",
    "broken",
    "by_mail",
    "campaign",
    "cells",
    "change",
    "changed",
    "changes",
    "code",
    "comment",
    "corrected",
    "corrections",
    "document",
    "due",
    "duties",
    "effective",
    "end",
    "ended",
    "fields",
    "file",
    "form",
    "form_withdrawn",
    "from",
    "generation",
    "groups",
    "host",
    "id",
    "indicator",
    "item",
    "items",
    "kind",
    "legal_act",
    "letter",
    "made",
    "mail",
    "mails",
    "merged_into",
    "name",
    "new_parent",
    "ordinal",
    "outcome",
    "period",
    "piece",
    "port",
    "reason",
    "reasons",
    "receipt",
    "remark",
    "removed",
    "replaces",
    "reports",
    "role",
    "roles",
    "sections",
    "sha256",
    "submission",
    "to",
    "unit",
    "units",
    "version",
];
/// What became of a save, what a drafter answered.
const SAID: [&str; 9] = [
    "saved",
    "merged",
    "conflict",
    "nil",
    "read",
    "taken over",
    "seen",
    "follow",
    "drop",
];
/// Kinds of successions of units.
const SUCCESSIONS: [&str; 5] = ["merge", "split", "rename", "move", "dissolve"];
/// Things that are named one by one; more are counted.
const NAMED: usize = 12;
/// Signs of an id or a fingerprint that are shown.
const SHORT: usize = 8;

/// A fact of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// What it is.
    pub(super) label: String,
    /// What it says.
    pub(super) value: String,
}

/// Who reads, and when it was done.
pub(super) struct Reading<'a> {
    pub(super) shell: &'a Shell,
    pub(super) units: &'a Units,
    /// Names of people by id.
    pub(super) people: &'a People,
    pub(super) day: Date,
}

/// What people are called, by the ids of their accounts.
pub(super) type People = HashMap<String, String>;

/// The people whom events name besides those who acted, and those whose accounts they are about.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn people(
    conn: &mut Conn,
    events: impl Iterator<Item = &Event>,
) -> Result<People, StoreError> {
    let mut people = People::new();
    let named = events.flat_map(|event| {
        let to = event.data.get(PERSON).and_then(Value::as_str);
        let whose = Some(event.subject.as_str()).filter(|_| event.subject_kind == ACCOUNT);
        to.into_iter().chain(whose)
    });
    let named: Vec<&str> = named.collect();
    for id in named {
        if people.contains_key(id) {
            continue;
        }
        if let Some(found) = account::find(conn, id).await? {
            people.insert(found.id, found.full_name);
        }
    }
    Ok(people)
}

/// The noun of what is done to somebody's account.
pub(super) const ACCOUNT: &str = "account";

/// The fact that may name a person: to whom something went.
const PERSON: &str = "to";

impl Reading<'_> {
    /// The facts of an event; nothing where it says nothing more.
    pub(super) fn facts(&self, data: &Value) -> Vec<Fact> {
        match data {
            Value::Object(fields) => self.of_fields(fields),
            Value::Null => Vec::new(),
            other => vec![Fact {
                label: String::new(),
                value: self.value(other),
            }],
        }
    }

    fn of_fields(&self, fields: &Map<String, Value>) -> Vec<Fact> {
        let told = fields.iter().filter(|(_, value)| !is_nothing(value));
        let fact = |(key, value): (&String, &Value)| Fact {
            label: self.label(key),
            value: self.value(value),
        };
        told.map(fact).collect()
    }

    fn label(&self, key: &str) -> String {
        match FACTS.contains(&key) {
            true => self.shell.word("audit-fact", key),
            false => key.replace('_', " "),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => "–".to_owned(),
            Value::Bool(true) => self.shell.t("audit-fact-is"),
            Value::Bool(false) => self.shell.t("audit-fact-is-not"),
            Value::Number(number) => number.to_string(),
            Value::String(words) => self.words(words),
            Value::Array(all) => self.all(all),
            Value::Object(fields) => self.said(fields).unwrap_or_else(|| {
                let facts = self.of_fields(fields).into_iter();
                let facts = facts.map(|fact| format!("{}: {}", fact.label, fact.value));
                facts.collect::<Vec<_>>().join(", ")
            }),
        }
    }

    /// What is kept in both languages.
    fn said(&self, fields: &Map<String, Value>) -> Option<String> {
        let own = match self.shell.language {
            Language::Vietnamese => "vi",
            Language::English => "en",
        };
        let both = fields.len() == 2 && fields.contains_key("vi");
        let words = fields.get(own).filter(|_| both)?.as_str()?;
        Some(words.to_owned())
    }

    fn all(&self, all: &[Value]) -> String {
        let mut named: Vec<String> = all.iter().take(NAMED).map(|it| self.value(it)).collect();
        if all.len() > NAMED {
            named.push(self.shell.t1("audit-fact-more", all.len() - NAMED));
        }
        named.join("; ")
    }

    /// Words as they are; the name of a unit; the beginning of an id or a fingerprint.
    fn words(&self, words: &str) -> String {
        if let Some(unit) = self.units.on(words, self.day) {
            return unit.name.clone();
        }
        if let Some(name) = self.people.get(words) {
            return name.clone();
        }
        if let Some(reason) = Reason::by_id(words) {
            return label(self.shell, reason).to_owned();
        }
        if let Some(role) = Role::from_id(words) {
            return self.shell.role(role);
        }
        if SAID.contains(&words) {
            return self.shell.word("audit-said", &words.replace(' ', "-"));
        }
        if SUCCESSIONS.contains(&words) {
            return self.shell.word("units-succession", words);
        }
        let signs = |sign: char| sign.is_ascii_hexdigit() || sign == '-';
        let is_made = [36, 64].contains(&words.len()) && words.chars().all(signs);
        if let (10, Ok(day)) = (words.len(), words.parse::<Date>()) {
            return self.shell.day(&day);
        }
        match (is_made, words.len()) {
            // Ids begin with the time at which they were made: their ends differ.
            (true, 36) => format!("…{}", &words[words.len() - SHORT..]),
            (true, _) => format!("{}…", &words[..SHORT]),
            _ => words.to_owned(),
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(words) => words.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(data: &Value, expected: &[&str]) {
        let reading = Reading {
            shell: &Shell::default(),
            units: &Units::default(),
            people: &People::from([(
                "0190f8a0-2222-7aaa-8bbb-0123456789ab".to_owned(),
                "Lò Thị Mai".to_owned(),
            )]),
            day: date(2026, 3, 10),
        };
        let facts = reading.facts(data).into_iter();
        let told: Vec<String> = facts
            .map(|fact| format!("{}: {}", fact.label, fact.value))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn facts_stand_in_words() {
        check(&Value::Null, &[]);
        check(
            &json!({ "form": "bieu-1", "outcome": null, "replaces": false, "cells": [
                { "indicator": "to", "period": "2016", "before": null, "after": "12" },
                { "indicator": "to", "period": "2025", "before": "9", "after": "15" },
            ] }),
            &[
                "biểu: bieu-1",
                "thay nội dung cũ: không",
                "ô số liệu: chỉ tiêu: to, cột: 2016, sau: 12; chỉ tiêu: to, cột: 2025, trước: 9, sau: 15",
            ],
        );
        check(
            &json!({ "submission": "0190f8a0-1111-7aaa-8bbb-0123456789ab", "sha256": "ab".repeat(32) }),
            &["bản gửi: …456789ab", "dấu vân tay: abababab…"],
        );
        check(
            &json!({ "items": ["II.1"], "to": "0190f8a0-2222-7aaa-8bbb-0123456789ab" }),
            &["mục: II.1", "đến: Lò Thị Mai"],
        );
        check(
            &json!({ "reasons": ["missing_section"] }),
            &["lý do: Thiếu mục theo đề cương"],
        );
        let many: Vec<String> = (1..=14).map(|number| format!("II.{number}")).collect();
        check(
            &json!({ "items": many }),
            &[
                "mục: II.1; II.2; II.3; II.4; II.5; II.6; II.7; II.8; II.9; II.10; II.11; II.12; và 2 mục nữa",
            ],
        );
        check(
            &json!({ "reason": { "vi": "Gia hạn", "en": "Extended" } }),
            &["lý do: Gia hạn"],
        );
    }
}
