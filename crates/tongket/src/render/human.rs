//! Findings as a compiler prints them: the lines in question, underlined.

use std::io::{self, IsTerminal};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use tongket_reader::{Diagnostic, Severity, Source, Span};

use super::{Checked, fix, message, related, severity};
use crate::cli::Lang;

/// Further places beyond this many are only counted.
const MOST_PLACES: usize = 6;
/// Letters of a place that are underlined; a whole paragraph need not be.
const MOST_LETTERS: usize = 70;
/// Letters to a line.
const WIDTH: usize = 110;

/// Every finding, then how many there are; in colour where a terminal shows it.
pub(crate) fn text(checked: &[Checked], lang: Lang) -> String {
    let color = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    format!(
        "{}{}\n",
        human(checked, lang, color),
        summary(checked, lang)
    )
}

/// Every finding with its lines, both places and the remedy.
pub(super) fn human(checked: &[Checked], lang: Lang, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(WIDTH);
    let mut out = String::new();
    for document in checked {
        for diagnostic in &document.diagnostics {
            let group = group(document, diagnostic, lang);
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
    }
    out
}

/// One line that counts the findings: "2 lỗi, 5 cảnh báo, 3 lưu ý".
pub(super) fn summary(checked: &[Checked], lang: Lang) -> String {
    let count = |wanted: Severity| {
        let all = checked.iter().flat_map(|document| &document.diagnostics);
        all.filter(|diagnostic| diagnostic.severity == wanted)
            .count()
    };
    let counted = [Severity::Error, Severity::Warning, Severity::Info].map(|wanted| {
        let plural = if lang == Lang::En && count(wanted) != 1 {
            "s"
        } else {
            ""
        };
        format!("{} {}{plural}", count(wanted), severity(wanted, lang))
    });
    counted.join(", ")
}

fn group<'a>(document: &'a Checked, diagnostic: &'a Diagnostic, lang: Lang) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE,
    };
    let title = level
        .with_name(severity(diagnostic.severity, lang))
        .primary_title(message(diagnostic, lang))
        .id(diagnostic.code);
    let mut group = title.element(snippet(
        document,
        AnnotationKind::Primary,
        diagnostic.span,
        None,
    ));
    for other in diagnostic.related.iter().take(MOST_PLACES) {
        let label = Some(related(other, lang));
        group = group.element(snippet(
            document,
            AnnotationKind::Context,
            other.span,
            label,
        ));
    }
    let rest = diagnostic.related.len().saturating_sub(MOST_PLACES);
    if rest > 0 {
        group = group.element(Level::NOTE.no_name().message(more(rest, lang)));
    }
    match fix(diagnostic, lang) {
        Some(fix) => group.element(Level::HELP.with_name(remedy(lang)).message(fix)),
        None => group,
    }
}

fn remedy(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "cách sửa",
        Lang::En => "help",
    }
}

fn more(rest: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("và {rest} chỗ khác"),
        Lang::En => format!("and {rest} more places"),
    }
}

fn snippet<'a>(
    document: &'a Checked,
    kind: AnnotationKind,
    span: Span,
    label: Option<&'a str>,
) -> Snippet<'a, Annotation<'a>> {
    let span = shown(&document.source, span);
    let annotation = kind.span(span.start..span.end).label(label);
    Snippet::source(document.source.text())
        .path(document.name.as_str())
        .annotation(annotation)
}

/// The part of a span that is underlined: on one line, and not too long.
fn shown(source: &Source, span: Span) -> Span {
    let text = source.text();
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.min(text.len()));
    let slice = text.get(start..end).unwrap_or_default();
    let line = slice.split(['\n', '\t']).next().unwrap_or_default();
    let cut = line
        .char_indices()
        .nth(MOST_LETTERS)
        .map_or(line.len(), |(cut, _)| cut);
    Span::new(start, start + cut)
}
