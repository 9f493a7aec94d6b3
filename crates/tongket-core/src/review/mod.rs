//! What a careful reviewer notices in reports before they are put together.
//!
//! Reports are read once into [`evidence`]; each check looks at it on its own.

pub mod evidence;
pub mod likeness;
pub mod table;

mod bc001_two_values;
mod bc002_parts_total;
mod bc003_text_table;
mod bc004_ratio_percentage;
mod bc005_ratio_over_one;
mod bc006_table_total;
mod bc007_cumulative;
mod bc010_copy;
mod bc020_outlier;
mod bc021_separator;
mod bc030_abolished_name;
mod bc031_superseded_document;
mod bc032_out_of_period;
mod bc040_uncovered;
mod bc041_unplaced;
mod bc050_unknown_sender;
mod bc051_doubtful_sender;
mod overlap;
mod stale;

use serde::Serialize;

use tongket_reader::Severity;

use crate::consolidation::{FigureGroup, Place};
use evidence::{Evidence, Mention, Reading};

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
    /// The same sentence in English.
    pub message_en: String,
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

impl FindingKind {
    /// The sort in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            FindingKind::Contradiction => "Số liệu, nội dung mâu thuẫn",
            FindingKind::Copy => "Nội dung trùng với báo cáo khác",
            FindingKind::Outlier => "Số liệu bất thường",
            FindingKind::Stale => "Nội dung cũ, tên gọi không còn dùng",
            FindingKind::OutOfPeriod => "Ngoài thời kỳ báo cáo",
            FindingKind::Uncovered => "Mục của đề cương chưa được báo cáo",
            FindingKind::Unplaced => "Nội dung chưa xếp được vào đề cương",
            FindingKind::UnknownUnit => "Đơn vị chưa xác định được",
        }
    }
}

/// One check: it looks for one sort of thing and gives findings of one code.
pub struct Check {
    /// Its code, never given to another check.
    pub code: &'static str,
    /// What sort of findings it gives.
    pub kind: FindingKind,
    /// How much they matter.
    pub severity: Severity,
    /// Its page: why, an example, and what to do.
    pub page: &'static str,
    run: Run,
}

type Run = fn(&Check, &Evidence<'_>, &Groups) -> Vec<Finding>;
type OfReport = fn(&Check, &Evidence<'_>, &Reading<'_>) -> Vec<Finding>;

/// The figures that were put together, by section.
pub type Groups = [Vec<FigureGroup>];

/// Every check, in the order of their codes.
pub const CHECKS: &[Check] = &[
    bc001_two_values::CHECK,
    bc002_parts_total::CHECK,
    bc003_text_table::CHECK,
    bc004_ratio_percentage::CHECK,
    bc005_ratio_over_one::CHECK,
    bc006_table_total::CHECK,
    bc007_cumulative::CHECK,
    bc010_copy::CHECK,
    bc020_outlier::CHECK,
    bc021_separator::CHECK,
    bc030_abolished_name::CHECK,
    bc031_superseded_document::CHECK,
    bc032_out_of_period::CHECK,
    bc040_uncovered::CHECK,
    bc041_unplaced::CHECK,
    bc050_unknown_sender::CHECK,
    bc051_doubtful_sender::CHECK,
];

impl Check {
    /// What it finds in the evidence and in the figures that were put together.
    pub fn run(&self, evidence: &Evidence<'_>, groups: &Groups) -> Vec<Finding> {
        (self.run)(self, evidence, groups)
    }

    /// What it finds in each report by itself, report by report.
    fn by_report(&self, evidence: &Evidence<'_>, of_report: OfReport) -> Vec<Finding> {
        let readings = evidence.readings.iter();
        readings
            .flat_map(|reading| of_report(self, evidence, reading))
            .collect()
    }

    /// A finding of this check, its message in Vietnamese and in English.
    fn finding(&self, message: String, message_en: String, places: Vec<Place>) -> Finding {
        Finding {
            code: self.code,
            kind: self.kind,
            severity: self.severity,
            message,
            message_en,
            places,
        }
    }
}

/// Runs every check over what was read and put together; findings come in the order of codes.
pub fn check(evidence: &Evidence<'_>, groups: &Groups) -> Vec<Finding> {
    let findings = CHECKS
        .iter()
        .flat_map(|check| (check.run)(check, evidence, groups));
    findings.collect()
}

/// The page of a check by its code.
pub fn explain(code: &str) -> Option<&'static str> {
    let check = CHECKS
        .iter()
        .find(|check| check.code.eq_ignore_ascii_case(code))?;
    Some(check.page)
}

/// A figure as its report writes it, in one line.
fn shown(reading: &Reading<'_>, mention: &Mention) -> String {
    let words = reading.slice(mention.figure.span).split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}
