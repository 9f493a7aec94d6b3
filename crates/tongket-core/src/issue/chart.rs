//! A small chart of one indicator over the years, as what it says and not as how it is drawn.

use serde::Serialize;

/// Bars over the years, and the same in words for those who do not see them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The same as a sentence.
    pub alternative: String,
    /// From the first to the last year.
    pub bars: Vec<Bar>,
}

/// A year.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Bar {
    /// The year, as short as it goes: "2016".
    pub label: String,
    /// How high it is; `None` for a gap.
    pub height: Option<f64>,
    /// The value as it is written; empty for a gap.
    pub shown: String,
    /// Whether every unit is in it.
    pub whole: bool,
    /// The least and the most of several units, where they are not added.
    pub spread: Option<(f64, f64)>,
}
