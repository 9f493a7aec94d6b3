//! Findings as SARIF 2.1.0, which editors and code hosts read.

use anyhow::Result;
use serde_json::{Value, json};
use tongket_reader::rules::{self, Rule};
use tongket_reader::{Diagnostic, Severity, Span};

use super::Checked;
use super::place::Place;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run over all documents.
pub(crate) fn sarif(checked: &[Checked]) -> Result<String> {
    let results: Vec<Value> = checked
        .iter()
        .flat_map(|document| {
            document
                .diagnostics
                .iter()
                .map(|diagnostic| result(document, diagnostic))
        })
        .collect();
    let artifacts: Vec<Value> = checked
        .iter()
        .map(|document| json!({ "location": { "uri": uri(&document.name) } }))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "tongket",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules::all().map(descriptor).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": format!("{} · {}", rule.title, rule.title_en) },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(document: &Checked, diagnostic: &Diagnostic) -> Value {
    let Diagnostic {
        message,
        message_en,
        fix,
        fix_en,
        ..
    } = diagnostic;
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": sentences(message, fix.as_deref()) },
        "locations": [{ "physicalLocation": physical(document, diagnostic.span) }],
        "properties": { "message_en": sentences(message_en, fix_en.as_deref()) },
    });
    if !diagnostic.related.is_empty() {
        let places = diagnostic.related.iter().enumerate().map(|(id, other)| {
            json!({
                "id": id,
                "message": { "text": other.message },
                "physicalLocation": physical(document, other.span),
            })
        });
        result["relatedLocations"] = places.collect();
    }
    result
}

/// What is wrong, and what to do: SARIF's own fixes are edits, which only a person can make here.
fn sentences(message: &str, fix: Option<&str>) -> String {
    fix.map_or_else(|| message.to_owned(), |fix| format!("{message} {fix}"))
}

fn physical(document: &Checked, span: Span) -> Value {
    let place = Place::of(&document.source, span);
    json!({
        "artifactLocation": { "uri": uri(&document.name) },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference: everything but plain letters, figures and "/._-" is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
