//! Findings as people and programs read them.
//!
//! The same findings are printed as a compiler would, with the lines in
//! question; as a JSON array; or as SARIF 2.1.0 for editors and code hosts.
//! A message and its remedy are in the language asked for.

mod human;
mod json;
mod place;
mod sarif;

#[cfg(test)]
use anyhow::Result;
use tongket_reader::{Diagnostic, Related, Severity, Source};

use crate::cli::Lang;

pub(crate) use human::text;
pub(crate) use json::json;
pub(crate) use sarif::sarif;

/// One document with what was found in it.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The file as the user named it.
    pub(crate) name: String,
    /// Its text.
    pub(crate) source: Source,
    /// What was found.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The message of a finding in the language asked for.
fn message(diagnostic: &Diagnostic, lang: Lang) -> &str {
    match lang {
        Lang::Vi => &diagnostic.message,
        Lang::En => &diagnostic.message_en,
    }
}

/// The remedy of a finding in the language asked for.
fn fix(diagnostic: &Diagnostic, lang: Lang) -> Option<&str> {
    match lang {
        Lang::Vi => diagnostic.fix.as_deref(),
        Lang::En => diagnostic.fix_en.as_deref().or(diagnostic.fix.as_deref()),
    }
}

/// What stands at another place, in the language asked for.
fn related(related: &Related, lang: Lang) -> &str {
    match lang {
        Lang::Vi => &related.message,
        Lang::En => &related.message_en,
    }
}

/// The word for a severity in the language asked for.
pub(crate) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => severity.name(),
        Lang::En => severity.name_en(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use tongket_reader::{Span, plan::Plan};

    use super::human::{human, summary};
    use super::*;

    fn checked(name: &str, text: &str) -> [Checked; 1] {
        let source = Source::from_plain(text);
        let flow = tongket_reader::blocks::Flow::of(&source);
        let diagnostics = tongket_reader::rules::check(&source, &flow, &Plan::default());
        [Checked {
            name: name.to_owned(),
            source,
            diagnostics,
        }]
    }

    fn example() -> [Checked; 1] {
        checked(
            "kế hoạch.docx",
            "Thực hiện Kế hoạch số 37 /KH-UBND, ngày 14/02/2026 của UBND tỉnh Sơn Hải.\n\
             Các xã gửi báo cáo (qua Bộ Chỉ huy BDBP tỉnh) trước ngày 31/4/2026.\n\
             Bộ Chỉ huy BĐBP tỉnh tổng hợp.\n",
        )
    }

    fn parsed(json: Result<String>) -> Value {
        serde_json::from_str(&json.expect("findings become JSON")).expect("it is JSON")
    }

    #[test]
    fn a_compiler_shows_both_places_and_the_remedy() {
        insta::assert_snapshot!("vi", human(&example(), Lang::Vi, false));
        insta::assert_snapshot!("en", human(&example(), Lang::En, false));
    }

    #[test]
    fn the_summary_counts_by_severity() {
        assert_eq!(summary(&example(), Lang::Vi), "1 lỗi, 1 cảnh báo, 2 lưu ý");
        assert_eq!(summary(&example(), Lang::En), "1 error, 1 warning, 2 notes");
    }

    #[test]
    fn json_is_an_array_of_findings_with_their_file() {
        insta::assert_json_snapshot!("json", parsed(json(&example())));
    }

    #[test]
    fn sarif_counts_columns_in_letters_and_escapes_names() {
        let mut sarif = parsed(sarif(&example()));
        assert_eq!(
            sarif["runs"][0]["tool"]["driver"]["rules"][0]["id"],
            "KH001"
        );
        sarif["runs"][0]["tool"]["driver"] = "tongket".into();
        insta::assert_json_snapshot!("sarif", sarif);
    }

    #[test]
    fn a_place_in_a_long_paragraph_is_cut_to_what_matters() {
        let long = format!(
            "{} ngày 31/4/2026 {}",
            "chữ ".repeat(400),
            "nữa ".repeat(400)
        );
        let shown = human(&checked("a.txt", &long), Lang::Vi, false);
        assert!(shown.contains("ngày 31/4/2026"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() < 160),
            "{shown}"
        );
    }

    #[test]
    fn spans_outside_the_text_do_not_hurt() {
        let mut checked = checked("a.txt", "ngày 31/4/2026");
        for diagnostic in &mut checked[0].diagnostics {
            diagnostic.span = Span::new(5, 4000);
        }
        assert!(human(&checked, Lang::Vi, false).contains("KH001"));
        assert!(parsed(json(&checked)).is_array());
        assert!(parsed(sarif(&checked)).is_object());
    }
}
