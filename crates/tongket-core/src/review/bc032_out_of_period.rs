//! Years outside the period under review. See `bc032_out_of_period.md`.

use tongket_reader::plan::Period;
use tongket_reader::words::figure::FigurePeriod;
use tongket_reader::words::fold;
use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Mention, Reading};
use super::stale::{is_ahead, keyed, opening_year};
use super::{Check, Finding, FindingKind, Groups, shown};
use crate::consolidation::Place;

pub(super) const CHECK: Check = Check {
    code: "BC032",
    kind: FindingKind::OutOfPeriod,
    severity: Severity::Warning,
    page: include_str!("bc032_out_of_period.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let Some(period) = evidence.inputs.period else {
        return Vec::new();
    };
    let readings = evidence.readings.iter();
    readings
        .flat_map(|reading| of_report(check, evidence, reading, period))
        .collect()
}

fn of_report(
    check: &Check,
    evidence: &Evidence<'_>,
    reading: &Reading<'_>,
    period: Period,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = claimed(check, reading, period).into_iter().collect();
    let to = period.to.max(evidence.inputs.as_of.year());
    let outside = |mention: &&Mention| {
        let years = years(&mention.figure.period);
        let out = years.is_some_and(|(from, last)| last < period.from || from > to);
        out && mention.table.is_none() && is_about_results(evidence, mention.section)
    };
    let mut last = None;
    for mention in reading.mentions.iter().filter(outside) {
        if last != Some(mention.sentence) {
            findings.push(finding(check, reading, mention, period));
        }
        last = Some(mention.sentence);
    }
    let told = keyed(reading).filter(|(sentence, key)| {
        let year = opening_year(key);
        let out = year.is_some_and(|year| year < period.from || year > to);
        out && is_about_results(evidence, sentence.section)
    });
    for (sentence, _) in told {
        let place = reading.place(sentence.span);
        if !findings
            .iter()
            .any(|finding| finding.places.contains(&place))
        {
            findings.push(of_sentence(check, place, period));
        }
    }
    findings
}

fn of_sentence(check: &Check, place: Place, period: Period) -> Finding {
    let (from, to) = (period.from, period.to);
    check.finding(
        format!("Câu nói về năm nằm ngoài giai đoạn tổng kết {from}-{to}."),
        format!("The sentence is about a year outside the period under review, {from}-{to}."),
        vec![place],
    )
}

/// The background may tell of earlier years, and the outlook of later ones.
fn is_about_results(evidence: &Evidence<'_>, section: usize) -> bool {
    let background = |at: usize| {
        let title = fold::key(&evidence.sections[at].item.title);
        ["đặc điểm", "khái quát", "bối cảnh", "tình hình chung"]
            .iter()
            .any(|words| title.contains(words))
    };
    let above = evidence.sections[section].parent;
    !is_ahead(evidence, section) && !background(section) && !above.is_some_and(background)
}

fn years(period: &FigurePeriod) -> Option<(i16, i16)> {
    match *period {
        FigurePeriod::Year(year) => Some((year, year)),
        FigurePeriod::Years(from, to) => Some((from, to)),
        _ => None,
    }
}

/// The report's own title names another period: often last time's report under a new date.
fn claimed(check: &Check, reading: &Reading<'_>, period: Period) -> Option<Finding> {
    let (Period { from, to }, span) = reading.reported.period?;
    let overlap = from <= period.to && period.from <= to;
    let close = overlap && (from - period.from).abs() <= 1 && (to - period.to).abs() <= 1;
    (!close).then(|| {
        check.finding(
            format!(
                "Báo cáo ghi giai đoạn {from}-{to}, kế hoạch yêu cầu giai đoạn {}-{}.",
                period.from, period.to
            ),
            format!(
                "The report says {from}-{to}; the plan asks for {}-{}.",
                period.from, period.to
            ),
            vec![reading.place(span)],
        )
    })
}

fn finding(check: &Check, reading: &Reading<'_>, mention: &Mention, period: Period) -> Finding {
    let said = shown(reading, mention);
    let span = mention
        .sentence
        .and_then(|at| reading.sentences.get(at))
        .map_or(Span::default(), |sentence| sentence.span);
    let (from, to) = (period.from, period.to);
    check.finding(
        format!("Số liệu “{said}” thuộc năm nằm ngoài giai đoạn tổng kết {from}-{to}."),
        format!("The figure “{said}” is of a year outside the period under review, {from}-{to}."),
        vec![reading.place(span)],
    )
}
