//! Every text of the pages, in Vietnamese and in English.
//!
//! Texts stand in `locales/vi` and `locales/en`, one file a noun, in Project
//! Fluent. Vietnamese is what a page speaks unless its reader chose otherwise.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, langid, static_loader};

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "vi",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static VIETNAMESE: LanguageIdentifier = langid!("vi");
static ENGLISH: LanguageIdentifier = langid!("en");

/// What stands between the name of a unit and that of the one from which it took a duty over.
pub(super) const TAKEN_OVER: &str = "(tiếp nhận từ ";

/// A language of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Its tag: "vi", "en".
    pub fn tag(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The language of a tag; Vietnamese for any other.
    pub fn of_tag(tag: &str) -> Language {
        match tag {
            "en" => Language::English,
            _ => Language::Vietnamese,
        }
    }

    /// The text of a key; the key itself where no language has it.
    pub fn text(self, key: &str) -> String {
        TEXTS
            .try_lookup(self.identifier(), key)
            .unwrap_or_else(|| key.to_owned())
    }

    /// A unit as it is called where it took a duty over, with the words between the two names in this
    /// language; names themselves stay as they are.
    pub fn whose(self, name: &str) -> Cow<'_, str> {
        match self {
            Language::English if name.contains(TAKEN_OVER) => {
                name.replace(TAKEN_OVER, "(taken over from ").into()
            }
            _ => name.into(),
        }
    }

    /// The text of a key with its places filled in.
    pub fn text_with(self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values = values
            .iter()
            .map(|(name, value)| (*name, self.whose(value)));
        let values: Vec<(&'static str, Cow<'_, str>)> = values.collect();
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = values
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), place(value)))
            .collect();
        TEXTS
            .try_lookup_with_args(self.identifier(), key, &values)
            .unwrap_or_else(|| key.to_owned())
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }
}

/// What fills a place of a text; a whole number is one, so that texts can tell one from many.
fn place(value: &str) -> FluentValue<'_> {
    let number = value.parse::<i32>().ok();
    match number.filter(|number| number.to_string() == value) {
        Some(number) => FluentValue::from(number),
        None => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_told_from_many_and_figures_stay_as_they_are_written() {
        for (language, count, expected) in [
            (Language::English, "1", "1 unit"),
            (Language::English, "0", "0 units"),
            (Language::English, "12", "12 units"),
            (Language::English, "1,200", "1,200 units"),
            (Language::Vietnamese, "1", "1 đơn vị"),
            (Language::Vietnamese, "1.200", "1.200 đơn vị"),
        ] {
            assert_eq!(
                language.text_with("letter-units", &[("it", count)]),
                expected
            );
        }
        let receipt = Language::English.text_with("timing-late", &[("it", "007")]);
        assert_eq!(receipt, "007 days late");
    }
}
