//! What is wrong with a plan, one rule a file.

mod rule;

use crate::blocks::Flow;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source::Source;

pub use rule::Rule;

/// Every rule of the plan linter, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    std::iter::empty()
}

/// The rule with this code, in any case of letters: "KH012", "kh012".
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// Applies every rule to one document. Findings come in the order of the text.
pub fn check(_source: &Source, _flow: &Flow, _plan: &Plan) -> Vec<Diagnostic> {
    Vec::new()
}
