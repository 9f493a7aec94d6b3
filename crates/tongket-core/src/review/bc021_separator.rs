//! Separators that are not Vietnamese. See `bc021_separator.md`.

use tongket_reader::Severity;
use tongket_reader::words::figure::{Figure, FigureKind};

use super::evidence::{Evidence, Reading};
use super::{Check, Finding, FindingKind, Groups};
use crate::issue::wording::number;

pub(super) const CHECK: Check = Check {
    code: "BC021",
    kind: FindingKind::Outlier,
    severity: Severity::Info,
    page: include_str!("bc021_separator.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let readings = evidence.readings.iter();
    readings
        .flat_map(|reading| of_report(check, reading))
        .collect()
}

fn of_report<'r>(check: &'r Check, reading: &'r Reading<'_>) -> impl Iterator<Item = Finding> {
    let figures = reading.mentions.iter().map(|mention| &mention.figure);
    let doubtful = figures.filter(|figure| is_doubtful(figure));
    doubtful.map(|figure| finding(check, reading, figure))
}

/// Three decimals are usual for money and land, and impossible for people and meetings.
fn is_doubtful(figure: &Figure) -> bool {
    match figure.number.likely {
        None => false,
        Some(likely) => {
            likely == figure.number.value
                || matches!(figure.kind, FigureKind::Count | FigureKind::Ratio)
        }
    }
}

fn finding(check: &Check, reading: &Reading<'_>, figure: &Figure) -> Finding {
    let said = reading.slice(figure.number.span);
    let likely = figure.number.likely.unwrap_or(figure.number.value);
    let left_out = likely != figure.number.value;
    let (vi, en) = match left_out {
        true => (
            " Số này chưa được cộng vào tổng.",
            " It was left out of the total.",
        ),
        false => ("", ""),
    };
    let likely = number(likely);
    check.finding(
        format!("Dấu phân cách không theo cách viết tiếng Việt: “{said}”, có thể là {likely}.{vi}"),
        format!("Separators are not Vietnamese: “{said}”, probably {likely}.{en}"),
        vec![reading.place(figure.span)],
    )
}
