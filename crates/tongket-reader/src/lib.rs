//! Reads Vietnamese administrative plans and reports.
//!
//! Text with spans goes in, a structured [`plan::Plan`] with diagnostics comes
//! out. Reading never fails: what cannot be understood is listed as unclaimed.
//! Nothing here touches a file, a network or a clock.
//!
//! Modules stand in the order in which a text flows through them.

/// A pattern that is made once, on first use. Small letters are meant for [`words::fold::lower`].
macro_rules! pattern {
    ($name:ident, $pattern:expr $(,)?) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("the pattern is valid"));
    };
}

pub mod secrecy;
pub mod source;
pub mod span;

pub mod words;

pub mod blocks;

pub mod plan;
pub mod report;

pub mod calendar;
pub mod diagnostic;
pub mod rules;

pub use diagnostic::{Diagnostic, Related, Severity};
pub use source::{Cell, Format, Line, Look, Origin, Part, Place, Source, SourceBuilder};
pub use span::{Span, Spanned};
