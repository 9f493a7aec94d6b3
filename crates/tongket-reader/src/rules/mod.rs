//! What is wrong with a plan, one rule a file.
//!
//! A rule is a Rust file that finds one kind of fault and a page of the same
//! name that says why it is one, with a wrong text, the exact finding and a
//! right text. The page is the test, the catalogue entry and the text of
//! `tongket explain`. Codes go by theme: 001 days and deadlines, 010 tasks,
//! 020 the outline, 030 citations, 040 the form of the document, 060 words.

mod case;
mod cover;
mod finding;
#[cfg(test)]
mod pages;
mod rule;
mod squeezed;

use crate::blocks::Flow;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source::Source;

use case::Case;
use finding::Finding;

pub use rule::Rule;

/// A rule with the function that applies it.
struct Lint {
    rule: Rule,
    check: fn(&Case<'_>) -> Vec<Finding>,
}

/// Declares the files of the rules and the registry in one list.
macro_rules! lints {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*
        static LINTS: &[Lint] = &[$(Lint { rule: $file::RULE, check: $file::check }),*];
    };
}

lints![
    kh001_impossible_date,
    kh002_weekday_mismatch,
    kh003_deadline_before_issue,
    kh004_deadline_on_day_off,
    kh005_short_lead_time,
    kh006_deadline_order,
    kh007_deadlines_differ,
    kh008_period_mismatch,
    kh010_task_without_deadline,
    kh011_report_without_addressee,
    kh012_partner_without_task,
    kh013_unit_not_recipient,
    kh014_standing_agency_without_task,
    kh015_awards_without_figures,
    kh016_abolished_unit,
    kh020_near_equal_items,
    kh021_item_repeats_heading,
    kh022_outline_without_figures,
    kh023_review_kind_mixed,
    kh030_title_quoted_two_ways,
    kh031_number_without_symbol,
    kh032_space_in_code,
    kh033_comma_before_date,
    kh034_references_differ,
    kh035_reference_dates_differ,
    kh036_issuer_contradicts_code,
    kh037_undated_citation,
    kh038_superseded_basis,
    kh040_letter_order,
    kh041_numbering_gap,
    kh042_national_motto,
    kh043_date_padding,
    kh044_missing_end_mark,
    kh045_no_file_copy,
    kh046_no_number,
    kh047_no_date_line,
    kh048_no_signature,
    kh049_annex_not_mentioned,
    kh050_annex_missing,
    kh051_form_mixed,
    kh052_secrecy_mark,
    kh053_letter_without_addressee,
    kh060_abbreviation_two_ways,
    kh061_ocr_slip,
    kh062_name_capitals,
    kh063_doubled_word,
];

/// Every rule of the plan linter, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|lint| &lint.rule)
}

/// The rule with this code, in any case of letters: "KH012", "kh012".
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// Applies every rule to one document. Findings come in the order of the text.
pub fn check(source: &Source, flow: &Flow, plan: &Plan) -> Vec<Diagnostic> {
    let case = Case::new(source, flow, plan);
    let mut found: Vec<Diagnostic> = LINTS.iter().flat_map(|lint| apply(lint, &case)).collect();
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found
}

fn apply(lint: &Lint, case: &Case<'_>) -> Vec<Diagnostic> {
    (lint.check)(case)
        .into_iter()
        .map(|finding| finding.stamp(&lint.rule))
        .collect()
}
