//! What a rule says of itself, whoever applies it.
//!
//! A rule is a code that is never given again, a title in both languages, a
//! severity and a page. The page is the truth about the rule: why it is there,
//! a wrong text with the exact finding, a right text. It is what `tongket
//! explain` prints, what the catalogue is made of, and what the tests run.

use serde::Serialize;

use crate::diagnostic::Severity;

/// One rule, of the plan linter or of any other check that has a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// "KH012". Codes are never given to another rule.
    pub code: &'static str,
    /// The name of its files: "kh012_partner_without_task".
    pub name: &'static str,
    /// What is wrong, in a few Vietnamese words.
    pub title: &'static str,
    /// The same in English.
    pub title_en: &'static str,
    /// How much its findings matter where the rule does not say otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Severity {
    /// The Vietnamese word: "lỗi", "cảnh báo", "lưu ý".
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "lưu ý",
            Severity::Warning => "cảnh báo",
            Severity::Error => "lỗi",
        }
    }

    /// The English word.
    pub fn name_en(self) -> &'static str {
        match self {
            Severity::Info => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A [`Rule`] whose page lies beside the file that declares it.
#[macro_export]
macro_rules! rule {
    ($code:literal, $name:literal, $severity:ident, $title:literal, $title_en:literal $(,)?) => {
        $crate::rules::Rule {
            code: $code,
            name: $name,
            title: $title,
            title_en: $title_en,
            severity: $crate::Severity::$severity,
            since: "0.1.0",
            page: include_str!(concat!($name, ".md")),
        }
    };
}
