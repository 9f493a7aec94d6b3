//! What every page knows of its reader: language, account, how the answer is wanted.
//!
//! The shell is made once a request by [`super::guard::greet`] and handed to
//! handlers; a page's view carries it so that the frame around the page can
//! greet its reader.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tongket_core::permit::Role;

use super::language::Language;
use super::problem::Problem;
use super::visitor::Visitor;

/// What a page knows of its reader.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The language that is spoken.
    pub language: Language,
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// Whether data is wanted, not a page.
    pub wants_json: bool,
    /// Whether htmx asks for a part of a page.
    pub partial: bool,
    /// The path that was asked for.
    pub path: String,
    /// The same with what was asked: "/units?q=van".
    pub address: String,
    /// Whether a program asks, with a key or where one is needed, and not a person in a session.
    pub needs_key: bool,
    /// The page from which it was asked for, here: "/units?q=van"; empty where none is known.
    pub back: String,
    /// The address under which these pages are open: "https://tongket.example"; empty where unknown.
    pub origin: String,
    /// How it was asked for: "GET".
    pub method: String,
    /// What the act before this page said: the key of a text.
    pub said: Option<String>,
}

impl Shell {
    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.language.text(key)
    }

    /// The text of a key with one place, `$it`, filled in.
    pub fn t1(&self, key: &str, it: impl std::fmt::Display) -> String {
        self.language.text_with(key, &[("it", &it.to_string())])
    }

    /// The text of a key with two places, `$it` and `$of`, filled in.
    pub fn t2(&self, key: &str, it: impl std::fmt::Display, of: impl std::fmt::Display) -> String {
        let (it, of) = (it.to_string(), of.to_string());
        self.language.text_with(key, &[("it", &it), ("of", &of)])
    }

    /// The text of one of several words of a kind: `word("accounts-state", "locked")`.
    pub fn word(&self, kind: &str, word: &str) -> String {
        self.t(&format!("{kind}-{}", word.replace(['.', '_'], "-")))
    }

    /// A unit as it is called where it took a duty over, in the reader's language.
    pub fn whose(&self, name: &str) -> String {
        self.language.whose(name).into_owned()
    }

    /// What people call a role.
    pub fn role(&self, role: Role) -> String {
        let label = match self.language {
            Language::Vietnamese => role.label(),
            Language::English => role.label_en(),
        };
        label.to_owned()
    }

    /// The other language, offered in the frame.
    pub fn other_language(&self) -> Language {
        match self.language {
            Language::Vietnamese => Language::English,
            Language::English => Language::Vietnamese,
        }
    }

    /// Whether the path lies below a menu entry.
    pub fn is_below(&self, entry: &str) -> bool {
        self.path == entry || self.path.starts_with(&format!("{entry}/"))
    }

    /// A day as offices write it: 05/3/2026.
    pub fn day(&self, day: &jiff::civil::Date) -> String {
        let month = match day.month() {
            month @ 1..=2 => format!("0{month}"),
            month => month.to_string(),
        };
        format!("{:02}/{month}/{}", day.day(), day.year())
    }

    /// A moment in Viet Nam: 14:05 05/3/2026.
    pub fn moment(&self, at: &jiff::Timestamp) -> String {
        let here = super::house::in_viet_nam(*at);
        format!(
            "{:02}:{:02} {}",
            here.hour(),
            here.minute(),
            self.day(&here.date())
        )
    }
}

impl<S: Sync> FromRequestParts<S> for Shell {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(parts.extensions.get::<Shell>().cloned().unwrap_or_default())
    }
}
