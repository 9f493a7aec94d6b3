//! What is wrong with a document, where, and what to do about it.

use serde::Serialize;

use crate::span::Span;

/// One finding of a rule about one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The rule's code: "KH012". Codes are never given to another rule.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence in Vietnamese.
    pub message: String,
    /// The same sentence in English.
    pub message_en: String,
    /// The place it is about.
    pub span: Span,
    /// The other places that belong to it.
    pub related: Vec<Related>,
    /// What to do, in Vietnamese.
    pub fix: Option<String>,
    /// What to do, in English.
    pub fix_en: Option<String>,
}

/// Another place that a diagnostic speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What is there, in Vietnamese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// How much a finding matters. Only errors change the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended before signing.
    Warning,
    /// The document contradicts itself or cannot be carried out as written.
    Error,
}
