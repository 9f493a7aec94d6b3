//! A finding while a rule writes it: two sentences, the places, the remedy.

use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::rules::Rule;
use crate::span::Span;

/// What a rule found, not yet stamped with its code.
#[derive(Debug)]
pub(super) struct Finding {
    span: Span,
    severity: Option<Severity>,
    message: (String, String),
    related: Vec<Related>,
    fix: Option<(String, String)>,
}

impl Finding {
    /// A finding at `span` that says one sentence in Vietnamese and in English.
    pub(super) fn new(span: Span, vi: impl Into<String>, en: impl Into<String>) -> Finding {
        Finding {
            span,
            severity: None,
            message: (vi.into(), en.into()),
            related: Vec::new(),
            fix: None,
        }
    }

    /// Names another place that belongs to it.
    pub(super) fn with(mut self, span: Span, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: vi.into(),
            message_en: en.into(),
        });
        self
    }

    /// Names many places that all say the same.
    pub(super) fn with_all(
        self,
        spans: impl IntoIterator<Item = Span>,
        vi: &str,
        en: &str,
    ) -> Self {
        spans
            .into_iter()
            .fold(self, |finding, span| finding.with(span, vi, en))
    }

    /// Says what to write instead.
    pub(super) fn fix(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.fix = Some((vi.into(), en.into()));
        self
    }

    /// Gives this finding another severity than its rule has.
    pub(super) fn graded(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// The diagnostic of `rule`.
    pub(super) fn stamp(self, rule: &Rule) -> Diagnostic {
        let (fix, fix_en) = self.fix.unzip();
        Diagnostic {
            code: rule.code,
            severity: self.severity.unwrap_or(rule.severity),
            message: self.message.0,
            message_en: self.message.1,
            span: self.span,
            related: self.related,
            fix,
            fix_en,
        }
    }
}
