//! What a careful reviewer notices in reports before they are put together.

use serde::Serialize;

use tongket_reader::Severity;

use crate::consolidation::Place;

/// One thing that does not add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The check's code: "BC021". Codes are never given to another check.
    pub code: &'static str,
    /// What sort of thing it is.
    pub kind: FindingKind,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence in Vietnamese.
    pub message: String,
    /// The places it speaks of, the main one first.
    pub places: Vec<Place>,
}

/// The sorts of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Two statements that cannot both be true.
    Contradiction,
    /// Text that another unit's report has too.
    Copy,
    /// A figure far from the others', or a likely slip of the separator.
    Outlier,
    /// Abolished names, superseded documents, last period's text.
    Stale,
    /// A year outside the period under review.
    OutOfPeriod,
    /// An outline item that nobody, or not this unit, answered.
    Uncovered,
    /// Text that no outline item took.
    Unplaced,
    /// A report whose sender is not in the directory, or a name that is not known.
    UnknownUnit,
}
