//! Every "no": what is wrong, why it is so, and what to do next.
//!
//! A [`Refusal`] bears a [`Code`] that is never given to another meaning, one
//! sentence and a way out, in Vietnamese and in English. The sentences stand
//! on the page of the code (`tk001_….md` beside this file), which is also what
//! `tongket explain TK001` prints. What a refusal lists (missing sections,
//! broken rules) comes as details, one line each.

mod code;
mod page;
mod wording;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

pub use code::Code;

/// The sorts of "no", from which the process takes its HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is not there. 404
    NotFound,
    /// The address takes no such method. 405
    NoSuchMethod,
    /// Who asks is not known. 401
    NotSignedIn,
    /// Who asks was known and is no longer. 401
    Expired,
    /// Who asks may not. 403
    Forbidden,
    /// It does not fit how things stand. 409
    Conflict,
    /// What was given is not right. 422
    Invalid,
    /// It is too large. 413
    TooLarge,
    /// Nothing can be done with that sort of file. 415
    Unsupported,
    /// It is locked, for a time or for good. 423
    Locked,
    /// It bears a secrecy mark; nothing of it may be kept or logged. 422
    Secret,
    /// Too much at once. 429
    Wait,
    /// The program failed. 500
    Trouble,
}

/// One thing said in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Said {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// The same thing in Vietnamese and in English.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Said {
        Said {
            vi: vi.into(),
            en: en.into(),
        }
    }
}

/// A name or a number, the same in both languages.
impl<T: Into<String>> From<T> for Said {
    fn from(text: T) -> Said {
        let text = text.into();
        Said::new(text.clone(), text)
    }
}

/// A "no" with its reason and its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    code: Code,
    words: Box<Words>,
}

/// What a refusal says; apart, so that a result that may be one stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    sentence: Said,
    way_out: Said,
    details: Vec<Said>,
}

impl Refusal {
    /// A refusal with the holes of its sentences filled.
    fn filled<const N: usize>(code: Code, holes: [(&str, Said); N]) -> Refusal {
        let page = code.sentences();
        let fill = |said: Said| {
            holes.iter().fold(said, |said, (name, value)| {
                let hole = format!("{{{name}}}");
                Said {
                    vi: said.vi.replace(&hole, &value.vi),
                    en: said.en.replace(&hole, &value.en),
                }
            })
        };
        let words = Words {
            sentence: fill(page.sentence),
            way_out: fill(page.way_out),
            details: Vec::new(),
        };
        Refusal {
            code,
            words: Box::new(words),
        }
    }

    /// The same refusal with what it lists.
    #[must_use]
    pub fn with_details(mut self, details: impl IntoIterator<Item = Said>) -> Refusal {
        self.words.details = details.into_iter().collect();
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What sort of "no" it is.
    pub fn kind(&self) -> Kind {
        self.code.kind()
    }

    /// What is wrong, one sentence.
    pub fn sentence(&self) -> &Said {
        &self.words.sentence
    }

    /// What to do next.
    pub fn way_out(&self) -> &Said {
        &self.words.way_out
    }

    /// What it lists: missing sections, broken rules.
    pub fn details(&self) -> &[Said] {
        &self.words.details
    }
}

/// A "no" that needs no further word.
impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal::filled(code, [])
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.sentence().vi)
    }
}

impl std::error::Error for Refusal {}

/// The shape in the API: code, kind, sentence, way out, details, each text in both languages.
impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Refusal", 5)?;
        fields.serialize_field("code", self.code.name())?;
        fields.serialize_field("kind", &self.kind())?;
        fields.serialize_field("sentence", self.sentence())?;
        fields.serialize_field("way_out", self.way_out())?;
        fields.serialize_field("details", self.details())?;
        fields.end()
    }
}

impl Code {
    /// Its title, as in the catalogue.
    pub fn title(self) -> Said {
        self.sentences().title
    }
}
