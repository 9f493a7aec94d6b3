//! What a code means: its page, or the list of all codes.

use std::process::ExitCode;

use anyhow::{Context, Result};
use tongket_core::refusal::Code;
use tongket_core::review;
use tongket_reader::{Severity, rules};

use crate::cli::Lang;
use crate::{out, render};

/// Prints the page of a code, or the list of all codes.
///
/// # Errors
/// For a code that was never given, with where to find those that were.
pub(crate) fn run(code: Option<&str>, lang: Lang) -> Result<ExitCode> {
    match code {
        None => out::print(&list(lang))?,
        Some(code) => out::print(page(code).with_context(|| unknown(code, lang))?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One code of a plan's rule, of a report's check or of a refusal.
struct Entry {
    code: &'static str,
    /// How much it matters; `None` for a refusal, which is no finding.
    severity: Option<Severity>,
    page: &'static str,
}

/// The page of a code, as it lies beside its source; `None` for a code that was never given.
pub(crate) fn page(code: &str) -> Option<&'static str> {
    let entry = all().find(|entry| entry.code.eq_ignore_ascii_case(code.trim()))?;
    Some(entry.page)
}

/// Every code on a line of its own: code, severity, title.
fn list(lang: Lang) -> String {
    let line = |entry: Entry| {
        let severity = match entry.severity {
            Some(severity) => render::severity(severity, lang),
            None => refusal(lang),
        };
        format!(
            "{}  {severity:<9} {}\n",
            entry.code,
            title(entry.page, lang)
        )
    };
    all().map(line).collect()
}

/// What stands for a severity where something is refused.
fn refusal(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "từ chối",
        Lang::En => "refusal",
    }
}

/// The title of a page: its heading, or the English line in italics below it.
fn title(page: &str, lang: Lang) -> &str {
    let mut lines = page.lines();
    let heading = lines
        .next()
        .unwrap_or_default()
        .trim_start_matches(['#', ' ']);
    let vietnamese = heading.split_once(". ").map_or(heading, |(_, title)| title);
    let english = lines
        .find(|line| line.starts_with('*'))
        .map(|line| line.trim_matches('*'));
    match lang {
        Lang::Vi => vietnamese,
        Lang::En => english.unwrap_or(vietnamese),
    }
}

/// The sentence for a code that is not known, and where to find those that are.
fn unknown(code: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "Không có mã “{}”; gõ `tongket explain` để xem mọi mã.",
            code.trim()
        ),
        Lang::En => format!(
            "There is no code “{}”; `tongket explain` lists them all.",
            code.trim()
        ),
    }
}

/// The rules of plans, the checks of reports, then the refusals of the server.
fn all() -> impl Iterator<Item = Entry> {
    let rules = rules::all().map(|rule| Entry {
        code: rule.code,
        severity: Some(rule.severity),
        page: rule.page,
    });
    let checks = review::CHECKS.iter().map(|check| Entry {
        code: check.code,
        severity: Some(check.severity),
        page: check.page,
    });
    let refusals = Code::all().map(|code| Entry {
        code: code.name(),
        severity: None,
        page: code.page(),
    });
    rules.chain(checks).chain(refusals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_any_case() {
        assert!(page(" kh001 ").is_some_and(|page| page.starts_with("# KH001.")));
        assert!(page("bc001").is_some());
        assert!(page("tk050").is_some_and(|page| page.starts_with("# TK050.")));
        assert_eq!(page("KH999"), None);
        assert!(unknown("KH999", Lang::En).contains("KH999"));
    }

    #[test]
    fn a_page_gives_its_title_in_both_languages() {
        let page = page("KH001").unwrap_or_default();
        assert_eq!(title(page, Lang::Vi), "Ngày không có trong lịch");
        assert_eq!(title(page, Lang::En), "A day that does not exist");
    }

    #[test]
    fn codes_are_unique_and_all_listed() {
        let mut codes: Vec<&str> = all().map(|entry| entry.code).collect();
        let listed = list(Lang::Vi).lines().count();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), listed);
    }
}
