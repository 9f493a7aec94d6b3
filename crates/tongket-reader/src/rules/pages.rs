//! The pages are the tests: every wrong text must give exactly the findings it shows.
//!
//! `TONGKET_BLESS=1 cargo test -p tongket-reader pages` writes the findings
//! into the pages; read the difference before committing it.

use std::fmt::Write as _;
use std::path::Path;

use super::case::Case;
use super::{LINTS, Lint, apply};
use crate::blocks::Flow;
use crate::diagnostic::Diagnostic;
use crate::plan::read::read;
use crate::source::Source;
use crate::span::Span;

#[test]
fn every_page_is_true() {
    let bless = std::env::var_os("TONGKET_BLESS").is_some();
    let faults: Vec<String> = LINTS.iter().flat_map(|lint| faults(lint, bless)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn codes_are_in_order_and_stand_in_the_file_names() {
    let codes: Vec<&str> = LINTS.iter().map(|lint| lint.rule.code).collect();
    assert!(codes.is_sorted_by(|left, right| left < right), "{codes:?}");
    for lint in LINTS {
        assert!(
            lint.rule.name.starts_with(&lint.rule.code.to_lowercase()),
            "{}",
            lint.rule.name
        );
    }
}

proptest::proptest! {
    /// Pieces of documents in any order: no rule panics, and every place is in the text.
    #[test]
    fn no_text_hurts(pieces in proptest::collection::vec(piece(), 0..24)) {
        let source = Source::from_plain(&pieces.concat());
        for diagnostic in read(&source).diagnostics {
            let places = diagnostic.related.iter().map(|related| related.span);
            for span in places.chain([diagnostic.span]) {
                proptest::prop_assert!(source.text().get(span.start..span.end).is_some(), "{diagnostic:?}");
            }
        }
    }
}

/// A line from a page, or anything at all.
fn piece() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let lines: Vec<String> = LINTS
        .iter()
        .flat_map(|lint| lint.rule.page.lines())
        .map(|line| format!("{line}\n"))
        .collect();
    prop_oneof![8 => prop::sample::select(lines), 1 => any::<String>(), 1 => Just("\u{1EA5}\u{300}\t".to_owned())]
}

/// What is not true on the page of a rule.
fn faults(lint: &Lint, bless: bool) -> Vec<String> {
    let mut page = lint.rule.page.to_owned();
    let mut faults = Vec::new();
    if !page.starts_with(&heading(lint)) {
        faults.push(format!(
            "{}: the page does not begin with\n{}",
            lint.rule.name,
            heading(lint)
        ));
    }
    for wrong in fences(lint.rule.page, "wrong") {
        let found = shown(lint, wrong);
        if found.is_empty() {
            faults.push(format!("{}: finds nothing in\n{wrong}", lint.rule.name));
        }
        let pair = format!("```wrong\n{wrong}```\n\n```found\n");
        let Some(at) = page.find(&pair).map(|at| at + pair.len()) else {
            faults.push(format!("{}: no found block after\n{wrong}", lint.rule.name));
            continue;
        };
        let end = at + page[at..].find("```").unwrap_or_default();
        if page[at..end] != found && !bless {
            faults.push(format!(
                "{}: expected\n{}found\n{found}",
                lint.rule.name,
                &page[at..end]
            ));
        }
        page.replace_range(at..end, &found);
    }
    for right in fences(lint.rule.page, "right") {
        let found = shown(lint, right);
        if !found.is_empty() {
            faults.push(format!("{}: the right text gives\n{found}", lint.rule.name));
        }
    }
    if bless && page != lint.rule.page {
        write(lint, &page);
    }
    let both = ["```wrong", "```right"]
        .iter()
        .all(|fence| lint.rule.page.contains(fence));
    if !both {
        faults.push(format!(
            "{}: needs a wrong and a right text",
            lint.rule.name
        ));
    }
    faults
}

fn heading(lint: &Lint) -> String {
    let rule = &lint.rule;
    format!(
        "# {}. {}\n\n*{}*\n\nMức độ: {} ({}). Từ phiên bản {}.\n",
        rule.code,
        rule.title,
        rule.title_en,
        rule.severity.name(),
        rule.severity.name_en(),
        rule.since
    )
}

/// The texts in the page's fences of one kind.
fn fences<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let opening = format!("```{kind}\n");
    page.split(&opening)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

/// The findings of one rule in one text, as a page shows them.
fn shown(lint: &Lint, text: &str) -> String {
    let source = Source::from_plain(text);
    let plan = read(&source).plan;
    let flow = Flow::of(&source);
    let case = Case::new(&source, &flow, &plan);
    let mut out = String::new();
    for diagnostic in apply(lint, &case) {
        show(&mut out, &source, &diagnostic);
    }
    out
}

fn show(out: &mut String, source: &Source, diagnostic: &Diagnostic) {
    let place = |span: Span| {
        let line = source.text()[..span.start].matches('\n').count() + 1;
        let words = source.slice(span).replace('\n', " ");
        match words.char_indices().nth(60) {
            Some((cut, _)) => format!("dòng {line}, “{}…”", &words[..cut]),
            None => format!("dòng {line}, “{words}”"),
        }
    };
    let Diagnostic {
        code,
        severity,
        message,
        message_en,
        ..
    } = diagnostic;
    writeln!(
        out,
        "{}[{code}] {}",
        severity.name(),
        place(diagnostic.span)
    )
    .unwrap();
    writeln!(out, "  {message}\n  {message_en}").unwrap();
    for related in &diagnostic.related {
        let place = place(related.span);
        writeln!(
            out,
            "  + {place}: {} / {}",
            related.message, related.message_en
        )
        .unwrap();
    }
    if let (Some(fix), Some(fix_en)) = (&diagnostic.fix, &diagnostic.fix_en) {
        writeln!(out, "  = {fix}\n  = {fix_en}").unwrap();
    }
}

fn write(lint: &Lint, page: &str) {
    let name = format!("src/rules/{}.md", lint.rule.name);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::write(path, page).unwrap();
}
